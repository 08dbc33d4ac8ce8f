"""What is open is told once, told again when it changed, and closed once."""

from datetime import date

from contracts.duties import DutyKind
from contracts.planning import DutyClosed, DutyOpened
from kernel.store import Reminder

CLOSED = DutyClosed(duty="t-1", owner="ag-1")


def opened(due_on: date) -> DutyOpened:
    return DutyOpened(
        duty="t-1", kind=DutyKind.TASK, owner="ag-1", opened_on=date(2026, 1, 5), due_on=due_on
    )


def test_only_a_change_is_told():
    reminder = Reminder(id="t-1", agency="ag-1")
    first, second = opened(date(2026, 3, 1)), opened(date(2026, 4, 1))

    said = [reminder.keep(one, closed=CLOSED) for one in (first, first, second, None, None)]

    assert said == [True, False, True, True, False]
    assert [told for told, _ in reminder.news] == [first, second, CLOSED]


def test_what_was_never_open_is_not_closed():
    assert not Reminder(id="t-1", agency="ag-1").keep(None, closed=CLOSED)
