"""Reception's door as a client sees it: a command goes in, a status and a body come out.

The same commands run in this process (`Direct`), in a process of their own that can be killed
(`Desk`), or over HTTP against a web process (`Http`).
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Protocol, Self

import requests

from contracts.reception import Disposition, IntakeChannel, Outcome, PetitionKind
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.errors import Conflict, Forbidden, Invalid, Later, NotFound, Refusal
from kernel.message import Actor
from kernel.store import Key
from services.reception.domain import Classification, Petitioner, PetitionForm
from services.reception.service import Reception
from tests.site import ROOT, Process, Site

Answer = tuple[int, Any]
STATUS = {Invalid: 422, Forbidden: 403, NotFound: 404, Conflict: 409, Later: 503}
ACCEPTABLE = {"eligible": True, "competent": True}


class Channel(Protocol):
    """A way for commands to reach reception. Raises `OSError` when no answer comes."""

    def ask(self, kind: str, key: str, payload: dict[str, Any]) -> Answer:
        """Ask one command; a bulk answers with a list of answers, one for each row."""


class Direct:
    """Calls the service in this process."""

    def __init__(self, site: Site) -> None:
        self.reception = open_reception(site.store("reception"))

    def ask(self, kind: str, key: str, payload: dict[str, Any]) -> Answer:
        return answer(self.reception, kind, key, payload)


class Desk:
    """A clerk's process of its own, on a crash point if given; after its death a new one may sit down."""

    def __init__(self, site: Site, *, crashpoint: str = "") -> None:
        self.environ = site.environ("reception")
        self.process: subprocess.Popen[str] | None = None
        self.sit(crashpoint=crashpoint)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def sit(self, *, crashpoint: str = "") -> None:
        """Begin (again)."""
        self.close()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.desk"],
            env={**self.environ, "CRASHPOINT": crashpoint},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, kind: str, key: str, payload: dict[str, Any]) -> Answer:
        process = self.process
        assert process
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps([kind, key, payload]) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise ConnectionResetError(f"the desk ended with {process.wait(10)}")
        status, body = json.loads(line)
        return status, body

    def close(self) -> None:
        """End it, if it still lives."""
        if self.process:
            self.process.communicate(timeout=20)


class Http:
    """Talks to a web process, as whoever may do it in the agency a command is about. `process` is set, and set
    again when another has taken its place."""

    paths: ClassVar[dict[str, str]] = {
        "register": "petitions",
        "bulk": "acts",
        "classify": "petitions/{petition}/classification",
        "accept": "petitions/{petition}/acceptance",
        "decide": "petitions/{petition}/decision",
    }

    process: Process

    def __init__(self, site: Site) -> None:
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        self.site = site

    def ask(self, kind: str, key: str, payload: dict[str, Any]) -> Answer:
        path = self.paths[kind].format(**payload)
        answer = requests.post(
            f"http://127.0.0.1:{self.process.ports['web_port']}/api/reception/v1/{path}",
            json=_body(kind, key, payload),
            headers={
                "Authorization": f"Bearer {self._token(kind, payload)}",
                "Idempotency-Key": key,
            },
            timeout=20,
        )
        body = answer.json()
        if kind == "bulk" and answer.ok:
            return 200, [(row["status"], row.get("answer")) for row in body["results"]]
        return answer.status_code, body

    def _token(self, kind: str, payload: dict[str, Any]) -> str:
        now, agency = datetime.now(UTC), payload["agency"]
        role = "AGENCY_HEAD" if kind in {"accept", "decide"} else "RECEPTIONIST"
        by = Actor(user="u1", role=role, agency=agency, fresh_at=now.timestamp())
        return SessionKeys(self.site.folder / "keys", site="gialai").issue(by, now=now, minutes=10)


def _body(kind: str, key: str, payload: dict[str, Any]) -> dict[str, Any] | None:
    match kind:
        case "register":
            return _form_words(key, payload)
        case "bulk":
            return {"rows": [_row_words(row) for row in payload["rows"]]}
        case "classify":
            return {**ACCEPTABLE, "disposition": "ACCEPT", "on": payload["on"]}
        case "decide":
            return {"outcome": payload["outcome"]}
    return None


