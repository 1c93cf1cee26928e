"""What a treasurer says of the form: funders, contributions in kind, own lines; it balances or says why."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.accounts.cerfa import cerfa
from excel_tools.accounts.chart import chart_of, default_chart
from excel_tools.accounts.funders import FUNDERS
from excel_tools.accounts.postings import postings
from excel_tools.accounts.report15059 import LESS, MORE, ReportRow
from excel_tools.budget import build_budget
from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract
from excel_tools.rules import load_rules
from excel_tools.structure import FormEntries, InKind, OneOff, Structure
from tests.random_small import random_esp, random_ess, random_msp
from tests.random_structures import random_cpts

RULES = load_rules()
CHART = default_chart(RULES)
LEAVES = [line.code for line in CHART.form.leaves]
KINDS: tuple[Callable[[random.Random], list[Structure]], ...] = (random_cpts, random_msp, random_ess, random_esp)
CENTS = st.integers(0, 10**8)


def cpts(**more: Any) -> Structure:
    """Size 2 signed on 1 January 2026: 60 000 € a year when no mission is engaged."""
    contract = CptsContract(day(2026, 1, 1), [60_000] * 7, [0] * 7, {})
    return replace(Structure("CPTS des Monts", "CPTS", "Bretagne", contract, 2026), **more)


def produits(structure: Structure, year: int = 1) -> dict[str, int]:
    budget = build_budget(structure, RULES)
    chart = chart_of(structure, RULES)
    form = cerfa(chart.form, postings(budget, chart), year, structure.form.before)
    return {row.code: row.cents for row in form.produits if row.level == "ligne" and row.cents}


def test_an_aid_goes_to_the_line_of_its_funder() -> None:
    aids = (
        OneOff("Démarrage", day(2026, 3, 1), 1_200_000),
        OneOff("Département", day(2026, 6, 30), 500_000, funder="Département"),
        OneOff("Fondation", day(2027, 1, 5), 90_000, funder="Privé"),
        OneOff("Trop-perçu", day(2026, 5, 15), -325_080, funder="Organisme social"),
    )
    # 60 000 of the contract less 3 250.80 given back to the caisse
    assert produits(cpts(one_offs=aids)) == {
        "74.departement": 500_000,
        "74.sociaux": 5_674_920,
        "74.etablissements": 1_200_000,
    }
    assert produits(cpts(one_offs=aids), 2) == {"74.sociaux": 6_000_000, "74.prives": 90_000}


def test_every_funder_has_a_line_of_subsidies() -> None:
    lines = {CHART.form.line(code) for code in FUNDERS.values()}
    assert None not in lines
    assert {line.heading for line in lines if line is not None} == {"74"}


def test_own_lines_of_accounts_and_receipts_are_the_structure_s() -> None:
    bounds = {60_000_000: "65.gestion", 70_000_000: "75.autres", 86_000_000: "86.benevolat"}
    structure = cpts(form=FormEntries(bounds=bounds, receipts={"fonctionnement": "74.etat"}))
    chart = chart_of(structure, RULES)
    assert chart.find("641").code == "65.gestion"
    assert chart.receipt("CPTS", "fonctionnement").code == "74.etat"
    assert chart.receipt("CPTS", "acces_fixe").code == "74.sociaux"
    assert produits(structure) == {"74.etat": 6_000_000}


@pytest.mark.parametrize(
    ("budget", "done", "said"),
    [
        # 10 % of 20 000 is 2 000: up to it nothing is to be said
        (2_000_000, 2_200_000, ""),
        (2_000_000, 2_200_001, MORE),
        (2_000_000, 1_799_999, LESS),
        # 10 % of 1 000 is less than 500
        (100_000, 150_000, ""),
        (100_000, 150_001, MORE),
        (0, 50_001, MORE),
        (-100_000, -150_001, LESS),
    ],
)
def test_a_gap_beyond_both_limits_is_to_be_said(budget: int, done: int, said: str) -> None:
    assert ReportRow("charges", "60.autres", "Autres", "ligne", budget, done).to_say(50_000, 100_000) == said


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(KINDS),
    st.integers(0, 10**6),
    st.lists(
        st.tuples(st.sampled_from(["860", "861", "862", "864", "870", "871", "875"]), st.tuples(*[CENTS] * 5)),
        max_size=8,
    ),
    st.booleans(),
    st.dictionaries(st.sampled_from(LEAVES), st.integers(-(10**8), 10**8), max_size=12),
    st.sampled_from([None, 61_000_000, 64_000_000]),
    st.lists(st.sampled_from(["", *FUNDERS]), min_size=6, max_size=6),
)
def test_the_form_balances_or_says_why(
    kind: Callable[[random.Random], list[Structure]],
    seed: int,
    in_kind: list[tuple[str, tuple[int, ...]]],
    mirrored: bool,
    before: dict[str, int],
    hole: int | None,
    funders: list[str],
) -> None:
    """Whatever is said of the form: both sides equal, its totals those of the budget, else a sentence for each gap."""
    structure = kind(random.Random(seed))[0]
    given_rows = tuple(InKind(account, "Bénévolat", cents) for account, cents in in_kind)
    if mirrored:
        other = {"8": "86", "6": "870", "7": "864"}
        given_rows += tuple(InKind(other[row.account[1]], row.label, row.cents) for row in given_rows)
    bounds = dict(zip(CHART.bounds, CHART.lines, strict=True))
    if hole is not None:
        bounds[hole] = ""
    own = FormEntries(in_kind=given_rows, before=before, bounds=dict(sorted(bounds.items())))
    aids = tuple(replace(aid, funder=word) for aid, word in zip(structure.one_offs, funders, strict=False))
    budget = build_budget(replace(structure, one_offs=aids, form=own), RULES)
    chart = chart_of(budget.structure, RULES)
    rows = postings(budget, chart)
    for year in range(1, 6):
        form = cerfa(chart.form, rows, year, before)
        lost = [row for row in rows if row.line is None and row.cents[year - 1]]
        used, given_back = form.row("charges", "nature").cents, form.row("produits", "nature").cents
        assert form.row("charges", "equilibre").cents == form.row("produits", "equilibre").cents
        assert form.row("charges", "equilibre").previous == form.row("produits", "equilibre").previous
        assert form.row("produits", "total").cents == budget.produits_years[year - 1]
        missing = budget.total_charges_years[year - 1] - form.row("charges", "total").cents
        assert missing == sum(row.cents[year - 1] for row in lost)
        told = [text for text in form.problems if "n'a pas de ligne" in text]
        assert len(told) == len(lost)
        assert all(f"compte {row.account}" in text for row, text in zip(lost, told, strict=True))
        assert (used != given_back) == any("il manque" in text and "volontaires" in text for text in form.problems)
        assert not (mirrored and used != given_back)
        if year == 1:
            assert form.row("charges", "total").previous == sum(
                cents
                for code, cents in before.items()
                if (line := CHART.form.line(code)) and line.side == "charges" and line.part != "nature"
            )
