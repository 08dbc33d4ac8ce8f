"""The law a second time: slow, day by day, from its own literal tables; it shares nothing with `law`.

It is the oracle: written from the text of the rules, it imports no part of `law` and no holiday
library. Where the two differ, one of them is wrong.
"""

from dataclasses import dataclass
from datetime import date

from bench.slow_days import DAY, Year

ALL_IS_KNOWN = Year()


class Refused(Exception):
    """The law does not allow it; the reason is the exception's text."""


@dataclass(frozen=True)
class Case:
    """One question, as the officer would put it."""

    rule: str
    start: date
    remote: bool = False
    complex: bool = False
    several: bool = False
    criteria: tuple[str, ...] = ()
    extensions: tuple[tuple[date, int | None], ...] = ()
    suspensions: tuple[tuple[date, date, str], ...] = ()
    year: Year = ALL_IS_KNOWN


# Working days from an event, whatever the circumstances; then calendar days.
_WORKING = {
    "R-01": 10,
    "R-02": 10,
    "R-03": 5,
    "R-05": 5,
    "C-06": 3,
    "D-03": 5,
    "D-04": 5,
    "D-05": 5,
    "D-09": 5,
    "D-10": 7,
    "D-11": 7,
    "F-01": 15,
    "F-02": 5,
    "I-01": 3,
    "I-02a": 3,
    "B-01": 3,
    "G-01": 5,
    "M-02": 15,
    "M-05": 15,
    "M-06": 15,
    "G-07": 5,
    "G-09": 15,
}
_CALENDAR = {
    "C-01": 10,
    "C-08": 10,
    "C-11": 7,
    "C-12": 15,
    "D-12": 20,
    "H-01": 90,
    "H-02": 15,
    "H-03": 10,
    "I-02": 15,
    "T-02": 10,
    "L-04": 15,
    "L-05": 10,
    "L-07": 60,
}
_BACKWARD_WORKING = {"P-01": 5}
_BACKWARD_CALENDAR = {"T-01": 7, "M-01": 15, "M-03": 15, "M-04": 5, "L-01": 90, "L-02": 180}
_AT_LEAST = {"D-11a": 15, "G-02": 3, "G-03": 20, "G-08": 20, "G-04": 30, "L-06": 30}
_IN_FORCE = {
    "C": date(2012, 7, 1),
    "H": date(2012, 7, 1),
    "D": date(2019, 1, 1),
    "I": date(2018, 7, 1),
    "R": date(2014, 7, 1),
    "F": date(2014, 7, 1),
    "P": date(2014, 7, 1),
    "M": date(2017, 6, 15),
    "T": date(2025, 6, 16),
    "G": date(2023, 7, 1),
    "L": date(2024, 8, 1),
    "B": date(2021, 12, 23),
    "R-03": date(2021, 11, 15),
    "G-04": date(2023, 8, 16),
    "D-11a": date(2019, 5, 28),
    "G-09": date(2021, 5, 10),
}
_SETTLE_FIRST = {
    "C-02": (False, False),
    "C-03": (False, True),
    "C-04": (True, False),
    "C-05": (True, True),
}
_SUSPENSION_LAW = date(2026, 7, 1)

RULES = (
    *_WORKING,
    *_CALENDAR,
    *_BACKWARD_WORKING,
    *_BACKWARD_CALENDAR,
    *_AT_LEAST,
    *_SETTLE_FIRST,
    *("C-07", "C-09", "C-10", "C-13", "C-14", "C-15"),
    *("D-01", "D-02", "D-06", "D-07", "D-08"),
)

Answer = tuple[str, date, date]


def answer(case: Case) -> Answer:
    """The row that applies, the nominal and the effective date. Raises `Refused`."""
    row, count, unit = _row(case)
    if case.start < _IN_FORCE.get(row, _IN_FORCE[row[0]]):
        raise Refused("not_in_force")
    nominal = _counted(case, count, unit)
    nominal = _walked(case, row, nominal)
    if unit in ("before", "before-working", "at-least"):
        return row, nominal, nominal
    return row, nominal, case.year.rolled(nominal)


def _row(case: Case) -> tuple[str, int, str]:
    rule = case.rule
    if rule in _SETTLE_FIRST or rule in ("C-09", "C-10"):
        _asked(case, "remote", "complex")
        return _complaint(case)
    if rule in ("C-07", "C-13", "C-14"):
        _asked(case, "remote")
        return rule, 45 if case.remote else 30, "calendar"
    if rule == "C-15":
        _asked(case, "complex")
        return rule, 45 if case.complex else 30, "calendar"
    if rule in ("D-01", "D-02"):
        _asked(case, "several")
        return ("D-02", 10, "working") if case.several or rule == "D-02" else ("D-01", 7, "working")
    if rule in ("D-06", "D-07", "D-08"):
        return _denunciation(case)
    _asked(case)
    return _plain(rule)


