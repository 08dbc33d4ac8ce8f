"""Sealed parcels between agencies of different sites: who may be sent what, what arrived, what was answered."""

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar

from contracts.reception import (
    BoxKeyPublished,
    BoxKeyTold,
    ForwardAnswer,
    ParcelAnswered,
    ParcelArrived,
    ParcelKind,
    ParcelSent,
    PetitionKind,
)
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.message import Aggregate
from services.reception.domain.cases import Done, ReasonMissing, TooEarly
from services.reception.domain.forwarding import AnsweredBefore
from services.reception.domain.petition import check_day


class SiteNotProven(Forbidden):
    """Who calls does not prove to be a site of this province."""

    code = "site_not_proven"
    title = "Chưa chứng minh được điểm cài đặt nào đang gọi."


class NotThatBox(Invalid):
    """Other bytes than were announced."""

    code = "not_that_box"
    title = "Nội dung gửi lên không khớp với hồ sơ đã báo."


class KeyNotTold(Conflict):
    """The other site has not told the agency's public key: nothing can be sealed for it."""

    code = "key_not_told"
    title = (
        "Điểm cài đặt của cơ quan nhận chưa gửi khoá niêm phong của cơ quan đó; hãy thử lại sau ít phút, "
        "hoặc chuyển bằng văn bản và ghi số văn bản vào đơn."
    )


@dataclass(kw_only=True)
class BoxKey(Aggregate):
    """The public key of an agency (base64), as this installation told it last, and at which site that works."""

    kind: ClassVar[str] = "box_key"

    site: str = ""
    public: str = ""

    def told(self, site: str, public: str, *, to_all: bool) -> bool:
        """Tell it, unless it is no news. Gives whether it was; the province tells it `to_all`."""
        if (self.site, self.public) == (site, public):
            return False
        self.site, self.public = site, public
        published = BoxKeyPublished(agency=self.id, site=site, public=public)
        self.tell(published if to_all else BoxKeyTold(public=public))
        return True


@dataclass(kw_only=True)
class Dispatch(Aggregate):
    """A sealed parcel for an agency of another site, announced there: never what is in it."""

    kind: ClassVar[str] = "dispatch"

    to_agency: str
    to_site: str
    holds: ParcelKind
    sent_on: date
    petition_kind: PetitionKind
    first_received_on: date
    hash: str
    size: int

    def announce(self) -> None:
        """Tell the other site."""
        told = {
            one.name: getattr(self, one.name) for one in fields(ParcelSent) if one.name != "parcel"
        }
        self.tell(ParcelSent(parcel=self.id, **told), to=self.to_site)


@dataclass(kw_only=True)
class Arrival(Aggregate):
    """A parcel from another site that is here and waits for its agency. Its sealed bytes lie in the store of
    files under its id, until it was taken in or sent back."""

    kind: ClassVar[str] = "arrival"

    from_agency: str
    from_site: str
    holds: ParcelKind
    sent_on: date
    petition_kind: PetitionKind
    first_received_on: date
    hash: str
    size: int
    answer: ForwardAnswer | None = None
    answered_on: date | None = None
    reason: str = ""
    received_as: str = ""

    @property
    def to_agency(self) -> str:
        """Whom it is for."""
        return self.agency

    @property
    def code(self) -> str:
        """The word under which both ends speak of it."""
        return self.id

    def arrived(self) -> None:
        """It is here, whole."""
        self.tell(ParcelArrived(parcel=self.id, holds=self.holds, from_agency=self.from_agency))

    def must_wait(self) -> None:
        """Raises `AnsweredBefore`."""
        if self.answer:
            raise AnsweredBefore

    def answered(
        self,
        answer: ForwardAnswer,
        done: Done,
        *,
        received_as: str = "",
        number: int = 0,
        year: int = 0,
        words: str = "",
    ) -> None:
        """Take it, or send it back with a reason, and tell its sender's site. Raises `AnsweredBefore`,
        `ReasonMissing`, `TooEarly`."""
        self.must_wait()
        if answer is ForwardAnswer.REFUSED and not done.text.strip():
            raise ReasonMissing
        check_day(done.on, today=done.today, after=self.sent_on, otherwise=TooEarly)
        self.answer, self.answered_on, self.reason = answer, done.on, done.text
        self.received_as = received_as
        told = ParcelAnswered(
            parcel=self.id,
            answer=answer,
            answered_on=done.on,
            number=number,
            year=year,
            words=words,
        )
        self.tell(told, to=self.from_site)
