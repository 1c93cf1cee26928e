"""One evaluation of one function: arguments gathered, read, computed; every error of a call at once."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions.answer import Answer
from excel_tools.functions.ledger import Ledger
from excel_tools.functions.model import Argument, Function, PassedError
from excel_tools.functions.values import Headed, Typed, as_cells, is_empty, passed_error
from excel_tools.rules import Rules, load_rules
from excel_tools.rules.words import nearest

_QUOTED = re.compile(r"«([^«»/\\]{63,})»")
"""A quotation of more than sixty letters, its two spaces counted."""

_MOST_KEPT = 4096
_kept: dict[tuple[Any, ...], Answer] = {}
"""Answers already computed with the barèmes of the package: a sheet asks the same thing in thousands of cells."""


@lru_cache(maxsize=1)
def default_rules() -> Rules:
    """Return the barèmes of the package."""
    return load_rules()


def gather(function: Function, args: Sequence[object], named: Mapping[str, object]) -> dict[str, object]:
    """Return what was given by argument name, unread.

    Raises:
        InputError: too many arguments, an unknown name, an argument given twice.
    """
    names = function.names
    given = dict(zip(names, args, strict=False))
    errors: list[str] = []
    if len(args) > len(names) and any(not is_empty(value) for value in args[len(names) :]):
        errors.append(f"{len(args)} arguments trouvés, {len(names)} au plus : {function.signature}.")
    for key, value in named.items():
        if key not in names:
            errors.append(f"argument « {key} » inconnu.{nearest(key, names)} Attendu : {function.signature}.")
        elif not is_empty(given.get(key)):
            errors.append(f"argument « {key} » donné deux fois.")
        else:
            given[key] = value
    if errors:
        raise InputError(errors)
    return given


def read(function: Function, given: Mapping[str, object], rules: Rules) -> dict[str, Any]:
    """Return the arguments as whole values, None for those left out.

    Raises:
        PassedError: a cell holds an error already. InputError: everything else that is wrong, at once.
    """
    found: dict[str, Any] = {}
    errors: list[ExcelToolsError] = []
    for argument in function.arguments:
        value = given.get(argument.name)
        try:
            found[argument.name] = _value(function, argument, value, rules)
        except PassedError:
            raise
        except ExcelToolsError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InputError([message for error in errors for message in error.messages])
    return found


def _value(function: Function, argument: Argument, value: Any, rules: Rules) -> Any:
    if type(value) not in (int, float, str):
        value = as_cells(value)
    if argument.kind.raw:
        return value
    if code := passed_error(value):
        raise PassedError(f"{argument.name} : la cellule donnée porte l'erreur {code}.", code)
    # an empty cell reaches us as 0 from LibreOffice
    zero = argument.kind.zero_is_empty and isinstance(value, (int, float)) and value == 0 and value is not False
    if zero or is_empty(value):
        if argument.optional:
            return None
        raise InputError(_missing(function, argument, rules, zero))
    if type(value) is not float:
        return argument.kind.read(value, argument.name)
    # a cell holds floats: what is quoted must read as it was typed
    if value.is_integer():
        return argument.kind.read(int(value), argument.name)
    try:
        return argument.kind.read(value, argument.name)
    except ExcelToolsError as error:
        typed = str(value).replace(".", ",")
        raise retold(error, (message.replace(f"« {value} »", f"« {typed} »") for message in error.messages)) from error


def _missing(function: Function, argument: Argument, rules: Rules, zero: bool) -> str:
    if argument.missing:
        return argument.missing(rules)
    words = [argument.kind.name] if argument.kind.name != argument.name else []
    words += ["trouvé : 0 ou une cellule vide"] if zero else []
    told = f" ({' ; '.join(words)})" if words else ""
    return f"il manque l'argument « {argument.name} »{told} : {function.signature}."


def answer(function: Function, given: Mapping[str, object], rules: Rules) -> Answer:
    """Return the answer for arguments gathered by name.

    Raises:
        ExcelToolsError: what is wrong in the arguments, or what the barème does not know.
    """
    arguments = read(function, given, rules)
    if not function.kept or function.result.is_table or rules is not default_rules():
        return compute(function, arguments, rules)
    key = (function.name, *[_group(argument, arguments[argument.name], rules) for argument in function.arguments])
    found = _kept.get(key)
    if found is None:
        found = compute(function, arguments, rules)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = found
    return found


def _group(argument: Argument, value: Any, rules: Rules) -> Any:
    return argument.group(rules, value) if argument.group and value is not None else value


def compute(function: Function, arguments: Mapping[str, Any], rules: Rules) -> Answer:
    """Return the answer for arguments already read."""
    ledger = Ledger(rules)
    computed = function.compute(ledger, **arguments)
    if isinstance(computed, Typed):
        return Answer(function.name, computed.value, computed.kind, (), ledger)
    if isinstance(computed, Headed):
        return Answer(function.name, computed.rows, function.result.kind, computed.columns, ledger)
    return Answer(function.name, computed, function.result.kind, function.result.columns, ledger)


def prefixed(error: ExcelToolsError, function: Function) -> ExcelToolsError:
    """Return the error with the function's name before each sentence, and long quotations cut."""
    return retold(error, (f"{function.name} : {shortened(message)}" for message in error.messages))


def retold(error: ExcelToolsError, messages: Iterable[str]) -> ExcelToolsError:
    """Return the same error in other words."""
    told = copy.copy(error)
    told.messages = list(messages)
    told.args = ("\n".join(told.messages),)
    return told


def shortened(message: str) -> str:
    """Cut what a message quotes from the user, unless it is the path of a file."""
    return _QUOTED.sub(lambda found: f"« {found[1].strip()[:59]}… »", message)
