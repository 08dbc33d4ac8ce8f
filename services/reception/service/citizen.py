"""The citizen's side: receipts with codes, looking a petition up, supplementing, withdrawing, rating.

A code is never kept as it is: a blind mark finds the receipt, and a sealed copy prints it again. All
that fails looks the same and costs the same: no such code, a wrong secret, a code that was replaced.
"""

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from contracts.reception import CitizenAct, ForwardAnswer, PetitionKind
from kernel.errors import Invalid, TooOften
from kernel.message import Actor, new_id
from kernel.store import Store, command
from services.reception.domain import Petition, State
from services.reception.domain.cases import Done, take_back
from services.reception.domain.citizen import (
    AlreadyRated,
    CitizenWord,
    Receipt,
    Standing,
    first_open,
    may_say,
    standing,
)
from services.reception.domain.codes import Mistyped, draw, draw_secret, mistake_in, plain
from services.reception.domain.deadlines import Law
from services.reception.domain.forwarding import Forward
from services.reception.service.forwards import ForwardDesk
from services.reception.service.hands import HandDesk
from services.reception.service.replies import ReplyDesk
from services.reception.store import Petitions
from services.reception.store.citizen import CitizenWords, Guesses, Receipts
from services.reception.store.keys import AgencyKeys
from services.reception.store.vault import bound

TOKEN_MINUTES = 30
LONGEST_TOKEN = 300
MOST_STEPS = 20  # forwards and splits in a row that a citizen is led along


class Mistake(Invalid):
    """The code was mistyped: the two check characters say where, if it is one character."""

    code = "mistyped_code"
    title = "Mã tra cứu gõ chưa đúng."


class NotFoundHere(Invalid):
    """No receipt with this code, or not with this secret: which of them is not said."""

    code = "no_such_receipt"
    title = "Không tìm thấy đơn nào với mã này. Nếu là đơn tố cáo, cần cả mã bí mật."


class TooManyWrong(TooOften):
    """Codes are not to be tried out."""

    code = "too_many_wrong_codes"
    title = "Đã nhập sai nhiều lần. Vui lòng chờ {minutes} phút rồi thử lại, hoặc hỏi cơ quan tiếp nhận."


@dataclass(frozen=True)
class Printed:
    """What stands on a receipt; the secret only when it has just been drawn."""

    petition: Petition
    code: str
    secret: str
    issued: Receipt


@dataclass(frozen=True)
class Seen:
    """What a citizen sees, and the token by which they go on."""

    petition: Petition
    receipt: Receipt
    standing: Standing
    acts: tuple[CitizenAct, ...]
    words: tuple[CitizenWord, ...]
    token: str
    replies: tuple[tuple[date, str], ...]
    current: Petition


class Way(NamedTuple):
    """Where a citizen's petition is: what goes on in its place, the agency it is on its way to, and whether
    it is shared with somebody else, of whom its citizen sees no more than the day; `there`: under which number
    an agency of another site took it in."""

    petition: Petition
    sent_to: str
    shared: bool
    there: str = ""


