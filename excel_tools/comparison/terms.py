"""A renewal is told by the day it decides of: « contrat non renouvelé au 30/06/2028 »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from excel_tools.comparison.changes import Change
from excel_tools.comparison.signed import series
from excel_tools.dates import add_months, french
from excel_tools.rules import Rules
from excel_tools.structure import Structure


def dated(told: Iterable[Change], variant: Structure, rules: Rules) -> Iterator[Change]:
    """Yield some changes, that of the renewal as one fact, without values before and after."""
    contract: Any = variant.contract
    for change in told:
        if change.field != "renewal":
            yield change
            continue
        months = series(variant, rules, f"{variant.kind.lower()}.contrat.duree")[-1].value()
        term = french(int(add_months(contract.signature, months)) - 1)
        yield replace(
            change, label=f"contrat {'' if contract.renewal else 'non '}renouvelé au {term}", before="", after=""
        )
