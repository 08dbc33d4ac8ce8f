"""Calling for reports beside the yearly one: whom, until when, more time, reminders, another organisation, the end."""

from datetime import date
from typing import Any, cast

from ground.handover import HandoversDue, heirs_of
from kernel.message import Actor, new_id
from kernel.store import command
from law.report import reminded
from services.reporting.domain.adhoc import AdHocCall, Asked
from services.reporting.domain.calling import AlreadySent, steps_of
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.duties import called_id
from services.reporting.domain.submissions import SubmissionState
from services.reporting.service.adhoc.room import AdHocRoom


class CallingAdHoc(AdHocRoom):
    """The side of whoever calls."""

    def reporters(self) -> list[str]:
        """Whom one can ask today: whoever owes the yearly report."""
        return self.memory.agencies.reporters(self.store.clock.today())

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
        lapsed = [
            one for one in self.drafts.presented_to(call.id) if one.agency not in call.correcting
        ]
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

    # --- more time ----------------------------------------------------------------------------------

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
            if not (gone := self._gone(call)):
                return False
            heirs = heirs_of(gone, due.ended(today), lambda one: called_id(one, call.id))
            called = [one for one in dict.fromkeys(heirs.values()) if one not in call.expected]
            call.turn(called, gone, heirs=heirs, on=today)
            lapsed = self.drafts.presented_to(call.id, gone)
            for one in lapsed:
                one.lapse(on=today)
            self.store.commit(call, *lapsed)
            return True

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
