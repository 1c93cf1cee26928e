"""What share of the dues of the reference rests on amounts that no text supports, whatever is looked at."""

from __future__ import annotations

from collections.abc import Callable

from excel_tools.budget import build_budget
from excel_tools.comparison import Comparison
from excel_tools.money import french_rate
from excel_tools.rules import Rules
from excel_tools.vector import half_up


def uncertain_share(comparison: Comparison, rules: Rules) -> Callable[[frozenset[int]], str]:
    """Return what tells it of some structures, by their ranks, as a sentence; nothing when none of it is unsure."""
    variant = comparison.variants[0]
    budgets = [build_budget(case.gaps[variant].structure, rules) for case in comparison.cases]
    unsure = [sum(budget.a_confirmer_years) for budget in budgets]
    due = [sum(budget.droits_years) for budget in budgets]

    def told(ranks: frozenset[int]) -> str:
        part, whole = (sum(cents[rank] for rank in ranks) for cents in (unsure, due))
        if not part or whole <= 0:
            return ""
        share = french_rate(10_000 * half_up(100 * part, whole)).replace("\u202f", "\u00a0")
        start = f"{share} des" if half_up(100 * part, whole) else "Moins de 1\u00a0% des"
        return f"{start} droits de la référence reposent sur des montants à confirmer."

    return told
