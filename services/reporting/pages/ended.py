"""The page of units that ended in a year's period: their own figures, compiled once by Sở Nội vụ."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import COMPILERS, PROVINCE_WIDE
from frame.pages import may
from kernel.errors import Conflict
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.service import Reporting


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the page."""

    @bp.get("/campaigns/<int:year>/ended-units")
    @requires(*PROVINCE_WIDE)
    def ended_units(year: int) -> str:
        campaign = reporting.campaigns.get(year)
        return render_template(
            "reporting/ended-units.html",
            campaign=campaign,
            units=reporting.ended.unclaimed(campaign.window_from, campaign.window_to),
            compiled=reporting.ended.compiled_units(year),
            may_compile=may(COMPILERS),
        )

    @bp.post("/campaigns/<int:year>/ended-units")
    @requires(*COMPILERS)
    def compile_ended(year: int) -> ResponseReturnValue:
        try:
            done = reporting.ended.compile_ended(year, by=current_actor(), key=idempotency_key())
            flash(f"Đã tổng hợp số liệu của {done['units']} đơn vị đã kết thúc.", "good")
        except Conflict as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.ended_units", year=year), 303)
