"""The door of consultation: what can be asked of it."""

from datetime import date
from typing import Any

from contracts.registry import CalendarPublished, RulePackActivated
from ground.recounting import Still
from ground.standing import Handing
from kernel.message import Actor, Told as Heard, errand, follows
from kernel.store import Change, Store, command
from services.consultation.domain import (
    Answer,
    Criticism,
    CriticismDocument,
    CriticismForm,
    Dialogue,
    DialogueForm,
    Holding,
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
)
from services.consultation.service.handover import handover_desk
from services.consultation.service.public import PublicDesk
from services.consultation.service.recount import recount_desk
from services.consultation.service.reviving import Reviving
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
from services.consultation.views import (
    CriticismList,
    DialogueList,
    OpinionList,
    ProjectList,
    RecommendationList,
    RoundList,
    SupervisionList,
)

Told = dict[str, Any]


class Consultation(Reviving, Handing):
    """Asks for opinions and answers them; dialogues, supervision, criticism and project files of agencies."""

    name = "consultation"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.rounds, self.opinions, self.book = Rounds(store), Opinions(store), OpinionBook(store)
        self.dialogues, self.projects = Dialogues(store), Projects(store)
        self.supervisions, self.recommendations = Supervisions(store), Recommendations(store)
        self.criticisms = Criticisms(store)
        self.round_list, self.opinion_list = RoundList(store), OpinionList(store)
        self.dialogue_list, self.project_list = DialogueList(store), ProjectList(store)
        self.supervision_list = SupervisionList(store)
        self.recommendation_list = RecommendationList(store)
        self.criticism_list = CriticismList(store)
        self.public = PublicDesk(
            store, self.rounds, self.opinions, self.book, lambda: self.law, self._enter
        )
        self.handover = handover_desk(
            store,
            self.rounds,
            self.opinions,
            self.dialogues,
            self.recommendations,
            self.criticisms,
            self.projects,
        )

        self.recount = recount_desk(
            store,
            lambda: self.law,
            self.opinions,
            self.dialogues,
            self.recommendations,
            self.criticisms,
            self.projects,
        )

    # --- the law that changes -----------------------------------------------------------------------

    @follows(CalendarPublished)
    def on_calendar_published(self, event: CalendarPublished, told: Heard) -> list[Change]:
        """The calendar has one more decision: what is open is counted anew."""
        because = f"calendar/{event.number}"
        changed = super().on_calendar_published(event, told)
        return [*changed, self.recount.due.wanted(because, told)]

    @follows(RulePackActivated)
    def on_rule_pack_activated(self, event: RulePackActivated, told: Heard) -> list[Change]:
        """A pack of rules says something else: what is open is counted anew."""
        because = f"{event.pack}/{event.number}"
        changed = super().on_rule_pack_activated(event, told)
        return [*changed, self.recount.due.wanted(because, told)]

    @errand(seconds=2)
    def recount_deadlines(self, still: Still) -> bool:
        """Count anew what is open, after the law changed."""
        return self.recount.go_on(still)

    # --- opinions -----------------------------------------------------------------------------------

    @command
    def open_consultation(self, form: RoundForm, *, client_ref: str = "", by: Actor) -> Told:
        """Ask for opinions from one day to another."""
        id_ = self.rounds.new_id(by.agency, client_ref)
        return self._save(Round.open(form, id_=id_, agency=by.agency, today=self.today))

    @command
    def receive_opinion(
        self, round_id: str, form: OpinionForm, *, client_ref: str = "", by: Actor
    ) -> Told:
        """Enter an opinion into a round, under its next number there."""
        asked = self.rounds.get(round_id, agency=by.agency)
        opinion = asked.take(
            form,
            id_=self.opinions.new_id(by.agency, client_ref),
            number=self.book.next_in(asked.id),
            law=self.law,
            today=self.today,
        )
        return self._enter(opinion)

    def _enter(self, opinion: Opinion) -> Told:
        self.store.note(self.round_list.counted(opinion.consultation, opinions=1))
        return {**self._save(opinion), "number": opinion.number}

    @command
    def answer_opinion(self, opinion_id: str, answer: Answer, *, by: Actor) -> Told:
        """Absorb an opinion, wholly or partly, or explain why not."""
        opinion = self.opinions.get(opinion_id, agency=by.agency)
        opinion.give(answer, today=self.today)
        self.book.answered(opinion.consultation, answer.response)
        self.store.note(self.round_list.counted(opinion.consultation, answered=1))
        return self._save(opinion)

    @command
    def close_consultation(self, round_id: str, on: date, *, by: Actor) -> Told:
        """Close a round whose opinions are all answered."""
        asked = self.rounds.get(round_id, agency=by.agency)
        asked.close(self.book.ruled_off(asked.id), on=on, today=self.today)
        return self._save(asked)

    # --- dialogues ----------------------------------------------------------------------------------

    @command
    def announce_dialogue(self, form: DialogueForm, *, client_ref: str = "", by: Actor) -> Told:
        """Announce a dialogue conference; whether that was early enough is recorded."""
        id_ = self.dialogues.new_id(by.agency, client_ref)
        dialogue = Dialogue.announce(
            form, id_=id_, agency=by.agency, law=self.law, today=self.today
        )
        return {**self._save(dialogue), "announced_in_time": dialogue.announced_in_time}

    @command
    def hold_dialogue(self, dialogue_id: str, holding: Holding, *, by: Actor) -> Told:
        """Record that it took place."""
        dialogue = self.dialogues.get(dialogue_id, agency=by.agency)
        dialogue.hold(holding, law=self.law, today=self.today)
        return self._save(dialogue)

    @command
    def publish_dialogue_result(
        self, dialogue_id: str, publication: Publication, *, by: Actor
    ) -> Told:
        """Record that the result was published."""
        dialogue = self.dialogues.get(dialogue_id, agency=by.agency)
        dialogue.publish(publication, today=self.today)
        return {**self._save(dialogue), "on_time": dialogue.published_in_time}

    # --- supervision --------------------------------------------------------------------------------

    @command
    def record_supervision(self, form: SupervisionForm, *, client_ref: str = "", by: Actor) -> Told:
        """Record that the Front supervised the agency."""
        id_ = self.supervisions.new_id(by.agency, client_ref)
        made = Supervision.record(form, id_=id_, agency=by.agency, today=self.today)
        return self._save(made)

    @command
    def receive_recommendation(
        self, supervision_id: str, form: RecommendationForm, *, client_ref: str = "", by: Actor
    ) -> Told:
        """Enter a recommendation, to be replied to by its day."""
        supervision = self.supervisions.get(supervision_id, agency=by.agency)
        id_ = self.recommendations.new_id(by.agency, client_ref)
        made = supervision.receive(form, id_=id_, law=self.law, today=self.today)
        self.store.note(self.supervision_list.counted(supervision.id, recommendations=1))
        return self._save(made)

    @command
    def reply_recommendation(self, recommendation_id: str, reply: Reply, *, by: Actor) -> Told:
        """Reply to a recommendation."""
        recommendation = self.recommendations.get(recommendation_id, agency=by.agency)
        recommendation.answer(reply, today=self.today)
        self.store.note(self.supervision_list.counted(recommendation.supervision, replied=1))
        return {**self._save(recommendation), "on_time": recommendation.replied_in_time}

    # --- criticism ----------------------------------------------------------------------------------

    @command
    def request_criticism(self, form: CriticismForm, *, client_ref: str = "", by: Actor) -> Told:
        """Record that a draft was sent to the Front."""
        id_ = self.criticisms.new_id(by.agency, client_ref)
        made = Criticism.request(form, id_=id_, agency=by.agency, today=self.today)
        return self._save(made)

    @command
    def receive_criticism(
        self, criticism_id: str, document: CriticismDocument, *, by: Actor
    ) -> Told:
        """Enter the Front's document, to be replied to by its day."""
        criticism = self.criticisms.get(criticism_id, agency=by.agency)
        criticism.receive(document, law=self.law, today=self.today)
        return self._save(criticism)

    @command
    def reply_criticism(self, criticism_id: str, reply: Reply, *, by: Actor) -> Told:
        """Reply to the Front's document."""
        criticism = self.criticisms.get(criticism_id, agency=by.agency)
        criticism.answer(reply, today=self.today)
        return {**self._save(criticism), "on_time": criticism.replied_in_time}

    # --- project files ------------------------------------------------------------------------------

    @command
    def post_project(self, form: ProjectForm, *, client_ref: str = "", by: Actor) -> Told:
        """Record that a compensation plan was posted for opinions."""
        id_ = self.projects.new_id(by.agency, client_ref)
        made = Project.post(form, id_=id_, agency=by.agency, law=self.law, today=self.today)
        return self._save(made)

    @command
    def take_down_project(self, project_id: str, on: date, *, by: Actor) -> Told:
        """Record that a posted plan was taken down."""
        project = self.projects.get(project_id, agency=by.agency)
        project.take_down(on=on, today=self.today)
        return self._save(project)

    @command
    def post_project_again(self, project_id: str, on: date, *, by: Actor) -> Told:
        """Record that what was taken down too early was posted anew."""
        project = self.projects.get(project_id, agency=by.agency)
        project.post_again(on=on, law=self.law, today=self.today)
        return self._save(project)

    @command
    def hold_project_meeting(self, project_id: str, meeting: Meeting, *, by: Actor) -> Told:
        """Record the opinion meeting."""
        project = self.projects.get(project_id, agency=by.agency)
        project.meet(meeting, law=self.law, today=self.today)
        return self._save(project)

    @command
    def hold_project_dialogue(self, project_id: str, held_on: date, *, by: Actor) -> Told:
        """Record the dialogue with those who disagree."""
        project = self.projects.get(project_id, agency=by.agency)
        project.talk(on=held_on, today=self.today)
        return self._save(project)

    @command
    def complete_project(self, project_id: str, on: date, *, by: Actor) -> Told:
        """Declare a file complete that has everything."""
        project = self.projects.get(project_id, agency=by.agency)
        project.complete(on=on, today=self.today)
        return self._save(project)

    # --- asking -------------------------------------------------------------------------------------

    def consultation(self, id_: str, *, by: Actor) -> Round:
        """One consultation of the asker's agency. Raises `NotFound`, like all that follow."""
        return self.rounds.get(id_, agency=by.agency)

    def opinion(self, id_: str, *, by: Actor) -> Opinion:
        """One opinion."""
        return self.opinions.get(id_, agency=by.agency)

    def dialogue(self, id_: str, *, by: Actor) -> Dialogue:
        """One dialogue."""
        return self.dialogues.get(id_, agency=by.agency)

    def supervision(self, id_: str, *, by: Actor) -> Supervision:
        """One supervision."""
        return self.supervisions.get(id_, agency=by.agency)

    def recommendation(self, id_: str, *, by: Actor) -> Recommendation:
        """One recommendation."""
        return self.recommendations.get(id_, agency=by.agency)

    def criticism(self, id_: str, *, by: Actor) -> Criticism:
        """One social criticism."""
        return self.criticisms.get(id_, agency=by.agency)

    def project(self, id_: str, *, by: Actor) -> Project:
        """One project file."""
        return self.projects.get(id_, agency=by.agency)

    def _save(self, changed: Matter) -> Told:
        self.store.commit(changed)
        return {
            "id": changed.id,
            "state": str(changed.state),
            "version": changed.version,
            "due_on": changed.due_on.isoformat() if changed.due_on else None,
        }
