"""The CPTS barème and a signed contract as the cells of the sheet « Barème »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from excel_tools.dates import SERIAL_OFFSET, day
from excel_tools.errors import InputError
from excel_tools.funding.cpts_table import CODES
from excel_tools.reports.cells import Values, serial, source_shown, unit_shown
from excel_tools.reports.cpts_shape import ABSENT, LOOKED_UP, PARAMETERS, SLOTS
from excel_tools.rules import Amount, Confidence, Contract, Rules
from excel_tools.vector import PPM

NEVER = int(day(9999, 12, 31))
"""Date of a slot that holds no barème: no contract year opens so late."""

_SIZES = range(1, 5)


@dataclass(frozen=True, slots=True)
class Grid:
    """The national amounts.

    Attributes:
        dates: first day of each barème.
        amounts: by row of ``LOOKED_UP``, by date, the cents of the four sizes.
        words: same shape, how sure each is, ``ABSENT`` where the line does not exist.
        entries: the amount behind each row of the sheet, None where there is none.
        national: values of the ``bar_`` names.
    """

    dates: tuple[int, ...]
    amounts: tuple[tuple[tuple[int, ...], ...], ...]
    words: tuple[tuple[tuple[str, ...], ...], ...]
    entries: tuple[Amount | None, ...]
    national: Values

    def statuses(self, last_day: int) -> list[str]:
        """Return the state of each row on the last day of a horizon."""
        found = []
        for entry in self.entries:
            if entry is None:
                found.append("")
            elif entry.until and entry.until < last_day:
                found.append("expiré")
            else:
                found.append("prolongé" if last_day > entry.verified_on else "en vigueur")
        return found


def _national(rules: Rules, code: str) -> list[Amount]:
    """Return the dated entries of a code as they are without the contract."""
    found: dict[int, Amount] = {}
    for entry in rules.series(code):
        original = entry if entry.national is None else entry.national
        # an amendment cuts an entry in two: the part after it knows the whole
        if entry.national is not None or original.since not in found:
            found[original.since] = original
    return [found[since] for since in sorted(found)]


@cache
def grid_of(rules: tuple[Rules, ...]) -> Grid:
    """Return the national barème that the scenarios of a workbook share.

    Raises:
        InputError: more dated barèmes than the sheet has room for.
    """
    first = rules[0]
    series = {code: _national(first, code) for code in (*CODES.values(), *(code for code, _, _ in PARAMETERS))}
    for code, opened in _reopened(rules).items():
        series[code].append(opened)
    dates = sorted({entry.since for code in CODES.values() for entry in series[code]})
    if len(dates) > SLOTS:
        raise InputError(f"Le barème CPTS a {len(dates)} dates, la feuille « Barème » en tient {SLOTS}.")
    amounts, words, entries = [], [], []
    for row in LOOKED_UP:
        by_date: list[tuple[int, ...]] = []
        by_word: list[tuple[str, ...]] = []
        before: Amount | None = None
        for since in dates:
            entry = _entry(series[CODES[row]], since)
            # an amount that a later barème leaves as it is shows once, under its own date
            entries.append(None if by_date and entry is before else entry)
            before = entry
            by_date.append(entry.values if entry else (0,) * 4)
            by_word.append(entry.confidences if entry else (ABSENT,) * 4)
        entries += [None] * (SLOTS - len(dates))
        amounts.append(tuple(by_date))
        words.append(tuple(by_word))
    entries += [series[code][-1] for code, _, _ in PARAMETERS]
    entries.append(first.amount("cpts.taille.seuils"))
    labels = dict(first.periods("cpts"))
    spare = SLOTS - len(dates)
    flat_amounts = [list(q) for by_date in amounts for q in (*by_date, *[(0,) * 4] * spare)]
    flat_words = [list(q) for by_word in words for q in (*by_word, *[(ABSENT,) * 4] * spare)]
    national: Values = {
        "bar_noms": [*(labels.get(since, "") for since in dates), *["réserve"] * spare],
        "bar_dates": [since - SERIAL_OFFSET for since in (*dates, *[NEVER] * spare)],
        "bar_montants": [[cents / 100 for cents in row] for row in flat_amounts],
        "bar_parametres": [_shown(series[code][-1].value(), kind) for code, _, kind in PARAMETERS],
        "bar_seuils": list(first.amount("cpts.taille.seuils").values),
        "bar_unites": [unit_shown(entry.unit) if entry else None for entry in entries],
        "bar_depuis": [serial(entry.since) if entry else None for entry in entries],
        "bar_jusqua": [serial(entry.until) if entry else None for entry in entries],
        "bar_verifie": [serial(entry.verified_on) if entry else None for entry in entries],
        "bar_source": [source_shown(entry.source) if entry else None for entry in entries],
        "bar_lieu": [entry.place if entry else None for entry in entries],
        "bar_confiances": flat_words + [_words(entry) for entry in entries[len(flat_words) :]],
    }
    return Grid(tuple(dates), tuple(amounts), tuple(words), tuple(entries), national)


def _reopened(rules: tuple[Rules, ...]) -> dict[str, Amount]:
    """Return the lines that the barème has closed and that an amendment to the contract goes on with.

    What the contract leaves out is then the last national amount, to be confirmed.
    """
    found: list[dict[str, Amount]] = []
    for one in rules:
        amended = {line.code: line.since for line in one.contract.lines if line.since} if one.contract else {}
        own = {}
        for code in CODES.values():
            last = _national(one, code)[-1]
            if last.until and last.until < amended.get(code, 0):
                unsure: tuple[Confidence, ...] = tuple("à confirmer" for _ in last.values)
                own[code] = replace(last, since=amended[code], until=0, confidences=unsure)
        found.append(own)
    if any(own != found[0] for own in found):
        raise InputError(
            "Un avenant au contrat rouvre une ligne que le barème a close, et les scénarios ne le font pas tous ; "
            "le classeur ne sait pas le montrer : donner le même contrat aux scénarios, ou un classeur à chacun."
        )
    return found[0]


def _words(entry: Amount | None) -> list[str | None]:
    found: list[str | None] = list(entry.confidences) if entry else []
    return found + [None] * (4 - len(found))


def _entry(series: Sequence[Amount], since: int) -> Amount | None:
    for entry in series:
        if entry.since <= since and (not entry.until or since <= entry.until):
            return entry
    return None


def _shown(value: int, kind: str) -> float | int:
    return value / PPM if kind == "rate" else value


@dataclass(frozen=True, slots=True)
class ContractCells:
    """A signed contract as cells.

    Attributes:
        since: day of its amendment, 0 without one.
        reference: what the user cites.
        rows: by row of ``LOOKED_UP``, euros of the four sizes, then those of the amendment; None where it is silent.
        parameters: by parameter, its value and that of the amendment.
        read: the rows as the scenario's sheet reads them, ``""`` where the contract is silent.
    """

    since: int
    reference: str | None
    rows: tuple[tuple[float | None, ...], ...]
    parameters: tuple[tuple[float | None, float | None], ...]
    read: Sequence[Sequence[float | str]]


_SILENT: tuple[float | None, ...] = (None,) * 8


@cache
def read_contract_cells(rules: Rules) -> ContractCells:
    """Return the contract behind rules as the cells of table B."""
    contract = rules.contract or Contract("", ())
    rows = {code: list(_SILENT) for code in CODES.values()}
    parameters: dict[str, list[float | None]] = {code: [None, None] for code, _, _ in PARAMETERS}
    kinds = {code: kind for code, _, kind in PARAMETERS}
    reference = None
    for line in sorted(contract.lines, key=lambda item: item.size):
        later = int(bool(line.since))
        if line.code in rows:
            for size in _SIZES if line.size == 0 else (line.size,):
                rows[line.code][4 * later + size - 1] = line.value / 100
        elif line.code in parameters:
            parameters[line.code][later] = _shown(line.value, kinds[line.code])
        else:
            continue
        reference = reference or line.source or contract.file or None
    cells = tuple(tuple(rows[CODES[row]]) for row in LOOKED_UP)
    pairs = tuple((parameters[code][0], parameters[code][1]) for code, _, _ in PARAMETERS)
    read = [["" if value is None else value for value in row] for row in cells]
    for signed, amended in pairs:
        line_cells = [signed, None, None, None, amended, None, None, None]
        read.append(["" if value is None else value for value in line_cells])
    return ContractCells(contract.since, reference, cells, pairs, read)
