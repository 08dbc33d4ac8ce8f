"""SC-08: twelve people come about one plan; and what the head of a commune owes in a year with two regimes."""

from datetime import date, timedelta

from contracts.reception import ClockKind
from contracts.registry import Role
from tests.e2e.scenarios.acting import At, Somebody, counted, due
from tests.e2e.scenarios.faces import Face

COMMUNE = "UBND xã Ia Dom"
TWELVE = {"visits": 1, "persons": 12, "matters": 1, "groups": 1, "group_persons": 12}
NOBODY = dict.fromkeys(TWELVE, 0)
MONDAYS = [date(2026, 1, 5) + timedelta(weeks=at) for at in range(25)]
TET = date(2026, 2, 16)  # a week without a working day owes nothing


def a_session(on: date, host: str = "HEAD") -> dict[str, str]:
    return {"session_kind": "PERIODIC", "host": host, "held_on": on.isoformat(), "place": "Trụ sở"}


def test_a_group_is_counted_apart_and_speaks_by_representatives(somebody: Somebody, at: At):
    clerk = somebody(Role.RECEPTIONIST, COMMUNE)
    at(date(2026, 7, 15))
    came = {
        "received_on": "2026-07-15",
        "kind": "COMPLAINT",
        "name": "Kpă Đại Diện",
        "content": "Không đồng ý phương án bồi thường, hỗ trợ công trình thủy lợi",
        "persons": 12,
    }
    assert "12 người" in clerk.receive(**came, representatives=6)
    assert not clerk.receive(
        **came, representatives=5, handling="Chủ tịch trả lời một phần, hẹn phần còn lại"
    )
    assert not clerk.hold(**a_session(date(2026, 7, 15)), **TWELVE, group_matters=1)
    promised = clerk.enter(
        kind="COMPLAINT",
        channel="RECEPTION_SESSION",
        received_on="2026-07-15",
        name="Kpă Đại Diện",
        signers=12,
        summary="Phần còn lại của phương án bồi thường, chủ tịch hẹn trả lời",
    )

    assert due(clerk, promised)[ClockKind.NOTICE] == "2026-07-29"
    told = clerk.statistics("2026-07-15", "2026-07-15")
    assert counted(told.forms["01/TCD"], *range(10, 19)) == [1, 1, 12, 1, 0, 1, 12, 1, 0]
    assert counted(told.forms["02/XLD"], 1, 5, 6) == [1, 0, 1]
    assert "Chủ tịch trả lời một phần" in clerk.book("2026-07-15", "2026-07-15")


def test_the_head_owes_weeks_then_months_and_a_deputy_repays_nothing(somebody: Somebody, at: At):
    clerk = somebody(Role.RECEPTIONIST, COMMUNE)
    at(date(2026, 8, 3))
    assert "2026-08-17" in clerk.timetable()  # 15/08 is a Saturday
    at(date(2026, 12, 31))
    _held_in_weeks(clerk)
    _held_in_months(clerk)

    first = clerk.quota("2026-01-05", "2026-06-28")
    assert (first.owed, first.held, len(first.missing)) == (24, 22, 2)
    second = clerk.quota("2026-07-01", "2026-12-31")
    assert (second.owed, second.held, second.deputies) == (12, 11, 1)
    assert second.missing == ("2026-08-01–2026-08-31",)
    told = clerk.statistics("2026-08-01", "2026-08-31")
    assert counted(told.forms["01/TCD"], 10, 19) == [1, 1]


def _held_in_weeks(clerk: Face) -> None:
    for monday in [one for one in MONDAYS if one != TET][:22]:
        assert not clerk.hold(**a_session(monday), **NOBODY)


def _held_in_months(clerk: Face) -> None:
    """July's other one is the group's day, the fifteenth."""
    days = [date(2026, 7, 1), date(2026, 8, 3)]
    days += [date(2026, month, number) for month in (9, 10, 11, 12) for number in (1, 16)]
    for on in days:
        assert not clerk.hold(**a_session(on), **NOBODY)
    assert not clerk.hold(**a_session(date(2026, 8, 17), "AUTHORISED_DEPUTY"), **NOBODY)


def test_the_timetable_hangs_five_working_days_before(somebody: Somebody, at: At):
    clerk = somebody(Role.RECEPTIONIST, COMMUNE)
    at(date(2026, 10, 1))

    clerk.plan("2026-10-15")

    assert "2026-10-08" in clerk.timetable()
