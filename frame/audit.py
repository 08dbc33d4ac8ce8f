"""The audit trail of a service as a page: who did, read or asked for what, in which role and unit at that moment.

Every service has one under `/<service>/audit`, for auditors alone; taking it away as a file is noted in it.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request

from frame.legible import harmless
from frame.pages import Pages, asked_page
from frame.words import vn_datetime
from kernel.clock import VIETNAM
from kernel.rights import post, words_of_command
from kernel.store import Store
from kernel.store.audit import Noted, filters
from kernel.web import current_actor, day_meant, requires

AUDITOR = "AUDITOR"
EVERY = 0  # lines are sent as they are read, however many there are
LONGEST = 100
SIZE = 50
WHAT_WORDS: dict[str, str] = {
    Noted.COMMAND: "Thao tác",
    Noted.READ: "Xem dữ liệu nhạy cảm",
    Noted.FOREIGN: "Hỏi việc của cơ quan khác",
    Noted.SIGN_IN: "Đăng nhập",
    Noted.REFUSED: "Bị từ chối",
    Noted.EXPORT: "Kết xuất",
}
TONES = {Noted.FOREIGN: "bad", Noted.REFUSED: "warn", Noted.READ: "info", Noted.EXPORT: "info"}
HEADS = ("Thời điểm", "Loại", "Việc", "Vai trò", "Cơ quan", "Tài khoản", "Về", "Của", "Sự kiện")
_LABELS = {
    "since": "Từ ngày",
    "until": "Đến hết ngày",
    "what": "Loại",
    "command": "Việc",
    "role": "Vai trò",
    "unit": "Mã cơ quan",
    "user": "Mã tài khoản",
}


@dataclass(frozen=True)
class Naming:
    """How codes are told to people."""

    service: str
    roles: Mapping[str, str]
    agency: Callable[[str], str]
    person: Callable[[str], str]

    def told(self, line: dict[str, Any]) -> dict[str, Any]:
        """A line in words."""
        return {
            "at": line["at"],
            "what": WHAT_WORDS.get(line["what"], line["what"]),
            "tone": TONES.get(line["what"], "neutral"),
            "deed": words_of_command(self.service, line["command"]),
            "role": self.roles.get(line["role"], "Hệ thống"),
            "unit": self.agency(line["unit"]),
            "user": line["user"],
            "person": self.person(line["user"]),
            "acting_for": self.person(line["acting_for"]) if line.get("acting_for") else "",
            "about": line.get("about", ""),
            "of": self.agency(line["of"]) if line.get("of") else "",
            "events": line["events"],
        }


def audit_pages(store: Store, naming: Naming, *, others: Sequence[tuple[str, str]]) -> Blueprint:
    """The trail of one service; `others` lead to those of the other services (label, address)."""
    bp = Blueprint("audit", __name__)

    @bp.get("/audit")
    @requires(*post(AUDITOR))
    def trail() -> str:
        """The lines that fit, newest first, a page at a time."""
        wanted = _wanted()
        pages = Pages(asked_page(), store.audit.count(wanted), SIZE)
        rows = store.audit.lines(wanted, skip=(pages.number - 1) * SIZE, limit=SIZE)
        return render_template(
            "frame/audit.html",
            rows=[naming.told(one) for one in rows],
            pages=pages,
            values=_values(),
            labels=_LABELS,
            kinds=list(WHAT_WORDS.items()),
            roles=list(naming.roles.items()),
            deeds=[(one, words_of_command(naming.service, one)) for one in store.audit.commands()],
            others=others,
        )

    @bp.get("/audit/lines.csv")
    @requires(*post(AUDITOR))
    def export() -> Response:
        """The lines that fit, as a file for a spreadsheet; that they were taken is noted."""
        store.audit.note(Noted.EXPORT, "export_audit", by=current_actor())
        found = store.audit.lines(_wanted(), limit=EVERY)
        return Response(
            _file(naming.told(one) for one in found),
            mimetype="text/csv",
            headers={"Content-Disposition": f'attachment; filename="nhat-ky-{naming.service}.csv"'},
        )

    return bp


def _values() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:LONGEST] for name in _LABELS}


def _wanted() -> dict[str, Any]:
    """The question the address asks; what makes no sense in it is not asked."""
    given = _values()
    until = _day(given["until"])
    return filters(
        since=_midnight(_day(given["since"])),
        until=_midnight(until + timedelta(days=1) if until else None),
        exactly={name: given[name] for name in ("command", "role", "unit", "user")},
        what=given["what"] if given["what"] in WHAT_WORDS else "",
    )


def _day(text: str) -> date | None:
    try:
        return day_meant(text)
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC) if day else None


def _file(lines: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield "\ufeff"  # so that spreadsheets know the letters
    yield _row(HEADS)
    for one in lines:
        user = f"{one['user']} {one['person']}".strip()
        yield _row(
            (
                vn_datetime(one["at"]),
                one["what"],
                one["deed"],
                one["role"],
                one["unit"],
                user,
                one["about"],
                one["of"],
                " ".join(one["events"]),
            )
        )


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(one) for one in cells])
    return out.getvalue()
