"""What stands in the report, in order: headings, words, tables, charts.

Each annex is a sheet of its own; a table too wide for an upright page lies on its side.
"""

from collections.abc import Iterator
from itertools import groupby

from frame.paper.content import (
    Block,
    Column,
    Drawn,
    Heading,
    Picture,
    Sheet,
    Table,
    Text,
    closed,
    numbered,
    recipients,
)
from services.reporting.adapters import words
from services.reporting.adapters.charts import charts_of
from services.reporting.domain import AgencyLine, Annex, Paper, SectionText
from services.reporting.domain.paper import reporters

PARTS = {"I": "Công tác lãnh đạo, chỉ đạo", "II": "Kết quả thực hiện"}
MOST_LETTERS = 34
PROSE, PROSE_LETTERS = (
    80,
    90,
)  # from so many letters on a cell is prose, and wants as much room as so many
LEAST_LETTERS = 5  # room for "STT" in bold
WIDE = 6  # columns from which on an annex lies on its side
KEY_FIGURES = {
    "Đơn tiếp nhận": "PET_IN.",
    "Vụ việc đã giải quyết": "PET_SETTLED.",
    "Giải quyết đúng hạn": "PET_ONTIME.",
    "Vụ việc quá hạn": "PET_OVERDUE.",
    "Lượt tiếp công dân": "RCP_VISITS.",
    "Mô hình “Dân vận khéo”": "DVK_ACTIVE.",
    "Nhiệm vụ hoàn thành": "TASK_DONE",
    "Cuộc đối thoại": "DIALOGUE_COUNT",
}


def drawn(paper: Paper | Drawn) -> Drawn:
    """A report, or what is ready already."""
    return paper if isinstance(paper, Drawn) else report(paper)


def report(paper: Paper) -> Drawn:
    """The report of the province or of one agency."""
    return Drawn(
        kind=words.KIND_OF_PAPER,
        title=paper.title,
        superior=paper.superior,
        issuer=paper.issuer,
        symbol=paper.symbol,
        place=paper.place,
        issued_on=paper.issued_on,
        addressees=(paper.addressee,) if paper.addressee else (),
        blocks=body(paper),
        sheets=sheets(paper),
        signer_title=paper.signer_title,
        signer=paper.signer,
        recipients=recipients(paper.recipients),
        sample=paper.sample,
        keywords=(paper.law_version, paper.data_hash),
        note=made_from(paper),
    )


def body(paper: Paper) -> tuple[Block, ...]:
    """The report itself, closed by its end mark."""
    return closed((Text(_basis(paper)), *_outline(paper)))


def sheets(paper: Paper) -> tuple[Sheet, ...]:
    """The annexes: those compiled, then how the reports came, then the chief figures of each agency."""
    ours = (_arrivals(paper), _chief_figures(paper)) if paper.agencies else ()
    return numbered((*map(given, paper.annexes), *ours))


def made_from(paper: Paper) -> str:
    """From which data and rules the report was made."""
    return f"Phiên bản quy định: {paper.law_version}. Mã kiểm tra số liệu: {paper.data_hash}."


def _basis(paper: Paper) -> str:
    if not paper.agencies:
        return (
            f"Số liệu tính từ ngày {words.day(paper.window_from)} đến ngày {words.day(paper.window_to)} "
            f"(hạn gửi báo cáo: ngày {words.day(paper.due_on)}), so sánh với cùng kỳ năm {paper.year - 1}. "
            f"{_estimates_to(paper)}Kết quả cụ thể như sau:"
        )
    asked = reporters(paper.agencies)
    compiled = sum(line.status == "ACCEPTED" for line in asked)
    return (
        f"Số liệu trong báo cáo được tính từ ngày {words.day(paper.window_from)} "
        f"đến ngày {words.day(paper.window_to)}, tổng hợp từ báo cáo đã được tiếp nhận của "
        f"{compiled}/{len(asked)} cơ quan, đơn vị, địa phương (hạn gửi báo cáo: ngày "
        f"{words.day(paper.due_on)}), so sánh với cùng kỳ năm {paper.year - 1}. Kết quả cụ thể như sau:"
    )


def _estimates_to(paper: Paper) -> str:
    if paper.estimate_to is None:
        return ""
    return (
        f"Cột “Ước” là ước thực hiện đến ngày {words.day(paper.estimate_to)}, tính theo nhịp của kỳ số liệu, "
        "không phải số đã thực hiện. "
    )


def _outline(paper: Paper) -> Iterator[Block]:
    for part, sections in groupby(paper.sections, key=lambda one: one.number.partition(".")[0]):
        first, *others = sections
        title = PARTS.get(part, "") if "." in first.number else first.title
        yield Heading(f"{part}. {title}".upper(), 1)
        for section in (first, *others):
            yield from _section(paper, section)


