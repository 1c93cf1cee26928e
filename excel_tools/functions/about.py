"""Functions about a call: why this amount, from which text, what is wrong (an error of a cell has no sentence)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions import kinds
from excel_tools.functions.answer import Answer, Spread
from excel_tools.functions.columns import run
from excel_tools.functions.evaluate import gather
from excel_tools.functions.explanation import Node
from excel_tools.functions.ledger import Ledger
from excel_tools.functions.model import Argument, Example, Function, Result
from excel_tools.functions.values import Column, Raw, is_empty, shown
from excel_tools.functions.why import explanation

PLACES = 8
"""Most arguments of the function asked about."""

LONGEST = 4000
"""Characters of a message: a cell holds a few thousand at most."""

STEP_COLUMNS = (
    Column("étape", "texte"),
    Column("calcul", "texte"),
    Column("valeur", "texte"),
    Column("source", "texte"),
)

_NAME = Argument("fonction", kinds.TEXT, "nom de la fonction, entre guillemets : « CPTS.TOTAL »")
_ARGUMENTS = tuple(
    Argument(f"argument{place}", kinds.ANY, f"son argument n° {place}, comme dans la fonction", optional=True)
    for place in range(1, PLACES + 1)
)
_SOURCE = "Barèmes d'excel-tools (models/)"
_OWN = "FONCTION"


def about(find: Callable[[str], Function]) -> tuple[Function, ...]:
    """Return the three declarations; ``find`` gives a function of the catalogue by its name."""

    def asked(fonction: str, arguments: dict[str, Any]) -> tuple[Function, dict[str, object]]:
        function = find(fonction)
        if function.family == _OWN:
            raise InputError(f"fonction : « {function.name} » ne s'explique pas elle-même.")
        values = list(arguments.values())
        while values and is_empty(values[-1]):
            values.pop()
        return function, gather(function, values, {})

    def answer(ledger: Ledger, fonction: str, arguments: dict[str, Any]) -> Answer:
        found = run(*asked(fonction, arguments), ledger.rules)
        for use in found.usages:
            ledger.record(use.amount, use.size, borrowed=use.borrowed)
        return found

    def compute_message(ledger: Ledger, fonction: str, **arguments: Any) -> str | Spread:
        """FONCTION.MESSAGE: what is wrong with the call, then what must be told; nothing when all is well."""
        try:
            found = answer(ledger, fonction, arguments)
        except ExcelToolsError as error:
            return _message(error)
        return _each(found.value, _message, ledger) if isinstance(found.value, Spread) else _message(found)

    def compute_source(ledger: Ledger, fonction: str, **arguments: Any) -> str | Spread:
        """FONCTION.SOURCE: the texts and the places read, how sure each is."""
        found = answer(ledger, fonction, arguments)
        return _each(found.value, _sources, ledger) if isinstance(found.value, Spread) else _sources(found)

    def compute_steps(ledger: Ledger, fonction: str, **arguments: Any) -> list[dict[str, Raw]]:
        """FONCTION.EXPLIQUER: one row for each step."""
        function, given = asked(fonction, arguments)
        found = explanation(function, given, ledger.rules)
        rows = [_row(depth, node) for depth, node in _walk(found.root, 0)]
        told = [("Hypothèse", text) for text in found.hypotheses]
        told += [("À savoir", text) for text in found.avertissements]
        return rows + [{"étape": title, "calcul": text, "valeur": "", "source": ""} for title, text in told]

    return (
        Function(
            name="FONCTION.EXPLIQUER",
            description="Pourquoi ce montant ? Les étapes du calcul, chacune avec sa source.",
            arguments=(_NAME, *_ARGUMENTS),
            result=Result("texte", "une ligne par étape", STEP_COLUMNS),
            compute=compute_steps,
            source=_SOURCE,
            kept=False,
            examples=(Example(("CPTS.MISSION", "90000", "parcours"), "6 lignes"),),
        ),
        Function(
            name="FONCTION.SOURCE",
            description="Les textes d'où vient un résultat, et leur confiance.",
            arguments=(_NAME, *_ARGUMENTS),
            result=Result("texte", "une phrase"),
            compute=compute_source,
            source=_SOURCE,
            kept=False,
            examples=(Example(("CPTS.MISSION", "90000", "parcours"), "une phrase"),),
        ),
        Function(
            name="FONCTION.MESSAGE",
            description="Ce qui empêche un calcul, ou ce qu'il faut en savoir ; vide quand il n'y a rien à dire.",
            arguments=(_NAME, *_ARGUMENTS),
            result=Result("texte", "une ou plusieurs phrases, ou rien"),
            compute=compute_message,
            source=_SOURCE,
            kept=False,
            examples=(Example(("CPTS.TAILLE", "-3"), "une phrase"),),
        ),
    )


def _walk(node: Node, depth: int) -> Iterator[tuple[int, Node]]:
    yield depth, node
    for child in node.children:
        yield from _walk(child, depth + 1)


def _row(depth: int, node: Node) -> dict[str, Raw]:
    return {
        # a sheet keeps leading spaces
        "étape": f"{'   ' * depth}{node.label}",
        "calcul": node.formula,
        "valeur": shown(node.value, node.kind),
        "source": node.use.citation if node.use else "",
    }


def _each(found: Spread, tell: Callable[[Answer | ExcelToolsError], str], ledger: Ledger) -> Spread:
    """Return the text of each cell of a range; an empty cell stays empty."""
    outcomes: list[Answer | ExcelToolsError | None] = []
    for outcome in found.outcomes:
        try:
            outcomes.append(outcome and Answer(_OWN, tell(outcome), "texte", (), ledger))
        except ExcelToolsError as error:
            outcomes.append(error)
    return replace(found, outcomes=tuple(outcomes))


def _message(outcome: Answer | ExcelToolsError) -> str:
    text = " ".join(outcome.messages if isinstance(outcome, ExcelToolsError) else outcome.avertissements)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _sources(outcome: Answer | ExcelToolsError) -> str:
    if isinstance(outcome, ExcelToolsError):
        raise outcome
    return " ; ".join(_citations(outcome))


def _citations(found: Answer) -> Iterator[str]:
    """Yield each text once, with the place read in it, or how many amounts, and how sure they are."""
    for title in dict.fromkeys(use.amount.source.title for use in found.usages):
        read = [use for use in found.usages if use.amount.source.title == title]
        places = list(dict.fromkeys(use.amount.place for use in read))
        words = Counter(use.confidence for use in read)
        if len(places) == 1:
            yield f"{title}, {places[0]} ({', '.join(words)})"
        else:
            sure = ", ".join(f"{number} {word}{_plural(word, number)}" for word, number in words.items())
            yield f"{title} ({len(read)} montants : {sure})"


def _plural(word: str, number: int) -> str:
    return "s" if number > 1 and not word.startswith("à") else ""
