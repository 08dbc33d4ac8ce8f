"""The words of the province's report, composed from its figures in the manner of administrative reports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from services.reporting.domain.figures import BY_KEY, FIELDS, GROUP_WORDS, RECEPTION_GROUPS
from services.reporting.domain.groups import GROUPS
from services.reporting.domain.paper import AgencyLine, FigureLine, reporters

NEAR = 0.05


@dataclass(frozen=True)
class Numbers:
    """The figures of a year and of the year before, with the agencies' ways of reporting."""

    year: int
    lines: Mapping[str, FigureLine]
    agencies: tuple[AgencyLine, ...]
    due_on: date

    def now(self, code: str) -> int | None:
        """A figure, or the sum of its groups."""
        return _sum(self._of(code), lambda one: one.value)

    def before(self, code: str) -> int | None:
        """The same, a year before."""
        return _sum(self._of(code), lambda one: one.previous)

    def _of(self, code: str) -> list[FigureLine]:
        one = self.lines.get(code)
        return (
            [one] if one else [self.lines[key] for key in self.lines if key.startswith(f"{code}.")]
        )

    def told(self, code: str, unit: str = "") -> str:
        """«1.234 cuộc (tăng 12,5% so với cùng kỳ)»; without a value: «chưa có số liệu»."""
        value = self.now(code)
        if value is None:
            return "chưa có số liệu"
        percent = code in BY_KEY and BY_KEY[code].percent
        words = f"{number(value)}%" if percent else f"{number(value)} {unit}".rstrip()
        return words + compared(value, self.before(code), points=percent)

    def plain(self, code: str, unit: str = "") -> str:
        """The same without comparison."""
        value = self.now(code)
        return "chưa có số liệu" if value is None else f"{number(value)} {unit}".rstrip()

    def share(self, part: str, whole: str, of: str = "") -> str:
        """«, đạt 92,5% số đã giải quyết»; nothing when there is no whole."""
        part_n, whole_n = self.now(part), self.now(whole)
        if part_n is None or not whole_n:
            return ""
        return f", đạt {decimal(part_n * 100 / whole_n)}% {of}".rstrip()

    def by_group(self, code: str, groups: tuple[str, ...]) -> str:
        """«kinh tế 12; văn hóa 8; …»."""
        told = (f"{GROUP_WORDS[one].lower()} {self.plain(f'{code}.{one}')}" for one in groups)
        return "; ".join(told)


def number(value: int) -> str:
    """1.234.567."""
    return f"{value:,}".replace(",", ".")


def decimal(value: float) -> str:
    """12,5; whole numbers without a fraction."""
    rounded = round(value, 1)
    return number(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}".replace(".", ",")


def compared(value: int, before: int | None, *, points: bool = False) -> str:
    """How a figure stands beside last year's: «so với cùng kỳ tăng/giảm …»."""
    if before is None:
        return ""
    if value == before:
        return " (bằng cùng kỳ năm trước)"
    more, gap = "tăng" if value > before else "giảm", abs(value - before)
    if points:
        return f" ({more} {number(gap)} điểm phần trăm so với cùng kỳ)"
    share = gap * 100 / before if before else 0
    return f" ({more} {f'{decimal(share)}%' if share >= NEAR else number(gap)} so với cùng kỳ)"


def _sum(lines: list[FigureLine], of: Callable[[FigureLine], int | None]) -> int | None:
    values = [n for one in lines if (n := of(one)) is not None]
    return sum(values) if values else None


# --- the sections -----------------------------------------------------------------------------------

Paragraphs = list[str]


def _dissemination(n: Numbers) -> Paragraphs:
    return [
        f"Các cơ quan, địa phương đã tổ chức {n.told('DISSEM_SESSIONS', 'cuộc quán triệt, triển khai')} "
        f"các văn bản của Trung ương và của tỉnh về công tác dân vận, với "
        f"{n.told('DISSEM_PARTICIPANTS', 'lượt cán bộ, công chức, viên chức tham dự')}; "
        f"tổng số văn bản được triển khai tại các cơ quan là {n.told('DISSEM_INSTRUMENTS', 'lượt văn bản')}."
    ]


