"""A page before an act that cannot be undone: what was typed is kept, and only a second yes does it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from flask import render_template, request

from kernel.rights import for_good
from kernel.web.idempotency import CONFIRMED, NOT_CONTENT

V = TypeVar("V", bound=Callable[..., Any])
YES = "yes"


class Question(NamedTuple):
    """What is asked before: its title, what will then be, the words of the yes, and the way back."""

    title: str
    sentences: Sequence[str]
    yes: str
    back: str


def confirms(*commands: str) -> Callable[[V], V]:
    """Say of a view about which commands that cannot be undone (`<service>.<command>`) it asks before it gives
    them; stands below the guard. A test looks for one at every such command."""

    def marked(view: V) -> V:
        view.confirms = commands  # type: ignore[attr-defined]
        return view

    return marked


def ask_first(command: str, title: str, *, yes: str, back: str, about: str = "") -> str | None:
    """The page that asks before a command that cannot be undone: what it is about, and what is so for good."""
    sentences = [*([about] if about else []), for_good(command)]
    return to_confirm(Question(title, sentences, yes, back))


def to_confirm(question: Question) -> str | None:
    """The page that asks, or None when it was answered with yes. Ask only who may do the act, about
    a thing that is there."""
    if request.form.get(CONFIRMED) == YES:
        return None
    typed = [(n, v) for n, v in request.form.items(multi=True) if n not in NOT_CONTENT]
    return render_template("frame/confirm.html", question=question, typed=typed)
