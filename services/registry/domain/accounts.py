"""What is true of an account: who holds which role where and when, and who may change that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from contracts.registry import (
    PROVINCE_WIDE,
    ROLE_WORDS,
    AccountClosed,
    AccountOpened,
    IdentityLinked,
    IdentityUnlinked,
    OfficerListed,
    PasswordSet,
    RecoveryCodeUsed,
    Role,
    RoleEnded,
    RoleGranted,
    SecondFactorRemoved,
    SecondFactorSet,
)
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.message import Aggregate, named_id

# Roles that see or run more than one agency: only the focal agency and the operator give them.
RESERVED = frozenset({*PROVINCE_WIDE, Role.AUDITOR, Role.OPS})
# Roles that exist only at the focal agency (Sở Nội vụ).
FOCAL_ROLES = frozenset({Role.SNV_OFFICER, Role.SNV_LEADER})
# What an account may be called.
ACCOUNT_NAME = r"[a-z0-9][a-z0-9._-]{2,59}\Z"


class OwnRights(Forbidden):
    """Nobody changes what they themselves may do."""

    code = "own_rights"
    title = "Không ai được tự sửa quyền hoặc tự đóng tài khoản của mình."


class RoleNotYours(Forbidden):
    """The role reaches beyond one agency: only the focal agency's administrator gives it."""

    code = "role_not_yours"
    title = "Vai trò “{role}” chỉ do quản trị tài khoản của Sở Nội vụ cấp."


class WrongPlace(Invalid):
    """The role exists only at the focal agency."""

    code = "wrong_place"
    title = "Vai trò “{role}” chỉ có ở Sở Nội vụ."


class GrantedInFuture(Invalid):
    """What begins or has ended is a fact of the past or of today."""

    code = "granted_in_future"
    title = "Ngày không thể sau ngày hôm nay."


class EndsBeforeItBegins(Invalid):
    """A period ends before its first day."""

    code = "ends_before_it_begins"
    title = "Ngày cuối cùng không thể trước ngày bắt đầu."


class RoleAlreadyHeld(Conflict):
    """The account holds this role there in a part of the period."""

    code = "role_already_held"
    title = "Tài khoản đã giữ vai trò “{role}” tại cơ quan này trong thời gian đó."


class RoleNotHeld(Conflict):
    """The account does not hold this role there."""

    code = "role_not_held"
    title = "Tài khoản không giữ vai trò “{role}” tại cơ quan này."


class NotProtected(Conflict):
    """There is no second factor to take away."""

    code = "not_protected"
    title = "Tài khoản chưa bật xác thực hai bước."


class NotLinked(Conflict):
    """No official identity opens the account."""

    code = "not_linked"
    title = "Tài khoản chưa liên kết đăng nhập công vụ."


class NoEnd(Invalid):
    """Who stands in for somebody does so until a day."""

    code = "no_end"
    title = "Người thay mặt phải có ngày kết thúc."


class NobodyToStandInFor(Invalid):
    """One stands in for somebody else who holds the role there."""

    code = "nobody_to_stand_in_for"
    title = "Người được thay mặt phải là người khác, đang giữ vai trò “{role}” tại cơ quan này."


class AccountClosedBefore(Conflict):
    """A closed account is not changed any more."""

    code = "account_closed"
    title = "Tài khoản đã đóng, không sửa được nữa."


class NoRoleToday(Forbidden):
    """The person is known but holds no role today."""

    code = "no_role_today"
    title = "Hôm nay tài khoản không giữ vai trò nào. Hãy liên hệ quản trị tài khoản của cơ quan."


class RoleNeeded(Invalid):
    """The account holds several roles: one of them is to be chosen."""

    code = "role_needed"
    title = "Tài khoản giữ nhiều vai trò; cần chọn một vai trò và cơ quan."


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """A role at an agency for a time (no `until`: open): to enter and see there, or (`see_only`) to see;
    `acting_for` is the account of whom they stand in for ("thay mặt")."""

    role: Role
    agency: str
    since: date
    until: date | None = None
    see_only: bool = False
    acting_for: str = ""

    def holds(self, on: date) -> bool:
        """Whether it is held on a day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def overlaps(self, other: "Assignment") -> bool:
        """Whether both are the same role there, in a part of the same time; what was never held overlaps nothing."""
        if any(one.until is not None and one.until < one.since for one in (self, other)):
            return False
        return (
            (self.role, self.agency) == (other.role, other.agency)
            and (self.until is None or other.since <= self.until)
            and (other.until is None or self.since <= other.until)
        )


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account as it is opened; `password` is a hash already."""

    account: str
    name: str
    agency: str
    email: str = ""
    password: str = ""


