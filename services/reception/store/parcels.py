"""What reception remembers of parcels between sites: public keys, what is under way, what arrived, answers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from contracts.reception import BoxKeyPublished, BoxKeyTold, ParcelAnswered, ParcelKind, ParcelSent
from kernel.calls import WINDOW
from kernel.errors import NotFound
from kernel.message import Told
from kernel.store import Change, Collection, View
from kernel.store.collection import Index
from kernel.store.mongo import DuplicateKeyError
from kernel.store.unit import session
from services.reception.domain.parcels import Arrival, BoxKey, Dispatch

Row = dict[str, Any]
ROUND = 100


def site_in(source: str) -> str:
    """The site that tells: the first word of a source."""
    return source.split("/")[1]


class BoxKeys(Collection[BoxKey]):
    """Which keys this installation told, by agency."""

    name = "box_keys"
    holds = BoxKey

    def of(self, agency: str) -> BoxKey:
        """What was told of one; nothing of a new one."""
        return self.revived(agency) or BoxKey(id=agency, agency=agency)

    def told(self) -> dict[str, tuple[str, str]]:
        """What was told of each agency: site and key."""
        return {row["_id"]: (row["site"], row["public"]) for row in self.rows.find({})}


class Dispatches(Collection[Dispatch]):
    """What was announced to other sites."""

    name = "dispatches"
    holds = Dispatch


class KeysHeard(View):
    """At the province: the keys that its sites told."""

    name = "box_keys_heard"

    def heard(self, event: BoxKeyTold, told: Told) -> Change:
        """A site told the key of one of its agencies."""
        return self.change(
            f"{told.agency}@{site_in(told.source)}",
            set={"agency": told.agency, "site": site_in(told.source), "public": event.public},
        )

    def all(self) -> list[Row]:
        """Every key that was told."""
        return list(self.find({}))


class PublicKeys(View):
    """Where each agency works and under which key it is sent something, as the province tells it."""

    name = "public_keys"

    def published(self, event: BoxKeyPublished) -> Change:
        """The province told a key."""
        return self.change(event.agency, set={"site": event.site, "public": event.public})

    def of(self, agency: str, *, site: str) -> str:
        """The key (base64) of an agency that works at a site; empty if none was told."""
        found = next(self.find({"_id": agency}), None)
        return str(found["public"]) if found and found["site"] == site else ""


OPEN: Index = ([("open", 1), ("tried", 1), ("_id", 1)], {})


class Waiting(View):
    """Rows with something to be done (`open`). What was tried in vain comes after what was not: however much of it
    there is, it holds up nothing else."""

    def waiting(self) -> list[Row]:
        """What is to be done, the longest untried first."""
        return list(self.rows.find({"open": True}).sort([("tried", 1), ("_id", 1)]).limit(ROUND))

    def count(self) -> int:
        """How much there is to be done."""
        return int(self.rows.count_documents({"open": True}))

    def tried(self, id_: str) -> None:
        """It was tried in vain."""
        self.rows.update_one({"_id": id_, "open": True}, {"$set": {"tried": datetime.now(UTC)}})


class Outgoing(Waiting):
    """At a site: boxes that have to be put at the province, and whether they were."""

    name = "parcels_out"
    reflects = Dispatch
    indexes = (OPEN,)

    def reflect(self, dispatch: Dispatch) -> Iterable[Change]:
        """One more box."""
        if self.store.settings.province:
            yield self.change(dispatch.id, first={"open": True})

    def again(self, parcels: list[str]) -> None:
        """They are to be put there once more."""
        self.rows.update_many({"_id": {"$in": parcels}}, {"$set": {"open": True}})

    def done(self, parcel: str) -> None:
        """It is there."""
        self.rows.update_one({"_id": parcel}, {"$set": {"open": False}})


class Parcels(Waiting):
    """Parcels that were announced: at the province all of them, at a site its own and those for it. Made once and
    then lived with (`open`: for us and not here yet), so a rebuild fills in only what is missing."""

    name = "parcels"
    reflects = Arrival
    indexes = (OPEN, ([("to_agency", 1)], {}))

    def reflect(self, arrival: Arrival) -> Iterable[Change]:
        return ()

    def announced(self, event: ParcelSent, told: Told, *, ours: bool) -> Change:
        """A parcel was announced; `ours`: it is for an agency here."""
        first = {
            "from_agency": told.agency,
            "from_site": site_in(told.source),
            "to_agency": event.to_agency,
            "holds": event.holds.value,
            "sent_on": event.sent_on.isoformat(),
            "petition_kind": event.petition_kind.value,
            "first_received_on": event.first_received_on.isoformat(),
            "hash": event.hash,
            "size": event.size,
            "open": ours,
            "answered": False,
        }
        return self.change(event.parcel, first=first)

    def find_one(self, parcel: str) -> Row | None:
        """One, if it was announced."""
        return next(self.find({"_id": parcel}), None)

    def known(self, parcel: str) -> Row:
        """One that was announced. Raises `NotFound`."""
        row = self.find_one(parcel)
        if row is None:
            raise NotFound
        return row

    def on_the_way(self, agencies: Sequence[str], *, altered: bool = False) -> int:
        """How many petitions were announced to some agencies and are not here yet; or came changed, and were not taken."""
        to = {"$in": list(agencies)}
        where = {"to_agency": to, "open": True, "holds": ParcelKind.PETITION.value}
        return int(self.rows.count_documents(where | ({"altered": True} if altered else {})))

    def unanswered(self, from_site: str) -> list[str]:
        """What a site sent that was not answered yet."""
        rows = self.find({"from_site": from_site, "answered": False})
        return [str(row["_id"]) for row in rows]

    def answered(self, parcel: str) -> Change:
        """It was answered: its bytes are needed nowhere."""
        return self.change(parcel, set={"open": False, "answered": True})

    def altered(self, parcel: str) -> None:
        """What came is not what was sent."""
        self.rows.update_one({"_id": parcel}, {"$set": {"altered": True}})

    def come(self, parcel: str) -> Change:
        """It is here."""
        return self.change(parcel, set={"open": False})


class Answers(Waiting):
    """What was answered to parcels: at the sender to be taken in, at the province to forget the bytes. Made once
    and then lived with."""

    name = "parcel_answers"
    reflects = Arrival
    indexes = (OPEN,)

    def reflect(self, arrival: Arrival) -> Iterable[Change]:
        return ()

    def came(self, event: ParcelAnswered, told: Told) -> Change:
        """An answer of the agency that is the envelope's."""
        first = {
            "by": told.agency,
            "answer": event.answer.value,
            "answered_on": event.answered_on.isoformat(),
            "number": event.number,
            "year": event.year,
            "words": event.words,
            "open": True,
        }
        return self.change(event.parcel, first=first)

    def taken(self, parcel: str) -> Change:
        """It was taken in."""
        return self.change(parcel, set={"open": False})


