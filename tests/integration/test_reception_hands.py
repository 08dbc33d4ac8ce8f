"""Between hands on a real mongod: the same letter again, what goes back, who works on what, numbers, search."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from contracts.reception import (
    CaseStep,
    ClockKind,
    Disposition,
    FileKind,
    IntakeChannel,
    PetitionKind,
    Visibility,
)
from contracts.registry import SiteRecorded, SiteState
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store
from kernel.store.changes import write
from law.defaults import shipped_units
from services.reception.domain import Classification, Petitioner, PetitionForm, State
from services.reception.domain.cases import Ground, ReasonMissing, Said
from services.reception.domain.clocks import Clock, find
from services.reception.domain.contents import open_of
from services.reception.domain.forwarding import AnsweredBefore, NotThatAgency
from services.reception.domain.handing import AlreadyHandled, HeldByAnother
from services.reception.domain.parcels import KeyNotTold
from services.reception.service import Reception
from services.reception.service.forwards import DossierBroken
from services.reception.service.packing import TooLargeDossier
from services.reception.views import LOOKED, Wanted

PLACES = [one.id for one in shipped_units().reporting(date(2026, 10, 5)) if one.kind.is_place]
HERE, THERE = PLACES[0], PLACES[1]
PAGE = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
TOMORROW = datetime.now(VIETNAM) + timedelta(days=1)


def officer(agency: str = HERE, user: str = "u-1") -> Actor:
    return Actor(user=user, role="PETITION_OFFICER", agency=agency)


def head(agency: str = HERE) -> Actor:
    return Actor(user="h", role="AGENCY_HEAD", agency=agency)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 10, 5, 9, tzinfo=VIETNAM))


@pytest.fixture
def reception(a_store: Callable[..., Store], clock: SetClock) -> Reception:
    service = Reception(a_store("reception", clock=clock))
    service.store.prepare()
    return service


def a_form(kind: PetitionKind = PetitionKind.COMPLAINT, **more: Any) -> PetitionForm:
    given: dict[str, Any] = {
        "kind": kind,
        "channel": IntakeChannel.COUNTER,
        "received_on": date(2026, 10, 5),
        "summary": "Khiếu nại quyết định xử phạt của Chủ tịch UBND phường Quy Nhơn",
        "petitioner": None if kind is PetitionKind.DENUNCIATION else Petitioner(name="Thử"),
    }
    return PetitionForm(**{**given, **more})


def found(disposition: Disposition, on: date, **more: Any) -> Classification:
    fit = disposition is Disposition.ACCEPT
    given = {"eligible": True, "competent": fit}
    return Classification(disposition=disposition, on=on, **{**given, **more})


def entered(reception: Reception, form: PetitionForm, by: Actor) -> str:
    id_: str = reception.register_petition(form, by=by)["petition"]
    return id_


def to_forward(reception: Reception, by: Actor) -> str:
    """A petition of another agency's matter."""
    id_ = entered(reception, a_form(PetitionKind.FEEDBACK), by)
    reception.classify_petition(id_, found(Disposition.FORWARD, date(2026, 10, 5)), by=by)
    return id_


def attach(reception: Reception, id_: str, name: str) -> None:
    given = {"about": FileKind.EVIDENCE, "visibility": Visibility.PETITIONER}
    reception.attach_file(id_, PAGE, name=name, by=officer(), **given)  # type: ignore[arg-type]


def at(clock: SetClock, day: date) -> None:
    clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM)


def the_clock(reception: Reception, id_: str, kind: ClockKind, by: Actor) -> Clock:
    clock = find(reception.petition(id_, by=by).clocks, kind)
    assert clock is not None
    return clock


def test_the_same_letter_again_is_found_linked_and_has_no_time(reception: Reception):
    by = officer()
    master = entered(reception, a_form(), by)
    again = entered(
        reception,
        a_form(summary="Khiếu nại quyết định xử phạt của chủ tịch ubnd phường quy nhơn (gửi lại)"),
        by,
    )
    likely = reception.hands.likely_same(again, by=by)
    assert [one.petition.id for one in likely] == [master]

    reception.hands.link(again, Said(), master=master, by=by)
    linked = reception.petition(again, by=by)
    assert (linked.state, linked.due_on) == (State.LINKED, None)

    with pytest.raises(ReasonMissing):
        reception.hands.unlink(again, Said(), by=by)
    reception.hands.unlink(again, Said(text="Khác nội dung"), by=by)
    assert reception.petition(again, by=by).due_on == date(2026, 10, 15)


