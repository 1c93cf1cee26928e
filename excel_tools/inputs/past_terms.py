"""A contract whose term has passed when the first fiscal year opens: without renewal, nothing of it is left."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.accounts.renewal import RENEWABLE
from excel_tools.dates import add_months, day, french
from excel_tools.rules import Rules
from excel_tools.scenarios import Setting
from excel_tools.structure import Structure


def past_terms(setting: Setting, meant: Sequence[Structure], rules: Rules) -> list[str]:
    """Return the structures that a setting « renouvellement non » leaves without any contract, with its last day.

    Args:
        meant: the structures that the setting concerns.
    """
    if setting.parameter != "renouvellement" or setting.value != 0:
        return []
    found = []
    for one in meant:
        if one.kind in RENEWABLE:
            months = rules.amount(RENEWABLE[one.kind]).value()
            closing = int(add_months(getattr(one.contract, "signature", 0), months))
            if closing <= day(one.first_exercice, one.first_month, 1):
                found.append(f"« {one.name} » (terme le {french(closing - 1)})")
    return found
