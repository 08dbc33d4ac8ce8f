"""What is true of accounts: roles for a time, who may give them, what is told."""

from datetime import date, timedelta

import pytest

from contracts.registry import (
    AccountClosed,
    AccountOpened,
    OfficerListed,
    PasswordSet,
    Role,
    RoleEnded,
    RoleGranted,
)
from services.registry.domain import (
    Account,
    AccountClosedBefore,
    Assignment,
    EndsBeforeItBegins,
    GrantedInFuture,
    Manager,
    NewAccount,
    OwnRights,
    RoleAlreadyHeld,
    RoleNotHeld,
    RoleNotYours,
    WrongPlace,
    account_id,
    check_grant,
)

DAY = date(2026, 11, 16)
ADMIN = Manager(user="u-1", agency="ag-1")
FOCAL = Manager(user="u-2", agency="snv", everywhere=True)


def an_account() -> Account:
    new = NewAccount(account="thu.clerk", name="Siu Thử", agency="ag-1", email="a@b.example")
    return Account.open(new, today=DAY)


def a_role(**more) -> Assignment:
    return Assignment(**{"role": Role.CLERK, "agency": "ag-1", "since": DAY, **more})


def told(account: Account) -> list[type]:
    return [type(event) for event, _ in account.news]


def test_an_account_tells_no_name_but_in_the_directory():
    account = an_account()

    account.grant(a_role(), by=ADMIN)

    assert told(account) == [AccountOpened, RoleGranted, OfficerListed]
    assert account.news[2][0].name == "Siu Thử"
    assert "thu.clerk" not in str(account.news)


def test_the_id_of_an_account_is_the_same_everywhere_and_says_nothing():
    assert account_id("thu.clerk") == account_id("thu.clerk") != account_id("thu.clerk2")
    assert "thu" not in account_id("thu.clerk")


def test_a_role_is_held_from_its_first_to_its_last_day():
    account = an_account()
    account.grant(a_role(until=DAY + timedelta(days=2)), by=ADMIN)

    held = [bool(account.roles_on(DAY + timedelta(days=n))) for n in (-1, 0, 2, 3)]

    assert held == [False, True, True, False]


def test_the_same_role_is_not_given_twice_for_the_same_time():
    account = an_account()
    account.grant(a_role(until=DAY), by=ADMIN)

    with pytest.raises(RoleAlreadyHeld):
        account.grant(a_role(), by=ADMIN)
    account.grant(a_role(since=DAY + timedelta(days=1)), by=ADMIN)
    account.grant(a_role(role=Role.RECEPTIONIST), by=ADMIN)

    assert len(account.roles) == 3


def test_a_role_ends_after_its_last_day_or_was_never_held():
    account = an_account()
    account.grant(a_role(), by=ADMIN)

    account.end(Role.CLERK, "ag-1", last_day=DAY - timedelta(days=1), by=ADMIN)

    assert account.roles_on(DAY) == ()
    assert told(account)[-1] is RoleEnded
    with pytest.raises(RoleNotHeld):
        account.end(Role.CLERK, "ag-1", last_day=DAY, by=ADMIN)


def test_a_role_held_since_the_first_day_of_all_can_be_ended():
    account = an_account()
    account.grant(a_role(since=date.min), by=ADMIN)

    account.end(Role.CLERK, "ag-1", last_day=DAY, by=ADMIN)

    assert account.roles_on(DAY + timedelta(days=1)) == ()


def test_a_role_does_not_end_before_it_begins():
    account = an_account()
    account.grant(a_role(), by=ADMIN)

    with pytest.raises(EndsBeforeItBegins):
        account.end(Role.CLERK, "ag-1", last_day=DAY - timedelta(days=2), by=ADMIN)


def test_nobody_changes_their_own_rights():
    account = an_account()
    oneself = Manager(user=account.id, agency="ag-1", everywhere=True)

    for act in (
        lambda: account.grant(a_role(), by=oneself),
        lambda: account.end(Role.CLERK, "ag-1", last_day=DAY, by=oneself),
        lambda: account.close(today=DAY, by=oneself),
    ):
        with pytest.raises(OwnRights):
            act()


def test_a_closed_account_holds_nothing_and_is_not_changed():
    account = an_account()
    account.grant(a_role(), by=ADMIN)
    account.set_password("hash", today=DAY, by_holder=True)

    account.close(today=DAY, by=ADMIN)

    assert (account.roles_on(DAY), account.password) == ((), "")
    assert told(account)[-2:] == [PasswordSet, AccountClosed]
    with pytest.raises(AccountClosedBefore):
        account.grant(a_role(role=Role.DEPUTY), by=ADMIN)
    with pytest.raises(AccountClosedBefore):
        account.set_password("hash", today=DAY, by_holder=False)


@pytest.mark.parametrize("role", [Role.SNV_OFFICER, Role.PROVINCE_LEADER, Role.AUDITOR, Role.OPS])
def test_a_role_beyond_one_agency_is_given_by_the_focal_agency_alone(role: Role):
    with pytest.raises(RoleNotYours):
        check_grant(a_role(role=role), by=ADMIN, focal="snv", today=DAY)

    check_grant(a_role(role=role, agency="snv"), by=FOCAL, focal="snv", today=DAY)


def test_officers_of_so_noi_vu_work_at_so_noi_vu():
    with pytest.raises(WrongPlace):
        check_grant(a_role(role=Role.SNV_LEADER), by=FOCAL, focal="snv", today=DAY)


def test_a_grant_is_a_fact_of_today_or_before_and_does_not_end_before_it_begins():
    with pytest.raises(GrantedInFuture):
        check_grant(a_role(since=DAY + timedelta(days=1)), by=ADMIN, focal="snv", today=DAY)
    with pytest.raises(EndsBeforeItBegins):
        check_grant(a_role(until=DAY - timedelta(days=1)), by=ADMIN, focal="snv", today=DAY)


def test_an_administrator_sees_the_own_people_and_who_has_a_role_there():
    account = an_account()
    account.grant(a_role(agency="ag-2"), by=FOCAL)

    seen = [Manager(user="u", agency=one).may_see(account) for one in ("ag-1", "ag-2", "ag-3")]

    assert seen == [True, True, False]
    assert FOCAL.may_see(account)


def test_a_role_that_was_never_held_leaves_room_for_the_right_one():
    account = an_account()
    account.grant(a_role(), by=ADMIN)
    account.end(Role.CLERK, "ag-1", last_day=DAY - timedelta(days=1), by=ADMIN)

    account.grant(a_role(since=DAY - timedelta(days=15)), by=ADMIN)

    assert [one.holds(DAY) for one in account.roles] == [False, True]
