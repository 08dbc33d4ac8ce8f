"""What reporting hears after a reorganisation: which counted thing another agency has from a day on."""

from contracts import consultation, planning, reception
from contracts.handover import HandedOverTold
from kernel.message import Told, follows
from kernel.store import Change
from services.reporting.views import Facts


class HandoverEar:
    """Hears; what was counted before stays where it happened."""

    facts: Facts

    @follows(reception.HandedOver)
    def on_petition_handed_over(self, event: reception.HandedOver, told: Told) -> list[Change]:
        """Another agency has a petition."""
        return self._handed(event)

    @follows(planning.HandedOver)
    def on_task_handed_over(self, event: planning.HandedOver, told: Told) -> list[Change]:
        """Another agency has a task or a model."""
        return self._handed(event)

    @follows(consultation.HandedOver)
    def on_answer_handed_over(self, event: consultation.HandedOver, told: Told) -> list[Change]:
        """Another agency has what waits for an answer."""
        return self._handed(event)

    def _handed(self, event: HandedOverTold) -> list[Change]:
        return [self.facts.handed(event)]
