"""What is true of activities: sessions for staff and for people, training, articles and broadcasts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.planning import (
    AreaTag,
    MediaKind,
    MediaPublished,
    MediaTopic,
    OutreachHeld,
    OutreachKind,
    TrainingHeld,
)
from kernel.message import Aggregate
from services.planning.domain.fields import WrongField, check_day


@dataclass(frozen=True, kw_only=True)
class OutreachForm:
    """What is entered about a session; instruments by their id in the law's register or by symbol."""

    kind: OutreachKind
    title: str
    held_on: date
    participants: int
    instruments: tuple[str, ...] = ()
    area_tags: tuple[AreaTag, ...] = ()
    client_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class TrainingForm:
    """What is entered about a class in the skills of dân vận."""

    title: str
    held_on: date
    attendees: int
    client_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class MediaForm:
    """What is entered about an article or a broadcast."""

    kind: MediaKind
    topic: MediaTopic
    title: str
    published_on: date
    minutes: int = 0
    client_ref: str = ""


class InstrumentsMissing(WrongField):
    """A session for staff is about instruments: it names them (D1.4, D1.5)."""

    code = "instruments_missing"
    title = "Cuộc quán triệt cần ghi ít nhất một văn bản."


class MinutesMissing(WrongField):
    """A broadcast has a length (D8.2)."""

    code = "minutes_missing"
    title = "Chương trình phát thanh, truyền hình cần ghi thời lượng."


class MinutesOfArticle(WrongField):
    """An article has no length in minutes."""

    code = "minutes_of_article"
    title = "Tin, bài không có thời lượng phát sóng."


@dataclass(kw_only=True)
class Outreach(Aggregate):
    """A session for staff (quán triệt) or for people (tuyên truyền, vận động)."""

    kind: ClassVar[str] = "outreach"

    form: OutreachForm

    @classmethod
    def held(cls, form: OutreachForm, *, id_: str, agency: str, today: date) -> "Outreach":
        """Record a session. Raises `DayNotCome`, `InstrumentsMissing`."""
        check_day("held_on", form.held_on, today=today)
        if form.kind is OutreachKind.STAFF and not form.instruments:
            raise InstrumentsMissing("instruments")
        outreach = cls(id=id_, agency=agency, form=form)
        outreach.tell(
            OutreachHeld(
                outreach=id_,
                kind=form.kind,
                held_on=form.held_on,
                participants=form.participants,
                instruments=form.instruments,
                area_tags=form.area_tags,
            )
        )
        return outreach


@dataclass(kw_only=True)
class Training(Aggregate):
    """A class in the skills of dân vận (D2.11)."""

    kind: ClassVar[str] = "training"

    form: TrainingForm

    @classmethod
    def held(cls, form: TrainingForm, *, id_: str, agency: str, today: date) -> "Training":
        """Record a class. Raises `DayNotCome`."""
        check_day("held_on", form.held_on, today=today)
        training = cls(id=id_, agency=agency, form=form)
        training.tell(TrainingHeld(training=id_, held_on=form.held_on, attendees=form.attendees))
        return training


@dataclass(kw_only=True)
class MediaEntry(Aggregate):
    """An article or a broadcast about dân vận (điểm 8 of the directive)."""

    kind: ClassVar[str] = "media"

    form: MediaForm

    @classmethod
    def published(cls, form: MediaForm, *, id_: str, agency: str, today: date) -> "MediaEntry":
        """Record what appeared. Raises `DayNotCome`, `MinutesMissing`, `MinutesOfArticle`."""
        check_day("published_on", form.published_on, today=today)
        check_minutes(form)
        entry = cls(id=id_, agency=agency, form=form)
        entry.tell(
            MediaPublished(
                entry=id_,
                kind=form.kind,
                topic=form.topic,
                published_on=form.published_on,
                minutes=form.minutes,
            )
        )
        return entry


def check_minutes(form: MediaForm) -> None:
    """Minutes belong to broadcasts, and every broadcast has some."""
    broadcast = form.kind is MediaKind.BROADCAST
    if broadcast and not form.minutes:
        raise MinutesMissing("minutes")
    if not broadcast and form.minutes:
        raise MinutesOfArticle("minutes")
