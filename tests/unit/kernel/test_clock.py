"""Two faces of time: the legal one may be driven by a file, the machine's never is."""

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from kernel.clock import VIETNAM, DrivenClock, SetClock, SystemClock, drive

NEW_YEAR = datetime(2026, 1, 1, 0, 30, tzinfo=VIETNAM)


@time_machine.travel(datetime(2025, 12, 31, 17, 30, tzinfo=UTC), tick=False)
def test_the_legal_day_is_the_day_in_viet_nam():
    clock = SystemClock()

    assert clock.today() == date(2026, 1, 1)
    assert clock.now().date() == date(2025, 12, 31)
    assert clock.now().tzinfo is UTC


def test_a_driven_clock_tells_what_its_file_says(tmp_path: Path):
    clock = DrivenClock(tmp_path / "clock")

    drive(tmp_path / "clock", NEW_YEAR)

    assert clock.legal_now() == NEW_YEAR
    assert clock.today() == date(2026, 1, 1)


def test_the_machine_face_is_never_driven(tmp_path: Path):
    drive(tmp_path / "clock", NEW_YEAR)

    driven = DrivenClock(tmp_path / "clock").now()

    assert abs(driven - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-17", date(2026, 2, 17)),
        ("2026-02-17T08:00:00", date(2026, 2, 17)),
        ("2026-02-16T20:00:00+00:00", date(2026, 2, 17)),
        (" 2026-02-17\n", date(2026, 2, 17)),
    ],
)
def test_a_moment_without_a_zone_is_vietnamese(tmp_path: Path, text: str, day: date):
    (tmp_path / "clock").write_text(text, encoding="ascii")

    moment = DrivenClock(tmp_path / "clock").legal_now()

    assert moment.date() == day
    assert moment.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize("content", [None, b"", b"soon", b"2026-13-01", b"\xff\xfe"])
def test_an_unreadable_file_means_the_real_time(tmp_path: Path, content: bytes | None):
    if content is not None:
        (tmp_path / "clock").write_bytes(content)

    told = DrivenClock(tmp_path / "clock").legal_now()

    assert abs(told - datetime.now(UTC)) < timedelta(seconds=5)


def test_whoever_reads_while_the_clock_is_driven_reads_a_whole_moment(tmp_path: Path):
    days = [datetime(2026, 1, 1, tzinfo=VIETNAM) + timedelta(days=n) for n in range(300)]
    clock, read = DrivenClock(tmp_path / "clock"), []
    drive(tmp_path / "clock", days[0])
    driving = threading.Thread(target=lambda: [drive(tmp_path / "clock", day) for day in days])

    driving.start()
    while driving.is_alive():
        read.append(clock.legal_now())
    driving.join()

    assert set(read) <= set(days)
    assert read == sorted(read)


def test_a_clock_set_by_hand_stands_still():
    clock = SetClock(datetime(2026, 6, 30, 18, 0, tzinfo=UTC))

    assert clock.legal_now() == clock.legal_now()
    assert clock.today() == date(2026, 7, 1)
