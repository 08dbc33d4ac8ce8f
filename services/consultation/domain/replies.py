"""A reply of the agency to the Front: absorbed, partly absorbed or explained, with its words and day."""

from dataclasses import dataclass
from datetime import date

from contracts.consultation import Response
from services.consultation.domain.rules import FieldRefusal, happened, once


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the agency replied."""

    response: Response
    reply: str
    on: date


class ReplyMissing(FieldRefusal):
    """A reply has words."""

    code = "reply_missing"
    title = "Cần ghi nội dung trả lời."


def check_reply(reply: Reply, *, before: Reply | None, received_on: date, today: date) -> None:
    """Refuse a second reply, an empty one, one of a wrong day."""
    once(before.on if before else None)
    happened("on", reply.on, today=today, since=received_on)
    if not reply.reply.strip():
        raise ReplyMissing("reply")


def in_time(reply: Reply | None, due_on: date | None) -> bool | None:
    """Whether a reply came by its day; None as long as there is none."""
    return reply.on <= due_on if reply and due_on else None
