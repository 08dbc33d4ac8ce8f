"""The REST routes and rows of the place of reception: timetable, postings, visitors, refusals, quota."""

from collections.abc import Mapping
from typing import Any

import flask_smorest
import marshmallow as ma
from marshmallow import fields, validate

from contracts.reception import Host, PetitionKind
from contracts.registry import PETITION_READERS, PETITION_WRITERS
from kernel.message import Actor
from kernel.web import RowAct, current_actor, idempotency_key, public, requires
from services.reception.api.schemas import MOST, PetitionerSchema
from services.reception.domain.cases import Said
from services.reception.domain.receiving import Plan, PlanForm, RefusalForm, VisitForm
from services.reception.service import Reception
from services.reception.service.receiving import Standing

Given = dict[str, Any]


def _text(most: int = 300, *, required: bool = False) -> fields.String:
    if required:
        return fields.String(required=True, validate=validate.Length(1, most))
    return fields.String(load_default="", validate=validate.Length(max=most))


class PlanFormSchema(ma.Schema):
    """A reception day for the timetable."""

    planned_on = fields.Date(required=True)
    host = fields.Enum(Host, by_value=True, required=True)
    place = _text(required=True)
    content = _text(1000)
    invited = _text(1000)
    online = fields.Boolean(load_default=False)
    client_ref = _text(100)

    @ma.post_load
    def made(self, given: Given, **_: Any) -> PlanForm:
        return PlanForm(**given)


class PlannedSchema(ma.Schema):
    """Where a reception day stands, and by when its timetable must hang."""

    plan = fields.String()
    state = fields.String()
    post_by = fields.String()


class PlanSchema(ma.Schema):
    """One day of the timetable."""

    plan = fields.String(attribute="id")
    state = fields.String()
    planned_on = fields.Date(attribute="form.planned_on")
    host = fields.String(attribute="form.host")
    place = fields.String(attribute="form.place")
    online = fields.Boolean(attribute="form.online")
    post_by = fields.Date()
    posted_on = fields.Date(allow_none=True)
    reason = fields.String()
    before = fields.List(fields.Date())
    invited = fields.String(attribute="form.invited")
    session = fields.String()


class PublicDaySchema(ma.Schema):
    """One day of a timetable that hangs, as everybody may know it; `before` are the days it was postponed from."""

    agency = fields.String()
    state = fields.String()
    planned_on = fields.Date(attribute="form.planned_on")
    host = fields.String(attribute="form.host")
    place = fields.String(attribute="form.place")
    online = fields.Boolean(attribute="form.online")
    posted_on = fields.Date()
    before = fields.List(fields.Date())


class PublicTimetableSchema(ma.Schema):
    """One page of the timetables that hang."""

    total = fields.Integer()
    days = fields.List(fields.Nested(PublicDaySchema))


class WhoseSchema(ma.Schema):
    """Whose timetable is asked for (nobody named: everybody's), and which page of it."""

    agency = _text(100)
    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST))


class OnDaySchema(ma.Schema):
    """When it was done (today when it is not given)."""

    on = fields.Date(load_default=None, allow_none=True)


class MovingSchema(ma.Schema):
    """The new day and why."""

    to = fields.Date(required=True)
    text = _text(1000, required=True)


class CancellingSchema(ma.Schema):
    """Why it is cancelled."""

    text = _text(1000, required=True)


class PostingFormSchema(ma.Schema):
    """Something that was posted."""

    item = _text(40, required=True)
    place = _text(required=True)
    posted_on = fields.Date(required=True)
    valid_until = fields.Date(load_default=None, allow_none=True)
    evidence = _text(500, required=True)
    client_ref = _text(100)


class PostedSchema(ma.Schema):
    """What was posted or taken down."""

    posting = fields.String()


