"""What reporting tells: campaigns, agency reports on their way, the province's report; and figure codes."""

from datetime import date
from enum import StrEnum

from contracts.duties import DutyDone, DutyTold
from contracts.handover import HandedOverTold, HandoverFinished
from kernel.message import Audience, Event, event


class Indicator(StrEnum):
    """Figures of the annual report, in the order of its outline; some are told by group (`CODE.GROUP`)."""

    DISSEM_SESSIONS = "DISSEM_SESSIONS"
    DISSEM_PARTICIPANTS = "DISSEM_PARTICIPANTS"
    DISSEM_INSTRUMENTS = "DISSEM_INSTRUMENTS"
    PLAN_ISSUED = "PLAN_ISSUED"
    TASK_TOTAL = "TASK_TOTAL"
    TASK_DONE = "TASK_DONE"
    TASK_OVERDUE = "TASK_OVERDUE"
    TASK_ASSIGNED = "TASK_ASSIGNED"
    PLAN_RESPONSIBLE = "PLAN_RESPONSIBLE"
    MOBILISATION_SESSIONS = "MOBILISATION_SESSIONS"
    MOBILISATION_PARTICIPANTS = "MOBILISATION_PARTICIPANTS"
    MOBILISATION_FORMS = "MOBILISATION_FORMS"
    DVK_NEW = "DVK_NEW"
    DVK_ACTIVE = "DVK_ACTIVE"
    DVK_ENDED = "DVK_ENDED"
    DVK_PRIORITY = "DVK_PRIORITY"
    TRAIN_CLASSES = "TRAIN_CLASSES"
    TRAIN_ATTENDEES = "TRAIN_ATTENDEES"
    FUNDS_MOBILISED = "FUNDS_MOBILISED"
    TTHC_TOTAL = "TTHC_TOTAL"
    TTHC_ONTIME = "TTHC_ONTIME"
    TTHC_EARLY = "TTHC_EARLY"
    TTHC_LATE = "TTHC_LATE"
    SATISFACTION = "SATISFACTION"
    REFORM_INITIATIVES = "REFORM_INITIATIVES"
    HEAD_EVALUATIONS = "HEAD_EVALUATIONS"
    SERVICE_CHECKS = "SERVICE_CHECKS"
    VIOLATIONS = "VIOLATIONS"
    HARASSMENT_CASES = "HARASSMENT_CASES"
    RCP_VISITS = "RCP_VISITS"
    RCP_PERSONS = "RCP_PERSONS"
    RCP_MATTERS = "RCP_MATTERS"
    RCP_GROUPS = "RCP_GROUPS"
    RCP_GROUP_PERSONS = "RCP_GROUP_PERSONS"
    RCP_HEAD_DAYS = "RCP_HEAD_DAYS"
    RCP_HEAD_QUOTA = "RCP_HEAD_QUOTA"
    POSTING_COMPLETE = "POSTING_COMPLETE"
    PET_IN = "PET_IN"
    PET_CARRIED = "PET_CARRIED"
    PET_ELIGIBLE = "PET_ELIGIBLE"
    PET_COMPETENT = "PET_COMPETENT"
    PET_SETTLED = "PET_SETTLED"
    PET_ONTIME = "PET_ONTIME"
    PET_OVERDUE = "PET_OVERDUE"
    PET_COMPLEX = "PET_COMPLEX"
    ACCESS_VIOLATIONS = "ACCESS_VIOLATIONS"
    LISTENING_MEASURES = "LISTENING_MEASURES"
    DIALOGUE_COUNT = "DIALOGUE_COUNT"
    DIALOGUE_PARTICIPANTS = "DIALOGUE_PARTICIPANTS"
    DIALOGUE_OPINIONS = "DIALOGUE_OPINIONS"
    DIALOGUE_ANSWERED = "DIALOGUE_ANSWERED"
    CONTRIBUTIONS = "CONTRIBUTIONS"
    CONTRIBUTIONS_ABSORBED = "CONTRIBUTIONS_ABSORBED"
    CONTRIBUTIONS_EXPLAINED = "CONTRIBUTIONS_EXPLAINED"
    PUB_ITEMS_DUE = "PUB_ITEMS_DUE"
    PUB_ITEMS_ONTIME = "PUB_ITEMS_ONTIME"
    CONSULT_PROJECTS = "CONSULT_PROJECTS"
    TTND_BOARDS = "TTND_BOARDS"
    TTND_CHECKS = "TTND_CHECKS"
    CONSULT_OPINIONS = "CONSULT_OPINIONS"
    CONSULT_ABSORBED = "CONSULT_ABSORBED"
    SCIENTIFIC_CRITICISMS = "SCIENTIFIC_CRITICISMS"
    PBXH_DRAFTS = "PBXH_DRAFTS"
    PBXH_REPLIED_ONTIME = "PBXH_REPLIED_ONTIME"
    GSDTCD_BOARDS = "GSDTCD_BOARDS"
    GSDTCD_CHECKS = "GSDTCD_CHECKS"
    GSDTCD_RECOMM = "GSDTCD_RECOMM"
    FRONT_SUPERVISIONS = "FRONT_SUPERVISIONS"
    FRONT_DOCUMENTS_ONTIME = "FRONT_DOCUMENTS_ONTIME"
    FRONT_RECOMMENDATIONS = "FRONT_RECOMMENDATIONS"
    FRONT_REPLIED_ONTIME = "FRONT_REPLIED_ONTIME"
    FRONT_NOTICES_SENT = "FRONT_NOTICES_SENT"
    MEDIA_ARTICLES = "MEDIA_ARTICLES"
    MEDIA_BROADCASTS = "MEDIA_BROADCASTS"
    MEDIA_MINUTES = "MEDIA_MINUTES"


