"""From a structure to its workbook and back."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from excel_tools.batch.templates import shipped
from excel_tools.budget import build_budget
from excel_tools.errors import InputError
from excel_tools.funding.cpts import CptsContract
from excel_tools.reports import workbook_values
from excel_tools.reports.reading import read_structures, read_workbook
from excel_tools.resources import templates_dir
from excel_tools.rules import load_rules
from excel_tools.structure import Structure
from excel_tools.vector import PPM
from excel_tools.workbook import Template
from excel_tools.workbook.names import areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.refs import cell_ref
from tests.random_structures import random_cpts


@pytest.fixture(scope="module")
def template() -> Template:
    return shipped("CPTS")


def _written(path: Path, template: Template, structures: list[Structure]) -> Path:
    budgets = [build_budget(structure, load_rules()) for structure in structures]
    values, texts, rows = workbook_values(budgets)
    path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
    return path


def _plain(structure: Structure) -> Structure:
    """The same structure in the form in which a workbook tells it."""
    contract = structure.contract
    assert isinstance(contract, CptsContract)
    missions = ("acces", "parcours", "prevention", "qualite", "accompagnement", "crise")
    return replace(
        structure,
        override=None,
        contract=replace(
            contract,
            growth=[0, *contract.growth[1:]],
            starts={mission: contract.starts.get(mission, 0) for mission in missions},
            shifts={mission: contract.shifts.get(mission, 0) for mission in missions},
            attainment={mission: contract.attainment.get(mission, [PPM] * 7) for mission in missions[:-1]},
        ),
    )


@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_gives_its_structures_back(seed: int, template: Template, tmp_path: Path) -> None:
    structures = random_cpts(random.Random(seed))
    found = read_workbook(_written(tmp_path / "a.xlsx", template, structures), load_rules())
    assert found.displayed == 1
    for given, read in zip(structures, found.structures, strict=False):
        assert replace(read, override=None) == _plain(given)
        again, expected = build_budget(read, load_rules()), build_budget(given, load_rules())
        assert again.months == expected.months
        assert again.a_confirmer_years == expected.a_confirmer_years


def test_spare_slots_repeat_the_first_scenario(template: Template, tmp_path: Path) -> None:
    structures = random_cpts(random.Random(3))[:1]
    found = read_structures(_written(tmp_path / "a.xlsx", template, structures), load_rules())
    assert list(found) == ["scénario 1", "libre 1", "libre 2"]
    assert len({id(structure) for structure in found.values()}) == 3
    assert found["libre 1"] == found["scénario 1"]


def test_a_wrong_cell_is_named(template: Template, tmp_path: Path) -> None:
    structures = random_cpts(random.Random(5))[:1]
    budgets = [build_budget(structure, load_rules()) for structure in structures]
    values, texts, rows = workbook_values(budgets)
    values["in_mois1"] = 13
    values["in_signature"] = "hier"
    values["in_tresorerie"] = " "
    values["in_charges_libelle"] = [*[None] * 59, "\u00a0"]
    path = tmp_path / "faux.xlsx"
    path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
    with pytest.raises(InputError) as raised:
        read_workbook(path, load_rules())
    text = "\n".join(raised.value.messages)
    assert "faux.xlsx" in text
    assert "feuille Entrées, C10" in text
    assert "« hier »" in text
    for name in ("in_tresorerie", "in_charges_libelle"):
        area = areas(read_book(Package.read(templates_dir() / "cpts.xlsx")), (name,))[0][name]
        assert (
            f"feuille {area.sheet}, {cell_ref(area.row + area.height - 1, area.column)} : la cellule semble vide"
            in text
        )


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "autre.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_worksheet().write(0, 0, 1)
    workbook.close()
    with pytest.raises(InputError, match="n'est pas un classeur d'excel-tools"):
        read_workbook(path, load_rules())


def test_the_displayed_scenario_is_read_back(template: Template, tmp_path: Path) -> None:
    structures = next(found for seed in range(50) if len(found := random_cpts(random.Random(seed))) == 3)
    budgets = [build_budget(structure, load_rules()) for structure in structures]
    values, texts, rows = workbook_values(budgets, ("a", "b", "c"), displayed=2)
    path = tmp_path / "deux.xlsx"
    path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
    found = read_workbook(path, load_rules())
    assert found.names == ("a", "b", "c")
    assert found.displayed == 2
    assert values["out_synthese_tresorerie"] == [cents / 100 for cents in budgets[1].cash_close_years]
