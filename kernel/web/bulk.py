"""Many acts in one request, as an agency's own software brings them: each row for itself.

A row names its `act` and carries its own `client_ref`; it is read by the act's schema, done once, and
answered in its place: what it gave, or why it was refused. A refused row hurts no other. A later act
speaks of a thing by its `id`, or by the `ref` under which the same software entered it.
"""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, NamedTuple

import marshmallow as ma
from marshmallow import fields, validate, validates_schema

from kernel.errors import Invalid, Refusal
from kernel.message import Actor, Key, named_id
from kernel.web.problem import of_refusal, sentences
from kernel.web.session import current_actor
from kernel.web.strict import check_types

MOST_ROWS = 1000
LONGEST_REF = 100

Row = dict[str, Any]
OnceEach = Callable[[list[tuple[Key | None, Callable[[], Any]]]], list[Any]]


class RowAct(NamedTuple):
    """One kind of row: how it is read, and the command it gives (by the actor of the request)."""

    schema: ma.Schema
    do: Callable[[Any, Actor], Row]


class BulkSchema(ma.Schema):
    """Rows of acts; `quiet` (imports, samples) means that nobody is notified."""

    rows = fields.List(fields.Dict(), required=True, validate=validate.Length(1, MOST_ROWS))
    quiet = fields.Boolean(load_default=True)


class RowResultSchema(ma.Schema):
    """What became of one row: what it gave, or why it was refused."""

    client_ref = fields.String()
    act = fields.String()
    status = fields.Integer()
    answer = fields.Dict()
    code = fields.String()
    title = fields.String()
    errors = fields.Dict()


class ResultsSchema(ma.Schema):
    """Results in the order of the rows."""

    results = fields.List(fields.Nested(RowResultSchema))


class SubjectSchema(ma.Schema):
    """What a later act is about: its `id`, or the `ref` (client_ref) of the row that entered it."""

    id = fields.String(load_default="", validate=validate.Length(max=LONGEST_REF))
    ref = fields.String(load_default="", validate=validate.Length(max=LONGEST_REF))

    @validates_schema
    def one_of_both(self, given: Row, **_: Any) -> None:
        if bool(given["id"]) == bool(given["ref"]):
            raise ma.ValidationError("Cần đúng một trong hai: id hoặc ref.", "id")


def subject(given: Row, *, by: Actor, kind: str) -> str:
    """The id a row speaks of; `kind` as in `named_id`. Takes `id` and `ref` out of what is given."""
    id_, ref = given.pop("id"), given.pop("ref")
    return id_ or named_id(by.agency, kind, ref)


def run_rows(
    rows: list[Row], acts: Mapping[str, RowAct], *, by: Actor, once_each: OnceEach
) -> list[Row]:
    """Read, do and answer each row. `once_each` is the store's, bound to who asks and to `quiet`."""
    results: list[Row] = [{} for _ in rows]
    work: dict[int, tuple[Key | None, Callable[[], Any]]] = {}
    for index, row in enumerate(rows):
        try:
            work[index] = _read(row, acts, by)
        except Invalid as wrong:
            results[index] = _refused(row, wrong)
    answers = once_each(list(work.values()))
    for index, answer in zip(work, answers, strict=True):
        results[index] = _answered(rows[index], answer)
    return results


def answer_rows(
    given: Row, acts: Mapping[str, RowAct], each: Callable[..., list[Any]], *, command: str = "acts"
) -> Row:
    """What a service's bulk route answers to a `BulkSchema`; `each` is its store's `once_each`."""
    by, quiet = current_actor(), given["quiet"]

    def once_each(some: list[tuple[Key | None, Callable[[], Any]]]) -> list[Any]:
        return each(some, by=by, command=command, quiet=quiet)

    return {"results": run_rows(given["rows"], acts, by=by, once_each=once_each)}


class UnknownAct(Invalid):
    """The row asks for an act this service does not have."""

    code = "unknown_act"
    title = "Không có thao tác “{act}”."


def _read(row: Row, acts: Mapping[str, RowAct], by: Actor) -> tuple[Key | None, Callable[[], Any]]:
    name, ref = str(row.get("act", "")), row.get("client_ref")
    if name not in acts:
        raise UnknownAct(act=name[:40])
    if not isinstance(ref, str) or not 0 < len(ref) <= LONGEST_REF:
        raise Invalid({"client_ref": [f"Cần mã dòng từ 1 đến {LONGEST_REF} ký tự."]})
    act = acts[name]
    given = {field: value for field, value in row.items() if field != "act"}
    if "client_ref" not in act.schema.fields:
        del given["client_ref"]
    try:
        check_types(act.schema, given)
        loaded = act.schema.load(given)
    except ma.ValidationError as wrong:
        raise Invalid(sentences(wrong.messages)) from wrong
    return Key.of(f"{by.agency}/{name}/{ref}", row), lambda: act.do(
        copy(loaded), by
    )  # fresh for each try


def _answered(row: Row, answer: Any) -> Row:
    if isinstance(answer, Refusal):
        return _refused(row, answer)
    return {**_named(row), "status": 200, "answer": answer}


def _refused(row: Row, why: Refusal) -> Row:
    errors = {"errors": why.errors} if isinstance(why, Invalid) and why.errors else {}
    status = of_refusal(why).status
    return {**_named(row), "status": status, "code": why.code, "title": why.detail, **errors}


def _named(row: Row) -> Row:
    return {"client_ref": str(row.get("client_ref", "")), "act": str(row.get("act", ""))}
