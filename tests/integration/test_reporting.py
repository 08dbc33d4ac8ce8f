"""A year's reports: prefilled from what was followed, sent, checked, closed, compiled, drawn and issued."""

import re as re_
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from contracts import consultation as co, planning as pl, reception as re
from contracts.registry import CalendarPublished
from contracts.reporting import (
    ReportAccepted,
    ReportCorrectionMoved,
    ReportReturned,
    ReportSubmitted,
)
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import VIETNAM, SetClock, drive
from kernel.message import Actor, Event, Told
from law.active import calendar_content, written
from law.defaults import agency_name, shipped_units
from services.reporting.api import web
from services.reporting.domain.submissions import JudgedBySender
from services.reporting.service import Reporting, province
from services.reporting.service.documents import Kind
from tests.site import Site, wait_for

ALL = shipped_units().reporting(date(2026, 10, 1))
BY_NAME = {unit.authority: unit.id for unit in ALL}
SNV, JUSTICE, HEALTH = BY_NAME["Sở Nội vụ"], BY_NAME["Sở Tư pháp"], BY_NAME["Sở Y tế"]
PLEIKU = BY_NAME["UBND phường Pleiku"]
CALENDAR_TIMER = Actor(user="calendar", role="SYSTEM", agency="gialai")
CAMPAIGN = "/api/reporting/v1/campaigns/2026"
REQUIRED = "DVK_MODELS CCHC_IMPACT ETHICS_HEAD RECEPTION DIALOGUE DEMOCRACY FRONT_COORD ASSESSMENT NEXT_YEAR"
SECTIONS = dict.fromkeys(REQUIRED.split(), "Đã thực hiện đầy đủ.")


class House:
    """Reporting's web application on an empty database, with a legal clock of its own."""

    def __init__(self, site: Site, prefix: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.clock_file = folder / "clock"
        settings = site.settings_for(
            "reporting", db_prefix=prefix, demo="1", legal_clock=str(self.clock_file)
        )
        self.keys = SessionKeys(site.folder / "keys", site="gialai")
        patch.setattr(province, "DRAWING", "tests.integration.drawing:draw")
        self.on(date(2026, 10, 1))
        self.client = web(settings).test_client()
        store = site.store("reporting", db_prefix=prefix)
        store.clock = SetClock(datetime(2026, 10, 1, tzinfo=UTC))
        self.service = Reporting(store)
        store.prepare()

    def on(self, day: date, at: time = time(9)) -> "House":
        """Let it be that day."""
        drive(self.clock_file, datetime.combine(day, at, VIETNAM))
        return self

    def asks(self, role: str, agency: str, method: str, path: str, body: Any = None) -> Any:
        """What the API answers to somebody."""
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        token = self.keys.issue(actor, now=now, minutes=15)
        full = path if path.startswith("/") else f"/api/reporting/v1/{path}"
        headers = {"Authorization": f"Bearer {token}"}
        return self.client.open(full, method=method, json=body, headers=headers)

    def sees(self, role: str, agency: str, path: str) -> Any:
        """What a page shows to somebody who is signed in."""
        now = datetime.now(UTC)
        token = self.keys.issue(
            Actor(user=f"u-{role}", role=role, agency=agency), now=now, minutes=15
        )
        self.client.set_cookie("danvan", token)
        try:
            return self.client.get(path)
        finally:
            self.client.delete_cookie("danvan")

    def hears(self, agency: str, *events: Event) -> None:
        """Another service told it something."""
        for event in events:
            told = Told("i", "s", event.wire, "x/1", "", "", agency, 1, "2026-01-01", "A@b")
            handlers = (getattr(self.service, name) for name in dir(Reporting))
            handle = next(one for one in handlers if getattr(one, "follows", 0) is type(event))
            self.service.store.follow(handle(event, told), session=None)

    def told(self, cls: type[Event]) -> list[str]:
        """How often it told something."""
        rows = self.service.store.database["events"].find({"type": cls.wire})
        return [row["agency"] for row in rows]

    # --- a report on its way ------------------------------------------------------------------------

    def opened(self) -> "House":
        answer = self.asks("SNV_OFFICER", SNV, "POST", "campaigns", {"year": 2026})
        assert answer.status_code == 201, answer.text
        return self

    def drafted(self, agency: str, sections: dict[str, str] = SECTIONS) -> "House":
        self.hears(agency, *a_year(agency))
        draft = self.asks("DANVAN_OFFICER", agency, "POST", f"{CAMPAIGN}/report")
        assert draft.status_code == 200, draft.text
        written = self.asks(
            "DANVAN_OFFICER", agency, "PUT", f"{CAMPAIGN}/report/sections", {"sections": sections}
        )
        assert written.status_code == 200, written.text
        return self

    def sent(self, agency: str, **body: str) -> Any:
        return self.asks("AGENCY_HEAD", agency, "POST", f"{CAMPAIGN}/report/submission", body)

    def passed(self) -> "House":
        """The compiled draft was reviewed by somebody else."""
        asked = self.asks("SNV_OFFICER", SNV, "POST", "provincial/2026/review", {})
        said = {"passes": True, "comment": "Thống nhất."}
        judged = self.asks("PROVINCE_LEADER", SNV, "POST", "provincial/2026/judgement", said)
        assert (asked.json["review"], judged.json["review"]) == ("ASKED", "PASSED"), judged.text
        return self

    def accepted(self, agency: str) -> str:
        report = self.drafted(agency).sent(agency).json["report"]
        done = self.asks("SNV_OFFICER", SNV, "POST", f"reports/{report}/acceptance")
        assert done.json["state"] == "ACCEPTED", done.text
        return report


def a_year(agency: str) -> list[Event]:
    """One of everything, so that the report is whole."""
    kind, on = re.PetitionKind.COMPLAINT, date(2026, 3, 2)
    return [
        re.PetitionRegistered(
            petition=f"{agency}p", number=1, year=2026, kind=kind, channel=re.IntakeChannel.POST, received_on=on
        ),
        re.PetitionDecided(
            petition=f"{agency}p", kind=kind, outcome=re.Outcome.JUSTIFIED, decided_on=date(2026, 3, 9)
        ),
        pl.ModelRegistered(model=f"{agency}m", field=pl.ModelField.ECONOMY, started_on=on),
        pl.ModelResultRecorded(model=f"{agency}m", recorded_on=date(2026, 6, 1)),
        pl.HeadEvaluated(evaluation=f"{agency}e", evaluated_on=on, level=pl.EthicsLevel.GOOD),
    ]  # fmt: skip


@pytest.fixture
def fresh(house: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], House]:
    if not (house.folder / "keys" / "secret").exists():
        create_session_key(house.folder / "keys")
        create_secret(house.folder / "keys")
    return lambda name: House(house, f"{house.name}_{name}_", tmp_path, monkeypatch)


