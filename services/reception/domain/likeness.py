"""Whether a petition came before: the same writer or target, and nearly the same words."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from law.text import fold
from services.reception.domain.petition import Petition

ALIKE = 80.0
SAME_PEOPLE_ALIKE = 60.0


@dataclass(frozen=True, kw_only=True)
class Like:
    """A petition that may be the same, how alike its words are (0–100), and what else is the same."""

    petition: Petition
    score: int
    same_person: bool
    same_target: bool


def alike(
    petition: Petition, others: Iterable[Petition], *, same: Iterable[str] = ()
) -> list[Like]:
    """The petitions that may be the same, the likeliest first: closed ones too. `same` are those known to be
    of the same person, without saying of whom."""
    known = set(same)
    found = [_like(petition, one, known=one.id in known) for one in others if one.id != petition.id]
    return sorted((one for one in found if one), key=lambda one: -one.score)


def words_of(text: str) -> str:
    """A text as it is compared: without marks, case and spacing."""
    return " ".join(fold(text).split())


def _like(petition: Petition, other: Petition, *, known: bool) -> Like | None:
    score = fuzz.token_set_ratio(words_of(petition.form.summary), words_of(other.form.summary))
    person = known or _same(_name(petition), _name(other))
    target = _same(petition.form.against, other.form.against)
    if score < (SAME_PEOPLE_ALIKE if person or target else ALIKE):
        return None
    return Like(petition=other, score=round(score), same_person=person, same_target=target)


def _name(petition: Petition) -> str:
    return petition.form.petitioner.name if petition.form.petitioner else ""


def _same(one: str, other: str) -> bool:
    return bool(one) and words_of(one) == words_of(other)
