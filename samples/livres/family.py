"""A sheet for a family or several: what every function expects, and its examples, live."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.functions.formula import Entry, formula
from excel_tools.functions.model import Argument, Function
from samples.livres.example import check_cell, input_cell, number_format
from samples.livres.host import Host
from samples.livres.layout import Layout, Plan
from samples.livres.model import Cell, Sheet, address, reference
from samples.livres.parts import Range, expects, flow, head, input_range, matrix, range_heads, section, table, typed


def family_sheet(families: Sequence[str], functions: Sequence[Function], host: Host) -> tuple[Sheet, dict[str, str]]:
    """Return the sheet of some families, and the cell where each of their functions begins."""
    plans = [Plan(function) for function in functions]
    layout = Layout(plans)
    sheet = Sheet(" ".join(families), layout.widths)
    head(sheet, f"Fonctions {' et '.join(families).replace(' et ', ', ', len(families) - 2)}")
    places: dict[str, str] = {}
    known = _ranges(sheet, plans)
    top = sheet.frozen
    for plan in plans:
        start = sheet.row
        _function(sheet, layout, plan, host, known)
        if sheet.tall(top, sheet.row) > sheet.page_height and start > sheet.frozen + 1:
            sheet.breaks.add(start)
            top = start
        places[plan.function.name] = address(start, 0)
        sheet.row += 1
    return sheet, places


def _ranges(sheet: Sheet, plans: Sequence[Plan]) -> dict[Range, str]:
    """Write each range the examples read, once; return their addresses."""
    found: dict[Range, Argument] = {}
    for plan in plans:
        for given in plan.examples:
            for argument, item in zip(plan.function.arguments, given, strict=True):
                if not isinstance(item, Entry):
                    found.setdefault(item, argument)
    if not found:
        return {}
    section(sheet, "Plages que lisent les exemples de cette feuille")
    places: dict[Range, str] = {}
    for rows, argument in found.items():
        heads = range_heads(argument, rows)
        top = sheet.row
        places[rows] = input_range(sheet, rows, heads)
        # no letter of a column is printed
        sheet.put(top, len(heads), Cell(f"plage {typed(places[rows])}", "beside"))
    return places


def _function(sheet: Sheet, layout: Layout, plan: Plan, host: Host, known: dict[Range, str]) -> None:
    function = plan.function
    sheet.put(sheet.row, 0, Cell(f"{host.function(function)}{plan.takes}", "head"))
    sheet.band(sheet.row, "head")
    sheet.row += 1
    sheet.put(sheet.row, 0, Cell(function.description, "strong"))
    sheet.row += 1
    for argument in plan.shown:
        flow(sheet, argument.name, f"{argument.help} ({expects(argument)})")
    flow(sheet, "résultat", function.result.help)
    formula_row = sheet.row
    sheet.row += 1
    for rank, argument in enumerate(plan.shown):
        right = plan.is_number(rank)
        sheet.put(sheet.row, rank, Cell(argument.name, "part_right" if right else "part"))
    if plan.columns:
        _table_examples(sheet, plan, host, known)
    else:
        _value_examples(sheet, plan, host, known, layout)
    end, sheet.row = sheet.row, formula_row
    text = formula(host.function(function), _literals(plan, known))
    flow(sheet, "formule", f"{{{text}}}, validée par Ctrl + Maj + Entrée" if plan.columns else text, "strong")
    sheet.row = end
    flow(sheet, "source", function.source, "note")
    for rank, hypothesis in enumerate(function.hypotheses):
        flow(sheet, "" if rank else "hypothèses", hypothesis, "note")


def _parts(plan: Plan, example: int, row: int, known: dict[Range, str]) -> list[str]:
    parts = []
    for rank, item in enumerate(plan.examples[example][: len(plan.shown)]):
        if not isinstance(item, Entry):
            parts.append(known[item])
        else:
            parts.append("" if plan.is_left_out(example, rank) else reference(row, rank))
    return parts


def _literals(plan: Plan, known: dict[Range, str]) -> list[str]:
    """Return the arguments of the first example as typed in the formula itself, which reads well on paper too."""
    return [item.literal if isinstance(item, Entry) else typed(known[item]) for item in plan.examples[0]]


def _arguments(sheet: Sheet, plan: Plan, example: int, known: dict[Range, str]) -> str:
    """Write the cells of an example in the next row; return the formula that reads them."""
    for rank, argument in enumerate(plan.shown):
        item = plan.examples[example][rank]
        if not isinstance(item, Entry):
            cell = Cell(f"plage {typed(known[item])}", "text")
        elif plan.is_left_out(example, rank):
            cell = Cell("omis", "omitted")
        else:
            cell = input_cell(item, argument)
        sheet.put(sheet.row, rank, cell)
    return formula(plan.function.name, _parts(plan, example, sheet.row, known)).removeprefix("=")


def _value_examples(sheet: Sheet, plan: Plan, host: Host, known: dict[Range, str], layout: Layout) -> None:
    place, left = layout.result(plan), layout.beside_sentences
    right = "part" if left else "part_right"
    looks = ("value_left", "expected_left") if left and plan.function.result.kind != "texte" else ("value", "expected")
    for column, (word, look) in enumerate((("Résultat", right), ("Attendu", right), ("Contrôle", "part_center"))):
        sheet.put(sheet.row, place + column, Cell(word, look))
    for column in range(len(plan.shown), place):
        sheet.put(sheet.row, column, Cell(look="part"))
    for example, answer in enumerate(plan.answers):
        sheet.row += 1
        row = sheet.row
        text = _arguments(sheet, plan, example, known)
        value = host.stored(answer)
        number = number_format(value, plan.function.result.kind)
        sheet.put(row, place, Cell(value, looks[0], number, text))
        sheet.put(row, place + 1, Cell(value, looks[1], number))
        check = check_cell(host, (reference(row, place), reference(row, place + 1)), texts=isinstance(value, str))
        sheet.put(row, place + 2, check)
    sheet.row += 1


def _table_examples(sheet: Sheet, plan: Plan, host: Host, known: dict[Range, str]) -> None:
    types = [column.kind for column in plan.function.result.columns]
    for example, answer in enumerate(plan.answers):
        sheet.row += 1
        text = _arguments(sheet, plan, example, known)
        rows = answer if isinstance(answer, list) else [[answer]]
        first, width = sheet.row + 3, len(types)
        sheet.put(first - 1, 0, Cell("Résultat", "note"))
        table(sheet, first, 0, rows, "row", types)
        matrix(sheet, first, 0, text, len(rows), width)
        sheet.put(first - 1, width, Cell("Attendu", "note"))
        chosen = [[row[rank] for rank in plan.expected] for row in rows]
        table(sheet, first, width, chosen, "expected", [types[rank] for rank in plan.expected])
        state = width + len(plan.expected)
        sheet.put(first, state, Cell("Contrôle", "part_center"))
        for row in range(first + 1, first + len(rows)):
            pairs = [(reference(row, rank), reference(row, width + place)) for place, rank in enumerate(plan.expected)]
            sheet.put(row, state, check_cell(host, *pairs, texts=types[plan.expected[0]] == "texte"))
        sheet.row = first + len(rows)
    sheet.row += 1
