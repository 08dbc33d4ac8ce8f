"""Ended sessions are refused by the web processes of all services, within seconds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from contracts.registry import Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor
from law.defaults import shipped_units
from services.registry.domain import Assignment, NewAccount
from services.registry.service import Registry
from tests.site import Process, Site, a_site, wait_for

TODAY = SystemClock().today()
IA_LY = next(one.id for one in shipped_units().as_of(TODAY) if one.authority == "UBND xã Ia Ly")
OPERATOR = Actor(user="operator", role="OPS", agency="gialai")


@pytest.fixture
def site(running_servers: None, tmp_path: Path) -> Iterator[Site]:
    with a_site(tmp_path) as made:
        create_secret(tmp_path / "keys")
        create_session_key(tmp_path / "keys")
        yield made


def enters(web: Process, path: str, token: str) -> bool:
    address = f"http://127.0.0.1:{web.ports['web_port']}{path}"
    answer = requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=5)
    return (
        answer.status_code != 401
    )  # a door of another role, or an empty room, is past the sign-in


def test_a_closed_account_an_ended_role_and_an_old_password_are_shut_out_of_two_services_within_seconds(
    site: Site,
):
    registry = Registry(site.store("registry"))
    registry.store.prepare()
    tokens = []
    keys, now = SessionKeys(site.folder / "keys", site="gialai"), SystemClock().now()
    for name in ("dong.lai", "het.vai", "doi.mat-khau", "o.lai"):
        new = NewAccount(account=name, name="Rơ Châm Thử", agency=IA_LY, password="")
        id_ = registry.open_account(new, by=OPERATOR)["account"]
        role = Assignment(role=Role.RECEPTIONIST, agency=IA_LY, since=TODAY)
        registry.grant_role(id_, role, by=OPERATOR)
        tokens.append(keys.issue(registry.actor(id_), now=now, minutes=10))
    closed, ended, changed, stays = tokens
    site.worker("registry", "services.registry.service:Registry")
    paths = [
        (site.web("reception").ready(), "/api/reception/v1/petitions/none"),
        (site.web("planning").ready(), "/api/planning/v1/plans"),
    ]
    assert all(enters(web, path, token) for web, path in paths for token in tokens)

    by_name = {
        account.account: account.id for account in map(registry.accounts.one, _ids(keys, tokens))
    }
    registry.close_account(by_name["dong.lai"], by=OPERATOR)
    yesterday = TODAY.fromordinal(TODAY.toordinal() - 1)
    registry.end_role(by_name["het.vai"], Role.RECEPTIONIST, IA_LY, last_day=yesterday, by=OPERATOR)

    registry.set_password(by_name["doi.mat-khau"], "một câu khác cũng dài", by=OPERATOR)
    out = (closed, ended, changed)

    wait_for(
        lambda: not any(enters(web, path, one) for web, path in paths for one in out),
        "all shut out of both services",
        seconds=15,
    )
    assert all(enters(web, path, stays) for web, path in paths)


def _ids(keys: SessionKeys, tokens: list[str]) -> list[str]:
    return [keys.read(token, now=SystemClock().now()).user for token in tokens]
