"""Open things go to another agency after a reorganisation: in batches, each a transaction, resumed anywhere.

What an ended agency still has open is looked for again and again, not remembered: whatever was begun at the
last moment, or came back from elsewhere, is found too. A batch that was cut off has moved nothing or all of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from contracts.handover import HandedOverTold, HandoverFinished
from contracts.registry import AgencyReorganised
from kernel.message import Actor, Aggregate, Told, named_id
from kernel.store import Change, Collection, Store, View
from law.units.passing import Passing

A = TypeVar("A", bound=Aggregate)
Row = dict[str, Any]
Still = Callable[[], bool]
BATCH = 100
ONE_DAY = timedelta(days=1)


@dataclass(kw_only=True)
class Handover(Aggregate):
    """That one agency handed everything over in this service."""

    kind: ClassVar[str] = "handover"

    act: str
    moved: int = 0


class HandoversDone(Collection[Handover]):
    """The handovers that are finished here."""

    name = "handovers"
    holds = Handover


class HandoversDue(View):
    """Which agency's open things go to whom, from which day on, and how many have gone.

    Made once and then lived with, so a rebuild fills in only what is missing.
    """

    name = "handovers_due"
    reflects = Handover
    indexes = (([("effective_on", 1), ("done", 1)], {}), ([("giver", 1)], {}))

    def told(self, event: AgencyReorganised) -> Change:
        """A reorganisation touches an agency."""
        return self.change(
            f"{event.act}|{event.unit}",
            set={
                "act": event.act,
                "giver": event.unit,
                "ends": event.ends,
                "effective_on": event.effective_on.isoformat(),
                "superior": event.superior,
                "successors": list(event.successors),
                "places": list(zip(event.places, event.place_holders, strict=True)),
                "chosen": list(zip(event.chosen, event.chosen_receivers, strict=True)),
            },
            first={"moved": 0, "done": False},
        )

    def reflect(self, handover: Handover) -> Iterator[Change]:
        giver = handover.agency
        yield self.change(f"{handover.act}|{giver}", set={"done": True, "moved": handover.moved})

    def moved(self, row: Row, number: int) -> Change:
        """So many things went."""
        return self.change(row["_id"], inc={"moved": number})

    def ended(self, today: date) -> dict[str, Row]:
        """The agencies that hold nothing any more on a day, by id."""
        where = {"ends": True, "effective_on": {"$lte": today.isoformat()}}
        return {row["giver"]: row for row in self.find(where)}

    def open(self, today: date) -> list[Row]:
        """Those that hold by now and are not finished, the oldest first."""
        where = {"done": False, "effective_on": {"$lte": today.isoformat()}}
        return list(self.find(where, sort=[("effective_on", 1), ("_id", 1)]))

    def of(self, act: str) -> list[Row]:
        """How far each agency of a reorganisation is."""
        return list(self.find({"act": act}, sort=[("giver", 1)]))


@dataclass(frozen=True, kw_only=True)
class Thing(Generic[A]):
    """A kind of thing that may be handed over: where it is kept, which of them are open (a question to the
    database), which places it touches, and what else has to happen to one that goes (a number in the
    receiver's register). `pass_on` is given the thing, the receiver and the giver's last day; `more` gives the
    ids of further ones that count as open, `along` what goes with one to the same receiver when its holder ends.
    """

    kept: Collection[A]
    open: Row
    places: Callable[[A], Sequence[str]] = lambda thing: ()
    pass_on: Callable[[A, str, date], None] = lambda thing, receiver, day: thing.pass_to(
        receiver, last_day=day
    )
    more: Callable[[], Sequence[str]] = tuple
    along: Callable[[A], Sequence[A]] = lambda thing: ()

    @property
    def what(self) -> str:
        """The name of its kind."""
        return self.kept.holds.kind

    @property
    def left(self) -> Row:
        """The question to the database for those with something left to do."""
        more = list(self.more())
        return {"$or": [self.open, {"_id": {"$in": more}}]} if more else self.open

    def held_by(self, giver: str, chosen: Sequence[str] | None, limit: int) -> list[A]:
        """Some open ones an agency has; only chosen ones unless None."""
        where = {"agency": giver, **self.left}
        if chosen is not None:
            where["_id"] = {"$in": list(chosen)}
        return [self.kept.from_document(row) for row in self.kept.some(where, limit=limit)]


class HandoverDesk:
    """Hands over what is due in one service; `over` and `done` are the events by which it says so."""

    def __init__(
        self,
        store: Store,
        things: Sequence[Thing[Any]],
        *,
        over: type[HandedOverTold],
        done: type[HandoverFinished],
    ) -> None:
        self.store, self.things, self.over, self.done = store, things, over, done
        self.due, self.finished = HandoversDue(store), HandoversDone(store)
        self.batch = BATCH

    def go_on(self, still: Still = lambda: True) -> bool:
        """Hand over until nothing that is due is left, or `still` says no. Gives whether something went."""
        went = False
        while still() and self._round(still):
            went = True
        return went

    def _round(self, still: Still) -> int:
        """Once through all that is due; gives how many things went."""
        today = self.store.clock.today()
        rows = [*self._left(today), *(one for one in self.due.open(today) if not one["ends"])]
        went = sum(self._all_of(row, still) for row in rows)
        left = {row["giver"] for row in self._left(today)}
        empty = [row for row in self.due.open(today) if row["giver"] not in left]
        for at in range(0, len(empty), self.batch):
            if still():
                self._finish(empty[at : at + self.batch])
        return went

    def _left(self, today: date) -> list[Row]:
        """The ended agencies that still have something open."""
        ended = self.due.ended(today)
        if not ended:
            return []
        where = {"agency": {"$in": list(ended)}}
        held = {id_ for one in self.things for id_ in one.kept.owners({**where, **one.left})}
        return [row for giver, row in ended.items() if giver in held]

    def _all_of(self, row: Row, still: Still) -> int:
        went = 0
        while still() and (number := self._once(lambda: self._batch(row))):
            went += number
        return went

    def _once(self, act: Callable[[], int]) -> int:
        by = Actor(user="handover", role="SYSTEM", agency=self.store.settings.site)
        number: int = self.store.once(act, by=by, command="hand_over")
        return number

    def _batch(self, row: Row) -> int:
        """Some things, in one transaction."""
        passing, last_day = passing_of(row), date.fromisoformat(row["effective_on"]) - ONE_DAY
        chosen = None if row["ends"] else list(passing.chosen)
        gone = set[str]()
        for one in self.things:
            room = self.batch - len(gone)
            for thing in one.held_by(row["giver"], chosen, room) if room > 0 else ():
                if thing.id in gone:
                    continue
                group = (thing, *(one.along(thing) if row["ends"] else ()))
                receiver = _receiver(one, group, passing)
                for each in group:
                    self._hand(one, each, row, receiver, last_day)
                gone |= {each.id for each in group}
        if gone:
            self.store.note(self.due.moved(row, len(gone)))
        return len(gone)

    def _hand(self, one: Thing[Any], thing: Any, row: Row, receiver: str, last_day: date) -> None:
        one.pass_on(thing, receiver, last_day)
        thing.tell(
            self.over(
                what=one.what,
                thing=thing.id,
                giver=row["giver"],
                receiver=receiver,
                last_day=last_day,
                act=row["act"],
            )
        )
        self.store.commit(thing)

    # --- what was on its way to one that ended ------------------------------------------------------

    def addresses_of(self, agency: str) -> list[str]:
        """The agency itself, and those that ended whose post it opens: one that ended without a single
        successor has its superior for that."""
        ended = self.due.ended(self.store.clock.today())
        heirs = {giver: passing_of(row).receiver("") for giver, row in ended.items()}
        found = [agency]
        for one in found:
            found += [giver for giver, heir in heirs.items() if heir == one and giver not in found]
        return found

    # --- after a restore ----------------------------------------------------------------------------

    def handed_again(self, event: HandedOverTold) -> Any:
        """The thing an event of the past handed over, with its receiver once more. Raises `NotFound`."""
        kind = next(one for one in self.things if one.what == event.what)
        thing = kind.kept.known(event.thing)
        kind.pass_on(thing, event.receiver, event.last_day)
        return thing

    def finished_again(self, event: HandoverFinished, told: Told) -> Handover:
        """That an agency handed everything over, as an event of the past says."""
        id_ = told.subject.partition("/")[2]
        return Handover(id=id_, agency=event.giver, act=event.act, moved=event.moved)

    # --- the end ------------------------------------------------------------------------------------

    def _finish(self, rows: Sequence[Row]) -> None:
        """Say that nothing is left with some agencies."""

        def act() -> int:
            self.store.commit(*map(self._finished, rows))
            return len(rows)

        self._once(act)

    def _finished(self, row: Row) -> Handover:
        act, giver, moved = row["act"], row["giver"], row["moved"]
        id_ = named_id(giver, Handover.kind, act)
        handover = Handover(id=id_, agency=giver, act=act, moved=moved)
        today = self.store.clock.today()
        handover.tell(self.done(act=act, giver=giver, moved=moved, finished_on=today))
        return handover


def _receiver(one: Thing[Any], group: Sequence[Any], passing: Passing) -> str:
    """Who takes what goes together: by the one that was chosen for somebody, or else by the first."""
    first = next((each for each in group if each.id in passing.chosen), group[0])
    receiver = passing.receiver(first.id, one.places(first))
    assert receiver is not None, "what stays is not asked for"
    return receiver


def heirs_of(
    ended: Iterable[str], rows: Mapping[str, Row], duty: Callable[[str], str]
) -> dict[str, str]:
    """Who has what ended agencies owed, as far as one agency alone has all of theirs. `rows`: what
    `HandoversDue.ended` gives; `duty`: the id of what one owed."""
    return {
        one: passing_of(rows[one]).receiver(duty(one)) or ""
        for one in ended
        if one in rows and len(set(rows[one]["successors"])) == 1
    }


def passing_of(row: Row) -> Passing:
    """How the work of an agency passes on, by its row."""
    places: dict[str, set[str]] = {}
    for place, holder in row["places"]:
        places.setdefault(place, set()).add(holder)
    return Passing(
        ends=row["ends"],
        superior=row["superior"],
        successors=tuple(dict.fromkeys(row["successors"])),
        places={place: frozenset(holders) for place, holders in places.items()},
        chosen=dict(row["chosen"]),
    )
