"""Compares what stands in the files with what was recounted, number by number."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from verify.files import AGENCY_HEAD, Cell, Table
from verify.outcome import Outcome, Province

NOT_TOLD = frozenset({"", "–", "-", "chưa báo cáo"})
STATUS_WORDS = {
    "ACCEPTED": {"Đã tiếp nhận", "Đã chấp nhận"},
    "SUBMITTED": {"Đã gửi", "Đã gửi, chờ kiểm tra"},
    "RETURNED": {"Trả lại, chưa gửi lại", "Đã trả lại"},
    "MISSING": {"Không gửi báo cáo", "Không báo cáo"},
    "OVERDUE": {"Quá hạn, chưa gửi"},
}
TIMELINESS_WORDS = {
    "": "",
    "ON_TIME": "Đúng hạn",
    "LATE": "Trễ hạn",
    "ON_TIME_AFTER_RETURN": "Đúng hạn sau khi hoàn thiện",
    "LATE_CORRECTION": "Hoàn thiện trễ hạn",
}
TABLE_HEAD = ["Mã", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2025", "Tăng/giảm"]
ARRIVAL_HEAD = ["STT", "Cơ quan", "Trạng thái", "Ngày gửi", "Tính kịp thời"]
# The annex of chief figures: each column is the sum of all groups of a figure.
CHIEF = {
    "Đơn tiếp nhận": "PET_IN",
    "Vụ việc đã giải quyết": "PET_SETTLED",
    "Giải quyết đúng hạn": "PET_ONTIME",
    "Vụ việc quá hạn": "PET_OVERDUE",
    "Lượt tiếp công dân": "RCP_VISITS",
    "Mô hình “Dân vận khéo”": "DVK_ACTIVE",
    "Nhiệm vụ hoàn thành": "TASK_DONE",
    "Cuộc đối thoại": "DIALOGUE_COUNT",
}
Line = dict[str, Cell]


@dataclass
class Comparison:
    """How many figures were compared, and each that differs, in words."""

    figures: int = 0
    differences: list[str] = field(default_factory=list)

    def same(self, where: str, *, wanted: Any, found: Any) -> None:
        """One figure or word."""
        self.figures += 1
        if wanted != found:
            self.differences.append(f"{where}: phải là {wanted}, trong tệp là {found}")

    def wrong(self, what: str) -> None:
        """Something that should be there is not."""
        self.differences.append(what)


def compare_workbook(
    told: Comparison, province: Province, figures: list[Line], agencies: list[Line]
) -> None:
    """Both sheets of the workbook."""
    lines = {str(line["Mã"]): line for line in figures}
    _all_there(told, "So lieu", set(province.now), set(lines))
    for key in sorted(set(lines) & set(province.now)):
        _years(told, f"xlsx {key}", key, province, lines[key])
    rows = {str(line["Mã cơ quan"]): line for line in agencies}
    _all_there(told, "Co quan", set(province.agencies), set(rows))
    for id_ in sorted(set(rows) & set(province.agencies)):
        _agency(told, province.agencies[id_], rows[id_])


def _years(told: Comparison, where: str, key: str, province: Province, line: Line) -> None:
    now, before = province.now[key], province.before[key]
    told.same(f"{where}, năm 2026", wanted=now, found=number(line["Năm 2026"]))
    told.same(f"{where}, năm 2025", wanted=before, found=number(line["Năm 2025"]))
    rise = None if now is None or before is None else now - before
    told.same(f"{where}, tăng/giảm", wanted=rise, found=number(line["Tăng/giảm"]))


def _agency(told: Comparison, wanted: Outcome, line: Line) -> None:
    where = f"xlsx {wanted.name}"
    told.same(f"{where}, tên", wanted=wanted.name, found=line["Tên cơ quan"])
    _stands(told, where, wanted, (line["Trạng thái"], line["Ngày gửi"], line["Tính kịp thời"]))
    told.same(f"{where}, số ngày trễ", wanted=wanted.days_late, found=number(line["Số ngày trễ"]))
    told.same(f"{where}, phiên bản", wanted=wanted.version, found=number(line["Phiên bản"]))
    columns = set(line) - set(AGENCY_HEAD)
    for key in sorted(columns | set(wanted.figures)):
        found = number(line.get(key, ""))
        told.same(f"{where}, {key}", wanted=wanted.figures.get(key), found=found)


def _stands(told: Comparison, where: str, wanted: Outcome, cells: tuple[Cell, Cell, Cell]) -> None:
    status, submitted_on, timeliness = cells
    known = {wanted.status, *STATUS_WORDS.get(wanted.status, set())}
    found = wanted.status if str(status) in known else status
    told.same(f"{where}, trạng thái", wanted=wanted.status, found=found)
    told.same(f"{where}, ngày gửi", wanted=wanted.submitted_on, found=day(submitted_on))
    _in_time(told, where, wanted, str(timeliness))


def _in_time(told: Comparison, where: str, wanted: Outcome, said: str) -> None:
    """The words of the timeliness; where the days late stand behind them, these too."""
    words = {wanted.timeliness, TIMELINESS_WORDS.get(wanted.timeliness, wanted.timeliness)}
    plain = re.sub(r"\s*\(?\d+ ngày làm việc\)?$", "", said).strip().strip("–-")
    days = re.search(r"(\d+) ngày làm việc", said)
    found = wanted.timeliness if plain in words else said
    told.same(f"{where}, tính kịp thời", wanted=wanted.timeliness, found=found)
    if days:
        told.same(f"{where}, ngày trễ", wanted=wanted.days_late, found=int(days[1]))


def compare_document(told: Comparison, province: Province, tables: list[Table]) -> None:
    """Every table of figures, of arrivals and of chief figures in the Word document."""
    seen: set[str] = set()
    arrivals = 0
    for table in tables:
        head = table[0] if table else []
        if head == TABLE_HEAD:
            seen |= set(_figures(told, province, table))
        elif head == ARRIVAL_HEAD:
            arrivals += 1
            _arrivals(told, province, table)
        elif head[:2] == ARRIVAL_HEAD[:2] and set(head[2:]) <= set(CHIEF):
            _chief(told, province, table)
    _all_there(told, "docx, bảng số liệu", set(province.now), seen)
    if not arrivals:
        told.wrong("docx: thiếu bảng tình hình gửi báo cáo")


def _figures(told: Comparison, province: Province, table: Table) -> Iterator[str]:
    for row in table[1:]:
        line = dict(zip(TABLE_HEAD, row, strict=False))
        if line["Mã"] in province.now:
            _years(told, f"docx {line['Mã']}", line["Mã"], province, line)
        yield line["Mã"]


def _arrivals(told: Comparison, province: Province, table: Table) -> None:
    by_name = {one.name: one for one in province.agencies.values()}
    _all_there(told, "docx, gửi báo cáo", set(by_name), {row[1] for row in table[1:]})
    for _, name, status, submitted_on, timeliness in table[1:]:
        if name in by_name:
            _stands(told, f"docx {name}", by_name[name], (status, submitted_on, timeliness))


def _chief(told: Comparison, province: Province, table: Table) -> None:
    by_name = {one.name: one for one in province.agencies.values()}
    for row in table[1:]:
        if row[1] in by_name:
            for title, cell in zip(table[0][2:], row[2:], strict=True):
                wanted = _sum(by_name[row[1]].figures, CHIEF[title])
                told.same(f"docx {row[1]}, {title}", wanted=wanted, found=number(cell))


def _sum(figures: Mapping[str, int], code: str) -> int | None:
    found = [value for key, value in figures.items() if key.partition(".")[0] == code]
    return sum(found) if found else None


def _all_there(told: Comparison, where: str, wanted: set[str], found: set[str]) -> None:
    for one in sorted(wanted - found):
        told.wrong(f"{where}: thiếu {one}")
    for one in sorted(found - wanted):
        told.wrong(f"{where}: thừa {one}")


def number(cell: Cell) -> int | str | None:
    """A whole number from a cell, however it is written; None where nothing was told."""
    if isinstance(cell, float | int):
        return int(cell) if cell == int(cell) else str(cell)
    said = str(cell).strip()
    if said in NOT_TOLD:
        return None
    plain = said.replace(".", "").replace("\N{MINUS SIGN}", "-").removeprefix("+")
    return int(plain) if re.fullmatch(r"-?\d+", plain) else said


def day(cell: Cell) -> date | str | None:
    """A day from a cell; None where none stands."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = str(cell).strip()
    if said in NOT_TOLD:
        return None
    found = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", said)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else said
