"""The budget form and the compte rendu financier: lines, totals, balance, previous year, what does not balance."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from excel_tools.accounts.cerfa import Budget12156, by_line, cerfa
from excel_tools.accounts.chart import Own, default_chart, with_own
from excel_tools.accounts.postings import Posting, postings
from excel_tools.accounts.report15059 import done_by_line, report
from excel_tools.budget import Budget, build_budget
from excel_tools.dates import day
from excel_tools.errors import InputError
from excel_tools.funding.cpts import CptsContract
from excel_tools.rules import load_rules
from excel_tools.spending.entry import Entry
from excel_tools.structure import InKind, OneOff, Structure
from tests.random_small import random_esp, random_ess, random_msp
from tests.random_structures import random_cpts

RULES = load_rules()
CHART = default_chart(RULES)
FORM = CHART.form


def size_2() -> Budget:
    """A CPTS of size 2 signed on 1 January 2020, under the barème of 2019: only the access mission, from that day on.

    2020: 60 000 of fonctionnement, 17 500 fixed, 17 500 variable, 12 000 of SNP compensation, 45 000 of SNP envelope of
    which 30 000 are spent: 152 000 € of receipts and 15 000 € set aside (689).
    """
    contract = CptsContract(day(2020, 1, 1), [60_000] * 7, [0] * 7, {"acces": day(2020, 1, 1)})
    return build_budget(
        Structure(
            "CPTS des Monts",
            "CPTS",
            "Bretagne",
            contract,
            2020,
            charges=(
                Entry("6411", "Coordination", "", 0, (4_000_000, 4_080_000, 0, 0, 0)),
                Entry("6451", "Charges sociales", "", 0, (1_680_000, 1_713_600, 0, 0, 0)),
                Entry("6226", "Honoraires", "", 0, (250_050, 0, 0, 0, 0)),
                Entry("6227", "Frais d'actes", "", 0, (9_950, 0, 0, 0, 0)),
                Entry("6132", "Loyer", "", 0, (600_000, 600_000, 0, 0, 0)),
            ),
            incomes=(Entry("7561", "Cotisations", "", 0, (150_000, 160_000, 0, 0, 0)),),
            one_offs=(OneOff("FIR", day(2020, 3, 1), 1_000_000),),
            snp_spent=(3_000_000, 6_000_000, 0, 0, 0),
        ),
        RULES,
    )


def amounts(form: Budget12156) -> dict[str, tuple[int, int]]:
    rows = [*form.charges, *form.produits]
    return {row.code: (row.cents, row.previous) for row in rows if row.level in ("rubrique", "ligne") and row.cents}


def test_the_form_of_a_year_adds_up_line_by_line() -> None:
    form = cerfa(FORM, postings(size_2(), CHART), 1)
    assert amounts(form) == {
        "61": (600_000, 0),
        "61.locations": (600_000, 0),
        # 2 500.50 + 99.50
        "62": (260_000, 0),
        "62.honoraires": (260_000, 0),
        "64": (5_680_000, 0),
        "64.remuneration": (4_000_000, 0),
        "64.sociales": (1_680_000, 0),
        # 45 000 of envelope − 30 000 spent
        "68.dotations": (1_500_000, 0),
        # 60 000 + 2 × 17 500 + 12 000 + 45 000 of the caisse, 10 000 of the ARS
        "74": (16_200_000, 0),
        "74.sociaux": (15_200_000, 0),
        "74.etablissements": (1_000_000, 0),
        "75": (150_000, 0),
        "75.cotisations": (150_000, 0),
    }
    # 6 000 + 2 600 + 56 800 + 15 000 ; 162 000 + 1 500 ; 163 500 − 80 400
    assert form.row("charges", "total").cents == 8_040_000
    assert form.row("produits", "total").cents == 16_350_000
    assert form.row("charges", "solde").cents == 8_310_000
    assert form.row("produits", "solde").cents == 0
    assert form.row("charges", "equilibre").cents == form.row("produits", "equilibre").cents == 16_350_000
    assert form.problems == ()


def test_the_previous_year_stands_beside() -> None:
    rows = postings(size_2(), CHART)
    form = cerfa(FORM, rows, 2)
    assert form.row("charges", "64.remuneration").previous == 4_000_000
    assert form.row("charges", "64.remuneration").cents == 4_080_000
    # 60 000 spent on an envelope of 45 000: 15 000 are taken back
    assert form.row("produits", "78.reprises").cents == 1_500_000
    assert form.row("charges", "solde").previous == 8_310_000
    third = cerfa(FORM, rows, 3)
    assert [row.previous for row in third.charges] == [row.cents for row in form.charges]
    assert [row.previous for row in third.produits] == [row.cents for row in form.produits]


def test_the_year_before_the_horizon_is_the_treasurer_s() -> None:
    form = cerfa(FORM, postings(size_2(), CHART), 1, {"64.remuneration": 3_900_000, "74.sociaux": 3_800_000})
    assert form.row("charges", "64").previous == 3_900_000
    assert form.row("charges", "solde").previous == 0
    assert form.row("produits", "solde").previous == 100_000, "charges of 39 000 over 38 000 received"
    with pytest.raises(InputError, match="« 64 » n'est pas une ligne"):
        cerfa(FORM, (), 1, {"64": 1})


@pytest.mark.parametrize("year", [0, 6, -1])
def test_a_year_outside_the_horizon_is_refused(year: int) -> None:
    with pytest.raises(InputError, match="écrire de 1 à 5"):
        cerfa(FORM, (), year)


def test_a_deficit_stands_on_the_side_of_the_produits() -> None:
    rows = (
        Posting("641", "Salaires", (5_000,) * 5, CHART.find("641")),
        Posting("74", "Dotation", (3_000,) * 5, CHART.find("745")),
    )
    form = cerfa(FORM, rows, 1)
    assert form.row("charges", "solde").cents == 0
    assert form.row("produits", "solde").cents == 2_000
    assert form.row("charges", "equilibre").cents == form.row("produits", "equilibre").cents == 5_000


def test_contributions_in_kind_stay_out_of_the_totals_and_must_be_equal() -> None:
    rows = postings(
        size_2(),
        CHART,
        (
            InKind("864", "Réunions", (300_000,) * 5),
            InKind("861", "Salle prêtée", (120_000,) * 5),
            InKind("870", "Bénévolat", (300_000,) * 5),
        ),
    )
    form = cerfa(FORM, rows, 1)
    assert form.row("charges", "total").cents == 8_040_000
    assert form.row("charges", "nature").cents == 420_000
    assert form.row("produits", "nature").cents == 300_000
    assert form.problems == (
        "Contributions volontaires : 4\u202f200\u202f€ d'emplois (86), 3\u202f000\u202f€ de ressources (87) ; "
        "il manque 1\u202f200\u202f€ en 87.",
    )


def test_a_contribution_in_kind_that_is_none_is_refused() -> None:
    rows = (InKind("641", "Salaire", (1,) * 5), InKind("99", "Prêt", (1,) * 5), InKind("864", "Réunions", (1, 2)))
    with pytest.raises(InputError) as caught:
        postings(size_2(), CHART, rows)
    assert [message.split(" : ")[0] for message in caught.value.messages] == [
        "Contribution « Salaire »",
        "Contribution « Prêt »",
        "Contribution « Réunions »",
    ]


def test_what_does_not_balance_says_where() -> None:
    rows = (
        Posting("512", "Banque", (70_000, 0, 0, 0, 0), None),
        Posting("74", "Remboursement", (-50_000, 0, 0, 0, 0), CHART.find("748")),
    )
    assert cerfa(FORM, rows, 1).problems == (
        "Le compte 512 (« Banque », 700\u202f€) n'a pas de ligne sur le formulaire : il manque à un total.",
        "« Remboursement » est négatif (-500\u202f€) : il diminue la ligne « 74 – Autres établissements publics » au "
        "lieu d'être porté de l'autre côté.",
    )
    assert cerfa(FORM, rows, 2).problems == ()


def test_the_treasurer_s_own_lines_move_the_amounts() -> None:
    own = with_own(CHART, [Own("6226", "65.gestion")])
    form = cerfa(own.form, postings(size_2(), own), 1)
    assert form.row("charges", "65.gestion").cents == 250_050
    assert form.row("charges", "62.honoraires").cents == 9_950
    assert form.row("charges", "total").cents == 8_040_000


@pytest.mark.parametrize("kind", [random_cpts, random_msp, random_ess, random_esp])
def test_random_budgets_balance_and_agree_with_their_totals(kind: Callable[[random.Random], list[Structure]]) -> None:
    for seed in range(40):
        structure = kind(random.Random(seed))[0]
        extra = random.Random(seed + 1_000)
        structure = replace(
            structure,
            incomes=tuple(
                Entry(f"{extra.randint(70, 79)}{extra.randint(0, 99)}", "Divers", "", 0, (extra.randint(0, 10**6),) * 5)
                for _ in range(3)
            ),
        )
        budget = build_budget(structure, RULES)
        rows = postings(budget, CHART)
        for year in range(1, 6):
            form = cerfa(FORM, rows, year)
            assert form.row("charges", "equilibre").cents == form.row("produits", "equilibre").cents
            assert form.row("charges", "total").cents == budget.total_charges_years[year - 1]
            assert form.row("produits", "total").cents == budget.produits_years[year - 1]
            gap = form.row("charges", "solde").cents - form.row("produits", "solde").cents
            assert gap == budget.result_years[year - 1]
            assert sum(by_line(FORM, rows, year).values()) == sum(row.cents[year - 1] for row in rows)
            for side in ("charges", "produits"):
                printed = [row for row in form.side(side) if row.level == "rubrique"]
                of_total = [row.cents for row in printed if not row.code.startswith(("86", "87"))]
                assert sum(of_total) == form.row(side, "total").cents


def test_the_report_shows_budget_done_and_gap() -> None:
    budget = size_2()
    done = done_by_line(CHART, [("6411", 3_950_000), ("6451", 1_700_000), ("613", 600_000), (745, 13_450_000)])
    found = report(budget, FORM, postings(budget, CHART), 1, done, RULES)
    rows = {row.code: row for row in found.rows if row.level != "total"}
    assert (rows["64.remuneration"].budget, rows["64.remuneration"].done) == (4_000_000, 3_950_000)
    assert rows["64.remuneration"].gap == -50_000
    assert rows["64.remuneration"].share == 987_500, "39 500 / 40 000"
    assert (rows["64"].done, rows["64"].gap) == (5_650_000, -30_000)
    assert rows["65.gestion"].share is None
    charges, produits = (
        next(row for row in found.side(side) if row.code == "total") for side in ("charges", "produits")
    )
    # 39 500 + 17 000 + 6 000 of 80 400 foreseen
    assert (charges.budget, charges.done, charges.gap) == (8_040_000, 6_250_000, -1_790_000)
    assert (produits.budget, produits.done) == (16_350_000, 13_450_000)
    assert found.result == (8_310_000, 7_200_000)
    # the fiscal year ends on 31 December 2020: six months later
    assert found.due == day(2021, 6, 30)
    funds = found.funds[0]
    assert (funds.opening, funds.set_aside, funds.taken_back, funds.closing) == (0, 1_500_000, 0, 1_500_000)
    assert funds.opening + funds.set_aside - funds.taken_back == funds.closing
    assert produits.share is not None
    assert Fraction(produits.share, 10**6) == Fraction(822_630, 10**6), "134 500 / 163 500 = 0.82262996…"


def test_what_was_done_on_unknown_accounts_or_lines_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        done_by_line(CHART, [("6411", 1), ("512", 2), ("abc", 3)])
    assert [message.split(" : ")[0] for message in caught.value.messages] == ["réalisé, ligne 2", "réalisé, ligne 3"]
    budget = size_2()
    with pytest.raises(InputError, match="réalisé : « 64 » n'est pas une ligne du formulaire"):
        report(budget, FORM, postings(budget, CHART), 1, {"64": 1}, RULES)
