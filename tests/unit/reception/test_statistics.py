"""The inspectorate's forms: whatever happened, their sums agree; what is open and late counts against being in time."""

import contextlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st

from contracts.reception import Disposition, IntakeChannel, Outcome, PetitionKind
from kernel.errors import Refusal
from law.deadlines import Facts
from law.defaults import shipped_packs, shipped_register
from services.reception.domain import Classification, Law, Petition, Petitioner, PetitionForm, cases
from services.reception.domain.cases import Done, Ending
from services.reception.domain.findings import Findings
from services.reception.domain.rounds import stood_at
from services.reception.domain.statistics import Period, forms_of, in_hand, on_time, xld

TODAY = date(2026, 12, 31)
LAW = Law(shipped_register().as_known_at(TODAY), shipped_packs())
PERIOD = Period(date(2026, 3, 15), date(2026, 6, 14))
DAYS = st.integers(0, 40)


def a_petition(kind: PetitionKind, received_on: date, **more: Any) -> Petition:
    form = PetitionForm(
        kind=kind,
        channel=more.pop("channel", IntakeChannel.COUNTER),
        received_on=received_on,
        summary="Việc",
        petitioner=None if kind is PetitionKind.DENUNCIATION else Petitioner(name="Thử"),
        **more,
    )
    return Petition.register(form, id_="p", agency="a", number=1, today=TODAY, law=LAW)


@st.composite
def petitions(draw: Any) -> Petition:
    """A petition on any way it can go, as far as it came."""
    kind = draw(st.sampled_from(PetitionKind))
    on = draw(st.dates(date(2026, 1, 1), date(2026, 6, 30)))
    petition = a_petition(
        kind,
        on,
        signers=draw(st.integers(1, 3)),
        again=draw(st.booleans()),
        anonymous=draw(st.booleans()),
        channel=draw(st.sampled_from(IntakeChannel)),
    )
    with contextlib.suppress(Refusal):
        _go(petition, draw, on)
    return petition


def _go(petition: Petition, draw: Any, on: date) -> None:
    if draw(st.booleans()):
        on += timedelta(days=draw(DAYS))
        found = Classification(
            eligible=draw(st.booleans()),
            competent=draw(st.booleans()),
            disposition=draw(st.sampled_from(Disposition)),
            on=on,
        )
        petition.classify(found, today=TODAY, law=LAW)
        on += timedelta(days=draw(DAYS))
        petition.accept(Facts(start=on), today=TODAY, law=LAW)
        on += timedelta(days=draw(DAYS))
        if draw(st.booleans()):
            done = Done(on=on, today=TODAY, document="1/QĐ")
            cases.terminate(petition, draw(st.sampled_from(Ending)), done)
        else:
            petition.decide(draw(st.sampled_from(Outcome)), on=on, today=TODAY, law=LAW)


@given(st.lists(petitions(), max_size=12))
@settings(max_examples=60)
def test_whatever_happened_the_sums_agree(several: list[Petition]):
    forms = {one.code: one for one in forms_of(several, [], PERIOD, packs=LAW.packs, answers={})}

    assert [one.code for one in forms.values() if one.broken] == []
    parts = [forms[code].columns for code in ("02/XLD", "03/XLD", "04/XLD")]
    whole = forms["01/XLD"].columns
    assert all(whole[column] == sum(part[column] for part in parts) for column in range(1, 27))
    assert forms["01/KQGQ"].columns[1] == whole[19]
    assert forms["03/KQGQ"].columns[1] == whole[20]


def test_what_is_open_and_late_is_not_in_time():
    on = date(2026, 3, 16)
    several = []
    for day in (date(2026, 4, 1), date(2026, 6, 1), None):
        petition = a_petition(PetitionKind.COMPLAINT, on)
        found = Classification(eligible=True, competent=True, disposition=Disposition.ACCEPT, on=on)
        petition.classify(found, today=TODAY, law=LAW)
        petition.accept(Facts(start=on), today=TODAY, law=LAW)
        if day:
            petition.decide(Outcome.JUSTIFIED, on=day, today=TODAY, law=LAW)
        several.append(petition)

    found = on_time(several, PERIOD, today=TODAY)

    assert (found.in_time, found.late, found.open_late) == (1, 1, 1)
    assert found.share == 1 / 3


def test_a_day_that_is_not_over_makes_nothing_late():
    on = date(2026, 3, 16)
    petition = a_petition(PetitionKind.COMPLAINT, on)
    found = Classification(eligible=True, competent=True, disposition=Disposition.ACCEPT, on=on)
    petition.classify(found, today=TODAY, law=LAW)
    petition.accept(Facts(start=on), today=TODAY, law=LAW)
    due = petition.due_on
    assert due

    def late(last: date, today: date) -> int:
        return on_time([petition], Period(on, last), today=today).open_late

    assert late(due, due) == 0, "there is still the whole day"
    assert late(date(2026, 12, 14), due) == 0, "a period that lies ahead"
    assert late(due, due + timedelta(days=1)) == 1
    assert late(due - timedelta(days=1), TODAY) == 0


