"""The figures of many structures at once are those of each of them, to the cent."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from excel_tools.budget import build_budget
from excel_tools.comparison.arrays import CHUNK, evaluate_arrays
from excel_tools.comparison.figures import Cells, figures, keys
from excel_tools.comparison.gap import added, explain, less
from excel_tools.dates import day
from excel_tools.errors import RuleError
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.msp_data import ALWAYS
from excel_tools.rules import Contract, ContractLine
from excel_tools.spending.entry import Entry
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.structure import OneOff, Structure
from excel_tools.vector import PPM
from tests.comparison_support import EVALUATE, MAKERS, RULES, attainment, cpts, random_pair, under
from tests.random_small import random_answers

ARRAYS = evaluate_arrays(RULES)


NO_LINE = Entry("", "", "", 0, (0,) * 5)
CASHLESS_INCOMES = tuple(Entry(account, "Reprise", "", 3, (12_345,) * 5, 4, 2) for account in ("777", "781"))


def indexed(rng: random.Random, structure: Structure) -> Structure:
    """The structure under prices, wages and delays of its own, blank rows and lines that move no money, now and then.

    Its opening fonds dédiés serve a mission or none, and its aids are said to come from someone: no figure changes.
    """
    index = tuple(rng.randint(800_000, 1_300_000) for _ in range(5))
    return replace(
        structure,
        price_index=rng.choice((structure.price_index, index)),
        wage_index=rng.choice((structure.wage_index, index[::-1])),
        charges_delay=rng.choice((0, rng.randint(0, 3))),
        charges=rng.choice(((), (NO_LINE,))) + structure.charges,
        incomes=rng.choice(((), (NO_LINE,), CASHLESS_INCOMES)) + structure.incomes,
        posts=rng.choice(((), (Post("", "", 0, 0),))) + structure.posts,
        indemnities=rng.choice(((), (Indemnity("", "", 0, (0,) * 5),))) + structure.indemnities,
        one_offs=tuple(replace(aid, funder=rng.choice(("", "Région"))) for aid in structure.one_offs),
        dedicated_mission=rng.choice(("", structure.dedicated_mission)),
    )


@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(sorted(MAKERS)), min_size=1, max_size=8))
@hypothesis_settings(max_examples=40)
def test_any_mix_of_structures_has_the_figures_of_each(rng: random.Random, kinds: list[str]) -> None:
    mixed = [indexed(rng, one) for kind in kinds for one in MAKERS[kind](rng)]
    rng.shuffle(mixed)
    found = ARRAYS(mixed)
    assert all(isinstance(table, Cells) for table in found)
    assert [tuple(table) for table in found] == EVALUATE(mixed)


@given(st.integers(0, 10**6), st.sampled_from(sorted(MAKERS)))
@hypothesis_settings(max_examples=20)
def test_a_gap_and_its_causes_are_the_same_by_arrays(seed: int, kind: str) -> None:
    pair = random_pair(seed, kind)
    (by_arrays,), (by_numbers,) = explain([pair], ARRAYS), explain([pair], EVALUATE)
    for name in ("before", "after", "table"):
        assert tuple(getattr(by_arrays, name)) == getattr(by_numbers, name)
    for name in ("alone", "in_order"):
        found, expected = getattr(by_arrays, name), getattr(by_numbers, name)
        assert {cause: tuple(table) for cause, table in found.items()} == expected
        assert list(found) == list(expected)


@given(st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=40)
def test_years_of_a_msp_that_its_answers_see_alike_are_counted_as_each_of_them(rng: random.Random) -> None:
    (one, *_), data = MAKERS["MSP"](rng), random_answers(rng)
    signed = (day(2026, 1, 1), day(2026, 2, 28), day(2027, 10, 5), day(2028, 2, 29), day(2033, 6, 1))
    ends = (0, 0, day(2028, 2, 29), day(2029, 12, 31), day(2030, 7, 14))
    # software acquired on the first day of a year, on the next one, in a leap year, before all of them
    acquired = (ALWAYS, day(2020, 5, 1), day(2028, 1, 1), day(2028, 1, 2), day(2030, 3, 31))
    same = replace(data, si_standard=rng.choice(acquired), si_avance=rng.choice((0, *acquired)), nouvelle_structure=1)
    several = [
        under(
            one,
            signature=rng.choice(signed),
            ends_on=rng.choice(ends),
            renewal=rng.randint(0, 1),
            years=(answers,) * 7,
            growth=(0, 0) + (rng.randint(-20_000, 20_000),) * 5,
            attainment=tuple(rng.randint(0, PPM) for _ in range(7)),
        )
        for answers in (data, same)
        for _ in range(6)
    ]
    found = ARRAYS(several)
    assert all(isinstance(table, Cells) for table in found)
    assert [tuple(table) for table in found] == EVALUATE(several)


def test_a_figure_known_by_hand() -> None:
    # parcours, taille 1: 17 500 € of variable part in the barème of 2022; half of it is attained
    structure = under(cpts(), attainment=attainment(500_000))
    contract = Contract("contrat", (ContractLine("cpts.parcours.variable", 17_500_00),))
    (table,) = ARRAYS([replace(structure, override=contract)])
    row = [(key.measure, key.line) for key in keys("CPTS")].index(("produits", "parcours_variable"))
    assert table[row] == (8_750_00,) * 5


def test_what_moves_no_money_is_in_the_result_and_never_in_the_cash() -> None:
    one = replace(cpts(), charges=(NO_LINE, Entry("6811", "Amortissements", "", 0, (1_200_00,) * 5, 0, 3)))
    before, after = ARRAYS([cpts(), one])
    rows = {(key.measure, key.line): rank for rank, key in enumerate(keys("CPTS"))}
    gaps = less(after, before)
    assert gaps[rows["resultat", ""]] == (-1_200_00,) * 5
    assert gaps[rows["charges", "68"]] == (1_200_00,) * 5
    assert gaps[rows["tresorerie", ""]] == gaps[rows["tresorerie_basse", ""]] == (0,) * 5


def test_older_fonds_dedies_are_apart_from_the_envelope_of_the_contract() -> None:
    older = replace(cpts(), opening_dedicated=5_000_00)
    spent = replace(older, dedicated_spent=(0, 3_000_00, 4_000_00, 0, 0))
    rows = {(key.measure, key.line): rank for rank, key in enumerate(keys("CPTS"))}
    before, after = ARRAYS([older, spent])
    # 3 000 € in the second year, then the 2 000 € left, whatever the SNP envelope holds
    assert less(after, before)[rows["resultat", ""]] == (0, 3_000_00, 2_000_00, 0, 0)


def test_overrides_of_their_own_do_not_mix() -> None:
    contracts = [Contract(f"{cents}", (ContractLine("cpts.fonctionnement", cents),)) for cents in (1_00, 2_00, 3_00)]
    amended = Contract("avenant", (ContractLine("cpts.fonctionnement", 9_00, 0, day(2028, 1, 1)),))
    rated = Contract("taux", (ContractLine("cpts.avance.taux", 500_000),))
    several = [replace(cpts(), override=one) for one in (*contracts, amended, rated, None)]
    found = ARRAYS(several)
    assert [tuple(table) for table in found] == EVALUATE(several)
    assert [table[0] for table in found[:3]] == [(1_00,) * 5, (2_00,) * 5, (3_00,) * 5]


def test_more_cases_than_a_chunk_and_the_same_case_twice() -> None:
    one, other = cpts(), cpts(150_000)
    found = ARRAYS([one, other] * (CHUNK // 2 + 1))
    assert len(found) == CHUNK + 2
    assert {tuple(table) for table in found} == set(EVALUATE([one, other]))
    assert found[0] == found[-2]
    assert ARRAYS([]) == []


def test_what_is_computed_is_told_kind_by_kind() -> None:
    told: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        told.append((done, total))

    esp = Structure("ESP", "ESP", "Pays de la Loire", EspContract("", [3] * 7, day(2024, 1, 1), amount=8_000_00), 2026)
    evaluate_arrays(RULES, note)([cpts(), esp, cpts(150_000)])
    assert told == [(2, 3), (3, 3)]


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, charges=(Entry("6132", "Loyer", "", 0, (10**15,) * 5),)),
        lambda one: replace(one, opening_cash=10**30),
        lambda one: under(one, population=[10**12] * 7),
        lambda one: replace(one, one_offs=(OneOff("Aide", day(2027, 1, 1), 10**20),)),
        lambda one: replace(one, override=Contract("c", (ContractLine("cpts.parcours.variable", 10**16),))),
        lambda one: replace(one, snp_spent=(10**25,) * 5),
    ],
)
def test_what_does_not_fit_an_array_is_computed_by_numbers(change: Callable[[Structure], Structure]) -> None:
    both = [cpts(), change(cpts())]
    assert [tuple(table) for table in ARRAYS(both)] == EVALUATE(both)


def test_what_no_barème_covers_is_refused_in_the_same_words() -> None:
    early = Structure("ESS", "ESS", "Grand Est", EssContract(day(2024, 6, 1), [50_000_00] * 7), 2025)
    ended = Structure(
        "ESP", "ESP", "Centre-Val de Loire", EspContract("Centre-Val de Loire", [3] * 7, day(2024, 1, 1)), 2026
    )
    for refused in (early, ended):
        with pytest.raises(RuleError) as one:
            EVALUATE([refused])
        with pytest.raises(RuleError) as many:
            ARRAYS([cpts(), refused])
        assert many.value.messages == one.value.messages


def test_cells_read_as_rows_of_plain_numbers() -> None:
    table = figures(build_budget(cpts(), RULES))
    cells = Cells(np.array(table))
    assert cells == table
    assert hash(cells) == hash(table)
    assert cells[3] == table[3]
    assert cells[1:3] == table[1:3]
    assert type(cells[0][0]) is int
    assert len(cells) == len(table)
    assert cells != table[1:]
    assert cells != 3
    assert less(cells, cells) == less(table, table)
    assert less(cells, table) == less(table, table)
    assert added([cells, cells], cells) == added([table, table], table)
