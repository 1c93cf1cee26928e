"""The budget of CERFA 12156*06 for one fiscal year, the previous one beside it, and where it does not balance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from excel_tools.accounts.postings import Posting
from excel_tools.errors import InputError
from excel_tools.money import french_euros
from excel_tools.rules.form import Form, FormLine, Part, Side
from excel_tools.schedule import YEARS

Level: TypeAlias = Literal["titre", "rubrique", "ligne", "total", "solde"]
Amounts: TypeAlias = Mapping[str, int]
"""Code of a line that amounts are written on → cents."""

TITLES: Mapping[tuple[Side, Part], str] = {
    ("charges", "directes"): "Charges directes",
    ("charges", "indirectes"): "Charges indirectes réparties affectées au projet",
    ("charges", "nature"): "86 – Emplois des contributions volontaires en nature",
    ("produits", "directes"): "Ressources directes",
    ("produits", "indirectes"): "Ressources propres affectées au projet",
    ("produits", "nature"): "87 – Contributions volontaires en nature",
}
TOTALS: Mapping[Side, str] = {"charges": "Total des charges", "produits": "Total des produits"}
BALANCES: Mapping[Side, str] = {
    "charges": "Excédent prévisionnel (bénéfice)",
    "produits": "Insuffisance prévisionnelle (déficit)",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row of a side.

    Attributes:
        code: code of the line, ``"total"``, ``"solde"``, ``"equilibre"`` or ``"nature"`` for what adds up.
        level: what it is; a ``"titre"`` bears no amount.
        cents: the fiscal year of the form.
        previous: the one before.
    """

    code: str
    label: str
    level: Level
    cents: int = 0
    previous: int = 0


@dataclass(frozen=True, slots=True)
class Budget12156:
    """The form.

    Attributes:
        year: fiscal year of the form, 1 to 5.
        charges: rows of the left column, from top to bottom.
        produits: rows of the right column.
        problems: French sentences that say where it does not balance; empty when it does.
    """

    year: int
    charges: tuple[Row, ...]
    produits: tuple[Row, ...]
    problems: tuple[str, ...]

    def side(self, side: Side) -> tuple[Row, ...]:
        """Return the rows of a side."""
        return self.charges if side == "charges" else self.produits

    def row(self, side: Side, code: str) -> Row:
        """Return a row that bears an amount.

        Raises:
            KeyError: no such row.
        """
        found = next((row for row in self.side(side) if row.code == code), None)
        if found is None:
            raise KeyError(code)
        return found


def by_line(form: Form, postings: Sequence[Posting], year: int) -> dict[str, int]:
    """Return what each line receives in a fiscal year (1 to 5), zeros included; accounts without a line are left out.

    In a sheet, one cell: ``=SUMIFS(INDEX(montants,0,exercice),lignes,ligne)``
    """
    found = dict.fromkeys((line.code for line in form.leaves), 0)
    for posting in postings:
        if posting.line is not None:
            found[posting.line.code] += posting.cents[year - 1]
    return found


def cerfa(form: Form, postings: Sequence[Posting], year: int, before: Amounts | None = None) -> Budget12156:
    """Return the form of one fiscal year.

    Args:
        year: 1 to 5.
        before: what each line received before the horizon, which year 1 shows beside it; zeros without it.

    Raises:
        InputError: a year outside the horizon, or ``before`` names a line that does not exist.
    """
    if not 1 <= year <= YEARS:
        raise InputError(f"exercice : « {year} » n'est pas de l'horizon ; écrire de 1 à {YEARS}.")
    known = {line.code for line in form.leaves}
    unknown = sorted(set(before or ()) - known)
    if unknown:
        raise InputError([f"exercice précédent : « {code} » n'est pas une ligne du formulaire." for code in unknown])
    now = by_line(form, postings, year)
    past = by_line(form, postings, year - 1) if year > 1 else {**dict.fromkeys(known, 0), **(before or {})}
    totals = {side: tuple(total(form, side, amounts) for amounts in (now, past)) for side in TOTALS}
    sides = {side: tuple(_rows(form, side, now, past, totals)) for side in TOTALS}
    return Budget12156(year, sides["charges"], sides["produits"], tuple(_problems(form, postings, now, year)))


def problems(form: Form, postings: Sequence[Posting], year: int) -> tuple[str, ...]:
    """Return where the form of a fiscal year (1 to 5) does not balance, as ``cerfa`` does without laying it out."""
    return tuple(_problems(form, postings, by_line(form, postings, year), year))


def total(form: Form, side: Side, amounts: Amounts, parts: Sequence[Part] = ("directes", "indirectes")) -> int:
    """Return the sum of a side, without the contributions in kind unless they are asked for."""
    return sum(amounts[line.code] for line in form.leaves if line.side == side and line.part in parts)


def balance(charges: int, produits: int, side: Side) -> int:
    """Return the balancing row of a side: the excess of the other side over it, never negative."""
    return max(0, produits - charges) if side == "charges" else max(0, charges - produits)


def _rows(form: Form, side: Side, now: Amounts, past: Amounts, totals: Mapping[Side, tuple[int, ...]]) -> Iterator[Row]:
    pairs = tuple(zip(totals["charges"], totals["produits"], strict=True))
    gaps = [balance(charges, produits, side) for charges, produits in pairs]
    for part in ("directes", "indirectes"):
        yield from _part(form, side, part, now, past)
    yield Row("total", TOTALS[side], "total", *totals[side])
    yield Row("solde", BALANCES[side], "solde", *gaps)
    yield Row("equilibre", "Total équilibré", "total", *(sum(pair) for pair in zip(totals[side], gaps, strict=True)))
    yield from _part(form, side, "nature", now, past)
    in_kind = (total(form, side, amounts, ("nature",)) for amounts in (now, past))
    yield Row("nature", "Total des contributions volontaires", "total", *in_kind)


def _part(form: Form, side: Side, part: Part, now: Amounts, past: Amounts) -> Iterator[Row]:
    yield Row("", TITLES[side, part], "titre")
    for line in form.lines:
        if (line.side, line.part) != (side, part):
            continue
        under = members(form, line)
        level: Level = "ligne" if line.heading else "rubrique"
        yield Row(
            line.code,
            line.label if line.heading or part != "directes" else line.shown,
            level,
            sum(now[code] for code in under),
            sum(past[code] for code in under),
        )


def members(form: Form, line: FormLine) -> tuple[str, ...]:
    """Return the codes of the lines a printed row adds up: its own, or those under a heading."""
    return tuple(leaf.code for leaf in form.leaves if line.code in (leaf.code, leaf.heading))


def _problems(form: Form, postings: Sequence[Posting], now: Amounts, year: int) -> Iterator[str]:
    for posting in postings:
        cents = posting.cents[year - 1]
        if posting.line is None and cents:
            yield (
                f"Le compte {posting.account} (« {posting.label} », {french_euros(cents)}) n'a pas de ligne sur le "
                "formulaire : il manque à un total."
            )
        elif posting.line is not None and cents < 0:
            yield (
                f"« {posting.label} » est négatif ({french_euros(cents)}) : il diminue la ligne « "
                f"{posting.line.shown} » au lieu d'être porté de l'autre côté."
            )
    used, given = (total(form, side, now, ("nature",)) for side in ("charges", "produits"))
    if used != given:
        yield (
            f"Contributions volontaires : {french_euros(used)} d'emplois (86), {french_euros(given)} de ressources "
            f"(87) ; il manque {french_euros(abs(used - given))} en {'87' if used > given else '86'}."
        )
