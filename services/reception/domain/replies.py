"""What an agency says to who petitions, and the templates by which it says it.

A reply is public to its citizen and nothing else of a petition is: notes, reasons and history are the office's
(`DataClass`), and no reply is made of them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.reception import ReplySent, TemplateRetired, TemplateWritten
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from services.reception.domain.filling import PLACE, TO_WRITE, check_places


class DataClass(StrEnum):
    """For whom something that was written is."""

    INTERNAL = "INTERNAL"
    CITIZEN = "CITIZEN"


class TextMissing(Invalid):
    """A reply or template says something."""

    code = "text_missing"
    title = "Hãy ghi nội dung."


class ReplyUnconfirmed(Invalid):
    """Whoever replies says that they know who will read it."""

    code = "reply_unconfirmed"
    title = "Hãy xác nhận rằng người gửi đơn sẽ đọc được nội dung này."


class StillToFill(Invalid):
    """A reply goes out with nothing left to fill."""

    code = "still_to_fill"
    title = "Còn chỗ chưa điền trong nội dung trả lời: {places}."


class TemplateOver(Conflict):
    """A template that was retired is neither revised nor used."""

    code = "template_over"
    title = "Mẫu trả lời này đã ngừng dùng."


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a template: it is never changed."""

    number: int
    text: str
    on: date
    by: str


@dataclass(kw_only=True)
class ReplyTemplate(Aggregate):
    """An agency's template of replies, with all its versions; the last is offered."""

    kind: ClassVar[str] = "reply_template"
    data_class: ClassVar[DataClass] = DataClass.INTERNAL

    name: str
    versions: tuple[Version, ...] = ()
    retired_on: date | None = None

    @classmethod
    def write(
        cls, name: str, text: str, *, id_: str, agency: str, today: date, by: str
    ) -> "ReplyTemplate":
        """A template with its first version. Raises `TextMissing`, `NoSuchPlace`."""
        made = cls(id=id_, agency=agency, name=_said(name))
        made.revise(text, today=today, by=by)
        return made

    def revise(self, text: str, *, today: date, by: str) -> None:
        """A version more; those before stay as they are. Raises `TemplateOver`, `TextMissing`, `NoSuchPlace`."""
        self.must_be_offered()
        check_places(text)
        fresh = Version(number=len(self.versions) + 1, text=_said(text), on=today, by=by)
        self.versions = (*self.versions, fresh)
        self.tell(TemplateWritten(template=self.id, number=fresh.number, written_on=today))

    def retire(self, *, today: date) -> None:
        """Offer it no more. Raises `TemplateOver`."""
        self.must_be_offered()
        self.retired_on = today
        self.tell(TemplateRetired(template=self.id, retired_on=today))

    def must_be_offered(self) -> None:
        """Raises `TemplateOver`."""
        if self.retired_on:
            raise TemplateOver

    @property
    def latest(self) -> Version:
        """The version that is offered."""
        return self.versions[-1]


@dataclass(frozen=True, kw_only=True)
class ReplyForm:
    """A reply as it is written; `template` and `number` name the version it began from."""

    text: str
    understood: bool = False
    template: str = ""
    number: int = 0


@dataclass(kw_only=True)
class Reply(Aggregate):
    """What an agency said to who petitions; its words are sealed."""

    kind: ClassVar[str] = "reply"
    data_class: ClassVar[DataClass] = DataClass.CITIZEN

    petition: str
    sealed: bytes
    replied_on: date
    by: str
    template: str = ""
    number: int = 0

    @classmethod
    def send(
        cls,
        form: ReplyForm,
        *,
        id_: str,
        agency: str,
        petition: str,
        sealed: bytes,
        today: date,
        by: str,
    ) -> "Reply":
        """Put a reply where the citizen sees it."""
        made = cls(
            id=id_,
            agency=agency,
            petition=petition,
            sealed=sealed,
            replied_on=today,
            by=by,
            template=form.template,
            number=form.number,
        )
        made.tell(
            ReplySent(
                reply=id_,
                petition=petition,
                replied_on=today,
                template=form.template,
                number=form.number,
            )
        )
        return made


def check_reply(form: ReplyForm) -> None:
    """Refuse what may not go out. Raises `TextMissing`, `StillToFill`, `ReplyUnconfirmed`."""
    text = _said(form.text)
    if left := to_fill(text):
        raise StillToFill(places=", ".join(left))
    if not form.understood:
        raise ReplyUnconfirmed


def to_fill(text: str) -> list[str]:
    """What is left to fill in a text: places nobody filled, and dots left to write on."""
    return [*PLACE.findall(text), *(["……"] if TO_WRITE in text else [])]


def _said(text: str) -> str:
    if not text.strip():
        raise TextMissing
    return text.strip()
