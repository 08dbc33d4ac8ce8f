"""After a restore somewhere a source goes on in a new epoch: the rest of the old one is set aside here."""

import time

import structlog

from kernel.follower.memory import Memory
from kernel.ingress.door import Door
from kernel.relay.relay import Relay
from kernel.segment import Mark
from kernel.store.mongo import ClientSession, in_transaction

log = structlog.get_logger()

SAME_HEAD = 3600.0  # a head that says nothing new is passed on this rarely


class Epochs(Relay):
    """What an ingress does about epochs."""

    memory: Memory
    door: Door
    _passed: dict[tuple[str, int], tuple[int, float]]

    def _open_epochs(self) -> None:
        """Give up what a teller gave up after a restore, and tell our followers. It is told again and
        again, so what cannot be done now is done later."""
        openings, self.door.openings = self.door.openings, []
        for opening in openings:
            kept = opening.kept
            if self._outbox or self.publisher.unconfirmed:
                continue
            if not self._has(kept):
                self.metrics.count("danvan_refused_total", reason="fork")
                continue
            if self.memory.at(kept.source, kept.epoch + 1).number == 0:
                self._cut(kept)
            key, now = (kept.source, -kept.epoch), time.monotonic()
            if now - self._passed.get(key, (0, float("-inf")))[1] > SAME_HEAD:
                self._passed[key] = (kept.number, now)
                self._say(kept.source, opening.headers())

    def _has(self, kept: Mark) -> bool:
        """Whether what is kept is what we have, too; if we have less, we ask for the rest first."""
        at = self.memory.at(kept.source, kept.epoch)
        if kept.number in {0, at.number}:
            return kept.number == 0 or kept == at
        if at.number < kept.number:
            self.door.heads[(kept.source, kept.epoch)] = kept
            return True
        where = {"source": kept.source, "epoch": kept.epoch, "number": kept.number}
        return self.database["segments"].count_documents({**where, "hash": kept.hash}) > 0

    def _cut(self, kept: Mark) -> None:
        """Set the rest of an epoch aside and be ready for the next one, in one transaction."""
        stood = self.memory.at(kept.source, kept.epoch).number
        if stood < kept.number:
            return
        self.door.heads.pop((kept.source, kept.epoch), None)
        in_transaction(
            self.database.client,
            lambda session: self._set_aside(kept, session),
            seconds=self.settings.mongo_seconds,
        )
        if stood > kept.number:
            self.memory.stepped_back(kept)
            log.warning("epoch was cut", source=kept.source, epoch=kept.epoch, number=kept.number)
        self._sent.pop(kept.source, None)

    def _set_aside(self, kept: Mark, session: ClientSession) -> None:
        self.lease.prove(session)
        self.memory.cut(kept, session=session)
        where = {"source": kept.source, "epoch": kept.epoch, "number": {"$gt": kept.number}}
        rows = list(self.database["segments"].find(where, session=session))
        if rows:
            self.database["voided"].insert_many(rows, session=session)
            self.database["segments"].delete_many(where, session=session)
            self.memory.step_back(kept, session=session)
        fresh = Mark(kept.source, kept.epoch + 1)
        stands = dict(zip(("_id", *Mark._fields[1:]), fresh, strict=True))
        self.database["heads"].update_one(
            {"_id": kept.source, "epoch": kept.epoch},
            {"$set": {**stands, "published": 0}},
            session=session,
        )
