"""What everybody may see of the figures: the province's sums of this year, small cells suppressed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from flask import Blueprint, render_template

from kernel.clock import Clock
from kernel.web import public
from services.reporting.domain.checks import WITHIN
from services.reporting.domain.publishing import SMALLEST, shown, whole
from services.reporting.pages.words import outline
from services.reporting.service import Reporting

# Sums of all facts are dear: they are reckoned again only after so long.
KEPT_SECONDS = 600
HEADLINES = (
    ("RCP_VISITS", "Lượt tiếp công dân"),
    ("PET_IN", "Đơn đã tiếp nhận"),
    ("DIALOGUE_COUNT", "Hội nghị đối thoại"),
    ("DVK_ACTIVE", "Mô hình “Dân vận khéo”"),
)
Sums = dict[str, int | None]


def _indicators(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key.partition(".")[0] for key in keys)


WHOLES = sorted({(_indicators(parts), _indicators(wholes)) for parts, wholes in WITHIN})
"""The same of whole indicators as of their groups."""


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the public page and its part of the public portal."""
    year = Kept(lambda: reporting.store.clock.today(), reporting)

    @bp.get("/public")
    @public
    def public_figures() -> str:
        today, _, sums = year.now()
        return render_template(
            "reporting/public.html",
            sums=sums,
            parts=outline(reporting.packs),
            today=today,
            smallest=SMALLEST,
            published=reporting.after.published(),
        )

    @bp.get("/public/fragment")
    @public
    def public_part() -> str:
        today, totals, _ = year.now()
        told = [(words, totals.get(code, 0)) for code, words in HEADLINES]
        return render_template("reporting/public-part.html", told=told, today=today)


class Kept:
    """The year's sums as they were some minutes ago."""

    def __init__(self, today: Callable[[], date], reporting: Reporting) -> None:
        self.today, self.reporting = today, reporting
        self.clock: Clock = reporting.store.clock
        self._at, self._found = float("-inf"), (today(), Sums(), Sums())

    def now(self) -> tuple[date, Sums, Sums]:
        """The day of the sums, the sums by indicator, and by indicator and group."""
        today = self.today()
        if self.clock.monotonic() - self._at > KEPT_SECONDS or self._found[0] != today:
            sums = self.reporting.figures_of(agency=None, first=date(today.year, 1, 1), last=today)
            found = whole(sums.values())
            totals = shown(_totals(found), (), within=WHOLES)
            self._found = (today, totals, shown(found, _groups(found), within=WITHIN))
            self._at = self.clock.monotonic()
        return self._found


def _groups(names: Iterable[str]) -> list[list[str]]:
    """Figures of one indicator by group: together they are the indicator."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[name.partition(".")[0]].append(name)
    return list(found.values())


def _totals(figures: Mapping[str, int]) -> Counter[str]:
    """Each indicator over its groups. That groups of it are not shown does not give them away by this:
    of a group that adds up to something never just one is hidden."""
    found: Counter[str] = Counter()
    for name, value in figures.items():
        found[name.partition(".")[0]] += value
    return found
