"""Roles with limits: to look only, or in somebody's place until a day; and who may grant what how."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.registry import Role
from kernel.message import Actor
from kernel.rights import SeesOnly
from kernel.store.audit import filters
from services.registry.domain import Assignment
from tests.integration.test_registry_web import (
    CHU_SE,
    GOOD,
    IA_LY,
    OPERATOR,
    OURS,
    SNV,
    TODAY,
    Desk,
    desk,
    form_token,
)

__all__ = ["desk"]


def grant(desk: Desk, by: Actor, id_: str, **more: Any) -> Any:
    body = {"role": "AGENCY_HEAD", "agency": IA_LY, "since": TODAY.isoformat(), **more}
    return desk.ask("POST", f"/accounts/{id_}/roles", by, body)


def approve(desk: Desk, by: Actor, asked: Any) -> Any:
    proposal = asked.get_json()["proposal"]
    return desk.ask("POST", f"/role-proposals/{proposal}/approval", by)


def test_a_deputy_stands_in_for_the_head_until_a_day_and_the_trail_says_for_whom(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    head = desk.person("thu.truong", IA_LY, Role.AGENCY_HEAD)
    deputy = desk.person("cap.pho", IA_LY, Role.DEPUTY)
    until = (TODAY + timedelta(days=9)).isoformat()

    forever = grant(desk, admin, deputy.user, acting_for="thu.truong")
    asked = grant(desk, admin, deputy.user, acting_for="thu.truong", until=until)
    told = approve(desk, head, asked)
    entered = desk.ask(
        "POST", "/sessions", None, {"account": "cap.pho", "password": GOOD, "role": "AGENCY_HEAD"}
    ).get_json()

    assert (forever.status_code, forever.get_json(force=True)["code"]) == (422, "no_end")
    assert told.status_code == 200
    acting = desk.keys.read(entered["token"], now=desk.registry.store.clock.now())
    assert (acting.role, acting.acting_for) == ("AGENCY_HEAD", head.user)
    (line,) = desk.registry.store.audit.lines(
        filters(exactly={"user": deputy.user, "role": "AGENCY_HEAD"})
    )
    assert line["acting_for"] == head.user


@pytest.mark.parametrize("absent", ["khong.co", "cap.pho", "van.thu"])
def test_nobody_stands_in_for_who_does_not_hold_the_role(desk: Desk, absent: str):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    desk.person("van.thu", IA_LY, Role.CLERK)
    deputy = desk.person("cap.pho", IA_LY, Role.DEPUTY)

    told = grant(desk, admin, deputy.user, acting_for=absent, until=TODAY.isoformat())

    assert told.get_json(force=True)["code"] == "nobody_to_stand_in_for"


def test_who_may_only_look_gives_no_command_by_whatever_door(desk: Desk):
    desk.person("nguoi.xem", IA_LY, Role.CLERK)
    admin = desk.person("quan.tri", SNV, Role.ADMINISTRATOR)
    id_ = desk.person("hai.noi", SNV, Role.CLERK).user
    given = Assignment(role=Role.ADMINISTRATOR, agency=IA_LY, since=TODAY, see_only=True)
    desk.registry.grant_role(id_, given, by=OPERATOR)

    looker = desk.registry.actor(id_, role="ADMINISTRATOR", agency=IA_LY)
    listed = desk.app.test_client()
    listed.set_cookie(
        "danvan", desk.keys.issue(looker, now=desk.registry.store.clock.now(), minutes=5)
    )
    refused = grant(desk, looker, admin.user)

    assert looker.see_only
    assert listed.get("/registry/people").status_code == 200
    assert "(chỉ xem)" in listed.get("/registry/people").text
    assert (refused.status_code, refused.get_json(force=True)["code"]) == (403, "sees_only")
    with pytest.raises(SeesOnly):
        desk.registry.close_account(admin.user, by=looker)


def test_a_role_is_granted_and_ended_only_by_who_signed_in_a_moment_ago(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    clerk = desk.person("thu.clerk", IA_LY, Role.CLERK)
    stale = Actor(user=admin.user, role=admin.role, agency=IA_LY, fresh_at=admin.fresh_at - 3600)

    refused = grant(desk, stale, clerk.user)

    assert (refused.status_code, refused.get_json(force=True)["code"]) == (401, "sign_in_again")
    assert grant(desk, admin, clerk.user).status_code == 201


def test_nobody_edits_their_own_rights(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)

    told = grant(desk, admin, admin.user)

    assert (told.status_code, told.get_json(force=True)["code"]) == (403, "own_rights")


# --- two people -------------------------------------------------------------------------------------


def proposed(desk: Desk, by: Actor, id_: str, **more: Any) -> str:
    return str(grant(desk, by, id_, role="CLERK", **more).get_json()["proposal"])


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json(force=True)["code"]


def decide(desk: Desk, by: Actor, proposal: str, how: str = "approval", body: Any = None) -> Any:
    return desk.ask("POST", f"/role-proposals/{proposal}/{how}", by, body)


def test_a_role_holds_only_when_somebody_else_approved_it(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    head = desk.person("thu.truong", IA_LY, Role.AGENCY_HEAD)
    new = desk.person("moi.den", IA_LY, Role.PRESS_OFFICER)
    held = {Role.PRESS_OFFICER}
    roles = lambda: {one.role for one in desk.registry.roles_today(new.user)}  # noqa: E731

    proposal = proposed(desk, admin, new.user)
    assert roles() == held
    assert code(decide(desk, admin, proposal)) == (409, "approver_proposed")
    assert roles() == held
    assert decide(desk, head, proposal).status_code == 200

    assert roles() == {*held, Role.CLERK}
    assert code(decide(desk, head, proposal)) == (409, "proposal_decided")


def test_nobody_approves_or_refuses_a_role_of_their_own(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    head = desk.person("thu.truong", IA_LY, Role.AGENCY_HEAD)

    proposal = proposed(desk, admin, head.user)

    assert code(decide(desk, head, proposal)) == (403, "own_rights")
    assert code(decide(desk, head, proposal, "refusal", {"reason": "x"})) == (403, "own_rights")


def test_a_role_is_refused_for_a_reason_and_then_decided_for_good(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    deputy = desk.person("cap.pho", IA_LY, Role.DEPUTY)
    clerk = desk.person("van.thu", IA_LY, Role.PRESS_OFFICER)
    proposal = proposed(desk, admin, clerk.user)

    assert code(decide(desk, deputy, proposal, "refusal", {"reason": " "})) == (422, "why_not")
    told = decide(desk, deputy, proposal, "refusal", {"reason": "Đã có văn thư khác"})

    assert told.get_json()["state"] == "REFUSED"
    assert code(decide(desk, deputy, proposal)) == (409, "proposal_decided")
    assert {one.role for one in desk.registry.roles_today(clerk.user)} == {Role.PRESS_OFFICER}


def test_another_agency_does_not_find_a_proposal_but_so_noi_vu_does(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    stranger = desk.person("la.mat", CHU_SE, Role.AGENCY_HEAD)
    leader = desk.person("lanh.dao", SNV, Role.SNV_LEADER)
    clerk = desk.person("van.thu", IA_LY, Role.PRESS_OFFICER)
    proposal = proposed(desk, admin, clerk.user)

    assert decide(desk, stranger, proposal).status_code == 404
    assert desk.ask("GET", "/role-proposals", stranger).get_json() == {"proposals": []}
    (seen,) = desk.ask("GET", "/role-proposals", leader).get_json()["proposals"]
    assert (seen["proposal"], seen["state"]) == (proposal, "OPEN")
    assert decide(desk, leader, proposal).status_code == 200


def test_a_role_beyond_one_agency_is_approved_at_so_noi_vu_alone(desk: Desk):
    admin = desk.person("snv.admin", SNV, Role.ADMINISTRATOR)
    head = desk.person("thu.truong", IA_LY, Role.AGENCY_HEAD)
    leader = desk.person("lanh.dao", SNV, Role.SNV_LEADER)
    checks = desk.person("kiem.tra", IA_LY, Role.CLERK)
    told = grant(desk, admin, checks.user, role="AUDITOR").get_json()

    assert decide(desk, head, told["proposal"]).status_code == 404
    assert decide(desk, leader, told["proposal"]).status_code == 200


def test_what_changed_since_the_proposal_is_looked_at_again(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    head = desk.person("thu.truong", IA_LY, Role.AGENCY_HEAD)
    clerk = desk.person("van.thu", IA_LY, Role.PRESS_OFFICER)
    first, second = proposed(desk, admin, clerk.user), proposed(desk, admin, clerk.user)

    assert decide(desk, head, first).status_code == 200
    assert code(decide(desk, head, second)) == (409, "role_already_held")


def test_a_proposal_waits_on_the_page_until_the_second_person_decides(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    head = desk.person("thu.truong", IA_LY, Role.AGENCY_HEAD)
    clerk = desk.person("van.thu", IA_LY, Role.PRESS_OFFICER)
    proposal = proposed(desk, admin, clerk.user)
    client = desk.app.test_client()
    token = desk.keys.issue(head, now=desk.registry.store.clock.now(), minutes=5)
    client.set_cookie("danvan", token)
    page = client.get("/registry/proposals")
    form = {"csrf_token": form_token(client)}

    refused = client.post(f"/registry/proposals/{proposal}/refusal", data=form, headers=OURS)
    told = client.post(f"/registry/proposals/{proposal}/approval", data=form, headers=OURS)

    assert "Rơ Châm Thử: Văn thư" in page.text
    assert refused.status_code == 422
    assert "Cần ghi lý do không duyệt." in refused.text
    assert told.status_code == 303
    assert "Đã duyệt" in client.get("/registry/proposals").text
