"""Amounts of an amendment without its date, means of « Comparaison », and what « avant, après » calls things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel_tools.batch.templates import shipped
from excel_tools.batch.verify import verify_files
from excel_tools.budget import build_budget
from excel_tools.cli import main
from excel_tools.comparison import one_by_one
from excel_tools.errors import InputError
from excel_tools.reports import workbook_values
from excel_tools.reports.alert_shape import HYPOTHESES
from excel_tools.reports.changed import compare_workbooks
from excel_tools.reports.input_labels import Labels
from excel_tools.rules import load_rules
from excel_tools.structure import Structure
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.formats import Formats
from excel_tools.workbook.names import areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.recalc import recalculate_all
from excel_tools.workbook.refs import cell_ref
from templates.examples import EXAMPLES
from tests.hosts.made_workbooks import NAMES, Cell, at, plain, typed, wrote
from tests.hosts.typing_hand import by_libreoffice

RULES = load_rules()
UNDATED: dict[str, tuple[Cell, Any, Cell]] = {
    "CPTS": (("in_s2_avenant", 0, 1), 62000, ("in_s2_avenant_date",)),
    "MSP": (("in_contrat", 0, 4), 7.5, ("in_avenant_dates", 0, 1)),
    "ESP": (("in_contrat", 1, 1), 8000, ("in_avenant_dates", 0, 1)),
}
"""Kind → an amount of the amendment of the second scenario, what is typed there, the date that it waits for."""


def written(path: Path, structures: Sequence[Structure]) -> Path:
    budgets = [build_budget(structure, RULES) for structure in structures]
    values, texts, rows = workbook_values(budgets)
    template = shipped(structures[0].kind)
    path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
    return path


def told(capsys: pytest.CaptureFixture[str], words: Sequence[str]) -> tuple[int, str]:
    code = main(list(words))
    found = capsys.readouterr()
    return code, " ".join(plain(found.out + found.err).split())


@pytest.mark.parametrize("kind", list(UNDATED))
def test_an_amount_of_an_amendment_waits_for_its_date(
    kind: str, made: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cell, value, date = UNDATED[kind]
    source, after = made[kind], wrote(made[kind], tmp_path / "apres.xlsx", {cell: value})
    (sheet, ref), day = at(source, cell), at(source, date)[1]
    code, said = told(capsys, ["comparer", str(source), str(after)])
    assert code == 2
    assert f"feuille {sheet}, {ref} : date de l'avenant manquante : le montant ne compte pas ;" in said
    assert f"saisir la date en {day}, ou vider la cellule" in said
    assert "recalculé" not in said


@pytest.mark.hote
def test_libreoffice_counts_no_amount_without_its_date(made: dict[str, Path], tmp_path: Path) -> None:
    typed_in: dict[str, dict[Cell, Any]] = {kind: {cell: value} for kind, (cell, value, _) in UNDATED.items()}
    # a parameter of the amendment: the advance on what is fixed
    typed_in["CPTS"]["in_s2_avenant_parametres",] = 0.4
    changed = {
        kind: by_libreoffice(made[kind], tmp_path / f"{kind}.xlsx", typed(made[kind], cells))
        for kind, cells in typed_in.items()
    }
    recalculated = recalculate_all(list(changed.values()), "libreoffice")
    for kind, cells in typed_in.items():
        source, found = made[kind], recalculated[changed[kind]]
        before = cached_values(source)
        for name in ("out_comparaison_encaissements", "out_comparaison_tresorerie", "out_comparaison_produits"):
            area = areas(read_book(Package.read(source)), ("out_",))[0][name]
            for row in range(area.height):
                for col in range(area.width):
                    place = at_area(area, row, col)
                    assert found[place] == pytest.approx(before[place], abs=0.004), (kind, place)
        labels = [item.label for item in HYPOTHESES[kind]]
        row = next(rank for rank, label in enumerate(labels) if label.startswith("Date de l'avenant manquante"))
        table = areas(read_book(Package.read(source)), ("out_",))[0]["out_hypotheses"]
        assert [found[at_area(table, row, col)] for col in range(3)] == [0, len(cells), 0]
        assert [found[at_area(table, row - 1, col)] for col in range(3)] == [0, 0, 0]


def at_area(area: Any, row: int, col: int) -> tuple[str, str]:
    return area.sheet, cell_ref(area.row + row, area.column + col)


@pytest.mark.hote
@pytest.mark.parametrize("kind", list(NAMES))
def test_the_recalculation_of_a_workbook_is_that_of_the_engine(kind: str, made: dict[str, Path]) -> None:
    _, (check,) = verify_files([made[kind]])
    assert (check.errors, check.refused, check.stored, check.computed) == ((), (), (), ())
    assert check.compared > 10_000


def hypotheses(kind: str, values: dict[str, Any]) -> dict[str, list[Any]]:
    return dict(zip((item.label for item in HYPOTHESES[kind]), values["out_hypotheses"], strict=True))


def test_the_mean_growth_leaves_out_the_years_without_any() -> None:
    structure = EXAMPLES["CPTS"]()
    # 2 % a year once the count is known, and 2 % from 2028 on
    grown = [
        replace(structure, contract=replace(structure.contract, growth=[0, 0, *years]))
        for years in ([20_000] * 5, [0, 0, 20_000, 20_000, 20_000], [0] * 5)
    ]
    values, _, _ = workbook_values([build_budget(one, RULES) for one in grown])
    found = hypotheses("CPTS", values)["Croissance de la population par an, moyenne hors années à 0"]
    assert found == pytest.approx([0.02, 0.02, 0])


def test_associates_and_protocols_of_a_msp_are_compared() -> None:
    structure = EXAMPLES["MSP"]()
    years = structure.contract.years
    fewer = tuple(replace(data, ps_associes=data.ps_associes - 2, protocoles=1) for data in years)
    other = replace(structure, contract=replace(structure.contract, years=fewer))
    values, _, _ = workbook_values([build_budget(one, RULES) for one in (structure, other)], ("central", "prudent"))
    found = hypotheses("MSP", values)
    associates = found["Professionnels associés, moyenne par an"]
    assert associates[1] == associates[0] - 2
    assert associates[0] == sum(data.ps_associes for data in years) / 7
    assert found["Protocoles pluriprofessionnels, moyenne par an"][1] == 1
    assert values["out_comparaison_resultat_ecarts"] == ["prudent – central", "libre 1 – central"]


def test_a_year_that_does_not_begin_in_january_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "septembre.xlsx", [replace(EXAMPLES["CPTS"](), first_month=9, first_exercice=2026)])
    package = Package.read(path)
    book = read_book(package)
    places, _ = areas(book, ("in_",))
    labels = Labels(read_cells(path), places, Formats(package, book))
    # from 1 September 2026: the second fiscal year is 2027-2028 when the first one closes in 2027
    heads = [labels.label("in_s1_prix", places["in_s1_prix"], 0, col).rpartition(" – ")[2] for col in range(4)]
    first = int(heads[0][:4])
    assert heads == [f"{first + rank}-{first + rank + 1}" for rank in range(4)]
    assert first == 2027


def test_what_belongs_to_another_scenario_is_told_apart(
    made: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = made["ESP"]
    cells: dict[Cell, Any] = {
        ("in_s1_equipes", 0, 2): 3,
        ("in_s2_equipes", 0, 2): 5,
        ("in_s1_prix",): 0.03,
        ("in_tresorerie",): 4321,
    }
    after = wrote(source, tmp_path / "apres.xlsx", cells)
    book = tmp_path / "ecart.xlsx"
    code, said = told(capsys, ["comparer", str(source), str(after), "--sortie", str(book)])
    assert code == 0
    others = "Saisies de « prudent », dont l'effet est celui sur ce scénario, non sur « central » :"
    assert said.index("toutes ensemble, « central »") < said.index(others) < said.index("scénario « prudent » 2 →")
    assert "scénario 1" not in said
    found = compare_workbooks(source, after, RULES, one_by_one(RULES))
    assert {item.scenario for item in found.inputs} == {"", "central", "prudent"}
    assert {item.scenario for item in found.concerned} == {"", "central"}
    texts = {plain(str(value)) for _, value in read_cells(book).values() if isinstance(value, str)}
    assert any("ESP Sologne Sud, avant et après, scénario « central »" in text for text in texts)
    assert not any("scénario « prudent »" in text for text in texts)


def test_a_number_of_months_in_words_is_told_its_bounds(made: dict[str, Path], tmp_path: Path) -> None:
    after = wrote(made["CPTS"], tmp_path / "apres.xlsx", {("in_s1_delai_charges",): "1 mois"})
    with pytest.raises(InputError) as raised:
        compare_workbooks(made["CPTS"], after, RULES, one_by_one(RULES))
    (said,) = raised.value.messages
    assert "« 1 mois » trouvé, un nombre de 0 à 3 attendu." in plain(said)
