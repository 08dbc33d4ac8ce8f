"""How programs talk to reporting: REST routes under `/api/reporting/v1`, and the web application itself."""

from datetime import date
from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Flask
from marshmallow import fields, validate

from contracts.registry import DOORS, ROLE_WORDS
from frame.application import application
from frame.face import Link
from kernel.config import Settings
from kernel.web import current_actor, requires
from law.defaults import agency_name
from services.reporting import pages
from services.reporting.service import Reporting


class PeriodSchema(ma.Schema):
    """A period, both days included, and optionally one agency."""

    agency = fields.String(load_default=None, validate=validate.Length(1, 100))
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")


class RowSchema(ma.Schema):
    """One figure."""

    agency = fields.String()
    indicator = fields.String()
    group = fields.String()
    day = fields.String(allow_none=True)
    value = fields.Integer()


class FiguresSchema(ma.Schema):
    """Figures of a period; with `day` when asked by day."""

    figures = fields.List(fields.Nested(RowSchema))


def routes(reporting: Reporting) -> flask_smorest.Blueprint:
    """The REST routes of reporting."""
    bp = flask_smorest.Blueprint("reporting-api", __name__, description="Số liệu")

    @bp.route("/figures", methods=["GET"])
    @requires()
    @bp.arguments(PeriodSchema, location="query")
    @bp.response(200, FiguresSchema)
    def figures(asked: dict[str, Any]) -> dict[str, Any]:
        """Sums per agency, indicator and group."""
        agency = pages.scope(current_actor(), asked["agency"])
        sums = reporting.figures_of(agency=agency, first=asked["first"], last=asked["last"])
        return {
            "figures": [
                _row(one, key, n) for one in sorted(sums) for key, n in sorted(sums[one].items())
            ]
        }

    @bp.route("/figures/daily", methods=["GET"])
    @requires()
    @bp.arguments(PeriodSchema, location="query")
    @bp.response(200, FiguresSchema)
    def daily(asked: dict[str, Any]) -> dict[str, Any]:
        """One agency's counters by day."""
        actor = current_actor()
        agency = pages.scope(actor, asked["agency"]) or actor.agency
        days = reporting.days_of(agency=agency, first=asked["first"], last=asked["last"])
        return {
            "figures": [
                _row(agency, key, n, day) for day, sums in days for key, n in sorted(sums.items())
            ]
        }

    return bp


def _row(agency: str, key: str, value: int, day: date | None = None) -> dict[str, Any]:
    indicator, group = key.split(".")
    on = day.isoformat() if day else None
    return {"agency": agency, "indicator": indicator, "group": group, "day": on, "value": value}


NAVIGATION = (Link("Số liệu", "/reporting/"),)


def web(settings: Settings) -> Flask:
    """The web application of reporting, as the web process serves it."""
    return application(
        settings,
        Reporting,
        name="reporting",
        title="Tổng hợp, báo cáo",
        api=routes,
        pages=pages.pages,
        navigation=NAVIGATION,
        doors=DOORS,
        role_names=ROLE_WORDS,
        agency_name=agency_name,
    )