@dataclass(frozen=True, kw_only=True)
class Manager:
    """Who changes accounts: of their own agency, or (the focal agency's, the operator) of all."""

    user: str
    agency: str
    everywhere: bool = False

    def may_manage(self, agency: str) -> bool:
        """Whether the accounts of an agency are theirs to change."""
        return self.everywhere or agency == self.agency

    def may_see(self, account: "Account") -> bool:
        """Whether an account is of their agency, or holds a role there that is theirs to end."""
        return self.may_manage(account.agency) or any(
            one.agency == self.agency for one in account.roles
        )


def account_id(account: str) -> str:
    """The opaque id of an account: events, logs and tokens carry it and not the name."""
    return named_id("", "account", account)


def assigned(given: dict[str, Any]) -> Assignment:
    """An assignment as people write it: the one stood in for bears a name and not an id."""
    name = str(given.get("acting_for", "")).strip().lower()
    return Assignment(**{**given, "acting_for": account_id(name) if name else ""})


def check_grant(wanted: Assignment, *, by: Manager, focal: str, today: date) -> None:
    """Refuse a grant that is not this manager's, or not for this place and day."""
    role = ROLE_WORDS[wanted.role]
    if not by.everywhere and wanted.role in RESERVED:
        raise RoleNotYours(role=role)
    if wanted.role in FOCAL_ROLES and wanted.agency != focal:
        raise WrongPlace(role=role)
    if wanted.since > today:
        raise GrantedInFuture
    if wanted.until is not None and wanted.until < wanted.since:
        raise EndsBeforeItBegins


def check_standing_in(wanted: Assignment, *, holder: str, absent: "Account | None") -> None:
    """Refuse to stand in without an end, for oneself, or for somebody who does not hold the role there then."""
    if not wanted.acting_for:
        return
    if wanted.until is None:
        raise NoEnd
    held = [] if absent is None else [one for one in absent.roles if not one.acting_for]
    if absent is None or absent.id == holder or not any(one.overlaps(wanted) for one in held):
        raise NobodyToStandInFor(role=ROLE_WORDS[wanted.role])


def role_among(held: Iterable[Assignment], *, role: str = "", agency: str = "") -> Assignment:
    """The role somebody acts in: the one that is asked for, or the only one they hold.

    Raises `NoRoleToday`, `RoleNeeded`.
    """
    fitting = [one for one in held if role in {"", one.role} and agency in {"", one.agency}]
    if not fitting:
        raise NoRoleToday
    if len(fitting) > 1:
        raise RoleNeeded({"role": [f"{one.role.value}@{one.agency}" for one in fitting]})
    return fitting[0]


