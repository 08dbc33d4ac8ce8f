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
    FORWARD_URGENT = "FORWARD_URGENT"
    INSPECT = "INSPECT"
    REPORT_HEAD = "REPORT_HEAD"


class Instance(StrEnum):
    """Whether a complaint is settled for the first or the second time (Luật Khiếu nại Điều 7)."""

    FIRST = "FIRST"
    SECOND = "SECOND"


class ClockKind(StrEnum):
    """What time of a case runs for; at most one of a kind runs at a time."""

    INTAKE = "INTAKE"
    NOTICE = "NOTICE"
    SETTLEMENT = "SETTLEMENT"
    ACCEPTANCE_NOTICE = "ACCEPTANCE_NOTICE"
    SENDING = "SENDING"
    HANDLING = "HANDLING"
    PUBLISHING = "PUBLISHING"
    EFFECT = "EFFECT"
    CONTINUED = "CONTINUED"
    FORWARDING = "FORWARDING"
    KEEPING = "KEEPING"
    CONTEST = "CONTEST"
    SUPPLEMENT = "SUPPLEMENT"


class Field(StrEnum):
    """The field of state management a petition is about, as the inspectorate's forms have them."""

    NONE = ""
    LAND = "LAND"
    HOUSING = "HOUSING"
    POLICY = "POLICY"
    STAFF = "STAFF"
    OTHER_ADMINISTRATION = "OTHER_ADMINISTRATION"
    JUDICIAL = "JUDICIAL"
    PARTY = "PARTY"
    OTHER = "OTHER"


class CaseStep(StrEnum):
    """What was done about a case on its way, besides accepting and deciding it."""

    NOTICE_GIVEN = "NOTICE_GIVEN"
    VERIFIED = "VERIFIED"
    DIALOGUE = "DIALOGUE"
    CONTENT_ADDED = "CONTENT_ADDED"
    CONTENT_ANSWERED = "CONTENT_ANSWERED"
    WITHDRAWAL = "WITHDRAWAL"
    PARTIES_TOLD = "PARTIES_TOLD"
    DECISION_SENT = "DECISION_SENT"
    CONCLUSION_HANDLED = "CONCLUSION_HANDLED"
    PUBLISHED = "PUBLISHED"
    EXECUTION = "EXECUTION"
    REMINDER = "REMINDER"
    SECOND_COMPLAINT = "SECOND_COMPLAINT"
    CONTINUED = "CONTINUED"
    CONTINUED_REFUSED = "CONTINUED_REFUSED"
    NOTE = "NOTE"
    ASSIGNED = "ASSIGNED"
    TAKEN_OVER = "TAKEN_OVER"
    DUPLICATES_CHECKED = "DUPLICATES_CHECKED"
    CHECKED_WIDELY = "CHECKED_WIDELY"
    DECISION_RECEIVED = "DECISION_RECEIVED"
    FINDINGS = "FINDINGS"
    SENT_BACK = "SENT_BACK"
    UNSUPPLEMENTED = "UNSUPPLEMENTED"
    SUPPLEMENTED = "SUPPLEMENTED"


class ForwardAnswer(StrEnum):
    """What the other agency said to a petition forwarded to it."""

    RECEIVED = "RECEIVED"
    REFUSED = "REFUSED"


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
    """A reception session was held; its four counts are never merged (lượt, người, vụ việc, đoàn). Of the matters:
    those heard before, those of groups, and those of groups heard before."""

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
    matters_again: int = 0
    group_matters: int = 0
    group_matters_again: int = 0


@event("reception.session_opened", audience=Audience.PROVINCE)
class SessionOpened(Event):
    """A reception session began, on the day `held_on`; `opened_on` later: it was entered afterwards. `plan`: the day of
    the timetable it keeps, if any. It counts for nothing until it was held."""

    session: str
    kind: SessionKind
    host: Host
    held_on: date
    opened_on: date
    online: bool = False
    plan: str = ""


@event("reception.session_minuted", audience=Audience.PROVINCE)
class SessionMinuted(Event):
    """What a session came to was written down, in so many conclusions; never what they say."""

    session: str
    conclusions: int
    issued_on: date | None = None


@event("reception.session_closed", audience=Audience.PROVINCE)
class SessionClosed(Event):
    """The minutes of a session are issued and every conclusion is in somebody's hands."""

    session: str
    closed_on: date


@event("reception.session_corrected", audience=Audience.PROVINCE)
class SessionCorrected(Event):
    """Something was put right in the minutes of a closed session, for a reason."""

    session: str
    corrected_on: date


