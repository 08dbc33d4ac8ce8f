"""Figures: one contract for pages, programs, papers and metrics; a list behind each; counted again on request."""

import re as regex
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from contracts import planning as pl, reception as re
from contracts.registry import AgencyKind, AgencyRecorded, Role
from kernel.clock import SetClock
from kernel.message import Actor
from kernel.metrics import Metrics
from kernel.store.changes import write
from law.defaults import shipped_packs
from services.reporting.adapters import docx, forms, papers
from services.reporting.domain.figures import AUTO_KEYS
from services.reporting.domain.indicators import RATES, STATE_WORDS, State, contracts
from services.reporting.service import recounts
from services.reporting.service.documents import Kind
from tests.integration.test_reporting import HEALTH, JUSTICE, SNV, House, a_year, fresh as fresh

YEAR = "from=2026-01-01&to=2026-12-31"


@pytest.fixture
def told(fresh: Callable[[str], House], request: pytest.FixtureRequest) -> House:
    """Two agencies have had a year; one petition of Justice turned out to be a denunciation."""
    house = fresh(f"f{abs(hash(request.node.name)) % 10**6}").on(date(2026, 12, 31))
    house.hears(JUSTICE, *a_year(JUSTICE))
    house.hears(
        HEALTH,
        *a_year(HEALTH),
        pl.HarassmentRecorded(case="h", found_on=date(2026, 5, 5), officials_handled=1),
    )
    classified = re.PetitionClassified(
        petition=f"{JUSTICE}p", kind=re.PetitionKind.DENUNCIATION, eligible=True, competent=True,
        disposition=re.Disposition.ACCEPT, classified_on=date(2026, 3, 3),
    )  # fmt: skip
    house.hears(JUSTICE, classified)
    return house


def asked(
    house: House, agency: str | None, role: str = "SNV_OFFICER", who: str = SNV
) -> dict[str, int | None]:
    which = f"&agency={agency}" if agency else ""
    found = house.asks(role, who, "GET", f"figures/lines?{YEAR}{which}").json["lines"]
    return {one["key"]: one["value"] for one in found}


def test_page_programs_papers_and_metrics_tell_the_same(told: House):
    reporting = told.service
    reporting.store.clock = SetClock(datetime(2026, 12, 31, 9, tzinfo=UTC))
    reporting.store.metrics = Metrics("reporting")

    lines = asked(told, None)
    counted = {key: lines[key] for key in AUTO_KEYS}
    page = told.sees("SNV_OFFICER", SNV, f"/reporting/?{YEAR}").text
    flat = told.asks("SNV_OFFICER", SNV, "GET", f"figures?{YEAR}").json["figures"]
    reporting.tell_figures(datetime(2026, 12, 31, tzinfo=UTC))
    metrics = reporting.store.metrics.page().decode()

    summed: dict[str, int] = dict.fromkeys(AUTO_KEYS, 0)
    for row in flat:
        summed[".".join(filter(None, (row["indicator"], row["group"])))] += row["value"]
    assert summed == counted
    for key, value in counted.items():
        code, _, group = key.partition(".")
        assert (
            f'danvan_figure{{group="{group}",indicator="{code}",service="reporting"}} {float(value)}'
            in metrics
        )
    links = regex.findall(r'href="/reporting/behind\?key=([A-Z_.]+)[^"]*"[^>]*>([\d.]+)</a>', page)
    assert {key: int(n.replace(".", "")) for key, n in links} == {
        key: value for key, value in counted.items() if value and key != "RCP_HEAD_QUOTA"
    }
    assert (counted["PET_IN.KN"], counted["PET_IN.TC"], counted["HARASSMENT_CASES"]) == (1, 1, 1)


def test_page_programs_papers_and_metrics_tell_the_same_shares(told: House):
    reporting = told.service
    reporting.store.clock = SetClock(datetime(2026, 12, 31, 9, tzinfo=UTC))
    reporting.store.metrics = Metrics("reporting")
    reporting.tell_figures(datetime(2026, 12, 31, tzinfo=UTC))

    shares = told.asks("SNV_OFFICER", SNV, "GET", f"figures/lines?{YEAR}").json["shares"]
    page = told.sees("SNV_OFFICER", SNV, f"/reporting/?{YEAR}").text
    metrics = reporting.store.metrics.page().decode()
    by = Actor(user="u", role=Role.SNV_OFFICER, agency=SNV)
    days = {"first": "2026-01-01", "last": "2026-12-31"}
    annex = reporting.documents.facts(Kind.STATISTICS, days, by)
    word, book = Document(BytesIO(docx.draw(papers.statistics(annex)))), forms.statistics(annex)
    written = {row.cells[0].text: row.cells[3].text for one in word.tables for row in one.rows}
    counted = {row[0]: row[3] for row in load_workbook(BytesIO(book))["So lieu"].values}

    assert [one["key"] for one in shares] == [one.code for one in RATES]
    for one in shares:
        said = STATE_WORDS.get(State(one["state"])) or f"{one['value']:.1f}".replace(".", ",")
        after = page.partition(f"{one['title']} <small>")[2].partition("</td>")[0]
        assert said in after, one
        assert written[one["key"]] == said
        assert counted[one["key"]] == (said if one["value"] is None else one["value"])
        shown = float("nan") if one["value"] is None else one["value"]
        assert (
            f'danvan_figure_percent{{indicator="{one["key"]}",service="reporting"}} {shown}'.lower()
            in metrics.lower()
        )
    assert {one["state"] for one in shares} == {"NUMBER", "NONE"}


