"""How options of `danvan law` are written: dates, pairs of dates, extensions."""

from datetime import date
from typing import Annotated

import typer

from law.deadlines import Extension


def a_date(told: str) -> date:
    """A date as YYYY-MM-DD or DD/MM/YYYY."""
    try:
        if "/" in told:
            day, month, year = told.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(told)
    except ValueError:
        raise typer.BadParameter(f"«{told}» không phải là ngày (YYYY-MM-DD)") from None


def an_extension(told: str) -> Extension:
    """A decision date, and its days after a colon."""
    day, colon, days = told.partition(":")
    if not colon:
        return Extension(a_date(day))
    if not days.isascii() or not days.isdigit():
        raise typer.BadParameter(f"«{told}»: số ngày gia hạn phải là số nguyên dương")
    return Extension(a_date(day), int(days))


def a_span(told: str) -> tuple[date, date]:
    """Two dates with a colon between them."""
    since, colon, until = told.partition(":")
    if not colon:
        raise typer.BadParameter(f"«{told}» phải có dạng TỪ:ĐẾN")
    return a_date(since), a_date(until)


Json = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]
Day = Annotated[date, typer.Argument(parser=a_date, metavar="DATE", help="Ngày, YYYY-MM-DD.")]