class VisitFormSchema(ma.Schema):
    """Who came, for the register of reception."""

    received_on = fields.Date(required=True)
    kind = fields.Enum(PetitionKind, by_value=True, required=True)
    content = _text(4000, required=True)
    visitor = fields.Nested(PetitionerSchema, load_default=None, allow_none=True)
    persons = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, MOST))
    representatives = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, MOST))
    settled_by = _text()
    handling = _text()
    note = _text(1000)
    session = _text(100)
    client_ref = _text(100)

    @ma.post_load
    def made(self, given: Given, **_: Any) -> VisitForm:
        return VisitForm(**given)


class VisitReceiptSchema(ma.Schema):
    """The line of the register."""

    visit = fields.String()
    number = fields.Integer()
    year = fields.Integer()


class VisitSchema(ma.Schema):
    """One line of the register of reception, for its own agency; who came stands on its page only."""

    visit = fields.String(attribute="id")
    number = fields.Integer()
    year = fields.Integer()
    received_on = fields.Date(attribute="form.received_on")
    kind = fields.String(attribute="form.kind")
    content = fields.String(attribute="form.content")
    persons = fields.Integer(attribute="form.persons")
    representatives = fields.Integer(attribute="form.representatives")
    settled_by = fields.String(attribute="form.settled_by")
    handling = fields.String(attribute="form.handling")
    note = fields.String(attribute="form.note")


class BookSchema(ma.Schema):
    """The register of reception of a period."""

    visits = fields.List(fields.Nested(VisitSchema))


class TimetableSchema(ma.Schema):
    """The agency's days, and those of the year on which all offices receive."""

    common = fields.List(fields.Date())
    days = fields.List(fields.Nested(PlanSchema))


class RefusalFormSchema(ma.Schema):
    """Somebody who was not received."""

    reason = _text(40, required=True)
    refused_on = fields.Date(required=True)
    text = _text(2000, required=True)
    document = _text(100, required=True)
    client_ref = _text(100)

    @ma.post_load
    def made(self, given: Given, **_: Any) -> RefusalForm:
        return RefusalForm(**given)


class RefusalReceiptSchema(ma.Schema):
    """The refusal that was entered."""

    refusal = fields.String()


class PeriodSchema(ma.Schema):
    """First and last day."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)


class StretchSchema(ma.Schema):
    """One week or month: what was owed and held."""

    first = fields.Date(attribute="stretch.first")
    last = fields.Date(attribute="stretch.last")
    owed = fields.Integer(attribute="stretch.days")
    held = fields.Integer()


class QuotaSchema(ma.Schema):
    """What the head owed and held."""

    owed = fields.Integer(attribute="owed.days")
    held = fields.Integer()
    met = fields.Boolean()
    deputies = fields.Integer()
    stretches = fields.List(fields.Nested(StretchSchema), attribute="kept")


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes."""
    _timetable(bp, reception)
    _posted(bp, reception)
    _wall(bp, reception)
    _people(bp, reception)


