"""What must stand in the report: how each agency reported, its figures, the sums of the province."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from verify.counting import figures_of
from verify.days import plus_working, rolled, working_between
from verify.keys import COUNTED, KEYS, PERCENTS
from verify.told import Agency, Line, Told

CORRECTION_DAYS = 3


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one agency's report stands; `figures` only of an accepted one."""

    agency: str
    name: str
    status: str
    submitted_on: date | None
    timeliness: str
    days_late: int
    version: int
    figures: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Province:
    """The whole: each agency, and the province's figures of both years (None: nobody told)."""

    agencies: Mapping[str, Outcome]
    now: Mapping[str, int | None]
    before: Mapping[str, int | None]


def province_of(told: Told) -> Province:
    """Recount everything."""
    agencies = {id_: outcome(agency, told) for id_, agency in told.agencies.items()}
    accepted = [one.figures for one in agencies.values() if one.status == "ACCEPTED"]
    return Province(
        agencies=agencies,
        now={key: together(key, accepted) for key in KEYS},
        before={key: together(key, list(told.previous.values())) for key in KEYS},
    )


def together(key: str, reports: list[Mapping[str, int]]) -> int | None:
    """The sum of what was told; of percents the mean, half and more rounded up."""
    values = [report[key] for report in reports if key in report]
    if not values:
        return None
    if key in PERCENTS:
        return (2 * sum(values) + len(values)) // (2 * len(values))
    return sum(values)


def outcome(agency: Agency, told: Told) -> Outcome:
    """Follow one agency's report through the campaign."""
    story = _Story(agency, told)
    for step in told.steps:
        if step["agency"] == agency.id:
            story.take(step)
    return story.ended(closed=any(step["act"] == "close_campaign" for step in told.steps))


class _Story:
    """One report on its way."""

    def __init__(self, agency: Agency, told: Told) -> None:
        self.agency, self.told = agency, told
        self.status, self.timeliness, self.days_late, self.version = "NOT_STARTED", "", 0, 0
        self.submitted_on: date | None = None
        self.returned_on: date | None = None
        self.entered: dict[str, int] = {}

    def take(self, step: Line) -> None:
        """One act of the campaign."""
        day = date.fromisoformat(step["day"])
        match step["act"]:
            case "draft_report" if self.version == 0:
                self.status = "DRAFTING"
            case "put_figures":
                self.entered |= step["data"]["figures"]
            case "submit_report":
                self._submitted(day)
            case "return_report":
                self.status, self.returned_on = "RETURNED", day
            case "accept_report":
                self.status = "ACCEPTED"

    def _submitted(self, day: date) -> None:
        self.status, self.submitted_on = "SUBMITTED", day
        self.version += 1
        if self.version == 1:
            due = rolled(self.told.due)
            self.days_late = working_between(due, day) if day > due else 0
            self.timeliness = "LATE" if day > due else "ON_TIME"
        elif (
            self.timeliness in {"ON_TIME", "ON_TIME_AFTER_RETURN"} and self.returned_on is not None
        ):
            due = plus_working(self.returned_on, CORRECTION_DAYS)
            self.days_late = working_between(due, day) if day > due else 0
            self.timeliness = "LATE_CORRECTION" if day > due else "ON_TIME_AFTER_RETURN"

    def ended(self, *, closed: bool) -> Outcome:
        """How it stands when the report is compiled."""
        never = self.version == 0
        status = ("MISSING" if closed else "OVERDUE") if never else self.status
        return Outcome(
            agency=self.agency.id,
            name=self.agency.name,
            status=status,
            submitted_on=self.submitted_on,
            timeliness=self.timeliness,
            days_late=self.days_late,
            version=self.version,
            figures=self._figures() if status == "ACCEPTED" else {},
        )

    def _figures(self) -> dict[str, int]:
        counted = figures_of(self.agency, self.told.first, self.told.last)
        assert set(counted) == COUNTED, "every figure is counted"
        return {**counted, **self.entered}
