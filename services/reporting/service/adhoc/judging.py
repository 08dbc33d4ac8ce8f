"""Judging the answers to an ad-hoc call."""

from typing import Any

from contracts.registry import Role
from contracts.reporting import ReturnReason
from kernel.message import Actor
from kernel.store import command
from services.reporting.domain.submissions import Submission, WrongComment
from services.reporting.service.adhoc.room import AdHocRoom


class JudgingAdHoc(AdHocRoom):
    """Whoever called returns or accepts."""

    @command
    def return_answer(
        self, report_id: str, reasons: tuple[ReturnReason, ...], *, comment: str, by: Actor
    ) -> dict[str, Any]:
        """Return an answer for correction, for named reasons and with a word. Raises `NotFound`, `WrongComment`,
        `NoReason`, `NotWaiting`, and who may not judge it."""
        report, today = self._to_judge(report_id, by), self.store.clock.today()
        if not comment.strip():
            raise WrongComment({"comment": ["Cần ghi nội dung cần hoàn thiện."]})
        until = self.review.correction_due(today)
        report.send_back(reasons, comment=comment.strip(), on=today, due_on=until)
        self.store.commit(report)
        return {
            "report": report.id,
            "state": report.state.value,
            "correction_due_on": until.isoformat(),
        }

    @command
    def accept_answer(self, report_id: str, *, by: Actor) -> dict[str, Any]:
        """Accept an answer. Raises as `return_answer` does."""
        report = self._to_judge(report_id, by)
        report.accept(on=self.store.clock.today())
        self.store.commit(report)
        return {"report": report.id, "state": report.state.value}

    def _to_judge(self, report_id: str, by: Actor) -> Submission:
        report = self.report(report_id, by=by)
        compiler = self.calls.by_id(report.campaign).agency
        leads = by.role == Role.PROVINCE_LEADER
        report.must_be_judged_by(by.user, compiler=compiler, leads=leads)
        return report
