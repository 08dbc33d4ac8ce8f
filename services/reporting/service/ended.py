"""Agencies that ended in the period: what their successors report, and what Sở Nội vụ compiles once.

A commune that went whole into one other is reported by that one, with its own figures beside. What was split, or
had no single successor (a district), is nobody's to report: its own figures are compiled once, as they were
counted, under «đơn vị đã kết thúc», so that the province's total has them and has them once.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.reporting import Timeliness
from ground.agencies import AgencyBook
from kernel.errors import Conflict
from kernel.message import Actor, named_id
from kernel.store import Store, command
from services.reporting.domain.drafts import imported_content
from services.reporting.domain.paper import ENDED
from services.reporting.domain.submissions import Receipt, Submission
from services.reporting.service.memory import Memory
from services.reporting.views import Figures

NAME = "Đơn vị đã kết thúc"
Counts = dict[str, int]


class NobodyEnded(Conflict):
    """Nothing is to be compiled."""

    code = "nobody_ended"
    title = "Không có đơn vị đã kết thúc nào còn số liệu riêng trong kỳ."


class EndedCompiled(Conflict):
    """It is compiled once."""

    code = "ended_units_compiled"
    title = "Số liệu của các đơn vị đã kết thúc đã được tổng hợp cho năm {year}."


@dataclass(frozen=True, kw_only=True)
class EndedUnit:
    """An agency that ended in the period, with what was counted while it worked."""

    agency: str
    name: str
    until: date
    figures: Counts


class EndedDesk:
    """Figures of agencies that are no more."""

    def __init__(
        self, store: Store, memory: Memory, figures: Figures, book: AgencyBook, counted: Any
    ) -> None:
        self.store, self.memory, self.figures, self.book = store, memory, figures, book
        self.counted = counted

    def predecessors(self, agency: str, first: date, last: date) -> list[EndedUnit]:
        """Those that went whole into an agency, one after the other, while the period lasted."""
        found = [one for one in self._ended(first, last) if self.heir(one.agency, last) == agency]
        return sorted(found, key=lambda one: (one.until, one.name))

    def unclaimed(self, first: date, last: date) -> list[EndedUnit]:
        """Those that nobody reports for."""
        found = [one for one in self._ended(first, last) if not self.heir(one.agency, last)]
        return sorted(found, key=lambda one: one.name)

    def heir(self, agency: str, on: date) -> str:
        """The one agency that has everything an ended one had; nobody when it was divided or dissolved."""
        found = self.book.one(agency)
        while found and found["until"] and found["until"] < on.isoformat():
            if len(found["successors"]) != 1:
                return ""
            agency = found["successors"][0]
            found = self.book.one(agency)
        return agency

    @command
    def compile_ended(self, year: int, *, by: Actor) -> dict[str, Any]:
        """Compile the own figures of the units that ended, once. Raises `NoCampaign`, `NobodyEnded`,
        `EndedCompiled`."""
        assert by.agency
        campaign = self.memory.campaigns.of(year)
        if self.compiled(year):
            raise EndedCompiled(year=year)
        units = self.unclaimed(campaign.window_from, campaign.window_to)
        if not units:
            raise NobodyEnded
        total = sum((Counter(one.figures) for one in units), Counter[str]())
        window = (campaign.window_from, campaign.window_to)
        content = imported_content(year, ENDED, dict(total), window=window)
        content["units"] = [
            {"unit": one.agency, "name": one.name, "until": one.until.isoformat(), **_own(one)}
            for one in units
        ]
        report = Submission.imported_from(
            content,
            id_=named_id(ENDED, Submission.kind, str(year)),
            agency=ENDED,
            year=year,
            on=self.store.clock.today(),
            receipt=Receipt(Timeliness.ON_TIME, 0),
        )
        self.store.commit(report)
        return {"report": report.id, "units": len(units)}

    def compiled(self, year: int) -> Submission | None:
        """What was compiled of a year, if it was."""
        return self.memory.submissions.accepted_of(ENDED, year)

    def _ended(self, first: date, last: date) -> Iterator[EndedUnit]:
        for agency, counted in self.counted(first, last).items():
            found = self.book.one(agency)
            if found and found["until"] and found["until"] < last.isoformat():
                until = date.fromisoformat(found["until"])
                yield EndedUnit(
                    agency=agency, name=found["name"], until=until, figures=dict(counted)
                )


def _own(unit: EndedUnit) -> dict[str, Any]:
    return {"figures": unit.figures}
