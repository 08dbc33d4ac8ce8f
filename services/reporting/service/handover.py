"""What a reorganisation changes here: who owes the year's report, and who runs the campaign.

Reports that were sent stay with whom they are of. Whoever ended before sending is released, and the heir's own
report has its figures (see `ended` for who ended after that was sent); who began is called for the years in whose
window it works, or for whose report it alone answers.
"""

from collections.abc import Iterable
from datetime import date

from contracts.reporting import HandedOver, HandoverDone
from ground.handover import HandoverDesk, Thing, heirs_of
from kernel.message import Actor
from kernel.store import Store
from law.refusal import LawRefusal
from law.report import report_due
from services.reporting.domain.campaigns import Campaign, CampaignState
from services.reporting.domain.drafts import Draft
from services.reporting.domain.duties import owed_id
from services.reporting.service.adhoc import AdHocDesk
from services.reporting.service.memory import Memory


def handover_desk(store: Store, memory: Memory, adhoc: AdHocDesk) -> HandoverDesk:
    """The desk for campaigns and ad-hoc calls whose caller ended."""

    def pass_on(campaign: Campaign, receiver: str, last_day: date) -> None:
        campaign.pass_to(receiver, last_day=last_day)
        for one in memory.submissions.waiting(campaign.id):
            store.commit(*memory.submissions.asked_of(one, receiver))

    open_ = {"state": CampaignState.OPEN.value}
    campaign = Thing(kept=memory.campaigns, open=open_, pass_on=pass_on)
    call = Thing(kept=adhoc.calls, open=open_, pass_on=adhoc.pass_on)
    return HandoverDesk(store, [campaign, call], over=HandedOver, done=HandoverDone)


class ExpectationDesk:
    """Keeps who is expected to report in step with who exists."""

    def __init__(self, store: Store, memory: Memory, handover: HandoverDesk) -> None:
        self.store, self.memory, self.handover = store, memory, handover

    def follow(self) -> bool:
        """Expect reports of whoever owes one by today's organisation, by the day today's law sets. Gives whether
        anything changed."""
        today = self.store.clock.today()
        changed = [self._changed(one, today) for one in self.memory.campaigns.open()]
        return any(changed)

    def _changed(self, campaign: Campaign, today: date) -> bool:
        """Look first, then do it for good in a unit of work."""
        if not self._brought(campaign, today):
            return False
        by = Actor(user="organisation", role="SYSTEM", agency=self.store.settings.site)

        def act() -> bool:
            fresh = self.memory.campaigns.of(campaign.year)
            changed = self._brought(fresh, today)
            if changed:
                self.store.commit(fresh, *self._lapsed(fresh, today))
            return changed

        return bool(self.store.once(act, by=by, command="follow_organisation"))

    def _lapsed(self, campaign: Campaign, today: date) -> list[Draft]:
        """What waited for the head of an agency that reports no more."""
        found = self.memory.drafts.presented_to(campaign.id, set(campaign.turned))
        gone = [one for one in found if one.agency not in campaign.expected]
        for one in gone:
            one.lapse(on=today)
        return gone

    def _brought(self, campaign: Campaign, today: date) -> bool:
        """Bring a campaign to the organisation and the law of today. Gives whether anything changed."""
        moved = self._due_moved(campaign, today)
        called, released, heirs = self._news(campaign, today)
        if called or released:
            campaign.turn(called, released, heirs=heirs, on=today)
        return moved or bool(called or released)

    def _due_moved(self, campaign: Campaign, today: date) -> bool:
        calendar, packs = self.memory.calendar, self.memory.packs
        try:
            due = report_due(
                campaign.year, calendar=calendar, packs=packs, override=campaign.override
            )
        except LawRefusal:
            return False  # what was called for stands
        return campaign.move_due(due, today=today)

    def _news(self, campaign: Campaign, today: date) -> tuple[list[str], list[str], dict[str, str]]:
        """Who is to be called, who released, and who reports for these. What waits to be judged, or was accepted,
        stays; who began after the period is called if it reports for a released one."""
        owing = {one.id: one for one in self.memory.agencies.book.reporting(today)}
        gone = [one for one in campaign.expected if one not in owing]
        settled = self.memory.submissions.settled(campaign.year, gone) if gone else set()
        released = [one for one in gone if one not in settled]
        heirs = self._heirs(campaign, released) if released else {}
        called = [
            id_
            for id_, one in owing.items()
            if id_ not in campaign.expected
            and (one.since is None or one.since <= campaign.window_to or id_ in heirs.values())
        ]
        return called, released, heirs

    def _heirs(self, campaign: Campaign, released: Iterable[str]) -> dict[str, str]:
        """Who reports for the released, as far as one agency alone does."""
        rows = self.handover.due.ended(self.store.clock.today())
        return heirs_of(released, rows, lambda one: owed_id(one, campaign.year))
