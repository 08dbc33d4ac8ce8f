"""The post between sites: boxes are sealed for the receiver's public key, announced by an event, put at the province,
fetched from there, and forgotten everywhere once they were answered.
"""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from contracts.reception import ParcelKind, PetitionKind
from ground.agencies import AgencyBook
from ground.hosting import Hosting
from kernel.calls import SIGNATURE, Call
from kernel.errors import NotFound
from kernel.keys import load_ring
from kernel.message import Actor
from kernel.sealing import SealBroken, seal_for
from kernel.store import Change, Store
from services.reception.adapters.province import Line, LineDown, NotThere, ProvinceLine
from services.reception.domain.parcels import (
    Arrival,
    Dispatch,
    KeyNotTold,
    NotThatBox,
    SiteNotProven,
)
from services.reception.store.files import Contents
from services.reception.store.keys import AgencyKeys
from services.reception.store.parcels import (
    Answers,
    Arrivals,
    BoxKeys,
    Calls,
    Dispatches,
    KeysHeard,
    Outgoing,
    Parcels,
    PublicKeys,
    Waiting,
)
from services.reception.store.vault import Handovers

log = structlog.get_logger()
Still = Callable[[], bool]
Row = dict[str, Any]


@dataclass(frozen=True)
class Announced:
    """What is told of a box, besides its size and hash: never what is in it."""

    parcel: str
    holds: ParcelKind
    to_agency: str
    sent_on: date
    petition_kind: PetitionKind
    first_received_on: date


class Post:
    """What the desks need of the post: keys to seal for, and boxes given to it."""

    def __init__(
        self,
        store: Store,
        keys: AgencyKeys,
        hosting: Hosting,
        book: AgencyBook,
        contents: Contents,
    ) -> None:
        self.store, self.keys, self.contents = store, keys, contents
        self.hosting, self.book = hosting, book
        self.box_keys, self.heard = BoxKeys(store), KeysHeard(store)
        self.public_keys, self.out = PublicKeys(store), Outgoing(store)
        self.parcels, self.answers = Parcels(store), Answers(store)
        self.arrivals, self.calls = Arrivals(store), Calls(store)
        self.dispatches = Dispatches(store)

    @property
    def site(self) -> str:
        """The word of this installation."""
        return self.store.settings.site

    @property
    def at_province(self) -> bool:
        """Whether boxes of all sites lie here."""
        return not self.store.settings.province

    def site_of(self, agency: str) -> str:
        """The other site to which a box for an agency goes today, whatever day the letter with it bears; empty when it
        works here. Raises `HostedElsewhere`."""
        site = self.hosting.site_of(agency, on=self.store.clock.today())
        self.hosting.must_reach(site)
        return "" if site == self.site else site

    def public_of(self, agency: str) -> bytes:
        """The key to seal for an agency, wherever it works. Raises `HostedElsewhere`, `KeyNotTold`."""
        site = self.site_of(agency)
        if not site:
            return self.keys.public_of(agency)
        told = self.public_keys.of(agency, site=site)
        if not told:
            raise KeyNotTold
        return base64.b64decode(told)

    def send(self, about: Announced, box: bytes, *, by: str) -> list[Dispatch]:
        """Keep a box of an agency (`by`). Gives what is to be saved along when it goes to another site."""
        self.contents.put(about.parcel, box)
        site = self.site_of(about.to_agency)
        if not site:
            return []
        digest, told = hashlib.sha256(box).hexdigest(), {**vars(about), "to_site": site}
        id_ = told.pop("parcel")
        sent = Dispatch(id=id_, agency=by, hash=digest, size=len(box), **told)
        sent.announce()
        return [sent]

    def offer_again(self) -> None:
        """Offer the province once more what is not answered yet: what it lost, or what was spoilt there, it takes;
        of everything else it has the same already."""
        self.out.again(self.parcels.unanswered(self.site))

    def sealed_words(self, arrival: Arrival, words: str) -> str:
        """What is said about a parcel, for its sender alone. Raises `HostedElsewhere`, `KeyNotTold`."""
        public = self.public_of(arrival.from_agency)
        return base64.b64encode(
            seal_for(public, words.encode(), bound=_answer(arrival.id))
        ).decode()

    def opened_words(self, row: Row, *, agency: str) -> str:
        """What the receiver said about a parcel of an agency here."""
        try:
            box = base64.b64decode(row["words"], validate=True)
            return self.keys.of(agency).open_box(box, bound=_answer(row["_id"])).decode()
        except (SealBroken, ValueError):
            return ""


