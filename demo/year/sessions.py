"""Reception sessions of all agencies, by the law's cadence as far as the asked number reaches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.year.days import WINDOW_FROM, WINDOW_TO, calendar, span, working, working_days
from demo.year.entries import RECEPTION, Entry, Refs, iso
from demo.year.offices import IA_DOM, Office
from demo.year.words import chance
from law.cadence import common_day
from law.defaults import shipped_packs

REGULAR, PERIODIC, AD_HOC = "REGULAR", "PERIODIC", "AD_HOC"
TWICE_A_MONTH_FROM = date(2026, 7, 1)
GROUP_DAY = date(2026, 7, 15)  # SC-08: twelve people come to xã Ia Dom about one plan
DEPUTY_DAY = date(2026, 8, 17)  # SC-08: there the deputy receives that day
DEPUTY_SHARE, REGULAR_SHARE, AD_HOC_SHARE, AGAIN_SHARE = 0.08, 0.08, 0.02, 0.2


@dataclass(frozen=True)
class Planned:
    """A session that could be held; the lower its rank, the sooner it is in the year."""

    rank: float
    office: Office
    on: date
    kind: str


def sessions(offices: tuple[Office, ...], *, how_many: int, seed: int) -> dict[str, list[Entry]]:
    """The rows of all sessions, by agency."""
    regular, ad_hoc = round(how_many * REGULAR_SHARE), round(how_many * AD_HOC_SHARE)
    random = Random(f"{seed}/sessions")  # noqa: S311  (sample data)
    periodic = sorted(_cadence(random, offices), key=lambda one: (one.rank, one.office.key))
    held = periodic[: max(0, how_many - regular - ad_hoc)]
    held += list(_others(random, offices, how_many - ad_hoc - len(held), REGULAR))
    held += list(_others(random, offices, how_many - len(held), AD_HOC))
    return _by_agency(offices, held, seed)


def _by_agency(
    offices: tuple[Office, ...], held: list[Planned], seed: int
) -> dict[str, list[Entry]]:
    rows: dict[str, list[Entry]] = {}
    for office in offices:
        random, refs = office.random(seed, "sessions"), Refs("s")
        own = sorted((one for one in held if one.office is office), key=lambda one: one.on)
        rows[office.id] = [_session(random, refs, one) for one in own]
    return rows


def _cadence(random: Random, offices: tuple[Office, ...]) -> Iterator[Planned]:
    for office in offices:
        common = set(common_days())
        yield from (Planned(random.random(), office, on, PERIODIC) for on in sorted(common))
        if not office.is_commune:
            continue
        for month in range(TWICE_A_MONTH_FROM.month, WINDOW_TO.month + 1):
            second = working(date(2026, month, 1) + timedelta(days=office.weekday))
            yield Planned(1 + random.random(), office, second, PERIODIC)
        yield from _weekly(random, office, common)


def _weekly(random: Random, office: Office, common: set[date]) -> Iterator[Planned]:
    weeks = {on.isocalendar()[:2] for on in common}
    for on in span(WINDOW_FROM, TWICE_A_MONTH_FROM - timedelta(days=1)):
        free = on.isocalendar()[:2] not in weeks and calendar().is_working_day(on)
        if on.weekday() == office.weekday and free:
            yield Planned(2 + random.random() / office.weight, office, on, PERIODIC)


def common_days() -> tuple[date, ...]:
    """The province's common reception days within the year."""
    months = [(2025, 11), (2025, 12), *((2026, month) for month in range(1, 11))]
    packs = shipped_packs()
    return tuple(
        common_day(year, month=month, calendar=calendar(), packs=packs) for year, month in months
    )


def _others(
    random: Random, offices: tuple[Office, ...], how_many: int, kind: str
) -> Iterator[Planned]:
    days = [on for on in working_days() if on >= WINDOW_FROM]
    weights = [office.weight for office in offices]
    for office in random.choices(offices, weights, k=max(0, how_many)):
        yield Planned(3, office, random.choice(days), kind)


def _session(random: Random, refs: Refs, planned: Planned) -> Entry:
    row = {
        "act": "hold_session",
        "client_ref": refs.fresh(),
        "kind": planned.kind,
        "host": _host(random, planned),
        "held_on": iso(planned.on),
        "online": planned.on >= TWICE_A_MONTH_FROM and chance(random, 0.03),
        "place": f"Trụ sở {planned.office.name}",
        **_counts(random, planned),
    }
    return Entry(RECEPTION, planned.on, row)


def _host(random: Random, planned: Planned) -> str:
    if planned.kind == REGULAR:
        return "OFFICER"
    if planned.office.is_called(IA_DOM):
        return "AUTHORISED_DEPUTY" if planned.on == DEPUTY_DAY else "HEAD"
    return "AUTHORISED_DEPUTY" if chance(random, DEPUTY_SHARE) else "HEAD"


def _counts(random: Random, planned: Planned) -> dict[str, int]:
    if planned.office.is_called(IA_DOM) and planned.on == GROUP_DAY:
        return _told(visits=1, persons=12, matters=1, groups=1, group_persons=12)
    visits = min(int(random.expovariate(1 / (2.2 * planned.office.weight))), 24)
    groups = 1 if visits and random.random() < (0.5 if planned.kind == AD_HOC else 0.03) else 0
    group_persons = random.randint(5, 15) * groups
    alone = visits - groups
    persons = alone + sum(chance(random, 0.2) for _ in range(alone)) + group_persons
    matters = max(1, visits - random.randint(0, 2)) if visits else 0
    again = sum(chance(random, AGAIN_SHARE) for _ in range(matters))
    return _told(visits, persons, matters, groups, group_persons, again)


def _told(
    visits: int, persons: int, matters: int, groups: int, group_persons: int, again: int = 0
) -> dict[str, int]:
    return {
        "visits": visits,
        "persons": persons,
        "matters": matters,
        "groups": groups,
        "group_persons": group_persons,
        "matters_again": again,
        "group_matters": min(groups, matters),
    }
