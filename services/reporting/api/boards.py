"""The routes of the boards: the campaign as of a day, the arrivals, the directive against the agencies."""

from typing import Any

import flask_smorest
import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import DANVAN_READERS, PROVINCE_WIDE
from kernel.errors import NotFound
from kernel.web import current_actor, requires
from services.reporting.domain.boards import Board, Line, span
from services.reporting.domain.readiness import Readiness
from services.reporting.pages.asking import scope
from services.reporting.service import Reporting
from services.reporting.service.boards import Missing

Given = dict[str, Any]


class AsOfSchema(ma.Schema):
    """The day as of which a board is told; today when none is named."""

    day = fields.Date(load_default=None)


class OfAgencySchema(AsOfSchema):
    """One agency (one's own when none is named, for province-wide roles all), and the day."""

    agency = fields.String(load_default=None, validate=validate.Length(1, 100))


def add(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    """Add the routes."""

    @bp.route("/campaigns/<int:year>/board", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.arguments(AsOfSchema, location="query")
    @bp.response(200)
    def board(asked: Given, year: int) -> Given:
        """How the agencies stood at the end of a day."""
        day = asked["day"] or reporting.store.clock.today()
        found = reporting.boards.board(year, day)
        return _board(found) | {"owing": _missing(reporting.boards.missing(year, found))}

    @bp.route("/campaigns/<int:year>/readiness", methods=["GET"])
    @requires(*DANVAN_READERS, *PROVINCE_WIDE)
    @bp.response(200)
    def readiness(year: int) -> Given:
        """How near reports are to being sent, by parts: of all that are missing, the least ready first; for who does not
        see the whole province, of the own one as long as it can be written."""
        by = current_actor()
        if by.role not in PROVINCE_WIDE:
            own = reporting.reports.own(year, by=by)
            found = {by.agency: reporting.readiness.of(own, by.agency)} if own.open else {}
        else:
            board = reporting.boards.board(year, reporting.store.clock.today())
            found = reporting.readiness.missing(year, reporting.boards.missing(year, board))
        return {"agencies": [{"agency": id_} | _ready(one) for id_, one in found.items()]}

    @bp.route("/campaigns/<int:year>/arrivals", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.arguments(AsOfSchema, location="query")
    @bp.response(200)
    def arrivals(asked: Given, year: int) -> Given:
        """How many reports had come, day by day from the due day (0), beside the two years before."""
        day = asked["day"] or reporting.store.clock.today()
        curve = reporting.boards.curve(year, day)
        rows = span(curve.now, curve.before, curve.earlier, first=curve.since, last=curve.today)
        return {
            "expected": curve.now.expected,
            "forecast": curve.forecast,
            "ahead": curve.ahead if curve.before.days else None,
            "days": [
                {"day": at, "received": now, "before": then, "earlier": earlier}
                for at, (now, then, earlier) in rows
            ],
        }

    @bp.route("/campaigns/<int:year>/matrix", methods=["GET"])
    @requires(*DANVAN_READERS, *PROVINCE_WIDE)
    @bp.arguments(OfAgencySchema, location="query")
    @bp.response(200)
    def matrix(asked: Given, year: int) -> Given:
        """The directive's duties at the end of a day: tasks, evidence, figures and gaps, of one agency or of all."""
        agency = scope(current_actor(), asked["agency"])
        campaign = reporting.campaigns.get(year)
        day = asked["day"] or reporting.store.clock.today()
        if agency is None:
            found = reporting.boards.gaps(year, day)
            return {"agencies": {one: _lines(own) for one, own in found.items()}}
        if agency not in campaign.expected_by(day):
            raise NotFound
        return {"agencies": {agency: _lines(reporting.boards.matrix(year, agency, day))}}


def _board(found: Board) -> Given:
    return {
        "day": found.day.isoformat(),
        "due_on": found.due_on.isoformat(),
        "expected": found.expected,
        "received": found.received,
        "in_time": found.in_time,
        "rate_tenths": found.rate,
        "rate_in_time_tenths": found.rate_in_time,
        "stages": {one.agency: one.stage.value for one in found.places},
        "missing": [one.agency for one in found.missing],
    }


def _missing(found: list[Missing]) -> list[Given]:
    return [
        {
            "agency": one.place.agency,
            "due_on": one.due_on.isoformat(),
            "days_left": one.days_left,
            "reminded_on": one.reminded.on.isoformat() if one.reminded else None,
        }
        for one in found
    ]


def _ready(one: Readiness) -> Given:
    return {
        "step": one.step.value,
        "figures": {"done": one.figures.done, "whole": one.figures.whole},
        "sections": {"done": one.sections.done, "whole": one.sections.whole},
        "filled_tenths": one.filled,
        "lacks": one.lacks,
        "errors": one.errors,
        "warnings": one.warnings,
        "past": {str(year): came.value for year, came in one.past.items()},
    }


def _lines(lines: list[Line]) -> list[Given]:
    return [
        {
            "duty": one.duty.id,
            "tasks": one.tasks,
            "done": one.done,
            "figures": dict(one.figures),
            "owed": one.owed,
            "gap": one.gap,
        }
        for one in lines
    ]
