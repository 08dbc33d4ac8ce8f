"""Who exists over time and the law in force, through pages and routes: two people, line by line."""

from datetime import timedelta
from io import BytesIO

from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from contracts.registry import Role
from kernel.message import Actor
from law.defaults import shipped_pack
from law.text import fold
from tests.integration.test_registry_web import (
    CHU_SE,
    GOOD,
    IA_LY,
    OURS,
    SNV,
    TODAY,
    UNITS,
    Desk,
    desk as desk,
    enter,
    form_token,
)

NEXT = TODAY + timedelta(days=14)
PROVINCE = UNITS["UBND tỉnh Gia Lai"]


def office(desk: Desk) -> tuple[FlaskClient, FlaskClient]:
    """Who prepares and who confirms, both signed in; the agencies are recorded."""
    desk.registry.load_agencies(by=Actor(user="operator", role="OPS", agency="gialai"))
    desk.person("thu.lap", SNV, Role.SNV_OFFICER)
    desk.person("thu.duyet", SNV, Role.SNV_LEADER)
    return signed_in(desk, "thu.lap"), signed_in(desk, "thu.duyet")


def signed_in(desk: Desk, account: str) -> FlaskClient:
    client = desk.app.test_client()
    enter(client, account, GOOD)
    return client


YES = {"confirmed": "yes"}


def send(client: FlaskClient, path: str, **form: str) -> TestResponse:
    token = form_token(client)
    return client.post(path, data={"csrf_token": token, **form}, headers=OURS)


def test_a_reorganisation_is_prepared_line_by_line_and_confirmed_by_somebody_else(desk: Desk):
    prepares, confirms = office(desk)
    made = send(
        prepares,
        "/registry/reorganisations/new",
        title="Nhập xã Ia Ly",
        effective_on=NEXT.isoformat(),
    )
    path = made.headers["Location"]
    line = {"source": "ubnd xa ia ly", "kind": "MERGE", "target": "UBND xã Chư Sê"}

    unknown = send(prepares, f"{path}/moves", **{**line, "target": "UBND xã Không Có"})
    added = send(prepares, f"{path}/moves", **line)
    seen = prepares.get(path).text
    own = send(confirms, f"{path}/withdrawal")
    decided = {"decision": "15/NQ-UBTVQH", "decided_on": TODAY.isoformat()}
    refused = send(prepares, f"{path}/confirmation", **decided)
    asked = send(confirms, f"{path}/confirmation", **decided)
    late = {"decision": "15/NQ", "decided_on": NEXT.isoformat()}
    early = send(confirms, f"{path}/confirmation", **late, **YES)

    assert (unknown.status_code, added.status_code) == (422, 303)
    assert "Không có đúng một cơ quan mang tên này" in unknown.text
    assert "UBND xã Ia Ly kết thúc hoạt động" in seen
    assert (own.status_code, refused.status_code) == (303, 403)
    assert early.status_code == 422
    assert "Việc này không thể hoàn tác" in asked.text
    assert 'name="decision" value="15/NQ-UBTVQH"' in asked.text


def test_two_tabs_do_not_overwrite_each_other_and_see_what_both_say(desk: Desk):
    prepares, confirms = office(desk)
    made = {"title": "Nhập xã Ia Ly", "effective_on": NEXT.isoformat()}
    path = send(prepares, "/registry/reorganisations/new", **made).headers["Location"]
    seen = version_in(prepares.get(path).text)
    line = {"source": "UBND xã Ia Ly", "kind": "MERGE", "target": "UBND xã Chư Sê"}
    second = {**line, "source": "UBND xã Ia Hrú"}

    first = send(prepares, f"{path}/moves", **line, version=seen)
    late = send(prepares, f"{path}/moves", **second, version=seen)
    dropped = send(prepares, f"{path}/lines/drop", part="moves", number="0", version=seen)
    decided = {"decision": "15/NQ", "decided_on": TODAY.isoformat(), "version": seen}
    confirmed = send(confirms, f"{path}/confirmation", **decided, **YES)
    again = send(prepares, f"{path}/moves", **second, version=version_in(late.text))

    assert [one.status_code for one in (first, late, dropped, confirmed)] == [303, 409, 409, 409]
    assert "Thêm dòng: UBND xã Ia Hrú – Nhập vào UBND xã Chư Sê" in late.text
    assert "UBND xã Ia Ly: Nhập vào → UBND xã Chư Sê" in late.text
    assert 'value="UBND xã Ia Hrú"' in late.text
    assert again.status_code == 303
    moves = desk.registry.reorganisations.one(path.rsplit("/", 1)[1]).scheme.moves
    assert [one.source for one in moves] == [IA_LY, UNITS["UBND xã Ia Hrú"]]


def version_in(page: str) -> str:
    return page.partition('name="version" value="')[2].partition('"')[0]


