"""The day by which a returned report is to be corrected, when the calendar says something else."""

from datetime import date

import pytest

from contracts.reporting import ReportCorrectionMoved, Timeliness
from services.reporting.domain.submissions import Submission, SubmissionState

DUE = date(2026, 11, 26)


def returned(state: SubmissionState = SubmissionState.RETURNED) -> Submission:
    return Submission(
        id="s", agency="a", campaign="c", year=2026, number=1, submitted_on=date(2026, 11, 12),
        timeliness=Timeliness.ON_TIME, days_late=0, content="{}", sha256="", state=state,
        returned_on=date(2026, 11, 20), correction_due_on=DUE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due_on", "today", "moved_to"),
    [
        (date(2026, 11, 25), date(2026, 11, 21), date(2026, 11, 25)),
        (date(2026, 11, 25), date(2026, 11, 26), None),
        (date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 25)),
        (date(2026, 11, 30), date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 11, 25), date(2026, 11, 30), None),
        (DUE, date(2026, 11, 21), None),
    ],
    ids=[
        "sooner",
        "today stays the last day",
        "never a past day",
        "more time for who was late",
        "late stays late",
        "the same day",
    ],
)
def test_a_correction_moves_with_the_calendar(due_on: date, today: date, moved_to: date | None):
    report = returned()

    moved = report.move_correction(due_on, on=today)

    assert moved == (moved_to is not None)
    assert report.correction_due_on == (moved_to or DUE)
    assert [type(one) for one, _ in report.news] == [ReportCorrectionMoved] * moved


def test_a_report_that_is_not_returned_keeps_its_day():
    report = returned(SubmissionState.ACCEPTED)

    assert not report.move_correction(date(2026, 11, 25), on=date(2026, 11, 21))
    assert report.news == []
