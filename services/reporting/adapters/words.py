"""How figures, days and states are written in Vietnamese papers."""

from frame.paper.words import (
    END,
    MOTTO,
    NATION,
    NOTHING,
    SAMPLE,
    addressed,
    day,
    number,
    on_lines,
    place_and_day,
    roman,
)
from services.reporting.domain import AgencyLine, FigureLine

__all__ = [
    "END",
    "MOTTO",
    "NATION",
    "NOTHING",
    "SAMPLE",
    "addressed",
    "day",
    "number",
    "on_lines",
    "place_and_day",
    "roman",
]

KIND_OF_PAPER = "BÁO CÁO"
NOT_REPORTED = "chưa báo cáo"

STATUSES = {
    "ACCEPTED": "Đã tiếp nhận",
    "DRAFT": "Đang soạn thảo",
    "DRAFTING": "Đang soạn thảo",
    "EXPECTED": "Chưa gửi",
    "IMPORTED": "Số liệu chuyển vào",
    "MISSING": "Không gửi báo cáo",
    "NOT_STARTED": "Chưa gửi",
    "OVERDUE": "Quá hạn, chưa gửi",
    "RESUBMITTED": "Đã gửi lại",
    "RETURNED": "Trả lại, chưa gửi lại",
    "SUBMITTED": "Đã gửi",
    "UNDER_CHECK": "Đang kiểm tra",
}
TIMELINESS = {
    "ON_TIME": "Đúng hạn",
    "LATE": "Trễ hạn",
    "ON_TIME_AFTER_RETURN": "Đúng hạn sau khi hoàn thiện",
    "LATE_CORRECTION": "Hoàn thiện trễ hạn",
}
SOURCES = {"AUTO": "Tự động", "MANUAL": "Nhập tay", "MIXED": "Tự động và nhập tay"}


def shown(value: int | None) -> str:
    """A figure; nothing is 0, and what nobody told is said."""
    return NOT_REPORTED if value is None else number(value)


def change(line: FigureLine) -> int | None:
    """By how much a figure rose; None when one of the two years is not known."""
    if line.value is None or line.previous is None:
        return None
    return line.value - line.previous


def shown_change(line: FigureLine) -> str:
    """The rise or fall with its sign."""
    by = change(line)
    if by is None:
        return NOTHING
    return f"+{number(by)}" if by > 0 else number(by)


def estimate(line: FigureLine) -> str:
    """What a figure will be by the end of the year, marked as an estimate."""
    return f"ước {number(line.estimate)}" if line.estimate else NOTHING


def titled(line: FigureLine) -> str:
    """What a figure counts, with the words of its group."""
    return f"{line.title}: {line.group}" if line.group else line.title


def status(line: AgencyLine) -> str:
    """How far an agency's report is."""
    return STATUSES.get(line.status, line.status)


def timeliness(line: AgencyLine) -> str:
    """Whether an agency's report came in time, with the working days it was late."""
    words = TIMELINESS.get(line.timeliness, line.timeliness) or NOTHING
    return f"{words} ({line.days_late} ngày làm việc)" if line.days_late else words
