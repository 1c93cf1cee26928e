"""What a structure spends, from the portfolio: instalments, quantities, other income, staff, indemnities, debts."""

from fractions import Fraction
from pathlib import Path

import pytest

from excel_tools.budget import build_budget
from excel_tools.dates import parse_day
from excel_tools.inputs import Portfolio, read_portfolio
from excel_tools.rules import load_rules
from excel_tools.spending.entry import Basis, Entry
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.structure import Structure
from tests.malformed.build import CHARGE, CPTS, INCOME, INDEMNITY, OTHER, POST, Rows, book, csv_folder, csv_text

RULES = load_rules()
MSP = {
    "Nom": "MSP du Gué",
    "Date du contrat": "01/01/2024",
    "Premier exercice": "2027",
    "Patientèle médecin traitant": "4000",
    "Professionnels de santé associés": "9",
}


def read(folder: Path, cpts: dict[str, str] = CPTS, **tables: Rows) -> Structure:
    portfolio = read_portfolio(csv_folder(folder, cpts=[cpts], **tables), RULES)
    assert not portfolio.refusals, portfolio.refusals
    return portfolio.structures[0]


def told(portfolio: Portfolio) -> list[str]:
    return [message for refusal in portfolio.refusals for message in refusal.messages]


def test_a_file_of_today_reads_as_today(tmp_path: Path) -> None:
    rows = [CHARGE | {"Mois": "4"}, CHARGE | {"Mois": "", "Montant 2": "900"}]
    found = read(tmp_path, charges=rows)
    once, spread = found.charges
    assert (once.month, once.payments, once.step, once.delay) == (4, 0, 12, 0)
    assert (spread.month, spread.payments, spread.step, spread.delay) == (0, 0, 1, 0)
    assert once.cents == (1_200_000,) * 5
    assert spread.cents == (1_200_000, 90_000, 90_000, 90_000, 90_000)
    assert (found.incomes, found.posts, found.indemnities) == ((), (), ())
    assert (found.social_delay, found.opening_payables) == (1, 0)


@pytest.mark.parametrize(
    ("tables", "account"),
    [
        ({"charges": [CHARGE | {"Compte": "6894"}]}, "689"),
        ({"produits": [INCOME | {"Compte": "789"}]}, "789"),
        ({"indemnites": [INDEMNITY | {"Compte": "6895"}]}, "689"),
    ],
)
def test_the_accounts_of_fonds_dedies_are_not_typed(tmp_path: Path, tables: dict[str, Rows], account: str) -> None:
    portfolio = read_portfolio(csv_folder(tmp_path, cpts=[CPTS], **tables), RULES)
    assert [message for message in told(portfolio) if f"le compte {account} se calcule" in message]
    assert "déclarer l'aide fléchée" in " ".join(told(portfolio))


def test_a_charge_by_quarter_from_a_quantity_and_a_price(tmp_path: Path) -> None:
    row = CHARGE | {"Montant 1": "", "Quantité": "12 000", "Prix unitaire": "0,665 €", "Montant 3": "8000"}
    row |= {"Hausse annuelle": "2 %", "Versements": "4", "Mois": "2", "Délai": "1"}
    (charge,) = read(tmp_path, charges=[row]).charges
    # 12 000 km at 0.665 € = 7 980 € → + 2 % → 8 000 € as typed → + 2 % twice
    assert charge.cents == (798_000, 813_960, 800_000, 816_000, 832_320)
    assert (charge.payments, charge.month, charge.delay, charge.step) == (4, 2, 1, 3)
    assert charge.basis == Basis(Fraction(12_000), Fraction(133, 2), 20_000, (None, None, 800_000, None, None))


def test_an_amount_typed_wins_over_quantity_and_price(tmp_path: Path) -> None:
    row = CHARGE | {"Montant 1": "500", "Quantité": "3", "Prix unitaire": "100"}
    (charge,) = read(tmp_path, charges=[row]).charges
    assert charge.cents == (50_000,) * 5


