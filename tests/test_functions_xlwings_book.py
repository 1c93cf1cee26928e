"""The workbook for Excel: settings and steps written, everything else as xlwings ships it; its command."""

import importlib.metadata
import io
import zipfile
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from excel_tools.cli import hote_excel, main
from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions.hosts import xlwings_book
from excel_tools.functions.hosts.xlwings_book import UDF_MODULE, settings, workbook_bytes, xlwings_folder
from excel_tools.functions.hosts.xlwings_steps import MACRO, NOTES, STEPS, TRIALS
from tests.hosts.xlwings_stub import MODULE, Excel

PYTHON = r"C:\Users\Hélène & Fils\excel-tools\.venv\Scripts\python.exe"
SHEETS = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_everything_but_two_sheets_and_their_names_is_as_shipped() -> None:
    before = parts((xlwings_folder() / xlwings_book.SOURCE).read_bytes())
    after = parts(workbook_bytes(PYTHON))
    assert list(after) == list(before)
    assert {name for name in after if after[name] != before[name]} == SHEETS
    # the VBA code, its licence included
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]


def test_the_code_needs_no_add_in() -> None:
    # the macro told in the steps is in the module that xlwings ships beside the book
    code = (xlwings_folder() / "xlwings.bas").read_text("utf-8")
    assert f"\nSub {MACRO}()\n" in code
    assert "is distributed under a BSD 3-clause license" in code
    assert any(MACRO in step for step in STEPS)


def test_the_settings_are_read_from_the_first_cell_on() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(PYTHON, r"D:\excel-tools")))
    assert book.sheetnames == ["Mode d'emploi", "xlwings.conf"]
    rows = list(book["xlwings.conf"].iter_rows(values_only=True))
    assert rows == [
        ("INTERPRETER_WIN", PYTHON),
        ("UDF MODULES", "excel_tools.functions.hosts.xlwings_udfs"),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
        ("PYTHONPATH", r"D:\excel-tools"),
    ]
    # VBA looks a name up in capitals
    assert all(name == name.upper() for name, _ in rows)
    assert UDF_MODULE == MODULE
    assert "PYTHONPATH" not in settings(PYTHON)


def test_the_names_of_the_settings_are_those_the_code_asks_for() -> None:
    code = (xlwings_folder() / "xlwings.bas").read_text("utf-8")
    assert all(f'GetConfig("{name}"' in code for name in settings(PYTHON, "x"))


def test_the_first_sheet_tells_the_steps_and_what_to_know() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(PYTHON)))["Mode d'emploi"]
    lines = [str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0] is not None]
    shown = " ".join(line.strip() for line in lines)
    for sentence in (*STEPS, *NOTES):
        assert sentence in shown
    assert max(map(len, lines)) <= 120


def test_the_trials_are_formulas_and_give_what_is_told() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(PYTHON)))["Mode d'emploi"]
    formulas = {row[1].value: (row[0].value, row[2].value) for row in sheet.iter_rows() if row[1].value is not None}
    assert formulas == {f"={trial.formula}": (trial.french, f"attendu : {trial.expected}") for trial in TRIALS}
    assert TRIALS[1].french == '=CPTS_TOTAL(200000;"toutes";DATE(2024;1;1))'
    # DATE(2024,1,1) is day 45292 of a sheet
    with Excel() as excel:
        found = [
            excel.call("CPTS.TAILLE", [90000.0]),
            excel.call("CPTS.TOTAL", [200000.0, "toutes", 45292.0]),
            excel.call("CPTS.TAILLE", [-3.0]),
        ]
    assert [f"{value:.0f}" for value in found[:2]] == [trial.expected for trial in TRIALS[:2]]
    assert found[2].startswith(TRIALS[2].expected.removesuffix("…"))


def test_the_same_settings_give_the_same_bytes() -> None:
    assert workbook_bytes(PYTHON) == workbook_bytes(PYTHON)


def test_without_xlwings_a_sentence_gives_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings_book, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install excel-tools\[excel\]"):
        workbook_bytes(PYTHON)


@pytest.mark.parametrize("broken", ["missing", "no zip", "other parts", "other names"])
def test_another_workbook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    source = tmp_path / xlwings_book.SOURCE
    if broken == "no zip":
        source.write_bytes(b"PK\x03\x04 rien")
    elif broken != "missing":
        with zipfile.ZipFile(source, "w") as package:
            for name, data in parts((xlwings_folder() / xlwings_book.SOURCE).read_bytes()).items():
                if broken == "other names":
                    data = data.replace(b"_xlwings.conf", b"reglages")
                if broken != "other parts" or name not in SHEETS:
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
    assert target.read_bytes() == workbook_bytes("python")
    assert str(target) in out
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
        (("--profil", "ailleurs"), "« --profil » ne va pas"),
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
    assert "pip install excel-tools[excel]" in err
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
    assert "Python installé sur le poste" not in out
    found = dict(openpyxl.load_workbook(target)["xlwings.conf"].iter_rows(values_only=True))
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


def test_desinstaller_has_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "desinstaller")
    assert code == 0
    assert "supprimer" in out
