"""The columns of each list: what they are sorted by, and how a file shows them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from frame.lists import Column, Listing, Order
from services.consultation.pages.words import STATES


def _day(name: str) -> Any:
    return lambda row: date.fromisoformat(row[name]) if row[name] else None


def _columns(states: Mapping[str, tuple[str, str]]) -> list[Column]:
    return [
        Column("Nội dung", "title"),
        Column("Ngày", "on", value=_day("on")),
        Column("Trạng thái", "state", value=lambda row: states[row["state"]][0]),
        Column("Hạn, mốc tiếp theo", "urgency", value=_day("day")),
    ]


LISTINGS: dict[str, Listing] = {
    things: Listing(_columns(states), first=Order("on", descending=True))
    for things, states in STATES.items()
}
