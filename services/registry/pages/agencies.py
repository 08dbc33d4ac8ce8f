"""Agencies over time: a list as of a day with search by present and former names, and a page for each."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from frame.pages import Pages, asked_page
from kernel.web import requires
from services.registry.domain import Agency
from services.registry.pages.words import GROUPS, KIND_WORDS
from services.registry.service import Registry

SIZE = 25


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the pages of agencies."""

    @bp.get("/")
    @requires()
    def agencies() -> tuple[str, int]:
        today = registry.store.clock.today()
        on, errors = _asked_day(today)
        words, group = request.args.get("q", "").strip()[:100], request.args.get("group", "")
        kinds = GROUPS[group][1] if group in GROUPS else ()
        found = registry.agencies_on(on, words=words, kinds=kinds)
        shown = Pages(number=asked_page(), total=len(found), size=SIZE)
        page = render_template(
            "registry/agencies.html",
            rows=found[(shown.number - 1) * SIZE : shown.number * SIZE],
            pages=shown,
            values={"on": request.args.get("on") or on.isoformat(), "q": words, "group": group},
            errors=errors,
            groups=[(value, words) for value, (words, _) in GROUPS.items()],
            on=on,
            today=today,
            kinds=KIND_WORDS,
        )
        return page, 422 if errors else 200

    @bp.get("/agencies/<agency_id>")
    @requires()
    def agency(agency_id: str) -> str:
        found = registry.agency(agency_id)
        return render_template(
            "registry/agency.html",
            agency=found,
            facts=found.facts,
            stands=found.facts.exists(registry.store.clock.today()),
            parent=_known(registry, found.facts.parent),
            predecessors=[_known(registry, one) for one in found.facts.predecessors],
            successors=[(one.id, one.authority) for one in registry.successors(found)],
            kinds=KIND_WORDS,
        )


def _asked_day(today: date) -> tuple[date, dict[str, Any]]:
    """The day asked for (today when none is), and what is wrong with it."""
    try:
        return date.fromisoformat(request.args.get("on") or today.isoformat()), {}
    except ValueError:
        return today, {"on": ["Ngày không hợp lệ."]}


def _known(registry: Registry, id_: str | None) -> Agency | None:
    return registry.agency(id_) if id_ else None
