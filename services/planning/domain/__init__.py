"""What is true of plans, models, activities and ethics."""

from services.planning.domain.activities import (
    MediaEntry,
    MediaForm,
    Outreach,
    OutreachForm,
    Training,
    TrainingForm,
)
from services.planning.domain.ethics import (
    EvaluationForm,
    HarassmentCase,
    HarassmentForm,
    HeadEvaluation,
    HeadRecordsItself,
)
from services.planning.domain.models import DvkModel, ModelForm, Result
from services.planning.domain.plans import (
    Line,
    Plan,
    PlanForm,
    SecondPlan,
    Task,
    TaskForm,
)

__all__ = [
    "DvkModel",
    "EvaluationForm",
    "HarassmentCase",
    "HarassmentForm",
    "HeadEvaluation",
    "HeadRecordsItself",
    "Line",
    "MediaEntry",
    "MediaForm",
    "ModelForm",
    "Outreach",
    "OutreachForm",
    "Plan",
    "PlanForm",
    "Result",
    "SecondPlan",
    "Task",
    "TaskForm",
    "Training",
    "TrainingForm",
]
