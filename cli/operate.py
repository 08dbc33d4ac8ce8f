"""Operators' verbs: keys, access tokens, the broker's definitions, the follower's parked events, brake and rebuild, the journal's proof.

Each reads the same settings as the processes (environment); `--json` prints one line of JSON.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from kernel import keys as site_keys, topology
from kernel.auth import (
    LONGEST_LIFE,
    SessionKeys,
    create_secret,
    create_session_key,
    retire_session_keys,
)
from kernel.config import Settings
from kernel.errors import Refusal, WrongSetting
from kernel.follower.follower import release_brake
from kernel.follower.parked import ParkedDesk
from kernel.follower.rebuild import ask_rebuild
from kernel.message import Actor
from kernel.sealing import create_master_key
from kernel.store import Store
from kernel.verifying import verify_journal

REFUSED = 2

keys = typer.Typer(help="Khóa của điểm cài đặt.", no_args_is_help=True)
session = typer.Typer(help="Mã truy cập cho người dùng và chương trình.", no_args_is_help=True)
follower = typer.Typer(help="Theo dõi sự kiện: chờ xử lý, phanh, dựng lại.", no_args_is_help=True)
broker = typer.Typer(help="Máy chủ thông điệp RabbitMQ.", no_args_is_help=True)
journal = typer.Typer(help="Sổ sự kiện đã niêm phong.", no_args_is_help=True)

Service = Annotated[str, typer.Argument(help="Tên dịch vụ, ví dụ reporting.")]
AsJson = Annotated[bool, typer.Option("--json", help="In một dòng JSON.")]


def settings_now() -> Settings:
    try:
        return Settings.read(os.environ)
    except WrongSetting as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(78) from wrong


def store_of(service: str) -> Store:
    settings = settings_now()
    return Store(settings, service, clock=settings.clock())


def say(values: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(orjson.dumps(values, default=str).decode() + "\n")
    else:
        for name, value in values.items():
            typer.echo(f"{name}: {value}")


def refuse(refused: Refusal) -> typer.Exit:
    typer.echo(refused.detail, err=True)
    return typer.Exit(REFUSED)


@keys.command("init")
def init_keys(as_json: AsJson = False) -> None:  # noqa: FBT002  a command-line flag
    """Make the site's signing key, its session key, its secret and its vault's master key, unless they are there."""
    settings = settings_now()
    folder = Path(settings.keys_dir)
    keyid = site_keys.create_site_key(folder, settings.site)
    create_secret(folder)
    create_master_key(folder)
    if not list(folder.glob("session-*.key")):
        create_session_key(folder)
    say({"site": settings.site, "keyid": keyid, "folder": str(folder)}, as_json=as_json)


@keys.command("rotate")
def rotate_keys(as_json: AsJson = False) -> None:  # noqa: FBT002  a command-line flag
    """Make a new session key, which signs from now on; nobody is signed out."""
    say({"key": create_session_key(settings_now().keys_dir)}, as_json=as_json)


@keys.command("retire")
def retire_keys(as_json: AsJson = False) -> None:  # noqa: FBT002  a command-line flag
    """Remove the session keys of which no token lives any more."""
    retired = retire_session_keys(settings_now().keys_dir, now=datetime.now(UTC))
    say({"retired": retired}, as_json=as_json)


@broker.command("definitions")
def broker_definitions(
    vhost: Annotated[str, typer.Option(help="Tên vhost.")] = "danvan",
    password: Annotated[
        str, typer.Option(envvar="BROKER_PASSWORD", help="Mật khẩu của các dịch vụ.")
    ] = "",
) -> None:
    """Print the definitions RabbitMQ loads when it starts: exchanges, streams, policies, users, rights."""
    if not password:
        typer.echo("Cần mật khẩu trong BROKER_PASSWORD.", err=True)
        raise typer.Exit(64)
    known = topology.read()
    passwords = {topology.user_of(name, vhost): password for name in topology.speakers(known)}
    sys.stdout.write(
        orjson.dumps(topology.definitions(known, vhost=vhost, passwords=passwords)).decode() + "\n"
    )


@session.command("issue")
def issue_session(
    user: Annotated[str, typer.Option(help="Tài khoản.")],
    role: Annotated[str, typer.Option(help="Vai trò, ví dụ RECEPTIONIST.")],
    agency: Annotated[str, typer.Option(help="Mã cơ quan.")],
    minutes: Annotated[
        int,
        typer.Option(min=1, max=int(LONGEST_LIFE.total_seconds() // 60), help="Hiệu lực, phút."),
    ] = 60,
) -> None:
    """Issue an access token, to be sent as a Bearer token."""
    settings, now = settings_now(), datetime.now(UTC)
    actor = Actor(user=user, role=role, agency=agency, fresh_at=now.timestamp())
    known = SessionKeys(settings.keys_dir, site=settings.site)
    typer.echo(known.issue(actor, now=now, minutes=minutes))


@follower.command("parked")
def list_parked(service: Service, as_json: AsJson = False) -> None:  # noqa: FBT002
    """List parked events, in order."""
    rows = list(ParkedDesk(store_of(service)).all())
    if as_json:
        say({"parked": [{**row, "_id": str(row["_id"])} for row in rows]}, as_json=True)
        return
    for row in rows:
        error = row.get("error", "—")
        typer.echo(f"{row['event']}  {row['type']}  {row['state']}  {error}  {row['attempts']} lần")
    typer.echo(f"{len(rows)} sự kiện chờ xử lý.")


@follower.command("replay")
def replay(
    service: Service,
    event: Annotated[str, typer.Option(help="Mã sự kiện; bỏ trống là tất cả.")] = "",
) -> None:
    """Try parked events again now."""
    try:
        count = ParkedDesk(store_of(service)).replay(event or None)
    except Refusal as refused:
        raise refuse(refused) from refused
    typer.echo(f"{count} sự kiện sẽ được xử lý lại ngay.")


@follower.command("discard")
def discard(
    service: Service,
    event: Annotated[str, typer.Argument(help="Mã sự kiện.")],
    reason: Annotated[str, typer.Option(help="Lý do, được lưu lại.")],
    by: Annotated[str, typer.Option(help="Tài khoản người quyết định.")],
) -> None:
    """Give a parked event up, with a reason; it is kept aside and the next of its aggregate goes on."""
    settings = settings_now()
    actor = Actor(user=by, role="OPS", agency=settings.site)
    try:
        ParkedDesk(store_of(service)).discard(event, by=actor, reason=reason)
    except Refusal as refused:
        raise refuse(refused) from refused
    typer.echo("Đã bỏ sự kiện; lý do và người quyết định đã được ghi.")


@follower.command("release")
def release(service: Service) -> None:
    """Release the brake: the follower goes on."""
    release_brake(store_of(service))
    typer.echo("Đã nhả phanh.")


@follower.command("rebuild")
def rebuild(service: Service, as_json: AsJson = False) -> None:  # noqa: FBT002
    """Build the read models anew from the first event, beside those in use."""
    try:
        generation = ask_rebuild(store_of(service))
    except Refusal as refused:
        raise refuse(refused) from refused
    say({"service": service, "generation": generation}, as_json=as_json)


@journal.command("verify")
def verify(service: Service, as_json: AsJson = False) -> None:  # noqa: FBT002
    """Check every sealed segment: numbers, chain, signature, and the audit lines sealed with it."""
    settings = settings_now()
    found = verify_journal(store_of(service).database, site_keys.load_ring(Path(settings.keys_dir)))
    told = {"segments": found.segments, "events": found.events, "recovered": found.recovered}
    say({**told, "wrong": found.wrong}, as_json=as_json)
    if found.wrong:
        raise typer.Exit(1)
