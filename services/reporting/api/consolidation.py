"""How programs consolidate: the narrative bench, supplements of an issued report, sending up, the public part."""

from typing import Any

import flask_smorest

from contracts.registry import COMPILERS, PROVINCE_WIDE, Role
from kernel.web import current_actor, idempotency_key, public, requires
from services.reporting.api import answers
from services.reporting.api.schemas import DropSchema, PickSchema, SendingSchema, SupplementSchema
from services.reporting.service import Reporting

ISSUERS = (Role.SNV_LEADER, Role.PROVINCE_LEADER)
Given = dict[str, Any]


def add(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    """Add the routes."""
    _bench(bp, reporting)
    _after(bp, reporting)


def _bench(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/provincial/<int:year>/bench/<section>", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.response(200)
    def bench(year: int, section: str) -> Given:
        """What all accepted reports say in a section, what several say alike, what is picked."""
        return answers.bench(reporting.bench.section(year, section))

    @bp.route("/provincial/<int:year>/bench/<section>", methods=["POST"])
    @requires(*COMPILERS)
    @bp.arguments(PickSchema)
    @bp.response(200)
    def pick(given: Given, year: int, section: str) -> Given:
        """Take sentences into the draft; each keeps its source."""
        by, key = current_actor(), idempotency_key()
        return reporting.bench.pick(year, section, given["sentences"], by=by, key=key)

    @bp.route("/provincial/<int:year>/bench/<section>/dropped", methods=["POST"])
    @requires(*COMPILERS)
    @bp.arguments(DropSchema)
    @bp.response(200)
    def drop(given: Given, year: int, section: str) -> Given:
        """Take a sentence out of the draft again."""
        by, key = current_actor(), idempotency_key()
        return reporting.bench.drop(year, section, given["sentence"], by=by, key=key)


def _after(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/provincial/<int:year>/supplements", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.response(200)
    def supplements(year: int) -> Given:
        """Issued addenda and corrections, and what could be issued now with its difference sheet."""
        return {
            "supplements": [answers.supplement(one) for one in reporting.after.supplements(year)],
            "proposals": [answers.proposal(one) for one in reporting.after.proposals(year)],
        }

    @bp.route("/provincial/<int:year>/supplements", methods=["POST"])
    @requires(*ISSUERS)
    @bp.arguments(SupplementSchema)
    @bp.response(201)
    def supplement(given: Given, year: int) -> Given:
        """Issue an addendum or a correction under the next number."""
        by, key = current_actor(), idempotency_key()
        return reporting.after.supplement(year, given["kind"], given["reason"], by=by, key=key)

    @bp.route("/provincial/<int:year>/sendings", methods=["POST"])
    @requires(*COMPILERS)
    @bp.arguments(SendingSchema)
    @bp.response(201)
    def send_up(given: Given, year: int) -> Given:
        """Note that a higher body got the issued report."""
        return reporting.after.send_up(year, **given, by=current_actor(), key=idempotency_key())

    @bp.route("/public/<int:year>", methods=["GET"])
    @public
    @bp.response(200)
    def public_report(year: int) -> Given:
        """The part of an issued report that everybody may see; small cells are null."""
        return answers.public_report(reporting.after.public(year))
