"""How the law's pages say a date, a unit, an event: one Vietnamese word for each thing."""

from datetime import date
from functools import cache

from law.packs.rules import Event, Limit, RuleVersion, Shape, Unit

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

UNITS = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày",
    Unit.MONTH: "tháng",
    Unit.YEAR: "năm",
}

SHAPES = {Shape.LIMIT: "", Shape.MINIMUM: "ít nhất ", Shape.BEFORE: "trước ít nhất "}

EVENTS = {
    Event.RECEIVED: "Ngày nhận đơn, tiếp nhận nội dung",
    Event.ACCEPTED: "Ngày thụ lý",
    Event.ACCEPTANCE_DECIDED: "Ngày ra quyết định thụ lý",
    Event.DECISION_ISSUED: "Ngày ban hành quyết định giải quyết",
    Event.DECISION_RECEIVED: "Ngày nhận được quyết định",
    Event.CONCLUSION_ISSUED: "Ngày ban hành kết luận",
    Event.VALID_REQUEST: "Ngày nhận yêu cầu hợp lệ",
    Event.RETURNED: "Ngày trả lại yêu cầu hoàn thiện",
    Event.STORED: "Ngày lưu đơn",
    Event.KNOWN: "Ngày nhận hoặc biết được quyết định, hành vi",
    Event.POSTED: "Ngày bắt đầu niêm yết",
    Event.PUBLISHED: "Ngày công khai",
    Event.BROADCAST: "Ngày phát thanh đầu tiên",
    Event.DOCUMENT_ISSUED: "Ngày ban hành văn bản",
    Event.OPENED: "Ngày bắt đầu lấy ý kiến",
    Event.SESSION_HELD: "Ngày tiếp công dân",
    Event.CONFERENCE_HELD: "Ngày tổ chức hội nghị",
    Event.MEETING_HELD: "Ngày họp lấy ý kiến",
    Event.NOTICE_SENT: "Ngày thông báo thu hồi đất",
    Event.PERSUASION_ENDED: "Ngày kết thúc vận động, thuyết phục",
    Event.RECOVERY_DECIDED: "Ngày dự kiến quyết định thu hồi đất",
    Event.REFUSED_INVENTORY: "Ngày không đồng ý kiểm đếm",
    Event.WORKING_WITH_TEAM: "Ngày làm việc với đoàn giám sát",
    Event.SUPERVISION_STARTS: "Ngày bắt đầu giám sát",
}

FACTS = {
    "remote": "vùng sâu, vùng xa đi lại khó khăn (xác định tại ngày thụ lý)",
    "complex": "vụ việc phức tạp (theo quyết định có lý do của người đứng đầu)",
    "several_places": "phải kiểm tra tại nhiều địa điểm hoặc ủy quyền kiểm tra",
}

GROUNDS = {
    "FORCE_MAJEURE": "sự kiện bất khả kháng hoặc trở ngại khách quan",
    "AWAITING_OTHER_BODY": "phải chờ kết quả của cơ quan khác có liên quan trực tiếp",
    "REVERIFICATION": "cần xác minh bổ sung, xác minh lại",
}


@cache
def say(on: date) -> str:
    """A date as one writes it: 16/11/2026."""
    return f"{on.day:02}/{on.month:02}/{on.year}"


@cache
def say_weekday(on: date) -> str:
    """A date with its weekday: thứ Hai 16/11/2026."""
    return f"{WEEKDAYS[on.weekday()]} {say(on)}"


def say_span(since: date, until: date | None) -> str:
    """A time during which something is the law."""
    return f"từ {say(since)} đến {say(until)}" if until else f"từ {say(since)}"


def say_limits(version: RuleVersion) -> str:
    """All amounts of a rule, with the facts under which each holds."""
    return "; ".join(_say_limit(limit, version) for limit in version.limits)


def _say_limit(limit: Limit, version: RuleVersion) -> str:
    shape = SHAPES[version.shape]
    told = f"{shape}{limit.amount} {UNITS[version.unit]}"
    if not limit.when:
        return told
    return f"{told} ({'; '.join(FACTS[fact] for fact in limit.when)})"
