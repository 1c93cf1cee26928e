"""Sentences of « Alertes » with their months and amounts in letters, as the formulas of the sheet write them."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.accounts.alerts import LARGE_SURPLUS
from excel_tools.accounts.renewal import Renewal, renewal, repaid
from excel_tools.budget import Budget
from excel_tools.dates import SERIAL_OFFSET, add_months, civil, to_serial
from excel_tools.funding.dedicated import DedicatedFunds
from excel_tools.money import french_euros
from excel_tools.reports.cells import Values
from excel_tools.reports.shape import AID_ROWS, SCENARIOS

MONTH_NAMES = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
AMOUNTS = (
    "Trésorerie au plus bas, scénario affiché",
    *(f"Trésorerie au plus bas, scénario {number}" for number in range(1, SCENARIOS + 1)),
    "Produits qui supposent le renouvellement",
    "Versé d'avance, à reverser",
)
"""What is written in letters, in the order of the rows."""
THIN = "\u202f"
"""The space of amounts in letters."""
SURPLUS_NONE = "Aucun excédent important."
SURPLUS_SOME = "Emploi à dire. Exercices : "
RENEWAL_NONE = "Rien au-delà du contrat."
RENEWAL = ("Terme du contrat : ", " ; supposent son renouvellement : ")
ENDED = ("À reverser : ", ". Charges, salaires, autres produits continuent.")
COVERED = "Tout ce qui est dépensé est couvert."
UNCOVERED = ("Non couvert : « ", " », feuille Fonds dédiés.")
CONTRACT_FUNDS, OLDER_FUNDS = "Enveloppe SNP fléchée", "Fonds dédiés antérieurs"
ABOVE = "jamais sous zéro."
STALE_TEXT = " ; entrées modifiées : listes à relire"


def _month(day: int) -> str:
    """Return the month of a serial number in letters: « janvier 2027 »."""
    year, month, _ = civil(day + SERIAL_OFFSET)
    return f"{MONTH_NAMES[month - 1]} {year}"


def month_text(below: int, lowest: int, cents: int) -> str:
    """Return the sentence of the months below zero and of the lowest one."""
    if not below:
        return "Aucun mois négatif."
    return f"Mois sous zéro : {below} ; au plus bas : {_month(lowest)}, {french_euros(cents)}."


def renewal_text(found: Renewal | None) -> str:
    """Return the sentence of a contract that ends within the horizon."""
    if found is None or sum(found.years) <= 0:
        return RENEWAL_NONE
    return RENEWAL[0] + _long(found.last_day) + RENEWAL[1] + french_euros(sum(found.years)) + "."


def _long(value: int) -> str:
    """Return a day in letters: « 9 février 2027 »."""
    return f"{civil(value)[2]} {_month(to_serial(value))}"


def letters(budgets: Sequence[Budget], displayed: int) -> Values:
    """Return the amounts and the months that sentences hold, as the sheet writes them."""
    shown = budgets[displayed - 1]
    further = renewal(shown)
    found = [each.lowest_cash for each in (shown, *budgets)]
    amounts = [cents for cents, _ in found] + [sum(further.years) if further else 0, repaid(shown)]
    first = shown.schedule.frame.first_day
    months = [to_serial(add_months(first, month)) for _, month in found]
    return {
        "out_alertes_lettres": [
            [cents / 100, f"{abs(cents) // 100:,}".replace(",", " "), french_euros(cents)] for cents in amounts
        ],
        "out_alertes_mois": [[day, _month(day)] for day in months],
        "out_alertes_enveloppes": [[cents / 100, name] for cents, name in fund_gaps(shown)],
        "out_alertes_enveloppe": [most_exceeded(shown)[0] / 100, most_exceeded(shown)[1]],
        "bar_alertes_excedent": float(LARGE_SURPLUS),
        **({"out_alertes_terme": [to_serial(further.last_day), _long(further.last_day)]} if further else {}),
    }


def fund_gaps(budget: Budget) -> list[tuple[int, str]]:
    """Return what is spent beyond each envelope, in cents over the horizon, and its name.

    The contract's first, then what is left of older ones, then each aid; one that is not earmarked has none.
    """
    aids = budget.structure.one_offs
    heads = len(budget.funds) - sum(aid.earmarked for aid in aids)
    found = [(_gap(fund), one.label) for fund, one in zip(budget.funds[:heads], budget.envelopes[:heads], strict=True)]
    own = iter(budget.funds[heads:])
    for aid in aids:
        found.append((_gap(next(own)), aid.label) if aid.earmarked else (0, ""))
    return found + [(0, "")] * (heads + AID_ROWS - len(found))


def _gap(funds: DedicatedFunds) -> int:
    return sum(funds.depense) - sum(funds.utilise)


def fund_text(budget: Budget) -> str:
    """Return the sentence of the earmarked envelope that is the most exceeded."""
    most, name = most_exceeded(budget)
    return f"{UNCOVERED[0]}{name}{UNCOVERED[1]}" if most > 0 else COVERED


def most_exceeded(budget: Budget) -> tuple[int, str]:
    """Return the largest gap of an envelope, and the first that has it."""
    return max(fund_gaps(budget), key=lambda gap: gap[0])


def low_text(budget: Budget) -> str:
    """Return the lowest cash of a scenario and its month, in words."""
    low, month = budget.lowest_cash
    if low >= 0:
        return ABOVE
    day = to_serial(add_months(budget.schedule.frame.first_day, month))
    return f"au plus bas {_month(day)}, {french_euros(low)}."
