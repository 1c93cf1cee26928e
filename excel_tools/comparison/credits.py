"""Where what differs comes from: the scenario that supposes it, and the texts that rule it or that it replaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from excel_tools.comparison.changes import OVERRIDE, Change
from excel_tools.comparison.signed import series, sizes
from excel_tools.rules import Amount, Rules
from excel_tools.scenarios.amounts import source_of, supposed
from excel_tools.structure import Structure

OWN = "saisie de la structure"
"""In place of a source, for what neither a text nor a scenario fixes."""

_RISEN = re.compile(r"(.+) \(([^()]+) sur le barème, au centime\)")
"""What a scenario says of an amount that it raises or lowers."""


class Credits:
    """The sources of the changes between two structures."""

    def __init__(self, reference: Structure, variant: Structure, rules: Rules) -> None:
        self._sides = (reference, variant)
        self._rules = rules
        self._sizes = sorted(set(sizes(variant, rules)))
        self._scenarios = [source_of(one.scenario) for one in self._sides if one.scenario]

    def of(self, told: Sequence[Change]) -> str:
        """Return the source of some changes: hypotheses first, then the texts, each once, with their places."""
        hypotheses: dict[str, None] = {}
        replaced: list[Amount] = []
        texts: list[Amount] = []
        for change in told:
            amounts = self._last(change.code)
            if change.field != OVERRIDE:
                hypotheses.update(dict.fromkeys(self._scenarios))
                texts += [amounts[-1].national or amounts[-1]] if amounts else []
                continue
            supposing = [amount for amount in amounts if supposed(amount.source.title)]
            hypotheses.update(dict.fromkeys(amount.source.title for amount in supposing))
            others = [amount for amount in amounts if amount not in supposing]
            after = amounts[-1]
            if supposing:
                replaced += others or [amount.national for amount in amounts[:1] if amount.national is not None]
            else:
                texts += [after, after.national] if after.national is not None else [after]
        return self._written(list(hypotheses), replaced, texts)

    def _last(self, code: str) -> list[Amount]:
        """Return the latest entry of a code, or of the first one under it, on both sides; nothing without a code."""
        codes = self._rules.codes(code)[:1] if code else ()
        return [series(side, self._rules, codes[0])[-1] for side in self._sides if codes]

    def _written(self, hypotheses: Sequence[str], replaced: Sequence[Amount], texts: Sequence[Amount]) -> str:
        cited = self._cited(texts)
        if not hypotheses:
            return cited or OWN
        instead = f", à la place de : {self._cited(replaced)}" if replaced else ""
        several = "s" if len({amount.source.title for amount in texts}) > 1 else ""
        ruling = f" ; texte{several} de référence : {cited}" if cited else ""
        return f"{', '.join(_merged(hypotheses))}{instead}{ruling}"

    def _cited(self, amounts: Iterable[Amount]) -> str:
        found: dict[str, dict[str, None]] = {}
        for amount in amounts:
            found.setdefault(amount.source.title, {})[self._place(amount)] = None
        places = {title: " ; ".join(place for place in named if place) for title, named in found.items()}
        return ". ".join(f"{title}, {place}" if place else title for title, place in places.items())

    def _place(self, amount: Amount) -> str:
        met = self._sizes if amount.sized else ()
        words = {amount.confidence(size) for size in met} if met else {amount.confidence()}
        return amount.place + (" (à confirmer)" if "à confirmer" in words else "")


def _merged(hypotheses: Sequence[str]) -> list[str]:
    """Return each scenario once, with all the percentages by which it changes amounts."""
    found: dict[str, list[str]] = {}
    for title in hypotheses:
        risen = _RISEN.fullmatch(title)
        found.setdefault(risen[1] if risen else title, []).extend([risen[2]] if risen else [])
    return [
        f"{title} ({' ; '.join(rises)} sur le barème, au centime)" if rises else title for title, rises in found.items()
    ]
