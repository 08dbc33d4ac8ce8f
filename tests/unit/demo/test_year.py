"""A seed gives the same year each time; it is as large as asked, and every row is one a service takes."""

from collections import Counter
from datetime import date

import pytest

from demo.year import Size, Year, make_year
from demo.year.offices import IA_DOM, IA_MO, PLEIKU, QUY_NHON, TU_PHAP, UAR, Y_TE
from tests.unit.demo.formats import days_of, wrong


@pytest.fixture(scope="module")
def full() -> Year:
    return make_year(Size.asked(petitions=3000))


def _rows(year: Year):
    for entries in year.entries.values():
        yield from entries


def _acts(year: Year) -> Counter[str]:
    return Counter(entry.row["act"] for entry in _rows(year))


def _id(year: Year, name: str) -> str:
    return next(office.id for office in year.offices if office.is_called(name))


def _story(year: Year, name: str) -> list[tuple[str, int, str]]:
    id_ = _id(year, name)
    return [
        (f"{step.day:%d/%m}", step.version, step.act)
        for step in year.campaign
        if step.agency == id_ and step.act not in {"put_figures", "put_sections"}
    ]


def test_the_same_seed_gives_the_same_year_and_another_seed_another():
    small = Size.asked(agencies=14, petitions=200)
    other = Size.asked(agencies=14, petitions=200, seed=7)

    assert make_year(small) == make_year(small)
    assert make_year(small).batches != make_year(other).batches


def test_the_year_has_the_numbers_asked_for(full: Year):
    acts = _acts(full)

    assert len(full.offices) == 151
    assert acts["register_petition"] == 3000
    assert acts["hold_session"] == 3000
    assert acts["add_task"] == 1200
    assert acts["announce_dialogue"] + acts["open_consultation"] == 300


@pytest.mark.parametrize("agencies", [1, 5, 20, 60])
def test_a_smaller_year_is_smaller_in_proportion(agencies: int):
    size = Size.asked(agencies=agencies, petitions=agencies * 4)
    year = make_year(size)
    acts = _acts(year)

    assert len(year.offices) == agencies
    assert acts["register_petition"] == agencies * 4
    assert acts["hold_session"] == size.sessions == round(3000 * agencies / 151)
    assert acts["add_task"] == size.tasks


def test_every_row_is_one_that_its_service_takes(full: Year):
    assert [why for entry in _rows(full) if (why := wrong(entry.service, entry.row))] == []


def test_no_row_is_entered_before_what_it_tells_happened(full: Year):
    late = [
        (batch.day, row)
        for batch in full.batches
        for row in batch.rows
        if any(day > batch.day.isoformat() for day in days_of(row))
    ]
    sent = [row for book in full.workbooks for case in book.petitions for row in case]

    assert late == []
    assert all(days_of(row)[0] <= "2026-10-31" for row in sent)
    assert {batch.day.weekday() for batch in full.batches} <= set(range(6))


def test_a_thing_is_entered_before_what_is_said_about_it(full: Year):
    known: set[tuple[str, str]] = set()
    strangers = []
    for batch in full.batches:
        for row in batch.rows:
            names = [row[name] for name in row if name == "ref" or name.endswith("_ref")]
            about = set(names) - {row["client_ref"]}
            strangers += [row for ref in about if (batch.agency, ref) not in known]
            known.add((batch.agency, row["client_ref"]))

    assert strangers == []


def test_refs_are_used_once_by_an_agency(full: Year):
    refs = Counter(
        (agency, entry.service, entry.row["client_ref"])
        for agency, entries in full.entries.items()
        for entry in entries
    )

    assert [ref for ref, times in refs.items() if times > 1] == []


def test_an_agency_sends_about_one_batch_a_week_to_a_service(full: Year):
    weeks = Counter(
        (batch.agency, batch.service, batch.day.isocalendar()[:2], batch.quiet)
        for batch in full.batches
    )

    assert max(weeks.values()) <= 2


def test_every_commune_has_a_dialogue_and_every_agency_but_one_a_model(full: Year):
    talks = {a for a, rows in full.entries.items() for e in rows if e.row["act"] == "hold_dialogue"}
    models = {
        a for a, rows in full.entries.items() for e in rows if e.row["act"] == "record_model_result"
    }

    assert {office.id for office in full.offices if office.is_commune} == talks
    assert {office.id for office in full.offices} - models == {_id(full, UAR)}


