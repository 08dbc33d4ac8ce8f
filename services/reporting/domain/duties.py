"""What the yearly report asks: of each agency to send or correct it, of Sở Nội vụ to check what came."""

from datetime import date

from contracts.duties import DutyKind
from contracts.registry import COMPILERS, DANVAN_APPROVERS, DANVAN_WRITERS, Role
from contracts.reporting import DutyClosed, DutyOpened
from kernel.message import named_id
from services.reporting.domain.adhoc import AdHocCall
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.drafts import Draft
from services.reporting.domain.submissions import Submission, SubmissionState


def owed_id(agency: str, year: int) -> str:
    """The id of an agency's duty to report on a year; sending, correcting and sending again are one."""
    return named_id(agency, "report_duty", str(year))


def review_id(submission: str) -> str:
    """The id of the duty to check a version that came in."""
    return named_id(submission, "report_review", "")


def to_send(campaign: Campaign, agency: str, *, until: date | None = None) -> DutyOpened:
    """An agency is to send its report, perhaps with the time it was granted."""
    return DutyOpened(
        duty=owed_id(agency, campaign.year),
        kind=DutyKind.REPORT_SUBMIT,
        code=str(campaign.year),
        owner=agency,
        roles=(*DANVAN_WRITERS, *DANVAN_APPROVERS),
        opened_on=campaign.opened_on,
        due_on=max(campaign.due_on, until or campaign.due_on),
        link=f"/reporting/report/{campaign.year}",
    )


def called_id(agency: str, call: str) -> str:
    """The id of an agency's duty to answer an ad-hoc call; sending, correcting and sending again are one."""
    return named_id(agency, "adhoc_duty", call)


def to_answer(
    call: AdHocCall, agency: str, last: Submission | None, *, until: date | None = None
) -> DutyOpened | None:
    """An agency is to answer an ad-hoc call, perhaps with the time it was granted, or to correct its answer; None when
    it did, or the call is closed."""
    returned = last is not None and last.state is SubmissionState.RETURNED
    if not returned and (last or call.closed_on):
        return None
    return DutyOpened(
        duty=called_id(agency, call.id),
        kind=DutyKind.REPORT_CORRECT if returned else DutyKind.REPORT_SUBMIT,
        code=call.code,
        owner=agency,
        roles=(*DANVAN_WRITERS, *DANVAN_APPROVERS),
        opened_on=last.returned_on if last and last.returned_on else call.opened_on,
        due_on=last.correction_due_on
        if last and returned
        else max(call.due_on, until or call.due_on),
        link=f"/reporting/adhoc/{call.id}",
    )


def to_judge(report: Submission, call: AdHocCall) -> DutyOpened | None:
    """Whoever called is to check an answer; None when it did."""
    if report.state is not SubmissionState.SUBMITTED:
        return None
    return DutyOpened(
        duty=review_id(report.id),
        kind=DutyKind.REPORT_REVIEW,
        code=call.code,
        owner=call.agency,
        roles=COMPILERS if report.agency != call.agency else (Role.PROVINCE_LEADER,),
        opened_on=report.submitted_on,
        link=f"/reporting/adhoc/{call.id}/answers/{report.id}",
    )


def to_correct(submission: Submission) -> DutyOpened | None:
    """An agency is to correct what was returned; None if it was not."""
    if submission.state is not SubmissionState.RETURNED:
        return None
    return DutyOpened(
        duty=owed_id(submission.agency, submission.year),
        kind=DutyKind.REPORT_CORRECT,
        code=str(submission.year),
        owner=submission.agency,
        roles=(*DANVAN_WRITERS, *DANVAN_APPROVERS),
        opened_on=submission.returned_on or submission.submitted_on,
        due_on=submission.correction_due_on,
        link=f"/reporting/report/{submission.year}",
    )


def to_sign(draft: Draft) -> DutyOpened | None:
    """The head is to sign what was presented; None when nothing waits."""
    if draft.presented is None:
        return None
    return DutyOpened(
        duty=draft.id,
        kind=DutyKind.REPORT_SIGN,
        code=draft.matter,
        owner=draft.agency,
        roles=DANVAN_APPROVERS,
        opened_on=date.fromisoformat(draft.presented.at[:10]),
        link=draft.page,
    )


def to_check(submission: Submission, reviewer: str) -> DutyOpened | None:
    """Sở Nội vụ is to check a version; None when it did."""
    if submission.state is not SubmissionState.SUBMITTED:
        return None
    return DutyOpened(
        duty=review_id(submission.id),
        kind=DutyKind.REPORT_REVIEW,
        code=str(submission.year),
        owner=reviewer,
        roles=COMPILERS if submission.agency != reviewer else (Role.PROVINCE_LEADER,),
        opened_on=submission.submitted_on,
        link=f"/reporting/reports/{submission.id}",
    )


def no_more(duty: str, owner: str) -> DutyClosed:
    """A duty is done."""
    return DutyClosed(duty=duty, owner=owner)