def _answer(parcel: str) -> str:
    return f"answer|{parcel}"


class PostDoor:
    """At the province: where sites put boxes and fetch them. A box is taken from the site that announced it, and
    given to the one where its receiver works; nobody else hears whether there is one."""

    def __init__(self, post: Post) -> None:
        self.post, self.store = post, post.store

    def caller(self, call: Call, headers: Mapping[str, str]) -> str:
        """The site that calls. Raises `NotFound` where no boxes lie, `SiteNotProven`."""
        if not self.post.at_province:
            raise NotFound
        ring = load_ring(Path(self.store.settings.keys_dir))
        site = call.caller(headers, ring, now=time.time())
        if not site or not self.post.calls.first(headers[SIGNATURE]):
            raise SiteNotProven
        return site

    def put(self, parcel: str, box: bytes, *, site: str) -> None:
        """Take a box from the site that announced it; again is as good as once. Raises `NotFound`, `NotThatBox`."""
        row = self.post.parcels.known(parcel)
        if row["from_site"] != site:
            raise NotFound
        if not is_that(box, row):
            raise NotThatBox
        if not row["answered"] and not self._kept_whole(row):
            self.post.contents.drop(parcel)
            self.post.contents.put(parcel, box)

    def _kept_whole(self, row: Row) -> bool:
        """Whether the box lies here as it was announced: a disk may have lost or spoilt it."""
        try:
            return is_that(self.post.contents.get(row["_id"]), row)
        except NotFound:
            return False

    def get(self, parcel: str, *, site: str) -> bytes:
        """Give a box to the site where its receiver works today. Raises `NotFound`."""
        row = self.post.parcels.known(parcel)
        at = self.post.hosting.site_of(row["to_agency"], on=self.store.clock.today())
        if at != site or row["answered"]:
            raise NotFound
        return self.post.contents.get(parcel)


def arrival_of(row: Row) -> Arrival:
    """What was announced, as what is here."""
    plain: Row = {name: row[name] for name in ("from_agency", "from_site", "hash", "size")}
    return Arrival(
        id=row["_id"],
        agency=row["to_agency"],
        holds=ParcelKind(row["holds"]),
        petition_kind=PetitionKind(row["petition_kind"]),
        sent_on=date.fromisoformat(row["sent_on"]),
        first_received_on=date.fromisoformat(row["first_received_on"]),
        **plain,
    )


def is_that(box: bytes, row: Row) -> bool:
    """Whether these are the bytes that were announced."""
    return (len(box), hashlib.sha256(box).hexdigest()) == (row["size"], row["hash"])


Answered = Callable[[Row, Row], None]


