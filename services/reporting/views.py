"""What one can see of the year: the facts of each agency, and roll-ups of what they count by day, month, year."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from contracts.handover import HandedOverTold
from kernel.store import Change, Document, Step, Store, View
from services.reporting.domain.counting import Sums, Window
from services.reporting.domain.owning import HAD, Owned, owned_ticks
from services.reporting.domain.spans import (
    DAY,
    MONTH,
    QUARTER,
    SPANS,
    YEAR,
    Spans,
    periods,
    spans,
)

Added = Mapping[tuple[str, str], Mapping[str, int]]


class Figures(View):
    """Roll-ups: per agency one document for each day, month, quarter and year, with one counter per kind of tick.

    A period is read as whole years, quarters, months and the days that are left: it takes the same time whatever
    the number of facts.
    """

    name = "figures"
    indexes = (
        ([("agency", 1), ("span", 1), ("period", 1)], {}),
        ([("span", 1), ("period", 1)], {}),
    )

    def add(self, more: Added) -> Iterator[Change]:
        """More of some counters, by agency and day."""
        for span, sums in _rolled_up(more):
            for (agency, period), counters in sums.items():
                if inc := {_field(name): n for name, n in counters.items() if n}:
                    first = {"agency": agency, "span": span, "period": period}
                    yield self.change(f"{agency}|{period}", inc=inc, first=first)

    def content(self, row: Document) -> Document | None:
        """A counter that came back to nought is as if it had never been."""
        counters = row.get("n", {})
        if counters and all(counters.values()):
            return row
        kept = {name: n for name, n in counters.items() if n}
        return {**row, "n": kept} if kept else None

    def sums(self, agency: str | None, window: Window) -> dict[str, Sums]:
        """The counters of one agency, or of each: of a period, and of all days before it."""
        within: dict[str, dict[str, int]] = {}
        before: dict[str, dict[str, int]] = {}
        asked = spans(window.first, window.last)
        for row in self.find(_where(asked, agency), projection={"_id": 0, "span": 0}):
            into = within if row["period"] in asked.within else before
            _add(into.setdefault(row["agency"], {}), row.get("n", {}))
        return {
            one: Sums(_named(within.get(one, {})), _named(before.get(one, {})))
            for one in {**before, **within}
        }

    def days(self, *, agency: str, window: Window) -> list[tuple[str, Counter[str]]]:
        """The daily counters of one agency, in order."""
        period = {"$gte": window.first, "$lte": window.last}
        rows = self.find({"agency": agency, "span": DAY, "period": period}, sort=[("period", 1)])
        return [(row["period"], _counters(row)) for row in rows]

    def all(self, agency: str | None = None) -> Iterator[tuple[tuple[str, str], Counter[str]]]:
        """Every roll-up by agency and period, without counters at nought."""
        for row in self.find({"agency": agency} if agency else {}):
            if counters := +_counters(row):
                yield (row["agency"], row["period"]), counters


class Facts(View):
    """One document per counted thing, with what its events said so far.

    Each event sets fields of its own, so that it does not matter which of them came first; what a thing
    counts at each moment goes into the roll-ups by its difference to before.
    """

    name = "facts"
    indexes = (
        ([("agency", 1), ("kind", 1)], {}),
        ([("giver", 1)], {"sparse": True}),
    )
    derives = Figures.name

    def __init__(self, store: Store, figures: Figures) -> None:
        super().__init__(store)
        self.figures = figures

    def note(self, agency: str, kind: str, id_: str, **said: Any) -> Change:
        """What an event said of a thing; days become ISO text, enum members their values."""
        plain = {name: _plain(value) for name, value in said.items()}
        return self.change(f"{kind}|{id_}", set={"agency": agency, "kind": kind, **plain})

    def handed(self, event: HandedOverTold) -> Change:
        """After a reorganisation another agency has a thing; what it counted before stays where it was."""
        had = {f"{HAD}{event.last_day.isoformat()}": event.giver}
        return self.note(event.receiver, event.what, event.thing, giver=event.giver, **had)

    def derive(self, steps: Iterable[Step]) -> Iterable[Change]:
        """What these facts count more, and what they do not count any more."""
        more: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for before, after in steps:
            if before:
                _count(owned_ticks(before), -1, more)
            if after:
                _count(owned_ticks(after), 1, more)
        return self.figures.add(more)

    def of(
        self, agency: str | None = None, kinds: Iterable[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The facts of one agency, or of all; of some kinds, or of all."""
        own: Document = {"$or": [{"agency": agency}, {"giver": agency}]}
        where = own if agency else {}
        if kinds is not None:
            where["kind"] = {"$in": list(kinds)}
        return self.find(where)


def _where(asked: Spans, agency: str | None) -> Document:
    each: list[Document] = [
        {"span": span, "period": {"$in": wanted}} for span, wanted in asked.wanted.items() if wanted
    ]
    each.append({"span": "year", "period": {"$lt": asked.before_year}})
    if agency:
        each = [{"agency": agency, **one} for one in each]
    return {"$or": each}


def _add(into: dict[str, int], counters: Mapping[str, int]) -> None:
    for field, n in counters.items():
        into[field] = into.get(field, 0) + n


def _named(counters: Mapping[str, int]) -> Counter[str]:
    return Counter({_name(field): n for field, n in counters.items()})


def _counters(row: Document) -> Counter[str]:
    return _named(row.get("n", {}))


def _rolled_up(more: Added) -> Iterator[tuple[str, Added]]:
    """Counters of days, and of the months, quarters and years they are in."""
    yield DAY, more
    months = _longer(more, SPANS.index(MONTH))
    yield MONTH, months
    for span in (QUARTER, YEAR):
        yield span, _longer(months, SPANS.index(span))


def _longer(shorter: Added, at: int) -> Added:
    """The same by longer periods; a month's periods are those of its days."""
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (agency, period), counters in shorter.items():
        into = sums[agency, periods(period)[at]]
        for name, n in counters.items():
            into[name] = into.get(name, 0) + n
    return sums


def _count(told: Owned, sign: int, into: Mapping[tuple[str, str], dict[str, int]]) -> None:
    for agency, (day, counter, n) in told:
        sums = into[agency, day]
        sums[counter] = sums.get(counter, 0) + sign * n


@lru_cache(maxsize=10_000)
def _field(counter: str) -> str:
    """A counter's name as MongoDB takes it for a field of a roll-up."""
    return "n." + counter.replace(".", ":").replace("$", "%24")


@cache
def _name(field: str) -> str:
    return field.replace(":", ".")


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    match value:
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case tuple():
            return [_plain(one) for one in value]
    return value