@pytest.fixture
def desk(fresh: Callable[[str], House], request: pytest.FixtureRequest) -> Iterator[House]:
    """The year's campaign is open."""
    return fresh(f"r{abs(hash(request.node.name)) % 10**6}").opened()


# --- campaign ---------------------------------------------------------------------------------------


def test_a_campaign_names_its_window_its_due_day_and_all_who_report(desk: House):
    told = desk.asks("SNV_OFFICER", SNV, "GET", CAMPAIGN).json
    again = desk.asks("SNV_OFFICER", SNV, "POST", "campaigns", {"year": 2026})

    assert (told["window_from"], told["window_to"]) == ("2025-11-01", "2026-10-31")
    assert (told["nominal_due_on"], told["due_on"]) == ("2026-11-14", "2026-11-16")
    assert len(told["agencies"]) == 151
    assert told["counts"]["NOT_STARTED"] == 151
    assert (again.status_code, again.json["code"]) == (409, "campaign_already_opened")


def test_who_never_submitted_is_overdue_and_after_the_closure_missing(desk: House):
    desk.on(date(2026, 11, 16)).accepted(JUSTICE)
    early = desk.asks("SNV_LEADER", SNV, "POST", f"{CAMPAIGN}/closure")
    overdue = desk.on(date(2026, 11, 17)).asks("SNV_OFFICER", SNV, "GET", CAMPAIGN).json["counts"]
    refused = desk.asks("SNV_OFFICER", SNV, "POST", f"{CAMPAIGN}/closure")

    closed = desk.asks("SNV_LEADER", SNV, "POST", f"{CAMPAIGN}/closure")

    assert (early.status_code, refused.status_code) == (409, 403)
    assert (overdue["OVERDUE"], overdue["ACCEPTED"]) == (150, 1)
    assert closed.json["missing"] == 150
    assert desk.asks("SNV_OFFICER", SNV, "GET", CAMPAIGN).json["counts"]["MISSING"] == 150
    assert desk.asks("DANVAN_OFFICER", HEALTH, "POST", f"{CAMPAIGN}/report").status_code == 409


