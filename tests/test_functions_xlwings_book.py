"""The workbook for Excel: settings and steps written, everything else as xlwings ships it; its command."""

import importlib.metadata
import io
import math
import re
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import formualizer
import openpyxl
import pytest

from excel_tools.cli import hote_excel, main
from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions.hosts import xlwings_book
from excel_tools.functions.hosts.xlwings_book import UDF_MODULE, settings, workbook_bytes, xlwings_folder
from excel_tools.functions.hosts.xlwings_steps import MACRO, NOTES, STEPS, TRIALS, missing
from tests.hosts.xlwings_stub import MODULE, Excel

PYTHON = r"C:\Users\Hélène & Fils\excel-tools\.venv\Scripts\python.exe"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_the_code_is_as_shipped_and_finds_what_it_knows_by_name() -> None:
    before = parts((xlwings_folder() / xlwings_book.SOURCE).read_bytes())
    after = parts(workbook_bytes(PYTHON))
    # the licence of the code is in it
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    kind = b'PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"'
    assert kind in after["[Content_Types].xml"]
    assert b'Target="vbaProject.bin"' in after["xl/_rels/workbook.xml.rels"]
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        # the module of a sheet that goes by another name would be lost
        assert code_name(after[part]) == code_name(before[part])


def code_name(part: bytes) -> str:
    (found,) = re.findall(r'<(?:workbookPr|sheetPr)[^>]* codeName="(\w+)"', part.decode())
    return found


def test_the_code_needs_no_add_in() -> None:
    # the macro told in the steps is in the module that xlwings ships beside the book
    code = (xlwings_folder() / "xlwings.bas").read_text("utf-8")
    assert f"\nSub {MACRO}()\n" in code
    assert "is distributed under a BSD 3-clause license" in code


def test_the_settings_are_read_from_the_first_cell_on() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(PYTHON, r"D:\excel-tools")))
    assert book.sheetnames == ["Mode d'emploi", "xlwings.conf"]
    rows = [row[:2] for row in book["xlwings.conf"].iter_rows(values_only=True)]
    assert rows == [
        ("INTERPRETER_WIN", PYTHON),
        ("PYTHONPATH", r"D:\excel-tools"),
        ("UDF MODULES", "excel_tools.functions.hosts.xlwings_udfs"),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ]
    # VBA looks a name up in capitals
    assert all(name == name.upper() for name, _ in rows)
    assert UDF_MODULE == MODULE
    assert "PYTHONPATH" not in settings(PYTHON)


def test_the_names_of_the_settings_are_those_the_code_asks_for() -> None:
    code = (xlwings_folder() / "xlwings.bas").read_text("utf-8")
    assert all(f'GetConfig("{name}"' in code for name in settings(PYTHON, "x"))


def steps_sheet(**options: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(PYTHON, **options)))["Mode d'emploi"]


def test_the_first_sheet_tells_the_steps_and_what_to_know() -> None:
    sheet = steps_sheet()
    shown = {row[0].value: row[1].value for row in sheet.iter_rows()}
    for number, step in enumerate(STEPS):
        assert shown[f"{number}. {step.label}"] == step.text
    for note in NOTES:
        assert shown[note.label] == note.text
    assert "py lancer.py" in STEPS[0].text
    assert "« Débloquer »" in STEPS[2].text
    assert MACRO in STEPS[3].text


def test_the_first_sheet_tells_the_python_it_calls_and_where_to_change_it() -> None:
    shown = {row[0].value: row[1].value for row in steps_sheet(folder="D:/x", notice="D'ailleurs.").iter_rows()}
    assert shown["Son chemin"] == "='xlwings.conf'!$B$1"
    assert shown["S'il n'est pas là"].startswith("D'ailleurs. Dans la feuille « xlwings.conf », écrire en B1 le chemin")
    assert shown["S'il n'est pas là"].endswith("et en B2 celui de ce dossier.")
    alone = {row[0].value: row[1].value for row in steps_sheet().iter_rows()}
    assert "B2" not in alone["S'il n'est pas là"]


