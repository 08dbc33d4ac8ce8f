"""What must hang at the place of reception, until when, and what a look at the wall says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from law.calendar.table import Calendar
from law.deadlines import Due, Facts, due
from law.packs.packs import Packs


class PostingStatus(StrEnum):
    """What a look at the wall says of one item."""

    MISSING = "MISSING"
    POSTED = "POSTED"
    EXPIRED = "EXPIRED"
    OUTDATED = "OUTDATED"
    REMOVED_EARLY = "REMOVED_EARLY"


@dataclass(frozen=True, kw_only=True)
class Posted:
    """One item as it was posted; `keep_until` is the last day it must hang, if there is one."""

    posted_on: date | None = None
    removed_on: date | None = None
    keep_until: date | None = None
    current: bool = True


def latest_posting(session: date, *, calendar: Calendar, packs: Packs) -> Due:
    """By when the schedule of a reception day must hang."""
    rule = next(posting.rule for posting in packs.postings if posting.id == "SCHEDULE")
    return due(rule, Facts(start=session), calendar, packs)


def status(posted: Posted, *, on: date) -> PostingStatus:
    """What stands on the wall on a day."""
    if posted.posted_on is None or posted.posted_on > on:
        return PostingStatus.MISSING
    if posted.removed_on and posted.removed_on <= on:
        return _removed(posted)
    return PostingStatus.POSTED if posted.current else PostingStatus.OUTDATED


def _removed(posted: Posted) -> PostingStatus:
    early = posted.keep_until and posted.removed_on and posted.removed_on <= posted.keep_until
    return PostingStatus.REMOVED_EARLY if early else PostingStatus.EXPIRED
