"""The desk of ad-hoc calls (báo cáo đột xuất): calling, answering, judging, and what came out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from contracts.registry import PROVINCE_WIDE, Role
from contracts.reporting import ReturnReason
from ground.handover import HandoversDue, heirs_of
from kernel.errors import NotFound
from kernel.message import Actor, new_id
from kernel.store import Store, command
from law.report import reminded
from services.reporting.domain.adhoc import (
    AdHocCall,
    AdHocDraft,
    AdHocReport,
    Asked,
    Total,
    totals,
)
from services.reporting.domain.calling import AlreadySent, Extension, steps_of
from services.reporting.domain.campaigns import Campaign, Status
from services.reporting.domain.drafts import NotDraftedYet, must_be_open
from services.reporting.domain.duties import called_id
from services.reporting.domain.signing_off import (
    LEADING,
    GivenBack,
    NotSignedOff,
    Presented,
    SignOff,
)
from services.reporting.domain.submissions import (
    Submission,
    SubmissionState,
    WrongComment,
    receipt,
)
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
        """Whether it can be written and sent."""
        waits = self.last is not None and self.last.state is not SubmissionState.RETURNED
        return self.call.closed_on is None and not waits


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came out of a call: how each agency stands, what the accepted answers say together and one by one."""

    call: AdHocCall
    standings: list[Standing]
    totals: list[Total]
    accepted: dict[str, Submission]
    asked: dict[str, Extension]


