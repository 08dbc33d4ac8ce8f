"""Lists sorted, saved and taken away by their address; the timeline; the page before what cannot be undone."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from frame.legible import harmless
from frame.lists import Column, Listing, Order, query_of_list
from frame.timeline import Circle, Entry, timeline

LISTING = Listing(
    [
        Column("Tên", "name"),
        Column("Ngày", "day", value=lambda row: date.fromisoformat(row["day"])),
        Column("Số", "n", end=True),
        Column("Ghi chú", value=lambda row: row.get("note")),
    ],
    first=Order("day", descending=True),
)
TODAY = date(2026, 11, 16)
MADE = datetime(2026, 11, 16, tzinfo=UTC)


def asked(query: str):
    return Flask(__name__).test_request_context(f"/x/list?{query}")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", [("day", -1), ("_id", -1)]),
        ("sort=name", [("name", 1), ("_id", 1)]),
        ("sort=-n", [("n", -1), ("_id", -1)]),
        ("sort=$where", [("day", -1), ("_id", -1)]),
        ("sort=password", [("day", -1), ("_id", -1)]),
    ],
)
def test_an_address_sorts_by_known_columns_only(query, keys):
    with asked(query):
        assert LISTING.order.keys == keys


def test_a_head_turns_the_order_keeps_the_filters_and_begins_on_the_first_page():
    with asked("kind=A&page=3&sort=name"):
        heads = LISTING.heads

    assert heads[0]["href"] == "/x/list?kind=A&sort=-name"
    assert [one["sorted"] for one in heads] == ["ascending", "", "", ""]
    assert heads[3]["href"] == ""


def test_what_is_saved_is_the_filter_and_the_order_and_not_the_page():
    with asked("kind=A&page=3&sort=-n&export=xlsx&empty="):
        assert query_of_list() == "kind=A&sort=-n"


def test_a_file_says_what_it_is_and_holds_what_the_filter_shows():
    rows = [
        {"name": "=1+1", "day": "2026-11-15", "n": 3},
        {"name": "B", "day": "2026-01-02", "n": 0},
    ]
    with asked("kind=A&export=xlsx"):
        told = LISTING.file("x", rows, title="Thử", made=MADE)

    book = load_workbook(BytesIO(told.data))
    about = dict(book["Đọc tôi"].iter_rows(values_only=True))
    assert (about["Bộ lọc"], about["Số dòng"]) == ("kind=A", "2")
    kept = list(book["Danh sách"].iter_rows(values_only=True))
    assert kept[0] == ("Tên", "Ngày", "Số", "Ghi chú")
    assert kept[1][0] == "'=1+1"
    assert kept[1][1].date() == date(2026, 11, 15)
    assert 'filename="x.xlsx"' in told.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("0001-01-01", "01/01/1"),
        ("1899-12-31", "31/12/1899"),
        ("1900-01-01", "1900-01-01 00:00:00"),
        ("9999-12-31", "9999-12-31 00:00:00"),
    ],
)
def test_a_day_no_spreadsheet_knows_is_taken_along_as_text(day: str, shown: str):
    with asked("export=xlsx"):
        told = LISTING.file("x", [{"name": "A", "day": day, "n": 1}], title="", made=MADE)

    kept = load_workbook(BytesIO(told.data))["Danh sách"]["B2"].value
    assert str(kept) == shown


@given(st.text())
def test_no_text_begins_like_a_formula(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))


# --- the timeline -----------------------------------------------------------------------------------

ENTRIES = [
    Entry(on=date(2026, 11, 20), words="Hạn giải quyết", circle=Circle.PUBLIC),
    Entry(on=date(2026, 11, 2), words="Vào sổ", circle=Circle.PUBLIC, by="Nguyễn", note="mật"),
    Entry(on=date(2026, 11, 3), words="Yêu cầu bổ sung", circle=Circle.PETITIONER, by="Trần"),
    Entry(on=date(2026, 11, 4), words="Trao đổi nội bộ", by="Lê", note="ý kiến"),
]


@pytest.mark.parametrize(
    ("circle", "past"),
    [
        (Circle.PUBLIC, ["Vào sổ"]),
        (Circle.PETITIONER, ["Vào sổ", "Yêu cầu bổ sung"]),
        (Circle.OFFICE, ["Vào sổ", "Yêu cầu bổ sung", "Trao đổi nội bộ"]),
    ],
)
def test_each_circle_sees_its_part_of_the_one_list(circle, past):
    line = timeline(ENTRIES, circle=circle, today=TODAY)

    assert [one.words for one in line.past] == past
    assert [one.words for one in line.coming] == ["Hạn giải quyết"]


@pytest.mark.parametrize("circle", [Circle.PUBLIC, Circle.PETITIONER])
def test_nobody_outside_reads_a_name_or_an_inner_note(circle):
    line = timeline(ENTRIES, circle=circle, today=TODAY)

    assert not any(one.by or one.note for one in (*line.past, *line.coming))
    assert line.last_on is not None


def test_rows_at_hand_are_ordered_by_the_address_and_those_without_a_value_come_last():
    rows = [{"day": "2026-01-02"}, {"day": None}, {"day": "2026-03-04"}]

    with asked("sort=-day"):
        turned = LISTING.ordered(rows)
    with asked("sort=day"):
        usual = LISTING.ordered(rows)

    assert [one["day"] for one in turned] == ["2026-03-04", "2026-01-02", None]
    assert [one["day"] for one in usual] == ["2026-01-02", "2026-03-04", None]
