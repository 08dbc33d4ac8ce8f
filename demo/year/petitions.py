"""Petitions of one agency: received, classified, accepted, decided — most in time, some late, a few open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from demo.year import words
from demo.year.days import DAY, WINDOW_TO, after, between, due_on, working_days
from demo.year.entries import RECEPTION, Entry, Refs, iso
from demo.year.offices import Office

KINDS = ("COMPLAINT", "DENUNCIATION", "RECOMMENDATION", "FEEDBACK")
KIND_WEIGHTS = (18, 5, 45, 32)
CHANNELS = (
    *("POST", "COUNTER", "DROPBOX", "RECEPTION_SESSION", "REFERRED_ELECTED_BODY"),
    *("REFERRED_FRONT", "REFERRED_AGENCY", "PORTAL"),
)
CHANNEL_WEIGHTS = (22, 30, 3, 18, 5, 4, 6, 12)
ONLINE_FROM = date(2026, 7, 1)
SETTLING = {"DENUNCIATION": "D-06", "RECOMMENDATION": "F-01", "FEEDBACK": "F-01"}
PROCESSING_DAYS = {"COMPLAINT": 6, "DENUNCIATION": 6, "RECOMMENDATION": 7, "FEEDBACK": 5}
# While the New Year's swap was not decided yet, a due date could still move by a day: keep clear of it.
UNSURE = (date(2025, 12, 1), date(2026, 1, 10))
INELIGIBLE, NOT_COMPETENT, COMPLEX, LATE, STUCK = 0.08, 0.20, 0.10, 0.06, 0.03


@dataclass(frozen=True)
class _Case:
    ref: str
    kind: str
    received_on: date


def petitions(office: Office, *, how_many: int, seed: int) -> list[Entry]:
    """All rows about the petitions of an agency, in the order in which it does them."""
    random = office.random(seed, "petitions")
    refs = Refs("p")
    days = sorted(random.choices(working_days(), k=how_many))
    return [entry for on in days for entry in _petition(random, office, _case(random, refs, on))]


def _case(random: Random, refs: Refs, on: date) -> _Case:
    return _Case(refs.fresh(), random.choices(KINDS, KIND_WEIGHTS)[0], on)


def _petition(random: Random, office: Office, case: _Case) -> Iterator[Entry]:
    yield _registered(random, office, case)
    classified_on = after(case.received_on, random.randint(0, PROCESSING_DAYS[case.kind]))
    if classified_on > WINDOW_TO:
        return
    eligible = not words.chance(random, INELIGIBLE)
    competent = not words.chance(random, NOT_COMPETENT)
    disposition = _disposition(random, case.kind, eligible=eligible, competent=competent)
    yield _classified(case, classified_on, (eligible, competent, disposition))
    if disposition == "ACCEPT":
        yield from _accepted(random, office, case, classified_on)


def _registered(random: Random, office: Office, case: _Case) -> Entry:
    row = {
        "act": "register_petition",
        "client_ref": case.ref,
        "kind": case.kind,
        "channel": _channel(random, case),
        "received_on": iso(case.received_on),
        "summary": words.matter(random, case.kind, _whereabouts(random, office)),
        "petitioner": None if case.kind == "DENUNCIATION" else _petitioner(random, office),
        "signers": random.randint(2, 14) if words.chance(random, 0.05) else 1,
    }
    return Entry(RECEPTION, case.received_on, row)


def _channel(random: Random, case: _Case) -> str:
    """By which way it came; nobody denounces by a web form."""
    if case.received_on >= ONLINE_FROM and words.chance(random, 0.04):
        return "ONLINE_RECEPTION"
    found = random.choices(CHANNELS, CHANNEL_WEIGHTS)[0]
    return "POST" if (case.kind, found) == ("DENUNCIATION", "PORTAL") else found


def _whereabouts(random: Random, office: Office) -> str:
    where = office.place.lower() if not office.is_commune else f"thôn {random.randint(1, 12)}"
    return f"địa bàn {where}" if office.is_commune else "địa bàn tỉnh"


def _petitioner(random: Random, office: Office) -> dict[str, str]:
    place = office.place if office.is_commune else "phường Pleiku"
    return {
        "name": words.person(random, highland=office.highland),
        "address": words.address(random, place, highland=office.highland),
        "phone": words.phone(random) if words.chance(random, 0.7) else "",
    }


def _disposition(random: Random, kind: str, *, eligible: bool, competent: bool) -> str:
    if not eligible:
        return "REQUEST_SUPPLEMENT" if words.chance(random, 0.2) else "STORE"
    if competent:
        return "ACCEPT"
    return random.choice(("GUIDE", "RETURN")) if kind == "COMPLAINT" else "FORWARD"


def _classified(case: _Case, on: date, found: tuple[bool, bool, str]) -> Entry:
    eligible, competent, disposition = found
    row = {
        "act": "classify_petition",
        "client_ref": f"{case.ref}-c",
        "ref": case.ref,
        "eligible": eligible,
        "competent": competent,
        "disposition": disposition,
        "on": iso(on),
    }
    return Entry(RECEPTION, on, row)


def _accepted(random: Random, office: Office, case: _Case, classified_on: date) -> Iterator[Entry]:
    on = after(classified_on, random.randint(0, 3))
    if on > WINDOW_TO:
        return
    is_complex = words.chance(random, COMPLEX)
    row = {"act": "accept_petition", "client_ref": f"{case.ref}-a", "ref": case.ref}
    yield Entry(RECEPTION, on, {**row, "on": iso(on), "complex": is_complex})
    due = settling_due(case.kind, on, remote=office.remote, is_complex=is_complex)
    decided_on = _decided_on(random, on, due)
    if decided_on is not None and decided_on <= WINDOW_TO:
        yield _decided(random, case, decided_on)


def settling_due(kind: str, on: date, *, remote: bool, is_complex: bool) -> date:
    """When a matter accepted on a day must be settled."""
    if kind in SETTLING:
        return due_on(SETTLING[kind], on)
    rule = {(False, False): "C-02", (False, True): "C-03", (True, False): "C-04"}
    return due_on(rule.get((remote, is_complex), "C-05"), on, remote=remote, is_complex=is_complex)


def _decided_on(random: Random, accepted_on: date, due: date) -> date | None:
    dice = random.random()
    if dice < STUCK:
        return None
    if dice < STUCK + LATE:
        return after(due, random.randint(2, 15))
    least, most = accepted_on + DAY, max(accepted_on + DAY, due)
    if UNSURE[0] <= accepted_on <= UNSURE[1]:
        most = max(least, due - 3 * DAY)
    return max(between(random, least, most), between(random, least, most))


def _decided(random: Random, case: _Case, on: date) -> Entry:
    judged = ("JUSTIFIED", "PARTLY_JUSTIFIED", "UNJUSTIFIED")
    answered = case.kind in {"RECOMMENDATION", "FEEDBACK"}
    row = {
        "act": "decide_petition",
        "client_ref": f"{case.ref}-d",
        "ref": case.ref,
        "outcome": "ANSWERED" if answered else random.choices(judged, (25, 30, 45))[0],
        "on": iso(on),
    }
    return Entry(RECEPTION, on, row)