def _row_words(row: dict[str, Any]) -> dict[str, Any]:
    return {"act": "register_petition", **_form_words(row["key"], row)}


def _form_words(key: str, payload: dict[str, Any]) -> dict[str, Any]:
    denounces = payload["kind"] == "DENUNCIATION"
    return {
        "kind": payload["kind"],
        "channel": "COUNTER",
        "received_on": payload["received_on"],
        "summary": "Đề nghị xem xét mức bồi thường",
        "petitioner": None if denounces else {"name": "Trần Thị Thử"},
        "client_ref": key,
    }


def open_reception(store: Any) -> Reception:
    """Reception over a store, its indexes made."""
    reception = Reception(store)
    store.prepare()
    return reception


def answer(reception: Reception, kind: str, key: str, payload: dict[str, Any]) -> Answer:
    """Do one command as a web process would, and say how it went."""
    by = Actor(user="u1", role="SOFTWARE", agency=payload["agency"])
    try:
        return 200, _COMMANDS[kind](reception, key, payload, by)
    except Refusal as refused:
        return status_of(refused), refused.code


def status_of(refused: Refusal) -> int:
    """The status of a kind of refusal."""
    return next(status for kind, status in STATUS.items() if isinstance(refused, kind))


def _register(reception: Reception, key: str, payload: dict[str, Any], by: Actor) -> Any:
    once = Key.of(f"{by.user}|{key}", payload)
    return reception.register_petition(a_form(payload, key), by=by, key=once)


def _bulk(reception: Reception, key: str, payload: dict[str, Any], by: Actor) -> Any:
    rows = [
        (Key.of(f"{by.user}|{row['key']}", row), a_form(row, row["key"])) for row in payload["rows"]
    ]
    return [_row(one) for one in reception.register_petitions(rows, by=by)]


def _row(one: Any) -> Answer:
    return (status_of(one), one.code) if isinstance(one, Refusal) else (200, one)


def _classify(reception: Reception, key: str, payload: dict[str, Any], by: Actor) -> Any:
    once = Key.of(f"{by.user}|{key}", payload)
    on = date.fromisoformat(payload["on"])
    found = Classification(**ACCEPTABLE, disposition=Disposition.ACCEPT, on=on)
    return reception.classify_petition(payload["petition"], found, by=by, key=once)


def _accept(reception: Reception, key: str, payload: dict[str, Any], by: Actor) -> Any:
    once = Key.of(f"{by.user}|{key}", payload)
    return reception.accept_petition(payload["petition"], by=by, key=once)


def _decide(reception: Reception, key: str, payload: dict[str, Any], by: Actor) -> Any:
    once = Key.of(f"{by.user}|{key}", payload)
    outcome = Outcome(payload["outcome"])
    return reception.decide_petition(payload["petition"], outcome, by=by, key=once)


_COMMANDS: dict[str, Callable[..., Any]] = {
    "register": _register,
    "bulk": _bulk,
    "classify": _classify,
    "accept": _accept,
    "decide": _decide,
}


def a_form(payload: dict[str, Any], ref: str) -> PetitionForm:
    """The form of a petition; `ref` finds it again when the answer was lost."""
    kind = PetitionKind(payload["kind"])
    return PetitionForm(
        kind=kind,
        channel=IntakeChannel.COUNTER,
        received_on=date.fromisoformat(payload["received_on"]),
        summary="Đề nghị xem xét mức bồi thường",
        petitioner=None if kind is PetitionKind.DENUNCIATION else Petitioner(name="Trần Thị Thử"),
        client_ref=ref,
    )


def main() -> None:
    """Answer the commands on stdin, one a line, until it ends."""
    from kernel.clock import SystemClock
    from kernel.config import Settings
    from kernel.store import Store

    settings = Settings.read(os.environ)
    reception = open_reception(Store(settings, "reception", clock=SystemClock()))
    for line in sys.stdin:
        print(json.dumps(answer(reception, *json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
