"""What bears out a section of a report: papers by number and day, with their files where there are any."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from kernel.errors import Conflict, Invalid, NotFound

MOST_IN_SECTION = 20
LONGEST_TITLE, LONGEST_NUMBER, LONGEST_NAME = 300, 100, 200


@dataclass(frozen=True, kw_only=True)
class File:
    """The file of a piece of evidence as it is kept: its bytes lie under the id of the evidence."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One paper that bears out a section: what it is, its number and day, perhaps its file."""

    id: str
    section: str
    title: str
    number: str = ""
    dated: date | None = None
    file: File | None = field(default=None)

    @property
    def told(self) -> dict[str, Any]:
        """As it stands in a sent version."""
        return {**asdict(self), "dated": self.dated.isoformat() if self.dated else ""}

    @property
    def words(self) -> str:
        """As a list of annexes names it."""
        number = f", số {self.number}" if self.number else ""
        dated = f", ngày {self.dated:%d/%m/%Y}" if self.dated else ""
        return f"{self.title}{number}{dated}"


def evidence_from(said: dict[str, Any]) -> Evidence:
    """From a sent version, or from where it is kept."""
    file, day = said.get("file"), said.get("dated")
    return Evidence(
        id=said["id"],
        section=said["section"],
        title=said["title"],
        number=said["number"],
        dated=date.fromisoformat(day) if day else None,
        file=File(**file) if file else None,
    )


class WrongEvidence(Invalid):
    """It cannot be as it was given."""

    code = "wrong_evidence"
    title = "Minh chứng nhập chưa đúng."


class TooMuchEvidence(Conflict):
    """A section is borne out by so many papers at most."""

    code = "too_much_evidence"
    title = "Mỗi phần có tối đa {most} minh chứng."


def added(
    known: tuple[Evidence, ...], one: Evidence, *, sections: set[str]
) -> tuple[Evidence, ...]:
    """The evidence with one more. Raises `WrongEvidence`, `TooMuchEvidence`."""
    wrong: dict[str, list[str]] = {}
    if one.section not in sections:
        wrong["section"] = ["Không có phần này trong đề cương."]
    if not one.title or len(one.title) > LONGEST_TITLE:
        wrong["title"] = [f"Cần tên văn bản, tối đa {LONGEST_TITLE} ký tự."]
    if len(one.number) > LONGEST_NUMBER:
        wrong["number"] = [f"Tối đa {LONGEST_NUMBER} ký tự."]
    if wrong:
        raise WrongEvidence(wrong)
    if sum(other.section == one.section for other in known) >= MOST_IN_SECTION:
        raise TooMuchEvidence(most=MOST_IN_SECTION)
    return (*known, one)


def dropped(known: tuple[Evidence, ...], id_: str) -> tuple[Evidence, ...]:
    """The evidence without one. Raises `NotFound`."""
    left = tuple(one for one in known if one.id != id_)
    if len(left) == len(known):
        raise NotFound
    return left
