"""The follower's intake, at a line: what comes is first held against who speaks there."""

from collections import Counter
from typing import Any

from kernel.follower.consumer import Delivery
from kernel.follower.intake import Intake
from kernel.ingress.gate import Gate, Speaker
from kernel.segment import Head, NotAuthentic, Opening, Segment, verify, verify_opening


class Door(Intake):
    """What is in hand between two transactions, from any number of lines."""

    def __init__(self, *words: Any, gate: Gate, **settings: Any) -> None:
        self.gate = gate
        self.speaker = Speaker("")
        self.bytes = 0
        self.fresh: list[Head] = []
        self.openings: list[Opening] = []
        self.returned: list[Segment] = []
        self.refusals: Counter[tuple[str, str]] = Counter()
        super().__init__(*words, **settings)

    def clear(self) -> None:
        """Forget what is in hand."""
        super().clear()
        self.bytes = 0

    def take_from(self, speaker: Speaker, delivery: Delivery) -> None:
        """Sort one delivery of this speaker's line."""
        self.speaker = speaker
        self.take(delivery)

    def _refuse(self, delivery: Delivery, reason: str) -> None:
        """Count it also for the site it came from."""
        super()._refuse(delivery, reason)
        self.count_refused(self.speaker.site, reason)

    def count_refused(self, site: str, reason: str) -> None:
        """One more piece of this site that was stepped over."""
        self.refusals[site, reason] += 1
        self.metrics.count("danvan_site_refused_total", site=site, reason=reason)

    def _announced(self, head: Head) -> None:
        self.gate.check_source(self.speaker, head.mark.source)
        super()._announced(head)
        self.fresh.append(head)

    def _opened(self, opening: Opening) -> None:
        """An epoch was opened: the ingress looks at it after what is in hand."""
        self.gate.check_source(self.speaker, opening.kept.source)
        self.gate.check_key(self.speaker, opening.keyid)
        verify_opening(opening, self.ring)
        self.openings.append(opening)

    def _sort(self, segment: Segment) -> None:
        if self.gate.is_our_own(segment.source):
            verify(segment, self.ring)
            self.returned.append(segment)
            return
        self.gate.check_source(self.speaker, segment.source)
        at = self.stands(segment.source, segment.epoch)
        if segment.number < at.number or segment.hash == at.hash:
            self._known(segment)
            return
        if segment.epoch > 1 and (segment.source, segment.epoch - 1) not in self.memory.cuts:
            raise NotAuthentic("epoch")  # it comes again, after the word that opens its epoch
        if self.ring.is_revoked(segment.keyid):
            raise NotAuthentic("revoked")
        self.gate.check_content(self.speaker, segment)
        super()._sort(segment)

    def _known(self, segment: Segment) -> None:
        """A repeat or a replay changes nothing; another leaf under a known number is a fork."""
        where = {name: getattr(segment, name) for name in ("source", "epoch", "number")}
        row = self.memory.database["segments"].find_one(where, {"hash": 1})
        if row and row["hash"] != segment.hash:
            raise NotAuthentic("fork")
        self.metrics.count("danvan_ingress_segments_total", outcome="known")

    def _accept(self, segment: Segment, at: Any) -> None:
        super()._accept(segment, at)
        self.bytes += len(segment.body)
