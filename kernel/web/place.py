"""Where a request has arrived: the service, its settings and tools, and which side of the house it asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from kernel.auth import SessionKeys
from kernel.clock import Clock
from kernel.config import Settings
from kernel.metrics import Metrics

EXTENSION = "danvan"


@dataclass(frozen=True)
class Place:
    """What the hooks of one web process need; one for each Flask application."""

    service: str
    settings: Settings
    metrics: Metrics
    clock: Clock
    keys: SessionKeys
    ready: Callable[[], dict[str, bool]]
    sign_in: str

    @property
    def https(self) -> bool:
        """Whether people reach us by TLS; without it only a loopback address is allowed."""
        return self.settings.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        """The origin our own pages have: configured, or (on loopback) the one that was asked for."""
        if self.settings.public_url:
            parts = urlsplit(self.settings.public_url)
            return f"{parts.scheme}://{parts.netloc}"
        return request.host_url.rstrip("/")


def place_of(app: Flask) -> Place:
    """The place of an application made by `create_app`."""
    return cast(Place, app.extensions[EXTENSION])


def here() -> Place:
    """The place of the current request."""
    return place_of(current_app)


def asks_api() -> bool:
    """Whether a program asks (it gets problem+json) or a person (who gets a page)."""
    return request.path.startswith("/api/")
