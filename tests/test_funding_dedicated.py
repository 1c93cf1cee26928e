"""Fonds dédiés of several envelopes: what is not spent waits in account 194."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.budget import build_budget
from excel_tools.dates import day
from excel_tools.funding.dedicated import Envelope, roll, together
from excel_tools.funding.ess import EssContract
from excel_tools.money import french_euros
from excel_tools.rules import load_rules
from excel_tools.structure import OneOff, Structure

RULES = load_rules()


def ess(*aids: OneOff, opening: int = 0, spent: tuple[int, ...] = (0,) * 5) -> Structure:
    contract = EssContract(day(2027, 1, 1), [5_000_000] * 7)
    return Structure("ESS", "ESS", "", contract, 2027, one_offs=aids, opening_dedicated=opening, snp_spent=spent)


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
