"""The acts on a petition, each declared once: what it asks, who may, where it stands. Pages, REST routes and
rows of bulks are made from this list, so that none of them can do what another cannot."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from contracts.reception import CaseStep, ClockKind, Instance, Outcome, PetitionKind
from contracts.registry import PETITION_DECIDERS, PETITION_WRITERS, Role
from law.defaults import shipped_packs
from services.reception.domain import OPEN_STATES, STEP_WORDS, Fate, Petition, State, cases
from services.reception.domain.cases import END_WORDS, GROUND_WORDS, Ending, Ground, Said
from services.reception.domain.clocks import running
from services.reception.domain.findings import MONEY, MOST as LARGEST_FOUND, WORDS as FINDINGS_WORDS
from services.reception.domain.forwarding import SENT
from services.reception.domain.words import KIND_WORDS, OUTCOME_WORDS

HANDLERS = (*PETITION_WRITERS, *PETITION_DECIDERS)
LEADERS = (Role.UNIT_LEADER, *PETITION_DECIDERS)
MOST_PARTS = 5
SAID = ("on", "document", "text")


class Shape(StrEnum):
    """How a field is asked for."""

    DAY = "day"
    TEXT = "text"
    AREA = "area"
    CHOICE = "choice"
    FLAG = "flag"
    CHECKS = "checks"
    NUMBER = "number"
    PARTS = "parts"
    AGENCY = "agency"


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One field of an act: `options` are codes with their words; `kind` is the enum they belong to."""

    name: str
    label: str
    shape: Shape = Shape.TEXT
    required: bool = False
    options: Mapping[Any, str] | None = None
    kind: Any = None
    hint: str = ""
    most: int = 300


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act: the desk and command that do it, what it asks, who may, at which petitions it is offered, and what
    stands already of what it asks."""

    name: str
    desk: str
    title: str
    done: str
    asks: tuple[Ask, ...]
    roles: tuple[str, ...]
    fits: Callable[[Petition], bool]
    hint: str = ""
    stands: Callable[[Petition], Mapping[str, Any]] = lambda _: {}

    @property
    def slug(self) -> str:
        """Its last step in an address."""
        return self.name.replace("_", "-")

    def do(self, reception: Any, petition_id: str, given: dict[str, Any], **how: Any) -> Any:
        """Do it: by the actor `by=`, once per `key=`."""
        more = dict(given)
        said = Said(**{name: more.pop(name) for name in SAID if more.get(name)})
        more = {name: value for name, value in more.items() if name not in SAID}
        return getattr(getattr(reception, self.desk), self.name)(petition_id, said, **more, **how)


ON = Ask(name="on", label="Ngày", shape=Shape.DAY, hint="Để trống là hôm nay.")
DOCUMENT = Ask(name="document", label="Số, ký hiệu văn bản", most=100)
NEEDED_DOCUMENT = Ask(name="document", label="Số, ký hiệu văn bản", required=True, most=100)
TEXT = Ask(name="text", label="Nội dung, ghi chú", shape=Shape.AREA, most=2000)
REASON = Ask(name="text", label="Lý do", shape=Shape.AREA, required=True, most=2000)


def _in(*states: State) -> Callable[[Petition], bool]:
    return lambda petition: petition.state in states


def _choice(
    name: str, label: str, options: Mapping[Any, str], kind: Any = None, **more: Any
) -> Ask:
    given = {"shape": Shape.CHOICE, "required": True, **more}
    return Ask(name=name, label=label, options=options, kind=kind, **given)


def _flag(name: str, label: str, hint: str = "") -> Ask:
    return Ask(name=name, label=label, shape=Shape.FLAG, hint=hint)


def _findings() -> tuple[Ask, ...]:
    return tuple(
        Ask(
            name=name,
            label=f"{words} (đồng)" if name in MONEY else words,
            shape=Shape.NUMBER,
            most=LARGEST_FOUND,
        )
        for name, words in FINDINGS_WORDS.items()
    )


def _criteria() -> Mapping[str, str]:
    return {one.id: one.text for one in shipped_packs().checklist.criteria}


def _supplement_over(petition: Petition) -> bool:
    """Whether its time for a supplement may be over; the day decides (`cases.store_unsupplemented`)."""
    return petition.state is State.AWAITING_SUPPLEMENT and petition.supplement is not None


def _steps(petition: Petition) -> bool:
    return any(running(petition.clocks, kind) for kind, _ in cases.STEPS.values())


ACTS: tuple[Act, ...] = (
    Act(
        name="take",
        desk="hands",
        title="Nhận xử lý đơn",
        done="Bạn đã nhận xử lý đơn.",
        asks=(),
        roles=PETITION_WRITERS,
        fits=lambda petition: not petition.handler and petition.state in OPEN_STATES,
    ),
    Act(
        name="assign",
        desk="hands",
        title="Phân công người xử lý",
        done="Đã phân công.",
        asks=(Ask(name="to", label="Tài khoản người xử lý", required=True, most=100), ON, TEXT),
        roles=LEADERS,
        fits=_in(*OPEN_STATES),
        hint="Người được phân công là người duy nhất xử lý đơn cho đến khi có người nhận thay.",
    ),
    Act(
        name="take_over",
        desk="hands",
        title="Nhận thay",
        done="Bạn đã nhận thay.",
        asks=(REASON,),
        roles=PETITION_WRITERS,
        fits=lambda petition: bool(petition.handler) and petition.state in OPEN_STATES,
    ),
    Act(
        name="check_duplicates",
        desk="hands",
        title="Xác nhận đã rà soát đơn trùng",
        done="Đã ghi việc rà soát đơn trùng.",
        asks=(TEXT,),
        roles=PETITION_WRITERS,
        fits=lambda petition: (
            petition.state is State.REGISTERED and not petition.checked_for_duplicates
        ),
    ),
    Act(
        name="write_note",
        desk="hands",
        title="Ghi chú nội bộ",
        done="Đã ghi chú nội bộ; người gửi đơn không thấy.",
        asks=(
            Ask(name="text", label="Ghi chú", shape=Shape.AREA, required=True, most=2000),
            ON,
        ),
        roles=HANDLERS,
        fits=lambda petition: True,
        hint="Chỉ nội bộ cơ quan đọc được. Để người gửi đơn đọc, dùng “Trả lời người gửi đơn”.",
    ),
    Act(
        name="link",
        desk="hands",
        title="Ghép vào đơn gốc (đơn trùng)",
        done="Đã ghép vào đơn gốc; thời hạn của đơn này dừng.",
        asks=(Ask(name="master", label="Mã đơn gốc", required=True, most=100), ON, TEXT),
        roles=PETITION_WRITERS,
        fits=_in(State.REGISTERED, State.AWAITING_SUPPLEMENT, State.CLASSIFIED),
    ),
    Act(
        name="merge",
        desk="hands",
        title="Nhập để giải quyết chung",
        done="Đã nhập; nội dung của đơn này được giải quyết cùng đơn kia.",
        asks=(Ask(name="master", label="Mã đơn nhận nhập", required=True, most=100), ON, TEXT),
        roles=PETITION_WRITERS,
        fits=_in(State.REGISTERED, State.AWAITING_SUPPLEMENT, State.CLASSIFIED),
        hint="Đơn của người khác về cùng vụ việc: nội dung chuyển sang đơn nhận trước, giữ nguyên thời hạn của đơn đó; bỏ ghép thì trở lại như cũ.",
    ),
    Act(
        name="unlink",
        desk="hands",
        title="Bỏ ghép, bỏ nhập",
        done="Đã bỏ ghép; đơn được xử lý riêng theo thời hạn ban đầu.",
        asks=(ON, REASON),
        roles=PETITION_WRITERS,
        fits=_in(State.LINKED),
    ),
    Act(
        name="split",
        desk="hands",
        title="Tách nội dung",
        done="Đã tách; mỗi nội dung có số và thời hạn riêng.",
        asks=(Ask(name="parts", label="Nội dung", shape=Shape.PARTS, required=True), ON),
        roles=PETITION_WRITERS,
        fits=_in(State.REGISTERED, State.AWAITING_SUPPLEMENT, State.CLASSIFIED),
        hint=(
            "Đơn ban đầu tự kết thúc khi mọi nội dung đã tách được giải quyết xong. Khiếu nại tách từ đơn tố cáo phải đứng "
            "tên người gửi, nên chỉ người được mở hồ sơ mật tách được."
        ),
    ),
    Act(
        name="forward",
        desk="forwards",
        title="Chuyển đơn đến cơ quan có thẩm quyền",
        done="Đã chuyển; hồ sơ được niêm phong cho cơ quan nhận.",
        asks=(
            Ask(name="to_agency", label="Cơ quan nhận", shape=Shape.AGENCY, required=True),
            ON,
            NEEDED_DOCUMENT,
            TEXT,
        ),
        roles=HANDLERS,
        fits=lambda petition: (
            petition.state is State.CLOSED
            and petition.classification is not None
            and petition.classification.disposition in SENT
        ),
        hint="Với người dân, đơn chưa kết thúc: thời gian vẫn tính từ lần tiếp nhận đầu tiên.",
    ),
    Act(
        name="check_widely",
        desk="cases",
        title="Kiểm tra điều kiện tại nhiều địa điểm",
        done="Đã ghi; thời hạn thụ lý được tính theo trường hợp này.",
        asks=(
            Ask(
                name="text",
                label="Những nơi phải kiểm tra, hoặc cơ quan được ủy quyền kiểm tra",
                shape=Shape.AREA,
                required=True,
                most=2000,
            ),
            ON,
            DOCUMENT,
        ),
        roles=HANDLERS,
        fits=lambda petition: (
            petition.form.kind is PetitionKind.DENUNCIATION
            and petition.state in cases.UNDECIDED
            and not any(one.facts.several_places for one in petition.clocks)
        ),
        hint="Chỉ với tố cáo: Luật Tố cáo khoản 1 Điều 24 cho thời hạn dài hơn khi phải kiểm tra, xác minh tại nhiều địa điểm hoặc ủy quyền kiểm tra.",
    ),
    Act(
        name="verify",
        desk="cases",
        title="Ghi kết quả xác minh",
        done="Đã ghi kết quả xác minh.",
        asks=(
            _flag(
                "differs",
                "Kết quả xác minh còn khác yêu cầu của người khiếu nại",
                "Khi còn khác nhau thì phải tổ chức đối thoại trước khi quyết định.",
            ),
            ON,
            DOCUMENT,
            TEXT,
        ),
        roles=HANDLERS,
        fits=_in(State.ACCEPTED),
    ),
    Act(
        name="hold_dialogue",
        desk="cases",
        title="Ghi buổi đối thoại",
        done="Đã ghi buổi đối thoại.",
        asks=(
            _flag(
                "attended",
                "Người khiếu nại có dự",
                "Được mời hợp lệ mà vắng không có lý do chính đáng thì vẫn tiếp tục giải quyết.",
            ),
            ON,
            DOCUMENT,
            TEXT,
        ),
        roles=HANDLERS,
        fits=_in(State.ACCEPTED),
    ),
    Act(
        name="answer_content",
        desk="cases",
        title="Kết luận từng nội dung",
        done="Đã ghi kết luận của nội dung.",
        asks=(
            Ask(name="content", label="Nội dung số", required=True, most=20),
            _choice("outcome", "Kết luận", OUTCOME_WORDS, Outcome),
            ON,
            DOCUMENT,
            TEXT,
        ),
        roles=PETITION_DECIDERS,
        fits=lambda petition: petition.state is State.ACCEPTED and len(petition.contents) > 1,
    ),
    Act(
        name="add_content",
        desk="cases",
        title="Thêm nội dung của vụ việc",
        done="Đã thêm nội dung.",
        asks=(
            Ask(
                name="text",
                label="Nội dung",
                shape=Shape.AREA,
                required=True,
                most=2000,
            ),
        ),
        roles=PETITION_WRITERS,
        fits=_in(State.REGISTERED, State.AWAITING_SUPPLEMENT, State.CLASSIFIED, State.ACCEPTED),
    ),
    Act(
        name="suspend",
        desk="cases",
        title="Tạm đình chỉ",
        done="Đã tạm đình chỉ; thời hạn dừng từ ngày này.",
        asks=(_choice("ground", "Căn cứ", GROUND_WORDS, Ground), ON, NEEDED_DOCUMENT, TEXT),
        roles=PETITION_DECIDERS,
        fits=_in(State.ACCEPTED),
    ),
    Act(
        name="resume",
        desk="cases",
        title="Tiếp tục giải quyết",
        done="Đã tiếp tục giải quyết; thời gian tạm đình chỉ không tính.",
        asks=(ON, DOCUMENT, TEXT),
        roles=PETITION_DECIDERS,
        fits=_in(State.SUSPENDED),
    ),
    Act(
        name="extend",
        desk="cases",
        title="Gia hạn",
        done="Đã gia hạn.",
        asks=(
            Ask(
                name="criteria",
                label="Tiêu chí phức tạp (Nghị định 31/2019/NĐ-CP Điều 3)",
                shape=Shape.CHECKS,
                options=_criteria(),
            ),
            ON,
            NEEDED_DOCUMENT,
            TEXT,
        ),
        roles=PETITION_DECIDERS,
        fits=lambda petition: (
            petition.state is State.ACCEPTED and petition.form.kind is PetitionKind.DENUNCIATION
        ),
    ),
    Act(
        name="withdraw",
        desk="cases",
        title="Ghi việc rút đơn",
        done="Đã ghi việc rút đơn.",
        asks=(
            Ask(
                name="contents",
                label="Các nội dung được rút",
                shape=Shape.CHECKS,
                required=True,
                hint="Rút hết các nội dung thì vụ việc được đình chỉ.",
            ),
            _flag("goes_on", "Có dấu hiệu vi phạm hoặc bị ép buộc: vẫn tiếp tục giải quyết"),
            ON,
            DOCUMENT,
            TEXT,
        ),
        roles=HANDLERS,
        fits=_in(*cases.OPEN),
    ),
    Act(
        name="store_unsupplemented",
        desk="cases",
        title="Lưu đơn vì không bổ sung",
        done="Đã lưu đơn; nếu người gửi bổ sung muộn thì vẫn nhận được.",
        asks=(REASON, ON, DOCUMENT),
        roles=HANDLERS,
        fits=_supplement_over,
        hint="Chỉ khi đã hết thời hạn bổ sung. Đơn được lưu theo thời hạn lưu đơn không đủ điều kiện xử lý.",
    ),
    Act(
        name="take_supplement",
        desk="cases",
        title="Nhận bổ sung sau khi đã lưu đơn",
        done="Đã nhận bổ sung; đơn được phân loại lại.",
        asks=(ON, DOCUMENT, TEXT),
        roles=HANDLERS,
        fits=cases.may_take_supplement,
        hint="Thời hạn phân loại, thụ lý tính lại từ ngày nhận bổ sung.",
    ),
    Act(
        name="take_back",
        desk="cases",
        title="Ghi việc rút đơn trước khi thụ lý",
        done="Đã ghi việc rút đơn; không xử lý tiếp.",
        asks=(
            Ask(
                name="document",
                label="Số đơn rút, biên bản người gửi đã ký",
                required=True,
                most=100,
            ),
            ON,
            TEXT,
        ),
        roles=HANDLERS,
        fits=_in(*cases.UNDECIDED),
    ),
    Act(
        name="send_back",
        desk="cases",
        title="Không thụ lý, trả lại để phân loại lại",
        done="Đã trả lại để phân loại lại.",
        asks=(REASON, ON, DOCUMENT),
        roles=PETITION_DECIDERS,
        fits=_in(State.CLASSIFIED),
        hint="Dùng khi đề xuất thụ lý không đúng: chuyên viên phân loại lại (hướng dẫn, chuyển, trả đơn…); thời hạn xử lý ban đầu vẫn tính tiếp.",
    ),
    Act(
        name="terminate",
        desk="cases",
        title="Đình chỉ",
        done="Đã đình chỉ việc giải quyết.",
        asks=(_choice("ground", "Căn cứ", END_WORDS, Ending), ON, NEEDED_DOCUMENT, TEXT),
        roles=PETITION_DECIDERS,
        fits=_in(*cases.OPEN),
    ),
    Act(
        name="take_step",
        desk="cases",
        title="Ghi việc đã làm theo thời hạn",
        done="Đã ghi.",
        asks=(
            _choice("step", "Việc", {one: STEP_WORDS[one] for one in cases.STEPS}, CaseStep),
            ON,
            DOCUMENT,
            TEXT,
        ),
        roles=HANDLERS,
        fits=_steps,
    ),
    Act(
        name="execute",
        desk="cases",
        title="Theo dõi thi hành",
        done="Đã ghi việc thi hành.",
        asks=(_flag("finished", "Đã thi hành xong"), ON, DOCUMENT, TEXT),
        roles=HANDLERS,
        fits=_in(State.DECIDED),
    ),
    Act(
        name="record_findings",
        desk="cases",
        title="Ghi kết quả kiến nghị xử lý",
        done="Đã ghi kết quả kiến nghị xử lý.",
        asks=(ON, DOCUMENT, *_findings(), TEXT),
        roles=HANDLERS,
        fits=lambda petition: (
            petition.state in (State.DECIDED, State.DONE)
            and petition.form.kind in (PetitionKind.COMPLAINT, PetitionKind.DENUNCIATION)
        ),
        hint=(
            "Thu hồi, trả lại quyền lợi, xử lý người vi phạm, chuyển cơ quan điều tra theo quyết định, kết luận "
            "(Biểu 01, 03/KQGQ, cột 11–23). Ô để trống là 0; lần ghi sau thay lần ghi trước."
        ),
        stands=lambda petition: asdict(petition.findings) if petition.findings else {},
    ),
    Act(
        name="deliver",
        desk="cases",
        title="Ghi ngày người khiếu nại nhận quyết định",
        done="Đã ghi; thời hạn khiếu nại lần hai, khởi kiện tính từ ngày này.",
        asks=(ON, DOCUMENT, TEXT),
        roles=HANDLERS,
        fits=lambda petition: (
            petition.state is State.DECIDED
            and petition.form.instance is Instance.FIRST
            and running(petition.clocks, ClockKind.EFFECT) is not None
            and running(petition.clocks, ClockKind.CONTEST) is None
        ),
        hint="Ngày ký nhận, ngày bưu điện phát, hoặc ngày lập biên bản giao quyết định.",
    ),
    Act(
        name="contest",
        desk="cases",
        title="Ghi khiếu nại lần hai, khởi kiện",
        done="Đã ghi.",
        asks=(ON, DOCUMENT, TEXT),
        roles=HANDLERS,
        fits=lambda petition: (
            petition.state is State.DECIDED and petition.form.kind is PetitionKind.COMPLAINT
        ),
    ),
    Act(
        name="close",
        desk="cases",
        title="Kết thúc hồ sơ",
        done="Đã kết thúc hồ sơ.",
        asks=(ON, TEXT),
        roles=PETITION_DECIDERS,
        fits=_in(State.DECIDED),
    ),
    Act(
        name="continue_denunciation",
        desk="cases",
        title="Ghi tố cáo tiếp",
        done="Đã ghi tố cáo tiếp.",
        asks=(ON, DOCUMENT, REASON),
        roles=HANDLERS,
        fits=lambda petition: (
            petition.form.kind is PetitionKind.DENUNCIATION
            and petition.state in cases.REOPENED
            and not petition.parts
        ),
    ),
    Act(
        name="review_continued",
        desk="cases",
        title="Xem xét tố cáo tiếp",
        done="Đã trả lời tố cáo tiếp.",
        asks=(_flag("reopened", "Có căn cứ: giải quyết lại"), ON, DOCUMENT, REASON),
        roles=PETITION_DECIDERS,
        fits=lambda petition: any(one.open and one.kind == "CONTINUED" for one in petition.clocks),
    ),
    Act(
        name="reopen",
        desk="cases",
        title="Giải quyết lại",
        done="Đã mở lại vụ việc.",
        asks=(ON, NEEDED_DOCUMENT, TEXT),
        roles=PETITION_DECIDERS,
        fits=lambda petition: petition.state in cases.REOPENED and not petition.parts,
    ),
    Act(
        name="remind",
        desk="cases",
        title="Đôn đốc",
        done="Đã ghi văn bản đôn đốc.",
        asks=(
            ON,
            Ask(
                name="text",
                label="Đôn đốc ai, việc gì",
                shape=Shape.AREA,
                required=True,
                most=2000,
            ),
        ),
        roles=HANDLERS,
        fits=lambda petition: petition.state not in {State.LINKED, State.DONE},
    ),
)
PART_KINDS = KIND_WORDS
BY_SLUG = {one.slug: one for one in ACTS}


def offered(petition: Petition, role: str) -> list[Act]:
    """The acts somebody may do on a petition now."""
    return [one for one in ACTS if role in one.roles and one.fits(petition)]


def open_contents(petition: Petition) -> dict[str, str]:
    """The contents one can still take back, by number."""
    return {one.id: one.text for one in petition.contents if one.fate is Fate.OPEN}
