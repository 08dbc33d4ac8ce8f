"""Routes about who exists over time and which law is in force: tree, reorganisations, calendar and packs."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import AgencyKind
from contracts.rights import ORGANISATION_DECIDERS, ORGANISERS
from kernel.web import current_actor, idempotency_key, requires
from law.calendar.days import Kind, Standing
from law.units.model import EdgeKind
from services.registry.domain import Branch, Choice, Decided, Founding, Move, Scheme
from services.registry.service import Registry

ID = validate.Length(1, 40)
LINE = validate.Length(1, 300)
VERSION = validate.Range(1, 1_000_000)
PAGE = 25


class BranchSchema(ma.Schema):
    """An agency with those under it."""

    agency = fields.String()
    name = fields.String()
    kind = fields.String()
    below = fields.List(fields.Nested(lambda: BranchSchema()))


class TreeSchema(ma.Schema):
    """The agencies of a day, each under its superior."""

    on = fields.Date()
    tree = fields.List(fields.Nested(BranchSchema))


class DaySchema(ma.Schema):
    """As of which day; today when none is given."""

    on = fields.Date(load_default=None)


class DescriptionSchema(ma.Schema):
    """What is kept of an agency by hand; what is absent stays."""

    offices = fields.List(fields.String(validate=LINE), validate=validate.Length(max=20))
    area_tags = fields.List(fields.String(validate=ID), validate=validate.Length(max=20))
    basis = fields.String(validate=validate.Length(max=300))


class FoundingSchema(ma.Schema):
    """An agency that begins with the reorganisation."""

    scheme = fields.String(required=True, validate=ID)
    code = fields.String(required=True, validate=ID)
    name = fields.String(required=True, validate=LINE)
    kind = fields.Enum(AgencyKind, by_value=True, required=True)
    parent = fields.String(load_default=None, allow_none=True, validate=ID)
    reports = fields.Boolean(load_default=False)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Founding:
        return Founding(**given)


class MoveSchema(ma.Schema):
    """What becomes of an agency, or of some places of its area."""

    source = fields.String(required=True, validate=ID)
    kind = fields.Enum(EdgeKind, by_value=True, required=True)
    target = fields.String(load_default="", validate=validate.Length(max=40))
    places = fields.List(fields.String(validate=ID), load_default=())

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Move:
        return Move(**{**given, "places": tuple(given["places"])})


class SchemeSchema(ma.Schema):
    """What a reorganisation says."""

    title = fields.String(required=True, validate=LINE)
    effective_on = fields.Date(required=True)
    founded = fields.List(fields.Nested(FoundingSchema), load_default=())
    moves = fields.List(fields.Nested(MoveSchema), load_default=())
    superior = fields.String(load_default="", validate=validate.Length(max=40))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Scheme:
        listed = {name: tuple(given[name]) for name in ("founded", "moves")}
        return Scheme(**{**given, **listed})


class RevisedSchema(SchemeSchema):
    """What it is to say instead; `version`: the one that was seen (none: whatever it is by now)."""

    version = fields.Integer(load_default=None, allow_none=True, validate=VERSION)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> tuple[Scheme, int | None]:
        version = given.pop("version")
        listed = {name: tuple(given[name]) for name in ("founded", "moves")}
        return Scheme(**{**given, **listed}), version


class ShippedSchema(ma.Schema):
    """Which day of the law's register is to be made an act."""

    effective_on = fields.Date(required=True)
    title = fields.String(required=True, validate=LINE)
    superior = fields.String(required=True, validate=ID)


class ChoiceSchema(ma.Schema):
    """Who takes over one open duty; nobody named: as the rule says."""

    thing = fields.String(required=True, validate=ID)
    giver = fields.String(required=True, validate=ID)
    receiver = fields.String(load_default="", validate=validate.Length(max=40))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Choice:
        return Choice(**given)


class ChoicesSchema(ma.Schema):
    """Several choices."""

    choices = fields.List(fields.Nested(ChoiceSchema), required=True, validate=validate.Length(1))
    version = fields.Integer(load_default=None, allow_none=True, validate=VERSION)


