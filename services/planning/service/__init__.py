"""The door of planning: what can be asked of it."""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, TypeVar

from contracts.registry import Role
from ground.standing import Handing
from kernel.message import Actor, Aggregate
from kernel.store import Collection, Store, command
from services.planning.domain import (
    DvkModel,
    EvaluationForm,
    HarassmentCase,
    HarassmentForm,
    HeadEvaluation,
    HeadRecordsItself,
    MediaEntry,
    MediaForm,
    ModelForm,
    Outreach,
    OutreachForm,
    Plan,
    PlanForm,
    Result,
    SecondPlan,
    Task,
    TaskForm,
    Training,
    TrainingForm,
)
from services.planning.service.handover import handover_desk
from services.planning.service.reviving import Reviving
from services.planning.store import (
    Evaluations,
    HarassmentCases,
    MediaEntries,
    Models,
    Outreaches,
    Plans,
    PlanSeries,
    Tasks,
    Trainings,
)
from services.planning.views import (
    ActivityList,
    CaseList,
    EvaluationList,
    MediaListed,
    ModelList,
    PlanList,
    TaskList,
    TrainingsListed,
)

Answer = dict[str, Any]
A = TypeVar("A", bound=Aggregate)


class Form(Protocol):
    """What every entry has: the name other software gives it."""

    @property
    def client_ref(self) -> str:
        """That name, or nothing."""


