""" "Việc của tôi": what services tell of duties is what somebody sees, by time left, and no more."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from contracts import planning, reception, reporting
from contracts.duties import DutyKind
from contracts.reception import Disposition, IntakeChannel, Outcome, PetitionKind
from contracts.registry import Role
from kernel.clock import SystemClock
from kernel.message import Actor, Event, new_id
from kernel.store.changes import write
from services.notify.service import Notify
from services.notify.service.duties import oversees
from services.reception.domain import Classification, PetitionForm
from services.reception.service import Reception
from tests.contracts.pin import told as envelope
from tests.e2e.six import OURS, STRANGE, Six
from tests.site import Site, a_site

TODAY = SystemClock().today()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("work")) as made:
        yield made


@pytest.fixture(scope="module")
def six(site: Site) -> Six:
    return Six(site)


@pytest.fixture
def notify(six: Six) -> Notify:
    door: Notify = six.doors["notify"]
    door.duties.rows.delete_many({})
    return door


def actor(role: str, agency: str = OURS, user: str = "") -> Actor:
    return Actor(user=user or f"u-{role}", role=role, agency=agency)


def hear(notify: Notify, event: Event, handler: str) -> None:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    told = envelope(type(event), id=new_id(), time=now, agency=OURS)
    write(notify.store.database, getattr(notify, handler)(event, told), session=None)


def task(duty: str, days: int | None, **more: Any) -> planning.DutyOpened:
    due_on = TODAY + timedelta(days=days) if days is not None else None
    given: dict[str, Any] = {"owner": OURS, "roles": (Role.DANVAN_OFFICER,), **more}
    return planning.DutyOpened(
        duty=duty, kind=DutyKind.TASK, opened_on=TODAY, due_on=due_on, link="/planning/", **given
    )


def seen(notify: Notify, by: Actor, **more: Any) -> list[str]:
    return [row["_id"].partition("|")[2] for row in notify.work(by=by, **more)[0]]


def test_what_is_due_first_comes_first_and_what_waits_for_others_last(notify: Notify):
    for one in (task("c", 40), task("p", -90, paused=True), task("a", -40), task("b", 2)):
        hear(notify, one, "on_task_duty_opened")
    hear(notify, task("n", None), "on_task_duty_opened")

    assert seen(notify, actor(Role.DANVAN_OFFICER)) == ["a", "b", "c", "n", "p"]


def test_a_duty_is_seen_by_its_role_its_holder_and_those_who_oversee_and_by_nobody_else(
    notify: Notify,
):
    hear(notify, task("open", 1), "on_task_duty_opened")
    hear(notify, task("held", 2, assignee="u-7"), "on_task_duty_opened")

    officer, head = actor(Role.DANVAN_OFFICER), actor(Role.AGENCY_HEAD)
    assert seen(notify, officer) == ["open"]
    assert seen(notify, actor(Role.DANVAN_OFFICER, user="u-7")) == ["open", "held"]
    assert seen(notify, head) == []
    assert seen(notify, head, everybody=True) == ["open", "held"]
    assert not oversees(officer)
    assert seen(notify, officer, everybody=True) == ["open"]
    assert seen(notify, actor(Role.DANVAN_OFFICER, STRANGE), everybody=True) == []
    assert seen(notify, actor(Role.RECEPTIONIST)) == []


def test_the_last_word_about_a_duty_counts_and_two_services_may_use_one_id(notify: Notify):
    report = reporting.DutyOpened(
        duty="x",
        kind=DutyKind.REPORT_SUBMIT,
        owner=OURS,
        opened_on=TODAY,
        roles=(Role.DANVAN_OFFICER,),
        due_on=date(2026, 11, 15),
    )
    hear(notify, task("x", 5), "on_task_duty_opened")
    hear(notify, report, "on_report_duty_opened")
    hear(notify, task("x", 9), "on_task_duty_opened")

    rows, total = notify.work(by=actor(Role.DANVAN_OFFICER))
    assert total == 2
    assert (TODAY + timedelta(days=9)).isoformat() in {row["due_on"] for row in rows}

    hear(notify, planning.DutyClosed(duty="x", owner=OURS), "on_task_duty_closed")
    hear(notify, planning.DutyClosed(duty="x", owner=OURS), "on_task_duty_closed")
    rows, _ = notify.work(by=actor(Role.DANVAN_OFFICER))
    assert [row["kind"] for row in rows] == [DutyKind.REPORT_SUBMIT]


def test_a_petition_tells_what_is_to_be_done_from_the_register_to_the_decision(six: Six):
    door: Reception = six.doors["reception"]
    clerk, head = actor(Role.RECEPTIONIST), actor(Role.AGENCY_HEAD)
    form = PetitionForm(
        kind=PetitionKind.RECOMMENDATION,
        channel=IntakeChannel.POST,
        received_on=TODAY,
        summary="Đường hỏng",
    )
    id_ = door.register_petition(form, by=clerk)["petition"]
    found = Classification(eligible=True, competent=True, disposition=Disposition.ACCEPT, on=TODAY)
    door.classify_petition(id_, found, by=clerk)
    door.accept_petition(id_, by=head)
    door.decide_petition(id_, Outcome.ANSWERED, by=head)

    where = {"aggregate": f"duty/{id_}"}
    rows = door.store.database["events"].find(where, sort=[("version", 1)])
    assert [row["type"].partition("_")[2] for row in rows] == ["opened"] * 3 + ["closed"]
    assert "Đường hỏng" not in str(list(door.store.database["events"].find(where)))
    assert reception.DutyClosed.wire == "reception.duty_closed"


def test_the_page_shows_bands_counts_and_leads_to_the_work(six: Six, notify: Notify):
    for one in (task("a", -40), task("b", -2), task("c", 2), task("d", 30)):
        hear(notify, one, "on_task_duty_opened")
    person = six.person("notify", Role.DANVAN_OFFICER)

    page = person.get("/notify/duties").text

    at = [page.index(f'id="band-{band}"') for band in ("grave", "overdue", "soon", "later")]
    assert at == sorted(at)
    assert "<title>(3) Việc của tôi" in page
    assert "Quá hạn nghiêm trọng 40 ngày" in page
    assert 'href="/planning/"' in page
    assert "dv-count" in person.get("/notify/duties/count/fragment").text
    assert "Xem tất cả (4)" in person.get("/notify/duties/fragment").text
    assert "Không còn việc nào" in six.person("notify", Role.CLERK).get("/notify/duties").text


def test_words_searched_for_are_in_no_address_and_found_without_marks(six: Six):
    six.post("reception", "/petitions", A_PETITION, Role.RECEPTIONIST)
    person = six.person("registry", Role.RECEPTIONIST)
    proof = {"csrf_token": six._proof[1], "q": "duong lien thon"}

    told = person.post("/registry/find", data=proof, headers={"Origin": "http://localhost"})

    assert (told.status_code, told.location) == (303, "/registry/find")
    kept = person.get_cookie("danvan-form")
    for agency, found in ((OURS, True), (STRANGE, False)):
        asker = six.person("reception", Role.RECEPTIONIST, agency)
        asker.set_cookie("danvan-form", kept.value)
        assert ("Đường liên thôn" in asker.get("/reception/search/fragment").text) is found
    other = six.person("reception", Role.DANVAN_OFFICER)
    other.set_cookie("danvan-form", kept.value)
    assert other.get("/reception/search/fragment").text == ""


A_PETITION = {
    "kind": "FEEDBACK",
    "channel": "POST",
    "received_on": TODAY.isoformat(),
    "summary": "Đường liên thôn hư hỏng nặng",
}


def test_a_saved_view_is_the_savers_or_the_agencys_and_nobody_elses(six: Six):
    def save(role: str, **more: str) -> None:
        given = {"csrf_token": six._proof[1], "list": "/planning/models", "query": "field=SOCIETY"}
        told = six.person("planning", role).post(
            "/planning/saved-views", data={**given, **more}, headers=FROM_US
        )
        assert told.status_code == 303
        assert told.location.startswith("/planning/models")

    def shown(role: str, agency: str = OURS) -> str:
        return six.person("planning", role, agency).get("/planning/models").text

    save(Role.DANVAN_OFFICER, name="Của riêng tôi")
    save(Role.DANVAN_OFFICER, name="Của cả cơ quan", shared="1")
    save(Role.DANVAN_OFFICER, name="   ")

    assert "Của riêng tôi" in shown(Role.DANVAN_OFFICER)
    assert "Của riêng tôi" not in shown(Role.UNIT_LEADER)
    assert "Của cả cơ quan" in shown(Role.UNIT_LEADER)
    assert "Của cả cơ quan" not in shown(Role.DANVAN_OFFICER, STRANGE)
    kept = list(six.doors["planning"].store.database["saved_views"].find())
    assert len(kept) == 2

    for role, agency, status in (
        (Role.UNIT_LEADER, OURS, 404),
        (Role.DANVAN_OFFICER, STRANGE, 404),
        (Role.DANVAN_OFFICER, OURS, 303),
    ):
        for one in kept:
            told = six.person("planning", role, agency).post(
                f"/planning/saved-views/{one['_id']}/forget",
                data={"csrf_token": six._proof[1]},
                headers=FROM_US,
            )
            assert told.status_code == status
    assert "Của riêng tôi" not in shown(Role.DANVAN_OFFICER)


def test_a_saved_view_leads_to_no_stranger(six: Six):
    given = {
        "csrf_token": six._proof[1],
        "list": "//evil.example/x",
        "query": "a=1",
        "name": "Xấu",
    }
    told = six.person("planning", Role.DANVAN_OFFICER).post(
        "/planning/saved-views", data=given, headers=FROM_US
    )

    assert told.location.startswith("/planning/")


def test_a_list_is_taken_away_as_the_filter_shows_it(six: Six, notify: Notify):
    hear(notify, task("a", 3), "on_task_duty_opened")
    person = six.person("notify", Role.DANVAN_OFFICER)

    told = person.get("/notify/duties?kind=TASK&export=xlsx")
    none = person.get("/notify/duties?kind=REPORT_SUBMIT&export=xlsx")

    rows = [load_workbook(BytesIO(one.data))["Danh sách"].max_row for one in (told, none)]
    assert rows == [2, 1]


FROM_US = {"Origin": "http://localhost"}
