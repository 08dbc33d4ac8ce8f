"""What a decision or a conclusion asks for beside its judgement: what is given back, who is dealt with, what goes to
the investigators (TT 01/2024/TT-TTCP, Biểu 01/KQGQ and 03/KQGQ, columns 11–23)."""

from dataclasses import asdict, dataclass

from kernel.errors import Invalid

MOST = 10**15
WORDS = {
    "money_to_state": "Thu hồi cho Nhà nước: tiền",
    "land_to_state": "Thu hồi cho Nhà nước: đất (m²)",
    "money_to_organisations": "Trả lại cho tổ chức: tiền",
    "land_to_organisations": "Trả lại cho tổ chức: đất (m²)",
    "money_to_people": "Trả lại cho cá nhân: tiền",
    "land_to_people": "Trả lại cho cá nhân: đất (m²)",
    "organisations_restored": "Số tổ chức được khôi phục, trả lại quyền lợi",
    "people_restored": "Số cá nhân được khôi phục, trả lại quyền lợi",
    "people_handled": "Kiến nghị xử lý hành chính: số người",
    "officials_handled": "Kiến nghị xử lý hành chính: trong đó cán bộ, công chức, viên chức",
    "cases_to_police": "Chuyển cơ quan điều tra: số vụ",
    "people_to_police": "Chuyển cơ quan điều tra: số người",
    "officials_to_police": "Chuyển cơ quan điều tra: trong đó cán bộ, công chức, viên chức",
}
MONEY = ("money_to_state", "money_to_organisations", "money_to_people")
FIRST_COLUMN = 11
MONEY_COLUMNS = tuple(at for at, name in enumerate(WORDS, FIRST_COLUMN) if name in MONEY)
COLUMN_WORDS = {
    at: f"{words} (triệu đồng)" if at in MONEY_COLUMNS else words
    for at, words in enumerate(WORDS.values(), FIRST_COLUMN)
}
_WITHIN = {"officials_handled": "people_handled", "officials_to_police": "people_to_police"}


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Money in đồng, land in square metres, people and matters by number."""

    money_to_state: int = 0
    land_to_state: int = 0
    money_to_organisations: int = 0
    land_to_organisations: int = 0
    money_to_people: int = 0
    land_to_people: int = 0
    organisations_restored: int = 0
    people_restored: int = 0
    people_handled: int = 0
    officials_handled: int = 0
    cases_to_police: int = 0
    people_to_police: int = 0
    officials_to_police: int = 0


class PartOverWhole(Invalid):
    """A part cannot be more than what it is part of; people go to the investigators in some matter."""

    code = "part_over_whole"
    title = "Số liệu thành phần lớn hơn số liệu chung."


def check_findings(findings: Findings) -> None:
    """Raises `PartOverWhole`."""
    told = asdict(findings)
    wrong = {
        part: [f"Không được lớn hơn “{WORDS[whole]}”."]
        for part, whole in _WITHIN.items()
        if told[part] > told[whole]
    }
    if findings.people_to_police and not findings.cases_to_police:
        wrong["cases_to_police"] = ["Đã có người bị chuyển thì phải có ít nhất 1 vụ."]
    if wrong:
        raise PartOverWhole(errors=wrong)


def lines_of(findings: Findings) -> list[tuple[str, int]]:
    """What is asked for in words, noughts left out; money in đồng."""
    told = asdict(findings)
    return [
        (f"{words} (đồng)" if name in MONEY else words, told[name])
        for name, words in WORDS.items()
        if told[name]
    ]


def columns_of(findings: Findings) -> dict[int, int]:
    """Columns 11 to 23 of the form, money still in đồng: a sum is rounded once, at its end."""
    told = asdict(findings)
    return {number: told[name] for number, name in enumerate(WORDS, FIRST_COLUMN)}
