"""After a restore: rounds, dialogues, supervision, criticism and project files as the events say.

What was said and answered in words was on the lost disk alone.
"""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from contracts.consultation import (
    ConsultationClosed,
    ConsultationOpened,
    CriticismIssued,
    CriticismReplied,
    CriticismRequested,
    DeadlineChanged,
    DialogueAnnounced,
    DialogueHeld,
    DialogueResultPublished,
    HandedOver,
    HandoverDone,
    OpinionAnswered,
    OpinionReceived,
    ProjectCompleted,
    ProjectDialogueHeld,
    ProjectMeetingHeld,
    ProjectPosted,
    ProjectPostedAgain,
    ProjectTakenDown,
    RecommendationReceived,
    RecommendationReplied,
    SupervisionRecorded,
)
from ground.handover import Handover, HandoverDesk
from ground.law import LawBook
from kernel.message import Aggregate, Told, revives
from kernel.reviving import LOST, filled
from kernel.store import Store
from services.consultation.domain import (
    Answer,
    Criticism,
    CriticismDocument,
    CriticismForm,
    Dialogue,
    DialogueForm,
    Holding,
    Law,
    Matter,
    Meeting,
    Opinion,
    OpinionForm,
    Project,
    ProjectForm,
    Publication,
    Recommendation,
    RecommendationForm,
    Reply,
    Round,
    RoundForm,
    Supervision,
    SupervisionForm,
    Tally,
)
from services.consultation.domain.opinions import reply_due
from services.consultation.store import (
    Criticisms,
    Dialogues,
    OpinionBook,
    Opinions,
    Projects,
    Recommendations,
    Rounds,
    Supervisions,
)
from services.consultation.views import RoundList, SupervisionList

R = TypeVar("R", Recommendation, Criticism)


class Lawful:
    """The law at hand."""

    store: Store
    law_book: LawBook

    @property
    def law(self) -> Law:
        """The calendar and the rules that hold now."""
        return Law(self.law_book.register().latest(), self.law_book.packs(self.today))

    @property
    def today(self) -> date:
        """The legal date."""
        return self.store.clock.today()


class ReviveOpinions(Lawful):
    """Rounds and their opinions."""

    rounds: Rounds
    opinions: Opinions
    book: OpinionBook
    round_list: RoundList

    @revives(ConsultationOpened)
    def revive_consultation_opened(self, event: ConsultationOpened, told: Told) -> Round:
        """A round without its title."""
        return Round(id=event.consultation, agency=told.agency, form=filled(RoundForm, event))

    @revives(OpinionReceived)
    def revive_opinion_received(self, event: OpinionReceived, told: Told) -> Opinion:
        """An opinion under its number, which is the next of its round."""
        self.store.note(self.round_list.counted(event.consultation, opinions=1))
        return Opinion(
            id=event.opinion,
            agency=told.agency,
            consultation=event.consultation,
            asked=event.kind,
            number=self.book.next_in(event.consultation),
            form=filled(OpinionForm, event),
            due=reply_due(event.kind, event.received_on, law=self.law),
        )

    @revives(OpinionAnswered)
    def revive_opinion_answered(self, event: OpinionAnswered, told: Told) -> Opinion:
        """An answered opinion; the words of the answer are lost."""
        self.book.answered(event.consultation, event.response)
        self.store.note(self.round_list.counted(event.consultation, answered=1))
        answer = Answer(response=event.response, reason=LOST, on=event.answered_on)
        return replace(self.opinions.known(event.opinion), answer=answer)

    @revives(ConsultationClosed)
    def revive_consultation_closed(self, event: ConsultationClosed, told: Told) -> Round:
        """A closed round with its counts; its book is ruled off."""
        self.book.ruled_off(event.consultation)
        asked = self.rounds.known(event.consultation)
        return replace(asked, closed_on=event.closed_on, tally=filled(Tally, event))


class ReviveDialogues(Lawful):
    """Dialogue conferences."""

    dialogues: Dialogues

    @revives(DialogueAnnounced)
    def revive_dialogue_announced(self, event: DialogueAnnounced, told: Told) -> Dialogue:
        """An announced dialogue without title and place."""
        by = self.law.dialogue(event.planned_on).announce.effective
        form = filled(DialogueForm, event)
        return Dialogue(id=event.dialogue, agency=told.agency, form=form, announce_by=by)

    @revives(DialogueHeld)
    def revive_dialogue_held(self, event: DialogueHeld, told: Told) -> Dialogue:
        """A dialogue that took place."""
        dialogue = self.dialogues.known(event.dialogue)
        due = event.result_due_on
        return replace(dialogue, holding=filled(Holding, event), result_due_on=due)

    @revives(DialogueResultPublished)
    def revive_dialogue_result_published(
        self, event: DialogueResultPublished, told: Told
    ) -> Dialogue:
        """A dialogue with its result."""
        publication = Publication(on=event.published_on, answered=event.answered)
        return replace(self.dialogues.known(event.dialogue), publication=publication)


