"""What is true of the law's data at run time: one person prepares a change, a second one puts it in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from contracts.registry import (
    CalendarPublished,
    LawAmendmentDrafted,
    LawAmendmentWithdrawn,
    RulePackActivated,
)
from kernel.errors import Conflict
from kernel.message import Aggregate
from law.active import CALENDAR, Edition, content_with, loaded, written


class AmendmentState(StrEnum):
    """Where a change stands."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    WITHDRAWN = "WITHDRAWN"


class ActivatorDrafted(Conflict):
    """Who prepared a change of the law's data does not put it in force."""

    code = "activator_drafted"
    title = "Người soạn thay đổi không tự đưa vào áp dụng; cần người thứ hai."


class NotBeingDrafted(Conflict):
    """What holds or was given up is not changed any more."""

    code = "amendment_not_a_draft"
    title = "Thay đổi này đã được áp dụng hoặc đã hủy."


class BasedOnOlder(Conflict):
    """Somebody else's change of the same pack came first: it would be undone."""

    code = "amendment_based_on_older"
    title = "Đã có phiên bản mới hơn của bộ quy tắc này; hãy soạn lại từ phiên bản hiện hành."


@dataclass(kw_only=True)
class Amendment(Aggregate):
    """One change: a decision about days for the calendar, or the whole text of a pack.

    `base` is the number of the edition it was made from, `number` its own once it holds.
    """

    kind: ClassVar[str] = "amendment"

    what: str
    content: str
    base: int = 0
    note: str = ""
    authors: tuple[str, ...] = ()
    state: AmendmentState = AmendmentState.DRAFT
    number: int = 0
    drafted_on: date
    activated_on: date | None = None
    instrument: str = ""

    def draft(self, content: str, *, author: str, on: date) -> None:
        """Say what it shall be. Raises `NotBeingDrafted`."""
        self._must_be_draft()
        self.content, self.drafted_on = content, on
        self.authors = (*self.authors, *({author} - set(self.authors)))
        self.tell(LawAmendmentDrafted(amendment=self.id, what=self.what, drafted_on=on))

    def withdraw(self, *, on: date) -> None:
        """Give it up. Raises `NotBeingDrafted`."""
        self._must_be_draft()
        self.state = AmendmentState.WITHDRAWN
        self.tell(LawAmendmentWithdrawn(amendment=self.id, what=self.what, withdrawn_on=on))

    def publish(self, register: Mapping[str, Any], *, number: int, by: str, today: date) -> None:
        """Put a decision about days in force, known from today. Raises `NotBeingDrafted`, `ActivatorDrafted`,
        `OutOfSequence`."""
        decision = loaded(self.content)
        whole = written(content_with(register, decision, known_on=today))
        self._hold(number, by=by, today=today)
        self.content, self.instrument = whole, decision["instrument"]
        self.tell(
            CalendarPublished(
                number=number, instrument=self.instrument, published_on=today, content=whole
            )
        )

    def activate(self, version: str, *, number: int, by: str, today: date) -> None:
        """Put a pack in force from today. Raises `NotBeingDrafted`, `ActivatorDrafted`, `BasedOnOlder`."""
        if self.base != number - 1:
            raise BasedOnOlder
        self._hold(number, by=by, today=today)
        self.tell(
            RulePackActivated(
                pack=self.what,
                number=number,
                version=version,
                activated_on=today,
                content=self.content,
            )
        )

    @property
    def edition(self) -> Edition:
        """The version it is, once it holds."""
        assert self.activated_on
        return Edition(
            what=self.what, number=self.number, since=self.activated_on, content=self.content
        )

    @property
    def is_calendar(self) -> bool:
        """Whether it is about days."""
        return self.what == CALENDAR

    def _hold(self, number: int, *, by: str, today: date) -> None:
        self._must_be_draft()
        if by in self.authors:
            raise ActivatorDrafted
        self.state, self.number, self.activated_on = AmendmentState.ACTIVE, number, today

    def _must_be_draft(self) -> None:
        if self.state is not AmendmentState.DRAFT:
            raise NotBeingDrafted