class PostRounds:
    """What the post does by itself: keys told, boxes put and fetched, answers taken in. Each round bears being
    begun again, and what goes wrong with one parcel keeps none of the others."""

    def __init__(self, post: Post, answered: Answered) -> None:
        self.post, self.store, self.answered = post, post.store, answered
        self.line: Line = ProvinceLine(self.store.settings)

    def tell_keys(self) -> None:
        """Tell the public keys of the agencies here; the province tells those of all sites to all."""
        told = self.post.box_keys.told()
        news = [one for one in self._keys() if told.get(one[0]) != one[1:]]
        if news:
            self._once(lambda: self._tell(news))

    def _tell(self, news: list[tuple[str, str, str]]) -> None:
        fresh = []
        for agency, site, public in news:
            key = self.post.box_keys.of(agency)
            if key.told(site, public, to_all=self.post.at_province):
                fresh.append(key)
        self.store.commit(*fresh)

    def _keys(self) -> Iterator[tuple[str, str, str]]:
        """Agency, site and key of whoever this installation speaks for; nobody while there is nobody to tell."""
        today, post = self.store.clock.today(), self.post
        elsewhere, publics = post.hosting.elsewhere(on=today), post.keys.publics()
        if not post.at_province:
            ours = [one for one, site in elsewhere.items() if site == post.site]
            ours = ours if self.store.settings.province_url else []
        else:
            units = post.book.units().as_of(today) if elsewhere else ()
            ours = [one.id for one in units if one.id not in elsewhere]
            for row in post.heard.all():
                if elsewhere.get(row["agency"]) == row["site"]:
                    yield row["agency"], row["site"], row["public"]
        for one in ours:
            public = publics.get(one) or post.keys.public_of(one)
            yield one, post.site, base64.b64encode(public).decode()

    def put(self, still: Still) -> None:
        """Put what was sent at the province. Raises `LineDown` when something has to be tried again."""
        self._each(self.post.out, still, self._put, way="out")

    def _put(self, row: Row) -> None:
        try:
            box = self.post.contents.get(row["_id"])
        except NotFound:  # it was answered: carried by hand, or put before a restore
            self.post.out.done(row["_id"])
            return
        self.line.put(row["_id"], box)
        self.post.out.done(row["_id"])

    def fetch(self, still: Still) -> None:
        """Fetch what was announced to an agency here. Raises `LineDown` when something has to be tried again."""
        self._each(self.post.parcels, still, self._fetch, way="in")

    def _fetch(self, row: Row) -> None:
        box = self._here(row["_id"]) if self.post.at_province else self.line.get(row["_id"])
        if not is_that(box, row):
            self.post.parcels.altered(row["_id"])
            raise LineDown("altered")
        if not self.post.at_province:
            self.post.contents.drop(row["_id"])
            self.post.contents.put(row["_id"], box)
        self._once(lambda: self._arrive(row))

    def _here(self, parcel: str) -> bytes:
        try:
            return self.post.contents.get(parcel)
        except NotFound as missing:
            raise NotThere from missing

    def _arrive(self, row: Row) -> None:
        if self.post.arrivals.revived(row["_id"]) is None:
            arrival = arrival_of(row)
            arrival.arrived()
            self.store.commit(arrival)
            if arrival.holds is ParcelKind.VAULT:
                self._to_the_vault(row)
        self.store.note(self.post.parcels.come(row["_id"]))

    def _to_the_vault(self, row: Row) -> None:
        told = {name: row[name] for name in ("to_agency", "from_agency", "size", "sent_on")}
        self.store.note(Change(Handovers.name, row["_id"], set=told))

    def settle(self, still: Still) -> None:
        """Take in what was answered, and forget the bytes. Raises `LineDown` when something has to be tried again."""
        self._each(self.post.answers, still, self._settle, way="answers")

    def _settle(self, row: Row) -> None:
        parcel = self.post.parcels.find_one(row["_id"])
        if parcel is None:
            raise NotThere  # it was announced over another stream: that comes
        good = parcel["to_agency"] == row["by"]
        self._once(lambda: self._take(row, parcel, good=good))
        if good:
            self.post.contents.drop(row["_id"])

    def _take(self, row: Row, parcel: Row, *, good: bool) -> None:
        if good and parcel["from_site"] == self.post.site:
            self.answered(row, parcel)
        self.store.note(self.post.answers.taken(row["_id"]))
        if good:
            self.store.note(self.post.parcels.answered(row["_id"]))

    def _each(self, view: Waiting, still: Still, act: Callable[[Row], None], *, way: str) -> None:
        down = None
        for row in view.waiting():
            if not still():
                return
            try:
                act(row)
            except LineDown as trouble:
                view.tried(row["_id"])
                down = down if isinstance(trouble, NotThere) else trouble
        self.store.metrics.set("danvan_parcels_waiting", view.count(), way=way)
        if down:
            raise down

    def _once(self, act: Callable[[], None]) -> None:
        by = Actor(user="post", role="SYSTEM", agency=self.post.site)
        self.store.once(act, by=by, command="post")
