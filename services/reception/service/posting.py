"""What reception hears from other sites, and what its post does by itself."""

from typing import Any

from contracts.reception import (
    BoxKeyPublished,
    BoxKeyTold,
    ParcelAnswered,
    ParcelKind,
    ParcelSent,
)
from contracts.registry import SiteRecorded
from ground.hosting import Hosting
from kernel.message import Told, errand, follows
from kernel.store import Change
from services.reception.service.forwards import ForwardDesk
from services.reception.service.parcels import Post, PostDoor, PostRounds, Still


class Posting:
    """The sites beside this one, and the parcels that go between them."""

    hosting: Hosting
    forwards: ForwardDesk
    post: Post

    def open_post(self) -> None:
        """Begin to serve: the door for other sites, and the rounds."""
        self.post_door = PostDoor(self.post)
        self.post_rounds = PostRounds(self.post, self._answered_elsewhere)

    def _answered_elsewhere(self, row: dict[str, Any], parcel: dict[str, Any]) -> None:
        if parcel["holds"] == ParcelKind.PETITION:
            self.forwards.answered_elsewhere(row, parcel)

    # --- heard --------------------------------------------------------------------------------------

    @follows(SiteRecorded)
    def on_site_recorded(self, event: SiteRecorded, told: Told) -> list[Change]:
        """A site of its own, and who works there."""
        return [self.hosting.recorded(event)]

    @follows(BoxKeyTold)
    def on_box_key_told(self, event: BoxKeyTold, told: Told) -> list[Change]:
        """A site told under which key one of its agencies is sent something."""
        return [self.post.heard.heard(event, told)]

    @follows(BoxKeyPublished)
    def on_box_key_published(self, event: BoxKeyPublished, told: Told) -> list[Change]:
        """The province says under which key an agency is sent something."""
        return [self.post.public_keys.published(event)]

    @follows(ParcelSent)
    def on_parcel_sent(self, event: ParcelSent, told: Told) -> list[Change]:
        """A parcel is under way."""
        return [self.post.parcels.announced(event, told, ours=self._to_us(told))]

    @follows(ParcelAnswered)
    def on_parcel_answered(self, event: ParcelAnswered, told: Told) -> list[Change]:
        """A parcel was taken in or sent back."""
        return [self.post.answers.came(event, told)]

    def _to_us(self, told: Told) -> bool:
        return told.source.endswith(f"/site:{self.post.site}")

    # --- by itself ----------------------------------------------------------------------------------

    @errand(seconds=5)
    def tell_box_keys(self, still: Still) -> bool:
        """Tell under which keys the agencies here are sent something."""
        self.post_rounds.tell_keys()
        return False

    @errand(seconds=2)
    def put_parcels(self, still: Still) -> bool:
        """Put what was sent to other sites at the province."""
        self.post_rounds.put(still)
        return False

    @errand(seconds=2)
    def fetch_parcels(self, still: Still) -> bool:
        """Fetch what other sites sent to agencies here."""
        self.post_rounds.fetch(still)
        return False

    @errand(seconds=2)
    def settle_parcels(self, still: Still) -> bool:
        """Take in what other sites answered."""
        self.post_rounds.settle(still)
        return False