class DecisionSchema(ma.Schema):
    """The decision by which a reorganisation holds; `version`: the one that was seen."""

    decision = fields.String(required=True, validate=validate.Length(1, 100))
    decided_on = fields.Date(required=True)
    version = fields.Integer(load_default=None, allow_none=True, validate=VERSION)


class ActReceiptSchema(ma.Schema):
    """Where a reorganisation stands after an act."""

    reorganisation = fields.String()
    state = fields.String()
    version = fields.Integer()


class ActSchema(ma.Schema):
    """A reorganisation."""

    id = fields.String()
    state = fields.Function(lambda act: act.state.value)
    scheme = fields.Nested(SchemeSchema)
    choices = fields.List(fields.Nested(ChoiceSchema))
    decision = fields.String()
    decided_on = fields.Date(allow_none=True)
    confirmed_on = fields.Date(allow_none=True)
    version = fields.Integer()


class ActsSchema(ma.Schema):
    """Reorganisations, newest first."""

    reorganisations = fields.List(fields.Nested(ActSchema))


class ChangeSchema(ma.Schema):
    """What changes on a day."""

    on = fields.Date()
    what = fields.String()


class PassingSchema(ma.Schema):
    """An open duty, and who would have it."""

    duty = fields.String()
    service = fields.String()
    kind = fields.String()
    code = fields.String()
    due_on = fields.String(allow_none=True)
    owner = fields.String()
    receiver = fields.String(allow_none=True)
    why = fields.String()


class PreviewSchema(ma.Schema):
    """What a reorganisation would do, one page of duties at a time."""

    flaws = fields.List(fields.String())
    changes = fields.List(fields.Nested(ChangeSchema))
    duties = fields.List(fields.Nested(PassingSchema))
    total = fields.Integer()


class PageSchema(ma.Schema):
    """Which page."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class StandingSchema(ma.Schema):
    """Which version of the calendar or of a pack is in force (0: as shipped)."""

    what = fields.String()
    number = fields.Integer()
    since = fields.String()


class StandingsSchema(ma.Schema):
    """The law in force."""

    law = fields.List(fields.Nested(StandingSchema))


class DayChangeSchema(ma.Schema):
    """What a decision says of a day."""

    date = fields.Date(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    name = fields.String(required=True, validate=LINE)


class DayDecisionSchema(ma.Schema):
    """A decision about days off and days worked instead."""

    instrument = fields.String(required=True, validate=validate.Length(1, 100))
    standing = fields.Enum(Standing, by_value=True, required=True)
    tag = fields.String(load_default="", validate=validate.Length(max=40))
    note = fields.String(load_default="", validate=validate.Length(max=500))
    changes = fields.List(
        fields.Nested(DayChangeSchema), required=True, validate=validate.Length(1, 60)
    )

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> dict[str, Any]:
        return plain_decision(given)


class PackTextSchema(ma.Schema):
    """The whole text of a pack (YAML)."""

    content = fields.String(required=True, validate=validate.Length(1, 60_000))
    note = fields.String(load_default="", validate=validate.Length(max=500))


class AmendmentReceiptSchema(ma.Schema):
    """Where a change of the law's data stands after an act."""

    amendment = fields.String()
    state = fields.String()
    number = fields.Integer()
    version = fields.Integer()


class AmendmentSchema(ma.Schema):
    """A change of the calendar or of a pack."""

    id = fields.String()
    what = fields.String()
    state = fields.Function(lambda one: one.state.value)
    number = fields.Integer()
    note = fields.String()
    content = fields.String()
    drafted_on = fields.Date()
    activated_on = fields.Date(allow_none=True)


def plain_decision(given: dict[str, Any]) -> dict[str, Any]:
    """A decision as the register's file holds it."""
    changes = [
        {"date": one["date"].isoformat(), "kind": one["kind"].value, "name": one["name"]}
        for one in given["changes"]
    ]
    return {**given, "standing": given["standing"].value, "changes": changes}


