"""What the registry tells: agencies over time and who holds which role; and the roles all services share.

Names of officials travel only in the directory event `OfficerListed`, which stays at the site.
"""

from datetime import date
from enum import StrEnum

from contracts.duties import DutyDone, DutyTold
from contracts.rights import (
    COMPILERS as COMPILERS,
    DANVAN_APPROVERS as DANVAN_APPROVERS,
    DANVAN_READERS as DANVAN_READERS,
    DANVAN_WRITERS as DANVAN_WRITERS,
    PETITION_DECIDERS as PETITION_DECIDERS,
    PETITION_READERS as PETITION_READERS,
    PETITION_WRITERS as PETITION_WRITERS,
    PROVINCE_WIDE as PROVINCE_WIDE,
)
from contracts.roles import ROLE_WORDS as ROLE_WORDS, Role as Role
from kernel.message import Audience, Event, event, office
from law.units.model import EdgeKind

# The doors of the house as the portal shows them: label, path, who sees it (nobody named: everybody).
DOORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Tiếp công dân, đơn thư", "/reception/", PETITION_READERS),
    ("Kế hoạch dân vận", "/planning/", DANVAN_READERS),
    (
        "Dân chủ, đối thoại, giám sát",
        "/consultation/",
        (*DANVAN_READERS, Role.FRONT_PARTICIPANT),
    ),
    ("Số liệu, báo cáo", "/reporting/", (*DANVAN_READERS, *PETITION_READERS, *PROVINCE_WIDE)),
    ("Thông báo", "/notify/", ()),
    ("Cơ quan, tài khoản", "/registry/", ()),
)


class AgencyKind(StrEnum):
    """Kinds of agencies and places, as the law's register of units names them."""

    PROVINCE = "PROVINCE"
    DISTRICT = "DISTRICT"
    TOWN = "TOWN"
    CITY = "CITY"
    COMMUNE = "COMMUNE"
    WARD = "WARD"
    TOWNSHIP = "TOWNSHIP"
    PROVINCIAL_OFFICE = "PROVINCIAL_OFFICE"
    INSPECTORATE = "INSPECTORATE"
    PROVINCIAL_DEPARTMENT = "PROVINCIAL_DEPARTMENT"
    ECONOMIC_ZONE_BOARD = "ECONOMIC_ZONE_BOARD"
    PRESS = "PRESS"
    FRONT_ORG = "FRONT_ORG"


@event("registry.agency_recorded", audience=Audience.ALL)
class AgencyRecorded(Event):
    """An agency is in the register: who it is, under whom, since and until when (none: open)."""

    unit: str
    scheme: str
    code: str
    name: str
    kind: AgencyKind
    parent: str | None = None
    since: date | None = None
    until: date | None = None
    predecessors: tuple[str, ...] = ()
    reports: bool = False
    successors: tuple[str, ...] = ()
    level: str = ""
    area_tags: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    basis: str = ""


@event("registry.reorganisation_drafted", audience=Audience.SITE)
class ReorganisationDrafted(Event):
    """Somebody prepares a reorganisation, or changed what it says; it holds nothing yet."""

    act: str
    effective_on: date
    moves: int


@event("registry.reorganisation_withdrawn", audience=Audience.SITE)
class ReorganisationWithdrawn(Event):
    """A reorganisation that was prepared will not be made."""

    act: str
    withdrawn_on: date


@event("registry.reorganisation_confirmed", audience=Audience.ALL)
class ReorganisationConfirmed(Event):
    """A reorganisation holds from a day on, by a decision; each agency it touches is told of apart."""

    act: str
    title: str
    decision: str
    decided_on: date
    effective_on: date
    units: int


@event("registry.agency_reorganised", audience=Audience.ALL)
class AgencyReorganised(Event):
    """Who holds from a day on what an agency held.

    `successors` stand beside their `kinds`; an agency that `ends` takes nothing new from that day and all its
    open matters go: the `chosen` ones to their `chosen_receivers`, those of one of the `places` to its
    `place_holders`, others to the only successor, or to the `superior`. From one that stays only chosen ones go.
    """

    act: str
    unit: str
    ends: bool
    effective_on: date
    decision: str
    decided_on: date
    superior: str
    successors: tuple[str, ...] = ()
    kinds: tuple[EdgeKind, ...] = ()
    places: tuple[str, ...] = ()
    place_holders: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    chosen_receivers: tuple[str, ...] = ()


@event("registry.law_amendment_drafted", audience=Audience.SITE)
class LawAmendmentDrafted(Event):
    """Somebody prepares a change of the calendar (`what` is `calendar`) or of a rule pack."""

    amendment: str
    what: str
    drafted_on: date


@event("registry.law_amendment_withdrawn", audience=Audience.SITE)
class LawAmendmentWithdrawn(Event):
    """A change of the law's data that was prepared will not be made."""

    amendment: str
    what: str
    withdrawn_on: date