# --- an agency's report -----------------------------------------------------------------------------


def test_a_report_is_prefilled_and_stays_as_it_was_frozen(desk: House):
    desk.drafted(JUSTICE)
    desk.hears(
        JUSTICE,
        pl.HeadEvaluated(evaluation="e2", evaluated_on=date(2026, 5, 5), level=pl.EthicsLevel.GOOD),
    )

    own = desk.asks("DANVAN_OFFICER", JUSTICE, "GET", f"{CAMPAIGN}/report").json

    figures = {key: line["value"] for key, line in own["figures"].items()}
    assert figures["HEAD_EVALUATIONS"] == 1
    assert (figures["PET_IN.KN"], figures["PET_SETTLED.KN"], figures["PET_IN.TC"]) == (1, 1, 0)
    assert figures["DVK_ACTIVE.ECONOMY"] == 1
    assert figures["RCP_HEAD_QUOTA"] == 12
    assert own["lacks"] == []
    desk.asks("DANVAN_OFFICER", JUSTICE, "POST", f"{CAMPAIGN}/report")
    refreshed = desk.asks("DANVAN_OFFICER", JUSTICE, "GET", f"{CAMPAIGN}/report").json
    assert refreshed["figures"]["HEAD_EVALUATIONS"]["value"] == 2


def test_figures_by_hand_and_overrides_with_a_comment_keep_both_values(desk: House):
    path = f"{desk.drafted(JUSTICE) and CAMPAIGN}/report/figures"
    silent = desk.asks("DANVAN_OFFICER", JUSTICE, "PUT", path, {"figures": {"PET_IN.KN": 5}})
    wrong = {"figures": {"SATISFACTION": 101, "NOTHING": 1}}
    refused = desk.asks("DANVAN_OFFICER", JUSTICE, "PUT", path, wrong)

    body = {"figures": {"PET_IN.KN": 5, "SATISFACTION": 93}, "comments": {"PET_IN.KN": "Sổ giấy."}}
    done = desk.asks("DANVAN_OFFICER", JUSTICE, "PUT", path, body)

    assert (silent.status_code, list(silent.json["errors"])) == (422, ["figures.PET_IN.KN"])
    assert set(refused.json["errors"]) == {"figures.SATISFACTION", "figures.NOTHING"}
    assert done.status_code == 200
    lines = desk.asks("DANVAN_OFFICER", JUSTICE, "GET", f"{CAMPAIGN}/report").json["figures"]
    assert lines["PET_IN.KN"] == {
        "value": 5,
        "source": "MANUAL",
        "counted": 1,
        "comment": "Sổ giấy.",
    }
    assert lines["SATISFACTION"] == {"value": 93, "source": "MANUAL"}


def test_the_second_of_two_people_who_change_a_draft_is_told(desk: House):
    path = f"{desk.drafted(JUSTICE) and CAMPAIGN}/report/figures"
    version = desk.asks("DANVAN_OFFICER", JUSTICE, "GET", f"{CAMPAIGN}/report").json["version"]

    first = desk.asks(
        "DANVAN_OFFICER", JUSTICE, "PUT", path, {"figures": {"TTHC_TOTAL": 9}, "version": version}
    )
    second = desk.asks(
        "UNIT_LEADER", JUSTICE, "PUT", path, {"figures": {"TTHC_TOTAL": 8}, "version": version}
    )

    elsewhere = desk.asks(
        "UNIT_LEADER", JUSTICE, "PUT", path, {"figures": {"TTHC_TOTAL": 9}, "version": version}
    )

    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json["code"] == "texts_differ"
    both = {"figure.TTHC_TOTAL.kept": ["9"], "figure.TTHC_TOTAL.brought": ["8"]}
    assert second.json["errors"] == both
    assert (elsewhere.status_code, elsewhere.json["code"]) == (409, "changed_meanwhile")


def test_a_report_with_parts_missing_goes_only_with_the_heads_reason(desk: House):
    desk.on(date(2026, 11, 12))
    desk.drafted(HEALTH, {code: text for code, text in SECTIONS.items() if code != "CCHC_IMPACT"})

    blocked = desk.sent(HEALTH)
    officer = desk.asks("DANVAN_OFFICER", HEALTH, "POST", f"{CAMPAIGN}/report/submission", {})
    unknown = desk.asks(
        "DANVAN_OFFICER", HEALTH, "PUT", f"{CAMPAIGN}/report/sections", {"sections": {"X": "y"}}
    )
    sent = desk.sent(HEALTH, override_reason="Chờ kết quả khảo sát.")

    assert (blocked.status_code, blocked.json["code"]) == (422, "incomplete")
    assert any("II.3" in one for one in blocked.json["errors"]["report"])
    assert (officer.status_code, unknown.status_code, sent.status_code) == (403, 422, 201)
    assert sent.json["timeliness"] == "ON_TIME"


