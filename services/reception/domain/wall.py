"""What of the wall at a place of reception has had its time: told as outdated, and owed to be replaced."""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.duties import DutyKind
from contracts.reception import DutyClosed, DutyOpened
from contracts.registry import PETITION_WRITERS
from kernel.message import named_id
from services.reception.domain.receiving import SCHEDULE, PostingLine

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """One thing on the wall of an agency that holds until a day: to be replaced once it is past."""

    agency: str
    place: str
    item: str
    until: date | None

    @property
    def id(self) -> str:
        """The id of the duty to replace it."""
        return named_id(self.agency, "posting_renewal", f"{self.place}|{self.item}")

    def owed(self, today: date) -> DutyOpened | None:
        """To replace it; None while it holds."""
        if self.until is None or self.until >= today:
            return None
        return DutyOpened(
            duty=self.id,
            kind=DutyKind.POSTING_RENEWAL,
            code=f"{self.until:%d/%m/%Y}",
            owner=self.agency,
            roles=PETITION_WRITERS,
            opened_on=self.until + _DAY,
            due_on=self.until + _DAY,
            link="/reception/postings",
        )

    @property
    def closed(self) -> DutyClosed:
        """What is told when it is owed no more."""
        return DutyClosed(duty=self.id, owner=self.agency)


def renewals(
    agency: str,
    newest: dict[tuple[str, str], PostingLine],
    *,
    last_day: date | None,
    saved: PostingLine | None = None,
) -> list[Renewal]:
    """What may have to be replaced on an agency's walls: the newest line of each item at each place that says until
    when it holds, and what has just been `saved`; and the timetable, which is one for all places and holds until the
    last of its days."""
    found = [
        Renewal(agency=agency, place=place, item=item, until=hanging_until(line))
        for (place, item), line in newest.items()
        if item != SCHEDULE and (line.valid_until or line is saved)
    ]
    hung = [hanging_until(line) for (_, item), line in newest.items() if item == SCHEDULE]
    days = [one for one in (*hung, last_day) if one]
    return [*found, Renewal(agency=agency, place="", item=SCHEDULE, until=max(days, default=None))]


def hanging_until(line: PostingLine) -> date | None:
    """Until when something that hangs holds; None when it was taken down, or holds without end."""
    return None if line.removed_on else line.valid_until
