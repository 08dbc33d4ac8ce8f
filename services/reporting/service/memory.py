"""What all desks of reporting remember together."""

from kernel.store import Store
from services.reporting.store import (
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
        self.drafts = Drafts(store)
        self.submissions = Submissions(store)
        self.provincial = ProvincialReports(store)
        self.files = PaperFiles(store)
