"""Agencies that ended in the period: what their successors report, and what Sở Nội vụ compiles once.

A commune that went whole into one other is reported by that one, with its own figures beside. What was split, or
had no single successor (a district), or ended after its heir had sent, is nobody's to report: its own figures are
compiled once, as they were counted, under «đơn vị đã kết thúc», so that the province's total has them and has them
once.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, Protocol

from contracts.reporting import Timeliness
from ground.agencies import AgencyBook
from kernel.errors import Conflict
from kernel.message import Actor, named_id
from kernel.store import Store, command
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.drafts import imported_content
from services.reporting.domain.paper import ENDED
from services.reporting.domain.submissions import Receipt, Submission
from services.reporting.service.memory import Memory

NAME = "Đơn vị đã kết thúc"
Counts = dict[str, int]


class Counting(Protocol):
    """Gives what was counted by agency in a period."""

    def __call__(
        self, *, agency: str | None, first: date, last: date
    ) -> Mapping[str, Mapping[str, int]]: ...


class NobodyEnded(Conflict):
    """Nothing is to be compiled."""

    code = "nobody_ended"
    title = "Không có đơn vị đã kết thúc nào còn số liệu riêng trong kỳ."


class EndedCompiled(Conflict):
    """It is compiled once."""

    code = "ended_units_compiled"
    title = "Số liệu của các đơn vị đã kết thúc đã được tổng hợp cho năm {year}."


@dataclass(frozen=True, kw_only=True, eq=False)
class EndedUnit:
    """An agency that ended in the period, with what was counted while it worked."""

    agency: str
    name: str
    until: date
    figures: Counts


class EndedDesk:
    """Figures of agencies that are no more.

    Each has them in one place alone: its own report, if that stands; the report of the one agency it went whole into,
    unless that was sent before and lacks them; else what Sở Nội vụ compiles.
    """

    def __init__(self, store: Store, memory: Memory, book: AgencyBook, counted: Counting) -> None:
        self.store, self.memory, self.book, self.counted = store, memory, book, counted

    def predecessors(self, agency: str, first: date, last: date) -> list[EndedUnit]:
        """Those that went whole into an agency, one after the other, and whose figures nobody has told yet."""
        by = self._day(first, last)
        found = [one for one in self._left(first, last, by) if self.heir(one.agency, by) == agency]
        return sorted(found, key=lambda one: (one.until, one.name))

    def unclaimed(self, first: date, last: date) -> list[EndedUnit]:
        """Those that nobody reports for: divided, dissolved, or come too late into a report that was sent."""
        by = self._day(first, last)
        left = {one: self.heir(one.agency, by) for one in self._left(first, last, by)}
        sent = {one.agency for one in self._standing(first, last, set(left.values()))}
        found = [one for one, heir in left.items() if not heir or heir in sent]
        return sorted(found, key=lambda one: one.name)

    def heir(self, agency: str, on: date) -> str:
        """The one agency that has everything an ended one had; nobody when it was divided or dissolved."""
        return next(iter(self._line(agency, on)[-1:]), "")

    @command
    def compile_ended(self, year: int, *, by: Actor) -> dict[str, Any]:
        """Compile the own figures of the units that ended, each once; those that ended since are added to what was
        compiled, as a further version. Raises `NoCampaign`, `NobodyEnded`, `EndedCompiled`."""
        assert by.agency
        campaign, before = self.memory.campaigns.of(year), self.compiled(year)
        window = (campaign.window_from, campaign.window_to)
        units = [_told(one) for one in self.unclaimed(*window)]
        if not units:
            raise EndedCompiled(year=year) if before else NobodyEnded
        every = [*_units_of(before), *units]
        report = _compiled(year, every, window=window, number=before.number + 1 if before else 1, on=self.store.clock.today())  # fmt: skip
        self.store.commit(report)
        return {"report": report.id, "units": len(units)}

    def compiled(self, year: int) -> Submission | None:
        """What was compiled of a year, if it was."""
        return self.memory.submissions.accepted_of(ENDED, year)

    def compiled_units(self, year: int) -> list[EndedUnit]:
        """The units whose figures were compiled."""
        return [
            EndedUnit(
                agency=one["unit"],
                name=one["name"],
                until=date.fromisoformat(one["until"]),
                figures=one["figures"],
            )
            for one in _units_of(self.compiled(year))
        ]

    # --- who has them -------------------------------------------------------------------------------

    def _campaign(self, first: date, last: date) -> Campaign | None:
        """The campaign of exactly this period."""
        found = self.memory.campaigns.find(last.year)
        return found if found and (found.window_from, found.window_to) == (first, last) else None

    def _day(self, first: date, last: date) -> date:
        """Until when an agency must have ended: today, or the day the campaign was closed."""
        campaign, today = self._campaign(first, last), self.store.clock.today()
        return min(today, campaign.closed_on or today) if campaign else today

    def _ended(self, first: date, last: date, by: date) -> Iterator[EndedUnit]:
        for agency, counted in self.counted(agency=None, first=first, last=last).items():
            found = self.book.row(agency)
            if found and found["until"] and found["until"] < by.isoformat():
                until = date.fromisoformat(found["until"])
                yield EndedUnit(
                    agency=agency, name=found["name"], until=until, figures=dict(counted)
                )

    def _left(self, first: date, last: date, by: date) -> list[EndedUnit]:
        """The ended units whose figures stand in no report."""
        ended = list(self._ended(first, last, by))
        lines = {one.agency: self._line(one.agency, by) for one in ended}
        owners = {*lines, *chain.from_iterable(lines.values())}
        told = set[str]()
        for one in self._standing(first, last, owners):
            told |= {one.agency, *self._joined(one, ended, lines)}
        compiled = self.compiled(last.year) if self._campaign(first, last) else None
        told |= {one["unit"] for one in _units_of(compiled)}
        return [one for one in ended if one.agency not in told]

    def _standing(self, first: date, last: date, agencies: Collection[str]) -> list[Submission]:
        """What some agencies sent for a campaign and did not get back."""
        if not agencies or not self._campaign(first, last):
            return []
        return self.memory.submissions.standing(last.year, agencies)

    def _joined(
        self, sent: Submission, ended: list[EndedUnit], lines: Mapping[str, list[str]]
    ) -> set[str]:
        """Whose figures are among those of a report; one sealed before this was noted has those of all that had ended
        as the period did."""
        said = sent.said.get("joined")
        if said is not None:
            return set(said)
        until = date.fromisoformat(sent.said["window_to"])
        return {
            one.agency for one in ended if one.until < until and sent.agency in lines[one.agency]
        }

    def _line(self, agency: str, on: date) -> list[str]:
        """Those that had everything of an ended one, one after the other, the last of them at work; nobody when one was
        divided or dissolved."""
        found, line = self.book.row(agency), [agency]
        while found and found["until"] and found["until"] < on.isoformat():
            if len(found["successors"]) != 1 or found["successors"][0] in line:
                return []
            line.append(found["successors"][0])
            found = self.book.row(line[-1])
        return line[1:] or line


def _told(unit: EndedUnit) -> dict[str, Any]:
    return {
        "unit": unit.agency,
        "name": unit.name,
        "until": unit.until.isoformat(),
        "figures": dict(unit.figures),
    }


def _units_of(compiled: Submission | None) -> list[dict[str, Any]]:
    return list(compiled.said["units"]) if compiled else []


def _compiled(
    year: int, units: list[dict[str, Any]], *, window: tuple[date, date], number: int, on: date
) -> Submission:
    """One version of what was compiled: the units and their sum."""
    total = sum((Counter[str](one["figures"]) for one in units), Counter[str]())
    content = imported_content(year, ENDED, dict(total), window=window)
    return Submission.imported_from(
        {**content, "number": number, "units": units},
        id_=named_id(ENDED, Submission.kind, *map(str, (year, number) if number > 1 else (year,))),
        agency=ENDED,
        year=year,
        number=number,
        on=on,
        receipt=Receipt(Timeliness.ON_TIME, 0),
    )
