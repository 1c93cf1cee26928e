"""What a workbook shows and what it holds: dates and percentages in columns of numbers, merges without end."""

from pathlib import Path
from typing import Any

import pytest

from excel_tools.errors import InputError
from excel_tools.inputs import Portfolio, read_portfolio, read_scenarios
from excel_tools.rules import load_rules
from tests.malformed.build import CPTS, book, header_of

RULES = load_rules()


def told(portfolio: Portfolio) -> str:
    return "\n".join(message for refusal in portfolio.refusals for message in refusal.messages)


def shown_as(folder: Path, column: str, value: float, form: str) -> Portfolio:
    """A portfolio whose cell under that title holds the number, shown by that format."""
    row = CPTS | {column: "1"}

    def change(workbook: Any) -> None:
        style = workbook.add_format({"num_format": form})
        workbook.worksheets()[0].write_number(1, header_of([row]).index(column), value, style)

    return read_portfolio(book(folder, {"CPTS": [row]}, change), RULES)


@pytest.mark.parametrize(
    ("column", "value", "form"),
    [
        ("Population", 45536, "dd/mm/yyyy"),
        ("Trésorerie d'ouverture", 45536, "[$-40C]d mmmm yyyy"),
        ("Croissance annuelle", 0.5, "hh:mm"),
        ("Atteinte", 1, "m/d/yy"),
        ("SNP dépensé 1", 45536, "dd/mm/yy"),
    ],
)
def test_a_date_is_no_number(tmp_path: Path, column: str, value: float, form: str) -> None:
    message = told(shown_as(tmp_path, column, value, form))
    assert "est affichée comme une date" in message
    assert column in message
    assert value != 45536 or "01/09/2024" in message


@pytest.mark.parametrize("column", ["Population", "Trésorerie d'ouverture", "Premier mois"])
def test_a_percentage_is_neither_a_count_nor_an_amount(tmp_path: Path, column: str) -> None:
    assert "est affichée en pourcentage" in told(shown_as(tmp_path, column, 5, "0.00%"))


@pytest.mark.parametrize(
    ("column", "value", "form"),
    [
        ("Population", 58200, "# ##0"),
        ("Population", 58200, '0" habitants (dont dmy)"'),
        ("Trésorerie d'ouverture", 1200.5, '#,##0.00\\ "€";[Red]-#,##0.00\\ "€"'),
        ("Trésorerie d'ouverture", 1200, "_-* #,##0.00\\ [$€-40C]_-"),
        ("Croissance annuelle", 0.02, "0.0%"),
        ("Atteinte", 0.8, "0%"),
        ("Premier exercice", 2027, "0"),
        ("Date de signature", 45170, "dd/mm/yyyy"),
        ("Date de signature", 45170, "General"),
    ],
)
def test_other_formats_change_nothing(tmp_path: Path, column: str, value: float, form: str) -> None:
    assert not shown_as(tmp_path, column, value, form).refusals


def test_a_date_is_no_rate_of_a_scenario_either(tmp_path: Path) -> None:
    rows = [{"scénario": "prudent", "paramètre": "atteinte", "valeur": "1"}]

    def change(workbook: Any) -> None:
        workbook.worksheets()[0].write_number(1, 2, 1, workbook.add_format({"num_format": "dd/mm/yyyy"}))

    with pytest.raises(InputError, match="affichée comme une date"):
        read_scenarios(book(tmp_path, {"scénarios": rows}, change, "scenarios.xlsx"), {}, RULES)


def test_thousands_of_merges_are_read_in_one_sweep(tmp_path: Path) -> None:
    rows = [CPTS | {"Nom": f"CPTS {chr(97 + rank // 26)}{chr(97 + rank % 26)}"} for rank in range(300)]

    def change(workbook: Any) -> None:
        # beside the table and below it: nothing to tell
        for rank in range(20_000):
            workbook.worksheets()[0].merge_range(1_000 + rank, 20, 1_000 + rank, 21, "")

    portfolio = read_portfolio(book(tmp_path, {"CPTS": rows}, change), RULES)
    assert len(portfolio.items) == 300


def test_merges_that_overlap_are_refused(tmp_path: Path) -> None:
    from tests.malformed.build import replaced_part

    path = book(tmp_path, {"CPTS": [CPTS]})
    boxes = b"".join(b'<mergeCell ref="A1:B%d"/>' % (rank + 2) for rank in range(300))
    merges = b"<mergeCells>" + boxes + b"</mergeCells>"
    changed = replaced_part(
        path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", b"</sheetData>" + merges)
    )
    with pytest.raises(InputError, match="fusionnées qui se chevauchent"):
        read_portfolio(changed, RULES)
