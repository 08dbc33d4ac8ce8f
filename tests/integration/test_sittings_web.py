"""Reception sessions and late supplements as programs and officers meet them: what is done, what is refused and how."""

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from contracts.reception import Disposition, Host
from services.reception.domain import Classification
from services.reception.domain.cases import Said
from services.reception.domain.receiving import PlanForm
from services.reception.service import Reception
from tests.integration.test_reception_pages_filled import (
    LOCAL,
    OFFICER,
    TODAY,
    a_petition,
    officer,
    reception,
)

__all__ = ["officer", "reception"]
API = "/api/reception/v1"
DAY = TODAY.isoformat()
OPENING = {
    "kind": "PERIODIC",
    "host": "HEAD",
    "held_on": DAY,
    "place": "Trụ sở",
    "presider": "Nguyễn Văn A, Chủ tịch",
}


def asked(officer: FlaskClient, method: str, path: str, body: Any = None) -> Any:
    token = officer.get_cookie("danvan")
    assert token
    program = officer.application.test_client()
    headers = {"Authorization": f"Bearer {token.value}"}
    return program.open(f"{API}{path}", method=method, json=body, headers=headers)


def test_programs_lead_a_session_to_its_end_and_are_told_what_is_missing(
    reception: Reception, officer: FlaskClient
):
    begun = asked(officer, "POST", "/sessions/openings", OPENING)
    assert (begun.status_code, begun.json["state"]) == (201, "OPEN")
    path = f"/sessions/{begun.json['session']}"
    twice = asked(officer, "POST", "/sessions/openings", OPENING)
    assert (twice.status_code, twice.json["code"]) == (409, "session_already_open")
    early = asked(officer, "PUT", f"{path}/minutes", {})
    assert (early.status_code, early.json["code"]) == (409, "session_not_in_that_state")
    visit = {"received_on": DAY, "kind": "FEEDBACK", "content": "Đường hỏng", "persons": 2}
    line = asked(officer, "POST", "/visits", {**visit, "session": begun.json["session"]}).json
    fewer = asked(officer, "POST", f"{path}/ending", {"persons": 1})
    assert (fewer.status_code, fewer.json["code"]) == (422, "fewer_than_entered")
    assert asked(officer, "POST", f"{path}/ending", {}).json["state"] == "HELD"

    minutes: dict[str, Any] = {"conclusions": [{"matter": "Đường", "text": "Sửa"}]}
    forgotten = asked(officer, "PUT", f"{path}/minutes", minutes)
    assert (forgotten.status_code, forgotten.json["code"]) == (422, "visit_not_concluded")
    minutes["conclusions"][0]["visit"] = line["visit"]
    assert asked(officer, "PUT", f"{path}/minutes", minutes).json["state"] == "MINUTED"
    unissued = asked(officer, "POST", f"{path}/closing")
    assert (unissued.status_code, unissued.json["code"]) == (409, "minutes_not_issued")
    issued = {**minutes, "number": "12/TB-UBND", "issued_on": DAY}
    asked(officer, "PUT", f"{path}/minutes", issued)
    assert asked(officer, "POST", f"{path}/closing").json["code"] == "conclusion_with_nobody"
    issued["conclusions"][0]["who"] = "Phòng Kinh tế"
    asked(officer, "PUT", f"{path}/minutes", issued)
    assert asked(officer, "POST", f"{path}/closing").json["state"] == "CLOSED"
    right = {"text": "Phòng Nội vụ", "reason": "Ghi nhầm"}
    assert asked(officer, "POST", f"{path}/corrections", right).status_code == 201

    told = asked(officer, "GET", path).json
    assert (told["persons"], told["state"], told["late"]) == (2, "CLOSED", False)
    assert told["minutes"]["conclusions"][0]["who"] == "Phòng Kinh tế"
    page = officer.get(f"/reception{path}").text
    for words in ("Đã hoàn tất", "Ghi nhầm", "12/TB-UBND", "Sổ tiếp công dân"):
        assert words in page, words


def test_a_day_is_opened_from_its_page_and_who_was_invited_is_seen(
    reception: Reception, officer: FlaskClient
):
    form = PlanForm(planned_on=TODAY, host=Host.HEAD, place="Trụ sở", invited="Phòng Kinh tế")
    plan = reception.receiving.plan_reception(form, by=OFFICER)["plan"]
    body = {**OPENING, "plan": plan}
    refused = asked(officer, "POST", "/sessions/openings", body)
    assert (refused.status_code, refused.json["code"]) == (409, "plan_not_posted")
    reception.receiving.post_plan(plan, Said(), by=OFFICER)
    page = officer.get(f"/reception/plans/{plan}").text
    assert "Mở buổi tiếp" in page
    assert "Phòng Kinh tế" in page

    path = f"/reception/sessions/open?plan={plan}"
    token = officer.get(path).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    given = {"csrf_token": token, "session_kind": "PERIODIC", "host": "OFFICER", "held_on": DAY}
    given |= {"place": "Trụ sở", "presider": "B"}
    wrong = officer.post(path, data=given, headers=LOCAL)
    assert wrong.status_code == 422
    assert "do người đứng đầu hoặc cấp phó thay mặt chủ trì" in wrong.text
    opened = officer.post(path, data={**given, "host": "HEAD"}, headers=LOCAL)
    assert opened.status_code == 303
    assert "Phòng Kinh tế" in officer.get(opened.headers["Location"]).text
    assert "Buổi tiếp đã mở theo lịch này" in officer.get(f"/reception/plans/{plan}").text
    moved = {"csrf_token": token, "act": "cancel", "text": "Bão"}
    kept = officer.post(f"/reception/plans/{plan}", data=moved, headers=LOCAL)
    assert kept.status_code == 409
    assert "đã được mở" in kept.text


def test_a_petition_waits_to_be_supplemented_and_is_stored_by_a_person_only(
    reception: Reception, officer: FlaskClient
):
    id_ = a_petition(reception, received_on=TODAY - timedelta(days=60))
    found = Classification(
        eligible=False,
        competent=True,
        disposition=Disposition.REQUEST_SUPPLEMENT,
        on=TODAY - timedelta(days=1),
    )
    reception.classify_petition(id_, found, by=OFFICER)
    why = officer.get(f"/reception/petitions/{id_}/why").text
    assert "Chờ người gửi bổ sung đơn" in why
    early = asked(officer, "POST", f"/petitions/{id_}/store-unsupplemented", {"text": "x"})
    assert (early.status_code, early.json["code"]) == (409, "supplement_awaited")
    again = Classification(
        eligible=False,
        competent=True,
        disposition=Disposition.REQUEST_SUPPLEMENT,
        on=TODAY,
    )
    reception.classify_petition(id_, again, by=OFFICER)

    code = reception.print_receipt(id_, by=OFFICER).code
    seen = officer.application.test_client().post(f"{API}/public/look-up", json={"code": code})
    until = reception.petition(id_, by=OFFICER).supplement
    assert until
    assert seen.json["supply_until"] == until.due_on.isoformat()
    page = officer.get(f"/reception/petitions/{id_}/store-unsupplemented")
    assert page.status_code == 200
