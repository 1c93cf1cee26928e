"""The ceiling of what a CPTS may pay one professional in a civil year: the plafond annuel de la sécurité sociale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from excel_tools.dates import day, year_of
from excel_tools.errors import RuleError
from excel_tools.money import french_euros

if TYPE_CHECKING:
    from excel_tools.rules import Amount, Rules

CODE = "pass.plafond"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The ceiling of one civil year.

    Attributes:
        year: civil year.
        cents: the ceiling.
        amount: the dated amount it was read in.
        extended: the year is not known yet, the amount is that of the last one known.
    """

    year: int
    cents: int
    amount: Amount
    extended: bool

    @property
    def uncertain(self) -> bool:
        """Whether the amount is still to be confirmed."""
        return self.extended or self.amount.confidence() == "à confirmer"


def ceiling(rules: Rules, year: int) -> Ceiling:
    """Return the ceiling of a civil year, the one in force on 1 January.

    Beyond the last year known its amount goes on, and ``extended`` says so. With the years and the amounts of the
    barème in two rows: ``=INDEX(plafonds,MATCH(annee,annees,1))``

    Raises:
        RuleError: a year before the first one known.
    """
    opening = day(year, 1, 1)
    if rules.has(CODE, opening):
        amount = rules.amount(CODE, opening)
        return Ceiling(year, amount.value(), amount, extended=False)
    known = rules.series(CODE)
    before = [amount for amount in known if amount.since <= opening]
    if not before:
        first = year_of(known[0].since)
        raise RuleError(
            f"Indemnités de {year} : le plafond par professionnel (PASS) n'est connu qu'à partir de {first} ; ouvrir "
            f"le premier exercice en {first} ou après, ou laisser ces heures vides et saisir la somme en charges."
        )
    amount = before[-1]
    return Ceiling(year, amount.value(), amount, extended=True)


def room(paid: int, most: int) -> int:
    """Return what may still be paid to one person in the civil year, in cents, never negative.

    ``=MAX(0,plafond-verse)``
    """
    return max(0, most - paid)


def uncertain_text(ceilings: Iterable[Ceiling]) -> str:
    """Return which ceilings are to be confirmed, as one French sentence; nothing when they are all sure."""
    unsure = [found for found in ceilings if found.uncertain]
    known = [f"{found.year} ({french_euros(found.cents)})" for found in unsure if not found.extended]
    extended = [found for found in unsure if found.extended]
    if extended:
        years = sorted(found.year for found in extended)
        span = f"{years[0]} à {years[-1]}" if len(years) > 1 else str(years[0])
        last = extended[0].amount
        known.append(f"{span} ({french_euros(last.value())}, dernier montant connu, {year_of(last.since)}, prolongé)")
    return f"Plafond des indemnités (PASS) à confirmer : {' ; '.join(known)}." if known else ""
