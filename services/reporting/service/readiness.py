"""The desk of readiness: how near the reports that have not come are to being sent."""

from collections.abc import Mapping
from functools import partial

from services.reporting.domain.drafts import Draft
from services.reporting.domain.readiness import Past, Readiness, past_of, readiness
from services.reporting.domain.submissions import Submission
from services.reporting.service.boards import Missing
from services.reporting.service.checking import looked_at
from services.reporting.service.memory import Memory
from services.reporting.service.reports import OwnReport

YEARS_BACK = 2


class ReadinessDesk:
    """Readiness of one report, for its agency; of all that are missing, for Sở Nội vụ. What was written is known as
    it stands now, not as it stood on an earlier day."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def of(self, own: OwnReport, agency: str) -> Readiness:
        """How near an agency's own report is."""
        past = self._past(own.campaign.year)
        return readiness(own.draft, own.findings, _of(past, agency), packs=self.memory.packs)

    def missing(self, year: int, missing: list[Missing]) -> dict[str, Readiness]:
        """How near those that have not come are, the least ready first; of equally ready ones as they came."""
        drafts = self.memory.drafts.of_year(year, {one.place.agency for one in missing})
        before, past = self.memory.submissions.accepted(year - 1), self._past(year)
        ready = partial(self._ready, drafts, before, past)
        found = {one.place.agency: ready(one.place.agency) for one in missing}
        return dict(sorted(found.items(), key=lambda one: one[1].order))

    def _ready(
        self,
        drafts: Mapping[str, Draft],
        before: Mapping[str, Submission],
        past: Mapping[int, Mapping[str, Past]],
        agency: str,
    ) -> Readiness:
        draft, packs = drafts.get(agency), self.memory.packs
        findings = []
        if draft:
            figures = {key: line["value"] for key, line in draft.lines().items()}
            findings = looked_at(figures, draft.sections, before.get(agency), packs=packs)
        return readiness(draft, findings, _of(past, agency), packs=packs)

    def _past(self, year: int) -> dict[int, dict[str, Past]]:
        """How the reports of the years before came, the newest first."""
        return {one: self._came(one) for one in range(year - 1, year - 1 - YEARS_BACK, -1)}

    def _came(self, year: int) -> dict[str, Past]:
        campaign = self.memory.campaigns.find(year)
        expected = campaign.expected if campaign else ()
        return past_of(self.memory.submissions.courses(year), expected)


def _of(past: Mapping[int, Mapping[str, Past]], agency: str) -> dict[int, Past]:
    return {year: came[agency] for year, came in past.items() if agency in came}
