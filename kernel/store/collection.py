"""Base classes of a service's memory: collections of aggregates, read models, running numbers."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from kernel.errors import Conflict, NotFound
from kernel.message import Aggregate, Past, named_id, new_id
from kernel.store.changes import Change, Step
from kernel.store.documents import built, document, restored_fields
from kernel.store.mongo import Document, Rows
from kernel.store.unit import Held, Unit, current, session

if TYPE_CHECKING:
    from kernel.store.store import Store

A = TypeVar("A", bound=Aggregate)

Index = tuple[list[tuple[str, int]], dict[str, Any]]


class AlreadyEntered(Conflict):
    """What the agency's own software calls by this name was entered before."""

    code = "already_entered"
    title = "Mã tham chiếu “{ref}” đã được nhập trước đó."


class Collection(Generic[A]):
    """The aggregates of one kind. A subclass names the collection and its indexes, and both ways of turning
    a document into a domain object where field by field is not the way. Every question names the agency that asks.
    """

    name: ClassVar[str]
    holds: ClassVar[type[Aggregate]]
    indexes: ClassVar[tuple[Index, ...]] = ()

    def __init__(self, store: "Store") -> None:
        self.rows: Rows[Document] = store.database[self.name]
        self._store = store
        store.keeps(self)

    def to_document(self, aggregate: A) -> Document:
        """The fields of the domain object (the store adds id, agency, version)."""
        return document(aggregate)

    def from_document(self, row: Document) -> A:
        """The domain object of a document."""
        cls: Any = self.holds
        made: A = self.restored(cls, row, **restored_fields(cls, row))
        return made

    def along(self, aggregate: A, *, new: bool) -> Iterable[Aggregate]:
        """What is saved in the same breath because of this one (`new`: never saved before); nothing here."""
        return ()

    def get(self, id_: str, *, agency: str) -> A:
        """Load one. Raises `NotFound`, also when it belongs to another agency."""
        return self.from_document(self._row(id_, agency))

    def known(self, id_: str) -> A:
        """Load one of whatever agency, for work that is no agency's question (what comes back after a restore).
        Raises `NotFound`."""
        found = self.revived(id_)
        if found is None:
            raise NotFound
        return found

    def revived(self, id_: str) -> A | None:
        """The same; None if there is none."""
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        return self.from_document(row) if row else None

    def some(self, where: Document, *, limit: int) -> list[Document]:
        """Up to so many documents of whatever agency, for work that goes through all of them."""
        return list(self.rows.find(where, session=session(), limit=limit, sort=[("_id", 1)]))

    def owners(self, where: Document) -> list[str]:
        """The agencies that have at least one such."""
        return list(self.rows.distinct("agency", where, session=session()))

    def new_id(self, agency: str, ref: str) -> str:
        """The id of a new one: by the name other software gives it, or fresh. Raises `AlreadyEntered`, and
        what the store's `admit` raises for an agency that may begin nothing."""
        self._store.admit(agency)
        if not ref:
            return new_id()
        id_ = named_id(agency, self.holds.kind, ref)
        if self._unsaved(id_) or self.rows.find_one({"_id": id_}, {"_id": 1}, session=session()):
            raise AlreadyEntered(ref=ref)
        return id_

    def _row(self, id_: str, agency: str) -> Document:
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        if row["agency"] != agency:
            self._store.audit.foreign(f"{self.holds.kind}/{id_}", of=row["agency"])
            raise NotFound
        return row

    def _unsaved(self, id_: str) -> Document | None:
        unit = current.get()
        known = unit.writes.states.get((self.name, id_)) if unit else None
        return known[1] if known else None

    def restored(self, cls: type[A], row: Document, **fields: Any) -> A:
        """Build a domain object with the fields every aggregate has."""
        return cls(
            id=row["_id"],
            agency=row["agency"],
            version=row["version"],
            last_event=row["last_event"],
            past=tuple(built(Past, one) for one in row.get("past", ())),
            **fields,
        )