def test_the_group_of_twelve_comes_to_ia_dom_and_the_deputy_receives_in_august(full: Year):
    held = {
        entry.row["held_on"]: entry.row
        for entry in full.entries[_id(full, IA_DOM)]
        if entry.row["act"] == "hold_session" and entry.row["kind"] == "PERIODIC"
    }

    group = held["2026-07-15"]
    counts = [group[name] for name in ("visits", "persons", "matters", "groups", "group_persons")]
    assert counts == [1, 12, 1, 1, 12]
    assert held["2026-08-17"]["host"] == "AUTHORISED_DEPUTY"


def test_one_agency_sends_files_in_place_of_petition_rows(full: Year):
    sender = _id(full, QUY_NHON)
    typed = {row["act"] for batch in full.batches if batch.agency == sender for row in batch.rows}
    filed = sum(len(book.petitions) for book in full.workbooks)

    assert not {act for act in typed if act.endswith("_petition")}
    assert len(full.workbooks) == 3
    assert filed == sum(e.row["act"] == "register_petition" for e in full.entries[sender])


def test_most_petitions_are_settled_in_time_and_a_few_stay_open(full: Year):
    acts = _acts(full)

    assert 0.6 < acts["decide_petition"] / 3000 < 0.75
    assert 0.02 < (acts["accept_petition"] - acts["decide_petition"]) / 3000 < 0.09


def test_last_year_has_a_report_of_at_least_140_agencies_with_all_figures(full: Year):
    keys = {frozenset(report.figures) for report in full.previous}

    assert len(full.previous) >= 140
    assert len(keys) == 1
    assert len(keys.pop()) == 119
    assert all(value >= 0 for report in full.previous for value in report.figures.values())


def test_the_reports_of_sc12_come_on_their_days(full: Year):
    assert ("14/11", 1, "submit_report") in _story(full, TU_PHAP)
    assert ("16/11", 1, "submit_report") in _story(full, PLEIKU)
    assert ("18/11", 1, "submit_report") in _story(full, IA_MO)
    assert _story(full, Y_TE) == [
        ("12/11", 1, "draft_report"),
        ("12/11", 1, "submit_report"),
        ("17/11", 1, "return_report"),
        ("20/11", 2, "draft_report"),
        ("20/11", 2, "submit_report"),
        ("25/11", 2, "accept_report"),
    ]
    assert _story(full, UAR)[-1] == ("18/11", 1, "return_report")


def test_on_22_november_139_reports_are_accepted_and_five_are_back(full: Year):
    today = date(2026, 11, 22)
    last: dict[str, str] = {}
    for step in full.campaign:
        if step.agency and step.day <= today:
            last[step.agency] = step.act
    states = Counter(last.values())

    assert states == {"accept_report": 139, "return_report": 5, "submit_report": 4}
    assert len(full.offices) - sum(states.values()) == 3


def test_a_report_is_drafted_filled_and_submitted_in_this_order(full: Year):
    acts = [step.act for step in full.campaign if step.agency == _id(full, PLEIKU)]

    assert acts == [
        *("draft_report", "put_figures", "put_sections", "submit_report", "accept_report"),
    ]


def test_the_mismatch_and_the_missing_section_are_in_the_first_version_only(full: Year):
    figures = [s for s in full.campaign if s.act == "put_figures" and s.data["comments"]]
    sections = [
        s
        for s in full.campaign
        if s.act == "put_sections" and "CCHC_IMPACT" not in s.data["sections"]
    ]

    assert [step.version for step in figures] == [1, 2]
    assert [(step.agency, step.version) for step in sections] == [(_id(full, Y_TE), 1)]


def test_agencies_may_enter_every_second_week():
    often = make_year(Size.asked(agencies=20, petitions=400))
    seldom = make_year(Size.asked(agencies=20, petitions=400, weeks=2))

    assert len(seldom.batches) < 0.75 * len(often.batches)
    assert seldom.entries == often.entries
    assert max(batch.day for batch in seldom.batches) == date(2026, 11, 2)
