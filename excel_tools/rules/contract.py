"""The amounts of a signed contract, which replace those of the barème."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from excel_tools.rules.amount import Amount, Confidence, Source

_TITLE = "contrat de la structure"
MOST_CENTS = 10_000_000_000
"""A hundred million euros: no amount of a contract is larger."""
LONGEST_SOURCE = 250
MONTHS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"cpts.variable.delai": (0, 11), "cpts.contrat.duree": (12, 120)}
)
"""Bounds of the parameters of a contract counted in months, in a file as in a workbook; a duration is whole years."""
_MOST_BY_UNIT = {"mois": 120, "ans": 50, "jour du mois": 31, "mois de l'année": 12, "points": 1_000_000}
_LEAST_BY_UNIT = {"jour du mois": 1, "mois de l'année": 1}
_MOST_COUNT = 15_000_000


def bounds(code: str, unit: str) -> tuple[int, int]:
    """Return the least and the most a contract may give for a code that is neither an amount nor a rate."""
    return MONTHS.get(code) or (_LEAST_BY_UNIT.get(unit, 0), _MOST_BY_UNIT.get(unit, _MOST_COUNT))


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One amount of a contract.

    Attributes:
        code: code of the barème.
        value: in minor units of the code.
        size: size the amount is for, 0 for all of them.
        since: first day, 0 for the whole contract.
        source: what the user cites (« contrat signé le … »), may be empty.
    """

    code: str
    value: int
    size: int = 0
    since: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """The amounts of a contract and the file they were read in."""

    file: str
    lines: tuple[ContractLine, ...]

    @property
    def since(self) -> int:
        """Day of the only amendment to the contract, 0 without one."""
        return max((line.since for line in self.lines), default=0)


def applied(series: Sequence[Amount], contract: Contract) -> list[Amount]:
    """Return the dated entries of a code once the contract has replaced what it names."""
    lines = [line for line in contract.lines if line.code == series[0].code]
    # the sizes named one by one prevail on an amount given for all of them, and the amendment on the first contract
    lines.sort(key=lambda line: (line.since, line.size))
    if not lines:
        return list(series)
    found = []
    for entry in series:
        for part in _cut(entry, lines[-1].since):
            found.append(_replaced(part, entry, lines, contract.file))
    last, amended = series[-1], lines[-1].since
    if last.until and last.until < amended:
        # the barème has ended: what the contract does not give is no longer certain
        unsure: tuple[Confidence, ...] = tuple("à confirmer" for _ in last.values)
        open_entry = dataclasses.replace(last, since=amended, until=0, confidences=unsure)
        found.append(_replaced(open_entry, last, lines, contract.file))
    return found


def _cut(entry: Amount, day: int) -> list[Amount]:
    if entry.since < day and (not entry.until or day <= entry.until):
        return [dataclasses.replace(entry, until=day - 1), dataclasses.replace(entry, since=day)]
    return [entry]


def _replaced(entry: Amount, national: Amount, lines: Sequence[ContractLine], file: str) -> Amount:
    values, confidences = list(entry.values), list[Confidence](entry.confidences)
    title = ""
    for line in lines:
        if line.since <= entry.since or not line.since:
            for index in range(len(values)):
                if line.size in (0, index + 1):
                    values[index], confidences[index] = line.value, "contrat"
            title = line.source or title or _TITLE
    if not title:
        return entry
    return dataclasses.replace(
        entry,
        values=tuple(values),
        confidences=tuple(confidences),
        source=Source("contrat", title, "", "contrat signé"),
        place=file,
        national=national,
    )
