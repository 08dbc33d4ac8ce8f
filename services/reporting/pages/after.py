"""The pages of what follows the issued report: addenda, corrections, sending up, the part for everybody."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import COMPILERS, PROVINCE_WIDE, Role
from contracts.reporting import SupplementKind
from kernel.errors import Conflict, Invalid, NotFound
from kernel.web import current_actor, day_meant, idempotency_key, public, requires
from services.reporting.domain.publishing import SMALLEST
from services.reporting.domain.supplements import SUPPLEMENT_WORDS
from services.reporting.pages.words import outline
from services.reporting.service import Reporting

ISSUERS = (Role.SNV_LEADER, Role.PROVINCE_LEADER)


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""
    _add_supplements(bp, reporting)

    @bp.post("/provincial/<int:year>/sendings")
    @requires(*COMPILERS)
    def send_up(year: int) -> ResponseReturnValue:
        form, by = request.form, current_actor()
        try:
            on = _day(form.get("sent_on", ""))
            said = (form.get("addressee", "")[:200], form.get("receipt", "")[:100], on)
            reporting.after.send_up(year, *said, by=by, key=idempotency_key())
            flash("Đã ghi việc gửi lên cấp trên.", "good")
        except (Invalid, Conflict) as refused:
            told = refused.errors.values() if isinstance(refused, Invalid) else ()
            flash(" ".join(each for one in told for each in one) or refused.detail, "bad")
        return redirect(url_for("reporting.provincial", year=year), 303)

    @bp.get("/public/<int:year>")
    @public
    def public_report(year: int) -> str:
        found = reporting.after.public(year)
        return render_template(
            "reporting/public-report.html",
            found=found,
            report=found.report,
            parts=outline(reporting.packs),
            smallest=SMALLEST,
            supplement_words=SUPPLEMENT_WORDS,
        )


def _add_supplements(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/supplements/<supplement_id>")
    @requires(*PROVINCE_WIDE)
    def supplement(supplement_id: str) -> str:
        found = reporting.after.get(supplement_id)
        return render_template(
            "reporting/supplement.html",
            one=found,
            proposal=found.proposal,
            report=reporting.province.printed(found.year).report,
            supplement_words=SUPPLEMENT_WORDS,
        )

    @bp.post("/provincial/<int:year>/supplements")
    @requires(*ISSUERS)
    def supplement_report(year: int) -> ResponseReturnValue:
        kind = request.form.get("kind", "")
        if kind not in set(SupplementKind):
            raise NotFound
        reason, by = request.form.get("reason", "")[:1001], current_actor()
        try:
            made = reporting.after.supplement(
                year, SupplementKind(kind), reason, by=by, key=idempotency_key()
            )
        except (Invalid, Conflict) as refused:
            flash(refused.detail, "bad")
            return redirect(url_for("reporting.provincial", year=year), 303)
        flash(
            f"Đã ban hành báo cáo {SUPPLEMENT_WORDS[SupplementKind(kind)]} số {made['symbol']}.",
            "good",
        )
        return redirect(url_for("reporting.supplement", supplement_id=made["supplement"]), 303)


def _day(text: str) -> date:
    """A day as the form gives it; one that cannot be is refused with the sending."""
    try:
        return day_meant(text)
    except ValueError:
        return date.min
