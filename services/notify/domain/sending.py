"""When a letter is sent, sent again, or given up.

A letter is claimed before it is handed to the mail server and marked after. Between both nobody knows
whether it went out: it may then be sent once more, under the same Message-ID, and never a third time.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kernel.errors import Conflict

MOST_COPIES = 2
LONGEST_WAIT = timedelta(hours=1)
UNKNOWN = "Không rõ máy chủ thư đã nhận hay chưa; đã gửi lại một lần."
NO_ADDRESS = "Chưa có địa chỉ thư điện tử."


class State(StrEnum):
    """Where a message stands; INBOX: shown on the page only, for there is no address."""

    INBOX = "INBOX"
    QUEUED = "QUEUED"
    SENDING = "SENDING"
    SENT = "SENT"
    FAILED = "FAILED"


class Outcome(StrEnum):
    """What the mail server's answer means for a letter."""

    SENT = "SENT"
    REFUSED = "REFUSED"
    DEFERRED = "DEFERRED"
    DOUBTFUL = "DOUBTFUL"


class NotFailed(Conflict):
    """Only a letter that failed is sent anew."""

    code = "not_failed"
    title = "Chỉ gửi lại được thư đã ghi nhận là không gửi được."


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How often a letter is offered and how long is waited; the settings' numbers."""

    attempts: int
    retry: timedelta
    doubt: timedelta


@dataclass(frozen=True, kw_only=True)
class Sending:
    """Where one letter stands; `copies` counts those that may have reached the server."""

    state: State
    due: datetime
    attempts: int = 0
    copies: int = 0
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still on its way."""
        return self.state in {State.QUEUED, State.SENDING}


def claimed(letter: Sending, *, now: datetime, patience: Patience) -> Sending:
    """The letter in somebody's hand; failed instead when it may have gone out as often as allowed."""
    if letter.copies >= MOST_COPIES:
        return replace(letter, state=State.FAILED, reason=UNKNOWN)
    return replace(
        letter,
        state=State.SENDING,
        due=now + patience.doubt,
        attempts=letter.attempts + 1,
        copies=letter.copies + 1,
    )


def judged(
    letter: Sending, outcome: Outcome, *, now: datetime, patience: Patience, reason: str = ""
) -> Sending:
    """A claimed letter after the server's answer."""
    match outcome:
        case Outcome.SENT:
            return replace(letter, state=State.SENT, due=now, reason="")
        case Outcome.REFUSED:
            return replace(letter, state=State.FAILED, due=now, reason=reason)
        case Outcome.DOUBTFUL:
            return replace(letter, state=State.SENDING, due=now + patience.doubt, reason=reason)
    known = replace(letter, copies=letter.copies - 1, reason=reason)
    if letter.attempts >= patience.attempts:
        return replace(known, state=State.FAILED, due=now)
    return replace(known, state=State.QUEUED, due=now + _wait(letter.attempts, patience))


def again(letter: Sending, *, now: datetime) -> Sending:
    """A failed letter that a person wants sent anew. Raises `NotFailed`."""
    if letter.state is not State.FAILED:
        raise NotFailed
    return Sending(state=State.QUEUED, due=now)


def _wait(attempts: int, patience: Patience) -> timedelta:
    return min(patience.retry * (1 << attempts - 1), LONGEST_WAIT)
