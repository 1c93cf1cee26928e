"""Scenarios change what they name, from the year they name, for the structures they name."""

from dataclasses import replace
from pathlib import Path

import pytest

from excel_tools.budget import build_budget
from excel_tools.inputs import read_portfolio
from excel_tools.rules import load_rules
from excel_tools.scenarios import DEFAULT_SETTINGS, Setting, apply, names, variants
from excel_tools.structure import Structure

RULES = load_rules()
SAMPLE = {
    structure.name: structure
    for structure in read_portfolio(Path(__file__).parents[1] / "samples" / "portefeuille", RULES).structures
}
CPTS = SAMPLE["CPTS du Bocage Fleuri"]
MSP = SAMPLE["MSP des Quatre Chemins"]


def change(structure: Structure, parameter: str, value: object, from_year: int | None = None) -> Structure:
    return apply(structure, [Setting("s", "tous", parameter, value, from_year)])


def test_the_shipped_scenarios() -> None:
    assert names(DEFAULT_SETTINGS) == ("central", "prudent", "décalé")
    found = variants(CPTS, DEFAULT_SETTINGS)
    assert found["central"] == CPTS
    assert set(found["prudent"].contract.attainment) == {"acces", "parcours", "prevention", "qualite", "accompagnement"}
    assert all(row == [0] * 7 for row in found["prudent"].contract.attainment.values())
    assert set(found["décalé"].contract.shifts.values()) == {6}


@pytest.mark.parametrize("name", SAMPLE)
def test_every_sample_has_a_budget_under_every_shipped_scenario(name: str) -> None:
    budgets = {key: build_budget(each, RULES) for key, each in variants(SAMPLE[name], DEFAULT_SETTINGS).items()}
    assert sum(budgets["prudent"].droits_years) <= sum(budgets["central"].droits_years)
    assert all(sum(budget.encaissements_years) > 0 for budget in budgets.values())


def test_prudent_takes_the_variable_part_at_zero() -> None:
    budget = build_budget(variants(CPTS, DEFAULT_SETTINGS)["prudent"], RULES)
    for code, calendar in budget.calendars.items():
        if code.endswith("_variable"):
            assert not any(calendar.produits)


def test_a_setting_may_start_in_a_given_year() -> None:
    # signed on 1 June 2023, horizon from 2027: the periods open in 2025, 2026, … 2031
    contract = change(CPTS, "atteinte.prevention", 500_000, 2029).contract
    assert contract.attainment["prevention"] == [800_000] * 4 + [500_000] * 3
    assert contract.attainment["acces"] == [800_000] * 7


def test_one_mission_wins_over_all_and_one_structure_over_everyone() -> None:
    settings = [
        Setting("s", CPTS.name, "atteinte", 300_000),
        Setting("s", "tous", "atteinte.parcours", 700_000),
        Setting("s", "tous", "atteinte", 100_000),
    ]
    contract = apply(CPTS, settings).contract
    assert contract.attainment["acces"][0] == 300_000
    assert apply(SAMPLE["CPTS Val d'Ambre"], settings).contract.attainment["acces"][0] == 100_000
    assert apply(SAMPLE["CPTS Val d'Ambre"], settings).contract.attainment["parcours"][0] == 700_000


def test_what_does_not_exist_for_a_kind_is_left_out() -> None:
    assert change(SAMPLE["ESP Sologne Sud"], "atteinte", 0) == SAMPLE["ESP Sologne Sud"]


def test_growth_of_the_population_begins_after_the_open_period() -> None:
    assert change(CPTS, "croissance", 15_000).contract.growth == [0, 0] + [15_000] * 5
    # 0.2 % a year was entered; another rate from 2030 keeps it before
    assert change(CPTS, "croissance", 15_000, 2030).contract.growth == [0, 0, 2_000, 2_000, 2_000, 15_000, 15_000]


def test_other_kinds() -> None:
    data = change(MSP, "protocoles", 3, 2029).contract.years
    # civil years 2026 to 2032
    assert [answers.protocoles for answers in data] == [8, 8, 8, 3, 3, 3, 3]
    assert change(MSP, "decalage", 4).contract.funder_delay == 4
    assert change(SAMPLE["ESS Cardiologie du Ponant"], "dotation", 10_000_000).contract.dotation == [10_000_000] * 7
    assert change(SAMPLE["ESP Rives de Sarthe"], "equipes", 5, 2030).contract.teams[-1] == 5


def test_a_shift_puts_off_what_has_not_started() -> None:
    late = SAMPLE["CPTS Garrigue et Littoral"]
    before, after = (build_budget(each, RULES) for each in (late, change(late, "decalage.prevention", 6)))
    assert sum(after.droits_years) < sum(before.droits_years)


def test_a_shift_adds_to_the_delay_of_the_funder() -> None:
    for name in ("ESS Cardiologie du Ponant", "ESP Rives de Sarthe", MSP.name):
        given = SAMPLE[name]
        late = replace(given, contract=replace(given.contract, funder_delay=12))
        assert change(late, "decalage", 6).contract.funder_delay == 12 + 6
        assert change(late, "retard", 6).contract.funder_delay == 6
        # that of the structure takes the place of that of everyone
        both = [Setting("s", "tous", "decalage", 6), Setting("s", name, "decalage", 3)]
        assert apply(late, both).contract.funder_delay == 12 + 3
        # a scenario already applied changed the delay: months still count from that of the structure
        assert apply(change(late, "retard", 6), both[:1], 12).contract.funder_delay == 12 + 6
