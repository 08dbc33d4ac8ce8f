"""What a petition must have to be handled (TT 05/2021/TT-TTCP Điều 6.2), and who is competent for it."""

from contracts.reception import PetitionKind

BOTH = tuple(PetitionKind)
CONDITIONS: dict[str, tuple[str, tuple[PetitionKind, ...]]] = {
    "LANGUAGE": ("Viết bằng tiếng Việt, hoặc có bản dịch công chứng", BOTH),
    "DATED": ("Ghi ngày, tháng, năm viết đơn", BOTH),
    "WRITER": ("Ghi họ tên, địa chỉ người viết đơn", BOTH),
    "SIGNED": ("Có chữ ký hoặc điểm chỉ của người viết đơn", BOTH),
    "COMPLAINED_AGAINST": (
        "Ghi tên, địa chỉ người bị khiếu nại; nội dung, lý do; yêu cầu giải quyết",
        (PetitionKind.COMPLAINT,),
    ),
    "IN_TIME": ("Còn thời hiệu khiếu nại", (PetitionKind.COMPLAINT,)),
    "OWN_RIGHT": (
        "Quyết định, hành vi xâm phạm trực tiếp quyền của người khiếu nại",
        (PetitionKind.COMPLAINT,),
    ),
    "DENOUNCED": (
        "Ghi tên, địa chỉ người bị tố cáo, hành vi vi phạm",
        (PetitionKind.DENUNCIATION,),
    ),
    "REACHABLE": ("Ghi cách liên hệ với người tố cáo", (PetitionKind.DENUNCIATION,)),
    "PROPER_FORM": (
        "Bằng đơn hoặc tố cáo trực tiếp (thư điện tử, điện thoại là thông tin)",
        (PetitionKind.DENUNCIATION,),
    ),
    "CONTENT": (
        "Ghi rõ nội dung kiến nghị, phản ánh",
        (PetitionKind.RECOMMENDATION, PetitionKind.FEEDBACK),
    ),
    "NOT_SENT_TO_OTHERS": ("Không đồng thời gửi cơ quan có thẩm quyền khác", BOTH),
    "NOT_GUIDED_BEFORE": ("Chưa được hướng dẫn một lần về cùng nội dung", BOTH),
    "LEGIBLE": ("Đọc được, không rách nát, không có lời lẽ thô tục, xúc phạm", BOTH),
    "NOT_SETTLED": ("Chưa có quyết định có hiệu lực, hoặc có tình tiết mới", BOTH),
}


def conditions(kind: PetitionKind) -> dict[str, str]:
    """The conditions for a kind, by code."""
    return {code: words for code, (words, kinds) in CONDITIONS.items() if kind in kinds}
