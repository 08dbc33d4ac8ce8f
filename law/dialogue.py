"""The commune's dialogue conference: when voters can call for one, and its two time limits."""

from dataclasses import dataclass
from datetime import date

from law.calendar.table import Calendar
from law.deadlines import Due, Facts, due
from law.packs.packs import Packs
from law.refusal import LawRefusal


class WrongSignatures(LawRefusal):
    """There cannot be more signatures than voters, nor a commune without voters."""

    code = "wrong_signatures"
    title = "Số cử tri đề nghị {signatures} không hợp lệ so với {voters} cử tri."


@dataclass(frozen=True)
class Call:
    """A request for a conference by voters of a commune."""

    triggered: bool
    needed: int


@dataclass(frozen=True)
class ConferenceTerms:
    """By when a conference must be announced and its results published."""

    announce: Due
    publish: Due


def call(signatures: int, *, voters: int, packs: Packs) -> Call:
    """Whether so many voters can call for a conference. Raises `WrongSignatures`."""
    rule = packs.conference
    if voters < 1 or not 0 <= signatures <= voters:
        raise WrongSignatures(signatures=signatures, voters=voters, article=packs.cite(rule))
    return Call(rule.reached(signatures, of=voters), rule.needed(of=voters))


def terms(on: date, *, calendar: Calendar, packs: Packs) -> ConferenceTerms:
    """The two time limits of a conference held on that day. Raises `NotInForce`."""
    rule, facts = packs.conference, Facts(start=on)
    return ConferenceTerms(
        due(rule.announce, facts, calendar, packs), due(rule.publish, facts, calendar, packs)
    )