def test_quantities_and_prices_alone_need_no_column_of_amounts(tmp_path: Path) -> None:
    row = {key: text for key, text in CHARGE.items() if key != "Montant 1"} | {"Quantité": "2,5", "Prix unitaire": "80"}
    assert read(tmp_path, charges=[row]).charges[0].cents == (20_000,) * 5


def test_other_income(tmp_path: Path) -> None:
    (income,) = read(tmp_path, produits=[INCOME | {"Mission": "prévention", "Mois": "1", "Délai": "2"}]).incomes
    assert income == Entry(
        "7561", "Adhésions", "prevention", 1, (90_000,) * 5, 0, 2, Basis(None, None, 0, (90_000, *[None] * 4))
    )


def test_a_post(tmp_path: Path) -> None:
    row = POST | {"Mission": "parcours", "Sortie": "30/06/2029", "Hausse annuelle": "1,5 %"}
    found = read(tmp_path, CPTS | {"Délai cotisations": "2", "Dettes d'ouverture": "1 250,40"}, personnel=[row])
    assert found.posts == (
        Post(
            "Coordination",
            "parcours",
            320_000,
            420_000,
            500_000,
            parse_day("01/03/2027"),
            parse_day("30/06/2029"),
            15_000,
        ),
    )
    assert (found.social_delay, found.opening_payables) == (2, 125_040)
    full = read_portfolio(book(tmp_path, {"CPTS": [CPTS], "Personnel": [POST | {"Quotité": ""}]}), RULES).structures[0]
    assert (full.posts[0].share, full.posts[0].end) == (1_000_000, 0)


def test_contributions_may_be_paid_at_once(tmp_path: Path) -> None:
    found = read(tmp_path, CPTS | {"Délai cotisations": "0"}, personnel=[POST])
    assert found.social_delay == 0


def test_indemnities_keep_the_hours_of_the_year_before(tmp_path: Path) -> None:
    rows = [
        INDEMNITY | {"Heures 2": "", "Heures 3": "35,25", "Heures 5": "0"},
        INDEMNITY | {"Nom": "", "Compte": "6228", "Mission": ""},
    ]
    first, other = read(tmp_path, indemnites=rows).indemnities
    assert first == Indemnity("Professionnel 1", "acces", 6_000, (4_000, 4_000, 3_525, 3_525, 0), "6226", 0)
    assert (other.person, other.account, other.mission) == ("", "6228", "")


def test_what_was_paid_before_counts_in_a_shifted_fiscal_year(tmp_path: Path) -> None:
    row = INDEMNITY | {"Antérieur": "1 500,50"}
    found = read(tmp_path, CPTS | {"Premier mois": "9"}, indemnites=[row])
    assert found.indemnities[0].before == 150_050


def test_the_same_sheets_in_a_workbook_and_in_csv(tmp_path: Path) -> None:
    charge = CHARGE | {"Quantité": "4", "Prix unitaire": "12.5", "Versements": "2", "Délai": "3", "Montant 1": ""}
    tables = {"Charges": [charge], "Produits": [INCOME], "Personnel": [POST], "Indemnités": [INDEMNITY]}
    keys = {"Charges": "charges", "Produits": "produits", "Personnel": "personnel", "Indemnités": "indemnites"}
    from_book = read_portfolio(book(tmp_path, {"CPTS": [CPTS], **tables}), RULES)
    from_csv = read_portfolio(csv_folder(tmp_path, cpts=[CPTS], **{keys[k]: rows for k, rows in tables.items()}), RULES)
    assert not from_book.refusals
    assert from_book.structures == from_csv.structures


def test_a_number_shown_as_a_percentage_is_no_price(tmp_path: Path) -> None:
    row = CHARGE | {"Quantité": "4", "Prix unitaire": "1"}

    def change(workbook):  # type: ignore[no-untyped-def]
        sheet = workbook.get_worksheet_by_name("Charges")
        sheet.write_number(1, list(row).index("Prix unitaire"), 1, workbook.add_format({"num_format": "0%"}))

    (message,) = told(read_portfolio(book(tmp_path, {"CPTS": [CPTS], "Charges": [row]}, change), RULES))
    assert "feuille « Charges »" in message
    assert "Prix unitaire : la cellule est affichée en pourcentage" in message