def test_the_first_sheet_prints_on_one_page_and_no_text_is_cut() -> None:
    sheet = steps_sheet(folder=r"D:\excel-tools", notice="Mot. " * 20)
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (
        9,
        1,
        1,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["A"].width + 3 * sheet.column_dimensions["B"].width < 110
    merged = {area.min_row for area in sheet.merged_cells.ranges}
    assert len(merged) == len(STEPS) + len(NOTES) + 2
    for row in merged:
        text = str(sheet.cell(row, 2).value)
        # 13 points a line of 80 letters
        assert sheet.row_dimensions[row].height >= 13 * math.ceil(len(text) / 80)
        assert sheet.cell(row, 2).alignment.wrap_text


@pytest.mark.parametrize(
    ("rank", "found", "verdict"),
    [
        (0, 3, "juste"),
        (0, 4, "FAUX : ne pas s'en servir"),
        (0, "#NOMBRE! population", "FAUX : ne pas s'en servir"),
        (1, 505000, "juste"),
        (2, "#NOMBRE! population : « -3 » est négatif ; donner un nombre d'habitants.", "juste"),
        (2, "#VALEUR! population", "FAUX : ne pas s'en servir"),
        (2, 1, "FAUX : ne pas s'en servir"),
        (0, None, "fonction inconnue"),
    ],
)
def test_the_verdict_of_a_trial(rank: int, found: Any, verdict: str) -> None:
    sheet = steps_sheet()
    (head,) = (row[0].row for row in sheet.iter_rows() if row[0].value == "Formule")
    row = head + 1 + rank
    book = formualizer.Workbook()
    book.add_sheet("S")
    book.set_value("S", row, 2, sheet.cell(row, 2).value)
    if found is None:
        book.set_formula("S", row, 3, "=INCONNUE(1)")
    else:
        book.set_value("S", row, 3, found)
    book.set_formula("S", row, 4, sheet.cell(row, 4).value)
    assert book.evaluate_cell("S", row, 4) == verdict


def test_the_trials_are_formulas_and_give_what_is_told() -> None:
    formulas = {row[2].value: (row[0].value, row[1].value) for row in steps_sheet().iter_rows()}
    for trial in TRIALS:
        assert formulas[f"={trial.formula}"] == (trial.french, trial.expected)
    assert TRIALS[1].french == '=CPTS_TOTAL(200000;"toutes";DATE(2024;1;1))'
    # DATE(2024,1,1) is day 45292 of a sheet
    with Excel() as excel:
        found = [
            excel.call("CPTS.TAILLE", [90000.0]),
            excel.call("CPTS.TOTAL", [200000.0, "toutes", 45292.0]),
            excel.call("CPTS.TAILLE", [-3.0]),
        ]
    assert found[:2] == [trial.expected for trial in TRIALS[:2]]
    assert found[2].startswith(TRIALS[2].expected)


def test_the_same_settings_give_the_same_bytes() -> None:
    assert workbook_bytes(PYTHON) == workbook_bytes(PYTHON)


def test_without_xlwings_a_sentence_gives_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings_book, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "executable", PYTHON)
    with pytest.raises(InputError) as caught:
        workbook_bytes(PYTHON)
    # this Python, wherever the PATH leads, and by no name that a stranger holds
    assert caught.value.messages[0].endswith(f' : "{PYTHON}" -m pip install "xlwings>=0.33"')
    monkeypatch.setattr(sys, "executable", r"D:\excel-tools\.venv\Scripts\python.exe")
    assert missing().endswith(r' : D:\excel-tools\.venv\Scripts\python.exe -m pip install "xlwings>=0.33"')


def test_no_text_names_our_package_on_the_index_where_it_belongs_to_another() -> None:
    root = Path(__file__).parents[1]
    texts = [
        *root.glob("*.md"),
        *root.glob("*.py"),
        *(root / "excel_tools").rglob("*.py"),
        *root.glob("samples/**/*.py"),
    ]
    offenders = [path for path in texts if re.search(r"pip3? install[^\n]*excel[-_]tools", path.read_text("utf-8"))]
    assert len(texts) > 100
    assert offenders == []


