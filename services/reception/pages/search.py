"""Reception's part of a search: the agency's petitions by number or by words of their summary."""

from collections.abc import Iterator

from flask import Blueprint

from contracts.registry import PETITION_READERS
from frame.search import MOST, Hit, answer
from kernel.message import Actor
from services.reception.domain import STATE_WORDS, State
from services.reception.service import Reception


def add(bp: Blueprint, reception: Reception) -> None:
    """Answer searches."""

    def find(words: str, by: Actor) -> list[Hit]:
        return list(_hits(reception, words, by))

    answer(bp, title="Đơn thư", find=find, roles=PETITION_READERS)


def _hits(reception: Reception, words: str, by: Actor) -> Iterator[Hit]:
    for row in reception.work_list.search(by.agency, words, limit=MOST):
        yield Hit(
            title=f"Đơn số {row['number']}/{row['year']}",
            href=f"/reception/petitions/{row['_id']}",
            note=f"{STATE_WORDS[State(row['state'])]} · {row['summary'][:120]}",
        )
