"""A year of petitions of all agencies, as valid sealed segments: registered, classified, accepted, decided."""

import heapq
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from contracts import reception as re
from kernel.keys import Signer
from kernel.message import Event, Told, dataschema, encode, new_id
from kernel.relay.publisher import Publisher
from kernel.segment import Mark, Segment, seal
from kernel.topology import exchange_of
from law.defaults import shipped_units

SITE = "gialai"
SOURCE = f"/{SITE}/reception/province"
FIRST, DAYS = date(2025, 9, 1), 426
WINDOW = (date(2025, 11, 1), date(2026, 10, 31))
LEAF = 1000
KINDS = tuple(re.PetitionKind)
AGENCIES = tuple(unit.id for unit in shipped_units().reporting(date(2026, 10, 1)))


def petitions(count: int, *, seed: int) -> Iterator[tuple[date, str, Event]]:
    """The events of so many petitions in the order of their days: when, whose, what."""
    chance, waiting = random.Random(seed), list[tuple[date, int, str, Event]]()
    turn = 0
    for index in range(count):
        day = FIRST + timedelta(days=index * DAYS // count)
        while waiting and waiting[0][0] <= day:
            on, _, agency, event = heapq.heappop(waiting)
            yield on, agency, event
        agency = AGENCIES[chance.randrange(len(AGENCIES))]
        for on, event in _one(f"{seed}-{index}", index, day, chance):
            turn += 1
            heapq.heappush(waiting, (on, turn, agency, event))
    while waiting:
        on, _, agency, event = heapq.heappop(waiting)
        yield on, agency, event


def _one(name: str, number: int, day: date, chance: random.Random) -> Iterator[tuple[date, Event]]:
    kind = KINDS[chance.randrange(4)]
    yield day, re.PetitionRegistered(
        petition=name, number=number, year=day.year, kind=kind, channel=re.IntakeChannel.COUNTER, received_on=day
    )  # fmt: skip
    classified = day + timedelta(days=chance.randrange(1, 10))
    competent = chance.random() < 0.8
    way = re.Disposition.ACCEPT if competent else re.Disposition.FORWARD
    yield classified, re.PetitionClassified(
        petition=name, kind=kind, eligible=True, competent=competent, disposition=way, classified_on=classified
    )  # fmt: skip
    if not competent:
        return
    due = classified + timedelta(days=30)
    yield (
        classified,
        re.PetitionAccepted(petition=name, kind=kind, accepted_on=classified, due_on=due),
    )
    decided = classified + timedelta(days=chance.randrange(5, 40))
    if chance.random() < 0.95:
        yield decided, re.PetitionDecided(
            petition=name, kind=kind, outcome=re.Outcome.ANSWERED, decided_on=decided, on_time=decided <= due
        )  # fmt: skip


def envelope(agency: str, day: date, event: Any) -> bytes:
    """The exact bytes of one event."""
    told = Told(
        id=new_id(), source=SOURCE, type=event.wire, subject=f"petition/{event.petition}",
        time=f"{day.isoformat()}T01:00:00.000+00:00", dataschema=dataschema(type(event)), agency=agency, version=1,
        legaldate=day.isoformat(), actor=f"RECEPTIONIST@{agency}", lawversion="2026-07-01",
    )  # fmt: skip
    return encode(event, told)


class Teller:
    """Seals what a site tells and publishes it, as its relay would; goes on where it stood."""

    def __init__(self, signer: Signer, amqp_uri: str) -> None:
        self.signer, self.mark, self.told = signer, Mark(SOURCE), 0
        self.publisher = Publisher(amqp_uri, confirm_seconds=30)

    def tell(self, count: int, *, seed: int) -> int:
        """Publish so many petitions. Gives how many events were told in all."""
        self.publisher.open()  # between two tellings nobody keeps the connection alive
        leaf: list[bytes] = []
        for day, agency, event in petitions(count, seed=seed):
            leaf.append(envelope(agency, day, event))
            if len(leaf) == LEAF:
                self._publish(leaf)
                leaf = []
        if leaf:
            self._publish(leaf)
        while self.publisher.unconfirmed:
            self.publisher.poll(0.05)
        self.publisher.close()
        return self.told

    def _publish(self, leaf: list[bytes]) -> None:
        segment: Segment = seal(self.signer, leaf, after=self.mark, audit="")
        self.mark, self.told = segment.mark, self.told + len(leaf)
        headers, exchange = segment.headers(), exchange_of("reception")
        self.publisher.publish(
            segment.body, exchange=exchange, key=f"{SITE}.province", headers=headers, token=segment.hash
        )  # fmt: skip
        while self.publisher.unconfirmed > 50:
            self.publisher.poll(0.01)