def _plan(n: Numbers) -> Paragraphs:
    return [
        f"Toàn tỉnh ban hành {n.told('PLAN_ISSUED', 'kế hoạch công tác dân vận chính quyền')}, gồm "
        f"{n.told('TASK_TOTAL', 'nhiệm vụ')}.",
        f"Trong kỳ hoàn thành {n.told('TASK_DONE', 'nhiệm vụ')}; đến ngày cuối kỳ còn "
        f"{n.told('TASK_OVERDUE', 'nhiệm vụ quá hạn')}.",
    ]


def _assignment(n: Numbers) -> Paragraphs:
    return [
        f"Người đứng đầu các cơ quan, địa phương trực tiếp chỉ đạo, phân công thực hiện: "
        f"{n.told('TASK_ASSIGNED', 'nhiệm vụ đã có người phụ trách')}"
        f"{n.share('TASK_ASSIGNED', 'TASK_TOTAL', 'số nhiệm vụ mở trong kỳ')}; số người đứng đầu trực tiếp "
        f"phụ trách công tác dân vận: {n.told('PLAN_RESPONSIBLE', 'người')}."
    ]


def _mobilisation(n: Numbers) -> Paragraphs:
    return [
        f"Công tác tuyên truyền, vận động Nhân dân, nhất là ở vùng sâu, vùng xa, vùng đồng bào dân tộc "
        f"thiểu số, vùng có đông đồng bào tôn giáo, được thực hiện qua "
        f"{n.told('MOBILISATION_SESSIONS', 'cuộc')} với {n.told('MOBILISATION_PARTICIPANTS', 'lượt người tham dự')}; {n.told('MOBILISATION_FORMS', 'hình thức, tài liệu tuyên truyền được sử dụng')}."
    ]


def _models(n: Numbers) -> Paragraphs:
    return [
        f"Phong trào thi đua “Dân vận khéo” tiếp tục được duy trì: đến cuối kỳ có "
        f"{n.told('DVK_ACTIVE', 'mô hình đang thực hiện')}, gồm các lĩnh vực: "
        f"{n.by_group('DVK_ACTIVE', FIELDS)}.",
        f"Trong kỳ có {n.told('DVK_NEW', 'mô hình mới')} và {n.told('DVK_ENDED', 'mô hình kết thúc sau khi đánh giá')}; {n.told('DVK_PRIORITY', 'mô hình liên quan trực tiếp đến đời sống người dân hoặc giải quyết vấn đề bức xúc')}.",
        f"Đã mở {n.told('TRAIN_CLASSES', 'lớp tập huấn nghiệp vụ dân vận')} cho "
        f"{n.told('TRAIN_ATTENDEES', 'lượt người')}; kinh phí huy động từ Nhà nước và Nhân dân: "
        f"{n.told('FUNDS_MOBILISED', 'đồng')}.",
    ]


def _reform(n: Numbers) -> Paragraphs:
    return [
        f"Trong kỳ, các cơ quan, địa phương tiếp nhận, giải quyết {n.told('TTHC_TOTAL', 'hồ sơ thủ tục hành chính')}; trong đó {n.told('TTHC_ONTIME', 'hồ sơ đúng hạn')}, {n.told('TTHC_EARLY', 'hồ sơ trước hạn')}, {n.told('TTHC_LATE', 'hồ sơ trễ hạn')}. Có {n.told('REFORM_INITIATIVES', 'sáng kiến cải cách hành chính')}.",
        f"Tác động của cải cách hành chính đến công tác dân vận thể hiện qua mức độ hài lòng của người dân, "
        f"tổ chức: bình quân các cơ quan có khảo sát là {n.told('SATISFACTION')}.",
    ]


def _ethics(n: Numbers) -> Paragraphs:
    return [
        f"Đã thực hiện {n.told('HEAD_EVALUATIONS', 'lần đánh giá trách nhiệm người đứng đầu về đạo đức công vụ')}; tổ chức {n.told('SERVICE_CHECKS', 'cuộc kiểm tra công vụ')}, phát hiện "
        f"{n.told('VIOLATIONS', 'vụ vi phạm kỷ luật công vụ')}; xử lý {n.told('HARASSMENT_CASES', 'vụ nhũng nhiễu, phiền hà')}."
    ]