class Timeliness(StrEnum):
    """How a report came: fixed by the first receipt, and by the correction after a return."""

    ON_TIME = "ON_TIME"
    LATE = "LATE"
    ON_TIME_AFTER_RETURN = "ON_TIME_AFTER_RETURN"
    LATE_CORRECTION = "LATE_CORRECTION"


class ReturnReason(StrEnum):
    """Why Sở Nội vụ returns a report for correction."""

    MISSING_SECTION = "MISSING_SECTION"
    MISSING_MODEL = "MISSING_MODEL"
    FIGURE_MISMATCH = "FIGURE_MISMATCH"
    WRONG_PERIOD = "WRONG_PERIOD"
    UNSIGNED = "UNSIGNED"
    FORMAT_ND30 = "FORMAT_ND30"
    NO_COMPARISON = "NO_COMPARISON"
    CONFIDENTIAL_DATA = "CONFIDENTIAL_DATA"


class ReviewStep(StrEnum):
    """How far the draft of the province's report is in its review."""

    ASKED = "ASKED"
    PASSED = "PASSED"
    TURNED_BACK = "TURNED_BACK"


class SupplementKind(StrEnum):
    """What follows an issued report: late acceptances, or corrected figures."""

    ADDENDUM = "ADDENDUM"
    CORRECTION = "CORRECTION"


@event("reporting.campaign_opened", audience=Audience.ALL)
class CampaignOpened(Event):
    """The yearly call for reports: data window, nominal and effective due date."""

    campaign: str
    year: int
    opened_on: date
    window_from: date
    window_to: date
    nominal_due_on: date
    due_on: date


@event("reporting.adhoc_called", audience=Audience.ALL)
class AdHocCalled(Event):
    """Some agencies are called for an ad-hoc report (báo cáo đột xuất): its code, period, day, and whom. What is asked is
    read at the call."""

    call: str
    code: str
    opened_on: date
    window_from: date
    window_to: date
    nominal_due_on: date
    due_on: date
    agencies: tuple[str, ...]


@event("reporting.report_drafted", audience=Audience.SITE)
class ReportDrafted(Event):
    """An agency worked on its report: prefilled it, entered figures, wrote sections. Not what it says."""

    report: str
    campaign: str
    year: int
    unit: str
    drafted_on: date


