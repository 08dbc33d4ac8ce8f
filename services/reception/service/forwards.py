"""The desk of forwarding: a petition goes to the agency whose matter it is, its dossier sealed for that agency."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from contracts.reception import ForwardAnswer, IntakeChannel, ParcelKind, PetitionKind, Visibility
from kernel.errors import Conflict, NotFound
from kernel.message import Actor, new_id
from kernel.sealing import SealBroken, seal_for
from kernel.store import Store, command
from services.reception.domain import Law, Petition, PetitionForm
from services.reception.domain.cases import Done, Said
from services.reception.domain.contents import open_of
from services.reception.domain.files import Attachment
from services.reception.domain.forwarding import Forward, NotThatAgency, bring, come_back, send
from services.reception.domain.parcels import Arrival
from services.reception.domain.plain import made, plain
from services.reception.service.hands import done_of, held, parent_of, state_of
from services.reception.service.law import is_agency
from services.reception.service.open_texts import OpenTexts
from services.reception.service.packing import Packing
from services.reception.service.parcels import Announced, Post
from services.reception.store import Petitions, Register
from services.reception.store.forwards import Forwards

WITHHELD = "(lý do cơ quan nhận ghi có chi tiết làm lộ danh tính người tố cáo, không chép vào đây)"
UNREADABLE = "(không mở được lý do mà cơ quan nhận đã ghi)"


class DossierBroken(Conflict):
    """What was sealed is not what arrived."""

    code = "dossier_broken"
    title = (
        "Hồ sơ chuyển đến không mở được hoặc đã bị thay đổi; hãy yêu cầu cơ quan chuyển gửi lại."
    )


class ForwardDesk:
    """Sends petitions to other agencies, here and at other sites, takes in what arrives."""

    def __init__(
        self,
        store: Store,
        petitions: Petitions,
        register: Register,
        law_of: Callable[[date], Law],
        post: Post,
        packing: Packing,
        open_texts: OpenTexts,
        addresses_of: Callable[[str], Sequence[str]],
    ) -> None:
        self.store, self.petitions, self.register = store, petitions, register
        self.law_of, self.book, self.post = law_of, post.book, post
        self.keys, self.forwards, self.packing = packing.keys, Forwards(store), packing
        self.open_texts, self.addresses_of = open_texts, addresses_of

    @command
    def forward(self, petition_id: str, said: Said, *, to_agency: str, by: Actor) -> dict[str, Any]:
        """Hand a petition that was classified so to the agency whose matter it is. Raises `NotThatAgency`,
        `HostedElsewhere`, `KeyNotTold`, `TooLargeDossier`."""
        petition = held(self.petitions, petition_id, by)
        self.open_texts.check(petition, said.document, said.text, by=by)
        done = done_of(by, said, today=self.store.clock.today())
        if to_agency == by.agency or not is_agency(self.book, to_agency, on=done.on):
            raise NotThatAgency
        code = new_id()
        public = self.post.public_of(to_agency)
        sealed = seal_for(public, self._dossier(petition), bound=code)
        self.packing.must_fit(len(sealed))
        first = petition.first_received_on or petition.form.received_on
        forward = Forward(
            id=code,
            agency=by.agency,
            petition=petition.id,
            to_agency=to_agency,
            code=code,
            sent_on=done.on,
            first_received_on=first,
            petition_kind=petition.form.kind,
            hash=hashlib.sha256(sealed).hexdigest(),
            size=len(sealed),
        )
        send(petition, forward, done)
        about = Announced(code, ParcelKind.PETITION, to_agency, done.on, petition.form.kind, first)
        parcel = self.post.send(about, sealed, by=by.agency)
        parent = parent_of(self.petitions, petition, done.today)
        self.store.commit(petition, forward, *parcel, *parent)
        return {**state_of(petition), "forward": code}

    @command
    def receive(self, forward_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Take a forwarded petition into the own register: the time of intake starts with this day, the
        citizen's waiting with the first receipt. Raises `NotFound`, `AnsweredBefore`, `DossierBroken`."""
        forward, today = self.dossier(forward_id, by=by), self.store.clock.today()
        forward.must_wait()
        done, (form, contents, files) = done_of(by, said, today=today), self._opened(forward)
        petition = Petition.register(
            replace(
                form,
                received_on=done.on,
                channel=IntakeChannel.REFERRED_AGENCY,
                notice_from=None,
            ),
            id_=new_id(),
            agency=by.agency,
            number=self.register.next_in(by.agency, today.year),
            today=today,
            law=self.law_of(today),
            first_received_on=forward.first_received_on,
        )
        bring(petition, contents, done)
        if isinstance(forward, Arrival):
            forward.answered(
                ForwardAnswer.RECEIVED,
                done,
                received_as=petition.id,
                number=petition.number,
                year=petition.year,
            )
        else:
            forward.answered(ForwardAnswer.RECEIVED, done, received_as=petition.id)
        self.store.commit(petition, forward, *self._attached(petition, files))
        return {"petition": petition.id, "number": petition.number, "year": petition.year}

    @command
    def refuse(self, forward_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Send a forwarded petition back with a reason: the sender classifies it again. Raises
        `NotFound`, `AnsweredBefore`, `ReasonMissing`, `KeyNotTold`."""
        forward = self.dossier(forward_id, by=by)
        done = done_of(by, said, today=self.store.clock.today())
        if isinstance(forward, Arrival):
            forward.must_wait()
            words = self.post.sealed_words(forward, done.text)
            forward.answered(ForwardAnswer.REFUSED, done, words=words)
            self.store.commit(forward)
            return {"forward": forward.id, "answer": forward.answer}
        petition = self.petitions.known(forward.petition)
        self.open_texts.check(petition, done.document, done.text, by=by)
        forward.answered(ForwardAnswer.REFUSED, done)
        come_back(petition, done)
        self.store.commit(forward, petition, *parent_of(self.petitions, petition, done.today))
        return {"forward": forward.id, "answer": forward.answer}

    def answered_elsewhere(self, row: dict[str, Any], parcel: dict[str, Any]) -> None:
        """What an agency of another site did with a petition sent to it: once, whatever comes again. Only inside
        a command."""
        forward, today = self.forwards.known(parcel["_id"]), self.store.clock.today()
        if forward.answer:
            return
        answer, on = ForwardAnswer(row["answer"]), date.fromisoformat(row["answered_on"])
        words = self.post.opened_words(row, agency=forward.agency)
        done = Done(on=max(min(on, today), forward.sent_on), today=today, text=words or UNREADABLE)
        if answer is ForwardAnswer.RECEIVED:
            there = f"{row['number']}/{row['year']}" if row["number"] else ""
            forward.answered(answer, replace(done, text=""), received_there=there)
            self.store.commit(forward)
            return
        petition = self.petitions.known(forward.petition)
        if self.open_texts.names(petition, done.text):
            done = replace(done, text=WITHHELD)
        forward.answered(answer, done)
        come_back(petition, done)
        self.store.commit(forward, petition, *parent_of(self.petitions, petition, today))

    def arriving(self, *, by: Actor) -> list[Forward | Arrival]:
        """What was sent to the asker's agency, or one whose post it opens, the newest first."""
        to = self.addresses_of(by.agency)
        found: list[Forward | Arrival] = [*self.forwards.sent_to(to)]
        found += self.post.arrivals.sent_to(to)
        return sorted(found, key=lambda one: (one.sent_on, one.id), reverse=True)

    def on_the_way(self, *, by: Actor) -> int:
        """How many petitions of other sites were announced to the asker's agency and are not here yet."""
        return self.post.parcels.on_the_way(self.addresses_of(by.agency))

    def altered(self, *, by: Actor) -> int:
        """How many of them came changed, and were not taken."""
        return self.post.parcels.on_the_way(self.addresses_of(by.agency), altered=True)

    def sent(self, petition_id: str, *, by: Actor) -> list[Forward]:
        """Where a petition was sent, and what was answered. Raises `NotFound`."""
        self.petitions.get(petition_id, agency=by.agency)
        return self.forwards.of_petition(petition_id)

    def latest_of(self, petition: Petition) -> Forward | None:
        """Where a petition was sent last."""
        sent = self.forwards.of_petition(petition.id)
        return sent[-1] if sent else None

    def dossier(self, forward_id: str, *, by: Actor) -> Forward | Arrival:
        """A petition on its way to the asker's agency, from here or another site. Raises `NotFound`."""
        to = self.addresses_of(by.agency)
        arrival = self.post.arrivals.find(forward_id, to=to)
        if arrival and arrival.holds is ParcelKind.PETITION:
            return arrival
        return self.forwards.arriving(forward_id, to=to)

    def sealed(self, forward_id: str, *, by: Actor) -> bytes:
        """The dossier of a forward that waits for the asker's agency. Raises `NotFound`."""
        return self._box(self.dossier(forward_id, by=by))

    def _box(self, forward: Forward | Arrival) -> bytes:
        if forward.answer:
            raise NotFound
        before = forward.sealed if isinstance(forward, Forward) else None
        return before or self.post.contents.get(forward.code)

    def _opened(
        self, forward: Forward | Arrival
    ) -> tuple[PetitionForm, list[str], list[dict[str, Any]]]:
        """What is in a dossier, by the keys of whom it was sealed for; those sealed before files were in it hold the form alone."""
        try:
            sealed = self._box(forward)
            if hashlib.sha256(sealed).hexdigest() != forward.hash:
                raise DossierBroken
            keys = self.keys.of(forward.to_agency)
            told = orjson.loads(keys.open_box(sealed, bound=forward.code))
        except (SealBroken, NotFound) as broken:
            raise DossierBroken from broken
        form = made(PetitionForm, told.get("form", told))
        return form, told.get("contents", []), told.get("files", [])

    def _attached(self, petition: Petition, files: list[dict[str, Any]]) -> list[Attachment]:
        """The files of a dossier, for the office that took it; who petitions sees them where they handed them in."""
        return [
            self.packing.unpacked(
                one,
                agency=petition.agency,
                petition=petition.id,
                of=petition.form.kind,
                to=Visibility.INTERNAL,
            )
            for one in files
        ]

    def _dossier(self, petition: Petition) -> bytes:
        """What the other agency needs. Who denounces is not in it: that goes from vault to vault. Nor is the day of a
        session: who came there is told by the agency that received them."""
        form = replace(petition.form, client_ref="", places=(), notice_from=None)
        if form.kind is PetitionKind.DENUNCIATION:
            form = replace(form, petitioner=None)
        files = self.packing.packed(petition.id, vault=False)
        contents = [one.text for one in open_of(petition.contents)]
        return orjson.dumps({"form": plain(form), "contents": contents, "files": files})
