"""What came in: every version of every report, and who has to act on it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from contracts.reporting import ReturnReason, Timeliness
from kernel.errors import NotFound
from kernel.message import Aggregate, named_id
from kernel.store import Collection, Reminder, Reminders, Store
from kernel.store.documents import built
from kernel.store.unit import session
from services.reporting.domain.boards import Course
from services.reporting.domain.duties import no_more, owed_id, review_id, to_check, to_correct
from services.reporting.domain.paper import ENDED
from services.reporting.domain.submissions import Submission, SubmissionState
from services.reporting.store.days import read, written

CAMPAIGNS = "campaigns"
"""Where the campaigns lie, whose agency is told what is to be checked."""


class Submissions(Collection[Submission]):
    """Every version of every report that was received; also earlier years', for comparison."""

    name = "submissions"
    holds: ClassVar[type[Submission]] = Submission
    indexes: ClassVar[tuple[Any, ...]] = (
        ([("year", 1), ("agency", 1), ("number", 1)], {"unique": True}),
        ([("year", 1), ("state", 1)], {}),
    )

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.reminders = Reminders(store)
        self.campaigns = store.database[CAMPAIGNS]

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

    def beside_last_year(
        self, agency: str, year: int
    ) -> tuple[list[Submission], Submission | None]:
        """An agency's versions of a year in order, and what of it was accepted the year before."""
        where = {"agency": agency, "year": {"$in": [year, year - 1]}}
        rows = self.rows.find(where, session=session()).sort("number", 1)
        found = [self.from_document(row) for row in rows]
        own = [one for one in found if one.year == year]
        return own, _accepted([one for one in found if one.year != year])

    def came(self, year: int) -> set[str]:
        """Who sent at least one version in a year's campaign."""
        return self.came_in(self._store, year)

    @staticmethod
    def came_in(store: Store, year: int) -> set[str]:
        """The same, for who keeps no submissions."""
        where = {"year": year, "imported": False}
        rows = store.database[Submissions.name]
        return set(rows.distinct("agency", where, session=session()))

    def last(self, agency: str, year: int, *, by: date = date.max) -> Submission | None:
        """An agency's newest version of those that came by a day."""
        came = [one for one in self.versions(agency, year) if one.submitted_on <= by]
        return next(iter(came[-1:]), None)

    def latest(self, year: int, *, by: date = date.max) -> dict[str, Submission]:
        """The newest version of each agency, of those that came by a day."""
        where = {"year": year, "submitted_on": {"$lte": by.isoformat()}}
        found = self.rows.find(where, session=session()).sort("number", 1)
        return {row["agency"]: self.from_document(row) for row in found}

    def returned(self) -> list[Submission]:
        """The versions that were returned and that no newer one followed yet."""
        where = {"state": SubmissionState.RETURNED.value}
        found = [self.from_document(row) for row in self.rows.find(where, session=session())]
        return [one for one in found if self.rows.find_one(_next(one), session=session()) is None]

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

    def standing(self, year: int, agencies: Iterable[str]) -> list[Submission]:
        """The newest version of each of some agencies, unless it was returned."""
        where = {"year": year, "agency": {"$in": list(agencies)}}
        found = self.rows.find(where, session=session()).sort("number", 1)
        newest = {row["agency"]: self.from_document(row) for row in found}
        return [one for one in newest.values() if one.state is not SubmissionState.RETURNED]

    def waiting(self, campaign: str) -> list[Submission]:
        """The versions of a campaign that nobody has judged yet."""
        where = {"campaign": campaign, "state": SubmissionState.SUBMITTED.value}
        return [self.from_document(row) for row in self.rows.find(where, session=session())]

    def asked_of(self, submission: Submission, reviewer: str) -> Iterable[Aggregate]:
        """That somebody is to check a version, for when somebody else runs the campaign."""
        return self._to_check(submission, reviewer, new=False)

    def courses(self, year: int) -> list[Course]:
        """Every version of a year on its way, without what it says; what was compiled of ended units went no way."""
        names = ("agency", "number", "submitted_on", "timeliness", "returned_on", "accepted_on")
        where = {"year": year, "agency": {"$ne": ENDED}}
        found = self.rows.find(where, dict.fromkeys(names, 1), session=session())
        return [built(Course, row) for row in found.sort([("agency", 1), ("number", 1)])]

    def accepted(self, year: int) -> dict[str, Submission]:
        """The newest accepted version of each agency that has one."""
        where = {"year": year, "state": SubmissionState.ACCEPTED.value}
        found = self.rows.find(where, session=session()).sort("number", 1)
        return {row["agency"]: self.from_document(row) for row in found}

    def accepted_of(self, agency: str, year: int) -> Submission | None:
        """An agency's newest accepted version."""
        return _accepted(self.versions(agency, year))

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
            "returned_on": written(submission.returned_on),
            "correction_due_on": written(submission.correction_due_on),
            "reasons": [one.value for one in submission.reasons],
            "comments": list(submission.comments.items()),
            "answers": submission.answers,
            "accepted_on": written(submission.accepted_on),
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
            self.holds,
            row,
            **{name: row[name] for name in kept},
            submitted_on=date.fromisoformat(row["submitted_on"]),
            timeliness=Timeliness(row["timeliness"]),
            state=SubmissionState(row["state"]),
            sender=row.get("sender", ""),
            received_at=row.get("received_at", ""),
            returned_on=read(row["returned_on"]),
            correction_due_on=read(row["correction_due_on"]),
            reasons=tuple(ReturnReason(one) for one in row["reasons"]),
            comments=dict(row.get("comments", ())),
            answers=row.get("answers", {}),
            accepted_on=read(row["accepted_on"]),
        )


def _accepted(versions: list[Submission]) -> Submission | None:
    found = [one for one in versions if one.state is SubmissionState.ACCEPTED]
    return found[-1] if found else None


def _next(one: Submission) -> dict[str, Any]:
    """Where the version after one is found."""
    return {"year": one.year, "agency": one.agency, "number": one.number + 1}
