"""`danvan registry` and `danvan account`: load the agencies, open the first accounts, help who is locked out.

Whoever may run this on the machine is the operator: no sign-in is asked, and every act is in the audit.
"""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from cli.operate import AsJson, refuse, say, settings_now
from contracts.registry import ROLE_WORDS, Role
from kernel.errors import NotFound, Refusal
from kernel.message import Actor
from kernel.store import Store
from law.defaults import shipped_units
from law.text import fold
from services.registry.domain import Assignment, NewAccount, account_id
from services.registry.service import Registry

GENERATED_BYTES = 15

registry = typer.Typer(help="Danh mục cơ quan.", no_args_is_help=True)
account = typer.Typer(help="Tài khoản người dùng.", no_args_is_help=True)

Account = Annotated[str, typer.Option(help="Tên tài khoản.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Đọc mật khẩu từ dòng đầu của stdin.")
]


@registry.command("load")
def load(as_json: AsJson = False) -> None:  # noqa: FBT002  a command-line flag
    """Record all agencies of the shipped register; a second time tells nothing new."""
    with desk() as (found, operator):
        say(found.load_agencies(by=operator), as_json=as_json)


@account.command("create")
def create(
    account: Account,
    role: Annotated[Role, typer.Option(help="Vai trò, ví dụ ADMINISTRATOR.")],
    agency: Annotated[str, typer.Option(help="Cơ quan: mã, scheme/code hoặc tên.")],
    *,
    name: Annotated[str, typer.Option(help="Họ và tên; bỏ trống thì dùng tên vai trò.")] = "",
    email: Annotated[str, typer.Option(help="Thư điện tử công vụ.")] = "",
    password_stdin: FromStdin = False,
    as_json: AsJson = False,
) -> None:
    """Open an account with one role, from today on. A password that is not given is made and told once."""
    with desk() as (found, operator):
        at, today = _agency(found, agency), found.store.clock.today()
        password, told = _password(password_stdin)
        new = NewAccount(
            account=account,
            name=name or ROLE_WORDS[role],
            email=email,
            agency=at,
            password=found.hashed(password, account=account),
        )
        wanted = Assignment(role=role, agency=at, since=today)

        def both() -> dict[str, str]:
            id_: str = found.open_account(new, by=operator)["account"]
            found.grant_role(id_, wanted, by=operator)
            return {"account": account, "id": id_, "role": role.value, "agency": at}

        opened = found.store.once(both, by=operator, command="create_account")
        say({**opened, **told}, as_json=as_json)


@account.command("password")
def password(
    account: Account,
    *,
    password_stdin: FromStdin = False,
    as_json: AsJson = False,
) -> None:
    """Set another password for an account. One that is not given is made and told once."""
    with desk() as (found, operator):
        fresh, told = _password(password_stdin)
        found.set_password(account_id(account), fresh, by=operator)
        say({"account": account, **told}, as_json=as_json)


@account.command("close")
def close(account: Account, as_json: AsJson = False) -> None:  # noqa: FBT002
    """Close an account for good."""
    with desk() as (found, operator):
        found.close_account(account_id(account), by=operator)
        say({"account": account, "closed": True}, as_json=as_json)


@contextmanager
def desk(user: str = "operator") -> Iterator[tuple[Registry, Actor]]:
    """The registry, and the operator who asks it; a refusal ends the command in words."""
    settings = settings_now()
    store = Store(settings, "registry", clock=settings.clock())
    found = Registry(store)
    operator = Actor(user=user, role=Role.OPS.value, agency=settings.site)
    try:
        store.prepare()
        yield found, operator
    except NotFound as missing:
        told = "Không có tài khoản này." if type(missing) is NotFound else missing.detail
        typer.echo(told, err=True)
        raise typer.Exit(2) from missing
    except Refusal as refused:
        for sentences in getattr(refused, "errors", {}).values():
            typer.echo(" ".join(sentences), err=True)
        raise refuse(refused) from refused
    finally:
        store.client.close()


def _password(from_stdin: bool) -> tuple[str, dict[str, str]]:  # noqa: FBT001
    """The password given, or a fresh one with the words that tell it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n"), {}
    made = secrets.token_urlsafe(GENERATED_BYTES)
    return made, {"password": made}


def _agency(desk: Registry, asked: str) -> str:
    """The id of an agency of today, by its id, its key or a name only one bears."""
    if desk.organisation.unit(asked):
        return asked
    today = desk.store.clock.today()
    units = shipped_units()
    by_key = [one for one in units.as_of(today) if str(one.key) == asked]
    named = [one.unit for one in units.search(asked, on=today)]
    found = by_key or [one for one in named if fold(one.authority) == fold(asked)] or named
    if len(found) != 1:
        names = ", ".join(one.authority for one in found[:5]) or "không có cơ quan nào"
        typer.echo(f"--agency «{asked}»: {names}; cần đúng một cơ quan.", err=True)
        raise typer.Exit(2)
    return found[0].id
