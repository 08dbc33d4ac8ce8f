"""The `danvan` command: one sub-command per room of the house."""

import typer

from cli import docs, figures, law, notify, operate, registry, site, vault
from cli.usage import StrictGroup

app = typer.Typer(cls=StrictGroup, help="Hệ thống công tác dân vận của tỉnh.", no_args_is_help=True)
app.add_typer(docs.app, name="docs")
app.add_typer(figures.app, name="figures")
app.add_typer(law.app, name="law")
app.add_typer(notify.app, name="notify")
app.add_typer(operate.keys, name="keys")
app.add_typer(operate.broker, name="broker")
app.add_typer(operate.session, name="session")
app.add_typer(operate.follower, name="follower")
app.add_typer(operate.journal, name="journal")
app.add_typer(registry.registry, name="registry")
app.add_typer(registry.account, name="account")
app.add_typer(site.app, name="site")
app.add_typer(vault.app, name="vault")
app.command("sync")(site.sync)


def run() -> None:
    """Start the command line (the entry point installed as `danvan`)."""
    app()


if __name__ == "__main__":
    run()
