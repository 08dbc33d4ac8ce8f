"""A page before an act that cannot be undone: what was typed is kept, and only a second yes does it."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import render_template, request

from kernel.web.idempotency import CONFIRMED, NOT_CONTENT

YES = "yes"


class Question(NamedTuple):
    """What is asked before: its title, what will then be, the words of the yes, and the way back."""

    title: str
    sentences: Sequence[str]
    yes: str
    back: str


def to_confirm(question: Question) -> str | None:
    """The page that asks, or None when it was answered with yes. Ask only who may do the act, about
    a thing that is there."""
    if request.form.get(CONFIRMED) == YES:
        return None
    typed = [(n, v) for n, v in request.form.items(multi=True) if n not in NOT_CONTENT]
    return render_template("frame/confirm.html", question=question, typed=typed)
