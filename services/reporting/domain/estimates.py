"""«Ước thực hiện»: what an agency's figures will be at the end of the statistical year, told beside them, marked so.

Reckoned at the pace of the days whose data were closed when the figures were frozen, so that what the head signed is
what is sealed. What stands on a day, a percentage and what the law sets have no pace, and no estimate.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.reporting.domain.drafts import Draft
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.indicators import Period
from services.reporting.domain.terms import stands


def estimates(draft: Draft, period: Period) -> dict[str, int]:
    """The estimate of every figure of a draft that has one."""
    if period.estimate_to is None or not draft.as_of:
        return {}
    frozen = replace(period, closed_on=min(period.last, date.fromisoformat(draft.as_of[:10])))
    return {
        key: estimate
        for key, line in draft.lines().items()
        if _paced(key) and (estimate := frozen.estimated(key, line["value"])) is not None
    }


def _paced(key: str) -> bool:
    return not (stands(key) or BY_KEY[key].percent or BY_KEY[key].by_law)


def with_estimates(content: Mapping[str, Any], draft: Draft, period: Period) -> dict[str, Any]:
    """The content of a version with the estimates of its figures, and to which day they go."""
    found = estimates(draft, period)
    if not found or period.estimate_to is None:
        return dict(content)
    figures = {
        key: line | ({"estimate": found[key]} if key in found else {})
        for key, line in content["figures"].items()
    }
    return {**content, "figures": figures, "estimate_to": period.estimate_to.isoformat()}
