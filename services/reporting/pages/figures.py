"""The page of figures: all counted indicators of an agency, or of the province, by section of the outline."""

from collections import Counter
from datetime import date

from flask import Blueprint, render_template, request

from contracts.registry import PROVINCE_WIDE
from frame.pages import may
from kernel.web import current_actor, requires
from services.reporting.pages.asking import asked_period, scope
from services.reporting.pages.words import outline
from services.reporting.service import Reporting, agencies

PETITION_COLUMNS = ("PET_IN", "PET_COMPETENT", "PET_SETTLED", "PET_OVERDUE")


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the page."""

    @bp.get("/")
    @requires()
    def figures() -> tuple[str, int]:
        today = reporting.store.clock.today()
        asked, errors = asked_period(today)
        agency = scope(current_actor(), request.args.get("agency") or None)
        sums = {} if errors else reporting.figures_of(agency=agency, **asked)
        page = render_template(
            "reporting/figures.html",
            sums=_whole(sums),
            rows=_rows(sums) if agency is None else [],
            agency=agency,
            agencies=_choices(today) if may(PROVINCE_WIDE) else [],
            errors=errors,
            values=request.args,
            period=asked,
            parts=outline(),
        )
        return page, 422 if errors else 200


def _whole(sums: dict[str, Counter[str]]) -> Counter[str]:
    """All agencies together."""
    found: Counter[str] = Counter()
    for one in sums.values():
        found.update(one)
    return found


def _rows(sums: dict[str, Counter[str]]) -> list[tuple[str, list[int]]]:
    """By agency: some figures of petitions, all groups together."""
    return [(agency, [_of(one, code) for code in PETITION_COLUMNS]) for agency, one in sums.items()]


def _of(figures: Counter[str], code: str) -> int:
    return sum(n for key, n in figures.items() if key.partition(".")[0] == code)


def _choices(today: date) -> list[tuple[str, str]]:
    return [(unit.id, unit.authority) for unit in agencies.reporters(today)]
