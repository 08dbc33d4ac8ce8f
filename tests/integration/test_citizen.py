"""The citizen's look-up on a real mongod: by code alone, nothing personal, guesses slowed, all misses alike."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import bson
import pytest

from contracts.reception import CitizenAct, Disposition, IntakeChannel, PetitionKind
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store
from law.defaults import shipped_units
from services.reception.domain import Classification, Fate, Petitioner, PetitionForm, State
from services.reception.domain.cases import DocumentMissing, Said
from services.reception.domain.citizen import (
    AlreadyAnswered,
    AlreadyRated,
    CannotSayNow,
    NoStars,
    NothingSaid,
)
from services.reception.domain.codes import draw, draw_secret
from services.reception.domain.replies import ReplyForm
from services.reception.service import Reception
from services.reception.service.citizen import Mistake, NotFoundHere, TooManyWrong

CLERK = Actor(user="u-1", role="RECEPTIONIST", agency="ag-1")
HEAD = Actor(user="u-3", role="AGENCY_HEAD", agency="ag-1")
STRANGER = Actor(user="u-4", role="RECEPTIONIST", agency="ag-2")
WHO = Petitioner(name="Canary Thị Hót", phone="0905111222")
HERE = "192.0.2.7"


class Moving(SetClock):
    """A machine's clock, too, that can be put forward."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead


@pytest.fixture
def clock() -> Moving:
    return Moving(datetime(2026, 3, 10, 9, tzinfo=VIETNAM))


@pytest.fixture
def reception(a_store: Callable[..., Store], clock: Moving) -> Reception:
    service = Reception(a_store("reception", clock=clock))
    service.store.prepare()
    return service


def a_petition(reception: Reception, kind: PetitionKind = PetitionKind.COMPLAINT) -> str:
    form = PetitionForm(
        kind=kind,
        channel=IntakeChannel.COUNTER,
        received_on=date(2026, 3, 2),
        summary="Đề nghị xem xét mức bồi thường",
        petitioner=WHO,
    )
    return str(reception.register_petition(form, by=CLERK)["petition"])


def test_a_citizen_learns_who_has_to_do_what_until_when_and_why(
    reception: Reception, clock: Moving
):
    code = reception.print_receipt(a_petition(reception), by=CLERK).code

    seen = reception.look_up(f" {code[:4]}-{code[4:8]}-{code[8:].lower()} ", address=HERE)
    clock.moment = datetime(2026, 3, 16, 9, tzinfo=VIETNAM)
    late = reception.look_up(code, address=HERE).standing

    assert (seen.standing.until, seen.standing.late_days) == (date(2026, 3, 12), 0)
    assert "phân loại" in seen.standing.what
    assert any("C-01" in one or "10" in one for one in seen.standing.why)
    assert late.late_days == 4
    assert "khiếu nại lần hai" in late.remedy
    assert "Điều 33" in late.remedy
    assert not seen.standing.remedy


def test_what_is_seen_names_nobody(reception: Reception):
    code = reception.print_receipt(a_petition(reception), by=CLERK).code

    told = repr(reception.look_up(code, address=HERE).standing)

    assert not [one for one in ("Hót", "Canary", "C.T.H", "0905") if one in told]


def test_codes_and_secrets_are_kept_nowhere_as_they_are(reception: Reception):
    printed = reception.print_receipt(a_petition(reception, PetitionKind.DENUNCIATION), by=CLERK)
    reception.look_up(printed.code, printed.secret, address=HERE)
    with pytest.raises(NotFoundHere):
        reception.look_up(printed.code, draw_secret(), address=HERE)

    database = reception.store.database
    kept = b"".join(
        bson.encode(row)
        for name in database.list_collection_names()
        for row in database[name].find()
    )
    assert printed.code.encode() not in kept
    assert printed.secret.encode() not in kept
    assert HERE.encode() not in kept


