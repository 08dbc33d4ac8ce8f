"""The store of one service: commands run in a unit of work, `commit` saves all of it or nothing."""

import functools
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import pymongo
from pymongo import IndexModel

from kernel.clock import Clock
from kernel.config import Settings
from kernel.crash import crash
from kernel.errors import ChangedMeanwhile, KeyReused, Refusal, Unavailable
from kernel.message import (
    Actor,
    Aggregate,
    Key,
    Told,
)
from kernel.metrics import Metrics
from kernel.rights import check_command, define_command
from kernel.store import changes, saving
from kernel.store.audit import Audit
from kernel.store.bell import Bell
from kernel.store.changes import Change
from kernel.store.collection import Collection, View
from kernel.store.documents import plain
from kernel.store.mongo import (
    LINEARIZABLE,
    BulkWriteError,
    ClientSession,
    Database,
    Document,
    DuplicateKeyError,
    Handles,
    PyMongoError,
    Rows,
    connect,
    in_transaction,
    in_trouble,
)
from kernel.store.unit import Unit, current

if TYPE_CHECKING:
    from collections.abc import Iterator

P = ParamSpec("P")
R = TypeVar("R")
DUPLICATE = 11000
ROWS_AT_ONCE = 100
WRITE_CONFLICT, NAMESPACE_EXISTS = 112, 48
GENERATION_SECONDS = 0.5


