"""What stands in a paper, in order, for Word and PDF alike: its head, headings, words, tables, pictures, its end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from frame.paper import words

SIZE, LONG_SIZE, SMALL = 11.0, 8.5, 6.0
LONG_NUMBER = 12  # letters and dots of a number that still stands at full size


class Drawable(Protocol):
    """A picture: what it is called, what it says in words, and itself."""

    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    def as_svg(self) -> str: ...
    def as_png(self) -> bytes: ...


@dataclass(frozen=True)
class Heading:
    """A heading of the outline, 1 for parts and 2 for what is in them."""

    text: str
    level: int


@dataclass(frozen=True)
class Text:
    """One paragraph; with a word nearly as long as the line it is not stretched to both edges."""

    text: str
    justified: bool = True


@dataclass(frozen=True)
class Column:
    """One column: its title, its share of the width, and on which side its words stand."""

    title: str
    width: float
    align: str = "left"
    small: bool = False

    def size(self, said: str) -> float:
        """How large words are set, in points: long numbers smaller, so that they stay on one line."""
        if self.small:
            return SMALL
        long = self.align == "right" and len(said) > LONG_NUMBER
        return LONG_SIZE if long else SIZE


@dataclass(frozen=True)
class Table:
    """A table; its header is repeated on each page."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A chart with its title."""

    chart: Drawable


Block = Heading | Text | Table | Picture


@dataclass(frozen=True)
class Sheet:
    """One annex on pages of its own."""

    number: str
    title: str
    wide: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A paper ready to be drawn: its head, what stands in it, its end. A letter has no name of its kind.

    `approved_by` is who says yes to what the signer proposes: it stands at the left instead of the recipients."""

    kind: str
    title: str
    superior: str
    issuer: str
    symbol: str
    place: str
    issued_on: date
    addressees: tuple[str, ...]
    blocks: tuple[Block, ...]
    sheets: tuple[Sheet, ...]
    signer_title: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    sample: bool
    keywords: tuple[str, ...]
    note: str
    signed: bool = True
    approved_by: tuple[str, ...] = ()

    @property
    def enclosed(self) -> str:
        """What stands under an annex's title."""
        said = words.place_and_day("", self.issued_on).removeprefix(", ")
        kind = self.kind.capitalize() or "Công văn"
        return f"(Kèm theo {kind} số {self.symbol or '…'} {said} của {self.issuer})"


def numbered(drafts: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Annexes with their Roman numbers."""
    return tuple(replace(sheet, number=words.roman(at)) for at, sheet in enumerate(drafts, 1))


def recipients(wanted: Iterable[str]) -> tuple[str, ...]:
    """Nơi nhận: each line with its dash, a semicolon after each but the last."""
    names = [name.strip(" -;.") for name in wanted]
    return tuple(f"- {name}{'.' if at == len(names) else ';'}" for at, name in enumerate(names, 1))


def closed(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with their last sentence at the end, even behind its table, and "./." after it."""
    found = list(blocks)
    last = max(at for at, block in enumerate(found) if isinstance(block, Text))
    said = found.pop(last)
    assert isinstance(said, Text), "the basis is one"
    return (*found, Text(said.text.rstrip(".") + words.END))
