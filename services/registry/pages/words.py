"""Words and small helpers the registry's pages share."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from contracts.duties import DutyKind
from contracts.planning import AreaTag
from contracts.registry import ROLE_WORDS, AgencyKind
from kernel.errors import Invalid, Refusal
from law.calendar.days import Kind
from law.text import fold
from law.units.register import core_name
from services.registry.domain import ActState, AmendmentState, Assignment
from services.registry.service import Registry

# Told after a change of what proves who somebody is.
OTHERS_ENDED = "Mọi phiên đăng nhập khác của bạn đã kết thúc."
ALL_ENDED = "Mọi phiên đăng nhập của người này đã kết thúc."

KIND_WORDS: dict[str, str] = {
    AgencyKind.PROVINCE: "Ủy ban nhân dân tỉnh",
    AgencyKind.DISTRICT: "Huyện",
    AgencyKind.TOWN: "Thị xã",
    AgencyKind.CITY: "Thành phố thuộc tỉnh",
    AgencyKind.COMMUNE: "Xã",
    AgencyKind.WARD: "Phường",
    AgencyKind.TOWNSHIP: "Thị trấn",
    AgencyKind.PROVINCIAL_OFFICE: "Văn phòng UBND tỉnh",
    AgencyKind.INSPECTORATE: "Thanh tra tỉnh",
    AgencyKind.PROVINCIAL_DEPARTMENT: "Sở, ban, ngành",
    AgencyKind.ECONOMIC_ZONE_BOARD: "Ban quản lý khu kinh tế",
    AgencyKind.PRESS: "Báo, Đài",
    AgencyKind.FRONT_ORG: "Mặt trận và tổ chức thành viên",
}

GROUPS: dict[str, tuple[str, tuple[AgencyKind, ...]]] = {
    "province": (
        "Cấp tỉnh",
        (
            AgencyKind.PROVINCE,
            AgencyKind.PROVINCIAL_OFFICE,
            AgencyKind.INSPECTORATE,
            AgencyKind.PROVINCIAL_DEPARTMENT,
            AgencyKind.ECONOMIC_ZONE_BOARD,
            AgencyKind.PRESS,
        ),
    ),
    "communes": (
        "Cấp xã",
        (AgencyKind.COMMUNE, AgencyKind.WARD, AgencyKind.TOWNSHIP),
    ),
    "districts": (
        "Cấp huyện (trước 01/7/2025)",
        (AgencyKind.DISTRICT, AgencyKind.TOWN, AgencyKind.CITY),
    ),
    "front": ("Mặt trận và tổ chức thành viên", (AgencyKind.FRONT_ORG,)),
}


def role_at(one: Assignment, label: Callable[[str], str]) -> str:
    """A role and where it is held, in words."""
    how = ", chỉ xem" if one.see_only else ", thay mặt" if one.acting_for else ""
    return f"{ROLE_WORDS[one.role]} – {label(one.agency)}{how}"


def errors_of(wrong: Refusal, fields: dict[str, str]) -> dict[str, Any]:
    """Sentences by field, whether the form or a rule refused; `fields` says which field a rule speaks of."""
    if isinstance(wrong, Invalid) and wrong.errors:
        return wrong.errors
    return {fields.get(wrong.code, ""): [wrong.detail]}


def agency_by_words(
    registry: Registry, words: str, *, on: date | None = None, before: date | None = None
) -> str | None:
    """The id of the one agency that bears a name on a day, or stood the day before another."""
    day = on or (before - timedelta(days=1) if before else registry.store.clock.today())
    standing = registry.standing(day)
    wanted = fold(words)
    exact = [id_ for id_, name in standing.items() if fold(name) == wanted]
    close = [id_ for id_, name in standing.items() if core_name(name) == core_name(words)]
    found = exact or close
    return found[0] if len(found) == 1 else None


STATE_WORDS = {
    ActState.DRAFT: "Đang chuẩn bị",
    ActState.CONFIRMED: "Đã xác nhận",
    ActState.WITHDRAWN: "Đã hủy",
}
AMENDMENT_WORDS = {
    AmendmentState.DRAFT: "Đang soạn",
    AmendmentState.ACTIVE: "Đã áp dụng",
    AmendmentState.WITHDRAWN: "Đã hủy",
}
DAY_WORDS = {
    Kind.HOLIDAY: "Ngày nghỉ lễ",
    Kind.COMPENSATION: "Ngày nghỉ bù",
    Kind.SWAP_OFF: "Ngày nghỉ hoán đổi",
    Kind.SWAP_WORK: "Ngày làm bù",
    Kind.WORK: "Ngày làm việc",
    Kind.WEEKEND: "Ngày nghỉ hằng tuần",
}
PACK_WORDS = {
    "calendar": "Lịch làm việc",
    "instruments": "Văn bản",
    "sources": "Nguồn tra cứu",
    "receiving": "Tiếp nhận đơn",
    "complaints": "Khiếu nại",
    "denunciations": "Tố cáo",
    "reception": "Tiếp công dân",
    "democracy": "Dân chủ ở cơ sở",
    "report": "Báo cáo hằng năm",
    "handling": "Xử lý đơn",
    "duties": "Nhiệm vụ, chỉ tiêu",
}
SERVICE_WORDS = {
    "reception": "Tiếp công dân, đơn thư",
    "planning": "Kế hoạch dân vận",
    "consultation": "Dân chủ, đối thoại, giám sát",
    "reporting": "Số liệu, báo cáo",
}
DUTY_WORDS = {
    DutyKind.PETITION_CLASSIFY: "Phân loại đơn",
    DutyKind.PETITION_SUPPLEMENT: "Chờ bổ sung đơn",
    DutyKind.PETITION_STORE: "Quyết định lưu đơn hết hạn bổ sung",
    DutyKind.PETITION_ACCEPT: "Thụ lý đơn",
    DutyKind.PETITION_SETTLE: "Giải quyết đơn",
    DutyKind.RECEPTION_HELD: "Ghi kết quả buổi tiếp công dân",
    DutyKind.SESSION_MINUTES: "Kết luận buổi tiếp công dân",
    DutyKind.POSTING_RENEWAL: "Thay nội dung niêm yết hết hiệu lực",
    DutyKind.TASK: "Nhiệm vụ trong kế hoạch",
    DutyKind.OPINION_ANSWER: "Trả lời ý kiến",
    DutyKind.RECOMMENDATION_REPLY: "Trả lời kiến nghị giám sát",
    DutyKind.CRITICISM_REPLY: "Trả lời phản biện",
    DutyKind.DIALOGUE_RESULT: "Công bố kết quả đối thoại",
    DutyKind.REPORT_SUBMIT: "Gửi báo cáo",
}
TAG_WORDS: dict[str, str] = {
    AreaTag.REMOTE: "Vùng sâu, vùng xa",
    AreaTag.EXTREMELY_DIFFICULT: "Đặc biệt khó khăn",
    AreaTag.ETHNIC_MINORITY: "Đồng bào dân tộc thiểu số",
    AreaTag.RELIGIOUS: "Đồng bào có đạo",
    AreaTag.BORDER: "Biên giới",
    AreaTag.ISLAND: "Hải đảo",
}
