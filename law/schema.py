"""The strict reading of rule files: an unknown or missing word is refused with its place."""

from typing import Any

import marshmallow
from marshmallow import fields

from law.refusal import LawRefusal


class WrongFile(LawRefusal):
    """A rule file breaks its schema; `errors` says where."""

    code = "wrong_rule_file"
    title = "Tệp quy tắc «{file}» không đúng cấu trúc: {where}"


class Shape(marshmallow.Schema):
    """A strict schema that builds what it describes, by the `makes` of its class."""

    class Meta:
        """Unknown words are mistakes."""

        unknown = marshmallow.RAISE

    makes: Any = dict

    @marshmallow.post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        """The value this part of the file describes, its lists frozen."""
        return self.makes(**{name: _frozen(value) for name, value in data.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


class Day(fields.Field[Any]):
    """A date, which YAML has already read as one."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return fields.Date().deserialize(str(value))


def text(**kw: Any) -> Any:
    """A text that must be there unless a default is given."""
    return fields.String(required="load_default" not in kw, **kw)


def whole(**kw: Any) -> Any:
    """A whole number that must be there unless a default is given."""
    return fields.Integer(strict=True, required="load_default" not in kw, **kw)


def facts() -> Any:
    """Facts by name: plain truths, or words."""
    return fields.Dict(keys=fields.String(), load_default=dict)


def flag(**kw: Any) -> Any:
    """A plain true or false, false when silent."""
    return fields.Boolean(truthy={True}, falsy={False}, load_default=kw.pop("load_default", False))


def day(**kw: Any) -> Any:
    """A date that must be there unless a default is given."""
    return Day(required="load_default" not in kw, **kw)


def texts(**kw: Any) -> Any:
    """A list of texts; none by default."""
    return fields.List(fields.String(), load_default=kw.pop("load_default", ()), **kw)


def wholes(**kw: Any) -> Any:
    """A list of whole numbers."""
    return fields.List(fields.Integer(strict=True), required=True, **kw)


def listed(shape: type[Shape], **kw: Any) -> Any:
    """A list of parts of one shape; none by default."""
    return fields.List(fields.Nested(shape), load_default=kw.pop("load_default", ()), **kw)


def one(shape: type[Shape], **kw: Any) -> Any:
    """One part of a shape; it must be there unless a default is given."""
    return fields.Nested(shape, required="load_default" not in kw, **kw)


def choice(kind: Any, **kw: Any) -> Any:
    """One word of a closed list."""
    return fields.Enum(kind, by_value=True, required="load_default" not in kw, **kw)


def read(shape: type[Shape], content: Any, *, file: str) -> Any:
    """What a file's content describes. Raises `WrongFile`."""
    try:
        return shape().load(content)
    except marshmallow.ValidationError as wrong:
        told = wrong.messages_dict
        raise WrongFile(file=file, where=told, errors=told) from wrong