def test_nothing_is_sent_or_filled_before_it_is_drafted_or_by_who_does_not_report(desk: House):
    filled = desk.asks(
        "DANVAN_OFFICER", JUSTICE, "PUT", f"{CAMPAIGN}/report/figures", {"figures": {}}
    )
    stranger = desk.asks("DANVAN_OFFICER", "ag-1", "POST", f"{CAMPAIGN}/report")
    no_year = desk.asks("DANVAN_OFFICER", JUSTICE, "POST", "campaigns/2027/report")

    assert filled.json["code"] == "report_not_drafted"
    assert stranger.json["code"] == "not_expected"
    assert (no_year.status_code, no_year.json["code"]) == (404, "no_campaign")


# --- SC-12 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "at", "came", "late"),
    [
        (date(2026, 11, 14), time(21), "ON_TIME", 0),
        (date(2026, 11, 16), time(23, 40), "ON_TIME", 0),
        (date(2026, 11, 17), time(0, 5), "LATE", 1),
        (date(2026, 11, 18), time(9), "LATE", 2),
    ],
)
def test_the_legal_day_of_the_first_receipt_fixes_the_timeliness(desk: House, day, at, came, late):
    receipt = desk.drafted(PLEIKU).on(day, at).sent(PLEIKU).json

    assert (receipt["timeliness"], receipt["working_days_late"]) == (came, late)
    assert desk.sent(PLEIKU).json["code"] == "report_not_open"
    assert desk.told(ReportSubmitted) == [PLEIKU]


@pytest.mark.parametrize(
    ("sent", "back", "came"),
    [
        (date(2026, 11, 12), date(2026, 11, 20), "ON_TIME_AFTER_RETURN"),
        (date(2026, 11, 12), date(2026, 11, 23), "LATE_CORRECTION"),
        (date(2026, 11, 17), date(2026, 11, 20), "LATE"),
    ],
)
def test_a_returned_report_keeps_what_it_was_when_it_comes_back_in_time(
    desk: House, sent, back, came
):
    first = desk.on(sent).drafted(HEALTH).sent(HEALTH).json
    asked = {"reasons": ["MISSING_SECTION"], "comment": "Bổ sung phần II.3."}
    returned = desk.on(date(2026, 11, 17)).asks(
        "SNV_OFFICER", SNV, "POST", f"reports/{first['report']}/return", asked
    )
    again = desk.asks("SNV_OFFICER", SNV, "POST", f"reports/{first['report']}/acceptance")

    second = desk.on(back).sent(HEALTH).json

    assert returned.json["correction_due_on"] == "2026-11-20"
    assert again.json["code"] == "report_not_waiting"
    assert (second["number"], second["timeliness"]) == (2, came)
    kept = desk.asks("SNV_OFFICER", SNV, "GET", f"reports/{first['report']}").json
    assert (kept["state"], kept["sha256"]) == ("RETURNED", first["sha256"])
    assert desk.told(ReportReturned) == [HEALTH]


def test_estimates_to_the_end_of_the_statistical_year_are_sealed_with_a_report(desk: House):
    desk.on(date(2026, 11, 10)).drafted(HEALTH)
    seen = desk.sees("DANVAN_OFFICER", HEALTH, "/reporting/report/2026").text
    report = desk.sent(HEALTH).json["report"]

    said = desk.service.memory.submissions.any(report).said
    page = desk.sees("DANVAN_OFFICER", HEALTH, f"/reporting/reports/{report}").text
    assert said["estimate_to"] == "2026-12-14"
    assert said["figures"]["PET_IN.KN"] == {"value": 1, "source": "AUTO", "estimate": 1}
    assert "estimate" not in said["figures"]["RCP_HEAD_QUOTA"], "what the law sets has no pace"
    assert "Ước cả năm" in seen
    assert "ước 1</td>" in seen
    assert "Ước đến 14/12/2026" in page
    assert "ước 1</td>" in page


