"""The French page of the functions, in Markdown, written from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from excel_tools.functions.call import call
from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.formula import Entry, arguments, formula, values
from excel_tools.functions.guide import CALC_CODES, HABITS, IN_CALC, IN_EXCEL, MISTAKES, NOT_INSTALLED, PASSED_ON
from excel_tools.functions.hosts.cell import CellError, in_cell
from excel_tools.functions.hosts.xlwings_module import excel_name
from excel_tools.functions.kinds import DESCRIBED, ENGAGED, FACTS
from excel_tools.functions.model import Argument, Example, Function
from excel_tools.functions.values import shown
from excel_tools.funding.msp_fields import QUESTIONS

MOST_ROWS = 8
"""Rows shown of a longer table."""

RANGE_HEADS = {
    ENGAGED: ("mission", "début", "atteinte"),
    FACTS: ("donnée", "valeur"),
    DESCRIBED: ("donnée", "valeur", "première année"),
}
"""Columns of the ranges that arguments take."""

_FAMILIES = {
    "CPTS": "communautés professionnelles territoriales de santé",
    "MSP": "maisons de santé pluriprofessionnelles",
    "ESS": "équipes de soins spécialisés",
    "ESP": "équipes de soins primaires",
    "CHARGE": "salaires et indemnités",
    "BUDGET": "budget du CERFA 12156*06",
    "SCENARIO": "budgets de cinq exercices, leurs écarts et leurs causes",
    "MEDECIN": "médecins",
    "BAREME": "montants du barème",
    "FONCTION": "sur le calcul lui-même",
}
_UNITS = {"euros": "en euros", "points": "en points", "taux": "taux", "booleen": "VRAI ou FAUX", "texte": "texte"}

_HEAD = """# Les fonctions

Cette page est écrite d'après le catalogue (`python -m samples.dessiner`) : ne pas la corriger à la main.

Les mêmes fonctions se tapent dans LibreOffice Calc, dans Excel et dans un terminal (`excel-tools calculer`). Leur nom
porte un point dans LibreOffice (`CPTS.TOTAL`) et un trait bas dans Excel (`CPTS_TOTAL`) ; les arguments sont les mêmes,
séparés par « ; ». Deux livres d'exemples, à ouvrir et à modifier :
[`fonctions-libreoffice.ods`](fonctions-libreoffice.ods) et [`fonctions-excel.xlsx`](fonctions-excel.xlsx).

