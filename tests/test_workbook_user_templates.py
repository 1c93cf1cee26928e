"""Templates as users and other programs make them: formulas of their own, macros, prefixes, dates since 1904."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from excel_tools.errors import InputError, TemplateError
from excel_tools.workbook import ErrorValue, Template, read_cells, read_names
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.office import convert
from excel_tools.workbook.recompute import MAX_FAILURES, Recalculator, RecomputeFailed
from tests.workbook_support import (
    SHEET,
    TEXTS,
    VALUES,
    budget,
    draw,
    member,
    patched,
    raw_members,
    strip_recalculation,
)


def test_a_formula_of_the_user_is_recalculated_at_opening(tmp_path: Path) -> None:
    def added(book: xlsxwriter.Workbook) -> None:
        budget(book)
        sheet = book.add_worksheet("Ajout")
        sheet.write_formula("A1", "='L''été'!B3+1", None, 3)
        sheet.write_formula("A2", '=IF(A1>2,"oui","non")', None, "oui")

    template = Template.compile(draw(tmp_path / "ajout.xlsx", added))
    assert template.uncovered_formulas == (("Ajout", "A1"), ("Ajout", "A2"))
    out = tmp_path / "out.xlsx"
    out.write_bytes(template.render(VALUES, texts=TEXTS))
    cells = read_cells(out)
    assert cells["Ajout", "A1"] == ("'L''été'!B3+1", None)
    assert cells["Ajout", "A2"] == ('IF(A1>2,"oui","non")', None)
    assert member(out, "xl/workbook.xml").count('fullCalcOnLoad="1"') == 1


def test_nothing_asks_for_a_recalculation_when_every_formula_is_covered(tmp_path: Path) -> None:
    template = Template.compile(strip_recalculation(draw(tmp_path / "m.xlsx", budget)))
    out = tmp_path / "out.xlsx"
    out.write_bytes(template.render(VALUES, texts=TEXTS))
    assert "fullCalcOnLoad" not in member(out, "xl/workbook.xml")


def test_a_missing_calcpr_is_created(tmp_path: Path) -> None:
    def added(book: xlsxwriter.Workbook) -> None:
        budget(book)
        book.add_worksheet("Ajout").write_formula("A1", "=1+1", None, 2)

    path = patched(
        draw(tmp_path / "m.xlsx", added), {"xl/workbook.xml": lambda xml: re.sub(rb"<calcPr[^>]*>", b"", xml)}
    )
    out = tmp_path / "out.xlsx"
    out.write_bytes(Template.compile(path).render(VALUES, texts=TEXTS))
    assert '</definedNames><calcPr fullCalcOnLoad="1"/>' in member(out, "xl/workbook.xml")


def test_an_embedded_engine_fills_the_formulas_of_the_user(tmp_path: Path) -> None:
    pytest.importorskip("ironcalc")

    def added(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("S")
        sheet.write("A1", 1)
        for row, formula in enumerate(("=A1*3", '="n°"&A1', "=A1>4", "=1/0")):
            sheet.write_formula(row, 1, formula, None, 0)
        book.define_name("in_a", "=S!$A$1")

    out = tmp_path / "out.xlsx"
    with Template.compile(strip_recalculation(draw(tmp_path / "m.xlsx", added)), recompute="ironcalc") as template:
        out.write_bytes(template.render({"in_a": 5}))
    cells = read_cells(out)
    assert [cells["S", f"B{row}"][1] for row in (1, 2, 3, 4)] == [15, "n°5", True, ErrorValue("#DIV/0!")]
    assert "fullCalcOnLoad" not in member(out, "xl/workbook.xml")


def test_where_the_engine_fails_the_spreadsheet_recalculates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("excel_tools.workbook.recompute.sys.executable", str(tmp_path / "absent"))

    def added(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("S")
        sheet.write("A1", 1)
        sheet.write_formula("B1", "=A1*3", None, 3)
        book.define_name("in_a", "=S!$A$1")

    template = Template.compile(strip_recalculation(draw(tmp_path / "m.xlsx", added)), recompute="ironcalc")
    out = tmp_path / "out.xlsx"
    out.write_bytes(template.render({"in_a": 5}))
    assert read_cells(out)["S", "B1"] == ("A1*3", None)
    assert 'fullCalcOnLoad="1"' in member(out, "xl/workbook.xml")


def test_an_engine_that_hangs_is_stopped_and_then_left_alone(tmp_path: Path) -> None:
    path = draw(tmp_path / "m.xlsx", budget)
    engine = Recalculator(timeout=0)
    for reason in ["took too long"] * MAX_FAILURES + ["given up"]:
        with pytest.raises(RecomputeFailed, match=reason):
            engine.values(path.read_bytes(), [("Autre", "A1")])


def test_shared_formulas_under_results_stay_as_they_are(tmp_path: Path) -> None:
    def shared(xml: bytes) -> bytes:
        xml = xml.replace(b"<f>B3*2</f>", b'<f t="shared" ref="C3:C5" si="0">B3*2</f>')
        return re.sub(rb"<f>B[45]\*2</f>", b'<f t="shared" si="0"/>', xml)

    template = Template.compile(patched(draw(tmp_path / "m.xlsx", budget), {SHEET: shared}))
    out = tmp_path / "out.xlsx"
    out.write_bytes(template.render(VALUES, texts=TEXTS))
    assert template.names["out_doubles"].formulas == {(0, 0): "B3*2", (1, 0): "B4*2", (2, 0): "B5*2"}
    assert '<c r="C5" s="2"><f t="shared" si="0"/><v>6</v></c>' in member(out, SHEET)
    assert read_cells(out)["L'été", "C5"] == ("B5*2", 6)


def test_macros_are_kept(tmp_path: Path) -> None:
    path = draw(tmp_path / "m.xlsx", budget)
    macro = tmp_path / "m.xlsm"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(macro, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/vbaProject.bin", bytes(range(256)) * 9)
    out = tmp_path / "out.xlsm"
    out.write_bytes(Template.compile(macro).render(VALUES, texts=TEXTS))
    assert raw_members(out)["xl/vbaProject.bin"] == raw_members(macro)["xl/vbaProject.bin"]


def test_prefixed_xml_and_empty_sheets(tmp_path: Path) -> None:
    def empty(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("S").write("A1", 1)
        book.define_name("in_a", "=S!$B$2:$C$3")

    def prefix(xml: bytes) -> bytes:
        xml = re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", xml)
        return re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x=")

    path = patched(draw(tmp_path / "m.xlsx", empty), {SHEET: prefix})
    out = tmp_path / "out.xlsx"
    out.write_bytes(Template.compile(path).render({"in_a": [["a", 1], [None, True]]}))
    assert read_names(out) == {"in_a": [["a", 1], [None, True]]}
    assert [[cell.value for cell in row] for row in openpyxl.load_workbook(out)["S"]["B2:C3"]] == [
        ["a", 1],
        [None, True],
    ]


def test_a_template_saved_by_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    sheet["B2"], sheet["B3"] = "=A2*2", "texte"
    book.defined_names["in_a"] = openpyxl.workbook.defined_name.DefinedName("in_a", attr_text="S!$A$2:$A$3")
    book.defined_names["out_b"] = openpyxl.workbook.defined_name.DefinedName("out_b", attr_text="S!$B$2")
    path, out = tmp_path / "m.xlsx", tmp_path / "out.xlsx"
    book.save(path)
    out.write_bytes(Template.compile(path).render({"in_a": [3, 4], "out_b": 6}))
    assert read_cells(out)["S", "B2"] == ("A2*2", 6)
    assert read_names(out) == {"in_a": [[3], [4]], "out_b": [[6]]}


def test_dates_since_1904_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    book.add_worksheet("S").write("A1", 1)
    book.define_name("in_a", "=S!$A$1")
    book.close()
    with pytest.raises(TemplateError, match="depuis 1904"):
        Template.compile(path)
    with pytest.raises(InputError, match="depuis 1904"):
        read_names(path)
    with pytest.raises(InputError, match="depuis 1904"):
        cached_values(path)


def test_an_input_that_libreoffice_saved_as_a_constant_formula(tmp_path: Path) -> None:
    def constant(xml: bytes) -> bytes:
        return re.sub(rb'<c r="B4" s="2"><v>3</v>', b'<c r="B4" s="2" t="b"><f aca="false">TRUE()</f><v>1</v>', xml)

    path = patched(draw(tmp_path / "m.xlsx", budget), {SHEET: constant})
    out = tmp_path / "out.xlsx"
    out.write_bytes(Template.compile(path).render(VALUES, texts=TEXTS))
    assert '<c r="B4" s="2"><v>2.5</v></c>' in member(out, SHEET)


def test_pivot_caches_are_refreshed_at_opening(tmp_path: Path) -> None:
    path = draw(tmp_path / "m.xlsx", budget)
    part = "xl/pivotCache/pivotCacheDefinition1.xml"
    with zipfile.ZipFile(path, "a") as archive:
        xml = '<pivotCacheDefinition xmlns="x" refreshOnLoad="0" recordCount="2"><a/></pivotCacheDefinition>'
        archive.writestr(part, f'<?xml version="1.0"?>{xml}')
    out = tmp_path / "out.xlsx"
    out.write_bytes(Template.compile(path).render(VALUES, texts=TEXTS))
    assert '<pivotCacheDefinition xmlns="x" recordCount="2" refreshOnLoad="1"><a/>' in member(out, part)


def test_caches_that_cannot_be_followed_are_dropped(tmp_path: Path) -> None:
    """A category of several columns, and a reference by name: the spreadsheet builds their caches again."""
    chart = "xl/charts/chart1.xml"

    def several(xml: bytes) -> bytes:
        xml = xml.replace(b"$C$3:$C$5</c:f>", b"$C$3:$C$5,Autre!$A$1</c:f>")
        head, categories, tail = re.split(rb"(<c:cat>.*</c:cat>)", xml)
        return head + categories.replace(b"numRef", b"multiLvlStrRef").replace(b"numCache", b"multiLvlStrCache") + tail

    out = tmp_path / "out.xlsx"
    path = patched(draw(tmp_path / "m.xlsx", budget), {chart: several})
    out.write_bytes(Template.compile(path).render(VALUES, texts=TEXTS))
    xml = member(out, chart)
    assert "$C$3:$C$5,Autre!$A$1</c:f></c:numRef>" in xml
    assert "$B$3:$B$5</c:f></c:multiLvlStrRef>" in xml


@pytest.mark.hote
def test_libreoffice_reads_what_we_write_and_we_fill_what_it_saves(tmp_path: Path) -> None:
    blanks = [["a\nb", 1], [True, None], [2, 3], [4, 5], [6, "_x0041_"], [8, 9]]
    values = {**VALUES, "in_nom": "=évil <b>", "in_vides": blanks}
    ours = tmp_path / "ours.xlsx"
    ours.write_bytes(Template.compile(draw(tmp_path / "m.xlsx", budget)).render(values, texts=TEXTS))
    [saved] = convert([ours], "xlsx", tmp_path / "saved")
    assert read_names(saved) == read_names(ours)
    ours.write_bytes(Template.compile(saved).render(VALUES, texts=TEXTS))
    assert read_names(ours)["in_nombres"] == [[1], [2.5], [3]]
