"""A program says what it means: no number as text, no count of 2.5, nothing a database cannot hold."""

from datetime import date
from typing import Any

import marshmallow as ma
import pytest
from marshmallow import fields

from kernel.web.strict import check_types, day_meant, said_by
from tests.unit.web.conftest import Shop, problem


class Inner(ma.Schema):
    count = fields.Integer()


class Body(ma.Schema):
    count = fields.Integer(allow_none=True)
    agreed = fields.Boolean()
    day = fields.Date(data_key="on")
    inner = fields.Nested(Inner)
    counts = fields.List(fields.Integer())
    figures = fields.Dict(keys=fields.String(), values=fields.Integer())


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"count": 2.5}, ["count"]),
        ({"count": "2"}, ["count"]),
        ({"count": True}, ["count"]),
        ({"count": 2**63}, ["count"]),
        ({"count": -(2**70)}, ["count"]),
        ({"count": 1e300}, ["count"]),
        ({"agreed": 0}, ["agreed"]),
        ({"agreed": "no"}, ["agreed"]),
        ({"on": "20260102"}, ["on"]),
        ({"on": "2026-W01-1"}, ["on"]),
        ({"on": "２026-01-02"}, ["on"]),
        ({"on": 5}, ["on"]),
        ({"on": "0001-01-01"}, ["on"]),
        ({"on": "9999-12-31"}, ["on"]),
        ({"inner": {"count": "1"}}, ["inner", "count"]),
        ({"counts": [1, "2"]}, ["counts", 1]),
        ({"figures": {"A": "1"}}, ["figures", "A", "value"]),
    ],
)
def test_a_value_of_another_type_is_refused_where_it_stands(given: Any, path: list[Any]) -> None:
    with pytest.raises(ma.ValidationError) as refused:
        check_types(Body(), given)

    found: Any = refused.value.messages
    for step in path:
        assert list(found) == [step]
        found = found[step]
    assert len(found) == 1


@pytest.mark.parametrize(
    "given",
    [
        {},
        [],
        "text",
        {"count": None},
        {"count": 2.0, "agreed": False, "on": "2026-01-02", "more": object()},
        {"inner": [], "counts": {}, "figures": []},  # the schema's own matter
    ],
)
def test_what_has_the_right_type_or_none_of_ours_passes(given: Any) -> None:
    check_types(Body(), given)


@pytest.mark.parametrize(
    "day", ["0001-01-01", "0001-1-1", "1899-12-31", "2200-01-01", "9221-03-07"]
)
def test_a_day_of_a_year_nobody_means_is_refused_in_a_form_and_in_an_address(day: str) -> None:
    with pytest.raises(ma.ValidationError) as refused:
        said_by(Body(), {"on": day})
    with pytest.raises(ValueError, match=day):
        day_meant(day)

    assert refused.value.messages == {"on": ["Ngày phải thuộc các năm từ 1900 đến 2199."]}


def test_a_day_that_somebody_could_mean_passes() -> None:
    assert said_by(Body(), {"on": "1900-01-01"}) == {"day": date(1900, 1, 1)}
    assert day_meant("2199-12-31") == date(2199, 12, 31)


def test_a_body_is_read_strictly_and_a_query_is_not(shop: Shop) -> None:
    order = {"items": [{"name": "gạo", "count": "2"}]}
    client = shop.client()

    refused = client.post("/api/shop/v1/orders", json=order, headers=shop.bearer())
    asked = client.get("/api/shop/v1/orders?page=2", headers=shop.bearer())

    assert problem(refused, 422)["errors"] == {"items.0.count": ["Phải là số nguyên."]}
    assert asked.get_json() == {"page": 2}
