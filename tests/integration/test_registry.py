"""The registry on a real database and over HTTP: agencies, accounts with roles, signing in."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from contracts.registry import Role
from kernel.clock import VIETNAM, SetClock
from kernel.errors import Invalid, NotFound, NotSignedIn
from kernel.message import Actor
from kernel.store import Store
from law.defaults import shipped_units
from services.registry.adapters import Busy, Passwords
from services.registry.domain import (
    Assignment,
    NewAccount,
    NoRoleToday,
    OwnRights,
    RoleNeeded,
    RoleNotYours,
    TooManyGuesses,
    WrongPassword,
)
from services.registry.service import AccountTaken, NoSuchAgency, Registry
from tests.site import Site, wait_for

DAY = date(2026, 11, 16)
UNITS = {unit.authority: unit.id for unit in shipped_units().as_of(DAY)}
SNV, IA_LY, CHU_SE = UNITS["Sở Nội vụ"], UNITS["UBND xã Ia Ly"], UNITS["UBND xã Chư Sê"]
OPERATOR = Actor(user="operator", role="OPS", agency="gialai")
GOOD = "một câu dài dễ nhớ"


class Clock(SetClock):
    """Both faces set by hand: sign-ins are judged by the machine's."""

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 16, 9, tzinfo=VIETNAM))


@pytest.fixture
def registry(a_store: Callable[..., Store], clock: Clock) -> Iterator[Registry]:
    service = Registry(a_store("registry", clock=clock))
    service.store.prepare()
    return service


def opened(registry: Registry, account: str, agency: str, *roles: Role) -> Actor:
    """An account with roles at its agency, and the actor of the first of them."""
    hashed = registry.hashed(GOOD, account=account)
    new = NewAccount(account=account, name="Rơ Châm Thử", agency=agency, password=hashed)
    id_ = registry.open_account(new, by=OPERATOR)["account"]
    for role in roles:
        given = Assignment(role=role, agency=agency, since=DAY)
        registry.grant_role(id_, given, by=OPERATOR)
    first = roles[0].value if roles else ""
    return Actor(user=id_, role=first, agency=agency, fresh_at=0.0)


def told(registry: Registry, type_: str) -> int:
    return registry.store.database["events"].count_documents({"type": type_})


def test_all_agencies_are_recorded_once_and_only_what_changed_is_told_again(registry: Registry):
    first = registry.load_agencies(by=OPERATOR)
    again = registry.load_agencies(by=OPERATOR)
    registry.store.database["agencies"].update_one({"_id": SNV}, {"$set": {"name": "Tên cũ"}})
    changed = registry.load_agencies(by=OPERATOR)

    assert first["told"] == first["agencies"] > 528
    assert (again["told"], changed["told"]) == (0, 1)
    assert registry.agency(SNV).facts.name == "Sở Nội vụ"
    assert sum(one.facts.reports for one in registry.agencies.all()) == 151


def test_an_agency_is_found_by_a_former_name_without_marks_as_of_a_day(registry: Registry):
    registry.load_agencies(by=OPERATOR)

    today = registry.agencies_on(DAY, words="nhon phu")
    before = registry.agencies_on(date(2025, 6, 30), words="NHƠN PHÚ")

    assert [(one.facts.name, via) for one, via in today] == [
        ("UBND phường Quy Nhơn Bắc", ("UBND phường Nhơn Phú",))
    ]
    assert [one.facts.name for one, _ in before] == ["UBND phường Nhơn Phú"]
    assert [one.name for one in registry.successors(before[0][0])] == ["Phường Quy Nhơn Bắc"]


def test_who_signs_in_acts_in_the_role_held_today(registry: Registry):
    clerk = opened(registry, "thu.clerk", IA_LY, Role.RECEPTIONIST)

    account = registry.enter("thu.clerk", f" {GOOD} ")

    assert registry.actor(account.id).office == f"RECEPTIONIST@{IA_LY}"
    assert account.id == clerk.user
    assert told(registry, "registry.officer_listed") == 1


def test_a_wrong_password_and_nobodys_account_look_alike(registry: Registry):
    opened(registry, "thu.clerk", IA_LY, Role.RECEPTIONIST)

    for account in ("thu.clerk", "nobody"):
        with pytest.raises(WrongPassword):
            registry.enter(account, "sai mật khẩu rồi")


