"""How each counted figure is made of daily counters: summed over the period, or standing on a day.

A counter of the same name as the figure, summed over the period, is the rule; the others are here.
"""

from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from services.reporting.domain.figures import AUTO_KEYS, BY_KEY, FIELDS
from services.reporting.domain.groups import GROUPS


class When(Enum):
    """Which days a term looks at."""

    WITHIN = "trong kỳ"
    BEFORE = "trước kỳ"
    UNTIL = "đến hết ngày cuối kỳ"


class Term(NamedTuple):
    """One counter over some days, added or taken away."""

    when: When
    counter: str
    sign: int = 1


Terms = tuple[Term, ...]

# Counters that begin like this are counted once for each different one.
DISTINCT = {"DISSEM_INSTRUMENTS": "INSTRUMENT/"}


def _standing(new: str, left: str, when: When) -> Terms:
    """What came until a day without what had left by then."""
    return Term(when, new), Term(when, left, -1)


def _lived(name: str) -> Terms:
    """In being on the last day, or ended in the period."""
    standing = _standing(f"{name}_NEW", f"{name}_LEFT", When.UNTIL)
    return *standing, Term(When.WITHIN, f"{name}_ENDED")


_SPECIAL: dict[str, Terms] = {
    "TASK_OVERDUE": _standing("TASK_FELL_DUE", "TASK_MET", When.UNTIL),
    "DVK_PRIORITY": _lived("DVK_PRIORITY"),
    **{f"DVK_ACTIVE.{one}": _standing(f"DVK_NEW.{one}", f"DVK_LEFT.{one}", When.UNTIL) for one in FIELDS},
    **{f"PET_CARRIED.{one}": _standing(f"PET_IN.{one}", f"PET_OUT.{one}", When.BEFORE) for one in GROUPS},
    **{
        f"PET_OVERDUE.{one}": (
            Term(When.WITHIN, f"PET_LATE.{one}"),
            *_standing(f"PET_FELL_DUE.{one}", f"PET_MET.{one}", When.UNTIL),
        )
        for one in GROUPS
    },
}  # fmt: skip

PROVEN_MODELS: Terms = _lived("DVK_PROVEN")
"""Models carried out in the period whose result was recorded with evidence (D2.10)."""

TERMS: dict[str, Terms] = {
    key: _SPECIAL.get(key, (Term(When.WITHIN, key),))
    for key in AUTO_KEYS
    if BY_KEY[key].events and key not in DISTINCT
}


def stands(key: str) -> bool:
    """Whether a figure tells how things stand on a day, rather than what happened over a period."""
    return any(term.when is not When.WITHIN for term in TERMS.get(key, ()))


def _pairs() -> tuple[tuple[str, str], ...]:
    found: dict[tuple[str, str], None] = {}
    for terms in (*TERMS.values(), PROVEN_MODELS):
        for came, left in pairwise(terms):
            if left.sign < 0 and came.when is left.when:
                found[came.counter, left.counter] = None
    return tuple(found)


PAIRS: tuple[tuple[str, str], ...] = _pairs()
"""Counters that say together how much stands on a day: what came, and what has left."""
