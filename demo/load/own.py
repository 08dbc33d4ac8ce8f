"""Communes on their own: installations beside the province's, each with its own portal, accounts and databases."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from demo.load.accounts import ADMINISTRATOR, APPROVER, accounts, open_some
from demo.load.portal import Portal
from demo.load.problems import Stopped
from demo.load.progress import say
from demo.year import Year
from demo.year.offices import BIEN_HO, BONG_SON, IA_DOM, THONG_NHAT, UAR, Office
from deploy.embedded import servers, services, sites

OWN = (UAR, BIEN_HO, IA_DOM, THONG_NHAT, BONG_SON)


def on_their_own(year: Year, how_many: int) -> Iterator[Office]:
    """The communes that have a site of their own, when there are so many sites with the province's.

    Raises `Stopped` when the year has not so many of them.
    """
    found = [one for name in OWN for one in year.offices if one.is_called(name)]
    if how_many - 1 > len(found):
        raise Stopped(f"Năm mẫu này có nhiều nhất {len(found) + 1} điểm cài đặt", "Giảm SITES")
    yield from found[: how_many - 1]


def start(year: Year, how_many: int, password: str) -> dict[str, Portal]:
    """Start and join the sites; gives the portal of each agency that has its own. Raises `Stopped`."""
    offices = list(on_their_own(year, how_many))
    try:
        made = sites.up({one.slug: one.id for one in offices})
    except servers.Failed as failed:
        raise Stopped(str(failed), failed.remedy) from failed
    portals = {}
    for site, office in zip(made, offices, strict=True):
        portals[office.id] = Portal(site.portal, password)
        _people(site, office, year, portals[office.id])
        say(f"  {office.name}: điểm cài đặt {site.word}, cổng {site.portal}/")
    return portals


def _people(site: sites.Beside, office: Office, year: Year, portal: Portal) -> None:
    """The site's own administrators, and its own accounts: nobody of them is known to the province's sign-in."""
    fresh = [_administrator(one, site, office, portal) for one in (ADMINISTRATOR, APPROVER)]
    if all(fresh):
        open_some(portal, [one for one in accounts(year) if one.agency == office.id])


def _administrator(account: str, site: sites.Beside, office: Office, portal: Portal) -> bool:
    """Open one at the machine itself. Gives whether it was not there yet."""
    words = ["account", "create", "--account", account, "--role", "ADMINISTRATOR"]
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "cli.main", *words, "--agency", office.id, "--password-stdin"],
        input=f"{portal.password}\n",
        capture_output=True,
        text=True,
        env={**os.environ, **site.settings("registry")},
        check=False,
    )
    if done.returncode and "đã có người dùng" not in done.stderr:
        raise Stopped(f"{office.name}: {done.stderr.strip()}")
    return not done.returncode


def tell_lines(own: dict[str, Portal]) -> None:
    """What each site that has its own installation brought to the province, by the certificate."""
    environ = {**os.environ, **services.environ("registry"), "SITE": services.word()}
    for row in _listed(environ):
        sources = [one for one in row["sources"] if one["segment"]]
        events = sum(one["event"] for one in sources)
        say(
            f"Điểm cài đặt {row['site']}: tỉnh đã nhận đủ {row['segments']} đoạn, {events} sự kiện từ"
            f" {len(sources)} nguồn; còn thiếu {row['behind']}, giữ chờ {row['held']}, từ chối"
            f" {sum(one['times'] for one in row['refused'])}."
        )
    for portal in own.values():
        say(f"  cổng riêng: {portal.url}/")


def _listed(environ: dict[str, str]) -> list[dict[str, Any]]:
    words = [sys.executable, "-m", "cli.main", "site", "list", "--json"]
    done = subprocess.run(words, env=environ, capture_output=True, text=True, check=True)  # noqa: S603
    found: list[dict[str, Any]] = json.loads(done.stdout)["sites"]
    return found
