"""The counting desk: figures of any agency and any period, from the facts followed so far."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from contracts.reporting import Indicator
from kernel.store import Store
from services.reporting.domain.counting import Sums, Window, evidenced_models, figures, happened
from services.reporting.domain.drafts import with_all
from services.reporting.service.agencies import head_quota
from services.reporting.views import Facts, Figures


class Prefill(NamedTuple):
    """What the system knows of an agency's year: every counted figure, and models with recorded results."""

    figures: dict[str, int]
    models: int


class CountingDesk:
    """Counts from the roll-ups; the facts behind a figure can be listed, and counted again."""

    def __init__(self, store: Store, facts: Facts, figures: Figures) -> None:
        self.store, self.facts, self.figures = store, facts, figures

    def figures_of(self, *, agency: str | None, first: date, last: date) -> dict[str, Counter[str]]:
        """Counted figures by agency, without those that are nought; all agencies when none is named."""
        sums = self.figures.sums(agency, Window.of(first, last))
        found = {one: counted for one, own in sums.items() if (counted := figures(own))}
        for one, counted in found.items():
            _add_quota(one, counted, first, last)
        return found

    def days_of(self, *, agency: str, first: date, last: date) -> list[tuple[date, Counter[str]]]:
        """What happened in one agency by day, without what tells how things stand."""
        rows = self.figures.days(agency=agency, window=Window.of(first, last))
        return [(date.fromisoformat(day), happened(counters)) for day, counters in rows]

    def prefill(self, agency: str, first: date, last: date) -> Prefill:
        """What a report of an agency begins with."""
        sums = self.figures.sums(agency, Window.of(first, last)).get(agency, Sums.empty())
        counted = figures(sums)
        _add_quota(agency, counted, first, last)
        return Prefill(with_all(counted), evidenced_models(sums))


def _add_quota(agency: str, figures: Counter[str], first: date, last: date) -> None:
    owed = head_quota(agency, first, last)
    if owed is not None:
        figures[Indicator.RCP_HEAD_QUOTA.value] = owed
