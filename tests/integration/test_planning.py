"""Planning over HTTP on the real database: one act at a time, many at once, and what is refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor, named_id
from services.planning.api import web
from services.planning.service import Planning
from tests.site import Site

API = "/api/planning/v1"
TODAY = SystemClock().today()
YEAR = TODAY.year
DUE = date(YEAR, 12, 31)


class Person:
    """Somebody who talks to planning with a token."""

    def __init__(self, app: Flask, keys: SessionKeys, role: str, agency: str) -> None:
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        self.client: FlaskClient = app.test_client()
        self.headers = {"Authorization": f"Bearer {keys.issue(actor, now=now, minutes=10)}"}

    def post(self, path: str, body: Any) -> Any:
        return self.client.post(f"{API}{path}", json=body, headers=self.headers)

    def get(self, path: str) -> Any:
        return self.client.get(f"{API}{path}", headers=self.headers)

    def act(self, *rows: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.post("/acts", {"rows": list(rows)})
        assert answer.status_code == 200, answer.text
        return answer.json["results"]


@pytest.fixture(scope="module")
def app(house: Site) -> Flask:
    """The web application of planning, on the module's site."""
    for create in (create_session_key, create_secret):
        create(house.folder / "keys")
    store = house.store("planning")
    Planning(store)
    store.prepare()
    return web(house.settings_for("planning"))


@pytest.fixture
def person(app: Flask, house: Site) -> Callable[[str, str], Person]:
    keys = SessionKeys(house.folder / "keys", site="gialai")
    return lambda role, agency: Person(app, keys, role, agency)


def plan_of(**more: Any) -> dict[str, Any]:
    return {"year": YEAR, "symbol": "12/KH-UBND", "title": "Kế hoạch dân vận", **more}


def task_of(**more: Any) -> dict[str, Any]:
    given = {"title": "Tuyên truyền ở vùng sâu", "duty": "D2.4", "due_on": DUE.isoformat()}
    return {**given, "owner": "Rơ Châm H'Thử, Phó Chủ tịch", **more}


def model_of(**more: Any) -> dict[str, Any]:
    given = {"name": "Lắng nghe dân nói", "field": "SOCIETY", "started_on": TODAY.isoformat()}
    return {**given, "beneficiaries": "300 hộ", **more}


ON = {"on": TODAY.isoformat()}
PROVEN = {**ON, "evidence": "Biên bản số 3"}
ENTRIES = {
    "hold_outreach": {
        "kind": "STAFF",
        "title": "Quán triệt",
        "held_on": TODAY.isoformat(),
        "participants": 40,
        "instruments": ["KL-43-2019", "Nghị quyết của Đảng ủy xã"],
    },
    "hold_training": {"title": "Kỹ năng", "held_on": TODAY.isoformat(), "attendees": 25},
    "publish_media": {
        "kind": "BROADCAST",
        "topic": "MODELS",
        "title": "Một mô hình hay",
        "published_on": TODAY.isoformat(),
        "minutes": 15,
    },
    "evaluate_head": {
        "evaluated_on": TODAY.isoformat(),
        "level": "GOOD",
        "evaluator": "UBND tỉnh Gia Lai",
        "findings": "Nêu gương tốt.",
    },
    "record_harassment": {
        "found_on": TODAY.isoformat(),
        "officials_handled": 1,
        "handling": "Khiển trách",
    },
}
PATHS = {
    "hold_outreach": "/outreach",
    "hold_training": "/trainings",
    "publish_media": "/media",
    "evaluate_head": "/evaluations",
    "record_harassment": "/harassment-cases",
}


def test_a_plan_is_drafted_by_one_approved_by_another_and_its_task_completed(person, house: Site):
    writer, head = person("DANVAN_OFFICER", "ag-1"), person("AGENCY_HEAD", "ag-1")

    plan = writer.post("/plans", plan_of()).json["plan"]
    task = writer.post(f"/plans/{plan}/tasks", task_of()).json["task"]
    assert writer.get(f"/tasks/{task}").status_code == 404, "it opens with the approval"
    assert writer.post(f"/plans/{plan}/approval", ON).status_code == 403
    assert head.post(f"/plans/{plan}/approval", ON).status_code == 200
    done = writer.post(f"/tasks/{task}/completion", PROVEN)

    assert done.json["on_time"] is True
    assert writer.get(f"/tasks/{task}").json["completed_on"] == TODAY.isoformat()
    events = (
        house.database("planning")["events"]
        .find({"agency": "ag-1", "type": {"$not": {"$regex": "duty"}}})
        .sort("_id", 1)
    )
    assert [row["type"].split(".")[1] for row in events] == [
        "plan_drafted",
        "task_added",
        "plan_approved",
        "task_opened",
        "task_completed",
    ]