@event("reception.petition_registered", audience=Audience.PROVINCE)
class PetitionRegistered(Event):
    """A petition was entered into the agency's register under a number of its year."""

    petition: str
    number: int
    year: int
    kind: PetitionKind
    channel: IntakeChannel
    received_on: date
    regulation: bool = False


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


# --- on the way -------------------------------------------------------------------------------------


@event("reception.case_suspended", audience=Audience.PROVINCE)
class CaseSuspended(Event):
    """A case was suspended on a lawful ground (tạm đình chỉ): its time stands still from `since`."""

    petition: str
    kind: PetitionKind
    ground: str
    since: date


@event("reception.case_resumed", audience=Audience.PROVINCE)
class CaseResumed(Event):
    """A suspended case goes on; the days it stood still are not counted."""

    petition: str
    kind: PetitionKind
    resumed_on: date
    due_on: date


@event("reception.case_extended", audience=Audience.PROVINCE)
class CaseExtended(Event):
    """The time of a case was extended by a written decision (gia hạn)."""

    petition: str
    kind: PetitionKind
    decided_on: date
    due_on: date


@event("reception.case_terminated", audience=Audience.PROVINCE)
class CaseTerminated(Event):
    """A case ended without a decision on its content (đình chỉ): withdrawn, or nobody left to go on."""

    petition: str
    kind: PetitionKind
    ground: str
    terminated_on: date


@event("reception.case_reopened", audience=Audience.PROVINCE)
class CaseReopened(Event):
    """A closed case is settled anew, after a continued denunciation or new evidence."""

    petition: str
    kind: PetitionKind
    reopened_on: date
    due_on: date


@event("reception.case_step_taken", audience=Audience.PROVINCE)
class CaseStepTaken(Event):
    """Something was done about a case on its way."""

    petition: str
    kind: PetitionKind
    step: CaseStep
    taken_on: date
    on_time: bool = True


@event("reception.findings_recorded", audience=Audience.PROVINCE)
class FindingsRecorded(Event):
    """What a decision or a conclusion asks for: money (đồng) and land (square metres) to be given back, people to be
    dealt with, matters for the investigators. What was recorded before is replaced."""

    petition: str
    kind: PetitionKind
    recorded_on: date
    money_to_state: int = 0
    land_to_state: int = 0
    money_to_organisations: int = 0
    land_to_organisations: int = 0
    money_to_people: int = 0
    land_to_people: int = 0
    organisations_restored: int = 0
    people_restored: int = 0
    people_handled: int = 0
    officials_handled: int = 0
    cases_to_police: int = 0
    people_to_police: int = 0
    officials_to_police: int = 0


@event("reception.case_closed", audience=Audience.PROVINCE)
class CaseClosed(Event):
    """Nothing about a decided case is left to do: its file is closed."""

    petition: str
    kind: PetitionKind
    closed_on: date


@event("reception.petition_forwarded", audience=Audience.PROVINCE)
class PetitionForwarded(Event):
    """A petition was handed to the agency whose matter it is; its dossier waits there, sealed."""

    petition: str
    kind: PetitionKind
    to_agency: str
    code: str
    forwarded_on: date
    first_received_on: date
    hash: str
    size: int


@event("reception.forward_answered", audience=Audience.PROVINCE)
class ForwardAnswered(Event):
    """The agency a petition was forwarded to took it into its own register, or sent it back with a reason."""

    petition: str
    from_agency: str
    code: str
    answer: ForwardAnswer
    answered_on: date


# --- parcels: dossiers on their way to an agency of another site ---------------------------------------


class ParcelKind(StrEnum):
    """What a sealed parcel holds: a petition with its files, or a denouncer's identity for a vault."""

    PETITION = "PETITION"
    VAULT = "VAULT"


@event("reception.box_key_told", audience=Audience.PROVINCE)
class BoxKeyTold(Event):
    """The public key (base64) under which an agency of this site is sent what only it may read. Told by a site that can
    fetch parcels; the agency is the envelope's."""

    public: str


@event("reception.box_key_published", audience=Audience.ALL)
class BoxKeyPublished(Event):
    """Where an agency works and under which public key (base64) it is sent what only it may read, as the province
    tells all sites."""

    agency: str
    site: str
    public: str


@event("reception.parcel_sent", audience=Audience.ADDRESSED)
class ParcelSent(Event):
    """A sealed parcel for an agency of the addressed site waits at the province: its code, size, and the hash of
    its sealed bytes. Who sent it is the envelope's agency."""

    parcel: str
    holds: ParcelKind
    to_agency: str
    sent_on: date
    petition_kind: PetitionKind
    first_received_on: date
    hash: str
    size: int


