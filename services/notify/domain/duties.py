"""What a duty is called, who may see it, and in which order duties are shown."""

from contracts.duties import DutyKind
from contracts.registry import Role

DUTY_WORDS: dict[DutyKind, str] = {
    DutyKind.PETITION_CLASSIFY: "Phân loại đơn",
    DutyKind.PETITION_SUPPLEMENT: "Chờ người gửi bổ sung đơn",
    DutyKind.PETITION_STORE: "Quyết định lưu đơn đã hết hạn bổ sung",
    DutyKind.PETITION_ACCEPT: "Thụ lý đơn",
    DutyKind.PETITION_SETTLE: "Giải quyết đơn",
    DutyKind.CASE_STEP: "Bước xử lý vụ việc",
    DutyKind.RECEPTION_HELD: "Ghi kết quả buổi tiếp công dân đã qua ngày",
    DutyKind.SESSION_MINUTES: "Thông báo kết luận buổi tiếp công dân",
    DutyKind.POSTING_RENEWAL: "Nội dung niêm yết đã hết hiệu lực, phải thay",
    DutyKind.TASK: "Nhiệm vụ trong kế hoạch dân vận",
    DutyKind.OPINION_ANSWER: "Tiếp thu, giải trình ý kiến",
    DutyKind.RECOMMENDATION_REPLY: "Trả lời kiến nghị sau giám sát",
    DutyKind.CRITICISM_REPLY: "Trả lời văn bản phản biện",
    DutyKind.DIALOGUE_RESULT: "Công khai kết quả đối thoại",
    DutyKind.REPORT_SUBMIT: "Gửi báo cáo năm",
    DutyKind.REPORT_SIGN: "Ký duyệt báo cáo năm",
    DutyKind.REPORT_CORRECT: "Hoàn thiện báo cáo bị trả lại",
    DutyKind.REPORT_REVIEW: "Kiểm tra báo cáo của cơ quan",
    DutyKind.FIGURE_REQUEST: "Cung cấp số liệu",
    DutyKind.ROLE_APPROVE: "Duyệt vai trò do người khác đề nghị",
    DutyKind.LAW_ACTIVATE: "Duyệt thay đổi lịch, bộ quy tắc",
}

# Who sees all duties of the own agency, not only the own ones.
OVERSEERS = (Role.AGENCY_HEAD, Role.DEPUTY, Role.UNIT_LEADER, Role.SNV_LEADER)