def test_a_report_is_returned_for_a_reason_and_by_the_province_only(desk: House):
    report = desk.drafted(JUSTICE).sent(JUSTICE).json["report"]

    no_reason = desk.asks("SNV_OFFICER", SNV, "POST", f"reports/{report}/return", {"reasons": []})
    not_mine = desk.asks("AGENCY_HEAD", JUSTICE, "POST", f"reports/{report}/acceptance")
    foreign = desk.asks("DANVAN_OFFICER", HEALTH, "GET", f"reports/{report}")
    own = desk.asks("DANVAN_OFFICER", JUSTICE, "GET", f"reports/{report}")

    assert (no_reason.status_code, not_mine.status_code, foreign.status_code) == (422, 403, 404)
    assert own.json["content"]["sections"] == SECTIONS


# --- earlier years ----------------------------------------------------------------------------------


def test_earlier_reports_come_in_bulk_once_and_stand_beside_this_years_figures(desk: House):
    rows = [
        {"client_ref": "a", "agency": JUSTICE, "year": 2025, "submitted_on": "2025-11-13", "figures": {"PET_IN.KN": 4}},
        {"client_ref": "b", "agency": "ag-9", "year": 2025, "submitted_on": "2025-11-13", "figures": {}},
        {"client_ref": "c", "agency": HEALTH, "year": 2026, "submitted_on": "2025-11-13", "figures": {}},
        {"client_ref": "d", "agency": HEALTH, "year": 2025, "submitted_on": "2025-11-18", "figures": {"NO": 1}},
    ]  # fmt: skip
    results = desk.asks("SNV_OFFICER", SNV, "POST", "previous-reports", {"rows": rows}).json[
        "results"
    ]
    again = desk.asks("SNV_OFFICER", SNV, "POST", "previous-reports", {"rows": rows[:1]}).json[
        "results"
    ]
    other = [{**rows[0], "client_ref": "z"}]
    twice = desk.asks("SNV_OFFICER", SNV, "POST", "previous-reports", {"rows": other}).json[
        "results"
    ]

    assert [one["status"] for one in results] == [200, 422, 422, 422]
    assert results[0]["answer"]["timeliness"] == "ON_TIME"
    assert (again[0]["status"], twice[0]["code"]) == (200, "already_reported")
    assert desk.told(ReportAccepted) == [JUSTICE]
    own = desk.asks("DANVAN_OFFICER", JUSTICE, "GET", f"{CAMPAIGN}/report").json
    assert own["previous"] == {"PET_IN.KN": 4}


# --- the province -----------------------------------------------------------------------------------


def test_the_provinces_report_is_compiled_drawn_and_issued_once(desk: House):
    rows = [
        {
            "client_ref": "a",
            "agency": JUSTICE,
            "year": 2025,
            "submitted_on": "2025-11-13",
            "figures": {"PET_IN.KN": 4},
        }
    ]
    desk.asks("SNV_OFFICER", SNV, "POST", "previous-reports", {"rows": rows})
    nothing = desk.asks("SNV_OFFICER", SNV, "POST", "provincial/2026")
    desk.accepted(JUSTICE), desk.accepted(HEALTH), desk.drafted(PLEIKU).sent(PLEIKU)

    compiled = desk.asks("SNV_OFFICER", SNV, "POST", "provincial/2026")
    ready = wait_for(lambda: _ready(desk, "READY"), "the files")
    early = desk.asks("SNV_OFFICER", SNV, "POST", "provincial/2026/issue", {"symbol": "9/BC-UBND"})
    issued = desk.passed().asks(
        "PROVINCE_LEADER", SNV, "POST", "provincial/2026/issue", {"symbol": "9/BC-UBND"}
    )
    final = wait_for(lambda: _ready(desk, "ISSUED"), "the final files")
    after = desk.asks("SNV_OFFICER", SNV, "POST", "provincial/2026")

    assert nothing.json["code"] == "nothing_accepted"
    assert (compiled.status_code, compiled.json["compiled"]) == (202, 2)
    assert (early.status_code, issued.status_code) == (403, 200)
    name = final["files"][0]["name"]
    words = desk.asks("SNV_LEADER", SNV, "GET", f"provincial/2026/files/{name}").data.decode()
    assert words == f"9/BC-UBND|{ready['data_hash']}|151"
    assert after.json["code"] == "already_issued"
    assert desk.asks("SNV_LEADER", SNV, "GET", "provincial/2026/files/x.docx").status_code == 404
    paper = desk.service.province.printed(2026).report.printed()
    figures = {one.key: (one.value, one.previous) for one in paper.figures}
    assert figures["PET_IN.KN"] == (2, 4)
    assert figures["SATISFACTION"] == (None, None)