@event("reception.parcel_arrived", audience=Audience.SITE)
class ParcelArrived(Event):
    """A sealed parcel from another site is here, whole, and waits for its agency."""

    parcel: str
    holds: ParcelKind
    from_agency: str


@event("reception.parcel_answered", audience=Audience.ADDRESSED)
class ParcelAnswered(Event):
    """The agency a parcel was for took it in, or sends it back. `words`: what it says about that, sealed for the
    sender alone (base64); of the receiver's register number and year."""

    parcel: str
    answer: ForwardAnswer
    answered_on: date
    number: int = 0
    year: int = 0
    words: str = ""


@event("reception.petition_returned", audience=Audience.PROVINCE)
class PetitionReturned(Event):
    """A forwarded petition came back: it is to be classified again."""

    petition: str
    kind: PetitionKind
    returned_on: date


@event("reception.supplement_taken", audience=Audience.PROVINCE)
class SupplementTaken(Event):
    """What a petition lacked came after it had been stored for the lack of it: it is to be classified again, in a time
    that begins on `taken_on`."""

    petition: str
    kind: PetitionKind
    taken_on: date


@event("reception.petition_linked", audience=Audience.PROVINCE)
class PetitionLinked(Event):
    """A petition was found to be the same as another: it has no time of its own any more (đơn trùng)."""

    petition: str
    kind: PetitionKind
    master: str
    linked_on: date


@event("reception.petition_unlinked", audience=Audience.PROVINCE)
class PetitionUnlinked(Event):
    """A petition is one of its own again."""

    petition: str
    kind: PetitionKind
    master: str
    unlinked_on: date


@event("reception.petition_split", audience=Audience.PROVINCE)
class PetitionSplit(Event):
    """A petition with several matters was split into one petition each."""

    petition: str
    kind: PetitionKind
    parts: tuple[str, ...]
    split_on: date


# --- at the place of reception ----------------------------------------------------------------------


@event("reception.reception_planned", audience=Audience.PROVINCE)
class ReceptionPlanned(Event):
    """A reception day was put into the timetable, or moved (`planned_on` is the new day)."""

    plan: str
    host: Host
    planned_on: date
    post_by: date
    online: bool = False


@event("reception.reception_cancelled", audience=Audience.PROVINCE)
class ReceptionCancelled(Event):
    """A planned reception day will not be held."""

    plan: str
    planned_on: date
    cancelled_on: date


@event("reception.reception_opened", audience=Audience.PROVINCE)
class ReceptionOpened(Event):
    """A planned reception day was kept: by which session."""

    plan: str
    session: str


@event("reception.posting_kept", audience=Audience.PROVINCE)
class PostingKept(Event):
    """Something that must hang at the place of reception was posted or taken down; `valid_until`: the last day it
    holds for, if it says so."""

    posting: str
    item: str
    posted_on: date
    removed_on: date | None = None
    valid_until: date | None = None


@event("reception.visitor_received", audience=Audience.PROVINCE)
class VisitorReceived(Event):
    """Somebody who came was entered into the register of reception (sổ tiếp công dân); `persons` came along."""

    visit: str
    number: int
    year: int
    kind: PetitionKind
    received_on: date
    persons: int
    group: bool = False
    session: str = ""


@event("reception.reception_refused", audience=Audience.PROVINCE)
class ReceptionRefused(Event):
    """Somebody was not received, for a lawful reason and with its document."""

    refusal: str
    reason: str
    refused_on: date


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
    clock: ClockKind | None = None


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
    """Somebody was let into a vault: a second officer agreed to a request, or (`handles`) the head gave
    them the matter."""

    vault: str
    petition: str
    handles: bool = False


@event("reception.vault_right_ended", audience=Audience.SITE)
class VaultRightEnded(Event):
    """Who had a denunciation has it no more, and opens its vault no more."""

    vault: str
    petition: str


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


@event("reception.template_written", audience=Audience.SITE)
class TemplateWritten(Event):
    """An agency's template of replies has a version, which is never changed; its words are not told."""

    template: str
    number: int
    written_on: date


@event("reception.template_retired", audience=Audience.SITE)
class TemplateRetired(Event):
    """An agency's template of replies is no longer offered; what was written by it stays."""

    template: str
    retired_on: date


@event("reception.reply_sent", audience=Audience.SITE)
class ReplySent(Event):
    """A reply was put where the citizen sees it; by which version of a template, never what it says."""

    reply: str
    petition: str
    replied_on: date
    template: str = ""
    number: int = 0


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
