"""What reporting remembers: campaigns, drafts, submitted versions, compiled reports and their files."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from contracts.reporting import ReturnReason, ReviewStep, SupplementKind, Timeliness
from kernel.errors import NotFound
from kernel.message import Aggregate, named_id
from kernel.store import Collection, Reminder, Reminders, Store
from kernel.store.documents import built, plain
from kernel.store.mongo import Files, StoredFile
from kernel.store.unit import session
from services.reporting.domain.boards import Course
from services.reporting.domain.calling import Call, Calling, Decision
from services.reporting.domain.campaigns import Campaign, CampaignState, NoCampaign
from services.reporting.domain.drafts import Draft
from services.reporting.domain.duties import (
    no_more,
    owed_id,
    review_id,
    to_check,
    to_correct,
    to_send,
)
from services.reporting.domain.narrative import Narrative, Sentence
from services.reporting.domain.province import NotCompiled, ProvincialReport, Sending
from services.reporting.domain.signing_off import SignOff
from services.reporting.domain.submissions import Submission, SubmissionState
from services.reporting.domain.supplements import Supplement


class Campaigns(Collection[Campaign]):
    """One campaign a year."""

    name = "campaigns"
    holds = Campaign
    indexes = (([("year", 1)], {"unique": True}),)

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
        for agency in campaign.expected if whole else campaign.turned:
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
            "closed_on": _text(campaign.closed_on),
            "missing": list(campaign.missing),
            "instrument": campaign.instrument,
        }

    def from_document(self, row: dict[str, Any]) -> Campaign:
        days = ("opened_on", "window_from", "window_to", "nominal_due_on", "due_on")
        return self.restored(
            Campaign,
            row,
            year=row["year"],
            **{name: date.fromisoformat(row[name]) for name in days},
            expected=tuple(row["expected"]),
            state=CampaignState(row["state"]),
            closed_on=_date(row["closed_on"]),
            missing=tuple(row["missing"]),
            instrument=row.get("instrument", ""),
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
        where = {
            "year": campaign.year,
            "extension.state": Decision.GRANTED.value,
            "extension.decided_on": {"$lte": by.isoformat()},
        }
        asked = {"agency": 1, "extension.until": 1}
        rows = store.database[Calls.name].find(where, asked, session=session())
        return {row["agency"]: date.fromisoformat(row["extension"]["until"]) for row in rows}


class Drafts(Collection[Draft]):
    """One draft per agency and year."""

    name = "drafts"
    holds = Draft
    indexes = (([("year", 1), ("agency", 1)], {"unique": True}),)

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
            "entered": list(draft.entered.items()),
            "comments": list(draft.comments.items()),
            "sections": draft.sections,
            "signed": plain(draft.signed),
        }

    def from_document(self, row: dict[str, Any]) -> Draft:
        plain_ = {name: row[name] for name in ("campaign", "year", "as_of", "models", "sections")}
        pairs = {name: dict(row[name]) for name in ("auto", "entered", "comments")}
        kept = row.get("signed")
        signed = built(SignOff, kept) if kept else None
        return self.restored(Draft, row, **plain_, **pairs, signed=signed)


class Submissions(Collection[Submission]):
    """Every version of every report that was received; also earlier years', for comparison."""

    name = "submissions"
    holds = Submission
    indexes = (
        ([("year", 1), ("agency", 1), ("number", 1)], {"unique": True}),
        ([("year", 1), ("state", 1)], {}),
    )

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.reminders = Reminders(store)
        self.campaigns = store.database[Campaigns.name]

    def along(self, submission: Submission, *, new: bool) -> Iterable[Aggregate]:
        """What came is to be checked; what was returned is to be corrected; nothing for an imported one."""
        called = self.campaigns.find_one({"_id": submission.campaign}, session=session())
        if called:
            yield from self._owed(submission, called["agency"])
            yield from self._to_check(submission, called["agency"], new=new)

    def _owed(self, submission: Submission, caller: str) -> Iterator[Reminder]:
        duty = owed_id(submission.agency, submission.year)
        opened, closed = to_correct(submission), no_more(duty, submission.agency)
        yield from self.reminders.kept(duty, opened, closed=closed, agency=caller)

    def _to_check(self, submission: Submission, caller: str, *, new: bool) -> Iterator[Reminder]:
        duty = review_id(submission.id)
        opened, closed = to_check(submission, caller), no_more(duty, caller)
        yield from self.reminders.kept(duty, opened, closed=closed, agency=caller, new=new)

    @staticmethod
    def id_of(agency: str, year: int, number: int) -> str:
        """The id of a version: two of the same number cannot both be received."""
        return named_id(agency, Submission.kind, f"{year}/{number}")

    def any(self, id_: str) -> Submission:
        """One version, whoever's it is. Raises `NotFound`."""
        row = self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)

    def versions(self, agency: str, year: int) -> list[Submission]:
        """An agency's versions of a year, in order."""
        found = self.rows.find({"year": year, "agency": agency}, session=session())
        return [self.from_document(row) for row in found.sort("number", 1)]

    def came(self, year: int) -> set[str]:
        """Who sent at least one version in a year's campaign."""
        return self.came_in(self._store, year)

    @staticmethod
    def came_in(store: Store, year: int) -> set[str]:
        """The same, for who keeps no submissions."""
        where = {"year": year, "imported": False}
        rows = store.database[Submissions.name]
        return set(rows.distinct("agency", where, session=session()))

    def last(self, agency: str, year: int) -> Submission | None:
        """An agency's newest version."""
        return next(iter(self.versions(agency, year)[-1:]), None)

    def latest(self, year: int) -> dict[str, Submission]:
        """The newest version of each agency."""
        found = self.rows.find({"year": year}, session=session()).sort("number", 1)
        return {row["agency"]: self.from_document(row) for row in found}

    def heads(self, year: int) -> dict[str, Submission]:
        """The newest version of each agency without what it says: how all stand, read often."""
        found = self.rows.find({"year": year}, {"content": 0}, session=session()).sort("number", 1)
        return {row["agency"]: self.from_document({**row, "content": ""}) for row in found}

    def settled(self, year: int, agencies: Iterable[str]) -> set[str]:
        """Those of some agencies whose newest version waits to be judged, or was accepted."""
        where = {"year": year, "agency": {"$in": list(agencies)}}
        found = self.rows.find(where, {"agency": 1, "state": 1}, session=session())
        newest = {row["agency"]: row["state"] for row in found.sort("number", 1)}
        return {one for one, state in newest.items() if state != SubmissionState.RETURNED.value}

    def waiting(self, campaign: str) -> list[Submission]:
        """The versions of a campaign that nobody has judged yet."""
        where = {"campaign": campaign, "state": SubmissionState.SUBMITTED.value}
        return [self.from_document(row) for row in self.rows.find(where, session=session())]

    def asked_of(self, submission: Submission, reviewer: str) -> Iterable[Aggregate]:
        """That somebody is to check a version, for when somebody else runs the campaign."""
        return self._to_check(submission, reviewer, new=False)

    def courses(self, year: int) -> list[Course]:
        """Every version of a year on its way, without what it says."""
        names = ("agency", "number", "submitted_on", "timeliness", "returned_on", "accepted_on")
        found = self.rows.find({"year": year}, dict.fromkeys(names, 1), session=session())
        return [built(Course, row) for row in found.sort([("agency", 1), ("number", 1)])]

    def accepted(self, year: int) -> dict[str, Submission]:
        """The newest accepted version of each agency that has one."""
        where = {"year": year, "state": SubmissionState.ACCEPTED.value}
        found = self.rows.find(where, session=session()).sort("number", 1)
        return {row["agency"]: self.from_document(row) for row in found}

    def accepted_of(self, agency: str, year: int) -> Submission | None:
        """An agency's newest accepted version."""
        taken = SubmissionState.ACCEPTED
        found = [one for one in self.versions(agency, year) if one.state is taken]
        return found[-1] if found else None

    def to_document(self, submission: Submission) -> dict[str, Any]:
        kept = (
            "campaign",
            "year",
            "number",
            "days_late",
            "content",
            "sha256",
            "imported",
            "comment",
            "sender",
            "received_at",
        )
        return {
            **{name: getattr(submission, name) for name in kept},
            "submitted_on": submission.submitted_on.isoformat(),
            "timeliness": submission.timeliness.value,
            "state": submission.state.value,
            "returned_on": _text(submission.returned_on),
            "correction_due_on": _text(submission.correction_due_on),
            "reasons": [one.value for one in submission.reasons],
            "comments": list(submission.comments.items()),
            "answers": submission.answers,
            "accepted_on": _text(submission.accepted_on),
        }

    def from_document(self, row: dict[str, Any]) -> Submission:
        kept = (
            "campaign",
            "year",
            "number",
            "days_late",
            "content",
            "sha256",
            "imported",
            "comment",
        )
        return self.restored(
            Submission,
            row,
            **{name: row[name] for name in kept},
            submitted_on=date.fromisoformat(row["submitted_on"]),
            timeliness=Timeliness(row["timeliness"]),
            state=SubmissionState(row["state"]),
            sender=row.get("sender", ""),
            received_at=row.get("received_at", ""),
            returned_on=_date(row["returned_on"]),
            correction_due_on=_date(row["correction_due_on"]),
            reasons=tuple(ReturnReason(one) for one in row["reasons"]),
            comments=dict(row.get("comments", ())),
            answers=row.get("answers", {}),
            accepted_on=_date(row["accepted_on"]),
        )


