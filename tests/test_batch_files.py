"""What accompanies the workbooks: the index, the tidy table, the manifest's helpers."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from excel_tools.batch import manifest, results
from excel_tools.batch.figures import figures
from excel_tools.batch.pool import processes_for
from excel_tools.budget import build_budget
from excel_tools.inputs import Refusal, read_portfolio
from excel_tools.reports.index import IndexEntry, index_workbook
from excel_tools.rules import load_rules
from excel_tools.scenarios import DEFAULT_SETTINGS, variants
from excel_tools.spending.entry import Entry
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.workbook import read_cells
from excel_tools.workbook.recalc import verify
from tests.malformed.build import CHARGE, CPTS, csv_folder

RULES = load_rules()
PORTFOLIO = read_portfolio(Path(__file__).parents[1] / "samples" / "portefeuille", RULES)
DAY = RULES.verified_on()


def entries() -> list[IndexEntry]:
    return [
        IndexEntry(
            item.structure,
            f"{item.stem}.xlsx",
            [
                figures(name, build_budget(each, RULES))
                for name, each in variants(item.structure, DEFAULT_SETTINGS).items()
            ],
        )
        for item in PORTFOLIO.items
    ]


REFUSALS = [
    Refusal("CPTS", 7, "=cmd|' /C calc'!A0", ("« portefeuille.xlsx », feuille « CPTS », cellule E7 : « -3 ».",))
]


def test_the_index_links_totals_and_refusals(tmp_path: Path) -> None:
    found = entries()
    data = index_workbook("portefeuille.xlsx", found, REFUSALS, ["Une commune figure deux fois."], DAY)
    assert data == index_workbook("portefeuille.xlsx", found, REFUSALS, ["Une commune figure deux fois."], DAY)
    path = tmp_path / "index.xlsx"
    path.write_bytes(data)
    cells = read_cells(path)
    assert cells["Index", "A5"][1] == "CPTS des Trois Rivières"
    total = 5 + len(found)
    assert cells["Index", f"E{total}"] == (
        f"SUM(E5:E{total - 1})",
        pytest.approx(sum(sum(entry.figures[0].produits) for entry in found) / 100),
    )
    # a text that looks like a formula stays a text
    assert cells["Refus", "A5"] == (None, "=cmd|' /C calc'!A0")
    assert "cellule E7" in str(cells["Refus", "C5"][1])
    assert cells["Alertes", "C5"][1] == "Une commune figure deux fois."


@pytest.mark.hote
def test_every_formula_of_the_index_carries_its_value(tmp_path: Path) -> None:
    path = tmp_path / "index.xlsx"
    found = entries()
    # a year across two civil ones is a text, and its totals are summed by that text
    found[0] = replace(found[0], structure=replace(found[0].structure, first_month=9))
    path.write_bytes(index_workbook("p", found, REFUSALS, [], DAY))
    assert read_cells(path)["Par exercice", "A8"][1] == "2027-2028"
    assert verify(path, "libreoffice") == []


def test_an_index_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "index.xlsx"
    path.write_bytes(index_workbook("p", [], REFUSALS, [], DAY))
    assert read_cells(path)["Refus", "B5"][1] == "CPTS, 7"


def test_the_tidy_table_adds_up_to_the_budget() -> None:
    structure = PORTFOLIO.structures[0]
    budget = build_budget(structure, RULES)
    text = results.header() + results.rows(budget, "central")
    table = pd.read_csv(io.StringIO(text.lstrip("\ufeff")), sep=";", decimal=",", dtype={"mois": str})
    assert tuple(table.columns) == results.COLUMNS
    assert set(table["structure"]) == {"CPTS des Trois Rivières"}
    by_year = table.groupby(["nature", "exercice"])["montant"].sum()
    for year, exercice in enumerate(range(2027, 2032)):
        assert by_year["produit", exercice] == pytest.approx(budget.produits_years[year] / 100)
        assert by_year["charge", exercice] == pytest.approx(budget.total_charges_years[year] / 100)
        assert by_year["encaissement", exercice] == pytest.approx(budget.encaissements_years[year] / 100)
        assert by_year["décaissement", exercice] == pytest.approx(budget.payables.regle[year] / 100)
    cash = table[table["nature"] == "solde"].set_index("mois")["montant"]
    assert cash["2031-12"] == pytest.approx(budget.months.fin[-1] / 100)
    assert len(cash) == 60


def test_the_tidy_table_tells_staff_and_indemnities_by_account() -> None:
    structure = replace(
        PORTFOLIO.structures[0],
        charges=(),
        incomes=(Entry("7561", "Adhésions", "", 12, (30_000,) * 5, 1, 1),),
        posts=(Post("Madame Untel", "", 300_000, 400_000), Post("Monsieur Untel", "acces", 200_000, 400_000)),
        indemnities=(Indemnity("Docteur Untel", "acces", 6_000, (1_000,) * 5),),
        opening_payables=12_345,
    )
    text = results.rows(build_budget(structure, RULES), "central")
    assert "Untel" not in text
    yearly = [line.split(";")[6:] for line in text.splitlines() if line.split(";")[4:6] == ["2027", ""]]
    # 12 × (3 000 + 2 000) € gross, contributions 40 %, 10 h × 60 €
    assert ["641 Rémunérations du personnel", "charge", "60000,00"] in yearly
    assert ["645 Charges sociales de l'employeur", "charge", "24000,00"] in yearly
    assert ["6226 Indemnités des professionnels", "charge", "600,00"] in yearly
    assert ["7561 Adhésions", "produit", "300,00"] in yearly
    # the contributions of December, the income of December
    assert ["charges à payer", "dette", "2000,00"] in yearly
    assert ["autres produits à recevoir", "créance", "300,00"] in yearly
    assert "2027-01;dettes antérieures;décaissement;123,45" in text


def test_no_field_of_the_tidy_table_is_taken_for_a_formula(tmp_path: Path) -> None:
    rows = [CPTS | {"Nom": '=HYPERLINK("x")'}]
    charges = [CHARGE | {"Structure": '=HYPERLINK("x")', "Libellé": "Loyer ; « charges »"}]
    (tmp_path / "a").mkdir()
    folder = csv_folder(tmp_path / "a", cpts=rows)
    for name, table in (("cpts", rows), ("charges", charges)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(table[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(table)
    (structure,) = read_portfolio(folder, RULES).structures
    text = results.rows(build_budget(structure, RULES), "+central")
    for fields in csv.reader(io.StringIO(text), delimiter=";"):
        assert len(fields) == len(results.COLUMNS)
        assert fields[0] == '\'=HYPERLINK("x")'
        assert fields[3] == "'+central"
    assert "6132 Loyer ; « charges »" in text


def test_the_first_sample_is_near_balance() -> None:
    budget = build_budget(PORTFOLIO.structures[0], RULES)
    for result, income in zip(budget.result_years, budget.produits_years, strict=True):
        assert 0 < result < income * 3 // 100


@pytest.mark.parametrize(("cents", "text"), [(0, "0,00"), (-5, "-0,05"), (123_456, "1234,56"), (-100, "-1,00")])
def test_amounts_of_the_tidy_table(cents: int, text: str) -> None:
    assert results.amount(cents) == text


def test_an_earlier_manifest_that_cannot_be_read_counts_for_nothing(tmp_path: Path) -> None:
    assert manifest.previous(tmp_path) == []
    (tmp_path / manifest.NAME).write_text('{"sorties": [3]}', encoding="utf-8")
    assert manifest.previous(tmp_path) == []


def test_processes() -> None:
    assert processes_for(None, 14) == 1
    assert processes_for(8, 3) == 3
    assert processes_for(0, 3) == 1
