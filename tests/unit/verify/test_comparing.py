"""A report that says what was counted passes; one changed cell, word or missing line does not."""

import json
from pathlib import Path

import pytest

from tests.unit.verify.paper import write_docx, write_xlsx
from verify.__main__ import main
from verify.comparing import number
from verify.outcome import Province


@pytest.fixture(scope="module")
def good(province: Province, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("out")
    paths = {"xlsx": folder / "a.xlsx", "docx": folder / "a.docx"}
    write_xlsx(paths["xlsx"], province)
    write_docx(paths["docx"], province)
    return paths


def _verified(ledger: Path, paths: dict[str, Path], capsys) -> tuple[int, list[str]]:
    words = ["--ledger", str(ledger), "--xlsx", str(paths["xlsx"]), "--docx", str(paths["docx"])]
    code = main(words)
    return code, capsys.readouterr().out.splitlines()


def test_a_report_that_agrees_passes(ledger: Path, good: dict[str, Path], capsys):
    code, said = _verified(ledger, good, capsys)

    assert code == 0
    result = json.loads(said[-1])
    assert result["differences"] == 0
    assert result["figures"] > 119 * 6 + 12 * 119


@pytest.mark.parametrize(
    ("sheet", "row", "column", "word"),
    [
        ("So lieu", 5, 4, "năm 2026"),
        ("So lieu", 6, 5, "năm 2025"),
        ("So lieu", 7, 6, "tăng/giảm"),
        ("Co quan", 1, 2, "trạng thái"),
        ("Co quan", 1, 4, "tính kịp thời"),
    ],
)
def test_a_changed_cell_of_the_workbook_fails(
    sheet, row, column, word, ledger, good, province: Province, tmp_path: Path, capsys
):
    changed = {**good, "xlsx": tmp_path / "changed.xlsx"}
    write_xlsx(changed["xlsx"], province, {(sheet, row, column): 987654})
    code, said = _verified(ledger, changed, capsys)

    assert code == 1
    assert word in said[0]
    assert json.loads(said[-1])["differences"] == 1


def test_a_changed_figure_of_one_agency_fails(
    ledger, good, province: Province, tmp_path: Path, capsys
):
    rows = list(province.agencies.values())
    accepted = next(at for at, one in enumerate(rows, 1) if one.status == "ACCEPTED")
    changed = {**good, "xlsx": tmp_path / "changed.xlsx"}
    write_xlsx(changed["xlsx"], province, {("Co quan", accepted, 30): 987654})
    code, said = _verified(ledger, changed, capsys)

    assert code == 1
    assert rows[accepted - 1].name in said[0]


def test_a_renamed_key_is_both_missing_and_too_many(
    ledger, good, province: Province, tmp_path: Path, capsys
):
    changed = {**good, "xlsx": tmp_path / "changed.xlsx"}
    write_xlsx(changed["xlsx"], province, {("So lieu", 3, 0): "SOMETHING_ELSE"})
    code, said = _verified(ledger, changed, capsys)

    assert code == 1
    assert ["thiếu" in said[0], "thừa SOMETHING_ELSE" in said[1]] == [True, True]


def test_a_changed_figure_of_the_document_fails(
    ledger, good, province: Province, tmp_path: Path, capsys
):
    changed = {**good, "docx": tmp_path / "changed.docx"}
    write_docx(changed["docx"], province, {"PET_IN.KN": "9.999.999"})
    code, said = _verified(ledger, changed, capsys)

    assert code == 1
    assert said[0].startswith("docx PET_IN.KN, năm 2026")


def test_a_workbook_of_another_layout_fails(ledger, good, province, tmp_path: Path, capsys):
    changed = {**good, "xlsx": tmp_path / "changed.xlsx"}
    write_xlsx(changed["xlsx"], province, {("So lieu", 0, 0): "Key"})
    code, said = _verified(ledger, changed, capsys)

    assert code == 1
    assert "dòng tiêu đề" in said[0]


def test_without_files_it_says_what_to_do(tmp_path: Path, capsys):
    code = main(["--ledger", str(tmp_path / "none")])

    assert code == 2
    assert "make demo" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (12.0, 12),
        ("1.234", 1234),
        ("-1.234", -1234),
        ("+7", 7),
        ("0", 0),
        ("", None),
        ("–", None),
        ("chưa báo cáo", None),
        ("12,5", "12,5"),
        (1.5, "1.5"),
    ],
)
def test_a_number_is_read_however_it_is_written(cell, value):
    assert number(cell) == value
