"""What one can see of notices: the notices themselves, the message to each recipient, who has read what.

All three are made once and then lived with (sent, read), so a rebuild fills in only what is missing.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from contracts.duties import DutyDone, DutyTold
from contracts.notify import Topic
from kernel.message import Aggregate, Told
from kernel.store import Change, View
from services.notify.domain import Dispatch, Participant, Sending, State

Row = dict[str, Any]
WANTED, SPREAD, CLOSED = "WANTED", "SPREAD", "CLOSED"
NEWEST = [("day", -1), ("_id", -1)]


class Notices(View):
    """One row for each event somebody may wish to hear of; the row's id is the event's."""

    name = "notices"
    reflects = Dispatch
    indexes = (
        ([("place", 1), ("day", -1), ("_id", -1)], {}),
        ([("agency", 1), ("day", -1), ("_id", -1)], {}),
        ([("everywhere", 1), ("day", -1), ("_id", -1)], {}),
        ([("state", 1), ("open", 1), ("_id", 1)], {}),
    )

    def wanted(
        self,
        topic: Topic,
        facts: Row,
        told: Told,
        *,
        place: str,
        everywhere: bool,
        inside: bool = False,
    ) -> Change:
        """The notice of an event, to be spread to its recipients; one `inside` an office has none."""
        return self.change(
            told.id,
            set={
                "topic": topic.value,
                "facts": facts,
                "agency": told.agency,
                "about": told.subject,
                "place": place,
                "everywhere": everywhere,
                "day": told.legaldate,
                "happened": datetime.fromisoformat(told.time),
            },
            first={"state": CLOSED if inside else WANTED, "total": 0, "open": 0, "failed": 0},
        )

    def reflect(self, dispatch: Dispatch) -> Iterable[Change]:
        yield self.change(dispatch.id, set={"state": CLOSED})

    def out(self, notice: str, *, total: int, failed: int) -> Change:
        """It went out before a restore, and what it says is not here yet."""
        known = {"total": total, "open": 0, "failed": failed}
        return self.change(notice, set={"state": CLOSED, **known})

    def spread(self, notice: str, *, place: str, total: int, letters: int) -> Change:
        """It has its recipients, those of the place the agency belongs to by now, so many of them with a letter;
        without any it is closed."""
        state = SPREAD if total else CLOSED
        set_ = {"state": state, "place": place, "total": total, "open": letters}
        return self.change(notice, set=set_)

    def moved(self, notice: str, before: Sending, after: Sending) -> Change:
        """One of its letters went on."""
        more = {
            "open": after.open - before.open,
            "failed": (after.state is State.FAILED) - (before.state is State.FAILED),
        }
        return self.change(notice, inc=more, set={"state": SPREAD} if after.open else {})

    def one(self, notice: str) -> Row | None:
        """One notice."""
        return next(self.find({"_id": notice}), None)

    def waiting(self, limit: int) -> list[str]:
        """Notices nobody has been told of, the oldest first."""
        return self._ids({"state": WANTED}, limit)

    def finished(self, limit: int) -> list[str]:
        """Notices whose letters are all sent or failed, and that are not closed."""
        return self._ids({"state": SPREAD, "open": 0}, limit)

    def _ids(self, where: Row, limit: int) -> list[str]:
        return [row["_id"] for row in self.find(where, sort=[("_id", 1)], limit=limit)]

    def shown(self, where: Row, *, page: int, size: int) -> list[Row]:
        """One page, newest first."""
        return list(self.find(where, sort=NEWEST, skip=(page - 1) * size, limit=size))

    def count(self, where: Row) -> int:
        """How many there are."""
        return self.rows.count_documents(where)


class Messages(View):
    """One row per notice and recipient: the letter, or (without an address) the place in the inbox."""

    name = "messages"
    reflects = Aggregate
    indexes = (
        ([("notice", 1), ("participant", 1)], {"unique": True}),
        ([("due", 1)], {"partialFilterExpression": {"open": True}}),
        ([("state", 1), ("due", -1)], {}),
    )

    def to(self, participant: Participant, notice: str, sending: Sending) -> Change:
        """The message to one recipient; made once."""
        return self.change(
            message_id(notice, participant.id),
            first={
                "notice": notice,
                "participant": participant.id,
                "place": participant.agency,
                "token": "",
                **_document(sending),
            },
        )

    def moved(self, message: str, sending: Sending, *, token: str = "") -> Change:
        """It went on; `token` names who holds it."""
        return self.change(message, set={**_document(sending), "token": token})

    def out(self, notice: str) -> Iterable[Change]:
        """Its letters went out before a restore: none of them goes again."""
        for row in self.find({"notice": notice, "open": True}):
            yield self.change(
                row["_id"], set={"open": False, "state": State.SENT.value, "token": ""}
            )

    def one(self, message: str) -> Row | None:
        """One message."""
        return next(self.find({"_id": message}), None)

    def due(self, now: datetime) -> Row | None:
        """The letter that has been due longest."""
        where = {"open": True, "due": {"$lte": now}}
        return next(self.find(where, sort=[("due", 1)], limit=1), None)

    def states(self, place: str | None) -> dict[State, int]:
        """How many messages are in each state."""
        where: Row = {"place": place} if place else {}
        groups: list[Row] = [{"$match": where}, {"$group": {"_id": "$state", "n": {"$sum": 1}}}]
        found = {State(row["_id"]): row["n"] for row in self.rows.aggregate(groups)}
        return {state: found.get(state, 0) for state in State}

    def failed(self, place: str | None, *, page: int, size: int) -> list[Row]:
        """Letters that failed, the latest first."""
        where = {"state": State.FAILED.value, **({"place": place} if place else {})}
        return list(self.find(where, sort=[("due", -1)], skip=(page - 1) * size, limit=size))


class Readings(View):
    """Which account has read which notice."""

    name = "readings"
    reflects = Aggregate
    indexes = (([("user", 1)], {}),)

    def read(self, user: str, notice: str, *, at: datetime) -> Change:
        """An account has read a notice."""
        return self.change(f"{user}|{notice}", first={"user": user, "notice": notice, "at": at})

    def of(self, user: str) -> list[str]:
        """The notices an account has read."""
        return [row["notice"] for row in self.find({"user": user})]


class Duties(View):
    """What is open for whom, as the services told it last; one row for each duty."""

    name = "duties"
    indexes = (
        ([("owner", 1), ("paused", 1), ("last", 1), ("_id", 1)], {}),
        ([("owner", 1), ("roles", 1)], {}),
    )

    def opened(self, duty: DutyTold, told: Told) -> Change:
        """A duty is open, or something of it changed: the last word counts."""
        due_on = duty.due_on.isoformat() if duty.due_on else None
        said = {
            "kind": duty.kind.value,
            "code": duty.code,
            "owner": duty.owner,
            "roles": list(duty.roles),
            "assignee": duty.assignee,
            "opened_on": duty.opened_on.isoformat(),
            "due_on": due_on,
            "last": due_on or NEVER,
            "paused": duty.paused,
            "link": duty.link,
        }
        return self.change(_duty_id(duty.duty, told), set=said)

    def closed(self, duty: DutyDone, told: Told) -> Change:
        """A duty is no more."""
        return self.change(_duty_id(duty.duty, told), delete=True)

    def listed(self, where: Row, *, page: int, size: int) -> list[Row]:
        """One page by time left: what is due first comes first, what waits for others last."""
        order = [("paused", 1), ("last", 1), ("_id", 1)]
        return list(self.find(where, sort=order, skip=(page - 1) * size, limit=size))

    def count(self, where: Row) -> int:
        """How many there are."""
        return self.rows.count_documents(where)

    def earliest(self, where: Row, limit: int) -> list[Row]:
        """The due days of what runs, the earliest first: enough to count the urgent ones."""
        shown = {"due_on": 1, "paused": 1}
        return list(self.rows.find(where, shown, sort=[("paused", 1), ("last", 1)], limit=limit))


NEVER = "9999-12-31"


def _duty_id(duty: str, told: Told) -> str:
    """Its id among all services' duties: two services may use the same words."""
    return f"{told.type.partition('.')[0]}|{duty}"


def message_id(notice: str, participant: str) -> str:
    """The id of the one message of a notice to a participant."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"danvan/message/{notice}/{participant}"))


def sending_of(row: Row) -> Sending:
    """Where the letter of a row stands."""
    return Sending(
        state=State(row["state"]),
        due=row["due"],
        attempts=row["attempts"],
        copies=row["copies"],
        reason=row["reason"],
    )


def _document(sending: Sending) -> Row:
    return {
        "state": sending.state.value,
        "open": sending.open,
        "due": sending.due,
        "attempts": sending.attempts,
        "copies": sending.copies,
        "reason": sending.reason,
    }
