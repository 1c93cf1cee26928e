"""The printed CERFA page of three samples, line by line against the accounts of their source budget."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from excel_tools.accounts.cerfa import total
from excel_tools.accounts.chart import chart_of
from excel_tools.accounts.funders import FUNDERS
from excel_tools.batch.templates import shipped
from excel_tools.budget import Budget, aid_years, build_budget
from excel_tools.inputs import read_portfolio
from excel_tools.reports import workbook_values
from excel_tools.rules import load_rules
from excel_tools.rules.form import PARTS, SIDES, Side
from tests.hosts import pdf

RULES = load_rules()
SAMPLES = Path(__file__).parents[1] / "samples"
SHOWN = ("CPTS des Trois Rivières", "CPTS du Bocage Fleuri", "MSP des Quatre Chemins")
_AMOUNT = re.compile(r"-?\d(?:\d|[^\S\n])*€")
_EDGES: dict[Side, tuple[int, int, int, int]] = {"charges": (20, 187, 239, 291), "produits": (296, 457, 508, 561)}
"""Abscissas of the columns of the page, in points: label, fiscal year, the one before, end."""


@pytest.fixture(scope="module")
def budgets() -> dict[str, Budget]:
    found = read_portfolio(SAMPLES / "portefeuille", RULES)
    return {item.name: build_budget(item, RULES) for item in found.structures if item.name in SHOWN}


def by_account(budget: Budget) -> Counter[str]:
    """The first fiscal year, account by account: code of a line → cents, from the source budget alone."""
    structure, chart = budget.structure, chart_of(budget.structure, RULES)
    found: Counter[str] = Counter()
    for flow in (*budget.flows, *budget.incomes):
        found[chart.find(flow.account).code] += flow.years[0]
    for code, cut in budget.calendars.items():
        found[chart.receipt(structure.kind, code).code] += cut.produits[0]
    for aid, years in zip(structure.one_offs, aid_years(budget), strict=True):
        found[FUNDERS[aid.funder] if aid.funder else chart.receipt(structure.kind, "aides").code] += years[0]
    found["68.dotations"] += budget.dedicated.dotation[0]
    found["78.reprises"] += budget.dedicated.reprise[0]
    for row in structure.form.in_kind:
        found[chart.find(row.account).code] += row.cents[0]
    return found


def shown(cents: int) -> int:
    """Whole euros as a sheet shows them, half away from zero."""
    return (abs(cents) + 50) // 100 * (1 if cents >= 0 else -1)


def column(printed: Path, page: int, left: int, right: int) -> str:
    """The text of a page between two abscissas in points, from top to bottom."""
    number, height = str(page + 1), str(pdf.page_sizes(printed)[page][1])
    box = ["-x", str(left), "-y", "0", "-W", str(right - left), "-H", height]
    command = ["pdftotext", "-layout", "-f", number, "-l", number, *box, "-enc", "UTF-8", str(printed), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


@pytest.mark.hote
def test_each_printed_line_is_the_sum_of_its_accounts(budgets: dict[str, Budget], tmp_path: Path) -> None:
    assert set(budgets) == set(SHOWN)
    templates = {kind: shipped(kind) for kind in ("CPTS", "MSP")}
    paths = {}
    for rank, (name, budget) in enumerate(budgets.items()):
        values, texts, rows = workbook_values([budget])
        paths[name] = tmp_path / f"{rank}.xlsx"
        paths[name].write_bytes(templates[budget.structure.kind].render(values, texts=texts, visible_rows=rows))
    printed = dict(zip(paths, pdf.render_all(list(paths.values()), tmp_path), strict=True))
    for name, budget in budgets.items():
        page = pdf.sheet_pages(printed[name])["CERFA"][0]
        form = chart_of(budget.structure, RULES).form
        years = by_account(budget), Counter(budget.structure.form.before)
        assert years[1], "the samples show a previous year"
        totals = [[total(form, side, found) for found in years] for side in SIDES]
        for side, (own, other) in zip(SIDES, (totals, totals[::-1]), strict=True):
            left, *edges = _EDGES[side]
            labels = " ".join(column(printed[name], page, left, edges[0]).split())
            columns = [
                [int(re.sub(r"[^\d-]", "", found)) for found in _AMOUNT.findall(column(printed[name], page, *pair))]
                for pair in itertools.pairwise(edges)
            ]
            place, expected = 0, []
            for part in PARTS:
                for line in (line for line in form.lines if (line.side, line.part) == (side, part)):
                    label = line.shown if not line.heading and part == "directes" else line.label
                    place = labels.find(label, place)
                    assert place >= 0, (name, label)
                    under = [leaf.code for leaf in form.leaves if line.code in (leaf.code, leaf.heading)]
                    expected.append([shown(sum(found.get(code, 0) for code in under)) for found in years])
                if part == "indirectes":
                    missing = [max(0, b - a) for a, b in zip(own, other, strict=True)]
                    both = [a + b for a, b in zip(own, missing, strict=True)]
                    expected += [[shown(cents) for cents in row] for row in (own, missing, both)]
            expected.append([shown(total(form, side, found, ("nature",))) for found in years])
            for rank, read in enumerate(columns):
                wanted = [row[rank] for row in expected]
                # under the form, its checks are written in the same column
                assert read[: len(wanted)] == wanted, (name, side)


def test_the_samples_show_contributions_in_kind_that_balance(budgets: dict[str, Budget]) -> None:
    for name in SHOWN[:2]:
        rows = budgets[name].structure.form.in_kind
        used, given = (
            [sum(row.cents[year] for row in rows if row.account.startswith(side)) for year in range(5)]
            for side in ("86", "87")
        )
        assert used == given
        assert all(used)


def test_the_departmental_subsidy_of_the_samples_is_on_the_line_of_the_departments(budgets: dict[str, Budget]) -> None:
    assert by_account(budgets[SHOWN[0]])["74.departement"] == 500_000
