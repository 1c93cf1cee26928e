"""Fonds dédiés of several envelopes: what is not spent waits in account 194."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.budget import build_budget, by_mission
from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.dedicated import Envelope, dormant, roll, together
from excel_tools.funding.ess import EssContract
from excel_tools.money import french_euros
from excel_tools.rules import load_rules
from excel_tools.structure import OneOff, Structure

RULES = load_rules()


def ess(*aids: OneOff, opening: int = 0, spent: tuple[int, ...] = (0,) * 5) -> Structure:
    contract = EssContract(day(2027, 1, 1), [5_000_000] * 7)
    return Structure("ESS", "ESS", "", contract, 2027, one_offs=aids, opening_dedicated=opening, dedicated_spent=spent)


def test_an_earmarked_aid_rolls_forward_until_it_is_spent() -> None:
    # 30 000 € received in May 2027, of which 12 000 € are spent in 2027, 10 000 € in 2028, 9 000 € in 2029
    aid = OneOff("Prévention", day(2027, 5, 3), 3_000_000, earmarked=True, spent=(1_200_000, 1_000_000, 900_000, 0, 0))
    budget = build_budget(ess(aid), RULES)
    fund = budget.funds[1]
    assert fund.dotation == (1_800_000, 0, 0, 0, 0)
    # the 9 000 € of 2029 meet the 8 000 € that are left
    assert fund.reprise == (0, 1_000_000, 800_000, 0, 0)
    assert fund.cloture == (1_800_000, 800_000, 0, 0, 0)
    plain = build_budget(ess(OneOff("Prévention", day(2027, 5, 3), 3_000_000)), RULES)
    gaps = [one - other for one, other in zip(budget.result_years, plain.result_years, strict=True)]
    assert gaps == [-1_800_000, 1_000_000, 800_000, 0, 0]
    assert budget.months == plain.months, "689 and 789 are not cash"
    told = [notice.text for notice in budget.notices if notice.code == "fonds-dedies"]
    assert told == [
        f"Exercice 2029 : {french_euros(900_000)} dépensés sur « Prévention », dont {french_euros(800_000)} seulement "
        "sont couverts par l'enveloppe et les fonds dédiés."
    ]


def test_envelopes_stay_apart_and_add_up() -> None:
    # what is left of one aid does not pay for another
    first = OneOff("A", day(2027, 1, 10), 1_000_000, earmarked=True)
    second = OneOff("B", day(2028, 1, 10), 500_000, earmarked=True, spent=(0, 700_000, 0, 0, 0))
    budget = build_budget(ess(first, second, opening=200_000, spent=(50_000, 0, 0, 0, 0)), RULES)
    assert [fund.cloture[-1] for fund in budget.funds] == [150_000, 1_000_000, 0]
    assert budget.dedicated.cloture == (1_150_000,) * 5
    assert budget.dedicated.ouverture[0] == 200_000


def test_older_funds_stay_apart_from_the_envelope_of_the_contract() -> None:
    """Size 2 under the barème of 2019: 45 000 € of SNP envelope a year, 40 000 € spent; 7 000 € of older funds.

    5 000 € of the envelope wait, 3 000 € of the older ones are spent in 2021 by another mission, and none by the SNP.
    """
    contract = CptsContract(day(2020, 1, 1), [60_000] * 7, [0] * 7, {"acces": day(2020, 1, 1)})
    structure = Structure(
        "CPTS",
        "CPTS",
        "",
        contract,
        2020,
        opening_dedicated=700_000,
        dedicated_spent=(0, 300_000, 0, 0, 0),
        dedicated_mission="prevention",
        snp_spent=(4_000_000, 4_500_000, 4_500_000, 4_500_000, 4_500_000),
    )
    budget = build_budget(structure, RULES)
    snp, older = budget.funds
    assert (snp.ouverture[0], snp.dotation[0], snp.cloture[0]) == (0, 500_000, 500_000)
    assert older.reprise == (0, 300_000, 0, 0, 0)
    assert older.cloture == (700_000, 400_000, 400_000, 400_000, 400_000)
    # the years of the older funds bring and cost nothing else
    without = build_budget(replace(structure, opening_dedicated=0, dedicated_spent=(0,) * 5), RULES)
    gaps = {
        mission.mission: [one - other for one, other in zip(mission.recoit, plain.recoit, strict=True)]
        for mission, plain in zip(by_mission(budget), by_mission(without), strict=True)
    }
    assert gaps.pop("prevention") == [0, 300_000, 0, 0, 0]
    assert not any(any(gap) for gap in gaps.values())


def test_money_of_which_nothing_is_spent_for_two_years_is_dormant() -> None:
    # 6 000 € come in the first year; 1 000 € are spent in the fourth: the fifth has only one year without spending
    assert dormant(roll(Envelope("A", [600, 0, 0, 0, 0], [0, 0, 0, 100, 0]))) == (0, 600, 600, 0, 0)
    # 500 € at the opening, 200 € more in the third year, which are not two years old: 500 € then 700 €
    assert dormant(roll(Envelope("B", [0, 0, 200, 0, 0], [0] * 5, 500))) == (0, 500, 500, 700, 700)
    assert dormant(roll(Envelope("C", [0] * 5, [10, 10, 0, 10, 0], 500))) == (0,) * 5


def test_a_repayment_or_an_unmarked_aid_is_no_envelope_to_keep() -> None:
    back = OneOff("Reversement", day(2027, 5, 3), -300_000, earmarked=True)
    unmarked = OneOff("Libre", day(2027, 5, 3), 300_000, spent=(100_000, 0, 0, 0, 0))
    budget = build_budget(ess(back, unmarked), RULES)
    assert budget.dedicated.dotation == budget.dedicated.reprise == (0,) * 5
    assert len(budget.envelopes) == 2, "an aid that is not earmarked has no fonds dédiés"


cents = st.integers(0, 10**10)
envelopes = st.builds(
    Envelope,
    label=st.just("Aide"),
    entree=st.lists(cents, min_size=5, max_size=5),
    depense=st.lists(cents, min_size=5, max_size=5),
    opening=cents,
)


@given(st.lists(envelopes, min_size=1, max_size=7))
def test_fonds_dedies_roll_forward(given_envelopes: list[Envelope]) -> None:
    parts = [roll(envelope) for envelope in given_envelopes]
    for funds in (*parts, together(parts)):
        assert funds.ouverture[1:] == funds.cloture[:-1]
        for year in range(5):
            assert funds.ouverture[year] + funds.entree[year] - funds.utilise[year] == funds.cloture[year] >= 0
            assert funds.ouverture[year] + funds.dotation[year] - funds.reprise[year] == funds.cloture[year]
            assert funds.utilise[year] <= funds.depense[year]


@given(st.lists(envelopes, min_size=1, max_size=4))
def test_a_whole_portfolio_at_once_gives_the_same(many: list[Envelope]) -> None:
    def array(values: list[int]) -> object:
        return np.array(values, dtype=np.int64)

    at_once = roll(
        Envelope(
            "Aides",
            [array([one.entree[year] for one in many]) for year in range(5)],
            [array([one.depense[year] for one in many]) for year in range(5)],
            array([one.opening for one in many]),
        )
    )
    for rank, one in enumerate(many):
        assert [int(year[rank]) for year in at_once.cloture] == list(roll(one).cloture)
        assert [int(year[rank]) for year in at_once.reprise] == list(roll(one).reprise)
