"""Recalculating from scratch: every engine, no echo of stored values, French words when it fails."""

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from excel_tools.errors import InputError
from excel_tools.workbook import office, recalc
from excel_tools.workbook.cached import cached_values, without_cached_values
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.values import ErrorValue

ENGINES = [
    pytest.param("libreoffice", marks=pytest.mark.hote),
    *(
        pytest.param(name, marks=pytest.mark.skipif(importlib.util.find_spec(name) is None, reason="not installed"))
        for name in ("formualizer", "ironcalc")
    ),
]

# Formula → its value by hand. Signed 29 February 2024 (serial 45351); sheet « L'été » B1:B5.
CASES: list[tuple[str, object]] = [
    ("EDATE(in_signature,12)", 45716),  # 28 February 2025
    ("EDATE(in_signature,48)", 46812),  # 29 February 2028
    ("YEAR(EDATE(in_signature,1-7))", 2023),
    ("DATE(2024,2+1,0)", 45351),
    ('SUMIFS(in_montants,in_dates,">="&in_signature,in_dates,"<"&EDATE(in_signature,1))', 200.25),
    ("SUMPRODUCT((in_montants>150)*in_montants)", 500.75),
    ("INDEX(in_montants,2)", 200.25),
    ("MATCH(90000,bar_seuils,1)", 3),
    ("INDEX(bar_montants,2,3)", 46000),
    ('CHOOSE(2,"un","deux")', "deux"),
    ("ROUND(18750.125,2)", 18750.13),
    ("ROUND(-0.125,2)", -0.13),
    ("ROUND(2.675,2)", 2.68),
    ('IF(in_taux>0.5,"OK","À revoir")', "OK"),
    ("MIN(in_montants)+MAX(in_montants)", 400.5),
    ("ISNUMBER(in_vide)", False),
    ("ISNUMBER(in_taux)*1", 1),
    ('IF(in_vide="","",in_vide)', ""),
    ('"Budget de "&in_structure', "Budget de CPTS « L'été »"),
    ('IFERROR(MATCH("x",bar_seuils,0),0)', 0),
    ("SUM('L''été'!$D$1:$D$3)", 600.75),
    ("NA()", ErrorValue("#N/A")),
    ("1/0", ErrorValue("#DIV/0!")),
]
WRONG = -12345.678


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Every formula carries a wrong stored value."""
    path = tmp_path / "classeur d'été.xlsx"
    with xlsxwriter.Workbook(path) as book:
        inputs, rates, results = (book.add_worksheet(name) for name in ("L'été", "Barème", "Résultats"))
        inputs.write_column("B1", [45351, 0.75, "CPTS « L'été »"])
        inputs.write_column("C1", [45350, 45351, 45380])
        inputs.write_column("D1", [100.0, 200.25, 300.5])
        rates.write_row("A1", [0, 40000, 80000, 175000])
        rates.write_row("A2", [25000, 35000, 45000, 50000])
        rates.write_row("A3", [26000, 36000, 46000, 51000])
        for name, cells in {
            "in_signature": "'L''été'!$B$1",
            "in_taux": "'L''été'!$B$2",
            "in_structure": "'L''été'!$B$3",
            "in_vide": "'L''été'!$B$9",
            "in_dates": "'L''été'!$C$1:$C$3",
            "in_montants": "'L''été'!$D$1:$D$3",
            "bar_seuils": "Barème!$A$1:$D$1",
            "bar_montants": "Barème!$A$2:$D$3",
        }.items():
            book.define_name(name, f"={cells}")
        for row, (formula, _) in enumerate(CASES):
            results.write_formula(row, 0, f"={formula}", None, WRONG)
    return path


@pytest.mark.parametrize("engine", ENGINES)
def test_engine_computes_what_the_templates_use(workbook: Path, engine: recalc.Engine) -> None:
    expected = {("Résultats", f"A{row}"): value for row, (_, value) in enumerate(CASES, 1)}
    found = recalc.recalculate(workbook, engine)
    assert found.keys() == expected.keys()
    assert [str(gap) for gap in recalc.compare(expected, found, 1e-9)] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_every_wrong_stored_value_is_found(workbook: Path, engine: recalc.Engine) -> None:
    assert len(recalc.verify(workbook, engine)) == len(CASES)


def test_copy_keeps_formulas_and_loses_their_values(workbook: Path, tmp_path: Path) -> None:
    bare = tmp_path / "nu.xlsx"
    assert len(without_cached_values(workbook, bare)) == len(CASES)
    assert set(cached_values(workbook).values()) == {WRONG}
    assert set(cached_values(bare).values()) == {None}
    kept = {place: value for place, value in read_cells(workbook).items() if place[0] != "Résultats"}
    assert kept == {place: value for place, value in read_cells(bare).items() if place[0] != "Résultats"}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"><f>1</f><v>2.5</v></c>', '<c r="A1"><f>1</f></c>'),
        ('<c r="A1" s="3" t="str"><f>B1</f><v>a &gt; b</v></c>', '<c r="A1" s="3"><f>B1</f></c>'),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '<c r="A1"><f>1/0</f></c>'),
        ('<c r="A1"><f t="shared" si="0"/><v/></c>', '<c r="A1"><f t="shared" si="0"/></c>'),
        ('<c r="A1" t="s"><v>0</v></c>', '<c r="A1" t="s"><v>0</v></c>'),
    ],
)
def test_only_values_of_formulas_go(tmp_path: Path, cell: str, expected: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData><row r="1">{{}}</row></sheetData></worksheet>'
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet()
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(source) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members[part] = sheet.format(cell).encode()
    with zipfile.ZipFile(source, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    without_cached_values(source, target)
    with zipfile.ZipFile(target) as package:
        assert package.read(part) == sheet.format(expected).encode()
        assert package.namelist() == list(members)


def test_comparison_is_to_the_cent() -> None:
    expected = {("B", "A1"): 100.0, ("B", "A2"): 100.0, ("B", "A3"): "OK", ("B", "A4"): None, ("B", "A5"): True}
    same = {("B", "A1"): 100.0049, ("B", "A2"): 99.9951, ("B", "A3"): "OK", ("B", "A4"): "", ("B", "A5"): 1}
    assert recalc.compare(expected, same) == []
    other = {("B", "A1"): 100.0051, ("B", "A2"): "100", ("B", "A3"): ErrorValue("#N/A"), ("B", "A4"): 0}
    assert recalc.compare(expected, other) == [
        recalc.Gap("B", "A1", 100.0, 100.0051),
        recalc.Gap("B", "A2", 100.0, "100"),
        recalc.Gap("B", "A3", "OK", ErrorValue("#N/A")),
        recalc.Gap("B", "A4", None, 0),
        recalc.Gap("B", "A5", True, None),
    ]
    assert str(recalc.Gap("Budget", "D12", 1250.5, None)) == "« Budget » D12 : attendu 1250,5, trouvé une cellule vide"


def test_two_workbooks_of_one_name(workbook: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre" / workbook.name
    other.parent.mkdir()
    other.write_bytes(workbook.read_bytes())
    found = recalc.recalculate_all([workbook, other], "formualizer")
    assert found[workbook] == found[other]


def test_engine_that_crashes_is_told(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = subprocess.CompletedProcess([], 101, b"", b"panicked at\n line 3")
    monkeypatch.setattr(subprocess, "run", lambda *arguments, **options: broken)
    with pytest.raises(recalc.RecalcError, match=r"n'a pas su recalculer ce classeur \(panicked at line 3\)"):
        recalc.recalculate(workbook, "formualizer")


def test_engine_that_hangs_is_told(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(command: list[str], **options: object) -> None:
        raise subprocess.TimeoutExpired(command, 60)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(recalc.RecalcError, match=r"n'a pas fini en 60 secondes"):
        recalc.recalculate(workbook, "formualizer")


def test_without_any_engine_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    assert recalc.available_engine() in ("formualizer", "ironcalc")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(recalc.RecalcError, match="installez LibreOffice"):
        recalc.available_engine()


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "lecture impossible"), (b"Nom;Population\n", "n'est pas un classeur"), (b"", "n'est pas un classeur")],
)
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "portefeuille.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        recalc.verify(path)


def test_office_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EXCEL_TOOLS_SOFFICE", str(tmp_path / "nulle-part"))
    with pytest.raises(office.OfficeError, match="LibreOffice est introuvable"):
        office.convert([tmp_path / "a.xlsx"], "pdf", tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_office_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\nsleep 300 & echo $! > '{tmp_path}/child'\nwait\n")
    fake.chmod(0o755)
    with pytest.raises(office.OfficeError, match="n'a pas répondu en 1 secondes et a été arrêté"):
        office.convert([tmp_path / "a.xlsx"], "pdf", tmp_path / "out", soffice=fake, timeout=1)
    child = (tmp_path / "child").read_text().strip()
    state = Path("/proc", child, "stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


@pytest.mark.hote
def test_office_names_the_file_it_cannot_read(tmp_path: Path, workbook: Path) -> None:
    with pytest.raises(office.OfficeError) as caught:
        office.convert([workbook, tmp_path / "absent.xlsx"], "pdf", tmp_path / "out")
    assert [message.split(" : ")[0] for message in caught.value.messages] == [str(tmp_path / "absent.xlsx")]
    assert (tmp_path / "out" / "classeur d'été.pdf").is_file()
