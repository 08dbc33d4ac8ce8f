"""The desk of reorganisations: prepare one, see what it would do, confirm it by a decision."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.registry import AgencyReorganised
from kernel.message import Actor, new_id
from kernel.store import Store, command
from law.defaults import shipped_units
from law.units.focal import origin
from law.units.passing import Passing
from services.registry.domain import (
    ActState,
    Agency,
    AgencyFacts,
    Choice,
    Decided,
    Edge,
    Move,
    NothingMoves,
    Reorganisation,
    Scheme,
    changes,
    edges_made,
    ended_facts,
    ending,
    flaws,
    founded_facts,
    passings,
    reorganised,
    sources_of,
)
from services.registry.domain.sites import AtProvinceOnly
from services.registry.store import Agencies, Reorganisations
from services.registry.views import HandoverProgress, OpenDuties

Answer = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a reorganisation would do: what does not fit yet, what changes on which day, which duties go where."""

    act: Reorganisation
    flaws: list[str]
    changes: list[tuple[date, str]]
    duties: list[Answer]
    total: int


class ReorganisationDesk:
    """Reorganisations."""

    def __init__(self, store: Store, agencies: Agencies) -> None:
        self.store, self.agencies = store, agencies
        self.acts = Reorganisations(store)
        self.duties, self.handed = OpenDuties(store), HandoverProgress(store)

    @command
    def prepare(self, scheme: Scheme, *, by: Actor) -> Answer:
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
    def abandon(self, id_: str, *, by: Actor) -> Answer:
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
        today = self.store.clock.today()
        act.confirm(decided, existing, by=by.user, today=today, focal=_focal(act))
        changed = [*self._founded(act), *self._reorganised(act, known, existing)]
        self.store.commit(act, *changed)
        return _answer(act)

    def existing(self) -> dict[str, AgencyFacts]:
        """What the register says of everybody, past and present."""
        return {one.id: one.facts for one in self.agencies.all()}

    @command
    def prepare_shipped(self, day: date, *, superior: str, title: str, by: Actor) -> Answer:
        """Prepare what the law's register ships for a day, to be confirmed like any other. Raises
        `NothingMoves`."""
        moves = tuple(
            Move(source=agency.id, kind=edge.kind, target=edge.target, places=places)
            for agency in self.agencies.all()
            for edge, places in self._edges_on(agency, day)
        )
        if not moves:
            raise NothingMoves
        scheme = Scheme(title=title, effective_on=day, moves=moves, superior=superior)
        return self.prepare(scheme, by=by)

    # --- what it would do ---------------------------------------------------------------------------

    def one(self, id_: str) -> Reorganisation:
        """One of them. Raises `NotFound`."""
        return self.acts.one(id_)

    def all(self) -> list[Reorganisation]:
        """All of them, newest first."""
        return self.acts.newest_first()

    def preview(self, id_: str, *, page: int = 1, size: int = 25) -> Preview:
        """What would change on which day, and who would have each open duty. Raises `NotFound`."""
        act, existing = self.acts.one(id_), self.existing()
        sources = sources_of(act.scheme)
        how = passings(act.scheme, act.choices, existing)
        rows = self.duties.of(sources, page=page, size=size)
        draft = act.state is ActState.DRAFT
        return Preview(
            act=act,
            flaws=flaws(act.scheme, existing, focal=_focal(act)) if draft else [],
            changes=changes(act.scheme, existing),
            duties=[_passing(row, how[row["owner"]]) for row in rows],
            total=self.duties.count(sources),
        )

    def progress(self, id_: str) -> dict[str, Counter[str]]:
        """By service: how many agencies are done and how many things went."""
        found: dict[str, Counter[str]] = {}
        for row in self.handed.of(id_):
            found.setdefault(row["service"], Counter()).update(agencies=1, moved=row["moved"])
        return found

    def _edges_on(self, agency: Agency, day: date) -> Iterator[tuple[Edge, tuple[str, ...]]]:
        """What becomes of an agency on a day by the shipped register; a district's communes say by place who
        holds which part of its work."""
        edges = [one for one in agency.edges if one.effective_on == day and not one.basis]
        below = self.agencies.all_below(agency.id) if len(edges) > 1 else []
        for edge in edges:
            yield edge, tuple(one.id for one in below if _became(one, edge.target, day))

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


def _passing(row: Answer, how: Passing) -> Answer:
    receiver = how.receiver(row["_id"], row["places"])
    return {
        **row,
        "duty": row["_id"],
        "receiver": receiver,
        "why": how.why(row["_id"], row["places"]),
    }


def _focal(act: Reorganisation) -> str:
    """The agency that is shipped as the focal one of the day: who has its duty follows by lineage."""
    found = origin(shipped_units(), on=act.scheme.effective_on)
    return found.id if found else ""


def _became(place: Agency, target: str, day: date) -> bool:
    return any(one.target == target and one.effective_on == day for one in place.edges)


def _event(
    act: Reorganisation, source: str, passing: Passing, edges: Sequence[Edge]
) -> AgencyReorganised:
    assert act.decided_on
    return reorganised(
        source, passing, edges, act=act.id, decision=act.decision, decided_on=act.decided_on
    )


def _answer(act: Reorganisation) -> Answer:
    return {"reorganisation": act.id, "state": act.state.value, "version": act.version}