def test_a_receipt_is_printed_again_with_its_code_and_a_new_code_voids_the_old(
    reception: Reception,
):
    id_ = a_petition(reception)
    first = reception.print_receipt(id_, by=CLERK)
    again = reception.print_receipt(id_, by=CLERK)
    anew = reception.print_receipt(id_, anew=True, by=CLERK)

    assert first.code == again.code != anew.code
    assert reception.look_up(anew.code, address=HERE).petition.id == id_
    with pytest.raises(NotFoundHere):
        reception.look_up(first.code, address=HERE)
    with pytest.raises(NotFound):
        reception.print_receipt(id_, by=STRANGER)


def test_one_wrong_character_is_named_with_its_place(reception: Reception):
    code = reception.print_receipt(a_petition(reception), by=CLERK).code
    wrong = ("2" if code[4] != "2" else "3").join((code[:4], code[5:]))

    with pytest.raises(Mistake) as told:
        reception.look_up(wrong, address=HERE)

    assert f"Ký tự thứ 5 có vẻ gõ nhầm; có phải là “{code[4]}”" in told.value.errors["code"][0]


def test_all_misses_look_alike_and_cost_the_same(reception: Reception):
    """No such code, a wrong secret, no secret: the same refusal after the same questions to the database."""
    printed = reception.print_receipt(a_petition(reception, PetitionKind.DENUNCIATION), by=CLERK)
    told = []
    for code, secret in ((draw(), ""), (printed.code, draw_secret()), (printed.code, "")):
        asked: list[str] = []
        with (
            counted(reception.receipts.rows, "find_one", asked),
            counted(reception.guesses.rows, "count_documents", asked),
            counted(reception.guesses.rows, "insert_many", asked),
            counted(reception.petitions.rows, "find_one", asked),
            pytest.raises(NotFoundHere) as refused,
        ):
            reception.look_up(code, secret, address=HERE)
        told.append((refused.value.detail, refused.value.errors, asked))

    assert told[0] == told[1] == told[2]
    assert told[0][2] == ["count_documents", "count_documents", "find_one", "insert_many"]


def counted(rows: Any, name: str, asked: list[str]) -> Any:
    """Note each time a collection is asked that way."""
    real = getattr(type(rows), name)

    def noted(self: Any, *words: Any, **more: Any) -> Any:
        if self.name == rows.name:
            asked.append(name)
        return real(self, *words, **more)

    return patch.object(type(rows), name, noted)


def test_who_guesses_waits_and_a_guessed_code_waits_too(reception: Reception, clock: Moving):
    code = reception.print_receipt(a_petition(reception), by=CLERK).code
    for _ in range(10):
        with pytest.raises(NotFoundHere):
            reception.look_up(draw(), address=HERE)

    with pytest.raises(TooManyWrong):
        reception.look_up(code, address=HERE)
    assert reception.look_up(code, address="192.0.2.8").petition
    clock.ahead = timedelta(minutes=16)
    assert reception.look_up(code, address=HERE).petition


def test_a_secret_cannot_be_guessed_from_many_addresses(reception: Reception):
    printed = reception.print_receipt(a_petition(reception, PetitionKind.DENUNCIATION), by=CLERK)
    for number in range(10):
        with pytest.raises(NotFoundHere):
            reception.look_up(printed.code, draw_secret(), address=f"192.0.2.{number}")

    with pytest.raises(TooManyWrong):
        reception.look_up(printed.code, printed.secret, address="192.0.2.99")