def test_unhappy_paths_of_a_plan_each_have_their_own_refusal(person):
    writer, head = person("DANVAN_OFFICER", "ag-2"), person("AGENCY_HEAD", "ag-2")
    plan = writer.post("/plans", plan_of()).json["plan"]
    path = f"/plans/{plan}"
    later = (TODAY + timedelta(days=1)).isoformat()

    def refused(answer: Any) -> tuple[int, str]:
        return answer.status_code, answer.json["code"]

    assert refused(head.post(f"{path}/approval", ON)) == (409, "empty_plan")
    assert refused(writer.post("/plans", plan_of())) == (409, "second_plan")
    assert refused(writer.post(f"{path}/tasks", task_of(duty="D99"))) == (422, "unknown_duty")
    task = writer.post(f"{path}/tasks", task_of()).json["task"]
    assert refused(head.post(f"{path}/approval", {"on": later})) == (422, "day_not_come")
    head.post(f"{path}/approval", ON)
    assert refused(writer.post(f"{path}/tasks", task_of())) == (409, "plan_is_approved")
    unproven = writer.post(f"/tasks/{task}/completion", {**ON, "evidence": "   "})
    assert refused(unproven) == (422, "evidence_missing")
    writer.post(f"/tasks/{task}/completion", PROVEN)
    assert refused(writer.post(f"/tasks/{task}/completion", PROVEN)) == (409, "task_is_done")


def test_a_refused_second_plan_leaves_room_for_the_next_year(person):
    writer = person("DANVAN_OFFICER", "ag-3")
    writer.post("/plans", plan_of())

    assert writer.post("/plans", plan_of()).status_code == 409
    assert writer.post("/plans", plan_of(year=YEAR + 1)).status_code == 201
    assert writer.get("/plans").json["total"] == 2


def test_of_plans_drafted_at_the_same_moment_one_stands(person):
    def draft(at: int) -> int:
        return person("DANVAN_OFFICER", "ag-13").post("/plans", plan_of(title=f"{at}")).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(draft, range(4)))

    assert answers == [201, 409, 409, 409]
    assert person("CLERK", "ag-13").get("/plans").json["total"] == 1


def test_software_brings_a_whole_plan_in_one_request_and_may_bring_it_again(person):
    software = person("SOFTWARE", "ag-4")
    rows = [
        {"act": "draft_plan", "client_ref": "p", **plan_of()},
        {"act": "add_task", "client_ref": "t1", "plan_ref": "p", **task_of()},
        {"act": "add_task", "client_ref": "t2", "plan_ref": "p", **task_of(owner="")},
        {"act": "approve_plan", "client_ref": "a", "ref": "p", **ON},
        {"act": "complete_task", "client_ref": "c", "ref": "t1", **PROVEN},
        {"act": "draft_plan", "client_ref": "p-again", **plan_of()},
        {"act": "complete_task", "client_ref": "c-again", "ref": "t1", **PROVEN},
        {"act": "complete_task", "client_ref": "nothing", "ref": "t9", **PROVEN},
    ]

    first, again = software.act(*rows), software.act(*rows)

    assert [row["status"] for row in first] == [200, 200, 200, 200, 200, 409, 409, 404]
    assert [row.get("code") for row in first[5:]] == ["second_plan", "task_is_done", "not_found"]
    assert first[1]["answer"]["task"] == named_id("ag-4", "task", "t1")
    assert first == again


def test_software_brings_models_and_everything_that_is_recorded_once(person):
    software = person("SOFTWARE", "ag-5")

    results = software.act(
        {"act": "register_model", "client_ref": "m", **model_of()},
        {"act": "record_model_result", "client_ref": "r", "ref": "m", **PROVEN},
        {"act": "end_model", "client_ref": "e", "ref": "m", **ON, "reason": "Đã đạt mục tiêu"},
        {"act": "end_model", "client_ref": "e2", "ref": "m", **ON, "reason": "Lần nữa"},
        *({"act": act, "client_ref": act, **body} for act, body in ENTRIES.items()),
    )

    assert [row["status"] for row in results] == [200, 200, 200, 409, *[200] * 5], results
    reader = person("UNIT_LEADER", "ag-5")
    assert reader.get("/activities").json["total"] == 3
    assert [row["count"] for row in reader.get("/activities?kind=STAFF").json["rows"]] == [40]
    assert reader.get("/models?field=SOCIETY").json["rows"][0]["results"] == 1
    assert reader.get("/evaluations").json["total"] == 1
    assert reader.get("/harassment-cases").json["total"] == 1


