"""The counting desk: figures of any agency and any period, from the facts followed so far."""

import math
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from contracts.reporting import Indicator
from ground.agencies import AgencyBook
from kernel.errors import NotFound
from kernel.store import Store
from law.packs.packs import Packs
from law.refusal import LawRefusal
from law.report import reporting_period
from services.reporting.domain.boards import TaskSeen
from services.reporting.domain.counting import Sums, Window, evidenced_models, figures, happened
from services.reporting.domain.drafts import with_all
from services.reporting.domain.figures import AUTO_KEYS, BY_KEY, MANUAL_KEYS
from services.reporting.domain.indicators import RATES, Line, Period, kind_of, lines
from services.reporting.domain.province import total
from services.reporting.domain.recounting import Behind, Recount, behind, recount
from services.reporting.service.ended import EndedDesk
from services.reporting.service.memory import Memory
from services.reporting.views import Facts, Figures


class Prefill(NamedTuple):
    """What the system knows of an agency's year: every counted figure, models with recorded results, and whose
    figures are among them because they went whole into it."""

    figures: dict[str, int]
    models: int
    joined: tuple[str, ...] = ()


class CountingDesk:
    """Counts from the roll-ups; the facts behind a figure can be listed, and counted again."""

    def __init__(
        self, store: Store, facts: Facts, figures: Figures, memory: Memory, book: AgencyBook
    ) -> None:
        self.store, self.facts, self.figures, self.memory = store, facts, figures, memory
        self.ended = EndedDesk(store, memory, book, self.figures_of)

    def figures_of(self, *, agency: str | None, first: date, last: date) -> dict[str, Counter[str]]:
        """Counted figures by agency and what the law sets it, also one that told nothing; without those that are
        nought; all agencies when none is named."""
        found = self.counted(first, last, agency=agency)
        for one in {*found, *self._reporters(agency, last)}:
            self._add_quota(one, found.setdefault(one, Counter()), first, last)
        return {one: own for one, own in found.items() if own}

    def counted(
        self, first: date, last: date, *, agency: str | None = None
    ) -> dict[str, Counter[str]]:
        """What was counted by agency, without what the law sets."""
        sums = self.figures.sums(agency, Window.of(first, last))
        return {one: found for one, own in sums.items() if (found := figures(own))}

    def _reporters(self, agency: str | None, last: date) -> list[str]:
        """Who reports as the period ends, as far as it is known by now."""
        found = self.memory.agencies.reporters(min(last, self.store.clock.today()))
        return [one for one in found if agency in {None, one}]

    def days_of(self, *, agency: str, first: date, last: date) -> list[tuple[date, Counter[str]]]:
        """What happened in one agency by day, without what tells how things stand."""
        rows = self.figures.days(agency=agency, window=Window.of(first, last))
        return [(date.fromisoformat(day), happened(counters)) for day, counters in rows]

    def prefill(
        self, agency: str, first: date, last: date, *, told: Collection[str] = ()
    ) -> Prefill:
        """What a report of an agency begins with: its own, and what those counted that went whole into it, but for
        those who told it themselves (`told`)."""
        joined = [
            one.agency
            for one in self.ended.predecessors(agency, first, last)
            if one.agency not in told
        ]
        sums = _together(self.figures.sums(None, Window.of(first, last)), (agency, *joined))
        counted = figures(sums)
        for one in (agency, *joined):
            self._add_quota(one, counted, first, last)
        return Prefill(with_all(counted), evidenced_models(sums), tuple(joined))

    def tasks(
        self, agency: str | None, first: date, last: date, *, by: date = date.max
    ) -> list[TaskSeen]:
        """The tasks that were opened in a period, of one agency or of all, and whether they were done by a day."""
        found = self.facts.of(agency, ["task"])
        days = (first.isoformat(), last.isoformat())
        return [
            TaskSeen(
                agency=one["agency"],
                duty=one.get("duty", ""),
                done=bool(one.get("completed_on")) and one["completed_on"] <= by.isoformat(),
            )
            for one in found
            if days[0] <= one.get("opened_on", "") <= days[1]
        ]

    def _add_quota(self, agency: str, figures: Counter[str], first: date, last: date) -> None:
        owed = self.memory.agencies.head_quota(agency, first, last)
        if owed is not None:
            figures[Indicator.RCP_HEAD_QUOTA.value] += owed

    # --- lines --------------------------------------------------------------------------------------

    def values(self, agency: str | None, first: date, last: date) -> dict[str, int | None]:
        """Every figure of a period. None: nobody has told; a counted one is known once anything was told."""
        found = self.figures_of(agency=agency, first=first, last=last)
        whole = sum(found.values(), Counter[str]())
        told = any(not BY_KEY[key].by_law for key in whole)
        counted = {key: whole[key] if told or key in whole else None for key in AUTO_KEYS}
        return {
            **dict.fromkeys(MANUAL_KEYS),
            **self._reported(agency, first, last, MANUAL_KEYS),
            **counted,
        }

    def before(self, agency: str | None, first: date, last: date) -> dict[str, int | None]:
        """The same of an earlier year: what was reported then, and only else what was counted."""
        reported = self._reported(agency, first, last, BY_KEY)
        told = {key: value for key, value in reported.items() if value is not None}
        return {**self.values(agency, first, last), **told}

    def _reported(
        self, agency: str | None, first: date, last: date, keys: Iterable[str]
    ) -> dict[str, int | None]:
        """What accepted reports of exactly this period say."""
        campaign = self.memory.campaigns.find(last.year)
        own = (
            (campaign.window_from, campaign.window_to)
            if campaign
            else _year_of(last.year, self.memory.packs)
        )
        if own != (first, last):
            return {}
        accepted = self.memory.submissions.accepted(last.year)
        told = [one for name, one in accepted.items() if agency in {None, name}]
        return {key: total(key, told) for key in keys}

    def period(self, first: date, last: date) -> Period:
        """A period with the day its data were closed and the day it is estimated to."""
        closed_on = min(last, self.store.clock.today())
        return Period(
            first, last, closed_on=closed_on, estimate_to=_estimated_to(last, self.memory.packs)
        )

    def lines(self, agency: str | None, first: date, last: date) -> tuple[Line, ...]:
        """Every figure of a period beside the same period of the year before."""
        period = self.period(first, last)
        before = self.before(agency, *period.year_before())
        return lines(self.values(agency, first, last), before, period, self.memory.packs)

    # --- behind a figure ----------------------------------------------------------------------------

    def behind(self, agency: str, key: str, first: date, last: date) -> list[Behind]:
        """The things one agency's figure counts. Raises `NotFound` for a figure that counts none."""
        kind = kind_of(key) if key in BY_KEY else None
        if kind is None:
            raise NotFound
        return behind(self.facts.of(agency, [kind]), key, Window.of(first, last), agency)

    def recount(self, agency: str | None = None) -> Recount:
        """Count every fact again and compare with the roll-ups."""
        return recount(self.facts.of(agency), self.figures.all(agency), agency)

    def told(self) -> tuple[dict[str, float], dict[str, float]]:
        """The province's counted figures of the year so far and the shares they make, for metrics; a share without
        anything to divide by is no number."""
        today = self.store.clock.today()
        found = self.values(None, date(today.year, 1, 1), today)
        shares = {
            one.code: math.nan if (share := one.value(found)) is None else share for one in RATES
        }
        return {key: float(found[key] or 0) for key in AUTO_KEYS}, shares


def _together(sums: dict[str, Sums], agencies: Iterable[str]) -> Sums:
    """The counters of several agencies as those of one."""
    whole = Sums.empty()
    for one in agencies:
        own = sums.get(one, Sums.empty())
        whole.within.update(own.within)
        whole.before.update(own.before)
    return whole


def _year_of(year: int, packs: Packs) -> tuple[date, date]:
    """The window of a year's report by law, for years without a campaign of ours."""
    try:
        period = reporting_period(year, packs=packs)
    except LawRefusal:
        return date.max, date.max
    return period.start, period.end


def _estimated_to(last: date, packs: Packs) -> date | None:
    """To which day a period's figures are estimated: the end of the statistical year it ends in."""
    try:
        ends = [
            reporting_period(year, packs=packs).estimate_to for year in (last.year, last.year + 1)
        ]
    except LawRefusal:
        return None
    return next((end for end in ends if end and end >= last), None)
