"""Notify's operators' verbs: the directory of the Front's participants."""

import typer

from cli.operate import AsJson, say, store_of
from kernel.message import Actor
from services.notify.service import Notify

app = typer.Typer(help="Thông báo: danh bạ Mặt trận.", no_args_is_help=True)


@app.callback()
def room() -> None:
    """Keep `load` a word of its own."""


@app.command("load")
def load(as_json: AsJson = False) -> None:  # noqa: FBT002  a command-line flag
    """List the organisations of every place that are not listed yet."""
    store = store_of(Notify.name)
    notify = Notify(store)
    store.prepare()
    by = Actor(user="ops", role="OPS", agency=store.settings.site)
    say(notify.load_participants(by=by), as_json=as_json)
