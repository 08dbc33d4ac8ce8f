"""The door of the registry: agencies over time, accounts with their roles, signing in."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from contracts.registry import AgencyKind, AgencyRecorded, Role, SiteRecorded
from kernel.auth import LONGEST_LIFE
from kernel.errors import Conflict, Invalid, NotFound, NotSignedIn
from kernel.message import Actor, Told, errand, every, follows
from kernel.revoked import office_of, write_revoked
from kernel.store import Change, Store, command
from kernel.store.audit import Noted
from kernel.store.mongo import PyMongoError
from law.defaults import agency_name, shipped_units
from law.text import collate
from law.units.focal import focal_of
from law.units.model import Unit
from law.units.register import core_name
from services.registry.adapters import Passwords
from services.registry.domain import (
    LONGEST_PASSWORD,
    LONGEST_SESSION,
    Account,
    Agency,
    Assignment,
    Branch,
    GrantedInFuture,
    Manager,
    NewAccount,
    NoRoleToday,
    OwnRights,
    WrongPassword,
    branches,
    check_grant,
    check_password,
    check_standing_in,
    edges_of,
    facts_of,
    role_among,
    too_many_guesses,
)
from services.registry.domain.accounts import account_id
from services.registry.domain.second import WrongCode
from services.registry.domain.sites import AtProvinceOnly
from services.registry.service.amendments import AmendmentDesk
from services.registry.service.hearing import RegistryEar
from services.registry.service.proposals import ProposalDesk
from services.registry.service.register import Register
from services.registry.service.reorganisations import ReorganisationDesk
from services.registry.service.second import SecondFactors
from services.registry.service.sites import SiteDesk
from services.registry.service.tokens import TokenDesk
from services.registry.store import Accounts, Agencies, Guesses
from services.registry.views import AgenciesTold, People

MANY = 100
MANAGERS = (Role.ADMINISTRATOR, Role.SOFTWARE)


class NoSuchAgency(Invalid):
    """The register has no such agency that works on that day."""

    code = "no_such_agency"
    title = "Không có cơ quan này trong danh mục, hoặc cơ quan đã kết thúc hoạt động."


class AccountTaken(Conflict):
    """Somebody has an account of this name."""

    code = "account_taken"
    title = "Tên tài khoản “{account}” đã có người dùng."


class Registry(RegistryEar):
    """Records agencies, looks after accounts, and says who may act in which role."""

    name = "registry"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.units = shipped_units()
        self.agencies = Agencies(store)
        self.reorganisations = ReorganisationDesk(store, self.agencies)
        self.amendments = AmendmentDesk(store)
        self.accounts = Accounts(store)
        self.guesses = Guesses(store)
        self.people = People(store)
        self.second = SecondFactors(store, self.accounts, self.guesses)
        self.access = TokenDesk(store, ended=self.is_ended)
        self.agencies_told = AgenciesTold(store)
        told = self.agencies_told if store.settings.province else None
        self.organisation = Register(self.agencies, told)
        self.sites = SiteDesk(self)
        self.proposals = ProposalDesk(self)
        self.passwords = Passwords(store.settings.web_threads // 2)

    # --- agencies -----------------------------------------------------------------------------------

    @every(seconds=600)
    def record_agencies(self, slot: datetime) -> None:
        """Record what the law's register of units ships; soon after each start, and when it changes. At a
        site nothing: it follows the province."""
        if not self.sites.province:
            self._record()

    @follows(AgencyRecorded, at_sites_only=True)
    def on_agency_recorded(self, event: AgencyRecorded, told: Told) -> list[Change]:
        """The province told of an agency."""
        return [self.agencies_told.recorded(event, told)]

    @command
    def load_agencies(self, *, by: Actor) -> dict[str, int]:
        """Record every agency that is new or has changed. Gives how many there are and were told.

        Raises `AtProvinceOnly` at any other site.
        """
        if self.sites.province:
            raise AtProvinceOnly
        return self._record()

    def _record(self) -> dict[str, int]:
        known = {agency.id: agency for agency in self.agencies.all()}
        told = list(self._news(known))
        if told:
            self.store.commit(*told)
        return {"agencies": len(self.units.by_key), "told": len(told)}

    def _news(self, known: dict[str, Agency]) -> Iterable[Agency]:
        reporters = {unit.key for unit in self.units.reporting(self.store.clock.today())}
        for unit in self.units.by_key.values():
            facts = facts_of(unit, self.units, reports=unit.key in reporters)
            agency, edges = known.get(unit.id), edges_of(unit, self.units)
            if agency is None:
                yield Agency.record(unit.id, facts, edges)
            elif agency.correct(facts, edges):
                yield agency

    def agencies_on(
        self, on: date, *, words: str = "", kinds: Iterable[AgencyKind] = ()
    ) -> list[tuple[Agency, tuple[str, ...]]]:
        """The agencies of a day, in the order of a Vietnamese list; searched by present and former names
        (those are given beside, when one answered to them)."""
        wanted = set(kinds)
        recorded = {
            one.id: one
            for one in self.organisation.all()
            if one.facts.exists(on) and (not wanted or one.facts.kind in wanted)
        }
        if words:
            found = self.organisation.units().search(words, on=on)
            names = {one.unit.id: tuple(via.authority for via in one.via) for one in found}
            return [(recorded[id_], names[id_]) for id_ in names if id_ in recorded]
        return [(one, ()) for one in sorted(recorded.values(), key=_place_in_list)]

    def agency(self, id_: str) -> Agency:
        """One agency, past or present: everybody may know them. Raises `NotFound`."""
        if not self.sites.province:
            return self.agencies.get(id_, agency=id_)
        return self.organisation.one(id_)

    def must_exist(self, id_: str) -> None:
        """Raise `NoSuchAgency` for what the register never had."""
        if self.organisation.unit(id_) is None:
            raise NoSuchAgency

    def successors(self, agency: Agency) -> tuple[Unit, ...]:
        """Which agencies of today hold what an abolished one held; none while it stands."""
        today = self.store.clock.today()
        unit = self.organisation.unit(agency.id)
        if agency.facts.exists(today) or unit is None:
            return ()
        return self.organisation.units().successors(unit.key, on=today)

    def tree(self, on: date) -> list[Branch]:
        """The agencies of a day under their superiors, each list in the order of a Vietnamese list."""
        standing = [one for one in self.organisation.all() if one.facts.exists(on)]
        return branches(sorted(standing, key=_place_in_list))

    def names(self) -> dict[str, str]:
        """The names of all agencies, past and present, by id."""
        return {one.id: one.facts.name for one in self.organisation.all()}

    def label(self, id_: str) -> str:
        """The name of an agency for a page. Never fails: an id that nobody knows stands for itself, and while
        the database does not answer the shipped name is good enough."""
        try:
            unit = self.organisation.unit(id_)
        except PyMongoError:
            return agency_name(id_)
        return unit.authority if unit else id_

    def standing(self, on: date) -> dict[str, str]:
        """The names of the agencies of a day by id, in the order of a Vietnamese list."""
        return {one.id: one.facts.name for one, _ in self.agencies_on(on)}

    @command
    def describe_agency(self, id_: str, said: Mapping[str, Any], *, by: Actor) -> dict[str, Any]:
        """Keep an agency's offices, area tags or legal basis. Raises `NotFound`."""
        assert by.agency
        agency = self.agency(id_)
        if agency.describe(said):
            self.store.commit(agency)
        return {"agency": agency.id, "version": agency.version}

    def focal(self) -> str:
        """The id of the agency that compiles the province's report and looks after all accounts today: Sở Nội vụ, or
        what it became."""
        today = self.store.clock.today()
        found = focal_of(self.organisation.units(), self.units, on=today)
        return found.id if found else ""

    # --- sites --------------------------------------------------------------------------------------

    @follows(SiteRecorded, at_sites_only=True)
    def on_site_recorded(self, event: SiteRecorded, told: Told) -> list[Change]:
        """The province told of another site: whether its key is believed."""
        return [self.sites.told.recorded(event)]

    @every(seconds=2)
    def publish_sites(self, slot: datetime) -> None:
        """Tell the ring of keys and, at the province, the ingress whom to believe."""
        self.sites.publish()

    # --- accounts -----------------------------------------------------------------------------------

    def hashed(self, password: str, *, account: str) -> str:
        """The hash of a password that is strong enough; made outside of any transaction.

        Raises `WeakPassword`, `Busy`.
        """
        check_password(password, account=account)
        return self.passwords.hashed(password)

    @command
    def open_account(self, new: NewAccount, *, by: Actor) -> dict[str, Any]:
        """Open an account. Raises `NotFound` (somebody else's agency), `NoSuchAgency`, `AccountTaken`."""
        self._must_manage(new.agency, by)
        self._working(new.agency)
        account = Account.open(new, today=self.store.clock.today())
        if self.accounts.find(account.id):
            raise AccountTaken(account=new.account)
        self.store.commit(account)
        return {"account": account.id}

    @command
    def grant_role(self, id_: str, wanted: Assignment, *, by: Actor) -> dict[str, Any]:
        """Give an account a role at once: the operator, at the machine itself. Everybody else proposes it, and a
        second person approves (`proposals`)."""
        account = self.grantable(id_, wanted, by=by)
        account.grant(wanted, by=self._manager(by))
        self.store.commit(account)
        return {"account": account.id, "role": wanted.role.value}

    def granted(self, id_: str, wanted: Assignment, *, by: Actor) -> Account:
        """An account with a role that was proposed, as the one who approves it gives it. Inside a command."""
        account = self.accounts.one(id_)
        self._fits(account, wanted)
        everywhere = by.agency == self.focal()
        account.grant(wanted, by=Manager(user=by.user, agency=by.agency, everywhere=everywhere))
        return account

    def grantable(self, id_: str, wanted: Assignment, *, by: Actor) -> Account:
        """An account to whom the asker may have a role given. Raises `NotFound`, `NoSuchAgency`, what
        `check_grant` and `check_standing_in` refuse."""
        account = self.account(id_, by=by)
        manager = self._must_manage(wanted.agency, by)
        check_grant(wanted, by=manager, focal=self.focal(), today=self.store.clock.today())
        self._fits(account, wanted)
        return account

    def _fits(self, account: Account, wanted: Assignment) -> None:
        if wanted.see_only:
            self.must_exist(wanted.agency)  # the archive of an ended agency stays readable
        else:
            self._working(wanted.agency)
        absent = self.accounts.find(wanted.acting_for) if wanted.acting_for else None
        check_standing_in(wanted, holder=account.id, absent=absent)

    @command
    def end_role(
        self, id_: str, role: Role, agency: str, *, last_day: date, by: Actor
    ) -> dict[str, Any]:
        """End a role after a last day."""
        account = self.account(id_, by=by)
        manager = self._must_manage(agency, by)
        if last_day > self.store.clock.today():
            raise GrantedInFuture
        account.end(role, agency, last_day=last_day, by=manager)
        self.store.commit(account)
        return {"account": account.id, "role": role.value}

    @errand(seconds=30)
    def end_roles(self, still: Callable[[], bool]) -> bool:
        """End the roles at agencies that are no more, but for those that only look."""
        ended, today = self._ended(), self.store.clock.today()
        went = False
        while still() and (found := self.accounts.working_at(ended, on=today, most=MANY)):
            self.store.once(
                partial(self._leave, found, ended), by=self._itself(), command="end_roles"
            )
            went = True
        return went

    @errand(seconds=30)
    def end_proposals(self, still: Callable[[], bool]) -> bool:
        """Close the roles that were asked for at agencies that are no more."""
        self.proposals.close_ended(self._ended(), by=self._itself())
        return False

    def _leave(self, found: Iterable[Account], ended: Mapping[str, date]) -> None:
        fresh = [self.accounts.one(one.id) for one in found]
        self.store.commit(*(one for one in fresh if one.leave(ended)))

    def _ended(self) -> dict[str, date]:
        """The last days of the agencies that are no more."""
        today = self.store.clock.today()
        last = {one.id: one.facts.until for one in self.organisation.all()}
        return {id_: until for id_, until in last.items() if until and until < today}

    def _itself(self) -> Actor:
        return Actor(user="registry", role="SYSTEM", agency=self.store.settings.site)

    @command
    def close_account(self, id_: str, *, by: Actor) -> dict[str, Any]:
        """Close an account for good; its password is forgotten at once."""
        account = self.account(id_, by=by)
        account.close(today=self.store.clock.today(), by=self._must_manage(account.agency, by))
        self.store.commit(account)
        return {"account": account.id}

    def set_password(self, id_: str, password: str, *, by: Actor) -> None:
        """Give somebody another password; all their sessions end. Raises `WeakPassword` and what `account` raises."""
        account = self.account(id_, by=by)
        self._must_manage(account.agency, by)
        if account.id == by.user:
            raise OwnRights
        self._keep_password(id_, self.hashed(password, account=account.account), by=by)
        self.guesses.forget(account.account)

    @command
    def reset_second_factor(self, id_: str, *, by: Actor) -> dict[str, Any]:
        """Take away the second factor of somebody whose phone is lost. Raises as `account` does, `OwnRights`,
        `NotProtected`."""
        account = self.account(id_, by=by)
        self._must_manage(account.agency, by)
        if account.id == by.user:
            raise OwnRights
        return self.second.take_away(account, by_holder=False)

    def change_password(self, old: str, new: str, *, by: Actor) -> None:
        """Change one's own password; all sessions begun before end, so the asker's is to be renewed. Raises `Invalid`
        for a wrong old one, `WeakPassword`."""
        account = self.accounts.one(by.user)
        try:
            self._verified(account.account, old)
        except WrongPassword as wrong:
            raise Invalid({"old": ["Mật khẩu hiện tại không đúng."]}) from wrong
        self._keep_password(by.user, self.hashed(new, account=account.account), by=by)

    @command
    def _keep_password(self, id_: str, hashed: str, *, by: Actor) -> None:
        account = self.accounts.one(id_)
        account.set_password(
            hashed, today=self.store.clock.today(), by_holder=account.id == by.user
        )
        account.end_sessions(self.store.clock.now())
        self.store.commit(account)

    def account(self, id_: str, *, by: Actor) -> Account:
        """One account of the asker's agency, or with a role there. Raises `NotFound`."""
        account = self.accounts.one(id_)
        if not self._manager(by).may_see(account):
            self.store.audit.foreign(account.subject, of=account.agency, by=by)
            raise NotFound
        return account

    def name_of(self, account: str) -> str:
        """The name of an account's holder, for those who read the audit trail; nothing for nobody's."""
        found = self.accounts.find(account)
        return found.name if found else ""

    def manages(self, account: Account, *, by: Actor) -> bool:
        """Whether the account itself (password, closing) is the asker's to look after, not only a role."""
        return self._manager(by).may_manage(account.agency)

    def _manager(self, by: Actor) -> Manager:
        everywhere = by.role == Role.OPS or (by.role in MANAGERS and by.agency == self.focal())
        return Manager(user=by.user, agency=by.agency, everywhere=everywhere)

    def sees_all(self, by: Actor) -> bool:
        """Whether the accounts of every agency are the asker's to look after."""
        return self._manager(by).everywhere

    def _must_manage(self, agency: str, by: Actor) -> Manager:
        manager = self._manager(by)
        if not manager.may_manage(agency):
            raise NotFound
        return manager

    def is_ended(self, agency: str) -> bool:
        """Whether an agency is no more, or not yet."""
        unit = self.organisation.unit(agency)
        return unit is not None and not unit.exists(self.store.clock.today())

    def _working(self, agency: str) -> None:
        unit = self.organisation.unit(agency)
        if unit is None or not unit.exists(self.store.clock.today()):
            raise NoSuchAgency

    # --- signing in ---------------------------------------------------------------------------------

    def enter(self, account: str, password: str, *, code: str | None = "") -> Account:
        """Who signs in. With `code=None` the second factor is asked for later, by `pass_second`.

        Raises `WrongPassword` (also for nobody's account), `CodeNeeded`, `WrongCode`, `TooManyGuesses`,
        `Busy`, `NoRoleToday`.
        """
        try:
            found = self._verified(account, password)
            if code is not None:
                self.second.check(found, code)
        except (WrongPassword, WrongCode):
            self._note_refused(account_id(account.strip().lower()))
            raise
        return self._with_a_role(found)

    def pass_second(self, id_: str, code: str) -> Account:
        """Who signs in, after a password that was right. Raises as `enter` does."""
        found = self.accounts.one(id_)
        try:
            self.second.check(found, code)
        except WrongCode:
            self._note_refused(id_)
            raise
        return self._with_a_role(found)

    def enter_as_known(self, identity: str) -> Account:
        """Who comes from the official sign-in. Raises `UnknownIdentity`, `NoRoleToday`."""
        return self._with_a_role(self.second.known_as(identity))

    def _note_refused(self, id_: str) -> None:
        nobody = Actor(user=id_, role="", agency="")
        self.store.audit.note(Noted.REFUSED, "sign_in_refused", by=nobody)

    def _with_a_role(self, found: Account) -> Account:
        if not found.roles_on(self.store.clock.today()):
            raise NoRoleToday
        return found

    def _verified(self, given: str, password: str) -> Account:
        account, now = given.strip().lower(), self.store.clock.now()
        until = self.guesses.shut_until(account)
        if until and until > now:
            raise too_many_guesses(until - now)
        self.guesses.count(account, now=now)
        found = self.accounts.find(account_id(account))
        known = found.password if found and not found.closed_on else ""
        if not self.passwords.holds(known, password[: LONGEST_PASSWORD * 2]) or found is None:
            raise WrongPassword
        self.guesses.forget(account)
        return found

    def roles_today(self, id_: str) -> tuple[Assignment, ...]:
        """What an account may be today; nothing when there is no such open account."""
        account = self.accounts.find(id_)
        return account.roles_on(self.store.clock.today()) if account else ()

    def actor(
        self, id_: str, *, role: str = "", agency: str = "", fresh_at: float | None = None
    ) -> Actor:
        """The account in one of the roles it holds today; the only one when none is named.

        Raises `NoRoleToday`, `RoleNeeded`.
        """
        chosen = role_among(self.roles_today(id_), role=role, agency=agency)
        fresh = self.store.clock.now().timestamp() if fresh_at is None else fresh_at
        made = Actor(
            user=id_,
            role=chosen.role.value,
            agency=chosen.agency,
            fresh_at=fresh,
            see_only=chosen.see_only,
            acting_for=chosen.acting_for,
        )
        if fresh_at is None:
            self.store.audit.note(Noted.SIGN_IN, "sign_in", by=made)
        return made

    def renewed(self, actor: Actor) -> Actor:
        """The same actor, if the account is open, the role still held, and the sign-in of today.

        Raises `NotSignedIn`.
        """
        since = self.store.clock.now().timestamp() - actor.fresh_at
        if since > LONGEST_SESSION.total_seconds():
            raise NotSignedIn
        try:
            return self.actor(
                actor.user, role=actor.role, agency=actor.agency, fresh_at=actor.fresh_at
            )
        except NoRoleToday as ended:
            raise NotSignedIn from ended

    def is_revoked(self, jti: str, actor: Actor, *, issued: float) -> bool:
        """Whether a session counts no more, as the registry knows it at once: the account was closed, its
        role has ended, the token it was got for, its password was changed since. The other services read what
        `publish_ended` wrote."""
        today = self.store.clock.today()
        if actor.scopes:
            try:
                return not self.access.tokens.one(actor.user).stands(today)
            except NotFound:
                return True
        of = (actor.user, actor.role, actor.agency)
        return self.accounts.stands(*of, on=today, issued=issued) is False

    def counts_still(self, id_: str, *, since: float) -> bool:
        """Whether a password that was right at a moment still opens the account: none was set since."""
        account = self.accounts.find(id_)
        return account is not None and account.counts(since)

    @every(seconds=5)
    def publish_ended(self, slot: datetime) -> None:
        """Tell all web processes of the site whose sessions count no more: closed accounts, ended roles, sessions
        that began before another password or second factor."""
        since = self.store.clock.now() - LONGEST_LIFE - timedelta(minutes=5)
        changed = [*map(self.accounts.one, self.people.changed_since(since))]
        today = self.store.clock.today()
        write_revoked(
            self.store.settings.keys_dir,
            (
                *(word for account in changed for word in ended_sessions(account, today)),
                *self.access.tokens.ended_since(today - timedelta(days=1)),
            ),
            before={
                one.id: one.sessions_since.timestamp() for one in changed if one.sessions_since
            },
        )


def ended_sessions(account: Account, today: date) -> list[str]:
    """What of an account counts no more: all of it, or the roles that it held and holds no longer."""
    if account.closed_on:
        return [account.id]
    held = {(one.role, one.agency) for one in account.roles_on(today)}
    past = {(one.role, one.agency) for one in account.roles if not one.holds(today)}
    return [office_of(account.id, f"{role.value}@{agency}") for role, agency in past - held]


def _place_in_list(agency: Agency) -> tuple[Any, ...]:
    """The province's own offices before its communes, each by name."""
    order = list(AgencyKind)
    offices = agency.facts.kind not in COMMUNES
    return (not offices, order.index(agency.facts.kind) if offices else 0, *_by_name(agency))


def _by_name(agency: Agency) -> tuple[Any, ...]:
    name = agency.facts.name
    return (collate(core_name(name)), collate(name))


COMMUNES = frozenset({AgencyKind.COMMUNE, AgencyKind.WARD, AgencyKind.TOWNSHIP})
