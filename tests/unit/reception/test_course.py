"""The course of a petition: each circle reads what it may, and nothing of who petitions."""

from datetime import date

import pytest

from contracts.reception import CaseStep, Outcome
from frame.timeline import Circle, timeline
from services.reception.domain import cases
from services.reception.domain.history import Entry as Line
from services.reception.pages.course import course
from tests.unit.reception.test_cases import LAW, a_case, done

TODAY = date(2026, 12, 31)
STEPS = (CaseStep.NOTE, CaseStep.DIALOGUE, CaseStep.PUBLISHED)


def words_of(circle: Circle) -> tuple[list[str], list[str]]:
    case = a_case()
    lines = [
        (case, Line(step=step, on=date(2026, 8, 3), text="Chữ của cơ quan", by="u-1"))
        for step in STEPS
    ]
    seen = timeline(course(case, lines), circle=circle, today=TODAY)
    return [one.words for one in seen.past], [one.note for one in seen.past if one.note]


@pytest.mark.parametrize(
    ("circle", "reads", "not_reads"),
    [
        (Circle.PUBLIC, {"Đã công khai"}, {"Tiếp nhận đơn", "Đối thoại", "Ghi chú nội bộ"}),
        (
            Circle.PETITIONER,
            {"Tiếp nhận đơn", "Phân loại đơn", "Thụ lý", "Đối thoại", "Đã công khai"},
            {"Ghi chú nội bộ"},
        ),
        (Circle.OFFICE, {"Tiếp nhận đơn", "Đối thoại", "Ghi chú nội bộ", "Đã công khai"}, set()),
    ],
)
def test_each_circle_reads_what_it_may(circle: Circle, reads: set[str], not_reads: set[str]):
    words, notes = words_of(circle)

    assert reads <= set(words)
    assert not not_reads & set(words)
    assert any("Chữ của cơ quan" in one for one in notes) == (circle is Circle.OFFICE)
    assert bool(notes) == (circle is Circle.OFFICE)


def test_what_is_due_stands_on_the_line_until_it_is_done():
    case = a_case()
    due = [one.deadline.due_on for one in case.clocks if one.open]

    line = timeline(course(case, ()), circle=Circle.PETITIONER, today=date(2020, 1, 1))

    assert {one.on for one in line.coming if one.words.startswith("Hạn")} == set(due)


def test_a_reopened_case_tells_of_every_time_it_was_settled():
    case = a_case()
    case.decide(Outcome.JUSTIFIED, on=date(2026, 8, 20), today=TODAY, law=LAW)
    cases.reopen(case, done(date(2026, 9, 10)), law=LAW)
    case.decide(Outcome.UNJUSTIFIED, on=date(2026, 9, 20), today=TODAY, law=LAW)

    line = timeline(course(case, ()), circle=Circle.OFFICE, today=TODAY)

    settled = [(one.on, one.note) for one in line.past if one.words == "Đã giải quyết"]
    assert sorted(settled) == [(date(2026, 8, 20), "Đúng"), (date(2026, 9, 20), "Sai")]
    assert [one.on for one in line.past if one.words == "Mở lại, giải quyết lại"] == [
        date(2026, 9, 10)
    ]
