"""What reporting remembers: campaigns, drafts, submitted versions, compiled reports and their files."""

from services.reporting.store.adhoc import (
    AdHocAsks,
    AdHocCalls,
    AdHocDrafts,
    AdHocReports,
)
from services.reporting.store.campaigns import Callings, Calls, Campaigns
from services.reporting.store.papers import EvidenceFiles, PaperFile, PaperFiles
from services.reporting.store.province import ProvincialReports, Supplements
from services.reporting.store.submissions import Submissions
from services.reporting.store.writing import Drafts, Narratives

__all__ = [
    "AdHocAsks",
    "AdHocCalls",
    "AdHocDrafts",
    "AdHocReports",
    "Callings",
    "Calls",
    "Campaigns",
    "Drafts",
    "EvidenceFiles",
    "Narratives",
    "PaperFile",
    "PaperFiles",
    "ProvincialReports",
    "Submissions",
    "Supplements",
]
