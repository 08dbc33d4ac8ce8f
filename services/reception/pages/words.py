"""The Vietnamese words of reception's pages and files."""

from contracts.reception import (
    Disposition,
    Host,
    IntakeChannel,
    Outcome,
    PetitionKind,
    SessionKind,
)
from contracts.registry import PETITION_READERS, PETITION_WRITERS
from frame.face import Link
from services.reception.domain import State

KIND_WORDS = {
    PetitionKind.COMPLAINT: "Khiếu nại",
    PetitionKind.DENUNCIATION: "Tố cáo",
    PetitionKind.RECOMMENDATION: "Kiến nghị",
    PetitionKind.FEEDBACK: "Phản ánh",
}
CHANNEL_WORDS = {
    IntakeChannel.COUNTER: "Nộp trực tiếp",
    IntakeChannel.POST: "Bưu chính",
    IntakeChannel.DROPBOX: "Hộp thư góp ý",
    IntakeChannel.RECEPTION_SESSION: "Tại buổi tiếp công dân",
    IntakeChannel.ONLINE_RECEPTION: "Tiếp công dân trực tuyến",
    IntakeChannel.PORTAL: "Cổng dịch vụ công, phản ánh kiến nghị",
    IntakeChannel.REFERRED_PARTY_STATE_LEADER: "Lãnh đạo Đảng, Nhà nước chuyển đến",
    IntakeChannel.REFERRED_ELECTED_BODY: "Cơ quan dân cử chuyển đến",
    IntakeChannel.REFERRED_FRONT: "Mặt trận, tổ chức chính trị – xã hội chuyển đến",
    IntakeChannel.REFERRED_PRESS: "Cơ quan báo chí chuyển đến",
    IntakeChannel.REFERRED_AGENCY: "Cơ quan khác chuyển đến",
}
DISPOSITION_WORDS = {
    Disposition.ACCEPT: "Đề xuất thụ lý giải quyết",
    Disposition.REQUEST_SUPPLEMENT: "Yêu cầu bổ sung",
    Disposition.GUIDE: "Hướng dẫn gửi đúng cơ quan",
    Disposition.FORWARD: "Chuyển đơn đến cơ quan có thẩm quyền",
    Disposition.RETURN: "Trả lại đơn",
    Disposition.STORE: "Lưu đơn",
}
OUTCOME_WORDS = {
    Outcome.JUSTIFIED: "Đúng",
    Outcome.PARTLY_JUSTIFIED: "Đúng một phần",
    Outcome.UNJUSTIFIED: "Sai",
    Outcome.ANSWERED: "Đã trả lời",
}
SESSION_WORDS = {
    SessionKind.REGULAR: "Thường xuyên",
    SessionKind.PERIODIC: "Định kỳ",
    SessionKind.AD_HOC: "Đột xuất",
}
HOST_WORDS = {
    Host.HEAD: "Thủ trưởng",
    Host.AUTHORISED_DEPUTY: "Cấp phó được ủy quyền",
    Host.OFFICER: "Cán bộ tiếp công dân",
}
TONES = {
    State.REGISTERED: "info",
    State.SUPPLEMENT_REQUESTED: "warn",
    State.CLASSIFIED: "info",
    State.FINISHED: "neutral",
    State.ACCEPTED: "warn",
    State.DECIDED: "good",
}
LABELS = {
    "kind": "Loại đơn",
    "channel": "Nguồn đơn",
    "received_on": "Ngày nhận",
    "name": "Họ và tên người gửi",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "signers": "Số người ký tên",
    "summary": "Nội dung",
    "eligible": "Đủ điều kiện xử lý",
    "competent": "Thuộc thẩm quyền",
    "disposition": "Hướng xử lý",
    "on": "Ngày",
    "complex_": "Vụ việc phức tạp",
    "outcome": "Kết quả",
    "host": "Người tiếp",
    "held_on": "Ngày tiếp",
    "place": "Địa điểm",
    "online": "Tiếp trực tuyến",
    "visits": "Số lượt tiếp",
    "persons": "Số người được tiếp",
    "matters": "Số vụ việc",
    "groups": "Số đoàn đông người",
    "group_persons": "Số người trong các đoàn đông người",
    "file": "Tệp Excel",
}
NAVIGATION = (
    Link("Sổ đơn", "/reception/", PETITION_READERS),
    Link("Nhập đơn mới", "/reception/petitions/new", PETITION_WRITERS),
    Link("Buổi tiếp công dân", "/reception/sessions", PETITION_READERS),
)
