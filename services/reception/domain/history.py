"""What was done about a petition, line by line, in the order in which it was entered."""

from dataclasses import dataclass
from datetime import date

from contracts.reception import CaseStep

STEP_WORDS = {
    CaseStep.NOTICE_GIVEN: "Đã thông báo cho người đến tiếp",
    CaseStep.VERIFIED: "Đã xác minh",
    CaseStep.DIALOGUE: "Đối thoại",
    CaseStep.CONTENT_ADDED: "Thêm nội dung",
    CaseStep.CONTENT_ANSWERED: "Kết luận một nội dung",
    CaseStep.WITHDRAWAL: "Rút đơn",
    CaseStep.PARTIES_TOLD: "Đã thông báo việc thụ lý",
    CaseStep.DECISION_SENT: "Đã gửi quyết định, kết luận",
    CaseStep.CONCLUSION_HANDLED: "Đã xử lý kết luận",
    CaseStep.PUBLISHED: "Đã công khai",
    CaseStep.EXECUTION: "Thi hành quyết định",
    CaseStep.REMINDER: "Đôn đốc",
    CaseStep.SECOND_COMPLAINT: "Khiếu nại lần hai, khởi kiện",
    CaseStep.CONTINUED: "Tố cáo tiếp",
    CaseStep.CONTINUED_REFUSED: "Không giải quyết tố cáo tiếp",
    CaseStep.NOTE: "Ghi chú nội bộ",
    CaseStep.ASSIGNED: "Phân công",
    CaseStep.TAKEN_OVER: "Nhận thay",
    CaseStep.DUPLICATES_CHECKED: "Đã rà soát đơn trùng",
    CaseStep.CHECKED_WIDELY: "Kiểm tra điều kiện thụ lý tại nhiều địa điểm",
    CaseStep.DECISION_RECEIVED: "Người khiếu nại đã nhận quyết định",
    CaseStep.FINDINGS: "Ghi kết quả kiến nghị xử lý",
    CaseStep.UNSUPPLEMENTED: "Lưu đơn vì không bổ sung",
    CaseStep.SUPPLEMENTED: "Nhận bổ sung sau khi đã lưu đơn",
    CaseStep.SENT_BACK: "Không thụ lý, trả lại để phân loại lại",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line: what, on which day, by which document, with what said about it; who entered it."""

    step: CaseStep
    on: date
    document: str = ""
    text: str = ""
    by: str = ""
    number: int = 0
    done: bool = True