@pytest.mark.parametrize("broken", ["missing", "no zip", "other parts", "other names"])
def test_another_workbook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    source = tmp_path / xlwings_book.SOURCE
    if broken == "no zip":
        source.write_bytes(b"PK\x03\x04 rien")
    elif broken != "missing":
        with zipfile.ZipFile(source, "w") as package:
            for name, data in parts((xlwings_folder() / xlwings_book.SOURCE).read_bytes()).items():
                if broken == "other names":
                    data = data.replace(b"codeName", b"nom")
                if broken != "other parts" or name != "xl/vbaProject.bin":
                    package.writestr(name, data)
    monkeypatch.setattr(
        xlwings_book, "find_spec", lambda name: SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    )
    with pytest.raises(ExcelToolsError, match="xlwings"):
        workbook_bytes(PYTHON)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["fonctions", *words, "--hote", "excel"])
    out, err = capsys.readouterr()
    return code, out.replace("\u00a0", " "), err.replace("\u00a0", " ")


def test_construire_writes_the_workbook_anywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "livre.xlsm"
    code, out, _ = run(capsys, "construire", "--vers", str(target))
    assert code == 0
    assert str(target) in out
    folder = r"%USERPROFILE%\excel-tools"
    python = rf"{folder}\.venv\Scripts\python.exe"
    assert f"« {python} »" in out
    book = openpyxl.load_workbook(target)
    assert [book["xlwings.conf"][place].value for place in ("B1", "B2")] == [python, folder]
    shown = " ".join(str(row[1].value) for row in book["Mode d'emploi"].iter_rows())
    assert f"appelle « {python} »" in shown
    assert "0. " in out
    assert "5. " in out
    assert "Jamais essayé" in out
    assert list(tmp_path.iterdir()) == [target]


def test_construire_in_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "construire", "--vers", str(tmp_path))[0] == 0
    assert (tmp_path / hote_excel.FILE).is_file()


def test_a_workbook_that_is_there_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "livre.xlsm"
    target.write_bytes(b"mes feuilles")
    code, _, err = run(capsys, "construire", "--vers", str(target))
    assert code == 2
    assert "existe déjà" in err
    assert target.read_bytes() == b"mes feuilles"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--vers", "livre.xlsx"), ".xlsm"),
        (("--vers", "nulle-part/livre.xlsm"), "n'existe pas"),
        (("--profil", "ailleurs"), "« --profil » ne va qu'avec"),
    ],
)
def test_construire_refuses(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "construire", *words)
    assert code == 2
    assert message in err
    assert list(tmp_path.iterdir()) == []


def test_installer_elsewhere_writes_nothing_and_tells_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "installer")
    assert (code, out) == (2, "")
    assert "rien n'a été écrit" in err
    assert "« py lancer.py », puis « .venv\\Scripts\\excel-tools fonctions installer --hote excel »" in err
    assert list(tmp_path.iterdir()) == []


def windows(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """A Python of Windows, in a virtual environment."""
    python = folder / "Scripts" / "python.exe"
    python.parent.mkdir()
    monkeypatch.setattr(hote_excel, "sys", SimpleNamespace(platform="win32", executable=str(python)))
    return python


def test_installer_on_windows_names_the_python_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = windows(monkeypatch, tmp_path)
    (tmp_path / f"xlwings64-{importlib.metadata.version('xlwings')}.dll").touch()
    target = tmp_path / "livre.xlsm"
    code, out, _ = run(capsys, "installer", "--vers", str(target))
    assert code == 0
    assert "1. " in out
    assert "%USERPROFILE%" not in out
    found = {row[0]: row[1] for row in openpyxl.load_workbook(target)["xlwings.conf"].iter_rows(values_only=True)}
    assert found["INTERPRETER_WIN"] == str(python)
    # this checkout is not in that Python
    assert found["PYTHONPATH"] == str(Path(__file__).resolve().parents[1])


def test_installer_on_windows_misses_the_library_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    windows(monkeypatch, tmp_path)
    code, _, err = run(capsys, "installer", "--vers", str(tmp_path / "livre.xlsm"))
    assert code == 2
    assert "--force-reinstall xlwings" in err
    assert not (tmp_path / "livre.xlsm").exists()


def test_installer_on_windows_without_xlwings_gives_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    windows(monkeypatch, tmp_path)
    monkeypatch.setattr(xlwings_book, "find_spec", lambda name: None)
    code, _, err = run(capsys, "installer", "--vers", str(tmp_path / "livre.xlsm"))
    assert code == 2
    assert '-m pip install "xlwings>=0.33"' in err


def test_desinstaller_has_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "desinstaller")
    assert code == 0
    assert "supprimer" in out
