"""What is missing is asked for over the lines, and what the other ends miss is looked for here."""

from datetime import UTC, datetime
from typing import Any

import orjson

from kernel.follower.memory import Memory
from kernel.ingress import returning
from kernel.ingress.door import Door
from kernel.ingress.gate import Gate, Speaker
from kernel.ingress.sites import site_of
from kernel.relay.relay import MOST_RESENT, Relay
from kernel.relay.requests import read_request
from kernel.topology import CONTROL_EXCHANGE


class Asking(Relay):
    """The requests an ingress makes and answers."""

    memory: Memory
    door: Door
    gate: Gate

    def _asked(self, speaker: Speaker, body: bytes) -> None:
        """The other end misses something: ask our own service for it, or look into our copy."""
        request = read_request(body)
        if request is None or not self._may(speaker, request.source):
            self.metrics.count("danvan_refused_total", reason="request")
            self.door.count_refused(speaker.site, "request")
            return
        asker = "" if self.settings.province else speaker.site
        wanted = orjson.dumps({**request._asdict(), "to": asker})
        if site_of(request.source) == self.settings.site:
            key = request.source.split("/")[2]
            self.publisher.publish(
                wanted, exchange=CONTROL_EXCHANGE, key=key, headers={}, token=None
            )
        else:
            self._requests.take(wanted)

    def _may(self, speaker: Speaker, source: str) -> bool:
        return source.count("/") == 3 and self.gate.may_ask(speaker, source)  # noqa: PLR2004

    def _ask_for_gaps(self) -> None:
        """Want over the line what is missing between what we have and what was announced or came."""
        gaps = self.door.gaps()
        for at, until in gaps.items():
            every, limit = self.settings.resend_seconds, self.settings.resend_limit
            refused = self.memory.ask(at, until, every=every, limit=limit)
            self.metrics.set("danvan_source_refused", int(refused), source=at.source)
        open_gaps = {(at.source, at.epoch) for at in gaps}
        for row in list(self.database["resends"].find().limit(MOST_RESENT)):
            if (row["source"], row["epoch"]) not in open_gaps:
                self.memory.closed(self.memory.at(row["source"], row["epoch"]))
                self.metrics.set("danvan_source_refused", 0, source=row["source"])
            elif row["asked"] is None:
                self._ask(row)

    def _ask_back(self) -> None:
        """Want our own words back, after a restore; the province alone has them."""
        for row in returning.due(self.database, every=self.settings.resend_seconds):
            self._publish_request(row)

    def _publish_request(self, row: dict[str, Any]) -> None:
        _, site, service, _ = row["source"].split("/")
        wanted = {name: row[name] for name in ("source", "epoch", "first", "last")}
        self.publisher.publish(
            orjson.dumps(wanted),
            exchange=CONTROL_EXCHANGE,
            key=f"ask.{site}.{service}",
            headers={},
            token=None,
        )

    def _ask(self, row: dict[str, Any]) -> None:
        self._publish_request(row)
        self.database["resends"].update_one(
            {"_id": row["_id"]}, {"$set": {"asked": datetime.now(UTC)}}
        )
