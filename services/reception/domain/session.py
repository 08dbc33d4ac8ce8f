"""What is true of a reception session: who received, where, and four counts that are never merged."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import ClassVar

from contracts.reception import Host, SessionHeld, SessionKind
from kernel.errors import Invalid
from kernel.message import Aggregate
from law.packs.packs import Packs

COUNTS = ("visits", "persons", "matters", "groups", "group_persons")
PARTS = ("matters_again", "group_matters", "group_matters_again")
# What is part of what (Biểu 01/TCD: vụ việc tiếp lần đầu, tiếp nhiều lần; trong đó của đoàn đông người).
_WITHIN = (
    ("matters_again", "matters"),
    ("group_matters", "matters"),
    ("group_matters_again", "group_matters"),
    ("group_matters_again", "matters_again"),
)


@dataclass(frozen=True, kw_only=True)
class SessionForm:
    """What a clerk enters about a session: lượt, người, vụ việc, đoàn đông người and the people in them; of the
    matters those that were heard before, those of groups, and those of groups heard before."""

    session_kind: SessionKind
    host: Host
    held_on: date
    place: str
    visits: int
    persons: int
    matters: int
    groups: int
    group_persons: int
    online: bool = False
    matters_again: int = 0
    group_matters: int = 0
    group_matters_again: int = 0
    client_ref: str = ""


class HeldInFuture(Invalid):
    """A session that has not been held is not entered."""

    code = "held_in_future"
    title = "Ngày tiếp không thể sau ngày hôm nay."


class NegativeCount(Invalid):
    """One cannot receive fewer than nobody."""

    code = "negative_count"
    title = "Các số lượt, người, vụ việc, đoàn không được âm."


class GroupsTooSmall(Invalid):
    """Persons who come together are a group from a number on (NĐ 64/2014/NĐ-CP; rule pack `handling`)."""

    code = "groups_too_small"
    title = (
        "Đoàn đông người có từ {least} người trở lên: {groups} đoàn thì ít nhất {persons} người."
    )


class PartOverMatters(Invalid):
    """Matters heard before, and matters of groups, are some of all matters (TT 01/2024/TT-TTCP, Biểu 01/TCD)."""

    code = "part_over_matters"
    title = "Số vụ việc tiếp nhiều lần, số vụ việc của đoàn không thể nhiều hơn số vụ việc chung."

    def __init__(self, part: str) -> None:
        super().__init__({part: [self.title]})


class OnlineTooEarly(Invalid):
    """Reception online counts from the day the law knows it (Luật 136/2025/QH15; rule pack `reception`)."""

    code = "online_too_early"
    title = "Tiếp công dân trực tuyến chỉ được tính từ ngày {since:%d/%m/%Y}."


@dataclass(kw_only=True)
class Session(Aggregate):
    """One reception session that was held."""

    kind: ClassVar[str] = "session"

    form: SessionForm

    @classmethod
    def hold(
        cls, form: SessionForm, *, id_: str, agency: str, today: date, packs: Packs
    ) -> "Session":
        """Enter a session. Raises `HeldInFuture`, `NegativeCount`, `PartOverMatters`, `GroupsTooSmall`,
        `OnlineTooEarly`."""
        check_session(form, today=today, packs=packs)
        session = cls(id=id_, agency=agency, form=form)
        told = asdict(form)
        for kept_here in ("place", "client_ref"):
            del told[kept_here]
        session.tell(SessionHeld(session=id_, kind=told.pop("session_kind"), **told))
        return session


def check_session(form: SessionForm, *, today: date, packs: Packs) -> None:
    """Refuse a session that cannot have been."""
    if form.held_on > today:
        raise HeldInFuture
    if any(getattr(form, name) < 0 for name in (*COUNTS, *PARTS)):
        raise NegativeCount
    _check_parts(form)
    _check_groups(form, packs.group.persons)
    since = packs.quota_counts.online_since
    if form.online and form.held_on < since:
        raise OnlineTooEarly(since=since)


def _check_parts(form: SessionForm) -> None:
    for part, whole in _WITHIN:
        if getattr(form, part) > getattr(form, whole):
            raise PartOverMatters(part)


def _check_groups(form: SessionForm, least: int) -> None:
    persons = least * form.groups
    if form.group_persons < persons or (form.group_persons and not form.groups):
        raise GroupsTooSmall(least=least, groups=form.groups, persons=persons)
