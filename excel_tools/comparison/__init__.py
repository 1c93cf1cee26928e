"""Comparing budgets: the gap between scenarios line by line, and what it comes from."""

from excel_tools.comparison.causes import CAUSE_LABELS, CAUSES, COMBINED, blend, substitution
from excel_tools.comparison.comparison import ALL, Case, Comparison, Scope, compare
from excel_tools.comparison.figures import MEASURE_LABELS, MEASURES, Key, figures, keys, label
from excel_tools.comparison.gap import Evaluate, Gap, explain, one_by_one

__all__ = [
    "ALL",
    "CAUSES",
    "CAUSE_LABELS",
    "COMBINED",
    "MEASURES",
    "MEASURE_LABELS",
    "Case",
    "Comparison",
    "Evaluate",
    "Gap",
    "Key",
    "Scope",
    "blend",
    "compare",
    "explain",
    "figures",
    "keys",
    "label",
    "one_by_one",
    "substitution",
]