@event("registry.calendar_published", audience=Audience.ALL)
class CalendarPublished(Event):
    """The calendar with one more decision about days is in force; `content` is the whole register."""

    number: int
    instrument: str
    published_on: date
    content: str


@event("registry.rule_pack_activated", audience=Audience.ALL)
class RulePackActivated(Event):
    """A rule pack holds from a day on in place of what it said before; `content` is the whole pack."""

    pack: str
    number: int
    version: str
    activated_on: date
    content: str


@event("registry.account_opened", audience=Audience.SITE)
class AccountOpened(Event):
    """An account was opened for somebody at an agency; it holds no role yet."""

    account: str
    opened_on: date


@event("registry.password_set", audience=Audience.SITE)
class PasswordSet(Event):
    """The password of an account was set anew, by its own holder or by an administrator."""

    account: str
    set_on: date
    by_holder: bool


@event("registry.role_granted", audience=Audience.SITE)
class RoleGranted(Event):
    """An account holds a role at an agency for a time (none: open); to look only, or in somebody's place."""

    account: str
    role: Role
    unit: str
    since: date
    until: date | None = None
    see_only: bool = False
    acting_for: str = ""


@event("registry.role_proposed", audience=Audience.SITE)
class RoleProposed(Event):
    """Somebody asks that an account be given a role; it holds nothing until somebody else agrees."""

    proposal: str
    account: str
    role: Role
    unit: str
    since: date
    proposed_on: date
    until: date | None = None
    see_only: bool = False
    acting_for: str = ""


@event("registry.role_proposal_decided", audience=Audience.SITE)
class RoleProposalDecided(Event):
    """A second person agreed that a role be given, or did not; `lapsed`: nobody decided, the agency is no more."""

    proposal: str
    account: str
    role: Role
    unit: str
    approved: bool
    decided_on: date
    lapsed: bool = False


@event("registry.role_ended", audience=Audience.SITE)
class RoleEnded(Event):
    """An account no longer holds a role after the last day."""

    account: str
    role: Role
    unit: str
    last_day: date


@event("registry.officer_listed", audience=Audience.SITE)
class OfficerListed(Event):
    """Directory: an official or Front participant with the address of their post."""

    account: str
    unit: str
    role: Role
    name: str = office()
    email: str = office("")


@event("registry.account_closed", audience=Audience.SITE)
class AccountClosed(Event):
    """An account was closed; its sessions count no more."""

    account: str
    closed_on: date


@event("registry.second_factor_set", audience=Audience.SITE)
class SecondFactorSet(Event):
    """The holder of an account protected it by a second factor."""

    account: str
    set_on: date


@event("registry.second_factor_removed", audience=Audience.SITE)
class SecondFactorRemoved(Event):
    """An account is no longer protected by a second factor (`by_holder`: by its own holder)."""

    account: str
    removed_on: date
    by_holder: bool


@event("registry.recovery_code_used", audience=Audience.SITE)
class RecoveryCodeUsed(Event):
    """Somebody came in with one of the codes for the day the phone is lost."""

    account: str
    used_on: date
    left: int


@event("registry.identity_linked", audience=Audience.SITE)
class IdentityLinked(Event):
    """The holder of an account may come in by the official sign-in too."""

    account: str
    linked_on: date


@event("registry.identity_unlinked", audience=Audience.SITE)
class IdentityUnlinked(Event):
    """The official sign-in no longer opens an account."""

    account: str
    unlinked_on: date


@event("registry.token_issued", audience=Audience.SITE)
class TokenIssued(Event):
    """An agency's software got an access token, for a time and a scope."""

    token: str
    unit: str
    scopes: tuple[str, ...]
    issued_on: date
    expires_on: date


@event("registry.token_ended", audience=Audience.SITE)
class TokenEnded(Event):
    """An access token was ended before its time."""

    token: str
    unit: str
    ended_on: date


class SiteState(StrEnum):
    """Whether a site is believed."""

    ASKED = "ASKED"
    APPROVED = "APPROVED"
    REVOKED = "REVOKED"


@event("registry.site_recorded", audience=Audience.ALL)
class SiteRecorded(Event):
    """A site of the province: its signing key, whether it is believed, and which agencies work there, from which
    day to which (three lists side by side; an empty day: open)."""

    site: str
    keyid: str
    public: str
    state: SiteState
    agencies: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    until: tuple[str, ...] = ()


@event("registry.duty_opened", audience=Audience.SITE)
class DutyOpened(DutyTold):
    """A second person has something to decide: a role somebody proposed, a change of the law's data."""


@event("registry.duty_closed", audience=Audience.SITE)
class DutyClosed(DutyDone):
    """It was decided, or taken back."""
