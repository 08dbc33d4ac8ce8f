"""Ad-hoc calls, the answers being written, and every version that came in: kept beside the yearly ones, as they are."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast

from kernel.errors import NotFound
from kernel.message import Aggregate, named_id
from kernel.store.unit import session
from services.reporting.domain.adhoc import AdHocAsk, AdHocCall, AdHocDraft, AdHocReport
from services.reporting.domain.calling import Call
from services.reporting.domain.campaigns import Campaign, CampaignState
from services.reporting.domain.drafts import Draft
from services.reporting.domain.duties import called_id, no_more, review_id, to_answer, to_judge
from services.reporting.domain.submissions import Submission, SubmissionState
from services.reporting.store.campaigns import Calls, Campaigns
from services.reporting.store.submissions import Submissions
from services.reporting.store.writing import Drafts

ASKED = ("keys", "questions")


class AdHocCalls(Campaigns):
    """The ad-hoc calls of all years."""

    name = "adhoc_calls"
    holds = AdHocCall
    indexes: ClassVar[tuple[Any, ...]] = (
        ([("year", 1), ("number", 1)], {"unique": True}),
        ([("expected", 1), ("opened_on", -1)], {}),
    )

    def along(self, campaign: Campaign, *, new: bool) -> Iterable[Aggregate]:
        """A new call asks each agency, a closed one none any more; in between whom another organisation made the
        heir of somebody who was asked."""
        call = cast("AdHocCall", campaign)
        whole = new or call.state is CampaignState.CLOSED
        of = call.expected if whole else call.turned
        for agency in (one for one in of if one not in call.correcting):
            duty = called_id(agency, call.id)
            asked = agency in call.expected
            opened, closed = to_answer(call, agency, None) if asked else None, no_more(duty, agency)
            yield from self.reminders.kept(duty, opened, closed=closed, agency=call.agency, new=new)

    def by_id(self, id_: str) -> AdHocCall:
        """One call. Raises `NotFound`."""
        row = self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return cast("AdHocCall", self.from_document(row))

    def open_ones(self) -> list[AdHocCall]:
        """The calls that still take answers."""
        return [cast("AdHocCall", one) for one in self.open()]

    def newest(self, *, asked: str = "", most: int = 100) -> list[AdHocCall]:
        """The newest calls; only those that ask an agency when one is named."""
        where = {"expected": asked} if asked else {}
        found = self.rows.find(where, sort=[("opened_on", -1), ("number", -1)], limit=most)
        return [cast("AdHocCall", self.from_document(row)) for row in found]

    def to_document(self, campaign: Campaign) -> dict[str, Any]:
        call = cast("AdHocCall", campaign)
        asked = {name: list(getattr(call, name)) for name in ASKED}
        own = {"number": call.number, "title": call.title}
        return {**super().to_document(call), **own, **asked}

    def from_document(self, row: dict[str, Any], **more: Any) -> Campaign:
        asked = {name: tuple(row[name]) for name in ASKED}
        return super().from_document(row, number=row["number"], title=row["title"], **asked, **more)


class AdHocAsks(Calls):
    """What one agency was reminded of in a call, and more time if it got some."""

    name = "adhoc_asks"
    holds = AdHocAsk
    indexes: ClassVar[tuple[Any, ...]] = (([("campaign", 1), ("agency", 1)], {"unique": True}),)

    def along(self, call: Call, *, new: bool) -> Iterable[Aggregate]:
        """More time is told to who has to answer."""
        if not call.until or not call.decided_now:
            return
        asked = cast("AdHocCalls", self.campaigns).by_id(call.campaign)
        duty = called_id(call.agency, asked.id)
        opened = to_answer(asked, call.agency, None, until=call.until)
        closed = no_more(duty, call.agency)
        yield from self.reminders.kept(duty, opened, closed=closed, agency=asked.agency, new=False)

    def new(self, agency: str, campaign: Campaign) -> Call:
        """What nothing was done about yet."""
        id_ = named_id(agency, AdHocAsk.kind, campaign.id)
        code = cast("AdHocCall", campaign).code
        return AdHocAsk(id=id_, agency=agency, year=campaign.year, campaign=campaign.id, code=code)

    def all_of(self, campaign: Campaign) -> dict[str, Call]:
        """Those of a call about which something was done, by agency."""
        found = self.rows.find({"campaign": campaign.id}, session=session())
        return {row["agency"]: self.from_document(row) for row in found}

    def until_of(self, campaign: Campaign) -> dict[str, date]:
        """Who has more time, and until when."""
        return {one: call.until for one, call in self.all_of(campaign).items() if call.until}


class AdHocDrafts(Drafts):
    """One draft per agency and call."""

    name = "adhoc_drafts"
    holds = AdHocDraft
    indexes = (([("campaign", 1), ("agency", 1)], {"unique": True}),)

    @staticmethod
    def id_for(agency: str, call: str) -> str:
        """The id of an agency's draft for a call."""
        return named_id(agency, AdHocDraft.kind, call)

    def to(self, call: AdHocCall, agency: str) -> AdHocDraft | None:
        """An agency's draft, if it has begun one."""
        row = self.rows.find_one({"campaign": call.id, "agency": agency}, session=session())
        return cast("AdHocDraft", self.from_document(row)) if row else None

    def begun_for(self, call: AdHocCall) -> set[str]:
        """The agencies that have begun one."""
        return set(self.rows.distinct("agency", {"campaign": call.id}))

    def to_document(self, draft: Draft) -> dict[str, Any]:
        mine = cast("AdHocDraft", draft)
        asked = {name: list(getattr(mine, name)) for name in ASKED}
        return {**super().to_document(draft), "code": mine.code, **asked}

    def from_document(self, row: dict[str, Any], **more: Any) -> Draft:
        asked = {name: tuple(row[name]) for name in ASKED}
        return super().from_document(row, code=row["code"], **asked, **more)


