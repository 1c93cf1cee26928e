"""« CERFA » and « Comptes »: the recalculated sheets are the engine's form, to the cent, and one A4 page."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from excel_tools.accounts.cerfa import cerfa
from excel_tools.accounts.chart import Chart, Own, chart_of, default_chart, with_own
from excel_tools.accounts.funders import FUNDERS
from excel_tools.accounts.postings import postings
from excel_tools.accounts.report15059 import report
from excel_tools.batch.templates import shipped
from excel_tools.budget import Budget, build_budget
from excel_tools.errors import InputError
from excel_tools.reports import workbook_values
from excel_tools.reports.cerfa import cerfa_pages
from excel_tools.reports.cpts_shape import CPTS_SHAPE
from excel_tools.reports.reading import read_workbook
from excel_tools.reports.shape import Shape
from excel_tools.reports.small import REPORTS
from excel_tools.resources import templates_dir
from excel_tools.rules import load_rules
from excel_tools.spending.flow import total
from excel_tools.structure import FormEntries, InKind, OneOff, Structure
from excel_tools.workbook import Template
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.recalc import compare, recalculate, recalculate_all
from excel_tools.workbook.refs import cell_ref
from tests.hosts import pdf
from tests.random_small import random_esp, random_ess, random_msp
from tests.random_structures import random_cpts, random_day

RULES = load_rules()
CHART = default_chart(RULES)
KINDS: dict[str, Callable[[random.Random], list[Structure]]] = {
    "CPTS": random_cpts,
    "MSP": random_msp,
    "ESS": random_ess,
    "ESP": random_esp,
}
SIDES = ("charges", "produits")


@cache
def template(kind: str) -> Template:
    return shipped(kind)


def shape_of(kind: str) -> Shape:
    return REPORTS[kind].shape if kind in REPORTS else CPTS_SHAPE


def budget_of(kind: str, seed: int) -> Budget:
    return build_budget(KINDS[kind](random.Random(seed))[0], RULES)


def write(path: Path, budget: Budget) -> dict[str, Any]:
    """Fill a workbook."""
    kind = budget.structure.kind
    values, texts, rows = workbook_values([budget])
    path.write_bytes(template(kind).render(values, texts=texts, visible_rows=rows))
    return values


class Found:
    """The recalculated cells of a workbook, by name."""

    def __init__(self, kind: str, cells: Any) -> None:
        self.names = template(kind).names
        self.cells = cells

    def rows(self, name: str) -> list[list[Any]]:
        area = self.names[name]
        return [
            [self.cells[area.sheet, cell_ref(area.row + down, area.column + right)] for right in range(area.width)]
            for down in range(area.height)
        ]

    def form(self, side: str) -> list[list[int]]:
        """The amounts of a side from top to bottom, in cents."""
        parts = ("directes", "indirectes", "totaux", "nature", "nature_total")
        return [[round(100 * cell) for cell in row] for part in parts for row in self.rows(f"out_cerfa_{side}_{part}")]


def engine(budget: Budget, year: int, chart: Chart | None = None) -> dict[str, list[list[int]]]:
    chart = chart or chart_of(budget.structure, RULES)
    form = cerfa(chart.form, postings(budget, chart), year, budget.structure.form.before)
    return {side: [[row.cents, row.previous] for row in form.side(side) if row.level != "titre"] for side in SIDES}


def random_form(rng: random.Random) -> FormEntries:
    """What a treasurer may say of the form: contributions drawn at random are never equal."""
    own = [Own(str(rng.randint(600, 699)), rng.choice(("65.gestion", "62.services"))) for _ in range(3)]
    chart = with_own(CHART, {item.account: item for item in own}.values())
    leaves = [line.code for line in CHART.form.leaves]
    return FormEntries(
        in_kind=tuple(
            InKind(account, "Bénévolat", tuple(rng.randint(0, 10**6) for _ in range(5)))
            for account in rng.sample(("860", "861", "864", "870", "871", "875"), 3)
        ),
        before={"64.remuneration": rng.randint(0, 10**7), "74.sociaux": rng.randint(0, 10**7)},
        done={
            code: (*(rng.choice((None, rng.randint(0, 10**7))) for _ in range(4)), rng.randint(0, 9))
            for code in sorted(rng.sample(leaves, 20), key=leaves.index)
        },
        bounds=dict(zip(chart.bounds, chart.lines, strict=True)),
        receipts={"aides": "74.etat"},
        year=rng.randint(1, 5),
        report_year=rng.randint(1, 5),
        gap_cents=rng.choice((0, 50_000)),
        gap_rate=rng.choice((0, 100_000, 1_000_000)),
    )


def reported(found: Found) -> list[list[Any]]:
    """The rows of « Compte rendu » as recalculated: budget, done and gap in cents, what is to be said."""
    parts = ("directes", "indirectes", "total", "nature", "nature_total")
    rows = [row for side in SIDES for part in parts for row in found.rows(f"out_rendu_{side}_{part}")]
    return [[*(round(100 * cell) for cell in row[:3]), row[4]] for row in rows]


def report_of(budget: Budget) -> list[list[Any]]:
    own, chart = budget.structure.form, chart_of(budget.structure, RULES)
    typed = {code: cents for code, years in own.done.items() if (cents := years[own.report_year - 1]) is not None}
    rows = report(budget, CHART.form, postings(budget, chart), own.report_year, typed, RULES).rows
    assert typed
    return [[row.budget, row.done, row.gap, row.to_say(own.gap_cents, own.gap_rate)] for row in rows]


@pytest.mark.hote
def test_recalculated_forms_are_the_engine_s(tmp_path: Path) -> None:
    """Eight workbooks of the four families, what is said of the form and of the report at random."""
    cases: dict[Path, tuple[str, Budget]] = {}
    for kind in KINDS:
        for seed in range(2):
            rng = random.Random(seed)
            structure = KINDS[kind](rng)[0]
            aids = tuple(
                OneOff("Aide", random_day(rng, 2019, 2031), rng.randint(-5, 10**6), funder=rng.choice(("", *FUNDERS)))
                for _ in range(6)
            )
            budget = build_budget(replace(structure, one_offs=aids, form=random_form(rng)), RULES)
            path = tmp_path / f"{kind}-{seed}.xlsx"
            write(path, budget)
            cases[path] = (kind, budget)
    structures = [budget.structure for _, budget in cases.values()]
    assert all(any(getattr(each, name) for each in structures) for name in ("posts", "indemnities", "incomes"))
    recalculated = recalculate_all(list(cases), "libreoffice")
    for path, (kind, budget) in cases.items():
        assert [str(gap) for gap in compare(cached_values(path), recalculated[path])] == []
        found = Found(kind, recalculated[path])
        own = budget.structure.form
        expected = engine(budget, own.year)
        for side in SIDES:
            assert found.form(side) == expected[side], path.name
        assert reported(found) == report_of(budget), path.name
        read = read_workbook(path, RULES).structures[0]
        assert (read.form, read.one_offs) == (own, budget.structure.one_offs)
        assert found.rows("out_etat_global") == [["À revoir"]], "86 and 87 differ"
        states = [state for _, state in found.rows("out_cerfa_equilibre")]
        # contributions drawn at random are never equal
        assert states == ["OK", "OK", "À revoir", "OK", "OK"]


@pytest.mark.hote
@pytest.mark.parametrize("kind", KINDS)
def test_a_treasurer_adds_staff_an_indemnity_and_an_income_by_hand(kind: str, tmp_path: Path) -> None:
    """What is typed on the three sheets reaches the form, in the line of its account; names stay where they are."""
    structure = KINDS[kind](random.Random(4))[0]
    # the ceiling of indemnities is known from 2023 on
    structure = replace(structure, first_exercice=max(2023, structure.first_exercice), first_month=1)
    budget = build_budget(replace(structure, charges=(), posts=(), indemnities=(), incomes=()), RULES)
    values, texts, rows = workbook_values([budget])
    values["in_personnel_poste"][0], values["in_personnel_brut"][0] = "Coordination", 2_000.0
    values["in_personnel_taux"][0] = 0.4
    for row, account in ((0, None), (1, 6_251)):
        values["in_indemnites_nom"][row], values["in_indemnites_compte"][row] = "Dr Untel", account
        values["in_indemnites_taux"][row], values["in_indemnites_heures"][row] = 50.0, [2.0, 2.0, 2.0, 2.0, 2.0]
    for row, (account, amount) in enumerate(((7_061, 300.0), (756, 70.0))):
        values["in_produits_libelle"][row], values["in_produits_compte"][row] = "Recette", account
        values["in_produits_imposes"][row] = [amount, None, None, None, None]
    values["in_cerfa_exercice"] = 2
    path = tmp_path / "typed.xlsx"
    path.write_bytes(template(kind).render(values, texts=texts, visible_rows=rows))
    found = Found(kind, recalculate(path, "libreoffice"))
    before = engine(budget, 2)
    lines: dict[str, list[int]] = {}
    for account, cents in (
        ("641", 2_400_000),
        ("645", 960_000),
        ("6226", 10_000),
        ("6251", 10_000),
        ("7061", 30_000),
        ("756", 7_000),
    ):
        line = CHART.find(account)
        row = lines.setdefault(line.code, [0, 0])
        lines[line.code] = [row[0] + cents, row[1] + cents]
    codes = [line.code for line in CHART.form.leaves]
    shown = found.rows("out_comptes_affiches")
    was = values["out_comptes_lignes"]
    for code, cells, years in zip(codes, shown, was, strict=True):
        more = lines.get(code, [0, 0])
        assert [round(100 * cell) for cell in cells] == [
            round(100 * years[1]) + more[0],
            round(100 * years[0]) + more[1],
        ]
    assert before != {side: found.form(side) for side in SIDES}
    assert [state for _, state in found.rows("out_cerfa_equilibre")] == ["OK"] * 5
    texts_shown = [cell for (sheet, _), cell in found.cells.items() if sheet in ("Comptes", "Écritures", "CERFA")]
    assert not [text for text in texts_shown if "Untel" in str(text)]


@pytest.mark.hote
def test_a_treasurer_changes_the_year_an_account_and_a_receipt(tmp_path: Path) -> None:
    budget = budget_of("CPTS", 3)
    values, texts, rows = workbook_values([budget])
    values["in_cerfa_exercice"] = 4
    lines = dict(zip(values["in_comptes_bornes"], range(len(values["in_comptes_bornes"])), strict=True))
    values["in_comptes_lignes"][lines[62_200_000]] = "65.gestion"
    values["in_comptes_recettes"] = ["74.etat"] * len(values["in_comptes_recettes"])
    values["in_comptes_aides"] = "74.etat"
    path = tmp_path / "changed.xlsx"
    path.write_bytes(template("CPTS").render(values, texts=texts, visible_rows=rows))
    found = Found("CPTS", recalculate(path, "libreoffice"))
    chart = with_own(CHART, [Own("622", "65.gestion")])
    expected = engine(budget, 4, chart=replace(chart, receipts={("CPTS", "*"): "74.etat", ("*", "aides"): "74.etat"}))
    for side in SIDES:
        assert found.form(side) == expected[side]
    assert found.rows("out_entrees_intactes") == [["non"]], "a line of the form is an input too"
    assert found.rows("out_etat_global") == [[values["out_etat_global"]]]


@pytest.mark.hote
def test_what_does_not_balance_says_so_on_the_page(tmp_path: Path) -> None:
    budget = budget_of("ESS", 2)
    values, texts, rows = workbook_values([budget])
    lines = values["in_comptes_bornes"]
    # every account of class 6 loses its line, and two bounds change places
    values["in_comptes_lignes"] = [
        None if str(bound)[0] == "6" else line for bound, line in zip(lines, values["in_comptes_lignes"], strict=True)
    ]
    lines[-1], values["in_nature_compte"][0] = 88_000_001, 864
    values["in_nature_montants"][0] = [100.0, 0, 0, 0, 0]
    path = tmp_path / "wrong.xlsx"
    path.write_bytes(template("ESS").render(values, texts=texts, visible_rows=rows))
    found = Found("ESS", recalculate(path, "libreoffice"))
    gaps = found.rows("out_cerfa_equilibre")
    assert gaps[0] == [-budget.total_charges_years[0] / 100, "À revoir"]
    assert gaps[1] == [0, "OK"]
    assert gaps[2] == [100, "À revoir"]
    count, posts = len(budget.structure.charges), len(budget.structure.posts)
    assert posts
    assert budget.structure.indemnities
    own, staff, paid = (
        [flow.years for flow in budget.flows[start:end]]
        for start, end in ((0, count), (count, count + 2 * posts), (count + 2 * posts, None))
    )
    together = [total(rows, 5) for rows in (staff[::2], staff[1::2])]
    written = sum(1 for row in (*own, *together, *paid) if any(row))
    assert gaps[3] == [written, "À revoir"], "each entry without a line, all posts together"
    assert gaps[4] == [1, "À revoir"]
    assert found.rows("out_etat_global") == [["À revoir"]]
    told = [row[3] for row in found.rows("out_controles_communs")[7:12]]
    assert told == ["À revoir", "OK", "À revoir", "À revoir", "À revoir"]
    assert found.rows("out_comptes_ecart_nature") == [[100, 0, 0, 0, 0]], "the year that does not balance"
    states = [row[0] for row in found.rows("out_comptes_etats")]
    assert states[0] == "sans ligne", "the first charge"
    assert states.count("sans ligne") == written


@pytest.mark.hote
def test_the_form_is_one_clean_page(tmp_path: Path) -> None:
    path = tmp_path / "cerfa.xlsx"
    write(path, budget_of("CPTS", 5))
    printed = pdf.render(path, tmp_path)
    pages = pdf.sheet_pages(printed)["CERFA"]
    assert len(pages) == 1
    width, height = pdf.page_sizes(printed)[pages[0]]
    assert (width, height) == (595, 842), "A4 portrait, in points"
    text = " ".join(pdf.page_texts(printed)[pages[0]].split())
    for line in CHART.form.lines:
        assert line.label in text
    assert "Excédent prévisionnel (bénéfice)" in text
    assert "Insuffisance prévisionnelle (déficit)" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_is_chosen_among_those_listed_at_the_foot_of_the_sheet(kind: str) -> None:
    book = openpyxl.load_workbook(templates_dir() / f"{kind.lower()}.xlsx")
    areas = {rule.formula1 for rule in book["Comptes"].data_validations.dataValidation if rule.type == "list"}
    assert len(areas) == 1
    title, area = areas.pop().rsplit("!", 1)
    listed = [row[0].value for row in book[title.strip("'")][area]]
    assert listed == [line.code for line in CHART.form.leaves]


def test_another_scenario_on_display_has_its_own_form() -> None:
    structures = next(found for seed in range(40) if len(found := random_cpts(random.Random(seed))) > 1)
    budgets = [build_budget(structure, RULES) for structure in structures[:2]]
    values, _, _ = workbook_values(budgets, ("central", "prudent"), displayed=2)
    assert values["out_cerfa_scenario"] == "Scénario : prudent"
    assert values["out_cerfa_produits_totaux"][0][0] == budgets[1].produits_years[0] / 100


def test_more_accounts_than_there_is_room_for_are_refused() -> None:
    own = with_own(CHART, [Own(f"62{number}", "62.services") for number in range(10, 90, 2)])
    form = FormEntries(bounds=dict(zip(own.bounds, own.lines, strict=True)))
    budget = build_budget(replace(budget_of("ESP", 1).structure, form=form), RULES)
    with pytest.raises(InputError, match="le classeur tient 80 bornes"):
        cerfa_pages(shape_of("ESP"), budget, "central")


def test_a_form_of_other_lines_is_refused() -> None:
    rules = replace(RULES, form=replace(CHART.form, lines=CHART.form.lines[:-1]))
    budget = build_budget(budget_of("ESP", 1).structure, rules)
    with pytest.raises(InputError, match="suit les lignes du formulaire livré"):
        cerfa_pages(shape_of("ESP"), budget, "central")
