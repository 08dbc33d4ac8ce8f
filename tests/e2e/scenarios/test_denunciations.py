"""SC-03 and SC-06: Tết in the middle of a time; what nobody signed, somebody else signed, or came as a mail."""

from datetime import date

from contracts.reception import ClockKind
from contracts.registry import Role
from tests.e2e.scenarios.acting import ACCEPT, At, Somebody, counted, due
from tests.e2e.scenarios.conftest import BY_NAME

BUILDING, PROVINCE, INSPECTORS = "Sở Xây dựng", "UBND tỉnh Gia Lai", "Thanh tra tỉnh"
SECRET = "Đinh Thị Người Tố Cáo"
A_DENUNCIATION = {"kind": "DENUNCIATION", "channel": "POST"}
INSPECT = {"eligible": "false", "competent": "false", "disposition": "INSPECT"}


def test_tet_moves_the_end_and_stops_nothing(somebody: Somebody, at: At):
    clerk = somebody(Role.PETITION_OFFICER, BUILDING)
    head = somebody(Role.AGENCY_HEAD, BUILDING)
    at(date(2026, 1, 20))
    fine = {"kind": "COMPLAINT", "name": "Ông C", "channel": "COUNTER"}
    complaint = clerk.enter(
        **fine, received_on="2026-01-15", summary="Khiếu nại quyết định cấp phép xây dựng"
    )
    assert not clerk.do(complaint, "classify", **ACCEPT, on="2026-01-19")
    assert not head.do(complaint, "accept", on="2026-01-20")
    settled = clerk.times(complaint)[ClockKind.SETTLEMENT]
    assert settled.on == "2026-02-23"
    assert "19/02/2026" in settled.why  # the third day of Tết

    at(date(2026, 2, 11))
    summary = "Tố cáo thanh tra viên xây dựng nhận tiền của hộ xây nhà"
    one, wide = (
        clerk.enter(**A_DENUNCIATION, received_on="2026-02-11", name=SECRET, summary=summary)
        for _ in range(2)
    )
    assert due(clerk, one) == {ClockKind.INTAKE: "2026-02-27"}
    assert not clerk.do(wide, "check_widely", text="Hai công trình ở hai phường")
    longer = clerk.times(wide)[ClockKind.INTAKE]
    assert (longer.on, longer.before) == ("2026-03-04", ("2026-02-27",))

    at(date(2026, 2, 25))
    assert not clerk.do(one, "classify", **ACCEPT, on="2026-02-25")
    assert not head.do(one, "accept", on="2026-02-25")
    told = due(clerk, one)
    assert told[ClockKind.ACCEPTANCE_NOTICE] == "2026-03-04"
    assert told[ClockKind.SETTLEMENT] == "2026-03-27"
    assert SECRET not in clerk.names(one)


def test_what_has_no_writer_is_stored_or_inspected_and_never_accepted(somebody: Somebody, at: At):
    clerk = somebody(Role.PETITION_OFFICER, PROVINCE)
    at(date(2026, 10, 6))
    came = {**A_DENUNCIATION, "received_on": "2026-10-06"}
    vague = clerk.enter(**came, anonymous="true", summary="Nghe nói có cán bộ xã tiêu cực")
    clear = clerk.enter(
        **came, anonymous="true", summary="Kế toán xã lập khống hai hóa đơn, kèm bản chụp"
    )
    denied = clerk.enter(**came, name="Ông D", summary="Tố cáo trưởng thôn thu tiền trái phép")
    by_mail = clerk.enter(
        **{**came, "channel": "PORTAL"},
        name="Bà E",
        summary="Kế toán xã lập khống hóa đơn (thư điện tử)",
    )

    today = {"on": "2026-10-06"}
    for petition, more in ((vague, {}), (clear, {}), (denied, {"impersonated": "true"})):
        refused = clerk.do(petition, "classify", **ACCEPT, **today, **more)
        assert "nặc danh, mạo danh không được thụ lý" in refused
    assert "là thông tin, không thụ lý" in clerk.do(by_mail, "classify", **ACCEPT, **today)

    store = {"eligible": "false", "competent": "false", "disposition": "STORE"}
    assert not clerk.do(vague, "classify", **store, **today, missing=["WRITER"])
    assert not clerk.do(clear, "classify", **INSPECT, **today)
    assert not clerk.do(denied, "classify", **INSPECT, **today, impersonated="true")
    assert not clerk.do(by_mail, "classify", **INSPECT, **today, missing=["PROPER_FORM"])

    assert due(clerk, vague)[ClockKind.KEEPING] == "2027-10-06"
    for petition in (clear, denied, by_mail):
        assert due(clerk, petition)[ClockKind.FORWARDING] == "2026-10-13"
    for petition in (vague, clear, denied, by_mail):
        assert ClockKind.SETTLEMENT not in clerk.times(petition)
        assert ClockKind.ACCEPTANCE_NOTICE not in clerk.times(petition)
    told = clerk.statistics("2026-10-06", "2026-10-06")
    assert counted(told.forms["03/XLD"], 1, 5, 7, 8, 9, 20) == [4, 2, 2, 4, 0, 0]
    assert counted(told.forms["03/KQGQ"], 1) == [0]


def test_what_can_be_checked_goes_to_the_inspectorate(somebody: Somebody, at: At):
    clerk = somebody(Role.PETITION_OFFICER, PROVINCE)
    there = somebody(Role.PETITION_OFFICER, INSPECTORS)
    at(date(2026, 10, 7))
    petition = clerk.enter(
        **A_DENUNCIATION,
        received_on="2026-10-07",
        anonymous="true",
        summary="Thủ kho lập phiếu xuất khống, kèm ảnh chụp hai phiếu",
    )
    assert not clerk.do(petition, "classify", **INSPECT, on="2026-10-07")
    sent_to = {"to_agency": BY_NAME[INSPECTORS], "document": "15/CV-UBND"}
    assert not clerk.do(petition, "forward", **sent_to)

    taken = there.take(there.arrived()[0])

    assert clerk.state(petition) == "Đã chuyển, đang theo dõi"
    assert "phiếu xuất khống" in there.names(taken)
    for _ in range(2):
        assert not clerk.do(petition, "remind", text="Đề nghị thông báo kết quả kiểm tra")
    assert clerk.paper(petition, "reminder-2-2026.docx").startswith(b"PK")
    assert clerk.paper(petition, "reminder-2-2026.pdf").startswith(b"%PDF")
    assert not clerk.paper(petition, "reminder-3-2026.docx")
