"""Pictures of every page of the sample site: `python -m tests.browser.screens` (make screens).

Walks the portal as each kind of person does, link by link, and takes each page once, wide and narrow,
into `out/screens/`. Ends with 1 when a page answers an error or complains in the browser.
"""

import re
import sys
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Response, sync_playwright

from contracts.registry import Role
from deploy.embedded.services import PORTAL_PORT, RUN
from kernel.auth import SessionKeys
from kernel.message import Actor
from law.defaults import shipped_units
from tests.browser.conftest import ARGUMENTS, CHROMIUM

PORTAL = f"http://127.0.0.1:{PORTAL_PORT}"
OUT = Path("out/screens")
WIDTHS = {"wide": (1280, 900), "narrow": (360, 780)}
MOST_PAGES = 60  # of one person: a walk, not a siege
SOME_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}")
DOWNLOADS = re.compile(r"/api/|/files/|/import/template|[./](xlsx|docx|pdf|csv|json|zip)$")
PLACES = ("UBND phường Quy Nhơn", "UBND xã Chư Sê")


@dataclass
class Walk:
    """What has been seen so far, and what was wrong."""

    seen: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def people() -> list[Actor]:
    """One person of each kind, at agencies of the sample year."""
    by_name = {
        unit.authority: unit.id for unit in shipped_units().by_key.values() if not unit.until
    }
    ward, focal = by_name[PLACES[0]], by_name["Sở Nội vụ"]
    province = by_name.get("UBND tỉnh Gia Lai", focal)
    now = datetime.now(UTC).timestamp()
    roles = [
        *((role, ward) for role in (Role.RECEPTIONIST, Role.DANVAN_OFFICER, Role.AGENCY_HEAD)),
        *((role, ward) for role in (Role.FRONT_PARTICIPANT, Role.ADMINISTRATOR)),
        *((role, focal) for role in (Role.SNV_OFFICER, Role.SNV_LEADER, Role.ADMINISTRATOR)),
        (Role.PROVINCE_LEADER, province),
    ]
    return [Actor(f"screens-{role.lower()}", role, agency, fresh_at=now) for role, agency in roles]


def kind_of(path: str) -> str:
    """The kind of page an address is: ids and queries apart."""
    return SOME_ID.sub("ID", urlsplit(path).path).rstrip("/") or "/"


def links(page: Page) -> list[str]:
    """Where one can go from a page without leaving the house or starting a download."""
    found: list[str] = page.eval_on_selector_all(
        "a[href]:not([download])", "all => all.map(one => one.href)"
    )
    inside = [href.split("#")[0] for href in found if href.startswith(PORTAL + "/")]
    return [href for href in inside if not DOWNLOADS.search(urlsplit(href).path)]


def walk(context: BrowserContext, start: str, seen: Walk) -> None:
    """Breadth first from a page; each kind of page once for this person, pictured once for all."""
    waiting, visited = deque([start]), set[str]()
    while waiting and len(visited) < MOST_PAGES:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind not in visited:
            visited.add(kind)
            waiting.extend(_take(context, address, kind, seen))


def _take(context: BrowserContext, address: str, kind: str, seen: Walk) -> list[str]:
    page = context.new_page()
    page.on("pageerror", lambda error: seen.wrong.append(f"{kind}: {error}"))
    onward: list[str] = []
    try:
        _judge(page.goto(address, wait_until="load"), kind, seen)
        onward = links(page)
        if kind not in seen.seen:
            _picture(page, kind)
            seen.seen.add(kind)
    except Exception as error:  # noqa: BLE001  the walk goes on and tells at the end
        seen.wrong.append(f"{kind}: {str(error).splitlines()[0]}")
    finally:
        page.close()
    return onward


def _picture(page: Page, kind: str) -> None:
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        page.screenshot(path=OUT / f"{_name(kind)}.{width}.png", full_page=True)


def _judge(answer: Response | None, kind: str, seen: Walk) -> None:
    if answer is None or answer.status >= 400:
        seen.wrong.append(f"{kind}: {answer.status if answer else 'no answer'}")


def _name(kind: str) -> str:
    return kind.strip("/").replace("/", ".") or "home"


def main() -> int:
    """Walk as everybody; gives 1 when something was wrong."""
    OUT.mkdir(parents=True, exist_ok=True)
    keys, walked = SessionKeys(RUN / "keys", site="gialai"), Walk()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        stranger = browser.new_context(locale="vi-VN")
        walk(stranger, f"{PORTAL}/registry/sign-in", walked)
        for actor in people():
            context = browser.new_context(locale="vi-VN")
            token = keys.issue(actor, now=datetime.now(UTC), minutes=30)
            context.add_cookies([{"name": "danvan", "value": token, "url": PORTAL}])
            walk(context, f"{PORTAL}/registry/portal", walked)
            context.close()
        browser.close()
    print(f"{len(walked.seen)} pages, each wide and narrow, in {OUT}/")
    for wrong in walked.wrong:
        print(f"  WRONG {wrong}")
    return int(bool(walked.wrong))


if __name__ == "__main__":
    sys.exit(main())
