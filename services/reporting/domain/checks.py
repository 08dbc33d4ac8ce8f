"""What looks wrong in a report's figures and texts: identities, between sections, against last year, text and table.

Findings never stop a report: its agency sees them while writing, Sở Nội vụ while checking. An ERROR cannot be
true; a WARNING is to be looked at.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process, utils

from services.reporting.domain.figures import BY_KEY, keys_of
from services.reporting.domain.groups import GROUPS

LEAP, LEAST_LEAP = 3, 20
ALIKE, SHORTEST = 90.0, 200
_NUMBER = re.compile(r"(?<![\w./])(\d{1,3}(?:\.\d{3})+|\d+)\s+(?=\w)")
_BEYOND = len(" ngành") + 1
"""How many letters behind a unit tell that it is another word."""
_UNCOUNTED = frozenset({"%", "người", "lượt", "ngày", "đồng"})
"""Units of which a text names many that no table holds."""


class Severity(StrEnum):
    """ERROR: cannot be true. WARNING: is to be looked at."""

    ERROR = "ERROR"
    WARNING = "WARNING"


SEVERITY_WORDS = {Severity.ERROR: "Sai", Severity.WARNING: "Cần xem lại"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that looks wrong; `where` is a figure's key or a section's code, `like` an agency's id."""

    severity: Severity
    rule: str
    where: str
    text: str
    like: str = ""

    @property
    def unnamed(self) -> "Finding":
        """The same without whose text it repeats."""
        return replace(self, like="")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a report says, and how its figures are called and counted (`titles` and `units` by key)."""

    figures: Mapping[str, int]
    sections: Mapping[str, str]
    titles: Mapping[str, str]
    units: Mapping[str, str]


Sum = tuple[str, ...]

WITHIN: tuple[tuple[Sum, Sum], ...] = (
    *(((f"PET_SETTLED.{one}",), (f"PET_COMPETENT.{one}", f"PET_CARRIED.{one}")) for one in GROUPS),
    *(((f"PET_COMPETENT.{one}",), (f"PET_ELIGIBLE.{one}",)) for one in GROUPS),
    *(((f"PET_ELIGIBLE.{one}",), (f"PET_IN.{one}", f"PET_CARRIED.{one}")) for one in GROUPS),
    *(((f"PET_ONTIME.{one}",), (f"PET_SETTLED.{one}",)) for one in GROUPS),
    (("TASK_ASSIGNED",), ("TASK_TOTAL",)),
    (("TTHC_ONTIME", "TTHC_LATE"), ("TTHC_TOTAL",)),
    (("TTHC_EARLY", "TTHC_LATE"), ("TTHC_TOTAL",)),
    (("DIALOGUE_ANSWERED",), ("DIALOGUE_OPINIONS",)),
    (("CONTRIBUTIONS_ABSORBED", "CONTRIBUTIONS_EXPLAINED"), ("CONTRIBUTIONS",)),
    (("PUB_ITEMS_ONTIME",), ("PUB_ITEMS_DUE",)),
    (("CONSULT_ABSORBED",), ("CONSULT_OPINIONS",)),
    (("PBXH_REPLIED_ONTIME",), ("PBXH_DRAFTS",)),
    (("FRONT_REPLIED_ONTIME",), ("FRONT_RECOMMENDATIONS",)),
)
"""What may not be more than what (form 01/XLD of TT 01/2024/TT-TTCP; carried-over matters are settled too)."""

NEEDS: tuple[tuple[str, str], ...] = (
    ("DISSEM_PARTICIPANTS", "DISSEM_SESSIONS"),
    ("MOBILISATION_PARTICIPANTS", "MOBILISATION_SESSIONS"),
    ("TRAIN_ATTENDEES", "TRAIN_CLASSES"),
    ("DIALOGUE_PARTICIPANTS", "DIALOGUE_COUNT"),
    ("DIALOGUE_OPINIONS", "DIALOGUE_COUNT"),
    ("MEDIA_MINUTES", "MEDIA_BROADCASTS"),
    ("TASK_TOTAL", "PLAN_ISSUED"),
)
"""What cannot be without what: tasks are opened by a plan, people come to a session."""


def findings(said: Said, before: Mapping[str, int]) -> list[Finding]:
    """Everything that looks wrong, what cannot be true first; `before` are last year's figures."""
    found = [
        *_too_many(said),
        *_without(said),
        *_leaps(said, before),
        *_carried(said, before),
        *_texts(said, before),
    ]
    return sorted(found, key=lambda one: one.severity)


def _too_many(said: Said) -> Iterator[Finding]:
    for parts, wholes in WITHIN:
        if parts[0] not in said.figures or not set(wholes) & set(said.figures):
            continue
        part, whole = _sum(said, parts), _sum(said, wholes)
        if part > whole:
            text = f"{_called(said, parts)} ({part}) lớn hơn {_called(said, wholes)} ({whole})."
            yield _finding(Severity.ERROR, "WITHIN", parts[0], text)


