"""Roles with limits: to look only, or in somebody's place until a day; and who may grant what how."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.registry import Role
from kernel.message import Actor
from kernel.rights import SeesOnly
from kernel.store.audit import filters
from services.registry.domain import Assignment
from tests.integration.test_registry_web import GOOD, IA_LY, OPERATOR, SNV, TODAY, Desk, desk

__all__ = ["desk"]


def grant(desk: Desk, by: Actor, id_: str, **more: Any) -> Any:
    body = {"role": "AGENCY_HEAD", "agency": IA_LY, "since": TODAY.isoformat(), **more}
    return desk.ask("POST", f"/accounts/{id_}/roles", by, body)


def test_a_deputy_stands_in_for_the_head_until_a_day_and_the_trail_says_for_whom(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    head = desk.person("thu.truong", IA_LY, Role.AGENCY_HEAD)
    deputy = desk.person("cap.pho", IA_LY, Role.DEPUTY)
    until = (TODAY + timedelta(days=9)).isoformat()

    forever = grant(desk, admin, deputy.user, acting_for="thu.truong")
    told = grant(desk, admin, deputy.user, acting_for="thu.truong", until=until)
    entered = desk.ask(
        "POST", "/sessions", None, {"account": "cap.pho", "password": GOOD, "role": "AGENCY_HEAD"}
    ).get_json()

    assert (forever.status_code, forever.get_json(force=True)["code"]) == (422, "no_end")
    assert told.status_code == 201
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