def _reception(n: Numbers) -> Paragraphs:
    return [
        f"Toàn tỉnh tiếp {n.told('RCP_VISITS', 'lượt công dân')}, {n.told('RCP_PERSONS', 'người')}, "
        f"{n.told('RCP_MATTERS', 'vụ việc')}; {n.told('RCP_GROUPS', 'đoàn đông người')} với "
        f"{n.told('RCP_GROUP_PERSONS', 'người')}. Số lượt theo hình thức tiếp: "
        f"{n.by_group('RCP_VISITS', RECEPTION_GROUPS)}.",
        f"Người đứng đầu tiếp công dân định kỳ {n.told('RCP_HEAD_DAYS', 'ngày')}, định mức theo quy định "
        f"là {n.plain('RCP_HEAD_QUOTA', 'ngày')}. Nội dung niêm yết tại nơi tiếp công dân đầy đủ bình quân "
        f"{n.told('POSTING_COMPLETE')}.",
        f"Tiếp nhận {n.told('PET_IN', 'đơn')}, gồm {n.by_group('PET_IN', GROUPS)}; kỳ trước chuyển sang "
        f"{n.told('PET_CARRIED', 'đơn')}. Qua phân loại có {n.told('PET_ELIGIBLE', 'đơn đủ điều kiện xử lý')}, {n.told('PET_COMPETENT', 'đơn thuộc thẩm quyền')}.",
        f"Đã giải quyết {n.told('PET_SETTLED', 'vụ việc')}, gồm {n.by_group('PET_SETTLED', GROUPS)}; trong đó "
        f"{n.told('PET_ONTIME', 'vụ việc đúng hạn')}"
        f"{n.share('PET_ONTIME', 'PET_SETTLED', 'số đã giải quyết')}; {n.told('PET_OVERDUE', 'vụ việc quá hạn')}. Số vụ việc phức tạp, được dư luận quan tâm: "
        f"{n.told('PET_COMPLEX', 'vụ việc')}; vi phạm Luật Tiếp cận thông tin: "
        f"{n.told('ACCESS_VIOLATIONS', 'vụ')}.",
    ]


def _dialogue(n: Numbers) -> Paragraphs:
    return [
        f"Người đứng đầu cấp ủy, chính quyền các cấp tổ chức {n.told('DIALOGUE_COUNT', 'cuộc tiếp xúc, đối thoại')} với {n.told('DIALOGUE_PARTICIPANTS', 'lượt người tham dự')}; ghi nhận "
        f"{n.told('DIALOGUE_OPINIONS', 'ý kiến')}, đã trả lời {n.told('DIALOGUE_ANSWERED', 'ý kiến')}"
        f"{n.share('DIALOGUE_ANSWERED', 'DIALOGUE_OPINIONS')}.",
        f"Tiếp nhận {n.told('CONTRIBUTIONS', 'ý kiến góp ý của Mặt trận, các tổ chức chính trị – xã hội và Nhân dân')}; tiếp thu {n.told('CONTRIBUTIONS_ABSORBED', 'ý kiến')}, giải trình "
        f"{n.told('CONTRIBUTIONS_EXPLAINED', 'ý kiến')}. Số giải pháp tiếp xúc, đối thoại, tiếp thu ý kiến: "
        f"{n.told('LISTENING_MEASURES', 'giải pháp')}.",
    ]


def _democracy(n: Numbers) -> Paragraphs:
    return [
        f"Việc công khai theo Luật Thực hiện dân chủ ở cơ sở: {n.told('PUB_ITEMS_ONTIME', 'nội dung công khai đúng hạn')} trên {n.told('PUB_ITEMS_DUE', 'nội dung phải công khai')}"
        f"{n.share('PUB_ITEMS_ONTIME', 'PUB_ITEMS_DUE')}. Có {n.told('CONSULT_PROJECTS', 'dự án niêm yết lấy ý kiến Nhân dân về bồi thường, hỗ trợ, tái định cư')}.",
        f"Hoạt động của Ban Thanh tra nhân dân: {n.told('TTND_BOARDS', 'ban')}, "
        f"{n.told('TTND_CHECKS', 'cuộc giám sát')}.",
    ]


