"""What notify hears of duties, and what somebody has to do: "Việc của tôi"."""

from contracts import consultation, planning, reception, registry, reporting
from contracts.duties import DutyDone, DutyTold
from kernel.message import Actor, Told, follows
from kernel.store import Change
from services.notify.domain.duties import OVERSEERS
from services.notify.views import Duties, Row

SIZE = 50


class DutyEar:
    """Hears of every service's duties; the last word about each counts."""

    duties: Duties

    @follows(reception.DutyOpened)
    def on_petition_duty_opened(self, event: reception.DutyOpened, told: Told) -> list[Change]:
        """A petition asks for something."""
        return self._opened(event, told)

    @follows(reception.DutyClosed)
    def on_petition_duty_closed(self, event: reception.DutyClosed, told: Told) -> list[Change]:
        """A petition asks for nothing any more."""
        return self._closed(event, told)

    @follows(planning.DutyOpened)
    def on_task_duty_opened(self, event: planning.DutyOpened, told: Told) -> list[Change]:
        """A task is to be done."""
        return self._opened(event, told)

    @follows(planning.DutyClosed)
    def on_task_duty_closed(self, event: planning.DutyClosed, told: Told) -> list[Change]:
        """A task is done."""
        return self._closed(event, told)

    @follows(consultation.DutyOpened)
    def on_answer_duty_opened(self, event: consultation.DutyOpened, told: Told) -> list[Change]:
        """Somebody waits for an answer."""
        return self._opened(event, told)

    @follows(consultation.DutyClosed)
    def on_answer_duty_closed(self, event: consultation.DutyClosed, told: Told) -> list[Change]:
        """The answer was given."""
        return self._closed(event, told)

    @follows(reporting.DutyOpened)
    def on_report_duty_opened(self, event: reporting.DutyOpened, told: Told) -> list[Change]:
        """A report is to be sent, corrected or checked."""
        return self._opened(event, told)

    @follows(reporting.DutyClosed)
    def on_report_duty_closed(self, event: reporting.DutyClosed, told: Told) -> list[Change]:
        """Nothing is left to do about a report."""
        return self._closed(event, told)

    @follows(registry.DutyOpened)
    def on_decision_duty_opened(self, event: registry.DutyOpened, told: Told) -> list[Change]:
        """Something waits for a second person."""
        return self._opened(event, told)

    @follows(registry.DutyClosed)
    def on_decision_duty_closed(self, event: registry.DutyClosed, told: Told) -> list[Change]:
        """A second person decided."""
        return self._closed(event, told)

    def _opened(self, event: DutyTold, told: Told) -> list[Change]:
        return [self.duties.opened(event, told)]

    def _closed(self, event: DutyDone, told: Told) -> list[Change]:
        return [self.duties.closed(event, told)]

    # --- the work list ------------------------------------------------------------------------------

    def work(
        self,
        *,
        by: Actor,
        everybody: bool = False,
        kind: str = "",
        page: int = 1,
        size: int = SIZE,
    ) -> tuple[list[Row], int]:
        """One page of what somebody has to do, by time left, and how much it is in all.

        `everybody`: of the whole agency, for those who oversee it.
        """
        where = seen_by(by, everybody=everybody) | ({"kind": kind} if kind else {})
        return self.duties.listed(where, page=page, size=size), self.duties.count(where)

    def pressing(self, *, by: Actor, everybody: bool = False) -> list[Row]:
        """The due days of the first thousand things somebody has to do."""
        return self.duties.earliest(seen_by(by, everybody=everybody), 1000)


def oversees(by: Actor) -> bool:
    """Whether somebody may look at the duties of the whole agency."""
    return by.role in OVERSEERS


def seen_by(by: Actor, *, everybody: bool = False) -> Row:
    """Which duties are somebody's: the agency's that have no account's name on them and are of the
    own role, and those that have the own name on them."""
    own: Row = {"owner": by.agency}
    if everybody and oversees(by):
        return own
    open_to_role = {"assignee": "", "$or": [{"roles": by.role}, {"roles": []}]}
    return {**own, "$or": [{"assignee": by.user}, open_to_role]}
