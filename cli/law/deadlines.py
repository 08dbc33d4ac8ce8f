"""`danvan law due | workdays | add-workdays`: days and deadlines."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from cli.law.answers import Answer, answers
from cli.law.options import Day, Json, a_date, a_span, an_extension
from law.calendar.table import Calendar
from law.deadlines import Facts, Suspension, due as due_of, record, sentences
from law.defaults import shipped_packs, shipped_register
from law.words import say_weekday


class Ground(StrEnum):
    """Grounds for suspension one may name."""

    FORCE_MAJEURE = "FORCE_MAJEURE"
    AWAITING_OTHER_BODY = "AWAITING_OTHER_BODY"
    REVERIFICATION = "REVERIFICATION"


@answers
def due(  # noqa: PLR0913  (one parameter per option)
    rule: Annotated[str, typer.Argument(help="Mã quy tắc, ví dụ C-02.")],
    *,
    start: Annotated[date, typer.Option(parser=a_date, metavar="DATE", help="Ngày bắt đầu.")],
    remote: Annotated[bool, typer.Option("--remote", help="Vùng sâu, vùng xa.")] = False,
    is_complex: Annotated[bool, typer.Option("--complex", help="Khiếu nại phức tạp.")] = False,
    criteria: Annotated[str, typer.Option(help="Tiêu chí của tố cáo phức tạp: a,b,…")] = "",
    several_places: Annotated[
        bool, typer.Option("--several-places", help="Kiểm tra nhiều nơi.")
    ] = False,
    extend: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE[:DAYS]", help="Quyết định gia hạn, theo thứ tự."),
    ] = None,
    suspend: Annotated[
        list[str] | None, typer.Option(metavar="FROM:TO", help="Tạm đình chỉ từ…đến.")
    ] = None,
    ground: Annotated[
        Ground, typer.Option(help="Căn cứ tạm đình chỉ.")
    ] = Ground.AWAITING_OTHER_BODY,
    calendar: Annotated[
        date | None,
        typer.Option(parser=a_date, metavar="DATE", help="Lịch như đã biết vào ngày này."),
    ] = None,
    without_holiday: Annotated[
        list[str] | None, typer.Option(metavar="DATE", help="Tính như ngày này không nghỉ.")
    ] = None,
    as_json: Json = False,
) -> Answer:
    """Tính thời hạn theo một quy tắc, kèm từng bước chứng minh."""
    facts = Facts(
        start=start,
        remote=remote,
        complex=is_complex,
        criteria=tuple(one.strip() for one in criteria.split(",") if one.strip()),
        several_places=several_places,
        extensions=tuple(an_extension(one) for one in extend or ()),
        suspensions=tuple(Suspension(*a_span(one), ground) for one in suspend or ()),
    )
    found = due_of(
        rule,
        facts,
        _calendar(calendar, [a_date(one) for one in without_holiday or ()]),
        shipped_packs(),
    )
    values = {
        "rule": found.rule,
        "version": found.version,
        "nominal": found.nominal.isoformat(),
        "effective": found.effective.isoformat(),
        "proof": record(found.proof) if as_json else [],
    }
    return values, [f"Hạn: {say_weekday(found.effective)}.", *sentences(found.proof)]


@answers
def workdays(start: Day, end: Day, *, as_json: Json = False) -> Answer:
    """Đếm ngày làm việc sau ngày đầu, đến hết ngày cuối."""
    days = _calendar().working_days_between(start, end)
    return {"days": days}, [
        f"Từ sau {say_weekday(start)} đến hết {say_weekday(end)} có {days} ngày làm việc."
    ]


@answers
def add_workdays(
    start: Day, count: Annotated[int, typer.Argument(min=0, metavar="N")], *, as_json: Json = False
) -> Answer:
    """Ngày làm việc thứ N sau một ngày."""
    found = _calendar().add_working_days(start, count)
    return {"date": found.isoformat()}, [
        f"{count} ngày làm việc sau {say_weekday(start)} là {say_weekday(found)}."
    ]


def _calendar(known_at: date | None = None, without: Sequence[date] = ()) -> Calendar:
    register = shipped_register()
    asked = register.as_known_at(known_at) if known_at else register.latest()
    for day in without:
        asked = asked.without_holiday(day)
    return asked