def test_a_citizen_supplements_and_withdraws_and_an_officer_answers(reception: Reception):
    id_ = a_petition(reception)
    token = reception.look_up(reception.print_receipt(id_, by=CLERK).code, address=HERE).token

    reception.say(token, CitizenAct.SUPPLEMENT, "Tôi gửi thêm giấy tờ")
    seen = reception.say(token, CitizenAct.WITHDRAW, "Đã thỏa thuận xong")

    told = reception.words_about(id_, by=CLERK)
    assert [text for _, text in told] == ["Đã thỏa thuận xong", "Tôi gửi thêm giấy tờ"]
    with pytest.raises(CannotSayNow):
        reception.say(seen.token, CitizenAct.RATE, stars=5)
    with pytest.raises(NothingSaid):
        reception.say(seen.token, CitizenAct.SUPPLEMENT)
    reception.answer_word(id_, told[0][0].id, accepted=True, document="2/BB", by=CLERK)
    with pytest.raises(AlreadyAnswered):
        reception.answer_word(id_, told[0][0].id, accepted=False, by=CLERK)
    with pytest.raises(NotFound):
        reception.words_about(id_, by=STRANGER)


def test_what_a_denouncer_adds_is_read_by_those_of_the_vault_alone(reception: Reception):
    id_ = a_petition(reception, PetitionKind.DENUNCIATION)
    printed = reception.print_receipt(id_, by=CLERK)
    token = reception.look_up(printed.code, printed.secret, address=HERE).token
    reception.say(token, CitizenAct.SUPPLEMENT, "Tôi là chị của người bị hại")

    assert [text for _, text in reception.words_about(id_, by=CLERK)] == [""]
    assert [text for _, text in reception.words_about(id_, by=HEAD)] == [
        "Tôi là chị của người bị hại"
    ]


def test_a_settled_matter_is_rated_once(reception: Reception):
    id_ = a_petition(reception)
    token = reception.look_up(reception.print_receipt(id_, by=CLERK).code, address=HERE).token
    reception.cases.take_back(id_, Said(document="1/BB"), by=CLERK)
    with pytest.raises(NoStars):
        reception.say(token, CitizenAct.RATE, stars=6)
    seen = reception.say(token, CitizenAct.RATE, "Cảm ơn", stars=5)
    with pytest.raises(AlreadyRated):
        reception.say(seen.token, CitizenAct.RATE, stars=1)

    assert CitizenAct.RATE not in seen.acts
    assert (
        reception.store.database["events"].count_documents({"type": "reception.citizen_spoke"}) == 1
    )


def test_a_token_holds_for_a_while_and_for_its_own_receipt(reception: Reception, clock: Moving):
    one = reception.print_receipt(a_petition(reception), by=CLERK)
    other = reception.print_receipt(a_petition(reception), by=CLERK)
    token = reception.look_up(one.code, address=HERE).token
    id_, until, signature = token.split(".")

    for bad in (
        "",
        "x",
        f"{other.issued.id}.{until}.{signature}",
        f"{id_}.{int(until) + 60}.{signature}",
        f"{id_}.{until}.",
        f"{id_}.²³.{signature}",
    ):
        with pytest.raises(NotFoundHere):
            reception.seen_by_token(bad)
    assert reception.seen_by_token(token).receipt.id == id_
    clock.ahead = timedelta(minutes=31)
    with pytest.raises(NotFoundHere):
        reception.seen_by_token(token)


# --- on its way to another agency -----------------------------------------------------------------------


def routed(reception: Reception, disposition: Disposition = Disposition.FORWARD) -> tuple[str, str]:
    """A feedback that is to be forwarded, and its code."""
    id_ = a_petition(reception, PetitionKind.FEEDBACK)
    code = reception.print_receipt(id_, by=CLERK).code
    given: Any = {"eligible": True, "competent": False, "on": date(2026, 3, 3)}
    reception.classify_petition(id_, Classification(disposition=disposition, **given), by=CLERK)
    return id_, code


