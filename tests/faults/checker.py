"""Holds a site against what its clients were told: what was promised is there, once, everywhere.

Nothing of the house's own code decides here: hashes, signatures, digests and figures are computed
again from the documents, with the standard library and `cryptography` alone.
"""

import base64
import hashlib
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kernel.message import named_id
from tests.faults.ledger import Entry, Ledger, Outcome
from tests.site import Site, wait_for

Document = dict[str, Any]
Fold = Callable[[Iterable[Document]], dict[str, Any]]
TOLD = {
    "register": "reception.petition_registered",
    "classify": "reception.petition_classified",
    "accept": "reception.petition_accepted",
    "decide": "reception.petition_decided",
}
NO_HASH = "0" * 64


@dataclass
class Report:
    """What was found: how much there was, how much is missing or there twice, and every broken promise."""

    commands: int = 0
    events: int = 0
    lost: int = 0
    doubled: int = 0
    broken: list[str] = field(default_factory=list)

    def count(self, have: int, *, want: int, what: str) -> None:
        """Compare a number of effects with the number there should be."""
        self.lost += max(0, want - have)
        self.doubled += max(0, have - want)
        self.hold(have == want, f"{what}: {have} instead of {want}")

    def compare(self, have: Any, *, want: Any, what: str) -> None:
        """Compare what a read model holds: numbers are counted, other values are the same or not."""
        if isinstance(have, int) and isinstance(want, int):
            self.count(have, want=want, what=what)
        elif isinstance(have, tuple) and isinstance(want, tuple) and len(have) == len(want):
            for mine, due in zip(have, want, strict=True):
                self.compare(mine, want=due, what=what)
        else:
            self.lost += not have
            self.hold(have == want, f"{what}: {have} instead of {want}")

    def hold(self, good: bool, what: str) -> None:
        """Note a promise that was not kept."""
        if not good:
            self.broken.append(what)

    def figures(self) -> dict[str, int]:
        """The numbers of the report."""
        names = ("commands", "events", "lost", "doubled")
        return {name: getattr(self, name) for name in names}


def _named(agency: str, ref: str) -> str:
    """The petition that bears an agency's own reference: its id is made from it."""
    return f"petition/{uuid.uuid5(uuid.NAMESPACE_URL, f'danvan/{agency}/petition/{ref}')}"


def fold_figures(events: Iterable[Document]) -> dict[str, Any]:
    """Reporting's figures, from the events alone."""
    group = {"COMPLAINT": "KN", "DENUNCIATION": "TC", "RECOMMENDATION": "KNPA", "FEEDBACK": "KNPA"}
    counted = {
        TOLD["register"]: ("PET_IN", "received_on"),
        TOLD["accept"]: ("PET_FELL_DUE", "due_on"),
        TOLD["decide"]: ("PET_SETTLED", "decided_on"),
    }
    found: Counter[tuple[str, str]] = Counter()
    for told in events:
        if told["type"] in counted:
            indicator, day = counted[told["type"]]
            if told["data"].get(day) is None:
                continue
            where = f"{told['agency']}|{told['data'][day]}"
            found[where, f"{indicator}.{group[told['data']['kind']]}"] += 1
    return dict(found)


def flat_figures(rows: Iterable[Document]) -> dict[str, Any]:
    """The same form, from the days of reporting's roll-ups."""
    return {
        (row["_id"], counter.replace(":", ".")): count
        for row in rows
        if row["span"] == "day"
        for counter, count in row.get("n", {}).items()
        if count and counter.startswith(("PET_IN:", "PET_FELL_DUE:", "PET_SETTLED:"))
    }


@dataclass(frozen=True)
class ReadModel:
    """A followed read model: whose, which collection, how to fold events into it and to read it."""

    service: str = "reporting"
    collection: str = "figures"
    fold: Fold = fold_figures
    flat: Fold = flat_figures


FIGURES = ReadModel()


