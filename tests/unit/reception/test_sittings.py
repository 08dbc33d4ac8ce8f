"""The course of a reception session: opened, held, minuted, closed; nothing is skipped, nothing added afterwards."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import booleans, integers, sampled_from

from contracts.duties import DutyKind
from contracts.reception import Host, SessionHeld, SessionKind
from frame.paper.issuers import issuer_of
from kernel.errors import Refusal
from law.defaults import shipped_packs, shipped_register
from services.reception.domain import HeldInFuture, Law, Session, SessionForm
from services.reception.domain.duties import day_owed, minutes_owed
from services.reception.domain.minutes import (
    Conclusion,
    ConclusionDueBefore,
    ConclusionEmpty,
    ConclusionWithNobody,
    Minutes,
    MinutesBeforeSession,
    MinutesNotIssued,
    NothingConcluded,
    VisitNotConcluded,
    VisitNotHere,
)
from services.reception.domain.papers import NoSuchPaper, conclusions_paper
from services.reception.domain.receiving import (
    Plan,
    PlanForm,
    PlanKept,
    PlanNotPosted,
    PlanOver,
)
from services.reception.domain.session import (
    NONE_ENTERED,
    CorrectionUnexplained,
    Entered,
    FewerThanEntered,
    InsteadUnexplained,
    IssuedInFuture,
    NotThatDay,
    Opening,
    PresiderNotOfPlan,
    SessionAlreadyOpen,
    SessionNotInThatState,
    SessionState,
    must_keep,
)

DAY, TODAY = date(2026, 7, 15), date(2026, 7, 20)
LAW = Law(shipped_register().as_known_at(TODAY), shipped_packs())
ZERO = dict.fromkeys(("visits", "persons", "matters", "groups", "group_persons"), 0)
ONE = {"visits": 1, "persons": 2, "matters": 1}
CONCLUDED = Conclusion(matter="Bồi thường", text="Rà soát lại", who="Phòng Kinh tế")
ISSUED: dict[str, Any] = {"number": "12/TB-UBND", "issued_on": DAY}


def form_of(**more: Any) -> SessionForm:
    kind = SessionKind.PERIODIC
    given = {"session_kind": kind, "host": Host.HEAD, "held_on": DAY, "place": "Trụ sở", **ZERO}
    return SessionForm(**{**given, **more})


def opened(
    *, others: tuple[Session, ...] = (), presider: str = "A", instead: str = "", **more: Any
) -> Session:
    return Session.open(
        form_of(**more),
        Opening(presider=presider, by="u", on=TODAY, at="08:00", instead=instead),
        id_="s",
        agency="ag",
        today=TODAY,
        packs=LAW.packs,
        others=others,
    )


def held(counts: dict[str, int] | None = None, **more: Any) -> Session:
    session = opened(**more)
    session.end(counts or {}, NONE_ENTERED, by="u", today=TODAY, law=LAW)
    return session


def minuted(minutes: Minutes | None = None) -> Session:
    session = held(ONE)
    session.minute(minutes or Minutes(conclusions=(CONCLUDED,)), NONE_ENTERED, today=TODAY)
    return session


def test_it_counts_from_the_day_it_was_held_and_not_before():
    session = opened()
    assert session.late
    assert not [one for one, *_ in session.news if isinstance(one, SessionHeld)]

    session.end({}, NONE_ENTERED, by="u", today=TODAY, law=LAW)

    told = session.news[-1][0]
    assert (told.held_on, told.host, told.visits) == (DAY, Host.HEAD, 0)


def test_one_presider_has_one_session_open_at_one_place():
    first = opened(presider="Nguyễn Văn A")

    with pytest.raises(SessionAlreadyOpen):
        opened(presider="nguyen van a ", others=(first,))
    opened(presider="Trần B", others=(first,))
    opened(presider="Nguyễn Văn A", place="Nhà văn hóa", others=(first,))
    first.end({}, NONE_ENTERED, by="u", today=TODAY, law=LAW)
    opened(presider="Nguyễn Văn A", others=(first,))


def test_who_presides_in_the_heads_stead_says_why_and_a_day_to_come_is_not_opened():
    with pytest.raises(InsteadUnexplained):
        opened(host=Host.AUTHORISED_DEPUTY)
    with pytest.raises(HeldInFuture):
        opened(held_on=TODAY + timedelta(days=1))
    assert opened(host=Host.AUTHORISED_DEPUTY, instead="Đi họp tỉnh").instead


def test_its_counts_are_at_least_those_of_the_register():
    session = opened()
    at = Entered(lines={"v": 4}, counts={"visits": 1, "persons": 3, "matters": 1})
    with pytest.raises(FewerThanEntered):
        session.end({"persons": 2}, at, by="u", today=TODAY, law=LAW)
    with pytest.raises(NotThatDay):
        session.must_take(TODAY)

    session.end({"visits": 2}, at, by="u", today=TODAY, law=LAW)

    assert (session.form.visits, session.form.persons, session.form.matters) == (2, 3, 1)
    with pytest.raises(SessionNotInThatState) as refused:
        session.must_take(DAY)
    assert "Đã tiếp" in refused.value.detail


@pytest.mark.parametrize(
    ("minutes", "refusal"),
    [
        (Minutes(), NothingConcluded),
        (Minutes(conclusions=(Conclusion(matter="x", text=" "),)), ConclusionEmpty),
        (
            Minutes(conclusions=(Conclusion(matter="x", text="y", due_on=date(2026, 7, 14)),)),
            ConclusionDueBefore,
        ),
        (Minutes(conclusions=(Conclusion(matter="x", text="y", visit="other"),)), VisitNotHere),
        (Minutes(conclusions=(CONCLUDED,)), VisitNotConcluded),
        (
            Minutes(
                conclusions=(Conclusion(matter="x", text="y", visit="v"),),
                number="1",
                issued_on=date(2026, 7, 14),
            ),
            MinutesBeforeSession,
        ),
        (
            Minutes(
                conclusions=(Conclusion(matter="x", text="y", visit="v"),),
                number="1",
                issued_on=TODAY + timedelta(days=1),
            ),
            IssuedInFuture,
        ),
    ],
)
def test_minutes_answer_everybody_who_came(minutes: Minutes, refusal: type[Refusal]):
    session = held(ONE)

    with pytest.raises(refusal) as refused:
        session.minute(minutes, Entered(lines={"v": 4}, counts={}), today=TODAY)

    assert refused.value.detail
    assert session.state is SessionState.HELD


def test_it_is_closed_when_the_notice_is_issued_and_everything_is_in_somebodys_hands():
    nobody = Minutes(conclusions=(Conclusion(matter="x", text="y"), CONCLUDED), **ISSUED)
    with pytest.raises(MinutesNotIssued):
        minuted().close(on=TODAY)
    with pytest.raises(ConclusionWithNobody) as refused:
        minuted(nobody).close(on=TODAY)
    assert "Kết luận 1 chưa giao" in refused.value.detail

    session = minuted(Minutes(conclusions=(CONCLUDED,), **ISSUED))
    session.close(on=TODAY)

    with pytest.raises(SessionNotInThatState):
        session.minute(Minutes(conclusions=(CONCLUDED,)), NONE_ENTERED, today=TODAY)
    with pytest.raises(CorrectionUnexplained):
        session.correct("Sửa", " ", by="u", on=TODAY)
    session.correct("Phòng Nội vụ thực hiện", "Ghi nhầm", by="u", on=TODAY)
    assert [one.reason for one in session.corrections] == ["Ghi nhầm"]


def test_a_session_without_visitors_is_minuted_without_conclusions():
    session = held()
    session.minute(Minutes(**ISSUED), NONE_ENTERED, today=TODAY)
    session.close(on=TODAY)

    assert session.state is SessionState.CLOSED


def test_what_it_came_to_is_owed_of_a_head_and_a_deputy_until_it_is_closed():
    session = held(ONE)
    told = minutes_owed(session)
    assert told is not None
    assert (told.kind, told.due_on) == (DutyKind.SESSION_MINUTES, date(2026, 7, 22))
    assert session.minutes_due
    assert session.minutes_due.why

    session.minute(Minutes(conclusions=(CONCLUDED,), **ISSUED), NONE_ENTERED, today=TODAY)
    assert minutes_owed(session)
    session.close(on=TODAY)
    assert minutes_owed(session) is None
    assert minutes_owed(held(host=Host.OFFICER, session_kind=SessionKind.REGULAR)) is None
    whole = Session.hold(form_of(), id_="w", agency="ag", today=TODAY, packs=LAW.packs)
    assert minutes_owed(whole) is None
    assert whole.state is SessionState.HELD


def a_plan(host: Host = Host.HEAD) -> Plan:
    form = PlanForm(planned_on=DAY, host=host, place="Trụ sở")
    return Plan.make(form, id_="p", agency="ag", today=date(2026, 7, 1), law=LAW)


def test_a_planned_day_is_kept_after_it_was_posted_and_then_not_moved():
    plan = a_plan()
    with pytest.raises(PlanNotPosted):
        plan.keep("s")
    plan.post(date(2026, 7, 2), today=TODAY)
    plan.keep("s")

    with pytest.raises(PlanKept):
        plan.cancel("Bão", today=TODAY)
    with pytest.raises(PlanKept):
        plan.keep("t")
    whole = a_plan()
    whole.keep("w", whole=True)
    whole.post(date(2026, 7, 2), today=TODAY)
    assert (whole.state, whole.posted_in_time) == ("OPENED", True)
    with pytest.raises(PlanKept):
        whole.post(date(2026, 7, 3), today=TODAY)
    gone = a_plan()
    gone.cancel("Bão", today=TODAY)
    with pytest.raises(PlanOver):
        gone.keep("s")


def test_a_session_keeps_the_day_of_its_plan_and_is_led_as_planned_or_in_the_heads_stead():
    form = form_of(held_on=TODAY)

    assert must_keep(form, Host.HEAD, DAY).held_on == DAY
    assert must_keep(form_of(host=Host.AUTHORISED_DEPUTY), Host.HEAD, DAY)
    with pytest.raises(PresiderNotOfPlan):
        must_keep(form_of(host=Host.OFFICER), Host.HEAD, DAY)
    with pytest.raises(PresiderNotOfPlan):
        must_keep(form, Host.OFFICER, DAY)


def test_it_is_owed_to_say_what_became_of_a_heads_day_once_it_is_over():
    plan = a_plan()

    assert day_owed(plan, today=DAY) is None
    told = day_owed(plan, today=DAY + timedelta(days=1))
    assert told is not None
    assert (told.kind, told.code) == (DutyKind.RECEPTION_HELD, "15/07/2026")
    assert day_owed(a_plan(Host.OFFICER), today=TODAY) is None
    plan.keep("s", whole=True)
    assert day_owed(plan, today=TODAY) is None


def test_the_notice_says_who_does_what_and_who_presided_and_nobody_who_came():
    session = held(ONE, host=Host.AUTHORISED_DEPUTY, instead="Đi họp", presider="B, Phó Chủ tịch")
    issuer = issuer_of("UBND xã Thử", "COMMUNE")
    made = {"visits": {"v": 4}, "petitions": {"p": "12/2026"}, "today": TODAY, "sample": False}
    with pytest.raises(NoSuchPaper):
        conclusions_paper(session, issuer, **made)
    said = Conclusion(
        matter="Bồi thường",
        text="Rà soát lại",
        who="Phòng Kinh tế",
        due_on=date(2026, 8, 1),
        visit="v",
        petition="p",
    )
    entered = Entered(lines={"v": 4}, counts={})
    signed = {**ISSUED, "signer": "B, Phó Chủ tịch"}
    session.minute(Minutes(conclusions=(said,), **signed), entered, today=TODAY)

    paper = conclusions_paper(session, issuer, **made)

    assert paper.symbol == "12/TB-UBND"
    assert paper.signer == "B"
    assert paper.signer_title == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert ("Người chủ trì", "B, Phó Chủ tịch, thay mặt người đứng đầu") in paper.facts
    assert paper.paragraphs == (
        "1. Bồi thường (sổ tiếp công dân số 4): Rà soát lại.",
        "Giao Phòng Kinh tế thực hiện, hoàn thành trước hết ngày 01/08/2026.",
        "Vụ việc được giải quyết theo đơn số 12/2026.",
    )


# --- on any way ---------------------------------------------------------------------------------------


class AnySession(RuleBasedStateMachine):
    """Sessions of one agency, each act at any time: what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.ids, self.sessions = count(1), list[Session]()
        self.minuted, self.held = set[str](), set[str]()

    @rule(presider=sampled_from("AB"), place=sampled_from(["Trụ sở", "Thôn"]))
    def open(self, presider: str, place: str) -> None:
        with suppress(Refusal):
            session = opened(presider=presider, place=place, others=tuple(self.sessions))
            session.id = f"s{next(self.ids)}"
            self.sessions.append(session)

    @rule(at=integers(0, 5), came=booleans())
    def end(self, at: int, came: bool) -> None:
        for one in self._one(at):
            with suppress(Refusal):
                one.end(ONE if came else {}, NONE_ENTERED, by="u", today=TODAY, law=LAW)
                assert one.id not in self.held
                self.held.add(one.id)

    @rule(at=integers(0, 5), issued=booleans(), who=sampled_from(["", "Phòng"]), some=booleans())
    def minute(self, at: int, issued: bool, who: str, some: bool) -> None:
        said = (Conclusion(matter="x", text="y", who=who),) if some else ()
        minutes = Minutes(conclusions=said, **(ISSUED if issued else {}))
        for one in self._one(at):
            with suppress(Refusal):
                one.minute(minutes, NONE_ENTERED, today=TODAY)
                self.minuted.add(one.id)

    @rule(at=integers(0, 5))
    def close(self, at: int) -> None:
        for one in self._one(at):
            with suppress(Refusal):
                one.close(on=TODAY)

    @rule(at=integers(0, 5))
    def correct(self, at: int) -> None:
        for one in self._one(at):
            before = one.minutes
            with suppress(Refusal):
                one.correct("Sửa", "Nhầm", by="u", on=TODAY)
                assert one.state is SessionState.CLOSED
            assert one.minutes == before

    def _one(self, at: int) -> list[Session]:
        return self.sessions[at : at + 1]

    @invariant()
    def nothing_is_closed_without_minutes_that_are_in_hands(self) -> None:
        for one in self.sessions:
            if one.state is SessionState.CLOSED:
                assert one.id in self.minuted
                assert one.id in self.held
                assert one.minutes
                assert one.minutes.issued
                assert all(said.handed for said in one.minutes.conclusions)
                assert one.minutes.conclusions or not one.form.visits

    @invariant()
    def nobody_presides_twice_at_one_place(self) -> None:
        at = [one.open_at for one in self.sessions if one.open_at]
        assert len(at) == len(set(at))

    @invariant()
    def it_was_told_as_held_once(self) -> None:
        for one in self.sessions:
            told = [event for event, *_ in one.news if isinstance(event, SessionHeld)]
            assert len(told) == (one.state is not SessionState.OPEN)


AnySession.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
TestAnySession = AnySession.TestCase
