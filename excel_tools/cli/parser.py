"""argparse that speaks French and never prints a traceback."""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Sequence
from typing import Any, NoReturn

from excel_tools.errors import InputError

_WORDS = (
    ("usage: ", "Usage : "),
    ("positional arguments:", "arguments :"),
    ("options:", "options :"),
    ("show this help message and exit", "affiche cette aide"),
)
_ERRORS = (
    (r"the following arguments are required: (.*)", r"il manque : \1."),
    (r"unrecognized arguments: (.*)", r"mot non reconnu : « \1 »."),
    (r"argument (\S+): expected one argument", r"« \1 » attend une valeur."),
    (r"argument (\S+): expected at least one argument", r"« \1 » attend au moins une valeur."),
    (r"argument (\S+): expected (\d+) arguments?", r"« \1 » attend \2 valeurs."),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.*)\)", r"« \1 » : « \2 » inconnu ; choix : \3."),
    (r"argument (\S+): invalid int value: '(.*)'", r"« \1 » : « \2 » n'est pas un nombre entier."),
    (r"argument (\S+): invalid \S+ value: '(.*)'", r"« \1 » : « \2 » n'est pas une valeur admise."),
    (r"argument (\S+): not allowed with argument (\S+)", r"« \1 » ne va pas avec « \2 »."),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"« \1 » ne prend pas de valeur (« \2 » trouvé)."),
    (r"ambiguous option: (\S+) could match (.*)", r"« \1 » est ambigu : \2."),
    (r"one of the arguments (.*) is required", r"il faut l'un de : \1."),
)


class FrenchParser(argparse.ArgumentParser):
    """An argument parser whose help and errors are French; an error is an ``InputError``, exit code 2.

    ``configure`` functions of commands may use everything argparse offers except sub-parsers and abbreviations.

    Attributes:
        valued: options that take a value.
    """

    def __init__(self, *, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog or None,
            allow_abbrev=False,
            add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        self.valued: set[str] = set()
        self.add_argument("-h", "--help", "--aide", action="help", help="affiche cette aide")

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:
        """Declare an argument, as argparse does."""
        action = super().add_argument(*args, **kwargs)
        if action.option_strings and action.nargs != 0:
            self.valued.update(action.option_strings)
        return action

    def format_usage(self) -> str:
        """Return the usage line in French."""
        return _translated(super().format_usage())

    def format_help(self) -> str:
        """Return the help in French."""
        return _translated(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Raise the error as a French sentence followed by the usage."""
        raise InputError([french_error(message), self.format_usage().strip()])


def _translated(text: str) -> str:
    for english, french in _WORDS:
        text = text.replace(english, french)
    return text


def french_error(message: str) -> str:
    """Return argparse's message in French."""
    for pattern, french in _ERRORS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            # the list of choices comes as Python writes it: 'cpts', 'msp'
            return re.sub(r"(?<=[ ,])'([^']*)'(?=[,.])", r"\1", match.expand(french))
    return f"commande mal écrite : {message}"


def protect_values(words: Sequence[str], valued: Collection[str]) -> list[str]:
    """Put the options first and every other word behind ``--``, so that ``-3`` and ``-45,5`` stay values.

    A word that starts with two dashes, or with one dash and a letter, is an option; the parser refuses unknown ones.

    Args:
        valued: options followed by a value.
    """
    if "--" in words:
        cut = list(words).index("--")
        words, rest = words[:cut], list(words[cut + 1 :])
    else:
        rest = []
    options: list[str] = []
    values: list[str] = []
    follows = False
    for word in words:
        is_option = bool(re.match(r"--?[A-Za-z]", word))
        (options if is_option or follows else values).append(word)
        follows = is_option and word in valued
    return [*options, "--", *values, *rest]
