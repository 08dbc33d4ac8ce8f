"""What codes are called on the screen."""

from contracts.planning import (
    AreaTag,
    EthicsLevel,
    MediaKind,
    MediaTopic,
    ModelField,
    OutreachKind,
)
from law.defaults import shipped_packs

FIELDS: dict[str, str] = {
    ModelField.ECONOMY: "Kinh tế",
    ModelField.CULTURE: "Văn hóa",
    ModelField.SOCIETY: "Xã hội",
    ModelField.SECURITY: "An ninh",
    ModelField.DEFENCE: "Quốc phòng",
    ModelField.POLITICAL_SYSTEM: "Xây dựng hệ thống chính trị",
}
AREAS: dict[str, str] = {
    AreaTag.REMOTE: "Vùng sâu, vùng xa",
    AreaTag.EXTREMELY_DIFFICULT: "Vùng đặc biệt khó khăn",
    AreaTag.ETHNIC_MINORITY: "Vùng đồng bào dân tộc thiểu số",
    AreaTag.RELIGIOUS: "Vùng đồng bào tôn giáo",
    AreaTag.BORDER: "Vùng biên giới",
    AreaTag.ISLAND: "Xã đảo",
}
OUTREACH_KINDS: dict[str, str] = {
    OutreachKind.STAFF: "Quán triệt cho cán bộ, công chức, viên chức",
    OutreachKind.PEOPLE: "Tuyên truyền, vận động Nhân dân",
}
MEDIA_KINDS: dict[str, str] = {
    MediaKind.ARTICLE: "Tin, bài",
    MediaKind.BROADCAST: "Phát thanh, truyền hình",
}
ACTIVITIES: dict[str, str] = {
    OutreachKind.STAFF: "Quán triệt",
    OutreachKind.PEOPLE: "Tuyên truyền, vận động",
    "TRAINING": "Tập huấn",
    **MEDIA_KINDS,
}
COUNTED: dict[str, str] = {
    OutreachKind.STAFF: "lượt dự",
    OutreachKind.PEOPLE: "lượt dự",
    "TRAINING": "lượt học",
    MediaKind.BROADCAST: "phút",
}
TOPICS: dict[str, str] = {
    MediaTopic.POLICY: "Chủ trương, chính sách về dân vận",
    MediaTopic.RESULTS: "Kết quả công tác dân vận chính quyền",
    MediaTopic.MODELS: "Mô hình “Dân vận khéo”",
}
LEVELS: dict[str, str] = {
    EthicsLevel.EXCELLENT: "Hoàn thành xuất sắc",
    EthicsLevel.GOOD: "Hoàn thành tốt",
    EthicsLevel.FULFILLED: "Hoàn thành",
    EthicsLevel.NOT_FULFILLED: "Không hoàn thành",
}
LEVEL_TONES: dict[str, str] = {
    EthicsLevel.EXCELLENT: "good",
    EthicsLevel.GOOD: "good",
    EthicsLevel.FULFILLED: "info",
    EthicsLevel.NOT_FULFILLED: "bad",
}
DUTIES: dict[str, str] = {
    duty.id: f"{duty.id} · {duty.title}" for duty in shipped_packs().duties.values() if duty.active
}
INSTRUMENTS: dict[str, str] = {one.id: one.name for one in shipped_packs().instruments.values()}
NAMED_BY_DIRECTIVE: dict[str, str] = {
    one.id: f"{one.name}: {one.title}"
    for one in sorted(shipped_packs().instruments.values(), key=lambda one: one.directive)
    if one.directive
}
LABELS: dict[str, str] = {
    "year": "Năm",
    "symbol": "Số, ký hiệu",
    "title": "Tên, trích yếu",
    "issued_on": "Ngày văn bản",
    "duty": "Nhiệm vụ theo Chỉ thị 14/CT-UBND",
    "owner": "Người được giao",
    "due_on": "Hạn hoàn thành",
    "on": "Ngày",
    "evidence": "Minh chứng",
    "name": "Tên mô hình",
    "field": "Lĩnh vực",
    "started_on": "Ngày bắt đầu",
    "beneficiaries": "Đối tượng thụ hưởng",
    "direct_to_people": "Liên quan trực tiếp đến người dân",
    "pressing_issue": "Vấn đề bức xúc tại địa phương",
    "reason": "Lý do kết thúc",
    "kind": "Hình thức",
    "held_on": "Ngày tổ chức",
    "participants": "Số lượt người dự",
    "instruments": "Văn bản được quán triệt",
    "others": "Văn bản khác",
    "area_tags": "Loại vùng",
    "attendees": "Số lượt người học",
    "topic": "Nội dung",
    "published_on": "Ngày đăng, phát",
    "minutes": "Thời lượng (phút)",
    "evaluated_on": "Ngày đánh giá",
    "level": "Mức đánh giá",
    "evaluator": "Cơ quan, người đánh giá",
    "findings": "Nhận xét",
    "found_on": "Ngày phát hiện",
    "officials_handled": "Số người bị xử lý",
    "handling": "Hình thức, kết quả xử lý",
}