def test_what_was_settled_before_a_case_was_reopened_counts_in_the_periods_until_then():
    petition = a_petition(PetitionKind.COMPLAINT, date(2026, 3, 16))
    on = date(2026, 3, 17)
    found = Classification(eligible=True, competent=True, disposition=Disposition.ACCEPT, on=on)
    petition.classify(found, today=TODAY, law=LAW)
    petition.accept(Facts(start=on), today=TODAY, law=LAW)
    petition.decide(Outcome.JUSTIFIED, on=date(2026, 4, 1), today=TODAY, law=LAW)
    said = Done(on=date(2026, 4, 2), today=TODAY, text="xong", document="1/BC")
    cases.execute(petition, said, finished=True)
    cases.reopen(petition, replace(said, on=date(2026, 7, 1)), law=LAW)

    def forms(first: date, last: date) -> dict[str, Any]:
        then = [stood_at(petition, last)]
        told = forms_of(then, [], Period(first, last), packs=LAW.packs, answers={})
        return {one.code: one.columns for one in told}

    before = forms(date(2026, 3, 15), date(2026, 6, 14))
    assert (before["01/KQGQ"][6], before["01/KQGQ"][24]) == (1, 1)
    assert (before["02/KQGQ"][1], before["02/KQGQ"][2]) == (1, 1)
    anew = forms(date(2026, 6, 15), date(2026, 9, 14))
    assert (anew["01/KQGQ"][6], anew["01/XLD"][16]) == (0, 1)
    petition.decide(Outcome.JUSTIFIED, on=date(2026, 8, 1), today=TODAY, law=LAW)
    again = forms(date(2026, 6, 15), date(2026, 9, 14))
    assert (again["01/KQGQ"][6], again["02/KQGQ"][1], again["02/KQGQ"][3]) == (1, 1, 1)


def test_visits_persons_and_groups_are_counted_apart_by_who_received():
    row = {"visits": 4, "persons": 15, "matters": 4, "groups": 1, "group_persons": 12}
    heard = {"matters_again": 2, "group_matters": 1, "group_matters_again": 1}
    sessions = [
        {**row, "session_kind": "PERIODIC", "host": "HEAD"},
        {**row, **heard, "session_kind": "PERIODIC", "host": "AUTHORISED_DEPUTY"},
    ]
    form = forms_of([], sessions, PERIOD, packs=LAW.packs, answers={})[0]

    assert [form.columns[at] for at in range(10, 19)] == [1, 4, 15, 4, 0, 1, 12, 0, 0]
    assert [form.columns[at] for at in range(19, 28)] == [1, 4, 15, 2, 2, 1, 12, 0, 1]
    assert form.columns[1] == 0


def test_what_decisions_ask_for_is_added_up_and_rounded_once():
    several = []
    for money in (1_300_000, 1_300_000):
        petition = a_petition(PetitionKind.DENUNCIATION, date(2026, 4, 1))
        on = date(2026, 4, 3)
        found = Classification(eligible=True, competent=True, disposition=Disposition.ACCEPT, on=on)
        petition.classify(found, today=TODAY, law=LAW)
        petition.accept(Facts(start=on), today=TODAY, law=LAW)
        petition.decide(Outcome.JUSTIFIED, on=date(2026, 4, 20), today=TODAY, law=LAW)
        asked = Findings(money_to_state=money, land_to_people=40, people_handled=2)
        cases.record_findings(petition, Done(on=date(2026, 4, 21), today=TODAY), asked)
        several.append(petition)

    def columns(period: Period) -> dict[int, int]:
        forms = forms_of(several, [], period, packs=LAW.packs, answers={})
        form = next(one for one in forms if one.code == "03/KQGQ")
        assert form.words[11] == "Thu hồi cho Nhà nước: tiền (triệu đồng)"
        return {at: form.columns[at] for at in range(11, 24) if form.columns[at]}

    assert columns(PERIOD) == {11: 3, 16: 80, 19: 4}
    assert columns(Period(date(2026, 6, 15), date(2026, 9, 14))) == {}


def test_what_was_taken_back_before_it_was_accepted_is_carried_over_no_more():
    petition = a_petition(PetitionKind.COMPLAINT, date(2026, 4, 1))
    cases.take_back(petition, Done(on=date(2026, 4, 3), today=TODAY, document="1/BB"))

    later = Period(date(2026, 6, 15), date(2026, 9, 14))

    assert not in_hand(petition, later)
    assert in_hand(petition, PERIOD)


def test_an_answer_to_what_was_forwarded_counts_in_its_own_period():
    petition = a_petition(PetitionKind.FEEDBACK, date(2025, 12, 1))

    told = xld([petition], PERIOD, kinds=(PetitionKind.FEEDBACK,), answers={"p": PERIOD.first})
    before = xld(
        [petition], PERIOD, kinds=(PetitionKind.FEEDBACK,), answers={"p": date(2026, 1, 2)}
    )

    assert (told[26], before[26]) == (1, 0)
