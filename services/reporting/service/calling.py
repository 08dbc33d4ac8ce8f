"""The desk of calling for reports: another due day by a letter, more time for one agency, reminders, chasing letters."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store, command
from law.report import Override, reminded, report_due
from services.reporting.domain.calling import (
    AlreadySent,
    Calling,
    Extension,
    NothingOwed,
    OwnDue,
    Step,
    steps_of,
)
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.composing import Agency
from services.reporting.service.memory import Memory


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An agency with its wish for more time."""

    agency: Agency
    extension: Extension


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A year's due days and what happens around them; `target` is the last working day up to the nominal one."""

    campaign: Campaign
    target: date
    steps: list[Step]
    calling: Calling
    asked: list[Asked]
    missing: list[Agency]
    rolls: bool


class CallingDesk:
    """Calling for reports."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self.store, self.memory = store, memory

    # --- another due day ----------------------------------------------------------------------------

    @command
    def propose_due(
        self, year: int, due_on: date, *, number: str, dated_on: date, issuer: str, by: Actor
    ) -> dict[str, Any]:
        """Propose another due day by a letter. Raises `NoCampaign`, `CampaignIsClosed`, `WrongDueDay`."""
        campaign = self._open(year)
        calling = self._calling(campaign)
        own = OwnDue(
            due_on=due_on,
            number=number.strip(),
            dated_on=dated_on,
            issuer=issuer.strip(),
            proposed_by=by.user,
        )
        calling.propose(own, today=self.store.clock.today())
        self.store.commit(calling)
        return {"campaign": campaign.id, "state": own.state.value}

    @command
    def decide_due(self, year: int, *, granted: bool, by: Actor) -> dict[str, Any]:
        """Approve or refuse it. Raises `NoDueProposed`, `DecidedByProposer`."""
        campaign, today = self._open(year), self.store.clock.today()
        calling = self._calling(campaign)
        own = calling.decide(granted=granted, by=by.user, on=today)
        if granted:
            due = report_due(
                year,
                calendar=self.memory.calendar,
                packs=self.memory.packs,
                override=Override(own.due_on, own.instrument),
            )
            campaign.set_due(due, instrument=own.instrument, on=today)
        self.store.commit(calling, *([campaign] if granted else []))
        return {"campaign": campaign.id, "due_on": campaign.due_on.isoformat()}

    # --- more time for one agency -------------------------------------------------------------------

    @command
    def ask_extension(self, year: int, until: date, reason: str, *, by: Actor) -> dict[str, Any]:
        """An agency asks for more time. Raises `NotExpected`, `AlreadySent`, `WrongExtension`,
        `ExtensionWaits`."""
        campaign, today = self._open(year), self.store.clock.today()
        campaign.must_take(by.agency, None)
        if self.memory.submissions.last(by.agency, year):
            raise AlreadySent(called=campaign.called)
        call = self.memory.calls.of(by.agency, campaign)
        due_on = self.due_of(campaign, by.agency)
        call.ask(until, reason.strip(), due_on=due_on, by=by.user, on=today)
        self.store.commit(call)
        return {"agency": by.agency, "state": "WAITING"}

    @command
    def decide_extension(
        self,
        year: int,
        agency: str,
        *,
        granted: bool,
        until: date | None = None,
        note: str = "",
        by: Actor,
    ) -> dict[str, Any]:
        """Grant or refuse it. Raises `NotFound` for who owes no report, `AlreadySent` when there is nothing left to
        grant time for, `NoExtensionAsked`, `DecidedByProposer`, `WrongExtension`."""
        campaign, today = self._open(year), self.store.clock.today()
        self.must_be_called(year, agency)
        if granted and self.memory.submissions.last(agency, year):
            raise AlreadySent(called=campaign.called)
        call = self.memory.calls.of(agency, campaign)
        call.decide(granted=granted, until=until, note=note.strip(), by=by.user, on=today)
        self.store.commit(call)
        return {"agency": agency, "due_on": self.due_of(campaign, agency).isoformat()}

    def must_be_called(self, year: int, agency: str) -> None:
        """Raise `NotFound` for who owes no report of a year."""
        if agency not in self.memory.campaigns.of(year).expected:
            raise NotFound

    def extension(self, year: int, *, by: Actor) -> Extension | None:
        """What the asker's agency asked for."""
        return self.memory.calls.of(by.agency, self.memory.campaigns.of(year)).extension

    def due_of(self, campaign: Campaign, agency: str) -> date:
        """When an agency's report is due: the year's day, or the one it was granted."""
        until = self.memory.calls.of(agency, campaign).until
        return max(campaign.due_on, until) if until else campaign.due_on

    # --- chasing and reminding ----------------------------------------------------------------------

    @command
    def chase(self, year: int, number: int, symbol: str, *, by: Actor) -> dict[str, Any]:
        """Put on record that a chasing letter went out. Raises `WrongChasing`, `ChasedAlready`."""
        assert by.agency
        campaign, today = self._open(year), self.store.clock.today()
        calling = self._calling(campaign)
        missing = len(self._owing(campaign))
        calling.chase(number, symbol.strip(), due_on=campaign.due_on, agencies=missing, on=today)
        self.store.commit(calling)
        return {"number": number, "agencies": missing}

    @command
    def remind_agency(self, year: int, agency: str, *, by: Actor) -> dict[str, Any]:
        """Remind one agency now. Raises `NotFound` for who owes no report, `NothingOwed`, `RemindedJustNow`."""
        assert by.agency
        campaign = self._open(year)
        self.must_be_called(year, agency)
        if self.memory.submissions.last(agency, year):
            raise NothingOwed(called=campaign.called)
        call = self.memory.calls.of(agency, campaign)
        call.remind_now(due_on=self.due_of(campaign, agency), at=self.store.clock.legal_now())
        self.store.commit(call)
        return {"agency": agency, "reminded_on": self.store.clock.today().isoformat()}

    @command
    def remind(self, *, by: Actor) -> dict[str, Any]:
        """Tell every reminder whose day has come, each once; after the last one tell the province."""
        assert by.role
        told = sum(self._remind(one) for one in self.memory.campaigns.open())
        return {"told": told}

    def _remind(self, campaign: Campaign) -> int:
        today, owing = self.store.clock.today(), self._owing(campaign)
        calls = self.memory.calls.all_of(campaign)
        news, late = [], 0
        for agency in owing:
            call = calls.get(agency) or self.memory.calls.new(agency, campaign)
            due_on = max(campaign.due_on, call.until) if call.until else campaign.due_on
            steps, now = self._steps(campaign, due_on), self.store.clock.legal_now()
            step = call.remind(steps, due_on=due_on, today=today, at=now)
            late += bool(step and step.escalates)
            news += [call] if step else []
        calling = self._calling(campaign)
        if late:
            calling.escalate(late, on=today)
        if news:
            self.store.commit(*news, *([calling] if calling.news else []))
        return len(news)

    # --- looking ------------------------------------------------------------------------------------

    def schedule(self, year: int) -> Schedule:
        """A year's due days, its steps, letters and wishes for more time. Raises `NoCampaign`."""
        campaign = self.memory.campaigns.of(year)
        calls = self.memory.calls.all_of(campaign)
        asked = [
            Asked(agency=self.memory.agencies.named(one), extension=call.extension)
            for one, call in calls.items()
            if call.extension
        ]
        return Schedule(
            campaign=campaign,
            target=self._target(campaign),
            steps=self._steps(campaign, campaign.due_on),
            calling=self._calling(campaign),
            asked=sorted(asked, key=lambda one: (one.extension.asked_on, one.agency.name)),
            missing=[self.memory.agencies.named(one) for one in self._owing(campaign)],
            rolls=self.memory.packs.counting.rolls,
        )

    def _steps(self, campaign: Campaign, due_on: date) -> list[Step]:
        calendar = self.memory.calendar
        days = reminded(due_on, self.memory.packs.report, calendar=calendar)
        last = self._target(campaign) if due_on == campaign.due_on else due_on
        return steps_of(days, due_on=due_on, last_working_day=last)

    def _target(self, campaign: Campaign) -> date:
        return self.memory.calendar.roll_back(campaign.nominal_due_on)

    def _owing(self, campaign: Campaign) -> list[str]:
        came = self.memory.submissions.came(campaign.year)
        return [one for one in campaign.expected if one not in came]

    def _calling(self, campaign: Campaign) -> Calling:
        return self.memory.callings.of(campaign)

    def _open(self, year: int) -> Campaign:
        campaign = self.memory.campaigns.of(year)
        campaign.must_be_open()
        return campaign


def timer(store: Store) -> Actor:
    """In whose name reminders go out."""
    return Actor(user="reminders", role="SYSTEM", agency=store.settings.site)
