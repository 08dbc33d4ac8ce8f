"""The `danvan` command: one sub-command per room of the house."""

import typer

from cli import law

app = typer.Typer(help="Hệ thống công tác dân vận của tỉnh.", no_args_is_help=True)
app.add_typer(law.app, name="law")


def run() -> None:
    """Start the command line (the entry point installed as `danvan`)."""
    app()
