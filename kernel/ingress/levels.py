"""What people and alarms are told of the lines: open or not, heard when, how far, what is held and refused;
and the receipts by which a site knows what its province has."""

import time
from collections import Counter
from datetime import datetime

from kernel.follower.consumer import Delivery
from kernel.follower.memory import Memory
from kernel.ingress import overview, receipts
from kernel.ingress.door import Door
from kernel.ingress.gate import Speaker
from kernel.ingress.lines import Lines
from kernel.ingress.sites import site_of
from kernel.relay.relay import Relay
from kernel.segment import NotAuthentic
from kernel.topology import CONTROL_EXCHANGE


class Levels(Relay):
    """What an ingress tells about itself."""

    memory: Memory
    door: Door
    lines: Lines
    _speakers: dict[str, Speaker]
    _last_heard: dict[str, datetime]

    def _note_lines(self) -> None:
        """Write down, for people, which lines are open, what they last brought, what was refused."""
        refusals, self.door.refusals = self.door.refusals, Counter()
        lines = {site: site in self.lines for site in self._speakers}
        overview.note(self.database, lines, heard=self._last_heard, refusals=refusals)
        for site, is_open in lines.items():
            self.metrics.set("danvan_site_line_open", int(is_open), site=site)
            if site in self._last_heard:
                at = self._last_heard[site].timestamp()
                self.metrics.set("danvan_site_heard_timestamp", at, site=site)

    def _tell_levels(self) -> None:
        self.metrics.set("danvan_ingress_lines", len(self.lines))
        behind_of: Counter[str] = Counter(dict.fromkeys(self._speakers, 0))
        held_of = behind_of.copy()
        for key in {*self.memory.positions, *self.door.heads}:
            at, head = self.memory.at(*key), self.door.heads.get(key)
            behind = max(0, head.number - at.number) if head else 0
            self.metrics.set("danvan_ingress_behind_segments", behind, source=at.source)
            held = self.memory.held.get(key, 0)
            self.metrics.set("danvan_ingress_held", held, source=at.source)
            site = self.settings.province or site_of(at.source)
            behind_of[site] += behind
            held_of[site] += held
        for site, behind in behind_of.items():
            self.metrics.set("danvan_site_behind_segments", behind, site=site)
            self.metrics.set("danvan_site_held", held_of[site], site=site)

    def _announce(self) -> None:
        """Who tells a source announces its head; we only give each site its receipt."""
        for speaker in self._speakers.values():
            if speaker.approved and not self.settings.province:
                self._give_receipt(speaker.site)

    def _give_receipt(self, site: str) -> None:
        mine = [
            mark for (source, _), mark in self.memory.positions.items() if site_of(source) == site
        ]
        body, headers = receipts.write(self.journal.signer, mine)
        key = f"ask.{site}.{receipts.RECEIPT}"
        self.publisher.publish(
            body, exchange=CONTROL_EXCHANGE, key=key, headers=headers, token=None
        )

    def _receipt(self, delivery: Delivery) -> None:
        """The province says what it has of ours."""
        province, site = self.settings.province, self.settings.site
        try:
            marks = receipts.read(delivery.headers, delivery.body, self.door.ring, of=province)
        except NotAuthentic as refused:
            self.metrics.count("danvan_refused_total", reason=refused.reason)
            return
        receipts.keep(self.database, [one for one in marks if site_of(one.source) == site])
        self.metrics.set("danvan_ingress_receipt_timestamp", time.time())