def _without(said: Said) -> Iterator[Finding]:
    for key, needed in NEEDS:
        if said.figures.get(key) and said.figures.get(needed) == 0:
            severity = Severity.WARNING if key == "TASK_TOTAL" else Severity.ERROR
            text = f"{said.titles[key]} là {said.figures[key]} nhưng {said.titles[needed]} là 0."
            yield _finding(severity, "NEEDS", key, text)


def _leaps(said: Said, before: Mapping[str, int]) -> Iterator[Finding]:
    for key, value in said.figures.items():
        old = before.get(key)
        if old is not None and key in BY_KEY and _leapt(value, old):
            text = f"{said.titles[key]}: {value}, năm trước {old}; giải thích mức thay đổi."
            yield _finding(Severity.WARNING, "LEAP", key, text)


def _leapt(value: int, old: int) -> bool:
    low, high = sorted((value, old))
    return high - low >= LEAST_LEAP and high >= LEAP * low


def _carried(said: Said, before: Mapping[str, int]) -> Iterator[Finding]:
    """What is carried over came in before: in the year before, or was already carried over then."""
    for group in GROUPS:
        key = f"PET_CARRIED.{group}"
        if key not in said.figures or f"PET_IN.{group}" not in before:
            continue
        most = before[f"PET_IN.{group}"] + before.get(key, 0)
        if said.figures[key] > most:
            text = f"{said.titles[key]} là {said.figures[key]}; năm trước chỉ có {most} đơn nhận và chuyển sang."
            yield _finding(Severity.WARNING, "CARRIED", key, text)


def _texts(said: Said, before: Mapping[str, int]) -> Iterator[Finding]:
    for code, text in said.sections.items():
        known = _by_unit(said, code, said.figures)
        old = _by_unit(said, code, before)
        for number, unit in _counts(text, known):
            if number not in known[unit] | old[unit]:
                words = (
                    f"Thuyết minh ghi «{number} {unit}», không khớp số nào trong bảng của phần này."
                )
                yield _finding(Severity.WARNING, "TEXT", code, words)


def _by_unit(said: Said, section: str, figures: Mapping[str, int]) -> dict[str, set[int]]:
    """The values a section may name, by their unit: each figure, and its sum over groups."""
    found: dict[str, set[int]] = defaultdict(set)
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for key in keys_of(section):
        if key in figures and key in said.units:
            found[said.units[key]].add(figures[key])
            sums[said.units[key], key.partition(".")[0]] += figures[key]
    for (unit, _), value in sums.items():
        found[unit].add(value)
    return found


def _counts(text: str, units: Mapping[str, set[int]]) -> Iterator[tuple[int, str]]:
    """The numbers a text names with one of these units."""
    longest = sorted(set(units) - _UNCOUNTED, key=len, reverse=True)
    if not longest:
        return
    named, reach = _naming(tuple(longest)), len(longest[0]) + _BEYOND
    for match in _NUMBER.finditer(text):
        found = named.match(text[match.end() : match.end() + reach].casefold())
        if found:
            yield int(match[1].replace(".", "")), found[1]


@lru_cache(maxsize=64)
def _naming(longest: Sum) -> re.Pattern[str]:
    """What finds one of some units at the beginning of a text, the longest that fits."""
    return re.compile(rf"({'|'.join(map(re.escape, longest))})\b(?! vị| ngành)")


def bare(text: str) -> str:
    """A text as it is compared: without case and punctuation."""
    return str(utils.default_process(text))


def copied(
    sections: Mapping[str, str],
    others: Mapping[str, Mapping[str, str]],
    *,
    titles: Mapping[str, str],
) -> list[Finding]:
    """Sections that say nearly what another report (by agency's id) says in the same section ("hình thức").

    `others` are bare texts by agency and section.
    """
    return [
        found
        for code, text in sections.items()
        if len(text) >= SHORTEST and (found := _copied(code, text, others, titles))
    ]


def _copied(
    code: str, text: str, others: Mapping[str, Mapping[str, str]], titles: Mapping[str, str]
) -> Finding | None:
    told = {one: said[code] for one, said in others.items() if code in said}
    best = process.extractOne(bare(text), told, scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best is None:
        return None
    words = (
        f"Phần {titles.get(code, code)} giống {int(best[1])} % nội dung đã có; có thể hình thức."
    )
    return Finding(
        severity=Severity.WARNING, rule="COPIED", where=code, text=words, like=str(best[2])
    )


def _sum(said: Said, keys: Sum) -> int:
    return sum(said.figures.get(key, 0) for key in keys)


def _called(said: Said, keys: Sum) -> str:
    return " cộng ".join(f"«{said.titles[key]}»" for key in keys)


def _finding(severity: Severity, rule: str, where: str, text: str) -> Finding:
    return Finding(severity=severity, rule=rule, where=where, text=text)
