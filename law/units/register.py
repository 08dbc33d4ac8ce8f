"""The register of units: look-ups as of a day, lineage both ways, search by present and former names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from law.refusal import LawRefusal, NotInLaw
from law.text import collate, fold
from law.units.model import AreaMark, Body, Edge, EdgeKind, Key, Reporters, Unit

K = TypeVar("K")
V = TypeVar("V")

_KIND_WORDS = (
    "uy ban nhan dan ",
    "ubnd ",
    "thi tran ",
    "thanh pho ",
    "thi xa ",
    "phuong ",
    "huyen ",
    "tinh ",
    "xa ",
)


class NoSuchUnit(NotInLaw):
    """The register knows no such unit."""

    code = "no_such_unit"
    title = "Không có đơn vị {unit} trong danh mục."


class SeveralSuccessors(LawRefusal):
    """A split unit has several successors: a person must choose."""

    code = "several_successors"
    title = (
        "Đơn vị {unit} được chia cho nhiều đơn vị ({successors}); phải chọn theo địa bàn cụ thể."
    )


class NotOpenForWork(LawRefusal):
    """A unit that has ended takes no new work."""

    code = "not_open_for_work"
    title = "{unit} đã kết thúc hoạt động ngày {until}, không tiếp nhận việc mới."


@dataclass(frozen=True)
class Found:
    """A unit that answers to a name: by its own, or (`via`) as what a former unit became."""

    unit: Unit
    via: tuple[Unit, ...] = ()


class Units:
    """All units and their lineage; never changed once made."""

    def __init__(
        self,
        units: Iterable[Unit],
        edges: Iterable[Edge],
        *,
        marks: Iterable[AreaMark] = (),
        reporters: Iterable[Reporters] = (),
        bodies: Mapping[str, tuple[Body, ...]] | None = None,
    ) -> None:
        self.by_key = {unit.key: unit for unit in units}
        self.edges = tuple(edges)
        self.marks, self.reporters = tuple(marks), tuple(reporters)
        self.bodies = bodies or {}
        self._onward = _grouped((edge.source, edge) for edge in self.edges)
        self._backward = _grouped((edge.target, edge) for edge in self.edges if edge.target)
        self._named = _grouped((core_name(unit.name), unit) for unit in self.by_key.values())

    def get(self, key: Key) -> Unit:
        """One unit. Raises `NoSuchUnit`."""
        try:
            return self.by_key[key]
        except KeyError:
            raise NoSuchUnit(unit=str(key)) from None

    def as_of(self, on: date) -> tuple[Unit, ...]:
        """All units that stood on a day."""
        return tuple(unit for unit in self.by_key.values() if unit.exists(on))

    def edges_from(self, key: Key) -> tuple[Edge, ...]:
        """What became of a unit."""
        return tuple(self._onward.get(key, ()))

    def edges_to(self, key: Key) -> tuple[Edge, ...]:
        """What a unit was made of."""
        return tuple(self._backward.get(key, ()))

    def successors(self, key: Key, *, on: date) -> tuple[Unit, ...]:
        """The units of a day that hold what this one held; itself while it stands."""
        return tuple(_sorted(set(self._onto(self.get(key), on))))

    def predecessors(self, key: Key) -> tuple[Unit, ...]:
        """The units that directly became this one; those that only passed functions on are left out."""
        edges = self.edges_to(self.get(key).key)
        sources = {edge.source for edge in edges if edge.kind is not EdgeKind.TRANSFER_FUNCTION}
        return tuple(_sorted(self.by_key[source] for source in sources))

    def home(self, key: Key, *, on: date) -> Unit:
        """The one successor of a place. Raises `SeveralSuccessors` when it was split."""
        found = self.successors(key, on=on)
        if len(found) != 1:
            names = ", ".join(unit.name for unit in found)
            raise SeveralSuccessors(unit=self.get(key).name, successors=names)
        return found[0]

    def holder(self, places: Iterable[Key], *, on: date) -> Unit:
        """Who takes over a matter that touches these places: their one commune, else the province."""
        found = {unit for place in places for unit in self.successors(place, on=on)}
        if len(found) == 1:
            return found.pop()
        return self.get(self._province(found))

    def open_for_work(self, key: Key, *, on: date) -> Unit:
        """The unit, if it may take new work on a day. Raises `NotOpenForWork`."""
        unit = self.get(key)
        if not unit.exists(on):
            raise NotOpenForWork(unit=unit.name, until=unit.until)
        return unit

    def search(self, name: str, *, on: date) -> tuple[Found, ...]:
        """Units of a day by name, present or former, marks and case apart; the same name first."""
        wanted = core_name(name)
        exact = self._named.get(wanted, ())
        matching = exact or [
            unit for core, units in self._named.items() if wanted in core for unit in units
        ]
        present = [Found(unit) for unit in _sorted(matching) if unit.exists(on)]
        return (*present, *self._former(matching, on, {one.unit for one in present}))

    def marked(self, place: Key, *, tag: str, on: date) -> bool:
        """Whether a place bears a mark on a day. Asked at acceptance, then kept with the case."""
        return any(
            mark.place == place
            and mark.tag == tag
            and mark.since <= on
            and (mark.until is None or on <= mark.until)
            for mark in self.marks
        )

    def reporting(self, on: date) -> tuple[Unit, ...]:
        """Who owes the yearly report on a day."""
        lists = [one for one in self.reporters if one.in_force(on)]
        return tuple(unit for unit in self.as_of(on) if any(_owes(unit, one) for one in lists))

    def front(self, place: Key) -> tuple[str, ...]:
        """The Front and its member organisations at a place."""
        return tuple(f"{body.name} {_lower(self.get(place).name)}" for body in self.bodies["front"])

    def offices(self, place: Key) -> tuple[Body, ...]:
        """The specialised bodies of a commune."""
        kind = self.get(place).kind
        return tuple(body for body in self.bodies["commune"] if kind in body.kinds)

    def _onto(self, unit: Unit, on: date) -> Iterator[Unit]:
        if unit.exists(on):
            yield unit
            return
        for edge in self.edges_from(unit.key):
            if edge.target and edge.effective_on <= on:
                yield from self._onto(self.by_key[edge.target], on)

    def _former(self, matching: Iterable[Unit], on: date, present: set[Unit]) -> Iterator[Found]:
        via: dict[Unit, list[Unit]] = defaultdict(list)
        for unit in _sorted(matching):
            for successor in () if unit.exists(on) else self.successors(unit.key, on=on):
                via[successor].append(unit)
        for successor in _sorted(set(via) - present):
            yield Found(successor, tuple(via[successor]))

    def _province(self, found: Iterable[Unit]) -> Key:
        parents = {unit.parent for unit in found if unit.parent}
        if len(parents) != 1:
            raise NoSuchUnit(unit=", ".join(unit.name for unit in found))
        return parents.pop()


def core_name(name: str) -> str:
    """A name folded, without the word for its kind: «UBND xã Chư Sê» → «chu se»."""
    folded = fold(name)
    for word in _KIND_WORDS:
        if folded.startswith(word) and len(folded) > len(word):
            folded = folded.removeprefix(word)
    return folded


def _owes(unit: Unit, reporters: Reporters) -> bool:
    return unit.kind in reporters.kinds and unit.parent == reporters.province


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def _sorted(units: Iterable[Unit]) -> list[Unit]:
    return sorted(
        units, key=lambda unit: (collate(core_name(unit.name)), collate(unit.name), unit.key)
    )


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
