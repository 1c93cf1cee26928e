"""The native formulas written in the docstrings of the spending rules give the engine's cents in a real spreadsheet.

Each formula is read from the docstring of its rule, its lower-case words are replaced by the cells of a row of random
inputs, and LibreOffice recalculates them all at once. Amounts that fall on half a cent are drawn on purpose.
"""

from __future__ import annotations

import inspect
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from excel_tools.dates import add_months, day, to_serial
from excel_tools.rules import load_rules
from excel_tools.spending import analytic, ceiling, entry, flow, indemnities, payables, staff
from excel_tools.vector import PPM
from excel_tools.workbook.office import convert
from excel_tools.workbook.read import read_cells

ROWS = 200
RULES = load_rules()
Inputs = dict[str, Any]
Case = tuple[Inputs, int]


def formulas(rule: Callable[..., Any]) -> list[str]:
    """Return the formulas of a docstring, in order."""
    return re.findall(r"``(=[^`\n]+)``", inspect.getdoc(rule) or "")


RULES_WITH_FORMULAS = [
    function
    for module in (analytic, ceiling, entry, flow, indemnities, payables, staff)
    for _, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and formulas(function)
]


def test_every_native_formula_is_short_and_of_every_spreadsheet() -> None:
    found = [formula for rule in RULES_WITH_FORMULAS for formula in formulas(rule)]
    assert len(found) >= 18
    known = {
        "EXACT",
        "LOWER",
        "IF",
        "ISNUMBER",
        "INDEX",
        "MATCH",
        "MAX",
        "MIN",
        "MOD",
        "ROUND",
        "ROW",
        "SUMIFS",
        "SUMPRODUCT",
    }
    for formula in found:
        assert len(formula) <= 120
        assert set(re.findall(r"[A-Z]+(?=\()", formula)) <= known


