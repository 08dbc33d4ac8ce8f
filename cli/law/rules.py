"""`danvan law rules | rule`: what the packs say, on a day or over time."""

from datetime import date
from typing import Annotated, Any

import typer

from cli.law.answers import Answer, answers
from cli.law.options import Json, a_date
from kernel.clock import SystemClock
from law.defaults import shipped_packs
from law.packs.rules import Limit, Rule, RuleVersion
from law.words import say_limits, say_span


@answers
def rules(
    *,
    on: Annotated[
        date | None, typer.Option(parser=a_date, metavar="DATE", help="Tại ngày.")
    ] = None,
    as_json: Json = False,
) -> Answer:
    """Các quy tắc có hiệu lực tại một ngày."""
    day, packs = on or SystemClock().today(), shipped_packs()
    known = [(rule, rule.in_force(day)) for rule in packs.rules.values()]
    told = [(rule, version) for rule, version in known if version]
    values = {
        "on": day.isoformat(),
        "packs": [
            {"pack": one.pack, "version": one.version, "hash": one.hash} for one in packs.packs
        ],
        "rules": [{**_rule(rule), **_version(version)} for rule, version in told],
    }
    return values, [
        f"{rule.id}: {rule.title} – {say_limits(version)} ({packs.cite(version)})"
        for rule, version in told
    ]


@answers
def rule(
    rule_id: Annotated[str, typer.Argument(metavar="RULE", help="Mã quy tắc.")],
    *,
    as_json: Json = False,
) -> Answer:
    """Một quy tắc qua các thời kỳ."""
    packs = shipped_packs()
    found = packs.rule(rule_id)
    family = [one.id for one in packs.family(found)]
    values = {
        **_rule(found),
        "pack": packs.pack_of(rule_id).pack,
        "family": family,
        "versions": [_version(version) for version in found.versions],
    }
    return values, [
        f"{found.id}: {found.title}",
        *(_sentence(version) for version in found.versions),
        *([f"Cùng nhóm (khác nhau theo dữ kiện): {', '.join(family)}."] if len(family) > 1 else []),
    ]


def _rule(found: Rule) -> dict[str, Any]:
    return {
        "rule": found.id,
        "title": found.title,
        "start": found.start,
        "facts": dict(found.facts),
        "asks": list(found.asks),
    }


def _version(version: RuleVersion) -> dict[str, Any]:
    extending = version.extending
    return {
        "version": version.version,
        "since": version.since.isoformat(),
        "until": version.until.isoformat() if version.until else None,
        "instrument": shipped_packs().instruments[version.instrument].symbol,
        "article": version.article,
        "tag": version.tag,
        "unit": version.unit,
        "shape": version.shape,
        "limits": [_limit(limit) for limit in version.limits],
        "extensions": {"times": extending.times, "days": extending.days} if extending else None,
        "suspension": version.pauses or None,
        "note": version.note,
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {"amount": limit.amount, "when": dict(limit.when)}


def _sentence(version: RuleVersion) -> str:
    note = f" {version.note}" if version.note else ""
    return (
        f"Phiên bản {version.version}, {say_span(version.since, version.until)}: {say_limits(version)}, "
        f"{shipped_packs().cite(version)} [{version.tag}].{note}"
    )
