"""The columns of the file, one place for the template and for reading: title, how a cell is read, its list."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from contracts.reception import Disposition, Field, Instance, IntakeChannel, Outcome, PetitionKind
from law.defaults import shipped_packs
from law.text import fold, nfc
from services.reception.domain.words import (
    CHANNEL_WORDS,
    DISPOSITION_WORDS,
    FIELD_WORDS,
    INSTANCE_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
)

MOST_SIGNERS, MOST_PLACES = 100_000, 20
YES_NO = {"Có": True, "Không": False}
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class WrongCell(Exception):
    """A cell does not say what its column asks for; the Vietnamese sentence says what would."""


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, its title, how its text is read, the words one may choose."""

    field: str
    title: str
    read: Callable[[Any], Any]
    words: tuple[str, ...] = ()
    width: int = 16


def _plain(cell: Any) -> str:
    """What a cell says, as text: formulas and their like are text too. A NUL is no text, here as in JSON."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if "\0" in str(cell):
        raise WrongCell("Có ký tự không đọc được; hãy gõ lại ô này.")
    return nfc(str(cell))


def _text(longest: int) -> Callable[[Any], str]:
    def read(cell: Any) -> str:
        text = _plain(cell)
        if len(text) > longest:
            raise WrongCell(f"Dài quá {longest} ký tự.")
        return text

    return read


def _day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _plain(cell)
    written = DAY.fullmatch(text)
    try:
        if written:
            of_month, month, year = map(int, written.groups())
            return date(year, month, of_month)
        return date.fromisoformat(text)
    except ValueError:
        raise WrongCell("Ngày phải viết dạng ngày/tháng/năm, ví dụ 05/11/2026.") from None


def _one_of(words: Mapping[Any, str]) -> Callable[[Any], Any]:
    """Reads a word of the list, marks and case apart, or the code itself."""
    known = {fold(said): code for code, said in words.items()}
    known |= {fold(str(code)): code for code in words}

    def read(cell: Any) -> StrEnum:
        try:
            return known[fold(_plain(cell))]  # type: ignore[no-any-return]
        except KeyError:
            raise WrongCell(f"Chọn một trong: {', '.join(words.values())}.") from None

    return read


def _yes_no(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    said = fold(_plain(cell))
    for word, meaning in YES_NO.items():
        if said == fold(word):
            return meaning
    raise WrongCell("Ghi Có hoặc Không.")


def _count(cell: Any) -> int:
    text = _plain(cell)
    if not text.isdecimal() or not 1 <= int(text) <= MOST_SIGNERS:
        raise WrongCell("Ghi một số từ 1.")
    return int(text)


def _names(cell: Any) -> tuple[str, ...]:
    """Names parted by semicolons, each once."""
    names = tuple(dict.fromkeys(one.strip() for one in _plain(cell).split(";") if one.strip()))
    if len(names) > MOST_PLACES:
        raise WrongCell(f"Ghi nhiều nhất {MOST_PLACES} xã, phường.")
    return names


def _choice(field: str, title: str, words: Mapping[Any, str], width: int = 22) -> Column:
    return Column(field, title, _one_of(words), tuple(words.values()), width)


def _flag(field: str, title: str) -> Column:
    return Column(field, title, _yes_no, tuple(YES_NO))


KINDS: Mapping[PetitionKind, str] = KIND_WORDS
CHANNELS: Mapping[IntakeChannel, str] = CHANNEL_WORDS
DISPOSITIONS: Mapping[Disposition, str] = DISPOSITION_WORDS
OUTCOMES: Mapping[Outcome, str] = OUTCOME_WORDS
SUBJECTS: Mapping[str, str] = {one.id: one.title for one in shipped_packs().competences.values()}
INSTANCES: Mapping[Instance, str] = INSTANCE_WORDS
FIELDS: Mapping[Field, str] = {code: said for code, said in FIELD_WORDS.items() if code}

COLUMNS = (
    Column("received_on", "Ngày nhận", _day),
    _choice("kind", "Loại đơn", KINDS),
    _choice("channel", "Nguồn đơn", CHANNELS, 36),
    Column("name", "Họ tên", _text(200), width=26),
    Column("address", "Địa chỉ", _text(300), width=36),
    Column("phone", "Điện thoại", _text(30)),
    Column("summary", "Nội dung", _text(4000), width=60),
    Column("client_ref", "Mã tham chiếu", _text(80)),
    Column("classified_on", "Ngày phân loại", _day),
    _flag("eligible", "Đủ điều kiện"),
    _flag("competent", "Thuộc thẩm quyền"),
    _choice("disposition", "Hướng xử lý", DISPOSITIONS),
    Column("accepted_on", "Ngày thụ lý", _day),
    _flag("complex", "Phức tạp"),
    Column("decided_on", "Ngày giải quyết", _day),
    _choice("outcome", "Kết quả", OUTCOMES),
    Column("signers", "Số người ký", _count),
    Column("against", "Về ai, việc gì", _text(300), width=36),
    _choice("field", "Lĩnh vực", FIELDS),
    _flag("regulation", "Về quy định hành chính"),
    Column("places", "Địa bàn vụ việc", _names, width=36),
    _choice("subject", "Trường hợp thẩm quyền", SUBJECTS, 44),
    _choice("instance", "Lần giải quyết", INSTANCES),
    _flag("anonymous", "Nặc danh"),
    _flag("again", "Đã giải quyết trước đó"),
    Column("acceptance", "Số văn bản thụ lý", _text(100)),
    Column("decision", "Số quyết định, kết luận", _text(100)),
)
REQUIRED = ("received_on", "kind", "channel", "summary", "client_ref")
TITLES = {column.field: column.title for column in COLUMNS}
