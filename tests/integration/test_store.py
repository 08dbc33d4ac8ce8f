"""The store on a real mongod: all of a command or nothing, once per key, numbers without gaps."""

import dataclasses
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

import pymongo
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from pymongo.monitoring import CommandListener

from contracts.reception import Disposition, IntakeChannel, PetitionKind
from kernel.clock import SystemClock
from kernel.errors import ChangedMeanwhile, KeyReused, NotFound, Refusal, Unavailable
from kernel.message import Actor, WrongEvent
from kernel.store import Change, Key, Store
from kernel.store.audit import digest_of
from kernel.store.changes import write
from kernel.store.mongo import connect
from kernel.store.saving import EventTooLarge
from services.reception.domain import (
    Classification,
    NotInThatState,
    Petitioner,
    PetitionerMissing,
    PetitionForm,
)
from services.reception.service import Reception
from tests.integration.trial import BY, Note, Notebook, Noted, PassedOn
from tests.site import Site
from tests.unit.kernel.test_changes import changes

CLERK = Actor(user="u-1", role="RECEPTIONIST", agency="ag-1")
HEAD = Actor(user="u-3", role="AGENCY_HEAD", agency="ag-1")
OTHER = Actor(user="u-2", role="AGENCY_HEAD", agency="ag-2")

ACCEPTABLE = Classification(
    eligible=True, competent=True, disposition=Disposition.ACCEPT, on=date(2026, 1, 6)
)


def a_form(**more: Any) -> PetitionForm:
    given_: dict[str, Any] = {
        "kind": PetitionKind.COMPLAINT,
        "channel": IntakeChannel.COUNTER,
        "received_on": date(2026, 1, 5),
        "summary": "Đề nghị xem xét mức bồi thường",
        "petitioner": Petitioner(name="Nguyễn Thị Thử"),
    }
    return PetitionForm(**{**given_, **more})


def counts(store: Store) -> dict[str, int]:
    """How many documents each collection has; empty ones and the bell are not told."""
    names = store.database.list_collection_names()
    found = {name: store.database[name].count_documents({}) for name in names if name != "bell"}
    return {name: count for name, count in found.items() if count}


def numbers(service: Reception) -> list[int]:
    rows = service.store.database["petitions"].find({"agency": "ag-1"}, sort=[("number", 1)])
    return [row["number"] for row in rows]


# --- all or nothing ---------------------------------------------------------------------------------


def test_a_command_saves_state_events_audit_read_model_number_and_answer_together(
    reception: Reception,
):
    receipt = reception.register_petition(a_form(), by=CLERK, key=Key.of("k", 1))

    assert counts(reception.store) == dict.fromkeys(
        (
            "petitions",
            "duties",
            "audit",
            "work_list",
            "numbers",
            "idempotency",
            "person_marks",
            "vault_keys",
        ),
        1,
    ) | {"events": 2, "pending": 2}
    state = reception.store.database["petitions"].find_one({"_id": receipt["petition"]})
    event = reception.store.database["events"].find_one()
    assert (state["version"], state["last_event"]) == (1, event["_id"])
    assert reception.store.database["pending"].find_one()["body"] == event["body"]


def test_a_refused_command_leaves_nothing_behind(reception: Reception):
    petition = reception.register_petition(a_form(), by=CLERK)["petition"]
    reception.classify_petition(petition, ACCEPTABLE, by=CLERK)
    reception.accept_petition(petition, by=HEAD)
    before = counts(reception.store)

    with pytest.raises(NotInThatState):
        reception.accept_petition(petition, by=HEAD, key=Key.of("k", 1))
    with pytest.raises(PetitionerMissing):
        reception.register_petition(a_form(petitioner=None), by=CLERK)

    assert counts(reception.store) == before
    assert reception.register_petition(a_form(), by=CLERK)["number"] == 2


def test_another_agency_finds_nothing(reception: Reception):
    petition = reception.register_petition(a_form(), by=CLERK)["petition"]

    for ask in (reception.petition, reception.accept_petition):
        with pytest.raises(NotFound):
            ask(petition, by=OTHER)
    assert reception.petition(petition, by=CLERK).number == 1


