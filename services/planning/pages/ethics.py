"""The pages of public-service ethics: evaluations of the head, cases of harassment, a form for each."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import DANVAN_READERS, DANVAN_WRITERS
from frame.pages import Pages, asked_page, may
from kernel.web import current_actor, idempotency_key, requires
from services.planning.api.schemas import EvaluationFormSchema, HarassmentFormSchema
from services.planning.pages.entering import Errors, enter
from services.planning.service import Planning

LATEST = 10  # evaluations shown; there are one or two a year


def show(bp: Blueprint, planning: Planning) -> None:
    """Add the pages of ethics."""
    _reading(bp, planning)
    _evaluating(bp, planning)
    _handling(bp, planning)


def _reading(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/ethics")
    @requires(*DANVAN_READERS)
    def ethics() -> str:
        where = {"agency": current_actor().agency}
        shown = Pages(number=asked_page(), total=planning.case_list.count(where))
        return render_template(
            "planning/ethics.html",
            evaluations=planning.evaluation_list.of(where, size=LATEST),
            cases=planning.case_list.of(where, page=shown.number),
            pages=shown,
            may_enter=may(DANVAN_WRITERS),
        )


def _evaluating(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/ethics/evaluations/new")
    @requires(*DANVAN_WRITERS)
    def new_evaluation() -> str:
        return _evaluation({"evaluated_on": _today(planning)}, {})

    @bp.post("/ethics/evaluations/new")
    @requires(*DANVAN_WRITERS)
    def evaluate() -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            EvaluationFormSchema(),
            lambda form: planning.evaluate_head(form, by=by, key=key),
            again=_evaluation,
            done="Đã ghi kết quả đánh giá người đứng đầu.",
            to=_list,
        )


def _handling(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/ethics/cases/new")
    @requires(*DANVAN_WRITERS)
    def new_case() -> str:
        return _case({"found_on": _today(planning)}, {})

    @bp.post("/ethics/cases/new")
    @requires(*DANVAN_WRITERS)
    def record_case() -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            HarassmentFormSchema(),
            lambda form: planning.record_harassment(form, by=by, key=key),
            again=_case,
            done="Đã ghi vụ việc.",
            to=_list,
        )


def _evaluation(values: Any, errors: Errors) -> str:
    return render_template("planning/evaluation_new.html", values=values, errors=errors)


def _case(values: Any, errors: Errors) -> str:
    return render_template("planning/case_new.html", values=values, errors=errors)


def _list(_: Any) -> str:
    return url_for("planning.ethics")


def _today(planning: Planning) -> str:
    return planning.store.clock.today().isoformat()