def _ready(desk: House, state: str) -> Any:
    told = desk.asks("SNV_LEADER", SNV, "GET", "provincial/2026").json
    return told if told["state"] == state and told["final"] else None


def test_a_report_nobody_compiled_is_not_found_and_agencies_do_not_see_it(desk: House):
    assert desk.asks("SNV_OFFICER", SNV, "GET", "provincial/2026").json["code"] == "not_compiled"
    assert desk.asks("AGENCY_HEAD", JUSTICE, "GET", "provincial/2026").status_code == 403


# --- figures ----------------------------------------------------------------------------------------


def test_figures_of_a_period_and_another_agencys_are_not_found(desk: House):
    desk.hears(JUSTICE, *a_year(JUSTICE))
    desk.hears(
        JUSTICE,
        co.OpinionAnswered(
            opinion="o", consultation="c", kind=co.ConsultationKind.CONTRIBUTION,
            received_on=date(2026, 3, 3), response=co.Response.EXPLAINED, answered_on=date(2026, 3, 4),
        ),
    )  # fmt: skip
    asked = f"figures?from=2026-03-01&to=2026-03-31&agency={JUSTICE}"

    found = desk.asks("DANVAN_OFFICER", JUSTICE, "GET", asked).json["figures"]
    foreign = desk.asks("DANVAN_OFFICER", HEALTH, "GET", asked)

    told = {(one["indicator"], one["group"]): one["value"] for one in found}
    assert told["PET_IN", "KN"] == 1
    assert told["CONTRIBUTIONS", ""] == told["CONTRIBUTIONS_EXPLAINED", ""] == 1
    assert foreign.status_code == 404


# --- what looks wrong -------------------------------------------------------------------------------


def test_more_settled_than_competent_is_shown_to_both_sides_and_suggests_why_to_return(desk: House):
    desk.drafted(JUSTICE)
    wrong = {"PET_COMPETENT.KN": 7, "PET_SETTLED.KN": 8}
    body = {"figures": wrong, "comments": dict.fromkeys(wrong, "Theo sổ giấy.")}
    desk.asks("DANVAN_OFFICER", JUSTICE, "PUT", f"{CAMPAIGN}/report/figures", body)
    own = desk.asks("DANVAN_OFFICER", JUSTICE, "GET", f"{CAMPAIGN}/report").json
    report = desk.sent(JUSTICE).json["report"]

    page = desk.sees("SNV_OFFICER", SNV, f"/reporting/reports/{report}").text

    told = [one["where"] for one in own["findings"] if one["severity"] == "ERROR"]
    assert "PET_SETTLED.KN" in told
    assert "Hệ thống đối chiếu" in page
    assert re_.search(r'value="FIGURE_MISMATCH" checked', page)
    assert not re_.search(r'value="MISSING_MODEL" checked', page)


def test_only_the_province_sees_whose_text_a_report_repeats(desk: House):
    same = {code: f"{text} Đơn vị đã làm tốt. " * 12 for code, text in SECTIONS.items()}
    desk.drafted(JUSTICE, same).sent(JUSTICE)
    report = desk.drafted(HEALTH, same).sent(HEALTH).json["report"]

    seen = desk.asks("SNV_OFFICER", SNV, "GET", f"reports/{report}").json["flags"]
    own = desk.asks("AGENCY_HEAD", HEALTH, "GET", f"reports/{report}").json["flags"]

    assert {one["like"] for one in seen} == {JUSTICE}
    assert {one["like"] for one in own} == {""}
    assert {one["where"] for one in own} == set(same)


