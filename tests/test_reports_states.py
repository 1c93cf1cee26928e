"""Damaged names and workbooks of another kind: everything that is wrong is told at once, with its remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools import api
from excel_tools.cli import main
from excel_tools.comparison import one_by_one
from excel_tools.errors import InputError
from excel_tools.reports.changed import compare_workbooks
from excel_tools.reports.moved_names import out_of_line
from excel_tools.reports.states import told_apart
from excel_tools.resources import templates_dir
from excel_tools.rules import load_rules
from excel_tools.workbook.names import areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.refs import Area
from tests.hosts.made_workbooks import SAMPLES, plain, wrote
from tests.malformed.build import replaced_part

RULES = load_rules()
PLACES = {
    **{f"in_{row}": Area("Entrées", row, 3) for row in (6, 7, 8, 11, 12, 14)},
    "out_tableau": Area("Entrées", 20, 4, 5, 5),
    "in_bas": Area("Entrées", 30, 3, 1, 5),
}


def damaged(source: Path, target: Path, names: Mapping[str, str | None]) -> Path:
    """Copy a workbook with some names pointing elsewhere; None takes a name away."""
    target.write_bytes(source.read_bytes())

    def change(data: bytes) -> bytes:
        for name, text in names.items():
            whole = rb'<definedName name="' + name.encode() + rb'"[^>]*>.*?</definedName>'
            new = b"" if text is None else f'<definedName name="{name}">{text}</definedName>'.encode()
            data, count = re.subn(whole, new, data)
            assert count == 1, name
        return data

    return replaced_part(target, "xl/workbook.xml", change)


def refused(before: Path, after: Path) -> list[str]:
    with pytest.raises(InputError) as raised:
        compare_workbooks(before, after, RULES, one_by_one(RULES))
    return [plain(message) for message in raised.value.messages]


def reference(source: Path, name: str) -> str:
    area = areas(read_book(Package.read(source)))[0][name]
    ends = [f"${end[0]}${end[1:]}" for end in area.ref.split(":")]
    return f"'{area.sheet}'!{':'.join(ends)}"


def test_every_damage_is_told_at_once(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["CPTS"]
    after = damaged(source, tmp_path / "apres.xlsx", {"in_population": None, "in_debut": "#REF!", "out_s1_du": "#REF!"})
    said = refused(source, after)
    assert sum("désigne des cellules supprimées" in one for one in said) == 2
    (missing,) = [one for one in said if "manque" in one]
    assert missing == (
        "« apres.xlsx » : 1 nom manque (in_population) ; reprendre le classeur d'origine, ou redéfinir ce nom sur ses "
        "cellules dans le Gestionnaire de noms. Si ce classeur vient d'une version antérieure d'excel-tools, le "
        "générer de nouveau."
    )
    assert len(said) == 3


def test_a_workbook_without_its_results_is_refused(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["ESS"]
    results = [name for name in areas(read_book(Package.read(source)))[0] if name.startswith("out_")]
    bare = damaged(source, tmp_path / "nu.xlsx", dict.fromkeys(results))
    for before in (source, bare):
        (said, *_) = refused(before, bare)
        assert f"« nu.xlsx » : {len(results)} noms manquent (" in said
        assert f" et {len(results) - 12} autres) ; " in said


@pytest.mark.parametrize(
    "swapped",
    [
        {"in_tresorerie": "in_fonds_dedies"},
        {"in_tresorerie": "in_fonds_dedies", "in_fonds_dedies": "in_tresorerie"},
        {"in_s1_croissance": "in_s2_croissance"},
        {"in_population": "in_s1_atteinte"},
    ],
)
def test_a_name_moved_to_other_cells_is_no_changed_input(
    swapped: dict[str, str], made: dict[str, Path], tmp_path: Path
) -> None:
    source = made["CPTS"]
    after = damaged(source, tmp_path / "apres.xlsx", {name: reference(source, to) for name, to in swapped.items()})
    said = refused(source, after)
    for name in swapped:
        assert any(one.startswith(f"Nom « {name} » : ") and "« apres.xlsx »" in one for one in said), name
    assert refused(after, source)


def test_a_row_inserted_in_a_list_is_told_once(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["ESS"]
    places = areas(read_book(Package.read(source)), ("in_produits_",))[0]
    taller = {
        name: reference(source, name).rpartition("$")[0] + f"${area.row + area.height}" for name, area in places.items()
    }
    (said,) = refused(source, damaged(source, tmp_path / "apres.xlsx", taller))
    assert said.startswith(f"{len(places)} noms (in_produits_compte, in_produits_delai, ")
    assert "une ligne de plus se saisit dans une ligne vide de la liste" in said


def test_a_renamed_sheet_is_told_by_its_names(made: dict[str, Path], tmp_path: Path) -> None:
    after = tmp_path / "apres.xlsx"
    after.write_bytes(made["ESS"].read_bytes())
    replaced_part(
        after,
        "xl/workbook.xml",
        lambda data: re.sub(rb"'?Charges'?!", b"'Mes charges'!", data).replace(
            b'name="Charges"', b'name="Mes charges"'
        ),
    )
    (said,) = refused(made["ESS"], after)
    file = made["ESS"].name
    assert (
        said
        == f"« apres.xlsx » : la feuille « Mes charges » s'appelle « Charges » dans « {file} » ; lui rendre ce nom."
    )


def test_two_files_of_one_name_are_told_by_their_folders(made: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "avant").mkdir()
    (tmp_path / "apres").mkdir()
    before = tmp_path / "avant" / "ESP.xlsx"
    before.write_bytes(made["ESP"].read_bytes())
    after = damaged(made["ESP"], tmp_path / "apres" / "ESP.xlsx", {"in_tresorerie": None})
    (said,) = refused(before, after)
    assert said.startswith("« apres/ESP.xlsx » : 1 nom manque (in_tresorerie)")
    assert told_apart(before, before) == ["ESP.xlsx", "ESP.xlsx"]


def test_a_name_moved_in_both_states_alike_is_told(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["CPTS"]
    place = reference(source, "in_fonds_dedies")
    both = damaged(source, tmp_path / "deux.xlsx", {"in_tresorerie": place})
    assert any(
        "« in_fonds_dedies » et « in_tresorerie » désignent tous deux Entrées!" in one for one in refused(both, both)
    )


def test_rows_and_columns_inserted_move_every_name_alike() -> None:
    lower = {name: area if area.row < 11 else _at(area, 2, 0) for name, area in PLACES.items()}
    assert out_of_line(PLACES, lower) == out_of_line(lower, PLACES) == []
    last = PLACES | {"in_bas": _at(PLACES["in_bas"], 1, 0)}
    assert out_of_line(PLACES, last) == []
    right = {name: _at(area, 0, 1) for name, area in PLACES.items()}
    assert out_of_line(PLACES, right) == []
    assert out_of_line(PLACES, PLACES) == []
    assert out_of_line({}, PLACES) == []


def _at(area: Area, rows: int, columns: int) -> Area:
    return Area(area.sheet, area.row + rows, area.column + columns, area.height, area.width)


@given(name=st.sampled_from(["in_7", "in_8", "in_11", "in_12", "in_14"]), rows=st.integers(-4, 4).filter(bool))
def test_a_name_that_moved_alone_is_out_of_line(name: str, rows: int) -> None:
    assert out_of_line(PLACES, PLACES | {name: _at(PLACES[name], rows, 0)}) == [name]
    assert out_of_line(PLACES, PLACES | {name: _at(PLACES[name], 0, -1)}) == [name]


def test_a_renamed_structure_is_still_the_same(made: dict[str, Path], tmp_path: Path) -> None:
    source = made["ESP"]
    after = wrote(source, tmp_path / "apres.xlsx", {("in_nom",): "ESP de Sologne", ("in_s1_equipes", 0, 2): 3})
    found = api.changements(source, after)
    assert [(plain(item.label), item.before, item.after) for item in found.inputs] == [
        ("Nom de la structure", "ESP Sologne Sud", "ESP de Sologne"),
        ("Équipes – 01/01/2028", "2", "3"),
    ]
    assert found.structure == "ESP de Sologne"
    # generated for another one: two structures
    other = wrote(after, tmp_path / "autre.xlsx", {})
    copy = areas(read_book(Package.read(source)))[0]["bar_copie_nom"]
    book = read_book(Package.read(other))

    def edit(data: bytes) -> bytes:
        return re.sub(rb'(<c r="' + copy.ref.encode() + rb'"[^>]*?) t="\w+"([^>]*>).*?</c>', rb"\1\2<v>1</v></c>", data)

    replaced_part(other, book.sheets[copy.sheet], edit)
    assert "décrit « ESP Sologne Sud », « autre.xlsx » décrit « ESP de Sologne »" in refused(source, other)[0]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (("ESP",), ('"ESP Sologne Sud.xlsx" apres.xlsx', "en donner deux, avant et après")),
        (("comparaison.xlsx",), ("est un classeur de comparaison",)),
        (("sensibilite.xlsx",), ("est un classeur de sensibilité",)),
        (("scenarios.xlsx",), ("est un fichier de scénarios", "--scenarios")),
        (("ESP", "portefeuille.xlsx"), ("est un portefeuille, non le classeur d'une structure",)),
        (("ESP", "fonctions-excel.xlsx"), ("est le livre d'exemples des fonctions",)),
        (("ESP", "comparaison.xlsx"), ("est un classeur de comparaison",)),
        (("ESP", "fonctions-libreoffice.ods"), ("OpenDocument (.ods)", "Enregistrer sous")),
        (("ESP", "ESS"), ("Budget d'une ESP", "Budget d'une ESS", "ce ne sont pas deux états d'un même classeur")),
    ],
)
def test_another_workbook_is_called_what_it_is(
    files: tuple[str, ...], words: tuple[str, ...], made: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [made.get(file) or _sample(file) for file in files]
    assert main(["comparer", *map(str, paths)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    for word in words:
        assert word in plain(told.err)
    assert "inconnue" not in told.err


def _sample(file: str) -> Path:
    return SAMPLES / file if (SAMPLES / file).is_file() else templates_dir() / file


def test_an_index_is_called_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "esp.csv").write_bytes((SAMPLES / "portefeuille" / "esp.csv").read_bytes())
    assert main(["generer", str(tmp_path / "p"), "--sortie", str(tmp_path / "s")]) == 0
    capsys.readouterr()
    assert main(["comparer", str(tmp_path / "s" / "index.xlsx")]) == 2
    assert "« index.xlsx » est l'index d'un dossier de budgets" in capsys.readouterr().err