class ProvincialReports(Collection[ProvincialReport]):
    """One compiled report a year, with all it holds, frozen."""

    name = "provincial"
    holds = ProvincialReport
    indexes = (([("year", 1)], {"unique": True}),)

    @staticmethod
    def id_of(agency: str, year: int) -> str:
        """The id of the report of a year."""
        return named_id(agency, ProvincialReport.kind, str(year))

    def find(self, year: int) -> ProvincialReport | None:
        """The report of a year, if it was compiled."""
        row = self.rows.find_one({"year": year}, session=session())
        return self.from_document(row) if row else None

    def issued_years(self) -> list[int]:
        """The years whose report is issued, newest first."""
        found = self.rows.find({"issued_on": {"$ne": None}}, {"year": 1}).sort("year", -1)
        return [row["year"] for row in found]

    def of(self, year: int) -> ProvincialReport:
        """The report of a year. Raises `NotCompiled`."""
        found = self.find(year)
        if found is None:
            raise NotCompiled(year=year)
        return found

    def to_document(self, report: ProvincialReport) -> dict[str, Any]:
        kept = ("campaign", "year", "edition", "compiled", "paper", "data_hash", "symbol")
        return {
            **{name: getattr(report, name) for name in kept},
            "compiled_on": report.compiled_on.isoformat(),
            "issued_on": _text(report.issued_on),
            "review": report.review.value if report.review else None,
            "asked_by": report.asked_by,
            "review_comment": report.review_comment,
            "sendings": [
                {**asdict(one), "sent_on": one.sent_on.isoformat()} for one in report.sendings
            ],
        }

    def from_document(self, row: dict[str, Any]) -> ProvincialReport:
        kept = ("campaign", "year", "edition", "compiled", "paper", "data_hash", "symbol")
        return self.restored(
            ProvincialReport,
            row,
            **{name: row[name] for name in kept},
            compiled_on=date.fromisoformat(row["compiled_on"]),
            issued_on=_date(row["issued_on"]),
            review=ReviewStep(row["review"]) if row.get("review") else None,
            asked_by=row.get("asked_by", ""),
            review_comment=row.get("review_comment", ""),
            sendings=tuple(
                Sending(**{**one, "sent_on": date.fromisoformat(one["sent_on"])})
                for one in row.get("sendings", ())
            ),
        )


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


