"""The workbook: its first rows are read by programs, its numbers are numbers."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import openpyxl

from frame.paper.content import Text
from services.reporting.adapters import content, xlsx
from services.reporting.adapters.charts import charts_of
from services.reporting.domain import Paper
from services.reporting.domain.paper import ENDED, reporters

HEAD = ["Mã", "Chỉ tiêu", "Nhóm", "Đơn vị tính", "Năm 2026", "Năm 2025", "Tăng/giảm", "Nguồn"]
AGENCY = [
    "Mã cơ quan",
    "Tên cơ quan",
    "Trạng thái",
    "Ngày gửi",
    "Tính kịp thời",
    "Số ngày trễ",
    "Phiên bản",
]


def _rows(book, sheet: str) -> list[list[object]]:
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def test_every_figure_can_be_read_back(book, paper: Paper):
    head, *rows = _rows(book, "So lieu")

    assert head == HEAD
    assert [row[0] for row in rows] == [line.key for line in paper.figures]
    for row, line in zip(rows, paper.figures, strict=True):
        assert row[4] == ("chưa báo cáo" if line.value is None else line.value)
        assert row[5] == line.previous
        assert row[6] == (None if line.value is None else line.value - line.previous)


def test_every_agency_can_be_read_back(book, paper: Paper):
    head, *rows = _rows(book, "Co quan")
    keys = [line.key for line in paper.figures]

    assert head == [*AGENCY, *keys]
    for row, line in zip(rows, paper.agencies, strict=True):
        sent = line.submitted_on and datetime.combine(line.submitted_on, datetime.min.time())
        assert row[:2] == [line.agency, line.name]
        assert row[3] == sent
        assert row[5:7] == [line.days_late, line.version]
        assert row[7:] == [line.figures.get(key) for key in keys]


def test_the_period_is_told(book):
    facts = dict(row for row in _rows(book, "Ky so lieu"))

    assert facts["Lưu ý"] == "DỮ LIỆU MẪU"
    assert facts["Số liệu từ ngày"].date() == date(2025, 11, 1)
    assert facts["Số liệu đến ngày"].date() == date(2026, 10, 31)
    assert facts["Số báo cáo đã tiếp nhận"] == 148


def test_made_up_data_says_so_on_every_printed_page(book):
    assert all("DỮ LIỆU MẪU" in sheet.oddHeader.center.text for sheet in book.worksheets)


def test_charts_can_be_edited(book):
    assert len(book["Bieu do"]._charts) == 3


def test_a_name_that_looks_like_a_formula_stays_a_name(paper: Paper):
    first, *others = paper.agencies
    agencies = (replace(first, name="=1+1"), *others)
    made = openpyxl.load_workbook(BytesIO(xlsx.draw(replace(paper, agencies=agencies))))

    assert made["Co quan"]["B2"].value == "=1+1"
    assert made["Co quan"]["B2"].data_type == "s"


def test_the_ended_units_are_summed_and_listed_but_owe_no_report(paper: Paper):
    first = next(one for one in paper.agencies if one.status == "ACCEPTED")
    ended = replace(first, agency=ENDED, name="Đơn vị đã kết thúc")
    with_ended = replace(paper, agencies=(*paper.agencies, ended))

    def told(of: Paper) -> str:
        basis = content.body(of)[0]
        assert isinstance(basis, Text)
        return basis.text

    assert "tổng hợp từ báo cáo" in told(paper)
    assert told(with_ended) == told(paper)
    assert charts_of(with_ended)[-1] == charts_of(paper)[-1]
    assert reporters(with_ended.agencies) == paper.agencies