@dataclass(kw_only=True)
class Account(Aggregate):
    """One person's account, or that of an agency's software."""

    kind: ClassVar[str] = "account"

    account: str
    name: str
    email: str = ""
    password: str = ""
    roles: tuple[Assignment, ...] = ()
    opened_on: date
    closed_on: date | None = None
    second: str = ""
    recovery: tuple[str, ...] = ()
    identity: str = ""
    sessions_since: datetime | None = None

    @classmethod
    def open(cls, new: NewAccount, *, today: date) -> "Account":
        """Open an account without any role."""
        opened = cls(id=account_id(new.account), opened_on=today, **vars(new))
        opened.tell(AccountOpened(account=opened.id, opened_on=today))
        return opened

    def roles_on(self, day: date) -> tuple[Assignment, ...]:
        """What the account may be on a day; nothing once it is closed."""
        if self.closed_on:
            return ()
        return tuple(one for one in self.roles if one.holds(day))

    def grant(self, wanted: Assignment, *, by: Manager) -> None:
        """Give a role. Raises `OwnRights`, `AccountClosedBefore`, `RoleAlreadyHeld`."""
        self.must_take(wanted, by=by)
        self.roles = (*self.roles, wanted)
        self.tell(
            RoleGranted(
                account=self.id,
                role=wanted.role,
                unit=wanted.agency,
                since=wanted.since,
                until=wanted.until,
                see_only=wanted.see_only,
                acting_for=wanted.acting_for,
            )
        )
        if not wanted.see_only:
            self.tell(self._listed(wanted))

    def must_take(self, wanted: Assignment, *, by: Manager) -> None:
        """Refuse a role that could not be given. Raises `OwnRights`, `AccountClosedBefore`, `RoleAlreadyHeld`."""
        self._may_change(by)
        if any(one.overlaps(wanted) for one in self.roles):
            raise RoleAlreadyHeld(role=ROLE_WORDS[wanted.role])

    def _listed(self, wanted: Assignment) -> OfficerListed:
        """The entry of the directory: whoever only looks has no post there."""
        return OfficerListed(
            account=self.id,
            unit=wanted.agency,
            role=wanted.role,
            name=self.name,
            email=self.email,
        )

    def end(self, role: Role, agency: str, *, last_day: date, by: Manager) -> None:
        """End a role after its last day; the day before the first means that it was never held.

        Raises `RoleNotHeld`, `EndsBeforeItBegins`, `OwnRights`, `AccountClosedBefore`.
        """
        self._may_change(by)
        held = [one for one in self.roles if _is(one, role, agency, last_day)]
        if not held:
            raise RoleNotHeld(role=ROLE_WORDS[role])
        if held[-1].since - last_day > timedelta(days=1):  # before day one there is none
            raise EndsBeforeItBegins
        ended = replace(held[-1], until=last_day)
        self.roles = tuple(ended if one is held[-1] else one for one in self.roles)
        self.tell(RoleEnded(account=self.id, role=role, unit=agency, last_day=last_day))

    def leave(self, ended: Mapping[str, date]) -> bool:
        """Hold no role any more at agencies that have ended (each with its last day), but for those that only look:
        the archive stays readable. Says whether that is news."""
        kept = tuple(self._left(one, ended.get(one.agency)) for one in self.roles)
        for before, after in zip(self.roles, kept, strict=True):
            if before != after and after.until:
                last_day = after.until
                unit, role = after.agency, after.role
                self.tell(RoleEnded(account=self.id, role=role, unit=unit, last_day=last_day))
        changed, self.roles = kept != self.roles, kept
        return changed

    @staticmethod
    def _left(one: Assignment, last_day: date | None) -> Assignment:
        if last_day is None or one.see_only or (one.until and one.until <= last_day):
            return one
        return replace(one, until=max(last_day, one.since - timedelta(days=1)))

    def close(self, *, today: date, by: Manager) -> None:
        """Close the account for good. Raises `OwnRights`, `AccountClosedBefore`."""
        self._may_change(by)
        self.closed_on, self.password = today, ""
        self.second, self.recovery, self.identity = "", (), ""
        self.tell(AccountClosed(account=self.id, closed_on=today))

    def set_password(self, hashed: str, *, today: date, by_holder: bool) -> None:
        """Set another password. Raises `AccountClosedBefore`."""
        self._must_be_open()
        self.password = hashed
        self.tell(PasswordSet(account=self.id, set_on=today, by_holder=by_holder))

    def end_sessions(self, moment: datetime) -> None:
        """Let no session count that began before a moment: whoever has the old password or phone is out."""
        self.sessions_since = max(moment, self.sessions_since or moment)

    def counts(self, issued: float) -> bool:
        """Whether a session that began then (seconds) still counts."""
        return self.sessions_since is None or issued >= self.sessions_since.timestamp()

    def protect(self, sealed: str, recovery: tuple[str, ...], *, today: date) -> None:
        """Ask for a second factor from now on: its sealed key, the digests of the recovery codes.

        Raises `AccountClosedBefore`.
        """
        self._must_be_open()
        self.second, self.recovery = sealed, recovery
        self.tell(SecondFactorSet(account=self.id, set_on=today))

    def unprotect(self, *, today: date, by_holder: bool) -> None:
        """Ask for none. Raises `NotProtected`, `AccountClosedBefore`."""
        self._must_be_open()
        if not self.second:
            raise NotProtected
        self.second, self.recovery = "", ()
        self.tell(SecondFactorRemoved(account=self.id, removed_on=today, by_holder=by_holder))

    def use_recovery(self, digest: str, *, today: date) -> None:
        """Strike one recovery code."""
        self.recovery = tuple(one for one in self.recovery if one != digest)
        self.tell(RecoveryCodeUsed(account=self.id, used_on=today, left=len(self.recovery)))

    def link(self, identity: str, *, today: date) -> None:
        """Let an official identity open the account. Raises `AccountClosedBefore`."""
        self._must_be_open()
        self.identity = identity
        self.tell(IdentityLinked(account=self.id, linked_on=today))

    def unlink(self, *, today: date) -> None:
        """No longer let it. Raises `NotLinked`."""
        if not self.identity:
            raise NotLinked
        self.identity = ""
        self.tell(IdentityUnlinked(account=self.id, unlinked_on=today))

    def _may_change(self, by: Manager) -> None:
        if by.user == self.id:
            raise OwnRights
        self._must_be_open()

    def _must_be_open(self) -> None:
        if self.closed_on:
            raise AccountClosedBefore


def _is(one: Assignment, role: Role, agency: str, last_day: date) -> bool:
    """Whether this is the assignment that may be ended: the same role there, still open on that day."""
    return (one.role, one.agency) == (role, agency) and (one.until is None or one.until > last_day)
