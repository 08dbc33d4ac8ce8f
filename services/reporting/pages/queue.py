"""The pages of the check queue: what waits, what stands out; and the agency's answer to a doubt."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import DANVAN_APPROVERS, DANVAN_WRITERS, PROVINCE_WIDE
from frame.pages import Pages, asked_page
from kernel.errors import Conflict, Invalid
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.domain.submissions import LONGEST_ANSWER
from services.reporting.pages.words import line
from services.reporting.service import Reporting

WRITERS = (*DANVAN_WRITERS, *DANVAN_APPROVERS)


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""

    @bp.get("/queue/<int:year>")
    @requires(*PROVINCE_WIDE)
    def queue(year: int) -> str:
        waiting = reporting.queue.waiting(year)
        only = request.args.get("only") == "outliers"
        rows = [one for one in waiting if one.stands_out] if only else waiting
        shown = Pages(number=asked_page(), total=len(rows))
        return render_template(
            "reporting/queue.html",
            campaign=reporting.campaigns.get(year),
            total=len(waiting),
            standing_out=sum(one.stands_out for one in waiting),
            rows=rows[(shown.number - 1) * shown.size : shown.number * shown.size],
            pages=shown,
            only=only,
            line=lambda key: line(key, reporting.packs),
        )

    @bp.post("/reports/<report_id>/answer/<section>")
    @requires(*WRITERS)
    def answer(report_id: str, section: str) -> ResponseReturnValue:
        text = request.form.get("text", "")[: LONGEST_ANSWER + 1]
        try:
            by, key = current_actor(), idempotency_key()
            reporting.queue.answer(report_id, section, text, by=by, key=key)
            flash("Đã lưu giải trình; Sở Nội vụ thấy nội dung này khi kiểm tra.", "good")
        except (Invalid, Conflict) as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.submitted", report_id=report_id), 303)
