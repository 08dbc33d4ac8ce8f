"""The law in force as the registry told it, kept by each service beside what was shipped."""

from datetime import date

from contracts.registry import CalendarPublished, RulePackActivated
from kernel.store import Change, Store, View
from law.active import CALENDAR, Edition, packs_on, register_of
from law.calendar.register import Register
from law.calendar.table import Calendar
from law.packs.packs import Packs

FRESH_SECONDS = 0.5


class LawBook(View):
    """Every edition of the calendar and of rule packs that was put in force at run time.

    Asked of the database at most twice a second.
    """

    name = "law_book"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._editions: tuple[Edition, ...] = ()
        self._asked = float("-inf")

    def published(self, event: CalendarPublished) -> Change:
        """The calendar has one more decision."""
        return self._put(CALENDAR, event.number, event.published_on, event.content)

    def activated(self, event: RulePackActivated) -> Change:
        """A pack says something else from a day on."""
        return self._put(event.pack, event.number, event.activated_on, event.content)

    def register(self) -> Register:
        """The decisions about days known by now."""
        return register_of(self.editions())

    def calendar(self, known_on: date) -> Calendar:
        """The calendar as an officer could know it on a day."""
        return self.register().as_known_at(known_on)

    def packs(self, on: date) -> Packs:
        """The rules in force on a day."""
        return packs_on(self.editions(), on)

    def editions(self) -> tuple[Edition, ...]:
        """What was told so far."""
        now = self.store.clock.monotonic()
        if now - self._asked > FRESH_SECONDS:
            self._editions, self._asked = tuple(self._read()), now
        return self._editions

    def _read(self) -> list[Edition]:
        rows = self.rows.find({}, sort=[("_id", 1)])
        return [
            Edition(
                what=row["what"],
                number=row["number"],
                since=date.fromisoformat(row["since"]),
                content=row["content"],
            )
            for row in rows
        ]

    def _put(self, what: str, number: int, since: date, content: str) -> Change:
        said = {"what": what, "number": number, "since": since.isoformat(), "content": content}
        return self.change(f"{what}|{number}", set=said)
