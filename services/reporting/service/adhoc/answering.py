"""Answering an ad-hoc call: counted figures, answers in words, presenting, signing and sending."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel.message import Actor
from kernel.store import command
from services.reporting.domain.adhoc import AdHocCall, AdHocDraft, AdHocReport
from services.reporting.domain.calling import AlreadySent
from services.reporting.domain.drafts import NotDraftedYet, must_be_open
from services.reporting.domain.signing_off import (
    LEADING,
    GivenBack,
    NotSignedOff,
    Presented,
    SignOff,
)
from services.reporting.domain.submissions import Submission, SubmissionState, receipt
from services.reporting.service.adhoc.room import AdHocRoom


class AnsweringAdHoc(AdHocRoom):
    """The side of whoever is asked."""

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
        newest = self.reports.newest(call)
        told = {name for name, one in newest.items() if one.state is not SubmissionState.RETURNED}
        counted = self.counting.prefill(by.agency, call.window_from, call.window_to, told=told)
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

    def _open(self, call_id: str, by: Actor) -> tuple[AdHocCall, Submission | None]:
        call = self.call(call_id, by=by)
        versions = self.reports.answers(call, by.agency)
        last = versions[-1] if versions else None
        call.must_take(by.agency, last)
        must_be_open(last, called=call.called)
        return call, last

    def _at_hand(self, call_id: str, by: Actor) -> AdHocDraft:
        call, _ = self._open(call_id, by)
        draft = self.drafts.to(call, by.agency)
        if draft is None:
            raise NotDraftedYet(called=call.called)
        return draft


def _state(draft: AdHocDraft) -> dict[str, Any]:
    return {"draft": draft.id, "version": draft.version}
