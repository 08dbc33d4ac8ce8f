"""Many acts in one request: each row is read, done and answered for itself."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from kernel.errors import Conflict, Refusal
from kernel.message import Actor, named_id
from kernel.web import RowAct, SubjectSchema, run_rows, subject

SOFTWARE = Actor(user="u1", role="SOFTWARE", agency="ag-1")


class NoneLeft(Conflict):
    code = "none_left"
    title = "Đã hết."


class ItemSchema(ma.Schema):
    name = fields.String(required=True, validate=validate.Length(1, 5))


class PaymentSchema(SubjectSchema):
    amount = fields.Integer(required=True)


def sell(given: Any, by: Actor) -> dict[str, Any]:
    if given["name"] == "gold":
        raise NoneLeft
    return {"sold": given["name"], "to": by.agency}


def pay(given: Any, by: Actor) -> dict[str, Any]:
    return {"item": subject(given, by=by, kind="item"), **given}


ACTS = {"sell": RowAct(ItemSchema(), sell), "pay": RowAct(PaymentSchema(), pay)}


def one_by_one(acts: list[Any]) -> list[Any]:
    answers: list[Any] = []
    for _, act in acts:
        try:
            answers.append(act())
        except Refusal as refused:
            answers.append(refused)
    return answers


def run(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return run_rows(list(rows), ACTS, by=SOFTWARE, once_each=one_by_one)


def test_each_row_is_answered_in_its_place_and_a_refused_one_hurts_no_other():
    first, second, third = run(
        {"act": "sell", "client_ref": "1", "name": "rice"},
        {"act": "sell", "client_ref": "2", "name": "gold"},
        {"act": "sell", "client_ref": "3", "name": "salt"},
    )

    assert (first["status"], first["answer"]) == (200, {"sold": "rice", "to": "ag-1"})
    assert (second["status"], second["code"], second["title"]) == (409, "none_left", "Đã hết.")
    assert (third["status"], third["client_ref"]) == (200, "3")


def test_an_unreadable_row_says_in_vietnamese_which_field_is_wrong():
    (answer,) = run({"act": "sell", "client_ref": "1", "name": "a long name"})

    assert answer["status"] == 422
    assert "name" in answer["errors"]


def test_an_unknown_act_and_a_row_without_its_own_name_are_refused():
    unknown, nameless = run({"act": "steal", "client_ref": "1"}, {"act": "sell", "name": "rice"})

    assert (unknown["status"], unknown["code"]) == (422, "unknown_act")
    assert "client_ref" in nameless["errors"]


def test_a_later_row_speaks_of_what_the_software_entered_by_its_own_name_for_it():
    by_ref, by_id, by_both = run(
        {"act": "pay", "client_ref": "1", "ref": "A-7", "amount": 2},
        {"act": "pay", "client_ref": "2", "id": "i-1", "amount": 2},
        {"act": "pay", "client_ref": "3", "id": "i-1", "ref": "A-7", "amount": 2},
    )

    assert by_ref["answer"] == {"item": named_id("ag-1", "item", "A-7"), "amount": 2}
    assert by_id["answer"]["item"] == "i-1"
    assert by_both["status"] == 422
