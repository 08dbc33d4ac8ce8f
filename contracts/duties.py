"""What a service says when somebody has to do something: one shape for all that owe work.

Each service declares its own `DutyOpened` and `DutyClosed` from these; notify keeps everybody's
"Việc của tôi" from them. A duty is told again whenever something about it changes: the last word counts.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.message import Event


class DutyKind(StrEnum):
    """What has to be done."""

    PETITION_CLASSIFY = "PETITION_CLASSIFY"
    PETITION_SUPPLEMENT = "PETITION_SUPPLEMENT"
    PETITION_STORE = "PETITION_STORE"
    PETITION_ACCEPT = "PETITION_ACCEPT"
    PETITION_SETTLE = "PETITION_SETTLE"
    CASE_STEP = "CASE_STEP"
    RECEPTION_HELD = "RECEPTION_HELD"
    SESSION_MINUTES = "SESSION_MINUTES"
    POSTING_RENEWAL = "POSTING_RENEWAL"
    TASK = "TASK"
    OPINION_ANSWER = "OPINION_ANSWER"
    RECOMMENDATION_REPLY = "RECOMMENDATION_REPLY"
    CRITICISM_REPLY = "CRITICISM_REPLY"
    DIALOGUE_RESULT = "DIALOGUE_RESULT"
    REPORT_SUBMIT = "REPORT_SUBMIT"
    REPORT_SIGN = "REPORT_SIGN"
    REPORT_CORRECT = "REPORT_CORRECT"
    REPORT_REVIEW = "REPORT_REVIEW"
    FIGURE_REQUEST = "FIGURE_REQUEST"
    ROLE_APPROVE = "ROLE_APPROVE"
    LAW_ACTIVATE = "LAW_ACTIVATE"


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyTold(Event):
    """A duty as it stands. `owner` is the agency that owes it, `roles` who does it there (none: whoever
    works in that service), `assignee` the account that has it (none: any of the roles); `code` is what
    the office calls the matter (a number, never a name); `link` the page where it is done; `paused`:
    it waits for somebody else and no time runs; `due_on` may be none; `places` are the communes it touches.
    """

    duty: str
    kind: DutyKind
    owner: str
    opened_on: date
    code: str = ""
    roles: tuple[str, ...] = ()
    assignee: str = ""
    due_on: date | None = None
    paused: bool = False
    link: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyDone(Event):
    """A duty is no more: done, or owed no longer."""

    duty: str
    owner: str
