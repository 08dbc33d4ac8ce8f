"""Words of the pages: what indicators, states and reasons are called, and their tones."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from contracts.reporting import Timeliness
from law.packs.packs import Packs
from services.reporting.domain.campaigns import STATUS_WORDS, Status
from services.reporting.domain.checks import SEVERITY_WORDS
from services.reporting.domain.composing import timeliness_words
from services.reporting.domain.figures import BY_KEY, group_words, keys_of
from services.reporting.domain.readiness import PAST_WORDS, STEP_WORDS
from services.reporting.domain.submissions import REASON_WORDS, TIMELINESS_WORDS

STATUS_TONES = {
    Status.NOT_STARTED: "neutral",
    Status.DRAFTING: "info",
    Status.OVERDUE: "bad",
    Status.SUBMITTED: "warn",
    Status.RETURNED: "bad",
    Status.ACCEPTED: "good",
    Status.MISSING: "bad",
}
TIMELINESS_TONES = {
    Timeliness.ON_TIME: "good",
    Timeliness.ON_TIME_AFTER_RETURN: "good",
    Timeliness.LATE: "warn",
    Timeliness.LATE_CORRECTION: "warn",
}
SOURCE_WORDS = {
    "AUTO": "Hệ thống",
    "MANUAL": "Nhập tay",
    "MIXED": "Cả hai",
    "IMPORTED": "Báo cáo cũ",
}
DRAWING_WORDS = {
    "queued": "đang chờ",
    "running": "đang lập",
    "done": "đã lập xong",
    "failed": "lập không thành công",
    "killed": "lập không thành công",
}


class Line(NamedTuple):
    """One figure as tables show it."""

    key: str
    title: str
    unit: str
    auto: bool


class Part(NamedTuple):
    """A section of the outline with its figures."""

    code: str
    number: str
    title: str
    required: bool
    lines: tuple[Line, ...]


def line(key: str, packs: Packs) -> Line:
    """A figure's words: title, group, unit."""
    figure = BY_KEY[key]
    known = packs.indicators[figure.code.value]
    group = group_words(key)
    title = f"{known.title}: {group[0].lower()}{group[1:]}" if group else known.title
    return Line(key, title, known.unit, figure.auto)


def called(name: str, packs: Packs) -> str:
    """What a comment is about: a figure, or a section of the outline."""
    if name in BY_KEY:
        return line(name, packs).title
    titles = {one.code: f"{one.number}. {one.title}" for one in packs.report.sections}
    return titles.get(name, name)


@lru_cache(maxsize=8)
def outline(packs: Packs) -> tuple[Part, ...]:
    """The sections of the report in order, with their figures."""
    return tuple(
        Part(
            one.code,
            one.number,
            one.title,
            one.required,
            tuple(line(key, packs) for key in keys_of(one.code)),
        )
        for one in packs.report.sections
    )


def for_templates(name_of: Callable[[str], str]) -> dict[str, Any]:
    """What all templates of reporting know."""
    return {
        "status_words": STATUS_WORDS,
        "status_tones": STATUS_TONES,
        "past_words": PAST_WORDS,
        "step_words": STEP_WORDS,
        "timeliness_words": TIMELINESS_WORDS,
        "timeliness_tones": TIMELINESS_TONES,
        "timeliness": timeliness_words,
        "reason_words": REASON_WORDS,
        "severity_words": SEVERITY_WORDS,
        "source_words": SOURCE_WORDS,
        "drawing_words": DRAWING_WORDS,
        "name_of": name_of,
    }
