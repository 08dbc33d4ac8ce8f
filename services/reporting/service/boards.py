"""The boards' desk: who has reported by a day, how reports come in, the directive against the agencies."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from law.report import report_due
from services.reporting.domain.boards import (
    Arrivals,
    Board,
    Course,
    Line,
    Place,
    TaskSeen,
    arrivals,
    board,
    by_kind,
    forecast,
    matrix,
)
from services.reporting.domain.calling import Passed
from services.reporting.domain.campaigns import Campaign
from services.reporting.service.counting import CountingDesk
from services.reporting.service.memory import Memory

LOCAL = frozenset({"COMMUNE", "WARD"})


@dataclass(frozen=True, kw_only=True)
class Curve:
    """How reports of a year come in beside the two years before; `today` and `until` are days from the due day."""

    now: Arrivals
    before: Arrivals
    earlier: Arrivals
    today: int
    since: int
    forecast: int | None

    @property
    def ahead(self) -> int:
        """How many reports more than so many days from the due day a year ago; negative: fewer."""
        return self.now.by(self.today) - self.before.by(self.today)

    @property
    def until(self) -> int:
        """The last day that is drawn: the due day, or later if reports were still missing then."""
        return max(0, self.today)


@dataclass(frozen=True, kw_only=True)
class Missing:
    """An agency whose report had not come by a day: how long it has (negative: overdue), when it was reminded last."""

    place: Place
    due_on: date
    days_left: int
    reminded: Passed | None

    def may_remind(self, now: datetime) -> bool:
        """Whether it may be reminded by hand."""
        return self.reminded is None or now >= self.reminded.free_at


class BoardDesk:
    """Boards for Sở Nội vụ and for whoever sees the whole province; the matrix also for each agency itself."""

    def __init__(self, memory: Memory, counting: CountingDesk) -> None:
        self.memory, self.counting = memory, counting

    def board(self, year: int, day: date) -> Board:
        """How the agencies stood at the end of a day. Raises `NoCampaign`."""
        campaign = self.memory.campaigns.of(year)
        return self._board(campaign, day)

    def _board(self, campaign: Campaign, day: date) -> Board:
        courses = self.memory.submissions.courses(campaign.year)
        granted = self.memory.calls.granted(campaign, by=day)
        due_on = campaign.due_by(day)
        expected = campaign.expected_by(day)
        return board(expected, courses, day=day, due_on=due_on, granted=granted)

    def missing(self, year: int, whole: Board) -> list[Missing]:
        """Whose report had not come, who has the least time first; of those the provincial ones. Raises `NoCampaign`."""
        calls = self.memory.calls.all_of(self.memory.campaigns.of(year))
        found = []
        for one in whole.missing:
            due_on, call = max(whole.due_on, one.until or whole.due_on), calls.get(one.agency)
            found.append(
                Missing(
                    place=one,
                    due_on=due_on,
                    days_left=(due_on - whole.day).days,
                    reminded=call.reminded(by=whole.day) if call else None,
                )
            )
        return sorted(found, key=self._first)

    def _first(self, one: Missing) -> tuple[int, bool, str]:
        agency = self.memory.agencies.named(one.place.agency)
        return one.days_left, agency.kind in LOCAL, agency.name

    def kinds(self, whole: Board) -> dict[str, Board]:
        """The same by kind of agency."""
        return by_kind(whole, lambda id_: self.memory.agencies.named(id_).kind)

    def report_of(self, year: int, course: Course) -> str:
        """The id of a version on its way."""
        return self.memory.submissions.id_of(course.agency, year, course.number)

    def curve(self, year: int, day: date) -> Curve:
        """How reports came in by a day, beside the two years before. Raises `NoCampaign`."""
        campaign = self.memory.campaigns.of(year)
        came = [one for one in self._courses(year) if one.submitted_on <= day]
        total = len(campaign.expected_by(day))
        now = arrivals(year, came, expected=total, due_on=campaign.due_on)
        before = self._before(year - 1)
        today = (day - campaign.due_on).days
        return Curve(
            now=now,
            before=before,
            earlier=self._before(year - 2),
            today=today,
            since=min((campaign.opened_on - campaign.due_on).days, today),
            forecast=forecast(now, before, day=today),
        )

    def _courses(self, year: int) -> list[Course]:
        return self.memory.submissions.courses(year)

    def _before(self, year: int) -> Arrivals:
        """An earlier year; where no campaign was kept here, everybody whose report was brought in was expected."""
        courses, campaign = self._courses(year), self.memory.campaigns.find(year)
        if campaign:
            return arrivals(year, courses, expected=len(campaign.expected), due_on=campaign.due_on)
        if not courses:
            return Arrivals(year, 0, ())
        due = report_due(year, calendar=self.memory.calendar, packs=self.memory.packs)
        expected = len({one.agency for one in courses})
        return arrivals(year, courses, expected=expected, due_on=due.effective)

    # --- the directive ------------------------------------------------------------------------------

    def matrix(self, year: int, agency: str, day: date) -> list[Line]:
        """The directive's duties at one agency at the end of a day. Raises `NoCampaign`."""
        campaign = self.memory.campaigns.of(year)
        first, until = campaign.window_from, min(campaign.window_to, day)
        tasks = self.counting.tasks(agency, first, until, by=day)
        counted = self.counting.counted(first, until, agency=agency)
        last = self.memory.submissions.last(agency, year, by=day)
        return self._lines(tasks, counted.get(agency, {}), last.figures if last else None)

    def gaps(self, year: int, day: date) -> dict[str, list[Line]]:
        """The directive's duties at every agency expected, at the end of a day. Raises `NoCampaign`."""
        campaign = self.memory.campaigns.of(year)
        first, until = campaign.window_from, min(campaign.window_to, day)
        counted = self.counting.counted(first, until)
        latest = self.memory.submissions.latest(year, by=day)
        tasks: dict[str, list[TaskSeen]] = defaultdict(list)
        for one in self.counting.tasks(None, first, until, by=day):
            tasks[one.agency].append(one)
        return {
            one: self._lines(
                tasks[one],
                counted.get(one, {}),
                latest[one].figures if one in latest else None,
            )
            for one in campaign.expected_by(day)
        }

    def _lines(
        self, tasks: list[TaskSeen], counted: Mapping[str, int], sent: Mapping[str, int] | None
    ) -> list[Line]:
        duties = [one for one in self.memory.packs.duties.values() if one.active]
        figures = {**counted, **(sent or {})}
        return matrix(duties, tasks, figures, reported=sent is not None)
