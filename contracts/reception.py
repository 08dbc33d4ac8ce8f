"""What reception tells: sessions held; petitions registered, classified, accepted, decided.

No word about who came or who petitions.
"""

from datetime import date
from enum import StrEnum

from contracts.duties import DutyDone, DutyTold
from contracts.handover import HandedOverTold, HandoverFinished
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


class Disposition(StrEnum):
    """What becomes of a petition after classification (TT 05/2021/TT-TTCP)."""

    ACCEPT = "ACCEPT"
    REQUEST_SUPPLEMENT = "REQUEST_SUPPLEMENT"
    GUIDE = "GUIDE"
    FORWARD = "FORWARD"
    RETURN = "RETURN"
    STORE = "STORE"


class SessionKind(StrEnum):
    """Regular reception, a periodic day, or ad hoc (Luật Tiếp công dân)."""

    REGULAR = "REGULAR"
    PERIODIC = "PERIODIC"
    AD_HOC = "AD_HOC"


class Host(StrEnum):
    """Who received: the head (counts to the quota), an authorised deputy (does not), an officer."""

    HEAD = "HEAD"
    AUTHORISED_DEPUTY = "AUTHORISED_DEPUTY"
    OFFICER = "OFFICER"


@event("reception.session_held", audience=Audience.PROVINCE)
class SessionHeld(Event):
    """A reception session was held; its four counts are never merged (lượt, người, vụ việc, đoàn)."""

    session: str
    kind: SessionKind
    host: Host
    held_on: date
    visits: int
    persons: int
    matters: int
    groups: int
    group_persons: int
    online: bool = False


@event("reception.petition_registered", audience=Audience.PROVINCE)
class PetitionRegistered(Event):
    """A petition was entered into the agency's register under a number of its year."""

    petition: str
    number: int
    year: int
    kind: PetitionKind
    channel: IntakeChannel
    received_on: date


@event("reception.petition_classified", audience=Audience.PROVINCE)
class PetitionClassified(Event):
    """A petition was classified by content: eligible or not, competent or not, what becomes of it."""

    petition: str
    kind: PetitionKind
    eligible: bool
    competent: bool
    disposition: Disposition
    classified_on: date


@event("reception.petition_accepted", audience=Audience.PROVINCE)
class PetitionAccepted(Event):
    """The agency accepted the matter for settlement (thụ lý); its legal time begins and ends on `due_on`.

    Kiến nghị and phản ánh have no statutory limit: `due_on` is then the agency's configured one, or none.
    """

    petition: str
    kind: PetitionKind
    accepted_on: date
    due_on: date | None = None
    rule: str = ""


@event("reception.petition_decided", audience=Audience.PROVINCE)
class PetitionDecided(Event):
    """The matter was settled: decision, conclusion or answer issued."""

    petition: str
    kind: PetitionKind
    outcome: Outcome
    decided_on: date
    on_time: bool = True


@event("reception.handed_over", audience=Audience.PROVINCE)
class HandedOver(HandedOverTold):
    """After a reorganisation another agency has a petition; its dates stay what they were."""


@event("reception.handover_done", audience=Audience.PROVINCE)
class HandoverDone(HandoverFinished):
    """Nothing an agency had open here is left with it after a reorganisation."""


@event("reception.duty_opened", audience=Audience.SITE)
class DutyOpened(DutyTold):
    """Somebody has something to do about a petition or case, or something of that duty changed."""


@event("reception.duty_closed", audience=Audience.SITE)
class DutyClosed(DutyDone):
    """A duty about a petition or case is no more."""


@event("reception.deadline_changed", audience=Audience.PROVINCE)
class DeadlineChanged(Event):
    """A day by which something is due moved, because the calendar or a rule did; `because` names it.

    Only days that had not come are moved: what was late stays late.
    """

    petition: str
    rule: str
    before: date
    after: date
    because: str


@event("reception.deadlines_recounted", audience=Audience.SITE)
class DeadlinesRecounted(Event):
    """All open petitions were counted anew after a change of calendar or rules."""

    because: str
    recounted_on: date
    looked_at: int
    changed: int


