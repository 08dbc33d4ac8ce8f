"""What planning remembers: plans, tasks, models, activities, evaluations, cases."""

from contracts.planning import DutyClosed, DutyOpened
from kernel.errors import NotFound
from kernel.store import Collection, Numbers, Reminding
from services.planning.domain import (
    DvkModel,
    HarassmentCase,
    HeadEvaluation,
    MediaEntry,
    Outreach,
    Plan,
    Task,
    Training,
)
from services.planning.domain.duties import duty_of


class Plans(Collection[Plan]):
    """The agencies' plans, one for each year."""

    name = "plans"
    holds = Plan
    indexes = (([("agency", 1), ("form.year", 1)], {"unique": True}),)

    def of_year(self, year: int, *, agency: str) -> Plan:
        """An agency's plan of a year. Raises `NotFound`."""
        row = self.rows.find_one({"agency": agency, "form.year": year})
        if row is None:
            raise NotFound
        return self.from_document(row)


class PlanSeries(Numbers):
    """Counts the plans of an agency and year: two that are drafted at once cannot both be the first."""

    def next_in(self, agency: str, year: int) -> int:
        """How many plans there are with this one."""
        return self.next(self.name_of(agency, year))

    @staticmethod
    def name_of(agency: str, year: int) -> str:
        """The name of the series."""
        return f"plans|{agency}|{year}"


class Tasks(Reminding[Task]):
    """The tasks of approved plans."""

    name = "tasks"
    holds = Task

    def owed(self, task: Task) -> tuple[DutyOpened | None, DutyClosed]:
        return duty_of(task), DutyClosed(duty=task.id, owner=task.agency)


class Models(Collection[DvkModel]):
    """The "Dân vận khéo" models."""

    name = "models"
    holds = DvkModel


class Outreaches(Collection[Outreach]):
    """Sessions for staff and for people."""

    name = "outreach"
    holds = Outreach


class Trainings(Collection[Training]):
    """Classes."""

    name = "trainings"
    holds = Training


class MediaEntries(Collection[MediaEntry]):
    """Articles and broadcasts."""

    name = "media"
    holds = MediaEntry


class Evaluations(Collection[HeadEvaluation]):
    """Evaluations of heads."""

    name = "evaluations"
    holds = HeadEvaluation


class HarassmentCases(Collection[HarassmentCase]):
    """Cases of harassment that were handled."""

    name = "harassment_cases"
    holds = HarassmentCase
