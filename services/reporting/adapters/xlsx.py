"""The report as a workbook: figures to count in, agencies, facts of the period, charts with their numbers.

The header rows of "So lieu" and "Co quan" are read by programs: they stand in row 1 and keep their words.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from frame.paper.steady import steady
from services.reporting.adapters import words
from services.reporting.adapters.charts import TONES, Chart, charts_of
from services.reporting.domain import AgencyLine, FigureLine, Paper
from services.reporting.domain.paper import reporters

A4 = 9
AGENCY_HEAD = (
    "Mã cơ quan",
    "Tên cơ quan",
    "Trạng thái",
    "Ngày gửi",
    "Tính kịp thời",
    "Số ngày trễ",
    "Phiên bản",
)
FIGURE_WIDTHS = (38, 52, 26, 13, 16, 16, 13, 20)
AGENCY_WIDTHS = (38, 40, 20, 12, 28, 12, 10)
LOOKS: dict[str, dict[str, Any]] = {
    "head": {
        "bold": True,
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bg_color": "#E7ECF5",
    },
    "text": {"border": 1, "valign": "vcenter", "text_wrap": True},
    "number": {"border": 1, "valign": "vcenter", "align": "right", "num_format": "#,##0"},
    "change": {"border": 1, "valign": "vcenter", "align": "right", "num_format": "+#,##0;-#,##0;0"},
    "day": {"border": 1, "valign": "vcenter", "align": "center", "num_format": "dd/mm/yyyy"},
    "title": {"bold": True, "font_size": 13},
}
CHART_ROWS = 18
HEAD_HEIGHT = 48  # three lines, as many as the longest code needs


def draw(paper: Paper) -> bytes:
    """The report as a workbook."""
    kept = BytesIO()
    with Workbook(
        kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        _properties(book, paper)
        Sheets(book, paper).draw()
    return steady(kept.getvalue())


def _properties(book: Workbook, paper: Paper) -> None:
    on = datetime.combine(paper.issued_on, time(), UTC).replace(tzinfo=None)
    book.set_properties({"title": paper.title, "author": paper.issuer, "created": on})


class Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Workbook, paper: Paper) -> None:
        self.book, self.paper = book, paper
        font = {"font_name": "Times New Roman", "font_size": 11}
        self.looks = {name: book.add_format({**font, **look}) for name, look in LOOKS.items()}

    def draw(self) -> None:
        """Draw them all, in their order."""
        self._figures()
        self._agencies()
        self._period()
        self._charts()

    # --- figures ----------------------------------------------------------------------------------------

    def _figures(self) -> None:
        year = self.paper.year
        head = (
            "Mã",
            "Chỉ tiêu",
            "Nhóm",
            "Đơn vị tính",
            f"Năm {year}",
            f"Năm {year - 1}",
            "Tăng/giảm",
            "Nguồn",
        )
        to = self.paper.estimate_to
        more, widths = ((f"Ước đến {to:%d/%m}",), (16,)) if to else ((), ())
        sheet = self._sheet("So lieu", (*head, *more), (*FIGURE_WIDTHS, *widths), frozen=2)
        sheet.fit_to_pages(1, 0)
        for row, line in enumerate(self.paper.figures, 1):
            self._row(sheet, row, (*_figure(line), *((line.estimate,) if to else ())))
            sheet.write(row, len(head) - 2, words.change(line), self.looks["change"])
        sheet.autofilter(0, 0, len(self.paper.figures), len(head) + len(more) - 1)

    # --- agencies ---------------------------------------------------------------------------------------

    def _agencies(self) -> None:
        keys = [line.key for line in self.paper.figures]
        widths = (*AGENCY_WIDTHS, *(14 for _ in keys))
        sheet = self._sheet("Co quan", (*AGENCY_HEAD, *keys), widths, frozen=2)
        sheet.repeat_columns(1, 1)
        sheet.set_print_scale(60)
        for row, line in enumerate(self.paper.agencies, 1):
            self._row(sheet, row, (*_agency(line), *(line.figures.get(key) for key in keys)))
        sheet.autofilter(0, 0, len(self.paper.agencies), len(AGENCY_HEAD) - 1)

    # --- facts of the period ----------------------------------------------------------------------------

    def _period(self) -> None:
        sheet = self._sheet("Ky so lieu", ("Nội dung", "Giá trị"), (36, 84))
        sheet.fit_to_pages(1, 0)
        for row, fact in enumerate(_facts(self.paper), 1):
            self._row(sheet, row, fact)

    # --- charts -----------------------------------------------------------------------------------------

    def _charts(self) -> None:
        sheet = self.book.add_worksheet("Bieu do")
        self._printed(sheet)
        sheet.fit_to_pages(1, 1)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 3, 14)
        row = 0
        for chart in charts_of(self.paper):
            self._chart(sheet, row, chart)
            row += max(len(chart.categories) + 3, CHART_ROWS + 2)

    def _chart(self, sheet: Worksheet, row: int, chart: Chart) -> None:
        """A chart beside the numbers it is drawn from."""
        sheet.write(row, 0, chart.title, self.looks["title"])
        for column, name in enumerate(("Nhóm", *(name for name, _ in chart.series))):
            sheet.write(row + 1, column, name, self.looks["head"])
        values = zip(*(values for _, values in chart.series), strict=True)
        for at, cells in enumerate(zip(chart.categories, values, strict=True), row + 2):
            self._row(sheet, at, (cells[0], *cells[1]))
        sheet.insert_chart(row + 1, len(chart.series) + 2, self._drawn(row, chart))

    def _drawn(self, row: int, chart: Chart) -> Any:
        drawn = self.book.add_chart({"type": "column"})
        assert drawn is not None, "columns are a kind of chart"
        first, last = row + 2, row + 1 + len(chart.categories)
        for at, tone in zip(range(1, len(chart.series) + 1), TONES, strict=False):
            drawn.add_series(
                {
                    "name": ["Bieu do", row + 1, at],
                    "categories": ["Bieu do", first, 0, last, 0],
                    "values": ["Bieu do", first, at, last, at],
                    "fill": {"color": tone},
                    "border": {"color": TONES[0]},
                    "gap": 50,
                    "data_labels": {"value": True, "num_format": "#,##0"},
                }
            )
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        drawn.set_legend({"position": "bottom"})
        drawn.set_y_axis({"min": 0, "num_format": "#,##0", "major_gridlines": {"visible": False}})
        drawn.set_size({"width": 760, "height": CHART_ROWS * 20})
        return drawn

    # --- what all sheets share --------------------------------------------------------------------------

    def _sheet(
        self, name: str, head: tuple[str, ...], widths: tuple[int, ...], *, frozen: int = 0
    ) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        self._printed(sheet)
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        sheet.set_row(0, HEAD_HEIGHT)
        for column, (title, width) in enumerate(zip(head, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, self.looks["head"])
        return sheet

    def _printed(self, sheet: Worksheet) -> None:
        """A4 on its side; made-up data says so at the top of every printed page."""
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_footer("&C&P/&N")
        if self.paper.sample:
            sheet.set_header(f'&C&"Times New Roman,Bold"&14{words.SAMPLE}')

    def _row(self, sheet: Worksheet, row: int, cells: tuple[Any, ...]) -> None:
        for column, cell in enumerate(cells):
            sheet.write(row, column, *_written(cell, self.looks))


def _written(cell: Any, looks: dict[str, Format]) -> tuple[Any, Format]:
    if isinstance(cell, int):
        return cell, looks["number"]
    if isinstance(cell, date):
        return cell, looks["day"]
    return cell, looks["text"]


def _figure(line: FigureLine) -> tuple[Any, ...]:
    now, before = (
        words.NOT_REPORTED if one is None else one for one in (line.value, line.previous)
    )
    source = words.SOURCES.get(line.source, line.source)
    return line.key, line.title, line.group, line.unit, now, before, None, source


def _agency(line: AgencyLine) -> tuple[Any, ...]:
    came = words.TIMELINESS.get(line.timeliness, line.timeliness)
    return (
        line.agency,
        line.name,
        words.status(line),
        line.submitted_on,
        came,
        line.days_late,
        line.version,
    )


def _facts(paper: Paper) -> Iterator[tuple[str, Any]]:
    if paper.sample:
        yield "Lưu ý", words.SAMPLE
    yield "Năm báo cáo", str(paper.year)
    yield "Số liệu từ ngày", paper.window_from
    yield "Số liệu đến ngày", paper.window_to
    yield "Hạn gửi báo cáo", paper.due_on
    yield "Số, ký hiệu", paper.symbol
    yield "Ngày ban hành", paper.issued_on
    yield "Cơ quan ban hành", paper.issuer
    asked = reporters(paper.agencies)
    yield "Số cơ quan phải báo cáo", len(asked)
    yield "Số báo cáo đã tiếp nhận", sum(line.status == "ACCEPTED" for line in asked)
    yield "Phiên bản quy định", paper.law_version
    yield "Mã kiểm tra số liệu", paper.data_hash