@event("reporting.report_presented", audience=Audience.SITE)
class ReportPresented(Event):
    """Whoever wrote an agency's report presents it to the head for signing (trình duyệt)."""

    report: str
    campaign: str
    year: int
    unit: str
    presented_on: date


@event("reporting.report_given_back", audience=Audience.SITE)
class ReportGivenBack(Event):
    """The head gives a presented report back to be worked on; with which words stays with the report."""

    report: str
    campaign: str
    year: int
    unit: str
    given_back_on: date


@event("reporting.report_signed_off", audience=Audience.SITE)
class ReportSignedOff(Event):
    """An agency's head (or a deputy for the head) signed the report off as it stands."""

    report: str
    campaign: str
    year: int
    unit: str
    signed_on: date
    role: str


@event("reporting.sign_off_removed", audience=Audience.SITE)
class SignOffRemoved(Event):
    """The report was edited after the head had signed it, or the head took the sign-off back."""

    report: str
    campaign: str
    year: int
    unit: str
    removed_on: date


@event("reporting.report_submitted", audience=Audience.PROVINCE)
class ReportSubmitted(Event):
    """An agency's report was received; `report` is one version."""

    report: str
    campaign: str
    year: int
    unit: str
    number: int
    submitted_on: date
    timeliness: Timeliness
    working_days_late: int = 0


@event("reporting.report_returned", audience=Audience.PROVINCE)
class ReportReturned(Event):
    """A report was returned for correction by a day."""

    report: str
    campaign: str
    year: int
    unit: str
    returned_on: date
    correction_due_on: date
    reasons: tuple[ReturnReason, ...]


@event("reporting.report_correction_moved", audience=Audience.PROVINCE)
class ReportCorrectionMoved(Event):
    """By what the calendar says now, a returned report is to be corrected by another day."""

    report: str
    campaign: str
    year: int
    unit: str
    moved_on: date
    was_due_on: date
    correction_due_on: date


@event("reporting.report_doubt_answered", audience=Audience.SITE)
class ReportDoubtAnswered(Event):
    """An agency answered a doubt of mere form about a section of what it sent. Not what it says."""

    report: str
    campaign: str
    year: int
    unit: str
    section: str
    answered_on: date


@event("reporting.report_accepted", audience=Audience.PROVINCE)
class ReportAccepted(Event):
    """A report was accepted and will be compiled; an imported one is of an earlier year, for comparison."""

    report: str
    campaign: str
    year: int
    unit: str
    accepted_on: date
    timeliness: Timeliness
    imported: bool = False


@event("reporting.campaign_due_changed", audience=Audience.ALL)
class CampaignDueChanged(Event):
    """A numbered letter set another due day for a year: nominal, and effective after rolling over days off."""

    campaign: str
    year: int
    nominal_due_on: date
    due_on: date
    instrument: str
    decided_on: date


@event("reporting.due_proposed", audience=Audience.PROVINCE)
class DueProposed(Event):
    """Another due day is proposed for a year, with the letter that sets it."""

    campaign: str
    year: int
    due_on: date
    instrument: str
    proposed_on: date


@event("reporting.due_decided", audience=Audience.PROVINCE)
class DueDecided(Event):
    """What was proposed was approved or refused."""

    campaign: str
    year: int
    granted: bool
    decided_on: date


@event("reporting.reports_chased", audience=Audience.PROVINCE)
class ReportsChased(Event):
    """The so manieth official letter that chases reports went out, to so many agencies."""

    campaign: str
    year: int
    number: int
    symbol: str
    sent_on: date
    agencies: int


@event("reporting.extension_asked", audience=Audience.PROVINCE)
class ExtensionAsked(Event):
    """An agency asks for more time for its report. Why it does is not told."""

    campaign: str
    year: int
    unit: str
    asked_on: date
    until: date


@event("reporting.extension_decided", audience=Audience.ALL)
class ExtensionDecided(Event):
    """More time was granted to an agency until a day, or refused."""

    campaign: str
    year: int
    unit: str
    decided_on: date
    granted: bool
    until: date
    code: str = ""


