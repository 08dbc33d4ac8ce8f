"""What a notice says and whom it concerns; and the record that it went out."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar

from contracts.consultation import ConsultationKind, Response
from contracts.notify import NoticeSent, Topic
from kernel.message import Aggregate, Event
from law.units.model import Unit, UnitKind
from law.units.register import Units

TOPIC_WORDS = {
    Topic.PLAN_APPROVED: "Phê duyệt kế hoạch dân vận",
    Topic.CONSULTATION_OPENED: "Lấy ý kiến",
    Topic.DIALOGUE_ANNOUNCED: "Thông báo đối thoại",
    Topic.DIALOGUE_RESULT_PUBLISHED: "Kết quả đối thoại",
    Topic.CRITICISM_REQUESTED: "Đề nghị phản biện xã hội",
    Topic.CRITICISM_REPLIED: "Trả lời phản biện xã hội",
    Topic.RECOMMENDATION_REPLIED: "Trả lời kiến nghị sau giám sát",
    Topic.PROJECT_POSTED: "Niêm yết phương án bồi thường",
    Topic.PROVINCIAL_REPORT_ISSUED: "Báo cáo năm của tỉnh",
    Topic.CAMPAIGN_OPENED: "Đợt báo cáo năm",
    Topic.REPORT_REMINDED: "Nhắc gửi báo cáo năm",
    Topic.EXTENSION_DECIDED: "Gia hạn gửi báo cáo năm",
    Topic.CAMPAIGN_DUE_CHANGED: "Đổi hạn gửi báo cáo năm",
    Topic.SIGN_OFF_REMOVED: "Ký duyệt báo cáo bị gỡ",
}

# What concerns every place of the province.
EVERYWHERE = frozenset(
    {Topic.PROVINCIAL_REPORT_ISSUED, Topic.CAMPAIGN_OPENED, Topic.CAMPAIGN_DUE_CHANGED}
)
# What is between Sở Nội vụ and one agency: it stands in that agency's inbox and goes to nobody else.
BETWEEN_OFFICES = frozenset(
    {Topic.REPORT_REMINDED, Topic.EXTENSION_DECIDED, Topic.SIGN_OFF_REMOVED}
)

_SENTENCES = {
    Topic.PLAN_APPROVED: "{agency} phê duyệt Kế hoạch công tác dân vận năm {year}, số {symbol} "
    "ngày {approved_on}, gồm {tasks} nhiệm vụ.",
    Topic.CONSULTATION_OPENED: "{agency} {kind} từ ngày {opened_on} đến ngày {closes_on}.",
    Topic.DIALOGUE_ANNOUNCED: "{agency} thông báo tổ chức hội nghị đối thoại, dự kiến ngày {planned_on}.",
    Topic.DIALOGUE_RESULT_PUBLISHED: "{agency} công khai kết quả hội nghị đối thoại ngày {held_on}; "
    "số ý kiến đã trả lời: {answered}.",
    Topic.CRITICISM_REQUESTED: "{agency} gửi dự thảo đề nghị Mặt trận phản biện xã hội, ngày gửi {sent_on}.",
    Topic.CRITICISM_REPLIED: "{agency} trả lời văn bản phản biện xã hội ban hành ngày {issued_on}: {response}.",
    Topic.RECOMMENDATION_REPLIED: "{agency} trả lời kiến nghị sau giám sát nhận ngày {received_on}: {response}.",
    Topic.PROJECT_POSTED: "{agency} niêm yết phương án bồi thường, hỗ trợ, tái định cư từ ngày {posted_on}, "
    "ít nhất đến ngày {posted_until}.",
    Topic.PROVINCIAL_REPORT_ISSUED: "Tỉnh ban hành Báo cáo kết quả công tác dân vận chính quyền năm {year}, "
    "số {symbol} ngày {issued_on}, tổng hợp từ {compiled} cơ quan. Phần công khai: trang "
    "/reporting/public/{year}.",
    Topic.CAMPAIGN_OPENED: "Mở đợt báo cáo công tác dân vận chính quyền năm {year}; hạn gửi báo cáo {due_on}.",
    Topic.REPORT_REMINDED: "{agency} chưa gửi báo cáo {what}; hạn gửi {due_on}{urged}.",
    Topic.EXTENSION_DECIDED: "Đề nghị gia hạn gửi báo cáo {what} của {agency}: {granted}.",
    Topic.SIGN_OFF_REMOVED: "Báo cáo năm {year} của {agency} đã sửa sau khi ký duyệt hoặc được rút ký duyệt ngày {removed_on}; cần ký duyệt lại trước khi gửi.",
    Topic.CAMPAIGN_DUE_CHANGED: "Hạn gửi báo cáo công tác dân vận chính quyền năm {year} là ngày {due_on}, theo văn bản {instrument}.",
}
_WORDS: dict[str, str] = {
    ConsultationKind.COMMUNITY_CONSULT: "lấy ý kiến cộng đồng dân cư",
    ConsultationKind.SCIENTIFIC_CRITICISM: "lấy ý kiến phản biện khoa học",
    ConsultationKind.CONTRIBUTION: "đề nghị góp ý",
    Response.ABSORBED: "tiếp thu",
    Response.PARTLY_ABSORBED: "tiếp thu một phần",
    Response.EXPLAINED: "giải trình",
}


def facts_of(event: Event) -> dict[str, Any]:
    """An event's fields as a document keeps them."""
    fields = {one.name: getattr(event, one.name) for one in dataclasses.fields(event)}  # type: ignore[arg-type]
    return {name: _plain(value) for name, value in fields.items()}


