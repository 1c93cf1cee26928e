"""Rows on the budget form, each → contributions in kind, or amounts of one line of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excel_tools.accounts.chart import Chart, named_line
from excel_tools.errors import InputError
from excel_tools.inputs.fields import Entry as Row
from excel_tools.inputs.spending import basis_of
from excel_tools.schedule import YEARS
from excel_tools.spending.entry import based
from excel_tools.structure import MOST_IN_KIND, FormEntries, InKind


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """Amounts of an account, or of a line of the form, not yet looked up.

    Attributes:
        named: as typed.
        place: where it was typed.
        before: cents of the fiscal year before the horizon, None when not said.
        done: cents done in each fiscal year, None where not said.
    """

    named: str
    place: str
    before: int | None
    done: tuple[int | None, ...]


def read_in_kind(row: Row) -> tuple[InKind, ...]:
    """Return a contribution, and the one of the other side that balances it when its account is given."""
    account, other = row.get("compte", ""), row.get("contrepartie", "")
    if account and other and account[:2] == other[:2]:
        row.refuse("contrepartie", f"« {other} » est du même côté que « {account} » ; un 86 va avec un 87.")
    label = row.get("libelle", "")
    cents = based(account=account, label=label, mission="", month=0, basis=basis_of(row), payments=0, delay=0).cents
    return tuple(InKind(found, label, cents) for found in (account, other) if found)


def read_line(row: Row) -> LineAmounts:
    """Return the amounts of one row."""
    done = tuple(row.get(f"realise_{year}") for year in range(1, YEARS + 1))
    found = LineAmounts(row.get("ligne", ""), row.what("ligne"), row.get("anterieur"), done)
    if found.named and found.before is None and all(cents is None for cents in done) and not row.messages:
        row.refuse("anterieur", "aucun montant sur la ligne ; écrire l'exercice précédent ou un réalisé.")
    return found


def form_entries(
    in_kind: Iterable[Sequence[InKind]],
    lines: Iterable[LineAmounts],
    chart: Chart,
    own: bool,
    problems: list[str],
) -> FormEntries:
    """Return what is said of the form; what is wrong goes into ``problems``.

    Args:
        chart: look-up of the accounts.
        own: whether that look-up is the treasurer's, to be kept.
    """
    contributions = tuple(item for pair in in_kind for item in pair)
    if len(contributions) > MOST_IN_KIND:
        problems.append(
            f"{len(contributions)} contributions volontaires, contreparties comprises, pour cette structure ; le "
            f"classeur en accueille {MOST_IN_KIND} : en regrouper."
        )
    for item in contributions:
        try:
            chart.find(item.account, f"Contribution « {item.label} »")
        except InputError as error:
            problems += error.messages
    before: dict[str, int] = {}
    done: dict[str, tuple[int | None, ...]] = {}
    for row in lines:
        if not row.named:
            continue
        try:
            # two digits are a heading of the form; more are an account
            digits = row.named.isascii() and row.named.isdigit() and len(row.named) > 2
            line = chart.find(row.named, row.place) if digits else named_line(chart.form, row.named, row.place)
        except InputError as error:
            problems += error.messages
            continue
        if row.before is not None:
            before[line.code] = before.get(line.code, 0) + row.before
        if any(cents is not None for cents in row.done):
            done[line.code] = tuple(map(_added, done.get(line.code, (None,) * YEARS), row.done))
    bounds = dict(zip(chart.bounds, chart.lines, strict=True)) if own else None
    return FormEntries(in_kind=contributions, before=before, done=done, bounds=bounds)


def _added(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other
