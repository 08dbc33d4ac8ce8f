"""Who exists when, as the registry told it; what it has not told yet, as the law's register ships it."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from contracts.registry import AgencyRecorded
from kernel.errors import Conflict
from kernel.store import Change, Store, View
from kernel.store.mongo import PyMongoError
from law.defaults import agency_name, shipped_units
from law.units.focal import focal_of
from law.units.model import Edge, EdgeKind, Key, Unit, UnitKind, place_name
from law.units.register import Units
from law.words import say

Row = dict[str, Any]
FRESH_SECONDS = 0.5
ONE_DAY = timedelta(days=1)


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

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._told: dict[str, Row] = {}
        self._asked = float("-inf")
        self._units: Units | None = None

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
                "area_tags": list(event.area_tags),
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

    # --- the whole register, asked of the database at most twice a second ---------------------------

    def label(self, id_: str) -> str:
        """The name of an agency for a page. Never fails: an id that nobody knows stands for itself, and while
        the database does not answer what was known last is good enough."""
        try:
            told = self._fresh()
        except PyMongoError:
            told = self._told
        found = told.get(id_)
        return str(found["name"]) if found else agency_name(id_)

    def row(self, id_: str) -> Row | None:
        """What is said of an agency; None when nobody knows it."""
        return self._fresh().get(id_) or _shipped().get(id_)

    def units(self) -> Units:
        """The register of places and agencies, with those that began or ended at run time."""
        told = self._fresh()
        if self._units is None:
            self._units = _units_of(told)
        return self._units

    def focal(self, on: date) -> Unit | None:
        """The agency that looks after dân vận for the province on a day: the shipped one, or what it became."""
        return focal_of(self.units(), shipped_units(), on=on)

    def reporting(self, on: date) -> tuple[Unit, ...]:
        """Who owes the yearly report on a day, departments first: as the registry says of each agency it told of."""
        told, shipped = self._fresh(), {one.id for one in shipped_units().reporting(on)}
        found = (
            unit
            for unit in self.units().as_of(on)
            if (told[unit.id]["reports"] if unit.id in told else unit.id in shipped)
        )
        return tuple(sorted(found, key=lambda unit: unit.kind.is_place))

    def _fresh(self) -> dict[str, Row]:
        now = self.store.clock.monotonic()
        if now - self._asked > FRESH_SECONDS:
            told = {row["_id"]: row for row in self.find({})}
            if told != self._told:
                self._told, self._units = told, None
            self._asked = now
        return self._told

    def must_work(self, id_: str, *, on: date) -> None:
        """Raise `AgencyEnded` or `AgencyNotBegun` unless the agency may begin something on a day."""
        found = self.row(id_)
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


def _units_of(told: dict[str, Row]) -> Units:
    """The shipped register with what was told put over it."""
    shipped = shipped_units()
    known = {one.id: one for one in shipped.by_key.values()}
    known |= {id_: _unit(row, known.get(id_), known) for id_, row in told.items()}
    edges = dict.fromkeys((*shipped.edges, *_edges(told, known)))
    more = {"marks": shipped.marks, "reporters": shipped.reporters, "bodies": shipped.bodies}
    return Units(known.values(), edges, **more)  # type: ignore[arg-type]


def _unit(row: Row, shipped: Unit | None, known: dict[str, Unit]) -> Unit:
    parent = known.get(row["parent"] or "")
    return Unit(
        key=Key(row["scheme"], row["code"]),
        name=shipped.name if shipped else place_name(row["name"]),
        kind=UnitKind(row["kind"]),
        parent=parent.key if parent else None,
        since=_day(row["since"]),
        until=_day(row["until"]),
    )


def _edges(told: dict[str, Row], known: dict[str, Unit]) -> Iterator[Edge]:
    """Who came after those that ended at run time; how is not told."""
    for id_, row in told.items():
        if until := _day(row["until"]):
            for one in row["successors"]:
                if one in known:
                    yield Edge(known[id_].key, known[one].key, EdgeKind.CONTINUE, until + ONE_DAY)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _said(text: str) -> str:
    return say(date.fromisoformat(text))
