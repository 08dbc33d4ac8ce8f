"""The inspectorate's forms of any period, to read and to take along."""

import contextlib

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from contracts.registry import PETITION_READERS
from kernel.web import current_actor, requires
from law.handling import NoSuchPeriod
from services.reception.adapters.sheets import DOCX, XLSX
from services.reception.domain.sheets import (
    BY_FIELD_WORDS,
    Sheet,
    mixed_words,
    on_time_words,
    statistics_sheets,
)
from services.reception.domain.statistics import ON_TIME_FORMULA, Statistics
from services.reception.domain.words import NO_FIELD
from services.reception.pages.receiving import period, sent
from services.reception.service import Reception


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages."""

    @bp.get("/statistics")
    @requires(*PETITION_READERS)
    def statistics() -> str:
        told = _counted(reception)
        return render_template(
            "reception/statistics.html",
            told=told,
            formula=ON_TIME_FORMULA,
            in_time=on_time_words(told.on_time),
            mixed=mixed_words(told.mixed),
            by_field_words=[(words, "end") for words in BY_FIELD_WORDS],
            no_field=NO_FIELD,
            periods=reception.statistics.periods(),
            years=_years(reception),
        )

    @bp.get("/statistics/xlsx")
    @requires(*PETITION_READERS)
    def statistics_xlsx() -> ResponseReturnValue:
        return sent(_sheets(reception), XLSX, "so-lieu-tcd-xld-kqgq.xlsx")

    @bp.get("/statistics/docx")
    @requires(*PETITION_READERS)
    def statistics_docx() -> ResponseReturnValue:
        return sent(_sheets(reception), DOCX, "so-lieu-tcd-xld-kqgq.docx")


def _counted(reception: Reception) -> Statistics:
    """The period of the address: one of the inspectorate's (`code`, `year`), or two days."""
    first, last = period(reception)
    code, year = request.args.get("code", ""), request.args.get("year", "")
    if code and year.isdigit() and len(year) == len("2026"):
        with contextlib.suppress(NoSuchPeriod):
            first, last = reception.statistics.window(code, int(year))
    return reception.statistics.count(first, last, by=current_actor())


def _sheets(reception: Reception) -> list[Sheet]:
    return statistics_sheets(
        _counted(reception), reception.agency_book.label(current_actor().agency)
    )


def _years(reception: Reception) -> list[int]:
    this = reception.store.clock.today().year
    return [this, this - 1]
