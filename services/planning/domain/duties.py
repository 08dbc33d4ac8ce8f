"""What a task of an approved plan asks of the agency, until it is completed."""

from contracts.duties import DutyKind
from contracts.planning import DutyOpened
from contracts.registry import DANVAN_WRITERS
from services.planning.domain.plans import Task


def duty_of(task: Task) -> DutyOpened | None:
    """The duty of a task; None once it is completed."""
    if task.completed_on:
        return None
    return DutyOpened(
        duty=task.id,
        kind=DutyKind.TASK,
        code=task.form.duty,
        owner=task.agency,
        roles=DANVAN_WRITERS,
        opened_on=task.opened_on,
        due_on=task.form.due_on,
        link=f"/planning/tasks/{task.id}",
    )
