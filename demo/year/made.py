"""The whole sample year: every agency's rows, gathered into what it enters on its weekly entry day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from demo.year.campaign import Step, campaign
from demo.year.consultation import consultation
from demo.year.days import entry_day
from demo.year.entries import Entry, Row
from demo.year.offices import QUY_NHON, Office, all_offices, chosen
from demo.year.petitions import petitions
from demo.year.planning import planning
from demo.year.previous import PreviousReport, previous_reports
from demo.year.sessions import sessions
from demo.year.size import Size, shares

EXCEL_DAYS = (date(2026, 3, 2), date(2026, 7, 1), date(2026, 11, 2))
MOST_ROWS = 500
DEPARTMENT_TASKS = 1.6


class Batch(NamedTuple):
    """What one agency enters into one service on one day, in the order of the rows."""

    day: date
    service: str
    agency: str
    part: int
    rows: tuple[Row, ...]
    quiet: bool = True

    @property
    def key(self) -> str:
        """Its name in the ledger: a batch that is there was accepted whole."""
        loud = "" if self.quiet else "/loud"
        return f"{self.day}/{self.service}/{self.agency}/{self.part}{loud}"


class Workbook(NamedTuple):
    """A file of petitions that one agency sends instead of rows, each with all that is known of it."""

    day: date
    agency: str
    part: int
    petitions: tuple[tuple[Row, ...], ...]

    @property
    def key(self) -> str:
        """Its name in the ledger."""
        return f"{self.day}/workbook/{self.agency}/{self.part}"


@dataclass(frozen=True, kw_only=True)
class Year:
    """The sample year: who, what each enters and when, last year's reports, this year's campaign."""

    size: Size
    offices: tuple[Office, ...]
    reporters: tuple[Office, ...]
    entries: dict[str, list[Entry]]
    batches: tuple[Batch, ...]
    workbooks: tuple[Workbook, ...]
    previous: tuple[PreviousReport, ...]
    campaign: tuple[Step, ...]


def make_year(size: Size) -> Year:
    """The year of that size and seed; nothing but the law's own data is read."""
    reporters = all_offices()
    offices = chosen(reporters, size.agencies)
    entries = _entries(offices, size)
    by_excel = next((one.id for one in offices if one.is_called(QUY_NHON)), "")
    batches = [
        batch
        for office in offices
        for batch in _batches(office, _typed(entries[office.id], office.id == by_excel), size.weeks)
    ]
    return Year(
        size=size,
        offices=offices,
        reporters=reporters,
        entries=entries,
        batches=tuple(sorted(batches, key=lambda one: (one.day, one.service, one.agency))),
        workbooks=tuple(_workbooks(by_excel, entries.get(by_excel, []))),
        previous=previous_reports(offices, entries, seed=size.seed),
        campaign=campaign(offices, entries, seed=size.seed),
    )


def _entries(offices: tuple[Office, ...], size: Size) -> dict[str, list[Entry]]:
    weights = [office.weight for office in offices]
    held = sessions(offices, how_many=size.sessions, seed=size.seed)
    written = shares(size.petitions, weights, least=1)
    planned = [1.0 if office.is_commune else DEPARTMENT_TASKS for office in offices]
    tasks = shares(size.tasks, planned, least=1)
    talks = _dialogues(offices, size.consultations)
    asked = shares(size.consultations - sum(talks), weights)
    return {
        office.id: _in_order(
            [
                *petitions(office, how_many=written[place], seed=size.seed),
                *held[office.id],
                *planning(office, tasks=tasks[place], seed=size.seed),
                *consultation(office, dialogues=talks[place], asked=asked[place], seed=size.seed),
            ]
        )
        for place, office in enumerate(offices)
    }


def _dialogues(offices: tuple[Office, ...], consultations: int) -> list[int]:
    """At least one dialogue conference a year for each commune, as the law has it."""
    left = consultations
    talks = []
    for office in offices:
        talks.append(1 if office.is_commune and left > 0 else 0)
        left -= talks[-1]
    return talks


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.on)


def _is_petition(entry: Entry) -> bool:
    return str(entry.row["act"]).endswith("_petition")


def _typed(entries: list[Entry], by_excel: bool) -> list[Entry]:  # noqa: FBT001
    """The entries that go by REST: all but the petitions of the agency that sends a file."""
    return [entry for entry in entries if not (by_excel and _is_petition(entry))]


def _batches(office: Office, entries: list[Entry], weeks: int) -> Iterable[Batch]:
    gathered: dict[tuple[date, str, bool], list[Row]] = defaultdict(list)
    for entry in entries:
        day = entry_day(entry.on, office.weekday, weeks)
        gathered[day, entry.service, not entry.loud].append(entry.row)
    for (day, service, quiet), rows in gathered.items():
        for part in range(0, len(rows), MOST_ROWS):
            some = tuple(rows[part : part + MOST_ROWS])
            yield Batch(day, service, office.id, part // MOST_ROWS, some, quiet)


def _workbooks(agency: str, entries: list[Entry]) -> Iterable[Workbook]:
    """Each petition in the first file after its last act; what is still open in the last file."""
    cases: dict[str, list[Entry]] = defaultdict(list)
    for entry in filter(_is_petition, entries):
        cases[str(entry.row.get("ref") or entry.row["client_ref"])].append(entry)
    files: dict[date, list[tuple[Row, ...]]] = {on: [] for on in EXCEL_DAYS}
    for case in cases.values():
        finished = case[-1].row["act"] != "accept_petition" and len(case) > 1
        day = next(
            on for on in EXCEL_DAYS if (on > case[-1].on and finished) or on == EXCEL_DAYS[-1]
        )
        files[day].append(tuple(entry.row for entry in case))
    for day, found in files.items():
        for part in range(0, len(found), MOST_ROWS):
            yield Workbook(day, agency, part // MOST_ROWS, tuple(found[part : part + MOST_ROWS]))
