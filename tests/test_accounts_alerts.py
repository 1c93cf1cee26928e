"""Alerts: each in words, with its level, its rule and its source."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from excel_tools.accounts.alerts import budget_alerts, overrides, portfolio_alerts, shared_communes
from excel_tools.accounts.grounds import KINDS, LEVELS
from excel_tools.budget import build_budget
from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract
from excel_tools.money import french_euros
from excel_tools.rules import Contract, ContractLine, load_rules
from excel_tools.spending.entry import Entry
from excel_tools.structure import InKind, OneOff, Structure
from tests.random_small import random_esp, random_ess, random_msp
from tests.random_structures import random_cpts

RULES = load_rules()


def cpts(name: str = "CPTS des Monts", **more: Any) -> Structure:
    """Size 2 signed on 1 January 2026: 60 000 € a year when no mission is engaged."""
    contract = CptsContract(day(2026, 1, 1), [60_000] * 7, [0] * 7, {})
    return replace(Structure(name, "CPTS", "Bretagne", contract, 2026), **more)


def of(code: str, structure: Structure, in_kind: tuple[InKind, ...] = ()) -> list[str]:
    alerts = budget_alerts(build_budget(structure, RULES), in_kind=in_kind)
    return [alert.sentence for alert in alerts if alert.code == code]


def test_the_threshold_of_the_commissaire_is_warned_of_and_not_decided() -> None:
    # 60 000 + 93 000 = 153 000: not beyond
    assert not of("commissaire-aux-comptes", cpts(one_offs=(OneOff("FIR", day(2026, 6, 1), 9_300_000),)))
    beyond = cpts(one_offs=(OneOff("FIR", day(2026, 6, 1), 9_300_001),))
    assert of("commissaire-aux-comptes", beyond) == [
        "Les subventions publiques dépassent 153\u202f000\u202f€ : 2026 (153\u202f000,01\u202f€ rattachés, "
        "153\u202f000,01\u202f€ encaissés)."
    ]
    alert = next(a for a in budget_alerts(build_budget(beyond, RULES)) if a.code == "commissaire-aux-comptes")
    assert alert.level == "attention"
    assert alert.rule.startswith("Au-delà du seuil annuel de 153\u202f000\u202f€, ")
    assert "à vérifier avec l'expert-comptable" in alert.rule
    assert "D. 612-5" in alert.source


def test_private_money_is_no_public_subsidy() -> None:
    private = cpts(incomes=(Entry("749", "Fondation", "", 0, (20_000_000, 0, 0, 0, 0)),))
    assert not of("commissaire-aux-comptes", private)
    public = cpts(incomes=(Entry("742", "Région", "", 0, (20_000_000, 0, 0, 0, 0)),))
    assert of("commissaire-aux-comptes", public)


def test_the_threshold_is_about_associations() -> None:
    structure = next(
        found
        for seed in range(60)
        for found in random_msp(random.Random(seed))
        if any(a.code == "commissaire-aux-comptes" for a in budget_alerts(build_budget(found, RULES)))
    )
    alert = next(a for a in budget_alerts(build_budget(structure, RULES)) if a.code == "commissaire-aux-comptes")
    assert alert.level == "information"
    assert alert.sentence.endswith("il est sans objet pour une SISA, qui est une société.")


def test_fonds_dedies_that_sleep_are_told_with_their_amounts() -> None:
    """4 000 € at the opening of 2026, 1 000 € spent in 2028: two years without spending end in 2027 and 2030."""
    structure = cpts(opening_dedicated=400_000, dedicated_spent=(0, 0, 100_000, 0, 0))
    assert of("fonds-dormants", structure) == [
        f"Fonds dédiés sans aucune dépense depuis deux exercices : 2027 ({french_euros(400_000)}) ; "
        f"2030 ({french_euros(300_000)})."
    ]
    assert not of("fonds-dormants", cpts(opening_dedicated=400_000, dedicated_spent=(0, 400_000, 0, 0, 0)))
    # the contract ends in 2028: all that is left from then on
    ended = replace(structure, contract=replace(structure.contract, ends_on=day(2028, 3, 31)))
    (sentence,) = of("fonds-dormants", ended)
    assert (
        f"la fin anticipée du 31/03/2028 : 2027 ({french_euros(400_000)}) ; 2028 ({french_euros(300_000)})" in sentence
    )
    assert sentence.count(french_euros(300_000)) == 3


def test_the_fonds_dedies_of_a_societe_are_to_be_confirmed() -> None:
    for draw, told in ((random_msp, True), (random_ess, False)):
        structure = replace(draw(random.Random(3))[0], opening_dedicated=100_000)
        assert bool(of("fonds-dedies-societe", structure)) is told
        assert not of("fonds-dedies-societe", replace(structure, opening_dedicated=0, one_offs=()))


def test_a_deficit_and_a_negative_cash_are_told() -> None:
    short = cpts(charges=(Entry("641", "Salaires", "", 0, (7_000_000, 0, 0, 0, 0)),))
    assert of("budget-deficitaire", short) == ["Les charges dépassent les produits : 2026 (10\u202f000\u202f€)."]
    assert len(of("tresorerie-negative", short)) == 1
    assert not of("budget-deficitaire", cpts())


def test_fiscal_years_that_no_contract_covers_are_told() -> None:
    contract = CptsContract(day(2024, 1, 1), [60_000] * 7, [0] * 7, {}, renewal=0)
    # five years from 1 January 2024: 2029 and 2030 have no contract
    assert of("contrat-sans-produit", cpts(contract=contract)) == [
        "Le contrat ne donne aucun produit sous les exercices 2029, 2030 : il a pris fin, ou ne court pas encore."
    ]
    assert not of("contrat-sans-produit", cpts())


def test_a_late_mission_is_told_with_the_calendar_as_its_source() -> None:
    contract = CptsContract(day(2026, 1, 1), [60_000] * 7, [0] * 7, {"acces": day(2026, 9, 1)})
    alerts = budget_alerts(build_budget(cpts(contract=contract), RULES))
    late = next(alert for alert in alerts if alert.code == "mission-tardive")
    assert late.level == "alerte"
    assert "au plus tard le 01/07/2026 (6 mois)" in late.sentence
    assert "calendrier des missions" in late.source


def test_contributions_in_kind_that_differ_are_told_once_with_their_years() -> None:
    in_kind = (InKind("864", "Réunions", (500, 500, 0, 0, 0)),)
    assert of("formulaire", cpts(), in_kind) == [
        "Exercices 2026, 2027 : Contributions volontaires : 5\u202f€ d'emplois (86), 0\u202f€ de ressources (87) ; "
        "il manque 5\u202f€ en 87."
    ]


def test_a_repayment_is_told_where_it_stands() -> None:
    back = cpts(one_offs=(OneOff("Reversement", day(2026, 6, 1), -100_000),))
    assert len(of("formulaire", back)) == 1


@pytest.mark.parametrize("kind", [random_cpts, random_msp, random_ess, random_esp])
def test_every_notice_of_a_budget_is_an_alert_with_its_rule_and_source(
    kind: Callable[[random.Random], list[Structure]],
) -> None:
    for seed in range(40):
        budget = build_budget(kind(random.Random(seed))[0], RULES)
        alerts = budget_alerts(budget)
        assert {notice.text for notice in budget.notices} <= {alert.sentence for alert in alerts}
        assert all(alert.sentence and alert.rule and alert.source for alert in alerts)
        ranks = [LEVELS.index(alert.level) for alert in alerts]
        assert ranks == sorted(ranks), "the most pressing first"


def test_the_rules_named_beside_a_notice_exist() -> None:
    for code, kind in KINDS.items():
        assert not kind.amounts or any(RULES.has(amount) for amount in kind.amounts), code
        assert not kind.text[0] or kind.text[0] in RULES.sources, code


def test_a_commune_shared_by_two_cpts_is_told() -> None:
    structures = [
        cpts("CPTS A", communes=("Saint-Étienne", "Roche", "saint etienne")),
        cpts("CPTS B", communes=("SAINT ETIENNE", "Lyon")),
        cpts("CPTS C", communes=("Nantes",)),
        replace(cpts("MSP D", communes=("Nantes",)), kind="MSP"),
    ]
    found = portfolio_alerts(structures, RULES)
    assert [alert.sentence for alert in found] == [
        "La commune « saint etienne » figure dans 2 CPTS : « CPTS A », « CPTS B »."
    ]
    assert found[0].rule == "Une commune n'appartient qu'à une CPTS."
    assert found[0].source.startswith("Plaquette sur l'exercice coordonné")
    assert portfolio_alerts(structures[2:], RULES) == ()
    assert shared_communes(structures, RULES) == {"CPTS A": found, "CPTS B": found}


def test_the_amounts_of_a_signed_contract_are_listed() -> None:
    line = ContractLine("cpts.fonctionnement", 6_100_000, 0, 0, "contrat du 1er mars")
    rules = RULES.with_contract(Contract("c.csv", (line,)))
    assert {found.code for found in overrides(rules)} == {"cpts.fonctionnement"}
    assert overrides(rules)[0].label == "Fonctionnement de la communauté"
    # size 2: 61 000 € signed, 60 000 € in the barème
    assert (overrides(rules)[0].values[1], overrides(rules)[0].national[1]) == (6_100_000, 6_000_000)
    assert overrides(RULES) == ()
