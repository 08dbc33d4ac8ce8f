"""What goes to the national database: the fields of NĐ 55/2022/NĐ-CP Điều 6, each row under a key that stays, no denouncer."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from contracts.reception import Disposition, IntakeChannel, PetitionKind
from kernel.clock import VIETNAM, SetClock
from kernel.message import Actor
from kernel.store import Store
from law.defaults import shipped_units
from services.reception.domain import Classification, Petitioner, PetitionForm
from services.reception.domain.cases import Said
from services.reception.domain.receiving import VisitForm
from services.reception.service import Reception

ON = date(2026, 3, 2)
HERE, THERE = [one.id for one in shipped_units().reporting(ON) if one.kind.is_place][:2]
CLERK = Actor(user="u", role="RECEPTIONIST", agency=HERE)
WHO = Petitioner(name="Canary Thị Hót", address="Thôn 1")
PERIOD = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def reception(a_store: Callable[..., Store]) -> Reception:
    clock = SetClock(datetime(2026, 3, 10, 9, tzinfo=VIETNAM))
    service = Reception(a_store("reception", clock=clock))
    service.store.prepare()
    return service


def entered(reception: Reception, kind: PetitionKind) -> str:
    given: Any = {"channel": IntakeChannel.POST, "received_on": ON, "summary": "Về đường hỏng"}
    form = PetitionForm(kind=kind, petitioner=WHO, **given)
    return str(reception.register_petition(form, by=CLERK)["petition"])


def test_each_row_has_its_fields_and_a_key_that_stays(reception: Reception):
    id_ = entered(reception, PetitionKind.FEEDBACK)
    found = Classification(
        eligible=True, competent=False, disposition=Disposition.FORWARD, on=date(2026, 3, 3)
    )
    reception.classify_petition(id_, found, by=CLERK)
    before = list(reception.statistics.for_national_database(*PERIOD, by=CLERK))
    reception.forwards.forward(id_, Said(document="1/PC"), to_agency=THERE, by=CLERK)
    (row,) = reception.statistics.for_national_database(*PERIOD, by=CLERK)

    assert row["key"] == before[0]["key"] == id_
    assert (row["eligible"], row["competent"], row["forwarded_to"]) == (True, False, THERE)
    assert (row["name"], row["address"], row["content"]) == (WHO.name, WHO.address, "Về đường hỏng")
    (sent,) = reception.forwards.arriving(by=Actor(user="t", role="RECEPTIONIST", agency=THERE))
    taker = Actor(user="t", role="RECEPTIONIST", agency=THERE)
    reception.forwards.receive(sent.id, Said(), by=taker)
    form = reception.statistics.count(*PERIOD, by=CLERK).forms[2]
    assert (form.code, form.columns[26], form.broken) == ("01/XLD", 1, ())


def test_who_denounces_is_in_no_row_and_receptions_have_theirs(reception: Reception):
    entered(reception, PetitionKind.DENUNCIATION)
    visit = VisitForm(
        received_on=ON, kind=PetitionKind.FEEDBACK, content="Về điện", visitor=WHO, handling="GHI"
    )
    reception.receiving.receive_visitor(visit, by=CLERK)
    petitions = list(reception.statistics.for_national_database(*PERIOD, by=CLERK))
    (came,) = reception.statistics.receptions_for_national_database(*PERIOD, by=CLERK)

    assert "Canary" not in repr(petitions)
    assert (came["name"], came["content"], came["result"]) == (WHO.name, "Về điện", "GHI")
    stranger = Actor(user="s", role="RECEPTIONIST", agency=THERE)
    assert not list(reception.statistics.for_national_database(*PERIOD, by=stranger))
