"""What the registry tells: agencies over time and who holds which role; and the roles all services share.

Names of officials travel only in the directory event `OfficerListed`, which stays at the site.
"""

from datetime import date
from enum import StrEnum

from kernel.message import Audience, Event, event, office


class Role(StrEnum):
    """What somebody may be at an agency (domain: who does what; SOFTWARE is an agency's own system)."""

    RECEPTIONIST = "RECEPTIONIST"
    PETITION_OFFICER = "PETITION_OFFICER"
    CASE_VERIFIER = "CASE_VERIFIER"
    DANVAN_OFFICER = "DANVAN_OFFICER"
    UNIT_LEADER = "UNIT_LEADER"
    AGENCY_HEAD = "AGENCY_HEAD"
    DEPUTY = "DEPUTY"
    CLERK = "CLERK"
    SNV_OFFICER = "SNV_OFFICER"
    SNV_LEADER = "SNV_LEADER"
    PROVINCE_LEADER = "PROVINCE_LEADER"
    INSPECTORATE = "INSPECTORATE"
    FRONT_PARTICIPANT = "FRONT_PARTICIPANT"
    PRESS_OFFICER = "PRESS_OFFICER"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"
    SOFTWARE = "SOFTWARE"
    OPS = "OPS"


ROLE_WORDS: dict[str, str] = {
    Role.RECEPTIONIST: "Cán bộ tiếp công dân",
    Role.PETITION_OFFICER: "Người xử lý đơn",
    Role.CASE_VERIFIER: "Người xác minh",
    Role.DANVAN_OFFICER: "Chuyên viên dân vận",
    Role.UNIT_LEADER: "Lãnh đạo phòng",
    Role.AGENCY_HEAD: "Thủ trưởng cơ quan",
    Role.DEPUTY: "Cấp phó",
    Role.CLERK: "Văn thư",
    Role.SNV_OFFICER: "Chuyên viên Sở Nội vụ",
    Role.SNV_LEADER: "Lãnh đạo Sở Nội vụ",
    Role.PROVINCE_LEADER: "Lãnh đạo UBND tỉnh",
    Role.INSPECTORATE: "Thanh tra tỉnh",
    Role.FRONT_PARTICIPANT: "Đại diện Mặt trận",
    Role.PRESS_OFFICER: "Báo, Đài",
    Role.AUDITOR: "Người kiểm tra nhật ký",
    Role.ADMINISTRATOR: "Quản trị tài khoản",
    Role.SOFTWARE: "Phần mềm của cơ quan",
    Role.OPS: "Vận hành",
}

# Who sees the figures of every agency; everybody else sees those of their own.
PROVINCE_WIDE = (Role.SNV_OFFICER, Role.SNV_LEADER, Role.PROVINCE_LEADER, Role.INSPECTORATE)

# Who works with petitions at an agency: who may read, enter, decide.
PETITION_READERS = (
    Role.RECEPTIONIST,
    Role.PETITION_OFFICER,
    Role.UNIT_LEADER,
    Role.AGENCY_HEAD,
    Role.DEPUTY,
)
PETITION_WRITERS = (Role.RECEPTIONIST, Role.PETITION_OFFICER)
PETITION_DECIDERS = (Role.AGENCY_HEAD, Role.DEPUTY)

# Who works with plans, models, consultations and the agency's own report: who may read, write, approve.
DANVAN_READERS = (
    Role.DANVAN_OFFICER,
    Role.UNIT_LEADER,
    Role.AGENCY_HEAD,
    Role.DEPUTY,
    Role.CLERK,
    Role.PRESS_OFFICER,
)
DANVAN_WRITERS = (Role.DANVAN_OFFICER, Role.UNIT_LEADER, Role.PRESS_OFFICER)
DANVAN_APPROVERS = (Role.AGENCY_HEAD, Role.DEPUTY)

# Who compiles the province's report at Sở Nội vụ.
COMPILERS = (Role.SNV_OFFICER, Role.SNV_LEADER)


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
    """An account holds a role at an agency for a time (none: open)."""

    account: str
    role: Role
    unit: str
    since: date
    until: date | None = None


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
