"""What is true in reception: petitions, their cases and times; sessions and their counts."""

from services.reception.domain.clocks import CLOCK_WORDS, Clock
from services.reception.domain.contents import (
    ANSWERED_KINDS,
    FATE_WORDS,
    Content,
    ContentUnanswered,
    Fate,
    WrongOutcome,
)
from services.reception.domain.deadlines import Deadline, Law
from services.reception.domain.form import (
    Classification,
    DenouncerNotHere,
    Petitioner,
    PetitionerMissing,
    PetitionForm,
    ReceivedInFuture,
)
from services.reception.domain.history import STEP_WORDS, Entry
from services.reception.domain.petition import (
    CLASSIFIABLE,
    OPEN_STATES,
    STATE_WORDS,
    AcceptedTooEarly,
    ClassifiedTooEarly,
    DecidedTooEarly,
    DialogueOwed,
    DispositionUnfounded,
    InFuture,
    NotInThatState,
    Petition,
    State,
)
from services.reception.domain.session import (
    COUNTS,
    GroupsTooSmall,
    HeldInFuture,
    OnlineTooEarly,
    Session,
    SessionForm,
)

__all__ = [
    "ANSWERED_KINDS",
    "CLASSIFIABLE",
    "CLOCK_WORDS",
    "COUNTS",
    "FATE_WORDS",
    "OPEN_STATES",
    "STATE_WORDS",
    "STEP_WORDS",
    "AcceptedTooEarly",
    "Classification",
    "ClassifiedTooEarly",
    "Clock",
    "Content",
    "ContentUnanswered",
    "Deadline",
    "DecidedTooEarly",
    "DenouncerNotHere",
    "DialogueOwed",
    "DispositionUnfounded",
    "Entry",
    "Fate",
    "GroupsTooSmall",
    "HeldInFuture",
    "InFuture",
    "Law",
    "NotInThatState",
    "OnlineTooEarly",
    "Petition",
    "PetitionForm",
    "Petitioner",
    "PetitionerMissing",
    "ReceivedInFuture",
    "Session",
    "SessionForm",
    "State",
    "WrongOutcome",
]