class Checker:
    """Compares a site's databases with a ledger. `teller` is the service whose journal is followed."""

    def __init__(self, site: Site, *, models: Iterable[ReadModel] = (FIGURES,)) -> None:
        self.site, self.models = site, tuple(models)
        self.reception = site.database("reception")
        ring = json.loads((site.folder / "keys" / "ring.json").read_text())
        self.keys = {name: base64.b64decode(one["public"]) for name, one in ring.items()}

    # --- waiting ------------------------------------------------------------------------------------

    def settled(self, *, seconds: float = 40.0) -> None:
        """Wait until everything is sealed, confirmed and applied."""
        wait_for(self._sealed, "everything sealed and confirmed", seconds=seconds)
        for model in self.models:
            wait_for(
                lambda one=model: self._followed(one),
                f"{model.service} up to date",
                seconds=seconds,
            )  # type: ignore[misc]

    def _sealed(self) -> bool:
        heads = list(self.reception["heads"].find())
        confirmed = all(head["published"] == head["number"] for head in heads)
        return confirmed and not self.reception["pending"].find_one()

    def _followed(self, model: ReadModel) -> bool:
        stands = self._positions(model)
        return all(stands.get(key) == mark for key, mark in self._heads().items())

    # --- checking -----------------------------------------------------------------------------------

    def check(self, ledger: Ledger, *, parked: int = 0) -> Report:
        """Look at everything, now. `parked` says how many events may be parked per follower."""
        report = Report()
        events = self.events()
        asked_for = [one for one in events if not of_a_duty(one)]
        report.events = len(asked_for)
        self._commands(report, list(ledger.entries()), asked_for)
        self._duties(report, events)
        self._versions(report, events)
        self._segments(report, events)
        self._numbers(report)
        self._effects(report, events)
        self._rest(report, parked)
        for model in self.models:
            self._model(report, model, events, parked)
        return report

    def whole(self, ledger: Ledger, *, parked: int = 0, seconds: float = 40.0) -> Report:
        """Wait until all is settled and fail with every broken promise."""
        report = self.look(ledger, parked=parked, seconds=seconds)
        note(report)
        assert not report.broken, "\n".join(report.broken[:20])
        return report

    def look(self, ledger: Ledger, *, parked: int = 0, seconds: float = 40.0) -> Report:
        """Wait until all is settled, or for so long, and look."""
        late = ""
        try:
            self.settled(seconds=seconds)
        except AssertionError as error:
            late = str(error)
        report = self.check(ledger, parked=parked)
        report.hold(not late, late)
        return report

    def events(self) -> list[Document]:
        """All events, decoded, in the order in which each aggregate told them."""
        rows = self.reception["events"].find(sort=[("aggregate", 1), ("version", 1)])
        return [json.loads(row["body"]) for row in rows]

    # --- I1: what was acknowledged happened once ----------------------------------------------------

    def _commands(self, report: Report, entries: list[Entry], events: list[Document]) -> None:
        report.commands = len(entries)
        told = Counter((one["subject"], one["type"]) for one in events)
        refs = self._refs()
        for (
            entry
        ) in entries:  # a petition revived after a restore no longer says what it was called
            if entry.kind == "register" and not refs[entry.key] and "agency" in entry.payload:
                refs[entry.key] = [_named(entry.payload["agency"], entry.key)]
        allowed: set[tuple[str, str]] = set()
        for entry in entries:
            subjects = (
                refs[entry.key]
                if entry.kind == "register"
                else [f"petition/{entry.payload['petition']}"]
            )
            keys = {(subject, TOLD[entry.kind]) for subject in subjects}
            allowed |= keys
            self._command(report, entry, sum(told[key] for key in keys))
        extra = sum(count for key, count in told.items() if key not in allowed)
        report.count(extra, want=0, what="I1 events that nobody asked for")

    def _command(self, report: Report, entry: Entry, happened: int) -> None:
        match entry.outcome:
            case Outcome.ACKNOWLEDGED:
                want = 1
            case Outcome.REFUSED:
                want = 0
            case _:
                want = min(happened, 1)
        report.count(happened, want=want, what=f"I1 {entry.kind} {entry.key} ({entry.outcome})")

    def _refs(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.reception["petitions"].find({}, {"client_ref": 1}):
            found[row["client_ref"]].append(f"petition/{row['_id']}")
        return found

    # --- I2: each aggregate's versions --------------------------------------------------------------

    def _versions(self, report: Report, events: list[Document]) -> None:
        versions: dict[str, list[int]] = defaultdict(list)
        for one in events:
            versions[one["subject"]].append(one["version"])
        for subject, found in versions.items():
            report.hold(found == list(range(1, len(found) + 1)), f"I2 {subject}: versions {found}")

    # --- I3: the journal and those who follow it ----------------------------------------------------

    def _segments(self, report: Report, events: list[Document]) -> None:
        by_source: dict[tuple[str, int], list[Document]] = defaultdict(list)
        for row in self.reception["segments"].find(sort=[("number", 1)]):
            by_source[row["source"], row["epoch"]].append(row)
        sealed: Counter[str] = Counter()
        audit = self._audit(report)
        for (source, epoch), rows in by_source.items():
            before, last = NO_HASH, 0
            for number, row in enumerate(rows, 1):
                inside = [one["id"] for one in json.loads(row["body"])]
                sealed.update(inside)
                place = (row["number"], row["prev_hash"], row["first"], row["last"])
                want = (number, before, last + 1, last + len(inside))
                report.hold(place == want, f"I3 {source}#{epoch}#{number}: {place}, not {want}")
                self._authentic(report, row)
                digests = "".join(audit[one] for one in inside if one in audit)
                if "recovered" in row:  # the lines it sealed went with a disk
                    digests = ""
                digest = hashlib.sha256(digests.encode()).hexdigest() if digests else ""
                same = row["audit"] == digest or "recovered" in row
                report.hold(same, f"I6 {source}#{number}: audit digest")
                before, last = row["hash"], row["last"]
        self._sealed_once(report, events, sealed)
        heads = self._heads()
        for model in self.models:
            stands = self._positions(model)
            report.hold(stands == heads, f"I3 {model.service} stands at {stands}, heads {heads}")

    def _authentic(self, report: Report, row: Document) -> None:
        fields = ("source", "epoch", "number", "first", "last", "keyid", "audit")
        header = "\n".join(str(row[name]) for name in fields).encode()
        digest = hashlib.sha256(header + b"\n" + row["prev_hash"].encode() + b"\n" + row["body"])
        report.hold(digest.hexdigest() == row["hash"], f"I3 {row['_id']}: hash")
        try:
            key = Ed25519PublicKey.from_public_bytes(self.keys[row["keyid"]])
            key.verify(row["signature"], f"danvan segment {row['hash']}".encode())
        except InvalidSignature:
            report.hold(False, f"I3 {row['_id']}: signature")

    def _sealed_once(self, report: Report, events: list[Document], sealed: Counter[str]) -> None:
        waiting = {row["_id"].split("|")[1] for row in self.reception["pending"].find()}
        want = Counter({one["id"]: 1 for one in events if one["id"] not in waiting})
        report.lost += (want - sealed).total()
        report.doubled += (sealed - want).total()
        report.hold(sealed == want, "I3 segments do not hold each event once")

    def _heads(self) -> dict[tuple[str, int], tuple[int, str]]:
        return {
            (row["_id"], row["epoch"]): (row["number"], row["hash"])
            for row in self.reception["heads"].find()
        }

    def _positions(self, model: ReadModel) -> dict[tuple[str, int], tuple[int, str]]:
        where = {"generation": self._generation(model)}
        return {
            (row["source"], row["epoch"]): (row["number"], row["hash"])
            for row in self.site.database(model.service)["positions"].find(where)
        }

    def _generation(self, model: ReadModel) -> int:
        row = self.site.database(model.service)["followers"].find_one({"_id": model.service})
        return row["generation"] if row else 1

    # --- I4: the read model is the fold of the events -----------------------------------------------

    def _model(self, report: Report, model: ReadModel, events: list[Document], parked: int) -> None:
        database, generation = self.site.database(model.service), self._generation(model)
        name = model.collection if generation == 1 else f"{model.collection}.g{generation}"
        aside = {row["event"] for row in database["parked"].find()} if parked else set()
        want = model.fold(one for one in events if one["id"] not in aside and not of_a_duty(one))
        have = model.flat(database[name].find())
        for key in want.keys() | have.keys():
            what = f"I4 {model.service}.{name} {key}"
            report.compare(have.get(key, 0), want=want.get(key, 0), what=what)

    # --- I5: the register's numbers -----------------------------------------------------------------

    def _numbers(self, report: Report) -> None:
        books: dict[tuple[str, int], list[int]] = defaultdict(list)
        for row in self.reception["petitions"].find(sort=[("number", 1)]):
            books[row["agency"], row["year"]].append(row["number"])
        for book, numbers in books.items():
            whole = numbers == list(range(1, len(numbers) + 1))
            report.hold(whole, f"I5 register {book}: {numbers[:50]}")

    # --- I6: effects and the account of them --------------------------------------------------------

    def _effects(self, report: Report, events: list[Document]) -> None:
        petitions = {row["_id"]: row["state"] for row in self.reception["petitions"].find()}
        listed = {row["_id"]: row["state"] for row in self.reception["work_list"].find()}
        report.hold(petitions == listed, "I6 the work list differs from the petitions")
        accounted = Counter(
            id_ for line in self.reception["audit"].find() for id_ in line["events"]
        )
        once = Counter(one["id"] for one in events)
        report.hold(accounted == once, "I6 audit lines do not name each event once")

    def _duties(self, report: Report, events: list[Document]) -> None:
        """What the last word about a petition's duties says is what its state and its open times say: open, or not."""
        last = {one["data"]["duty"]: one["type"] for one in events if of_a_duty(one)}
        told = {id_ for id_, type_ in last.items() if type_ == "reception.duty_opened"}
        rows = list(self.reception["petitions"].find({}, {"state": 1, "clocks": 1}))
        owed = {row["_id"] for row in rows if row["state"] in BY_STATE}
        owed |= {named_id(row["_id"], "case_step", "") for row in rows if _owes_a_step(row)}
        report.hold(
            told == owed, f"I6 duties told that are not owed, or owed and not told: {told ^ owed}"
        )

    def _audit(self, report: Report) -> dict[str, str]:
        found = {}
        for line in self.reception["audit"].find():
            plain = {name: value for name, value in line.items() if name not in {"digest", "at"}}
            plain["at"] = line["at"].isoformat(timespec="milliseconds")
            text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            digest = hashlib.sha256(text.encode()).hexdigest()
            report.hold(digest == line["digest"], f"I6 audit line {line['_id']}")
            found[line["_id"]] = digest
        return found

    # --- I7: nothing is left over -------------------------------------------------------------------

    def _rest(self, report: Report, parked: int) -> None:
        self._empty(report, "reception", "pending", 0)
        for model in self.models:
            self._empty(report, model.service, "held", 0)
            self._empty(report, model.service, "parked", parked)

    def _empty(self, report: Report, service: str, collection: str, want: int) -> None:
        have = self.site.database(service)[collection].count_documents({})
        report.hold(have == want, f"I7 {service}.{collection} holds {have}, not {want}")


BY_STATE = {"REGISTERED", "AWAITING_SUPPLEMENT", "CLASSIFIED", "ACCEPTED", "SUSPENDED"}
OF_THE_STATE = {"INTAKE", "SETTLEMENT", "CONTINUED"}
ONLY_WAITED_FOR = {"EFFECT", "KEEPING", "CONTEST", "SUPPLEMENT"}


def _owes_a_step(row: Document) -> bool:
    """Whether something with a time of its own is to be done about a petition, beside what its state asks."""
    open_ = {one["kind"] for one in row["clocks"] if one["ended_on"] is None and not one["stopped"]}
    beside = OF_THE_STATE if row["state"] in BY_STATE else set()
    return bool(open_ - ONLY_WAITED_FOR - beside)


# --- the sum of all cases ---------------------------------------------------------------------------

_reports: list[Report] = []


def note(report: Report) -> None:
    """Add a report to the sum of this run."""
    _reports.append(report)


def total() -> dict[str, int]:
    """The sum of the reports of this run."""
    names = ("commands", "events", "lost", "doubled")
    return {name: sum(getattr(one, name) for one in _reports) for name in names}


def of_a_duty(event: Document) -> bool:
    """Whether an event tells of a duty: it came along with another, nobody asked for it alone."""
    return bool(event["subject"].startswith("duty/"))
