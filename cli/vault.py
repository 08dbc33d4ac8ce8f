"""`danvan vault`: the keys under which reception keeps what only few may read."""

from pathlib import Path
from typing import Annotated

import typer

from cli.operate import AsJson, say, settings_now, store_of
from kernel.sealing import rotate_master_key
from services.reception.service import Reception

app = typer.Typer(help="Khóa của hồ sơ mật.", no_args_is_help=True)


@app.command("rotate")
def rotate(
    agency: Annotated[str, typer.Option(help="Chỉ một cơ quan (bỏ trống: tất cả).")] = "",
    master: Annotated[bool, typer.Option("--master", help="Đổi cả khóa gốc của điểm.")] = False,  # noqa: FBT002  a command-line flag
    as_json: AsJson = False,  # noqa: FBT002  a command-line flag
) -> None:
    """Give agencies new keys and put everything sealed under them; services may go on meanwhile."""
    reception = Reception(store_of("reception"))
    if master:
        folder = Path(settings_now().keys_dir)
        name = rotate_master_key(folder)
        say({"master": name, "agencies": reception.keys.wrap_again()}, as_json=as_json)
    for one in [agency] if agency else list(reception.keys.agencies()):
        say(reception.rotate_keys(one), as_json=as_json)


@app.command("status")
def status(as_json: AsJson = False) -> None:  # noqa: FBT002  a command-line flag
    """How many agencies have keys, and which key seals for each."""
    keys = Reception(store_of("reception")).keys
    for agency in keys.agencies():
        say({"agency": agency, "key": keys.of(agency).newest}, as_json=as_json)
