"""`danvan law quota | report-due`: what heads and agencies owe in a period."""

from datetime import date
from typing import Annotated, Any

import typer

from cli.law.answers import Answer, answers
from cli.law.options import Json, a_date
from law.cadence import Regime, quota as quota_of
from law.defaults import shipped_packs, shipped_register
from law.packs.reception import Per
from law.report import report_due as report_due_of
from law.words import say, say_weekday

_PER = {Per.WEEK: "tuần", Per.MONTH: "tháng"}


@answers
def quota(
    *,
    office: Annotated[str, typer.Option(help="Chức danh, ví dụ commune-chair.")],
    since: Annotated[date, typer.Option("--from", parser=a_date, metavar="DATE", help="Từ ngày.")],
    until: Annotated[date, typer.Option("--to", parser=a_date, metavar="DATE", help="Đến ngày.")],
    as_json: Json = False,
) -> Answer:
    """Định mức ngày tiếp công dân của người đứng đầu trong một kỳ."""
    calendar, packs = shipped_register().latest(), shipped_packs()
    owed = quota_of(office, since=since, until=until, calendar=calendar, packs=packs)
    values = {
        "office": office,
        "days": owed.days,
        "regimes": [_regime(regime) for regime in owed.regimes],
    }
    title = f"{owed.office.title}: {owed.days} ngày tiếp công dân từ {say(since)} đến {say(until)}."
    return values, [title, *map(_sentence, owed.regimes)]


@answers
def report_due(
    year: Annotated[int, typer.Argument(min=1, max=9998, help="Năm báo cáo.")],
    *,
    as_json: Json = False,
) -> Answer:
    """Hạn nộp báo cáo năm."""
    calendar, packs = shipped_register().latest(), shipped_packs()
    found = report_due_of(year, calendar=calendar, packs=packs)
    values = {
        "nominal": found.nominal.isoformat(),
        "effective": found.effective.isoformat(),
        "last_working_day_before": found.last_working_day_before.isoformat(),
    }
    return values, [
        f"Báo cáo năm {year}: hạn {say_weekday(found.effective)} ({packs.cite(found.rule)}).",
        f"Ngày cuối theo văn bản: {say_weekday(found.nominal)}; "
        f"ngày làm việc cuối trước hạn: {say_weekday(found.last_working_day_before)}.",
    ]


def _regime(regime: Regime) -> dict[str, Any]:
    return {
        "from": regime.first.isoformat(),
        "to": regime.last.isoformat(),
        "per": regime.cadence.per,
        "days_per_period": regime.cadence.days,
        "periods": len(regime.stretches),
        "days": regime.days,
        "article": shipped_packs().cite(regime.cadence),
    }


def _sentence(regime: Regime) -> str:
    per = _PER[regime.cadence.per]
    return (
        f"Từ {say(regime.first)} đến {say(regime.last)}: ít nhất {regime.cadence.days} ngày mỗi {per}, "
        f"{len(regime.stretches)} {per} trọn vẹn, {regime.days} ngày "
        f"({shipped_packs().cite(regime.cadence)})."
    )
