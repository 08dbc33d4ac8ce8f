"""Consultation on a real database: rows of a bulk, routes, days that are due, what is refused."""

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask.testing import FlaskClient

from contracts.consultation import OpinionGiver
from contracts.registry import Role
from frame.application import application
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.message import Actor
from kernel.store import Store
from services.consultation.api import routes
from services.consultation.domain.opinions import OpinionForm, RoundClosed
from services.consultation.pages import pages
from services.consultation.service import Consultation
from tests.site import Site

TODAY = "2026-11-20"
NUMBERS = itertools.count()

OFFICER, HEAD = Role.DANVAN_OFFICER, Role.AGENCY_HEAD
SOFTWARE, FRONT = Role.SOFTWARE, Role.FRONT_PARTICIPANT

ROUND = {
    "kind": "COMMUNITY_CONSULT",
    "title": "Phương án đặt tên đường",
    "opened_on": "2026-10-01",
    "closes_on": "2026-10-20",
}
OPINION = {"giver": "RESIDENTS", "received_on": "2026-10-05", "content": "Đề nghị giữ tên cũ."}
ANSWER = {"response": "EXPLAINED", "reason": "Tên mới đã được thống nhất.", "on": "2026-10-12"}
DIALOGUE = {
    "title": "Đối thoại với Nhân dân năm 2026",
    "place": "Hội trường UBND xã",
    "announced_on": "2026-10-01",
    "planned_on": "2026-10-10",
}
HOLDING = {"held_on": "2026-10-10", "participants": 120, "opinions": 18, "answered": 15}
SUPERVISION = {
    "supervisor": "Ủy ban MTTQ Việt Nam xã",
    "subject": "Giải quyết thủ tục hành chính",
    "started_on": "2026-02-02",
}
RECOMMENDATION = {"content": "Niêm yết đủ thủ tục.", "received_on": "2026-02-11"}
REPLY = {"response": "ABSORBED", "reply": "Đã niêm yết đủ.", "on": "2026-03-11"}
PROJECT = {"name": "Đường liên xã", "posted_on": "2026-10-05", "households": 87}
MEETING = {"held_on": "2026-11-05", "agree": 61, "disagree": 26, "other": 0}


