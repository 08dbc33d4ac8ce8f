"""The desk of reorganisations: prepare one, see what it would do, confirm it by a decision."""

from collections.abc import Iterable, Sequence
from typing import Any

from contracts.registry import AgencyReorganised
from kernel.message import Actor, new_id
from kernel.store import Store, command
from services.registry.domain import (
    Agency,
    AgencyFacts,
    Choice,
    Decided,
    Edge,
    Move,
    Reorganisation,
    Scheme,
    edges_made,
    ended_facts,
    ending,
    founded_facts,
    passings,
    reorganised,
    sources_of,
)
from services.registry.domain.sites import AtProvinceOnly
from services.registry.store import Agencies, Reorganisations

Answer = dict[str, Any]


class ReorganisationDesk:
    """Reorganisations."""

    def __init__(self, store: Store, agencies: Agencies) -> None:
        self.store, self.agencies = store, agencies
        self.acts = Reorganisations(store)

    @command
    def draft(self, scheme: Scheme, *, by: Actor) -> Answer:
        """Begin to prepare a reorganisation. Raises `AtProvinceOnly`."""
        if self.store.settings.province:
            raise AtProvinceOnly
        act = Reorganisation.draft(scheme, id_=new_id(), agency=by.agency, author=by.user)
        self.store.commit(act)
        return _answer(act)

    @command
    def revise(self, id_: str, scheme: Scheme, *, by: Actor) -> Answer:
        """Say something else instead. Raises `NotFound`, `NotADraft`."""
        act = self.acts.one(id_)
        act.revise(scheme, author=by.user)
        self.store.commit(act)
        return _answer(act)

    @command
    def choose(self, id_: str, choices: Sequence[Choice], *, by: Actor) -> Answer:
        """Say who takes over single things. Raises `NotFound`, `NotADraft`, `WrongMoves`."""
        act = self.acts.one(id_)
        act.choose(choices, author=by.user)
        act.check_choices(self.existing())
        self.store.commit(act)
        return _answer(act)

    @command
    def withdraw(self, id_: str, *, by: Actor) -> Answer:
        """Give it up. Raises `NotFound`, `NotADraft`."""
        assert by.agency
        act = self.acts.one(id_)
        act.withdraw(on=self.store.clock.today())
        self.store.commit(act)
        return _answer(act)

    @command
    def confirm(self, id_: str, decided: Decided, *, by: Actor) -> Answer:
        """Make it hold: the register changes, and every service is told. Raises what `Reorganisation.confirm`
        refuses."""
        act = self.acts.one(id_)
        known = {one.id: one for one in self.agencies.all()}
        existing = {id_: one.facts for id_, one in known.items()}
        act.confirm(decided, existing, by=by.user, today=self.store.clock.today())
        changed = [*self._founded(act), *self._reorganised(act, known, existing)]
        self.store.commit(act, *changed)
        return _answer(act)

    def existing(self) -> dict[str, AgencyFacts]:
        """What the register says of everybody, past and present."""
        return {one.id: one.facts for one in self.agencies.all()}

    def shipped(self, title: str, edges: Iterable[tuple[str, Edge]], superior: str) -> Scheme:
        """A reorganisation as the law's register ships it, to be confirmed like any other."""
        moves = tuple(Move(source=source, kind=e.kind, target=e.target) for source, e in edges)
        day = next(e.effective_on for _, e in edges)
        return Scheme(title=title, effective_on=day, moves=moves, superior=superior)

    # --- inside -------------------------------------------------------------------------------------

    def _founded(self, act: Reorganisation) -> Iterable[Agency]:
        for one in act.scheme.founded:
            facts = founded_facts(one, act.scheme, basis=act.decision)
            yield Agency.record(one.id, facts, own=vars(facts))

    def _reorganised(
        self, act: Reorganisation, known: dict[str, Agency], existing: dict[str, AgencyFacts]
    ) -> Iterable[Agency]:
        how, ends = passings(act.scheme, act.choices, existing), ending(act.scheme)
        for source in sources_of(act.scheme):
            agency = known[source]
            edges = edges_made(act.scheme, source, basis=act.decision)
            facts = agency.facts
            if source in ends:
                facts = ended_facts(facts, source, act.scheme)
            agency.reorganise(facts, edges, _event(act, source, how[source], edges))
            yield agency


def _event(
    act: Reorganisation, source: str, passing: Any, edges: Sequence[Edge]
) -> AgencyReorganised:
    assert act.decided_on
    return reorganised(
        source, passing, edges, act=act.id, decision=act.decision, decided_on=act.decided_on
    )


def _answer(act: Reorganisation) -> Answer:
    return {"reorganisation": act.id, "state": act.state.value, "version": act.version}
