"""What everybody may see of planning: the "Dân vận khéo" models of the province's agencies."""

from typing import Any

from flask import Blueprint, render_template, request

from frame.pages import Pages, asked_page
from kernel.web import public
from services.planning.pages.words import FIELDS
from services.planning.service import Planning

LATEST = 3


def show(bp: Blueprint, planning: Planning) -> None:
    """Add the public list and its part of the public portal."""

    @bp.get("/public")
    @public
    def public_models() -> str:
        field = request.args.get("field", "")
        where: dict[str, Any] = {"field": field} if field in FIELDS else {}
        shown = Pages(number=asked_page(), total=planning.model_list.count(where))
        return render_template(
            "planning/public.html",
            rows=planning.model_list.of(where, page=shown.number),
            pages=shown,
            field=field,
            name_of=planning.agency_book.label,
        )

    @bp.get("/public/fragment")
    @public
    def public_part() -> str:
        running = {"ended_on": None}
        return render_template(
            "planning/public-part.html",
            rows=planning.model_list.of(running, size=LATEST),
            total=planning.model_list.count(running),
            name_of=planning.agency_book.label,
        )
