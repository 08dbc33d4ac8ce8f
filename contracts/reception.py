"""What reception tells: petitions registered, accepted and decided. No word about who petitions."""

from datetime import date
from enum import StrEnum

from kernel.message import Audience, Event, event


class PetitionKind(StrEnum):
    """Kinds of petition, by content and not by title (TT 05/2021/TT-TTCP Điều 6)."""

    COMPLAINT = "COMPLAINT"
    DENUNCIATION = "DENUNCIATION"
    RECOMMENDATION = "RECOMMENDATION"
    FEEDBACK = "FEEDBACK"


class IntakeChannel(StrEnum):
    """By which way a petition came in (TT 05/2021/TT-TTCP; online from 01/07/2026)."""

    POST = "POST"
    COUNTER = "COUNTER"
    DROPBOX = "DROPBOX"
    RECEPTION_SESSION = "RECEPTION_SESSION"
    REFERRED_PARTY_STATE_LEADER = "REFERRED_PARTY_STATE_LEADER"
    REFERRED_ELECTED_BODY = "REFERRED_ELECTED_BODY"
    REFERRED_FRONT = "REFERRED_FRONT"
    REFERRED_PRESS = "REFERRED_PRESS"
    REFERRED_AGENCY = "REFERRED_AGENCY"
    ONLINE_RECEPTION = "ONLINE_RECEPTION"
    PORTAL = "PORTAL"


class Outcome(StrEnum):
    """How a case ended on its content: right, partly right, wrong, or answered (kiến nghị, phản ánh)."""

    JUSTIFIED = "JUSTIFIED"
    PARTLY_JUSTIFIED = "PARTLY_JUSTIFIED"
    UNJUSTIFIED = "UNJUSTIFIED"
    ANSWERED = "ANSWERED"


@event("reception.petition_registered", audience=Audience.PROVINCE)
class PetitionRegistered(Event):
    """A petition was entered into the agency's register under a number of its year."""

    petition: str
    number: int
    year: int
    kind: PetitionKind
    channel: IntakeChannel
    received_on: date


@event("reception.petition_accepted", audience=Audience.PROVINCE)
class PetitionAccepted(Event):
    """The agency accepted the matter for settlement (thụ lý); its legal time begins."""

    petition: str
    kind: PetitionKind
    accepted_on: date


@event("reception.petition_decided", audience=Audience.PROVINCE)
class PetitionDecided(Event):
    """The matter was settled: decision, conclusion or answer issued."""

    petition: str
    kind: PetitionKind
    outcome: Outcome
    decided_on: date
