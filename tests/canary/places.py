"""Every place where a canary must not be: databases, the broker's files, logs, letters, exports, pages, metrics."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import bson

from contracts.registry import Role
from tests.canary.birds import Birds
from tests.e2e.six import OURS, STRANGE, Route, Six
from tests.site import Site

LARGEST_FILE = 200_000_000
Found = tuple[str, bytes]
# One who reads petitions, one who decides, and everybody who should see none of it.
FEW_ROLES = (
    Role.RECEPTIONIST,
    Role.AGENCY_HEAD,
    Role.CASE_VERIFIER,
    Role.SNV_OFFICER,
    Role.FRONT_PARTICIPANT,
    Role.AUDITOR,
)


def databases(site: Site) -> Iterator[Found]:
    """Every document of every collection of the site."""
    for database in site.client.list_database_names():
        if not database.startswith(f"{site.name}_"):
            continue
        service = database.removeprefix(f"{site.name}_")
        for name in site.client[database].list_collection_names():
            rows = site.client[database][name].find()
            yield f"database:{service}.{name}", b"\n".join(bson.encode(row) for row in rows)


def files(folder: Path, kind: str) -> Iterator[Found]:
    """Every file below a folder: the broker's queues and streams, logs, letters."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size < LARGEST_FILE:
            try:
                yield f"{kind}:{path.relative_to(folder)}", path.read_bytes()
            except OSError:  # the servers go on: a file may be gone
                continue


def pages(
    six: Six, roles: Iterable[Role], service: str = "", routes: Iterable[Route] | None = None
) -> Iterator[Found]:
    """Whatever can be read (of one service, or by these routes), as everybody of the own and of another agency."""
    for route in routes or six.routes:
        if route.method != "GET" or (service and route.service != service):
            continue
        try:
            paths = six.addresses(route)
        except AssertionError:  # nothing of that kind was entered
            continue
        for role in roles:
            for agency in (OURS, STRANGE) if role in FEW_ROLES else (OURS,):
                for path in paths[:2]:
                    told = six.ask(route, path, role, agency)
                    whose = "" if agency == OURS else " of another agency"
                    head = str(told.headers).encode()
                    yield (
                        f"page:GET {route.rule} as {role}{whose}",
                        _unpacked(head, told.get_data()),
                    )


def apart(six: Six, birds: Birds, roles: Iterable[Role]) -> Iterator[Found]:
    """What the pages and routes of single petitions tell of those that must not lead to each other, each under its name."""
    for name, id_ in birds.apart.items():
        before = six.ids.get(("reception", "petitions"))
        six.ids["reception", "petitions"] = id_
        for place, content in _about_a_petition(six, roles):
            yield place.replace("page:", f"{name}:"), content
        six.ids["reception", "petitions"] = str(before)


def _about_a_petition(six: Six, roles: Iterable[Role]) -> Iterator[Found]:
    rule = "petitions/<petition_id>"
    routes = [
        one for one in six.routes if rule in one.rule and "<" not in one.rule.partition(rule)[2]
    ]
    yield from pages(six, roles, "reception", routes)


def _unpacked(head: bytes, body: bytes) -> bytes:
    """A body with what is packed in it (an Excel file is a packed folder)."""
    if not body.startswith(b"PK"):
        return head + body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return head + b"".join(packed.read(name) for name in packed.namelist())


def metrics(six: Six) -> Iterator[Found]:
    """The metrics pages of the applications."""
    for name, app in six.apps.items():
        yield f"metrics:{name}", app.test_client().get("/metrics").get_data()


# --- searching --------------------------------------------------------------------------------------


def hits(birds: Birds, places: Iterable[Found]) -> list[str]:
    """Where a canary was seen that may not be there, as itself or in a form that tells it."""
    forms = {bird: tuple(_forms(bird.word)) for bird in birds.known}
    found = []
    for place, content in places:
        plain = content.lower()
        found += [
            f"{bird.where} at {place}"
            for bird, known in forms.items()
            if any(form in (content if exact else plain) for exact, form in known)
            and not bird.may_be_at(place)
        ]
    return found


def _forms(word: str) -> Iterator[tuple[bool, bytes]]:
    """A word as itself in any case, in UTF-16, in hex, as a bare digest, and inside base64 wherever it begins."""
    raw = word.encode()
    yield False, raw.lower()
    yield False, word.lower().encode("utf-16-le")
    yield False, raw.hex().encode()
    yield False, hashlib.sha256(raw).hexdigest().encode()
    yield False, hashlib.sha1(raw, usedforsecurity=False).hexdigest().encode()
    for before in range(3):
        inside = base64.b64encode(b"\0" * before + raw)
        yield True, inside[4 if before else 0 : len(raw) // 3 * 4 - 4]
