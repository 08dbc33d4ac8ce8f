"""Services that only sites under test know: the province's announcer, and who listens to it at a site."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kernel.message import Actor, Aggregate, Audience, Event, Told, event, follows
from kernel.store import Change, Collection, Store, View, command


@event("registry.announced", audience=Audience.ALL)
class Announced(Event):
    """Something everybody should know."""

    number: int


@event("registry.told_one", audience=Audience.ADDRESSED)
class ToldOne(Event):
    """Something one site should know."""

    number: int


@dataclass(kw_only=True)
class Notice(Aggregate):
    """A notice to all, or to one site."""

    kind: ClassVar[str] = "notice"

    numbers: list[int] = field(default_factory=list)


class Notices(Collection[Notice]):
    """All notices."""

    name = "notices"
    holds = Notice

    def to_document(self, notice: Notice) -> dict[str, Any]:
        return {"numbers": notice.numbers}

    def from_document(self, row: dict[str, Any]) -> Notice:
        return self.restored(Notice, row, numbers=row["numbers"])


class Announcer:
    """Tells everybody; bears the registry's name."""

    name = "registry"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.notices = Notices(store)

    @command
    def announce(self, ids: list[str], *, by: Actor, to: str = "") -> None:
        """A notice for each id."""
        for number, one in enumerate(ids):
            notice = Notice(id=one, agency=by.agency)
            notice.tell(ToldOne(number=number) if to else Announced(number=number), to=to)
            self.store.commit(notice)


class Board(View):
    """Which notices came, and how often."""

    name = "board"


class Listener:
    """Puts notices on the board; bears planning's name."""

    name = "planning"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.board = Board(store)

    @follows(Announced)
    def on_announced(self, event: Announced, told: Told) -> Iterable[Change]:
        return [self.board.change(told.subject.split("/")[1], inc={"n": 1})]

    @follows(ToldOne)
    def on_told_one(self, event: ToldOne, told: Told) -> Iterable[Change]:
        return [self.board.change(told.subject.split("/")[1], inc={"n": 1})]
