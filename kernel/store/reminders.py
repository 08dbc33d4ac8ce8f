"""What others were told to be open about something, so that they are told again only when it changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

import orjson

from kernel.message import Aggregate, Event
from kernel.store.collection import Collection
from kernel.store.unit import session

if TYPE_CHECKING:
    from kernel.store.store import Store

A = TypeVar("A", bound=Aggregate)


@dataclass(kw_only=True)
class Reminder(Aggregate):
    """One open matter with the last word about it (empty: it is closed, or was never open)."""

    kind: ClassVar[str] = "duty"

    said: str = ""

    def keep(self, opened: Event | None, *, closed: Event) -> bool:
        """Tell that it is open, or (None) closed. Gives whether that is news."""
        now = orjson.dumps(opened).decode() if opened else ""
        if now == self.said:
            return False
        self.said = now
        self.tell(opened or closed)
        return True


class Reminders(Collection[Reminder]):
    """The open matters of a service, each under an id of its own."""

    name = "duties"
    holds = Reminder

    def kept(
        self, id_: str, opened: Event | None, *, closed: Event, agency: str, new: bool = False
    ) -> Iterator[Reminder]:
        """The reminder, if there is something to tell; `new`: there cannot be one yet, so none is looked for."""
        reminder = Reminder(id=id_, agency=agency) if new else self.of(id_, agency=agency)
        if reminder.keep(opened, closed=closed):
            yield reminder

    def of(self, id_: str, *, agency: str) -> Reminder:
        """The reminder under an id, a fresh one if there was none. It goes along with what it reminds of
        when another agency takes that over."""
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        reminder = self.from_document(row) if row else Reminder(id=id_, agency=agency)
        reminder.agency = agency
        return reminder


class Reminding(Collection[A]):
    """Aggregates that may owe something: what is open about each is told in the commit that changes it."""

    def __init__(self, store: "Store") -> None:
        super().__init__(store)
        self.reminders = Reminders(store)

    def owed(self, aggregate: A) -> tuple[Event | None, Event]:
        """What is open about it (None: nothing), and what is told when it is no more."""
        raise NotImplementedError

    def along(self, aggregate: A, *, new: bool) -> Iterable[Aggregate]:
        opened, closed = self.owed(aggregate)
        return self.reminders.kept(
            aggregate.id, opened, closed=closed, agency=aggregate.agency, new=new
        )
