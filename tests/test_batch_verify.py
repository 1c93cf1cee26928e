"""``excel-tools verifier``: stored values, an independent recalculation and the engine, cell by cell."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from excel_tools.batch.verify import engine_values, verify_files
from excel_tools.cli import main
from excel_tools.comparison import one_by_one
from excel_tools.reports.changed import compare_workbooks
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


@pytest.mark.parametrize(
    ("source", "name", "stored", "told"),
    [
        ("CPTS du Gué", "in_population", b"<v>-3</v>", "« -3 » trouvé"),
        ("CPTS du Gué", "in_population", b"", "cellule vide"),
        ("CPTS du Gué", "in_population", b't="inlineStr"><is><t>4O 000</t></is>', "« 4O 000 »"),
        ("CPTS du Gué", "in_s1_atteinte", b"<v>1.5</v>", "« 150 % » trouvé, un taux de 0 à 100 %"),
        ("CPTS du Gué", "in_signature", b"<v>43300</v>", "une date à partir du 20/06/2019"),
        ("ESP du Lac", "in_mois1", b"", "cellule vide"),
        ("CPTS du Gué", "in_fonds_dedies", b"<v>-5</v>", "un montant de 0"),
        ("ESP du Lac", "in_tresorerie", b"<v>150000000</v>", "un montant de"),
        ("ESP du Lac", "in_s1_retard", b"<v>999</v>", "« 999 » trouvé"),
    ],
)
def test_an_input_that_the_engine_refuses_is_told_with_its_cell(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, name: str, stored: bytes, told: str
) -> None:
    """Recalculated or not, such a workbook never passes for sound."""

    def typed(cell: bytes) -> bytes:
        head = re.sub(rb' t="[^"]*"', b"", cell[: cell.index(b">")]).rstrip(b"/")
        return head + (b" " + stored if stored.startswith(b"t=") else b">" + stored) + b"</c>"

    path = tmp_path / "saisie.xlsx"
    place = changed(folder / f"{source}.xlsx", path, name, typed)
    assert main(["verifier", str(path), "--moteur", "formualizer"]) == 1
    out = capsys.readouterr().out
    assert "non comparé au moteur : saisies à corriger" in out
    assert f"feuille Entrées, {place.rpartition(' ')[2]} : " in out
    assert told in out


def test_a_formula_replaced_by_a_number_is_told_as_such(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def constant(cell: bytes) -> bytes:
        return with_value(b"80000")(re.sub(rb"<f>.*?</f>", b"", cell))

    place = changed(folder / "ESP du Lac.xlsx", tmp_path / "c.xlsx", "out_s1_montant", constant)
    assert main(["verifier", str(tmp_path / "c.xlsx"), "--moteur", "formualizer"]) == 1
    assert f"{place} : la formule a été remplacée par 80000, le calcul donne " in capsys.readouterr().out


def test_a_workbook_that_is_not_ours_is_only_recalculated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "autre.xlsx"))
    book.add_worksheet("S").write_formula("A1", "=1+1", None, 2)
    book.close()
    assert main(["verifier", str(tmp_path / "autre.xlsx"), "--moteur", "formualizer"]) == 0
    told = capsys.readouterr()
    assert "aucun écart" in told.out
    assert "n'est pas un budget d'excel-tools" in told.err


def test_a_stale_result_of_any_sheet_is_counted_between_two_states(folder: Path, tmp_path: Path) -> None:
    """An amount of the CERFA, which belongs to no scenario, holds another value than that of the inputs."""
    source, after = folder / "ESP du Lac.xlsx", tmp_path / "apres.xlsx"
    changed(source, after, "out_cerfa_charges_totaux", with_value(b"123456"))
    found = compare_workbooks(source, after, RULES, one_by_one(RULES))
    assert (found.inputs, dict(found.stale)) == ((), {str(after): 1})