def _criticism(n: Numbers) -> Paragraphs:
    return [
        f"Lấy ý kiến cộng đồng được {n.told('CONSULT_OPINIONS', 'ý kiến')}, tiếp thu "
        f"{n.told('CONSULT_ABSORBED', 'ý kiến')}; tổ chức {n.told('SCIENTIFIC_CRITICISMS', 'cuộc phản biện khoa học')}.",
        f"Mặt trận phản biện xã hội {n.told('PBXH_DRAFTS', 'dự thảo')}; "
        f"{n.told('PBXH_REPLIED_ONTIME', 'văn bản phản biện được trả lời đúng hạn')}"
        f"{n.share('PBXH_REPLIED_ONTIME', 'PBXH_DRAFTS')}.",
        f"Giám sát đầu tư của cộng đồng: {n.told('GSDTCD_BOARDS', 'ban')}, "
        f"{n.told('GSDTCD_CHECKS', 'cuộc giám sát')}, {n.told('GSDTCD_RECOMM', 'kiến nghị')}.",
    ]


def _front(n: Numbers) -> Paragraphs:
    return [
        f"Mặt trận Tổ quốc và các tổ chức chính trị – xã hội thực hiện {n.told('FRONT_SUPERVISIONS', 'cuộc giám sát')}, tài liệu phục vụ giám sát được cung cấp đúng hạn bình quân "
        f"{n.told('FRONT_DOCUMENTS_ONTIME')}. Các cơ quan nhận {n.told('FRONT_RECOMMENDATIONS', 'kiến nghị sau giám sát')}, trả lời đúng hạn {n.told('FRONT_REPLIED_ONTIME', 'kiến nghị')}"
        f"{n.share('FRONT_REPLIED_ONTIME', 'FRONT_RECOMMENDATIONS')}; thông báo gửi Mặt trận thành công bình "
        f"quân {n.told('FRONT_NOTICES_SENT')}."
    ]


def _media(n: Numbers) -> Paragraphs:
    return [
        f"Báo chí và các cơ quan, địa phương đăng {n.told('MEDIA_ARTICLES', 'tin, bài')}, phát "
        f"{n.told('MEDIA_BROADCASTS', 'chương trình')} với thời lượng {n.told('MEDIA_MINUTES', 'phút')} về "
        f"chủ trương, chính sách và kết quả công tác dân vận chính quyền."
    ]


def _assessment(n: Numbers) -> Paragraphs:
    good = [_named(n, key) for key in _moved(n, worse=False)]
    bad = [_named(n, key) for key in _moved(n, worse=True)]
    return [
        "1. Ưu điểm: "
        + (
            f"các chỉ tiêu tăng rõ so với cùng kỳ: {'; '.join(good)}."
            if good
            else "công tác dân vận chính quyền được duy trì ổn định so với cùng kỳ."
        ),
        "2. Hạn chế: " + _limits(n, bad),
        "3. Nguyên nhân: khối lượng công việc của cấp xã tăng sau khi sắp xếp tổ chức chính quyền hai cấp; "
        "một số cơ quan chưa cập nhật số liệu thường xuyên, chưa bố trí người theo dõi ổn định.",
        "4. Bài học: người đứng đầu trực tiếp chỉ đạo, kiểm tra; số liệu ghi ngay khi phát sinh; ý kiến của "
        "Nhân dân phải được trả lời đúng hạn.",
    ]


def _limits(n: Numbers, bad: list[str]) -> str:
    late, missing = timeliness_counts(n)["LATE"], timeliness_counts(n)["MISSING"]
    told = [
        f"còn {n.plain('PET_OVERDUE', 'vụ việc')} khiếu nại, tố cáo, kiến nghị, phản ánh quá hạn",
        f"{n.plain('TASK_OVERDUE', 'nhiệm vụ')} trong kế hoạch quá hạn",
        f"{late} cơ quan gửi báo cáo trễ hạn và {missing} cơ quan không có báo cáo được chấp nhận",
    ]
    fell = f"; một số chỉ tiêu giảm so với cùng kỳ: {'; '.join(bad)}" if bad else ""
    return "; ".join(told) + fell + "."