def test_an_event_too_large_to_travel_is_refused_before_anything_is_written(notebook: Notebook):
    with pytest.raises(EventTooLarge) as refused:
        notebook.begin("short", "x" * 70_000, by=BY)

    assert refused.value.data["size"] > 65_536
    assert counts(notebook.store) == {}


def test_an_event_that_breaks_its_contract_is_refused_before_anything_is_written(
    notebook: Notebook,
):
    with pytest.raises(WrongEvent):
        notebook.begin(7, by=BY)  # type: ignore[arg-type]

    assert counts(notebook.store) == {}


def test_an_addressed_event_goes_to_the_source_of_its_site(notebook: Notebook):
    note = Note(id="n-1", agency="ag-1")
    note.tell(PassedOn(text="a"), to="dakdoa")

    notebook.store.once(lambda: notebook.store.commit(note), by=BY, command="pass_on")

    event = notebook.store.database["events"].find_one()
    assert event["source"] == "/gialai/reception/site:dakdoa"


def test_the_audit_line_names_who_did_what_and_its_digest_holds(reception: Reception):
    reception.register_petition(a_form(), by=CLERK)

    line = reception.store.database["audit"].find_one()

    assert (line["user"], line["role"], line["unit"]) == ("u-1", "RECEPTIONIST", "ag-1")
    assert line["command"] == "register_petition"
    assert line["digest"] == digest_of(line)
    assert line["digest"] != digest_of({**line, "user": "u-2"})


def test_no_event_says_who_petitions(reception: Reception):
    reception.register_petition(a_form(), by=CLERK)

    body = reception.store.database["events"].find_one()["body"].decode()

    assert "Thử" not in body
    assert "bồi thường" not in body
    assert "u-1" not in body


# --- several at once --------------------------------------------------------------------------------


def test_many_writers_of_one_note_leave_versions_without_hole(notebook: Notebook):
    note = notebook.begin("0", by=BY)
    versions: list[int] = []

    def write_often() -> None:
        for n in range(10):
            versions.append(notebook.add(note, str(n), by=BY))  # noqa: PERF401

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(write_often) for _ in range(4)]:
            done.result()

    rows = list(notebook.store.database["events"].find(sort=[("_id", 1)]))
    assert sorted(versions) == list(range(2, 42))
    assert [row["version"] for row in rows] == list(range(1, 42)), "ids ascend with versions"
    assert len(notebook.notes.get(note, agency="ag-1").lines) == 41


def test_who_saves_what_another_has_changed_meanwhile_is_told_so(notebook: Notebook):
    note_id = notebook.begin("a", by=BY)
    stale = notebook.notes.get(note_id, agency="ag-1")
    notebook.add(note_id, "b", by=BY)
    before = counts(notebook.store)

    with pytest.raises(ChangedMeanwhile):
        notebook.store.once(lambda: notebook.store.commit(stale.write("c")), by=BY, command="write")

    assert counts(notebook.store) == before
    assert notebook.notes.get(note_id, agency="ag-1").lines == ["a", "b"]


def test_two_saves_of_one_note_in_one_command_are_two_versions(notebook: Notebook):
    def twice() -> None:
        note = Note(id="n-1", agency="ag-1")
        notebook.store.commit(note.write("a"))
        again = notebook.notes.get("n-1", agency="ag-1")
        notebook.store.commit(again.write("b"))

    notebook.store.once(twice, by=BY, command="twice")

    assert notebook.notes.get("n-1", agency="ag-1").version == 2
    assert counts(notebook.store)["events"] == 2


def test_twenty_clerks_at_once_get_twenty_numbers_without_gap(reception: Reception):
    with ThreadPoolExecutor(20) as pool:
        done = [pool.submit(reception.register_petition, a_form(), by=CLERK) for _ in range(20)]
        receipts = [one.result() for one in done]

    assert sorted(receipt["number"] for receipt in receipts) == list(range(1, 21))
    assert numbers(reception) == list(range(1, 21))


def test_a_long_bulk_beside_quick_clerks_holds_its_numbers_from_the_first_one_on(
    reception: Reception,
):
    """It takes as long as a clerk needs for one entry; without holding on it would never end."""
    tries: list[Any] = []
    with ThreadPoolExecutor(2) as clerks:

        def act() -> None:
            reception.register_petition(a_form(), by=CLERK)
            tries.append(clerks.submit(reception.register_petition, a_form(), by=CLERK))
            with suppress(TimeoutError):  # as long as the numbers are held nobody else gets one
                tries[-1].result(timeout=0.5)
            reception.register_petition(a_form(), by=CLERK)

        reception.store.once(act, by=CLERK, command="bulk")
        numbers = [one.result()["number"] for one in tries]

    assert len(tries) == 1
    assert numbers == [3]


