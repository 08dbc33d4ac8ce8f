"""Every failure becomes one `Problem`: problem+json (RFC 9457) for programs, a Vietnamese page for people.

Kinds of refusal become statuses in one table, by walking the exception's class order. What nobody
expected becomes a 500 that tells nothing but an opaque id, under which it was logged once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import marshmallow
import orjson
import structlog
from flask import Flask, Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from kernel import log
from kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    Later,
    NotFound,
    NotSignedIn,
    Refusal,
    TooOften,
)
from kernel.web.place import asks_api
from kernel.web.session import sign_in_path
from kernel.web.vietnamese import translate

CONTENT_TYPE = "application/problem+json"

STATUSES: dict[type[BaseException], int] = {
    Refusal: 400,
    Invalid: 422,
    NotSignedIn: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    TooOften: 429,
    Later: 503,
}

WORDS: dict[int, tuple[str, str]] = {
    400: ("bad_request", "Yêu cầu không đúng định dạng."),
    401: (NotSignedIn.code, NotSignedIn.title),
    403: (Forbidden.code, Forbidden.title),
    404: (NotFound.code, NotFound.title),
    405: ("method_not_allowed", "Địa chỉ này không nhận thao tác vừa gửi."),
    406: ("not_acceptable", "Hệ thống không có định dạng được yêu cầu."),
    408: ("timed_out", "Gửi dữ liệu quá lâu, vui lòng thử lại."),
    409: (Conflict.code, Conflict.title),
    411: ("length_required", "Yêu cầu phải cho biết độ dài nội dung."),
    412: ("precondition_failed", "Nội dung đã được người khác thay đổi. Vui lòng tải lại."),
    413: ("too_large", "Nội dung gửi lên quá lớn."),
    414: ("address_too_long", "Địa chỉ quá dài."),
    415: ("wrong_type", "Hệ thống không nhận định dạng dữ liệu này."),
    416: ("range_not_satisfiable", "Không có phần nội dung được yêu cầu."),
    422: (Invalid.code, Invalid.title),
    428: ("precondition_required", "Yêu cầu phải kèm phiên bản của nội dung được sửa."),
    429: (TooOften.code, TooOften.title),
    431: ("header_too_large", "Phần đầu của yêu cầu quá lớn."),
    500: ("internal", "Hệ thống gặp lỗi ngoài dự kiến. Sự việc đã được ghi lại."),
    503: (Later.code, Later.title),
}


@dataclass(frozen=True)
class Problem:
    """One failure, as it is told: the same facts for programs and for people."""

    status: int
    code: str
    title: str
    detail: str
    errors: dict[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The members of the JSON answer."""
        return {
            "type": f"urn:danvan:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": f"urn:danvan:request:{g.get('request_id', '')}",
            "code": self.code,
            "errors": self.errors,
        }


class ProblemSchema(marshmallow.Schema):
    """The shape of every error answer (RFC 9457), for the API's documentation."""

    type = marshmallow.fields.String(metadata={"description": "URN of the kind of problem"})
    title = marshmallow.fields.String(metadata={"description": "The kind in a Vietnamese sentence"})
    status = marshmallow.fields.Integer(metadata={"description": "HTTP status"})
    detail = marshmallow.fields.String(metadata={"description": "What happened, in Vietnamese"})
    instance = marshmallow.fields.String(metadata={"description": "Opaque id to quote to support"})
    code = marshmallow.fields.String(metadata={"description": "Word for programs; never changes"})
    errors = marshmallow.fields.Dict(
        keys=marshmallow.fields.String(),
        values=marshmallow.fields.List(marshmallow.fields.String()),
        metadata={"description": "Sentences about single fields, by their path"},
    )