def _branch(branch: Branch) -> dict[str, Any]:
    facts = branch.agency.facts
    return {
        "agency": branch.agency.id,
        "name": facts.name,
        "kind": facts.kind.value,
        "below": [_branch(one) for one in branch.below],
    }


# --- routes -----------------------------------------------------------------------------------------


def add(bp: Any, registry: Registry) -> None:
    """Add the routes."""
    _agency_routes(bp, registry)
    _act_routes(bp, registry)
    _law_routes(bp, registry)


def _agency_routes(bp: Any, registry: Registry) -> None:
    @bp.route("/tree", methods=["GET"])
    @requires()
    @bp.arguments(DaySchema, location="query")
    @bp.response(200, TreeSchema)
    def tree(asked: dict[str, Any]) -> dict[str, Any]:
        """The agencies of a day as a tree."""
        on = asked["on"] or registry.store.clock.today()
        return {"on": on, "tree": [_branch(one) for one in registry.tree(on)]}

    @bp.route("/agencies/<agency_id>/description", methods=["PUT"])
    @requires(*ORGANISERS)
    @bp.arguments(DescriptionSchema)
    @bp.response(200, ma.Schema.from_dict({"agency": fields.String(), "version": fields.Integer()}))
    def describe(given: dict[str, Any], agency_id: str) -> dict[str, Any]:
        """Keep an agency's offices, area tags or legal basis."""
        said = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
        return registry.describe_agency(agency_id, said, by=current_actor(), key=idempotency_key())


def _act_routes(bp: Any, registry: Registry) -> None:
    desk = registry.reorganisations

    @bp.route("/reorganisations", methods=["GET"])
    @requires(*ORGANISERS, *ORGANISATION_DECIDERS)
    @bp.response(200, ActsSchema)
    def acts() -> dict[str, Any]:
        """All reorganisations, newest first."""
        return {"reorganisations": desk.all()}

    @bp.route("/reorganisations", methods=["POST"])
    @requires(*ORGANISERS)
    @bp.arguments(SchemeSchema)
    @bp.response(201, ActReceiptSchema)
    def prepare(scheme: Scheme) -> dict[str, Any]:
        """Prepare a reorganisation."""
        return desk.prepare(scheme, by=current_actor(), key=idempotency_key())

    @bp.route("/shipped-reorganisations", methods=["POST"])
    @requires(*ORGANISERS)
    @bp.arguments(ShippedSchema)
    @bp.response(201, ActReceiptSchema)
    def prepare_shipped(given: dict[str, Any]) -> dict[str, Any]:
        """Prepare what the law's register ships for a day."""
        day = given.pop("effective_on")
        return desk.prepare_shipped(day, **given, by=current_actor(), key=idempotency_key())

    @bp.route("/reorganisations/<act_id>", methods=["GET"])
    @requires(*ORGANISERS, *ORGANISATION_DECIDERS)
    @bp.response(200, ActSchema)
    def act(act_id: str) -> Any:
        """One reorganisation."""
        return desk.one(act_id)

    @bp.route("/reorganisations/<act_id>", methods=["PUT"])
    @requires(*ORGANISERS)
    @bp.arguments(RevisedSchema)
    @bp.response(200, ActReceiptSchema)
    def revise(said: tuple[Scheme, int | None], act_id: str) -> dict[str, Any]:
        """Say something else instead; what was chosen for single duties is forgotten. Where somebody changed the
        version that was seen: 409 `draft_moved`, with the lines only one of both has."""
        scheme, version = said
        return desk.revise(
            act_id, scheme, version=version, by=current_actor(), key=idempotency_key()
        )

    @bp.route("/reorganisations/<act_id>/preview", methods=["GET"])
    @requires(*ORGANISERS, *ORGANISATION_DECIDERS)
    @bp.arguments(PageSchema, location="query")
    @bp.response(200, PreviewSchema)
    def preview(asked: dict[str, Any], act_id: str) -> dict[str, Any]:
        """What it would do: nothing is changed by asking."""
        found = desk.preview(act_id, page=asked["page"], size=PAGE)
        changes = [{"on": on, "what": what} for on, what in found.changes]
        told = {"flaws": found.flaws, "duties": found.duties, "total": found.total}
        return {**told, "changes": changes}

    @bp.route("/reorganisations/<act_id>/choices", methods=["POST"])
    @requires(*ORGANISERS)
    @bp.arguments(ChoicesSchema)
    @bp.response(200, ActReceiptSchema)
    def choose(given: dict[str, Any], act_id: str) -> dict[str, Any]:
        """Say who takes over single open duties."""
        chosen, version = given["choices"], given["version"]
        return desk.choose(
            act_id, chosen, version=version, by=current_actor(), key=idempotency_key()
        )

    @bp.route("/reorganisations/<act_id>/confirmation", methods=["POST"])
    @requires(*ORGANISATION_DECIDERS, fresh=True)
    @bp.arguments(DecisionSchema)
    @bp.response(200, ActReceiptSchema)
    def confirm(given: dict[str, Any], act_id: str) -> dict[str, Any]:
        """Make it hold, by a decision; who prepared it may not."""
        decided = Decided(number=given["decision"], on=given["decided_on"])
        version = given["version"]
        return desk.confirm(
            act_id, decided, version=version, by=current_actor(), key=idempotency_key()
        )

    @bp.route("/reorganisations/<act_id>/withdrawal", methods=["POST"])
    @requires(*ORGANISERS)
    @bp.response(200, ActReceiptSchema)
    def abandon(act_id: str) -> dict[str, Any]:
        """Give it up."""
        return desk.abandon(act_id, by=current_actor(), key=idempotency_key())


