"""The course of a round of opinions as one line, for everybody and for the office."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from frame.timeline import Circle, Entry
from services.consultation.domain import Round
from services.consultation.pages.words import GIVERS, RESPONSES


def course(asked: Round, opinions: Iterable[Mapping[str, Any]] = ()) -> Iterator[Entry]:
    """When it began and ends, which everybody may know; each opinion with its day, for the office."""
    form = asked.form
    yield Entry(on=form.opened_on, words="Bắt đầu lấy ý kiến", circle=Circle.PUBLIC, tone="info")
    yield from (_came(one) for one in opinions)
    yield Entry(on=form.closes_on, words="Hết thời gian nhận ý kiến", circle=Circle.PUBLIC)
    if asked.closed_on:
        words = "Kết thúc; mọi ý kiến đã được tiếp thu hoặc giải trình"
        yield Entry(on=asked.closed_on, words=words, circle=Circle.PUBLIC, tone="good")


def _came(row: Mapping[str, Any]) -> Entry:
    answer = RESPONSES[row["response"]] if row["response"] else "Chưa trả lời"
    words = f"Nhận ý kiến số {row['number']}: {GIVERS[row['giver']]}"
    return Entry(on=date.fromisoformat(row["on"]), words=words, note=answer)