class ReviveFront:
    """What the Front supervised, recommended and criticised."""

    store: Store
    supervisions: Supervisions
    recommendations: Recommendations
    criticisms: Criticisms
    supervision_list: SupervisionList

    @revives(SupervisionRecorded)
    def revive_supervision_recorded(self, event: SupervisionRecorded, told: Told) -> Supervision:
        """A supervision; who supervised what is lost."""
        form = filled(SupervisionForm, event)
        return Supervision(id=event.supervision, agency=told.agency, form=form)

    @revives(RecommendationReceived)
    def revive_recommendation_received(
        self, event: RecommendationReceived, told: Told
    ) -> Recommendation:
        """A recommendation with its day."""
        self.store.note(self.supervision_list.counted(event.supervision, recommendations=1))
        return Recommendation(
            id=event.recommendation,
            agency=told.agency,
            supervision=event.supervision,
            form=filled(RecommendationForm, event),
            due=event.due_on,
        )

    @revives(RecommendationReplied)
    def revive_recommendation_replied(
        self, event: RecommendationReplied, told: Told
    ) -> Recommendation:
        """A recommendation with its reply."""
        found = self.recommendations.known(event.recommendation)
        self.store.note(self.supervision_list.counted(found.supervision, replied=1))
        return _replied(found, event)

    @revives(CriticismRequested)
    def revive_criticism_requested(self, event: CriticismRequested, told: Told) -> Criticism:
        """A draft at the Front."""
        form = filled(CriticismForm, event)
        return Criticism(id=event.criticism, agency=told.agency, form=form)

    @revives(CriticismIssued)
    def revive_criticism_issued(self, event: CriticismIssued, told: Told) -> Criticism:
        """The Front's document without its words."""
        found = self.criticisms.known(event.criticism)
        return replace(found, document=filled(CriticismDocument, event), due=event.due_on)

    @revives(CriticismReplied)
    def revive_criticism_replied(self, event: CriticismReplied, told: Told) -> Criticism:
        """A criticism with its reply."""
        return _replied(self.criticisms.known(event.criticism), event)


class ReviveProjects:
    """Project files."""

    projects: Projects

    @revives(ProjectPosted)
    def revive_project_posted(self, event: ProjectPosted, told: Told) -> Project:
        """A posted plan; name and number of households are lost (0: not known)."""
        return Project(
            id=event.project,
            agency=told.agency,
            form=filled(ProjectForm, event, households=0),
            posted_on=event.posted_on,
            posted_until=event.posted_until,
        )

    @revives(ProjectTakenDown)
    def revive_project_taken_down(self, event: ProjectTakenDown, told: Told) -> Project:
        """A plan that was taken down."""
        return replace(self.projects.known(event.project), taken_down_on=event.taken_down_on)

    @revives(ProjectPostedAgain)
    def revive_project_posted_again(self, event: ProjectPostedAgain, told: Told) -> Project:
        """A plan that was posted anew."""
        return replace(
            self.projects.known(event.project),
            posted_on=event.posted_on,
            posted_until=event.posted_until,
            taken_down_on=None,
            meeting=None,
            dialogue_due_on=None,
            dialogue_on=None,
        )

    @revives(ProjectMeetingHeld)
    def revive_project_meeting_held(self, event: ProjectMeetingHeld, told: Told) -> Project:
        """The meeting with its counts."""
        project, due = self.projects.known(event.project), event.dialogue_due_on
        return replace(project, meeting=filled(Meeting, event), dialogue_due_on=due)

    @revives(ProjectDialogueHeld)
    def revive_project_dialogue_held(self, event: ProjectDialogueHeld, told: Told) -> Project:
        """The dialogue with those who disagree."""
        return replace(self.projects.known(event.project), dialogue_on=event.held_on)

    @revives(ProjectCompleted)
    def revive_project_completed(self, event: ProjectCompleted, told: Told) -> Project:
        """A complete file."""
        return replace(self.projects.known(event.project), completed_on=event.completed_on)


class Reviving(ReviveOpinions, ReviveDialogues, ReviveFront, ReviveProjects):
    """What consultation brings back of its own events."""

    handover: HandoverDesk

    @revives(DeadlineChanged)
    def revive_deadline_changed(self, event: DeadlineChanged, told: Told) -> Matter:
        """A day that moved because the calendar or a rule did."""
        kept = next(one.kept for one in self.handover.things if one.what == event.what)
        thing: Matter = kept.known(event.thing)
        thing.move(event.after)
        return thing

    @revives(HandedOver)
    def revive_handed_over(self, event: HandedOver, told: Told) -> Aggregate:
        """Something that went to another agency."""
        thing: Aggregate = self.handover.handed_again(event)
        return thing

    @revives(HandoverDone)
    def revive_handover_done(self, event: HandoverDone, told: Told) -> Handover:
        """An agency that handed everything over."""
        return self.handover.finished_again(event, told)


def _replied(found: R, event: RecommendationReplied | CriticismReplied) -> R:
    reply = Reply(response=event.response, reply=LOST, on=event.replied_on)
    return replace(found, reply=reply)