def test_software_that_saw_an_earlier_version_is_told_what_both_say(desk: Desk):
    prepares, _ = office(desk)
    actor = desk.keys.read(prepares.get_cookie("danvan").value, now=desk.registry.store.clock.now())
    move = {"source": IA_LY, "kind": "MERGE", "target": CHU_SE}
    scheme = {"title": "Nhập", "effective_on": NEXT.isoformat(), "moves": [move]}
    made = desk.ask("POST", "/reorganisations", actor, scheme).get_json()
    path = f"/reorganisations/{made['reorganisation']}"
    dissolved = {**scheme, "moves": [{"source": IA_LY, "kind": "DISSOLVE"}]}

    first = desk.ask("PUT", path, actor, {**dissolved, "version": made["version"]})
    late = desk.ask("PUT", path, actor, {**scheme, "version": made["version"]})
    unasked = desk.ask("PUT", path, actor, scheme)

    told = late.get_json(force=True)
    assert (first.status_code, late.status_code, unasked.status_code) == (200, 409, 200)
    assert late.content_type.startswith("application/problem+json")
    assert told["code"] == "draft_moved"
    assert told["errors"] == {
        "version": [str(first.get_json()["version"])],
        "kept": [f"{IA_LY} DISSOLVE"],
        "brought": [f"{IA_LY} MERGE {CHU_SE}"],
    }


def test_a_confirmed_reorganisation_shows_on_the_page_of_the_ended_agency(desk: Desk):
    prepares, confirms = office(desk)
    scheme = {
        "title": "Nhập xã Ia Ly",
        "effective_on": NEXT.isoformat(),
        "moves": [{"source": IA_LY, "kind": "MERGE", "target": CHU_SE}],
    }
    actor = desk.keys.read(prepares.get_cookie("danvan").value, now=desk.registry.store.clock.now())
    act = desk.ask("POST", "/reorganisations", actor, scheme).get_json()["reorganisation"]
    decided = {"decision": "15/NQ-UBTVQH", "decided_on": TODAY.isoformat()}
    done = send(confirms, f"/registry/reorganisations/{act}/confirmation", **decided, **YES)
    page = confirms.get(f"/registry/agencies/{IA_LY}").text
    tree = confirms.get("/registry/tree", query_string={"on": NEXT.isoformat()}).text
    told = desk.ask("GET", f"/tree?on={NEXT.isoformat()}", actor).get_json()
    turned = confirms.get("/registry/?sort=-sort").text
    file = load_workbook(BytesIO(confirms.get("/registry/?sort=sort&export=xlsx").data))

    assert done.status_code == 303
    assert 'aria-sort="descending"' in turned
    names = [row[0] for row in file["Danh sách"].iter_rows(min_row=2, values_only=True)]
    assert len(names) == int(dict(file["Đọc tôi"].iter_rows(values_only=True))["Số dòng"]) > 100
    assert [fold(one) for one in names] == sorted(fold(one) for one in names)
    assert "15/NQ-UBTVQH" in page
    assert ">UBND xã Ia Ly<" not in tree
    province = next(one for one in told["tree"] if one["agency"] == PROVINCE)
    assert IA_LY not in {one["agency"] for one in province["below"]}
    assert CHU_SE in {one["agency"] for one in province["below"]}


def test_a_day_off_and_a_pack_are_drafted_by_one_and_put_in_force_by_another(desk: Desk):
    prepares, confirms = office(desk)
    day = {"date_1": NEXT.isoformat(), "kind_1": "HOLIDAY", "name_1": "nghỉ đột xuất"}
    form = {"instrument": "99/TB-BNV", "standing": "CONFIRMED"}

    empty = send(prepares, "/registry/law/decisions/new", **form)
    made = send(prepares, "/registry/law/decisions/new", **form, **day)
    done = send(confirms, f"{made.headers['Location']}/activation", **YES)
    wrong = send(prepares, "/registry/law/packs/complaints", content="a: [")
    text = shipped_pack("complaints")
    pack = send(prepares, "/registry/law/packs/complaints", content=f"{text}\n# sửa")
    law = confirms.get("/registry/law").text

    assert (empty.status_code, made.status_code, done.status_code) == (422, 303, 303)
    assert (wrong.status_code, pack.status_code) == (422, 303)
    assert "Lịch làm việc, phiên bản 1" in law
    assert "# sửa" in prepares.get(pack.headers["Location"]).text


def test_what_is_kept_of_an_agency_is_shown_and_a_clerk_may_not_write_it(desk: Desk):
    prepares, _ = office(desk)
    desk.person("thu.clerk", IA_LY, Role.RECEPTIONIST)
    said = {"offices": "02 Trần Phú, Pleiku\n22 Trần Phú, Quy Nhơn", "basis": "NQ 1664"}
    path = f"/registry/agencies/{SNV}"

    refused = send(signed_in(desk, "thu.clerk"), path, **said)
    done = send(prepares, path, **said, area_tags="BORDER")
    page = prepares.get(path).text

    assert (refused.status_code, done.status_code) == (403, 303)
    assert "02 Trần Phú, Pleiku" in page
    assert "Biên giới" in page
