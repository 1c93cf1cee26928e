"""The functions inside a real LibreOffice Calc, installed by the real command."""

import csv
import dataclasses
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from excel_tools.cli import main
from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.hosts.libreoffice import archive, texts
from excel_tools.functions.hosts.libreoffice.texts import argument_help, function_help
from excel_tools.workbook import extensions, office
from excel_tools.workbook.values import CellValue, ErrorValue
from tests.hosts import calc

pytestmark = pytest.mark.hote

NA, NUMBER, VALUE = ErrorValue("#N/A"), ErrorValue("#NUM!"), ErrorValue("#VALUE!")

# 90 000 inhabitants are a size 3: 75 000 + 70 000 … = 420 000 € a year at most; 45 000 a size 2: 327 000 €.
INPUTS: Mapping[str, calc.Given] = {
    "A1": 90000,
    "A2": None,
    "A3": -3,
    "A4": "45 000",
    "A6": "=1/0",
    "A7": "=NA()",
    "A8": True,
    "A9": 43831,  # 1 January 2020
    "B1": "parcours",
    "C1": 45536,  # 1 September 2024
    "D1": 0.8,
}
FORMULAS: Mapping[str, tuple[str, CellValue]] = {
    # values
    "F1": ("=CPTS.TOTAL(A1)", 420000),
    "F2": ("=CPTS.TOTAL(A4)", 327000),
    "F3": ('=CPTS.TOTAL("90 000")', 420000),
    "F4": ("=CPTS.TAILLE(A1)*2", 6),
    "F5": ('=IF(CPTS.TOTAL(A1)>1,"oui","non")', "oui"),
    "F6": ('=MEDECIN.FORFAIT_STRUCTURE("oui","oui",2022)', 9695),
    # arguments left out, at the end and in the middle; empty cells
    "G1": ("=CPTS.TOTAL(A1,,A9)", 370000),
    "G2": ('=CPTS.TOTAL(A1,"toutes",DATE(2020,1,1))', 370000),
    "G3": ("=CPTS.TOTAL(A1,A2,A9)", 370000),
    "G4": ('=CPTS.TOTAL(A1,"","01/01/2020")', 370000),
    "G5": ("=CPTS.TOTAL(A1,,,A8)-CPTS.TOTAL(A1)", 67500),
    "G6": ("=ESS.AMORCAGE()", 80000),
    "G7": ("=CPTS.TOTAL(A2)", VALUE),
    "G8": ("=CPTS.TOTAL()", VALUE),
    # each kind of error, and that it is a real one
    "H1": ("=CPTS.TOTAL(A3)", NUMBER),
    "H2": ('=CPTS.MISSION(A1,"bidule")', VALUE),
    "H3": ('=BAREME.MONTANT("bidule")', NA),
    "H4": ("=CPTS.TOTAL(A1,,DATE(1995,1,1))", NA),
    "H5": ("=CPTS.TOTAL(A6)", ErrorValue("#DIV/0!")),
    "H6": ("=CPTS.TOTAL(A7)", NA),
    "H7": ('=IFERROR(CPTS.TOTAL(A3),"rattrapée")', "rattrapée"),
    "H8": ("=ISNA(CPTS.TOTAL(A1,,DATE(1995,1,1)))", True),
    "H9": ("=ISERR(CPTS.TOTAL(A3))", True),
    "H10": ("=ERROR.TYPE(H1)", 6),
    # the sentence that an error cannot show
    "I1": ('=FONCTION.MESSAGE("CPTS.TOTAL",A3)', "population : « -3 » est négatif"),
    "I2": ('=FONCTION.MESSAGE("CPTS.MISSION",A1,"bidule")', "mission : « bidule » inconnu"),
}
MATRICES: Mapping[str, tuple[str, list[list[CellValue]]]] = {
    # a column in, a column out; empty stays empty, an error stays in its cell
    "K1:K5": ("{=CPTS.TOTAL(A1:A5)}", [[420000], [""], [NUMBER], [327000], [""]]),
    "L1:L4": ('{=IFERROR(CPTS.TOTAL(A1:A4),"faux")}', [[420000], [""], ["faux"], [327000]]),
    # Calc refuses a range that holds an error; what IFERROR gives instead is taken
    "M1": ("{=CPTS.TOTAL(A6:A7)}", [[VALUE]]),
    "N1:N2": ('{=CPTS.TOTAL(IFERROR(A6:A7,""))}', [[""], [""]]),
    # so it does a calculated matrix, whose first error is that of the whole
    "O1:O3": ("{=CPTS.TOTAL(A1/{1;0;2})}", [[ErrorValue("#DIV/0!")]] * 3),
    "P1:P2": ("{=CPTS.TOTAL(A1/{1;2})}", [[420000], [327000]]),
    # a table, its header first, what lies beyond it #N/A; dates are serials
    "Q1:T3": (
        "{=CPTS.ECHEANCIER(A1,DATE(2024,2,29),B1:D1)}",
        [
            ["date", "ligne", "nature", "montant"],
            [45351, "fonctionnement", "forfait", 75000],
            [45536, "parcours_fixe", "avance", 16643.84],
        ],
    ),
}