class View:
    """One read model: its collection and indexes. A *followed* view is written by handlers and can be
    rebuilt beside the one in use; an *own* view reflects this service's aggregates in their commit.
    """

    name: ClassVar[str]
    indexes: ClassVar[tuple[Index, ...]] = ()
    reflects: ClassVar[type[Aggregate] | None] = None
    derives: ClassVar[str] = ""

    def __init__(self, store: "Store") -> None:
        self.store = store
        store.shows(self)

    @property
    def rows(self) -> Rows[Document]:
        """The collection that serves now."""
        return self.store.serving(self)

    def reflect(self, aggregate: Any) -> Iterable[Change]:
        """What a saved aggregate changes here (own views)."""
        raise NotImplementedError

    def derive(self, steps: Iterable[Step]) -> Iterable[Change]:
        """What other followed views owe to documents of this one that became something else
        (`derives` names the view): handlers read nothing, so sums over things with several events are made
        here. All of that view comes from here."""
        raise NotImplementedError

    def content(self, row: Document) -> Document | None:
        """What of a document counts when two copies are compared; None: as if it were not there."""
        return row

    def change(self, id_: Any, **what: Any) -> Change:
        """A change to one document of this view."""
        return Change(self.name, id_, **what)

    def containing(
        self, where: Document, field: str, patterns: Iterable[str], *, limit: int
    ) -> list[Document]:
        """The newest rows of `where` whose field has something for each regular expression."""
        wanted = [{field: {"$regex": one}} for one in patterns]
        both = {"$and": [where, *wanted]}
        return list(self.find(both, sort=[("_id", -1)], limit=limit))

    def find(self, where: Document, **options: Any) -> Iterator[Document]:
        """Ask the read model that serves now."""
        yield from self.rows.find(where, session=session(), **options)


class Numbers:
    """Running numbers without gaps: one series per agency, book and year.

    A number is taken in the transaction that uses it; if that does not happen, neither did the number. It
    holds its series from its first number on: who meets it there tries again, and a long bulk beside short
    acts does not find the series changed at its end.
    """

    def __init__(self, store: "Store") -> None:
        self.rows: Rows[Document] = store.database["numbers"]

    def next(self, series: str) -> int:
        """The next number of a series. Only inside a command."""
        unit = current.get()
        assert unit is not None, "numbers are taken inside a command"
        if series not in unit.held:
            unit.held[series] = self._held(series, unit)
        number = unit.writes.numbers.get(series, unit.held[series].before) + 1
        unit.writes.numbers[series] = number
        return number

    def last(self, series: str) -> int:
        """The number a series gave last; nought if none. Only inside a command."""
        unit = current.get()
        assert unit is not None, "numbers are taken inside a command"
        held = unit.held.get(series)
        return unit.writes.numbers.get(series, held.before) if held else self._last(series)

    def taken(self, series: str, number: int) -> None:
        """A number of a series was taken before, on a disk that is lost: it is never given again."""
        unit = current.get()
        assert unit is not None, "numbers are taken inside a command"
        if series not in unit.held:
            unit.held[series] = self._as_it_stands(series)
        now = unit.writes.numbers.get(series, unit.held[series].before)
        unit.writes.numbers[series] = max(now, number)

    def _held(self, series: str, unit: Unit) -> Held:
        """Take one number of a series in the database, so that nobody else can; a rehearsal keeps nobody off."""
        if unit.rehearsed:
            return self._as_it_stands(series)
        row = self.rows.find_one_and_update(
            {"_id": series},
            {"$inc": {"last": 1}},
            upsert=True,
            return_document=True,
            session=unit.session,
        )
        assert row is not None, "it was made if there was none"
        return Held(before=row["last"] - 1, stands=row["last"])

    def _as_it_stands(self, series: str) -> Held:
        last = self._last(series)
        return Held(before=last, stands=last)

    def _last(self, series: str) -> int:
        row = self.rows.find_one({"_id": series}, session=session())
        return row["last"] if row else 0
