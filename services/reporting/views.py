"""What one can see of the year: the facts of each agency, and petitions by agency and day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any

from contracts.reporting import Indicator
from kernel.store import Change, View


class Facts(View):
    """One document per counted thing, with what its events said of it so far.

    Each event sets fields of its own, so that it does not matter which of them came first.
    """

    name = "facts"
    indexes = (([("agency", 1), ("kind", 1)], {}),)

    def note(self, agency: str, kind: str, id_: str, **said: Any) -> Change:
        """What an event said of a thing; days become ISO text, enum members their values."""
        plain = {name: _plain(value) for name, value in said.items()}
        return self.change(f"{kind}|{id_}", set={"agency": agency, "kind": kind, **plain})

    def of(self, agency: str | None = None) -> Iterator[dict[str, Any]]:
        """The facts of one agency, or of all."""
        return self.find({"agency": agency} if agency else {}, projection={"_id": 0})


class Figures(View):
    """Daily roll-ups of petitions: one document per agency and day, one counter per indicator and group."""

    name = "figures"
    indexes = (([("agency", 1), ("day", 1)], {}), ([("day", 1)], {}))

    def count(self, agency: str, day: date, indicator: Indicator, group: str) -> Change:
        """One more of an indicator."""
        on = day.isoformat()
        return self.change(
            f"{agency}|{on}",
            inc={f"n.{indicator.value}.{group}": 1},
            first={"agency": agency, "day": on},
        )

    def days(self, *, agency: str, first: date, last: date) -> list[dict[str, Any]]:
        """The daily counters of one agency, in order."""
        where = {"agency": agency, "day": {"$gte": first.isoformat(), "$lte": last.isoformat()}}
        return list(self.find(where, sort=[("day", 1)]))


def flat(row: dict[str, Any]) -> Counter[str]:
    """The counters of one day's document; keys are `<indicator>.<group>`."""
    found: Counter[str] = Counter()
    for indicator, groups in row.get("n", {}).items():
        found.update({f"{indicator}.{group}": n for group, n in groups.items()})
    return found


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case tuple():
            return [_plain(one) for one in value]
    return value