class AdHocReports(Submissions):
    """Every version of every answer that was received."""

    name = "adhoc_reports"
    holds = AdHocReport
    indexes = (([("campaign", 1), ("agency", 1), ("number", 1)], {"unique": True}),)

    def called_by(self, calls: AdHocCalls) -> "AdHocReports":
        """With the calls they answer."""
        self.calls = calls
        return self

    def along(self, submission: Submission, *, new: bool) -> Iterable[Aggregate]:
        """What came is to be checked; what was returned is to be corrected."""
        call = self.calls.by_id(submission.campaign)
        duty = called_id(submission.agency, call.id)
        opened, closed = (
            to_answer(call, submission.agency, submission),
            no_more(duty, submission.agency),
        )
        yield from self.reminders.kept(duty, opened, closed=closed, agency=call.agency)
        yield from self.judged(submission, call, new=new)

    def judged(
        self, submission: Submission, call: AdHocCall, *, new: bool = False
    ) -> Iterable[Aggregate]:
        """That whoever called is to check a version."""
        review = review_id(submission.id)
        opened, closed = to_judge(submission, call), no_more(review, call.agency)
        yield from self.reminders.kept(review, opened, closed=closed, agency=call.agency, new=new)

    @staticmethod
    def id_for(agency: str, call: str, number: int) -> str:
        """The id of a version: two of the same number cannot both be received."""
        return named_id(agency, AdHocReport.kind, f"{call}/{number}")

    def answers(self, call: AdHocCall, agency: str) -> list[Submission]:
        """An agency's versions for a call, in order."""
        found = self.rows.find({"campaign": call.id, "agency": agency}, session=session())
        return [self.from_document(row) for row in found.sort("number", 1)]

    def newest(self, call: AdHocCall) -> dict[str, Submission]:
        """The newest version of each agency."""
        found = self.rows.find({"campaign": call.id}, session=session()).sort("number", 1)
        return {row["agency"]: self.from_document(row) for row in found}

    def taken(self, call: AdHocCall) -> dict[str, Submission]:
        """The newest accepted version of each agency that has one."""
        where = {"campaign": call.id, "state": SubmissionState.ACCEPTED.value}
        found = self.rows.find(where, session=session()).sort("number", 1)
        return {row["agency"]: self.from_document(row) for row in found}
