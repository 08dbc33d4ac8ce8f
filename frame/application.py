"""The web application of a service, made in one way for all: store, door, routes, pages, face."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from flask import Blueprint, Flask
from flask_smorest import Blueprint as Routes

from frame import saved
from frame.audit import AUDITOR, Naming, audit_pages
from frame.face import Link, dress
from kernel.auth import Revoked, SessionKeys
from kernel.config import Settings
from kernel.metrics import Metrics
from kernel.store import SavedViews, Store
from kernel.web import create_app

S = TypeVar("S")
Named = tuple[str, str, tuple[str, ...]]


def application(  # noqa: PLR0913  everything a service's web process is made of, by name
    settings: Settings,
    service: Callable[[Store], S],
    *,
    name: str,
    title: str,
    api: Callable[[S], Routes],
    pages: Callable[[S], Blueprint],
    navigation: Sequence[Link] = (),
    doors: Sequence[Named] = (),
    role_names: Mapping[str, str],
    agency_name: Callable[[S], Callable[[str], str]],
    revoked: Callable[[S], Revoked | None] = lambda _: None,
    person_name: Callable[[S, str], str] = lambda _, account: "",
) -> Flask:
    """Make the application of the service `name`. Raises `WrongSetting`.

    `navigation` is the service's own, `doors` lead to the other services (label, path, roles);
    `agency_name` makes of the service what names agencies; `revoked` makes of it who knows which sessions were ended before their time;
    else the list in the key folder says so; `person_name` names an account on the page of the audit trail.
    """
    clock, metrics = settings.clock(), Metrics(name)
    store = Store(settings, name, clock=clock, metrics=metrics)
    made = service(store)
    views = SavedViews(store)
    label = agency_name(made)
    naming = Naming(name, role_names, label, lambda account: person_name(made, account))
    app = create_app(
        service=name,
        settings=settings,
        metrics=metrics,
        clock=clock,
        keys=SessionKeys(settings.keys_dir, site=settings.site, revoked=revoked(made)),
        ready=store.ready,
        api=[api(made)],
        pages=[pages(made), audit_pages(store, naming, others=_trails(name, doors))],
    )
    saved.offer(app, name=name, views=views)
    return dress(
        app,
        title=title,
        navigation=[*navigation, Link("Nhật ký", f"/{name}/audit", (AUDITOR,))],
        doors=[Link(*door) for door in doors],
        role_names=role_names,
        agency_name=label,
    )


def _trails(name: str, doors: Sequence[Named]) -> list[tuple[str, str]]:
    """The audit trails of the other services."""
    return [(label, f"{path}audit") for label, path, _ in doors if path != f"/{name}/"]
