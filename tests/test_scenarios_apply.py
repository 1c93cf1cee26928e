"""Scenarios change what they name, from the year they name, for the structures they name."""

from dataclasses import replace
from pathlib import Path

import pytest

from excel_tools.budget import build_budget
from excel_tools.dates import day
from excel_tools.funding.cpts import BY_INDICATORS
from excel_tools.inputs import read_portfolio
from excel_tools.rules import Contract, ContractLine, load_rules
from excel_tools.scenarios import DEFAULT_SETTINGS, Setting, apply, names, variants
from excel_tools.scenarios.amounts import in_force, source_of
from excel_tools.structure import Structure
from tests.scenario_support import CPTS as GUE

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


def test_indicators_say_nothing_of_a_msp() -> None:
    assert change(MSP, "atteinte", BY_INDICATORS).contract == MSP.contract
    assert change(CPTS, "atteinte", BY_INDICATORS).contract.attainment["parcours"] == [BY_INDICATORS] * 7


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


def test_a_barème_held_leaves_what_was_signed() -> None:
    # size 3, access since 2025: 90 000 € fixed at the barème, of which 92 000 € are signed; running costs 75 000 €, of
    # which 70 000 € are signed
    signed = Contract(
        "contrat.csv",
        (ContractLine("cpts.acces.fixe", 9_200_000, 3), ContractLine("cpts.fonctionnement", 7_000_000, 3)),
    )
    own = replace(GUE, override=signed)
    assert build_budget(own, RULES).droits_years[2] == 28_700_000
    for name, cents in (
        # what the barème says already
        ("avenant 2", 28_700_000),
        # in 2019, 25 000 € of variable part, 15 000 € and 55 000 € for unscheduled care: 70 000 + 92 000 + 25 000 +
        # 15 000 + 55 000, and 45 000 twice
        ("barème 2019", 34_700_000),
    ):
        under = apply(own, held_in(name))
        assert build_budget(under, RULES).droits_years[2] == cents
        assert under.override is not None
        assert set(signed.lines) <= set(under.override.lines)
    # the sizes that the contract does not name follow the barème held; what a scenario supposes prevails on both
    assert {line.size for line in under.override.lines if line.code == "cpts.acces.fixe"} == {1, 2, 3, 4}
    supposed = ContractLine("cpts.acces.fixe", 9_500_000, 3, source=source_of("s"))
    both = apply(own, [Setting("s", "tous", "bareme.cpts.acces.fixe.taille3", (supposed,)), *held_in("avenant 2")])
    assert build_budget(both, RULES).droits_years[2] == 29_000_000


def test_an_amendment_signed_for_later_leaves_the_barème_held_until_then() -> None:
    # the fixed amount of access is 25 000 € in 2019, 90 000 € today, 92 000 € signed from 2029 on
    amended = Contract("contrat.csv", (ContractLine("cpts.acces.fixe", 9_200_000, 3, day(2029, 1, 1)),))
    own = replace(GUE, override=amended)
    lines = [line for line in in_force(RULES, "cpts", day(2020, 1, 1)) or () if line.code == "cpts.acces.fixe"]
    under = build_budget(change(own, "bareme", tuple(lines)), RULES)
    # 290 000 − 90 000 + 25 000, then 290 000 − 90 000 + 92 000
    assert under.droits_years[1:3] == (22_500_000, 29_200_000)


def held_in(name: str) -> list[Setting]:
    on = {label: since for since, label in RULES.periods("cpts")}[name]
    return [Setting("s", "tous", "bareme", in_force(RULES, "cpts", on))]
