"""Reception on a real mongod: a case with its deadlines, lists that mark what is late, sessions, a file."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from xlsxwriter import Workbook

from contracts.reception import (
    Disposition,
    Host,
    IntakeChannel,
    Outcome,
    PetitionKind,
    SessionKind,
)
from contracts.registry import AgencyKind, AgencyRecorded
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor, named_id
from kernel.store import Store
from kernel.store.changes import write
from kernel.store.collection import AlreadyEntered
from law.defaults import shipped_units
from services.reception.adapters import COLUMNS
from services.reception.domain import (
    Classification,
    Petitioner,
    PetitionForm,
    SessionForm,
    State,
)
from services.reception.domain.summary import WAYS, Way
from services.reception.service import Reception
from services.reception.views import Wanted, totals

CLERK = Actor(user="u-1", role="RECEPTIONIST", agency="ag-1")
HEAD = Actor(user="u-4", role="AGENCY_HEAD", agency="ag-1")
SOFTWARE = Actor(user="u-2", role="SOFTWARE", agency="ag-1")
OTHER = Actor(user="u-3", role="AGENCY_HEAD", agency="ag-2")
THEIR_CLERK = Actor(user="u-5", role="RECEPTIONIST", agency="ag-2")
FOUND = Classification(
    eligible=True, competent=True, disposition=Disposition.ACCEPT, on=date(2026, 3, 4)
)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 3, 10, 9, tzinfo=VIETNAM))


@pytest.fixture
def reception(a_store: Callable[..., Store], clock: SetClock) -> Reception:
    service = Reception(a_store("reception", clock=clock))
    service.store.prepare()
    return service


def a_form(**more: Any) -> PetitionForm:
    given: dict[str, Any] = {
        "kind": PetitionKind.COMPLAINT,
        "channel": IntakeChannel.COUNTER,
        "received_on": date(2026, 3, 2),
        "summary": "Đề nghị xem xét mức bồi thường",
        "petitioner": Petitioner(name="Nguyễn Thị Thử"),
    }
    return PetitionForm(**{**given, **more})


def a_session(**more: Any) -> SessionForm:
    given: dict[str, Any] = {
        "session_kind": SessionKind.PERIODIC,
        "host": Host.HEAD,
        "held_on": date(2026, 3, 9),
        "place": "Trụ sở",
        "visits": 4,
        "persons": 9,
        "matters": 3,
        "groups": 1,
        "group_persons": 6,
    }
    return SessionForm(**{**given, **more})


def test_a_case_keeps_its_deadlines_and_their_proof(reception: Reception, clock: SetClock):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    reception.classify_petition(id_, FOUND, by=CLERK)
    told = reception.accept_petition(
        id_, on=date(2026, 3, 5), is_complex=True, document="18/TB-UBND", by=HEAD
    )
    clock.moment = datetime(2026, 5, 4, 9, tzinfo=VIETNAM)
    reception.decide_petition(id_, Outcome.UNJUSTIFIED, document=" 125/QĐ-UBND ", by=HEAD)

    kept = reception.petition(id_, by=CLERK)
    assert told["due_on"] == "2026-04-20"
    assert kept.settlement is not None
    assert kept.settlement.proof[0]["rule"] == "C-03"
    assert kept.intake is not None
    assert "C-01" in kept.intake.why[0]
    assert (kept.state, kept.on_time) == (State.DECIDED, False)
    assert (kept.acceptance, kept.decision) == ("18/TB-UBND", "125/QĐ-UBND")


def test_a_remote_place_has_longer_and_it_is_frozen(reception: Reception):
    units = shipped_units()
    agency = units.get(next(mark.place for mark in units.marks if mark.tag == "REMOTE")).id
    there = Actor(user="u", role="SOFTWARE", agency=agency)
    id_ = reception.register_petition(a_form(), by=there)["petition"]
    reception.classify_petition(id_, FOUND, by=there)

    told = reception.accept_petition(id_, on=date(2026, 3, 5), by=there)

    assert told["due_on"] == "2026-04-20"
    assert reception.petition(id_, by=there).remote


def test_a_place_marked_as_remote_at_run_time_has_longer_too(reception: Reception):
    place = next(one for one in shipped_units().reporting(date(2026, 3, 5)) if one.kind.is_place)
    marked = AgencyRecorded(
        unit=place.id,
        scheme=place.key.scheme,
        code=place.key.code,
        name=place.authority,
        kind=AgencyKind(place.kind.value),
        area_tags=("REMOTE",),
    )
    write(reception.store.database, [reception.agency_book.recorded(marked)], session=None)
    there = Actor(user="u", role="SOFTWARE", agency=place.id)
    id_ = reception.register_petition(a_form(), by=there)["petition"]
    reception.classify_petition(id_, FOUND, by=there)

    told = reception.accept_petition(id_, on=date(2026, 3, 5), by=there)

    assert told["due_on"] == "2026-04-20"


def test_the_list_tells_what_is_overdue_and_keeps_its_filters(
    reception: Reception, clock: SetClock
):
    reception.register_petition(a_form(), by=CLERK)
    reception.register_petition(a_form(kind=PetitionKind.FEEDBACK), by=CLERK)
    clock.moment = datetime(2026, 3, 14, 9, tzinfo=VIETNAM)

    late = Wanted(overdue_on=clock.today())
    rows = reception.work_list.of("ag-1", late)

    assert [(row["kind"], row["due_on"]) for row in rows] == [("COMPLAINT", "2026-03-12")]
    assert reception.work_list.count("ag-1", late) == 1
    assert reception.work_list.count("ag-1", Wanted(kind="FEEDBACK")) == 1
    assert reception.work_list.count("ag-1", Wanted(state="DECIDED")) == 0


def test_the_list_is_narrowed_to_what_is_soon_due_was_stored_or_is_signed_by_many(
    reception: Reception, clock: SetClock
):
    alone, crowd = (
        reception.register_petition(a_form(signers=many), by=CLERK)["petition"] for many in (1, 5)
    )
    stored = replace(FOUND, disposition=Disposition.STORE, competent=False)
    reception.classify_petition(alone, stored, by=CLERK)
    due = date(2026, 3, 12)

    def found(**wanted: Any) -> list[str]:
        return [row["_id"] for row in reception.work_list.of("ag-1", Wanted(**wanted))]

    assert found(disposition="STORE") == [alone]
    assert found(signers=5) == [crowd]
    assert found(soon_on=due - timedelta(days=3)) == found(soon_on=due) == [crowd]
    assert found(soon_on=due - timedelta(days=4)) == found(soon_on=due + timedelta(days=1)) == []


def test_by_time_left_every_page_is_full_and_what_has_no_day_comes_last(reception: Reception):
    days = [date(2026, 3, day) for day in (9, 2, 4)]
    dated = [reception.register_petition(a_form(received_on=one), by=CLERK) for one in days]
    stored = [reception.register_petition(a_form(), by=CLERK)["petition"] for _ in range(4)]
    for one in stored:
        reception.classify_petition(
            one, replace(FOUND, disposition=Disposition.STORE, competent=False), by=CLERK
        )

    def pages(**way: Any) -> list[list[str]]:
        listed = reception.work_list.of
        asked = ("ag-1", Wanted(kind="COMPLAINT"))
        return [
            [row["_id"] for row in listed(*asked, page=at, size=2, by_time_left=True, **way)]
            for at in range(1, 6)
        ]

    first, second, third = (one["petition"] for one in (dated[1], dated[2], dated[0]))
    assert pages() == [[first, second], [third, stored[3]], [stored[2], stored[1]], [stored[0]], []]
    turned = [one for page in pages(turned=True) for one in page]
    assert turned[:3] == [third, second, first]
    assert sorted(turned[3:]) == sorted(stored)


def test_who_leads_sees_the_year_in_four_words(reception: Reception, clock: SetClock):
    head, on = HEAD, clock.today()
    found = Classification(eligible=True, competent=True, disposition=Disposition.ACCEPT, on=on)
    for step in range(4):
        id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
        if step:
            reception.classify_petition(id_, found, by=CLERK)
        if step > 1:
            reception.accept_petition(id_, by=head)
        if step > 2:
            reception.decide_petition(id_, Outcome.JUSTIFIED, by=head)

    assert reception.summary(2026, by=head) == {
        Way.ACTION: 2,  # one to be classified, one to be accepted
        Way.WORKING: 1,
        Way.DONE: 1,
        Way.OTHER: 0,
    }
    clock.moment = datetime(2026, 9, 1, 9, tzinfo=VIETNAM)
    assert reception.summary(2026, by=head)[Way.ACTION] == 3, "what is late needs somebody"
    assert set(WAYS) == set(State)


def test_sessions_of_a_month_are_summed_count_by_count(reception: Reception):
    reception.hold_session(a_session(client_ref="s-1"), by=CLERK)
    reception.hold_session(a_session(), by=CLERK)
    reception.hold_session(a_session(held_on=date(2026, 2, 27)), by=CLERK)

    rows = reception.session_list.of_month("ag-1", "2026-03")

    assert len(rows) == 2
    assert totals(rows) == {
        "visits": 8,
        "persons": 18,
        "matters": 6,
        "groups": 2,
        "group_persons": 12,
    }
    with pytest.raises(AlreadyEntered):
        reception.hold_session(a_session(client_ref="s-1"), by=CLERK)


def test_another_agency_finds_neither_petition_nor_session(reception: Reception):
    petition = reception.register_petition(a_form(), by=CLERK)["petition"]
    session = reception.hold_session(a_session(), by=CLERK)["session"]

    for ask in (
        lambda: reception.classify_petition(petition, FOUND, by=THEIR_CLERK),
        lambda: reception.decide_petition(petition, Outcome.JUSTIFIED, by=OTHER),
        lambda: reception.session(session, by=OTHER),
    ):
        with pytest.raises(NotFound):
            ask()


# --- a file -----------------------------------------------------------------------------------------

WHOLE = {
    "Ngày nhận": "02/03/2026",
    "Loại đơn": "Khiếu nại",
    "Nguồn đơn": "Bưu chính",
    "Họ tên": "Đinh Thị Thử",
    "Nội dung": "Đề nghị xem xét",
    "Mã tham chiếu": "p-1",
    "Ngày phân loại": "03/03/2026",
    "Đủ điều kiện": "Có",
    "Thuộc thẩm quyền": "Có",
    "Hướng xử lý": "ACCEPT",
    "Ngày thụ lý": "04/03/2026",
    "Phức tạp": "Không",
}


def a_file(*lines: dict[str, str]) -> bytes:
    kept, titles = BytesIO(), [column.title for column in COLUMNS]
    with Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((dict(zip(titles, titles, strict=True)), *lines)):
            sheet.write_row(number, 0, [row.get(title, "") for title in titles])
    return kept.getvalue()


def test_a_file_brings_whole_cases_once_and_more_when_it_has_grown(reception: Reception):
    decided = {**WHOLE, "Ngày giải quyết": "09/03/2026", "Kết quả": "Đúng một phần"}
    decided |= {"Số quyết định, kết luận": "7/QĐ-UBND"}

    first = reception.import_file(a_file(WHOLE), by=SOFTWARE)
    again = reception.import_file(a_file(WHOLE), by=SOFTWARE)
    grown = reception.import_file(a_file(decided), by=SOFTWARE)

    assert first == again
    assert (first[0]["status"], first[0]["act"], grown[0]["act"]) == (
        200,
        "accept_petition",
        "decide_petition",
    )
    kept = reception.petition(named_id("ag-1", "petition", "p-1"), by=CLERK)
    assert (kept.version, kept.state, kept.on_time) == (4, State.DECIDED, True)
    assert kept.decision == "7/QĐ-UBND"


def test_a_file_says_line_by_line_which_cell_is_wrong(reception: Reception):
    unnamed = {**WHOLE, "Họ tên": "", "Mã tham chiếu": "p-2"}
    early = {**WHOLE, "Mã tham chiếu": "p-3", "Ngày phân loại": "01/03/2026"}
    unreadable = {**WHOLE, "Mã tham chiếu": "p-4", "Ngày nhận": "hôm qua"}

    results = reception.import_file(a_file(WHOLE, unnamed, early, unreadable), by=SOFTWARE)

    assert [one["status"] for one in results] == [200, 422, 422, 422]
    assert [list(one.get("errors", {})) for one in results[1:]] == [
        ["D3: Họ tên"],
        ["I4: Ngày phân loại"],
        ["A5: Ngày nhận"],
    ]


def test_a_file_is_tried_without_a_trace_and_tells_the_same(reception: Reception):
    early = {**WHOLE, "Mã tham chiếu": "p-3", "Ngày phân loại": "01/03/2026"}
    file = a_file(WHOLE, early)

    tried = reception.import_file(file, by=SOFTWARE, dry=True)
    left = [reception.store.database[name].count_documents({}) for name in TRACES]
    done = reception.import_file(file, by=SOFTWARE)

    assert left == [0] * len(TRACES)
    assert [(one["line"], one["status"]) for one in tried] == [(2, 200), (3, 422)]
    assert [one.get("errors") for one in tried] == [one.get("errors") for one in done]
    assert done[0]["answer"]["number"] == 1


TRACES = ("petitions", "idempotency", "audit", "numbers", "events")


def test_a_file_that_was_cut_off_goes_on_and_nobody_is_notified(
    reception: Reception, monkeypatch: pytest.MonkeyPatch
):
    lines = [{**WHOLE, "Mã tham chiếu": f"r-{at}"} for at in range(3)]
    monkeypatch.setattr("services.reception.service.imports.LINES_AT_ONCE", 1)
    whole, calls = reception.each, []

    def dies(acts: Any, **how: Any) -> Any:
        calls.append(acts)
        if len(calls) == 2:
            raise ConnectionAbortedError
        return whole(acts, **how)

    monkeypatch.setattr(reception, "each", dies)
    with pytest.raises(ConnectionAbortedError):
        reception.import_file(a_file(*lines), by=SOFTWARE)
    results = reception.import_file(a_file(*lines), by=SOFTWARE)

    assert [one["answer"]["number"] for one in results] == [1, 2, 3]
    events = list(reception.store.database["events"].find())
    assert events
    assert all(json.loads(one["body"])["quiet"] for one in events)


def test_a_kept_file_opens_for_its_agency_alone(reception: Reception):
    file = a_file(WHOLE)
    kept = reception.keep_import(file, by=CLERK)

    assert reception.kept_import(kept, by=HEAD) == file
    assert WHOLE["Họ tên"].encode() not in reception.contents.get(kept)
    for id_, by in ((kept, OTHER), ("no-such", CLERK)):
        with pytest.raises(NotFound):
            reception.kept_import(id_, by=by)


def test_a_clerk_may_not_accept_by_a_file(reception: Reception):
    (result,) = reception.import_file(a_file(WHOLE), by=CLERK)

    assert (result["status"], result["code"]) == (422, "forbidden")
    assert list(result["errors"]) == ["M2: Ngày thụ lý"]
