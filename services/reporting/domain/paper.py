"""The province's annual report as it is handed to those who draw it: plain facts, no layout.

Chỉ thị 14/CT-UBND điểm 9 orders the report; NĐ 30/2020/NĐ-CP says how such a paper looks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Whether the data are made up, and by which rules the paper was made."""

    sample: bool
    law_version: str


@dataclass(frozen=True, kw_only=True)
class FigureLine:
    """One figure of the province beside last year's. None: nobody reported it.

    `key` is INDICATOR or INDICATOR.GROUP, `group` the Vietnamese words of the group, `source` AUTO,
    MANUAL or MIXED.
    """

    key: str
    title: str
    unit: str
    group: str
    value: int | None
    previous: int | None
    source: str
    estimate: int | None = None


@dataclass(frozen=True, kw_only=True)
class AgencyLine:
    """One agency expected to report: how its report came, and its figures by key."""

    agency: str
    name: str
    kind: str
    status: str
    submitted_on: date | None
    timeliness: str
    days_late: int
    version: int
    figures: Mapping[str, int]


ENDED = "ended-units"
"""The line of the units that ended in the year: their figures count, compiled once; they owe no report."""


def reporters(lines: Iterable[AgencyLine]) -> tuple[AgencyLine, ...]:
    """The agencies that owe a report."""
    return tuple(one for one in lines if one.agency != ENDED)


SOURCES = "NGUON"
"""The annex of a draft that tells whose sentences it quotes; an issued report goes without it."""


@dataclass(frozen=True, kw_only=True)
class Picked:
    """A sentence of an agency's report that the province's quotes: whose, of which version, from where in it."""

    text: str
    agency: str
    name: str
    report: str
    number: int
    place: int


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """One section of the outline: its words, the keys of the figures in its table, what is quoted in it."""

    code: str
    number: str
    title: str
    paragraphs: tuple[str, ...]
    figures: tuple[str, ...]
    picked: tuple[Picked, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Annex:
    """One annex: a table of words. `apart`: always on pages of its own, however short it is."""

    code: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The whole report. `title` is what it is about (trích yếu), without the word "Báo cáo".

    `sample` marks every page as made-up data; `law_version` and `data_hash` tell from what it was made; `estimate_to`
    is the day to which its figures are estimated, if they are.
    """

    year: int
    window_from: date
    window_to: date
    due_on: date
    symbol: str
    place: str
    issued_on: date
    superior: str
    issuer: str
    title: str
    addressee: str
    signer_title: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    sections: tuple[SectionText, ...]
    figures: tuple[FigureLine, ...]
    agencies: tuple[AgencyLine, ...]
    annexes: tuple[Annex, ...]
    sample: bool
    law_version: str
    data_hash: str
    estimate_to: date | None = None
