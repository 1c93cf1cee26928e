"""Call a function of the catalogue: one coercion, one error model, for every host."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions.answer import Answer
from excel_tools.functions.catalogue import CATALOGUE
from excel_tools.functions.explanation import Explanation, Node
from excel_tools.functions.ledger import Ledger
from excel_tools.functions.model import Argument, Computed, Function
from excel_tools.functions.values import Typed, ValueKind, as_cells, is_empty
from excel_tools.functions.words import plain
from excel_tools.rules import Rules, load_rules
from excel_tools.rules.words import nearest

_QUOTED = re.compile(r"«([^«»/\\]{63,})»")
"""A quotation of more than sixty letters, its two spaces counted."""


def find(name: str) -> Function:
    """Return a function by its name: ``CPTS.TOTAL``, ``cpts_total``.

    Raises:
        InputError: no such function; the nearest names are given.
    """
    if not isinstance(name, str):
        raise InputError(f"Fonction « {name} » : un nom est attendu, par exemple CPTS.TOTAL.")
    function = CATALOGUE.get(name)
    if function is None:
        wanted = plain(name.replace(".", "_")).upper()
        for known in CATALOGUE.values():
            if known.name.replace(".", "_") == wanted:
                return known
        dotted = wanted.replace("_", ".", 1)
        hint = nearest(dotted, CATALOGUE, 3) or " « excel-tools fonctions » en donne la liste."
        raise InputError(_shortened(f"Fonction « {name} » inconnue.{hint}"))
    return function


def call(
    name: str, args: Sequence[object] = (), named: Mapping[str, object] | None = None, rules: Rules | None = None
) -> Answer:
    """Compute a function.

    Args:
        name: ``"CPTS.TOTAL"``; case and dot or underscore do not matter.
        args: values in the order of the declaration: numbers, French texts, dates, ranges; None or "" = left out.
        named: the same by argument name.
        rules: the barèmes; those of the package by default.

    Raises:
        InputError: everything wrong in the arguments, in French, preceded by the function's name.
        RuleError: the barème does not know the amount, or not on that day.
    """
    function = find(name)
    return _run(function, args, named, rules)[0].answer()


def explain(
    name: str, args: Sequence[object] = (), named: Mapping[str, object] | None = None, rules: Rules | None = None
) -> Explanation:
    """Return « pourquoi ce montant ? » for the same call; same arguments and errors as ``call``."""
    function = find(name)
    run, arguments = _run(function, args, named, rules)
    try:
        nodes = function.nodes(run.ledger, run.value, arguments)
    except ExcelToolsError as error:
        raise _prefixed(error, function) from error
    words = ["" if is_empty(value) else str(value) for value in args]
    while words and not words[-1]:
        words.pop()
    words += [f"{key} = {value}" for key, value in (named or {}).items()]
    value = None if isinstance(run.value, list) else run.value
    root = Node(
        f"{function.name}({'; '.join(words)})",
        value,
        run.kind,
        note=function.description,
        children=nodes,
    )
    return Explanation(function.name, root, function.hypotheses, run.ledger.warnings())


@dataclass(frozen=True, slots=True)
class _Run:
    function: Function
    value: Any
    kind: ValueKind
    ledger: Ledger

    def answer(self) -> Answer:
        return Answer(self.function.name, self.value, self.kind, self.function.result.columns, self.ledger)


def _run(
    function: Function, args: Sequence[object], named: Mapping[str, object] | None, rules: Rules | None
) -> tuple[_Run, dict[str, Any]]:
    rules = rules or _default_rules()
    try:
        arguments = _read(function, args, named or {}, rules)
        ledger = Ledger(rules)
        computed: Computed = function.compute(ledger, **arguments)
    except ExcelToolsError as error:
        raise _prefixed(error, function) from error
    if isinstance(computed, Typed):
        return _Run(function, computed.value, computed.kind, ledger), arguments
    return _Run(function, computed, function.result.kind, ledger), arguments


@lru_cache(maxsize=1)
def _default_rules() -> Rules:
    return load_rules()


def _prefixed(error: ExcelToolsError, function: Function) -> ExcelToolsError:
    return type(error)([f"{function.name} : {_shortened(message)}" for message in error.messages])


def _shortened(message: str) -> str:
    """Cut what a message quotes from the user, unless it is the path of a file."""
    return _QUOTED.sub(lambda found: f"« {found[1].strip()[:59]}… »", message)


def _read(function: Function, args: Sequence[object], named: Mapping[str, object], rules: Rules) -> dict[str, Any]:
    declared = function.arguments
    names = [argument.name for argument in declared]
    errors: list[ExcelToolsError] = []
    given = dict(zip(names, args, strict=False))
    if any(not is_empty(value) for value in args[len(declared) :]):
        errors.append(InputError(f"{len(args)} arguments trouvés, {len(declared)} au plus : {function.signature}."))
    for key, value in named.items():
        if key not in names:
            errors.append(
                InputError(f"argument « {key} » inconnu.{nearest(key, names)} Attendu : {function.signature}.")
            )
        elif not is_empty(given.get(key)):
            errors.append(InputError(f"argument « {key} » donné deux fois."))
        else:
            given[key] = value
    found: dict[str, Any] = {}
    for argument in declared:
        value = as_cells(given.get(argument.name))
        found[argument.name] = None
        # an empty cell reaches us as 0 from LibreOffice
        if is_empty(value) or (argument.kind.zero_is_empty and isinstance(value, (int, float)) and value == 0):
            if not argument.optional:
                errors.append(InputError(_missing(function, argument, rules)))
            continue
        try:
            found[argument.name] = argument.kind.read(value, argument.name)
        except ExcelToolsError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InputError([message for error in errors for message in error.messages])
    return found


def _missing(function: Function, argument: Argument, rules: Rules) -> str:
    if argument.missing:
        return argument.missing(rules)
    return f"il manque l'argument « {argument.name} » ({argument.kind.name}) : {function.signature}."
