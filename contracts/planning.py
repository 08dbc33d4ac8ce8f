"""What planning tells: plans and tasks, "Dân vận khéo" models, dissemination, training, media, ethics."""

from datetime import date
from enum import StrEnum

from contracts.duties import DutyDone, DutyTold
from contracts.handover import HandedOverTold, HandoverFinished
from kernel.message import Audience, Event, event


class ModelField(StrEnum):
    """Fields of "Dân vận khéo" models (Chỉ thị 14/CT-UBND điểm 2); the last one is optional."""

    ECONOMY = "ECONOMY"
    CULTURE = "CULTURE"
    SOCIETY = "SOCIETY"
    SECURITY = "SECURITY"
    DEFENCE = "DEFENCE"
    POLITICAL_SYSTEM = "POLITICAL_SYSTEM"


class AreaTag(StrEnum):
    """What kind of area an activity reached; kept per area, never per person."""

    REMOTE = "REMOTE"
    EXTREMELY_DIFFICULT = "EXTREMELY_DIFFICULT"
    ETHNIC_MINORITY = "ETHNIC_MINORITY"
    RELIGIOUS = "RELIGIOUS"
    BORDER = "BORDER"
    ISLAND = "ISLAND"


class OutreachKind(StrEnum):
    """Whom a session addressed: the staff (quán triệt) or the people (tuyên truyền, vận động)."""

    STAFF = "STAFF"
    PEOPLE = "PEOPLE"


class MediaKind(StrEnum):
    """An article in print or online, or a broadcast on radio or television."""

    ARTICLE = "ARTICLE"
    BROADCAST = "BROADCAST"


class MediaTopic(StrEnum):
    """The three groups of content of point 8 of the directive."""

    POLICY = "POLICY"
    RESULTS = "RESULTS"
    MODELS = "MODELS"


class EthicsLevel(StrEnum):
    """How a head fulfilled the responsibility for public-service ethics."""

    EXCELLENT = "EXCELLENT"
    GOOD = "GOOD"
    FULFILLED = "FULFILLED"
    NOT_FULFILLED = "NOT_FULFILLED"


@event("planning.plan_drafted", audience=Audience.SITE)
class PlanDrafted(Event):
    """Somebody drafts the agency's plan of a year; the province hears of it when it is approved."""

    plan: str
    year: int


@event("planning.task_added", audience=Audience.SITE)
class TaskAdded(Event):
    """A task was written into a draft plan; it opens when the plan is approved."""

    task: str
    plan: str
    duty: str
    due_on: date


@event("planning.plan_approved", audience=Audience.PROVINCE)
class PlanApproved(Event):
    """The head approved the agency's plan of a year, with so many tasks (D1.2, D9.1)."""

    plan: str
    year: int
    symbol: str
    approved_on: date
    tasks: int


@event("planning.task_opened", audience=Audience.PROVINCE)
class TaskOpened(Event):
    """A task of an approved plan: its duty, when it is due, whether somebody has it (D2.2, D2.3)."""

    task: str
    plan: str
    duty: str
    opened_on: date
    due_on: date
    assigned: bool


@event("planning.task_completed", audience=Audience.PROVINCE)
class TaskCompleted(Event):
    """A task was completed, with evidence (D9.2)."""

    task: str
    plan: str
    completed_on: date
    on_time: bool


@event("planning.model_registered", audience=Audience.PROVINCE)
class ModelRegistered(Event):
    """A "Dân vận khéo" model began (D2.7, D2.8)."""

    model: str
    field: ModelField
    started_on: date
    direct_to_people: bool = False
    pressing_issue: bool = False


@event("planning.model_result_recorded", audience=Audience.PROVINCE)
class ModelResultRecorded(Event):
    """A model's result was recorded with evidence (D2.10)."""

    model: str
    recorded_on: date


@event("planning.model_ended", audience=Audience.PROVINCE)
class ModelEnded(Event):
    """A model ended after review (D2.6)."""

    model: str
    ended_on: date


@event("planning.outreach_held", audience=Audience.PROVINCE)
class OutreachHeld(Event):
    """A session for staff about instruments, or for people in an area (D1.4, D1.5, D2.4, D2.5)."""

    outreach: str
    kind: OutreachKind
    held_on: date
    participants: int
    instruments: tuple[str, ...] = ()
    area_tags: tuple[AreaTag, ...] = ()


@event("planning.training_held", audience=Audience.PROVINCE)
class TrainingHeld(Event):
    """A class in the skills of dân vận (D2.11)."""

    training: str
    held_on: date
    attendees: int


@event("planning.media_published", audience=Audience.PROVINCE)
class MediaPublished(Event):
    """An article or a broadcast (D8.1–D8.4); minutes are of broadcasts only."""

    entry: str
    kind: MediaKind
    topic: MediaTopic
    published_on: date
    minutes: int = 0


@event("planning.head_evaluated", audience=Audience.PROVINCE)
class HeadEvaluated(Event):
    """The head's responsibility for public-service ethics was evaluated (D4.2)."""

    evaluation: str
    evaluated_on: date
    level: EthicsLevel


@event("planning.harassment_recorded", audience=Audience.PROVINCE)
class HarassmentRecorded(Event):
    """A case of harassing people or businesses was found and handled (D4.5)."""

    case: str
    found_on: date
    officials_handled: int


@event("planning.handed_over", audience=Audience.PROVINCE)
class HandedOver(HandedOverTold):
    """After a reorganisation another agency has a task or a model; its dates stay what they were."""


@event("planning.handover_done", audience=Audience.PROVINCE)
class HandoverDone(HandoverFinished):
    """Nothing an agency had open here is left with it after a reorganisation."""


@event("planning.duty_opened", audience=Audience.SITE)
class DutyOpened(DutyTold):
    """Somebody has something to do about a task, or something of that duty changed."""


@event("planning.duty_closed", audience=Audience.SITE)
class DutyClosed(DutyDone):
    """A duty about a task is no more."""
