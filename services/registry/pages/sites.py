"""Sites and the lines to them: last heard, what is missing, held, refused; and who lets a site in or shuts it out."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import SiteState
from contracts.rights import ADMINISTRATOR, OPERATOR
from frame.confirm import ask_first, confirms
from kernel.enrolment import Enrolment, Hosting, WrongEnrolment
from kernel.errors import Forbidden, NotFound, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.registry.pages.words import errors_of
from services.registry.service import Registry

WATCHERS = (*ADMINISTRATOR, *OPERATOR)
SILENT = timedelta(hours=1)
LARGEST_CARD = 4096
LABELS = {
    "card": "Phiếu đăng ký",
    "agency": "Cơ quan",
    "since": "Từ ngày",
    "until": "Đến hết ngày",
    "fingerprint": "Dấu vân tay khóa",
    "reason": "Lý do",
}
FIELDS = {
    "wrong_enrolment": "card",
    "another_key": "card",
    "ourselves_asked": "card",
    "no_such_agency": "agency",
    "no_agency_named": "agency",
    "hosting_ends_early": "until",
    "other_fingerprint": "fingerprint",
}
STATES = {
    SiteState.ASKED: ("Chờ duyệt", "warn"),
    SiteState.APPROVED: ("Đã duyệt", "good"),
    SiteState.REVOKED: ("Đã thu hồi", "bad"),
}
REASONS = {
    "key": "Ký bằng khóa khác",
    "foreign_site": "Nói thay điểm cài đặt khác",
    "foreign_agency": "Nói thay cơ quan không làm việc tại đó",
    "revoked": "Đã bị thu hồi",
    "fork": "Nội dung khác dưới số đã có (phục hồi từ bản cũ?)",
    "hash": "Nội dung bị sửa",
    "signature": "Chữ ký sai",
    "headers": "Không đọc được",
    "body": "Nội dung không đọc được",
    "chain": "Không nối được vào sổ",
    "epoch": "Kỳ dữ liệu chưa được mở",
    "size": "Quá lớn",
    "request": "Xin những gì không được xin",
}


class HostingForm(ma.Schema):
    """An agency that works at a site."""

    agency = fields.String(required=True, validate=validate.Length(1, 40))
    since = fields.Date(load_default=None)
    until = fields.Date(load_default=None)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Hosting:
        return Hosting(given["agency"], *(_text(given[name]) for name in ("since", "until")))


class ApprovalForm(ma.Schema):
    """The fingerprint that was read out."""

    fingerprint = fields.String(required=True, validate=validate.Length(1, 200))


class RevocationForm(ma.Schema):
    """Why a site is shut out."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the pages of sites."""
    _add_looking(bp, registry)
    _add_acts(bp, registry)


def _add_looking(bp: Blueprint, registry: Registry) -> None:
    @bp.get("/sites")
    @requires(*WATCHERS)
    def sites() -> str:
        by = current_actor()
        return render_template(
            "registry/sites.html",
            rows=[_shown(one) for one in registry.sites.lines(by=by)],
            decides=registry.sites.decides(by),
            province=registry.sites.province,
            states=STATES,
            name_of=registry.label,
        )

    @bp.get("/sites/new")
    @requires(*WATCHERS)
    def new_site() -> str:
        if not registry.sites.decides(current_actor()):
            raise NotFound
        return _new(registry, {}, {})

    @bp.post("/sites/new")
    @requires(*WATCHERS)
    def enrol_site() -> ResponseReturnValue:
        by = current_actor()
        try:
            hosting = read_form(HostingForm(unknown=ma.EXCLUDE))
            asked = registry.sites.enrol_site(_card(), [hosting], by=by, key=idempotency_key())
        except NotFound:
            raise
        except Refusal as wrong:
            return _new(registry, request.form, errors_of(wrong, FIELDS)), 422
        flash("Đã ghi. Gọi điện, nghe đọc dấu vân tay rồi mới duyệt.", "good")
        return redirect(url_for("registry.site", site=asked["site"]), 303)

    @bp.get("/sites/<site>")
    @requires(*WATCHERS)
    def site(site: str) -> str:
        return _page(registry, site, {})


