"""What the form of each disposition says (TT 05/2021/TT-TTCP), with places to fill; which sample of the law a form
follows stands in the pack of rules."""

from dataclasses import dataclass

from contracts.reception import Disposition


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words of a form, with places to fill. What an officer proposes is approved by the head."""

    file: str
    symbol: str
    kind: str
    about: str
    to: tuple[str, ...]
    says: tuple[str, ...]
    copies: tuple[str, ...] = ("Như trên", "Lưu: VT, hồ sơ đơn")
    proposed: bool = False


WRITER = ("{người gửi}, địa chỉ: {địa chỉ}",)
HEAD = ("Thủ trưởng {cơ quan}",)
RECEIVED = "Ngày {ngày nhận}, {cơ quan} nhận được đơn {loại đơn} của {người gửi}, địa chỉ: {địa chỉ}, vào sổ số {số đơn}."
RECEIVED_SEALED = "Ngày {ngày nhận}, {cơ quan} nhận được đơn tố cáo, vào sổ số {số đơn}. Danh tính người tố cáo nằm trong hồ sơ mật, chỉ bàn giao niêm phong cho người có thẩm quyền."
MATTER = "Nội dung đơn: {nội dung}"
WORDINGS: dict[Disposition, Wording] = {
    Disposition.ACCEPT: Wording(
        file="de-xuat-thu-ly",
        symbol="PĐX",
        kind="PHIẾU ĐỀ XUẤT",
        about="Thụ lý đơn {loại đơn}",
        to=HEAD,
        says=(
            RECEIVED,
            MATTER,
            "Kiểm tra ngày {ngày phân loại}: đơn đủ điều kiện xử lý và thuộc thẩm quyền giải quyết của {cơ quan}.",
            "Đề xuất thụ lý để giải quyết; hạn phải ra quyết định thụ lý hoặc không thụ lý là ngày {hạn thụ lý}.",
        ),
        proposed=True,
    ),
    Disposition.REQUEST_SUPPLEMENT: Wording(
        file="yeu-cau-bo-sung",
        symbol="TB",
        kind="THÔNG BÁO",
        about="Về việc bổ sung đơn {loại đơn}",
        to=WRITER,
        says=(
            RECEIVED,
            MATTER,
            "Qua kiểm tra, đơn chưa đủ điều kiện xử lý vì còn thiếu: {còn thiếu}.",
            "{cơ quan} đề nghị ông (bà) bổ sung và gửi lại đến hết ngày {hạn bổ sung} để được xem xét. Hướng dẫn thêm: {lý do}",
        ),
    ),
    Disposition.GUIDE: Wording(
        file="huong-dan",
        symbol="HD",
        kind="PHIẾU HƯỚNG DẪN",
        about="Về việc gửi đơn {loại đơn} đến cơ quan có thẩm quyền",
        to=WRITER,
        says=(
            RECEIVED,
            MATTER,
            "Nội dung này không thuộc thẩm quyền giải quyết của {cơ quan}. Hướng dẫn: {lý do}",
            "Việc hướng dẫn chỉ thực hiện một lần; đề nghị ông (bà) gửi đơn đến đúng cơ quan có thẩm quyền để được giải quyết theo quy định.",
        ),
    ),
    Disposition.FORWARD: Wording(
        file="phieu-chuyen-don",
        symbol="PC",
        kind="PHIẾU CHUYỂN ĐƠN",
        about="Về việc chuyển đơn {loại đơn}",
        to=("{cơ quan nhận}",),
        says=(
            RECEIVED,
            "Đơn được tiếp nhận lần đầu ngày {ngày nhận đầu tiên}.",
            MATTER,
            "Sau khi xem xét, {cơ quan} chuyển đơn đến {cơ quan nhận} để xem xét, giải quyết theo thẩm quyền và thông báo kết quả cho người gửi đơn và cho {cơ quan}.",
        ),
        copies=("Như trên", "Người gửi đơn (để biết)", "Lưu: VT, hồ sơ đơn"),
    ),
    Disposition.RETURN: Wording(
        file="tra-lai-don",
        symbol="TB",
        kind="THÔNG BÁO",
        about="Về việc trả lại đơn {loại đơn}",
        to=WRITER,
        says=(
            RECEIVED,
            MATTER,
            "{cơ quan} không thụ lý đơn và trả lại đơn cùng các giấy tờ, tài liệu gốc kèm theo. Lý do: {lý do}",
        ),
    ),
    Disposition.STORE: Wording(
        file="luu-don",
        symbol="PĐX",
        kind="PHIẾU ĐỀ XUẤT",
        about="Lưu đơn {loại đơn}",
        to=HEAD,
        says=(
            RECEIVED,
            MATTER,
            "Kiểm tra ngày {ngày phân loại}: đơn không đủ điều kiện xử lý. Điều kiện còn thiếu: {còn thiếu}. Lý do khác: {lý do}",
            "Đề xuất lưu đơn đến hết ngày {hạn lưu}; hết thời hạn lưu, đơn được tiêu hủy theo quy định.",
        ),
        proposed=True,
    ),
    Disposition.FORWARD_URGENT: Wording(
        file="chuyen-co-quan-dieu-tra",
        symbol="PC",
        kind="PHIẾU CHUYỂN",
        about="Về việc chuyển nội dung tố cáo có dấu hiệu tội phạm",
        to=("{cơ quan nhận}",),
        says=(
            RECEIVED,
            MATTER,
            "Hành vi được nêu có dấu hiệu của tội phạm. {cơ quan} chuyển ngay nội dung trên đến {cơ quan nhận} để xem xét, xử lý theo quy định của pháp luật và thông báo kết quả cho {cơ quan}.",
        ),
    ),
    Disposition.INSPECT: Wording(
        file="chuyen-thanh-tra-kiem-tra",
        symbol="PC",
        kind="PHIẾU CHUYỂN",
        about="Về việc chuyển thông tin để thanh tra, kiểm tra",
        to=("{cơ quan nhận}",),
        says=(
            "Ngày {ngày nhận}, {cơ quan} nhận được thông tin có nội dung tố cáo, vào sổ số {số đơn}, không rõ người gửi.",
            MATTER,
            "Nội dung nêu rõ người có hành vi vi phạm, có tài liệu, chứng cứ và có cơ sở để kiểm tra. {cơ quan} chuyển để {cơ quan nhận} thanh tra, kiểm tra phục vụ công tác quản lý.",
        ),
    ),
    Disposition.REPORT_HEAD: Wording(
        file="bao-cao-thu-truong",
        symbol="BC",
        kind="BÁO CÁO",
        about="Về đơn khiếu nại quá thời hạn chưa được giải quyết",
        to=HEAD,
        says=(
            RECEIVED,
            MATTER,
            "Vụ việc thuộc thẩm quyền giải quyết của cấp dưới, đã quá thời hạn mà chưa được giải quyết. Tình hình: {lý do}",
            "Báo cáo để thủ trưởng cơ quan chỉ đạo cấp dưới giải quyết theo quy định.",
        ),
        proposed=True,
    ),
}
ACCEPTANCE = Wording(
    file="thong-bao-thu-ly",
    symbol="TB",
    kind="THÔNG BÁO",
    about="Về việc thụ lý giải quyết {loại đơn}",
    to=WRITER,
    says=(
        RECEIVED,
        MATTER,
        "{cơ quan} thụ lý giải quyết từ ngày {ngày thụ lý}. Hạn giải quyết là ngày {hạn giải quyết}.",
        "{cơ quan} thông báo để ông (bà) biết.",
    ),
)
OVERDUE = "Thời hạn xử lý theo quy định đã hết ngày {hạn xử lý} mà đến nay chưa có kết quả."
REMINDER = Wording(
    file="don-doc",
    symbol="CV",
    kind="VĂN BẢN ĐÔN ĐỐC",
    about="Giải quyết đơn {loại đơn} số {số đơn}",
    to=("{cơ quan nhận}",),
    says=(
        "Ngày {ngày nhận}, {cơ quan} vào sổ đơn {loại đơn} số {số đơn}; đơn được tiếp nhận lần đầu ngày {ngày nhận đầu tiên}.",
        "Nội dung đôn đốc: {việc}",
        "{cơ quan} đề nghị khẩn trương giải quyết theo thẩm quyền, bảo đảm thời hạn, và thông báo kết quả bằng văn bản cho người gửi đơn và cho {cơ quan}.",
    ),
    copies=("Như trên", "Lưu: VT, hồ sơ đơn"),
)
