"""What everybody may see of reception days: the timetables that hang, of all agencies, and the next of them on the portal."""

from flask import Blueprint, render_template, request

from frame.pages import Pages, asked_page
from kernel.web import public
from services.reception.service import Reception

SOON = 4


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the public page of timetables and its part of the public portal."""
    desk = reception.receiving

    @bp.get("/public/schedule")
    @public
    def public_schedule() -> str:
        whose = desk.posted_by()
        agency = request.args.get("agency", "")
        agency = agency if agency in whose else ""
        pages = Pages(number=asked_page(), total=desk.posted_count(agency=agency))
        today = reception.store.clock.today()
        return render_template(
            "reception/public-schedule.html",
            rows=desk.posted(agency=agency, page=pages.number),
            pages=pages,
            whose=whose,
            agency=agency,
            common=[day for day in desk.common_days(today.year) if day >= today],
            name_of=reception.agency_book.label,
        )

    @bp.get("/public/schedule/fragment")
    @public
    def public_schedule_part() -> str:
        """The next reception days, for the public portal."""
        return render_template(
            "reception/public-schedule-part.html",
            rows=desk.posted(size=SOON),
            total=desk.posted_count(),
            name_of=reception.agency_book.label,
        )
