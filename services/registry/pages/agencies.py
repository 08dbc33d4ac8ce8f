"""Agencies over time: a list as of a day with search by present and former names, and a page for each."""

from datetime import date
from typing import Any

import marshmallow as ma
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.planning import AreaTag
from contracts.rights import ORGANISERS
from frame.lists import Column, Listing, Order
from frame.pages import Pages, asked_page
from kernel.errors import Invalid
from kernel.web import current_actor, day_meant, idempotency_key, read_form, requires
from law.text import fold
from services.registry.domain import EDGE_WORDS, LEVELS, Agency
from services.registry.pages.words import GROUPS, KIND_WORDS, TAG_WORDS, errors_of
from services.registry.service import Registry

SIZE = 25


LISTING = Listing(
    [
        Column("Tên", "sort", value=lambda row: row["name"]),
        Column("Loại", "kind"),
        Column("Từ ngày", "since"),
        Column("Đến hết ngày", "until"),
        Column("Báo cáo hằng năm", "reports"),
    ],
    first=Order(""),
)


def _row(found: tuple[Agency, Any]) -> dict[str, Any]:
    """An agency as a row of the list."""
    one, via = found
    facts = one.facts
    return {
        "id": one.id,
        "name": facts.name,
        "sort": fold(facts.name),
        "kind": KIND_WORDS[facts.kind],
        "since": facts.since,
        "until": facts.until,
        "reports": facts.reports,
        "via": via,
    }


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the pages of agencies."""

    @bp.get("/")
    @requires()
    def agencies() -> tuple[str | Response, int]:
        today = registry.store.clock.today()
        on, errors = _asked_day(today)
        words, group = request.args.get("q", "").strip()[:100], request.args.get("group", "")
        kinds = GROUPS[group][1] if group in GROUPS else ()
        found = LISTING.ordered(map(_row, registry.agencies_on(on, words=words, kinds=kinds)))
        if LISTING.exporting:
            made, title = registry.store.clock.legal_now(), f"Cơ quan tại ngày {on:%d/%m/%Y}"
            return LISTING.file("co-quan", found, title=title, made=made), 200
        shown = Pages(number=asked_page(), total=len(found), size=SIZE)
        page = render_template(
            "registry/agencies.html",
            listing=LISTING,
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

    @bp.get("/tree")
    @requires()
    def tree() -> tuple[str, int]:
        today = registry.store.clock.today()
        on, errors = _asked_day(today)
        branches = registry.tree(on)
        page = render_template(
            "registry/tree.html",
            branches=branches,
            total=sum(one.size for one in branches),
            values={"on": request.args.get("on") or on.isoformat()},
            errors=errors,
            on=on,
            kinds=KIND_WORDS,
        )
        return page, 422 if errors else 200

    @bp.get("/agencies/<agency_id>")
    @requires()
    def agency(agency_id: str) -> str:
        return _agency(registry, agency_id, {}, {})

    @bp.post("/agencies/<agency_id>")
    @requires(*ORGANISERS)
    def describe_agency(agency_id: str) -> ResponseReturnValue:
        try:
            said = _described(read_form(DescriptionForm))
            registry.describe_agency(agency_id, said, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _agency(registry, agency_id, request.form, errors_of(wrong, {})), 422
        flash("Đã ghi thông tin cơ quan.", "good")
        return redirect(url_for("registry.agency", agency_id=agency_id), 303)


class DescriptionForm(ma.Schema):
    """What is kept of an agency by hand: offices and area tags, one a line; the legal basis."""

    offices = fields.String(load_default="", validate=validate.Length(max=6000))
    area_tags = fields.List(fields.Enum(AreaTag, by_value=True), load_default=())
    basis = fields.String(load_default="", validate=validate.Length(max=300))


def _described(given: dict[str, Any]) -> dict[str, Any]:
    offices = tuple(line.strip() for line in given["offices"].splitlines() if line.strip())
    if len(offices) > MOST_OFFICES or any(len(one) > LONGEST_OFFICE for one in offices):
        raise Invalid({"offices": ["Nhiều nhất 20 trụ sở, mỗi dòng không quá 300 chữ."]})
    tags = tuple(sorted(one.value for one in given["area_tags"]))
    return {"offices": offices, "area_tags": tags, "basis": given["basis"].strip()}


def _agency(registry: Registry, agency_id: str, values: Any, errors: dict[str, Any]) -> str:
    found = registry.agency(agency_id)
    facts = found.facts
    return render_template(
        "registry/agency.html",
        agency=found,
        values=values or {"offices": "\n".join(facts.offices), "basis": facts.basis},
        errors=errors,
        names=registry.names(),
        edge_words=EDGE_WORDS,
        levels=LEVELS,
        tags=[(one.value, TAG_WORDS[one]) for one in AreaTag],
        tags_said=", ".join(TAG_WORDS.get(one, one) for one in facts.area_tags),
        may_describe=current_actor().role in ORGANISERS,
        facts=found.facts,
        stands=found.facts.exists(registry.store.clock.today()),
        parent=_known(registry, found.facts.parent),
        predecessors=[_known(registry, one) for one in found.facts.predecessors],
        successors=[(one.id, one.authority) for one in registry.successors(found)],
        kinds=KIND_WORDS,
    )


MOST_OFFICES, LONGEST_OFFICE = 20, 300


def _asked_day(today: date) -> tuple[date, dict[str, Any]]:
    """The day asked for (today when none is), and what is wrong with it."""
    try:
        return day_meant(request.args.get("on") or today.isoformat()), {}
    except ValueError:
        return today, {"on": ["Ngày không hợp lệ."]}


def _known(registry: Registry, id_: str | None) -> Agency | None:
    return registry.agency(id_) if id_ else None