def test_a_rehearsal_keeps_nobody_from_taking_numbers(reception: Reception):
    with ThreadPoolExecutor(1) as clerk:

        def act() -> int:
            rehearsed: int = reception.register_petition(a_form(), by=CLERK)["number"]
            kept = clerk.submit(reception.register_petition, a_form(), by=CLERK).result(timeout=10)
            assert kept["number"] == 1
            return rehearsed

        assert reception.store.rehearse([(None, act)], by=CLERK, command="try") == [1]

    assert numbers(reception) == [1]


def test_a_series_whose_only_row_was_refused_gives_the_same_number_to_the_next(
    reception: Reception,
):
    def refused() -> None:
        reception.register_petition(a_form(), by=CLERK)
        raise NotInThatState

    answers = reception.store.once_each([(None, refused)], by=CLERK, command="bulk")

    assert isinstance(answers[0], NotInThatState)
    assert reception.register_petition(a_form(), by=CLERK)["number"] == 1


# Asked at most twice a second, or beside the request.
NOW_AND_THEN = ("agency_book", "bell", "followers", "law_book", "vault_keys")


def test_registering_asks_the_database_ten_times(reception: Reception):
    asked: list[str] = []

    class Listener(CommandListener):
        def started(self, event: Any) -> None:
            asked.append(f"{event.command_name} {event.command[event.command_name]}")

        def succeeded(self, event: Any) -> None:
            pass

        failed = succeeded

    settings = reception.store.settings
    with pymongo.MongoClient(settings.mongo_uri, event_listeners=[Listener()]) as client:
        busy = Reception(Store(settings, "reception", clock=SystemClock(), client=client))
        busy.register_petition(a_form(), by=CLERK)
        asked.clear()
        busy.register_petition(a_form(), by=CLERK, key=Key.of("k", 1))

        told = [one for one in asked if one.split()[1] not in NOW_AND_THEN]
    assert told == [
        "findAndModify numbers",
        *(f"insert {name}" for name in ("petitions", "duties", "events", "pending", "audit")),
        "insert idempotency",
        "update work_list",
        "update person_marks",
        "commitTransaction 1",
    ]


def test_the_same_key_from_eight_at_once_has_one_effect_and_one_answer(reception: Reception):
    together = threading.Barrier(8)

    def register(_: int) -> dict[str, Any]:
        together.wait()
        answer: dict[str, Any] = reception.register_petition(
            a_form(), by=CLERK, key=Key.of("k", {"a": 1})
        )
        return answer

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(register, range(8)))

    assert all(answer == answers[0] for answer in answers)
    assert counts(reception.store)["petitions"] == 1


def test_a_key_that_comes_again_is_answered_as_before_though_the_act_is_no_longer_allowed(
    reception: Reception,
):
    petition = reception.register_petition(a_form(), by=CLERK)["petition"]
    reception.classify_petition(petition, ACCEPTABLE, by=CLERK)
    first = reception.accept_petition(petition, by=HEAD, key=Key.of("k", 1))
    before = counts(reception.store)

    assert reception.accept_petition(petition, by=HEAD, key=Key.of("k", 1)) == first
    with pytest.raises(KeyReused):
        reception.accept_petition(petition, by=HEAD, key=Key.of("k", 2))
    with pytest.raises(NotInThatState):
        reception.accept_petition(petition, by=HEAD, key=Key.of("new", 1))
    assert counts(reception.store) == before


# --- bulk -------------------------------------------------------------------------------------------


def rows_of(*forms: PetitionForm) -> list[tuple[Key | None, PetitionForm]]:
    return [(Key.of(f"bulk|{n}", {"summary": form.summary}), form) for n, form in enumerate(forms)]


