"""The boards: who is missing, rates by kind of agency, the curve of arrivals, the directive against the agencies."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import marshmallow as ma
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from contracts.registry import COMPILERS, DANVAN_READERS, PROVINCE_WIDE
from frame.pages import may
from kernel.errors import Conflict, NotFound
from kernel.web import current_actor, idempotency_key, requires, said_by, sentences
from services.reporting.adapters import curves
from services.reporting.domain.boards import STAGE_WORDS, Arrivals, Board, Line, Stage, span
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.readiness import STEP_WORDS, Readiness, Step
from services.reporting.pages.asking import scope
from services.reporting.service import Reporting
from services.reporting.service.boards import Curve, Missing

TABS = {"missing": "Còn thiếu ai", "rates": "Tỷ lệ báo cáo", "arrivals": "Tiến độ gửi"}
KINDS = {"COMMUNE": "Ủy ban nhân dân xã", "WARD": "Ủy ban nhân dân phường"}
PROVINCIAL = "Cơ quan cấp tỉnh"
STAGE_TONES = {
    Stage.EXPECTED: "neutral",
    Stage.OVERDUE: "bad",
    Stage.WAITING: "warn",
    Stage.RETURNED: "bad",
    Stage.ACCEPTED: "good",
}


class DaySchema(ma.Schema):
    """The day as of which a board is shown."""

    day = fields.Date()


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""
    _add_boards(bp, reporting)
    _add_matrix(bp, reporting)


def _add_boards(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/campaigns/<int:year>/board")
    @requires(*PROVINCE_WIDE)
    def board(year: int) -> tuple[str, int]:
        campaign = reporting.campaigns.get(year)
        today = reporting.store.clock.today()
        day, errors = asked_day(campaign, today)
        found = reporting.boards.board(year, day)
        missing = reporting.boards.missing(year, found)
        ready = _asked_ready(reporting, year, missing, now=day == today)
        tab, kinds = request.args.get("tab", ""), kinds_of(reporting.boards.kinds(found))
        kind = request.args.get("kind", "")
        page = render_template(
            "reporting/board.html",
            campaign=campaign,
            board=found,
            missing=_listed(missing, ready),
            ready=ready,
            steps=STEP_WORDS,
            step=_step(),
            may_remind=day == today and campaign.closed_on is None and may(COMPILERS),
            now=reporting.store.clock.legal_now(),
            kinds=kinds,
            kind=kind if kind in kinds else "",
            places=kinds.get(kind, found).places,
            report_of=lambda course: reporting.boards.report_of(year, course),
            curve=told(reporting.boards.curve(year, day)),
            tabs=TABS,
            tab=tab if tab in TABS else "missing",
            day=day,
            today=today,
            errors=errors,
            stages=STAGE_WORDS,
            tones=STAGE_TONES,
        )
        return page, 422 if errors else 200

    @bp.post("/campaigns/<int:year>/missing/<agency>/reminder")
    @requires(*COMPILERS)
    def remind_agency(year: int, agency: str) -> ResponseReturnValue:
        try:
            by, key = current_actor(), idempotency_key()
            reporting.calling.remind_agency(year, agency, by=by, key=key)
        except Conflict as refused:
            flash(refused.detail, "bad")
        else:
            flash(f"Đã nhắc {reporting.agency_book.label(agency)}.", "good")
        return redirect(url_for("reporting.board", year=year), 303)

    @bp.get("/campaigns/<int:year>/arrivals.svg")
    @requires(*PROVINCE_WIDE)
    def arrivals(year: int) -> Response:
        campaign = reporting.campaigns.get(year)
        day, _ = asked_day(campaign, reporting.store.clock.today())
        return Response(drawn(reporting.boards.curve(year, day)), mimetype="image/svg+xml")


def _add_matrix(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/campaigns/<int:year>/matrix")
    @requires(*DANVAN_READERS, *PROVINCE_WIDE)
    def matrix(year: int) -> tuple[str, int]:
        agency = scope(current_actor(), request.args.get("agency") or None)
        campaign = reporting.campaigns.get(year)
        today = reporting.store.clock.today()
        day, errors = asked_day(campaign, today)
        asked = {"day": day, "today": today, "errors": errors}
        status = 422 if errors else 200
        if agency is None:
            return _whole_matrix(reporting, campaign, asked), status
        if agency not in campaign.expected_by(day):
            raise NotFound
        page = render_template(
            "reporting/matrix.html",
            campaign=campaign,
            agency=agency,
            lines=reporting.boards.matrix(year, agency, day),
            indicators=reporting.packs.indicators,
            province_wide=may(PROVINCE_WIDE),
            **asked,
        )
        return page, status


def _whole_matrix(reporting: Reporting, campaign: Campaign, asked: Mapping[str, Any]) -> str:
    gaps = reporting.boards.gaps(campaign.year, asked["day"])
    duty = request.args.get("duty", "")
    lacking = (one for one, lines in gaps.items() if _lacks(lines, duty))
    behind = sorted((reporting.agency_book.label(one), one) for one in lacking)
    return render_template(
        "reporting/matrices.html",
        campaign=campaign,
        rows=summed(gaps),
        duty=next((one for one in reporting.packs.duties.values() if one.id == duty), None),
        behind=behind,
        total=len(gaps),
        **asked,
    )


def _asked_ready(
    reporting: Reporting, year: int, missing: list[Missing], *, now: bool
) -> dict[str, Readiness] | None:
    """How ready those missing are, the least ready first, if asked for; what was written on an earlier day nobody knows."""
    if not now or request.args.get("order") != "ready":
        return None
    found, step = reporting.readiness.missing(year, missing), _step()
    return {id_: one for id_, one in found.items() if step in {"", one.step}}


def _step() -> str:
    step = request.args.get("step", "")
    return step if step in set(Step) else ""


def _listed(missing: list[Missing], ready: Mapping[str, Readiness] | None) -> list[Missing]:
    """Who is missing, in the order asked for."""
    if ready is None:
        return missing
    known = {one.place.agency: one for one in missing}
    return [known[id_] for id_ in ready]


def _lacks(lines: list[Line], duty: str) -> bool:
    return any(one.gap for one in lines if one.duty.id == duty)


def summed(gaps: Mapping[str, list[Line]]) -> list[dict[str, Any]]:
    """Each duty with how many agencies have tasks, evidence, figures for it, and how many show a gap."""
    rows = zip(*gaps.values(), strict=True)
    return [
        {
            "duty": lines[0].duty,
            "owed": lines[0].owed,
            "tasks": sum(bool(one.tasks) for one in lines),
            "done": sum(bool(one.done) for one in lines),
            "figures": sum(one.answered for one in lines),
            "gaps": sum(one.gap for one in lines),
        }
        for lines in rows
    ]


def asked_day(campaign: Campaign, today: date) -> tuple[date, dict[str, Any]]:
    """The day asked for (today when none is), and what is wrong with it."""
    given = request.args.get("day", "")
    if not given:
        return today, {}
    try:
        day: date = said_by(DaySchema(), {"day": given})["day"]
    except ma.ValidationError as wrong:
        return today, dict(sentences(wrong.messages))
    if not campaign.opened_on <= day <= today:
        return today, {"day": ["Chọn một ngày từ khi mở đợt báo cáo đến hôm nay."]}
    return day, {}


def kinds_of(boards: Mapping[str, Board]) -> dict[str, Board]:
    """The boards of each kind as people name it: departments and boards of the province are one kind."""
    named: dict[str, list[Board]] = {}
    for kind, one in boards.items():
        named.setdefault(KINDS.get(kind, PROVINCIAL), []).append(one)
    return {name: _together(found) for name, found in named.items()}


def _together(boards: list[Board]) -> Board:
    first = boards[0]
    return Board(first.day, first.due_on, tuple(place for one in boards for place in one.places))


def told(curve: Curve) -> dict[str, Any]:
    """The curve with its table, and in words."""
    rows = span(curve.now, curve.before, curve.earlier, first=curve.since, last=curve.until)
    return {
        "now": curve.now,
        "before": curve.before,
        "earlier": curve.earlier,
        "ahead": curve.ahead,
        "today": curve.today,
        "came": curve.now.by(curve.today),
        "before_then": curve.before.by(curve.today),
        "forecast": curve.forecast,
        "rows": [
            row for row in rows if row[0] <= curve.today or curve.before.days or curve.earlier.days
        ],
    }


def drawn(curve: Curve) -> str:
    """The curve as a drawing."""
    now = [(day, curve.now.by(day)) for day in range(curve.since, curve.today + 1)]
    then = (curve.before, curve.earlier)
    return curves.svg(
        now,
        [(f"Năm {one.year}", _points(one, curve)) for one in then if one.days],
        top=max(curve.now.expected, *(one.expected for one in then)),
        name=f"Năm {curve.now.year}",
        expected=curve.now.expected,
        forecast=curve.forecast,
    )


def _points(one: Arrivals, curve: Curve) -> list[tuple[int, int]]:
    return [(day, one.by(day)) for day in range(curve.since, curve.until + 1)]
