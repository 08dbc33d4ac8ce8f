"""What reception remembers: petitions, handovers, sessions, and the running numbers of each register."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from contracts.reception import DutyClosed, DutyOpened, Host, SessionKind
from kernel.errors import NotFound
from kernel.message import Aggregate
from kernel.store import Numbers, Reminding, Store
from kernel.store.unit import current, session
from services.reception.domain import COUNTS, Petition, PetitionForm, Session, SessionForm
from services.reception.domain.duties import duty_of, minutes_owed, step_id, step_of
from services.reception.domain.plain import made, plain, readers
from services.reception.domain.session import PARTS
from services.reception.store.keys import AgencyKeys
from services.reception.store.vault import open_petitioner, seal_petitioner

KEPT = (
    "number",
    "year",
    "state",
    "clocks",
    "contents",
    "history",
    "classification",
    "accepted_on",
    "acceptance",
    "is_complex",
    "remote",
    "decided_on",
    "decision",
    "outcome",
    "on_time",
    "handler",
    "parent",
    "parts",
    "master",
    "first_received_on",
    "dialogue_owed",
    "checked_for_duplicates",
    "findings",
    "rounds",
)
WRITTEN = tuple(one.name for one in fields(PetitionForm) if one.name != "petitioner")
CANDIDATES = 50


class Petitions(Reminding[Petition]):
    """All petitions of the agencies at this site."""

    name = "petitions"
    holds = Petition
    indexes = (
        ([("agency", 1), ("year", 1), ("number", 1)], {"unique": True}),
        ([("agency", 1), ("received_on", 1)], {}),
        ([("agency", 1), ("against", 1)], {"partialFilterExpression": {"against": {"$gt": ""}}}),
        ([("agency", 1), ("master", 1)], {"partialFilterExpression": {"master": {"$gt": ""}}}),
        ([("parts", 1)], {"partialFilterExpression": {"parts": {"$gt": ""}}}),
        ([("state", 1)], {"partialFilterExpression": {"state": "AWAITING_SUPPLEMENT"}}),
    )

    def __init__(self, store: Store, keys: AgencyKeys) -> None:
        super().__init__(store)
        self.keys = keys

    def owed(self, petition: Petition) -> tuple[DutyOpened | None, DutyClosed]:
        today = self._store.clock.today()
        return duty_of(petition, today=today), DutyClosed(duty=petition.id, owner=petition.agency)

    def along(self, petition: Petition, *, new: bool) -> Iterable[Aggregate]:
        """What is owed next, and the next step with a time limit of its own."""
        yield from super().along(petition, new=new)
        step, agency = step_id(petition), petition.agency
        closed = DutyClosed(duty=step, owner=agency)
        opened = step_of(petition)
        yield from self.reminders.kept(step, opened, closed=closed, agency=agency, new=new)

    def anywhere(self, id_: str) -> Petition:
        """A petition of whatever agency, for its citizen. Raises `NotFound`."""
        row = self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)

    def latest(self, where: dict[str, Any], *, most: int) -> list[dict[str, Any]]:
        """Id, number and year of the newest petitions of a kind."""
        shown = {"number": 1, "year": 1}
        return list(self.rows.find(where, shown, sort=[("year", -1), ("number", -1)], limit=most))

    def to_document(self, petition: Petition) -> dict[str, Any]:
        """All of it, but who petitions only sealed."""
        kept = {name: plain(getattr(petition, name)) for name in KEPT}
        form = {name: plain(getattr(petition.form, name)) for name in WRITTEN}
        keys = self.keys.of(petition.agency)
        who = seal_petitioner(keys, petition.id, petition.form.petitioner)
        return {**form, "petitioner": who, **kept}

    def from_document(self, row: dict[str, Any]) -> Petition:
        read = readers(Petition)
        kept = {name: read[name](row[name]) for name in KEPT if name in row}
        written = {name: row[name] for name in WRITTEN if name in row}
        form = made(PetitionForm, written)
        form = replace(form, petitioner=open_petitioner(self.keys, row))
        return self.restored(Petition, row, form=form, **kept)

    def many(self, ids: Iterable[str], *, agency: str) -> list[Petition]:
        """Several of an agency, in the order asked for. Raises `NotFound`."""
        return [self.get(id_, agency=agency) for id_ in ids]

    def linked_to(self, master: str, *, agency: str) -> list[Petition]:
        """The petitions linked to one."""
        rows = self.rows.find({"agency": agency, "master": master}, session=session())
        return [self.from_document(row) for row in rows]

    def here(self, ids: Iterable[str], *, agency: str) -> list[Petition]:
        """Those of several that an agency has; another agency may have others of one family."""
        found = (self.revived(id_) for id_ in ids)
        return [one for one in found if one and one.agency == agency]

    def near(self, petition: Petition) -> list[Petition]:
        """The letter it was split from, its parts, what it is linked to and what is linked to it, at its agency."""
        ids = [one for one in (petition.parent, petition.master, *petition.parts) if one]
        return [
            *self.here(ids, agency=petition.agency),
            *self.linked_to(petition.id, agency=petition.agency),
        ]

    def family(self, petition: Petition) -> list[Petition]:
        """All petitions of the agency that hang together with one, near or far, without it."""
        found, left = {petition.id: petition}, [petition]
        while left:
            fresh = {one.id: one for one in self.near(left.pop()) if one.id not in found}
            found |= fresh
            left += fresh.values()
        return list(found.values())[1:]

    def split_into(self, part: str) -> Petition | None:
        """The petition that was split into this one among others, saved already or in this unit of work."""
        unit = current.get()
        rows = (
            [row for (name, _), (_, row) in unit.writes.states.items() if name == self.name]
            if unit
            else []
        )
        found = next((row for row in rows if part in row["parts"]), None)
        asked = {"parts": {"$eq": part, "$gt": ""}}
        row = found or self.rows.find_one(asked, session=session())
        return self.from_document(row) if row else None

    def of_same_target(self, petition: Petition) -> list[Petition]:
        """Petitions of the agency about the same target."""
        if not petition.form.against:
            return []
        asked = {"agency": petition.agency, "against": petition.form.against}
        rows = self.rows.find(asked, session=session()).limit(CANDIDATES)
        return [self.from_document(row) for row in rows]

    def in_period(self, agency: str, *, until: date) -> Iterator[Petition]:
        """Every petition of an agency received by a day, for its statistics."""
        asked = {"agency": agency, "received_on": {"$lte": until.isoformat()}}
        for row in self.rows.find(asked).sort([("received_on", 1), ("_id", 1)]):
            yield self.from_document(row)

    def unsupplemented(self, today: date) -> Iterator[Petition]:
        """Those of all agencies whose time for a supplement is over."""
        over: dict[str, Any] = {"kind": "SUPPLEMENT", "ended_on": None}
        over["deadline.due_on"] = {"$lt": today.isoformat()}
        asked = {"state": "AWAITING_SUPPLEMENT", "clocks": {"$elemMatch": over}}
        for row in self.rows.find(asked).sort("_id", 1):
            yield self.from_document(row)

    def open_clocks(self, *, since: date) -> list[tuple[str, str]]:
        """Agency and id of the petitions with a time that is still open and not over by a day."""
        running = {"ended_on": None, "deadline.due_on": {"$gte": since.isoformat()}}
        asked = {"clocks": {"$elemMatch": running}}
        return [(row["agency"], row["_id"]) for row in self.rows.find(asked, {"agency": 1})]


COURSE = (
    "state",
    "opening",
    "ended_on",
    "ended_by",
    "minutes_due",
    "minutes",
    "closed_on",
    "corrections",
)


UNMINUTED: dict[str, Any] = {
    "minutes_due.due_on": {"$gt": ""},
    "state": {"$in": ["HELD", "MINUTED"]},
}


class Sessions(Reminding[Session]):
    """All reception sessions of the agencies at this site; under one presider at one place one is open at most."""

    name = "sessions"
    holds = Session
    indexes = (
        (
            [("agency", 1), ("open_at", 1)],
            {"unique": True, "partialFilterExpression": {"open_at": {"$gt": ""}}},
        ),
        (
            [("minutes.conclusions.petition", 1)],
            {"partialFilterExpression": {"minutes.conclusions.petition": {"$gt": ""}}},
        ),
    )

    def owed(self, session: Session) -> tuple[DutyOpened | None, DutyClosed]:
        return minutes_owed(session), DutyClosed(duty=session.id, owner=session.agency)

    def unminuted(self, agency: str) -> list[Session]:
        """Those of an agency that are still to be closed."""
        rows = self.rows.find({"agency": agency, **UNMINUTED})
        return [self.from_document(row) for row in rows]

    def about(self, petition: str, *, agency: str) -> list[Session]:
        """Those of an agency of which a conclusion goes on in a petition, the oldest first."""
        goes_on = {"$eq": petition, "$gt": ""}
        asked = {"minutes.conclusions.petition": goes_on, "agency": agency}
        return [self.from_document(row) for row in self.rows.find(asked, sort=[("held_on", 1)])]

    def open_ones(self, agency: str) -> list[Session]:
        """Those of an agency that are open, the oldest first."""
        asked = {"agency": agency, "open_at": {"$gt": ""}}
        return [self.from_document(row) for row in self.rows.find(asked, sort=[("_id", 1)])]

    def to_document(self, session: Session) -> dict[str, Any]:
        form = {**asdict(session.form), "held_on": session.form.held_on.isoformat()}
        course = {name: plain(getattr(session, name)) for name in COURSE}
        return {**form, **course, "open_at": session.open_at}

    def from_document(self, row: dict[str, Any]) -> Session:
        read = readers(Session)
        course = {name: read[name](row[name]) for name in COURSE if name in row}
        return self.restored(
            Session,
            row,
            **course,
            form=SessionForm(
                session_kind=SessionKind(row["session_kind"]),
                host=Host(row["host"]),
                held_on=date.fromisoformat(row["held_on"]),
                place=row["place"],
                online=row["online"],
                client_ref=row["client_ref"],
                **{name: row[name] for name in COUNTS},
                **{name: row.get(name, 0) for name in PARTS},
            ),
        )


class Register(Numbers):
    """The numbers of the petition register (sổ đơn), per agency and year."""

    def next_in(self, agency: str, year: int) -> int:
        """The next number in an agency's register of a year."""
        return self.next(f"petitions|{agency}|{year}")

    def next_of(self, book: str, agency: str, year: int) -> int:
        """The next number in another of an agency's registers of a year (đôn đốc, thông báo)."""
        return self.next(f"{book}|{agency}|{year}")