def sentence(topic: Topic, facts: Mapping[str, Any], *, agency: str) -> str:
    """What a notice says, in Vietnamese: the agency's name, dates and counts; nobody's name."""
    words = {name: _spoken(value) for name, value in facts.items()}
    words |= _OWN_WORDS.get(topic, _nothing)(facts)
    return _SENTENCES[topic].format_map({**words, "agency": agency})


def _nothing(_: Mapping[str, Any]) -> dict[str, str]:
    return {}


def _urged(facts: Mapping[str, Any]) -> dict[str, str]:
    """Of what somebody is reminded, and how pressing it is: chased so often, or told to the superior."""
    what = {"what": _asked(facts, f"công tác dân vận chính quyền năm {facts['year']}")}
    if facts["escalated"]:
        urged = "; đã báo cáo Ủy ban nhân dân tỉnh, đề nghị người đứng đầu chỉ đạo ngay"
        return {**what, "urged": urged}
    if facts["chasing"]:
        often = facts["chasing"]
        return {**what, "urged": f"; đôn đốc lần {often}, đề nghị người đứng đầu chỉ đạo"}
    return {**what, "urged": ""}


def _asked(facts: Mapping[str, Any], yearly: str) -> str:
    """Which report is meant: an ad-hoc one by its code, else the yearly one."""
    return f"đột xuất {facts['code']}" if facts.get("code") else yearly


def _granted(facts: Mapping[str, Any]) -> dict[str, str]:
    until = f"đồng ý, gửi chậm nhất ngày {_day(facts['until'])}"
    granted = until if facts["granted"] else "không đồng ý"
    return {"what": _asked(facts, f"năm {facts['year']}"), "granted": granted}


_OWN_WORDS: dict[Topic, Callable[[Mapping[str, Any]], dict[str, str]]] = {
    Topic.REPORT_REMINDED: _urged,
    Topic.EXTENSION_DECIDED: _granted,
}


def place_of(units: Units, agency: str) -> str:
    """The place an agency belongs to, as the id of its People's Committee: a commune to itself, a
    department to its province; an agency the register does not know to itself."""
    unit = _by_id(units).get(agency)
    if unit is None or unit.kind.is_place or unit.parent is None:
        return agency
    return units.get(unit.parent).id


def is_province(units: Units, agency: str) -> bool:
    """Whether an agency is a province's People's Committee."""
    unit = _by_id(units).get(agency)
    return unit is not None and unit.kind is UnitKind.PROVINCE


def keeps_all(units: Units, agency: str, *, focal: Unit | None) -> bool:
    """Whether an agency keeps the directory of the whole province: the province itself, the focal agency of the day
    (Sở Nội vụ, or what it became)."""
    return is_province(units, agency) or (focal is not None and agency == focal.id)


@lru_cache(maxsize=4)
def _by_id(units: Units) -> dict[str, Unit]:
    return {unit.id: unit for unit in units.by_key.values()}


@dataclass(kw_only=True)
class Dispatch(Aggregate):
    """The record that a notice went out; it bears the notice's id."""

    kind: ClassVar[str] = "notice"

    recipients: int = 0
    failed: int = 0

    def close(self, about: str, *, on: date, recipients: int, failed: int) -> None:
        """All its letters are sent or failed; after letters were sent anew it is closed again."""
        self.recipients, self.failed = recipients, failed
        self.tell(
            NoticeSent(
                notice=self.id, about=about, sent_on=on, recipients=recipients, failed=failed
            )
        )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value


def _spoken(value: Any) -> str:
    if isinstance(value, str):
        return _WORDS.get(value) or _day(value)
    return str(value)


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text
