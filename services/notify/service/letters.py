"""How a notice becomes letters, how a letter goes out, and when the notice is done with.

Each step is a short unit of work of its own; the mail server is spoken to between them, never in one.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from contracts.notify import Topic
from ground.agencies import AgencyBook
from kernel.mail import Letter, Line
from kernel.message import Actor, new_id
from kernel.store import Store
from services.notify.adapters import SENDER, Mailbox
from services.notify.domain import (
    NO_ADDRESS,
    Outcome,
    Participant,
    Patience,
    Sending,
    State,
    again,
    claimed,
    judged,
    place_of,
)
from services.notify.service.inbox import words_of
from services.notify.store import Dispatches, Participants
from services.notify.views import WANTED, Messages, Notices, Row, sending_of

AT_ONCE = 20
SENDING_SECONDS = 5.0
Still = Callable[[], bool]


class Letters:
    """The way of a notice to its recipients."""

    def __init__(
        self, store: Store, participants: Participants, notices: Notices, book: AgencyBook
    ) -> None:
        self.store, self.participants, self.notices = store, participants, notices
        self.book = book
        self.messages = Messages(store)
        self.dispatches = Dispatches(store)
        self.mailbox = Mailbox(store.settings)

    # --- to whom ------------------------------------------------------------------------------------

    def spread(self, still: Still) -> bool:
        """Make the messages of the notices that are wanted. Gives whether there may be more."""
        return self._each(self.notices.waiting(AT_ONCE), self._spread, still)

    def _spread(self, notice_id: str) -> None:
        notice = self.notices.one(notice_id)
        if notice is None or notice["state"] != WANTED:
            return
        place = place_of(self.book.units(), notice["agency"])
        told = {**notice, "place": place}
        messages = [(one, self._first(one, told)) for one in self._recipients(told)]
        letters = sum(sending.open for _, sending in messages)
        self.store.note(
            *(self.messages.to(one, notice_id, sending) for one, sending in messages),
            self.notices.spread(notice_id, place=place, total=len(messages), letters=letters),
        )

    def _recipients(self, notice: Row) -> list[Participant]:
        return self.participants.subscribed(
            Topic(notice["topic"]), place=notice["place"], everywhere=notice["everywhere"]
        )

    def _first(self, participant: Participant, notice: Row) -> Sending:
        """A letter, if there is an address and the event is not long past."""
        now = self.store.clock.now()
        fresh = now - notice["happened"] <= timedelta(days=self.store.settings.notice_days)
        state = State.QUEUED if participant.email and fresh else State.INBOX
        return Sending(state=state, due=now)

    # --- out ----------------------------------------------------------------------------------------

    def send(self, still: Still) -> bool:
        """Send what is due, one letter after the other, for a few seconds. Gives whether there may be
        more. Raises `OSError` when the mail server cannot be reached: then nothing was claimed."""
        if not self.mailbox.open or not self._due():
            return False
        until = time.monotonic() + SENDING_SECONDS
        with self.mailbox.line() as line:
            while still() and time.monotonic() < until:
                if not self._send_one(line):
                    return False
        return True

    def _send_one(self, line: Line) -> bool:
        """Claim, send, mark. False when nothing is due or the line is lost."""
        token = new_id()
        row, letter = self._do("claim_letter", lambda: self._claim(token))
        if letter is None:
            return bool(row)
        outcome, reason, line_stands = self.mailbox.hand_over(line, letter)
        self._do("mark_letter", lambda: self._mark(row["_id"], token, outcome, reason))
        return line_stands

    def _due(self) -> Row | None:
        return self.messages.due(self.store.clock.now())

    def _claim(self, token: str) -> tuple[Row, Letter | None]:
        """Take the letter that has been due longest into hand; no letter if it may not go out (again)."""
        row = self._due()
        if row is None:
            return {}, None
        before, now = sending_of(row), self.store.clock.now()
        participant = self.participants.get(row["participant"], agency=row["place"])
        after = claimed(before, now=now, patience=self._patience)
        if not participant.email:
            refused = Outcome.REFUSED
            after = judged(after, refused, now=now, patience=self._patience, reason=NO_ADDRESS)
        self._move(row, before, after, token=token)
        return row, self._letter(row, participant) if after.open else None

    def _letter(self, row: Row, participant: Participant) -> Letter:
        notice = self.notices.one(row["notice"])
        assert notice is not None, "a message belongs to a notice"
        words = words_of(notice, self.book)
        return Letter(
            id=row["_id"],
            to=participant.email,
            to_name=participant.name,
            from_name=SENDER,
            subject=self.mailbox.subject(words["title"], words["agency_name"]),
            text=self.mailbox.text(participant.name, words["sentence"], notice["_id"]),
            written=notice["happened"],
        )

    def _mark(self, message_id: str, token: str, outcome: Outcome, reason: str) -> None:
        """Write down what became of a letter, unless somebody else has taken it meanwhile."""
        row = self.messages.one(message_id)
        if row is None or row["token"] != token:
            return
        before, now = sending_of(row), self.store.clock.now()
        after = judged(before, outcome, now=now, patience=self._patience, reason=reason)
        self._move(row, before, after, token="")

    def retry(self, row: Row) -> None:
        """Send a failed letter anew. Raises `NotFailed`."""
        before = sending_of(row)
        self._move(row, before, again(before, now=self.store.clock.now()), token="")

    def _move(self, row: Row, before: Sending, after: Sending, *, token: str) -> None:
        self.store.note(
            self.messages.moved(row["_id"], after, token=token),
            self.notices.moved(row["notice"], before, after),
        )

    @property
    def _patience(self) -> Patience:
        settings = self.store.settings
        return Patience(
            attempts=settings.mail_attempts,
            retry=timedelta(seconds=settings.mail_retry_seconds),
            doubt=timedelta(seconds=settings.mail_doubt_seconds),
        )

    # --- done ---------------------------------------------------------------------------------------

    def close(self, still: Still) -> bool:
        """Tell of the notices whose letters are all sent or failed. Gives whether there may be more."""
        return self._each(self.notices.finished(AT_ONCE), self._close, still)

    def _close(self, notice_id: str) -> None:
        notice = self.notices.one(notice_id)
        if notice is None or notice["open"]:
            return
        dispatch = self.dispatches.of(notice_id, agency=notice["agency"])
        today = self.store.clock.today()
        counts = {"recipients": notice["total"], "failed": notice["failed"]}
        dispatch.close(notice["about"], on=today, **counts)
        self.store.commit(dispatch)

    # --- units of work ------------------------------------------------------------------------------

    def _each(self, notices: list[str], act: Callable[[str], None], still: Still) -> bool:
        """Each in a unit of its own, while it is ours to go on."""
        for notice in notices:
            if not still():
                return False
            self._do(act.__name__.strip("_"), lambda one=notice: act(one))  # type: ignore[misc]
        return len(notices) == AT_ONCE

    def _do(self, name: str, act: Callable[[], Any]) -> Any:
        by = Actor(user="notify", role="SYSTEM", agency=self.store.settings.site)
        return self.store.once(act, by=by, command=name)