def test_a_refused_row_hurts_no_other_and_leaves_no_gap(reception: Reception):
    forms = rows_of(a_form(), a_form(petitioner=None), a_form(), a_form())

    answers = reception.register_petitions(forms, by=CLERK)

    assert isinstance(answers[1], PetitionerMissing)
    assert [one["number"] for one in answers if not isinstance(one, Refusal)] == [1, 2, 3]
    assert numbers(reception) == [1, 2, 3]
    assert counts(reception.store)["audit"] == 3


def test_the_same_rows_again_give_the_same_answers_and_do_nothing(reception: Reception):
    forms = rows_of(*(a_form(summary=str(n)) for n in range(150)))

    first = reception.register_petitions(forms, by=CLERK)
    before = counts(reception.store)
    again = reception.register_petitions(forms, by=CLERK)

    assert again == first
    assert counts(reception.store) == before
    assert numbers(reception) == list(range(1, 151))


def test_a_row_whose_key_came_with_another_content_is_refused_alone(reception: Reception):
    reception.register_petitions(rows_of(a_form(summary="a"), a_form(summary="b")), by=CLERK)

    answers = reception.register_petitions(
        rows_of(a_form(summary="a"), a_form(summary="changed"), a_form(summary="c")), by=CLERK
    )

    assert [type(one) for one in answers] == [dict, KeyReused, dict]
    assert numbers(reception) == [1, 2, 3]


def test_a_key_that_comes_twice_in_one_bulk_counts_once(reception: Reception):
    row = (Key.of("same", 1), a_form())

    answers = reception.register_petitions([row, row], by=CLERK)

    assert answers[0] == answers[1]
    assert numbers(reception) == [1]


def test_imported_rows_are_quiet(reception: Reception):
    reception.register_petitions(rows_of(a_form()), by=CLERK, quiet=True)

    assert b'"quiet":true' in reception.store.database["events"].find_one()["body"]


# --- no database ------------------------------------------------------------------------------------


@contextmanager
def a_silent_port() -> Iterator[int]:
    """A port where somebody listens and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@contextmanager
def a_closed_port() -> Iterator[int]:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    yield port


@pytest.mark.parametrize("port", [a_silent_port, a_closed_port])
def test_a_database_that_does_not_answer_is_told_within_the_deadline(house: Site, port: Any):
    with port() as number:
        given_ = house.settings_for(
            "reception",
            mongo_uri=f"mongodb://127.0.0.1:{number}/?replicaSet=danvan",
            mongo_seconds=1,
        )
        with connect(given_) as client:
            store = Store(given_, "reception", clock=SystemClock(), client=client)
            reception, began = Reception(store), time.monotonic()

            with pytest.raises(Unavailable):
                reception.register_petition(a_form(), by=CLERK)

    assert time.monotonic() - began < 2.5


# --- changes in bulk --------------------------------------------------------------------------------


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(changes(), max_size=6))
def test_changes_written_in_bulk_come_to_what_mongod_makes_of_each_alone(
    a_store: Callable[..., Store], made: list[Change]
):
    database = a_store("reporting").database

    def contents(name: str) -> list[dict[str, Any]]:
        rows = [row for part in "xy" for row in database[f"{name}.{part}"].find(sort=[("_id", 1)])]
        return [dict(sorted(row.items())) for row in rows]

    for part in "xy":
        database[f"bulk.{part}"].delete_many({})
        database[f"single.{part}"].delete_many({})
    plain = [_renamed(one) for one in made]
    for change in plain:
        database[f"single.{change.collection}"].bulk_write([change.operation()])
    write(database, plain, session=None, named=lambda name: f"bulk.{name}")

    assert contents("bulk") == contents("single")


def _renamed(change: Change) -> Change:
    """A number cannot have parts, so "b" and "b.c" are not both numbers here."""

    def names(part: dict[str, Any]) -> dict[str, Any]:
        return {"d" if name == "b" else name: value for name, value in part.items()}

    unset = tuple(names(dict.fromkeys(change.unset)))
    parts = {"inc": names(change.inc), "set": names(change.set), "first": names(change.first)}
    return dataclasses.replace(change, unset=unset, **parts)


def test_events_of_a_command_are_one_audit_line(notebook: Notebook):
    notebook.begin("a", "b", "c", by=BY)

    line = notebook.store.database["audit"].find_one()

    assert len(line["events"]) == 3
    assert counts(notebook.store)["audit"] == 1
    assert [type(one) for one, _ in Note(id="1", agency="a").write("x").news] == [Noted]
