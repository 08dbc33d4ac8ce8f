"""Lines of the file as acts: what each says, and which cell is wrong when it does not say it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.reception import Outcome
from law.text import fold
from services.reception.adapters.columns import COLUMNS, REQUIRED, TITLES, WrongCell
from services.reception.domain import Classification, Petitioner, PetitionForm

READERS = {column.field: column.read for column in COLUMNS}
# What an act asks for once its first column is filled.
CLASSIFYING = ("classified_on", "eligible", "competent", "disposition")
OPTIONAL = (
    *("signers", "against", "field", "regulation", "places"),
    *("subject", "instance", "anonymous", "again"),
)
DECIDING = ("decided_on", "outcome")
# The column a refusal of the rules speaks of.
AT = {
    "received_in_future": "received_on",
    "petitioner_missing": "name",
    "denouncer_not_here": "name",
    "disposition_unfounded": "disposition",
    "no_such_route": "disposition",
    "nobody_wrote": "disposition",
    "not_a_denunciation": "disposition",
    "wrong_outcome": "outcome",
    "already_entered": "client_ref",
    "key_reused": "client_ref",
    "not_a_commune": "places",
    "no_such_subject": "subject",
    "competence_contradicted": "competent",
}
Cells = dict[str, tuple[str, Any]]
Errors = dict[str, list[str]]


@dataclass(frozen=True)
class Act:
    """One act of a line: its name, what is given, and the column its day stands in."""

    name: str
    given: dict[str, Any]
    day: str


@dataclass
class Line:
    """One line: its number and reference, the acts it tells, and what is wrong with its cells."""

    number: int
    ref: str
    cells: Cells
    acts: list[Act] = field(default_factory=list)
    errors: Errors = field(default_factory=dict)

    def place(self, column: str) -> str:
        """A column's title with the name of this line's cell in it."""
        cell = f"{self.cells[column][0]}: " if column in self.cells else ""
        return f"{cell}{TITLES[column]}"

    def refused(self, act: Act, code: str, sentence: str) -> Errors:
        """A refusal of the rules, at the cell it speaks of."""
        return {self.place(AT.get(code, act.day)): [sentence]}


def lines_of(rows: list[tuple[int, Cells]], *, communes: Mapping[str, str]) -> list[Line]:
    """The lines, each read; a reference that comes twice is wrong the second time. `communes` are the ids of
    communes by their names, folded, with and without the word for their kind."""
    lines = [_line(number, cells, communes) for number, cells in rows]
    seen: set[str] = set()
    for line in lines:
        if line.ref and line.ref in seen:
            line.errors[line.place("client_ref")] = ["Mã này đã có ở một dòng phía trên."]
        seen.add(line.ref)
    return lines


def _line(number: int, cells: Cells, communes: Mapping[str, str]) -> Line:
    line = Line(number, "", cells)
    said = dict(_read(line))
    said["places"] = _located(line, said.get("places", ()), communes)
    line.ref = said.get("client_ref") or ""
    for column in _missing(said):
        line.errors.setdefault(line.place(column), ["Cần ghi mục này."])
    if not line.errors:
        line.acts = list(_acts(said))
    return line


def _read(line: Line) -> Iterator[tuple[str, Any]]:
    for column, (_, cell) in line.cells.items():
        if cell is not None:
            try:
                yield column, READERS[column](cell)
            except WrongCell as wrong:
                line.errors[line.place(column)] = [str(wrong)]


def _located(line: Line, names: Sequence[str], communes: Mapping[str, str]) -> tuple[str, ...]:
    if unknown := [one for one in names if fold(one) not in communes]:
        line.errors[line.place("places")] = [f"Không có xã, phường tên “{unknown[0]}”."]
    return tuple(communes[fold(one)] for one in names if fold(one) in communes)


def _missing(said: dict[str, Any]) -> Iterator[str]:
    yield from (column for column in REQUIRED if column not in said)
    for needed in (CLASSIFYING, DECIDING):
        if any(column in said for column in needed):
            yield from (column for column in needed if column not in said)


def _acts(said: dict[str, Any]) -> Iterator[Act]:
    yield Act("register_petition", {"form": _form(said)}, "received_on")
    if "classified_on" in said:
        given = {name: said[name] for name in CLASSIFYING[1:]}
        found = Classification(**given, on=said["classified_on"])
        yield Act("classify_petition", {"found": found}, "classified_on")
    if "accepted_on" in said:
        given = {"on": said["accepted_on"], "is_complex": said.get("complex", False)}
        given |= _by_document(said, "acceptance")
        yield Act("accept_petition", given, "accepted_on")
    if "decided_on" in said:
        outcome: Outcome = said["outcome"]
        on: date = said["decided_on"]
        given = {"outcome": outcome, "on": on, **_by_document(said, "decision")}
        yield Act("decide_petition", given, "decided_on")


def _by_document(said: dict[str, Any], name: str) -> dict[str, Any]:
    """The number of a paper where one is given: a row without one is the row it always was."""
    return {"document": said[name]} if name in said else {}


def _form(said: dict[str, Any]) -> PetitionForm:
    names = ("name", "address", "phone")
    who = Petitioner(**{name: said.get(name, "") for name in names})
    more = {name: said[name] for name in OPTIONAL if name in said}
    return PetitionForm(
        **{name: said[name] for name in REQUIRED}, **more, petitioner=who if who.name else None
    )