def _cents(rng: random.Random, most: int = 10_000_000) -> int:
    return rng.choice((rng.randint(0, most), rng.randint(0, most // 20) * 20, rng.randint(0, most // 100) * 100 + 20))


def _rate(rng: random.Random) -> int:
    return rng.choice((rng.randint(0, PPM), rng.randint(0, 19) * 50_000 + 25_000, 500_000))


def due(rng: random.Random) -> Case:
    line = entry.Entry("61", "", "", rng.randint(0, 12), (_cents(rng),) * 5, rng.choice((1, 2, 4, 12)))
    first_month, month = rng.randint(1, 12), rng.randint(0, 11)
    first = line.month or first_month
    inputs = {"montant": line.cents[0] / 100, "rang": (first_month + month - first) % 12, "pas": line.step}
    return inputs, entry.due_months(line, first_month)[month]


def first_amount(rng: random.Random) -> Case:
    quantity, price = rng.randint(0, 20_000), rng.randint(0, 100_000)
    given = rng.choice((None, None, _cents(rng)))
    inputs = {"impose": _euros(given), "quantite": quantity / 4, "prix": price / 1000}
    exact = entry.Fraction(quantity, 4), entry.Fraction(price, 10)
    return inputs, entry.amounts(*exact, 0, (given, *(None,) * 4))[0]


def later_amount(rng: random.Random) -> Case:
    before, growth = _cents(rng), rng.randint(-40, 40) * 2_500
    given = rng.choice((None, None, _cents(rng)))
    inputs = {"impose": _euros(given), "avant": before / 100, "hausse": growth / PPM}
    return inputs, entry.amounts(0, 0, growth, (before, given, None, None, None))[1]


def gross_year(rng: random.Random) -> Case:
    post = staff.Post("", "", _cents(rng, 1_000_000), 0, growth=rng.randint(-40, 40) * 2_500)
    return {"avant": post.gross / 100, "hausse": post.growth / PPM}, staff.yearly_gross(post)[1]


def gross_month(rng: random.Random) -> Case:
    opening = add_months(day(2024, 1, 1), rng.randint(0, 70))
    length = add_months(opening, 1) - opening
    start = rng.choice((0, opening + rng.randint(-20, length + 5)))
    end = rng.choice((0, opening + rng.randint(-5, length + 20)))
    post = staff.Post("", "", _cents(rng, 1_000_000), 0, _rate(rng), start, end)
    inputs = {
        "brut": post.gross / 100,
        "quotite": post.share / PPM,
        "debut": to_serial(start) if start else None,
        "fin": to_serial(end) if end else None,
        "j1": to_serial(opening),
        "j2": to_serial(opening + length - 1),
    }
    return inputs, staff.gross_months(post, opening)[0]


def contributions(rng: random.Random) -> Case:
    gross, rate = _cents(rng, 1_000_000), _rate(rng)
    post = staff.Post("", "", gross, rate)
    return {"brut": gross / 100, "taux": rate / PPM}, staff.employer_months(post, [gross])[0]


def cost(rng: random.Random) -> Case:
    gross, rate, share, count = _cents(rng, 1_000_000), _rate(rng), _rate(rng), rng.randint(1, 12)
    inputs = {"brut": gross / 100, "taux": rate / PPM, "quotite": share / PPM, "mois": count}
    return inputs, staff.employer_cost(gross, rate, share, count).total


def hours(rng: random.Random) -> Case:
    line = indemnities.Indemnity("A", "", rng.randint(0, 20_000), (rng.randint(0, 200_000),) * 5)
    return {"heures": line.hours[0] / 100, "taux": line.rate / 100}, indemnities.asked(line)[0]


def _retained(rng: random.Random) -> tuple[Inputs, indemnities.Retained]:
    first_month, most = rng.randint(2, 12), rng.randint(0, 5_000_000)
    line = indemnities.Indemnity(
        "A", "", 10_000, (_cents(rng, 6_000_000) // 100,) * 5, before=rng.randint(0, 5_000_000)
    )
    (row,) = indemnities.retain([line], 2026, first_month, dict.fromkeys(range(2026, 2032), most))
    return {"demande": row.asked[0] / 100, "n": 13 - first_month, "plafond": most / 100}, row


def until_december(rng: random.Random) -> Case:
    inputs, row = _retained(rng)
    return {**inputs, "deja": row.line.before / 100}, row.first[0]


def from_january(rng: random.Random) -> Case:
    inputs, row = _retained(rng)
    return {**inputs, "deja": 0}, row.rest[0]


def month_of_part(rng: random.Random) -> Case:
    first_month = rng.randint(1, 12)
    cents = _cents(rng)
    row = indemnities.Retained(indemnities.Indemnity("", "", 0, (0,) * 5), (), (), (cents,) * 5, (0,) * 5)
    k = rng.randint(1, 13 - first_month)
    return {"retenu": cents / 100, "k": k, "n": 13 - first_month}, indemnities.months(row, first_month)[k - 1]


def year_ceiling(rng: random.Random) -> Case:
    year = rng.randint(2023, 2035)
    known = RULES.series(ceiling.CODE)
    opens = [2023 + rank for rank in range(len(known))]
    inputs = {"annee": year, "annees": opens, "plafonds": [amount.value() / 100 for amount in known]}
    return inputs, ceiling.ceiling(RULES, year).cents


def what_is_left(rng: random.Random) -> Case:
    most, paid = _cents(rng), _cents(rng)
    return {"plafond": most / 100, "verse": paid / 100}, ceiling.room(paid, most)


def debts(rng: random.Random) -> Case:
    opening, added, aside, settled = _cents(rng), _cents(rng), _cents(rng), _cents(rng)
    inputs = {"ouverture": opening / 100, "ajout": added / 100, "sans": aside / 100, "regle": settled / 100}
    return inputs, payables.outstanding(opening, [added], [aside], [settled]).cloture[0]


def delayed(rng: random.Random) -> Case:
    months, delay, rank = [_cents(rng) for _ in range(12)], rng.randint(0, 3), rng.randint(1, 12)
    inputs = {"rang": rank, "delai": delay, "dus": [cents / 100 for cents in months]}
    return inputs, entry.put_back(months, delay)[rank - 1]


def one_mission(rng: random.Random) -> Case:
    costs = [(rng.choice(("acces", "parcours", "")), [_cents(rng)] * 5) for _ in range(12)]
    rows = {row.mission: row.coute[0] for row in analytic.analytic(("acces", "parcours"), (), costs)}
    mission = rng.choice(("acces", "parcours", analytic.RUNNING))
    written = [code or analytic.RUNNING for code, _ in costs]
    return {"mission": mission, "missions": written, "montants": [row[0] / 100 for _, row in costs]}, rows[mission]


def _euros(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


@dataclass(frozen=True)
class Proof:
    """A rule, which of its formulas, how to draw a case."""

    rule: Callable[..., Any]
    rank: int
    draw: Callable[[random.Random], Case]


PROOFS = (
    Proof(entry.due_months, 1, due),
    Proof(entry.put_back, 0, delayed),
    Proof(entry.amounts, 0, first_amount),
    Proof(entry.amounts, 1, later_amount),
    Proof(staff.yearly_gross, 0, gross_year),
    Proof(staff.gross_months, 0, gross_month),
    Proof(staff.employer_months, 0, contributions),
    Proof(staff.employer_cost, 0, cost),
    Proof(indemnities.asked, 0, hours),
    Proof(indemnities.retain, 3, until_december),
    Proof(indemnities.retain, 4, from_january),
    Proof(indemnities.months, 0, month_of_part),
    Proof(ceiling.ceiling, 0, year_ceiling),
    Proof(ceiling.room, 0, what_is_left),
    Proof(payables.outstanding, 0, debts),
    Proof(analytic.analytic, 0, one_mission),
)


def _written(sheet: Any, row: int, inputs: Inputs, formula: str) -> str:
    """Write the inputs of a case on its row; return the formula with its words replaced by their cells."""
    places: dict[str, str] = {}
    column = 1
    for word, value in inputs.items():
        values = value if isinstance(value, list) else [value]
        for step, item in enumerate(values):
            if item is not None:
                sheet.write(row, column + step, item)
        cells = [xlsxwriter.utility.xl_rowcol_to_cell(row, column + step) for step in range(len(values))]
        places[word] = cells[0] if len(cells) == 1 else f"{cells[0]}:{cells[-1]}"
        column += len(values)
    words = set(re.findall(r"\b[a-z]\w*", formula))
    assert words == places.keys(), formula
    return re.sub(r"\b[a-z]\w*", lambda word: places[word[0]], formula)


def _cases() -> Iterator[tuple[str, str, Inputs, int]]:
    for proof in PROOFS:
        formula = formulas(proof.rule)[proof.rank]
        rng = random.Random(formula)
        for _ in range(ROWS):
            inputs, expected = proof.draw(rng)
            yield proof.draw.__name__, formula, inputs, expected


@pytest.mark.hote
def test_native_formulas_give_the_engine_to_the_cent(tmp_path: Path) -> None:
    source = tmp_path / "regles.xlsx"
    expected: list[tuple[str, Inputs, int]] = []
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("R")
        for row, (name, formula, inputs, cents) in enumerate(_cases()):
            # a stored value that no rule gives: what comes back was computed
            sheet.write_formula(row, 0, _written(sheet, row, inputs, formula), None, -1)
            expected.append((name, inputs, cents))
    (done,) = convert([source], "xlsx", tmp_path / "out")
    found = read_cells(done)
    wrong = []
    for row, (name, inputs, cents) in enumerate(expected):
        value = found["R", f"A{row + 1}"][1]
        if not isinstance(value, int | float) or abs(value - cents / 100) > 1e-6:
            wrong.append((name, inputs, cents / 100, value))
    assert not wrong, f"{len(wrong)} : {wrong[:5]}"
