"""``excel-tools fonctions [NOM] [--json]``: the list of functions, their help, their place in a spreadsheet program."""

from __future__ import annotations

import argparse
import shlex
from typing import Any

from excel_tools.cli import hotes
from excel_tools.cli.parser import FrenchParser
from excel_tools.cli.text import as_json, wrapped
from excel_tools.errors import InputError
from excel_tools.functions import CATALOGUE, Function, find
from excel_tools.functions.kinds import FACTS
from excel_tools.funding.msp_fields import QUESTIONS, Question

_WIDTH = max(map(len, hotes.ACTIONS)) + 4

EXAMPLES = "\n".join(
    [
        "actions :",
        *(wrapped(text, f"  {name}".ljust(_WIDTH), " " * _WIDTH) for name, text in hotes.ACTIONS.items()),
        "",
        "exemples :",
        "  excel-tools fonctions",
        "  excel-tools fonctions CPTS.MISSION",
        hotes.EXAMPLES,
    ]
)


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "nom",
        metavar="NOM",
        nargs="?",
        help="une fonction, une famille (CPTS, MSP…), ou une action (plus bas)",
    )
    parser.add_argument("--json", action="store_true", help="les déclarations en JSON")
    hotes.configure(parser)


def run(options: argparse.Namespace) -> int:
    """Print the list, a family, or one function; or hand over to a host."""
    if hotes.is_action(options.nom):
        return hotes.run(options)
    hotes.refuse_options(options)
    wanted = (options.nom or "").strip().upper()
    family = [function for function in CATALOGUE.values() if function.family == wanted]
    if options.nom and not family:
        function = _found(options.nom)
        print(as_json(declaration(function)) if options.json else help_text(function))
        return 0
    functions = family or list(CATALOGUE.values())
    if options.json:
        print(as_json([declaration(function) for function in functions]))
        return 0
    for function in functions:
        print(function.signature)
        print(wrapped(function.description, "    ", "    "))
    print()
    print("« excel-tools fonctions NOM » décrit les arguments d'une fonction et donne des exemples.")
    return 0


def _found(name: str) -> Function:
    try:
        return find(name)
    except InputError as error:
        if hint := hotes.nearest_action(name):
            raise InputError(f"« {name} » n'est ni une fonction ni une action.{hint}") from error
        raise


def help_text(function: Function) -> str:
    """Return the help of one function: arguments, result, examples, source, rulings."""
    lines = [function.signature, wrapped(function.description, "  ", "  "), "", "Arguments"]
    for argument in function.arguments:
        left_out = ", facultatif" if argument.optional else ""
        lines.append(wrapped(f"{argument.name} ({argument.kind.name}{left_out}) : {argument.help}", "  ", "      "))
    if any(argument.kind is FACTS for argument in function.arguments):
        lines += ["", "Clés de « donnees »"]
        lines += [
            wrapped(f"{item.code} : {item.label} ({item.kind}{_otherwise(item)}). {item.help}".rstrip(), "  ", "      ")
            for item in QUESTIONS
        ]
    if any(argument.kind.shape == "plage" and not argument.kind.raw for argument in function.arguments):
        lines.append(wrapped("Ici, une plage s'écrit en texte ou se lit d'un fichier : « @fichier.csv ».", "  ", "  "))
    lines += ["", "Résultat", f"  {function.result.help}"]
    if function.result.is_table:
        lines.append(f"  colonnes : {', '.join(column.name for column in function.result.columns)}")
    lines += ["", "Exemples"]
    for example in function.examples:
        words = " ".join(_quoted(word) for word in example.arguments)
        lines.append(f"  excel-tools calculer {function.name} {words}".rstrip())
        lines.append(f"      {example.result}")
    lines += ["", f"Source : {function.source}"]
    if function.hypotheses:
        lines += ["", "Hypothèses", *(wrapped(text, "  - ", "    ") for text in function.hypotheses)]
    return "\n".join(lines)


def _otherwise(item: Question) -> str:
    return f", {item.left_out} sinon" if item.left_out else ""


def _quoted(word: str) -> str:
    # double quotes read the same in a POSIX shell, cmd and PowerShell
    return word if word and shlex.quote(word) == word else f'"{word}"'


def declaration(function: Function) -> dict[str, Any]:
    """Return a declaration as an object."""
    return {
        "nom": function.name,
        "signature": function.signature,
        "description": function.description,
        "arguments": [
            {
                "nom": argument.name,
                "type": argument.kind.name,
                "plage": argument.kind.shape == "plage",
                "facultatif": argument.optional,
                "aide": argument.help,
            }
            for argument in function.arguments
        ],
        "resultat": {
            "type": "table" if function.result.is_table else function.result.kind,
            "aide": function.result.help,
            "colonnes": [{"nom": column.name, "type": column.kind} for column in function.result.columns],
        },
        "exemples": [
            {"arguments": list(example.arguments), "resultat": example.result} for example in function.examples
        ],
        "source": function.source,
        "hypotheses": list(function.hypotheses),
    }