def test_nothing_happened_is_not_nobody_told(told: House):
    lines = told.asks("SNV_OFFICER", SNV, "GET", f"figures/lines?{YEAR}&agency={JUSTICE}").json[
        "lines"
    ]
    states = {one["key"]: one["state"] for one in lines}

    assert states["PET_IN.TC"] == "NUMBER"
    assert states["DIALOGUE_COUNT"] == "NONE"
    assert states["SATISFACTION"] == "NOT_REPORTED"
    before = {one["key"]: one["previous"] for one in lines}
    assert before.pop("RCP_HEAD_QUOTA") == 6, "the law sets it, whether or not anybody tells"
    assert set(before.values()) == {None}


def test_the_quota_of_heads_is_of_all_who_report_also_of_who_recorded_nothing(told: House):
    desk, (first, last) = told.service.counting, (date(2026, 1, 1), date(2026, 12, 31))
    agencies = desk.memory.agencies
    reporters = agencies.reporters(date(2026, 10, 1))
    idle, quota = reporters[-1], "RCP_HEAD_QUOTA"

    assert desk.counted(first, last).keys() == {JUSTICE, HEALTH}
    owed = {one: agencies.head_quota(one, first, last) for one in reporters}
    assert desk.values(None, first, last)[quota] == sum(filter(None, owed.values()))
    assert desk.prefill(idle, first, last).figures[quota] == owed[idle]
    assert desk.values(idle, first, last)[quota] == owed[idle]
    assert desk.values(idle, first, last)["PET_IN.KN"] is None, "it told nothing"


def test_a_head_owes_reception_days_only_while_there_is_the_agency(told: House):
    agencies = told.service.counting.memory.agencies
    begun = AgencyRecorded(
        unit="xa-moi", scheme="GL_2026", code="90009", name="UBND xã Mới", kind=AgencyKind.COMMUNE, since=date(2026, 7, 1), reports=True,
    )  # fmt: skip
    ended = replace(begun, unit="xa-cu", since=None, until=date(2026, 6, 30))
    book = agencies.book
    write(book.store.database, [book.recorded(begun), book.recorded(ended)], session=None)
    year = (date(2026, 1, 1), date(2026, 12, 31))
    place = next(one for one in agencies.reporters(date(2026, 10, 1)) if agencies.named(one).kind == "COMMUNE")  # fmt: skip

    halves = ((date(2026, 7, 1), year[1]), (year[0], date(2026, 6, 30)))
    for unit, half in zip(("xa-moi", "xa-cu"), halves, strict=True):
        assert agencies.head_quota(unit, *year) == agencies.head_quota(place, *half)
    assert agencies.head_quota("xa-moi", *halves[1]) is None


def test_a_figure_opens_the_list_of_what_it_counts_by_code_only(told: House):
    path = f"/api/reporting/v1/figures/items?key=PET_SETTLED.TC&{YEAR}&agency={JUSTICE}"
    items = told.asks("SNV_OFFICER", SNV, "GET", path).json["items"]
    page = told.sees(
        "SNV_OFFICER", SNV, f"/reporting/behind?key=PET_SETTLED.TC&{YEAR}&agency={JUSTICE}"
    )
    own = told.sees("DANVAN_OFFICER", JUSTICE, f"/reporting/behind?key=PET_SETTLED.TC&{YEAR}")
    by_agency = told.sees("SNV_OFFICER", SNV, f"/reporting/behind?key=PET_IN.KN&{YEAR}")

    assert [(one["code"], one["n"]) for one in items] == [(f"{JUSTICE}p", 1)]
    assert items[0]["days"]["decided_on"] == "2026-03-09"
    assert f"{JUSTICE}p" in page.text
    assert "/reception/petitions/" not in page.text
    assert f'href="/reception/petitions/{JUSTICE}p"' in own.text
    assert "Sở Y tế" in by_agency.text
    assert "Sở Tư pháp" not in by_agency.text.split("<table")[1]


