"""CPTS.BUDGET and CPTS.ECHEANCIER against the rules, written out; ESS.BUDGET; parts add up whatever the contract."""

import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from excel_tools.errors import ExcelToolsError
from excel_tools.functions import call, explain
from excel_tools.funding.cpts_table import MISSIONS

ONE = "parcours|2024-09-01|80%;prevention|2025-01-15|1"


def rows(name: str, *args: object) -> list[dict[str, Any]]:
    found = call(name, args).resultat
    assert isinstance(found, list)
    return found


def line(table: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next(row for row in table if row["ligne"] == code)


def test_schedule_of_a_contract_signed_on_29_february() -> None:
    # size 3: fonctionnement 75 000, parcours 45 000 fixed and 45 000 variable at 80 %, prévention 17 500 each
    table = rows("CPTS.ECHEANCIER", 90000, "2024-02-29", ONE)
    assert list(table[0]) == ["date", "ligne", "nature", "montant"]
    days = [row["date"] for row in table]
    assert days == sorted(days)
    found = {(row["date"], row["ligne"], row["nature"]): row["montant"] for row in table}
    assert found["2024-02-29", "fonctionnement", "forfait"] == 75000
    # the year [29/02/2024, 28/02/2025) has 365 days; from 01/09/2024 there are 180 left
    due = round(45000 * 180 / 365, 2)
    assert due == 22191.78
    assert found["2024-09-01", "parcours_fixe", "avance"] == 16643.84  # 75 % of 22 191.78 = 16 643.835
    assert found["2025-02-28", "parcours_fixe", "solde"] == 5547.94  # 22 191.78 − 16 643.84
    assert found["2025-02-28", "parcours_fixe", "avance"] == 33750
    # variable: 22 191.78 × 80 %, fourteen months after the signature (EDATE)
    assert found["2025-04-29", "parcours_variable", "variable"] == 17753.42
    # prévention from 15/01/2025: 44 days of 365
    assert found["2025-01-15", "prevention_fixe", "avance"] == 1582.19  # 75 % of 2 109.59
    # the fifth anniversary falls on 28/02/2029: balances, then the last variable parts; nothing opens
    last = {(row["ligne"], row["nature"]): row["montant"] for row in table if row["date"] >= "2029-01-01"}
    assert last == {
        ("fonctionnement", "solde"): 18750,
        ("parcours_fixe", "solde"): 11250,
        ("prevention_fixe", "solde"): 4375,
        ("parcours_variable", "variable"): 36000,
        ("prevention_variable", "variable"): 17500,
    }
    assert found["2028-02-29", "fonctionnement", "avance"] == 56250
    # five years of fonctionnement in all
    assert sum(row["montant"] for row in table if row["ligne"] == "fonctionnement") == 5 * 75000


def test_schedule_of_a_contract_under_the_2019_amounts_has_the_snp_lines_until_its_anniversary() -> None:
    table = rows("CPTS.ECHEANCIER", 60000, "2020-07-01", "acces|2020-07-01;crise|2022-01-01")
    paid: dict[str, float] = {}
    for row in table:
        paid[row["ligne"]] = round(paid.get(row["ligne"], 0) + row["montant"], 2)
    # two contract years open under 2019 (July 2020 and 2021), three under avenant 2
    assert paid["acces_snp_compensation"] == 2 * 12000
    assert paid["acces_snp_enveloppe"] == 2 * 45000
    assert paid["acces_fixe"] == 2 * 17500 + 3 * 69840
    assert paid["acces_variable"] == 2 * 17500 + 3 * 27160
    # the crisis mission starts in a year without it: later amount from July 2022 on
    assert paid["crise_fixe"] == 3 * 17500
    warnings = call("CPTS.ECHEANCIER", [60000, "2020-07-01", "acces|2020-07-01;crise|2022-01-01"]).avertissements
    assert any("n'existe pas dans le barème de l'année de contrat ouverte le 01/07/2021" in text for text in warnings)
    assert any("Montant à confirmer : Accès aux soins – part fixe (taille 2), 69\u202f840" in text for text in warnings)


def test_budget_of_a_year_has_three_calendars() -> None:
    table = rows("CPTS.BUDGET", 90000, "2024-03-01", 2025, ONE)
    codes = ["fonctionnement", "parcours_fixe", "parcours_variable", "prevention_fixe", "prevention_variable"]
    assert [row["ligne"] for row in table] == codes
    running = line(table, "fonctionnement")
    # the contract year opened on 01/03/2025; 59 days of 2024's year + 306 of 2025's
    assert running["droits"] == 75000
    first = round(75000 * 306 / 365, 2)  # 2024: 306 of 365 days from 01/03/2024 to 31/12/2024
    assert running["produits"] == round(75000 - first + first, 2)
    assert running["encaissements"] == 56250
    fixed = line(table, "parcours_fixe")
    due = 22315.07  # 45 000 × 181 / 365, from 01/09/2024 to 28/02/2025
    paid = 16736.30  # 75 %
    assert fixed["droits"] == 45000
    assert fixed["encaissements"] == round(due - paid + 33750, 2)
    # 22 315.07 × 122/181 falls in 2024; the rest, and 45 000 × 306/365, in 2025
    assert fixed["produits"] == round(due - 15041.10 + 37726.03, 2)
    assert line(table, "parcours_variable")["droits"] == 36000
    assert line(table, "parcours_variable")["encaissements"] == 17852.06  # 22 315.07 × 80 % on 01/05/2025


def test_budget_follows_the_first_month_of_the_fiscal_year() -> None:
    september = rows("CPTS.BUDGET", 90000, "2024-03-01", 2024, ONE, 9)
    # the fiscal year runs from 01/09/2024 to 31/08/2025: the contract year of March 2025 opens in it
    assert line(september, "fonctionnement")["droits"] == 75000
    assert line(september, "fonctionnement")["encaissements"] == 56250
    assert line(september, "parcours_fixe")["encaissements"] == round(16736.30 + 5578.77 + 33750, 2)


def test_budget_before_the_contract_is_told() -> None:
    found = call("CPTS.BUDGET", [90000, "2024-03-01", 2020, ONE])
    assert found.resultat == []
    assert any("Aucune année de contrat" in text for text in found.avertissements)


def test_budget_after_five_years_is_a_hypothesis_that_is_told() -> None:
    found = call("CPTS.BUDGET", [90000, "2020-03-01", 2026, "parcours|2020-09-01"])
    assert any("renouvellement" in text and "28/02/2025" in text for text in found.avertissements)
    assert (
        line(rows("CPTS.BUDGET", 90000, "2020-03-01", 2026, "parcours|2020-09-01"), "fonctionnement")["droits"] == 75000
    )


def test_late_and_missing_missions_are_told_never_changed() -> None:
    found = call("CPTS.BUDGET", [90000, "2024-03-01", 2025, "acces|2025-06-01"])
    text = " ".join(found.avertissements)
    assert "01/09/2024 (6 mois)" in text
    assert "La mission obligatoire « prévention » n'est pas engagée" in text
    before = call("CPTS.BUDGET", [90000, "2024-03-01", 2025, "acces|2023-06-01"])
    assert any("avant la signature" in warning for warning in before.avertissements)


def test_ess_budget() -> None:
    # signed 01/03/2025: amorçage in the first contract year, dotation from the second
    first = rows("ESS.BUDGET", "2025-03-01", 2025, 75000)
    assert line(first, "amorcage") == {
        "ligne": "amorcage",
        "droits": 80000,
        "produits": 67068.49,
        "encaissements": 80000,
    }
    assert line(first, "dotation")["droits"] == 0
    second = rows("ESS.BUDGET", "2025-03-01", 2026, 75000)
    assert line(second, "amorcage")["produits"] == 12931.51  # 80 000 − 80 000 × 306/365
    assert line(second, "dotation") == {
        "ligne": "dotation",
        "droits": 75000,
        "produits": 62876.71,  # 75 000 × 306/365
        "encaissements": 75000,
    }
    late = rows("ESS.BUDGET", "2025-03-01", 2026, 75000, None, 11)
    assert line(late, "dotation")["encaissements"] == 0  # paid on 01/02/2027


populations = st.integers(1, 400_000)
first_day = datetime.date(2019, 6, 20)
dates = st.dates(first_day, datetime.date(2030, 12, 31))


@given(population=populations, mission=st.sampled_from(MISSIONS), day=dates)
def test_parts_of_a_mission_add_up(population: int, mission: str, day: datetime.date) -> None:
    try:
        total = call("CPTS.MISSION", [population, mission, None, day]).resultat
    except ExcelToolsError:
        assert mission == "crise"
        assert day < datetime.date(2022, 1, 1)
        return
    parts = 0.0
    for share in ("fixe", "variable", "snp_compensation", "snp_enveloppe"):
        try:
            parts += float(str(call("CPTS.MISSION", [population, mission, share, day]).resultat))
        except ExcelToolsError:
            assert share.startswith("snp")
            assert mission != "acces" or day >= datetime.date(2022, 1, 1)
    assert total == parts


@given(population=populations, chosen=st.sets(st.sampled_from(MISSIONS), min_size=1), day=dates)
def test_total_is_the_sum_of_its_missions(population: int, chosen: set[str], day: datetime.date) -> None:
    if day < datetime.date(2022, 1, 1):
        chosen -= {"crise"}
    if not chosen:
        return
    total = call("CPTS.TOTAL", [population, ",".join(sorted(chosen)), day]).value
    parts = [call("CPTS.MISSION", [population, mission, "", day]).value for mission in chosen]
    assert total == sum(parts, call("CPTS.FONCTIONNEMENT", [population, day]).value)


@given(small=populations, more=st.integers(0, 200_000), day=dates)
def test_total_never_falls_with_the_population(small: int, more: int, day: datetime.date) -> None:
    low, high = (call("CPTS.TOTAL", [persons, None, day]).value for persons in (small, small + more))
    assert low <= high


@st.composite
def contracts(draw: st.DrawFn) -> tuple[int, datetime.date, list[list[object]]]:
    signature = draw(st.dates(first_day, datetime.date(2027, 12, 31)))
    engaged = draw(st.lists(st.sampled_from(MISSIONS), unique=True, min_size=1))
    missions: list[list[object]] = [
        [code, signature + datetime.timedelta(draw(st.integers(-100, 2500))), draw(st.integers(0, 100)) / 100]
        for code in engaged
    ]
    return draw(populations), signature, missions


@given(contracts(), st.integers(1, 12))
def test_schedule_pays_what_five_budgets_say_is_due(
    contract: tuple[int, datetime.date, list[list[object]]], month: int
) -> None:
    population, signature, missions = contract
    paid: dict[str, int] = {}
    for row in call("CPTS.ECHEANCIER", [population, signature, missions]).value:
        paid[row["ligne"]] = paid.get(row["ligne"], 0) + row["montant"]
    due: dict[str, int] = {}
    first = signature.year if signature.month >= month else signature.year - 1
    for year in range(first, first + 5):
        for row in call("CPTS.BUDGET", [population, signature, year, missions, month]).value:
            due[row["ligne"]] = due.get(row["ligne"], 0) + row["droits"]
    assert {code: cents for code, cents in due.items() if cents} == paid


@given(contracts(), st.integers(0, 6), st.integers(1, 12))
def test_the_steps_of_an_explanation_add_up(
    contract: tuple[int, datetime.date, list[list[object]]], later: int, month: int
) -> None:
    population, signature, missions = contract
    args = [population, signature, signature.year + later, missions, month]
    table = call("CPTS.BUDGET", args).value
    root = explain("CPTS.BUDGET", args).root
    blocks = [node for node in root.children if len(node.children) == 3 and node.value is None]
    assert len(blocks) == len(table)
    for row, block in zip(table, blocks, strict=True):
        for name, node in zip(("droits", "produits", "encaissements"), block.children, strict=True):
            assert node.value == row[name] == sum(step.value for step in node.children)