class Supplements(Collection[Supplement]):
    """Addenda and corrections of issued reports."""

    name = "supplements"
    holds = Supplement
    indexes = (([("year", 1), ("nature", 1), ("number", 1)], {"unique": True}),)

    def of(self, year: int) -> list[Supplement]:
        """Those of a year, in the order of their issue."""
        found = self.rows.find({"year": year}, session=session()).sort("_id", 1)
        return [self.from_document(row) for row in found]

    def any(self, id_: str) -> Supplement:
        """One of them. Raises `NotFound`."""
        row = self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)

    def to_document(self, one: Supplement) -> dict[str, Any]:
        kept = ("campaign", "year", "number", "symbol", "reason", "content", "data_hash")
        return {
            **{name: getattr(one, name) for name in kept},
            "nature": one.nature.value,
            "issued_on": one.issued_on.isoformat(),
        }

    def from_document(self, row: dict[str, Any]) -> Supplement:
        kept = ("campaign", "year", "number", "symbol", "reason", "content", "data_hash")
        return self.restored(
            Supplement,
            row,
            **{name: row[name] for name in kept},
            nature=SupplementKind(row["nature"]),
            issued_on=date.fromisoformat(row["issued_on"]),
        )


@dataclass(frozen=True)
class PaperFile:
    """One file of the province's report."""

    name: str
    sha256: str
    size: int
    edition: str


