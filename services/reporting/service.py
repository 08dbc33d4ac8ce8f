"""The door of reporting: what it hears and what can be asked of it."""

from collections import Counter
from datetime import date

from contracts.reception import PetitionAccepted, PetitionDecided, PetitionRegistered
from contracts.reporting import Indicator
from kernel.message import Told, follows
from kernel.store import Change, Store
from services.reporting.domain import GROUP
from services.reporting.views import Figures, flat


class Reporting:
    """Counts what happens in the agencies, and tells the figures."""

    name = "reporting"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.figures = Figures(store)

    @follows(PetitionRegistered)
    def on_petition_registered(self, event: PetitionRegistered, told: Told) -> list[Change]:
        """One petition more came in, on the day it was received."""
        group = GROUP[event.kind]
        return [self.figures.count(told.agency, event.received_on, Indicator.PET_IN, group)]

    @follows(PetitionAccepted)
    def on_petition_accepted(self, event: PetitionAccepted, told: Told) -> list[Change]:
        """One petition more was within the agency's competence and accepted."""
        group = GROUP[event.kind]
        return [self.figures.count(told.agency, event.accepted_on, Indicator.PET_COMPETENT, group)]

    @follows(PetitionDecided)
    def on_petition_decided(self, event: PetitionDecided, told: Told) -> list[Change]:
        """One petition more was settled."""
        group = GROUP[event.kind]
        return [self.figures.count(told.agency, event.decided_on, Indicator.PET_SETTLED, group)]

    def figures_of(self, *, agency: str | None, first: date, last: date) -> dict[str, Counter[str]]:
        """Figures by agency over a period; all agencies when none is named."""
        return self.figures.of(agency=agency, first=first, last=last)

    def days_of(self, *, agency: str, first: date, last: date) -> list[tuple[date, Counter[str]]]:
        """One agency's counters by day."""
        rows = self.figures.days(agency=agency, first=first, last=last)
        return [(date.fromisoformat(row["day"]), flat(row)) for row in rows]
