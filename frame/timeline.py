"""One list of what happened, shown to three kinds of readers: everybody, who petitions, the office.

A service turns its events into entries once, each with the widest circle that may read it; a page shows
the list as one circle sees it. What comes (due days, promises) stands below today on the same line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from flask import request


class Circle(IntEnum):
    """Who reads, from the widest circle to the narrowest: each also reads what wider ones do."""

    PUBLIC = 1
    PETITIONER = 2
    OFFICE = 3


CIRCLE_WORDS = {
    Circle.PUBLIC: "Công khai",
    Circle.PETITIONER: "Người nộp đơn",
    Circle.OFFICE: "Nội bộ",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened or will: `words` all its readers see; `note`, `by` only those of its office."""

    on: date
    words: str
    circle: Circle = Circle.OFFICE
    anchor: str = ""
    by: str = ""
    note: str = ""
    tone: str = "neutral"

    def seen_by(self, circle: Circle) -> "Entry":
        """The entry without what this circle may not read."""
        if circle is Circle.OFFICE:
            return self
        return Entry(
            on=self.on, words=self.words, circle=self.circle, anchor=self.anchor, tone=self.tone
        )


@dataclass(frozen=True)
class Timeline:
    """What one circle sees: what was, in order, and what comes after today."""

    past: tuple[Entry, ...]
    coming: tuple[Entry, ...]
    circle: Circle
    today: date

    @property
    def last_on(self) -> date | None:
        """The day of the last entry; since then nothing is known."""
        return self.past[-1].on if self.past else None


def asked_circle() -> Circle:
    """As whom an officer wishes to see a line (`view=public`, `view=petitioner`); else as their own office."""
    asked = request.args.get("view", "").upper()
    return Circle[asked] if asked in Circle.__members__ else Circle.OFFICE


def switched(entries: Iterable[Entry], *, today: date) -> Timeline:
    """The line as the circle sees it that the address asks for; for pages of the office alone."""
    return timeline(entries, circle=asked_circle(), today=today)


def timeline(entries: Iterable[Entry], *, circle: Circle, today: date) -> Timeline:
    """The list as a circle sees it; entries of one day keep their order."""
    seen = [one.seen_by(circle) for one in entries if one.circle <= circle]
    ordered = sorted(seen, key=lambda one: one.on)
    past = tuple(one for one in ordered if one.on <= today)
    return Timeline(past, tuple(one for one in ordered if one.on > today), circle, today)
