"""The desk of hands: who has a petition, which ones are the same, what it is made of."""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import date
from typing import Any

from contracts.reception import PetitionKind
from contracts.registry import PETITION_WRITERS
from kernel.message import Actor, new_id
from kernel.store import Store, command
from services.reception.domain import Law, Petition, State, handing
from services.reception.domain.cases import Done, Said
from services.reception.domain.likeness import Like, alike
from services.reception.domain.vault import VaultEntry
from services.reception.service.vault import Vaulting, Writer, apart
from services.reception.store import Petitions, Register
from services.reception.views import WorkList


def held(petitions: Petitions, petition_id: str, by: Actor) -> Petition:
    """A petition an officer may work on: their own, or one nobody has. Raises `NotFound`, `HeldByAnother`."""
    petition = petitions.get(petition_id, agency=by.agency)
    if by.role in PETITION_WRITERS:
        handing.must_be_held_by(petition, by.user)
    return petition


def parent_of(petitions: Petitions, petition: Petition, today: date) -> list[Petition]:
    """The letter this petition was split from, if it ends with it or is taken up again with it, and so upwards
    where that was a part itself; to be saved too. Whichever agency has it: a reorganisation may part them."""
    if not petition.parent:
        return []
    parent = petitions.known(petition.parent)
    parts = [petition, *(petitions.known(one) for one in parent.parts if one != petition.id)]
    if not handing.part_over(parent, parts, on=today):
        return []
    return [parent, *parent_of(petitions, parent, today)]