class AdHocDesk:
    """Ad-hoc calls."""

    def __init__(
        self, store: Store, memory: Memory, counting: CountingDesk, review: ReviewDesk
    ) -> None:
        self.store, self.memory, self.counting, self.review = store, memory, counting, review
        self.calls, self.drafts = AdHocCalls(store), AdHocDrafts(store)
        self.reports = AdHocReports(store).called_by(self.calls)
        self.asks = AdHocAsks(store, self.calls)

    # --- calling ------------------------------------------------------------------------------------

    @command
    def call_adhoc(self, asked: Asked, *, by: Actor) -> dict[str, Any]:
        """Call some agencies for a report. Raises `WrongCall`. A due day off rolls forward where the law rolls the
        yearly one."""
        today = self.store.clock.today()
        asked.check(today=today)
        calendar, rolls = self.memory.calendar, self.memory.packs.counting.rolls
        call = AdHocCall.call(
            asked,
            id_=new_id(),
            agency=by.agency,
            number=self.memory.numbers.next(f"adhoc/{today.year}"),
            on=today,
            due_on=calendar.roll_forward(asked.due_on) if rolls else asked.due_on,
        )
        self.store.commit(call)
        return {"call": call.id, "code": call.code, "due_on": call.due_on.isoformat()}

    @command
    def close_adhoc(self, call_id: str, *, by: Actor) -> dict[str, Any]:
        """Close a call after its day: who never answered is missing. Raises `NotFound`, `CampaignIsClosed`,
        `NotDueYet`."""
        assert by.agency
        call = self.calls.by_id(call_id)
        latest = self.reports.newest(call)
        still = [day for one, day in self.asks.until_of(call).items() if one not in latest]
        call.close(latest, on=self.store.clock.today(), longest=max(still, default=None))
        lapsed = self.drafts.presented_to(call.id)
        for one in lapsed:
            one.lapse(on=self.store.clock.today())
        self.store.commit(call, *lapsed)
        return {"call": call.id, "missing": len(call.missing)}

    @command
    def remind_adhoc(self, *, by: Actor) -> dict[str, Any]:
        """Tell the reminders of open calls whose day has come, each once, to who has not answered."""
        assert by.role
        return {"told": sum(self._remind(call) for call in self.calls.open_ones())}

    def _remind(self, call: AdHocCall) -> int:
        today, calendar = self.store.clock.today(), self.memory.calendar
        came, asks = self.reports.newest(call), self.asks.all_of(call)
        news = []
        for agency in (one for one in call.expected if one not in came):
            ask = asks.get(agency) or self.asks.new(agency, call)
            due_on = max(call.due_on, ask.until or call.due_on)
            days = reminded(due_on, self.memory.packs.report, calendar=calendar)
            since = [(day, one) for day, one in days if day > call.opened_on]
            steps = steps_of(since, due_on=due_on, last_working_day=due_on)
            news += [ask] if ask.remind(steps, due_on=due_on, today=today) else []
        if news:
            self.store.commit(*news)
        return len(news)

    # --- another organisation -----------------------------------------------------------------------

    def follow_organisation(self, due: HandoversDue) -> bool:
        """Ask the one heir of whoever ended before answering, and the ended no more. Gives whether anything changed."""
        changed = [
            self._followed(call.id, due) for call in self.calls.open_ones() if self._gone(call)
        ]
        return any(changed)

    def _followed(self, call_id: str, due: HandoversDue) -> bool:
        by = Actor(user="organisation", role="SYSTEM", agency=self.store.settings.site)

        def act() -> bool:
            call, today = self.calls.by_id(call_id), self.store.clock.today()
            gone = self._gone(call)
            heirs = heirs_of(gone, due.ended(today), lambda one: called_id(one, call.id))
            called = [one for one in dict.fromkeys(heirs.values()) if one not in call.expected]
            call.turn(called, gone, heirs=heirs, on=today)
            lapsed = self.drafts.presented_to(call.id, gone)
            for one in lapsed:
                one.lapse(on=today)
            self.store.commit(call, *lapsed)
            return bool(gone)

        return bool(self.store.once(act, by=by, command="follow_organisation"))

    def _gone(self, call: AdHocCall) -> list[str]:
        """Who was asked, works no more, and has no answer that waits or was accepted."""
        book, today = self.memory.agencies.book, self.store.clock.today()
        working = {one.id for one in book.units().as_of(today)}
        ended = [one for one in call.expected if one not in working]
        latest = self.reports.newest(call) if ended else {}
        returned = SubmissionState.RETURNED
        return [one for one in ended if one not in latest or latest[one].state is returned]

    def pass_on(self, campaign: Campaign, receiver: str, last_day: date) -> None:
        """Another agency calls from now on: what came is for it to check. Only inside a command."""
        call = cast("AdHocCall", campaign)
        call.pass_to(receiver, last_day=last_day)
        for one in self.reports.newest(call).values():
            self.store.commit(*self.reports.judged(one, call))

    # --- more time ----------------------------------------------------------------------------------

    @command
    def ask_more_time(self, call_id: str, until: date, reason: str, *, by: Actor) -> dict[str, Any]:
        """An agency asks for more time. Raises `NotFound`, `AlreadySent`, `WrongExtension`, `ExtensionWaits`."""
        call, last = self._open(call_id, by)
        if last:
            raise AlreadySent(called=call.called)
        ask = self.asks.of(by.agency, call)
        due_on, today = self.due_of(call, by.agency), self.store.clock.today()
        ask.ask(until, reason.strip(), due_on=due_on, by=by.user, on=today)
        self.store.commit(ask)
        return {"agency": by.agency, "state": "WAITING"}

    @command
    def decide_more_time(
        self,
        call_id: str,
        agency: str,
        *,
        granted: bool,
        until: date | None = None,
        note: str = "",
        by: Actor,
    ) -> dict[str, Any]:
        """Grant or refuse it. Raises `NotFound`, `AlreadySent` when there is nothing left to grant time
        for, `NoExtensionAsked`, `DecidedByProposer`, `WrongExtension`."""
        call = self.must_be_asked(call_id, agency, by=by)
        call.must_be_open()
        if granted and self.reports.answers(call, agency):
            raise AlreadySent(called=call.called)
        ask, today = self.asks.of(agency, call), self.store.clock.today()
        ask.decide(granted=granted, until=until, note=note.strip(), by=by.user, on=today)
        self.store.commit(ask)
        return {"agency": agency, "due_on": self.due_of(call, agency).isoformat()}

    def must_be_asked(self, call_id: str, agency: str, *, by: Actor) -> AdHocCall:
        """The call, if it asks an agency. Raises `NotFound`."""
        call = self.call(call_id, by=by)
        if agency not in call.expected:
            raise NotFound
        return call

    def due_of(self, call: AdHocCall, agency: str) -> date:
        """When an agency's answer is due: the call's day, or the one it was granted."""
        return max(call.due_on, self.asks.of(agency, call).until or call.due_on)

    def reporters(self) -> list[str]:
        """Whom one can ask today: whoever owes the yearly report."""
        return self.memory.agencies.reporters(self.store.clock.today())

    # --- answering ----------------------------------------------------------------------------------

    @command
    def begin_answer(self, call_id: str, *, by: Actor) -> dict[str, Any]:
        """Begin an answer, or freeze its counted figures anew. Raises `NotFound`, `CampaignIsClosed`,
        `NotOpenForWriting`."""
        call, _ = self._open(call_id, by)
        draft = self.drafts.to(call, by.agency) or AdHocDraft(
            id=self.drafts.id_for(by.agency, call.id),
            agency=by.agency,
            campaign=call.id,
            year=call.year,
            code=call.code,
            keys=call.keys,
            questions=call.questions,
        )
        counted = self.counting.prefill(by.agency, call.window_from, call.window_to)
        figures = {key: counted.figures[key] for key in call.keys if key in counted.figures}
        draft.prefill(
            figures, models=counted.models, as_of=self._now(), on=self.store.clock.today()
        )
        self.store.commit(draft)
        return _state(draft)

    @command
    def answer_call(
        self,
        call_id: str,
        figures: Mapping[str, int | None],
        comments: Mapping[str, str],
        answers: Mapping[str, str],
        *,
        version: int | None = None,
        by: Actor,
    ) -> dict[str, Any]:
        """Enter figures and answers. Raises as `begin_answer`, `NotDraftedYet`, `WrongFigures`, `WrongSections`,
        `ChangedMeanwhile`."""
        draft = self._at_hand(call_id, by)
        draft.answer(figures, comments, answers, version=version, on=self.store.clock.today())
        self.store.commit(draft)
        return _state(draft)

    @command
    def present_answer(
        self, call_id: str, *, version: int | None = None, by: Actor
    ) -> dict[str, Any]:
        """Lay the answer before the head. Raises `PresentedAlready` and as `answer_call` does."""
        draft = self._at_hand(call_id, by)
        presented = Presented(by=by.user, at=self._now())
        draft.present(presented, version=version, on=self.store.clock.today())
        self.store.commit(draft)
        return _state(draft)

    @command
    def give_back_answer(self, call_id: str, *, word: str, by: Actor) -> dict[str, Any]:
        """The head gives it back with a word. Raises `NothingPresented`, `NoWord` and as `answer_call` does."""
        draft = self._at_hand(call_id, by)
        given_back = GivenBack(role=by.role, at=self._now(), word=word.strip())
        draft.give_back(given_back, on=self.store.clock.today())
        self.store.commit(draft)
        return _state(draft)

    @command
    def send_answer(
        self,
        call_id: str,
        *,
        override_reason: str = "",
        version: int | None = None,
        by: Actor,
    ) -> dict[str, Any]:
        """The head signs the answer and sends it; gives its receipt. Raises `NotSignedOff`, `ReportIncomplete` and as
        `answer_call` does."""
        call, last = self._open(call_id, by)
        draft, today = self._at_hand(call_id, by), self.store.clock.today()
        if by.role not in LEADING:
            raise NotSignedOff(called=draft.called)
        reason = override_reason.strip()
        signed = SignOff(by=by.user, role=by.role, at=self._now(), override_reason=reason)
        draft.sign_off(signed, version=version, packs=self.memory.packs, on=today)
        sent = self._received(call, draft, last, signed, today)
        sent.sender, sent.received_at = by.user, signed.at
        draft.signed = (
            None  # it stands with the version; what is written after a return is signed anew
        )
        self.store.commit(draft, sent)
        return {
            "report": sent.id,
            "number": sent.number,
            "submitted_on": today.isoformat(),
            "timeliness": sent.timeliness.value,
            "working_days_late": sent.days_late,
            "sha256": sent.sha256,
            "receipt": sent.receipt_code,
        }

    def _received(
        self,
        call: AdHocCall,
        draft: AdHocDraft,
        last: Submission | None,
        signed: SignOff,
        today: date,
    ) -> Submission:
        number = last.number + 1 if last else 1
        content = draft.content(
            number=number,
            window=(call.window_from, call.window_to),
            override_reason=signed.override_reason,
            previous_sha256=last.sha256 if last else "",
            signed=signed,
        )
        calendar = self.memory.calendar
        return AdHocReport.receive(
            {**content, "call": call.code, "questions": list(call.questions)},
            id_=self.reports.id_for(draft.agency, call.id, number),
            agency=draft.agency,
            campaign=call.id,
            year=call.year,
            number=number,
            on=today,
            receipt=receipt(
                today, due_on=self.due_of(call, draft.agency), previous=last, calendar=calendar
            ),
        )

    # --- judging ------------------------------------------------------------------------------------

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

    # --- looking ------------------------------------------------------------------------------------

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

    # --- inside -------------------------------------------------------------------------------------

    def _must_be_asked(self, call: AdHocCall, by: Actor) -> None:
        if by.agency not in call.expected:
            self.store.audit.foreign(call.subject, of=call.agency, by=by)
            raise NotFound

    def _open(self, call_id: str, by: Actor) -> tuple[AdHocCall, Submission | None]:
        call = self.call(call_id, by=by)
        call.must_take(by.agency)
        versions = self.reports.answers(call, by.agency)
        last = versions[-1] if versions else None
        must_be_open(last, called=call.called)
        return call, last

    def _at_hand(self, call_id: str, by: Actor) -> AdHocDraft:
        call, _ = self._open(call_id, by)
        draft = self.drafts.to(call, by.agency)
        if draft is None:
            raise NotDraftedYet(called=call.called)
        return draft

    def _now(self) -> str:
        return self.store.clock.legal_now().isoformat(timespec="seconds")


def _state(draft: AdHocDraft) -> dict[str, Any]:
    return {"draft": draft.id, "version": draft.version}
