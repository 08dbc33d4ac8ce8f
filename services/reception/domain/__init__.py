"""What is true in reception: petitions on their way, and the sessions at which citizens are received."""

from services.reception.domain.petitions import (
    ANSWERED_KINDS,
    OPEN_STATES,
    STATE_WORDS,
    Classification,
    NotInThatState,
    Petition,
    Petitioner,
    PetitionerMissing,
    PetitionForm,
    State,
)
from services.reception.domain.rules import Deadline, FieldRefusal, Law
from services.reception.domain.sessions import ReceptionSession, SessionForm

__all__ = [
    "ANSWERED_KINDS",
    "OPEN_STATES",
    "STATE_WORDS",
    "Classification",
    "Deadline",
    "FieldRefusal",
    "Law",
    "NotInThatState",
    "Petition",
    "PetitionForm",
    "Petitioner",
    "PetitionerMissing",
    "ReceptionSession",
    "SessionForm",
    "State",
]