def _section(paper: Paper, section: SectionText) -> Iterator[Block]:
    _, _, number = section.number.partition(".")
    if number:
        yield Heading(f"{number}. {section.title}", 2)
    yield from map(Text, section.paragraphs)
    if section.figures:
        yield _figures(paper, section)
    yield from (Picture(chart) for chart in charts_of(paper) if chart.section == section.code)


def _figures(paper: Paper, section: SectionText) -> Table:
    lines = {line.key: line for line in paper.figures}
    wide = 2.25 if paper.estimate_to is None else 1.95
    columns = (
        Column("Mã", 2.9, small=True),
        Column("Chỉ tiêu", 5.0 if paper.estimate_to is None else 3.95),
        Column("Đơn vị tính", 1.7, "center"),
        Column(f"Năm {paper.year}", wide, "right"),
        Column(f"Năm {paper.year - 1}", wide, "right"),
        Column("Tăng/giảm", wide, "right"),
        *_estimated(paper, wide),
    )
    rows = tuple(
        (
            line.key,
            words.titled(line),
            line.unit,
            words.shown(line.value),
            words.shown(line.previous),
            words.shown_change(line),
            *((words.estimate(line),) if paper.estimate_to else ()),
        )
        for line in map(lines.__getitem__, section.figures)
    )
    return Table("", columns, rows)


def _estimated(paper: Paper, wide: float) -> tuple[Column, ...]:
    """The column of estimates, where the report has them."""
    if paper.estimate_to is None:
        return ()
    return (Column(f"Ước đến {paper.estimate_to:%d/%m}", wide, "right"),)


# --- annexes --------------------------------------------------------------------------------------------


def given(annex: Annex) -> Sheet:
    widths = [_share(annex, at) for at in range(len(annex.columns))]
    aligns = [_side(annex, at) for at in range(len(annex.columns))]
    columns = tuple(map(Column, annex.columns, widths, aligns))
    wide = len(columns) >= WIDE
    return Sheet("", annex.title, wide, (Table("", columns, annex.rows),))


def _share(annex: Annex, at: int) -> float:
    """A column's share of the width, enough for its longest word."""
    cells = [annex.columns[at], *(row[at] for row in annex.rows)]
    longest = max(map(len, cells))
    unbroken = max(len(word) for cell in cells for word in cell.split() or [""])
    counted = PROSE_LETTERS if longest >= PROSE else min(longest, MOST_LETTERS)
    return float(max(LEAST_LETTERS, unbroken, counted**0.8))


def _side(annex: Annex, at: int) -> str:
    if annex.columns[at] in {"STT", "TT"}:
        return "center"
    cells = [
        row[at] for row in annex.rows if row[at] not in {words.NOTHING, words.NOT_REPORTED, ""}
    ]
    return "right" if cells and all(_is_number(cell) for cell in cells) else "left"


def _is_number(cell: str) -> bool:
    return cell.strip("+-%").replace(".", "").replace(",", "").isdigit()


def _arrivals(paper: Paper) -> Sheet:
    columns = (
        Column("STT", 1.1, "center"),
        Column("Cơ quan", 5.6),
        Column("Trạng thái", 3.0),
        Column("Ngày gửi", 2.1, "center"),
        Column("Tính kịp thời", 4.9),
    )
    rows = tuple(_arrival(at, line) for at, line in enumerate(reporters(paper.agencies), 1))
    pictures = (Picture(chart) for chart in charts_of(paper) if not chart.section)
    title = "Tình hình gửi báo cáo của các cơ quan, đơn vị, địa phương"
    return Sheet("", title, False, (Table("", columns, rows), *pictures))


def _arrival(at: int, line: AgencyLine) -> tuple[str, ...]:
    return (
        str(at),
        line.name,
        words.status(line),
        words.day(line.submitted_on),
        words.timeliness(line),
    )


def _chief_figures(paper: Paper) -> Sheet:
    names = (Column(title, 2.0, "right") for title in KEY_FIGURES)
    columns = (Column("STT", 1.1, "center"), Column("Cơ quan", 5.6), *names)
    rows = tuple(
        (str(at), line.name, *(_sum(line, start) for start in KEY_FIGURES.values()))
        for at, line in enumerate(paper.agencies, 1)
    )
    title = "Một số chỉ tiêu chủ yếu của các cơ quan, đơn vị, địa phương"
    return Sheet(
        "", title, True, (Table("", columns, rows), Text(made_from(paper), justified=False))
    )


def _sum(line: AgencyLine, start: str) -> str:
    """An agency's figure, all groups of it together."""
    found = [value for key, value in line.figures.items() if key.startswith(start)]
    return words.number(sum(found)) if found else words.NOTHING
