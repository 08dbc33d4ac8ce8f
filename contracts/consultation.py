"""What consultation tells: opinions asked and answered, dialogues, supervision, criticism, project files."""

from datetime import date
from enum import StrEnum

from contracts.duties import DutyDone, DutyTold
from contracts.handover import HandedOverTold, HandoverFinished
from kernel.message import Audience, Event, event


class ConsultationKind(StrEnum):
    """What people or scientists are asked: a community, a council of experts, or góp ý (QĐ 218-QĐ/TW)."""

    COMMUNITY_CONSULT = "COMMUNITY_CONSULT"
    SCIENTIFIC_CRITICISM = "SCIENTIFIC_CRITICISM"
    CONTRIBUTION = "CONTRIBUTION"


class OpinionGiver(StrEnum):
    """Who gave an opinion, as a group; never who in person."""

    RESIDENTS = "RESIDENTS"
    FRONT = "FRONT"
    EXPERTS = "EXPERTS"
    BUSINESS = "BUSINESS"


class Response(StrEnum):
    """How an opinion was answered: tiếp thu, tiếp thu một phần, giải trình."""

    ABSORBED = "ABSORBED"
    PARTLY_ABSORBED = "PARTLY_ABSORBED"
    EXPLAINED = "EXPLAINED"


@event("consultation.consultation_opened", audience=Audience.PROVINCE)
class ConsultationOpened(Event):
    """An agency asks for opinions from one day to another."""

    consultation: str
    kind: ConsultationKind
    opened_on: date
    closes_on: date


@event("consultation.opinion_received", audience=Audience.PROVINCE)
class OpinionReceived(Event):
    """An opinion came in."""

    opinion: str
    consultation: str
    kind: ConsultationKind
    giver: OpinionGiver
    received_on: date


@event("consultation.opinion_answered", audience=Audience.PROVINCE)
class OpinionAnswered(Event):
    """An opinion was absorbed, partly absorbed, or the agency explained why not."""

    opinion: str
    consultation: str
    kind: ConsultationKind
    received_on: date
    response: Response
    answered_on: date


@event("consultation.consultation_closed", audience=Audience.PROVINCE)
class ConsultationClosed(Event):
    """All opinions are answered and the consultation is closed."""

    consultation: str
    kind: ConsultationKind
    closed_on: date
    opinions: int
    absorbed: int
    partly_absorbed: int
    explained: int


@event("consultation.dialogue_announced", audience=Audience.PROVINCE)
class DialogueAnnounced(Event):
    """A dialogue conference was announced (Luật TCCQĐP 72/2025 Điều 43: at least 7 days before)."""

    dialogue: str
    announced_on: date
    planned_on: date
    announced_in_time: bool = True


@event("consultation.dialogue_held", audience=Audience.PROVINCE)
class DialogueHeld(Event):
    """The dialogue took place."""

    dialogue: str
    held_on: date
    participants: int
    opinions: int
    answered: int
    result_due_on: date


@event("consultation.dialogue_result_published", audience=Audience.PROVINCE)
class DialogueResultPublished(Event):
    """The result was published (within 10 days); `answered` counts all opinions answered by then."""

    dialogue: str
    held_on: date
    published_on: date
    answered: int
    on_time: bool


@event("consultation.supervision_recorded", audience=Audience.PROVINCE)
class SupervisionRecorded(Event):
    """The Front or a member organisation supervised the agency (QĐ 217-QĐ/TW)."""

    supervision: str
    started_on: date


@event("consultation.recommendation_received", audience=Audience.PROVINCE)
class RecommendationReceived(Event):
    """A recommendation after supervision came in, to be answered by its due day."""

    recommendation: str
    supervision: str
    received_on: date
    due_on: date


@event("consultation.recommendation_replied", audience=Audience.PROVINCE)
class RecommendationReplied(Event):
    """The agency replied to a recommendation."""

    recommendation: str
    received_on: date
    replied_on: date
    response: Response
    on_time: bool


@event("consultation.criticism_requested", audience=Audience.PROVINCE)
class CriticismRequested(Event):
    """A draft with its dossier was sent to the Front for social criticism."""

    criticism: str
    sent_on: date


@event("consultation.criticism_issued", audience=Audience.PROVINCE)
class CriticismIssued(Event):
    """The Front's criticism document came in, to be answered by its due day."""

    criticism: str
    issued_on: date
    due_on: date


@event("consultation.criticism_replied", audience=Audience.PROVINCE)
class CriticismReplied(Event):
    """The drafting agency replied to the criticism."""

    criticism: str
    issued_on: date
    replied_on: date
    response: Response
    on_time: bool


@event("consultation.project_posted", audience=Audience.PROVINCE)
class ProjectPosted(Event):
    """A compensation plan was posted for opinions, at least until a day (Luật Đất đai 2024 Điều 87)."""

    project: str
    posted_on: date
    posted_until: date


@event("consultation.project_taken_down", audience=Audience.PROVINCE)
class ProjectTakenDown(Event):
    """A posted plan was taken down; too early means that it is posted anew for the whole time."""

    project: str
    taken_down_on: date
    too_early: bool = False


@event("consultation.project_posted_again", audience=Audience.PROVINCE)
class ProjectPostedAgain(Event):
    """A plan that was taken down too early was posted anew; the file's meeting is held anew too."""

    project: str
    posted_on: date
    posted_until: date


@event("consultation.project_meeting_held", audience=Audience.PROVINCE)
class ProjectMeetingHeld(Event):
    """The opinion meeting was held; where households disagree a dialogue is due."""

    project: str
    held_on: date
    agree: int
    disagree: int
    other: int
    dialogue_due_on: date | None = None


@event("consultation.project_dialogue_held", audience=Audience.PROVINCE)
class ProjectDialogueHeld(Event):
    """The dialogue with the households that disagree was held."""

    project: str
    held_on: date
    on_time: bool = True


@event("consultation.project_completed", audience=Audience.PROVINCE)
class ProjectCompleted(Event):
    """The consultation file of a project is complete: posting, meeting, dialogue where needed, answers."""

    project: str
    posted_on: date
    completed_on: date


@event("consultation.deadline_changed", audience=Audience.PROVINCE)
class DeadlineChanged(Event):
    """A day by which something is due moved, because the calendar or a rule did; `because` names it, `what` is the
    kind of thing. Only days that had not come are moved: what was late stays late."""

    what: str
    thing: str
    before: date
    after: date
    because: str


@event("consultation.deadlines_recounted", audience=Audience.SITE)
class DeadlinesRecounted(Event):
    """Everything that waits for an answer was counted anew after a change of calendar or rules."""

    because: str
    recounted_on: date
    looked_at: int
    changed: int


@event("consultation.handed_over", audience=Audience.PROVINCE)
class HandedOver(HandedOverTold):
    """After a reorganisation another agency has a consultation, an opinion, a dialogue, a recommendation, a criticism or a project file; its dates stay what they were."""


@event("consultation.handover_done", audience=Audience.PROVINCE)
class HandoverDone(HandoverFinished):
    """Nothing an agency had open here is left with it after a reorganisation."""


@event("consultation.duty_opened", audience=Audience.SITE)
class DutyOpened(DutyTold):
    """Somebody has something to do about an opinion, a recommendation, a criticism or a dialogue, or something of that duty changed."""


@event("consultation.duty_closed", audience=Audience.SITE)
class DutyClosed(DutyDone):
    """A duty about an opinion, a recommendation, a criticism or a dialogue is no more."""
