"""What of the figures may be shown to everybody: sums of the province, small cells suppressed."""

from collections import Counter
from collections.abc import Iterable, Mapping

# Fewer than this could point at somebody; no law names the number, statisticians use five.
SMALLEST = 5
Within = tuple[tuple[str, ...], tuple[str, ...]]
"""Figures that lie within others: their sum is never more."""


def whole(figures: Iterable[Mapping[str, int]]) -> Counter[str]:
    """All agencies together."""
    found: Counter[str] = Counter()
    for one in figures:
        found.update(one)
    return found


def is_small(value: int) -> bool:
    """Whether a count is so small that it is not shown; nought is no person and is shown."""
    return 0 < value < SMALLEST


def shown(
    figures: Mapping[str, int],
    groups: Iterable[Iterable[str]],
    *,
    within: Iterable[Within] = (),
) -> dict[str, int | None]:
    """The figures with small ones suppressed (None).

    What is left of some figures after others that lie `within` them is a count too (settled less settled in time is
    settled late): where it is small, the first of those within is suppressed. In a group whose members add up to
    something known elsewhere one suppressed member could be reckoned from the others: then the smallest of the others
    is suppressed too.
    """
    found: dict[str, int | None] = {
        name: None if is_small(value) else value for name, value in figures.items()
    }
    for parts, wholes in within:
        left = sum(figures.get(one, 0) for one in wholes) - sum(
            figures.get(one, 0) for one in parts
        )
        if is_small(left) and parts[0] in found:
            found[parts[0]] = None
    for group in groups:
        members = [name for name in group if figures.get(name, 0) > 0]
        hidden = [name for name in members if found[name] is None]
        rest = [name for name in members if found[name] is not None]
        if len(hidden) == 1 and rest:
            found[min(rest, key=lambda name: figures[name])] = None
    return found
