"""A day by which something is due, and the law by which it was decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from law.calendar.table import Calendar
from law.packs.packs import Packs


@dataclass(frozen=True)
class Law:
    """The calendar and the rules by which a day is decided."""

    calendar: Calendar
    packs: Packs


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A day by which something is due, the rule that gave it, and each step that leads there."""

    rule: str
    due_on: date
    proof: tuple[dict[str, Any], ...]

    @property
    def why(self) -> list[str]:
        """The steps as Vietnamese sentences."""
        return [step["text"] for step in self.proof]
