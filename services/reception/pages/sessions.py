"""Reception sessions of a month with their totals, and entering one."""

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import PETITION_READERS, PETITION_WRITERS
from frame.pages import Pages, asked_page, may
from kernel.errors import Invalid
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reception.domain import COUNTS
from services.reception.domain.session import SESSION_STATE_WORDS
from services.reception.pages.forms import HeldFormSchema, errors_of
from services.reception.service import Reception
from services.reception.views import totals

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages about sessions."""

    @bp.get("/sessions")
    @requires(*PETITION_READERS)
    def sessions() -> str:
        month = request.args.get("month", "")
        if not MONTH.fullmatch(month):
            month = reception.store.clock.today().isoformat()[:7]
        rows = reception.session_list.of_month(current_actor().agency, month)
        shown = Pages(number=asked_page(), total=len(rows))
        return render_template(
            "reception/sessions.html",
            rows=rows[(shown.number - 1) * shown.size : shown.number * shown.size],
            sums=totals(rows),
            pages=shown,
            month=month,
            counts=COUNTS,
            open_ones=reception.sittings.open_ones(by=current_actor()),
            state_words=SESSION_STATE_WORDS,
            may_enter=may(PETITION_WRITERS),
        )

    @bp.get("/sessions/new")
    @requires(*PETITION_WRITERS)
    def new_session() -> str:
        today = reception.store.clock.today().isoformat()
        return _form({"held_on": today, **dict.fromkeys(COUNTS, "0")}, {})

    @bp.post("/sessions/new")
    @requires(*PETITION_WRITERS)
    def enter_session() -> ResponseReturnValue:
        try:
            form = read_form(HeldFormSchema)
            reception.hold_session(form, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _form(request.form, errors_of(wrong)), 422
        flash("Đã ghi buổi tiếp công dân.", "good")
        return redirect(url_for("reception.sessions", month=form.held_on.isoformat()[:7]), 303)


def _form(values: Any, errors: dict[str, Any]) -> str:
    return render_template("reception/session-new.html", values=values, errors=errors)
