"""The course of an agency's report of a year as one line: each version that was sent, what became of it, what is due."""

from collections.abc import Iterable, Iterator
from datetime import date

from frame.timeline import Circle, Entry
from services.reporting.domain.submissions import REASON_WORDS, Submission


def course(versions: Iterable[Submission], *, due_on: date | None) -> Iterator[Entry]:
    """Everything of the versions of one report. Everybody may know when it was due and when it was accepted."""
    if due_on:
        yield Entry(on=due_on, words="Hạn gửi báo cáo", circle=Circle.PUBLIC)
    for one in versions:
        yield from _version(one)


def _version(one: Submission) -> Iterator[Entry]:
    tone = "warn" if one.days_late else "good"
    yield Entry(on=one.submitted_on, words=f"Gửi phiên bản {one.number}", tone=tone)
    if one.returned_on:
        said = "; ".join([*(REASON_WORDS[reason] for reason in one.reasons), one.comment]).strip(
            "; "
        )
        yield Entry(
            on=one.returned_on, words=f"Trả lại phiên bản {one.number}", note=said, tone="bad"
        )
        if one.correction_due_on:
            yield Entry(on=one.correction_due_on, words="Hạn hoàn thiện", tone="warn")
    if one.accepted_on:
        yield Entry(
            on=one.accepted_on, words="Báo cáo được chấp nhận", circle=Circle.PUBLIC, tone="good"
        )