class Planning(Reviving, Handing):
    """Keeps an agency's plan and tasks, models, activities and evaluations; answers what was done."""

    name = "planning"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.plans, self.series, self.tasks = Plans(store), PlanSeries(store), Tasks(store)
        self.models = Models(store)
        self.outreaches, self.trainings = Outreaches(store), Trainings(store)
        self.media = MediaEntries(store)
        self.evaluations, self.cases = Evaluations(store), HarassmentCases(store)
        self.plan_list, self.task_list = PlanList(store), TaskList(store)
        self.model_list, self.activities = ModelList(store), ActivityList(store)
        self.evaluation_list, self.case_list = EvaluationList(store), CaseList(store)
        self.handover = handover_desk(store, self.tasks, self.models)
        TrainingsListed(store)
        MediaListed(store)

    # --- plans --------------------------------------------------------------------------------------

    @command
    def draft_plan(self, form: PlanForm, *, by: Actor) -> Answer:
        """Begin the agency's plan of a year. Raises `SecondPlan`, `DayNotCome`."""
        id_ = self.plans.new_id(by.agency, form.client_ref)
        if self.series.next_in(by.agency, form.year) > 1:
            raise SecondPlan(year=form.year)
        plan = Plan.draft(form, id_=id_, agency=by.agency, author=by.user, today=self._today())
        self.store.commit(plan)
        return _plan(plan)

    @command
    def add_task(self, plan_id: str, form: TaskForm, *, by: Actor) -> Answer:
        """List a task in a draft plan. Raises what `Plan.add` refuses."""
        plan = self.plans.get(plan_id, agency=by.agency)
        id_ = self.tasks.new_id(by.agency, form.client_ref)
        plan.add(
            form,
            id_=id_,
            author=by.user,
            duties=frozenset(self.law_book.packs(self._today()).duties),
        )
        self.store.commit(plan)
        return {"task": id_, **_plan(plan)}

    @command
    def approve_plan(self, plan_id: str, *, on: date, by: Actor) -> Answer:
        """Put a plan in force; its tasks are open from that day. Raises `ApproverDrafted`.

        An agency's software brings what the head approved elsewhere, so it may have drafted it too.
        """
        plan = self.plans.get(plan_id, agency=by.agency)
        approver = "" if by.role == Role.SOFTWARE else by.user
        tasks = plan.approve(on=on, today=self._today(), approver=approver)
        self.store.commit(plan, *tasks)
        return _plan(plan)

    @command
    def complete_task(self, task_id: str, *, on: date, evidence: str, by: Actor) -> Answer:
        """Complete a task with evidence. Raises what `Task.complete` refuses."""
        task = self.tasks.get(task_id, agency=by.agency)
        task.complete(on=on, evidence=evidence, today=self._today())
        self.store.commit(task)
        return {"task": task.id, "on_time": on <= task.form.due_on, "version": task.version}

    # --- models -------------------------------------------------------------------------------------

    @command
    def register_model(self, form: ModelForm, *, by: Actor) -> Answer:
        """Register a "Dân vận khéo" model that has begun."""
        model = self._new(self.models, DvkModel.register, form, by)
        return {"model": model.id}

    @command
    def record_model_result(self, model_id: str, result: Result, *, by: Actor) -> Answer:
        """Record what a model brought about, with evidence."""
        model = self.models.get(model_id, agency=by.agency)
        model.record(result, today=self._today())
        self.store.commit(model)
        return {"model": model.id, "results": len(model.results), "version": model.version}

    @command
    def end_model(self, model_id: str, *, on: date, reason: str, by: Actor) -> Answer:
        """End a model after review."""
        model = self.models.get(model_id, agency=by.agency)
        model.end(on=on, reason=reason, today=self._today())
        self.store.commit(model)
        return {"model": model.id, "version": model.version}

    # --- what is recorded once ----------------------------------------------------------------------

    @command
    def hold_outreach(self, form: OutreachForm, *, by: Actor) -> Answer:
        """Record a session for staff or for people."""
        return {"outreach": self._new(self.outreaches, Outreach.held, form, by).id}

    @command
    def hold_training(self, form: TrainingForm, *, by: Actor) -> Answer:
        """Record a class."""
        return {"training": self._new(self.trainings, Training.held, form, by).id}

    @command
    def publish_media(self, form: MediaForm, *, by: Actor) -> Answer:
        """Record an article or a broadcast."""
        return {"entry": self._new(self.media, MediaEntry.published, form, by).id}

    @command
    def evaluate_head(self, form: EvaluationForm, *, by: Actor) -> Answer:
        """Record how the superior evaluated the head. Raises `HeadRecordsItself`, `SelfEvaluation`."""
        if by.role == Role.AGENCY_HEAD:
            raise HeadRecordsItself
        own_name = self.agency_book.named(by.agency)

        def record(form: EvaluationForm, **given: Any) -> HeadEvaluation:
            return HeadEvaluation.record(form, own_name=own_name, **given)

        return {"evaluation": self._new(self.evaluations, record, form, by).id}

    @command
    def record_harassment(self, form: HarassmentForm, *, by: Actor) -> Answer:
        """Record a case of harassment that was found and handled."""
        return {"case": self._new(self.cases, HarassmentCase.record, form, by).id}

    # --- queries ------------------------------------------------------------------------------------

    def plan(self, plan_id: str, *, by: Actor) -> Plan:
        """One plan of the asker's agency. Raises `NotFound`."""
        return self.plans.get(plan_id, agency=by.agency)

    def task(self, task_id: str, *, by: Actor) -> Task:
        """One task of an approved plan of the asker's agency. Raises `NotFound`."""
        return self.tasks.get(task_id, agency=by.agency)

    def model(self, model_id: str, *, by: Actor) -> DvkModel:
        """One model of the asker's agency. Raises `NotFound`."""
        return self.models.get(model_id, agency=by.agency)

    # --- how ----------------------------------------------------------------------------------------

    def _new(self, collection: Collection[A], make: Callable[..., A], form: Form, by: Actor) -> A:
        id_ = collection.new_id(by.agency, form.client_ref)
        made = make(form, id_=id_, agency=by.agency, today=self._today())
        self.store.commit(made)
        return made

    def _today(self) -> date:
        return self.store.clock.today()


def _plan(plan: Plan) -> Answer:
    return {"plan": plan.id, "tasks": len(plan.lines), "version": plan.version}
