"""Who reports, and what the law sets them: as the registry and the rules in force at run time say."""

from datetime import date

from ground.agencies import AgencyBook
from ground.law import LawBook
from law.cadence import quota
from law.calendar.table import Calendar
from law.packs.packs import Packs
from law.refusal import LawRefusal
from law.units.model import COMMUNE_KINDS, UnitKind
from services.reporting.domain.composing import Agency

COMMUNE_CHAIR, DEPARTMENT_HEAD = "commune-chair", "department-head"
MOST_KEPT = 1000


class Agencies:
    """The agencies of the province as of now."""

    def __init__(self, book: AgencyBook, law: LawBook) -> None:
        self.book, self.law = book, law
        self._owed: dict[tuple[str, date, date, int], int | None] = {}

    def reporters(self, on: date) -> list[str]:
        """Who owes the yearly report on a day: departments first, then communes and wards."""
        return [unit.id for unit in self.book.reporting(on)]

    def known(self, id_: str) -> bool:
        """Whether the register has such an agency."""
        return self.book.one(id_) is not None

    def named(self, id_: str) -> Agency:
        """An agency by its id; the id itself when the register does not know it."""
        found = self.book.row(id_)
        if found is None:
            return Agency(id=id_, name=id_, kind="")
        return Agency(id=id_, name=found["name"], kind=found["kind"])

    def head_quota(self, id_: str, first: date, last: date) -> int | None:
        """The reception days the head of an agency owes in a period, while there is the agency; None where the law sets
        none.

        None also for a period the calendar does not reach.
        """
        found = self.book.row(id_)
        if found is None:
            return None
        first = max(first, date.fromisoformat(found["since"])) if found["since"] else first
        last = min(last, date.fromisoformat(found["until"])) if found["until"] else last
        commune = UnitKind(found["kind"]) in COMMUNE_KINDS
        return self._quota(COMMUNE_CHAIR if commune else DEPARTMENT_HEAD, first, last)

    def _quota(self, office: str, first: date, last: date) -> int | None:
        """Asked for hundreds of agencies at once, and the same for all of a kind."""
        key = (office, first, last, len(self.law.editions()))
        if key not in self._owed:
            if len(self._owed) >= MOST_KEPT:
                self._owed.clear()
            self._owed[key] = self._days(office, first, last)
        return self._owed[key]

    def _days(self, office: str, first: date, last: date) -> int | None:
        try:
            calendar, packs = self.calendar, self.packs
            return quota(office, since=first, until=last, calendar=calendar, packs=packs).days
        except LawRefusal:
            return None

    @property
    def packs(self) -> Packs:
        """The rules in force today."""
        return self.law.packs(self.law.store.clock.today())

    @property
    def calendar(self) -> Calendar:
        """The calendar as it is known now."""
        return self.law.register().latest()
