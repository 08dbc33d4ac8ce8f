"""A reception session keeps its counts apart and to the law."""

from datetime import date
from typing import Any

import pytest

from contracts.reception import Host, SessionKind
from law.defaults import shipped_packs
from services.reception.domain import (
    GroupsTooSmall,
    HeldInFuture,
    OnlineTooEarly,
    Session,
    SessionForm,
)
from services.reception.domain.session import NegativeCount, PartOverMatters

TODAY = date(2026, 7, 15)


def held(**more: Any) -> Session:
    given: dict[str, Any] = {
        "session_kind": SessionKind.PERIODIC,
        "host": Host.HEAD,
        "held_on": TODAY,
        "place": "Trụ sở",
        **dict.fromkeys(("visits", "persons", "matters", "groups", "group_persons"), 0),
    }
    form = SessionForm(**{**given, **more})
    return Session.hold(form, id_="s", agency="ag-1", today=TODAY, packs=shipped_packs())


def test_a_session_tells_its_counts_each_for_itself():
    session = held(visits=9, persons=4, matters=3, groups=1, group_persons=5)

    told = session.news[-1][0]
    assert (told.visits, told.persons, told.matters) == (9, 4, 3)
    assert (told.groups, told.group_persons) == (1, 5)


def test_a_session_without_visitors_was_held_as_well():
    assert held().news[-1][0].visits == 0


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"held_on": date(2026, 7, 16)}, HeldInFuture),
        ({"visits": -1}, NegativeCount),
        ({"groups": 2, "group_persons": 9}, GroupsTooSmall),
        ({"groups": 0, "group_persons": 5}, GroupsTooSmall),
        ({"matters": 1, "matters_again": 2}, PartOverMatters),
        ({"matters": 2, "group_matters": 1, "group_matters_again": 2}, PartOverMatters),
        ({"matters": 2, "group_matters": 1, "group_matters_again": 1}, PartOverMatters),
        ({"online": True, "held_on": date(2026, 6, 30)}, OnlineTooEarly),
    ],
)
def test_a_session_that_cannot_have_been_is_refused(more: dict[str, Any], refusal):
    with pytest.raises(refusal) as refused:
        held(**more)

    assert refused.value.detail


def test_online_reception_counts_from_its_first_day():
    assert held(online=True, held_on=date(2026, 7, 1)).news[-1][0].online
