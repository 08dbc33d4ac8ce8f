"""The `danvan` command: one sub-command per room of the house."""

import typer

app = typer.Typer(help="Hệ thống công tác dân vận của tỉnh.", no_args_is_help=True)


def run() -> None:
    """Start the command line (the entry point installed as `danvan`)."""
    app()
