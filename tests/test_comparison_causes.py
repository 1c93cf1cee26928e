"""Each input belongs to one cause; a structure that takes all of them from another one is worth the other one."""

from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.budget import build_budget
from excel_tools.comparison.causes import (
    ANSWER_CAUSES,
    AUTRES,
    BAREME,
    CAUSE_LABELS,
    CAUSES,
    COMBINED,
    CONTRACT_CAUSES,
    DATES,
    DELAIS,
    IDENTITY,
    INDEXATION,
    STRUCTURE_CAUSES,
    TAILLE,
    blend,
    check_comparable,
    substitution,
)
from excel_tools.comparison.lines import matches
from excel_tools.dates import day
from excel_tools.errors import InputError, RuleError
from excel_tools.funding.esp import EspContract
from excel_tools.funding.families import FAMILIES
from excel_tools.funding.msp import MspContract
from excel_tools.funding.msp_data import MspData
from excel_tools.rules import Contract, ContractLine
from excel_tools.spending.entry import Basis, Entry, based
from excel_tools.spending.staff import Post
from excel_tools.structure import KINDS, Structure
from tests.comparison_support import ALL_CAUSES, EVALUATE, RULES, cpts, gap, random_pair, under

seeds, kinds = st.integers(0, 10**6), st.sampled_from(KINDS)


@settings(max_examples=40)
@given(seeds, kinds)
def test_all_the_causes_together_are_the_variant(seed: int, kind: str) -> None:
    reference, variant = random_pair(seed, kind)
    blended = blend(reference, variant, ALL_CAUSES)
    assert blended.name == reference.name, "which structure it is does not change"
    first, second = EVALUATE([blended, variant])
    assert first == second
    assert blend(reference, variant, ()) is reference
    assert blend(reference, reference, ALL_CAUSES) is reference


@settings(max_examples=40)
@given(seeds, kinds)
def test_causes_are_taken_one_after_the_other_in_any_order(seed: int, kind: str) -> None:
    reference, variant = random_pair(seed, kind)
    for cause in CAUSES:
        others = [other for other in CAUSES if other != cause]
        step = blend(reference, variant, others)
        assert EVALUATE([blend(step, variant, {cause})]) == EVALUATE([variant])


def test_every_cause_has_words() -> None:
    assert list(CAUSE_LABELS) == [*CAUSES, COMBINED]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_contract_has_a_cause(kind: str) -> None:
    structure, _ = random_pair(1, kind)
    known = set(CONTRACT_CAUSES[kind]) | ({"years"} if kind == "MSP" else set())
    assert {field.name for field in fields(structure.contract)} == known, "give the new field its cause"
    assert set(CONTRACT_CAUSES[kind].values()) <= set(CAUSES)
    assert set(ANSWER_CAUSES) <= {field.name for field in fields(MspData)}


def test_every_field_of_a_structure_has_a_cause() -> None:
    here = {field.name for field in fields(Structure)}
    told = {"contract", "charges", "incomes", "posts"} | set(IDENTITY) | set(STRUCTURE_CAUSES)
    # an input that is none of these is « Autres saisies »: agree to it here
    assert here - told == {
        "opening_cash",
        "opening_dedicated",
        "dedicated_spent",
        "dedicated_mission",
        "opening_payables",
        "opening_receivables",
        "one_offs",
        "snp_spent",
        "indemnities",
    }


def _changed(structure: Structure, name: str, value: Any) -> tuple[str, ...]:
    return substitution(structure, replace(structure, **{name: value})).causes


def test_each_field_alone_is_its_own_cause() -> None:
    structure = cpts()
    assert _changed(structure, "opening_cash", 1) == (AUTRES,)
    assert _changed(structure, "social_delay", 2) == (DELAIS,)
    assert _changed(structure, "override", Contract("c", (ContractLine("cpts.avance.taux", 1),))) == (BAREME,)
    assert _changed(structure, "region", "Corse") == (), "where it stands is no cause"
    for name, cause, value in (
        ("signature", DATES, day(2024, 2, 1)),
        ("population", TAILLE, [1] * 7),
        ("growth", TAILLE, [0, 0, 1, 1, 1, 1, 1]),
        ("starts", DATES, {}),
        ("renewal", DATES, 0),
        ("funder_delay", DELAIS, 1),
    ):
        assert substitution(structure, under(structure, **{name: value})).causes == (cause,)


def test_what_is_not_said_is_what_is_supposed() -> None:
    said = under(
        cpts(),
        shifts={"acces": 0},
        attainment={"parcours": (1_000_000,) * 7},
        growth=(0,) * 7,
        population=(30_000,) * 7,
    )
    assert substitution(cpts(), said).causes == ()


