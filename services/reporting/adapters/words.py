"""How figures, days and states are written in Vietnamese papers."""

from datetime import date

from services.reporting.domain import AgencyLine, FigureLine

SAMPLE = "DỮ LIỆU MẪU"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
KIND_OF_PAPER = "BÁO CÁO"
NOT_REPORTED = "chưa báo cáo"
NOTHING = "–"
END = "./."

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
LONG_NAME = 22  # letters that fit on a line beside the national name
_FIRST_TWO_MONTHS = 2
_TEN = 10
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def number(value: int) -> str:
    """A whole number with dots between thousands."""
    return f"{value:,}".replace(",", ".")


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


def titled(line: FigureLine) -> str:
    """What a figure counts, with the words of its group."""
    return f"{line.title}: {line.group}" if line.group else line.title


def day(on: date | None) -> str:
    """A day in figures."""
    return f"{on:%d/%m/%Y}" if on else NOTHING


def place_and_day(place: str, on: date) -> str:
    """Địa danh, ngày: a zero stands before days under 10 and before the months 1 and 2."""
    month = f"{on.month:02}" if on.month <= _FIRST_TWO_MONTHS else str(on.month)
    return f"{place}, ngày {on.day:02} tháng {month} năm {on.year}"


def status(line: AgencyLine) -> str:
    """How far an agency's report is."""
    return STATUSES.get(line.status, line.status)


def timeliness(line: AgencyLine) -> str:
    """Whether an agency's report came in time, with the working days it was late."""
    words = TIMELINESS.get(line.timeliness, line.timeliness) or NOTHING
    return f"{words} ({line.days_late} ngày làm việc)" if line.days_late else words


def on_lines(name: str) -> tuple[str, ...]:
    """The name of an authority in capitals; a long one breaks before its province."""
    said = name.upper()
    kind, place, rest = said.partition(" TỈNH ")
    return (kind, f"TỈNH {rest}") if place and len(said) > LONG_NAME else (said,)


def addressed(names: tuple[str, ...]) -> tuple[str, ...]:
    """«Kính gửi» with one name on its line, or several below it, each with its dash."""
    if not names:
        return ()
    if len(names) == 1:
        return (f"Kính gửi: {names[0]}",)
    return ("Kính gửi:", *(f"- {name}{'.' if name is names[-1] else ';'}" for name in names))


def roman(value: int) -> str:
    """A Roman number below forty, as annexes and parts are counted."""
    return "X" * (value // _TEN) + _ROMAN[value % _TEN]
