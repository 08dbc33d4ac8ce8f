"""How a form of planning is read, done and answered: refused with its sentences, or told and led on."""

from collections.abc import Callable
from typing import Any

import marshmallow as ma
from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from kernel.errors import Conflict, Invalid, Refusal
from kernel.web import read_form

Errors = dict[str, Any]
Show = Callable[[Any, Errors], str]


def enter(
    schema: ma.Schema,
    act: Callable[[Any], Any],
    *,
    again: Show,
    done: str,
    to: Callable[[Any], str],
) -> ResponseReturnValue:
    """Read a form and do what it says; `again` shows it with what was wrong, `to` leads on."""
    try:
        answer = act(read_form(schema))
    except Invalid as wrong:
        return again(request.form, _errors(wrong)), 422
    except Conflict as wrong:
        return again(request.form, _errors(wrong)), 409
    flash(done, "good")
    return redirect(to(answer), 303)


def _errors(wrong: Refusal) -> Errors:
    """Sentences by field, whether the form or a rule refused."""
    if isinstance(wrong, Invalid) and wrong.errors:
        return wrong.errors
    return {"": [wrong.detail]}
