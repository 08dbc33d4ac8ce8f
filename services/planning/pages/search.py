"""Planning's part of a search: the agency's plans, tasks and models by their words."""

from collections.abc import Iterator

from flask import Blueprint

from contracts.registry import DANVAN_READERS
from frame.search import MOST, Hit, answer
from kernel.message import Actor
from law.text import pattern
from services.planning.service import Planning

SHOWN = (
    ("plan_list", "title", "Kế hoạch: ", "/planning/plans/"),
    ("task_list", "title", "Nhiệm vụ: ", "/planning/tasks/"),
    ("model_list", "name", "Mô hình: ", "/planning/models/"),
)


def show(bp: Blueprint, planning: Planning) -> None:
    """Answer searches."""

    def find(words: str, by: Actor) -> list[Hit]:
        return list(_hits(planning, words, by))

    answer(bp, title="Kế hoạch, mô hình", find=find, roles=DANVAN_READERS)


def _hits(planning: Planning, words: str, by: Actor) -> Iterator[Hit]:
    patterns = [pattern(word) for word in words.split()]
    for view, field, before, address in SHOWN:
        rows = getattr(planning, view).containing(
            {"agency": by.agency}, field, patterns, limit=MOST
        )
        for row in rows:
            yield Hit(title=f"{before}{row[field]}", href=f"{address}{row['_id']}")
