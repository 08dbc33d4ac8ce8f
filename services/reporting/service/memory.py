"""What all desks of reporting remember together."""

import re
from datetime import date

from ground.agencies import AgencyBook
from ground.law import LawBook
from kernel.store import Numbers, Store
from law.calendar.table import Calendar
from law.packs.packs import Packs
from services.reporting.domain.province import SymbolTaken
from services.reporting.service.agencies import Agencies
from services.reporting.store import (
    Callings,
    Calls,
    Campaigns,
    Drafts,
    Narratives,
    PaperFiles,
    ProvincialReports,
    Submissions,
    Supplements,
)


class Memory:
    """The collections of one service, made once."""

    def __init__(self, store: Store) -> None:
        self.campaigns = Campaigns(store)
        self.callings = Callings(store)
        self.calls = Calls(store, self.campaigns)
        self.law = law_of(store)
        self.agencies = Agencies(book_of(store), self.law)
        self.drafts = Drafts(store)
        self.submissions = Submissions(store)
        self.provincial = ProvincialReports(store)
        self.narratives = Narratives(store)
        self.supplements = Supplements(store)
        self.numbers = Numbers(store)
        self.files = PaperFiles(store)

    def next_symbol(self, on: date) -> str:
        """The next number and symbol of the year's reports of the province, without a gap. Only inside a command."""
        number = self.numbers.next(_series(on))
        return f"{number:02d}/BC-UBND"

    def typed_symbol(self, symbol: str, on: date) -> str:
        """A symbol the office's own register gave; ours goes on from its number. Only inside a command. Raises
        `SymbolTaken`."""
        if found := OF_THE_SERIES.fullmatch(symbol):
            number, last = int(found[1]), self.numbers.last(_series(on))
            if number <= last:
                told = {"symbol": symbol, "following": f"{last + 1:02d}/BC-UBND"}
                raise SymbolTaken({"symbol": [SymbolTaken.title.format(**told)]}, **told)
            self.numbers.taken(_series(on), number)
        return symbol

    @property
    def packs(self) -> Packs:
        """The rules in force today."""
        return self.agencies.packs

    @property
    def calendar(self) -> Calendar:
        """The calendar as it is known now."""
        return self.agencies.calendar


OF_THE_SERIES = re.compile(r"(\d{1,6})/BC-UBND")


def _series(on: date) -> str:
    return f"BC-UBND/{on.year}"


def book_of(store: Store) -> AgencyBook:
    """The agencies as this service keeps them: the view its store has, or a fresh one."""
    kept = store.views.get(AgencyBook.name)
    return kept if isinstance(kept, AgencyBook) else AgencyBook(store)


def law_of(store: Store) -> LawBook:
    """The law in force as this service keeps it: the view its store has, or a fresh one."""
    kept = store.views.get(LawBook.name)
    return kept if isinstance(kept, LawBook) else LawBook(store)
