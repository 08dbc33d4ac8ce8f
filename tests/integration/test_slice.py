"""A petition's walk: registered in one service, counted in the other, through the real broker."""

import pytest

from contracts.reception import IntakeChannel, PetitionKind
from kernel.clock import SystemClock
from kernel.errors import KeyReused
from kernel.message import Actor
from kernel.store import Key
from services.reception.domain import Petitioner, PetitionForm
from services.reception.service import Reception
from tests.site import Site, wait_for

CLERK = Actor(user="u1", role="RECEPTIONIST", agency="ag-1")


def a_form(**more) -> PetitionForm:
    given = {
        "kind": PetitionKind.COMPLAINT,
        "channel": IntakeChannel.COUNTER,
        "received_on": SystemClock().today(),
        "summary": "Đề nghị xem xét mức bồi thường",
        "petitioner": Petitioner(name="Nguyễn Thị Thử"),
    }
    return PetitionForm(**{**given, **more})


def a_reception(site: Site) -> Reception:
    store = site.store("reception")
    reception = Reception(store)
    store.prepare()
    return reception


def test_a_registered_petition_is_counted_by_reporting(site: Site):
    workers = [site.worker("reception"), site.worker("reporting")]
    reception = a_reception(site)

    receipt = reception.register_petition(a_form(), by=CLERK)

    figures = site.database("reporting")["figures"]
    row = wait_for(lambda: figures.find_one({"agency": "ag-1", "span": "day"}), "the figure")
    assert receipt["number"] == 1
    assert row["n"] == {"PET_IN:KN": 1}
    assert [worker.end() for worker in workers] == [0, 0]


def test_the_same_key_registers_once_and_another_body_is_refused(site: Site):
    reception = a_reception(site)
    key = Key.of("k1", {"summary": "a"})

    first = reception.register_petition(a_form(), by=CLERK, key=key)
    again = reception.register_petition(a_form(), by=CLERK, key=key)

    assert first == again
    assert site.database("reception")["petitions"].count_documents({}) == 1
    with pytest.raises(KeyReused):
        reception.register_petition(a_form(), by=CLERK, key=Key.of("k1", {"summary": "b"}))
