"""Recounting: roll-ups against the facts they were made of, and the list behind a figure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from services.reporting.domain.counting import Fact, Window, share
from services.reporting.domain.owning import own_ticks, owned_ticks
from services.reporting.domain.spans import periods

Rollup = tuple[tuple[str, str], Counter[str]]
MOST_TOLD = 100


class Difference(NamedTuple):
    """One counter of an agency and a day, month or year that is not what its facts say."""

    agency: str
    period: str
    counter: str
    rolled_up: int
    facts: int


@dataclass(frozen=True, kw_only=True)
class Recount:
    """What a recount found; `differences` are the first ones only, `wrong` is how many there are."""

    facts: int
    counters: int
    wrong: int
    differences: tuple[Difference, ...]


class Behind(NamedTuple):
    """One thing a figure counts: its code, its days, how much it adds (below nought: takes away)."""

    kind: str
    code: str
    days: tuple[tuple[str, str], ...]
    n: int


def recount(facts: Iterable[Fact], rollups: Iterable[Rollup], agency: str | None = None) -> Recount:
    """Count every fact again and compare, for one agency or all."""
    wanted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    seen = 0
    for fact in facts:
        seen += 1
        for owner, (day, counter, n) in owned_ticks(fact):
            for period in periods(day) if agency in {None, owner} else ():
                wanted[owner, period][counter.replace("$", "%24")] += n
    found = list(_differences(wanted, dict(rollups)))
    counters = sum(map(len, wanted.values()))
    return Recount(facts=seen, counters=counters, wrong=len(found), differences=tuple(found[:MOST_TOLD]))  # fmt: skip


def _differences(
    wanted: dict[tuple[str, str], Counter[str]], have: dict[tuple[str, str], Counter[str]]
) -> Iterator[Difference]:
    for where in sorted(wanted.keys() | have.keys()):
        mine, theirs = wanted.get(where, Counter()), have.get(where, Counter())
        for counter in sorted(mine.keys() | theirs.keys()):
            if mine[counter] != theirs[counter]:
                yield Difference(*where, counter, theirs[counter], mine[counter])


def behind(facts: Iterable[Fact], key: str, window: Window, agency: str) -> list[Behind]:
    """The things an agency's figure counts, by their first day. Codes and days only: no fact knows more."""
    found = [
        Behind(fact["kind"], fact["_id"].partition("|")[2], _days(fact), n)
        for fact in facts
        if (n := share(own_ticks(fact, agency), key, window))
    ]
    return sorted(found, key=lambda one: (one.days[:1], one.code))


def _days(fact: Fact) -> tuple[tuple[str, str], ...]:
    days = {name: fact[name] for name in DAY_WORDS if fact.get(name)}
    return tuple(sorted(days.items(), key=lambda one: one[1]))


DAY_WORDS = {
    "received_on": "nhận",
    "classified_on": "phân loại",
    "accepted_on": "thụ lý",
    "due_on": "đến hạn",
    "decided_on": "giải quyết",
    "on": "ngày",
    "opened_on": "mở",
    "completed_on": "hoàn thành",
    "approved_on": "phê duyệt",
    "started_on": "bắt đầu",
    "result_on": "ghi kết quả",
    "ended_on": "kết thúc",
    "closed_on": "kết thúc",
    "held_on": "tổ chức",
    "issued_on": "ban hành",
    "posted_on": "niêm yết",
}