@pytest.mark.parametrize("account", ["thu.clerk", "nobody"])
def test_after_five_wrong_passwords_an_account_is_shut_for_a_growing_time(
    registry: Registry, clock: Clock, account: str
):
    opened(registry, "thu.clerk", IA_LY, Role.RECEPTIONIST)
    registry.passwords = Quick()

    for _ in range(5):
        with pytest.raises(WrongPassword):
            registry.enter(account, "sai")
    with pytest.raises(TooManyGuesses) as shut:
        registry.enter(account, GOOD)
    clock.moment += timedelta(seconds=31)
    with pytest.raises(WrongPassword):
        registry.enter(account, "sai")
    with pytest.raises(TooManyGuesses) as longer:
        registry.enter(account, GOOD)

    assert (shut.value.after, longer.value.after) == (30, 60)


class Quick(Passwords):
    """Refuses everything at once: what is counted is not what is hashed."""

    def __init__(self) -> None:
        super().__init__(1)

    def holds(self, hashed: str, password: str) -> bool:
        return False


def test_the_slow_hash_takes_no_more_threads_than_its_places():
    passwords = Passwords(1)

    with passwords._place(), pytest.raises(Busy):
        passwords.hashed(GOOD)


def test_somebody_with_two_roles_chooses_and_somebody_with_none_stays_out(registry: Registry):
    both = opened(registry, "hai.vai", IA_LY, Role.CLERK, Role.DANVAN_OFFICER)
    opened(registry, "chua.co", IA_LY)

    with pytest.raises(RoleNeeded) as needed:
        registry.actor(both.user)
    with pytest.raises(NoRoleToday):
        registry.enter("chua.co", GOOD)

    assert needed.value.errors["role"] == [f"CLERK@{IA_LY}", f"DANVAN_OFFICER@{IA_LY}"]
    assert registry.actor(both.user, role="CLERK").role == "CLERK"


def test_an_ended_role_is_not_renewed_and_a_closed_account_is_revoked(
    registry: Registry, clock: Clock
):
    clerk = opened(registry, "thu.clerk", IA_LY, Role.RECEPTIONIST)
    signed_in = registry.actor(clerk.user)
    assert registry.renewed(signed_in) == signed_in

    yesterday = DAY - timedelta(days=1)
    registry.end_role(clerk.user, Role.RECEPTIONIST, IA_LY, last_day=yesterday, by=OPERATOR)
    with pytest.raises(NotSignedIn):
        registry.renewed(signed_in)
    registry.close_account(clerk.user, by=OPERATOR)

    assert registry.is_revoked("any", clerk, issued=clock.moment.timestamp())
    with pytest.raises(WrongPassword):
        registry.enter("thu.clerk", GOOD)


def test_a_session_is_not_renewed_beyond_a_working_day(registry: Registry, clock: Clock):
    clerk = opened(registry, "thu.clerk", IA_LY, Role.RECEPTIONIST)
    signed_in = registry.actor(clerk.user)

    clock.moment += timedelta(hours=12, seconds=1)

    with pytest.raises(NotSignedIn):
        registry.renewed(signed_in)


def test_an_administrator_looks_after_the_own_agency_and_nobody_after_oneself(registry: Registry):
    admin = opened(registry, "quan.tri", IA_LY, Role.ADMINISTRATOR)
    clerk = opened(registry, "thu.clerk", IA_LY)
    stranger = opened(registry, "la.mat", CHU_SE, Role.CLERK)
    reads = Assignment(role=Role.CLERK, agency=IA_LY, since=DAY)

    registry.proposals.propose_role(clerk.user, reads, by=admin)

    with pytest.raises(NotFound):
        registry.proposals.propose_role(stranger.user, reads, by=admin)
    with pytest.raises(NotFound):
        registry.account(stranger.user, by=admin)
    with pytest.raises(OwnRights):
        registry.proposals.propose_role(admin.user, reads, by=admin)
    with pytest.raises(RoleNotYours):
        registry.proposals.propose_role(
            clerk.user, Assignment(role=Role.INSPECTORATE, agency=IA_LY, since=DAY), by=admin
        )
    with pytest.raises(OwnRights):
        registry.set_password(admin.user, GOOD, by=admin)


def test_a_role_at_the_own_agency_may_be_ended_though_the_account_is_anothers(registry: Registry):
    admin = opened(registry, "quan.tri", IA_LY, Role.ADMINISTRATOR)
    guest = opened(registry, "biet.phai", CHU_SE, Role.CLERK)
    registry.grant_role(
        guest.user, Assignment(role=Role.RECEPTIONIST, agency=IA_LY, since=DAY), by=OPERATOR
    )

    registry.end_role(guest.user, Role.RECEPTIONIST, IA_LY, last_day=DAY, by=admin)

    for refused in (
        lambda: registry.end_role(guest.user, Role.CLERK, CHU_SE, last_day=DAY, by=admin),
        lambda: registry.close_account(guest.user, by=admin),
        lambda: registry.set_password(guest.user, GOOD, by=admin),
    ):
        with pytest.raises(NotFound):
            refused()


