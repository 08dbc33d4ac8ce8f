"""Routes about units that ended in a year's period: their own figures, compiled once."""

from typing import Any

import marshmallow as ma
from flask_smorest import Blueprint
from marshmallow import fields

from contracts.registry import COMPILERS, PROVINCE_WIDE
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.service import Reporting


class EndedUnitSchema(ma.Schema):
    """An agency that ended, with what was counted while it worked."""

    agency = fields.String()
    name = fields.String()
    until = fields.Date()
    figures = fields.Dict(keys=fields.String(), values=fields.Integer())


class EndedSchema(ma.Schema):
    """The units nobody reports for: those that wait, and those whose figures are in a report already (`compiled`)."""

    year = fields.Integer()
    units = fields.List(fields.Nested(EndedUnitSchema))
    compiled_units = fields.List(fields.Nested(EndedUnitSchema))
    compiled = fields.String(allow_none=True)


class EndedReceiptSchema(ma.Schema):
    """What was compiled, of how many units."""

    report = fields.String()
    units = fields.Integer()


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the routes."""

    @bp.route("/campaigns/<int:year>/ended-units", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.response(200, EndedSchema)
    def ended_units(year: int) -> dict[str, Any]:
        """The units that ended in the period and that no successor reports for."""
        campaign, compiled = reporting.campaigns.get(year), reporting.ended.compiled(year)
        units = reporting.ended.unclaimed(campaign.window_from, campaign.window_to)
        return {
            "year": year,
            "units": units,
            "compiled_units": reporting.ended.compiled_units(year),
            "compiled": compiled.id if compiled else None,
        }

    @bp.route("/campaigns/<int:year>/ended-units", methods=["POST"])
    @requires(*COMPILERS)
    @bp.response(201, EndedReceiptSchema)
    def compile_ended(year: int) -> dict[str, Any]:
        """Compile their own figures, each unit's once."""
        return reporting.ended.compile_ended(year, by=current_actor(), key=idempotency_key())