def _add_acts(bp: Blueprint, registry: Registry) -> None:
    desk = registry.sites

    @bp.post("/sites/<site>/agencies")
    @requires(*WATCHERS)
    def host(site: str) -> ResponseReturnValue:
        def act() -> None:
            desk.host_agency(
                site, read_form(HostingForm), by=current_actor(), key=idempotency_key()
            )

        return _act(registry, site, act, "Đã ghi cơ quan của điểm cài đặt.")

    @bp.post("/sites/<site>/approval")
    @requires(*WATCHERS, fresh=True)
    def approve_site(site: str) -> ResponseReturnValue:
        def act() -> None:
            told = read_form(ApprovalForm)["fingerprint"]
            desk.approve_site(site, fingerprint=told, by=current_actor(), key=idempotency_key())

        return _act(registry, site, act, "Đã duyệt: từ nay tin những gì điểm này ký.")

    @bp.post("/sites/<site>/revocation")
    @requires(*WATCHERS, fresh=True)
    @confirms("registry.revoke_site")
    def revoke_site(site: str) -> ResponseReturnValue:
        registry.sites.line(site, by=current_actor())
        if asked := ask_first(
            "registry.revoke_site",
            f"Thu hồi điểm cài đặt {site}?",
            yes="Thu hồi",
            back=url_for("registry.site", site=site),
        ):
            return asked

        def act() -> None:
            reason = read_form(RevocationForm)["reason"]
            desk.revoke_site(site, reason=reason, by=current_actor(), key=idempotency_key())

        return _act(registry, site, act, "Đã thu hồi: không nhận thêm gì từ điểm này.")


def _act(registry: Registry, site: str, act: Callable[[], None], words: str) -> ResponseReturnValue:
    """Do it and hand the register over; or the page again with what was refused."""
    registry.sites.line(site, by=current_actor())
    try:
        act()
    except NotFound:
        raise
    except Refusal as wrong:
        status = 403 if isinstance(wrong, Forbidden) else 422
        return _page(registry, site, errors_of(wrong, FIELDS)), status
    registry.sites.publish()
    flash(words, "good")
    return redirect(url_for("registry.site", site=site), 303)


def _card() -> Enrolment:
    """The card of a site, from the file it sent. Raises `WrongEnrolment`."""
    sent = request.files.get("card")
    try:
        return Enrolment.read(json.loads(sent.read(LARGEST_CARD) if sent else b""))
    except ValueError as wrong:
        raise WrongEnrolment from wrong


def _new(registry: Registry, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "registry/new-site.html",
        values=values,
        errors=errors,
        labels=LABELS,
        agencies=_agencies(registry),
    )


def _page(registry: Registry, word: str, errors: dict[str, Any]) -> str:
    by = current_actor()
    row = _shown(registry.sites.line(word, by=by))
    return render_template(
        "registry/site.html",
        row=row,
        decides=registry.sites.decides(by),
        province=registry.sites.province,
        states=STATES,
        reasons=REASONS,
        values=request.form if errors else {},
        errors=errors,
        labels=LABELS,
        agencies=_agencies(registry) if registry.sites.decides(by) else [],
        name_of=registry.label,
    )


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """A row with what needs a look at the clock."""
    heard = row["heard_at"]
    silent = heard is None or datetime.now(UTC) - heard > SILENT
    refused = sum(one["times"] for one in row["refused"])
    return {**row, "state": SiteState(row["state"]), "silent": silent, "refused_times": refused}


def _agencies(registry: Registry) -> list[tuple[str, str]]:
    today = registry.store.clock.today()
    return [(one.id, one.facts.name) for one, _ in registry.agencies_on(today)]


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
