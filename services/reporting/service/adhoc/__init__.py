"""The desk of ad-hoc calls (báo cáo đột xuất): calling, answering, judging, and what came out of it."""

from services.reporting.service.adhoc.answering import AnsweringAdHoc
from services.reporting.service.adhoc.calling import CallingAdHoc
from services.reporting.service.adhoc.judging import JudgingAdHoc
from services.reporting.service.adhoc.room import Outcome, OwnAnswer

__all__ = ["AdHocDesk", "Outcome", "OwnAnswer"]


class AdHocDesk(CallingAdHoc, AnsweringAdHoc, JudgingAdHoc):
    """Ad-hoc calls."""
