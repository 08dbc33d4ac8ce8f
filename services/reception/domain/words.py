"""The words in which people speak of the codes of reception, on pages and in files."""

from contracts.reception import (
    Disposition,
    Field,
    Host,
    Instance,
    IntakeChannel,
    Outcome,
    PetitionKind,
    SessionKind,
)

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
OUTCOME_WORDS = {
    Outcome.JUSTIFIED: "Đúng",
    Outcome.PARTLY_JUSTIFIED: "Đúng một phần",
    Outcome.UNJUSTIFIED: "Sai",
    Outcome.ANSWERED: "Đã trả lời",
}
DISPOSITION_WORDS = {
    Disposition.ACCEPT: "Thụ lý giải quyết",
    Disposition.REQUEST_SUPPLEMENT: "Yêu cầu bổ sung",
    Disposition.GUIDE: "Hướng dẫn",
    Disposition.FORWARD: "Chuyển đơn",
    Disposition.RETURN: "Trả lại đơn",
    Disposition.STORE: "Lưu đơn",
    Disposition.FORWARD_URGENT: "Chuyển ngay cơ quan điều tra",
    Disposition.INSPECT: "Chuyển để thanh tra, kiểm tra",
    Disposition.REPORT_HEAD: "Báo cáo người đứng đầu",
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
FIELD_WORDS = {
    Field.LAND: "Đất đai",
    Field.HOUSING: "Nhà cửa, tài sản",
    Field.POLICY: "Chính sách",
    Field.STAFF: "Cán bộ, công chức, viên chức",
    Field.OTHER_ADMINISTRATION: "Hành chính khác",
    Field.JUDICIAL: "Tư pháp",
    Field.PARTY: "Đảng, đoàn thể",
    Field.OTHER: "Khác",
}
NO_FIELD = "Chưa ghi lĩnh vực"
INSTANCE_WORDS = {Instance.FIRST: "Lần đầu", Instance.SECOND: "Lần hai"}