def _law_routes(bp: Any, registry: Registry) -> None:
    desk = registry.amendments

    @bp.route("/law", methods=["GET"])
    @requires()
    @bp.response(200, StandingsSchema)
    def law() -> dict[str, Any]:
        """Which version of the calendar and of each pack is in force."""
        return {"law": desk.standings()}

    @bp.route("/law/decisions", methods=["POST"])
    @requires(*ORGANISERS)
    @bp.arguments(DayDecisionSchema)
    @bp.response(201, AmendmentReceiptSchema)
    def draft_decision(decision: dict[str, Any]) -> dict[str, Any]:
        """Prepare a decision about days."""
        note = decision["note"]
        return desk.draft_decision(decision, note=note, by=current_actor(), key=idempotency_key())

    @bp.route("/law/packs/<pack>", methods=["POST"])
    @requires(*ORGANISERS)
    @bp.arguments(PackTextSchema)
    @bp.response(201, AmendmentReceiptSchema)
    def draft_pack(given: dict[str, Any], pack: str) -> dict[str, Any]:
        """Prepare the whole text of a pack."""
        return desk.draft_pack(pack, **given, by=current_actor(), key=idempotency_key())

    @bp.route("/law/amendments/<amendment_id>", methods=["GET"])
    @requires(*ORGANISERS, *ORGANISATION_DECIDERS)
    @bp.response(200, AmendmentSchema)
    def amendment(amendment_id: str) -> Any:
        """One change with its content."""
        return desk.one(amendment_id)

    @bp.route("/law/amendments/<amendment_id>/activation", methods=["POST"])
    @requires(*ORGANISATION_DECIDERS, fresh=True)
    @bp.response(200, AmendmentReceiptSchema)
    def activate(amendment_id: str) -> dict[str, Any]:
        """Put it in force; who prepared it may not."""
        return desk.activate(amendment_id, by=current_actor(), key=idempotency_key())

    @bp.route("/law/amendments/<amendment_id>/withdrawal", methods=["POST"])
    @requires(*ORGANISERS)
    @bp.response(200, AmendmentReceiptSchema)
    def withdraw(amendment_id: str) -> dict[str, Any]:
        """Give it up."""
        return desk.withdraw(amendment_id, by=current_actor(), key=idempotency_key())