def cells_of(area: str) -> list[list[str]]:
    first, _, last = area.partition(":")
    (left, top), (right, bottom) = ((place[0], int(place[1:])) for place in (first, last or first))
    columns = [chr(code) for code in range(ord(left), ord(right) + 1)]
    return [[f"{column}{row}" for column in columns] for row in range(top, bottom + 1)]


@pytest.fixture(scope="module", params=["xlsx", "ods"])
def found(
    request: pytest.FixtureRequest, calc_profile: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, CellValue]:
    cells: dict[str, calc.Given] = dict(INPUTS)
    cells |= {address: formula for address, (formula, _) in FORMULAS.items()}
    cells |= {area: formula for area, (formula, _) in MATRICES.items()}
    return calc.evaluate(cells, calc_profile, tmp_path_factory.mktemp("formules"), request.param)


def test_values_errors_and_arguments_left_out(found: dict[str, CellValue]) -> None:
    gaps = {
        formula: (expected, found.get(address))
        for address, (formula, expected) in FORMULAS.items()
        if not (
            str(found.get(address)).startswith(expected)
            if isinstance(expected, str)
            else found.get(address) == expected
        )
    }
    assert gaps == {}


def test_matrices(found: dict[str, CellValue]) -> None:
    for area, (formula, expected) in MATRICES.items():
        got = [[found.get(address) for address in row] for row in cells_of(area)]
        assert got == expected, formula


def test_names_survive_a_file_saved_where_the_functions_are_missing(calc_profile: Path, tmp_path: Path) -> None:
    saved = []
    for kept in ("ods", "xlsx"):
        source = tmp_path / f"en_{kept}.xlsx"
        calc.write({"A1": "=CPTS.TOTAL(90000)", "A2": '=MEDECIN.FORFAIT_STRUCTURE("oui","oui",2022)'}, source)
        saved += office.convert([source], kept, tmp_path / "sans")
    for shown in office.convert(saved, "csv", tmp_path / "vu sans"):
        assert shown.read_text("utf-8").split() == ['"#NAME?"', '"#NAME?"']
    for shown in office.convert(saved, "csv", tmp_path / "vu avec", profile=calc_profile):
        assert shown.read_text("utf-8").split() == ["420000", "9695"]


def test_a_document_dated_from_1904_is_refused_only_where_a_date_is_a_number(
    calc_profile: Path, tmp_path: Path
) -> None:
    cells: dict[str, calc.Given] = {
        "A1": "=CPTS.TOTAL(90000)",
        "A2": "=CPTS.TOTAL(90000,,DATE(2020,1,1))",
        "A3": '=CPTS.TOTAL(90000,,"2020-01-01")',
        "A4": '=FONCTION.MESSAGE("CPTS.TOTAL",90000,,DATE(2020,1,1))',
        "A5": '=FONCTION.MESSAGE("CPTS.TAILLE",-3)',
        "A6": '{=CPTS.ECHEANCIER(90000,"2024-02-29","parcours|2024-09-01")}',
    }
    calc.write(cells, tmp_path / "a.xlsx", since_1904=True)
    (shown,) = office.convert([tmp_path / "a.xlsx"], "csv", tmp_path / "vu", profile=calc_profile)
    lines = csv.reader(shown.read_text("utf-8").splitlines(), delimiter=";")
    total, dated, written, message, other, table = (cell for (cell,) in lines)
    assert (total, dated, written, table) == ("420000", "#VALUE!", "370000", "#VALUE!")
    assert "30/12/1899" in message
    assert "est négatif" in other


