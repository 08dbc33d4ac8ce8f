"""Who exists when, as the registry told it; what it has not told yet, as the law's register ships it."""

from datetime import date
from functools import cache
from typing import Any

from contracts.registry import AgencyRecorded
from kernel.errors import Conflict
from kernel.store import Change, Store, View
from law.defaults import agency_name, shipped_units
from law.units.model import Unit
from law.words import say

Row = dict[str, Any]


class AgencyEnded(Conflict):
    """An agency that has ended takes nothing new."""

    code = "agency_ended"
    title = "{name} đã kết thúc hoạt động ngày {until}{now}; không tiếp nhận việc mới."


class AgencyNotBegun(Conflict):
    """An agency does nothing before its first day."""

    code = "agency_not_begun"
    title = "{name} hoạt động từ ngày {since}; chưa tiếp nhận việc mới."


class AgencyBook(View):
    """Every agency the registry told of: its name, kind, superior, first and last day, successors."""

    name = "agency_book"
    indexes = (([("parent", 1)], {}),)

    def recorded(self, event: AgencyRecorded) -> Change:
        """What the registry says of an agency now."""
        return self.change(
            event.unit,
            set={
                "name": event.name,
                "kind": event.kind.value,
                "code": event.code,
                "scheme": event.scheme,
                "parent": event.parent,
                "since": _text(event.since),
                "until": _text(event.until),
                "successors": list(event.successors),
                "reports": event.reports,
            },
        )

    def one(self, id_: str) -> Row | None:
        """An agency by its id; None when nobody knows it."""
        found = next(self.find({"_id": id_}), None)
        return found or _shipped().get(id_)

    def named(self, id_: str) -> str:
        """The name of an agency; the id itself when nobody knows it."""
        found = self.one(id_)
        return str(found["name"]) if found else agency_name(id_)

    def must_work(self, id_: str, *, on: date) -> None:
        """Raise `AgencyEnded` or `AgencyNotBegun` unless the agency may begin something on a day."""
        found = self.one(id_)
        if found is None:
            return
        if found["until"] and found["until"] < on.isoformat():
            raise AgencyEnded(name=found["name"], until=_said(found["until"]), now=self._now(found))
        if found["since"] and found["since"] > on.isoformat():
            raise AgencyNotBegun(name=found["name"], since=_said(found["since"]))

    def _now(self, ended: Row) -> str:
        names = [self.named(one) for one in ended["successors"]]
        return f", nay thuộc {', '.join(names)}" if 0 < len(names) <= MOST_NAMED else ""


MOST_NAMED = 4


def guard(store: Store, book: AgencyBook) -> None:
    """Let nobody begin anything for an agency that does not work today."""
    store.admit = lambda agency: book.must_work(agency, on=store.clock.today())


@cache
def _shipped() -> dict[str, Row]:
    units = shipped_units()
    return {one.id: _row(one) for one in units.by_key.values()}


def _row(unit: Unit) -> Row:
    units = shipped_units()
    targets = {edge.target for edge in units.edges_from(unit.key) if edge.target}
    return {
        "_id": unit.id,
        "name": unit.authority,
        "kind": unit.kind.value,
        "code": unit.key.code,
        "scheme": unit.key.scheme,
        "parent": units.get(unit.parent).id if unit.parent else None,
        "since": _text(unit.since),
        "until": _text(unit.until),
        "successors": sorted(units.get(one).id for one in targets),
        "reports": False,
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _said(text: str) -> str:
    return say(date.fromisoformat(text))
