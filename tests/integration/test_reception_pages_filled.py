"""Every page of reception, with something on it: lists with rows, a case with all its times, the register."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from contracts.reception import Host, IntakeChannel, PetitionKind
from contracts.registry import Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor
from law.defaults import shipped_units
from services.reception.api import web
from services.reception.domain import Petitioner, PetitionForm
from services.reception.domain.cases import Said
from services.reception.domain.receiving import PlanForm, RefusalForm, VisitForm
from services.reception.service import Reception
from tests.site import Site

LOCAL = {"Origin": "http://localhost"}

TODAY = SystemClock().today()
PLACE = next(one.id for one in shipped_units().reporting(TODAY) if one.kind.is_place)
OFFICER = Actor(user="u", role=Role.PETITION_OFFICER, agency=PLACE)


def a_petition(reception: Reception, *, received_on: date = TODAY) -> str:
    form = PetitionForm(
        kind=PetitionKind.COMPLAINT,
        channel=IntakeChannel.RECEPTION_SESSION,
        received_on=received_on,
        summary="Về mức bồi thường đất",
        petitioner=Petitioner(name="Thử"),
    )
    id_: str = reception.register_petition(form, by=OFFICER)["petition"]
    return id_


@pytest.fixture
def reception(site: Site) -> Reception:
    service = Reception(site.store("reception"))
    service.store.prepare()
    return service


@pytest.fixture
def officer(site: Site, reception: Reception, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr("kernel.store.store.connect", lambda _: site.client)
    keys = Path(site.folder) / "keys"
    create_session_key(keys)
    create_secret(keys)
    client = web(site.settings_for("reception")).test_client()
    actor = Actor(user="u", role=Role.PETITION_OFFICER, agency=PLACE)
    token = SessionKeys(keys, site="gialai").issue(actor, now=SystemClock().now(), minutes=10)
    client.set_cookie("danvan", token)
    return client


def test_every_page_shows_what_was_entered(reception: Reception, officer: FlaskClient):
    one, two = a_petition(reception), a_petition(reception)
    reception.hands.take(one, Said(), by=OFFICER)
    reception.cases.remind(one, Said(text="Đề nghị trả lời"), by=OFFICER)
    desk = reception.receiving
    desk.plan_reception(
        PlanForm(planned_on=TODAY + timedelta(days=30), host=Host.HEAD, place="Trụ sở"), by=OFFICER
    )
    posted = {"item": "RULES", "place": "Trụ sở", "posted_on": TODAY, "evidence": "Ảnh 1"}
    desk.keep_posting(**posted, by=OFFICER)
    desk.receive_visitor(
        VisitForm(received_on=TODAY, kind=PetitionKind.FEEDBACK, content="Về tiếng ồn"), by=OFFICER
    )
    refused = RefusalForm(reason="THREAT", refused_on=TODAY, text="Gây rối", document="1/BB")
    desk.refuse_reception(refused, by=OFFICER)

    said = {
        f"/petitions/{one}": "Đề nghị trả lời",
        f"/petitions/{one}/why": "Trả lời người đến tiếp",
        f"/petitions/{one}/duplicates": "100%",
        f"/petitions/{two}/split": "Nội dung thứ 2",
        "/?q=boi thuong&sort=due_on": "Về mức bồi thường đất",
        "/timetable": "Trụ sở",
        "/postings": "Ảnh 1",
        "/book": "Về tiếng ồn",
        "/refusals": "Gây rối",
        "/statistics?code=YEAR&year=2026": "Biểu 03/KQGQ",
        "/forwards": "Đơn chuyển đến",
    }
    for path, words in said.items():
        told = officer.get(f"/reception{path}")
        assert told.status_code == 200, (path, told.text[:500])
        assert words in told.text, path


def test_the_register_begins_with_what_is_due_first(reception: Reception, officer: FlaskClient):
    later, sooner = (
        a_petition(reception, received_on=TODAY - timedelta(days=days)) for days in (0, 15)
    )

    def order(query: str = "") -> list[str]:
        shown = officer.get(f"/reception/{query}").text
        return sorted((later, sooner), key=lambda one: shown.index(f"/petitions/{one}"))

    assert order() == [sooner, later]
    assert order("?sort=number") == [later, sooner]


@pytest.mark.parametrize("query", ["soon=1", "disposition=STORE", "crowd=1"])
def test_a_filter_nothing_fits_says_so(reception: Reception, officer: FlaskClient, query: str):
    a_petition(reception)

    assert "Không có đơn nào khớp với bộ lọc" in officer.get(f"/reception/?{query}").text


def test_an_act_is_refused_at_its_field_and_done_when_it_is_right(
    reception: Reception, officer: FlaskClient
):
    id_ = a_petition(reception)
    path = f"/reception/petitions/{id_}/take-step"
    token = officer.get(path).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    form = {"csrf_token": token, "step": "NOTICE_GIVEN", "on": tomorrow}

    refused = officer.post(path, data=form, headers=LOCAL)
    assert refused.status_code == 422
    assert "không thể sau ngày hôm nay" in refused.text
    done = officer.post(path, data={**form, "on": date.isoformat(TODAY)}, headers=LOCAL)
    assert done.status_code == 303
    twice = officer.post(path, data={**form, "on": date.isoformat(TODAY)}, headers=LOCAL)
    assert twice.status_code == 409


def test_papers_are_taken_along_by_page_and_another_agency_finds_none(
    site: Site, reception: Reception, officer: FlaskClient
):
    id_ = a_petition(reception)
    path = f"/reception/petitions/{id_}"

    assert f"{path}/papers/extract.docx" in officer.get(path).text
    word = officer.get(f"{path}/papers/extract.docx")
    assert word.data[:2] == b"PK"
    assert f"trich-noi-dung-don-1-{TODAY.year}.docx" in word.headers["Content-Disposition"]
    assert officer.get(f"{path}/papers/extract.pdf").data.startswith(b"%PDF")
    assert officer.get(f"{path}/papers/disposition.docx").status_code == 409
    assert officer.get(f"{path}/papers/extract.exe").status_code == 404
    stranger = Actor(user="u", role=Role.PETITION_OFFICER, agency="elsewhere")
    keys = SessionKeys(Path(site.folder) / "keys", site="gialai")
    officer.set_cookie("danvan", keys.issue(stranger, now=SystemClock().now(), minutes=10))
    assert officer.get(f"{path}/papers/extract.docx").status_code == 404


def test_anybody_reads_the_timetables_that_hang(reception: Reception, officer: FlaskClient):
    """By the page, on the portal and by program; nothing that does not hang, no reason, no content."""
    desk, day = reception.receiving, TODAY + timedelta(days=30)
    form = PlanForm(planned_on=day, host=Host.HEAD, place="Trụ sở mới", content="Việc kín")
    desk.plan_reception(PlanForm(planned_on=day, host=Host.HEAD, place="Chưa niêm yết"), by=OFFICER)
    desk.post_plan(desk.plan_reception(form, by=OFFICER)["plan"], Said(), by=OFFICER)
    anybody = officer.application.test_client()

    pages = [
        anybody.get(f"/reception/public/schedule{rest}").text
        for rest in ("", "/fragment", f"?agency={PLACE}", "?agency=khong-co&page=x")
    ]
    told = anybody.get("/api/reception/v1/public/schedule").json
    nobody = anybody.get("/api/reception/v1/public/schedule?agency=khong-co").json
    wrong = anybody.get("/api/reception/v1/public/schedule?page=0")

    for text in (*pages, str(told)):
        assert "Trụ sở mới" in text
        assert "Chưa niêm yết" not in text
        assert "Việc kín" not in text
    assert (told["total"], told["days"][0]["agency"]) == (1, PLACE)
    assert nobody == {"total": 0, "days": []}
    assert wrong.status_code == 422
