"""The place of reception on a real mongod: timetable, wall, visitors, refusals, and what a head owes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import orjson
import pytest
from docx import Document
from openpyxl import load_workbook

from contracts.reception import Host, PetitionKind
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store
from law.defaults import shipped_units
from law.posting import PostingStatus
from services.reception.adapters.sheets import docx_of, xlsx_of
from services.reception.domain import OnlineTooEarly, Petitioner
from services.reception.domain.cases import DocumentMissing, Said
from services.reception.domain.receiving import (
    NoSuchReason,
    PlanForm,
    PlannedInPast,
    PlanOver,
    RefusalForm,
    RepresentativesWrong,
    ValidBeforePosted,
    VisitForm,
)
from services.reception.domain.sheets import register_sheet, statistics_sheets
from services.reception.service import Reception

TODAY = date(2026, 7, 15)
COMMUNE = next(
    one.id for one in shipped_units().reporting(TODAY) if one.kind.value in {"COMMUNE", "WARD"}
)
CLERK = Actor(user="u", role="RECEPTIONIST", agency=COMMUNE)
OTHER = Actor(user="o", role="RECEPTIONIST", agency="elsewhere")


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 7, 15, 9, tzinfo=VIETNAM))


@pytest.fixture
def reception(a_store: Callable[..., Store], clock: SetClock) -> Reception:
    service = Reception(a_store("reception", clock=clock))
    service.store.prepare()
    return service


def a_day(planned_on: date = date(2026, 10, 15), **more: Any) -> PlanForm:
    return PlanForm(planned_on=planned_on, host=Host.HEAD, place="Trụ sở", **more)


def a_visit(**more: Any) -> VisitForm:
    given: dict[str, Any] = {
        "received_on": TODAY,
        "kind": PetitionKind.COMPLAINT,
        "content": "Về phương án bồi thường",
        "visitor": Petitioner(name="=1+1", address="Thôn 1"),
    }
    return VisitForm(**{**given, **more})


def test_a_day_is_posted_five_working_days_before_moved_and_cancelled_for_a_reason(
    reception: Reception,
):
    desk = reception.receiving
    made = desk.plan_reception(a_day(), by=CLERK)
    assert made["post_by"] == "2026-10-08"

    desk.post_plan(made["plan"], Said(), by=CLERK)
    assert desk.plan(made["plan"], by=CLERK).posted_in_time
    moved = desk.move_plan(made["plan"], Said(text="Họp đột xuất"), to=date(2026, 10, 16), by=CLERK)
    assert moved["state"] == "PLANNED"
    desk.cancel_plan(made["plan"], Said(text="Bão"), by=CLERK)
    with pytest.raises(PlanOver):
        desk.post_plan(made["plan"], Said(), by=CLERK)
    with pytest.raises(PlannedInPast):
        desk.plan_reception(a_day(date(2026, 7, 1)), by=CLERK)
    with pytest.raises(NotFound):
        desk.plan(made["plan"], by=OTHER)


def test_everybody_sees_the_days_whose_timetable_hangs_and_that_one_is_cancelled(
    reception: Reception, clock: SetClock
):
    desk = reception.receiving
    hung, gone, moved, theirs = (
        desk.plan_reception(a_day(date(2026, 10, day)), by=by)["plan"]
        for day, by in ((15, CLERK), (16, CLERK), (19, CLERK), (20, OTHER))
    )
    desk.plan_reception(a_day(date(2026, 10, 21)), by=CLERK)
    for plan, by in ((hung, CLERK), (gone, CLERK), (moved, CLERK), (theirs, OTHER)):
        desk.post_plan(plan, Said(), by=by)
    desk.cancel_plan(gone, Said(text="Bão"), by=CLERK)
    desk.move_plan(moved, Said(text="Họp"), to=date(2026, 11, 2), by=CLERK)

    assert [(one.id, one.state.value) for one in desk.posted()] == [
        (hung, "POSTED"),
        (gone, "CANCELLED"),
        (theirs, "POSTED"),
    ]
    assert [one.id for one in desk.posted(agency="elsewhere")] == [theirs]
    assert [one.id for one in desk.posted(page=2, size=2)] == [theirs]
    assert (desk.posted_count(), desk.posted_count(agency="nobody")) == (3, 0)
    assert set(desk.posted_by()) == {COMMUNE, "elsewhere"}
    clock.moment = datetime(2026, 10, 16, 9, tzinfo=VIETNAM)
    assert [one.id for one in desk.posted()] == [gone, theirs]


def test_the_common_day_is_the_fifteenth_or_the_next_working_day(reception: Reception):
    days = reception.receiving.common_days(2026)

    assert [day.day for day in days] == [15, 23, 16, 15, 15, 15, 15, 17, 15, 15, 16, 15]


def test_online_counts_from_the_day_the_law_knows_it(reception: Reception, clock: SetClock):
    clock.moment = datetime(2026, 5, 1, 9, tzinfo=VIETNAM)

    with pytest.raises(OnlineTooEarly):
        reception.receiving.plan_reception(a_day(date(2026, 6, 1), online=True), by=CLERK)


def test_the_wall_says_what_is_missing(reception: Reception):
    desk = reception.receiving
    put = {"item": "RULES", "place": "Trụ sở", "posted_on": TODAY, "evidence": "Ảnh 1"}
    line = desk.keep_posting(**put, by=CLERK)["posting"]

    def status() -> PostingStatus:
        (wall,) = desk.walls(by=CLERK).values()
        return next(one.status for one in wall if one.item.id == "RULES")

    assert status() is PostingStatus.POSTED
    desk.take_down(line, Said(), by=CLERK)
    assert status() is PostingStatus.EXPIRED
    assert len(desk.walls(by=CLERK)["Trụ sở"]) == 10


def test_what_hangs_beyond_its_day_is_outdated_and_owed_to_be_replaced(
    reception: Reception, clock: SetClock
):
    desk = reception.receiving
    timer = Actor(user="t", role="SYSTEM", agency="site")
    put = {"place": "Trụ sở", "posted_on": TODAY, "evidence": "Ảnh 1"}
    with pytest.raises(ValidBeforePosted):
        desk.keep_posting(item="SCHEDULE", **put, valid_until=date(2026, 7, 14), by=CLERK)
    desk.keep_posting(item="SCHEDULE", **put, valid_until=date(2026, 7, 31), by=CLERK)
    desk.keep_posting(item="OFFICIAL", **put, valid_until=date(2026, 7, 20), by=CLERK)

    def seen() -> tuple[list[str], list[str]]:
        (wall,) = desk.walls(by=CLERK).values()
        old = [one.item.id for one in wall if one.status is PostingStatus.OUTDATED]
        rows = desk.plans.reminders.rows.find({"said": {"$gt": ""}})
        return old, sorted(orjson.loads(row["said"])["due_on"] for row in rows)

    clock.moment = datetime(2026, 7, 31, 9, tzinfo=VIETNAM)
    desk.tell_outdated(by=timer)
    assert seen() == (["OFFICIAL"], ["2026-07-21"])
    clock.moment = datetime(2026, 8, 3, 9, tzinfo=VIETNAM)
    assert desk.tell_outdated(by=timer) == {"told": 1}
    assert desk.tell_outdated(by=timer) == {"told": 0}
    assert seen() == (["SCHEDULE", "OFFICIAL"], ["2026-07-21", "2026-08-01"])

    plan = desk.plan_reception(a_day(date(2026, 8, 17)), by=CLERK)["plan"]
    assert seen()[0] == ["SCHEDULE", "OFFICIAL"]
    desk.post_plan(plan, Said(), by=CLERK)
    assert seen() == (["OFFICIAL"], ["2026-07-21"])
    anew = {**put, "posted_on": date(2026, 8, 3)}
    desk.keep_posting(item="OFFICIAL", **anew, by=CLERK)
    assert seen() == ([], [])
    desk.cancel_plan(plan, Said(text="Bão"), by=CLERK)
    assert seen() == (["SCHEDULE"], ["2026-08-01"])


def test_every_place_has_a_wall_of_its_own_and_results_hang_their_days(
    reception: Reception, clock: SetClock
):
    desk, put = reception.receiving, {"posted_on": TODAY, "evidence": "Ảnh 1"}
    assert {place: len(wall) for place, wall in desk.walls(by=CLERK).items()} == {"": 10}
    desk.keep_posting(item="RULES", place="Trụ sở", **put, by=CLERK)
    results = desk.keep_posting(item="RESULTS", place="Nhà rông", **put, by=CLERK)["posting"]

    def status(place: str, item: str) -> PostingStatus:
        return next(one.status for one in desk.walls(by=CLERK)[place] if one.item.id == item)

    assert status("Nhà rông", "RULES") is PostingStatus.MISSING
    assert status("Trụ sở", "RULES") is PostingStatus.POSTED
    clock.moment += timedelta(days=14)
    desk.take_down(results, Said(), by=CLERK)
    assert status("Nhà rông", "RESULTS") is PostingStatus.REMOVED_EARLY
    again = desk.keep_posting(item="RESULTS", place="Nhà rông", **put, by=CLERK)["posting"]
    clock.moment += timedelta(days=1)
    desk.take_down(again, Said(), by=CLERK)
    assert status("Nhà rông", "RESULTS") is PostingStatus.EXPIRED


def test_a_group_speaks_by_representatives(reception: Reception):
    """SC-08: twelve people, one matter."""
    desk = reception.receiving

    with pytest.raises(RepresentativesWrong):
        desk.receive_visitor(a_visit(persons=12, representatives=6), by=CLERK)
    desk.receive_visitor(a_visit(persons=12, representatives=5), by=CLERK)

    assert [one.number for one in desk.book_of(TODAY, TODAY, by=CLERK)] == [1]
    assert desk.book_of(TODAY, TODAY, by=OTHER) == []


def test_the_register_is_a_workbook_and_a_document_and_no_cell_is_a_formula(reception: Reception):
    desk = reception.receiving
    desk.receive_visitor(a_visit(), by=CLERK)
    sheet = register_sheet(desk.book_of(TODAY, TODAY, by=CLERK), "UBND xã Thử", TODAY, TODAY)

    page = load_workbook(BytesIO(xlsx_of(sheet))).active
    named = page.cell(row=5, column=3)
    assert (named.value, named.data_type) == ("=1+1, Thôn 1", "s")
    words = Document(BytesIO(docx_of(sheet))).tables[0].rows[1].cells[2].text
    assert words == "=1+1, Thôn 1"


def test_who_came_is_kept_sealed(reception: Reception):
    reception.receiving.receive_visitor(
        a_visit(visitor=Petitioner(name="Tên Chỉ Để Tìm")), by=CLERK
    )

    assert "Tên Chỉ Để Tìm" not in str(reception.store.database["visits"].find_one())
    assert "Tên Chỉ Để Tìm" not in str(list(reception.store.database["events"].find()))


def test_nobody_is_refused_without_a_lawful_reason_and_its_document(reception: Reception):
    desk = reception.receiving
    form = RefusalForm(reason="SETTLED", refused_on=TODAY, text="Đã giải thích", document="3/TB")

    with pytest.raises(NoSuchReason):
        desk.refuse_reception(
            RefusalForm(reason="BUSY", refused_on=TODAY, text="x", document="1"), by=CLERK
        )
    with pytest.raises(DocumentMissing):
        desk.refuse_reception(RefusalForm(reason="SETTLED", refused_on=TODAY, text="x"), by=CLERK)
    desk.refuse_reception(form, by=CLERK)

    assert [one.form for one in desk.turned_away(by=CLERK)] == [form]


def test_statistics_of_any_period_are_printed_with_their_formula(reception: Reception):
    told = reception.statistics.count(*reception.statistics.window("Q3", 2026), by=CLERK)
    sheets = statistics_sheets(told, "UBND xã Thử")

    assert (told.period.first, told.period.last) == (date(2026, 6, 15), date(2026, 9, 14))
    codes = [form.code.replace("/", "-") for form in told.forms]
    assert "đang giải quyết đã quá hạn" in sheets[0].notes[0]
    book = load_workbook(BytesIO(xlsx_of(*sheets)))
    assert book.sheetnames == codes
    assert book["02-XLD"].max_row > 26 + 9 * 3  # the columns, then three lines a field
    tables = Document(BytesIO(docx_of(*sheets))).tables
    assert [len(table.rows) for table in tables] == [1 + len(sheet.rows) for sheet in sheets]
