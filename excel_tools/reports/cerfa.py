"""Values of the sheets « Comptes » and « CERFA »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from excel_tools.accounts.cerfa import Amounts, Budget12156, by_line, cerfa
from excel_tools.accounts.chart import Chart, default_chart
from excel_tools.accounts.postings import DOTATION, REPRISE, InKind, Posting, postings
from excel_tools.budget import Budget
from excel_tools.dates import add_months, to_serial
from excel_tools.errors import InputError
from excel_tools.reports.cells import Values, euros, padded, source_shown
from excel_tools.reports.cerfa_shape import (
    BOUND_ROWS,
    FREE_BOUND,
    IN_KIND_ROWS,
    STAFF_ACCOUNTS,
    printed,
    receipts,
)
from excel_tools.reports.check_values import OK, TO_REVIEW
from excel_tools.reports.shape import CHARGE_ROWS, YEARS, Shape
from excel_tools.reports.spending_shape import INCOME_ROWS, INDEMNITY_ROWS
from excel_tools.rules import Rules, load_rules
from excel_tools.rules.form import Form, FormLine, Part, Side
from excel_tools.spending.flow import total
from excel_tools.spending.indemnities import ACCOUNT as INDEMNITY_ACCOUNT

_SIDES: tuple[Side, ...] = ("charges", "produits")
_PARTS: tuple[Part, ...] = ("directes", "indirectes", "nature")


def cerfa_pages(
    shape: Shape,
    budget: Budget,
    name: str,
    *,
    year: int = 1,
    chart: Chart | None = None,
    in_kind: Sequence[InKind] = (),
    before: Amounts | None = None,
) -> Values:
    """Return the inputs and the formulas of both sheets, for the displayed scenario.

    Args:
        name: name of the displayed scenario.
        year: fiscal year the form shows, 1 to 5.
        chart: the treasurer's own look-up; that of the barèmes by default.
        in_kind: contributions in kind.
        before: what each line received in the fiscal year before the horizon.

    Raises:
        InputError: more accounts or contributions than the sheets have room for, or a form of other lines than theirs.
    """
    chart = chart or default_chart(budget.rules)
    form = chart.form
    _same_lines(form)
    if len(chart.bounds) > BOUND_ROWS or len(in_kind) > IN_KIND_ROWS:
        raise InputError(
            f"« {budget.structure.name} » : {len(chart.bounds)} bornes de comptes et {len(in_kind)} contributions en "
            f"nature ; le classeur tient {BOUND_ROWS} bornes et {IN_KIND_ROWS} contributions au plus."
        )
    rows = _gathered(budget, chart, postings(budget, chart, in_kind))
    shown = cerfa(form, rows, year, before)
    first = budget.structure.first_exercice
    years = list(range(first, first + YEARS))
    closing = add_months(budget.schedule.frame.first_day, 12 * year) - 1
    values: Values = {
        "in_cerfa_exercice": year,
        "out_cerfa_scenario": f"Scénario : {name}",
        "out_cerfa_cloture": to_serial(closing),
        "out_comptes_exercices": years,
        "out_comptes_lignes_exercices": years,
        **_bounds(chart, budget.rules),
        **_entries(shape, budget, chart, rows),
        **_in_kind(in_kind, rows),
        **_lines(form, rows, year, before or {}),
    }
    for side in _SIDES:
        values[f"out_cerfa_{side}_exercices"] = [first + year - 1, first + year - 2]
        values.update(_form(form, shown, side))
    values["out_cerfa_equilibre"] = _checks(budget, shown, rows)
    return values


def _same_lines(form: Form) -> None:
    """Refuse a form that has not the lines drawn in the templates."""
    drawn = load_rules().form
    if drawn is None or [line.code for line in drawn.lines] != [line.code for line in form.lines]:
        raise InputError("Le classeur suit les lignes du formulaire livré ; celles de « cerfa.toml » en diffèrent.")


def _bounds(chart: Chart, rules: Rules) -> Values:
    known = {bound.account: bound for bound in chart.form.bounds}
    labels: list[str | None] = []
    sources: list[list[str | None]] = []
    for account, line in zip(chart.bounds, chart.lines, strict=True):
        bound = known.get(account)
        if bound is not None and bound.line == line:
            read = bound.provenance
            labels.append(bound.label)
            sources.append([read.confidence, f"{source_shown(read.source)}, {read.place}"])
        else:
            labels.append("Ligne choisie par la structure")
            sources.append(["saisie", None])
    spare = BOUND_ROWS - len(chart.bounds)
    return {
        "bar_comptes_libelles": padded(labels, BOUND_ROWS),
        "in_comptes_bornes": padded(chart.bounds, BOUND_ROWS, FREE_BOUND),
        "in_comptes_lignes": padded((line or None for line in chart.lines), BOUND_ROWS),
        "bar_comptes_sources": [*sources, *[[None, None]] * spare],
    }


def _line(chart: Chart, account: str) -> FormLine | None:
    try:
        return chart.find(account)
    except InputError:
        return None


def _gathered(budget: Budget, chart: Chart, rows: Sequence[Posting]) -> tuple[Posting, ...]:
    """Return the postings as the sheet holds them: all posts together, salaries then contributions."""
    start = len(budget.structure.charges)
    end = start + 2 * len(budget.structure.posts)
    staff = (
        Posting(
            account, label, total((row.cents for row in rows[start + rank : end : 2]), YEARS), _line(chart, account)
        )
        for rank, (_, account, label) in enumerate(STAFF_ACCOUNTS)
    )
    return (*rows[:start], *staff, *rows[end:])


def _cut(rows: Sequence[Posting], count: int) -> tuple[Sequence[Posting], Sequence[Posting]]:
    return rows[:count], rows[count:]


def _entries(shape: Shape, budget: Budget, chart: Chart, rows: Sequence[Posting]) -> Values:
    structure, items = budget.structure, receipts(shape)
    charges, left = _cut(rows, len(structure.charges))
    staff, left = _cut(left, len(STAFF_ACCOUNTS))
    indemnities, left = _cut(left, len(structure.indemnities))
    incomes, _ = _cut(left[1 + len(items) :], len(structure.incomes))
    spare = Posting(INDEMNITY_ACCOUNT, "", (0,) * YEARS, _line(chart, INDEMNITY_ACCOUNT))
    produits = [*(budget.calendars[code].produits for code in shape.codes), budget.one_off_years]
    funds = budget.dedicated
    return {
        "out_comptes_charges": _typed(charges, CHARGE_ROWS),
        "out_comptes_personnel": [[_code(row), *euros(row.cents)] for row in staff],
        "out_comptes_indemnites": [
            [int(row.account), _code(row), *euros(row.cents)] for row in padded(indemnities, INDEMNITY_ROWS, spare)
        ],
        "out_comptes_dotation": [chart.find(DOTATION).code, *euros(funds.dotation)],
        "in_comptes_recettes": [chart.receipt(shape.kind, code).code for code, _ in items],
        "out_comptes_recettes": [euros(found) for found in produits],
        "out_comptes_produits": _typed(incomes, INCOME_ROWS),
        "out_comptes_reprise": [chart.find(REPRISE).code, *euros(funds.reprise)],
    }


def _typed(rows: Sequence[Posting], most: int) -> list[list[object]]:
    """Return the rows of a table of lines, those that nobody uses at the end."""
    blank: list[object] = ["", "", "", *[0.0] * YEARS]
    written: list[list[object]] = [
        [row.label, int(row.account) if row.account else "", _code(row), *euros(row.cents)] for row in rows
    ]
    return written + [blank] * (most - len(written))


def _in_kind(in_kind: Sequence[InKind], rows: Sequence[Posting]) -> Values:
    found = rows[len(rows) - len(in_kind) :]
    blank = [[None] * YEARS] * (IN_KIND_ROWS - len(in_kind))
    return {
        "in_nature_libelle": padded((item.label or None for item in in_kind), IN_KIND_ROWS),
        "in_nature_compte": padded((int(item.account) for item in in_kind), IN_KIND_ROWS),
        "in_nature_montants": [euros(item.cents) for item in in_kind] + blank,
        "out_nature_lignes": padded((_code(posting) for posting in found), IN_KIND_ROWS, ""),
    }


def _code(posting: Posting) -> str:
    return posting.line.code if posting.line is not None else ""


def _lines(form: Form, rows: Sequence[Posting], year: int, before: Amounts) -> Values:
    by_year = [by_line(form, rows, each) for each in range(1, YEARS + 1)]
    codes = [line.code for line in form.leaves]
    past: Mapping[str, int] = by_year[year - 2] if year > 1 else before
    return {
        "out_comptes_lignes": [euros(amounts[code] for amounts in by_year) for code in codes],
        "in_comptes_anterieur": [before[code] / 100 if code in before else None for code in codes],
        "out_comptes_affiches": [euros((by_year[year - 1][code], past.get(code, 0))) for code in codes],
    }


def _form(form: Form, shown: Budget12156, side: Side) -> Values:
    def pair(code: str) -> list[float]:
        row = shown.row(side, code)
        return euros((row.cents, row.previous))

    values: Values = {
        f"out_cerfa_{side}_{part}": [pair(line.code) for line in printed(form, side, part)] for part in _PARTS
    }
    values[f"out_cerfa_{side}_totaux"] = [pair(code) for code in ("total", "solde", "equilibre")]
    values[f"out_cerfa_{side}_nature_total"] = pair("nature")
    return values


def _checks(budget: Budget, shown: Budget12156, rows: Sequence[Posting]) -> list[list[object]]:
    year = shown.year - 1
    lost = sum(1 for row in rows if row.line is None for cents in row.cents if cents)
    gaps = (
        (shown.row("charges", "total").cents - budget.total_charges_years[year]) / 100,
        (shown.row("produits", "total").cents - budget.produits_years[year]) / 100,
        (shown.row("charges", "nature").cents - shown.row("produits", "nature").cents) / 100,
        lost,
        # a look-up of the program is always in order
        0,
    )
    return [[gap, TO_REVIEW if gap else OK] for gap in gaps]