def test_the_administrator_of_so_noi_vu_looks_after_all(registry: Registry):
    admin = opened(registry, "snv.admin", SNV, Role.ADMINISTRATOR)
    clerk = opened(registry, "thu.clerk", IA_LY)

    wanted = Assignment(role=Role.CLERK, agency=IA_LY, since=DAY)
    asked = registry.proposals.propose_role(clerk.user, wanted, by=admin)["proposal"]
    registry.proposals.approve_role(asked, by=opened(registry, "snv.ld", SNV, Role.SNV_LEADER))

    assert registry.people.count(None) == 3
    assert registry.people.count(IA_LY, words="ro cham") == 1


def test_a_role_that_waits_is_something_to_do_for_those_who_may_decide_it(registry: Registry):
    admin = opened(registry, "ia.admin", IA_LY, Role.ADMINISTRATOR)
    clerk = opened(registry, "thu.clerk", IA_LY)
    wanted = Assignment(role=Role.CLERK, agency=IA_LY, since=DAY)

    asked = registry.proposals.propose_role(clerk.user, wanted, by=admin)["proposal"]
    duty = registry.proposals.proposals.reminders.of(asked, agency=IA_LY)
    assert [one in duty.said for one in ("ROLE_APPROVE", IA_LY, "AGENCY_HEAD")] == [True] * 3

    head = opened(registry, "ia.head", IA_LY, Role.AGENCY_HEAD)
    registry.proposals.refuse_role(asked, "Chưa cần", by=head)
    assert registry.proposals.proposals.reminders.of(asked, agency=IA_LY).said == ""


def test_a_name_is_given_once_and_only_at_an_agency_that_works(registry: Registry):
    opened(registry, "thu.clerk", IA_LY)
    former = next(u.id for u in shipped_units().by_key.values() if u.name == "Phường Nhơn Phú")

    with pytest.raises(AccountTaken):
        opened(registry, "thu.clerk", CHU_SE)
    with pytest.raises(NoSuchAgency):
        opened(registry, "ma", former)


def test_ones_own_password_is_changed_with_the_old_one(registry: Registry):
    clerk = opened(registry, "thu.clerk", IA_LY, Role.CLERK)

    with pytest.raises(Invalid) as wrong:
        registry.change_password("sai mật khẩu", "câu mới cũng dài", by=clerk)
    registry.change_password(GOOD, "câu mới cũng dài", by=clerk)

    assert wrong.value.errors["old"]
    assert registry.enter("thu.clerk", "câu mới cũng dài").id == clerk.user


def test_no_password_and_no_name_is_in_what_is_told_but_the_directory(registry: Registry):
    opened(registry, "thu.clerk", IA_LY, Role.CLERK)

    for row in registry.store.database["events"].find():
        body = bytes(row["body"]).decode()
        assert "argon2" not in body
        assert ("Rơ Châm" in body) == (row["type"] == "registry.officer_listed")


def test_the_worker_records_the_agencies_by_itself(site: Site):
    worker = site.worker("registry").ready()
    rows = site.database("registry")["agencies"]

    wait_for(lambda: rows.count_documents({}) > 528, "the agencies")
    wait_for(lambda: site.database("registry")["segments"].count_documents({}), "a segment")

    assert worker.end() == 0


def test_the_operator_opens_the_first_account_and_is_told_its_password_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
):
    for name, value in site.environ("registry").items():
        monkeypatch.setenv(name, value)

    def danvan(*words: str, **more: Any) -> Result:
        return CliRunner().invoke(app, words, **more)

    new = ("account", "create", "--role", "ADMINISTRATOR", "--agency", "Sở Nội vụ", "--json")
    made = json.loads(danvan(*new, "--account", "quan.tri").stdout)
    given = danvan(*new, "--account", "quan.tri.2", "--password-stdin", input=f"{GOOD}\n")
    weak = danvan(*new, "--account", "quan.tri.3", "--password-stdin", input="12345\n")
    unknown = danvan("account", "close", "--account", "ai.do")
    closed = danvan("account", "close", "--account", "quan.tri.2")
    registry = Registry(site.store("registry"))

    assert registry.enter("quan.tri", made["password"]).id == made["id"]
    assert registry.actor(made["id"]).office == f"ADMINISTRATOR@{SNV}"
    assert "password" not in json.loads(given.stdout)
    assert (weak.exit_code, unknown.exit_code, closed.exit_code) == (2, 2, 0)
    with pytest.raises(WrongPassword):
        registry.enter("quan.tri.2", GOOD)