class Store:
    """The database of one service."""

    def __init__(
        self,
        settings: Settings,
        service: str,
        *,
        clock: Clock,
        metrics: Metrics | None = None,
        client: "pymongo.MongoClient[Document] | None" = None,
    ) -> None:
        self.settings, self.service, self.clock = settings, service, clock
        self.metrics = metrics or Metrics(service)
        self.client = client or connect(settings)
        self.database: Database[Document] = self.client[settings.database(service)]
        self.rows = Handles(self.database)
        self.bell = Bell(self.database)
        self.collections: dict[type[Aggregate], Collection[Any]] = {}
        self.views: dict[str, View] = {}
        self.audit = Audit(self)
        self.admit: Callable[[str], None] = lambda agency: None
        self._serving = 1
        self._asked = float("-inf")

    # --- what it is made of -------------------------------------------------------------------------

    def keeps(self, collection: Collection[Any]) -> None:
        """Save aggregates of this collection's kind there."""
        self.collections[collection.holds] = collection

    def shows(self, view: View) -> None:
        """Keep this read model."""
        self.views[view.name] = view

    def serving(self, view: View) -> Rows[Document]:
        """The collection that answers for a read model now: followed ones have generations."""
        return self.rows[self.collection_of(view.name, self.generation())]

    def collection_of(self, name: str, generation: int) -> str:
        """The collection of a read model in a generation."""
        view = self.views[name]
        return name if view.reflects or generation == 1 else f"{name}.g{generation}"

    def follow(
        self,
        made: Iterable[Change],
        *,
        session: ClientSession | None,
        generation: int | None = None,
        derive: bool = True,
    ) -> None:
        """Write what handlers returned into one generation of the followed read models; without `derive`
        whoever calls makes what is derived from them later, from the whole."""
        at = self.generation() if generation is None else generation
        deriving = {one.name: one.derive for one in self.views.values() if one.derives}
        put = changes.write if derive else changes.lay_down
        put(
            self.rows,
            made,
            session=session,
            named=lambda name: self.collection_of(name, at),
            deriving=deriving,
        )

    def generation(self) -> int:
        """Which generation of the followed read models serves; asked at most twice a second."""
        now = self.clock.monotonic()
        if now - self._asked > GENERATION_SECONDS:
            row = self.rows["followers"].find_one({"_id": self.service})
            self._serving, self._asked = (row["generation"] if row else 1), now
        return self._serving

    def prepare(self) -> None:
        """Make the indexes everything here relies on. Safe to do again, and before each start."""
        self.database["events"].create_index([("aggregate", 1), ("version", 1)], unique=True)
        self._make("pending", clusteredIndex={"key": {"_id": 1}, "unique": True})
        self.database["segments"].create_index(
            [("source", 1), ("epoch", 1), ("number", 1)], unique=True
        )
        self.database["idempotency"].create_index(
            "at", expireAfterSeconds=self.settings.idempotency_days * 86400
        )
        self.database["job_runs"].create_index([("job", 1), ("slot", 1)], unique=True)
        for name in ("numbers", "audit", "heads", "leases", "resends", "bell", "saved_views"):
            self._make(name)
        self.database["audit"].create_index([("at", -1), ("_id", -1)])
        for collection in self.collections.values():
            self.index(collection.name, collection.indexes)
        for view in self.views.values():
            self.index(view.name, view.indexes)

    def index(self, name: str, indexes: Iterable[Any]) -> None:
        """Make a collection with its indexes, all at once: making them one by one takes several times as long."""
        wanted = [IndexModel(keys, **options) for keys, options in indexes]
        if wanted:
            self.database[name].create_indexes(wanted)
        else:
            self._make(name)

    def _make(self, name: str, **options: Any) -> None:
        # A collection made inside a transaction would take a lock that others wait for.
        if name not in self.database.list_collection_names(filter={"name": name}):
            with _unless_there():
                self.database.create_collection(name, **options)

    def ready(self) -> dict[str, bool]:
        """Whether the database answers, as a readiness check."""
        try:
            self.client.admin.command("ping")
        except PyMongoError:
            return {"database": False}
        return {"database": True}

    # --- doing it -----------------------------------------------------------------------------------

    def once(
        self,
        act: Callable[[], R],
        *,
        by: Actor,
        command: str,
        key: Key | None = None,
        quiet: bool = False,
    ) -> R:
        """Run `act` in a unit of work: once per key, again after a conflict, all of it or nothing.

        Raises `KeyReused` when the key came before with another content, `ChangedMeanwhile` when
        trying again did not help, `Unavailable` when the database does not answer (the outcome may
        then be unknown: the same key may safely be sent again).

        A key is nearly always new, so nothing is asked about it first. One that came before cannot be saved
        again, and whatever `act` is refused for the second time, what was answered the first time is the answer.
        """
        try:
            return self._transaction(
                lambda unit: self._once(act, unit, key, {}), by=by, command=command, quiet=quiet
            )
        except Unavailable:
            raise
        except Refusal:
            found = self._answered_before(key, command) if key else None
            if found is None or key is None:
                raise
            same: R = _same(found, key)
            return same

    def once_each(
        self,
        acts: Sequence[tuple[Key | None, Callable[[], Any]]],
        *,
        by: Actor,
        command: str,
        quiet: bool = False,
    ) -> list[Any]:
        """Run many, each once per its own key, a hundred to a transaction; a refused row hurts no other.

        Gives, for each row, its answer or the `Refusal` it met.
        """
        answers: list[Any] = []
        for at in range(0, len(acts), ROWS_AT_ONCE):
            part = acts[at : at + ROWS_AT_ONCE]
            answers += self._transaction(
                lambda unit, part=part: self._rows(part, unit),  # type: ignore[misc]
                by=by,
                command=command,
                quiet=quiet,
            )
        return answers

    def rehearse(
        self, acts: Sequence[tuple[Key | None, Callable[[], Any]]], *, by: Actor, command: str
    ) -> list[Any]:
        """What `once_each` would answer, all in one unit of work of which nothing is kept: no state, number,
        event, key or audit line."""
        legal, machine = self.clock.legal_now(), self.clock.now()
        with self.client.start_session() as session_:
            unit = Unit(session_, by, command, legal, machine, quiet=True, rehearsed=True)
            token = current.set(unit)
            try:
                return self._rows(acts, unit)
            except PyMongoError as error:
                raise self._refusal(error, command) from error
            finally:
                current.reset(token)

    def _rows(self, acts: Sequence[tuple[Key | None, Callable[[], R]]], unit: Unit) -> list[Any]:
        keys = [key.value for key, _ in acts if key]
        rows = self.rows["idempotency"].find({"_id": {"$in": keys}}, session=unit.session)
        known = {row["_id"]: row for row in rows}
        return [self._row(act, unit, key, known) for key, act in acts]

    def _row(
        self, act: Callable[[], R], unit: Unit, key: Key | None, known: dict[str, Document]
    ) -> R | Refusal:
        before = unit.writes.copy()
        try:
            return self._once(act, unit, key, known)
        except Refusal as refused:
            unit.writes = before
            return refused

    def _once(
        self, act: Callable[[], R], unit: Unit, key: Key | None, known: dict[str, Document]
    ) -> R:
        if key is None:
            return act()
        found = _answered(unit, key, known)
        if found is not None:
            same: R = _same(found, key)
            return same
        answer = act()
        unit.writes.keys.append(
            {"_id": key.value, "fingerprint": key.fingerprint, "answer": answer, "at": unit.machine}
        )
        return answer

    def _answered_before(self, key: Key, command: str) -> Document | None:
        """The answer a key got before, by a commit that may be only just done elsewhere."""
        keys = self.rows["idempotency"].with_options(read_concern=LINEARIZABLE)
        try:
            return keys.find_one({"_id": key.value})
        except PyMongoError as error:
            raise self._refusal(error, command) from error

    def _transaction(self, act: Callable[[Unit], R], *, by: Actor, command: str, quiet: bool) -> R:
        tries = 0

        def attempt(session_: ClientSession) -> R:
            nonlocal tries
            tries += 1
            legal, machine = self.clock.legal_now(), self.clock.now()
            unit = Unit(session_, by, command, legal, machine, quiet=quiet)
            token = current.set(unit)
            try:
                answer = act(unit)
                saving.flush(self.rows, unit)
            finally:
                current.reset(token)
            return answer

        try:
            answer: R = in_transaction(self.client, attempt, seconds=self.settings.mongo_seconds)
        except PyMongoError as error:
            raise self._refusal(error, command) from error
        self.metrics.count("danvan_commands_total", command=command, outcome="done")
        self.metrics.count("danvan_command_retries_total", tries - 1)
        crash("store.after_commit")
        self.bell.ring()
        return answer

    def _refusal(self, error: PyMongoError, command: str) -> Exception:
        conflict = _is_conflict(error)
        outcome = "conflict" if conflict else "unavailable"
        self.metrics.count("danvan_commands_total", command=command, outcome=outcome)
        if conflict:
            return ChangedMeanwhile()
        return Unavailable() if in_trouble(error) else error

    def commit(self, *aggregates: Aggregate) -> None:
        """Save aggregates, what they tell, the own read models and an audit line, in this unit's transaction.

        Raises `WrongEvent` or `EventTooLarge` before anything is written.
        """
        unit = current.get()
        assert unit is not None, "commit belongs into a command"
        first = len(unit.writes.events)
        for aggregate in aggregates:
            self._save(unit, aggregate)
        saving.account(unit, first)

    def note(self, *changes: Change) -> None:
        """Change own read models in this unit's transaction, without an aggregate (timers)."""
        unit = current.get()
        assert unit is not None, "changes belong into a command"
        unit.writes.changes.extend(changes)

    def _save(self, unit: Unit, aggregate: Aggregate) -> None:
        before, new = aggregate.version, not aggregate.version
        saving.tell(
            unit, aggregate, source=f"/{self.settings.site}/{self.service}", settings=self.settings
        )
        self._write(unit, aggregate, before, new=new)

    def revive(self, told: Told, aggregate: Aggregate, *others: Aggregate) -> None:
        """Save an aggregate as an event of the past left it, and others that changed with it, telling nothing
        of it again (after a restore)."""
        unit = current.get()
        assert unit is not None, "what is revived belongs into a unit of work"
        before, first = aggregate.version, len(unit.writes.events)
        aggregate.version, aggregate.last_event, aggregate.news = told.version, told.id, []
        self._write(unit, aggregate, before, new=not before)
        for other in others:
            self._write(unit, other, other.version, new=False)
        if len(unit.writes.events) > first:  # what others were told to be open about it
            saving.account(unit, first)

    def _write(self, unit: Unit, aggregate: Aggregate, before: int, *, new: bool) -> None:
        collection = self.collections[type(aggregate)]
        row = {
            **collection.to_document(aggregate),
            "_id": aggregate.id,
            "agency": aggregate.agency,
            "version": aggregate.version,
            "last_event": aggregate.last_event,
            "past": [plain(one) for one in aggregate.past],
        }
        unit.state(collection.name, aggregate, before, row)
        for view in self.views.values():
            if view.reflects is type(aggregate):
                unit.writes.changes.extend(view.reflect(aggregate))
        for other in collection.along(aggregate, new=new):
            self._save(unit, other)