def test_the_function_wizard_shows_the_catalogue(calc_profile: Path, tmp_path: Path) -> None:
    python = extensions.find_office().python
    script = Path(__file__).parent / "hosts" / "calc_wizard.py"
    worker = Path(office.__file__).with_name("uno_worker.py")
    start = [str(office.required_soffice()), office.profile_option(calc_profile), "--headless", "--norestore"]
    office.run_program([str(python), str(script), str(worker.parent), str(tmp_path / "out.json"), *start], 120)
    known = json.loads((tmp_path / "out.json").read_text("utf-8"))
    families = {function.family for function in FUNCTIONS}
    shown = {name: entry for name, entry in known.items() if name.partition(".")[0] in families}
    expected = {
        function.name: {
            "category": 11,
            "description": function_help(function),
            "arguments": [[item.name, argument_help(item), item.optional] for item in function.arguments],
        }
        for function in FUNCTIONS
    }
    assert shown == expected


def test_installing_twice_then_removing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # an environment in use: LibreOffice must not take its Python for its own
    foreign = tmp_path / "ailleurs/bin"
    foreign.mkdir(parents=True)
    (foreign / "python3").symlink_to(Path(sys.base_prefix, "bin", "python3"))
    monkeypatch.setenv("PATH", os.pathsep.join([str(foreign), os.environ["PATH"]]))
    monkeypatch.setenv("PYTHONHOME", sys.base_prefix)
    words = ["--hote", "libreoffice", "--profil", str(tmp_path / "profil avec des espaces é")]
    for action, said in (
        ("installer", "fonctions installées"),
        ("installer", "fonctions installées"),
        ("desinstaller", "Fonctions retirées"),
        ("desinstaller", "n'étaient pas installées"),
    ):
        assert main(["fonctions", action, *words]) == 0
        assert said in capsys.readouterr().out


def test_an_ordinary_user_installs_by_unopkg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root lends the test to somebody else, whose files cannot be in root's folders."""
    with tempfile.TemporaryDirectory(prefix="quelqu'un ") as home:
        prefix = ["env", f"HOME={home}"]
        if os.geteuid() == 0:
            os.chown(home, 65534, 65534)
            prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *prefix]
        built, profile = Path(home, "excel-tools.oxt"), Path(home, "profil é")
        built.write_bytes(archive.extension())
        monkeypatch.setattr(extensions, "_is_root", lambda: False)
        monkeypatch.setattr(extensions, "_check_writable", lambda folder: None)
        monkeypatch.setattr(extensions, "run_program", lambda words, limit: office.run_program(prefix + words, limit))
        extensions.install(built, profile)
        extensions.install(built, profile)
        assert extensions.remove(texts.IDENTIFIER, profile)
        assert not extensions.remove(texts.IDENTIFIER, profile)


def test_an_open_libreoffice_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".lock").write_text("[Lockdata]\n", "utf-8")
    assert main(["fonctions", "installer", "--hote", "libreoffice", "--profil", str(tmp_path)]) == 2
    assert "LibreOffice est ouvert" in capsys.readouterr().err


def test_a_libreoffice_that_does_not_start_is_told(tmp_path: Path) -> None:
    (tmp_path / "soffice").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (tmp_path / "soffice").chmod(0o755)
    found = dataclasses.replace(extensions.find_office(), soffice=tmp_path / "soffice")
    with pytest.raises(office.OfficeError, match="n'a pas pu démarrer"):
        extensions._ask(found, "remove", texts.IDENTIFIER, tmp_path / "profil")


def test_what_libreoffice_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    broken = tmp_path / "abime.oxt"
    broken.write_bytes(archive.extension()[:4000])
    with pytest.raises(office.OfficeError, match=r"a refusé l'extension : \S"):
        extensions.install(broken, tmp_path / "profil")
