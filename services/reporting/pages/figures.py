"""The pages of figures: every indicator by section, what is behind it, its contract, and the recount."""

from collections import Counter
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import COMPILERS, PROVINCE_WIDE
from frame.pages import may
from kernel.errors import NotFound, Refusal
from kernel.web import current_actor, requires
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.indicators import contract, contracts, shares_of, titled
from services.reporting.domain.recounting import DAY_WORDS
from services.reporting.pages.asking import asked_period, scope
from services.reporting.service import Reporting

PETITION_COLUMNS = ("PET_IN", "PET_COMPETENT", "PET_SETTLED", "PET_OVERDUE")
LINKS = {
    "petition": "/reception/petitions/",
    "task": "/planning/tasks/",
    "plan": "/planning/plans/",
    "model": "/planning/models/",
}
PAGE = 100


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""

    @bp.get("/")
    @requires()
    def figures() -> tuple[str, int]:
        today = reporting.store.clock.today()
        asked, errors = asked_period(today)
        agency = scope(current_actor(), request.args.get("agency") or None)
        lines = () if errors else reporting.counting.lines(agency, **asked)
        page = render_template(
            "reporting/figures.html",
            lines=lines,
            shares=shares_of(lines),
            told=any(one.value is not None and not BY_KEY[one.key].by_law for one in lines),
            rows=[] if errors or agency else _rows(reporting.figures_of(agency=None, **asked)),
            agency=agency,
            agencies=_choices(reporting, today) if may(PROVINCE_WIDE) else [],
            errors=errors,
            may_recount=may(COMPILERS),
            values=request.args,
            period=asked,
            closed_on=min(asked["last"], today),
            parts=reporting.packs.report.sections,
        )
        return page, 422 if errors else 200

    @bp.get("/indicators")
    @requires()
    def indicators() -> str:
        return render_template(
            "reporting/indicators.html",
            contracts=contracts(reporting.packs),
            parts=reporting.packs.report.sections,
        )

    @bp.get("/behind")
    @requires()
    def behind() -> tuple[str, int]:
        key = request.args.get("key", "")
        if key not in BY_KEY:
            raise NotFound
        today = reporting.store.clock.today()
        asked, errors = asked_period(today)
        agency = scope(current_actor(), request.args.get("agency") or None)
        shown = {} if errors else _behind(reporting, agency, key, asked)
        page = render_template(
            "reporting/behind.html",
            contract=contract(key, reporting.packs),
            title=titled(key, reporting.packs),
            agency=agency,
            errors=errors,
            period=asked,
            day_words=DAY_WORDS,
            links=LINKS if agency == current_actor().agency else {},
            **shown,
        )
        return page, 422 if errors else 200

    @bp.get("/recount")
    @requires(*COMPILERS)
    def recount() -> str:
        agency, job = request.args.get("agency") or None, request.args.get("job")
        whole = reporting.recounts.status(job, by=current_actor()) if job else None
        return render_template(
            "reporting/recount.html",
            found=reporting.recounts.of(agency) if agency else whole and whole.result,
            job=whole,
            journal=reporting.recounts.journal(),
            agency=agency,
            agencies=_choices(reporting, reporting.store.clock.today()),
        )

    @bp.post("/recount")
    @requires(*COMPILERS)
    def recount_all() -> ResponseReturnValue:
        job = reporting.recounts.start(by=current_actor())
        return redirect(url_for("reporting.recount", job=job), 303)

    @bp.post("/recount/journal")
    @requires(*COMPILERS)
    def recount_journal() -> ResponseReturnValue:
        try:
            reporting.recounts.ask_journal(by=current_actor())
            flash(
                "Đang dựng lại số liệu từ nhật ký để đối chiếu; số đang dùng không gián đoạn.",
                "good",
            )
        except Refusal as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.recount"), 303)


def _behind(
    reporting: Reporting, agency: str | None, key: str, asked: dict[str, date]
) -> dict[str, object]:
    """The list of one agency's figure; of the province's, the agencies it is the sum of."""
    if agency is None:
        found = reporting.figures_of(agency=None, **asked)
        shares = sorted((one, own[key]) for one, own in found.items() if own[key])
        return {"shares": shares, "total": sum(n for _, n in shares), "things": []}
    things = reporting.counting.behind(agency, key, **asked)
    number = max(request.args.get("page", 1, type=int), 1)
    part = things[(number - 1) * PAGE : number * PAGE]
    return {
        "shares": [],
        "total": sum(one.n for one in things),
        "count": len(things),
        "things": part,
        "number": number,
        "more": number * PAGE < len(things),
    }


def _rows(sums: dict[str, Counter[str]]) -> list[tuple[str, list[int]]]:
    """By agency: some figures of petitions, all groups together."""
    rows = [(agency, [_of(one, code) for code in PETITION_COLUMNS]) for agency, one in sums.items()]
    return [(agency, row) for agency, row in rows if any(row)]


def _of(figures: Counter[str], code: str) -> int:
    return sum(n for key, n in figures.items() if key.partition(".")[0] == code)


def _choices(reporting: Reporting, today: date) -> list[tuple[str, str]]:
    return [(unit.id, unit.authority) for unit in reporting.agency_book.reporting(today)]