def _plain(rule: str) -> tuple[str, int, str]:
    if rule in _WORKING:
        return rule, _WORKING[rule], "working"
    if rule in _BACKWARD_WORKING:
        return rule, _BACKWARD_WORKING[rule], "before-working"
    if rule in _BACKWARD_CALENDAR:
        return rule, _BACKWARD_CALENDAR[rule], "before"
    if rule in _AT_LEAST:
        return rule, _AT_LEAST[rule], "at-least"
    return rule, _CALENDAR[rule], "calendar"


def _complaint(case: Case) -> tuple[str, int, str]:
    if case.rule in ("C-09", "C-10"):
        remote = case.remote or case.rule == "C-10"
        days = (70 if case.complex else 60) if remote else (60 if case.complex else 45)
        return ("C-10" if remote else "C-09"), days, "calendar"
    remote, hard = _SETTLE_FIRST[case.rule]
    remote, hard = remote or case.remote, hard or case.complex
    days = (60 if hard else 45) if remote else (45 if hard else 30)
    return f"C-0{2 + 2 * remote + hard}", days, "calendar"


def _denunciation(case: Case) -> tuple[str, int, str]:
    if case.remote:
        raise Refused("fact_not_asked")
    if case.complex:
        raise Refused("complexity_is_derived")
    if case.several:
        raise Refused("fact_not_asked")
    ticked = len(set(case.criteria))
    row = f"D-0{6 + min(ticked, 2)}" if ticked else case.rule
    return row, 30, "calendar"


def _asked(case: Case, *facts: str) -> None:
    told = {
        "remote": case.remote,
        "complex": case.complex,
        "several": case.several,
        "criteria": case.criteria,
    }
    if any(given and fact not in facts for fact, given in told.items()):
        raise Refused("fact_not_asked")


def _counted(case: Case, count: int, unit: str) -> date:
    if unit == "working":
        return case.year.after(case.start, count)
    if unit == "before-working":
        return case.year.before(case.start, count)
    day = case.start
    for _ in range(count):
        day += -DAY if unit == "before" else DAY
    return day


def _walked(case: Case, row: str, nominal: date) -> date:
    """Live through what was decided, in the order of its days: the clock stops, then is extended."""
    life = _Life(case, row, nominal)
    told = [(one[0], 0, life.suspend, one) for one in case.suspensions]
    told += [(one[0], 1, life.extend, one) for one in case.extensions]
    for _, _, happen, what in sorted(told, key=lambda one: one[:2]):
        happen(*what)
    return life.nominal


class _Life:
    """A case that lives: how often it was extended, when it was last resumed."""

    def __init__(self, case: Case, row: str, nominal: date) -> None:
        self.year, self.row, self.nominal = case.year, row, nominal
        self.extended = 0
        self.last = self.resumed = case.start

    def extend(self, on: date, days: int | None) -> None:
        allowed, longest = _EXTENSIONS.get(self.row, (0, 0))
        if not allowed:
            raise Refused("not_extendable")
        if self.extended == allowed:
            raise Refused("too_many_extensions")
        days = longest if days is None else days
        if days < 1 or days > longest:
            raise Refused("extension_too_long")
        if on < self.last or on > self.year.rolled(self.nominal):
            raise Refused("extension_out_of_time")
        self.extended, self.last = self.extended + 1, on
        for _ in range(days):
            self.nominal += DAY

    def suspend(self, since: date, until: date, ground: str) -> None:
        if not self._known(since, ground):
            raise Refused("ground_not_known")
        if since < self.resumed or since > self.year.rolled(self.nominal) or until <= since:
            raise Refused("suspension_out_of_time")
        self.resumed = until
        while since < until:
            since += DAY
            self.nominal += DAY

    def _known(self, since: date, ground: str) -> bool:
        if self.row in ("C-02", "C-03", "C-04", "C-05", "C-09", "C-10", "C-15"):
            known = ground in ("FORCE_MAJEURE", "AWAITING_OTHER_BODY")
            return since >= _SUSPENSION_LAW and known
        if self.row in ("D-06", "D-07", "D-08"):
            return ground in ("REVERIFICATION", "AWAITING_OTHER_BODY")
        raise Refused("not_suspendable")


_EXTENSIONS = {"D-07": (1, 30), "D-08": (2, 30), "I-02": (1, 15)}