class House:
    """The web application on a database of its own."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.keys = site.folder / "keys"
        create_session_key(self.keys)
        create_secret(self.keys)
        clock = folder / "legal-clock"
        clock.write_text(TODAY)
        self.app = application(
            site.settings_for("consultation", demo=1, legal_clock=clock),
            self._serve,
            name="consultation",
            title="",
            api=routes,
            pages=pages,
            role_names={},
            agency_name=lambda _: str,
        )

    def _serve(self, store: Store) -> Consultation:
        self.store = store
        self.door = Consultation(store)
        store.prepare()
        return self.door


class Desk:
    """An agency that nobody has entered anything for, and its clients in any role."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.agency = f"ag-{next(NUMBERS)}"

    def client(self, role: str, agency: str) -> FlaskClient:
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        token = SessionKeys(self.house.keys, site="gialai").issue(actor, now=now, minutes=15)
        client = self.house.app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client

    def send(
        self, path: str, given: Any = None, *, role: str = OFFICER, agency: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Post (or, with nothing given, get) as somebody. Gives the status and what was answered."""
        client = self.client(role, agency or self.agency)
        address = f"/api/consultation/v1{path}"
        answer = client.get(address) if given is None else client.post(address, json=given)
        return answer.status_code, answer.get_json()

    def page(self, path: str, *, role: str = OFFICER) -> str:
        """What somebody with a browser sees."""
        client = self.client(role, self.agency)
        client.set_cookie("danvan", client.environ_base.pop("HTTP_AUTHORIZATION").split()[1])
        return client.get(path).text

    def rows(self, *rows: dict[str, Any], role: str = SOFTWARE, agency: str = "") -> list[Any]:
        """Send rows; those without a client_ref get one."""
        named = [{"client_ref": f"r{next(NUMBERS)}", **row} for row in rows]
        status, answer = self.send("/acts", {"rows": named}, role=role, agency=agency)
        assert status == 200, answer
        return answer["results"]

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """Every event of the agency so far, in order: its type and its data."""
        rows = self.house.store.database["events"].find(
            {"agency": self.agency, "aggregate": {"$not": {"$regex": "^duty/"}}}, sort=[("_id", 1)]
        )
        return [(row["type"].partition(".")[2], json.loads(row["body"])["data"]) for row in rows]


@pytest.fixture(scope="module")
def served(house: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(house, tmp_path_factory.mktemp("clock"))
    yield made
    made.store.client.close()


@pytest.fixture
def desk(served: House) -> Desk:
    return Desk(served)


def act(name: str, given: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"act": name, **given, **more}


def codes(results: list[Any]) -> list[str]:
    return [one.get("code", "done") for one in results]


# --- opinions ---------------------------------------------------------------------------------------


def test_a_round_is_opened_filled_answered_and_closed_in_one_request(desk: Desk):
    results = desk.rows(
        act("open_consultation", ROUND, client_ref="c1"),
        act("receive_opinion", OPINION, client_ref="o1", consultation_ref="c1"),
        act("receive_opinion", OPINION, client_ref="o2", consultation_ref="c1"),
        act("close_consultation", {"ref": "c1", "on": "2026-10-20"}),
        act("answer_opinion", ANSWER, ref="o1"),
        act("answer_opinion", {**ANSWER, "response": "ABSORBED"}, ref="o2"),
        act("close_consultation", {"ref": "c1", "on": "2026-10-20"}),
    )

    assert codes(results) == [*["done"] * 3, "unanswered_opinions", *["done"] * 3]
    assert results[2]["answer"]["number"] == 2
    kind, closed = desk.told()[-1]
    assert kind == "consultation_closed"
    assert (closed["opinions"], closed["absorbed"], closed["explained"]) == (2, 1, 1)
    assert closed["partly_absorbed"] == 0


def test_what_an_opinion_says_is_in_no_event(desk: Desk):
    desk.rows(
        act("open_consultation", ROUND, client_ref="c1"),
        act("receive_opinion", OPINION, client_ref="o1", consultation_ref="c1"),
        act("answer_opinion", ANSWER, ref="o1"),
    )

    said = json.dumps(desk.told(), ensure_ascii=False)
    assert "giữ tên cũ" not in said
    assert "thống nhất" not in said


def test_an_opinion_is_answered_once_and_with_a_reason(desk: Desk):
    results = desk.rows(
        act("open_consultation", ROUND, client_ref="c1"),
        act("receive_opinion", OPINION, client_ref="o1", consultation_ref="c1"),
        act("answer_opinion", {**ANSWER, "reason": "  "}, ref="o1"),
        act("answer_opinion", ANSWER, ref="o1"),
        act("answer_opinion", ANSWER, ref="o1"),
    )

    assert codes(results)[2:] == ["reason_missing", "done", "already_done"]


def test_a_round_is_not_closed_before_its_day_and_takes_nothing_after(desk: Desk):
    results = desk.rows(
        act("open_consultation", ROUND, client_ref="c1"),
        act("close_consultation", {"ref": "c1", "on": "2026-10-19"}),
        act("close_consultation", {"ref": "c1", "on": "2026-10-20"}),
        act("close_consultation", {"ref": "c1", "on": "2026-10-20"}),
        act("receive_opinion", OPINION, client_ref="o1", consultation_ref="c1"),
        act("open_consultation", {**ROUND, "closes_on": "2026-09-30"}),
        act("open_consultation", {**ROUND, "opened_on": "2026-11-21", "closes_on": "2026-12-01"}),
    )

    assert codes(results)[1:] == [
        "closed_too_early",
        "done",
        "round_closed",
        "round_closed",
        "closes_before_opening",
        "in_future",
    ]


def test_only_a_head_or_the_agencys_software_closes(desk: Desk):
    closing = act("close_consultation", {"ref": "c1", "on": "2026-10-20"})
    desk.rows(act("open_consultation", ROUND, client_ref="c1"), role=OFFICER)

    refused = desk.rows(closing, role=OFFICER)

    assert (refused[0]["status"], refused[0]["code"]) == (403, "forbidden")
    _, made = desk.send("/consultations", ROUND)
    path, on = f"/consultations/{made['id']}/closure", {"on": "2026-10-21"}
    assert desk.send(path, on)[0] == 403
    assert desk.send(path, on, role=HEAD)[0] == 200


def test_an_opinion_by_the_routes_and_a_contribution_has_a_day(desk: Desk):
    _, made = desk.send("/consultations", {**ROUND, "kind": "CONTRIBUTION"})

    status, opinion = desk.send(f"/consultations/{made['id']}/opinions", OPINION)

    assert (status, opinion["due_on"]) == (201, "2026-10-26")
    status, answered = desk.send(f"/opinions/{opinion['id']}/answer", ANSWER)
    assert (status, answered["state"], answered["due_on"]) == (200, "ANSWERED", None)
    _, shown = desk.send(f"/opinions/{opinion['id']}")
    assert shown["answer"]["response"] == "EXPLAINED"
    assert shown["content"] == OPINION["content"]
    _, shown = desk.send(f"/consultations/{made['id']}")
    assert (shown["state"], shown["tally"]) == ("OPEN", None)


def test_an_opinion_entered_while_its_round_is_being_closed_finds_it_closed(desk: Desk):
    door, on = desk.house.door, date(2026, 10, 20)
    by = Actor(user="u-1", role=SOFTWARE, agency=desk.agency)
    made = desk.rows(act("open_consultation", ROUND))[0]["answer"]["id"]
    form = OpinionForm(giver=OpinionGiver.RESIDENTS, received_on=on, content="Ý kiến")
    closing = [Thread(target=lambda: door.close_consultation(made, on, by=by))]

    def receive() -> Any:
        told = door.receive_opinion(made, form, by=by)
        while closing:
            thread = closing.pop()
            thread.start()
            thread.join()
        return told

    with pytest.raises(RoundClosed):
        door.store.once(receive, by=by, command="receive_opinion")
    assert desk.told()[-1][1]["opinions"] == 0


# --- opinions of whoever wishes to speak ------------------------------------------------------------

RUNS = {**ROUND, "opened_on": "2026-11-01", "closes_on": "2026-12-01"}
WORD = {"giver": "RESIDENTS", "content": "Xin giữ tên cũ của Canary Thị Hót."}


def anybody(desk: Desk, number: int) -> FlaskClient:
    """Somebody who is not signed in, at an address of their own."""
    client = desk.house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
    return client


def public(round_id: str) -> str:
    return f"/api/consultation/v1/public/rounds/{round_id}/opinions"


def test_whoever_wishes_gives_an_opinion_and_the_office_reads_and_answers_it(desk: Desk):
    _, made = desk.send("/consultations", {**RUNS, "kind": "CONTRIBUTION"})
    somebody = anybody(desk, 1)

    told = somebody.post(public(made["id"]), json=WORD)

    assert (told.status_code, told.json) == (201, {"number": 1})
    listed = desk.page(f"/consultation/consultations/{made['id']}")
    assert "Xin giữ tên cũ" in listed
    assert "gửi trên trang công khai" in listed
    kind, event = desk.told()[-1]
    assert (kind, event["giver"], event["received_on"]) == ("opinion_received", "RESIDENTS", TODAY)
    assert "Canary" not in json.dumps(desk.told(), ensure_ascii=False)
    _, shown = desk.send(f"/opinions/{event['opinion']}")
    assert (shown["online"], shown["due_on"]) == (True, "2026-12-14")
    answered = desk.send(f"/opinions/{event['opinion']}/answer", {**ANSWER, "on": TODAY})
    assert answered[0] == 200
    page = somebody.get(f"/consultation/public/rounds/{made['id']}").text
    assert "Canary" not in page


def test_the_same_opinion_sent_twice_is_one(desk: Desk):
    _, made = desk.send("/consultations", RUNS)
    somebody, key = anybody(desk, 2), {"Idempotency-Key": f"k-{desk.agency}"}

    told = [somebody.post(public(made["id"]), json=WORD, headers=key).json for _ in range(2)]

    assert told == [{"number": 1}] * 2
    assert [kind for kind, _ in desk.told()].count("opinion_received") == 1


def test_only_rounds_for_everybody_hear_and_only_in_their_time(desk: Desk):
    _, over = desk.send("/consultations", ROUND)
    _, experts = desk.send("/consultations", {**RUNS, "kind": "SCIENTIFIC_CRITICISM"})
    _, runs = desk.send("/consultations", RUNS)
    somebody = anybody(desk, 3)

    assert somebody.post(public(over["id"]), json=WORD).json["code"] == "opinions_not_heard_now"
    assert somebody.post(public(experts["id"]), json=WORD).status_code == 404
    assert somebody.post(public("khong-co"), json=WORD).status_code == 404
    empty = somebody.post(public(runs["id"]), json={**WORD, "content": "  "})
    assert (empty.status_code, empty.json["code"]) == (422, "opinion_empty")
    front = somebody.post(public(runs["id"]), json={**WORD, "giver": "FRONT"})
    assert front.status_code == 422
    assert "opinion_received" not in [kind for kind, _ in desk.told()]
    page = somebody.get(f"/consultation/public/rounds/{over['id']}")
    assert "Đã hết thời gian nhận ý kiến" in page.text
    assert "<textarea" not in page.text
    assert somebody.get(f"/consultation/public/rounds/{experts['id']}").status_code == 404
    asked = somebody.get("/api/consultation/v1/public/rounds").json["rounds"]
    assert [one["id"] for one in asked if one["agency"] == desk.agency] == [runs["id"]]


def test_nobody_floods_a_round_and_others_are_heard(desk: Desk):
    _, made = desk.send("/consultations", RUNS)
    loud = anybody(desk, 4)

    codes = [loud.post(public(made["id"]), json=WORD).status_code for _ in range(6)]
    slowed = loud.post(public(made["id"]), json=WORD)

    assert codes == [*[201] * 5, 429]
    assert (slowed.json["code"], slowed.headers["Retry-After"]) == ("too_many_opinions", "3600")
    assert anybody(desk, 5).post(public(made["id"]), json=WORD).json == {"number": 6}
    kept = desk.house.store.database["senders"].find({})
    assert not any("192.0.2" in str(row) for row in kept)


def test_the_form_says_what_is_wrong_and_thanks(desk: Desk):
    _, made = desk.send("/consultations", RUNS)
    somebody, path = anybody(desk, 6), f"/consultation/public/rounds/{made['id']}"
    form = somebody.get(path).text
    proof = form.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent: dict[str, Any] = {"headers": {"Origin": "http://localhost"}}

    wrong = somebody.post(path, data={"csrf_token": proof, "giver": "RESIDENTS"}, **sent)
    unproved = somebody.post(path, data=WORD, **sent)
    done = somebody.post(path, data={"csrf_token": proof, **WORD}, follow_redirects=True, **sent)

    assert (wrong.status_code, unproved.status_code) == (422, 403)
    assert "Có nội dung cần sửa" in wrong.text
    assert "Đã nhận ý kiến số 1" in done.text


# --- dialogues --------------------------------------------------------------------------------------


def test_a_dialogue_is_announced_held_and_its_result_published(desk: Desk):
    results = desk.rows(
        act("announce_dialogue", DIALOGUE, client_ref="d1"),
        act("hold_dialogue", HOLDING, ref="d1"),
        act("publish_dialogue_result", {"ref": "d1", "on": "2026-10-21", "answered": 18}),
    )

    assert [one["answer"]["state"] for one in results] == ["ANNOUNCED", "HELD", "PUBLISHED"]
    assert results[0]["answer"]["announced_in_time"] is True
    assert results[1]["answer"]["due_on"] == "2026-10-20"
    assert results[2]["answer"]["on_time"] is False
    assert desk.told()[-1][1]["on_time"] is False


def test_a_dialogue_announced_too_late_is_recorded_as_such(desk: Desk):
    late = {**DIALOGUE, "announced_on": "2026-10-04"}

    status, told = desk.send("/dialogues", late)

    assert (status, told["announced_in_time"]) == (201, False)
    assert desk.told()[-1][1]["announced_in_time"] is False


def test_a_result_comes_after_the_conference_and_counts_no_more_than_was_said(desk: Desk):
    results = desk.rows(
        act("announce_dialogue", DIALOGUE, client_ref="d1"),
        act("publish_dialogue_result", {"ref": "d1", "on": "2026-10-21", "answered": 18}),
        act("hold_dialogue", {**HOLDING, "answered": 19}, ref="d1"),
        act("hold_dialogue", HOLDING, ref="d1"),
        act("hold_dialogue", HOLDING, ref="d1"),
        act("publish_dialogue_result", {"ref": "d1", "on": "2026-10-09", "answered": 18}),
        act("publish_dialogue_result", {"ref": "d1", "on": "2026-10-12", "answered": 14}),
        act("announce_dialogue", {**DIALOGUE, "planned_on": "2026-09-30"}),
    )

    assert codes(results)[1:] == [
        "not_held_yet",
        "more_answers_than_opinions",
        "done",
        "already_done",
        "too_early",
        "fewer_answers_than_before",
        "planned_before_announced",
    ]


# --- the Front --------------------------------------------------------------------------------------


def test_a_recommendation_is_due_by_the_rule_and_replied_to_once(desk: Desk):
    results = desk.rows(
        act("record_supervision", SUPERVISION, client_ref="s1"),
        act("receive_recommendation", RECOMMENDATION, client_ref="k1", supervision_ref="s1"),
        act("reply_recommendation", {**REPLY, "reply": " "}, ref="k1"),
        act("reply_recommendation", {**REPLY, "on": "2026-02-10"}, ref="k1"),
        act("reply_recommendation", REPLY, ref="k1"),
        act("reply_recommendation", REPLY, ref="k1"),
    )

    assert results[1]["answer"]["due_on"] == "2026-03-11"
    assert codes(results)[2:] == ["reply_missing", "too_early", "done", "already_done"]
    assert results[4]["answer"]["on_time"] is True


def test_the_front_enters_its_own_documents_and_the_head_replies(desk: Desk):
    _, supervision = desk.send("/supervisions", SUPERVISION)
    _, criticism = desk.send("/criticisms", {"draft_title": "Dự thảo", "sent_on": "2026-09-01"})
    document = {"issued_on": "2026-09-15", "content": "Nên sửa Điều 3."}

    entered = desk.send(
        f"/supervisions/{supervision['id']}/recommendations", RECOMMENDATION, role=FRONT
    )
    issued = desk.send(f"/criticisms/{criticism['id']}/document", document, role=FRONT)

    assert (entered[0], issued[0]) == (201, 200)
    assert issued[1]["due_on"] == "2026-10-06"
    reply = {**REPLY, "on": "2026-10-07"}
    path = f"/criticisms/{criticism['id']}/reply"
    assert desk.send(path, reply, role=FRONT)[0] == 403
    assert desk.send(path, reply)[0] == 403
    assert desk.send(path, reply, role=HEAD)[1]["on_time"] is False
    assert desk.send("/dialogues", DIALOGUE, role=FRONT)[0] == 403


def test_a_criticism_is_replied_to_after_its_document(desk: Desk):
    results = desk.rows(
        act(
            "request_criticism", {"draft_title": "Dự thảo", "sent_on": "2026-09-01"}, client_ref="p"
        ),
        act("reply_criticism", REPLY, ref="p"),
        act("receive_criticism", {"ref": "p", "issued_on": "2026-08-31", "content": "Sửa."}),
        act("receive_criticism", {"ref": "p", "issued_on": "2026-09-15", "content": "Sửa."}),
        act("receive_criticism", {"ref": "p", "issued_on": "2026-09-15", "content": "Sửa."}),
    )

    assert codes(results)[1:] == ["not_issued_yet", "too_early", "done", "already_done"]


# --- project files ----------------------------------------------------------------------------------


def test_a_project_file_is_complete_after_posting_meeting_and_dialogue(desk: Desk):
    results = desk.rows(
        act("post_project", PROJECT, client_ref="x"),
        act("complete_project", {"ref": "x", "on": "2026-11-06"}),
        act("hold_project_meeting", {**MEETING, "held_on": "2026-11-04"}, ref="x"),
        act("hold_project_meeting", {**MEETING, "agree": 62}, ref="x"),
        act("hold_project_meeting", MEETING, ref="x"),
        act("complete_project", {"ref": "x", "on": "2026-11-06"}),
        act("hold_project_dialogue", {"ref": "x", "held_on": "2026-11-10"}),
        act("complete_project", {"ref": "x", "on": "2026-11-09"}),
        act("complete_project", {"ref": "x", "on": "2026-11-12"}),
    )

    assert codes(results) == [
        "done",
        "meeting_missing",
        "posting_too_short",
        "more_than_households",
        "done",
        "dialogue_missing",
        "done",
        "too_early",
        "done",
    ]
    assert results[4]["answer"]["due_on"] == "2027-01-04"
    posted = next(data for kind, data in desk.told() if kind == "project_posted")
    assert posted["posted_until"] == "2026-11-04"
    assert desk.told()[-1] == (
        "project_completed",
        {
            "project": results[0]["answer"]["id"],
            "posted_on": "2026-10-05",
            "completed_on": "2026-11-12",
        },
    )


def test_a_plan_taken_down_too_early_is_posted_again_for_the_whole_time(desk: Desk):
    posted = {**PROJECT, "posted_on": "2026-09-01"}

    results = desk.rows(
        act("post_project", posted, client_ref="x"),
        act("take_down_project", {"ref": "x", "on": "2026-09-25"}),
        act("hold_project_meeting", {**MEETING, "disagree": 0}, ref="x"),
        act("post_project_again", {"ref": "x", "on": "2026-09-28"}),
        act("post_project_again", {"ref": "x", "on": "2026-09-28"}),
        act("complete_project", {"ref": "x", "on": "2026-10-28"}),
        act("hold_project_meeting", {**MEETING, "disagree": 0}, ref="x"),
        act("hold_project_dialogue", {"ref": "x", "held_on": "2026-11-10"}),
        act("complete_project", {"ref": "x", "on": "2026-11-06"}),
    )

    assert codes(results)[2:] == [
        "removed_early",
        "done",
        "not_removed_early",
        "posting_too_short",
        "done",
        "nobody_disagrees",
        "done",
    ]


# --- everywhere -------------------------------------------------------------------------------------


def test_a_foreign_agencys_things_are_not_found(desk: Desk):
    made = desk.rows(
        act("open_consultation", ROUND, client_ref="c"),
        act("receive_opinion", OPINION, client_ref="o", consultation_ref="c"),
        act("announce_dialogue", DIALOGUE, client_ref="d"),
        act("record_supervision", SUPERVISION, client_ref="s"),
        act("receive_recommendation", RECOMMENDATION, client_ref="k", supervision_ref="s"),
        act(
            "request_criticism", {"draft_title": "Dự thảo", "sent_on": "2026-09-01"}, client_ref="p"
        ),
        act("post_project", PROJECT, client_ref="x"),
    )
    names = [
        "consultations",
        "opinions",
        "dialogues",
        "supervisions",
        "recommendations",
        "criticisms",
        "projects",
    ]
    paths = [f"/{name}/{one['answer']['id']}" for name, one in zip(names, made, strict=True)]

    assert [desk.send(path)[0] for path in paths] == [200] * 7
    assert [desk.send(path, agency="ag-foreign")[0] for path in paths] == [404] * 7
    there = made[0]["answer"]["id"]
    foreign = desk.rows(act("receive_opinion", OPINION, consultation=there), agency="ag-foreign")
    assert foreign[0]["status"] == 404


def test_a_row_sent_again_does_nothing_and_a_name_used_again_is_refused(desk: Desk):
    row = act("open_consultation", ROUND, client_ref="c1")

    first, again = desk.rows(row), desk.rows(row)
    other = desk.rows({**row, "title": "Việc khác"})

    assert first == again
    assert other[0]["code"] == "key_reused"
    assert len(desk.told()) == 1


def test_a_row_names_exactly_one_thing_it_belongs_to(desk: Desk):
    results = desk.rows(
        act("receive_opinion", OPINION),
        act("receive_opinion", OPINION, consultation="a", consultation_ref="b"),
        act("answer_opinion", ANSWER),
        act("no_such_act", {}),
    )

    assert [one["status"] for one in results] == [422] * 4
    assert codes(results) == ["invalid"] * 3 + ["unknown_act"]
