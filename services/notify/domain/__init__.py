"""What is true of notices: who is a participant, what a notice says, and when a letter is sent again."""

from services.notify.domain.notices import (
    BETWEEN_OFFICES,
    EVERYWHERE,
    TOPIC_WORDS,
    Dispatch,
    facts_of,
    is_province,
    keeps_all,
    place_of,
    sentence,
)
from services.notify.domain.participants import (
    DEFAULT_TOPICS,
    Area,
    AreaTooWide,
    Participant,
    roll,
)
from services.notify.domain.sending import (
    NO_ADDRESS,
    NotFailed,
    Outcome,
    Patience,
    Sending,
    State,
    again,
    claimed,
    judged,
)

__all__ = [
    "BETWEEN_OFFICES",
    "DEFAULT_TOPICS",
    "EVERYWHERE",
    "NO_ADDRESS",
    "TOPIC_WORDS",
    "Area",
    "AreaTooWide",
    "Dispatch",
    "NotFailed",
    "Outcome",
    "Participant",
    "Patience",
    "Sending",
    "State",
    "again",
    "claimed",
    "facts_of",
    "is_province",
    "judged",
    "keeps_all",
    "place_of",
    "roll",
    "sentence",
]
