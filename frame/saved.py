"""Saved views of lists, in every service: a name for the filters and the order of a list."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, request
from flask.typing import ResponseReturnValue

from frame.lists import query_of_list
from kernel.errors import NotFound
from kernel.store import SavedViews
from kernel.web import current_actor, local_path, requires, signed_in

LONGEST_NAME, LONGEST_QUERY = 60, 1000


def offer(app: Flask, *, name: str, views: SavedViews) -> None:
    """Let people save views of the lists of an application, and use them again."""
    bp = Blueprint("saved", __name__)

    @bp.post("/saved-views")
    @requires()
    def save() -> ResponseReturnValue:
        asked = request.form
        back = local_path(asked.get("list", ""), otherwise=f"/{name}/")
        words, query = asked.get("name", "").strip()[:LONGEST_NAME], asked.get("query", "")
        if not words or len(query) > LONGEST_QUERY or "?" in back:
            flash("Chưa lưu được: cần đặt tên cho bộ lọc.", "bad")
            return redirect(back, 303)
        views.save(back, words, query, shared="shared" in asked, by=current_actor())
        flash(f"Đã lưu bộ lọc “{words}”.", "good")
        return redirect(f"{back}?{query}" if query else back, 303)

    @bp.post("/saved-views/<view_id>/forget")
    @requires()
    def forget(view_id: str) -> ResponseReturnValue:
        if not views.forget(view_id, by=current_actor()):
            raise NotFound
        flash("Đã bỏ bộ lọc đã lưu.", "good")
        return redirect(local_path(request.form.get("list", ""), otherwise=f"/{name}/"), 303)

    app.register_blueprint(bp, url_prefix=f"/{name}")
    app.jinja_env.globals["saved_views"] = lambda: _of_this_list(views)
    app.jinja_env.globals["query_of_list"] = query_of_list


def _of_this_list(views: SavedViews) -> list[dict[str, Any]]:
    by = signed_in()
    if by is None:
        return []
    now = query_of_list()
    found = views.of(request.path, by=by)
    return [
        {**row, "now": row["query"] == now, "own": row["by"] == by.user, "shared": not row["user"]}
        for row in found
    ]