class HandDesk:
    """Acts that move petitions from hand to hand, and find those that are the same."""

    def __init__(
        self,
        store: Store,
        petitions: Petitions,
        register: Register,
        work_list: WorkList,
        vaulting: Vaulting,
        law_of: Callable[[date], Law],
    ) -> None:
        self.store, self.petitions = store, petitions
        self.register, self.work_list = register, work_list
        self.vaulting, self.law_of = vaulting, law_of

    @command
    def assign(self, petition_id: str, said: Said, *, to: str, by: Actor) -> dict[str, Any]:
        """Give a petition to an officer, who then alone works on it."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        before = petition.handler
        handing.assign(petition, to, self.done(petition, by, said))
        return self._passed_on(petition, before, by)

    @command
    def take(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Take a petition nobody has."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        before = petition.handler
        handing.take(petition, self.done(petition, by, said))
        return self._passed_on(petition, before, by)

    @command
    def take_over(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Take a petition somebody else has, for a reason."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        before = petition.handler
        handing.take_over(petition, self.done(petition, by, said))
        return self._passed_on(petition, before, by)

    @command
    def check_duplicates(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Note that the petitions which may be the same were looked at."""
        petition = held(self.petitions, petition_id, by)
        handing.check_duplicates(petition, self.done(petition, by, said))
        return self._kept(petition)

    def likely_same(self, petition_id: str, *, by: Actor) -> list[Like]:
        """The agency's petitions that may be the same, closed ones too, the likeliest first; of the same person's
        only those that the asker may know of."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        near = self.work_list.with_words(by.agency, petition.form.summary)
        found = {one.id: one for one in self.petitions.many(near, agency=by.agency)}
        known = [row["_id"] for row in self.vaulting.same_person(petition_id, by=by)]
        found |= {one.id: one for one in self.petitions.many(known, agency=by.agency)}
        found |= {one.id: one for one in self.petitions.of_same_target(petition)}
        others = [one for one in found.values() if not handing.of_one_letter(petition, one)]
        return alike(petition, others, same=known)[:20]

    @command
    def write_note(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Write a note for the office alone; no citizen ever sees it."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        handing.note(petition, self.done(petition, by, said))
        return self._kept(petition)

    @command
    def link(self, petition_id: str, said: Said, *, master: str, by: Actor) -> dict[str, Any]:
        """Link a petition to the one it repeats."""
        petition = held(self.petitions, petition_id, by)
        handing.link(
            petition, self.petitions.get(master, agency=by.agency), self.done(petition, by, said)
        )
        return self._kept(petition)

    @command
    def merge(self, petition_id: str, said: Said, *, master: str, by: Actor) -> dict[str, Any]:
        """Settle a petition together with one that came before, about the same matter."""
        petition = held(self.petitions, petition_id, by)
        other = held(self.petitions, master, by)
        done = self.done(petition, by, said)
        self._check_merged(petition, other, by)
        handing.merge(petition, other, done)
        self.store.commit(petition, other, *self.parent_of(petition, done.today))
        return state_of(petition)

    @command
    def unlink(self, petition_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Undo a link or merger, for a reason; what was merged gets its contents back."""
        petition = held(self.petitions, petition_id, by)
        done = self.done(petition, by, said)
        petition.must_be(State.LINKED)
        other = self.petitions.known(petition.master)
        before = other.contents
        handing.part(petition, other, done)
        changed = [other] if other.contents != before else []
        self.store.commit(petition, *changed, *self.parent_of(petition, done.today))
        return state_of(petition)

    @command
    def split(
        self, petition_id: str, said: Said, *, parts: list[dict[str, Any]], by: Actor
    ) -> dict[str, Any]:
        """Split a petition with several matters into one each, under numbers of their own."""
        petition = held(self.petitions, petition_id, by)
        done = self.done(petition, by, said)
        openly = any(part["kind"] == PetitionKind.COMPLAINT for part in parts)
        writer = self.vaulting.writer_of(petition, openly=openly, by=by)
        made, sealed = [], [*writer.opened]
        for at, part in enumerate(parts, 1):
            if part["kind"] != PetitionKind.COMPLAINT:
                texts = (part["summary"], part.get("against", ""))
                self.vaulting.open_texts.check(petition, *texts, by=by)
            one, entries = self._part(petition, at, part, writer)
            made.append(one)
            sealed += entries
        handing.split(petition, [one.id for one in made], done)
        self.store.commit(petition, *made, *sealed)
        return {**state_of(petition), "parts": [one.id for one in made]}

    def _part(
        self, petition: Petition, at: int, part: dict[str, Any], writer: Writer
    ) -> tuple[Petition, Iterable[VaultEntry]]:
        """One part; who denounces goes into the vault, who complains out of it."""
        today = self.store.clock.today()
        form = handing.part_of(
            petition,
            PetitionKind(part["kind"]),
            part["summary"],
            number=at,
            against=part.get("against", ""),
        )
        form, identity = apart(writer.named(form))
        made = Petition.register(
            form,
            id_=new_id(),
            agency=petition.agency,
            number=self.register.next_in(petition.agency, today.year),
            today=today,
            law=self.law_of(today),
        )
        handing.belongs(made, petition)
        made.handler = petition.handler
        return made, self.vaulting.into_vault(made, identity, like=writer.entry)

    def parent_of(self, petition: Petition, today: date) -> list[Petition]:
        """As `parent_of` gives it."""
        return parent_of(self.petitions, petition, today)

    def linked(self, petition_id: str, *, by: Actor) -> list[Petition]:
        """The petitions that were linked to, or merged into, one of the asker's agency, as far as the asker may know."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        found = self.petitions.linked_to(petition_id, agency=by.agency)
        return [one for one in found if self.vaulting.may_join(petition, one, by=by)]

    def as_seen(self, petition: Petition, *, by: Actor) -> Petition:
        """A petition with the others it belongs with, as far as the asker may know: a letter that names its writer is no
        way to who denounces, nor the other way round."""
        known = {one.id for one in self._near(petition, by)}
        seen = copy(petition)
        seen.parts = tuple(one for one in petition.parts if one in known)
        seen.parent = petition.parent if petition.parent in known else ""
        seen.master = petition.master if petition.master in known else ""
        return seen

    def history(self, petition_id: str, *, by: Actor) -> list[tuple[Petition, Any]]:
        """What was done about a petition and those linked to it or split from it, in order of days; of those that the
        asker may not know of, nothing."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        family = [petition, *self._near(petition, by), *self.linked(petition_id, by=by)]
        lines = [(one, entry) for one in family for entry in one.history]
        return sorted(lines, key=lambda line: line[1].on)

    def _check_merged(self, petition: Petition, other: Petition, by: Actor) -> None:
        """What one denunciation says names nobody who sent the other."""
        self.vaulting.open_texts.check(other, *(one.text for one in petition.contents), by=by)

    def _near(self, petition: Petition, by: Actor) -> list[Petition]:
        """What a petition names as belonging with it, as far as the asker may know."""
        near = [one for one in (petition.parent, petition.master, *petition.parts) if one]
        found = self.petitions.here(near, agency=by.agency)
        return [one for one in found if self.vaulting.may_join(petition, one, by=by)]

    def done(self, petition: Petition, by: Actor, said: Said) -> Done:
        """When, by which document and with what words something is done about a petition; the office reads them.
        Raises `IdentityInText`."""
        self.vaulting.open_texts.check(petition, said.document, said.text, by=by)
        return done_of(by, said, today=self.store.clock.today())

    def _passed_on(self, petition: Petition, before: str, by: Actor) -> dict[str, Any]:
        """The vault of a denunciation goes by who handles it."""
        entry = self.vaulting.vault.find(petition.id, agency=by.agency)
        changed = entry and entry.pass_on(before, petition.handler, by=by)
        return self._kept(petition, *([entry] if entry and changed else []))

    def _kept(self, petition: Petition, *entries: VaultEntry) -> dict[str, Any]:
        today = self.store.clock.today()
        self.store.commit(petition, *self.parent_of(petition, today), *entries)
        return state_of(petition)


def done_of(by: Actor, said: Said, *, today: date) -> Done:
    """When, by which document and with what words; without a day it is today."""
    return Done(
        on=said.on or today, today=today, document=said.document, text=said.text, by=by.user
    )


def state_of(petition: Petition) -> dict[str, Any]:
    """Where a petition stands, and when the agency has to act next."""
    due_on = petition.due_on
    return {
        "petition": petition.id,
        "state": petition.state.value,
        "version": petition.version,
        "due_on": due_on.isoformat() if due_on else None,
    }
