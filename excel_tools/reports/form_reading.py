"""What a treasurer says of the budget form and of the report on it, read back from a workbook."""

from __future__ import annotations

from collections.abc import Mapping

from excel_tools.accounts.chart import AIDS, check_side, default_chart
from excel_tools.errors import InputError
from excel_tools.reports.cerfa_shape import FREE_BOUND
from excel_tools.reports.shape import YEARS, Shape
from excel_tools.reports.sheet_inputs import SheetInputs
from excel_tools.rules import Rules
from excel_tools.rules.form import Form, FormLine
from excel_tools.structure import FormEntries, InKind

_IN_KIND = ("86", "87")


def form_entries(inputs: SheetInputs, shape: Shape, rules: Rules) -> FormEntries:
    """Return what is said of the form; an older workbook says less. What is wrong goes into ``inputs.problems``.

    Raises:
        RuleError: the barèmes hold no form.
    """
    if not inputs.has("in_comptes_bornes"):
        return FormEntries()
    chart = default_chart(rules)
    form = chart.form
    bounds = _bounds(inputs, form)
    default = dict(zip(chart.bounds, chart.lines, strict=True))
    receipts = {
        code: line
        for code, line in _receipts(inputs, shape, form).items()
        if line and line != chart.receipt(shape.kind, code).code
    }
    reported = inputs.has("in_realise")
    return FormEntries(
        in_kind=_in_kind(inputs),
        before=_before(inputs, form),
        done=_done(inputs, form) if reported else {},
        bounds=None if bounds == default else bounds,
        receipts=receipts,
        year=_year(inputs, "in_cerfa_exercice"),
        **(
            {
                "report_year": _year(inputs, "in_rendu_exercice"),
                "gap_cents": inputs.positive("in_ecart"),
                "gap_rate": inputs.rate("in_rendu_taux"),
            }
            if reported
            else {}
        ),
    )


def _year(inputs: SheetInputs, name: str) -> int:
    return inputs.whole(name, least=1, most=YEARS, needed=True) or 1


def _wrong(inputs: SheetInputs, name: str, row: int, text: str) -> None:
    inputs.problems.append(f"{inputs.place(name, row)} : {text}")


def _found(text: str) -> str:
    return f"« {text} » trouvé" if text else "cellule vide"


def _in_kind(inputs: SheetInputs) -> tuple[InKind, ...]:
    found = []
    name = "in_nature_compte"
    for row in range(inputs.height(name)):
        cents = tuple(inputs.line("in_nature_montants", inputs.positive, row))
        account, label = inputs.text(name, row), inputs.text("in_nature_libelle", row)
        if not (account or label or any(cents)):
            continue
        if account.isascii() and account.isdigit() and len(account) <= 8 and account.startswith(_IN_KIND):
            found.append(InKind(account, label, cents))
        else:
            _wrong(inputs, name, row, f"{_found(account)}, un compte de 86 ou 87 est attendu.")
    return tuple(found)


def _before(inputs: SheetInputs, form: Form) -> dict[str, int]:
    typed = inputs.column("in_comptes_anterieur", inputs.maybe_euros)
    return {line.code: cents for line, cents in zip(form.leaves, typed, strict=False) if cents is not None}


def _done(inputs: SheetInputs, form: Form) -> dict[str, tuple[int | None, ...]]:
    rows = (inputs.line("in_realise", inputs.maybe_euros, row) for row in range(inputs.height("in_realise")))
    found = {line.code: tuple(years) for line, years in zip(form.leaves, rows, strict=False)}
    return {code: years for code, years in found.items() if any(cents is not None for cents in years)}


def _bounds(inputs: SheetInputs, form: Form) -> dict[int, str]:
    found: dict[int, str] = {}
    last = 0
    for row in range(inputs.height("in_comptes_bornes")):
        bound = inputs.whole("in_comptes_bornes", row, most=FREE_BOUND)
        if bound in (0, FREE_BOUND):
            continue
        if bound < 10_000_000 or bound <= last:
            text = f"« {bound} » trouvé, un compte sur huit chiffres plus grand que celui d'au-dessus est attendu."
            _wrong(inputs, "in_comptes_bornes", row, text)
            continue
        last = bound
        line = _leaf(inputs, form, "in_comptes_lignes", row)
        if line is not None:
            try:
                check_side(str(bound), line, inputs.place("in_comptes_lignes", row))
            except InputError as error:
                inputs.problems += error.messages
        found[bound] = line.code if line else ""
    return found


def _receipts(inputs: SheetInputs, shape: Shape, form: Form) -> Mapping[str, str]:
    name = "in_comptes_recettes"
    places = [(code, name, row) for row, code in enumerate(shape.codes)]
    # an older workbook has one row more there
    places.append((AIDS, "in_comptes_aides", 0) if inputs.has("in_comptes_aides") else (AIDS, name, len(shape.codes)))
    found: dict[str, str] = {}
    for code, where, row in places:
        line = _leaf(inputs, form, where, row)
        if line is None or line.side != "produits" or line.part == "nature":
            read = inputs.text(where, row)
            known = line is None and read
            if not known:
                _wrong(inputs, where, row, f"{_found(read)}, une ligne de produits est attendue.")
            continue
        found[code] = line.code
    return found


def _leaf(inputs: SheetInputs, form: Form, name: str, row: int) -> FormLine | None:
    """Return the line that a cell names by its code, None when it is blank or wrong."""
    code = inputs.text(name, row)
    line = next((line for line in form.leaves if line.code == code), None)
    if code and line is None:
        _wrong(inputs, name, row, f"« {code} » trouvé, le code d'une ligne du formulaire est attendu.")
    return line