def test_a_doubt_of_mere_form_is_answered_by_its_agency_and_the_answer_is_kept(desk: House):
    same = {code: f"{text} Đơn vị đã làm tốt. " * 12 for code, text in SECTIONS.items()}
    desk.drafted(JUSTICE, same).sent(JUSTICE)
    report = desk.drafted(HEALTH, same).sent(HEALTH).json["report"]
    said, path = (
        {"section": "MEDIA", "text": "Hai đơn vị cùng tổ chức."},
        f"reports/{report}/answers",
    )

    unflagged = desk.asks("DANVAN_OFFICER", HEALTH, "POST", path, said)
    said["section"] = "DIALOGUE"
    foreign = desk.asks("DANVAN_OFFICER", JUSTICE, "POST", path, said)
    empty = desk.asks("DANVAN_OFFICER", HEALTH, "POST", path, {"section": "DIALOGUE", "text": " "})
    done = desk.asks("DANVAN_OFFICER", HEALTH, "POST", path, said)

    assert (unflagged.json["code"], foreign.status_code) == ("not_flagged", 404)
    assert (empty.status_code, empty.json["code"]) == (422, "no_answer")
    assert done.json.get("answered") == ["DIALOGUE"], done.text
    seen = desk.sees("SNV_OFFICER", SNV, f"/reporting/reports/{report}").text
    assert "Hai đơn vị cùng tổ chức." in seen
    queue = desk.asks("SNV_OFFICER", SNV, "GET", "campaigns/2026/queue").json["waiting"]
    open_ = {one["unit"]: one["unanswered"] for one in queue}
    assert (open_[HEALTH], open_[JUSTICE]) == (len(SECTIONS) - 1, len(SECTIONS))
    desk.asks("SNV_OFFICER", SNV, "POST", f"reports/{report}/acceptance")
    late = desk.asks("DANVAN_OFFICER", HEALTH, "POST", path, said)
    assert late.json["code"] == "report_not_waiting"


def test_what_is_repeated_from_the_own_last_year_is_a_doubt_that_can_be_answered(desk: House):
    same = {code: f"{text} Đơn vị đã làm tốt. " * 12 for code, text in SECTIONS.items()}
    report = desk.drafted(HEALTH, same).sent(HEALTH).json["report"]
    rows = desk.service.store.database["submissions"]
    sent = rows.find_one({"_id": report})
    rows.insert_one({**sent, "_id": "2025", "year": 2025, "state": "ACCEPTED", "imported": True})
    path, said = f"reports/{report}", {"section": "DIALOGUE", "text": "Việc làm hằng năm."}

    seen = desk.asks("AGENCY_HEAD", HEALTH, "GET", path).json
    done = desk.asks("DANVAN_OFFICER", HEALTH, "POST", f"{path}/answers", said)
    queue = desk.asks("SNV_OFFICER", SNV, "GET", "campaigns/2026/queue").json["waiting"]

    assert {one["where"] for one in seen["flags"]} == set(same)
    assert all("báo cáo năm 2025 của chính cơ quan" in one["text"] for one in seen["flags"])
    assert "COPIED" not in {one["rule"] for one in seen["findings"]}, "said once"
    assert done.json.get("answered") == ["DIALOGUE"], done.text
    assert [one["unanswered"] for one in queue] == [len(SECTIONS) - 1]


def test_a_report_comes_back_with_comments_to_its_figures_and_sections(desk: House):
    report = desk.drafted(HEALTH).sent(HEALTH).json["report"]
    path = f"reports/{report}/return"
    asked = {"reasons": ["FIGURE_MISMATCH"], "comments": {"NOTHING": "?"}}
    unknown = desk.asks("SNV_OFFICER", SNV, "POST", path, asked)
    asked["comments"] = {
        "PET_IN.KN": "Khác sổ tiếp nhận.",
        "MEDIA": " ",
        "DIALOGUE": "Nêu kết quả.",
    }

    done = desk.asks("SNV_OFFICER", SNV, "POST", path, asked)

    assert (unknown.json["code"], done.status_code) == ("wrong_return_comment", 200)
    kept = desk.asks("AGENCY_HEAD", HEALTH, "GET", f"reports/{report}").json["comments"]
    assert kept == {"PET_IN.KN": "Khác sổ tiếp nhận.", "DIALOGUE": "Nêu kết quả."}
    page = desk.sees("DANVAN_OFFICER", HEALTH, "/reporting/report/2026").text
    assert "Đơn đã tiếp nhận: khiếu nại" in page or "Khác sổ tiếp nhận." in page
    assert "Nêu kết quả." in page
    letter = desk.service.documents.facts(
        Kind.RETURN, {"report": report}, Actor(user="u", role="SNV_OFFICER", agency=SNV)
    )
    assert {row[2] for row in letter.tables[0].rows} == {"Khác sổ tiếp nhận.", "Nêu kết quả."}


