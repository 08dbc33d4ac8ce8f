"""The counting desk: figures of any agency and any period, from the facts followed so far."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from contracts.reporting import Indicator
from kernel.store import Store
from services.reporting.domain.counting import Window, counts, evidenced_models
from services.reporting.domain.drafts import with_all
from services.reporting.service.agencies import head_quota
from services.reporting.views import Facts


class Prefill(NamedTuple):
    """What the system knows of an agency's year: every counted figure, and models with recorded results."""

    figures: dict[str, int]
    models: int


class CountingDesk:
    """Counts facts."""

    def __init__(self, store: Store, facts: Facts) -> None:
        self.store, self.facts = store, facts

    def figures_of(self, *, agency: str | None, first: date, last: date) -> dict[str, Counter[str]]:
        """Counted figures by agency, without those that are nought; all agencies when none is named."""
        found = counts(self.facts.of(agency), Window.of(first, last))
        for one, figures in found.items():
            _add_quota(one, figures, first, last)
        return found

    def prefill(self, agency: str, first: date, last: date) -> Prefill:
        """What a report of an agency begins with."""
        facts, window = list(self.facts.of(agency)), Window.of(first, last)
        figures = counts(facts, window).get(agency, Counter())
        _add_quota(agency, figures, first, last)
        return Prefill(with_all(figures), evidenced_models(facts, window))


def _add_quota(agency: str, figures: Counter[str], first: date, last: date) -> None:
    owed = head_quota(agency, first, last)
    if owed is not None:
        figures[Indicator.RCP_HEAD_QUOTA.value] = owed
