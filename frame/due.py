"""How a due day stands, reckoned here and never by the reader's clock: a badge with five states, a band of five.

Days are days of the calendar: that a legal due day falls on a working day was settled when it was made.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from frame.words import vn_date

# How early and how loud the house warns; no law says so.
SOON_DAYS, GRAVE_DAYS = 3, 30


class DueState(StrEnum):
    """The five states of a badge: still running, overdue, done in time, done too late, paused."""

    RUNNING = "RUNNING"
    OVERDUE = "OVERDUE"
    KEPT = "KEPT"
    MISSED = "MISSED"
    PAUSED = "PAUSED"


class Band(StrEnum):
    """The five bands of a work list, in their order."""

    GRAVE = "GRAVE"
    OVERDUE = "OVERDUE"
    SOON = "SOON"
    LATER = "LATER"
    PAUSED = "PAUSED"


BAND_WORDS = {
    Band.GRAVE: "Quá hạn nghiêm trọng",
    Band.OVERDUE: "Quá hạn",
    Band.SOON: f"Đến hạn trong {SOON_DAYS} ngày",
    Band.LATER: "Còn lại",
    Band.PAUSED: "Tạm dừng",
}
BAND_TONES = {
    Band.GRAVE: "bad",
    Band.OVERDUE: "bad",
    Band.SOON: "warn",
    Band.LATER: "info",
    Band.PAUSED: "neutral",
}


@dataclass(frozen=True)
class Due:
    """A due day on a day: its state, the words and the tone of its badge, the exact day to be read beside it."""

    state: DueState
    words: str
    tone: str
    on: date | None = None


Day = date | str | None
_NONE = Due(DueState.RUNNING, "Không có hạn", "neutral")


def due_of(due_on: Day, today: date | str, *, done_on: Day = None, paused: bool = False) -> Due:
    """How something due on a day stands today; `done_on`: when it was done, `paused`: no time runs."""
    due, done, now = _day(due_on), _day(done_on), _day(today)
    assert now is not None, "a due day stands how it stands on a day"
    if due is None:
        return Due(DueState.PAUSED, "Tạm dừng", "neutral") if paused and not done else _NONE
    if done:
        return _ended(due, late=(done - due).days)
    if paused:
        return Due(DueState.PAUSED, "Tạm dừng", "neutral", due)
    return _running(due, left=(due - now).days)


def _ended(due: date, *, late: int) -> Due:
    if late > 0:
        return Due(DueState.MISSED, f"Xong, trễ {late} ngày", "warn", due)
    return Due(DueState.KEPT, "Đúng hạn", "good", due)


def _running(due: date, *, left: int) -> Due:
    if left < -GRAVE_DAYS:
        return Due(DueState.OVERDUE, f"Quá hạn nghiêm trọng {-left} ngày", "bad", due)
    if left < 0:
        return Due(DueState.OVERDUE, f"Quá hạn {-left} ngày", "bad", due)
    if left == 0:
        return Due(DueState.RUNNING, "Đến hạn hôm nay", "warn", due)
    return Due(DueState.RUNNING, f"Còn {left} ngày", "warn" if left <= SOON_DAYS else "info", due)


def band_of(due_on: Day, today: date, *, paused: bool = False) -> Band:
    """The band of a work list something open belongs to."""
    due = _day(due_on)
    if paused:
        return Band.PAUSED
    if due is None or (due - today).days > SOON_DAYS:
        return Band.LATER
    left = (due - today).days
    if left >= 0:
        return Band.SOON
    return Band.GRAVE if left < -GRAVE_DAYS else Band.OVERDUE


R = TypeVar("R", bound=Mapping[str, Any])


def banded(
    rows: Iterable[R],
    today: date,
    *,
    of: Callable[[R], tuple[Day, bool]] = lambda row: (row["due_on"], row["paused"]),
) -> dict[Band, list[R]]:
    """Rows by band, all five in their order; within a band as they came."""
    found: dict[Band, list[R]] = {band: [] for band in Band}
    for row in rows:
        due_on, paused = of(row)
        found[band_of(due_on, today, paused=paused)].append(row)
    return found


def said(due: Due) -> str:
    """The badge in one sentence, for lists that are read out or exported."""
    return f"{due.words} ({vn_date(due.on)})" if due.on else due.words


def _day(given: Day) -> date | None:
    if isinstance(given, str):
        return date.fromisoformat(given) if given else None
    return given
