"""``excel-tools verifier``: stored values, an independent recalculation and the engine, cell by cell."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from excel_tools.batch.verify import engine_values, verify_files
from excel_tools.cli import main
from excel_tools.rules import load_rules
from excel_tools.workbook import office
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.names import areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.recalc import compare
from tests.malformed.build import CHARGE, CPTS, csv_folder, replaced_part

RULES = load_rules()
TEAM = {
    "Nom": "ESP du Lac",
    "Région": "Pays de la Loire",
    "Date de début": "01/03/2024",
    "Équipes": "3",
    "Premier exercice": "2027",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("verifier")
    portfolio = csv_folder(base, cpts=[CPTS], esp=[TEAM], charges=[CHARGE])
    assert main(["generer", str(portfolio), "--sortie", str(base / "sortie")]) == 0
    return base / "sortie"


def changed(source: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> str:
    """A copy with the first cell of a name changed; its address is returned."""
    package = Package.read(source)
    book = read_book(package)
    area = areas(book)[0][name]
    first = area.ref.split(":")[0]
    cell = re.compile(rb'<c r="' + first.encode() + rb'"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    shutil.copy(source, target)
    found = []

    def edit(data: bytes) -> bytes:
        match = cell.search(data)
        assert match
        found.append(match[0])
        return data[: match.start()] + change(match[0]) + data[match.end() :]

    replaced_part(target, book.sheets[area.sheet], edit)
    return f"« {area.sheet} » {first}"


def with_value(number: bytes) -> Callable[[bytes], bytes]:
    return lambda cell: re.sub(rb"<v>.*?</v>", b"<v>" + number + b"</v>", cell)


def test_the_engine_gives_back_what_was_generated(folder: Path) -> None:
    for path in folder.glob("*du*.xlsx"):
        expected = engine_values(path, RULES)
        assert len(expected) > 4000
        assert compare(expected, cached_values(path)) == []


@pytest.mark.hote
def test_generated_workbooks_have_no_gap(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verifier", *map(str, sorted(folder.glob("*.xlsx")))]) == 0
    told = capsys.readouterr()
    assert told.out.count("aucun écart") == 3
    assert "Recalcul par libreoffice" in told.err


@pytest.mark.hote
def test_a_stored_value_that_lies_is_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "menteur.xlsx"
    place = changed(folder / "ESP du Lac.xlsx", path, "out_s1_du", with_value(b"123456.78"))
    assert main(["verifier", str(path)]) == 1
    out = capsys.readouterr().out
    assert place in out
    assert "trouvé 123456,78" in out


@pytest.mark.hote
def test_an_input_changed_by_hand_and_recalculated_agrees_with_the_engine(folder: Path, tmp_path: Path) -> None:
    changed(folder / "CPTS du Gué.xlsx", tmp_path / "change.xlsx", "in_population", with_value(b"91000"))
    (tmp_path / "out").mkdir()
    office.convert([tmp_path / "change.xlsx"], "xlsx", tmp_path / "out")
    # LibreOffice keeps stored values unless told otherwise: what it saved is stale, what it computes is right
    _, (check,) = verify_files([tmp_path / "out" / "change.xlsx"])
    assert check.errors == ()
    assert check.computed == ()
    assert check.compared > 10_000


@pytest.mark.hote
def test_a_formula_that_was_broken_is_told_by_the_engine(folder: Path, tmp_path: Path) -> None:
    def doubled(cell: bytes) -> bytes:
        return re.sub(rb"<f>(.*?)</f>", rb"<f>2*(\1)</f>", cell)

    place = changed(folder / "ESP du Lac.xlsx", tmp_path / "casse.xlsx", "out_s1_montant", doubled)
    _, (check,) = verify_files([tmp_path / "casse.xlsx"])
    assert any(str(gap).startswith(place) for gap in check.computed)


def test_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"pas un classeur")
    assert main(["verifier", str(tmp_path / "a.xlsx"), str(tmp_path / "nulle-part.xlsx")]) == 2
    told = capsys.readouterr().err
    assert "« a.xlsx »" in told
    assert "nulle-part.xlsx" in told
    assert main(["verifier", str(tmp_path / "*.ods")]) == 2


def test_without_libreoffice_a_pip_engine_serves(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verifier", *map(str, sorted(folder.glob("*.xlsx"))), "--moteur", "formualizer"]) == 0
    told = capsys.readouterr()
    assert told.out.count("aucun écart") == 3
    # what it cannot compute is counted, never passed off as recalculated
    assert "formules hors de portée" in told.err


def test_a_stored_value_that_lies_is_seen_without_libreoffice(folder: Path, tmp_path: Path) -> None:
    place = changed(folder / "ESP du Lac.xlsx", tmp_path / "m.xlsx", "out_s1_du", with_value(b"123456.78"))
    _, (check,) = verify_files([tmp_path / "m.xlsx"], "formualizer")
    assert any(str(gap).startswith(place) for gap in check.stored)
