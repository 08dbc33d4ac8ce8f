"""The second factor of one's own account: set up with a picture and a first code; codes for the day the phone is lost."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import Role
from kernel.errors import Invalid, Refusal
from kernel.web import current_actor, requires
from services.registry.pages.sign_in import go_on
from services.registry.pages.words import ALL_ENDED, OTHERS_ENDED
from services.registry.service import Registry

LABELS = {"code": "Mã đang hiện trong ứng dụng"}


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the pages of the second factor."""
    _add_own(bp, registry)

    @bp.post("/people/<id_>/second/remove")
    @requires(Role.ADMINISTRATOR, fresh=True)
    def reset_second(id_: str) -> ResponseReturnValue:
        """Take away the second factor of somebody whose phone is lost."""
        try:
            registry.reset_second_factor(id_, by=current_actor())
        except Refusal as wrong:
            registry.account(id_, by=current_actor())
            flash(wrong.detail, "bad")
        else:
            flash(f"Đã tắt xác thực hai bước của tài khoản này. {ALL_ENDED}", "good")
        return redirect(url_for("registry.person", id_=id_), 303)


def _add_own(bp: Blueprint, registry: Registry) -> None:
    @bp.get("/me/second")
    @requires(fresh=True)
    def second() -> str:
        return render_template(
            "registry/second.html",
            made=registry.second.begin(by=current_actor()),
            errors={},
            labels=LABELS,
        )

    @bp.post("/me/second")
    @requires(fresh=True)
    def set_up_second() -> ResponseReturnValue:
        by, sealed = current_actor(), request.form.get("sealed", "")[:400]
        try:
            codes = registry.second.set_up(sealed, request.form.get("code", "")[:40], by=by)
        except Invalid as wrong:
            page = render_template(
                "registry/second.html",
                made=registry.second.again(sealed, by=by),
                errors=wrong.errors,
                labels=LABELS,
            )
            return page, 422
        return go_on(registry, render_template("registry/recovery.html", codes=codes))

    @bp.post("/me/second/remove")
    @requires(fresh=True)
    def remove_second() -> ResponseReturnValue:
        registry.second.unprotect(by=current_actor())
        flash(f"Đã tắt xác thực hai bước. {OTHERS_ENDED}", "good")
        return go_on(registry, redirect(url_for("registry.me"), 303))
