"""What all desks of reporting remember together."""

from ground.law import LawBook
from kernel.store import Store
from services.reporting.store import (
    Callings,
    Calls,
    Campaigns,
    Drafts,
    PaperFiles,
    ProvincialReports,
    Submissions,
)


class Memory:
    """The collections of one service, made once."""

    def __init__(self, store: Store) -> None:
        self.campaigns = Campaigns(store)
        self.callings = Callings(store)
        self.calls = Calls(store, self.campaigns)
        self.law = law_of(store)
        self.drafts = Drafts(store)
        self.submissions = Submissions(store)
        self.provincial = ProvincialReports(store)
        self.files = PaperFiles(store)


def law_of(store: Store) -> LawBook:
    """The law in force as this service keeps it: the view its store has, or a fresh one."""
    kept = store.views.get(LawBook.name)
    return kept if isinstance(kept, LawBook) else LawBook(store)
