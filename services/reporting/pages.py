"""How people look at figures: a table per agency for a period."""

from datetime import date
from typing import Any

import marshmallow as ma
from flask import Blueprint, render_template, request
from marshmallow import fields

from contracts.registry import PROVINCE_WIDE
from contracts.reporting import Indicator
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.web import current_actor, requires, sentences
from services.reporting.domain import GROUPS
from services.reporting.service import Reporting

INDICATOR_WORDS = {
    Indicator.PET_IN: "Tiếp nhận",
    Indicator.PET_COMPETENT: "Thụ lý",
    Indicator.PET_SETTLED: "Giải quyết",
}
GROUP_WORDS = {"KN": "Khiếu nại", "TC": "Tố cáo", "KNPA": "Kiến nghị, phản ánh"}


class AskedSchema(ma.Schema):
    """The period somebody asks for."""

    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")


def pages(reporting: Reporting) -> Blueprint:
    """The pages of reporting."""
    bp = Blueprint("reporting", __name__, template_folder="templates")

    @bp.get("/")
    @requires()
    def figures() -> tuple[str, int]:
        today = reporting.store.clock.today()
        asked, errors = _asked(today)
        agency = scope(current_actor(), None)
        sums = {} if errors else reporting.figures_of(agency=agency, **asked)
        page = render_template(
            "reporting/figures.html",
            sums=sums,
            errors=errors,
            values=request.args,
            period=asked,
            columns=[(one, group) for one in Indicator for group in GROUPS],
            indicators=INDICATOR_WORDS,
            groups=GROUP_WORDS,
        )
        return page, 422 if errors else 200

    return bp


def _asked(today: date) -> tuple[dict[str, date], dict[str, Any]]:
    """The period asked for (this year so far when none is), and what is wrong with it."""
    period = {"first": date(today.year, 1, 1), "last": today}
    given = {name: text for name, text in request.args.items() if name in {"from", "to"} and text}
    try:
        period |= AskedSchema().load(given)
    except ma.ValidationError as wrong:
        return period, dict(sentences(wrong.messages))
    if period["first"] > period["last"]:
        return period, {"from": ["Ngày bắt đầu phải trước hoặc bằng ngày kết thúc."]}
    return period, {}


def scope(actor: Actor, agency: str | None) -> str | None:
    """The agency whose figures are shown: one's own, or any (None: all) for province-wide roles.

    Raises `NotFound` for somebody else's agency.
    """
    if actor.role in PROVINCE_WIDE:
        return agency
    if agency not in {None, actor.agency}:
        raise NotFound
    return actor.agency
