"""Each hypothesis moved alone: what a tornado tells, on figures written out."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from excel_tools.comparison.arrays import evaluate_arrays
from excel_tools.comparison.figures import CHARGES, DROITS, ENCAISSEMENTS, LOWEST, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.comparison.levers import BY_DEFAULT, levers
from excel_tools.comparison.sensitivity import default_ranges, tornado
from excel_tools.dates import day
from excel_tools.errors import InputError
from excel_tools.funding.cpts import BY_INDICATORS
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.indicators import UP, Indicator, Tier
from excel_tools.rules import Contract, ContractLine
from excel_tools.spending.entry import Entry
from excel_tools.structure import Structure
from excel_tools.vector import PPM
from tests.comparison_support import MAKERS, RULES, attainment, cpts, under

POINT = PPM // 100
VARIABLE = Contract("contrat", (ContractLine("cpts.parcours.variable", 10_000_00),))
ESS = Structure("ESS", "ESS", "Grand Est", EssContract(day(2025, 1, 1), [60_000_00] * 7), 2026)
ESP = Structure(
    "ESP", "ESP", "Pays de la Loire", EspContract("Pays de la Loire", [3] * 7, day(2024, 1, 1), amount=8_000_00), 2026
)


def effects(structure: Structure, code: str, low: int, high: int, result: str = PRODUITS) -> tuple[int, int]:
    """What a lever adds to a result at both ends of a range."""
    (bar,) = tornado(structure, RULES, {code: (low, high)}, result).bars
    return bar.effects


def at(rate: int, **more: Any) -> Structure:
    """A CPTS whose variable part of 10 000 € a year for parcours is attained at a rate."""
    return replace(under(cpts(), attainment=attainment(rate), **more), override=VARIABLE)


def test_ten_points_of_attainment_over_five_years() -> None:
    # 10 000 € × 10 % × 5 years, on either side of 80 %
    assert effects(at(800_000), "atteinte.parcours", -10 * POINT, 10 * POINT) == (-5_000_00, 5_000_00)


def test_attainment_stops_at_a_hundred_per_cent() -> None:
    # from 95 % there are five points left: 10 000 € × 5 % × 5 years
    assert effects(at(950_000), "atteinte.parcours", -10 * POINT, 10 * POINT) == (-5_000_00, 2_500_00)


def test_attainment_that_differs_by_year_keeps_its_shape() -> None:
    # whole in 2025, which no fiscal year holds, and 2026; 50 % afterwards: + 10 points for four years out of five
    structure = replace(under(cpts(), attainment=attainment(500_000, since=2)), override=VARIABLE)
    assert effects(structure, "atteinte.parcours", 0, 10 * POINT) == (0, 4_000_00)


def test_what_indicators_earn_is_moved_as_a_rate() -> None:
    # 4 000 € earned of 10 000 €: 40 %, and ten points more are worth 1 000 € a year
    tier = Indicator("parcours", "Dossiers", UP, (Tier(Fraction(5), 4_000_00),), (Fraction(7),) * 7)
    rates = {**attainment(PPM), "parcours": [BY_INDICATORS] * 7}
    structure = replace(under(cpts(), attainment=rates, indicators=(tier,)), override=VARIABLE)
    assert effects(structure, "atteinte.parcours", 0, 10 * POINT) == (0, 5_000_00)


def test_prices_rise_on_top_of_what_a_line_says() -> None:
    # 100 € a year: 100, 101, 102.01, 103.03, 104.06 € at 1 % a year
    structure = replace(cpts(), charges=(Entry("6132", "Loyer", "", 0, (100_00,) * 5),))
    assert effects(structure, "prix", 0, POINT, CHARGES) == (0, 1_00 + 2_01 + 3_03 + 4_06)
    assert effects(structure, "prix", 0, POINT, RESULTAT) == (0, -(1_00 + 2_01 + 3_03 + 4_06))


def test_the_advance_moves_cash_and_no_income() -> None:
    lines = (ContractLine("cpts.fonctionnement", 50_000_00), ContractLine("cpts.parcours.fixe", 10_000_00))
    signed = day(2026, 1, 1)
    structure = replace(under(cpts(), signature=signed, starts={"parcours": signed}), override=Contract("c", lines))
    assert effects(structure, "avance", -10 * POINT, 10 * POINT) == (0, 0)
    # on the last day the balance of 2030 is still to come: a tenth of 60 000 € is there in advance, or not yet
    assert effects(structure, "avance", -10 * POINT, 10 * POINT, TRESORERIE) == (-6_000_00, 6_000_00)


def test_a_funder_later_by_a_month_leaves_less_at_the_end() -> None:
    # all that is paid in the last December comes in the January after the horizon
    structure = replace(ESP, contract=replace(ESP.contract, payment_month=12))
    assert effects(structure, "retard", 0, 1, TRESORERIE) == (0, -3 * 8_000_00)
    assert effects(structure, "retard", 0, 1, ENCAISSEMENTS) == (0, -3 * 8_000_00)
    assert effects(structure, "retard", 0, 1, PRODUITS) == (0, 0)


def test_what_moves_besides_the_result_is_known() -> None:
    structure = replace(ESP, charges=(), posts=(), contract=replace(ESP.contract, payment_month=12))
    ranges = {"retard": (0, 1), "equipes": (0, 1), "prix": (0, POINT)}
    bars = {bar.lever.code: bar for bar in tornado(structure, RULES, ranges, CHARGES).bars}
    late, teams, prices = (bars[code] for code in ranges)
    # what December brought comes in January: no lowest month is lower for it
    assert (late.others, late.cash_only) == ((ENCAISSEMENTS, TRESORERIE), True)
    # one team more changes no charge, but what is due
    assert teams.others[:2] == (DROITS, PRODUITS)
    assert not teams.cash_only
    # without a charge, prices move nothing at all
    assert (prices.others, prices.cash_only) == ((), False)


def test_one_team_and_a_tenth_of_a_dotation() -> None:
    assert effects(ESP, "equipes", -1, 1) == (-5 * 8_000_00, 5 * 8_000_00)
    # paid from the second contract year on: the five years of the horizon, 6 000 € each
    assert effects(ESS, "dotation", -PPM // 10, PPM // 10) == (-5 * 6_000_00, 5 * 6_000_00)


def test_a_contract_that_is_not_renewed() -> None:
    # signed on 1 January 2024, it ends with 2028: nothing in 2029 and 2030
    whole = tornado(cpts(), RULES, {"renouvellement": (0, 1)}, PRODUITS)
    (bar,) = whole.bars
    assert bar.at_low * 5 == bar.base * 3
    assert bar.at_high == bar.base
    assert (bar.lever.shown(bar.low), bar.lever.shown(bar.high)) == ("non", "oui")


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_every_default_lever_is_tried_and_the_heaviest_comes_first(kind: str) -> None:
    structure = MAKERS[kind](random.Random(7))[0]
    found = tornado(structure, RULES, result=RESULTAT)
    assert {bar.lever.code for bar in found.bars} == set(BY_DEFAULT[kind])
    amplitudes = [bar.amplitude for bar in found.bars]
    assert amplitudes == sorted(amplitudes, reverse=True)
    assert any(amplitudes)
    assert found == tornado(structure, RULES, result=RESULTAT, evaluate=evaluate_arrays(RULES))


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_default_ranges_lie_within_the_bounds_of_their_levers(kind: str) -> None:
    for code, (low, high) in default_ranges(kind).items():
        least, most = levers(kind)[code].bounds
        assert least <= low < high <= most


def test_nothing_moved_changes_nothing() -> None:
    for kind, make in MAKERS.items():
        structure = make(random.Random(11))[0]
        still = {code: (0, 0) for code, lever in levers(kind).items() if lever.unit != "oui_non"}
        assert {bar.amplitude for bar in tornado(structure, RULES, still, LOWEST).bars} == {0}


def test_a_lever_is_read_in_french() -> None:
    known = levers("CPTS")
    assert known["atteinte"].shown(-10 * POINT) == "−10 points"
    assert known["atteinte"].shown(POINT) == "+1 point"
    assert known["population"].shown(50_000) == "+5\u202f%"
    assert known["retard"].shown(3) == "+3 mois"
    assert levers("ESP")["equipes"].shown(0) == "0"
    assert tornado(cpts(), RULES, {}, LOWEST).label == "Trésorerie la plus basse sur cinq exercices"
    assert tornado(cpts(), RULES, {}, PRODUITS).label == "Produits, total sur cinq exercices"


@pytest.mark.parametrize(
    ("ranges", "result", "words"),
    [
        ({"atteintes": (0, 1)}, PRODUITS, "« atteintes » inconnue pour une CPTS. Vouliez-vous dire « atteinte »"),
        ({"equipes": (0, 1)}, PRODUITS, "« equipes » inconnue pour une CPTS"),
        ({"retard": (3, 1)}, PRODUITS, "Retard du financeur : de +3 mois à +1 mois, le plus bas d'abord."),
        ({"delai_charges": (0, 9)}, PRODUITS, "de −3 mois à +3 mois au plus"),
        ({"renouvellement": (0, 2)}, PRODUITS, "oui ou non"),
        ({}, "produit", "Résultat « produit » inconnu. Vouliez-vous dire « produits »"),
    ],
)
def test_what_cannot_be_tried_is_refused(ranges: dict[str, tuple[int, int]], result: str, words: str) -> None:
    with pytest.raises(InputError) as error:
        tornado(cpts(), RULES, ranges, result)
    assert words in str(error.value)
