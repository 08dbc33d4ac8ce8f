"""What one can see: for each kind of thing the list of an agency, with states and the days that are due."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from kernel.store import Change, View
from services.consultation.domain import (
    ASKS_EVERYBODY,
    Criticism,
    CriticismState,
    Dialogue,
    DialogueState,
    Matter,
    Opinion,
    OpinionState,
    Project,
    ProjectState,
    Recommendation,
    RecommendationState,
    Round,
    RoundState,
    Supervision,
)

Row = dict[str, Any]
PAGE = 25
BY_DAY = [("agency", 1), ("on", -1), ("_id", -1)]
BY_DUE = [("agency", 1), ("open", 1), ("urgency", 1)]


class Listing(View):
    """One kind of thing: newest first, or those that are open by the day they are due."""

    indexes: ClassVar[tuple[Any, ...]] = ((BY_DAY, {}), (BY_DUE, {}))
    order: ClassVar[list[tuple[str, int]]] = BY_DAY[1:]

    def reflect(self, aggregate: Matter) -> Iterable[Change]:
        yield self.change(aggregate.id, set={**_common(aggregate), **self.shown(aggregate)})

    def shown(self, aggregate: Any) -> Row:
        """What a row of this list shows: at least title, `on` and whether it is open."""
        raise NotImplementedError

    def of(
        self,
        agency: str,
        *,
        page: int = 1,
        size: int = PAGE,
        order: Sequence[tuple[str, int]] = (),
        **where: Any,
    ) -> list[Row]:
        """One page of an agency's list, in its own order or another."""
        options = {"sort": [*(order or self.order)], "skip": (page - 1) * size, "limit": size}
        return list(self.find({"agency": agency, **_given(where)}, **options))

    def count(self, agency: str, **where: Any) -> int:
        """How many the list has."""
        return self.rows.count_documents({"agency": agency, **_given(where)})

    def waiting(self, agency: str, *, most: int) -> list[Row]:
        """Those that are open, by the day they are due."""
        where = {"agency": agency, "open": True}
        return list(self.find(where, sort=[("urgency", 1), ("_id", 1)], limit=most))

    def overdue(self, agency: str, today: date) -> int:
        """How many are open though their day has passed."""
        passed = {"$lt": today.isoformat(), "$ne": None}
        return self.rows.count_documents({"agency": agency, "open": True, "due_on": passed})


class RoundList(Listing):
    """Consultations; how many opinions each has and how many are answered is added as they come."""

    name = "consultation_list"
    reflects = Round

    def shown(self, one: Round) -> Row:
        return {
            "title": one.form.title,
            "kind": one.form.kind.value,
            "on": one.form.opened_on.isoformat(),
            "open": one.state is RoundState.OPEN,
        }

    def asking(self, today: date, *, page: int = 1) -> list[Row]:
        """One page of the rounds of all agencies in which everybody may give an opinion today, by their end."""
        options = {"sort": [("day", 1), ("_id", 1)], "skip": (page - 1) * PAGE, "limit": PAGE}
        return list(self.find(_asking(today), **options))

    def asked(self, today: date) -> int:
        """How many such rounds there are."""
        return self.rows.count_documents(_asking(today))

    def counts(self, round_id: str) -> tuple[int, int]:
        """How many opinions a round has, and how many of them are answered."""
        row = next(iter(self.find({"_id": round_id})), {})
        return row.get("opinions", 0), row.get("answered", 0)

    def counted(self, round_id: str, **by: int) -> Change:
        """So many more opinions, or answers."""
        return self.change(round_id, inc=by)


class OpinionList(Listing):
    """Opinions by their round; a row has the beginning of what they say."""

    name = "opinion_list"
    reflects = Opinion
    indexes: ClassVar[tuple[Any, ...]] = (
        ([("agency", 1), ("consultation", 1), ("number", 1)], {}),
        (BY_DUE, {}),
    )
    order: ClassVar[list[tuple[str, int]]] = [("number", 1)]

    def shown(self, one: Opinion) -> Row:
        return {
            "consultation": one.consultation,
            "number": one.number,
            "title": one.form.content[:200],
            "giver": one.form.giver.value,
            "online": one.form.online,
            "on": one.form.received_on.isoformat(),
            "response": one.answer.response.value if one.answer else None,
            "open": one.state is OpinionState.RECEIVED,
        }


class DialogueList(Listing):
    """Dialogue conferences."""

    name = "dialogue_list"
    reflects = Dialogue

    def shown(self, one: Dialogue) -> Row:
        return {
            "title": one.form.title,
            "on": one.form.planned_on.isoformat(),
            "in_time": one.announced_in_time and one.published_in_time is not False,
            "open": one.state is not DialogueState.PUBLISHED,
        }

    def announced(self, today: date) -> list[Row]:
        """The dialogues of all agencies that are still to come, the next first."""
        where = {"state": DialogueState.ANNOUNCED.value, "day": {"$gte": today.isoformat()}}
        return list(self.find(where, sort=[("day", 1), ("_id", 1)], limit=PAGE))


class SupervisionList(Listing):
    """Supervisions; how many recommendations each has and how many are replied to is added as they come."""

    name = "supervision_list"
    reflects = Supervision

    def shown(self, one: Supervision) -> Row:
        return {
            "title": one.form.subject,
            "supervisor": one.form.supervisor,
            "on": one.form.started_on.isoformat(),
            "open": False,
        }

    def counted(self, supervision_id: str, **by: int) -> Change:
        """So many more recommendations, or replies."""
        return self.change(supervision_id, inc=by)


class RecommendationList(Listing):
    """Recommendations after supervision."""

    name = "recommendation_list"
    reflects = Recommendation
    indexes: ClassVar[tuple[Any, ...]] = (
        ([("agency", 1), ("supervision", 1), ("on", -1)], {}),
        (BY_DAY, {}),
        (BY_DUE, {}),
    )

    def shown(self, one: Recommendation) -> Row:
        return {
            "supervision": one.supervision,
            "title": one.form.content[:200],
            "on": one.form.received_on.isoformat(),
            "in_time": one.replied_in_time,
            "open": one.state is RecommendationState.RECEIVED,
        }


class CriticismList(Listing):
    """Social criticism."""

    name = "criticism_list"
    reflects = Criticism

    def shown(self, one: Criticism) -> Row:
        return {
            "title": one.form.draft_title,
            "on": one.form.sent_on.isoformat(),
            "in_time": one.replied_in_time,
            "open": one.state is not CriticismState.REPLIED,
        }


class ProjectList(Listing):
    """Project files."""

    name = "project_list"
    reflects = Project

    def shown(self, one: Project) -> Row:
        return {
            "title": one.form.name,
            "on": one.posted_on.isoformat(),
            "open": one.state is not ProjectState.COMPLETED,
        }


def _asking(today: date) -> Row:
    begun, not_ended = {"$lte": today.isoformat()}, {"$gte": today.isoformat()}
    return {
        "open": True,
        "kind": {"$in": [one.value for one in ASKS_EVERYBODY]},
        "on": begun,
        "day": not_ended,
    }


def _common(one: Matter) -> Row:
    day = one.due_on or one.next_on
    return {
        "agency": one.agency,
        "state": str(one.state),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "day": day.isoformat() if day else None,
        "urgency": (day or date.max).isoformat(),
    }


def _given(where: Row) -> Row:
    return {name: value for name, value in where.items() if value is not None}