class Arrivals(Collection[Arrival]):
    """Parcels from other sites that are here."""

    name = "arrivals"
    holds = Arrival
    indexes = (([("agency", 1), ("sent_on", -1)], {}),)

    def sent_to(self, agencies: Sequence[str], *, most: int = 200) -> Iterator[Arrival]:
        """The petitions that were sent to some agencies, the newest first."""
        where = {"agency": {"$in": list(agencies)}, "holds": ParcelKind.PETITION.value}
        for row in self.rows.find(where).sort([("sent_on", -1), ("_id", -1)]).limit(most):
            yield self.from_document(row)

    def find(self, id_: str, *, to: Sequence[str]) -> Arrival | None:
        """One that is here for one of some agencies."""
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        return self.from_document(row) if row and row["agency"] in to else None


class Calls(View):
    """The signatures of calls that were let through: none is let through twice."""

    name = "site_calls"
    reflects = Arrival
    indexes = (([("at", 1)], {"expireAfterSeconds": 4 * WINDOW}),)

    def reflect(self, arrival: Arrival) -> Iterable[Change]:
        return ()

    def first(self, signature: str) -> bool:
        """Whether this signature comes for the first time."""
        try:
            self.rows.insert_one({"_id": signature, "at": datetime.now(UTC)})
        except DuplicateKeyError:
            return False
        return True
