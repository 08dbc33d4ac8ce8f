"""Roles that are proposed: who decides sees them, approves or refuses; nobody decides about themselves."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import ROLE_WORDS
from contracts.rights import ROLE_APPROVERS
from kernel.errors import Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.registry.domain import ProposalState, RoleProposal
from services.registry.pages.words import errors_of
from services.registry.service import Registry

STATE_WORDS = {
    ProposalState.OPEN: "Chờ duyệt",
    ProposalState.APPROVED: "Đã duyệt",
    ProposalState.REFUSED: "Không duyệt",
    ProposalState.LAPSED: "Đã khép",
}
TONES = {
    ProposalState.OPEN: "warn",
    ProposalState.APPROVED: "good",
    ProposalState.REFUSED: "neutral",
    ProposalState.LAPSED: "neutral",
}
LABELS = {"reason": "Lý do không duyệt"}


class WhyNotForm(ma.Schema):
    """Why a role is not given."""

    reason = fields.String(load_default="", validate=validate.Length(max=500))


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the page of proposed roles."""
    desk = registry.proposals

    @bp.get("/proposals")
    @requires(*ROLE_APPROVERS)
    def proposals() -> str:
        return _page(registry, {})

    @bp.post("/proposals/<id_>/approval")
    @requires(*ROLE_APPROVERS, fresh=True)
    def approve_role(id_: str) -> ResponseReturnValue:
        try:
            desk.approve_role(id_, by=current_actor(), key=idempotency_key())
        except Refusal as wrong:
            return _again(registry, id_, wrong)
        flash("Đã duyệt; vai trò có hiệu lực.", "good")
        return redirect(url_for("registry.proposals"), 303)

    @bp.post("/proposals/<id_>/refusal")
    @requires(*ROLE_APPROVERS, fresh=True)
    def refuse_role(id_: str) -> ResponseReturnValue:
        try:
            reason = read_form(WhyNotForm)["reason"]
            desk.refuse_role(id_, reason, by=current_actor(), key=idempotency_key())
        except Refusal as wrong:
            return _again(registry, id_, wrong)
        flash("Đã từ chối đề nghị.", "good")
        return redirect(url_for("registry.proposals"), 303)


def _again(registry: Registry, id_: str, wrong: Refusal) -> ResponseReturnValue:
    """The page again with what was refused; what is not the asker's stays not found."""
    registry.proposals.one(id_, by=current_actor())
    return _page(registry, errors_of(wrong, {}), about=id_), 422


def _page(registry: Registry, errors: dict[str, Any], *, about: str = "") -> str:
    by = current_actor()
    found = registry.proposals.of(by=by)
    waiting = [one for one in found if one.state is ProposalState.OPEN]
    return render_template(
        "registry/proposals.html",
        waiting=[_shown(registry, one, by.user) for one in waiting],
        decided=[_shown(registry, one, by.user) for one in found if one not in waiting],
        errors=errors,
        about=about,
        labels=LABELS,
        state_words=STATE_WORDS,
        tones=TONES,
    )


def _shown(registry: Registry, one: RoleProposal, user: str) -> dict[str, Any]:
    """A proposal in words."""
    wanted = one.wanted
    return {
        "id": one.id,
        "state": one.state,
        "person": registry.name_of(one.account),
        "role": ROLE_WORDS[wanted.role],
        "agency": registry.label(one.agency),
        "since": wanted.since,
        "until": wanted.until,
        "see_only": wanted.see_only,
        "acting_for": registry.name_of(wanted.acting_for) if wanted.acting_for else "",
        "proposer": registry.name_of(one.proposed_by) or "Phần mềm của cơ quan",
        "proposed_on": one.proposed_on,
        "decided_by": registry.name_of(one.decided_by) if one.decided_by else "",
        "decided_on": one.decided_on,
        "reason": one.reason,
        "approves": user not in {one.proposed_by, one.account},
        "refuses": user != one.account,
    }
