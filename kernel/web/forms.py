"""Reading the form of a page by a marshmallow schema, as an API body is read."""

from functools import cache
from typing import Any

import marshmallow
from flask import request
from flask_wtf import FlaskForm  # type: ignore[import-untyped,unused-ignore]

from kernel.errors import Invalid
from kernel.web.idempotency import NOT_CONTENT
from kernel.web.problem import sentences
from kernel.web.strict import said_by
from kernel.web.vietnamese import FormWords


def read_form(form: type[marshmallow.Schema] | marshmallow.Schema) -> Any:
    """What the form says. Raises `Invalid` with Vietnamese sentences by field.

    A field left empty counts as not given; a list field takes every value of its name. A form given as its class
    is made once: that costs more than reading it.
    """
    schema = _made(form) if isinstance(form, type) else form
    try:
        return said_by(schema, _given(schema))
    except marshmallow.ValidationError as wrong:
        raise Invalid(sentences(wrong.messages)) from wrong


@cache
def _made(form: type[marshmallow.Schema]) -> marshmallow.Schema:
    return form()


def _given(schema: marshmallow.Schema) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, values in request.form.lists():
        filled = [value.strip() for value in values if value.strip()]
        if name not in NOT_CONTENT and filled:
            given[name] = filled if _is_list(schema, name) else filled[0]
    return given


def _is_list(schema: marshmallow.Schema, name: str) -> bool:
    return isinstance(schema.load_fields.get(name), marshmallow.fields.List)


class Form(FlaskForm):  # type: ignore[misc,unused-ignore]
    """The base of a form made with WTForms: the same protection, its own messages in Vietnamese."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc,unused-ignore]
        """Where the messages come from."""

        def get_translations(self, form: Any) -> FormWords:
            return FormWords()
