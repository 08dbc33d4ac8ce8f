"""What reporting tells: campaigns, agency reports on their way, the province's report; and figure codes."""

from datetime import date
from enum import StrEnum

from kernel.message import Audience, Event, event


class Indicator(StrEnum):
    """Figures of the annual report about petitions, by group of kinds (KN, TC, KNPA)."""

    PET_IN = "PET_IN"
    PET_COMPETENT = "PET_COMPETENT"
    PET_SETTLED = "PET_SETTLED"


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


@event("reporting.report_accepted", audience=Audience.PROVINCE)
class ReportAccepted(Event):
    """A report was accepted and will be compiled."""

    report: str
    campaign: str
    year: int
    unit: str
    accepted_on: date
    timeliness: Timeliness


@event("reporting.campaign_closed", audience=Audience.ALL)
class CampaignClosed(Event):
    """The campaign ended: so many reports accepted, so many agencies never reported."""

    campaign: str
    year: int
    closed_on: date
    accepted: int
    missing: int


@event("reporting.provincial_report_issued", audience=Audience.ALL)
class ProvincialReportIssued(Event):
    """The province's annual report was issued."""

    report: str
    campaign: str
    year: int
    symbol: str
    issued_on: date
    compiled: int
