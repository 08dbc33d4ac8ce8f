"""A report's figures beside those of agencies of the same kind: the middle, the middle half, and who stands far off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import quantiles

FEWEST, FENCE, LEAST_GAP = 8, 1.5, 10
"""Below so many peers nothing is compared; Tukey's fence; a smaller gap is never worth a question."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How a figure is spread over agencies of one kind: first quartile, median, third quartile."""

    low: float
    middle: float
    high: float
    peers: int

    def far(self, value: int) -> bool:
        """Whether a value stands outside the fence, and by more than a trifle."""
        width = FENCE * (self.high - self.low)
        outside = value < self.low - width or value > self.high + width
        return outside and abs(value - self.middle) >= LEAST_GAP


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One figure of a report beside last year's and beside its peers'; `spread` is None with too few peers."""

    key: str
    value: int
    previous: int | None
    spread: Spread | None

    @property
    def far(self) -> bool:
        """Whether it stands far off its peers."""
        return self.spread is not None and self.spread.far(self.value)

    @property
    def change(self) -> int | None:
        """How much more than last year, in figures."""
        return None if self.previous is None else self.value - self.previous


def spreads(reports: Iterable[Mapping[str, int]]) -> dict[str, Spread]:
    """How each figure is spread over some reports; only figures that enough of them give."""
    given: dict[str, list[int]] = {}
    for one in reports:
        for key, value in one.items():
            given.setdefault(key, []).append(value)
    return {key: _spread(values) for key, values in given.items() if len(values) >= FEWEST}


def _spread(values: list[int]) -> Spread:
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return Spread(low=low, middle=middle, high=high, peers=len(values))


def beside(
    figures: Mapping[str, int], before: Mapping[str, int], peers: Mapping[str, Spread]
) -> list[Beside]:
    """Every figure of a report beside last year's and its peers'."""
    return [
        Beside(key=key, value=value, previous=before.get(key), spread=peers.get(key))
        for key, value in figures.items()
    ]
