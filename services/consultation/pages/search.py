"""Consultation's part of a search: the agency's things by the words of their titles."""

from collections.abc import Iterator

from flask import Blueprint

from frame.search import MOST, Hit, answer
from kernel.message import Actor
from law.text import pattern
from services.consultation.pages.things import THINGS
from services.consultation.pages.words import FRONT_READERS
from services.consultation.service import Consultation


def add(bp: Blueprint, consultation: Consultation) -> None:
    """Answer searches."""

    def find(words: str, by: Actor) -> list[Hit]:
        return list(_hits(consultation, words, by))

    answer(bp, title="Dân chủ, đối thoại, giám sát", find=find, roles=FRONT_READERS)


def _hits(consultation: Consultation, words: str, by: Actor) -> Iterator[Hit]:
    patterns = [pattern(word) for word in words.split()]
    for name, thing in THINGS.items():
        if by.role not in thing.readers:
            continue
        view = getattr(consultation, thing.listing)
        for row in view.containing({"agency": by.agency}, "title", patterns, limit=MOST):
            yield Hit(
                title=f"{thing.one}: {row['title'][:100]}",
                href=f"/consultation/{name}/{row['_id']}",
            )
