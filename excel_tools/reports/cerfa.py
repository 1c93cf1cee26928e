"""Values of the sheets « Comptes », « Écritures », « CERFA » and « Compte rendu »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from excel_tools.accounts.cerfa import Budget12156, by_line, cerfa, total
from excel_tools.accounts.chart import AIDS, Chart, chart_of, default_chart
from excel_tools.accounts.funders import FUNDERS
from excel_tools.accounts.postings import DOTATION, REPRISE, Posting, postings
from excel_tools.budget import Budget
from excel_tools.dates import add_months, to_serial
from excel_tools.errors import InputError
from excel_tools.reports.cells import Values, euros, padded, source_shown
from excel_tools.reports.cerfa_shape import (
    BOUND_ROWS,
    FREE_BOUND,
    IN_KIND_ROWS,
    STAFF_ACCOUNTS,
    UNPLACED,
    printed,
)
from excel_tools.reports.check_values import OK, TO_REVIEW
from excel_tools.reports.report_values import report_page
from excel_tools.reports.shape import AID_ROWS, CHARGE_ROWS, YEARS, Shape
from excel_tools.reports.spending_shape import INCOME_ROWS, INDEMNITY_ROWS
from excel_tools.rules import Rules, load_rules
from excel_tools.rules.form import Form, FormLine, Part, Side
from excel_tools.spending.flow import total as added
from excel_tools.spending.indemnities import ACCOUNT as INDEMNITY_ACCOUNT

_SIDES: tuple[Side, ...] = ("charges", "produits")
_PARTS: tuple[Part, ...] = ("directes", "indirectes", "nature")


def cerfa_pages(shape: Shape, budget: Budget, name: str) -> Values:
    """Return the inputs and the formulas of these sheets, for the displayed scenario.

    Args:
        name: name of the displayed scenario.

    Raises:
        InputError: more accounts or contributions than the sheets have room for, or a form of other lines than theirs.
    """
    chart, own = chart_of(budget.structure, budget.rules), budget.structure.form
    form, in_kind, year = chart.form, own.in_kind, own.year
    _same_lines(form)
    if len(chart.bounds) > BOUND_ROWS or len(in_kind) > IN_KIND_ROWS:
        raise InputError(
            f"« {budget.structure.name} » : {len(chart.bounds)} bornes de comptes et {len(in_kind)} contributions en "
            f"nature ; le classeur tient {BOUND_ROWS} bornes et {IN_KIND_ROWS} contributions au plus."
        )
    rows = _gathered(budget, chart, postings(budget, chart))
    shown = cerfa(form, rows, year, own.before)
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
        **_receipts(shape, chart),
        **_entries(shape, budget, chart, rows),
        **_in_kind(budget, rows),
        **_lines(form, rows, budget),
        **report_page(budget, form, rows, name),
    }
    for side in _SIDES:
        values[f"out_cerfa_{side}_exercices"] = [first + year - 1, first + year - 2]
        values.update(_form(form, shown, side))
    values["out_comptes_etats"] = _states(shape, budget, rows)
    values["out_cerfa_equilibre"] = _checks(budget, shown, values["out_comptes_etats"])
    return values


def _same_lines(form: Form) -> None:
    """Refuse a form that has not the lines drawn in the templates."""
    drawn = load_rules().form
    if drawn is None or [line.code for line in drawn.lines] != [line.code for line in form.lines]:
        raise InputError("Le classeur suit les lignes du formulaire livré ; celles de « cerfa.toml » en diffèrent.")


def _bounds(chart: Chart, rules: Rules) -> Values:
    known = {bound.account: bound for bound in chart.form.bounds}
    shipped = default_chart(rules)
    labels: list[str | None] = []
    sources: list[list[str | None]] = []
    for account, line in zip(chart.bounds, chart.lines, strict=True):
        bound = known.get(account)
        if bound is not None and bound.line == line:
            read = bound.provenance
            labels.append(bound.label)
            sources.append([read.confidence, f"{source_shown(read.source)}, {read.place}"])
        else:
            # after the accounts of the structure's own choice, those of the barème go on
            same = bound is None and (usual := _line(shipped, str(account))) is not None and usual.code == line
            labels.append("Suite des comptes d'avant" if same else "Ligne choisie par la structure")
            sources.append(["", None] if same else ["saisie", None])
    spare = BOUND_ROWS - len(chart.bounds)
    return {
        "bar_comptes_libelles": padded(labels, BOUND_ROWS),
        "in_comptes_bornes": padded(chart.bounds, BOUND_ROWS, FREE_BOUND),
        "in_comptes_lignes": padded((line or None for line in chart.lines), BOUND_ROWS),
        "bar_comptes_sources": [*sources, *[[None, None]] * spare],
    }


def _receipts(shape: Shape, chart: Chart) -> Values:
    return {
        "in_comptes_recettes": [chart.receipt(shape.kind, code).code for code in shape.codes],
        "in_comptes_aides": chart.receipt(shape.kind, AIDS).code,
        "bar_financeurs": list(FUNDERS),
        "bar_financeurs_lignes": list(FUNDERS.values()),
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
            account, label, added((row.cents for row in rows[start + rank : end : 2]), YEARS), _line(chart, account)
        )
        for rank, (_, account, label) in enumerate(STAFF_ACCOUNTS)
    )
    return (*rows[:start], *staff, *rows[end:])


def _cut(rows: Sequence[Posting], count: int) -> tuple[Sequence[Posting], Sequence[Posting]]:
    return rows[:count], rows[count:]


def _entries(shape: Shape, budget: Budget, chart: Chart, rows: Sequence[Posting]) -> Values:
    structure = budget.structure
    charges, left = _cut(rows, len(structure.charges))
    staff, left = _cut(left, len(STAFF_ACCOUNTS))
    indemnities, left = _cut(left, len(structure.indemnities))
    received, left = _cut(left[1:], len(shape.codes) + 1)
    funded, left = _cut(left, sum(1 for aid in structure.one_offs if aid.funder))
    incomes, _ = _cut(left, len(structure.incomes))
    each = iter(funded)
    blank: list[object] = ["", *[0.0] * YEARS]
    aids = [_coded(next(each)) if aid.funder else blank for aid in structure.one_offs]
    spare = Posting(INDEMNITY_ACCOUNT, "", (0,) * YEARS, _line(chart, INDEMNITY_ACCOUNT))
    funds = budget.dedicated
    return {
        "out_comptes_charges": _typed(charges, CHARGE_ROWS),
        "out_comptes_personnel": [_coded(row) for row in staff],
        "out_comptes_indemnites": [
            [int(row.account), _code(row), *euros(row.cents)] for row in padded(indemnities, INDEMNITY_ROWS, spare)
        ],
        "out_comptes_dotation": [chart.find(DOTATION).code, *euros(funds.dotation)],
        "out_comptes_recettes": [_coded(row) for row in received],
        "out_comptes_aides": padded((aid.label for aid in structure.one_offs), AID_ROWS, ""),
        "out_comptes_aides_lignes": padded(aids, AID_ROWS, blank),
        "out_comptes_produits": _typed(incomes, INCOME_ROWS),
        "out_comptes_reprise": [chart.find(REPRISE).code, *euros(funds.reprise)],
    }


def _coded(row: Posting) -> list[object]:
    return [_code(row), *euros(row.cents)]


def _typed(rows: Sequence[Posting], most: int) -> list[list[object]]:
    """Return the rows of a table of lines, those that nobody uses at the end."""
    blank: list[object] = ["", "", "", *[0.0] * YEARS]
    written: list[list[object]] = [
        [row.label, int(row.account) if row.account else "", _code(row), *euros(row.cents)] for row in rows
    ]
    return written + [blank] * (most - len(written))


def _in_kind(budget: Budget, rows: Sequence[Posting]) -> Values:
    in_kind = budget.structure.form.in_kind
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


def _lines(form: Form, rows: Sequence[Posting], budget: Budget) -> Values:
    year, before = budget.structure.form.year, budget.structure.form.before
    by_year = [by_line(form, rows, each) for each in range(1, YEARS + 1)]
    codes = [line.code for line in form.leaves]
    past: Mapping[str, int] = by_year[year - 2] if year > 1 else before
    used, given = ([total(form, side, amounts, ("nature",)) for amounts in by_year] for side in _SIDES)
    return {
        "out_comptes_ecart_nature": euros(a - b for a, b in zip(used, given, strict=True)),
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


def _states(shape: Shape, budget: Budget, rows: Sequence[Posting]) -> list[str]:
    """Return what is said beside each entry: those without a line, in the places they have on the sheet."""
    structure = budget.structure
    funded = [aid for aid in structure.one_offs if aid.funder]
    left = ["" if row.line is not None or not any(row.cents) else UNPLACED for row in rows]
    found: list[str] = []
    for count, room in (
        (len(structure.charges), CHARGE_ROWS),
        (len(STAFF_ACCOUNTS), len(STAFF_ACCOUNTS)),
        (len(structure.indemnities), INDEMNITY_ROWS),
        (1 + len(shape.codes) + 1, 1 + len(shape.codes) + 1),
        (len(funded), AID_ROWS),
        (len(structure.incomes), INCOME_ROWS),
        (1, 1),
        (len(structure.form.in_kind), IN_KIND_ROWS),
    ):
        # an aid whose funder is said has a line wherever it stands
        found += [*left[:count], *[""] * (room - count)]
        left = left[count:]
    return found


def _checks(budget: Budget, shown: Budget12156, states: Sequence[str]) -> list[list[object]]:
    year = shown.year - 1
    lost = states.count(UNPLACED)
    gaps = (
        (shown.row("charges", "total").cents - budget.total_charges_years[year]) / 100,
        (shown.row("produits", "total").cents - budget.produits_years[year]) / 100,
        (shown.row("charges", "nature").cents - shown.row("produits", "nature").cents) / 100,
        lost,
        # a look-up of the program is always in order
        0,
    )
    return [[gap, TO_REVIEW if gap else OK] for gap in gaps]
