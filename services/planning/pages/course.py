"""The course of a year's plan as one line: when it was issued and approved, what is due, what was done."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from frame.timeline import Circle, Entry
from services.planning.domain import Plan


def course(plan: Plan, tasks: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Everything of a plan and its tasks. Everybody may know that there is one; its tasks are the office's."""
    if plan.form.issued_on:
        yield Entry(on=plan.form.issued_on, words=f"Ký văn bản số {plan.form.symbol}")
    if plan.approved_on:
        tasks_told = f"{len(plan.lines)} nhiệm vụ"
        yield Entry(
            on=plan.approved_on,
            words="Phê duyệt kế hoạch",
            circle=Circle.PUBLIC,
            note=tasks_told,
            tone="good",
        )
    yield from (_task(one) for one in tasks)


def _task(row: Mapping[str, Any]) -> Entry:
    due = date.fromisoformat(row["due_on"])
    if not row["completed_on"]:
        return Entry(on=due, words=f"Hạn: {row['title']}", tone="warn")
    done = date.fromisoformat(row["completed_on"])
    tone = "warn" if done > due else "good"
    return Entry(on=done, words=f"Hoàn thành: {row['title']}", tone=tone)
