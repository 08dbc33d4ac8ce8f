"""Legal instruments: what is cited, by whom it was issued, and whether it still stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from law.schema import Shape, choice, day, text, texts, whole


class Status(StrEnum):
    """Whether an instrument still stands, as far as is known."""

    IN_FORCE = "IN_FORCE"
    AMENDED = "AMENDED"
    SUPERSEDED = "SUPERSEDED"
    UNCONFIRMED = "UNCONFIRMED"


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One instrument; `directive` is its place in the list the directive names (0: not named there).

    `scope` lists the places (scheme/code) an instrument of a former province still covers.
    """

    id: str
    symbol: str
    name: str
    issuer: str
    title: str
    status: Status
    tag: str
    dated: date | None = None
    since: date | None = None
    until: date | None = None
    directive: int = 0
    amended_by: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    note: str = ""

    @property
    def cited(self) -> str:
        """Its name with its symbol, each once."""
        return self.name if self.symbol in self.name else f"{self.name} ({self.symbol})"


@dataclass(frozen=True)
class Source:
    """Where a value tagged `V:<id>` was read."""

    id: str
    told: str


class SourceShape(Shape):
    """One source."""

    makes = Source
    id = text()
    told = text()


class InstrumentShape(Shape):
    """One line of the list of instruments."""

    makes = Instrument
    id = text()
    symbol = text()
    name = text()
    issuer = text()
    title = text()
    status = choice(Status)
    tag = text()
    dated = day(load_default=None)
    since = day(load_default=None)
    until = day(load_default=None)
    directive = whole(load_default=0)
    amended_by = texts()
    scope = texts()
    note = text(load_default="")