@event("reporting.report_reminded", audience=Audience.ALL)
class ReportReminded(Event):
    """An agency that has not sent its report was reminded: the step of the schedule (T-30 … T+7), which chasing
    it is (0: none), whether the superior was told as well; the code of an ad-hoc call (none: the yearly one)."""

    campaign: str
    year: int
    unit: str
    step: str
    told_on: date
    due_on: date
    chasing: int = 0
    escalated: bool = False
    code: str = ""


@event("reporting.campaign_escalated", audience=Audience.PROVINCE)
class CampaignEscalated(Event):
    """After all reminders so many agencies still owe the report: the People's Committee of the province is told."""

    campaign: str
    year: int
    told_on: date
    missing: int


@event("reporting.campaign_closed", audience=Audience.ALL)
class CampaignClosed(Event):
    """The campaign ended: so many reports accepted, so many agencies never reported."""

    campaign: str
    year: int
    closed_on: date
    accepted: int
    missing: int


@event("reporting.provincial_report_compiled", audience=Audience.SITE)
class ProvincialReportCompiled(Event):
    """The province's report was compiled from the accepted reports; `data_hash` is of all it holds."""

    report: str
    campaign: str
    year: int
    compiled_on: date
    compiled: int
    data_hash: str


@event("reporting.narrative_picked", audience=Audience.SITE)
class NarrativePicked(Event):
    """Sentences of agencies' reports were picked for a section of the province's, or taken out again."""

    narrative: str
    campaign: str
    year: int
    section: str
    picked: int
    picked_on: date


@event("reporting.provincial_report_reviewed", audience=Audience.SITE)
class ProvincialReportReviewed(Event):
    """The draft of the province's report was given to review, passed, or turned back."""

    report: str
    campaign: str
    year: int
    edition: int
    step: ReviewStep
    reviewed_on: date


@event("reporting.provincial_report_issued", audience=Audience.ALL)
class ProvincialReportIssued(Event):
    """The province's annual report was issued."""

    report: str
    campaign: str
    year: int
    symbol: str
    issued_on: date
    compiled: int


@event("reporting.provincial_supplement_issued", audience=Audience.ALL)
class ProvincialSupplementIssued(Event):
    """An addendum to, or a correction of, the issued report of the province: so many agencies and figures."""

    supplement: str
    campaign: str
    year: int
    kind: SupplementKind
    number: int
    symbol: str
    issued_on: date
    agencies: int
    lines: int


@event("reporting.provincial_report_sent_up", audience=Audience.PROVINCE)
class ProvincialReportSentUp(Event):
    """The issued report was sent to a higher body, which gave a receipt."""

    report: str
    campaign: str
    year: int
    addressee: str
    sent_on: date
    receipt: str


@event("reporting.expectations_changed", audience=Audience.ALL)
class ExpectationsChanged(Event):
    """By the organisation of a day other agencies owe the year's report: `called` owe it from now on, `released` no
    more. Beside each released one stands its heir, who reports for it (empty: compiled once by the caller)."""

    campaign: str
    year: int
    changed_on: date
    called: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    heirs: tuple[str, ...] = ()


@event("reporting.campaign_due_moved", audience=Audience.ALL)
class CampaignDueMoved(Event):
    """The day by which reports are due moved, because the calendar or the rules did; only one that had not come."""

    campaign: str
    year: int
    before: date
    nominal_due_on: date
    due_on: date


@event("reporting.handed_over", audience=Audience.PROVINCE)
class HandedOver(HandedOverTold):
    """After a reorganisation another agency runs a campaign; its dates stay what they were."""


@event("reporting.handover_done", audience=Audience.PROVINCE)
class HandoverDone(HandoverFinished):
    """Nothing an agency had open here is left with it after a reorganisation."""


@event("reporting.duty_opened", audience=Audience.ALL)
class DutyOpened(DutyTold):
    """Somebody has something to do about a report, or something of that duty changed."""


@event("reporting.duty_closed", audience=Audience.ALL)
class DutyClosed(DutyDone):
    """A duty about a report is no more."""
