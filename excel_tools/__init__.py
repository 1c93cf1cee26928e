"""Living, cited budget workbooks for French coordinated-care structures.

The Python API of ``excel_tools.api`` is also found here: ``excel_tools.calculer("CPTS.TOTAL", 90000)``. It is loaded on
first use, so that the core imports neither numpy nor pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from excel_tools.api import (
        budgets,
        calculer,
        changements,
        comparaison,
        comparer,
        expliquer,
        lire_classeur,
        lire_portefeuille,
        lire_resultats,
        sensibilite,
        tableau,
        trouver,
    )

__version__ = "0.1.0"

__all__ = [
    "__version__",
    "budgets",
    "calculer",
    "changements",
    "comparaison",
    "comparer",
    "expliquer",
    "lire_classeur",
    "lire_portefeuille",
    "lire_resultats",
    "sensibilite",
    "tableau",
    "trouver",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from excel_tools import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
