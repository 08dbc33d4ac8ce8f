"""The same request twice is one act: programs send `Idempotency-Key`, our forms a hidden `_key`."""

import hashlib
import re
from typing import Any

import orjson
from flask import Flask, request
from markupsafe import Markup
from werkzeug.datastructures import FileStorage

from kernel.errors import Invalid
from kernel.message import Actor, Key, new_id
from kernel.web.limits import whole_body
from kernel.web.session import current_actor

HEADER = "Idempotency-Key"
FIELD = "_key"
# The yes of a second page (`frame.confirm`).
CONFIRMED = "confirmed"
NOT_CONTENT = frozenset({FIELD, "csrf_token", CONFIRMED})

_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?")


class WrongKey(Invalid):
    """The key is not 1 to 200 printable ASCII characters."""

    code = "wrong_key"
    title = "Mã chống gửi trùng phải có từ 1 đến 200 ký tự ASCII in được."


def offer_keys(app: Flask) -> None:
    """Let templates put a fresh key into each form they show."""
    app.jinja_env.globals["key_field"] = key_field


def key_field() -> Markup:
    """A hidden field with a fresh key: a double click registers once."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, new_id())


def idempotency_key(by: Actor | None = None) -> Key | None:
    """The key of this request, or None when it brought none; `by`: for whom, where nobody signs in.

    Raises `WrongKey`, `NotSignedIn`.
    """
    given = request.headers.get(HEADER)
    if given is None:
        given = request.form.get(FIELD)
    if given is None:
        return None
    if not _VALUE.fullmatch(given):
        raise WrongKey
    return Key(_scoped(given, by or current_actor()), _fingerprint())


def _scoped(value: str, actor: Actor) -> str:
    """Nobody can meet another's key: the account and its agency are part of it."""
    return f"{actor.agency}/{actor.user}/{value}"


def _fingerprint() -> str:
    asked = [request.method, request.path, request.query_string.decode("latin-1"), _content()]
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _content() -> Any:
    """What is asked, in one canonical form whatever the order and spacing it came in."""
    if request.is_json:
        return orjson.loads(whole_body() or b"null")
    if request.form or request.files:
        return [
            _fields(),
            sorted((name, _digest(one)) for name, one in request.files.items(multi=True)),
        ]
    return hashlib.sha256(whole_body()).hexdigest()


def _fields() -> list[tuple[str, str]]:
    return sorted(
        (name, value) for name, value in request.form.items(multi=True) if name not in NOT_CONTENT
    )


def _digest(file: FileStorage) -> str:
    found = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return found
