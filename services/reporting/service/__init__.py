"""The door of reporting: what it hears and what can be asked of it."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from contracts import consultation as co, planning as pl, reception as re
from ground.handover import Still
from ground.standing import Handing
from kernel.message import Event, Told, errand, every, follows
from kernel.store import Change, Store
from law.packs.packs import Packs
from services.reporting.domain.groups import GROUP
from services.reporting.service.adhoc import AdHocDesk
from services.reporting.service.after import AfterDesk
from services.reporting.service.bench import BenchDesk
from services.reporting.service.boards import BoardDesk
from services.reporting.service.calling import CallingDesk, timer
from services.reporting.service.campaigns import CampaignDesk
from services.reporting.service.counting import CountingDesk
from services.reporting.service.documents import DocumentDesk
from services.reporting.service.evidence import EvidenceDesk
from services.reporting.service.handed import HandoverEar
from services.reporting.service.handover import ExpectationDesk, handover_desk
from services.reporting.service.memory import Memory
from services.reporting.service.province import ProvinceDesk
from services.reporting.service.queue import QueueDesk
from services.reporting.service.readiness import ReadinessDesk
from services.reporting.service.recounts import RecountDesk
from services.reporting.service.reports import ReportDesk
from services.reporting.service.review import ReviewDesk
from services.reporting.views import Facts, Figures


class Reporting(HandoverEar, Handing):
    """Counts what happens in the agencies, takes their reports in, compiles the province's.

    Each desk does one part: `counting`, `campaigns`, `reports`, `review`, `province`, `boards`.
    """

    name = "reporting"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.figures = Figures(store)
        self.facts = Facts(store, self.figures)
        memory = self.memory = Memory(store)
        self.counting = CountingDesk(store, self.facts, self.figures, memory, self.agency_book)
        self.recounts = RecountDesk(store, self.counting)
        self.documents = DocumentDesk(store, memory, self.counting)
        self.campaigns = CampaignDesk(store, memory)
        self.calling = CallingDesk(store, memory)
        self.reports = ReportDesk(store, memory, self.counting)
        self.review = ReviewDesk(store, memory)
        self.adhoc = AdHocDesk(store, memory, self.counting, self.review)
        self.evidence = EvidenceDesk(store, self.reports, self.review)
        self.queue = QueueDesk(store, memory)
        self.ended = self.counting.ended
        self.province = ProvinceDesk(store, memory)
        self.bench = BenchDesk(store, memory)
        self.after = AfterDesk(store, memory)
        self.boards = BoardDesk(memory, self.counting)
        self.readiness = ReadinessDesk(memory)
        self.handover = handover_desk(store, memory, self.adhoc)
        self.expectations = ExpectationDesk(store, memory, self.handover)

    # --- petitions and reception --------------------------------------------------------------------

    @follows(re.PetitionRegistered)
    def on_petition_registered(self, event: re.PetitionRegistered, told: Told) -> list[Change]:
        """One petition more came in, on the day it was received."""
        return [self._petition(event, told, received_on=event.received_on)]

    @follows(re.PetitionClassified)
    def on_petition_classified(self, event: re.PetitionClassified, told: Told) -> list[Change]:
        """A petition was found eligible and competent, or not; the last classification counts."""
        names = ("eligible", "competent", "disposition", "classified_on")
        return [self._petition(event, told, **_some(event, *names))]

    @follows(re.PetitionAccepted)
    def on_petition_accepted(self, event: re.PetitionAccepted, told: Told) -> list[Change]:
        """A matter was accepted; from its due day on it may be overdue."""
        return [self._petition(event, told, **_some(event, "accepted_on", "due_on"))]

    @follows(re.PetitionDecided)
    def on_petition_decided(self, event: re.PetitionDecided, told: Told) -> list[Change]:
        """One petition more was settled."""
        return [self._petition(event, told, **_some(event, "decided_on", "on_time"))]

    @follows(re.CaseSuspended)
    def on_case_suspended(self, event: re.CaseSuspended, told: Told) -> list[Change]:
        """A matter's time stands still: it does not fall due."""
        return [self._petition(event, told, suspended_on=event.since)]

    @follows(re.CaseResumed)
    def on_case_resumed(self, event: re.CaseResumed, told: Told) -> list[Change]:
        """A suspended matter goes on, with a later due day."""
        return [self._petition(event, told, suspended_on=None, due_on=event.due_on)]

    @follows(re.CaseExtended)
    def on_case_extended(self, event: re.CaseExtended, told: Told) -> list[Change]:
        """A matter's time was extended."""
        return [self._petition(event, told, due_on=event.due_on)]

    @follows(re.CaseTerminated)
    def on_case_terminated(self, event: re.CaseTerminated, told: Told) -> list[Change]:
        """A matter ended without a decision."""
        return [self._petition(event, told, terminated_on=event.terminated_on)]

    @follows(re.CaseReopened)
    def on_case_reopened(self, event: re.CaseReopened, told: Told) -> list[Change]:
        """A matter is settled anew: it is open again, and its former decision counts no more."""
        anew = {"decided_on": None, "terminated_on": None, "suspended_on": None}
        return [self._petition(event, told, due_on=event.due_on, **anew)]

    @follows(re.PetitionLinked)
    def on_petition_linked(self, event: re.PetitionLinked, told: Told) -> list[Change]:
        """A petition is the same as another: nothing of it is left to settle."""
        return [self._petition(event, told, linked_on=event.linked_on)]

    @follows(re.PetitionUnlinked)
    def on_petition_unlinked(self, event: re.PetitionUnlinked, told: Told) -> list[Change]:
        """A petition is one of its own again."""
        return [self._petition(event, told, linked_on=None)]

    @follows(re.SupplementTaken)
    def on_supplement_taken(self, event: re.SupplementTaken, told: Told) -> list[Change]:
        """What was stored is taken up again: it is not finished until it is classified again."""
        return [self._petition(event, told, disposition=None)]

    @follows(re.PetitionReturned)
    def on_petition_returned(self, event: re.PetitionReturned, told: Told) -> list[Change]:
        """A forwarded petition came back: it is not finished until it is classified again."""
        return [self._petition(event, told, disposition=None)]

    @follows(re.DeadlineChanged)
    def on_deadline_changed(self, event: re.DeadlineChanged, told: Told) -> list[Change]:
        """The day a matter falls due moved with the calendar or a rule."""
        if event.clock is not re.ClockKind.SETTLEMENT:
            return []
        return [self.facts.note(told.agency, "petition", event.petition, due_on=event.after)]

    def _petition(self, event: Any, told: Told, **said: Any) -> Change:
        group = GROUP[event.kind]
        return self.facts.note(told.agency, "petition", event.petition, group=group, **said)

    @follows(re.SessionHeld)
    def on_session_held(self, event: re.SessionHeld, told: Told) -> list[Change]:
        """A reception session with its four counts."""
        counts = _some(event, "host", "visits", "persons", "matters", "groups", "group_persons")
        said = {"form": event.kind, "on": event.held_on, **counts}
        return [self.facts.note(told.agency, "session", event.session, **said)]

    # --- planning -----------------------------------------------------------------------------------

    @follows(pl.PlanApproved)
    def on_plan_approved(self, event: pl.PlanApproved, told: Told) -> list[Change]:
        """A plan was issued."""
        return [self.facts.note(told.agency, "plan", event.plan, approved_on=event.approved_on)]

    @follows(pl.TaskOpened)
    def on_task_opened(self, event: pl.TaskOpened, told: Told) -> list[Change]:
        """A task with its due day."""
        said = _some(event, "duty", "opened_on", "due_on", "assigned")
        return [self.facts.note(told.agency, "task", event.task, **said)]

    @follows(pl.TaskCompleted)
    def on_task_completed(self, event: pl.TaskCompleted, told: Told) -> list[Change]:
        """A task was done."""
        return [self.facts.note(told.agency, "task", event.task, completed_on=event.completed_on)]

    @follows(pl.ModelRegistered)
    def on_model_registered(self, event: pl.ModelRegistered, told: Told) -> list[Change]:
        """A "Dân vận khéo" model began."""
        said = _some(event, "field", "started_on")
        said |= {"direct": event.direct_to_people, "pressing": event.pressing_issue}
        return [self.facts.note(told.agency, "model", event.model, **said)]

    @follows(pl.ModelResultRecorded)
    def on_model_result_recorded(self, event: pl.ModelResultRecorded, told: Told) -> list[Change]:
        """A model's result has evidence (D2.10)."""
        return [self.facts.note(told.agency, "model", event.model, result_on=event.recorded_on)]

    @follows(pl.ModelEnded)
    def on_model_ended(self, event: pl.ModelEnded, told: Told) -> list[Change]:
        """A model ended."""
        return [self.facts.note(told.agency, "model", event.model, ended_on=event.ended_on)]

    @follows(pl.OutreachHeld)
    def on_outreach_held(self, event: pl.OutreachHeld, told: Told) -> list[Change]:
        """A session for staff or for people."""
        said = {
            "to": event.kind,
            "on": event.held_on,
            **_some(event, "participants", "instruments"),
        }
        return [self.facts.note(told.agency, "outreach", event.outreach, **said)]

    @follows(pl.TrainingHeld)
    def on_training_held(self, event: pl.TrainingHeld, told: Told) -> list[Change]:
        """A class."""
        said = {"on": event.held_on, "attendees": event.attendees}
        return [self.facts.note(told.agency, "training", event.training, **said)]

    @follows(pl.MediaPublished)
    def on_media_published(self, event: pl.MediaPublished, told: Told) -> list[Change]:
        """An article or a broadcast."""
        said = {"medium": event.kind, "on": event.published_on, "minutes": event.minutes}
        return [self.facts.note(told.agency, "media", event.entry, **said)]

    @follows(pl.HeadEvaluated)
    def on_head_evaluated(self, event: pl.HeadEvaluated, told: Told) -> list[Change]:
        """The head was evaluated (D4.2)."""
        return [self.facts.note(told.agency, "evaluation", event.evaluation, on=event.evaluated_on)]

    @follows(pl.HarassmentRecorded)
    def on_harassment_recorded(self, event: pl.HarassmentRecorded, told: Told) -> list[Change]:
        """A case of harassing people."""
        return [self.facts.note(told.agency, "harassment", event.case, on=event.found_on)]

    # --- consultation -------------------------------------------------------------------------------

    @follows(co.ConsultationClosed)
    def on_consultation_closed(self, event: co.ConsultationClosed, told: Told) -> list[Change]:
        """A consultation ended."""
        said = {"form": event.kind, "closed_on": event.closed_on}
        return [self.facts.note(told.agency, "consultation", event.consultation, **said)]

    @follows(co.OpinionReceived)
    def on_opinion_received(self, event: co.OpinionReceived, told: Told) -> list[Change]:
        """An opinion came in."""
        said = {"form": event.kind, "received_on": event.received_on}
        return [self.facts.note(told.agency, "opinion", event.opinion, **said)]

    @follows(co.OpinionAnswered)
    def on_opinion_answered(self, event: co.OpinionAnswered, told: Told) -> list[Change]:
        """An opinion was absorbed or explained."""
        said = {"form": event.kind, **_some(event, "received_on", "response")}
        return [self.facts.note(told.agency, "opinion", event.opinion, **said)]

    @follows(co.DialogueHeld)
    def on_dialogue_held(self, event: co.DialogueHeld, told: Told) -> list[Change]:
        """A dialogue took place."""
        said = _some(event, "held_on", "participants", "opinions", "answered")
        return [self.facts.note(told.agency, "dialogue", event.dialogue, **said)]

    @follows(co.DialogueResultPublished)
    def on_dialogue_result_published(
        self, event: co.DialogueResultPublished, told: Told
    ) -> list[Change]:
        """Its result tells how many opinions were answered by then."""
        said = {"held_on": event.held_on, "answered_by_result": event.answered}
        return [self.facts.note(told.agency, "dialogue", event.dialogue, **said)]

    @follows(co.SupervisionRecorded)
    def on_supervision_recorded(self, event: co.SupervisionRecorded, told: Told) -> list[Change]:
        """The Front supervised the agency."""
        said = _some(event, "started_on")
        return [self.facts.note(told.agency, "supervision", event.supervision, **said)]

    @follows(co.RecommendationReceived)
    def on_recommendation_received(
        self, event: co.RecommendationReceived, told: Told
    ) -> list[Change]:
        """A recommendation came in."""
        said = _some(event, "received_on")
        return [self.facts.note(told.agency, "recommendation", event.recommendation, **said)]

    @follows(co.RecommendationReplied)
    def on_recommendation_replied(
        self, event: co.RecommendationReplied, told: Told
    ) -> list[Change]:
        """It was answered, in time or not."""
        said = _some(event, "received_on", "on_time")
        return [self.facts.note(told.agency, "recommendation", event.recommendation, **said)]

    @follows(co.CriticismIssued)
    def on_criticism_issued(self, event: co.CriticismIssued, told: Told) -> list[Change]:
        """A draft was criticised."""
        said = _some(event, "issued_on")
        return [self.facts.note(told.agency, "criticism", event.criticism, **said)]

    @follows(co.CriticismReplied)
    def on_criticism_replied(self, event: co.CriticismReplied, told: Told) -> list[Change]:
        """The criticism was answered, in time or not."""
        said = _some(event, "issued_on", "on_time")
        return [self.facts.note(told.agency, "criticism", event.criticism, **said)]

    @follows(co.ProjectPosted)
    def on_project_posted(self, event: co.ProjectPosted, told: Told) -> list[Change]:
        """A project was posted for opinions."""
        return [self.facts.note(told.agency, "project", event.project, posted_on=event.posted_on)]

    # --- the organisation that changes --------------------------------------------------------------

    @errand(seconds=5)
    def hand_over(self, still: Still) -> bool:
        """Expect reports of whoever owes one by today's organisation, and hand over what is due."""
        changed = self.expectations.follow()
        changed = self.adhoc.follow_organisation(self.handover.due) or changed
        return self.handover.go_on(still) or changed

    @property
    def packs(self) -> Packs:
        """The rules in force today."""
        return self.memory.packs

    # --- what can be asked --------------------------------------------------------------------------

    def figures_of(self, *, agency: str | None, first: date, last: date) -> dict[str, Counter[str]]:
        """Counted figures by agency over a period; all agencies when none is named."""
        return self.counting.figures_of(agency=agency, first=first, last=last)

    def days_of(self, *, agency: str, first: date, last: date) -> list[tuple[date, Counter[str]]]:
        """What happened in one agency by day; not how things stood."""
        return self.counting.days_of(agency=agency, first=first, last=last)

    @every(seconds=60)
    def tell_figures(self, _: datetime) -> None:
        """Show the province's figures of the year so far as metrics."""
        figures, shares = self.counting.told()
        for key, value in figures.items():
            code, _dot, group = key.partition(".")
            self.store.metrics.set("danvan_figure", value, indicator=code, group=group)
        for code, percent in shares.items():
            self.store.metrics.set("danvan_figure_percent", percent, indicator=code)

    @every(seconds=300)
    def remind_of_reports(self, _: datetime) -> None:
        """Tell the reminders of open campaigns whose day has come, each once."""
        self.calling.remind(by=timer(self.store))
        self.adhoc.remind_adhoc(by=timer(self.store))

    @every(seconds=300)
    def reckon_corrections(self, _: datetime) -> None:
        """Move the days of corrections when the calendar says something else."""
        self.review.reckon_corrections(by=timer(self.store))

    @every(seconds=60)
    def sweep_jobs(self, _: datetime) -> None:
        """Mark jobs that gave no sign of life as failed, forget old ones."""
        self.province.jobs.sweep()


def _some(event: Event, *names: str) -> dict[str, Any]:
    """These fields of an event."""
    return {name: getattr(event, name) for name in names}