# --- the denunciation vault: who saw what lies in it, never what it is ------------------------------


class OpeningPurpose(StrEnum):
    """For what a denouncer's identity is opened (Luật Tố cáo 2018)."""

    VERIFY = "VERIFY"
    CONTACT = "CONTACT"
    NOTIFY = "NOTIFY"
    PROTECT = "PROTECT"
    FORWARD = "FORWARD"
    INSPECT = "INSPECT"


@event("reception.vault_filled", audience=Audience.SITE)
class VaultFilled(Event):
    """The identity behind a denunciation was sealed into the agency's vault."""

    vault: str
    petition: str


@event("reception.vault_requested", audience=Audience.SITE)
class VaultRequested(Event):
    """Somebody who is neither handler nor head asked to open a vault."""

    vault: str
    petition: str
    purpose: OpeningPurpose


@event("reception.vault_granted", audience=Audience.SITE)
class VaultGranted(Event):
    """A second officer agreed to a request; `handles`: the asker handles the matter from now on."""

    vault: str
    petition: str
    handles: bool = False


@event("reception.vault_opened", audience=Audience.SITE)
class VaultOpened(Event):
    """A vault was opened for a purpose; `second`: with a second officer's agreement."""

    vault: str
    petition: str
    purpose: OpeningPurpose
    second: bool = False


@event("reception.vault_barred", audience=Audience.SITE)
class VaultBarred(Event):
    """Somebody whom a denunciation concerns is kept out of its vault."""

    vault: str
    petition: str


@event("reception.vault_handed_over", audience=Audience.SITE)
class VaultHandedOver(Event):
    """A vault was handed, sealed, to the competent agency; digest and size are those of the sealed bytes."""

    vault: str
    petition: str
    to_agency: str
    handover: str
    digest: str
    size: int


@event("reception.vault_taken_over", audience=Audience.SITE)
class VaultTakenOver(Event):
    """A vault that another agency handed over was received; the sealed bytes in between are gone."""

    vault: str
    petition: str
    from_agency: str
    handover: str


# --- the citizen's receipt --------------------------------------------------------------------------


class CitizenAct(StrEnum):
    """What a citizen may say about a petition by its receipt."""

    SUPPLEMENT = "SUPPLEMENT"
    WITHDRAW = "WITHDRAW"
    RATE = "RATE"


@event("reception.receipt_issued", audience=Audience.SITE)
class ReceiptIssued(Event):
    """A receipt with a code was given out for a petition; `again`: the code before is void. Never the code."""

    receipt: str
    petition: str
    issued_on: date
    again: bool = False


@event("reception.citizen_spoke", audience=Audience.SITE)
class CitizenSpoke(Event):
    """A citizen supplemented, asked to withdraw, or rated (one to five stars); never what they wrote."""

    word: str
    petition: str
    act: CitizenAct
    said_on: date
    stars: int = 0


@event("reception.citizen_answered", audience=Audience.SITE)
class CitizenAnswered(Event):
    """An officer dealt with what a citizen had said."""

    word: str
    petition: str
    accepted: bool
    answered_on: date


# --- attached files ---------------------------------------------------------------------------------


class Visibility(StrEnum):
    """Who may see an attached file: everybody, the petitioner, the agency's officers, those of the vault."""

    PUBLIC = "PUBLIC"
    PETITIONER = "PETITIONER"
    INTERNAL = "INTERNAL"
    VAULT = "VAULT"


class FileKind(StrEnum):
    """What an attached file is about."""

    SCAN = "SCAN"
    EVIDENCE = "EVIDENCE"
    DECISION = "DECISION"
    OTHER = "OTHER"


@event("reception.attachment_added", audience=Audience.SITE)
class AttachmentAdded(Event):
    """A file was attached; its digest is that of the sealed bytes. Never its name."""

    attachment: str
    petition: str
    about: FileKind
    visibility: Visibility
    media_type: str
    size: int
    digest: str


@event("reception.attachment_shown", audience=Audience.SITE)
class AttachmentShown(Event):
    """It was decided who may see an attached file."""

    attachment: str
    petition: str
    visibility: Visibility