def answer_problems(app: Flask) -> None:
    """Answer every exception of the application in this one way."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    app.register_error_handler(Refusal, _refusal)


def _refusal(refusal: Refusal) -> ResponseReturnValue:
    if isinstance(refusal, NotSignedIn) and not asks_api():
        return _to_sign_in()
    return answer(of_refusal(refusal))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:  # noqa: PLR2004  a redirect is no failure
        return error
    return answer(of_http(error))


def _unexpected(error: Exception) -> ResponseReturnValue:
    structlog.get_logger().error("request failed", endpoint=request.endpoint, **log.failure(error))
    return answer(_problem(500))


def of_refusal(refusal: Refusal) -> Problem:
    """The problem a refusal is."""
    kind = next(one for one in type(refusal).__mro__ if one in STATUSES)
    template = refusal.title
    return Problem(
        status=STATUSES[kind],
        code=refusal.code,
        title=kind.title if "{" in template else template,  # type: ignore[attr-defined]
        detail=_detail(refusal),
        errors=sentences(getattr(refusal, "errors", {})),
        headers=_refusal_headers(refusal),
    )


def _detail(refusal: Refusal) -> str:
    try:
        return refusal.detail
    except (KeyError, IndexError, ValueError):  # a title that asks for data it was not given
        return refusal.title


def _refusal_headers(refusal: Refusal) -> dict[str, str]:
    match refusal:
        case Later():
            return {"Retry-After": str(refusal.after)}
        case NotSignedIn():
            return {"WWW-Authenticate": 'Bearer realm="danvan"'}
    return {}


def of_http(error: HTTPException) -> Problem:
    """The problem an HTTP exception is: our words and the library's field errors, never its text."""
    data = getattr(error, "data", {}) or {}
    kept = {name: value for name, value in error.get_headers() if name in _KEPT_HEADERS}
    return _problem(
        error.code or 500,
        errors=sentences(_without_location(data.get("messages", data.get("errors", {})))),
        headers={**kept, **(data.get("headers") or {})},
    )


_KEPT_HEADERS = frozenset({"Allow", "Content-Range", "Retry-After", "WWW-Authenticate"})


def _problem(status: int, **more: Any) -> Problem:
    code, title = WORDS.get(status, WORDS[400 if status < 500 else 500])  # noqa: PLR2004
    return Problem(status=status, code=code, title=title, detail=title, **more)


def answer(problem: Problem) -> Response:
    """The response to a problem: JSON for a program, a page for a person."""
    body, mimetype = _json(problem) if asks_api() else _page(problem)
    response = Response(body, status=problem.status, mimetype=mimetype)
    response.headers.extend(problem.headers)
    return response


def _json(problem: Problem) -> tuple[bytes, str]:
    return orjson.dumps(problem.told()), CONTENT_TYPE


def _page(problem: Problem) -> tuple[str, str]:
    try:
        page = render_template("web/error.html", problem=problem, request_id=g.request_id)
    except Exception as error:  # noqa: BLE001  an error page that fails must not hide the error
        structlog.get_logger().error("error page failed", **log.failure(error))
        page = _BARE.format(title=problem.title)
    return page, "text/html"


_BARE = Markup(
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>{title}</title>'
    "<h1>{title}</h1></html>"
)


def _to_sign_in() -> ResponseReturnValue:
    target = sign_in_path()
    if request.headers.get("HX-Request"):  # htmx would follow a redirect inside the page
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target, 303)


# --- field errors -----------------------------------------------------------------------------------


def sentences(errors: Any) -> dict[str, list[str]]:
    """Nested field errors as `path → Vietnamese sentences`: `{"items.0.name": ["…"]}`."""
    flat: dict[str, list[str]] = {}
    for path, message in _walk(errors, ()):
        flat.setdefault(path, []).append(translate(message))
    return flat


def _walk(errors: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    match errors:
        case Mapping():
            for name, inner in errors.items():
                yield from _walk(inner, (*path, *_step(name)))
        case list() | tuple():
            for inner in errors:
                yield from _walk(inner, path)
        case _:
            yield ".".join(path), str(errors)


def _step(name: Any) -> tuple[str, ...]:
    """One step of a path; what concerns the whole form stands under no name."""
    return () if name == "_schema" else (str(name),)


_LOCATIONS = frozenset({"json", "form", "query", "querystring", "headers", "files", "json_or_form"})


def _without_location(messages: Any) -> Any:
    """webargs says first where a field came from; a reader wants the field."""
    if isinstance(messages, Mapping) and set(messages) <= _LOCATIONS:
        return list(messages.values())
    return messages
