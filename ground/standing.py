"""What every service hears from the registry, in one place: a service inherits it and is grounded."""

from typing import Any

from contracts.registry import (
    AgencyRecorded,
    AgencyReorganised,
    CalendarPublished,
    RulePackActivated,
)
from ground.agencies import AgencyBook, guard
from ground.handover import HandoverDesk, Still
from ground.law import LawBook
from kernel.message import Told, errand, follows
from kernel.store import Change, Store


class Grounded:
    """A service that knows who exists, and begins nothing for whoever does not."""

    store: Store

    def __init__(self, store: Store) -> None:
        self.store = store
        self.agency_book = AgencyBook(store)
        self.law_book = LawBook(store)
        guard(store, self.agency_book)

    @follows(AgencyRecorded)
    def on_agency_recorded(self, event: AgencyRecorded, told: Told) -> list[Change]:
        """An agency is in the register, or what it says of it changed."""
        return [self.agency_book.recorded(event)]

    @follows(CalendarPublished)
    def on_calendar_published(self, event: CalendarPublished, told: Told) -> list[Change]:
        """The calendar has one more decision."""
        return [self.law_book.published(event)]

    @follows(RulePackActivated)
    def on_rule_pack_activated(self, event: RulePackActivated, told: Told) -> list[Change]:
        """A pack of rules says something else from a day on."""
        return [self.law_book.activated(event)]


class Handing(Grounded):
    """A service that also has open things which may go to another agency."""

    handover: HandoverDesk

    @follows(AgencyReorganised)
    def on_agency_reorganised(self, event: AgencyReorganised, told: Told) -> list[Change]:
        """An agency's open things go to others from a day on."""
        return [self.handover.due.told(event)]

    @errand(seconds=5)
    def hand_over(self, still: Still) -> bool:
        """Hand over what is due."""
        return self.handover.go_on(still)


def progress(service: Handing, act: str) -> list[dict[str, Any]]:
    """How far a service is with a reorganisation."""
    return service.handover.due.of(act)