def test_a_clerk_may_use_the_rows_too_but_approves_nothing_there(person):
    writer = person("DANVAN_OFFICER", "ag-6")

    *entered, approved = writer.act(
        {"act": "draft_plan", "client_ref": "p", **plan_of()},
        {"act": "add_task", "client_ref": "t", "plan_ref": "p", **task_of()},
        {"act": "approve_plan", "client_ref": "a", "ref": "p", **ON},
    )

    assert [row["status"] for row in entered] == [200, 200]
    assert (approved["status"], approved["code"]) == (403, "forbidden")


@pytest.mark.parametrize("act", PATHS)
def test_each_entry_has_a_route_of_its_own_and_is_not_dated_tomorrow(person, act: str):
    writer, tomorrow = person("DANVAN_OFFICER", "ag-7"), TODAY + timedelta(days=1)
    (day,) = [field for field in ENTRIES[act] if field.endswith("_on")]

    early = writer.post(PATHS[act], {**ENTRIES[act], day: tomorrow.isoformat()})

    assert writer.post(PATHS[act], ENTRIES[act]).status_code == 201
    assert (early.status_code, early.json["code"]) == (422, "day_not_come")
    assert day in early.json["errors"]


def test_a_model_has_routes_for_its_result_and_its_end(person):
    writer = person("DANVAN_OFFICER", "ag-8")
    path = f"/models/{writer.post('/models', model_of()).json['model']}"

    assert writer.post(f"{path}/results", PROVEN).status_code == 201
    assert writer.post(f"{path}/end", {**ON, "reason": "Gộp"}).status_code == 200
    assert writer.post(f"{path}/end", {**ON, "reason": "Gộp"}).json["code"] == "model_has_ended"
    assert [one["evidence"] for one in writer.get(path).json["results"]] == ["Biên bản số 3"]


def test_a_head_does_not_record_the_evaluation_of_the_head(person):
    writer, head = person("DANVAN_OFFICER", "ag-9"), person("AGENCY_HEAD", "ag-9")
    by_itself = {**ENTRIES["evaluate_head"], "evaluator": "ag-9"}

    assert head.post("/evaluations", ENTRIES["evaluate_head"]).status_code == 403
    assert writer.post("/evaluations", by_itself).json["code"] == "self_evaluation"


def test_what_belongs_to_another_agency_is_not_found(person):
    software, stranger = person("SOFTWARE", "ag-10"), person("DANVAN_OFFICER", "ag-11")
    head = person("AGENCY_HEAD", "ag-11")
    software.act(
        {"act": "draft_plan", "client_ref": "p", **plan_of()},
        {"act": "add_task", "client_ref": "t", "plan_ref": "p", **task_of()},
        {"act": "register_model", "client_ref": "m", **model_of()},
    )
    plan, model = named_id("ag-10", "plan", "p"), named_id("ag-10", "model", "m")
    task = named_id("ag-10", "task", "t")

    assert stranger.get(f"/plans/{plan}").status_code == 404
    assert head.post(f"/plans/{plan}/approval", ON).status_code == 404
    software.act({"act": "approve_plan", "client_ref": "a", "ref": "p", **ON})
    assert stranger.get(f"/tasks/{task}").status_code == 404
    assert stranger.post(f"/tasks/{task}/completion", PROVEN).status_code == 404
    assert stranger.get(f"/models/{model}").status_code == 404
    assert stranger.post(f"/models/{model}/results", PROVEN).status_code == 404
    (row,) = stranger.act({"act": "complete_task", "client_ref": "c", "id": task, **PROVEN})
    assert row["status"] == 404


def test_neither_names_nor_words_of_an_entry_are_told(person, house: Site):
    software = person("SOFTWARE", "ag-12")
    software.act(
        {"act": "draft_plan", "client_ref": "p", **plan_of()},
        {"act": "add_task", "client_ref": "t", "plan_ref": "p", **task_of(owner="Siu Blih")},
        {"act": "approve_plan", "client_ref": "a", "ref": "p", **ON},
        {"act": "record_harassment", "client_ref": "h", **ENTRIES["record_harassment"]},
    )

    bodies = [row["body"].decode() for row in house.database("planning")["events"].find()]

    assert not [body for body in bodies if "Siu Blih" in body or "Khiển trách" in body]
