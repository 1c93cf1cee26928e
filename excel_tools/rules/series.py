"""The dated entries of one code must follow one another: no duplicate, no overlap, no hole, one unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from excel_tools.dates import french
from excel_tools.rules.amount import Amount
from excel_tools.rules.document import Document, Problem


def check_series(
    document: Document, entries: Iterable[tuple[int, Amount]], periods: Mapping[int, str]
) -> list[Problem]:
    """Return what is wrong among the dated entries of a file.

    Args:
        entries: rank of the ``[[montant]]`` table in the file, and the amount read in it.
        periods: barème dates declared at the head of the file; when there are some, every entry starts on one.
    """
    problems: list[Problem] = []
    by_code: dict[str, list[tuple[int, Amount]]] = {}
    for index, amount in entries:
        by_code.setdefault(amount.code, []).append((index, amount))

    def note(index: int, key: str, amount: Amount, message: str) -> None:
        problems.append(Problem(document.file, document.line("montant", index, key), f"« {amount.code} » : {message}"))

    for dated in by_code.values():
        dated.sort(key=lambda item: item[1].since)
        for index, amount in dated:
            if periods and amount.since not in periods:
                known = ", ".join(french(since) for since in sorted(periods))
                found = french(amount.since)
                note(index, "depuis", amount, f"« depuis » ({found}) n'ouvre aucune [[periode]] du fichier ({known}).")
        for (before_index, before), (index, amount) in pairwise(dated):
            if (amount.unit, amount.sized) != (before.unit, before.sized):
                note(index, "unite", amount, f"unité ou tailles différentes de l'entrée du {french(before.since)}.")
            if amount.since == before.since:
                note(index, "depuis", amount, f"deux entrées pour le même jour, {french(amount.since)}.")
            elif not before.until or before.until >= amount.since:
                following, last = french(amount.since), french(amount.since - 1)
                key = "jusqua" if before.until else "depuis"
                note(
                    before_index, key, before, f"chevauche l'entrée du {following} ; « jusqua » au plus tard le {last}."
                )
            elif before.until + 1 < amount.since:
                first, last = french(before.until + 1), french(amount.since - 1)
                note(index, "depuis", amount, f"aucun montant du {first} au {last} ; combler la période.")
    return problems
