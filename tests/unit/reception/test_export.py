"""Exports: no cell becomes a formula, every row is counted and digested, the file comes in pieces."""

import csv
import hashlib
import io
import zipfile

from hypothesis import given, strategies as st
from python_calamine import CalamineWorkbook

from frame.legible import FORMULA_SIGNS, harmless, legible
from services.reception.adapters.export import as_csv, as_xlsx

ATTACKS = [
    '=HYPERLINK("https://evil.example";"x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    " =1+1",
    "＝1+1",
    "bình thường",
    "",
]
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


def test_no_cell_of_an_excel_file_is_a_formula_and_none_is_changed():
    made = as_xlsx(["Nội dung"], [[one] for one in ATTACKS])
    content = b"".join(made.pieces())

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
        styles = packed.read("xl/styles.xml")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = [row[0] for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]]

    assert b"<f>" not in sheet
    assert b'quotePrefix="1"' in styles
    assert cells == [one for one in ATTACKS if one]
    assert book.get_sheet_by_index(1).to_python()[0][1] == str(made.rows) == "9"
    assert (len(content), hashlib.sha256(content).digest()) == (made.size, made.digest)


def test_no_cell_of_a_csv_file_begins_a_formula():
    content = b"".join(as_csv(["Nội dung"], [[one] for one in ATTACKS]).pieces())

    cells = [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))][1:]

    assert not [one for one in cells if one.strip().startswith(FORMULA_SIGNS)]


@given(texts)
def test_whatever_a_cell_says_it_is_harmless(text: str):
    said = str(harmless(text))

    assert not said.lstrip().startswith(("=", "+", "-", "@"))
    assert said.endswith(legible(text))


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5))
def test_the_digest_is_that_of_the_rows_whatever_the_form(rows: list[list[str]]):
    excel, plain = as_xlsx(["a", "b"], rows), as_csv(["a", "b"], rows)

    assert (excel.rows, excel.rows_digest) == (plain.rows, plain.rows_digest)
    excel.file.close()
    plain.file.close()
