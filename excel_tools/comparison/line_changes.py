"""What differs between the lines of two structures: charges, other income, posts, indemnities, aids, indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from excel_tools.comparison.causes import ATTEINTE, AUTRES, DELAIS, INDEXATION
from excel_tools.comparison.fields import (
    CHARGES_SHEET,
    ENTREES,
    INCOMES_SHEET,
    INDEMNITES,
    INDICATEURS,
    NOTHING,
    PERSONNEL,
    a_day,
    euros,
    mission_name,
    months,
    number,
    shown,
    yes_no,
)
from excel_tools.comparison.lines import blank, matches
from excel_tools.comparison.spans import Years, runs, span
from excel_tools.funding.indicators import DOWN, Indicator
from excel_tools.money import french_euros, french_rate
from excel_tools.schedule import YEARS
from excel_tools.spending.entry import Entry
from excel_tools.spending.persons import key
from excel_tools.structure import Structure

Told: TypeAlias = "tuple[str, str, str, str, str, str]"
"""Cause, sheet, label, before, after and code of a change."""

ABSENT, HIDDEN, OTHER = "absente", "non affiché", "nom remplacé (non affiché)"


def table_changes(reference: Structure, variant: Structure) -> Iterator[Told]:
    """Yield what differs between the tables of lines; posts and indemnities are told by their place, without a name."""
    years = Years(tuple(range(reference.first_exercice, reference.first_exercice + YEARS)))
    tables: tuple[tuple[str, str, _Named, _Parts], ...] = (
        ("one_offs", ENTREES, _aid_name, _aid),
        ("charges", CHARGES_SHEET, _entry_name, _entry),
        ("incomes", INCOMES_SHEET, _entry_name, _entry),
        ("posts", PERSONNEL, lambda _, rank: f"Ligne {rank + 1}", _post),
        ("indemnities", INDEMNITES, lambda _, rank: f"Ligne {rank + 1}", _indemnity),
    )
    for name, sheet, named, parts in tables:
        before, after = getattr(reference, name), getattr(variant, name)
        ranks = matches(before, after)
        for place, line in enumerate(before):
            if place not in ranks and not blank(line):
                yield AUTRES, sheet, named(line, place), _worth(line), ABSENT, ""
        for rank, (at, line) in enumerate(zip(ranks, after, strict=True)):
            if at is None and not blank(line):
                yield AUTRES, sheet, named(line, rank), ABSENT, _worth(line), ""
            elif at is not None and before[at] != line:
                for cause, label, old, new in parts(before[at], line, years):
                    yield cause, sheet, f"{named(line, rank)}, {label}", old, new, ""


def indicator_changes(before: Sequence[Indicator], after: Sequence[Indicator], years: Years) -> Iterator[Told]:
    """Yield what differs between the indicators of a CPTS.

    Args:
        years: those of the periods of the contract.
    """
    ranks = matches(before, after)
    for place, one in enumerate(before):
        if place not in ranks:
            yield ATTEINTE, INDICATEURS, f"« {one.label} »", "présent", "absent", _variable(one)
    for at, one in zip(ranks, after, strict=True):
        if at is None:
            yield ATTEINTE, INDICATEURS, f"« {one.label} »", "absent", "présent", _variable(one)
            continue
        old, told = before[at], []
        told += _differ("libellé", old.label, one.label, str)
        told += _differ("mission", old.mission, one.mission, mission_name)
        told += _differ("sens", old.direction, one.direction, lambda way: "à réduire" if way == DOWN else "à augmenter")
        told += _differ("paliers", old.tiers, one.tiers, _tiers)
        told += _row("valeur", old.values, one.values, number, years, 1)
        for label, was, now in told:
            yield ATTEINTE, INDICATEURS, f"« {one.label} », {label}", was, now, _variable(one)


_Named: TypeAlias = "Callable[[Any, int], str]"
_Parts: TypeAlias = "Callable[[Any, Any, Years], Iterator[tuple[str, str, str, str]]]"
_Label: TypeAlias = "tuple[str, str, str]"


def _entry(before: Entry, after: Entry, years: Years) -> Iterator[tuple[str, str, str, str]]:
    told: list[_Label] = []
    told += _differ("libellé", before.label, after.label, str)
    told += _differ("compte", before.account, after.account, str)
    told += _differ("mission", before.mission, after.mission, mission_name)
    if before.basis and after.basis:
        told += _differ("quantité", before.basis.quantity, after.basis.quantity, number)
        told += _differ("prix unitaire", before.basis.price, after.basis.price, _price)
        told += _row("montant imposé", before.basis.imposed, after.basis.imposed, euros, years)
    else:
        told += _row("montant", before.cents, after.cents, euros, years)
    told += _differ("versements par an", before.payments, after.payments, lambda count: number(count or None))
    told += _differ("premier mois", before.month, after.month, lambda month: number(month or None))
    yield from ((AUTRES, *one) for one in told)
    if before.basis and after.basis:
        yield from _under(INDEXATION, "hausse par an", before.basis.growth, after.basis.growth, french_rate)
    yield from _under(DELAIS, "délai de paiement", before.delay, after.delay, months)


def _post(before: Any, after: Any, years: Years) -> Iterator[tuple[str, str, str, str]]:
    for label, name, show in (
        ("mission", "mission", mission_name),
        ("brut mensuel", "gross", euros),
        ("charges patronales", "employer", french_rate),
        ("quotité", "share", french_rate),
        ("entrée le", "start", a_day),
        ("sortie le", "end", a_day),
    ):
        yield from _under(AUTRES, label, getattr(before, name), getattr(after, name), show)
    yield from _under(INDEXATION, "hausse par an", before.growth, after.growth, french_rate)


def _indemnity(before: Any, after: Any, years: Years) -> Iterator[tuple[str, str, str, str]]:
    told: list[_Label] = []
    if key(before.person) != key(after.person):
        told.append(("professionnel", HIDDEN, OTHER))
    told += _differ("mission", before.mission, after.mission, mission_name)
    told += _differ("compte", before.account, after.account, str)
    told += _differ("taux horaire", before.rate, after.rate, euros)
    told += _differ("déjà payé depuis janvier", before.before, after.before, euros)
    told += _row("heures", before.hours, after.hours, _hours, years)
    yield from ((AUTRES, *one) for one in told)


def _aid(before: Any, after: Any, years: Years) -> Iterator[tuple[str, str, str, str]]:
    told = [*_differ("libellé", before.label, after.label, str), *_differ("date", before.day, after.day, a_day)]
    told += _differ("montant", before.cents, after.cents, euros)
    told += _differ("fléchée", before.earmarked, after.earmarked, yes_no)
    told += _differ("mission", before.mission, after.mission, mission_name)
    told += _differ("financeur", before.funder, after.funder, lambda code: code or NOTHING)
    told += _row("dépensé", before.spent, after.spent, euros, years)
    yield from ((AUTRES, *one) for one in told)


def _under(cause: str, label: str, before: Any, after: Any, show: Callable[[Any], str]) -> Iterator[Any]:
    yield from ((cause, *one) for one in _differ(label, before, after, show))


def _differ(label: str, before: Any, after: Any, show: Callable[[Any], str]) -> list[_Label]:
    return [(label, shown(show, before), shown(show, after))] if before != after else []


def _row(
    label: str,
    before: Sequence[Any],
    after: Sequence[Any],
    show: Callable[[Any], str],
    years: Years,
    since: int = 0,
) -> list[_Label]:
    found = []
    for first, last, old, new in runs(before, after):
        when = span(years, first, last, since)
        found.append((f"{label} {when}" if when else label, shown(show, old), shown(show, new)))
    return found


def _entry_name(line: Entry, _: int) -> str:
    return f"« {line.label} » ({line.account})"


def _aid_name(aid: Any, _: int) -> str:
    return f"Aide « {aid.label} »"


def _worth(line: Any) -> str:
    """Return what a line that comes or goes is worth."""
    if isinstance(line, Entry):
        return f"{french_euros(sum(line.cents))} sur cinq exercices"
    if hasattr(line, "gross"):
        return f"{french_euros(line.gross)} brut par mois"
    if hasattr(line, "hours"):
        return f"{_hours(sum(line.hours))} sur cinq exercices"
    return french_euros(line.cents)


def _price(cents: Any) -> str:
    return NOTHING if cents is None else f"{number(cents / 100)}\u202f€"


def _hours(hundredths: int) -> str:
    return f"{number(Fraction(hundredths, 100))}\u00a0h"


def _tiers(tiers: Sequence[Any]) -> str:
    return " ; ".join(f"{number(tier.threshold)} : {french_euros(tier.cents)}" for tier in tiers) or NOTHING


def _variable(indicator: Indicator) -> str:
    return f"cpts.{indicator.mission}.variable"
