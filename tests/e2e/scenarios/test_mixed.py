"""SC-07: a letter with three matters, one of them another agency's, over a swapped day; and the letter again."""

from datetime import date

from contracts.reception import ClockKind
from contracts.registry import Role
from tests.e2e.scenarios.acting import ACCEPT, At, Somebody, counted, due
from tests.e2e.scenarios.conftest import BY_NAME
from tests.e2e.scenarios.faces import Face

HEALTH, COMMUNE = "Sở Y tế", "UBND xã Đak Đoa"
WRITER = "Rơ Châm Người Viết"
LETTER = {
    "kind": "COMPLAINT",
    "channel": "POST",
    "name": WRITER,
    "summary": "Khiếu nại quyết định xử phạt của Sở Y tế; tố cáo cán bộ địa chính; góp ý chỗ để xe",
    "against": "Sở Y tế",
}
PARTS = [
    {"kind": "COMPLAINT", "summary": "Quyết định xử phạt của Sở Y tế", "against": "Sở Y tế"},
    {"kind": "DENUNCIATION", "summary": "Cán bộ địa chính xã nhận tiền", "against": ""},
    {"kind": "RECOMMENDATION", "summary": "Mở rộng chỗ để xe của bệnh viện", "against": ""},
]


def test_a_letter_with_several_matters_ends_with_the_last_of_them(somebody: Somebody, at: At):
    clerk = somebody(Role.PETITION_OFFICER, HEALTH)
    head = somebody(Role.AGENCY_HEAD, HEALTH)
    there = somebody(Role.PETITION_OFFICER, COMMUNE)
    at(date(2025, 12, 30))
    letter = clerk.enter(**LETTER, received_on="2025-12-30")
    assert not clerk.do(letter, "split", parts=PARTS)
    fine, denunciation, parking = head.parts(letter)
    assert clerk.parts(letter) == [fine, parking]
    assert clerk.state(letter) == "Đã tách nội dung"
    assert (WRITER in clerk.names(fine)) is clerk.shows_writers
    assert WRITER not in clerk.names(denunciation)
    assert letter not in clerk.names(denunciation)
    assert letter in head.names(denunciation)

    _of_its_own_competence(clerk)
    _the_same_again(clerk, at, letter)
    _forwarded(clerk, there, at, denunciation)
    for petition, outcome in ((fine, "UNJUSTIFIED"), (parking, "ANSWERED")):
        assert clerk.state(letter) == "Đã tách nội dung"
        assert not clerk.do(petition, "classify", **ACCEPT, on="2026-01-08")
        assert not head.do(petition, "accept", on="2026-01-08")
        assert not head.do(petition, "decide", outcome=outcome, on="2026-01-08")
    assert clerk.state(letter) == "Đã kết thúc hồ sơ"
    _asked_for(clerk, fine)
    _counted(clerk)


def _asked_for(clerk: Face, decided: str) -> None:
    """What the decision asks for beside its judgement."""
    wrong = {"people_handled": 1, "officials_handled": 2}
    assert clerk.do(decided, "record_findings", on="2026-01-08", **wrong)
    given_back = {"money_to_people": 2_600_000, "people_handled": 2, "officials_handled": 1}
    assert not clerk.do(decided, "record_findings", on="2026-01-08", **given_back)


def _of_its_own_competence(clerk: Face) -> None:
    """Against the deputy director of a hospital under the department: the superior's own to judge."""
    own = clerk.enter(
        kind="DENUNCIATION",
        channel="COUNTER",
        received_on="2025-12-30",
        subject="DENOUNCED_HEAD",
        summary="Phó giám đốc bệnh viện trực thuộc sở nâng giá vật tư",
    )
    time = clerk.times(own)[ClockKind.INTAKE]
    assert time.on == "2026-01-10"  # a Saturday made up for 02/01
    assert "người đứng đầu cơ quan cấp trên trực tiếp" in clerk.competence(own).lower()


def _the_same_again(clerk: Face, at: At, letter: str) -> None:
    at(date(2026, 1, 5))
    again = clerk.enter(**LETTER, received_on="2026-01-05")
    assert clerk.same(again)[0] == letter
    assert not clerk.do(again, "link", master=letter)
    assert clerk.state(again) == "Đơn trùng, đã ghép"
    assert not any(one.runs for one in clerk.times(again).values())


def _forwarded(clerk: Face, there: Face, at: At, denunciation: str) -> None:
    at(date(2026, 1, 8))
    away = {"eligible": "true", "competent": "false", "disposition": "FORWARD"}
    assert not clerk.do(denunciation, "classify", **away, on="2026-01-05")
    assert due(clerk, denunciation)[ClockKind.FORWARDING] == "2026-01-08"
    sent_to = {"to_agency": BY_NAME[COMMUNE], "document": "12/PC-SYT"}
    assert not clerk.do(denunciation, "forward", **sent_to)
    assert clerk.state(denunciation) == "Đã chuyển, đang theo dõi"
    taken = there.take(there.arrived()[0])
    assert WRITER not in there.names(taken)
    time = there.times(taken)[ClockKind.INTAKE]
    assert time.on == "2026-01-16"  # its own time, from its own receipt
    assert "08/01/2026" in time.why
    assert "chuyển" in time.why
    assert "2025-12-30" in there.first_received(taken)


def _counted(clerk: Face) -> None:
    told = clerk.statistics("2025-12-15", "2026-01-08")
    assert told.mixed == (1, 3)
    # three letters: the mixed one, the denunciation of its own competence, and the repetition
    assert counted(told.forms["01/XLD"], 1, 5, 8) == [3, 3, 2]
    assert counted(told.forms["01/XLD"], 9, 10, 11, 12, 13) == [3, 3, 1, 1, 1]
    assert counted(told.forms["01/XLD"], 14, 18, 22, 24) == [2, 2, 1, 1]
    assert counted(told.forms["01/KQGQ"], 6, 15, 19, 20) == [1, 3, 2, 1]  # 2,6 million is 3
