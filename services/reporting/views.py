"""What one can see of the year: figures per agency, indicator and day."""

from collections import Counter
from datetime import date
from typing import Any

from contracts.reporting import Indicator
from kernel.store import Change, View


class Figures(View):
    """Daily roll-ups: one document per agency and day, one counter per indicator and group."""

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

    def of(self, *, agency: str | None, first: date, last: date) -> dict[str, Counter[str]]:
        """Sums by agency over a period, both days included; keys are `<indicator>.<group>`."""
        where: dict[str, Any] = {"day": {"$gte": first.isoformat(), "$lte": last.isoformat()}}
        if agency:
            where["agency"] = agency
        sums: dict[str, Counter[str]] = {}
        for row in self.find(where):
            sums.setdefault(row["agency"], Counter()).update(flat(row))
        return sums

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
