"""Sorts what a stream delivers: ready to apply, too early, already known, or not ours at all."""

from collections.abc import Callable

import structlog

from kernel.config import Settings
from kernel.follower.consumer import Delivery
from kernel.follower.memory import Memory
from kernel.keys import KeyRing
from kernel.metrics import Metrics
from kernel.segment import (
    Head,
    Mark,
    NotAuthentic,
    Opening,
    Segment,
    read,
    verify,
    verify_head,
    verify_opening,
)

log = structlog.get_logger()

Source = tuple[str, int]
Ceiling = Callable[[str, int], int]
OVERHEAD = 4096


class Intake:
    """What is in hand between two transactions. `ceiling` keeps a rebuild behind the one in use."""

    def __init__(
        self,
        memory: Memory,
        ring: KeyRing,
        *,
        settings: Settings,
        metrics: Metrics,
        ceiling: Ceiling | None = None,
    ) -> None:
        self.memory, self.ring, self.settings, self.metrics = memory, ring, settings, metrics
        self.ceiling = ceiling
        self.beyond: Callable[[Mark], None] = lambda _: None
        self.heads: dict[Source, Mark] = {}
        self.clear()

    def clear(self) -> None:
        """Forget what is in hand: it was applied, or will be delivered again."""
        self.ready: list[Segment] = []
        self.events = 0
        self.offsets: dict[str, int] = {}
        self._stands: dict[Source, Mark] = {}

    def take(self, delivery: Delivery) -> None:
        """Sort one delivery; whatever it is, the stream goes on behind it."""
        if delivery.offset >= 0:
            self.offsets[delivery.stream] = delivery.offset
        limit = self.settings.segment_bytes + self.settings.event_bytes + OVERHEAD
        try:
            came = read(delivery.headers, delivery.body, limit=limit)
            if isinstance(came, Head):
                self._announced(came)
            elif isinstance(came, Opening):
                self._opened(came)
            else:
                self._sort(came)
        except NotAuthentic as refused:
            self._refuse(delivery, refused.reason)

    def _refuse(self, delivery: Delivery, reason: str) -> None:
        self.metrics.count("danvan_refused_total", reason=reason)
        self.memory.refuse(delivery.body, reason)
        log.warning("message refused", reason=reason, size=len(delivery.body))

    def stands(self, source: str, epoch: int) -> Mark:
        """Where we will stand once what is in hand is applied."""
        return self._stands.get((source, epoch)) or self.memory.at(source, epoch)

    def _announced(self, head: Head) -> None:
        verify_head(head, self.ring)
        key = (head.mark.source, head.mark.epoch)
        known = self.heads.get(key)
        if known is None or head.mark.number > known.number:
            self.heads[key] = head.mark

    def _opened(self, opening: Opening) -> None:
        """Nothing of the epoch before counts after what was kept. `beyond` is told when we stand there."""
        verify_opening(opening, self.ring)
        kept = opening.kept
        key = (kept.source, kept.epoch)
        if key in self._stands or self.ceiling is not None:
            return  # it is told again; a rebuild knows it from the one in use
        if self.memory.cut(kept):
            self.beyond(kept)
        if kept.number:
            self.heads[key] = kept
        else:
            self.heads.pop(key, None)

    def _sort(self, segment: Segment) -> None:
        if self.memory.is_void(segment.source, segment.epoch, segment.number):
            return
        at = self.stands(segment.source, segment.epoch)
        if segment.number < at.number or segment.hash == at.hash:
            return
        verify(segment, self.ring)
        if segment.number == at.number:
            # Another leaf under a number we have: the source was rolled back or forked.
            raise NotAuthentic("fork")
        if segment.number == at.number + 1 and self._may(segment):
            self._accept(segment, at)
        else:
            self.memory.hold([segment])

    def _accept(self, segment: Segment, at: Mark) -> None:
        if (segment.prev_hash, segment.first) != (at.hash, at.last + 1):
            raise NotAuthentic("chain")
        self.ready.append(segment)
        self.events += segment.last - segment.first + 1
        self._stands[(segment.source, segment.epoch)] = segment.mark

    def _may(self, segment: Segment) -> bool:
        return self.ceiling is None or segment.number <= self.ceiling(segment.source, segment.epoch)

    # --- held ---------------------------------------------------------------------------------------

    def draw_held(self) -> None:
        """Take into hand held segments whose turn has come."""
        for source, epoch in list(self.memory.held):
            at = self.stands(source, epoch)
            most = 1 + self.settings.batch_events // 100
            for segment in self.memory.next_held(at, most):
                if self.events >= self.settings.batch_events:
                    return
                if not self._may(segment):
                    break
                try:
                    self._accept(segment, self.stands(source, epoch))
                except NotAuthentic as refused:
                    self.metrics.count("danvan_refused_total", reason=refused.reason)
                    self.memory.release(segment.mark)
                    self.memory.recount_held(at)
                    break

    def gaps(self) -> dict[Mark, int]:
        """For each source with a gap: where we stand, and the last segment that is missing."""
        found: dict[Mark, int] = {}
        for source, epoch in self.memory.held:
            at = self.memory.at(source, epoch)
            first = self.memory.first_held(at)
            if first is not None and first > at.number + 1:
                found[at] = first - 1
        for (source, epoch), head in self.heads.items():
            at = self.memory.at(source, epoch)
            if head.number > at.number and (source, epoch) not in self.memory.held:
                found[at] = head.number
        return found