def command(
    method: Callable[Concatenate[Any, P], R],
) -> Callable[..., R]:
    """A door method that changes something: one unit of work, once per `key=`, by the actor `by=`, if the
    table of rights gives it to their role. Raises `Forbidden` if it does not.

    Called inside a unit of work (a row of a bulk, a timer) it is part of that one.
    """

    @functools.wraps(method)
    def run(self: Any, *args: P.args, **kwargs: P.kwargs) -> R:
        key: Any = kwargs.pop("key", None)
        by: Any = kwargs["by"]
        store: Store = self.store
        check_command(store.service, method.__name__, by)
        unit = current.get()
        if unit is not None:
            with unit.called(method.__name__):
                return method(self, *args, **kwargs)
        return store.once(
            lambda: method(self, *args, **kwargs), by=by, command=method.__name__, key=key
        )

    define_command(method.__module__, method.__name__)
    run.is_command = True  # type: ignore[attr-defined]
    return run


def _answered(unit: Unit, key: Key, known: dict[str, Document]) -> Document | None:
    """The answer this key got before: in this unit, or among the rows looked up at once."""
    for row in unit.writes.keys:
        if row["_id"] == key.value:
            return row
    return known.get(key.value)


def _same(found: Document, key: Key) -> Any:
    if found["fingerprint"] != key.fingerprint:
        raise KeyReused
    return found["answer"]


def _is_conflict(error: PyMongoError) -> bool:
    if isinstance(error, DuplicateKeyError):
        return True
    if isinstance(error, BulkWriteError):
        return any(one.get("code") == DUPLICATE for one in error.details.get("writeErrors", []))
    return getattr(error, "code", None) == WRITE_CONFLICT


@contextmanager
def _unless_there() -> "Iterator[None]":
    try:
        yield
    except pymongo.errors.CollectionInvalid:
        pass
    except pymongo.errors.OperationFailure as error:
        if error.code != NAMESPACE_EXISTS:
            raise
