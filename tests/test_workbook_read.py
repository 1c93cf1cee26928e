"""Reading back what programs save, and writing only whole files."""

import os
import re
from pathlib import Path

import openpyxl
import pytest

from excel_tools.workbook import Area, ErrorValue, read_cells, read_names, write_atomically
from excel_tools.workbook.refs import cell_ref, column_number, parse_area, parse_range
from tests.workbook_support import SHEET, budget, draw, patched


def test_names_of_a_template(tmp_path: Path) -> None:
    path = draw(tmp_path / "m.xlsx", budget)
    assert read_names(path, prefixes=("out_",)) == {"out_doubles": [[4], [6], [8]], "out_texte": [["18"]]}
    assert read_names(path, ["in_nom"]) == {"in_nom": [["structure"]]}


def test_rich_texts_dates_and_errors(tmp_path: Path) -> None:
    path = draw(tmp_path / "m.xlsx", budget)

    def change(xml: bytes) -> bytes:
        runs = b'<r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh sb="0" eb="1"><t>x</t></rPh>'
        rich = b'<c r="B3" t="inlineStr"><is>' + runs + b"</is></c>"
        xml = re.sub(rb'<c r="B3"[^>]*><v>2</v></c>', rich, xml)
        xml = re.sub(rb'<c r="B4"[^>]*><v>3</v></c>', b'<c r="B4" t="d"><v>2026-11-21</v></c>', xml)
        return re.sub(rb'<c r="B5"[^>]*><v>4</v></c>', b'<c r="B5" t="e"><v>#DIV/0!</v></c>', xml)

    assert read_names(patched(path, {SHEET: change}))["in_nombres"] == [["a b"], [46347], [ErrorValue("#DIV/0!")]]


def test_cells_agree_with_openpyxl(tmp_path: Path) -> None:
    path = draw(tmp_path / "m.xlsx", budget)
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    for (sheet, ref), (formula, value) in read_cells(path).items():
        held = formulas[sheet][ref].value
        assert held == (value if formula is None else f"={formula}")
        assert values[sheet][ref].value == value


def test_references() -> None:
    assert [cell_ref(1, column) for column in (1, 26, 27, 702, 703, 16_384)] == [
        "A1",
        "Z1",
        "AA1",
        "ZZ1",
        "AAA1",
        "XFD1",
    ]
    assert all(column_number(cell_ref(1, column)[:-1]) == column for column in range(1, 2000, 7))
    assert parse_area("'L''été, 2'!$B$2:$C$9") == Area("L'été, 2", 2, 2, 8, 2)
    assert parse_area("Feuille1!$B$2") == Area("Feuille1", 2, 2)
    assert parse_range("C9:B2") == (2, 2, 9, 3)
    assert [parse_area(text) for text in ("$A$1", "S!$A$1,S!$B$1", "S!$A:$A", "S!$XFE$1", "S!$A$0", "[1]S!$A$1")] == [
        None
    ] * 6
    with pytest.raises(ValueError, match="no spreadsheet error"):
        ErrorValue("#OUPS")


def test_whole_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "classeur.xlsx"
    write_atomically(target, b"ancien")
    write_atomically(target, b"nouveau")
    assert target.read_bytes() == b"nouveau"

    def fail(*_: object) -> None:
        raise PermissionError("locked by a spreadsheet")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(PermissionError):
        write_atomically(target, b"jamais")
    assert target.read_bytes() == b"nouveau"
    assert os.listdir(tmp_path) == ["classeur.xlsx"]
