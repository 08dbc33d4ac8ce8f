"""What is true of a reception session: who received, and the four counts that are never merged."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.reception import Host, SessionHeld, SessionKind
from kernel.message import Aggregate
from law.words import say
from services.reception.domain.rules import FieldRefusal, Law, NotYet


@dataclass(frozen=True, kw_only=True)
class SessionForm:
    """A session as it is entered: lượt, người, vụ việc, đoàn đông người (and the persons in them)."""

    kind: SessionKind
    host: Host
    held_on: date
    place: str
    online: bool = False
    visits: int = 0
    persons: int = 0
    matters: int = 0
    groups: int = 0
    group_persons: int = 0


class GroupTooSmall(FieldRefusal):
    """A large group (đoàn đông người) has at least so many persons."""

    code = "group_too_small"
    title = "Đoàn đông người có từ {least} người trở lên; {groups} đoàn cần ít nhất {needed} người."


class PersonsWithoutGroup(FieldRefusal):
    """Persons in groups belong to a group."""

    code = "persons_without_group"
    title = "Có số người trong đoàn thì phải có số đoàn đông người."


class OnlineTooEarly(FieldRefusal):
    """Online reception exists since the law knows it (Luật 136/2025/QH15)."""

    code = "online_too_early"
    title = "Tiếp công dân trực tuyến chỉ áp dụng từ ngày {since}."


@dataclass(kw_only=True)
class ReceptionSession(Aggregate):
    """One session held by one agency."""

    kind: ClassVar[str] = "session"

    form: SessionForm

    @classmethod
    def hold(
        cls, form: SessionForm, *, id_: str, agency: str, today: date, law: Law
    ) -> "ReceptionSession":
        """Record a held session. Raises `NotYet`, `OnlineTooEarly` and the errors of groups."""
        if form.held_on > today:
            raise NotYet("held_on")
        if form.online and form.held_on < law.online_since:
            raise OnlineTooEarly("held_on", since=say(law.online_since))
        _check_groups(form, least=law.group_persons)
        session = cls(id=id_, agency=agency, form=form)
        session.tell(
            SessionHeld(
                session=id_,
                kind=form.kind,
                host=form.host,
                held_on=form.held_on,
                visits=form.visits,
                persons=form.persons,
                matters=form.matters,
                groups=form.groups,
                group_persons=form.group_persons,
                online=form.online,
            )
        )
        return session


def _check_groups(form: SessionForm, *, least: int) -> None:
    if form.group_persons and not form.groups:
        raise PersonsWithoutGroup("groups")
    if form.group_persons < least * form.groups:
        needed = least * form.groups
        raise GroupTooSmall("group_persons", least=least, groups=form.groups, needed=needed)
