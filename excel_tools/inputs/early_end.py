"""An early end that precedes the contract is a mistyped year, in a file of scenarios as in a portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from excel_tools.dates import french
from excel_tools.scenarios import EVERYONE, Setting
from excel_tools.structure import Structure


def mistaken_ends(settings: Iterable[Setting], structures: Sequence[Structure]) -> list[str]:
    """Tell the early ends of scenarios that precede the first day of a contract they concern.

    One sentence for each, with its scenario and the first structure concerned.
    """
    problems = []
    for setting in settings:
        if setting.parameter != "fin_anticipee" or not setting.value:
            continue
        for structure in structures:
            contract = structure.contract
            start = getattr(contract, "signature", 0) or getattr(contract, "start", 0)
            if setting.structure in (EVERYONE, structure.name) and setting.value < start:
                problems.append(
                    f"Scénario « {setting.scenario} », fin_anticipee : le {french(setting.value)} précède le début du "
                    f"contrat de « {structure.name} » ({french(start)}) ; corriger la date, ou nommer la structure "
                    "concernée."
                )
                break
    return problems
