"""The API of a service: its routes under `/api/<service>/v1` and the OpenAPI 3.1 page they describe themselves on."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import flask_smorest
from apispec import BasePlugin
from flask import Flask
from werkzeug.routing import Rule

from kernel.rights import rights_of
from kernel.web.problem import CONTENT_TYPE, ProblemSchema
from kernel.web.session import guard_of, public

VERSION = "v1"
FAILURES = (400, 401, 404, 405, 406, 409, 413, 415, 422, 429, 503)


class Api(flask_smorest.Api):  # type: ignore[misc]
    """flask-smorest, telling of errors as they are really answered."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None  # every status that can come is named instead

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = (
            CONTENT_TYPE  # of errors only, while they are registered
        )
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE

    def _register_error_handlers(self) -> None:
        """Errors are answered by `kernel.web.problem`, of pages and API alike."""

    @public
    def _openapi_json(self) -> Any:
        return super()._openapi_json()


class Doors(BasePlugin):
    """Adds to each operation who may use it (`x-roles`; none named: whoever is signed in), by which
    rights of the table (`x-rights`), and how it may fail; what all operations share is said here and nowhere else."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def operation_helper(
        self,
        path: str | None = None,
        operations: dict[str, Any] | None = None,
        *,
        rule: Rule | None = None,
        **_: Any,
    ) -> None:
        if rule is None:
            return
        for method, operation in (operations or {}).items():
            guard = guard_of(self.app.view_functions[rule.endpoint], method)
            statuses = FAILURES if guard == "public" else (*FAILURES, 403)
            answers = operation.setdefault("responses", {})
            for status in sorted(statuses):
                answers.setdefault(str(status), HTTPStatus(status).name)
            operation |= _told_of(guard)


def _told_of(guard: Any) -> dict[str, Any]:
    if guard == "public":
        return {"security": []}
    if not isinstance(guard, tuple):
        return {}
    rights = dict.fromkeys(right.name for _, right in rights_of(guard) if right)
    told: dict[str, Any] = {"x-roles": list(dict.fromkeys(map(str, guard)))}
    return {**told, "x-rights": list(rights)} if rights else told


def serve_api(app: Flask, *, service: str, routes: Sequence[flask_smorest.Blueprint]) -> None:
    """Register the routes of a service's API and its description."""
    prefix = api_prefix(service)
    app.config.update(
        API_TITLE=f"Dân vận Gia Lai · {service}",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=prefix,
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app, spec_kwargs={**_SECURITY, "extra_plugins": [Doors(app)]})
    for one in routes:
        api.register_blueprint(one, url_prefix=f"{prefix}{one.url_prefix or ''}")


def api_prefix(service: str) -> str:
    """Where the API of a service begins."""
    return f"/api/{service}/{VERSION}"


_SECURITY = {
    "security": [{"bearer": []}],
    "components": {
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        }
    },
}