class Citizens:
    """What can be asked about receipts and by citizens."""

    store: Store
    keys: AgencyKeys
    petitions: Petitions
    replies: ReplyDesk
    forwards: ForwardDesk
    hands: HandDesk
    law_of: Callable[[date], Law]

    def open_citizen_store(self) -> None:
        """Keep the citizen's collections."""
        self.receipts = Receipts(self.store)
        self.words = CitizenWords(self.store)
        self.guesses = Guesses(self.store)

    # --- the receipt --------------------------------------------------------------------------------

    def print_receipt(self, petition_id: str, *, anew: bool = False, by: Actor) -> Printed:
        """A receipt to print: the one given out before, or (`anew`, or none yet) with a new code.

        The secret of a denunciation is shown once, when it is drawn. Raises `NotFound`.
        """
        code, secret = draw(), draw_secret()
        self.issue_receipt(petition_id, code, secret, anew=anew, by=by)
        petition = self.petitions.get(petition_id, agency=by.agency)
        receipt = self.receipts.find(petition_id)
        assert receipt is not None, "it was given out just now, or before"
        kept = self.keys.of(receipt.agency).open(
            receipt.sealed, bound=bound("receipts", receipt.id)
        )
        fresh = kept.decode() == code
        return Printed(petition, kept.decode(), secret if fresh and receipt.secret else "", receipt)

    @command
    def issue_receipt(
        self, petition_id: str, code: str, secret: str, *, anew: bool = False, by: Actor
    ) -> None:
        """Give out a receipt with a code, unless there is one. Told without the code."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        found = self.receipts.find(petition_id)
        if found and not anew:
            return
        id_ = found.id if found else new_id()
        owner, today = (found.agency if found else by.agency), self.store.clock.today()
        secret_kept = petition.form.kind is PetitionKind.DENUNCIATION
        given: dict[str, Any] = {
            "mark": self.keys.site_mark("code", code),
            "sealed": self.keys.of(owner).seal(code.encode(), bound=bound("receipts", id_)),
            "secret": self.keys.site_mark("secret", code, secret) if secret_kept else b"",
            "today": today,
        }
        if found:
            found.replace(**given)
        else:
            found = Receipt.issue(id_=id_, agency=owner, petition=petition_id, **given)
        self.store.commit(found)

    # --- looking up ---------------------------------------------------------------------------------

    def look_up(self, typed: str, secret: str = "", *, address: str) -> Seen:
        """Where the petition of a code stands.

        Raises `Mistake` (with the place of the one wrong character), `TooManyWrong`, `NotFoundHere`.
        """
        code = plain(typed)
        wrong = mistake_in(code)
        if wrong is not None:
            raise Mistake({"code": [_explained(wrong)]}, place=wrong.place)
        marks = (self.keys.site_mark("address", address), self.keys.site_mark("guessed", code))
        self._slow_down(marks)
        receipt = self._receipt(code, plain(secret))
        if receipt is None:
            self.guesses.wrong(marks, at=self.store.clock.now())
            raise NotFoundHere({"code": [NotFoundHere.title]})
        return self._seen(receipt)

    def _receipt(self, code: str, secret: str) -> Receipt | None:
        """The receipt of a code and secret; whatever is wrong, the same is done."""
        receipt = self.receipts.by_mark(self.keys.site_mark("code", code))
        given = self.keys.site_mark("secret", code, secret)
        wanted = receipt.secret if receipt and receipt.secret else given
        fits = hmac.compare_digest(given, wanted)
        return receipt if fits else None

    def _slow_down(self, marks: tuple[bytes, ...]) -> None:
        settings = self.store.settings
        lasts = timedelta(minutes=settings.lookup_minutes)
        if (
            self.guesses.count(marks, since=self.store.clock.now() - lasts)
            >= settings.lookup_guesses
        ):
            raise TooManyWrong(after=int(lasts.total_seconds()), minutes=settings.lookup_minutes)

    def _seen(self, receipt: Receipt) -> Seen:
        petition = self.petitions.anywhere(receipt.petition)
        way = self._now(petition)
        own = petition if way.shared else way.petition
        said = tuple(self.words.of(own.id))
        rated = any(one.act is CitizenAct.RATE for one in said)
        possible = () if way.sent_to or way.shared else may_say(own)
        acts = tuple(one for one in possible if not (one is CitizenAct.RATE and rated))
        today = self.store.clock.today()
        law = self.law_of(today)
        where = standing(
            way.petition,
            today=today,
            packs=law.packs,
            sent_to=way.sent_to,
            there=way.there,
            first=petition,
        )
        replies = tuple(
            (one.replied_on, text)
            for of in {petition.id: petition, own.id: own}.values()
            for one, text in self.replies.for_citizen(of)
        )
        return Seen(petition, receipt, where, acts, said, self._token(receipt), replies, own)

    def _now(self, petition: Petition) -> Way:
        """What goes on in place of the petition a citizen handed in: it was forwarded, split, or linked to
        another; for its citizen it is not over before that is."""
        shared = False
        for _ in range(MOST_STEPS):
            if petition.state is State.FORWARDED:
                sent = self.forwards.latest_of(petition)
                if sent is None or not sent.received_as:
                    to, there = (sent.to_agency, taken_there(sent)) if sent else ("", "")
                    return Way(petition, to, shared, there)
                petition = self.petitions.anywhere(sent.received_as)
            elif petition.parts:
                petition = first_open([self.petitions.anywhere(one) for one in petition.parts])
            elif petition.state is State.LINKED:
                petition, shared = self.petitions.anywhere(petition.master), True
            else:
                break
        return Way(petition, "", shared)

    # --- going on by token --------------------------------------------------------------------------

    def _token(self, receipt: Receipt) -> str:
        ends = self.store.clock.now() + timedelta(minutes=TOKEN_MINUTES)
        told = f"{receipt.id}.{int(ends.timestamp())}"
        return f"{told}.{self._signature(told, receipt)}"

    def _signature(self, told: str, receipt: Receipt) -> str:
        mark = self.keys.site_mark("token", told, receipt.mark.hex())
        return base64.urlsafe_b64encode(mark).decode().rstrip("=")

    def seen_by_token(self, token: str) -> Seen:
        """What the holder of a token sees. Raises `NotFoundHere` for one that does not hold, or holds no more."""
        id_, _, rest = token.partition(".")
        until, _, signature = rest.partition(".")
        receipt = self.receipts.some({"_id": id_}, limit=1) if len(token) < LONGEST_TOKEN else []
        found = self.receipts.from_document(receipt[0]) if receipt else None
        if found is None or not until.isdecimal() or not until.isascii():
            raise NotFoundHere
        holds = hmac.compare_digest(
            signature.encode(), self._signature(f"{id_}.{until}", found).encode()
        )
        if not holds or datetime.fromtimestamp(int(until), UTC) < self.store.clock.now():
            raise NotFoundHere
        return self._seen(found)

    def say(self, token: str, act: CitizenAct, text: str = "", *, stars: int = 0) -> Seen:
        """Supplement, ask to withdraw, or rate.

        Raises `NotFoundHere`, `CannotSayNow`, `AlreadyRated`, `NoStars`, `NothingSaid`.
        """
        seen = self.seen_by_token(token)
        agency = seen.current.agency
        by = Actor(user="citizen", role="CITIZEN", agency=agency)
        self.store.once(lambda: self._say(seen, act, text, stars), by=by, command="say")
        return self.seen_by_token(token)

    def _say(self, seen: Seen, act: CitizenAct, text: str, stars: int) -> None:
        petition = self.petitions.anywhere(seen.current.id)
        said = self.words.of(petition.id)
        if act is CitizenAct.RATE and any(one.act is act for one in said):
            raise AlreadyRated
        id_, keys = new_id(), self.keys.of(petition.agency)
        kept = keys.seal(text.encode(), bound=bound("citizen_words", id_)) if text else b""
        today = self.store.clock.today()
        word = CitizenWord.say(petition, act, id_=id_, sealed=kept, stars=stars, today=today)
        self.store.commit(word)

    # --- the officer's side -------------------------------------------------------------------------

    def words_about(self, petition_id: str, *, by: Actor) -> list[tuple[CitizenWord, str]]:
        """What the citizen said about a petition, for its officers. Raises `NotFound`.

        What a denouncer wrote may give them away: only who may open the vault reads it.
        """
        petition = self.petitions.get(petition_id, agency=by.agency)
        self.store.audit.read(petition, "read_words", by=by)
        hidden = petition.form.kind is PetitionKind.DENUNCIATION and not self.may_see_inside(
            petition_id, by=by
        )
        return [(one, "" if hidden else self._text(one)) for one in self.words.of(petition_id)]

    def may_see_inside(self, petition_id: str, *, by: Actor) -> bool:
        """Whether somebody may see what could expose a denouncer (the vault says)."""
        raise NotImplementedError

    def _text(self, word: CitizenWord) -> str:
        if not word.sealed:
            return ""
        opened = self.keys.of(word.agency).open(word.sealed, bound=bound("citizen_words", word.id))
        return opened.decode()

    @command
    def answer_word(
        self, petition_id: str, word: str, *, accepted: bool, document: str = "", by: Actor
    ) -> dict[str, Any]:
        """Deal with what a citizen said. A request to withdraw that is accepted, by the `document` the citizen
        signed, ends the petition. Raises `NotFound`, `AlreadyAnswered`, `DocumentMissing`, `NotInThatState`."""
        petition, today = (
            self.petitions.get(petition_id, agency=by.agency),
            self.store.clock.today(),
        )
        found = self.words.about(petition_id, word)
        found.answer(accepted=accepted, today=today)
        self.store.commit(found)
        if accepted and found.act is CitizenAct.WITHDRAW:
            take_back(petition, Done(on=today, today=today, document=document, by=by.user))
            self.store.commit(petition, *self.hands.parent_of(petition, today))
        return {"petition": petition_id, "word": word}


def taken_there(sent: Forward) -> str:
    """How an agency of another site has a petition; empty while it has not taken it in."""
    if not sent.answered_on or sent.answer is not ForwardAnswer.RECEIVED:
        return ""
    number = f", số {sent.received_there}" if sent.received_there else ""
    return f"đã vào sổ ngày {sent.answered_on:%d/%m/%Y}{number}"


def _explained(wrong: Mistyped) -> str:
    if wrong.place:
        return f"Ký tự thứ {wrong.place} có vẻ gõ nhầm; có phải là “{wrong.sign}”?"
    return "Mã gồm 12 ký tự, in trên giấy biên nhận; hãy gõ lại."