def test_answers_of_a_msp() -> None:
    years = (MspData(patientele=5000, ps_associes=10, protocoles=4),) * 7
    contract = MspContract(day(2024, 1, 1), years)
    structure = Structure("MSP", "MSP", "Bretagne", contract, 2026)
    other = under(
        structure, years=tuple(replace(year, patientele=6000, ps_associes=12, protocoles=5) for year in years)
    )
    assert substitution(structure, other).causes == ("taille", "atteinte", "autres")
    taken = blend(structure, other, {TAILLE}).contract
    assert isinstance(taken, MspContract)
    assert {(year.patientele, year.ps_associes, year.protocoles) for year in taken.years} == {(6000, 10, 4)}


def test_the_forfait_of_an_esp_and_the_dates_it_holds_for_go_together() -> None:
    # no amount is known in Centre-Val de Loire after 2025: the one who goes on gives it
    known = EspContract("Centre-Val de Loire", [4] * 7, day(2024, 1, 1), end=day(2025, 12, 31))
    given = replace(known, end=0, amount=700_000)
    before, after = (Structure("ESP", "ESP", "Centre-Val de Loire", one, 2025) for one in (known, given))
    with pytest.raises(RuleError):
        build_budget(under(before, end=0), RULES)
    for pair in ((before, after), (after, before)):
        found = gap(*pair)
        assert list(found.in_order) == [BAREME]
    assert list(gap(before, under(before, end=day(2025, 6, 30))).in_order) == [DATES]


def test_only_the_same_structure_over_the_same_years_compares() -> None:
    check_comparable(cpts(), cpts())
    with pytest.raises(InputError, match="01/2026 et 07/2026"):
        check_comparable(cpts(), replace(cpts(), first_month=7))
    msp, _ = random_pair(3, "MSP")
    with pytest.raises(InputError, match=r"est une CPTS, .* une MSP"):
        check_comparable(cpts(), replace(msp, first_exercice=2026, first_month=1))


def _line(account: str, label: str, growth: int = 0) -> Entry:
    return based(account, label, "", 0, Basis(quantity=Fraction(1), price=1000, growth=growth))


def test_lines_are_matched_by_name_then_by_place() -> None:
    rent, paper, other = _line("613", "Loyer"), _line("606", "Papier"), _line("613", "Loyer et charges")
    assert matches((rent, paper), (paper, rent)) == (1, 0)
    assert matches((rent, paper), (other, paper)) == (0, 1), "renamed where it stands"
    assert matches((paper,), (other,)) == (None,), "a purchase is not a rent renamed"
    assert matches((rent, rent), (rent, rent, rent)) == (0, 1, None)
    assert matches((), (rent,)) == (None,)


def test_a_rise_is_that_of_the_same_line_wherever_it_stands() -> None:
    before = cpts(charges=(_line("613", "Loyer"), _line("606", "Papier")))
    after = cpts(charges=(_line("606", "Papier", 10_000), _line("626", "Téléphone"), _line("613", "Loyer", 20_000)))
    risen = blend(before, after, {INDEXATION}).charges
    assert [(line.label, line.basis.growth) for line in risen if line.basis] == [("Loyer", 20_000), ("Papier", 10_000)]
    others = blend(before, after, {AUTRES}).charges
    assert [(line.label, line.basis.growth) for line in others if line.basis] == [
        ("Papier", 0),
        ("Téléphone", 0),
        ("Loyer", 0),
    ]


def test_typed_amounts_have_no_rise_to_take() -> None:
    typed, computed = Entry("613", "Loyer", "", 0, (1000,) * 5), _line("613", "Loyer", 20_000)
    for pair in ((typed, computed), (computed, typed)):
        before, after = (cpts(charges=(line,)) for line in pair)
        assert substitution(before, after).causes == (AUTRES,)


def test_a_post_that_leaves_and_one_that_rises() -> None:
    first, second = Post("Coordination", "", 300_000, 420_000), Post("Secrétariat", "", 200_000, 420_000)
    before, after = cpts(posts=(first, second)), cpts(posts=(replace(second, growth=20_000),))
    assert substitution(before, after).causes == (INDEXATION, AUTRES)
    assert blend(before, after, {INDEXATION}).posts == (first, replace(second, growth=20_000))
    assert blend(before, after, {AUTRES}).posts == (second,)


def test_every_family_is_known() -> None:
    assert set(CONTRACT_CAUSES) == set(FAMILIES)
