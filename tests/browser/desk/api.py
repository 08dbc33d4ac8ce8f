"""The web factory of the desk, as each service has one."""

import os

import flask_smorest
import marshmallow
from flask import Flask

from frame.face import Link, dress
from kernel.auth import SessionKeys
from kernel.config import Settings
from kernel.metrics import Metrics
from kernel.web import create_app, requires
from tests.browser.desk.pages import bp

api = flask_smorest.Blueprint("api", __name__, url_prefix="/letters", description="Thư đến")


class LetterSchema(marshmallow.Schema):
    title = marshmallow.fields.String(required=True)


@api.get("/")
@requires()
@api.response(200, LetterSchema(many=True))
def letters() -> list[dict[str, str]]:
    return [{"title": "Thư thứ nhất"}]


@api.post("/")
@requires("CLERK")
@api.arguments(LetterSchema)
@api.response(201, LetterSchema)
def register(letter: dict[str, str]) -> dict[str, str]:
    return letter


def web(settings: Settings) -> Flask:
    app = create_app(
        service="desk",
        settings=settings,
        metrics=Metrics("desk"),
        clock=settings.clock(),
        keys=SessionKeys(settings.keys_dir, site=settings.site),
        ready=lambda: {"desk": "DESK_CLOSED" not in os.environ},
        api=[api],
        pages=[bp],
    )
    return dress(
        app,
        title="Tiếp công dân",
        navigation=[
            Link("Danh sách đơn", "/desk/"),
            Link("Ghi nhận đơn", "/desk/new"),
            Link("Đơn lưu trữ", "/desk/archive"),
            Link("Quản trị", "/desk/admin", roles=("ADMIN",)),
        ],
        role_names={"CLERK": "Cán bộ tiếp công dân"},
        agency_name={"52-001": "Ủy ban nhân dân xã Ia Grai"}.get,
    )