def test_another_agencys_list_is_not_found_and_neither_is_one_of_a_typed_figure(told: House):
    foreign = told.asks(
        "DANVAN_OFFICER", HEALTH, "GET", f"figures/items?key=PET_IN.KN&{YEAR}&agency={JUSTICE}"
    )
    typed = told.asks("DANVAN_OFFICER", HEALTH, "GET", f"figures/items?key=SATISFACTION&{YEAR}")
    page = told.sees("DANVAN_OFFICER", HEALTH, f"/reporting/behind?key=NO_SUCH&{YEAR}")

    assert [one.status_code for one in (foreign, typed, page)] == [404, 404, 404]


def test_a_recount_agrees_and_sees_a_counter_that_was_tampered_with(told: House):
    whole = told.service.counting.recount()
    told.service.store.database["figures"].update_one(
        {"agency": JUSTICE, "period": "2026-03"}, {"$inc": {"n.PET_IN:TC": 1}}
    )
    found = told.asks("SNV_OFFICER", SNV, "GET", f"recounts?agency={JUSTICE}").json
    page = told.sees("SNV_OFFICER", SNV, f"/reporting/recount?agency={JUSTICE}").text

    assert (whole.wrong, whole.facts) == (0, 7)
    assert found["wrong"] == 1
    assert found["differences"] == [
        {"agency": JUSTICE, "period": "2026-03", "counter": "PET_IN.TC", "rolled_up": 2, "facts": 1}
    ]
    assert "không khớp" in page
    assert (
        told.asks("DANVAN_OFFICER", JUSTICE, "GET", f"recounts?agency={JUSTICE}").status_code == 403
    )


def test_a_recount_of_the_province_is_a_job_and_the_journals_a_rebuild(told: House):
    job = told.asks("SNV_OFFICER", SNV, "POST", "recounts")
    first = told.asks("SNV_OFFICER", SNV, "POST", "recounts/journal")
    again = told.asks("SNV_OFFICER", SNV, "POST", "recounts/journal")

    assert (job.status_code, first.status_code, again.status_code) == (202, 202, 409)
    assert first.json["generation"] == 2
    assert told.service.recounts.journal().running
    assert recounts.COUNTING.partition(":")[2] == "run"


def test_every_indicator_has_a_contract_and_the_page_shows_it(told: House):
    found = told.asks("DANVAN_OFFICER", JUSTICE, "GET", "indicators").json["indicators"]
    page = told.sees("DANVAN_OFFICER", JUSTICE, "/reporting/indicators").text.replace("<wbr>", "")

    assert [one["key"] for one in found] == [one.key for one in contracts(shipped_packs())]
    assert all(
        one["numerator"] and one["as_of"] and one["unit"] and one["version"] for one in found
    )
    assert all(one["key"] in page for one in found)
    rate = next(one for one in found if one["key"] == "PET_ONTIME_RATE")
    assert (rate["numerator"], rate["denominator"]) == ("PET_ONTIME", "PET_ONTIME + PET_OVERDUE")


def test_a_matter_is_overdue_by_the_time_it_really_has(told: House):
    one: Any = {"petition": "s", "kind": re.PetitionKind.COMPLAINT}
    moved: Any = {"petition": "s", "rule": "C-02", "because": "Lịch nghỉ năm 2026"}

    def overdue_after(*events: Any) -> int:
        told.hears(JUSTICE, *events)
        return asked(told, JUSTICE)["PET_OVERDUE.KN"] or 0

    def day(month: int, number: int, year: int = 2026) -> date:
        return date(year, month, number)

    nothing = overdue_after()
    registered = re.PetitionRegistered(
        **one, number=7, year=2026, received_on=day(1, 5), channel=re.IntakeChannel.POST
    )
    accepted = re.PetitionAccepted(**one, accepted_on=day(1, 9), due_on=day(2, 9), rule="C-02")
    steps = [
        (accepted, 1),
        (re.CaseSuspended(**one, ground="FORCE_MAJEURE", since=day(2, 2)), 0),
        (re.CaseResumed(**one, resumed_on=day(6, 1), due_on=day(6, 8)), 1),
        (re.CaseExtended(**one, decided_on=day(6, 5), due_on=day(1, 15, 2027)), 0),
        (re.DeadlineChanged(**moved, before=day(1, 15, 2027), after=day(12, 31)), 0),
        (
            re.DeadlineChanged(
                **moved,
                before=day(1, 15, 2027),
                after=day(12, 31),
                clock=re.ClockKind.SETTLEMENT,
            ),
            1,
        ),
        (re.CaseTerminated(**one, ground="WITHDRAWN", terminated_on=day(12, 1)), 0),
        (re.CaseReopened(**one, reopened_on=day(12, 2), due_on=day(12, 20)), 1),
        (re.PetitionLinked(**one, master="m", linked_on=day(12, 3)), 0),
        (re.PetitionUnlinked(**one, master="m", unlinked_on=day(12, 4)), 1),
        (re.PetitionDecided(**one, outcome=re.Outcome.JUSTIFIED, decided_on=day(12, 18)), 0),
    ]

    told.hears(JUSTICE, registered)
    assert [overdue_after(event) - nothing for event, _ in steps] == [n for _, n in steps]
