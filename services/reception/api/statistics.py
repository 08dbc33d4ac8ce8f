"""The REST routes of the statistics: the inspectorate's forms, and what goes to the national database."""

from typing import Any

import flask_smorest
import marshmallow as ma
from marshmallow import fields

from contracts.registry import PETITION_DECIDERS, PETITION_READERS, Role
from kernel.web import current_actor, requires
from services.reception.api.receiving import PeriodSchema
from services.reception.domain.statistics import Statistics
from services.reception.service import Reception


class FieldLineSchema(ma.Schema):
    """One field of state management: matters, the agency's own, settled; no field: nobody entered one."""

    field = fields.String()
    matters = fields.Integer()
    competent = fields.Integer()
    settled = fields.Integer()


class FormSchema(ma.Schema):
    """One filled form: numbers by column, lines by field (02–04/XLD), the titles of the checks it fails."""

    code = fields.String()
    title = fields.String()
    columns = fields.Dict(keys=fields.Integer(), values=fields.Integer())
    by_field = fields.List(fields.Nested(FieldLineSchema))
    broken = fields.Function(lambda form: [one.check.title for one in form.broken])


class OnTimeSchema(ma.Schema):
    """What was in time, late, and open and late; the share of the first in all three."""

    in_time = fields.Integer()
    late = fields.Integer()
    open_late = fields.Integer()
    share = fields.Float(allow_none=True)


class MixedSchema(ma.Schema):
    """Letters with several matters, and how many matters those were."""

    letters = fields.Integer()
    matters = fields.Integer()


class StatisticsSchema(ma.Schema):
    """The forms of a period."""

    first = fields.Date(attribute="period.first")
    last = fields.Date(attribute="period.last")
    forms = fields.List(fields.Nested(FormSchema))
    on_time = fields.Nested(OnTimeSchema)
    mixed = fields.Nested(MixedSchema)


class SummarySchema(ma.Schema):
    """Petitions of a year by group: `ACTION`, `WORKING`, `DONE`, `OTHER`."""

    year = fields.Integer()
    petitions = fields.Dict(keys=fields.String(), values=fields.Integer())


class NationalSchema(ma.Schema):
    """Petitions and receptions as the national database asks for them (NĐ 55/2022/NĐ-CP Điều 6)."""

    petitions = fields.List(fields.Dict())
    receptions = fields.List(fields.Dict())


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes."""

    @bp.route("/statistics", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.arguments(PeriodSchema, location="query")
    @bp.response(200, StatisticsSchema)
    def count(given: dict[str, Any]) -> Statistics:
        return reception.statistics.count(given["first"], given["last"], by=current_actor())

    @bp.route("/summary/<int:year>", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, SummarySchema)
    def summary(year: int) -> dict[str, Any]:
        """Where the petitions of a year's register stand, in four groups."""
        found = reception.summary(year, by=current_actor())
        return {"year": year, "petitions": {way.value: number for way, number in found.items()}}

    @bp.route("/national-database", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_DECIDERS)
    @bp.arguments(PeriodSchema, location="query")
    @bp.response(200, NationalSchema)
    def national(given: dict[str, Any]) -> dict[str, Any]:
        by, desk, days = current_actor(), reception.statistics, (given["first"], given["last"])
        return {
            "petitions": list(desk.for_national_database(*days, by=by)),
            "receptions": list(desk.receptions_for_national_database(*days, by=by)),
        }