def test_a_letter_ends_with_its_last_part_whichever_way_that_goes_and_opens_again_with_it(
    reception: Reception,
):
    by, other = officer(), officer(THERE)
    letter = entered(reception, a_form(PetitionKind.FEEDBACK), by)
    given = [{"kind": "FEEDBACK", "summary": f"Việc thứ {one} của đơn"} for one in (1, 2)]
    stored, sent = reception.hands.split(letter, Said(), parts=given, by=by)["parts"]
    here = date(2026, 10, 5)
    store = found(Disposition.STORE, here, eligible=False)
    reception.classify_petition(sent, found(Disposition.FORWARD, here), by=by)
    reception.classify_petition(stored, store, by=by)
    assert reception.petition(letter, by=by).state is State.SPLIT

    forward = reception.forwards.forward(sent, Said(document="1"), to_agency=THERE, by=by)[
        "forward"
    ]
    assert reception.petition(letter, by=by).state is State.DONE
    reception.forwards.refuse(forward, Said(text="Không phải của xã"), by=other)
    assert reception.petition(letter, by=by).state is State.SPLIT
    reception.classify_petition(sent, store, by=by)
    assert reception.petition(letter, by=by).state is State.DONE


def test_a_letter_whose_part_was_split_again_ends_with_the_last_of_all(reception: Reception):
    by, here = officer(), date(2026, 10, 5)

    def split(id_: str) -> list[str]:
        given = [{"kind": "FEEDBACK", "summary": f"Việc thứ {one} của đơn"} for one in (1, 2)]
        parts: list[str] = reception.hands.split(id_, Said(), parts=given, by=by)["parts"]
        return parts

    letter = entered(reception, a_form(PetitionKind.FEEDBACK), by)
    first, second = split(letter)
    for part in (first, *split(second)):
        assert reception.petition(letter, by=by).state is State.SPLIT
        reception.classify_petition(part, found(Disposition.STORE, here, eligible=False), by=by)

    states = [reception.petition(one, by=by).state for one in (second, letter)]
    assert states == [State.DONE, State.DONE]


def test_what_is_not_ours_goes_back_and_is_classified_again(reception: Reception):
    by, other = officer(), officer(THERE)
    id_ = entered(reception, a_form(PetitionKind.FEEDBACK), by)
    reception.classify_petition(id_, found(Disposition.FORWARD, date(2026, 10, 5)), by=by)

    with pytest.raises(NotThatAgency):
        reception.forwards.forward(id_, Said(document="1"), to_agency=HERE, by=by)
    forward = reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=by)["forward"]
    with pytest.raises(NotFound):
        reception.forwards.receive(forward, Said(), by=by)
    reception.forwards.refuse(forward, Said(text="Thuộc xã khác"), by=other)

    assert reception.petition(id_, by=by).state is State.REGISTERED
    assert reception.petition(id_, by=by).due_on is not None
    with pytest.raises(AnsweredBefore):
        reception.forwards.receive(forward, Said(), by=other)


def test_the_same_letter_is_found_before_the_index_of_words_was_made(reception: Reception):
    """A web process of a new version serves before the worker has made its indexes."""
    by = officer()
    first, again = entered(reception, a_form(), by), entered(reception, a_form(), by)
    reception.work_list.rows.drop_indexes()

    assert [one.petition.id for one in reception.hands.likely_same(again, by=by)] == [first]
    assert reception.work_list.count(HERE, Wanted(text="xử phạt")) == 2


def a_site(reception: Reception, agency: str, **more: Any) -> None:
    """A site of its own, with one agency, as the province tells of it."""
    said = {"since": ("2026-01-01",), "until": ("",), "state": SiteState.APPROVED, **more}
    event = SiteRecorded(site="xa-kia", keyid="k", public="p", agencies=(agency,), **said)
    write(reception.store.database, [reception.hosting.recorded(event)], session=None)


def test_no_dossier_is_sealed_for_an_agency_that_could_never_open_it(reception: Reception):
    by = officer()
    id_ = entered(reception, a_form(PetitionKind.FEEDBACK), by)
    reception.classify_petition(id_, found(Disposition.FORWARD, date(2026, 10, 5)), by=by)
    a_site(reception, THERE)

    with pytest.raises(KeyNotTold):
        reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=by)
    assert reception.petition(id_, by=by).state is State.CLOSED

    a_site(reception, THERE, until=("2026-10-04",))  # since yesterday it works at the province
    sent = reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=by)["forward"]
    assert reception.forwards.receive(sent, Said(), by=officer(THERE))["petition"]


