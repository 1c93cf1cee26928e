"""A gap is split by cause to the cent; the figures of simple ones follow from the barème's printed amounts."""

import gc
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.comparison.causes import (
    ATTEINTE,
    AUTRES,
    BAREME,
    CAUSES,
    COMBINED,
    DATES,
    DELAIS,
    INDEXATION,
    TAILLE,
    substitution,
)
from excel_tools.comparison.figures import CHARGES, DROITS, ENCAISSEMENTS, LOWEST, PRODUITS, RESULTAT, Table, keys
from excel_tools.comparison.gap import Gap, added, explain, less, relative
from excel_tools.errors import RuleError
from excel_tools.rules import Contract, ContractLine
from excel_tools.spending.entry import Basis, Entry, based
from excel_tools.structure import KINDS, Structure
from excel_tools.vector import PPM
from tests.comparison_support import EVALUATE, RULES, SIGNED, STARTS, attainment, cpts, gap, random_pair, under

seeds, kinds = st.integers(0, 10**6), st.sampled_from(KINDS)


@settings(max_examples=60)
@given(seeds, kinds)
def test_causes_and_steps_add_up_to_the_gap(seed: int, kind: str) -> None:
    reference, variant = random_pair(seed, kind)
    before, after = EVALUATE([reference, variant])
    found = gap(reference, variant)
    assert (found.before, found.after) == (before, after), "both ends are the structures' own budgets"
    assert found.table == less(after, before)
    assert added(list(found.alone.values()), before) == found.table
    assert added(list(found.in_order.values()), before) == found.table
    assert list(found.in_order) == [cause for cause in CAUSES if cause in found.alone]
    assert list(found.alone) == [*found.in_order, COMBINED]
    if len(found.in_order) == 1:
        assert not any(map(any, found.alone[COMBINED])), "one cause alone combines with nothing"


@settings(max_examples=20)
@given(seeds, kinds)
def test_the_way_back_is_the_opposite(seed: int, kind: str) -> None:
    reference, variant = random_pair(seed, kind)
    there, back = explain([(reference, variant), (variant, reference)], EVALUATE)
    assert back.table == less(there.before, there.after)
    assert list(there.in_order) == list(back.in_order)


@pytest.mark.parametrize("kind", KINDS)
def test_a_structure_does_not_differ_from_itself(kind: str) -> None:
    structure, _ = random_pair(7, kind)
    found = gap(structure, replace(structure))
    assert not found.in_order
    assert set(found.alone) == {COMBINED}
    assert not any(map(any, found.table))
    assert substitution(structure, structure).chain == ()


