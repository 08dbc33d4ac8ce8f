"""How days, numbers, names and addresses are written in Vietnamese papers (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from datetime import date

SAMPLE = "DỮ LIỆU MẪU"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NOTHING = "–"
END = "./."
LONG_NAME = 22  # letters that fit on a line beside the national name
PLACES = (" TỈNH ", " XÃ ", " PHƯỜNG ", " ĐẶC KHU ")
_FIRST_TWO_MONTHS = 2
_TEN = 10
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def number(value: int) -> str:
    """A whole number with dots between thousands."""
    return f"{value:,}".replace(",", ".")


def day(on: date | None) -> str:
    """A day in figures."""
    return f"{on:%d/%m/%Y}" if on else NOTHING


def place_and_day(place: str, on: date) -> str:
    """Địa danh, ngày: a zero stands before days under 10 and before the months 1 and 2."""
    month = f"{on.month:02}" if on.month <= _FIRST_TWO_MONTHS else str(on.month)
    return f"{place}, ngày {on.day:02} tháng {month} năm {on.year}"


def on_lines(name: str) -> tuple[str, ...]:
    """The name of an authority in capitals; a long one breaks before its place."""
    said = name.upper()
    found = [at for place in PLACES if (at := said.find(place)) > 0]
    if not found or len(said) <= LONG_NAME:
        return (said,)
    return said[: min(found)], said[min(found) + 1 :]


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
