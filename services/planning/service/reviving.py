"""After a restore: plans, tasks, models and activities as the events say, with blanks for what only the lost disk knew."""

from dataclasses import replace

from contracts.planning import (
    HandedOver,
    HandoverDone,
    HarassmentRecorded,
    HeadEvaluated,
    MediaPublished,
    ModelEnded,
    ModelRegistered,
    ModelResultRecorded,
    OutreachHeld,
    PlanApproved,
    TaskCompleted,
    TaskOpened,
    TrainingHeld,
)
from ground.handover import Handover, HandoverDesk
from kernel.message import Aggregate, Told, revives
from kernel.reviving import LOST, filled
from services.planning.domain import (
    DvkModel,
    EvaluationForm,
    HarassmentCase,
    HarassmentForm,
    HeadEvaluation,
    MediaEntry,
    MediaForm,
    ModelForm,
    Outreach,
    OutreachForm,
    Plan,
    PlanForm,
    Result,
    Task,
    TaskForm,
    Training,
    TrainingForm,
)
from services.planning.domain.plans import Line
from services.planning.store import Models, Plans, PlanSeries, Tasks


class Reviving:
    """What planning brings back of its own events."""

    plans: Plans
    series: PlanSeries
    tasks: Tasks
    models: Models
    handover: HandoverDesk

    @revives(PlanApproved)
    def revive_plan_approved(self, event: PlanApproved, told: Told) -> Plan:
        """An approved plan; its tasks come with the events that opened them."""
        plan = self.plans.revived(event.plan)
        if plan is None:
            self.series.taken(self.series.name_of(told.agency, event.year), 1)
            form = filled(PlanForm, event)
            plan = Plan(id=event.plan, agency=told.agency, form=form, authors=())
        plan.approved_on = event.approved_on
        return plan

    @revives(TaskOpened)
    def revive_task_opened(self, event: TaskOpened, told: Told) -> tuple[Task, Plan]:
        """A task, as its plan lists it or as far as the event knows it."""
        plan = self.plans.known(event.plan)
        line = next((one for one in plan.lines if one.id == event.task), None)
        if line is None:
            form = filled(TaskForm, event, owner=LOST if event.assigned else "")
            line = Line(event.task, form)
            plan.lines = (*plan.lines, line)
        opened = event.opened_on
        task = Task(
            id=event.task, agency=told.agency, plan=plan.id, form=line.form, opened_on=opened
        )
        return task, plan

    @revives(TaskCompleted)
    def revive_task_completed(self, event: TaskCompleted, told: Told) -> Task:
        """A completed task; its evidence is to be named again."""
        task = self.tasks.known(event.task)
        task.completed_on, task.evidence = event.completed_on, LOST
        return task

    # --- models -------------------------------------------------------------------------------------

    @revives(ModelRegistered)
    def revive_model_registered(self, event: ModelRegistered, told: Told) -> DvkModel:
        """A model without its name."""
        return DvkModel(id=event.model, agency=told.agency, form=filled(ModelForm, event))

    @revives(ModelResultRecorded)
    def revive_model_result_recorded(self, event: ModelResultRecorded, told: Told) -> DvkModel:
        """One more result."""
        model = self.models.known(event.model)
        model.results = (*model.results, Result(on=event.recorded_on, evidence=LOST))
        return model

    @revives(ModelEnded)
    def revive_model_ended(self, event: ModelEnded, told: Told) -> DvkModel:
        """A model that ended."""
        return replace(self.models.known(event.model), ended_on=event.ended_on, reason=LOST)

    # --- what is recorded once ----------------------------------------------------------------------

    @revives(OutreachHeld)
    def revive_outreach_held(self, event: OutreachHeld, told: Told) -> Outreach:
        """A session for staff or for people."""
        return Outreach(id=event.outreach, agency=told.agency, form=filled(OutreachForm, event))

    @revives(TrainingHeld)
    def revive_training_held(self, event: TrainingHeld, told: Told) -> Training:
        """A class."""
        return Training(id=event.training, agency=told.agency, form=filled(TrainingForm, event))

    @revives(MediaPublished)
    def revive_media_published(self, event: MediaPublished, told: Told) -> MediaEntry:
        """An article or a broadcast."""
        return MediaEntry(id=event.entry, agency=told.agency, form=filled(MediaForm, event))

    @revives(HeadEvaluated)
    def revive_head_evaluated(self, event: HeadEvaluated, told: Told) -> HeadEvaluation:
        """An evaluation of the head."""
        form = filled(EvaluationForm, event)
        return HeadEvaluation(id=event.evaluation, agency=told.agency, form=form)

    @revives(HarassmentRecorded)
    def revive_harassment_recorded(self, event: HarassmentRecorded, told: Told) -> HarassmentCase:
        """A case of harassment."""
        return HarassmentCase(id=event.case, agency=told.agency, form=filled(HarassmentForm, event))

    # --- reorganisations ----------------------------------------------------------------------------

    @revives(HandedOver)
    def revive_handed_over(self, event: HandedOver, told: Told) -> Aggregate:
        """A task or model that went to another agency."""
        thing: Aggregate = self.handover.handed_again(event)
        return thing

    @revives(HandoverDone)
    def revive_handover_done(self, event: HandoverDone, told: Told) -> Handover:
        """An agency that handed everything over."""
        return self.handover.finished_again(event, told)
