"""Changes to read models, as values: handlers return them, the kernel merges and writes them in bulk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from kernel.store.mongo import ClientSession, Database, DeleteOne, Document, Rows, UpdateOne


@dataclass(slots=True)
class Change:
    """One document's change: add to numbers, set fields, unset fields, or delete it.

    `inc` commutes, `set` does not: within one batch changes to a document keep their order. A
    document that does not exist is made; `first` holds fields only a new document gets.
    """

    collection: str
    id: Any
    inc: dict[str, int] = field(default_factory=dict)
    set: dict[str, Any] = field(default_factory=dict)
    unset: tuple[str, ...] = ()
    first: dict[str, Any] = field(default_factory=dict)
    delete: bool = False

    def operation(self) -> UpdateOne | DeleteOne:
        """The driver's form of this change."""
        if self.delete:
            return DeleteOne({"_id": self.id})
        update: Document = {}
        if self.inc:
            update["$inc"] = self.inc
        if self.set:
            update["$set"] = self.set
        if self.unset:
            update["$unset"] = dict.fromkeys(self.unset, "")
        if self.first:
            update["$setOnInsert"] = self.first
        return UpdateOne({"_id": self.id}, update or {"$setOnInsert": {}}, upsert=True)


def merged(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes by collection, in order, with those that can be one made one."""
    latest: dict[tuple[str, Any], Change] = {}
    rows: dict[str, list[Change]] = {}
    for change in changes:
        key = (change.collection, change.id)
        before = latest.get(key)
        if before is not None and _absorbed(before, change):
            continue
        own = replace(change, inc=dict(change.inc), set=dict(change.set))
        latest[key] = own
        rows.setdefault(change.collection, []).append(own)
    return rows


def _absorbed(before: Change, change: Change) -> bool:
    """Add `change` to `before` if the result is the same as doing one after the other."""
    if before.delete or change.delete or before.unset or change.unset:
        return False
    if not change.first.keys() <= before.first.keys() or not _fits(before, change):
        return False
    for name, by in change.inc.items():
        before.inc[name] = before.inc.get(name, 0) + by
    before.set.update(change.set)
    return True


def _fits(before: Change, change: Change) -> bool:
    """Whether both can be one update: MongoDB refuses one that names a field, or a part of it, twice."""
    if change.inc.keys() <= before.inc.keys() and change.set.keys() <= before.set.keys():
        return True  # nothing new: the common case
    new = (change.inc.keys() - before.inc.keys()) | (change.set.keys() - before.set.keys())
    known = (*before.inc, *before.set, *before.first)
    return not any(_overlap(name, other) for name in new for other in known)


def _overlap(name: str, other: str) -> bool:
    return name == other or name.startswith(f"{other}.") or other.startswith(f"{name}.")


def write(
    database: Database[Document],
    changes: Iterable[Change],
    *,
    session: ClientSession | None,
    named: Callable[[str], str] = str,
) -> None:
    """Write changes in bulk; `named` turns a read model's name into its collection's name."""
    for collection, rows in merged(changes).items():
        target: Rows[Document] = database[named(collection)]
        operations = [row.operation() for row in rows]
        target.bulk_write(operations, session=session, ordered=_repeats(rows))


def _repeats(rows: list[Change]) -> bool:
    return len({row.id for row in rows}) < len(rows)
