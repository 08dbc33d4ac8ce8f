"""The API of a service: its routes under `/api/<service>/v1` and the OpenAPI 3.1 page they describe themselves on."""

from collections.abc import Sequence
from typing import Any

import flask_smorest
from flask import Flask

from kernel.web.problem import CONTENT_TYPE, ProblemSchema
from kernel.web.session import public

VERSION = "v1"


class Api(flask_smorest.Api):  # type: ignore[misc]
    """flask-smorest, telling of errors as they are really answered."""

    ERROR_SCHEMA = ProblemSchema

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
    api = Api(app, spec_kwargs=_SECURITY)
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
