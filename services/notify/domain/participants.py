"""Who of the Front is told: the organisations of every place, and what each wishes to hear."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.notify import ParticipantListed, Topic
from kernel.errors import Invalid
from kernel.message import Aggregate, named_id
from law.units.model import COMMUNE_KINDS, Unit, UnitKind
from law.units.register import Units

DEFAULT_TOPICS = frozenset(
    {
        Topic.PLAN_APPROVED,
        Topic.CONSULTATION_OPENED,
        Topic.DIALOGUE_ANNOUNCED,
        Topic.DIALOGUE_RESULT_PUBLISHED,
        Topic.CRITICISM_REQUESTED,
        Topic.PROJECT_POSTED,
        Topic.PROVINCIAL_REPORT_ISSUED,
    }
)


class Area(StrEnum):
    """Of which places a participant hears: its own, or all of the province."""

    OWN = "OWN"
    ALL = "ALL"


class AreaTooWide(Invalid):
    """Only the province's organisations hear of all places."""

    code = "area_too_wide"
    title = "Chỉ tổ chức cấp tỉnh mới nhận thông báo của toàn tỉnh."


@dataclass(kw_only=True)
class Participant(Aggregate):
    """An organisation of the Front at a place; `agency` is the place's People's Committee."""

    kind: ClassVar[str] = "participant"

    organisation: str
    name: str
    provincial: bool = False
    email: str = ""
    topics: frozenset[Topic] = DEFAULT_TOPICS
    area: Area = Area.OWN

    def listed(self) -> "Participant":
        """Say that it is in the directory."""
        self.tell(
            ParticipantListed(
                participant=self.id,
                organisation=self.organisation,
                place=self.agency,
                reachable=bool(self.email),
                topics=tuple(sorted(self.topics)),
            )
        )
        return self

    def arrange(
        self,
        *,
        email: str | None = None,
        topics: frozenset[Topic] | None = None,
        area: Area | None = None,
    ) -> bool:
        """Change the address or what it hears. Gives whether anything changed. Raises `AreaTooWide`."""
        if area is Area.ALL and not self.provincial:
            raise AreaTooWide
        before = (self.email, self.topics, self.area)
        self.email = self.email if email is None else email
        self.topics = self.topics if topics is None else topics
        self.area = area or self.area
        changed = before != (self.email, self.topics, self.area)
        if changed:
            self.listed()
        return changed


def roll(units: Units, *, on: date) -> Iterator[Participant]:
    """Every participant of a day: the Front and its organisations at the province and each commune."""
    for place in _places(units.as_of(on)):
        for body, name in zip(units.bodies["front"], units.front(place.key), strict=True):
            yield Participant(
                id=named_id(place.id, Participant.kind, body.code),
                agency=place.id,
                organisation=body.code,
                name=name,
                provincial=place.kind is UnitKind.PROVINCE,
            )


def _places(units: Iterable[Unit]) -> Iterator[Unit]:
    return (unit for unit in units if unit.kind is UnitKind.PROVINCE or unit.kind in COMMUNE_KINDS)