def test_a_structure_without_missions_serves_none(tmp_path: Path) -> None:
    owner = {"Structure": "MSP du Gué", "Mission": "accès"}
    folder = csv_folder(
        tmp_path,
        msp=[MSP],
        charges=[CHARGE | owner],
        produits=[INCOME | owner],
        personnel=[POST | owner],
        indemnites=[INDEMNITY | owner],
    )
    messages = told(read_portfolio(folder, RULES))
    assert [message.split(",")[0] for message in messages] == [
        "« charges.csv »",
        "« produits.csv »",
        "« personnel.csv »",
        "« indemnites.csv »",
    ]
    assert all("Mission : une MSP n'a pas de missions" in message for message in messages)


def test_every_error_of_the_new_sheets_is_told_at_once(tmp_path: Path) -> None:
    folder = csv_folder(
        tmp_path,
        cpts=[CPTS | {"Délai cotisations": "x"}, OTHER],
        charges=[CHARGE | {"Versements": "5", "Délai": "-1", "Quantité": "2"}],
        personnel=[POST | {"Taux patronal": "?", "Quotité": "2"}],
        indemnites=[INDEMNITY | {"Heures 1": "beaucoup", "Taux horaire": ""}],
    )
    portfolio = read_portfolio(folder, RULES)
    assert [structure.name for structure in portfolio.structures] == ["CPTS des Sources"]
    messages = told(portfolio)
    places = (
        "cpts.csv », ligne 2, Délai cotisations",
        "charges.csv », ligne 2, Versements",
        "charges.csv », ligne 2, Délai",
        "charges.csv », ligne 2, Prix unitaire",
        "personnel.csv », ligne 2, Taux patronal",
        "personnel.csv », ligne 2, Quotité",
        "indemnites.csv », ligne 2, Heures 1",
        "indemnites.csv », ligne 2, Taux horaire",
    )
    assert len(messages) == len(places)
    assert all(any(place in message for message in messages) for place in places)


@pytest.mark.parametrize("value", ["Martin\ue000 Durand", "Martin Durand " * 20])
def test_no_message_repeats_the_name_of_a_person(tmp_path: Path, value: str) -> None:
    portfolio = read_portfolio(
        csv_folder(tmp_path, cpts=[CPTS], indemnites=[INDEMNITY | {"Nom": value}], personnel=[POST | {"Poste": value}]),
        RULES,
    )
    messages = told(portfolio)
    assert len(messages) == 2
    assert not any("Durand" in message for message in messages)


def test_the_structure_column_of_indemnities_is_not_the_name_of_the_person(tmp_path: Path) -> None:
    # « Nom » stands for the structure in the other sheets
    text = csv_text([{"Nom": "Professionnel 1", "Structure": "CPTS du Gué", "Taux horaire": "60", "Heures 1": "1"}])
    folder = csv_folder(tmp_path, cpts=[CPTS])
    (folder / "indemnites.csv").write_text(text, encoding="utf-8")
    (structure,) = read_portfolio(folder, RULES).structures
    assert structure.indemnities[0].person == "Professionnel 1"


def test_the_budget_of_what_was_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        CPTS | {"Dettes d'ouverture": "700", "Trésorerie d'ouverture": "100 000"},
        charges=[CHARGE | {"Versements": "4", "Mois": "3", "Délai": "1"}],
        produits=[INCOME],
        personnel=[POST | {"Entrée": ""}],
        indemnites=[INDEMNITY],
    )
    budget = build_budget(found, RULES)
    # 12 × 3 200 × 50 % = 19 200 €, contributions 42 % = 8 064 €; 40 h × 60 € = 2 400 €; rent 12 000 €
    assert budget.charges_by_account["64"][0] == 1_920_000 + 806_400
    assert budget.charges_by_account["62"][0] == 240_000
    assert budget.charges_by_account["61"][0] == 1_200_000
    assert budget.other_income_years[0] == 90_000
    # left to pay on 31 December: the contributions of December, and the rent due in December
    assert budget.payables.cloture[0] == 67_200 + 300_000
