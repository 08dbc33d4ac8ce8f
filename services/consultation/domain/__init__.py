"""What is true of opinions, dialogues, supervision, criticism and project files; one module for each."""

from services.consultation.domain.criticism import (
    Criticism,
    CriticismDocument,
    CriticismForm,
    CriticismState,
)
from services.consultation.domain.dialogues import (
    Dialogue,
    DialogueForm,
    DialogueState,
    Holding,
    Publication,
)
from services.consultation.domain.opinions import (
    ASKS_EVERYBODY,
    Answer,
    Opinion,
    OpinionForm,
    OpinionState,
    Round,
    RoundForm,
    RoundState,
    Tally,
)
from services.consultation.domain.projects import Meeting, Project, ProjectForm, ProjectState
from services.consultation.domain.replies import Reply
from services.consultation.domain.rules import Law, Matter
from services.consultation.domain.supervision import (
    Recommendation,
    RecommendationForm,
    RecommendationState,
    Supervision,
    SupervisionForm,
)

__all__ = [
    "ASKS_EVERYBODY",
    "Answer",
    "Criticism",
    "CriticismDocument",
    "CriticismForm",
    "CriticismState",
    "Dialogue",
    "DialogueForm",
    "DialogueState",
    "Holding",
    "Law",
    "Matter",
    "Meeting",
    "Opinion",
    "OpinionForm",
    "OpinionState",
    "Project",
    "ProjectForm",
    "ProjectState",
    "Publication",
    "Recommendation",
    "RecommendationForm",
    "RecommendationState",
    "Reply",
    "Round",
    "RoundForm",
    "RoundState",
    "Supervision",
    "SupervisionForm",
    "Tally",
]
