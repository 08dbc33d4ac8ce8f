"""The year's campaigns, what was done about their due days, and the call for each agency's report."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from kernel.errors import NotFound
from kernel.message import Aggregate, named_id
from kernel.store import Collection, Reminder, Reminders, Store
from kernel.store.unit import session
from services.reporting.domain.calling import Call, Calling, Decision
from services.reporting.domain.campaigns import Campaign, CampaignState, DueWas, NoCampaign, Turn
from services.reporting.domain.duties import no_more, owed_id, to_send
from services.reporting.store.days import read, written
from services.reporting.store.submissions import CAMPAIGNS, Submissions


class Campaigns(Collection[Campaign]):
    """One campaign a year."""

    name = CAMPAIGNS
    holds: ClassVar[type[Campaign]] = Campaign
    indexes: ClassVar[tuple[Any, ...]] = (([("year", 1)], {"unique": True}),)

    def find(self, year: int) -> Campaign | None:
        """The campaign of a year, if it was opened."""
        row = self.rows.find_one({"year": year}, session=session())
        return self.from_document(row) if row else None

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.reminders = Reminders(store)

    def along(self, campaign: Campaign, *, new: bool) -> Iterable[Aggregate]:
        """A new campaign calls for each report, a closed one for none any more; in between for what another
        organisation asks of others, and anew when the due day moves."""
        whole = new or campaign.state is CampaignState.CLOSED
        asked = campaign.expected if whole else campaign.turned
        for agency in (one for one in asked if one not in campaign.correcting):
            yield from self._called(campaign, agency, new=new)
        if campaign.moved and not whole:
            yield from self._moved(campaign)

    def _moved(self, campaign: Campaign) -> Iterator[Reminder]:
        """Another due day is told to who still owes the report; who has more time keeps it."""
        came = Submissions.came_in(self._store, campaign.year)
        granted = Calls.granted_in(self._store, campaign)
        for agency in campaign.expected:
            if agency not in came:
                yield from self._called(campaign, agency, until=granted.get(agency))

    def _called(
        self, campaign: Campaign, agency: str, *, new: bool = False, until: date | None = None
    ) -> Iterator[Reminder]:
        duty = owed_id(agency, campaign.year)
        owes = campaign.state is CampaignState.OPEN and agency in campaign.expected
        opened = to_send(campaign, agency, until=until) if owes else None
        closed = no_more(duty, agency)
        yield from self.reminders.kept(duty, opened, closed=closed, agency=campaign.agency, new=new)

    def of(self, year: int) -> Campaign:
        """The campaign of a year, whoever asks. Raises `NoCampaign`."""
        row = self.rows.find_one({"year": year}, session=session())
        if row is None:
            raise NoCampaign(year=year)
        return self.from_document(row)

    def open(self) -> list[Campaign]:
        """The campaigns that still take reports."""
        found = self.rows.find({"state": CampaignState.OPEN.value}, session=session())
        return [self.from_document(row) for row in found]

    def years(self) -> list[int]:
        """The years that have one, newest first."""
        return [row["year"] for row in self.rows.find({}, {"year": 1}, sort=[("year", -1)])]

    def to_document(self, campaign: Campaign) -> dict[str, Any]:
        return {
            "year": campaign.year,
            "opened_on": campaign.opened_on.isoformat(),
            "window_from": campaign.window_from.isoformat(),
            "window_to": campaign.window_to.isoformat(),
            "nominal_due_on": campaign.nominal_due_on.isoformat(),
            "due_on": campaign.due_on.isoformat(),
            "expected": list(campaign.expected),
            "state": campaign.state.value,
            "closed_on": written(campaign.closed_on),
            "missing": list(campaign.missing),
            "instrument": campaign.instrument,
            "turns": [
                {"on": one.on.isoformat(), "called": one.called, "released": one.released}
                for one in campaign.turns
            ],
            "dues": [
                {"on": one.on.isoformat(), "before": one.before.isoformat()}
                for one in campaign.dues
            ],
        }

    def from_document(self, row: dict[str, Any], **more: Any) -> Campaign:
        days = ("opened_on", "window_from", "window_to", "nominal_due_on", "due_on")
        return self.restored(
            self.holds,
            row,
            year=row["year"],
            **{name: date.fromisoformat(row[name]) for name in days},
            expected=tuple(row["expected"]),
            state=CampaignState(row["state"]),
            closed_on=read(row["closed_on"]),
            missing=tuple(row["missing"]),
            instrument=row.get("instrument", ""),
            turns=tuple(
                Turn(
                    on=date.fromisoformat(one["on"]),
                    called=tuple(one["called"]),
                    released=tuple(one["released"]),
                )
                for one in row.get("turns", ())
            ),
            dues=tuple(
                DueWas(on=date.fromisoformat(one["on"]), before=date.fromisoformat(one["before"]))
                for one in row.get("dues", ())
            ),
            **more,
        )


class Callings(Collection[Calling]):
    """What was done about a year's due day; one per campaign."""

    name = "callings"
    holds = Calling

    def of(self, campaign: Campaign) -> Calling:
        """A campaign's, a fresh one if nothing was done yet. It goes along when another agency runs the campaign."""
        id_ = named_id(campaign.id, Calling.kind, "")
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        fresh = Calling(id=id_, agency="", year=campaign.year, campaign=campaign.id)
        found = self.from_document(row) if row else fresh
        found.agency = campaign.agency
        return found


