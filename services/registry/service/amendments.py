"""The desk of the law's data: calendar and rule packs at run time, prepared by one and put in force by another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kernel.message import Actor, new_id
from kernel.store import Numbers, Store, command
from law.active import (
    CALENDAR,
    Edition,
    calendar_content,
    check_pack,
    content_with,
    pack_text,
    written,
)
from law.defaults import PACKS
from services.registry.domain import Amendment
from services.registry.domain.sites import AtProvinceOnly
from services.registry.store import Amendments
from services.registry.views import RecountProgress

Answer = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Which version of something is in force: number 0 is what was shipped."""

    what: str
    number: int
    since: str
    content: str


class AmendmentDesk:
    """Changes of the calendar and of rule packs."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.amendments, self.numbers = Amendments(store), Numbers(store)
        self.recounts = RecountProgress(store)

    @command
    def draft_decision(
        self, decision: Mapping[str, Any], *, id_: str = "", note: str = "", by: Actor
    ) -> Answer:
        """Prepare a decision about days (instrument, standing, changes). Raises `WrongFile`, `NotBeingDrafted`."""
        today = self.store.clock.today()
        content_with(calendar_content(self.editions()), decision, known_on=today)
        return self._draft(CALENDAR, written(decision), id_=id_, note=note, by=by)

    @command
    def draft_pack(
        self, pack: str, content: str, *, id_: str = "", note: str = "", by: Actor
    ) -> Answer:
        """Prepare the whole text of a pack. Raises `NoSuchPack`, `NotYaml`, `WrongFile`, `Incomplete`."""
        check_pack(self.editions(), pack, content, on=self.store.clock.today())
        return self._draft(pack, content, id_=id_, note=note, by=by)

    @command
    def activate(self, id_: str, *, by: Actor) -> Answer:
        """Put a change in force; every service is told its whole content. Raises what `publish` and
        `activate` of an amendment raise."""
        amendment, today = self.amendments.one(id_), self.store.clock.today()
        number = self.numbers.next(f"law|{amendment.what}")
        if amendment.is_calendar:
            register = calendar_content(self.editions())
            amendment.publish(register, number=number, by=by.user, today=today)
        else:
            pack = check_pack(self.editions(), amendment.what, amendment.content, on=today)
            amendment.activate(pack.version, number=number, by=by.user, today=today)
        self.store.commit(amendment)
        return _answer(amendment)

    @command
    def withdraw(self, id_: str, *, by: Actor) -> Answer:
        """Give a change up. Raises `NotFound`, `NotBeingDrafted`."""
        assert by.agency
        amendment = self.amendments.one(id_)
        amendment.withdraw(on=self.store.clock.today())
        self.store.commit(amendment)
        return _answer(amendment)

    # --- asking -------------------------------------------------------------------------------------

    def one(self, id_: str) -> Amendment:
        """One change. Raises `NotFound`."""
        return self.amendments.one(id_)

    def all(self) -> list[Amendment]:
        """Every change, newest first."""
        return self.amendments.newest_first()

    def editions(self) -> list[Edition]:
        """What was put in force at run time."""
        return [one.edition for one in self.amendments.active()]

    def standings(self) -> Sequence[Standing]:
        """Which version of the calendar and of each pack is in force."""
        editions = self.editions()
        return [_standing(what, editions) for what in (CALENDAR, *PACKS)]

    def _draft(self, what: str, content: str, *, id_: str, note: str, by: Actor) -> Answer:
        if self.store.settings.province:
            raise AtProvinceOnly
        today = self.store.clock.today()
        base = max((one.number for one in self.editions() if one.what == what), default=0)
        amendment = (
            self.amendments.one(id_)
            if id_
            else Amendment(
                id=new_id(), agency=by.agency, what=what, content=content, drafted_on=today
            )
        )
        amendment.base, amendment.note = base, note
        amendment.draft(content, author=by.user, on=today)
        self.store.commit(amendment)
        return _answer(amendment)


def _standing(what: str, editions: Sequence[Edition]) -> Standing:
    found = [one for one in editions if one.what == what]
    newest = max(found, key=lambda one: one.number, default=None)
    text = written(calendar_content(editions)) if what == CALENDAR else pack_text(editions, what)
    return Standing(
        what=what,
        number=newest.number if newest else 0,
        since=newest.since.isoformat() if newest else "",
        content=text,
    )


def _answer(amendment: Amendment) -> Answer:
    return {
        "amendment": amendment.id,
        "state": amendment.state.value,
        "number": amendment.number,
        "version": amendment.version,
    }
