"""What notify tells: which messages reached the Front's participants."""

from datetime import date

from kernel.message import Audience, Event, event


@event("notify.notice_sent", audience=Audience.PROVINCE)
class NoticeSent(Event):
    """A notice went out: to how many recipients, how many could not be reached."""

    notice: str
    about: str
    sent_on: date
    recipients: int
    failed: int
