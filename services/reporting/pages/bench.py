"""The pages of the narrative bench: a section of all agencies side by side, and what is picked of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import COMPILERS, PROVINCE_WIDE
from frame.pages import Pages, asked_page, may
from kernel.errors import Conflict, Invalid
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.pages.words import outline
from services.reporting.service import Reporting

UNITS_A_PAGE = 12


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""

    @bp.get("/provincial/<int:year>/bench/<section>")
    @requires(*PROVINCE_WIDE)
    def bench(year: int, section: str) -> str:
        return _page(reporting, year, section)

    @bp.post("/provincial/<int:year>/bench/<section>")
    @requires(*COMPILERS)
    def pick(year: int, section: str) -> ResponseReturnValue:
        chosen, by = request.form.getlist("sentence")[:200], current_actor()
        try:
            reporting.bench.pick(year, section, chosen, by=by, key=idempotency_key())
            flash("Đã đưa các câu được chọn vào dự thảo; nguồn được giữ theo từng câu.", "good")
        except (Invalid, Conflict) as refused:
            flash(refused.detail, "bad")
        return _back(year, section)

    @bp.post("/provincial/<int:year>/bench/<section>/drop")
    @requires(*COMPILERS)
    def drop(year: int, section: str) -> ResponseReturnValue:
        pick = request.form.get("pick", "")[:200]
        try:
            reporting.bench.drop(year, section, pick, by=current_actor(), key=idempotency_key())
            flash("Đã bỏ câu khỏi dự thảo.", "good")
        except (Invalid, Conflict) as refused:
            flash(refused.detail, "bad")
        return _back(year, section)


def _back(year: int, section: str) -> ResponseReturnValue:
    page = request.args.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() else 1
    return redirect(url_for("reporting.bench", year=year, section=section, page=number), 303)


def _page(reporting: Reporting, year: int, section: str) -> str:
    found = reporting.bench.section(year, section)
    compiled = reporting.province.find(year)
    issued = compiled is not None and compiled.report.issued_on is not None
    shown = Pages(number=asked_page(), total=len(found.written), size=UNITS_A_PAGE)
    return render_template(
        "reporting/bench.html",
        year=year,
        parts=outline(reporting.packs),
        part=next(one for one in outline(reporting.packs) if one.code == section),
        counts=reporting.bench.counts(year),
        bench=found,
        rows=found.written[(shown.number - 1) * shown.size : shown.number * shown.size],
        pages=shown,
        picked={one.id for one in (*found.picked, *found.stale)},
        alike={each.id: group.agencies for group in found.groups for each in group.sentences},
        may_pick=may(COMPILERS) and not issued,
    )
