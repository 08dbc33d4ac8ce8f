"""Changes to read models, as values: handlers return them, the kernel merges and writes them in bulk."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kernel.store.mongo import (
    ClientSession,
    Database,
    DeleteOne,
    Document,
    InsertOne,
    Rows,
    UpdateOne,
)

Step = tuple[Document | None, Document | None]
Deriving = Callable[[Iterable[Step]], Iterable["Change"]]


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

    def applied(self, before: Document | None) -> Document | None:
        """The document after this change. Only for plain field names, as deriving read models have."""
        if self.delete:
            return None
        after: Document = {"_id": self.id, **(self.first if before is None else before), **self.set}
        for name, by in self.inc.items():
            after[name] = after.get(name, 0) + by
        for name in self.unset:
            after.pop(name, None)
        return after

    def made(self) -> Document:
        """The document this change makes of none; a dotted name says where in it."""
        row: Document = {"_id": self.id, **self.first}
        for name, value in (*self.set.items(), *self.inc.items()):
            within, _, last = name.rpartition(".")
            into = row
            for one in within.split(".") if within else ():
                into = into.setdefault(one, {})
            into[last] = value
        return row

    def copied(self) -> "Change":
        """The same, to which others can be added."""
        return Change(
            self.collection, self.id, dict(self.inc), dict(self.set), self.unset, self.first, self.delete
        )  # fmt: skip

    def operation(self) -> UpdateOne | DeleteOne:
        """The driver's form of this change."""
        if self.delete:
            return DeleteOne({"_id": self.id})
        return UpdateOne({"_id": self.id}, self._update(), upsert=True)

    def apply(self, rows: Rows[Document], *, session: ClientSession | None) -> None:
        """Write this change alone, without the driver's machinery for many."""
        if self.delete:
            rows.delete_one({"_id": self.id}, session=session)
        else:
            rows.update_one({"_id": self.id}, self._update(), upsert=True, session=session)

    def _update(self) -> Document:
        update: Document = {}
        if self.inc:
            update["$inc"] = self.inc
        if self.set:
            update["$set"] = self.set
        if self.unset:
            update["$unset"] = dict.fromkeys(self.unset, "")
        if self.first:
            update["$setOnInsert"] = self.first
        return update or {"$setOnInsert": {}}


def merged(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes by collection, in order, with those that can be one made one."""
    latest: dict[tuple[str, Any], Change] = {}
    rows: dict[str, list[Change]] = {}
    for change in changes:
        key = (change.collection, change.id)
        before = latest.get(key)
        if before is not None and _absorbed(before, change):
            continue
        own = latest[key] = change.copied()
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
    if not any("." in name for name in (*new, *known)):
        return new.isdisjoint(known)
    return not any(_overlap(name, other) for name in new for other in known)


def _overlap(name: str, other: str) -> bool:
    return name == other or name.startswith(f"{other}.") or other.startswith(f"{name}.")


def write(
    rows: Mapping[str, Rows[Document]] | Database[Document],
    changes: Iterable[Change],
    *,
    session: ClientSession | None,
    named: Callable[[str], str] = str,
    deriving: Mapping[str, Deriving] | None = None,
) -> None:
    """Write changes in bulk; `named` turns a read model's name into its collection's name.

    `deriving` are read models others are made of: what becomes of their documents in this batch
    (before, after) says what changes in those.
    """
    deriving = deriving or {}
    changes = list(changes)
    derived: list[Change] = []
    for name, derive in deriving.items():
        own = [one for one in changes if one.collection == name]
        if own:  # each document is looked at as a whole: nothing to merge
            derived += derive(_stepped(rows[named(name)], own, session))
    rest = [one for one in changes if one.collection not in deriving]
    wanted = merged(rest)
    if any(one.collection in wanted for one in derived):
        wanted = merged([*rest, *derived])
    else:
        _sort_in(wanted, derived)
    for name, own in wanted.items():
        _write(rows[named(name)], own, session)


def _write(rows: Rows[Document], changes: list[Change], session: ClientSession | None) -> None:
    if len(changes) == 1:
        changes[0].apply(rows, session=session)
        return
    operations = [change.operation() for change in changes]
    rows.bulk_write(operations, session=session, ordered=_repeats(changes))


def lay_down(
    rows: Mapping[str, Rows[Document]] | Database[Document],
    changes: Iterable[Change],
    *,
    session: ClientSession | None,
    named: Callable[[str], str] = str,
    deriving: Mapping[str, Deriving] | None = None,
) -> None:
    """Like `write`, of what nobody reads yet: nothing is derived, and only ids are read."""
    deriving = deriving or {}
    changes = list(changes)
    for name in deriving:
        own = [one for one in changes if one.collection == name]
        if own:
            _put(rows[named(name)], own, session)
    rest = [one for one in changes if one.collection not in deriving]
    write(rows, rest, session=session, named=named)


def _put(target: Rows[Document], changes: list[Change], session: ClientSession | None) -> None:
    """New documents at once as what they become, known ones by their changes."""
    ids = list({change.id for change in changes})
    found = target.find({"_id": {"$in": ids}}, {"_id": 1}, session=session)
    known = {row["_id"] for row in found}
    later = [change for change in changes if change.id in known]
    fresh: dict[Any, Document | None] = {}
    for change in changes:
        if change.id not in known:
            fresh[change.id] = change.applied(fresh.get(change.id))
    rows = [row for own in merged(later).values() for row in own]
    operations = [
        *(InsertOne(row) for row in fresh.values() if row),
        *(row.operation() for row in rows),
    ]
    if operations:
        target.bulk_write(operations, session=session, ordered=_repeats(rows))


def _stepped(
    target: Rows[Document], changes: list[Change], session: ClientSession | None
) -> list[Step]:
    """Change the documents of a deriving read model. Gives what became of each."""
    steps = list(_steps(target, changes, session))
    if steps:
        target.bulk_write([_becoming(*one) for one in steps], session=session, ordered=False)
    return steps


def _sort_in(rows: dict[str, list[Change]], derived: list[Change]) -> None:
    """What is derived alone is one change per document already."""
    for change in derived:
        rows.setdefault(change.collection, []).append(change)


def _steps(
    target: Rows[Document], changes: list[Change], session: ClientSession | None
) -> Iterable[Step]:
    """What each document was and what it becomes; several changes to one are one step."""
    ids = list({change.id for change in changes})
    before = {row["_id"]: row for row in target.find({"_id": {"$in": ids}}, session=session)}
    after: dict[Any, Document | None] = dict(before)
    for change in changes:
        after[change.id] = change.applied(after.get(change.id))
    for id_, row in after.items():
        if row != before.get(id_):
            yield before.get(id_), row


def _becoming(
    before: Document | None, after: Document | None
) -> InsertOne[Document] | UpdateOne | DeleteOne:
    """The driver's form of one step."""
    if after is None:
        return DeleteOne({"_id": (before or {}).get("_id")})
    if before is None:
        return InsertOne(after)
    fresh = {name: value for name, value in after.items() if before.get(name, _becoming) != value}
    gone = dict.fromkeys(before.keys() - after.keys(), "")
    said = {"$set": fresh, "$unset": gone}
    return UpdateOne({"_id": after["_id"]}, {name: value for name, value in said.items() if value})


def _repeats(rows: list[Change]) -> bool:
    return len({row.id for row in rows}) < len(rows)