- LibreOffice : `excel-tools fonctions installer --hote libreoffice`, puis rouvrir LibreOffice.
- Excel pour Windows : `excel-tools fonctions installer --hote excel`, puis suivre les étapes affichées."""


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD, "## Liste", *_lists(), "## Ce que les fonctions comprennent", _habits(HABITS)]
    parts += ["Dans LibreOffice :", _habits(IN_CALC), "Dans Excel :", _habits(IN_EXCEL)]
    parts += ["## Ce que dit une erreur", *_mistakes()]
    for family in _families():
        parts.append(f"## {family} : {_FAMILIES.get(family, '')}".removesuffix(" : "))
        for function in FUNCTIONS:
            if function.family == family:
                parts += _function(function)
    parts += ["## Clés de « donnees »", *_keys()]
    return "\n\n".join(parts) + "\n"


def anchor(function: Function) -> str:
    """Return the anchor that GitHub gives to the heading of a function."""
    return function.name.lower().replace(".", "")


def _families() -> Iterable[str]:
    return dict.fromkeys(function.family for function in FUNCTIONS)


def _lists() -> Iterator[str]:
    for family in _families():
        rows = [
            (f"[`{function.name}`](#{anchor(function)})", function.description, _unit(function))
            for function in FUNCTIONS
            if function.family == family
        ]
        yield _table(
            (f"{family} : {_FAMILIES.get(family, '')}".removesuffix(" : "), "ce qu'elle donne", "résultat"), rows
        )


def _habits(said: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- **{label}.** {text}" for label, text in said)


def _mistakes() -> Iterator[str]:
    rows = []
    for mistake in MISTAKES:
        function = next(function for function in FUNCTIONS if function.name == mistake.name)
        found = in_cell(function.name, values(arguments(function, mistake.example)))
        sentence = found.sentence if isinstance(found, CellError) else ""
        typed = f"`{typed_example(function, mistake.example)}`"
        rows.append((f"`{mistake.code}`", f"`{mistake.calc_code}`", mistake.meaning, typed, sentence))
    code, meaning = NOT_INSTALLED
    rows.append((f"`{code}`", f"`{CALC_CODES[code]}`", meaning, "", ""))
    yield _table(("Excel", "LibreOffice", "quand", "exemple", "la phrase"), rows)
    yield (
        f"{PASSED_ON} Dans LibreOffice ce sont de vraies erreurs, que `SIERREUR` remplace ; dans Excel, des textes qui "
        "commencent par le code et finissent par la phrase, que `SIERREUR` ne voit pas. `FONCTION.MESSAGE` donne la "
        "phrase dans les deux."
    )


def _function(function: Function) -> Iterator[str]:
    yield f"### {function.name}"
    yield function.description
    signature = _signature(function)
    yield f"- LibreOffice : `{signature}`\n- Excel : `{_excel(function, signature)}`"
    if function.arguments:
        rows = [_argument(items) for items in grouped(function.arguments)]
        yield _table(("argument", "type", "ce qu'il faut y écrire"), rows)
    columns = ", ".join(f"`{column.name}`" for column in function.result.columns)
    named = f" Colonnes : {columns}." if columns else ""
    yield f"**Résultat** : {function.result.help}.{named}"
    yield from _examples(function)
    if function.hypotheses:
        yield "**Hypothèses**\n\n" + "\n".join(f"- {text}" for text in function.hypotheses)
    yield f"**Source** : {function.source}."


def grouped(arguments: Sequence[Argument]) -> list[tuple[Argument, ...]]:
    """Return the arguments one by one, those that differ by their number only together."""
    found: list[tuple[Argument, ...]] = []
    for argument in arguments:
        same = argument.name.rstrip("0123456789")
        if found and same != argument.name and found[-1][0].name.rstrip("0123456789") == same:
            found[-1] += (argument,)
        else:
            found.append((argument,))
    return found


def _signature(function: Function) -> str:
    """Return the signature, « … » standing for the arguments in the middle of a numbered run."""
    words = []
    for items in grouped(function.arguments):
        kept = [items[0], items[-1]] if len(items) > 2 else list(items)
        found = [f"[{item.name}]" if item.optional else item.name for item in kept]
        words += [found[0], "…", found[1]] if len(items) > 2 else found
    return f"{function.name}({'; '.join(words)})"


def _argument(items: Sequence[Argument]) -> Sequence[str]:
    argument = items[0]
    heads = RANGE_HEADS.get(argument.kind)
    kind = f"plage : {', '.join(heads)}" if heads else argument.kind.name
    left_out = ", facultatif" if argument.optional else ""
    name, told = f"`{argument.name}`", argument.help
    if len(items) > 1:
        name = f"{name} à `{items[-1].name}`"
        first, last = (item.name.lstrip(argument.name.rstrip("0123456789")) for item in (items[0], items[-1]))
        told = told.replace(f"n° {first}", f"n° {first} à {last}")
    return name, f"{kind}{left_out}", told


def _examples(function: Function) -> Iterator[str]:
    rows = []
    for example in function.examples:
        text = typed_example(function, example)
        rows.append((f"`{text}`", f"`{_excel(function, text)}`", _result(function, example)))
    yield _table(("LibreOffice", "Excel", "résultat"), rows)
    written: set[str] = set()
    for example in function.examples:
        for argument, item in zip(function.arguments, arguments(function, example), strict=True):
            if isinstance(item, Entry):
                continue
            heads = RANGE_HEADS.get(argument.kind, RANGE_HEADS[ENGAGED if len(item[0]) == 3 else FACTS])[: len(item[0])]
            cells = _table(heads, [[cell.shown for cell in row] for row in item])
            if cells not in written:
                written.add(cells)
                yield f"où `{_area(len(item), len(item[0]))}` contient, sous ses titres :\n\n{cells}"
        yield from _answer(function, example)


def _answer(function: Function, example: Example) -> Iterator[str]:
    answer = call(function.name, values(arguments(function, example)))
    if isinstance(answer.value, list):
        rows = [[shown(row[column.name], column.kind) for column in answer.columns] for row in answer.value]
        more = f"\n\n… et {len(rows) - MOST_ROWS} autres lignes." if len(rows) > MOST_ROWS else ""
        yield f"et qui donne :\n\n{_table([column.name for column in answer.columns], rows[:MOST_ROWS])}{more}"


def _result(function: Function, example: Example) -> str:
    """Return what the page says of an example: a sentence in full, otherwise what the declaration says."""
    if function.result.kind == "texte" and not function.result.is_table:
        return call(function.name, values(arguments(function, example))).texte
    return example.result


def typed_example(function: Function, example: Example) -> str:
    """Return an example as typed in LibreOffice; a range of cells stands in A2, under its heads."""
    parts = []
    for place, (argument, item) in enumerate(zip(function.arguments, arguments(function, example), strict=True)):
        text = item.literal if isinstance(item, Entry) else _area(len(item), len(item[0]))
        # the cell of a required argument is empty
        parts.append(text if text or argument.optional or place >= len(example.arguments) else '""')
    return formula(function.name, parts)


def _area(rows: int, columns: int) -> str:
    return f"A2:{chr(ord('A') + columns - 1)}{rows + 1}"


def _excel(function: Function, text: str) -> str:
    return text.replace(f"{function.name}(", f"{excel_name(function)}(", 1)


def _unit(function: Function) -> str:
    return "tableau" if function.result.is_table else _UNITS.get(function.result.kind, function.result.kind)


def _keys() -> Iterator[str]:
    yield (
        "Les fonctions MSP lisent une plage de deux colonnes, une donnée par ligne, dans l'ordre que l'on veut ; ce "
        "qui n'y est pas prend la valeur de la colonne « sinon », que FONCTION.MESSAGE rappelle quand elle rapporte "
        "des points."
    )
    rows = [(f"`{item.code}`", item.label, item.kind, item.left_out, item.help) for item in QUESTIONS]
    yield _table(("clé", "ce que c'est", "type", "sinon", "à savoir"), rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return f"| {' | '.join(map(_cell, cells))} |"

    return "\n".join([line(heads), "|" + "---|" * len(heads), *map(line, rows)])


def _cell(text: str) -> str:
    """Return a text that a table can hold: no bar, and spaces that stay at its beginning."""
    indent = len(text) - len(text.lstrip(" "))
    return "\u2003" * (indent // 3) + text.strip(" ").replace("|", "\\|")
