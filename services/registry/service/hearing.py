"""What the registry hears of the services: open duties, finished handovers, days counted anew."""

from contracts import consultation, planning, reception, reporting
from contracts.duties import DutyDone, DutyTold
from contracts.handover import HandoverFinished
from kernel.message import Told, follows
from kernel.store import Change
from services.registry.service.amendments import AmendmentDesk
from services.registry.service.reorganisations import ReorganisationDesk


class RegistryEar:
    """Hears; every handler does the same for another service's word."""

    reorganisations: ReorganisationDesk
    amendments: AmendmentDesk

    @follows(reception.DutyOpened)
    def on_petition_duty_opened(self, event: reception.DutyOpened, told: Told) -> list[Change]:
        """A petition asks for something."""
        return self._opened(event, told)

    @follows(reception.DutyClosed)
    def on_petition_duty_closed(self, event: reception.DutyClosed, told: Told) -> list[Change]:
        """A petition asks for nothing any more."""
        return self._closed(event)

    @follows(planning.DutyOpened)
    def on_task_duty_opened(self, event: planning.DutyOpened, told: Told) -> list[Change]:
        """A task is to be done."""
        return self._opened(event, told)

    @follows(planning.DutyClosed)
    def on_task_duty_closed(self, event: planning.DutyClosed, told: Told) -> list[Change]:
        """A task is done."""
        return self._closed(event)

    @follows(consultation.DutyOpened)
    def on_answer_duty_opened(self, event: consultation.DutyOpened, told: Told) -> list[Change]:
        """Somebody waits for an answer."""
        return self._opened(event, told)

    @follows(consultation.DutyClosed)
    def on_answer_duty_closed(self, event: consultation.DutyClosed, told: Told) -> list[Change]:
        """The answer was given."""
        return self._closed(event)

    @follows(reporting.DutyOpened)
    def on_report_duty_opened(self, event: reporting.DutyOpened, told: Told) -> list[Change]:
        """A report is owed."""
        return self._opened(event, told)

    @follows(reporting.DutyClosed)
    def on_report_duty_closed(self, event: reporting.DutyClosed, told: Told) -> list[Change]:
        """A report is owed no longer."""
        return self._closed(event)

    @follows(reception.HandoverDone)
    def on_petitions_handover_done(self, event: reception.HandoverDone, told: Told) -> list[Change]:
        """All petitions of an agency went."""
        return self._handed(event, told)

    @follows(planning.HandoverDone)
    def on_tasks_handover_done(self, event: planning.HandoverDone, told: Told) -> list[Change]:
        """All tasks and models of an agency went."""
        return self._handed(event, told)

    @follows(consultation.HandoverDone)
    def on_answers_handover_done(
        self, event: consultation.HandoverDone, told: Told
    ) -> list[Change]:
        """Everything that waits for an answer went."""
        return self._handed(event, told)

    @follows(reporting.HandoverDone)
    def on_reports_handover_done(self, event: reporting.HandoverDone, told: Told) -> list[Change]:
        """Nobody that ended owes a report or runs a campaign any more."""
        return self._handed(event, told)

    @follows(reception.DeadlinesRecounted)
    def on_deadlines_recounted(
        self, event: reception.DeadlinesRecounted, told: Told
    ) -> list[Change]:
        """Open days of petitions were counted anew."""
        return [self.amendments.recounts.done(event, told)]

    @follows(consultation.DeadlinesRecounted)
    def on_answers_recounted(
        self, event: consultation.DeadlinesRecounted, told: Told
    ) -> list[Change]:
        """Open days of what waits for an answer were counted anew."""
        return [self.amendments.recounts.done(event, told)]

    def _opened(self, event: DutyTold, told: Told) -> list[Change]:
        return [self.reorganisations.duties.opened(event, told)]

    def _closed(self, event: DutyDone) -> list[Change]:
        return [self.reorganisations.duties.closed(event)]

    def _handed(self, event: HandoverFinished, told: Told) -> list[Change]:
        return [self.reorganisations.handed.done(event, told)]