WATCHED = (
    "DISSEM_SESSIONS",
    "MOBILISATION_SESSIONS",
    "DVK_ACTIVE",
    "TRAIN_ATTENDEES",
    "SATISFACTION",
    "DIALOGUE_COUNT",
    "FRONT_REPLIED_ONTIME",
    "MEDIA_ARTICLES",
)


def _moved(n: Numbers, *, worse: bool) -> list[str]:
    pairs = ((code, n.now(code), n.before(code)) for code in WATCHED)
    return [
        code
        for code, now, before in pairs
        if now is not None and before is not None and now != before and (now < before) is worse
    ]


def _named(n: Numbers, code: str) -> str:
    one = next(line for key, line in n.lines.items() if key.partition(".")[0] == code)
    title = one.title[0].lower() + one.title[1:]
    return f"{title} {n.told(code, '' if one.unit == '%' else one.unit)}"


def timeliness_counts(n: Numbers) -> dict[str, int]:
    """How many agencies reported in time, late, or not at all."""
    asked = reporters(n.agencies)
    accepted = [one for one in asked if one.status == "ACCEPTED"]
    in_time = sum(one.timeliness in {"ON_TIME", "ON_TIME_AFTER_RETURN"} for one in accepted)
    return {
        "EXPECTED": len(asked),
        "ACCEPTED": len(accepted),
        "ON_TIME": in_time,
        "LATE": len(accepted) - in_time,
        "MISSING": len(asked) - len(accepted),
    }


def _next_year(n: Numbers) -> Paragraphs:
    year = n.year + 1
    return [
        f"1. Tiếp tục thực hiện Chỉ thị số 14/CT-UBND; ban hành kế hoạch công tác dân vận chính quyền năm "
        f"{year} ngay từ đầu năm, phân công rõ người, rõ việc, rõ thời hạn.",
        f"2. Giải quyết dứt điểm {n.plain('PET_OVERDUE', 'vụ việc')} quá hạn và "
        f"{n.plain('TASK_OVERDUE', 'nhiệm vụ')} tồn; thực hiện đủ định mức tiếp công dân của người đứng đầu.",
        "3. Mở rộng đối thoại với Nhân dân, trả lời đầy đủ các ý kiến, kiến nghị của Mặt trận và các tổ chức "
        "chính trị – xã hội đúng hạn.",
        "4. Nhân rộng mô hình “Dân vận khéo” có hiệu quả, ưu tiên vùng sâu, vùng xa, vùng đồng bào dân tộc "
        "thiểu số.",
    ]


def _proposals(n: Numbers) -> Paragraphs:
    counts = timeliness_counts(n)
    return [
        f"Đến thời điểm tổng hợp, {counts['ACCEPTED']}/{counts['EXPECTED']} cơ quan, địa phương có báo cáo được "
        f"chấp nhận; {counts['ON_TIME']} đúng hạn, {counts['LATE']} trễ hạn, {counts['MISSING']} không có báo cáo "
        f"(hạn gửi {n.due_on:%d/%m/%Y}). Đề nghị các cơ quan chưa báo cáo giải trình và gửi bổ sung.",
        "Đề nghị cấp có thẩm quyền xem xét, cho ý kiến chỉ đạo.",
    ]


_SECTIONS: dict[str, Callable[[Numbers], Paragraphs]] = {
    "LEAD_DISSEMINATION": _dissemination,
    "LEAD_PLAN": _plan,
    "LEAD_ASSIGNMENT": _assignment,
    "MOBILISATION": _mobilisation,
    "DVK_MODELS": _models,
    "CCHC_IMPACT": _reform,
    "ETHICS_HEAD": _ethics,
    "RECEPTION": _reception,
    "DIALOGUE": _dialogue,
    "DEMOCRACY": _democracy,
    "CRITICISM": _criticism,
    "FRONT_COORD": _front,
    "MEDIA": _media,
    "ASSESSMENT": _assessment,
    "NEXT_YEAR": _next_year,
    "PROPOSALS": _proposals,
}


def paragraphs(section: str, numbers: Numbers) -> tuple[str, ...]:
    """The paragraphs of a section of the outline."""
    return tuple(_SECTIONS[section](numbers))
