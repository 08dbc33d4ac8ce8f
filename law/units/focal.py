"""Who looks after dân vận for the whole province on a day: the agency that is shipped for it, or what it became.

The duty goes with the lineage: merged, renamed or dissolved into exactly one agency, it is that agency's from
the day on. What only passes some functions on keeps it. An agency that became several has no heir: the register
refuses such a reorganisation.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final, TypeVar

from law.units.model import Key, Unit
from law.units.register import Units

K = TypeVar("K")

CODE: Final = "SNV"  # Sở Nội vụ (Chỉ thị 14/CT-UBND)
ONE_DAY = timedelta(days=1)


def focal_of(units: Units, shipped: Units, *, on: date) -> Unit | None:
    """The focal agency of a day by the register as it is known (`units`); None when nobody follows."""
    start = origin(shipped, on=on)
    if start is None:
        return None
    found = heir(
        start.key,
        stands=lambda key: units.get(key).exists(on),
        onward=lambda key: _ended_into(units, key),
    )
    return units.get(found) if found else None


def origin(shipped: Units, *, on: date) -> Unit | None:
    """The agency that is shipped as the focal one of a day."""
    return next((one for one in shipped.as_of(on) if one.key.code == CODE), None)


def heir(start: K, *, stands: Callable[[K], bool], onward: Callable[[K], Iterable[K]]) -> K | None:
    """Who has a duty that one agency was given: itself while it stands, else the only one it ended into, and so on;
    None when it became several, none, or itself."""
    at, seen = start, set[K]()
    while not stands(at):
        after = set(onward(at))
        seen.add(at)
        if len(after) != 1 or not after.isdisjoint(seen):
            return None
        (at,) = after
    return at


def _ended_into(units: Units, key: Key) -> set[Key]:
    """What a unit became when it ended; what it passed on before does not count."""
    until = units.get(key).until
    if until is None:
        return set()
    edges = units.edges_from(key)
    return {one.target for one in edges if one.target and one.effective_on == until + ONE_DAY}
