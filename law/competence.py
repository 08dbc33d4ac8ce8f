"""Who is competent for a matter in two tiers of government, and why (since 01/07/2025)."""

from dataclasses import dataclass
from datetime import date

from law.packs.handling import Competence
from law.packs.packs import Packs
from law.refusal import LawRefusal
from law.words import say


class NoSuchSubject(LawRefusal):
    """The law's list of who is competent has no such line for that kind of petition, or not on that day."""

    code = "no_such_subject"
    title = "Danh mục thẩm quyền không có dòng này cho loại đơn đã chọn vào ngày {on}."


@dataclass(frozen=True, kw_only=True)
class Competent:
    """Who settles a matter: as one says it, as offices (none where the list alone does not tell), and why."""

    holder: str
    offices: tuple[str, ...]
    why: tuple[str, ...]

    def is_one(self, office: str) -> bool | None:
        """Whether an office is competent; None where somebody has to look who manages whom."""
        return office in self.offices if self.offices else None


def competent(
    subject: str, *, kind: str, on: date, packs: Packs, second: bool = False, several: bool = False
) -> Competent:
    """Who settles a matter of the list, in the first or the second instance; `several`: it touches several
    communes or is complex. Raises `NoSuchSubject`."""
    row = packs.competences.get(subject)
    if row is None or kind not in row.kinds or on < row.since:
        raise NoSuchSubject(on=on)
    holder, offices, step = _holder(row, second=second, several=several)
    why = (
        f"Đối tượng: {row.title}.",
        f"{step}: {holder}.",
        f"Căn cứ: {packs.cite(row)}, áp dụng từ ngày {say(row.since)}.",
    )
    return Competent(holder=holder, offices=offices, why=why)


def _holder(row: Competence, *, second: bool, several: bool) -> tuple[str, tuple[str, ...], str]:
    if second and row.second:
        return row.second, row.second_offices, "Giải quyết lần hai"
    if several and row.several:
        return row.several, row.several_offices, "Từ hai xã trở lên hoặc phức tạp"
    return row.first, row.first_offices, "Giải quyết lần đầu"


def subjects(kind: str, *, packs: Packs) -> dict[str, str]:
    """The lines of the list for a kind of petition, by id."""
    return {one.id: one.title for one in packs.competences.values() if kind in one.kinds}
