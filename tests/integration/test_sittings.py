"""Reception sessions on a real mongod: from a planned day to the notice of conclusions, and what stays owed."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import orjson
import pytest
from docx import Document

from contracts.reception import Disposition, Host, IntakeChannel, PetitionKind, SessionKind
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store
from law.defaults import shipped_units
from services.reception.adapters.papers import draw
from services.reception.domain import Classification, Petitioner, PetitionForm, SessionForm
from services.reception.domain.cases import Said
from services.reception.domain.minutes import Conclusion, Minutes
from services.reception.domain.receiving import PlanForm, PlanKept, PlanNotPosted, VisitForm
from services.reception.domain.session import SessionAlreadyOpen, SessionNotInThatState
from services.reception.service import Reception

DAY = date(2026, 7, 15)
COMMUNE = next(
    one.id for one in shipped_units().reporting(DAY) if one.kind.value in {"COMMUNE", "WARD"}
)
CLERK = Actor(user="u", role="RECEPTIONIST", agency=COMMUNE)
OTHER = Actor(user="o", role="RECEPTIONIST", agency="elsewhere")
TIMER = Actor(user="t", role="SYSTEM", agency="site")
ZERO = dict.fromkeys(("visits", "persons", "matters", "groups", "group_persons"), 0)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 7, 6, 9, tzinfo=VIETNAM))


@pytest.fixture
def reception(a_store: Callable[..., Store], clock: SetClock) -> Reception:
    service = Reception(a_store("reception", clock=clock))
    service.store.prepare()
    return service


def a_form(**more: Any) -> SessionForm:
    kind = SessionKind.PERIODIC
    given = {"session_kind": kind, "host": Host.HEAD, "held_on": DAY, "place": "Trụ sở", **ZERO}
    return SessionForm(**{**given, **more})


def a_planned_day(reception: Reception, *, posted: bool = True) -> str:
    form = PlanForm(planned_on=DAY, host=Host.HEAD, place="Trụ sở", invited="Phòng Kinh tế")
    plan: str = reception.receiving.plan_reception(form, by=CLERK)["plan"]
    if posted:
        reception.receiving.post_plan(plan, Said(), by=CLERK)
    return plan


def on(clock: SetClock, day: int, month: int = 7) -> None:
    clock.moment = datetime(2026, month, day, 9, tzinfo=VIETNAM)


def owed(reception: Reception) -> list[tuple[str, str]]:
    """What was told last of each duty: its kind and when it is due."""
    rows = reception.sessions.reminders.rows.find({"said": {"$gt": ""}})
    told = [orjson.loads(one["said"]) for one in rows]
    return sorted((one["kind"], one["due_on"]) for one in told)


def test_a_planned_day_is_kept_from_its_opening_to_its_last_conclusion(
    reception: Reception, clock: SetClock
):
    desk, plan = reception.sittings, a_planned_day(reception)
    on(clock, 15)
    session = desk.open_session(a_form(), presider="A, Chủ tịch", plan=plan, by=CLERK)["session"]
    assert reception.session_list.of_month(COMMUNE, "2026-07") == []
    assert reception.receiving.standing(DAY, DAY, by=CLERK).held == 0
    with pytest.raises(SessionAlreadyOpen):
        desk.open_session(a_form(), presider="A, chủ tịch", by=CLERK)
    with pytest.raises(PlanKept):
        reception.receiving.cancel_plan(plan, Said(text="Bão"), by=CLERK)
    visit = VisitForm(
        received_on=DAY,
        kind=PetitionKind.COMPLAINT,
        content="Về bồi thường",
        visitor=Petitioner(name="Rơ Châm Thử"),
        persons=3,
        session=session,
    )
    line = reception.receiving.receive_visitor(visit, by=CLERK)["visit"]

    desk.end_session(session, {}, by=CLERK)
    (row,) = reception.session_list.of_month(COMMUNE, "2026-07")
    assert (row["visits"], row["persons"], row["matters"], row["state"]) == (1, 3, 1, "HELD")
    assert owed(reception) == [("SESSION_MINUTES", "2026-07-22")]
    with pytest.raises(SessionNotInThatState):
        reception.receiving.receive_visitor(visit, by=CLERK)

    said = Conclusion(matter="Bồi thường", text="Rà soát", who="Phòng Kinh tế", visit=line)
    minutes = Minutes(conclusions=(said,), number="12/TB-UBND", issued_on=DAY)
    desk.minute_session(session, minutes, by=CLERK)
    kept = desk.attach_minutes(session, PDF, name="da-ky.pdf", by=CLERK)["attachment"]
    assert desk.file_for(session, kept, by=CLERK).content == PDF
    paper = reception.papers.of_session(session, by=CLERK)
    assert "Rơ Châm Thử" not in repr(paper)
    words = "\n".join(one.text for one in Document(BytesIO(draw(paper, "docx"))).paragraphs)
    assert "Giao Phòng Kinh tế thực hiện" in words
    assert draw(paper, "pdf").startswith(b"%PDF")
    desk.close_session(session, by=CLERK)
    assert owed(reception) == []
    again = desk.session(session, by=CLERK)
    assert (again.minutes, again.opening) == (minutes, again.opening)
    with pytest.raises(NotFound):
        desk.session(session, by=OTHER)


def test_a_day_that_is_over_is_owed_until_somebody_says_what_became_of_it(
    reception: Reception, clock: SetClock
):
    plan, moved = a_planned_day(reception, posted=False), a_planned_day(reception)
    on(clock, 15)
    assert reception.sittings.tell_days_past(by=TIMER) == {"told": 0}
    on(clock, 17)
    assert reception.sittings.tell_days_past(by=TIMER) == {"told": 2}
    assert reception.sittings.tell_days_past(by=TIMER) == {"told": 0}
    assert owed(reception) == [("RECEPTION_HELD", "2026-07-15")] * 2

    reception.receiving.move_plan(moved, Said(text="Bão"), to=date(2026, 7, 20), by=CLERK)
    assert len(owed(reception)) == 1
    with pytest.raises(PlanNotPosted):
        reception.sittings.open_session(a_form(), presider="A", plan=plan, by=CLERK)
    reception.receiving.post_plan(plan, Said(), by=CLERK)
    opened = reception.sittings.open_session(a_form(), presider="A", plan=plan, by=CLERK)
    assert owed(reception) == [("POSTING_RENEWAL", "2026-07-16")], "the next day is not posted"
    assert reception.sittings.session(opened["session"], by=CLERK).late
    reception.sittings.end_session(opened["session"], {}, by=CLERK)
    assert reception.receiving.standing(date(2026, 7, 1), date(2026, 7, 31), by=CLERK).held == 1


def test_a_petition_without_its_supplement_is_owed_a_decision_and_nothing_is_stored_by_itself(
    reception: Reception, clock: SetClock
):
    form = PetitionForm(
        kind=PetitionKind.FEEDBACK,
        channel=IntakeChannel.POST,
        received_on=date(2026, 7, 6),
        summary="Đường hỏng",
        petitioner=Petitioner(name="Thử"),
    )
    petition = reception.register_petition(form, by=CLERK)["petition"]
    asked = Classification(
        eligible=False,
        competent=True,
        disposition=Disposition.REQUEST_SUPPLEMENT,
        on=date(2026, 7, 6),
    )
    told = reception.classify_petition(petition, asked, by=CLERK)
    assert told["due_on"] == "2026-08-05"
    assert owed(reception) == [("PETITION_SUPPLEMENT", "2026-08-05")]
    code = reception.print_receipt(petition, by=CLERK).code
    on(clock, 5, 8)
    assert reception.cases.tell_supplements_over(by=TIMER) == {"told": 0}
    on(clock, 6, 8)
    assert reception.cases.tell_supplements_over(by=TIMER) == {"told": 1}
    assert reception.cases.tell_supplements_over(by=TIMER) == {"told": 0}

    assert owed(reception) == [("PETITION_STORE", "2026-08-05")]
    assert reception.petition(petition, by=CLERK).state.value == "AWAITING_SUPPLEMENT"
    seen = reception.look_up(code, address="a").standing
    assert (seen.supply_until, seen.late_days) == (date(2026, 8, 5), 0)
    reception.cases.store_unsupplemented(petition, Said(text="Không bổ sung"), by=CLERK)
    assert owed(reception) == []
    reception.cases.take_supplement(petition, Said(text="Gửi muộn"), by=CLERK)
    assert owed(reception) == [("PETITION_CLASSIFY", "2026-08-20")]


def test_an_agency_that_ended_owes_nothing_of_it(
    reception: Reception, clock: SetClock, monkeypatch: pytest.MonkeyPatch
):
    a_planned_day(reception)
    on(clock, 16)
    session = reception.sittings.open_session(a_form(), presider="A", by=CLERK)["session"]
    reception.sittings.end_session(session, {}, by=CLERK)
    reception.sittings.tell_days_past(by=TIMER)
    reception.receiving.tell_outdated(by=TIMER)
    assert [kind for kind, _ in owed(reception)] == ["POSTING_RENEWAL", "SESSION_MINUTES"]

    monkeypatch.setattr(reception.receiving, "works", lambda _: False)
    reception.sittings.tell_days_past(by=TIMER)
    reception.receiving.tell_outdated(by=TIMER)

    assert owed(reception) == []


def test_a_session_entered_as_a_whole_counts_as_ever_and_keeps_the_planned_day(
    reception: Reception, clock: SetClock
):
    plan = a_planned_day(reception, posted=False)
    on(clock, 17)
    reception.sittings.tell_days_past(by=TIMER)

    reception.hold_session(a_form(visits=2, persons=2, matters=2), by=CLERK)

    assert owed(reception) == []
    assert reception.receiving.plan(plan, by=CLERK).state.value == "OPENED"
    assert reception.receiving.standing(date(2026, 7, 1), date(2026, 7, 31), by=CLERK).held == 1


def test_what_was_kept_before_sessions_had_a_course_still_counts(
    reception: Reception, clock: SetClock
):
    plan = a_planned_day(reception)
    on(clock, 17)
    session = reception.hold_session(a_form(host=Host.HEAD, place="x"), by=CLERK)["session"]
    course = ("state", "opening", "ended_on", "ended_by", "minutes", "minutes_due", "open_at")
    reception.sessions.rows.update_one({"_id": session}, {"$unset": dict.fromkeys(course, "")})
    reception.session_list.rows.update_one({"_id": session}, {"$unset": {"state": ""}})
    old = {"state": "POSTED"}
    reception.receiving.plans.rows.update_one(
        {"_id": plan}, {"$set": old, "$unset": {"session": "", "form.invited": ""}}
    )

    assert reception.session(session, by=CLERK).state.value == "HELD"
    assert len(reception.session_list.of_month(COMMUNE, "2026-07")) == 1
    assert reception.receiving.standing(date(2026, 7, 1), date(2026, 7, 31), by=CLERK).held == 1
    assert reception.sittings.tell_days_past(by=TIMER) == {"told": 0}


def test_a_conclusion_goes_on_in_a_petition_of_the_agency_alone(
    reception: Reception, clock: SetClock
):
    on(clock, 15)
    form = PetitionForm(
        kind=PetitionKind.FEEDBACK,
        channel=IntakeChannel.RECEPTION_SESSION,
        received_on=DAY,
        summary="Đường hỏng",
        petitioner=Petitioner(name="Thử"),
    )
    ours = reception.register_petition(form, by=CLERK)["petition"]
    theirs = reception.register_petition(form, by=OTHER)["petition"]
    desk = reception.sittings
    session = desk.open_session(a_form(), presider="A", by=CLERK)["session"]
    desk.end_session(session, {"visits": 1, "persons": 1, "matters": 1}, by=CLERK)

    def minutes(petition: str) -> Minutes:
        said = Conclusion(matter="Đường", text="Sửa", petition=petition)
        return Minutes(conclusions=(said,), number="1/TB", issued_on=DAY)

    with pytest.raises(NotFound):
        desk.minute_session(session, minutes(theirs), by=CLERK)
    desk.minute_session(session, minutes(ours), by=CLERK)

    found = desk.petitions_of(desk.session(session, by=CLERK), by=CLERK)
    assert found == {ours: "1/2026"}
    assert [one.text for _, one in desk.concluded(ours, by=CLERK)] == ["Sửa"]
    assert desk.concluded(ours, by=OTHER) == []
    desk.close_session(session, by=CLERK)