@pytest.mark.parametrize(
    "came",
    [
        {"notice_from": date(2026, 10, 2)},
        {"channel": IntakeChannel.RECEPTION_SESSION},
    ],
    ids=["with a letter from a session", "at a session"],
)
def test_one_visit_is_owed_one_notice_however_its_letter_is_split_and_forwarded(
    reception: Reception, came: dict[str, Any]
):
    by, other = officer(), officer(THERE)
    letter = entered(reception, a_form(PetitionKind.FEEDBACK, **came), by)
    given = [{"kind": "FEEDBACK", "summary": text} for text in ("Bụi", "Tiếng ồn")]
    dust, noise = reception.hands.split(letter, Said(), parts=given, by=by)["parts"]
    reception.classify_petition(noise, found(Disposition.FORWARD, date(2026, 10, 5)), by=by)
    code = reception.forwards.forward(noise, Said(document="1"), to_agency=THERE, by=by)["forward"]

    there = reception.forwards.receive(code, Said(), by=other)["petition"]

    assert the_clock(reception, letter, ClockKind.NOTICE, by).open
    for id_, asks in ((dust, by), (noise, by), (there, other)):
        assert find(reception.petition(id_, by=asks).clocks, ClockKind.NOTICE) is None
    assert reception.petition(there, by=other).form.notice_from is None
    reception.cases.take_step(letter, Said(), step=CaseStep.NOTICE_GIVEN, by=by)
    assert not the_clock(reception, letter, ClockKind.NOTICE, by).open


def test_a_dossier_is_kept_so_that_only_its_receiver_reads_it(reception: Reception):
    by, other = officer(), officer(THERE)
    secret = "Nguyễn Thị Chỉ Người Nhận Biết"
    form = a_form(PetitionKind.FEEDBACK, petitioner=Petitioner(name=secret))
    id_ = entered(reception, form, by)
    reception.classify_petition(id_, found(Disposition.FORWARD, date(2026, 10, 5)), by=by)
    code = reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=by)["forward"]

    assert secret.encode() not in reception.contents.get(code)
    taken = reception.forwards.receive(code, Said(), by=other)["petition"]
    who = reception.petition(taken, by=other).form.petitioner
    assert who is not None
    assert who.name == secret
    with pytest.raises(NotFound):
        reception.forwards.sealed(code, by=other)


def test_a_dossier_brings_every_content_that_waits_for_an_answer(reception: Reception):
    by, other = officer(), officer(THERE)
    feedback = [a_form(PetitionKind.FEEDBACK, summary=text) for text in ("Bụi", "Tiếng ồn")]
    id_, again = (entered(reception, form, by) for form in feedback)
    reception.cases.add_content(id_, Said(text="Xe quá tải"), by=by)
    reception.hands.merge(again, Said(), master=id_, by=by)
    reception.classify_petition(id_, found(Disposition.FORWARD, date(2026, 10, 5)), by=by)
    code = reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=by)["forward"]

    taken = reception.forwards.receive(code, Said(), by=other)["petition"]

    contents = reception.petition(taken, by=other).contents
    assert [one.text for one in contents] == ["Bụi", "Xe quá tải", "Tiếng ồn"]
    assert [one.id for one in open_of(contents)] == ["1", "2", "3"]
    assert not any(one.origin for one in contents), "a petition the receiver does not have"


def test_a_dossier_brings_its_files_and_its_bytes_are_forgotten(reception: Reception):
    by, other = officer(), officer(THERE)
    id_ = to_forward(reception, by)
    for name in ("Thư phản ánh", "Ảnh chụp"):
        attach(reception, id_, name)
    code = reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=by)["forward"]
    reception.contents.sweep(now=TOMORROW, older=timedelta(hours=1))

    taken = reception.forwards.receive(code, Said(), by=other)["petition"]

    files = reception.files_of(taken, by=other)
    assert [name for _, name in files] == ["Thư phản ánh", "Ảnh chụp"]
    shown = reception.file_for(taken, files[0][0].id, by=other)
    assert shown.content == PAGE
    with pytest.raises(NotFound):
        reception.file_for(taken, files[0][0].id, by=by)
    reception.contents.sweep(now=TOMORROW, older=timedelta(hours=1))
    with pytest.raises(NotFound):
        reception.contents.get(code)
    assert reception.file_for(taken, files[0][0].id, by=other).content == PAGE


def test_a_dossier_larger_than_may_be_sent_is_refused_and_nothing_moved(
    a_store: Callable[..., Store], clock: SetClock
):
    reception = Reception(a_store("reception", clock=clock, dossier_bytes=400))
    reception.store.prepare()
    id_ = to_forward(reception, officer())
    attach(reception, id_, "Thư phản ánh")

    with pytest.raises(TooLargeDossier):
        reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=officer())
    assert reception.petition(id_, by=officer()).state is State.CLOSED