def test_for_its_citizen_a_forwarded_petition_waits_since_the_first_receipt_and_is_never_closed(
    reception: Reception, clock: Moving
):
    there = next(one.id for one in shipped_units().as_of(date(2026, 3, 3)) if one.kind.is_place)
    taker = Actor(user="u-9", role="RECEPTIONIST", agency=there)
    id_, code = routed(reception)

    decided = reception.look_up(code, address=HERE).standing
    said = Said(document="1/PC", on=date(2026, 3, 4))
    sent = reception.forwards.forward(id_, said, to_agency=there, by=CLERK)["forward"]
    underway = reception.look_up(code, address=HERE)
    clock.moment = datetime(2026, 3, 12, 9, tzinfo=VIETNAM)
    taken = reception.forwards.receive(sent, Said(), by=taker)["petition"]
    there_now = reception.look_up(code, address=HERE)

    assert (decided.done, decided.what) == (False, "Chuyển đơn đến cơ quan có thẩm quyền")
    assert (underway.standing.done, underway.standing.agency) == (False, there)
    assert underway.acts == ()
    assert (there_now.standing.done, there_now.standing.agency) == (False, there)
    assert (there_now.standing.since, there_now.standing.waited_days) == (date(2026, 3, 2), 10)
    assert reception.petition(taken, by=taker).intake.due_on > date(2026, 3, 12)
    seen = reception.say(there_now.token, CitizenAct.SUPPLEMENT, "Thêm giấy tờ")
    assert [one.petition for one in seen.words] == [taken]


def test_a_refused_forward_is_with_the_first_agency_again(reception: Reception):
    there = next(one.id for one in shipped_units().as_of(date(2026, 3, 3)) if one.kind.is_place)
    taker = Actor(user="u-9", role="RECEPTIONIST", agency=there)
    id_, code = routed(reception)
    sent = reception.forwards.forward(id_, Said(document="1/PC"), to_agency=there, by=CLERK)
    reception.forwards.refuse(sent["forward"], Said(text="Không thuộc thẩm quyền"), by=taker)

    where = reception.look_up(code, address=HERE).standing

    assert (where.done, where.agency, where.until) == (False, "ag-1", date(2026, 3, 16))


def test_a_linked_petition_shows_the_days_of_the_other_and_nothing_of_its_writer(
    reception: Reception,
):
    master, other = a_petition(reception), a_petition(reception)
    code = reception.print_receipt(other, by=CLERK).code
    reception.replies.send_reply(
        master, ReplyForm(text="Chỉ cho người kia", understood=True), by=CLERK
    )
    reception.hands.link(other, Said(), master=master, by=CLERK)

    seen = reception.look_up(code, address=HERE)

    assert (seen.standing.done, seen.standing.until) == (False, date(2026, 3, 12))
    assert (seen.replies, seen.acts) == ((), ())


@pytest.mark.parametrize("accepted", [False, True])
def test_a_withdrawal_a_citizen_signed_ends_the_petition(reception: Reception, accepted: bool):
    id_ = a_petition(reception)
    if accepted:
        found = Classification(
            eligible=True, competent=True, disposition=Disposition.ACCEPT, on=date(2026, 3, 3)
        )
        reception.classify_petition(id_, found, by=CLERK)
        reception.accept_petition(id_, by=HEAD)
    code = reception.print_receipt(id_, by=CLERK).code
    seen = reception.say(
        reception.look_up(code, address=HERE).token, CitizenAct.WITHDRAW, "Tôi rút đơn"
    )
    word = seen.words[0].id

    with pytest.raises(DocumentMissing):
        reception.answer_word(id_, word, accepted=True, by=CLERK)
    reception.answer_word(id_, word, accepted=True, document="5/BB", by=CLERK)

    kept = reception.petition(id_, by=CLERK)
    assert kept.state is State.TERMINATED
    assert not [one for one in kept.clocks if one.open]
    assert {one.fate for one in kept.contents} == {Fate.WITHDRAWN}
    assert reception.look_up(code, address=HERE).standing.done


def test_a_withdrawal_that_is_not_accepted_changes_nothing(reception: Reception):
    id_ = a_petition(reception)
    code = reception.print_receipt(id_, by=CLERK).code
    token = reception.look_up(code, address=HERE).token
    word = reception.say(token, CitizenAct.WITHDRAW, "Rút").words[0].id

    reception.answer_word(id_, word, accepted=False, by=CLERK)

    assert reception.petition(id_, by=CLERK).state is State.REGISTERED