class PaperFiles:
    """The files drawn from compiled reports, by edition; written by the job that draws them."""

    def __init__(self, store: Store) -> None:
        self.files = Files(store.database, "papers")
        self.rows = store.database["papers.files"]
        self.drawings = store.database["drawings"]

    def drawn_by(self, edition: str, job: str, **about: str) -> None:
        """Note which job draws an edition, whose it is and what it is called."""
        self.drawings.update_one({"_id": edition}, {"$set": {"job": job, **about}}, upsert=True)

    def about(self, edition: str, agency: str) -> dict[str, str]:
        """What was noted of an agency's edition. Raises `NotFound`, also for somebody else's."""
        row: dict[str, str] | None = self.drawings.find_one({"_id": edition, "agency": agency})
        if row is None:
            raise NotFound
        return row

    def job_of(self, edition: str) -> str | None:
        """The job that draws an edition, if one was started."""
        row = self.drawings.find_one({"_id": edition})
        return row["job"] if row else None

    def keep(self, edition: str, paths: Iterable[Path]) -> list[PaperFile]:
        """Keep the files of an edition; the same edition again replaces them."""
        return [self._keep(edition, path) for path in paths]

    def of(self, edition: str) -> list[PaperFile]:
        """The files of an edition, by name."""
        return sorted(self._found(edition), key=lambda one: one.name)

    def open(self, edition: str, name: str) -> StoredFile:
        """One of them, to be read in pieces. Raises `NotFound`."""
        if not any(one.name == name for one in self._found(edition)):
            raise NotFound
        return self.files.open_download_stream(f"{edition}/{name}")

    def _keep(self, edition: str, path: Path) -> PaperFile:
        content = path.read_bytes()
        id_, digest = f"{edition}/{path.name}", hashlib.sha256(content).hexdigest()
        if self.rows.find_one({"_id": id_}, {"_id": 1}):
            self.files.delete(id_)
        self.files.upload_from_stream_with_id(
            id_, path.name, content, metadata={"edition": edition, "sha256": digest}
        )
        return PaperFile(path.name, digest, len(content), edition)

    def _found(self, edition: str) -> Iterator[PaperFile]:
        for row in self.rows.find({"metadata.edition": edition}):
            yield PaperFile(row["filename"], row["metadata"]["sha256"], row["length"], edition)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