class Calls(Collection[Call]):
    """The calls for each agency's report: reminders told, more time granted."""

    name = "calls"
    holds = Call
    indexes = (([("year", 1), ("agency", 1)], {"unique": True}),)

    def __init__(self, store: Store, campaigns: Campaigns) -> None:
        super().__init__(store)
        self.reminders = Reminders(store)
        self.campaigns = campaigns

    def along(self, call: Call, *, new: bool) -> Iterable[Aggregate]:
        """More time is told to who has to send the report."""
        campaign = self.campaigns.find(call.year)
        if campaign and call.until and call.decided_now:
            duty = owed_id(call.agency, call.year)
            opened = to_send(campaign, call.agency, until=call.until)
            closed = no_more(duty, call.agency)
            yield from self.reminders.kept(duty, opened, closed=closed, agency=campaign.agency)

    def new(self, agency: str, campaign: Campaign) -> Call:
        """A call nothing was done about yet."""
        id_ = named_id(agency, Call.kind, str(campaign.year))
        return Call(id=id_, agency=agency, year=campaign.year, campaign=campaign.id)

    def of(self, agency: str, campaign: Campaign) -> Call:
        """An agency's call of a campaign."""
        fresh = self.new(agency, campaign)
        try:
            return self.get(fresh.id, agency=agency)
        except NotFound:
            return fresh

    def all_of(self, campaign: Campaign) -> dict[str, Call]:
        """The calls of a campaign about which something was done, by agency."""
        found = self.rows.find({"year": campaign.year}, session=session())
        return {row["agency"]: self.from_document(row) for row in found}

    def granted(self, campaign: Campaign, *, by: date = date.max) -> dict[str, date]:
        """Who has more time, and until when, as it was decided by a day."""
        return self.granted_in(self._store, campaign, by=by)

    @staticmethod
    def granted_in(store: Store, campaign: Campaign, *, by: date = date.max) -> dict[str, date]:
        """The same, for who keeps no calls."""
        found: dict[str, date] = {}
        for name in ("granted", "extension"):  # what was decided last counts
            where = {
                "year": campaign.year,
                f"{name}.state": Decision.GRANTED.value,
                f"{name}.decided_on": {"$lte": by.isoformat()},
            }
            asked = {"agency": 1, f"{name}.until": 1}
            rows = store.database[Calls.name].find(where, asked, session=session())
            found |= {row["agency"]: date.fromisoformat(row[name]["until"]) for row in rows}
        return found
