"""The figures of the annual report: each declared once, with its section, its definition and what it comes from.

Keys are `INDICATOR` or `INDICATOR.GROUP`. Titles and units are the law's (pack of duties).
"""

from dataclasses import dataclass

from contracts import consultation as co, planning as pl, reception as re
from contracts.planning import ModelField
from contracts.reporting import Indicator
from kernel.message import Event
from services.reporting.domain.groups import GROUPS

RECEPTION_GROUPS = ("REGULAR", "HEAD_PERIODIC", "HEAD_AD_HOC", "AUTHORISED")
FIELDS = tuple(one.value for one in ModelField)
GROUP_WORDS = {
    "KN": "Khiếu nại",
    "TC": "Tố cáo",
    "KNPA": "Kiến nghị, phản ánh",
    "ECONOMY": "Kinh tế",
    "CULTURE": "Văn hóa",
    "SOCIETY": "Xã hội",
    "SECURITY": "An ninh",
    "DEFENCE": "Quốc phòng",
    "POLITICAL_SYSTEM": "Xây dựng hệ thống chính trị",
    "REGULAR": "Tiếp thường xuyên",
    "HEAD_PERIODIC": "Người đứng đầu tiếp định kỳ",
    "HEAD_AD_HOC": "Người đứng đầu tiếp đột xuất",
    "AUTHORISED": "Người được ủy quyền tiếp",
}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure: counted from events, or entered by hand when it names none."""

    code: Indicator
    section: str
    says: str
    events: tuple[type[Event], ...] = ()
    groups: tuple[str, ...] = ()
    percent: bool = False
    by_law: bool = False

    @property
    def auto(self) -> bool:
        """Whether the system counts it (from events, or by a rule of law)."""
        return bool(self.events) or self.by_law

    @property
    def keys(self) -> tuple[str, ...]:
        """Its keys, one per group."""
        if not self.groups:
            return (self.code.value,)
        return tuple(f"{self.code.value}.{group}" for group in self.groups)


def _auto(
    code: str, section: str, says: str, *events: type[Event], groups: tuple[str, ...] = ()
) -> Figure:
    return Figure(
        code=Indicator(code), section=section, says=says, events=tuple(events), groups=groups
    )


def _manual(code: str, section: str, *, percent: bool = False) -> Figure:
    return Figure(
        code=Indicator(code), section=section, says="Cơ quan nhập trong báo cáo.", percent=percent
    )


_SESSIONS = ("Buổi tiếp thuộc nhóm có ngày tiếp trong kỳ: ", (re.SessionHeld,))
_MODELS = (pl.ModelRegistered, pl.ModelEnded)
_ENDINGS = (
    re.CaseTerminated,
    re.CaseReopened,
    re.PetitionLinked,
    re.PetitionUnlinked,
    re.PetitionReturned,
    re.SupplementTaken,
)


def _received(code: str, what: str) -> Figure:
    said, events = _SESSIONS
    return _auto(code, "RECEPTION", said + what, *events, groups=RECEPTION_GROUPS)


def _petitions(code: str, says: str, *events: type[Event]) -> Figure:
    return _auto(code, "RECEPTION", says, *events, groups=GROUPS)


def _model(code: str, says: str, *events: type[Event]) -> Figure:
    return _auto(code, "DVK_MODELS", says, *events, groups=FIELDS)


FIGURES: tuple[Figure, ...] = (
    _auto("DISSEM_SESSIONS", "LEAD_DISSEMINATION", "Cuộc quán triệt cho cán bộ, công chức tổ chức trong kỳ.", pl.OutreachHeld),
    _auto("DISSEM_PARTICIPANTS", "LEAD_DISSEMINATION", "Tổng lượt người dự các cuộc quán triệt trong kỳ.", pl.OutreachHeld),
    _auto("DISSEM_INSTRUMENTS", "LEAD_DISSEMINATION", "Số văn bản khác nhau được nêu trong các cuộc quán triệt trong kỳ của cơ quan.", pl.OutreachHeld),
    _auto("PLAN_ISSUED", "LEAD_PLAN", "Kế hoạch được phê duyệt trong kỳ.", pl.PlanApproved),
    _auto("TASK_TOTAL", "LEAD_PLAN", "Nhiệm vụ mở trong kỳ (ngày phê duyệt kế hoạch).", pl.TaskOpened),
    _auto("TASK_DONE", "LEAD_PLAN", "Nhiệm vụ hoàn thành trong kỳ.", pl.TaskCompleted),
    _auto("TASK_OVERDUE", "LEAD_PLAN", "Nhiệm vụ mở và đến hạn không muộn hơn ngày cuối kỳ mà đến ngày đó chưa hoàn thành.", pl.TaskOpened, pl.TaskCompleted),
    _auto("TASK_ASSIGNED", "LEAD_ASSIGNMENT", "Nhiệm vụ mở trong kỳ đã có người được phân công.", pl.TaskOpened),
    _manual("PLAN_RESPONSIBLE", "LEAD_ASSIGNMENT"),
    _auto("MOBILISATION_SESSIONS", "MOBILISATION", "Cuộc tuyên truyền, vận động Nhân dân tổ chức trong kỳ.", pl.OutreachHeld),
    _auto("MOBILISATION_PARTICIPANTS", "MOBILISATION", "Tổng lượt người dự các cuộc tuyên truyền, vận động trong kỳ.", pl.OutreachHeld),
    _manual("MOBILISATION_FORMS", "MOBILISATION"),
    _model("DVK_NEW", "Mô hình bắt đầu trong kỳ, theo lĩnh vực.", pl.ModelRegistered),
    _model("DVK_ACTIVE", "Mô hình đã bắt đầu và chưa kết thúc tại ngày cuối kỳ, theo lĩnh vực.", *_MODELS),
    _model("DVK_ENDED", "Mô hình kết thúc trong kỳ, theo lĩnh vực.", pl.ModelEnded),
    _auto("DVK_PRIORITY", "DVK_MODELS", "Mô hình đang thực hiện tại ngày cuối kỳ hoặc kết thúc trong kỳ, liên quan trực tiếp đến người dân hoặc vấn đề bức xúc.", *_MODELS),
    _auto("TRAIN_CLASSES", "DVK_MODELS", "Lớp tập huấn tổ chức trong kỳ.", pl.TrainingHeld),
    _auto("TRAIN_ATTENDEES", "DVK_MODELS", "Tổng lượt người dự các lớp tập huấn trong kỳ.", pl.TrainingHeld),
    _manual("FUNDS_MOBILISED", "DVK_MODELS"),
    _manual("TTHC_TOTAL", "CCHC_IMPACT"),
    _manual("TTHC_ONTIME", "CCHC_IMPACT"),
    _manual("TTHC_EARLY", "CCHC_IMPACT"),
    _manual("TTHC_LATE", "CCHC_IMPACT"),
    _manual("SATISFACTION", "CCHC_IMPACT", percent=True),
    _manual("REFORM_INITIATIVES", "CCHC_IMPACT"),
    _auto("HEAD_EVALUATIONS", "ETHICS_HEAD", "Lần đánh giá trách nhiệm người đứng đầu trong kỳ.", pl.HeadEvaluated),
    _manual("SERVICE_CHECKS", "ETHICS_HEAD"),
    _manual("VIOLATIONS", "ETHICS_HEAD"),
    _auto("HARASSMENT_CASES", "ETHICS_HEAD", "Vụ nhũng nhiễu, phiền hà phát hiện trong kỳ.", pl.HarassmentRecorded),
    _received("RCP_VISITS", "tổng số lượt."),
    _received("RCP_PERSONS", "tổng số người."),
    _received("RCP_MATTERS", "tổng số vụ việc."),
    _received("RCP_GROUPS", "tổng số đoàn đông người."),
    _received("RCP_GROUP_PERSONS", "tổng số người trong các đoàn đông người."),
    _auto("RCP_HEAD_DAYS", "RECEPTION", "Buổi tiếp định kỳ do người đứng đầu chủ trì trong kỳ.", re.SessionHeld),
    Figure(
        code=Indicator.RCP_HEAD_QUOTA,
        section="RECEPTION",
        says="Số ngày tiếp mà pháp luật yêu cầu người đứng đầu cơ quan trong kỳ (các tuần, tháng trọn trong kỳ).",
        by_law=True,
    ),
    _manual("POSTING_COMPLETE", "RECEPTION", percent=True),
    _petitions("PET_IN", "Đơn nhận trong kỳ, theo nhóm đơn.", re.PetitionRegistered),
    _petitions("PET_CARRIED", "Đơn nhận trước kỳ mà trước ngày đầu kỳ chưa kết thúc (chưa giải quyết, đình chỉ hoặc ghép đơn trùng; chưa phân loại sang hướng khác thụ lý và yêu cầu bổ sung; mở lại thì tính là chưa kết thúc).", re.PetitionRegistered, re.PetitionClassified, re.PetitionDecided, *_ENDINGS),
    _petitions("PET_ELIGIBLE", "Đơn phân loại trong kỳ, đủ điều kiện xử lý.", re.PetitionClassified),
    _petitions("PET_COMPETENT", "Đơn phân loại trong kỳ, thuộc thẩm quyền.", re.PetitionClassified),
    _petitions("PET_SETTLED", "Vụ việc có quyết định, kết luận, trả lời trong kỳ.", re.PetitionDecided),
    _petitions("PET_ONTIME", "Vụ việc giải quyết trong kỳ đúng hạn.", re.PetitionDecided),
    _petitions("PET_OVERDUE", "Vụ việc giải quyết trong kỳ quá hạn, và vụ việc đã thụ lý đến hạn không muộn hơn ngày cuối kỳ mà đến ngày đó chưa giải quyết, đình chỉ hoặc ghép đơn trùng; thời gian tạm đình chỉ không tính, gia hạn tính theo hạn mới.", re.PetitionAccepted, re.PetitionDecided, *_ENDINGS, re.CaseSuspended, re.CaseResumed, re.CaseExtended, re.DeadlineChanged),
    _manual("PET_COMPLEX", "RECEPTION"),
    _manual("ACCESS_VIOLATIONS", "RECEPTION"),
    _manual("LISTENING_MEASURES", "DIALOGUE"),
    _auto("DIALOGUE_COUNT", "DIALOGUE", "Cuộc đối thoại tổ chức trong kỳ.", co.DialogueHeld),
    _auto("DIALOGUE_PARTICIPANTS", "DIALOGUE", "Tổng lượt người dự các cuộc đối thoại trong kỳ.", co.DialogueHeld),
    _auto("DIALOGUE_OPINIONS", "DIALOGUE", "Tổng ý kiến tại các cuộc đối thoại trong kỳ.", co.DialogueHeld),
    _auto("DIALOGUE_ANSWERED", "DIALOGUE", "Ý kiến đã trả lời của các cuộc đối thoại trong kỳ: tính đến khi công bố kết quả, hoặc ngay tại cuộc đối thoại nếu chưa công bố.", co.DialogueHeld, co.DialogueResultPublished),
    _auto("CONTRIBUTIONS", "DIALOGUE", "Ý kiến góp ý nhận trong kỳ.", co.OpinionReceived),
    _auto("CONTRIBUTIONS_ABSORBED", "DIALOGUE", "Ý kiến góp ý nhận trong kỳ đã được tiếp thu, tiếp thu một phần.", co.OpinionReceived, co.OpinionAnswered),
    _auto("CONTRIBUTIONS_EXPLAINED", "DIALOGUE", "Ý kiến góp ý nhận trong kỳ đã được giải trình.", co.OpinionReceived, co.OpinionAnswered),
    _manual("PUB_ITEMS_DUE", "DEMOCRACY"),
    _manual("PUB_ITEMS_ONTIME", "DEMOCRACY"),
    _auto("CONSULT_PROJECTS", "DEMOCRACY", "Dự án niêm yết lấy ý kiến trong kỳ.", co.ProjectPosted),
    _manual("TTND_BOARDS", "DEMOCRACY"),
    _manual("TTND_CHECKS", "DEMOCRACY"),
    _auto("CONSULT_OPINIONS", "CRITICISM", "Ý kiến cộng đồng nhận trong kỳ.", co.OpinionReceived),
    _auto("CONSULT_ABSORBED", "CRITICISM", "Ý kiến cộng đồng nhận trong kỳ đã được tiếp thu, tiếp thu một phần.", co.OpinionReceived, co.OpinionAnswered),
    _auto("SCIENTIFIC_CRITICISMS", "CRITICISM", "Cuộc phản biện khoa học kết thúc trong kỳ.", co.ConsultationClosed),
    _auto("PBXH_DRAFTS", "CRITICISM", "Dự thảo có văn bản phản biện xã hội ban hành trong kỳ.", co.CriticismIssued),
    _auto("PBXH_REPLIED_ONTIME", "CRITICISM", "Văn bản phản biện xã hội ban hành trong kỳ đã được trả lời đúng hạn.", co.CriticismIssued, co.CriticismReplied),
    _manual("GSDTCD_BOARDS", "CRITICISM"),
    _manual("GSDTCD_CHECKS", "CRITICISM"),
    _manual("GSDTCD_RECOMM", "CRITICISM"),
    _auto("FRONT_SUPERVISIONS", "FRONT_COORD", "Cuộc giám sát bắt đầu trong kỳ.", co.SupervisionRecorded),
    _manual("FRONT_DOCUMENTS_ONTIME", "FRONT_COORD", percent=True),
    _auto("FRONT_RECOMMENDATIONS", "FRONT_COORD", "Kiến nghị sau giám sát nhận trong kỳ.", co.RecommendationReceived),
    _auto("FRONT_REPLIED_ONTIME", "FRONT_COORD", "Kiến nghị sau giám sát nhận trong kỳ đã được trả lời đúng hạn.", co.RecommendationReceived, co.RecommendationReplied),
    _manual("FRONT_NOTICES_SENT", "FRONT_COORD", percent=True),
    _auto("MEDIA_ARTICLES", "MEDIA", "Tin, bài đăng trong kỳ.", pl.MediaPublished),
    _auto("MEDIA_BROADCASTS", "MEDIA", "Chương trình phát trong kỳ.", pl.MediaPublished),
    _auto("MEDIA_MINUTES", "MEDIA", "Tổng số phút của các chương trình phát trong kỳ.", pl.MediaPublished),
)  # fmt: skip

BY_KEY: dict[str, Figure] = {key: one for one in FIGURES for key in one.keys}
AUTO_KEYS = tuple(key for key, one in BY_KEY.items() if one.auto)
MANUAL_KEYS = tuple(key for key, one in BY_KEY.items() if not one.auto)
MODEL_KEYS = tuple(f"{name}.{field}" for name in ("DVK_ACTIVE", "DVK_ENDED") for field in FIELDS)


def group_words(key: str) -> str:
    """The Vietnamese words of a key's group; none for a figure without groups."""
    return GROUP_WORDS.get(key.partition(".")[2], "")


def keys_of(section: str) -> tuple[str, ...]:
    """The keys of a section's figures, in order."""
    return tuple(key for key, one in BY_KEY.items() if one.section == section)
