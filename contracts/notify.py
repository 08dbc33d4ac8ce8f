"""What notify tells: who of the Front is written to, and which notices reached them."""

from datetime import date
from enum import StrEnum

from kernel.message import Audience, Event, event


class Topic(StrEnum):
    """What a participant can be told of; each is one event of another service."""

    PLAN_APPROVED = "PLAN_APPROVED"
    CONSULTATION_OPENED = "CONSULTATION_OPENED"
    DIALOGUE_ANNOUNCED = "DIALOGUE_ANNOUNCED"
    DIALOGUE_RESULT_PUBLISHED = "DIALOGUE_RESULT_PUBLISHED"
    CRITICISM_REQUESTED = "CRITICISM_REQUESTED"
    CRITICISM_REPLIED = "CRITICISM_REPLIED"
    RECOMMENDATION_REPLIED = "RECOMMENDATION_REPLIED"
    PROJECT_POSTED = "PROJECT_POSTED"
    PROVINCIAL_REPORT_ISSUED = "PROVINCIAL_REPORT_ISSUED"
    CAMPAIGN_OPENED = "CAMPAIGN_OPENED"
    REPORT_REMINDED = "REPORT_REMINDED"
    EXTENSION_DECIDED = "EXTENSION_DECIDED"
    CAMPAIGN_DUE_CHANGED = "CAMPAIGN_DUE_CHANGED"
    SIGN_OFF_REMOVED = "SIGN_OFF_REMOVED"


@event("notify.participant_listed")
class ParticipantListed(Event):
    """An organisation of the Front at a place is in the directory, or what it wishes to hear changed.

    Its address stays in notify: the event only says whether there is one.
    """

    participant: str
    organisation: str
    place: str
    reachable: bool
    topics: tuple[Topic, ...]


@event("notify.notice_sent", audience=Audience.PROVINCE)
class NoticeSent(Event):
    """A notice went out: to how many recipients, how many could not be reached.

    Told again, with the new counts, when letters that failed were sent anew.
    """

    notice: str
    about: str
    sent_on: date
    recipients: int
    failed: int
