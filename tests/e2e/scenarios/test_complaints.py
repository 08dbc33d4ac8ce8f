"""SC-01: an ordinary complaint handed in at reception, with its times, the second instance, and the figures."""

from datetime import date

from contracts.reception import ClockKind
from contracts.registry import Role
from tests.e2e.scenarios.acting import ACCEPT, At, Somebody, counted, due
from tests.e2e.scenarios.faces import Face

WARD, PROVINCE = "UBND phường Quy Nhơn", "UBND tỉnh Gia Lai"
A_COMPLAINT = {
    "kind": "COMPLAINT",
    "name": "Ông A",
    "address": "Tổ 3, phường Quy Nhơn",
    "summary": "Khiếu nại quyết định xử phạt hành chính của Chủ tịch UBND phường Quy Nhơn",
    "against": "Chủ tịch UBND phường Quy Nhơn",
    "subject": "COMMUNE_ACT",
    "field": "LAND",
}


def test_an_ordinary_complaint_goes_through_both_instances(somebody: Somebody, at: At):
    clerk, head = somebody(Role.PETITION_OFFICER, WARD), somebody(Role.AGENCY_HEAD, WARD)
    first = _handed_in(clerk, at)
    complex_one = _accepted(clerk, head, at, first)
    _decided(clerk, head, at, first, complex_one)
    _second_instance(somebody, clerk, at, first)
    _counted(clerk)


def _handed_in(clerk: Face, at: At) -> str:
    at(date(2026, 10, 5))
    came = {"received_on": "2026-10-05", "kind": "COMPLAINT", "content": A_COMPLAINT["summary"]}
    assert not clerk.receive(**came, name="Ông A", handling="Nhận đơn, chuyển bộ phận xử lý")
    held = {"session_kind": "REGULAR", "host": "OFFICER", "held_on": "2026-10-05"}
    none = {"groups": 0, "group_persons": 0}
    assert not clerk.hold(**held, place="Trụ sở", visits=1, persons=1, matters=1, **none)
    petition = clerk.enter(**A_COMPLAINT, channel="RECEPTION_SESSION", received_on="2026-10-05")
    assert due(clerk, petition) == {
        ClockKind.NOTICE: "2026-10-19",
        ClockKind.INTAKE: "2026-10-15",
    }
    assert "10 ngày làm việc" in clerk.times(petition)[ClockKind.NOTICE].why
    return petition


def _accepted(clerk: Face, head: Face, at: At, first: str) -> str:
    """Accepted in time, once as an ordinary matter and once as one the head finds complex."""
    other = clerk.enter(
        **{**A_COMPLAINT, "name": "Bà B", "summary": "Khiếu nại về việc thu hồi đất ở tổ 9"},
        channel="COUNTER",
        received_on="2026-10-05",
    )
    at(date(2026, 10, 12))
    for one, more in ((first, {}), (other, {"complex": "true"})):
        assert not clerk.do(one, "classify", **ACCEPT, on="2026-10-09")
        assert not head.do(one, "accept", on="2026-10-12", **more)
    assert due(head, first)[ClockKind.SETTLEMENT] == "2026-11-11"
    assert due(head, other)[ClockKind.SETTLEMENT] == "2026-11-26"
    assert not clerk.do(first, "take_step", step="NOTICE_GIVEN", on="2026-10-12")
    return other


def _decided(clerk: Face, head: Face, at: At, first: str, other: str) -> None:
    at(date(2026, 11, 10))
    assert not head.do(first, "decide", outcome="UNJUSTIFIED", on="2026-11-10")
    assert due(head, first)[ClockKind.SENDING] == "2026-11-13"
    assert due(head, first)[ClockKind.EFFECT] == "2026-12-10"
    at(date(2026, 11, 13))
    assert not clerk.do(first, "take_step", step="DECISION_SENT", on="2026-11-13")
    assert not clerk.do(first, "deliver", on="2026-11-13")
    window = clerk.times(first)[ClockKind.CONTEST]
    assert window.on == "2026-12-14"  # 13/12 is a Sunday
    assert "13/12/2026" in window.why
    assert due(head, other)[ClockKind.SETTLEMENT] == "2026-11-26"


def _second_instance(somebody: Somebody, clerk: Face, at: At, first: str) -> None:
    at(date(2026, 11, 30))
    assert not clerk.do(first, "contest", on="2026-11-30")
    above = somebody(Role.PETITION_OFFICER, PROVINCE)
    chair = somebody(Role.AGENCY_HEAD, PROVINCE)
    came = {"channel": "COUNTER", "received_on": "2026-11-30", "instance": "SECOND"}
    ordinary = above.enter(**A_COMPLAINT, **came)
    hard = above.enter(**{**A_COMPLAINT, "name": "Bà B"}, **came)
    assert due(above, ordinary)[ClockKind.INTAKE] == "2026-12-10"
    at(date(2026, 12, 8))
    for one, more in ((ordinary, {}), (hard, {"complex": "true"})):
        assert not above.do(one, "classify", **ACCEPT, on="2026-12-08")
        assert not chair.do(one, "accept", on="2026-12-08", **more)
    assert due(above, ordinary)[ClockKind.SETTLEMENT] == "2027-01-22"
    assert due(above, hard)[ClockKind.SETTLEMENT] == "2027-02-11"  # 06/02 is the first day of Tết
    assert "06/02/2027" in above.times(hard)[ClockKind.SETTLEMENT].why
    assert "đối thoại" in chair.do(ordinary, "decide", outcome="JUSTIFIED", on="2026-12-08")


def _counted(clerk: Face) -> None:
    told = clerk.statistics("2026-10-01", "2026-11-20")
    assert counted(told.forms["01/TCD"], 1, 2, 3, 4, 5) == [1, 1, 1, 1, 0]
    of_complaints = counted(told.forms["02/XLD"], 1, 5, 9, 11, 14, 16, 18, 19)
    assert of_complaints == [2, 2, 2, 2, 1, 1, 2, 2]
    assert counted(told.forms["01/KQGQ"], 6, 7, 26, 30, 31) == [1, 1, 1, 1, 0]
    assert told.by_field["02/XLD"]["LAND"] == (2, 2, 1)
    assert told.in_time == (1, 0, 0)
    assert told.forms["02/TCD"][7] == 1
    book = clerk.book("2026-10-05", "2026-10-05")
    assert "Nhận đơn, chuyển bộ phận xử lý" in book
    assert ("Ông A" in book) is clerk.shows_writers