def _timetable(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    desk = reception.receiving

    @bp.route("/plans", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(PlanFormSchema)
    @bp.response(201, PlannedSchema)
    def plan_reception(form: PlanForm) -> Given:
        done: Given = desk.plan_reception(form, by=current_actor(), key=idempotency_key())
        return done

    @bp.route("/timetable", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, TimetableSchema)
    def timetable() -> Given:
        """The agency's reception days of this month and after, and the common days of the year."""
        year = desk.store.clock.today().year
        return {"common": desk.common_days(year), "days": desk.timetable(by=current_actor())}

    @bp.route("/plans/<plan_id>", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, PlanSchema)
    def plan(plan_id: str) -> Plan:
        return desk.plan(plan_id, by=current_actor())

    @bp.route("/plans/<plan_id>/posting", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(OnDaySchema)
    @bp.response(200, PlannedSchema)
    def post_plan(given: Given, plan_id: str) -> Given:
        by, key = current_actor(), idempotency_key()
        done: Given = desk.post_plan(plan_id, Said(**given), by=by, key=key)
        return done

    @bp.route("/plans/<plan_id>/postponement", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(MovingSchema)
    @bp.response(200, PlannedSchema)
    def move_plan(given: Given, plan_id: str) -> Given:
        by, key, to = current_actor(), idempotency_key(), given.pop("to")
        done: Given = desk.move_plan(plan_id, Said(**given), to=to, by=by, key=key)
        return done

    @bp.route("/plans/<plan_id>/cancellation", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(CancellingSchema)
    @bp.response(200, PlannedSchema)
    def cancel_plan(given: Given, plan_id: str) -> Given:
        by, key = current_actor(), idempotency_key()
        done: Given = desk.cancel_plan(plan_id, Said(**given), by=by, key=key)
        return done


def _posted(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    desk = reception.receiving

    @bp.route("/public/schedule", methods=["GET"])
    @public
    @bp.arguments(WhoseSchema, location="query")
    @bp.response(200, PublicTimetableSchema)
    def public_schedule(given: Given) -> Given:
        """The reception days to come whose timetable hangs, the next first."""
        total = desk.posted_count(agency=given["agency"])
        return {"total": total, "days": desk.posted(agency=given["agency"], page=given["page"])}


def _wall(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    desk = reception.receiving

    @bp.route("/postings", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(PostingFormSchema)
    @bp.response(201, PostedSchema)
    def keep_posting(given: Given) -> Given:
        done: Given = desk.keep_posting(**given, by=current_actor(), key=idempotency_key())
        return done

    @bp.route("/postings/<posting_id>/removal", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(OnDaySchema)
    @bp.response(200, PostedSchema)
    def take_down(given: Given, posting_id: str) -> Given:
        by, key = current_actor(), idempotency_key()
        done: Given = desk.take_down(posting_id, Said(**given), by=by, key=key)
        return done


def _people(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    desk = reception.receiving

    @bp.route("/visits", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(VisitFormSchema)
    @bp.response(201, VisitReceiptSchema)
    def receive_visitor(form: VisitForm) -> Given:
        done: Given = desk.receive_visitor(form, by=current_actor(), key=idempotency_key())
        return done

    @bp.route("/visits", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.arguments(PeriodSchema, location="query")
    @bp.response(200, BookSchema)
    def book(given: Given) -> Given:
        """The register of reception of a period, without names; that it was read is noted."""
        return {"visits": desk.read_book(given["first"], given["last"], by=current_actor())}

    @bp.route("/refusals", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(RefusalFormSchema)
    @bp.response(201, RefusalReceiptSchema)
    def refuse_reception(form: RefusalForm) -> Given:
        done: Given = desk.refuse_reception(form, by=current_actor(), key=idempotency_key())
        return done

    @bp.route("/quota", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.arguments(PeriodSchema, location="query")
    @bp.response(200, QuotaSchema)
    def head_quota(given: Given) -> Standing:
        return desk.standing(given["first"], given["last"], by=current_actor())


def rows(reception: Reception) -> Mapping[str, RowAct]:
    """The rows of bulks."""
    desk = reception.receiving

    def plan(form: PlanForm, by: Actor) -> Given:
        done: Given = desk.plan_reception(form, by=by)
        return done

    def post(row: Given, by: Actor) -> Given:
        done: Given = desk.keep_posting(**row, by=by)
        return done

    def visit(form: VisitForm, by: Actor) -> Given:
        done: Given = desk.receive_visitor(form, by=by)
        return done

    def refuse(form: RefusalForm, by: Actor) -> Given:
        done: Given = desk.refuse_reception(form, by=by)
        return done

    return {
        "plan_reception": RowAct(PlanFormSchema(), plan),
        "keep_posting": RowAct(PostingFormSchema(), post),
        "receive_visitor": RowAct(VisitFormSchema(), visit),
        "refuse_reception": RowAct(RefusalFormSchema(), refuse),
    }
