"""Opinions of whoever wishes to speak: without signing in, without a name, so many from one address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from contracts.consultation import OpinionGiver
from kernel.errors import NotFound, TooOften
from kernel.message import Actor, Key
from kernel.store import Store
from services.consultation.domain import Law, Opinion, Round
from services.consultation.store import OpinionBook, Opinions, Rounds, Senders

Told = dict[str, Any]
# Whoever speaks on a public page: no account, no name.
CITIZEN = Actor(user="citizen", role="CITIZEN", agency="")


class TooManyOpinions(TooOften):
    """Everybody is heard, but nobody floods a round."""

    code = "too_many_opinions"
    title = "Đã nhận nhiều ý kiến từ địa chỉ mạng này. Vui lòng chờ {minutes} phút rồi gửi tiếp, hoặc gửi trực tiếp tới cơ quan."


class PublicDesk:
    """What can be asked without signing in: a round that asks everybody, and a word on it."""

    def __init__(
        self,
        store: Store,
        rounds: Rounds,
        opinions: Opinions,
        book: OpinionBook,
        law_of: Callable[[], Law],
        enter: Callable[[Opinion], Told],
    ) -> None:
        self.store, self.rounds, self.opinions, self.book = store, rounds, opinions, book
        self.law_of, self.enter, self.senders = law_of, enter, Senders(store)

    def round(self, round_id: str) -> Round:
        """A round that asks everybody. Raises `NotFound`."""
        asked = self.rounds.anywhere(round_id)
        if not asked.asks_everybody:
            raise NotFound
        return asked

    def give_opinion(
        self,
        round_id: str,
        giver: OpinionGiver,
        content: str,
        *,
        address: str,
        key: Key | None = None,
    ) -> Told:
        """Enter an opinion under its next number. What it says is told to nobody but the asking agency.

        Raises `NotFound`, `TooManyOpinions`, `RoundClosed`, `NotHeardNow`, `NothingToHear`.
        """
        agency = self.round(round_id).agency
        self._slow_down(address)
        by = replace(CITIZEN, agency=agency)
        told = self.store.once(
            lambda: self._given(round_id, giver, content),
            by=by,
            command="give_opinion",
            key=key,
        )
        self.senders.sent(address, at=self.store.clock.now())
        return told

    def _given(self, round_id: str, giver: OpinionGiver, content: str) -> Told:
        asked = self.round(round_id)
        opinion = asked.hear(
            giver,
            content,
            id_=self.opinions.new_id(asked.agency, ""),
            number=self.book.next_in(asked.id),
            law=self.law_of(),
            today=self.store.clock.today(),
        )
        return self.enter(opinion)

    def _slow_down(self, address: str) -> None:
        settings = self.store.settings
        lasts = timedelta(minutes=settings.opinion_minutes)
        since = self.store.clock.now() - lasts
        if self.senders.count(address, since=since) >= settings.opinions_from_one:
            raise TooManyOpinions(
                after=int(lasts.total_seconds()), minutes=settings.opinion_minutes
            )
