"""What every act on ad-hoc calls needs: where they are kept, and how a call and its answers are looked at."""

from dataclasses import dataclass
from datetime import date

from contracts.registry import PROVINCE_WIDE
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store
from services.reporting.domain.adhoc import AdHocCall, AdHocDraft, Total, totals
from services.reporting.domain.calling import Extension
from services.reporting.domain.campaigns import Status
from services.reporting.domain.submissions import Submission, SubmissionState
from services.reporting.service.campaigns import Standing
from services.reporting.service.counting import CountingDesk
from services.reporting.service.memory import Memory
from services.reporting.service.review import ReviewDesk
from services.reporting.store import AdHocAsks, AdHocCalls, AdHocDrafts, AdHocReports


@dataclass(frozen=True, kw_only=True)
class OwnAnswer:
    """An agency's answer to a call as it stands."""

    call: AdHocCall
    draft: AdHocDraft | None
    versions: list[Submission]
    status: Status
    due_on: date
    extension: Extension | None
    lacks: list[str]

    @property
    def last(self) -> Submission | None:
        """The newest version that was sent."""
        return self.versions[-1] if self.versions else None

    @property
    def open(self) -> bool:
        """Whether it can be written and sent; what was returned is corrected even after the end."""
        if self.last is None:
            return self.call.closed_on is None
        return self.last.state is SubmissionState.RETURNED


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came out of a call: how each agency stands, what the accepted answers say together and one by one."""

    call: AdHocCall
    standings: list[Standing]
    totals: list[Total]
    accepted: dict[str, Submission]
    asked: dict[str, Extension]


class AdHocRoom:
    """Ad-hoc calls as they are kept and seen."""

    def __init__(
        self, store: Store, memory: Memory, counting: CountingDesk, review: ReviewDesk
    ) -> None:
        self.store, self.memory, self.counting, self.review = store, memory, counting, review
        self.calls, self.drafts = AdHocCalls(store), AdHocDrafts(store)
        self.reports = AdHocReports(store).called_by(self.calls)
        self.asks = AdHocAsks(store, self.calls)

    def seen(self, *, by: Actor) -> list[AdHocCall]:
        """The newest calls: all for who sees the province, else those that ask the asker's agency."""
        return self.calls.newest(asked="" if by.role in PROVINCE_WIDE else by.agency)

    def call(self, call_id: str, *, by: Actor) -> AdHocCall:
        """A call, for who sees the province or is asked. Raises `NotFound`."""
        call = self.calls.by_id(call_id)
        if by.role not in PROVINCE_WIDE:
            self._must_be_asked(call, by)
        return call

    def own(self, call_id: str, *, by: Actor) -> OwnAnswer:
        """The asker's agency's answer. Raises `NotFound`."""
        call = self.call(call_id, by=by)
        self._must_be_asked(call, by)
        draft, versions = self.drafts.to(call, by.agency), self.reports.answers(call, by.agency)
        last = versions[-1] if versions else None
        today, ask = self.store.clock.today(), self.asks.of(by.agency, call)
        drafted = draft is not None
        return OwnAnswer(
            call=call,
            draft=draft,
            versions=versions,
            status=call.status(by.agency, last=last, drafted=drafted, today=today, until=ask.until),
            due_on=max(call.due_on, ask.until or call.due_on),
            extension=ask.extension,
            lacks=draft.lacks(packs=self.memory.packs) if draft else [],
        )

    def outcome(self, call_id: str, *, by: Actor) -> Outcome:
        """How a call stands and what it brought. Raises `NotFound`."""
        call, today = self.call(call_id, by=by), self.store.clock.today()
        latest, begun = self.reports.newest(call), self.drafts.begun_for(call)
        accepted, asks = self.reports.taken(call), self.asks.all_of(call)
        more = {one: ask.until for one, ask in asks.items() if ask.until}
        standings = [
            Standing(
                agency=self.memory.agencies.named(one),
                status=call.status(
                    one,
                    last=latest.get(one),
                    drafted=one in begun,
                    today=today,
                    until=more.get(one),
                ),
                last=latest.get(one),
                until=more.get(one),
            )
            for one in call.expected
        ]
        return Outcome(
            asked={one: ask.extension for one, ask in asks.items() if ask.extension},
            call=call,
            standings=standings,
            totals=totals(call.keys, accepted.values()),
            accepted=accepted,
        )

    def report(self, report_id: str, *, by: Actor, call_id: str = "") -> Submission:
        """One version (of a call, if one is named); its own agency's, or any for province-wide roles. Raises
        `NotFound`."""
        found = self.reports.any(report_id)
        if call_id and found.campaign != call_id:
            raise NotFound
        if by.role not in PROVINCE_WIDE and found.agency != by.agency:
            self.store.audit.foreign(found.subject, of=found.agency, by=by)
            raise NotFound
        return found

    def must_be_asked(self, call_id: str, agency: str, *, by: Actor) -> AdHocCall:
        """The call, if it asks an agency. Raises `NotFound`."""
        call = self.call(call_id, by=by)
        if agency not in call.expected:
            raise NotFound
        return call

    def due_of(self, call: AdHocCall, agency: str) -> date:
        """When an agency's answer is due: the call's day, or the one it was granted."""
        return max(call.due_on, self.asks.of(agency, call).until or call.due_on)

    def _must_be_asked(self, call: AdHocCall, by: Actor) -> None:
        if by.agency not in call.expected:
            self.store.audit.foreign(call.subject, of=call.agency, by=by)
            raise NotFound

    def _now(self) -> str:
        return self.store.clock.legal_now().isoformat(timespec="seconds")
