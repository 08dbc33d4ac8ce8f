"""Dressing an application: layout and components, static files, Vietnamese dates and numbers for its templates.

A service's factory calls `dress(app, ...)` after `create_app`; without it the pages are plain but work.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template, request, url_for
from jinja2 import ChoiceLoader, PackageLoader

from frame import assets, words
from frame.due import BAND_TONES, BAND_WORDS, due_of
from frame.lists import with_query
from frame.pages import page_url
from frame.timeline import CIRCLE_WORDS
from kernel.message import Actor
from kernel.web import public, signed_in

PRODUCT = "Dân vận Gia Lai"
WORK = "/notify/duties"


@dataclass(frozen=True)
class Link:
    """One entry of the navigation; `roles` says who sees it (none named: everybody signed in)."""

    label: str
    href: str
    roles: tuple[str, ...] = ()


# What everybody may open, on the pages of whoever is not signed in.
PUBLIC = (
    Link("Trang công khai", "/registry/public"),
    Link("Tra cứu đơn", "/reception/tra-cuu"),
    Link("Lịch tiếp công dân", "/reception/public/schedule"),
    Link("Lấy ý kiến", "/consultation/public"),
    Link("Dân vận khéo", "/planning/public"),
    Link("Số liệu", "/reporting/public"),
    Link("Cán bộ đăng nhập", "/registry/sign-in"),
)


@dataclass(frozen=True)
class Face:
    """What a service shows around its pages."""

    title: str
    navigation: tuple[Link, ...]
    doors: tuple[Link, ...]
    role_names: Mapping[str, str]
    agency_name: Callable[[str], str]

    def for_templates(self) -> dict[str, Any]:
        """The words the layout needs for this request."""
        actor = signed_in()
        return {
            "product": PRODUCT,
            "service_title": self.title,
            "navigation": _marked(self.navigation, actor),
            "doors": _marked(self.doors, actor),
            "who": self._who(actor) if actor else None,
            "at_work": request.path == WORK,
            "public_doors": _here_marked(PUBLIC),
        }

    def _who(self, actor: Actor) -> dict[str, str]:
        role = self.role_names.get(actor.role, actor.role)
        how = " (chỉ xem)" if actor.see_only else " (thay mặt)" if actor.acting_for else ""
        return {"role": f"{role}{how}", "agency": self.agency_name(actor.agency)}


def dress(
    app: Flask,
    *,
    title: str = "",
    navigation: Sequence[Link] = (),
    doors: Sequence[Link] = (),
    role_names: Mapping[str, str] | None = None,
    agency_name: Callable[[str], str] = str,
) -> Flask:
    """Give an application its face and return it.

    `title` names the service, `doors` lead to the others; `role_names` and `agency_name` turn codes into words for the header
    (`agency_name` must not fail: it is asked on error pages too).
    """
    face = Face(title, tuple(navigation), tuple(doors), role_names or {}, agency_name)
    app.jinja_loader = ChoiceLoader([PackageLoader("frame"), *_loaders(app)])
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.globals.update(
        asset=assets.url,
        page_url=page_url,
        with_query=with_query,
        due_of=due_of,
        band_words=BAND_WORDS,
        band_tones=BAND_TONES,
        circle_words=CIRCLE_WORDS,
    )
    app.context_processor(face.for_templates)
    assets.serve(app)
    if "api-docs" in app.blueprints:
        _document(app)
    return app


def _loaders(app: Flask) -> list[Any]:
    return [app.jinja_loader] if app.jinja_loader else []


def _document(app: Flask) -> None:
    """A page beside `openapi.json` on which programmers read and try the API."""
    address = app.config["OPENAPI_URL_PREFIX"]

    @public
    def docs() -> str:
        return render_template("frame/api.html", openapi=url_for("api-docs.openapi_json"))

    app.add_url_rule(f"{address}/docs", endpoint="face.docs", view_func=docs)


def _marked(navigation: tuple[Link, ...], actor: Actor | None) -> list[dict[str, Any]]:
    """The entries this person sees, the one that holds the current page marked."""
    seen = [one for one in navigation if actor and (not one.roles or actor.role in one.roles)]
    return _here_marked(seen)


def _here_marked(seen: Sequence[Link]) -> list[dict[str, Any]]:
    """Entries as the layout takes them, the one that holds the current page marked."""
    holding = max((one.href for one in seen if _holds(one.href)), key=len, default="")
    return [{"label": one.label, "href": one.href, "current": one.href == holding} for one in seen]


def _holds(href: str) -> bool:
    return request.path == href or request.path.startswith(f"{href.rstrip('/')}/")
