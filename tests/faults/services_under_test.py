"""Services that exist to be broken: a chronicle that knows order, a brittle one, one that ticks.

They live under names the topology knows and no site of a test uses otherwise. How `Brittle` breaks
is said by the environment (FAIL, FAIL_KIND), so that a restart without it is the repaired build.
"""

import os
import sys
import threading
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from contracts.reception import (
    PetitionAccepted,
    PetitionClassified,
    PetitionDecided,
    PetitionRegistered,
)
from kernel.message import Aggregate, Told, every, follows
from kernel.store import Change, Store, View
from tests.faults.checker import Document, ReadModel

STATES = {
    "reception.petition_registered": "REGISTERED",
    "reception.petition_classified": "CLASSIFIED",
    "reception.petition_accepted": "ACCEPTED",
    "reception.petition_decided": "DECIDED",
}


class Chronicle(View):
    """Where each petition stands, by the last event heard of it: order shows."""

    name = "chronicle"

    def told(self, event: Any, told: Told) -> Change:
        state = {"state": STATES[told.type], "version": told.version}
        return self.change(event.petition, set=state, inc={"heard": 1})


class Chronicler:
    """Keeps the chronicle."""

    name = "planning"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.chronicle = Chronicle(store)

    @follows(PetitionRegistered)
    def on_petition_registered(self, event: PetitionRegistered, told: Told) -> Iterable[Change]:
        return [self.hear(event, told)]

    @follows(PetitionClassified)
    def on_petition_classified(self, event: PetitionClassified, told: Told) -> Iterable[Change]:
        return [self.hear(event, told)]

    @follows(PetitionAccepted)
    def on_petition_accepted(self, event: PetitionAccepted, told: Told) -> Iterable[Change]:
        return [self.hear(event, told)]

    @follows(PetitionDecided)
    def on_petition_decided(self, event: PetitionDecided, told: Told) -> Iterable[Change]:
        return [self.hear(event, told)]

    def hear(self, event: Any, told: Told) -> Change:
        return self.chronicle.told(event, told)


def fold_chronicle(events: Iterable[Document]) -> dict[str, Any]:
    """What the chronicle must hold, from the events alone."""
    found: dict[str, Any] = {}
    for one in events:
        petition = one["data"]["petition"]
        heard = found[petition][2] + 1 if petition in found else 1
        found[petition] = (STATES[one["type"]], one["version"], heard)
    return found


def flat_chronicle(rows: Iterable[Document]) -> dict[str, Any]:
    """The same form, from the read model."""
    return {row["_id"]: (row["state"], row["version"], row["heard"]) for row in rows}


CHRONICLE = ReadModel("planning", "chronicle", fold_chronicle, flat_chronicle)


class Brittle(Chronicler):
    """A chronicler with a bug: what FAIL says happens to petitions of FAIL_KIND, or to all."""

    name = "consultation"

    def hear(self, event: Any, told: Told) -> Any:
        kind = os.environ.get("FAIL_KIND", "")
        if not kind or event.kind == kind:
            return BREAKS[os.environ.get("FAIL", "")](self, event, told)
        return super().hear(event, told)


BRITTLE = ReadModel("consultation", "chronicle", fold_chronicle, flat_chronicle)
CANARY = "canary-Nguyễn-Thị-Chim"


def _raises(*_: Any) -> Any:
    raise ValueError(CANARY)


def _times_out(*_: Any) -> Any:
    raise sys.modules["eventlet"].Timeout


def _unwritable(service: Any, event: Any, _: Any) -> Any:
    return service.chronicle.change(event.petition, set={"number": 2**70})


def _too_large(service: Any, event: Any, _: Any) -> Any:
    return service.chronicle.change(event.petition, set={"text": "x" * 17_000_000})


BREAKS = {
    "": lambda service, event, told: service.chronicle.told(event, told),
    "raises": _raises,
    "times_out": _times_out,
    "unwritable": _unwritable,
    "too_large": _too_large,
    "nonsense": lambda *_: None,
}


class Ticks(Aggregate):
    """Nothing: a view reflects something, and this is the something of `TickList`."""

    kind = "ticks"


class TickList(View):
    """Which slots were run, how often, and by which process."""

    name = "ticks"
    reflects = Ticks


class Ticking:
    """Does something each second."""

    name = "notify"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ticks = TickList(store)

    @every(seconds=1)
    def tick(self, slot: datetime) -> None:
        """Count the slot."""
        self.store.note(self.ticks.change(slot.isoformat(), inc={"n": 1}, set={"pid": os.getpid()}))


class SlowTicking(Ticking):
    """Takes its time inside a run: a test freezes it there."""

    @every(seconds=1)
    def tick(self, slot: datetime) -> None:
        print("tick begins", flush=True)
        threading.Event().wait(2)
        super().tick(slot)


class TickingOnce(Ticking):
    """Runs once in a great while, and long enough for trouble to meet it."""

    @every(seconds=100_000_000)
    def tick(self, slot: datetime) -> None:
        print("tick begins", flush=True)
        threading.Event().wait(0.5)
        super().tick(slot)
