"""The words of the pages, and who may do what on them."""

from contracts.consultation import ConsultationKind, OpinionGiver, Response
from contracts.registry import DANVAN_READERS, DANVAN_WRITERS, Role
from frame.face import Link

# The Front reads the supervision and the criticism of its agency, and enters its own documents there.
FRONT_READERS = (*DANVAN_READERS, Role.FRONT_PARTICIPANT)
FRONT_WRITERS = (*DANVAN_WRITERS, Role.FRONT_PARTICIPANT)

KINDS = {
    ConsultationKind.COMMUNITY_CONSULT: "Lấy ý kiến cộng đồng",
    ConsultationKind.SCIENTIFIC_CRITICISM: "Phản biện khoa học",
    ConsultationKind.CONTRIBUTION: "Góp ý xây dựng Đảng, chính quyền",
}
GIVERS = {
    OpinionGiver.RESIDENTS: "Nhân dân",
    OpinionGiver.FRONT: "Mặt trận, tổ chức chính trị – xã hội",
    OpinionGiver.EXPERTS: "Chuyên gia, nhà khoa học",
    OpinionGiver.BUSINESS: "Doanh nghiệp",
}
# As whom one may speak on the public page; the Front enters its opinions itself.
SPEAKERS = {
    OpinionGiver.RESIDENTS: "Người dân",
    OpinionGiver.BUSINESS: "Doanh nghiệp, hợp tác xã",
    OpinionGiver.EXPERTS: "Chuyên gia, nhà khoa học",
}
RESPONSES = {
    Response.ABSORBED: "Tiếp thu",
    Response.PARTLY_ABSORBED: "Tiếp thu một phần",
    Response.EXPLAINED: "Giải trình",
}
# States of all things, with the tone of their badge.
STATES: dict[str, dict[str, tuple[str, str]]] = {
    "consultations": {"OPEN": ("Đang lấy ý kiến", "info"), "CLOSED": ("Đã kết thúc", "good")},
    "opinions": {"RECEIVED": ("Chờ trả lời", "warn"), "ANSWERED": ("Đã trả lời", "good")},
    "dialogues": {
        "ANNOUNCED": ("Đã thông báo", "info"),
        "HELD": ("Đã tổ chức", "warn"),
        "PUBLISHED": ("Đã công khai kết quả", "good"),
    },
    "supervisions": {"RECORDED": ("Đã ghi nhận", "neutral")},
    "recommendations": {"RECEIVED": ("Chờ trả lời", "warn"), "REPLIED": ("Đã trả lời", "good")},
    "criticisms": {
        "REQUESTED": ("Đã gửi dự thảo", "info"),
        "ISSUED": ("Chờ trả lời", "warn"),
        "REPLIED": ("Đã trả lời", "good"),
    },
    "projects": {
        "POSTED": ("Đang niêm yết", "info"),
        "REMOVED_EARLY": ("Bị gỡ trước hạn", "bad"),
        "MEETING_HELD": ("Đã họp lấy ý kiến", "warn"),
        "DIALOGUE_HELD": ("Đã đối thoại", "warn"),
        "COMPLETED": ("Hồ sơ đầy đủ", "good"),
    },
}
LABELS = {
    "kind": "Hình thức",
    "title": "Nội dung, tên gọi",
    "opened_on": "Ngày bắt đầu lấy ý kiến",
    "closes_on": "Ngày kết thúc dự kiến",
    "giver": "Nhóm góp ý",
    "received_on": "Ngày nhận",
    "content": "Nội dung",
    "response": "Cách xử lý",
    "reason": "Nội dung tiếp thu, lý do giải trình",
    "on": "Ngày thực hiện",
    "place": "Địa điểm",
    "announced_on": "Ngày thông báo",
    "planned_on": "Ngày dự kiến tổ chức",
    "held_on": "Ngày tổ chức",
    "participants": "Số người dự",
    "opinions": "Số ý kiến nêu ra",
    "answered": "Số ý kiến đã trả lời",
    "supervisor": "Tổ chức giám sát",
    "subject": "Nội dung giám sát",
    "started_on": "Ngày bắt đầu giám sát",
    "reply": "Nội dung trả lời",
    "draft_title": "Tên dự thảo văn bản",
    "sent_on": "Ngày gửi dự thảo",
    "issued_on": "Ngày văn bản phản biện",
    "name": "Tên dự án",
    "posted_on": "Ngày niêm yết phương án",
    "households": "Số hộ có đất thu hồi",
    "agree": "Số ý kiến đồng ý",
    "disagree": "Số ý kiến không đồng ý",
    "other": "Số ý kiến khác",
}
NAVIGATION = (
    Link("Việc đang mở", "/consultation/", FRONT_READERS),
    Link("Lấy ý kiến", "/consultation/consultations", DANVAN_READERS),
    Link("Đối thoại", "/consultation/dialogues", DANVAN_READERS),
    Link("Giám sát", "/consultation/supervisions", FRONT_READERS),
    Link("Phản biện xã hội", "/consultation/criticisms", FRONT_READERS),
    Link("Dự án thu hồi đất", "/consultation/projects", DANVAN_READERS),
)