def test_a_dossier_that_was_changed_on_its_way_is_not_taken(reception: Reception):
    id_ = to_forward(reception, officer())
    sent = reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=officer())
    sealed = reception.contents.get(sent["forward"])
    reception.contents.drop(sent["forward"])
    reception.contents.put(sent["forward"], sealed[:-1] + bytes([sealed[-1] ^ 1]))

    with pytest.raises(DossierBroken):
        reception.forwards.receive(sent["forward"], Said(), by=officer(THERE))
    reception.forwards.refuse(sent["forward"], Said(text="Không mở được"), by=officer(THERE))
    assert reception.petition(id_, by=officer()).state is State.REGISTERED


def test_who_has_a_petition_works_on_it_alone(reception: Reception):
    one, two = officer(user="u-1"), officer(user="u-2")
    id_ = entered(reception, a_form(), one)
    assert reception.work_list.count(HERE, Wanted(nobody=True)) == 1
    reception.hands.take(id_, Said(), by=one)
    assert reception.work_list.count(HERE, Wanted(nobody=True)) == 0

    classified = found(Disposition.ACCEPT, date(2026, 10, 5))
    with pytest.raises(HeldByAnother):
        reception.classify_petition(id_, classified, by=two)
    with pytest.raises(AlreadyHandled):
        reception.hands.take(id_, Said(), by=two)
    reception.hands.take_over(id_, Said(text="Người được giao nghỉ ốm"), by=two)
    reception.classify_petition(id_, classified, by=two)

    assert reception.petition(id_, by=one).handler == "u-2"


def test_a_case_tells_its_day_again_after_each_decision_on_the_way(
    reception: Reception, clock: SetClock
):
    id_ = entered(reception, a_form(PetitionKind.DENUNCIATION), officer())
    reception.classify_petition(id_, found(Disposition.ACCEPT, date(2026, 10, 5)), by=officer())
    reception.accept_petition(id_, criteria=("a",), by=head())
    at(clock, date(2026, 10, 20))
    decision = Said(document="5/QĐ")
    stopped = reception.cases.suspend(id_, decision, ground=Ground.AWAITING_OTHER_BODY, by=head())
    assert (stopped["state"], stopped["due_on"]) == ("SUSPENDED", None)

    at(clock, date(2026, 10, 30))
    resumed = reception.cases.resume(id_, Said(), by=head())
    longer = reception.cases.extend(id_, decision, by=head())

    assert (resumed["due_on"], longer["due_on"]) == ("2026-11-16", "2026-12-14")


def test_reminders_are_numbered_without_gaps(reception: Reception):
    id_ = entered(reception, a_form(), officer())
    said = Said(text="Đề nghị xử lý")

    numbers = [reception.cases.remind(id_, said, by=head())["number"] for _ in range(3)]

    assert numbers == [1, 2, 3]


def test_another_agencys_case_is_not_found(reception: Reception):
    id_ = entered(reception, a_form(), officer())

    with pytest.raises(NotFound):
        reception.hands.take(id_, Said(), by=officer(THERE))
    for act in (reception.cases.close, reception.cases.resume):
        with pytest.raises(NotFound):
            act(id_, Said(), by=head(THERE))


def test_the_list_is_searched_by_words_and_by_number(reception: Reception):
    entered(reception, a_form(), officer())
    entered(reception, a_form(summary="Về tiếng ồn của xưởng gỗ"), officer())

    def numbers(text: str) -> list[int]:
        return [row["number"] for row in reception.work_list.of(HERE, Wanted(text=text))]

    assert numbers("xưởng g") == [2]
    assert numbers("xu phat") == [1]
    assert numbers("2/2026") == [2]
    assert numbers("khong co") == []


def test_words_that_all_are_common_are_looked_for_among_the_newest_only(reception: Reception):
    def row(agency: str, number: int, year: int, *words: str) -> dict[str, Any]:
        said = {"words": ["dat", "dai", *words], "summary": "Đất đai", "due_on": None}
        return {
            "_id": f"{agency}-{number}",
            "agency": agency,
            "number": number,
            "year": year,
        } | said

    work, many = reception.work_list, LOOKED + 2
    ours = [
        row(HERE, at + 1, 2025 + at * 2 // many, "cu" if at < 2 else "moi") for at in range(many)
    ]
    theirs = [row(PLACES[at], 1, 2026) for at in range(1, 5)]
    work.rows.insert_many([*ours, *theirs])
    common, rare = Wanted(text="đất đai"), Wanted(text="đất đai cũ")

    assert work.newest_only(HERE, common) == LOOKED
    found = work.of(HERE, common, size=many)
    assert [one["number"] for one in found] == list(range(many, 2, -1))
    assert work.of(HERE, common, size=1, turned=True)[0]["number"] == 3
    assert work.count(HERE, common) == common.most
    assert work.newest_only(HERE, rare) == 0
    assert [one["number"] for one in work.of(HERE, rare)] == [2, 1]
    assert work.newest_only(THERE, common) == 0
    assert work.count(THERE, common) == 1
