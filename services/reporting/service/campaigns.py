"""The campaign desk of Sở Nội vụ: opening, closing, and how each agency's report stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.errors import NotFound
from kernel.message import Actor, named_id
from kernel.store import Store, command
from law.report import report_due, reporting_period
from services.reporting.domain.campaigns import AlreadyOpened, Campaign, Status
from services.reporting.domain.composing import Agency
from services.reporting.domain.submissions import Submission
from services.reporting.service.memory import Memory


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one agency stands in a campaign."""

    agency: Agency
    status: Status
    last: Submission | None
    until: date | None = None


class CampaignDesk:
    """Campaigns."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self.store, self.memory = store, memory

    @command
    def open(self, year: int, *, by: Actor) -> dict[str, Any]:
        """Open a year's campaign. Raises `AlreadyOpened`, `ReportNotInForce`."""
        if self.find(year):
            raise AlreadyOpened(year=year)
        today = self.store.clock.today()
        packs = self.memory.law.packs(today)
        campaign = Campaign.open(
            year,
            id_=named_id(by.agency, Campaign.kind, str(year)),
            agency=by.agency,
            on=today,
            due=report_due(year, calendar=self.memory.law.register().latest(), packs=packs),
            period=reporting_period(year, packs=packs),
            expected=self.memory.agencies.reporters(today),
        )
        self.store.commit(campaign)
        return {"campaign": campaign.id, "due_on": campaign.due_on.isoformat()}

    @command
    def close(self, year: int, *, by: Actor) -> dict[str, Any]:
        """Close it: who never submitted is missing."""
        assert by.agency
        campaign = self.memory.campaigns.of(year)
        latest, today = self.memory.submissions.latest(year), self.store.clock.today()
        granted = self.memory.calls.granted(campaign)
        longest = max((day for one, day in granted.items() if one not in latest), default=None)
        campaign.close(latest, on=today, longest=longest)
        lapsed = [
            one
            for one in self.memory.drafts.presented_to(campaign.id)
            if one.agency not in campaign.correcting
        ]
        for one in lapsed:
            one.lapse(on=today)
        self.store.commit(campaign, *lapsed)
        return {"campaign": campaign.id, "missing": len(campaign.missing)}

    def get(self, year: int) -> Campaign:
        """A year's campaign. Raises `NoCampaign`."""
        return self.memory.campaigns.of(year)

    def find(self, year: int) -> Campaign | None:
        """A year's campaign, if there is one."""
        try:
            return self.memory.campaigns.of(year)
        except NotFound:
            return None

    def years(self) -> list[int]:
        """The years with a campaign, newest first."""
        return self.memory.campaigns.years()

    def standings(self, year: int) -> list[Standing]:
        """How every expected agency stands today."""
        campaign, today = self.get(year), self.store.clock.today()
        latest = self.memory.submissions.heads(year)
        begun, granted = self.memory.drafts.begun(year), self.memory.calls.granted(campaign)
        return [
            Standing(
                agency=self.memory.agencies.named(one),
                status=campaign.status(
                    one,
                    last=latest.get(one),
                    drafted=one in begun,
                    today=today,
                    until=granted.get(one),
                ),
                last=latest.get(one),
                until=granted.get(one),
            )
            for one in campaign.expected
        ]


def tallied(standings: list[Standing]) -> dict[str, int]:
    """How many agencies stand how."""
    found = Counter(one.status.value for one in standings)
    return {status.value: found[status.value] for status in Status}
