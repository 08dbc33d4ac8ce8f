"""What is being written: each agency's draft, and what was picked for the report of the province."""

from collections.abc import Collection as Collection_
from dataclasses import asdict
from typing import Any, ClassVar

from kernel.errors import NotFound
from kernel.message import Event, named_id
from kernel.store import Collection, Reminding
from kernel.store.documents import built, plain
from kernel.store.unit import session
from services.reporting.domain.drafts import Draft
from services.reporting.domain.duties import no_more, to_sign
from services.reporting.domain.evidence import evidence_from
from services.reporting.domain.narrative import Narrative, Sentence
from services.reporting.domain.signing_off import GivenBack, Presented, SignOff


class Drafts(Reminding[Draft]):
    """One draft per agency and year."""

    name = "drafts"
    holds: ClassVar[type[Draft]] = Draft
    indexes: ClassVar[tuple[Any, ...]] = (([("year", 1), ("agency", 1)], {"unique": True}),)

    def owed(self, aggregate: Draft) -> tuple[Event | None, Event]:
        return to_sign(aggregate), no_more(aggregate.id, aggregate.agency)

    def of(self, agency: str, year: int) -> Draft | None:
        """The draft of an agency, if it has begun one."""
        try:
            return self.get(self.id_of(agency, year), agency=agency)
        except NotFound:
            return None

    @staticmethod
    def id_of(agency: str, year: int) -> str:
        """The id of an agency's draft of a year."""
        return named_id(agency, Draft.kind, str(year))

    def presented_to(self, campaign: str, agencies: Collection_[str] | None = None) -> list[Draft]:
        """The drafts of a campaign that wait for a head, of some agencies if they are named."""
        where: dict[str, Any] = {"campaign": campaign, "presented": {"$ne": None}}
        if agencies is not None:
            where["agency"] = {"$in": list(agencies)}
        return [self.from_document(row) for row in self.rows.find(where, session=session())]

    def of_year(self, year: int, agencies: Collection_[str]) -> dict[str, Draft]:
        """The drafts that some agencies have begun of a year."""
        found = self.rows.find({"year": year, "agency": {"$in": list(agencies)}}, session=session())
        return {row["agency"]: self.from_document(row) for row in found}

    def begun(self, year: int) -> set[str]:
        """The agencies that have begun one."""
        return {row["agency"] for row in self.rows.find({"year": year}, {"agency": 1})}

    def to_document(self, draft: Draft) -> dict[str, Any]:
        return {
            "campaign": draft.campaign,
            "year": draft.year,
            "auto": list(draft.auto.items()),
            "as_of": draft.as_of,
            "models": draft.models,
            "joined": list(draft.joined),
            "entered": list(draft.entered.items()),
            "comments": list(draft.comments.items()),
            "sections": draft.sections,
            "signed": plain(draft.signed),
            "presented": plain(draft.presented),
            "given_back": plain(draft.given_back),
            "evidence": [one.told for one in draft.evidence],
        }

    def from_document(self, row: dict[str, Any], **more: Any) -> Draft:
        plain_ = {name: row[name] for name in ("campaign", "year", "as_of", "models", "sections")}
        pairs = {name: dict(row[name]) for name in ("auto", "entered", "comments")}
        steps = {
            name: built(cls, kept) if (kept := row.get(name)) else None
            for name, cls in _STEPS.items()
        }
        more["evidence"] = tuple(evidence_from(one) for one in row.get("evidence", ()))
        more["joined"] = tuple(row.get("joined", ()))
        return self.restored(self.holds, row, **plain_, **pairs, **steps, **more)


_STEPS: dict[str, Any] = {"signed": SignOff, "presented": Presented, "given_back": GivenBack}


class Narratives(Collection[Narrative]):
    """What was picked for the report of each year."""

    name = "narratives"
    holds = Narrative
    indexes = (([("year", 1)], {"unique": True}),)

    @staticmethod
    def id_of(agency: str, year: int) -> str:
        """The id of a year's."""
        return named_id(agency, Narrative.kind, str(year))

    def find(self, year: int) -> Narrative | None:
        """A year's, if anything was picked yet."""
        row = self.rows.find_one({"year": year}, session=session())
        return self.from_document(row) if row else None

    def to_document(self, narrative: Narrative) -> dict[str, Any]:
        picks = [asdict(one) for one in narrative.picks.values()]
        return {"campaign": narrative.campaign, "year": narrative.year, "picks": picks}

    def from_document(self, row: dict[str, Any]) -> Narrative:
        picks = [Sentence(**one) for one in row["picks"]]
        return self.restored(
            Narrative,
            row,
            campaign=row["campaign"],
            year=row["year"],
            picks={one.id: one for one in picks},
        )