def test_what_stands_out_is_first_in_the_queue_and_beside_its_peers(desk: House):
    communes = [unit.id for unit in ALL if unit.kind.value == "COMMUNE"][:10]
    for at, agency in enumerate(communes):
        desk.drafted(agency, {code: f"{text} {at}" for code, text in SECTIONS.items()})
        body = {
            "figures": {"MEDIA_ARTICLES": 900 if at == 4 else 20 + at},
            "comments": {"MEDIA_ARTICLES": "Sổ."},
        }
        done = desk.asks("DANVAN_OFFICER", agency, "PUT", f"{CAMPAIGN}/report/figures", body)
        assert done.status_code == 200, done.text
        desk.sent(agency)

    queue = desk.asks("SNV_OFFICER", SNV, "GET", "campaigns/2026/queue").json["waiting"]
    agency = desk.asks("AGENCY_HEAD", communes[4], "GET", "campaigns/2026/queue")

    assert [one["unit"] for one in queue if one["far"]] == [communes[4]]
    assert queue[0]["unit"] == communes[4]
    assert [one["key"] for one in queue[0]["far"]] == ["MEDIA_ARTICLES"]
    assert agency.status_code == 403
    page = desk.sees("SNV_OFFICER", SNV, "/reporting/queue/2026?only=outliers").text
    assert agency_name(communes[4]) in page
    report = desk.sees("SNV_OFFICER", SNV, f"/reporting/reports/{queue[0]['report']}").text
    assert "khác xa" in report


def test_each_version_seals_the_one_before(desk: House):
    first = desk.on(date(2026, 11, 12)).drafted(HEALTH).sent(HEALTH).json
    asked = {"reasons": ["FIGURE_MISMATCH"], "comment": ""}
    desk.asks("SNV_OFFICER", SNV, "POST", f"reports/{first['report']}/return", asked)

    second = desk.sent(HEALTH).json

    kept = desk.asks("SNV_OFFICER", SNV, "GET", f"reports/{second['report']}").json
    assert kept["content"]["previous_sha256"] == first["sha256"]


def test_the_report_of_so_noi_vu_itself_is_judged_by_a_leader_of_the_province(desk: House):
    own = desk.drafted(SNV).sent(SNV).json["report"]
    other = desk.drafted(JUSTICE).sent(JUSTICE).json["report"]
    reasons = {"reasons": ["UNSIGNED"]}

    accepted = desk.asks("SNV_LEADER", SNV, "POST", f"reports/{own}/acceptance")
    returned = desk.asks("SNV_OFFICER", SNV, "POST", f"reports/{own}/return", reasons)
    not_his = desk.asks("PROVINCE_LEADER", SNV, "POST", f"reports/{other}/acceptance")
    shown = desk.sees("SNV_LEADER", SNV, f"/reporting/reports/{own}").text
    by_leader = desk.asks("PROVINCE_LEADER", SNV, "POST", f"reports/{own}/acceptance")

    refused = [one.get_json(force=True)["code"] for one in (accepted, returned, not_his)]
    assert refused == ["needs_a_leader"] * 2 + ["judged_by_compilers"]
    assert "Chấp nhận báo cáo" not in shown
    assert by_leader.json["state"] == "ACCEPTED"
    kept = desk.service.review.memory.submissions.any(own)
    with pytest.raises(JudgedBySender):
        kept.must_be_judged_by("u-AGENCY_HEAD", compiler=JUSTICE, leads=True)


def test_when_the_calendar_says_something_else_a_correction_is_due_on_another_day(desk: House):
    report = desk.on(date(2026, 11, 12)).drafted(HEALTH).sent(HEALTH).json["report"]
    asked = {"reasons": ["UNSIGNED"]}
    path = f"reports/{report}/return"
    returned = desk.on(date(2026, 11, 20)).asks("SNV_OFFICER", SNV, "POST", path, asked).json
    desk.service.store.clock = SetClock(datetime(2026, 11, 21, 2, tzinfo=UTC))
    unmoved = desk.service.review.reckon_corrections(by=CALENDAR_TIMER)["moved"]
    content = calendar_content(())
    for decision in content["decisions"]:
        kept = [one for one in decision["changes"] if str(one["date"]) != "2026-11-24"]
        decision["changes"] = kept
    published = CalendarPublished(
        number=99, instrument="", published_on=date(2026, 11, 21), content=written(content)
    )
    desk.hears(SNV, published)
    desk.service.store.clock = SetClock(datetime(2026, 11, 21, 3, tzinfo=UTC))

    def moved() -> bool:
        return desk.service.review.reckon_corrections(by=CALENDAR_TIMER)["moved"] == 1

    wait_for(moved, "the law book to be read anew")

    assert (returned["correction_due_on"], unmoved) == ("2026-11-26", 0)
    own = desk.asks("DANVAN_OFFICER", HEALTH, "GET", f"reports/{report}").json
    assert own["correction_due_on"] == "2026-11-25"
    assert desk.told(ReportCorrectionMoved) == [HEALTH]
    assert not moved()
