"""Reporting's operators' verbs: figures counted again."""

import typer

from cli.operate import AsJson, say, store_of
from services.reporting.service import Reporting

app = typer.Typer(help="Số liệu: đối chiếu.", no_args_is_help=True)


@app.callback()
def room() -> None:
    """Keep `recount` a word of its own."""


@app.command("recount")
def recount(agency: str = "", as_json: AsJson = False) -> None:  # noqa: FBT002  a command-line flag
    """Count facts again (of one agency, or all) and compare with the roll-ups; `follower rebuild` compares
    both with the journal."""
    reporting = Reporting(store_of(Reporting.name))
    found, journal = reporting.recounts.of(agency or None), reporting.recounts.journal()
    told = {"facts": found.facts, "counters": found.counters, "wrong": found.wrong}
    say(
        {**told, "differences": found.differences, "journal_identical": journal.identical},
        as_json=as_json,
    )
    if found.wrong:
        raise typer.Exit(1)
