"""Budget → workbook: every name filled, from the engine alone."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from excel_tools.batch.templates import shipped
from excel_tools.budget import Budget, build_budget
from excel_tools.errors import InputError
from excel_tools.reports import workbook_values
from excel_tools.rules import Contract, ContractLine, load_rules
from excel_tools.structure import Charge
from excel_tools.workbook import Template, read_names
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.recalc import compare, recalculate
from excel_tools.workbook.refs import cell_ref
from tests.random_structures import random_cpts


@pytest.fixture(scope="module")
def template() -> Template:
    return shipped("CPTS")


def _budgets(seed: int = 1, count: int = 1) -> list[Budget]:
    found = next(s for k in range(seed, seed + 90) if len(s := random_cpts(random.Random(k))) >= count)[:count]
    return [build_budget(structure, load_rules()) for structure in found]


def test_every_name_of_the_template_is_filled(template: Template) -> None:
    values, texts, rows = workbook_values(_budgets())
    assert values.keys() == template.names.keys()
    assert template.tokens <= texts.keys()
    assert rows.keys() <= template.names.keys()


def test_titles_and_footers_name_the_structure_and_the_scenario() -> None:
    budget = _budgets()[0]
    _, texts, _ = workbook_values([budget], ("prudent",), version="excel-tools 9.9")
    assert texts == {
        "structure": budget.structure.name,
        "scenario": "scénario : prudent",
        "version": "excel-tools 9.9",
        "titre": f"Budget prévisionnel – {budget.structure.name}",
    }


def test_the_edition_date_is_the_latest_reading_of_the_bareme() -> None:
    budget = _budgets()[0]
    values, _, _ = workbook_values([budget])
    assert values["bar_edition"] == load_rules().verified_on(["cpts"]) - 693_594


def test_a_contract_shows_as_such_beside_the_national_amount(template: Template) -> None:
    """Size 1 before 40 000 persons: 25 000 € for parcours (fixe) in the barème of 2019, 26 000 € in the contract."""
    budget = _budgets()[0]
    contract = budget.structure.contract
    structure = replace(
        budget.structure,
        contract=replace(contract, population=[30_000] * 7, growth=[0] * 7),
        override=Contract("c.csv", (ContractLine("cpts.parcours.fixe", 2_600_000, 0, 0, "contrat du 1er mars"),)),
    )
    values, _, _ = workbook_values([build_budget(structure, load_rules())])
    row = 5  # fonctionnement, accès fixe, variable, SNP × 2, then parcours fixe
    assert values["in_s1_contrat"][row] == (26_000.0,) * 4
    assert values["out_s1_national"][row] == [25_000.0] * 7
    assert values["out_s1_contrat"][row] == [26_000.0] * 7
    assert values["out_s1_confiance"][row] == ["contrat"] * 7
    assert values["in_s1_contrat_reference"] == "contrat du 1er mars"


def test_unused_rows_are_hidden() -> None:
    budget = _budgets()[0]
    _, _, rows = workbook_values([budget])
    assert rows["in_charges_compte"] == len(budget.structure.charges) + 3


def test_too_many_charges_are_refused() -> None:
    budget = _budgets()[0]
    charge = Charge("6226", "Honoraires", "", 0, (100,) * 5)
    structure = replace(budget.structure, charges=(charge,) * 61)
    with pytest.raises(InputError, match="61 lignes de charges, le classeur en tient 60"):
        workbook_values([build_budget(structure, load_rules())])


@pytest.mark.parametrize("count", [0, 4])
def test_a_workbook_holds_one_to_three_scenarios(count: int) -> None:
    with pytest.raises(InputError, match="de un à trois"):
        workbook_values(_budgets() * count)


def test_scenarios_share_their_structure() -> None:
    first = _budgets()[0]
    other = build_budget(replace(first.structure, opening_cash=first.structure.opening_cash + 1), load_rules())
    with pytest.raises(InputError, match="partagent tout sauf leurs hypothèses"):
        workbook_values([first, other])


@pytest.mark.hote
def test_a_changed_input_is_told_and_does_not_spoil_the_checks(template: Template, tmp_path: Path) -> None:
    budgets = _budgets(7, 2)
    values, texts, rows = workbook_values(budgets)
    values["in_tresorerie"] += 1_000
    values["in_population"] = [people + 50_000 for people in values["in_population"]]
    path = tmp_path / "changed.xlsx"
    path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
    found = recalculate(path, "libreoffice")

    def result(name: str, down: int = 0, right: int = 0) -> object:
        area = template.names[name]
        return found[area.sheet, cell_ref(area.row + down, area.column + right)]

    assert result("out_entrees_intactes") == "non"
    assert result("out_moteur", 0, 2) == "Entrées modifiées depuis la génération"
    assert result("out_etat_global") == "OK"
    assert result("out_tresorerie", 0, 0) == values["in_tresorerie"]


@pytest.mark.hote
def test_an_engine_total_that_differs_is_told(template: Template, tmp_path: Path) -> None:
    values, texts, rows = workbook_values(_budgets(11))
    values["bar_moteur"] = [values["bar_moteur"][0] + 0.01, *values["bar_moteur"][1:]]
    path = tmp_path / "wrong.xlsx"
    path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
    found = recalculate(path, "libreoffice")
    place = template.names["out_etat_global"]
    assert found[place.sheet, place.ref] == "À revoir"
    assert read_names(path, ["out_etat_global"])["out_etat_global"] == [["OK"]]


@pytest.mark.hote
@pytest.mark.parametrize("size", [0, 2])
def test_an_amendment_may_reopen_a_line_that_the_bareme_has_closed(
    size: int, template: Template, tmp_path: Path
) -> None:
    """The SNP lines ended on 31 December 2021; sizes that the contract leaves out keep the last amount, unsure."""
    budget = _budgets(5)[0]
    structure = replace(
        budget.structure,
        first_exercice=2023,
        contract=replace(budget.structure.contract, signature=738_000, starts={"acces": 738_000}),
        override=Contract("c.csv", (ContractLine("cpts.acces.snp_enveloppe", 4_000_000, size, 738_800),)),
    )
    values, texts, rows = workbook_values([build_budget(structure, load_rules())])
    assert "prolongé" in values["out_bareme_statut"]
    path = tmp_path / "snp.xlsx"
    path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
    assert not compare(cached_values(path), recalculate(path, "libreoffice"))
    assert sum(map(sum, _rows(values["out_s1_droits"], 5)[3:4])) > 0


def test_scenarios_that_reopen_different_lines_are_refused() -> None:
    budget = _budgets(5)[0]
    contract = Contract("c.csv", (ContractLine("cpts.acces.snp_enveloppe", 4_000_000, 0, 738_800),))
    other = build_budget(replace(budget.structure, override=contract), load_rules())
    plain = build_budget(replace(budget.structure, override=None), load_rules())
    with pytest.raises(InputError, match="rouvre une ligne"):
        workbook_values([plain, other])


def _rows(flat: list[float], width: int) -> list[list[float]]:
    return [flat[start : start + width] for start in range(0, len(flat), width)]
