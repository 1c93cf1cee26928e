"""From an account to the line of the budget form: the default look-up, and the treasurer's own rows over it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from excel_tools.errors import InputError, RuleError
from excel_tools.rules import Rules
from excel_tools.rules.form import ACCOUNT_DIGITS, ANY_RECEIPT, Form, FormLine, padded, side_of
from excel_tools.rules.words import nearest
from excel_tools.structure import Structure

_DIGITS = re.compile(rf"\d{{2,{ACCOUNT_DIGITS}}}")
_WHERE = "les charges vont de 60 à 69, les produits de 70 à 79, les contributions volontaires en 86 et 87"

AIDS = "aides"
"""Code of the receipts outside the yearly rules, among those of a structure."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Accounts in ascending order and the line each opens: what one approximate MATCH of a sheet looks up.

    Attributes:
        form: the lines.
        bounds: lower bounds, eight digits.
        lines: code of the line from each bound on, ``""`` for none.
        receipts: line of receipts → code of a line, the treasurer's own choices.
    """

    form: Form
    bounds: tuple[int, ...]
    lines: tuple[str, ...]
    receipts: Mapping[tuple[str, str], str]

    def find(self, account: object, what: str = "compte") -> FormLine:
        """Return the line of an account, given as a text or a number of two to eight digits.

        Raises:
            InputError: not an account, or none of the form.
        """
        digits = account_digits(account, what)
        rank = bisect_right(self.bounds, padded(digits)) - 1
        line = self.form.line(self.lines[rank]) if rank >= 0 and self.lines[rank] else None
        if line is None:
            raise InputError(f"{what} : le compte « {digits} » n'a pas de ligne sur le formulaire ; {_WHERE}.")
        return line

    def receipt(self, kind: str, code: str) -> FormLine:
        """Return the line of a receipt of a kind of structure: its own row, else the kind's, else that of any kind.

        Raises:
            RuleError: the form says nothing of it.
        """
        for key in ((kind, code), (ANY_RECEIPT, code), (kind, ANY_RECEIPT), (ANY_RECEIPT, ANY_RECEIPT)):
            # an aid is no receipt of the contract: it does not follow the row that stands for all of these
            if code == AIDS and key == (kind, ANY_RECEIPT):
                continue
            line = self.form.line(self.receipts.get(key, ""))
            if line is not None:
                return line
        raise RuleError(f"Le formulaire ne dit pas sur quelle ligne va la recette « {code} » d'une {kind}.")


def default_chart(rules: Rules) -> Chart:
    """Return the look-up that the barèmes ship.

    Raises:
        RuleError: these barèmes hold no form.
    """
    if rules.form is None:
        raise RuleError("Les barèmes employés n'ont pas de formulaire ; il y manque le fichier « cerfa.toml ».")
    form = rules.form
    return Chart(
        form,
        tuple(bound.account for bound in form.bounds),
        tuple(bound.line for bound in form.bounds),
        {(receipt.kind, receipt.code): receipt.line for receipt in form.receipts},
    )


def chart_of(structure: Structure, rules: Rules) -> Chart:
    """Return the look-up of a structure: that of the barèmes, with what its treasurer changed.

    Raises:
        RuleError: these barèmes hold no form.
    """
    chart, own = default_chart(rules), structure.form
    if own.bounds is not None:
        chart = replace(chart, bounds=tuple(own.bounds), lines=tuple(own.bounds.values()))
    if own.receipts:
        receipts = {(structure.kind, code): line for code, line in own.receipts.items()}
        chart = replace(chart, receipts={**chart.receipts, **receipts})
    return chart


def account_digits(account: object, what: str = "compte") -> str:
    """Return an account as its digits: ``6226``, ``"6226"`` or ``6226.0`` → ``"6226"``.

    Raises:
        InputError: anything but two to eight digits.
    """
    text = account
    if isinstance(account, float) and account.is_integer():
        text = int(account)
    digits = re.sub(r"[\s\u00a0\u202f]", "", str(text)) if not isinstance(account, bool) else ""
    if not (digits.isascii() and _DIGITS.fullmatch(digits)):
        raise InputError(
            f"{what} : « {account} » n'est pas un compte ; écrire de 2 à {ACCOUNT_DIGITS} chiffres, par exemple 6226."
        )
    return digits


@dataclass(frozen=True, slots=True)
class Own:
    """A row of the treasurer: every account that begins with these digits goes to a line.

    Attributes:
        account: as typed.
        line: code or printed name of a line.
        place: where it was typed, for the messages: ``"« comptes.csv », ligne 3"``.
    """

    account: object
    line: str
    place: str = ""


def with_own(chart: Chart, rows: Iterable[Own]) -> Chart:
    """Return the look-up where the treasurer's rows win; among them the longest account wins.

    Raises:
        InputError: an account that is none, a line that does not exist or is of the other side, two lines for one
            account; all of them at once.
    """
    wanted: dict[str, tuple[str, str]] = {}
    problems: list[str] = []
    for row in rows:
        what = row.place or "compte"
        try:
            digits = account_digits(row.account, what)
            line = named_line(chart.form, row.line, what)
            check_side(digits, line, what)
        except InputError as error:
            problems += error.messages
            continue
        before, first = wanted.get(digits, (line.code, ""))
        if before != line.code:
            where = f" ({first})" if first else ""
            problems.append(
                f"{what} : le compte « {digits} » a déjà une autre ligne, « {before} »{where} ; n'en garder qu'une."
            )
        wanted.setdefault(digits, (line.code, row.place))
    if problems:
        raise InputError(problems)
    bounds = dict(zip(chart.bounds, chart.lines, strict=True))
    for digits in sorted(wanted, key=len):
        _lay(bounds, digits, wanted[digits][0])
    order = sorted(bounds)
    return Chart(chart.form, tuple(order), tuple(bounds[account] for account in order), chart.receipts)


def _lay(bounds: dict[int, str], digits: str, line: str) -> None:
    """Give the accounts that begin with these digits to a line; those after them keep theirs."""
    first = padded(digits)
    after = first + 10 ** (ACCOUNT_DIGITS - len(digits))
    order = sorted(bounds)
    rank = bisect_right(order, after) - 1
    following = bounds[order[rank]] if rank >= 0 else ""
    for account in order:
        if first <= account < after:
            del bounds[account]
    bounds[first] = line
    if len(str(after)) == ACCOUNT_DIGITS:
        bounds.setdefault(after, following)


def named_line(form: Form, name: str, what: str = "ligne") -> FormLine:
    """Return a line by its code or by its printed name.

    Raises:
        InputError: no such line, a heading that only adds up, or a name that two lines bear.
    """
    leaves = form.leaves
    wanted = _plain(name)
    found = [line for line in leaves if wanted in (_plain(line.code), _plain(line.shown))]
    found = found or [line for line in leaves if wanted == _plain(line.label)]
    if len(found) == 1:
        return found[0]
    if found:
        named = " ou ".join(f"« {line.code} »" for line in found)
        raise InputError(f"{what} : « {name} » désigne plusieurs lignes ; écrire {named}.")
    under = [line.code for line in leaves if line.heading == name.strip()]
    if under:
        raise InputError(f"{what} : « {name} » est une rubrique ; choisir une de ses lignes : {', '.join(under)}.")
    hint = nearest(name.strip().lower(), [line.code for line in leaves], 2)
    raise InputError(f"{what} : « {name} » n'est pas une ligne du formulaire.{hint}")


def check_side(digits: str, line: FormLine, what: str) -> None:
    """Refuse a line of another side, or of another kind of amounts, than an account.

    Raises:
        InputError: such a line, or an account that is not of the form.
    """
    group = int(digits[:2])
    if not (60 <= group <= 79 or group in (86, 87)):
        raise InputError(f"{what} : le compte « {digits} » n'est pas du formulaire ; {_WHERE}.")
    kind = group in (86, 87)
    if side_of(padded(digits)) != line.side or kind != (line.part == "nature"):
        raise InputError(
            f"{what} : le compte « {digits} » ne peut aller sur « {line.shown} », une ligne "
            f"{'de contributions volontaires' if line.part == 'nature' else 'de ' + line.side}."
        )


def _plain(text: str) -> str:
    return " ".join(text.replace("–", "-").casefold().split())