def test_half_the_attainment_is_half_of_the_printed_variable_amounts() -> None:
    half = under(cpts(), attainment=attainment(PPM // 2))
    found = gap(cpts(), half)
    assert list(found.in_order) == [ATTEINTE]
    # each contract year opens with its civil year, so that all three calendars but the last agree
    rows = dict(zip(keys("CPTS"), found.table, strict=True))
    for mission in ("acces", "parcours", "prevention", "qualite", "accompagnement"):
        printed = RULES.amount(f"cpts.{mission}.variable").value(1)
        code = f"{mission}_variable"
        assert {key.measure: row for key, row in rows.items() if key.line == code} == {
            DROITS: (-printed // 2,) * 5,
            PRODUITS: (-printed // 2,) * 5,
            # what is paid in March is the year before's
            ENCAISSEMENTS: (-printed // 2,) * 5,
        }
    others = [row for key, row in rows.items() if key.measure in (DROITS, PRODUITS) and "variable" not in key.line]
    assert not any(map(any, others))


def test_parcours_at_half_from_2028() -> None:
    # size 1: parcours, part variable, 25 000 € printed
    assert RULES.amount("cpts.parcours.variable").value(1) == 2_500_000
    row = [PPM] * 3 + [PPM // 2] * 4  # the periods open in 2025, 2026, 2027, 2028…
    variant = under(cpts(), attainment={"parcours": row})
    found = gap(under(cpts(), attainment={"parcours": [PPM] * 7}), variant)
    assert found.years(PRODUITS) == (0, 0, -1_250_000, -1_250_000, -1_250_000)
    # paid two months after the anniversary: the year 2028 in March 2029
    assert found.years(ENCAISSEMENTS) == (0, 0, 0, -1_250_000, -1_250_000)


def test_crossing_forty_thousand_inhabitants() -> None:
    before, after = cpts(39_999), cpts(40_000)
    found = gap(before, after)
    assert list(found.in_order) == [TAILLE]
    rows = {key.line: row for key, row in zip(keys("CPTS"), found.table, strict=True) if key.measure == DROITS}
    # printed: fonctionnement 50 000 € in size 1, 60 000 € in size 2
    assert rows["fonctionnement"] == (1_000_000,) * 5
    for code in ("parcours_fixe", "parcours_variable", "prevention_fixe", "acces_fixe"):
        amount = RULES.amount(f"cpts.{code.replace('_', '.')}")
        assert rows[code] == (amount.value(2) - amount.value(1),) * 5
    assert not any(map(any, gap(cpts(40_000), cpts(79_999)).table)), "the same size is due the same"


def test_a_late_funder_moves_receipts_and_nothing_else() -> None:
    found = gap(cpts(), under(cpts(), funder_delay=3))
    assert list(found.in_order) == [DELAIS]
    for measure in (DROITS, PRODUITS, CHARGES, RESULTAT):
        assert found.years(measure) == (0,) * 5
    # the variable part paid in March comes in June: the year loses nothing; what is due in January comes in April
    assert found.years(ENCAISSEMENTS) == (0,) * 5
    late = gap(cpts(), under(cpts(), funder_delay=12))
    received = gap(cpts(), cpts()).before
    first = sum(row[0] for key, row in zip(keys("CPTS"), received, strict=True) if key.measure == ENCAISSEMENTS)
    # a year late: nothing in the first one, then what the year before would have brought
    assert late.years(ENCAISSEMENTS)[0] == -first


def test_a_mission_put_off_by_six_months() -> None:
    # qualité starts on 1 July 2026 rather than on 1 January: 184 days are left of 365
    reference = under(cpts(), starts={**STARTS, "qualite": SIGNED + 731})
    found = gap(reference, under(reference, shifts={"qualite": 6}))
    assert list(found.in_order) == [DATES]
    expected = 0
    for part in ("fixe", "variable"):
        printed = RULES.amount(f"cpts.qualite.{part}").value(1)
        # what is due is rounded to the cent, halves away from zero
        expected += -(printed - (2 * printed * 184 + 365) // (2 * 365))
    assert found.years(PRODUITS) == (expected, 0, 0, 0, 0)


def test_the_amounts_of_a_contract_are_the_barème() -> None:
    signed = Contract("contrat.csv", (ContractLine("cpts.fonctionnement", 5_500_000, 0, 0, "contrat"),))
    found = gap(cpts(), replace(cpts(), override=signed))
    assert list(found.in_order) == [BAREME]
    assert found.years(DROITS) == (500_000,) * 5


def test_a_yearly_rise_is_indexation_the_rest_of_the_line_another_input() -> None:
    rent = based("613", "Loyer", "", 0, Basis(quantity=Fraction(12), price=100_000))
    dearer = based("613", "Loyer", "", 0, Basis(quantity=Fraction(12), price=110_000, growth=20_000))
    found = gap(cpts(charges=(rent,)), cpts(charges=(dearer,)))
    assert list(found.in_order) == [INDEXATION, AUTRES]
    # 12 000 € a year rising by 2 %: 12 240,00, 12 484,80, 12 734,50, 12 989,19
    assert found.effect(INDEXATION, CHARGES) == (0, 24_000, 48_480, 73_450, 98_919)
    assert found.effect(AUTRES, CHARGES) == (120_000,) * 5
    # 13 200 € rising: 13 464,00, 13 733,28, 14 007,95, 14 288,11; what is left of the gap is their product
    assert found.years(CHARGES) == (120_000, 146_400, 173_328, 200_795, 228_811)
    assert found.effect(COMBINED, CHARGES) == (0, 2_400, 4_848, 7_345, 9_892)


def test_a_line_that_goes_takes_its_rise_with_it() -> None:
    rent = based("613", "Loyer", "", 0, Basis(quantity=Fraction(1), price=1_200_000, growth=20_000))
    paper = Entry("606", "Papier", "", 0, (10_000,) * 5)
    found = gap(cpts(charges=(rent, paper)), cpts(charges=(paper,)))
    assert list(found.in_order) == [AUTRES]
    assert found.years(CHARGES) == (-1_200_000, -1_224_000, -1_248_480, -1_273_450, -1_298_919)


def test_a_later_payment_of_a_line_is_a_delay() -> None:
    rent = Entry("613", "Loyer", "", 12, (1_200_000,) * 5)
    found = gap(cpts(charges=(rent,)), cpts(charges=(replace(rent, delay=1),)))
    assert list(found.in_order) == [DELAIS]
    assert found.years(CHARGES) == (0,) * 5
    assert found.years("tresorerie") == (1_200_000,) * 5, "December is paid in January"


def test_relative() -> None:
    assert relative(50, 200) == 250_000
    assert relative(-200, 200) == -1_000_000, "all of it"
    assert relative(50, 0) is None
    assert relative(50, -200) is None, "a share of a loss tells nothing"
    assert relative(-201, 200) is None, "nor does a gain that becomes a loss"


def test_causes_of_the_lowest_cash_over_the_horizon() -> None:
    def table(*lows: int) -> tuple[tuple[int, ...], ...]:
        return tuple(lows if key.measure == LOWEST else (0,) * 5 for key in keys("CPTS"))

    before, first, second = table(10, 5, 8, 9, 9), table(-6, 0, 0, 0, 0), table(0, -4, 1, 0, 0)
    after, nothing = table(4, 1, 9, 9, 9), table(0, 0, 0, 0, 0)
    effects = {"dates": first, "delais": second}
    found = Gap(cpts(), cpts(), before, after, {**effects, COMBINED: nothing}, effects)
    # lowest of all: 5 before, 1 after; 4 with the first cause alone, 1 with the second one alone
    assert found.over(LOWEST) == -4
    assert found.over_alone(LOWEST) == {"dates": -1, "delais": -4, COMBINED: 1}
    assert found.over_in_order(LOWEST) == {"dates": -1, "delais": -3}


def test_the_collector_of_cycles_is_left_as_it_was() -> None:
    seen: list[bool] = []

    def refused(structures: Sequence[Structure]) -> Sequence[Table]:
        seen.append(gc.isenabled())
        raise RuleError("aucun barème")

    for enabled in (True, False):
        (gc.enable if enabled else gc.disable)()
        try:
            explain([random_pair(1, "ESS")], EVALUATE)
            assert gc.isenabled() == enabled
            with pytest.raises(RuleError):
                explain([random_pair(1, "ESS")], refused)
            assert gc.isenabled() == enabled
        finally:
            gc.enable()
    assert seen == [False, False]
