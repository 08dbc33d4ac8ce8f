"""A shop: the smallest service with pages and an API, on a key folder of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_smorest
import marshmallow
import pytest
from flask import Blueprint, Flask, redirect, render_template_string, request
from flask.testing import FlaskClient
from flask.views import MethodView
from marshmallow import fields, validate
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.config import Settings
from kernel.errors import Conflict, Forbidden, Invalid, Later, NotFound, TooOften
from kernel.message import Actor
from kernel.metrics import Metrics
from kernel.web import (
    Routes,
    create_app,
    current_actor,
    idempotency_key,
    open_session,
    public,
    read_form,
    requires,
)

SECRET_TEXT = "password=hunter2"
CLERK = Actor(user="u1", role="CLERK", agency="52-001", fresh_at=0.0)


class ItemSchema(marshmallow.Schema):
    name = fields.String(required=True, validate=validate.Length(max=5))
    count = fields.Integer(validate=validate.Range(1, 5))


class OrderSchema(marshmallow.Schema):
    items = fields.List(fields.Nested(ItemSchema), required=True)


class Query(marshmallow.Schema):
    page = fields.Integer(load_default=1)


class SoldOut(Conflict):
    code = "sold_out"
    title = "Mặt hàng {name} đã hết."


REFUSALS: dict[str, Callable[[], Exception]] = {
    "invalid": lambda: Invalid({"name": ["Sai."]}),
    "forbidden": Forbidden,
    "missing": NotFound,
    "conflict": lambda: SoldOut(name="gạo"),
    "later": lambda: Later(after=7),
    "often": lambda: TooOften(after=9),
    "unexpected": lambda: ValueError(SECRET_TEXT),
}


def refusal(kind: str) -> Exception:
    return REFUSALS[kind]()


def _api() -> flask_smorest.Blueprint:
    bp = Routes("api", __name__, description="Đơn hàng")

    @bp.post("/orders")
    @requires("CLERK")
    @bp.arguments(OrderSchema)
    @bp.response(201, OrderSchema)
    def order(given: dict[str, Any]) -> dict[str, Any]:
        return given

    @bp.get("/orders")
    @requires()
    @bp.arguments(Query, location="query")
    @bp.response(200, Query)
    def orders(given: dict[str, Any]) -> dict[str, Any]:
        return given

    @bp.route("/stock")
    class Stock(MethodView):
        @requires()
        @bp.response(200)
        def get(self) -> dict[str, str]:
            return {"user": current_actor().user}

        @requires("KEEPER", fresh=True)
        @bp.response(200)
        def delete(self) -> dict[str, str]:
            return {}

    @bp.get("/fail/<kind>")
    @public
    @bp.response(200)
    def fail(kind: str) -> None:
        raise refusal(kind)

    @bp.get("/year/<int:year>")
    @public
    @bp.response(200)
    def year(year: int) -> dict[str, int]:
        return {"year": year}

    @bp.post("/key")
    @requires()
    @bp.response(200)
    def key() -> dict[str, str | None]:
        found = idempotency_key()
        return {"value": found and found.value, "fingerprint": found and found.fingerprint}

    return bp


def _pages() -> Blueprint:
    bp = Blueprint("pages", __name__)

    @bp.get("/")
    @requires()
    def home() -> str:
        return "home"

    @bp.get("/form")
    @public
    def form() -> str:
        return render_template_string("{{ csrf_field() }}{{ key_field() }}")

    @bp.post("/form")
    @requires()
    def send() -> dict[str, Any]:
        given: dict[str, Any] = read_form(ItemSchema())
        return given

    @bp.post("/enter")
    @public
    def enter() -> Response:
        response = redirect("/shop/", 303)
        open_session(response, token=request.form["token"])
        return response

    @bp.get("/safe")
    @requires("CLERK", fresh=True)
    def safe() -> str:
        return "safe"

    @bp.get("/fail/<kind>")
    @public
    def fail(kind: str) -> str:
        raise refusal(kind)

    return bp


@dataclass
class Shop:
    """The application, and ways to ask it."""

    app: Flask
    keys: SessionKeys
    metrics: Metrics
    clock: SystemClock = field(default_factory=SystemClock)

    def client(self) -> FlaskClient:
        return self.app.test_client()

    def token(self, actor: Actor = CLERK, *, minutes: float = 15) -> str:
        return self.keys.issue(actor, now=self.clock.now(), minutes=minutes)

    def bearer(self, actor: Actor = CLERK) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(actor)}"}

    def person(self, actor: Actor = CLERK, *, cookie: str = "danvan") -> FlaskClient:
        """A client that is signed in by cookie."""
        client = self.client()
        client.set_cookie(cookie, self.token(actor))
        return client

    def fresh(self, actor: Actor = CLERK) -> Actor:
        return replace(actor, fresh_at=self.clock.now().timestamp())


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one session key and the web secret."""
    place = tmp_path_factory.mktemp("keys")
    create_session_key(place)
    create_secret(place)
    return place


def a_shop(
    folder: Path, *, ready: Callable[[], dict[str, bool]] | None = None, **given: Any
) -> Shop:
    settings = Settings.read({}, keys_dir=str(folder), **given)
    keys = SessionKeys(folder, site=settings.site)
    metrics = Metrics("shop")
    app = create_app(
        service="shop",
        settings=settings,
        metrics=metrics,
        clock=SystemClock(),
        keys=keys,
        ready=ready or (lambda: {"database": True}),
        api=[_api()],
        pages=[_pages()],
    )
    return Shop(app, keys, metrics)


@pytest.fixture(scope="module")
def shop(folder: Path) -> Shop:
    return a_shop(folder)


def csrf(client: FlaskClient) -> str:
    """The token a form of this client would carry."""
    page = client.get("/shop/form").get_data(as_text=True)
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    """The problem an answer is, after checking its shape."""
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    told: dict[str, Any] = answer.get_json(force=True)
    assert set(told) == {"type", "title", "status", "detail", "instance", "code", "errors"}
    assert told["status"] == status
    assert told["type"] == f"urn:danvan:problem:{told['code']}"
    assert told["instance"] == f"urn:danvan:request:{answer.headers['X-Request-Id']}"
    return told


NOW = datetime(2026, 11, 15, 8, tzinfo=UTC)
