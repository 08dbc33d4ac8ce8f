"""Day by day through the year: sets the legal clock, sends what is due, takes the campaign's steps."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from demo.load.accounts import open_accounts, software
from demo.load.catching_up import catch_up
from demo.load.ledger import Ledger, rows_line
from demo.load.participants import give_addresses
from demo.load.portal import Portal
from demo.load.problems import Stopped
from demo.load.progress import Progress, say
from demo.load.steps import Steps
from demo.load.workbook import workbook
from demo.year.campaign import FIRST_DRAFT, PREVIOUS_ON, Step
from demo.year.days import CLOCK_FROM, CLOCK_TO, span
from demo.year.entries import RECEPTION
from demo.year.made import Batch, Workbook, Year
from demo.year.offices import Office
from kernel.clock import drive

MORNING = time(9, 0)
# Streams to a service; what one agency sends always goes by the same one, in its order.
STREAMS = {"reception": 2, "planning": 1, "consultation": 1, "campaign": 3}
FIRST_REFUSAL = 400
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class Loading:
    """What a load needs: the portal, the file of the legal clock, the ledger; and the portals of agencies
    that have an installation of their own."""

    portal: Portal
    clock: Path
    ledger: Ledger
    own: Mapping[str, Portal] = field(default_factory=dict)

    def portal_of(self, agency: str) -> Portal:
        """Where an agency works."""
        return self.own.get(agency, self.portal)


def load(year: Year, loading: Loading) -> None:
    """Bring the year in; what stands in the ledger is not sent again. Raises `Stopped`."""
    loader = Loader(year, loading)
    first = loader.first_day()
    if first is None:
        say("Năm mẫu đã nạp xong từ lần chạy trước.")
        return
    loader.tick(datetime.combine(first, MORNING))
    loading.ledger.begin(year)
    if "accounts" not in loading.ledger:
        say(f"Mở tài khoản: {open_accounts(loading.portal, year)}")
        say(f"Ghi địa chỉ của Mặt trận và các tổ chức: {give_addresses(loading.portal)}")
        loading.ledger.write({"line": "accounts", "key": "accounts"})
    loader.progress.begin()
    for day in span(first, CLOCK_TO):
        loader.live(day)


class Loader:
    """One run through the year."""

    def __init__(self, year: Year, loading: Loading) -> None:
        self.year, self.portal, self.ledger = year, loading.portal, loading.ledger
        self.clock, self.portal_of = loading.clock, loading.portal_of
        self.offices: dict[str, Office] = {office.id: office for office in year.offices}
        self.steps = Steps(loading.portal, loading.ledger, year)
        self.batches = _by_day(year.batches)
        self.workbooks = _by_day(year.workbooks)
        self.campaign = _by_day(year.campaign)
        self.progress = Progress(sum(len(batch.rows) for batch in year.batches))

    def first_day(self) -> date | None:
        """The first day on which something is left to do; none when all is done."""
        done = self.ledger
        left = [one.day for one in self.year.batches if one.key not in done]
        left += [one.day for one in self.year.workbooks if one.key not in done]
        left += [one.day for one in self.year.campaign if one.key not in done]
        left += [PREVIOUS_ON for one in self.year.previous if f"previous/{one.agency}" not in done]
        return max(CLOCK_FROM, min(left)) if left else None

    def tick(self, moment: datetime) -> None:
        """Set the legal clock."""
        drive(self.clock, moment)

    def live(self, day: date) -> None:
        """All that happens on one day."""
        steps = self.campaign.get(day, [])
        if not steps or day < FIRST_DRAFT:
            self.tick(datetime.combine(day, MORNING))
        self._entered(self.batches.get(day, []))
        for book in self.workbooks.get(day, []):
            self._filed(book)
        if day == PREVIOUS_ON:
            self.steps.previous(self.year)
        if day == FIRST_DRAFT:
            self.progress.tell(day, now=True)
            catch_up(self.portal, self.year)
            say("  số liệu đã khớp; các cơ quan lập và gửi báo cáo")
        self._campaigned(steps)
        self.progress.tell(day)

    # --- what agencies enter ----------------------------------------------------------------------------

    def _entered(self, batches: list[Batch]) -> None:
        streams: dict[tuple[str, int], list[Batch]] = defaultdict(list)
        for batch in batches:
            streams[batch.service, _stream(batch.service, batch.agency)].append(batch)
        together([partial(self._sent_all, some) for some in streams.values()])

    def _sent_all(self, batches: Iterable[Batch]) -> None:
        for batch in batches:
            skipped = batch.key in self.ledger
            if not skipped:
                self._sent(batch)
            self.progress.add(len(batch.rows), skipped=skipped)

    def _sent(self, batch: Batch) -> None:
        office = self.offices[batch.agency]
        given = {"rows": list(batch.rows), "quiet": batch.quiet}
        path = f"/api/{batch.service}/v1/acts"
        told = self.portal_of(office.id).must("POST", path, by=software(office), json=given)
        _check(told["results"], f"{batch.service}, {office.name}, {batch.day:%d/%m/%Y}")
        about = (batch.service, batch.agency)
        self.ledger.write(rows_line(batch.key, batch.day.isoformat(), about, batch.rows))

    def _filed(self, book: Workbook) -> None:
        if book.key in self.ledger:
            return
        office = self.offices[book.agency]
        files = {"file": (f"don-thu-{book.day}.xlsx", workbook(book.petitions), XLSX)}
        told = self.portal_of(office.id).must(
            "POST", "/api/reception/v1/import", by=software(office), files=files
        )
        _check(told["results"], f"tệp Excel, {office.name}, {book.day:%d/%m/%Y}")
        rows = [row for petition in book.petitions for row in petition]
        about = (RECEPTION, book.agency)
        self.ledger.write(rows_line(book.key, book.day.isoformat(), about, rows))

    # --- the campaign -----------------------------------------------------------------------------------

    def _campaigned(self, steps: list[Step]) -> None:
        for moment, some in groupby(steps, key=lambda step: step.moment):
            left = [step for step in some if step.key not in self.ledger]
            if left:
                self.tick(moment)
            streams: dict[int, list[Step]] = defaultdict(list)
            for step in left:
                streams[_stream("campaign", step.agency)].append(step)
            together([partial(self._taken, some) for some in streams.values()])

    def _taken(self, steps: Iterable[Step]) -> None:
        for step in steps:
            self.steps.take(step)


def together(works: list[Callable[[], None]]) -> None:
    """Do several things at once; the first that fails stops all."""
    if not works:
        return
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(work) for work in works]:
            done.result()


def _stream(service: str, agency: str) -> int:
    return sum(agency.encode()) % STREAMS[service]


def _by_day(things: Iterable[Any]) -> dict[date, list[Any]]:
    found: dict[date, list[Any]] = defaultdict(list)
    for one in things:
        found[one.day].append(one)
    return found


def _check(results: list[dict[str, Any]], where: str) -> None:
    """Stop at the first row that was refused. Raises `Stopped`."""
    for one in results:
        if int(one.get("status", 200)) >= FIRST_REFUSAL:
            why = f"{one.get('act', '')} {one.get('client_ref', '')}: {one.get('title', '')}"
            raise Stopped(f"{where}: {why} {one.get('errors', '')}".rstrip())
