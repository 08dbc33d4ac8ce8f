"""The ledger remembers what clients asked and were told, whatever happens to the client."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.ledger import Contradiction, Entry, Ledger, Outcome, read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger(path) as opened:
        yield opened


def a_command(ledger: Ledger, *, key: str = "key-1") -> Entry:
    return ledger.issue("register", key=key, payload={"subject": "Đường hỏng"})


def test_a_command_is_unknown_until_it_is_answered(ledger: Ledger) -> None:
    entry = a_command(ledger)

    assert list(ledger.entries(Outcome.UNKNOWN)) == [entry]
    assert ledger.counts() == {"issued": 1, "acknowledged": 0, "refused": 0, "unknown": 1}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.ACKNOWLEDGED),
        (201, Outcome.ACKNOWLEDGED),
        (303, Outcome.ACKNOWLEDGED),
        (409, Outcome.REFUSED),
        (422, Outcome.REFUSED),
        (500, Outcome.UNKNOWN),
        (503, Outcome.UNKNOWN),
    ],
)
def test_the_status_decides_what_is_known(ledger: Ledger, status: int, outcome: Outcome) -> None:
    entry = a_command(ledger)

    ledger.answered(entry, status=status, body={"number": 7})

    assert list(ledger.entries(outcome)) == [entry]


def test_a_retry_settles_what_was_unknown(ledger: Ledger) -> None:
    entry = a_command(ledger)
    ledger.unknown(entry, why="connection reset")

    ledger.answered(entry, status=201, body={"number": 7})

    assert (entry.outcome, entry.status, entry.body) == (Outcome.ACKNOWLEDGED, 201, {"number": 7})


def test_what_was_acknowledged_stays_so_when_a_retry_gets_no_answer(ledger: Ledger) -> None:
    entry = a_command(ledger)
    ledger.answered(entry, status=201)

    ledger.unknown(entry, why="timeout")
    ledger.answered(entry, status=503)

    assert entry.outcome is Outcome.ACKNOWLEDGED


def test_acknowledged_and_refused_is_a_contradiction(ledger: Ledger) -> None:
    entry = a_command(ledger)
    ledger.answered(entry, status=201)

    with pytest.raises(Contradiction, match="key-1"):
        ledger.answered(entry, status=422)


def test_many_threads_write_one_ledger(ledger: Ledger, path: Path) -> None:
    def ask(number: int) -> None:
        entry = a_command(ledger, key=f"key-{number}")
        ledger.answered(entry, status=201 if number % 2 else 409)

    with ThreadPoolExecutor(8) as clients:
        list(clients.map(ask, range(400)))

    assert ledger.counts() == {"issued": 400, "acknowledged": 200, "refused": 200, "unknown": 0}
    assert read(path) == list(ledger.entries())
    assert len({entry.key for entry in read(path)}) == 400


def test_the_ledger_of_a_killed_client_can_be_read(ledger: Ledger, path: Path) -> None:
    first = a_command(ledger)
    ledger.answered(first, status=201, body={"number": 7})
    second = a_command(ledger, key="key-2")
    ledger.unknown(second, why="timeout")
    with path.open("ab") as torn:
        torn.write(b'{"number": 2, "sta')

    assert read(path) == [first, second]


def test_a_ledger_is_never_written_over(ledger: Ledger, path: Path) -> None:
    with pytest.raises(FileExistsError):
        Ledger(path)
