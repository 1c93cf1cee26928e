"""Indemnities of professionals: hours × rate, held under the ceiling of each person and civil year.

A fiscal year that is not the civil one is cut in two: from its first month to December (the civil year of the same
name), then from January on (the next one). What a person is paid is retained in the order of time, in the order of the
lines within the same months, until the ceiling of the civil year is reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from excel_tools.money import french_euros, split_cumulative
from excel_tools.schedule import YEARS
from excel_tools.spending import persons as people
from excel_tools.spending.ceiling import room
from excel_tools.vector import half_up, share

ACCOUNT = "6226"


@dataclass(frozen=True, slots=True)
class Indemnity:
    """What one professional is paid for one mission.

    Attributes:
        person: who; the same words name the same person, a line without words is a person of its own. Never leaves the
            structure's own workbook.
        mission: code of the mission served, ``""`` when none.
        rate: cents an hour.
        hours: hundredths of an hour in each of the five fiscal years.
        account: account of class 6.
        before: cents already paid between 1 January and the first day of the horizon, when the fiscal year is not the
            civil one.
    """

    person: str
    mission: str
    rate: int
    hours: tuple[int, ...]
    account: str = ACCOUNT
    before: int = 0


@dataclass(frozen=True, slots=True)
class Retained:
    """What is retained of one line, in cents, one value per fiscal year.

    Attributes:
        asked: hours × rate.
        asked_first: the part of ``asked`` that falls before the end of December.
        first: what is retained of it.
        rest: what is retained of the part that falls from January on.
    """

    line: Indemnity
    asked: tuple[int, ...]
    asked_first: tuple[int, ...]
    first: tuple[int, ...]
    rest: tuple[int, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Charge of each fiscal year."""
        return tuple(first + rest for first, rest in zip(self.first, self.rest, strict=True))

    @property
    def refused(self) -> tuple[int, ...]:
        """What is asked beyond the ceiling, by fiscal year."""
        return tuple(asked - kept for asked, kept in zip(self.asked, self.years, strict=True))


@dataclass(frozen=True, slots=True)
class Beyond:
    """What passes the ceiling in one civil year: how many persons, and how many cents are not retained."""

    year: int
    persons: int
    cents: int


def asked(line: Indemnity) -> tuple[int, ...]:
    """Return hours × rate of each fiscal year, in cents: ``=ROUND(heures*taux,2)``."""
    return tuple(half_up(hours * line.rate, 100) for hours in line.hours)


def civil_years(lines: Iterable[Indemnity], first_exercice: int, first_month: int) -> tuple[int, ...]:
    """Return the civil years in which something is asked, sorted: those whose ceiling is needed."""
    offsets = {year for line in lines for year, cents in enumerate(asked(line)) if cents}
    touched = offsets | ({year + 1 for year in offsets} if first_month > 1 else set())
    return tuple(first_exercice + year for year in sorted(touched))


def retain(
    lines: Sequence[Indemnity], first_exercice: int, first_month: int, ceilings: Mapping[int, int] | None
) -> tuple[Retained, ...]:
    """Return what is retained of each line.

    With ``n`` the months of the fiscal year up to December, ``=13-mois1``, and ``deja`` what the person is paid in the
    same civil year by the columns before and the lines above, ``=SUMPRODUCT((rangs=rang)*montants)`` where ``rangs``
    holds the first line of the same person, ``=SUMPRODUCT(MATCH(1,EXACT(LOWER(noms),LOWER(nom))*1,0))``:
    up to December ``=MIN(ROUND(demande*n/12,2),MAX(0,plafond-deja))``,
    from January on ``=MIN(demande-ROUND(demande*n/12,2),MAX(0,plafond-deja))``.

    Args:
        ceilings: cents by civil year (those of ``civil_years``); None where no ceiling holds.
    """
    until_december = 13 - first_month
    persons = [_key(line, rank) for rank, line in enumerate(lines)]
    paid: dict[tuple[object, int], int] = {}
    if first_month > 1:
        for person, line in zip(persons, lines, strict=True):
            paid[person, 0] = paid.get((person, 0), 0) + line.before

    def kept(rank: int, year: int, cents: int) -> int:
        if not cents:
            return 0
        before = paid.get((persons[rank], year), 0)
        found = cents if ceilings is None else min(cents, room(before, ceilings[first_exercice + year]))
        paid[persons[rank], year] = before + found
        return found

    wanted = [asked(line) for line in lines]
    until = [tuple(share(cents, until_december, 12) for cents in row) for row in wanted]
    first: list[list[int]] = [[] for _ in lines]
    rest: list[list[int]] = [[] for _ in lines]
    for year in range(YEARS):
        for rank in range(len(lines)):
            first[rank].append(kept(rank, year, until[rank][year]))
        for rank in range(len(lines)):
            rest[rank].append(kept(rank, year + 1, wanted[rank][year] - until[rank][year]))
    return tuple(
        Retained(line, wanted[rank], until[rank], tuple(first[rank]), tuple(rest[rank]))
        for rank, line in enumerate(lines)
    )


def months(retained: Retained, first_month: int) -> tuple[int, ...]:
    """Return what is paid in each of the sixty months: each part is cut by rounded cumulative amounts.

    Month ``k`` of the ``n`` months of a part: ``=ROUND(retenu*k/n,2)-ROUND(retenu*(k-1)/n,2)``
    """
    until_december = 13 - first_month
    found: list[int] = []
    for first, rest in zip(retained.first, retained.rest, strict=True):
        found += split_cumulative(first, [1] * until_december)
        found += split_cumulative(rest, [1] * (12 - until_december))
    return tuple(found)


def by_person(retained: Sequence[Retained]) -> tuple[tuple[int, ...], ...]:
    """Return what each person is paid in each of the six civil years of the horizon, in the order of the lines.

    What was paid before the horizon is left out.
    """
    found: dict[object, list[int]] = {}
    for rank, row in enumerate(retained):
        years = found.setdefault(_key(row.line, rank), [0] * (YEARS + 1))
        for year in range(YEARS):
            years[year] += row.first[year]
            years[year + 1] += row.rest[year]
    return tuple(tuple(years) for years in found.values())


def beyond(retained: Sequence[Retained], first_exercice: int) -> tuple[Beyond, ...]:
    """Return the civil years in which a person passes the ceiling."""
    over: dict[int, dict[object, int]] = {}
    for rank, row in enumerate(retained):
        person = _key(row.line, rank)
        for year in range(YEARS):
            missing = row.asked_first[year] - row.first[year]
            later = row.refused[year] - missing
            for civil, cents in ((year, missing), (year + 1, later)):
                if cents:
                    persons = over.setdefault(civil, {})
                    persons[person] = persons.get(person, 0) + cents
    return tuple(Beyond(first_exercice + year, len(over[year]), sum(over[year].values())) for year in sorted(over))


def beyond_text(retained: Sequence[Retained], first_exercice: int) -> str:
    """Return how much passes the ceiling and for how many persons, unnamed, as one French sentence; else nothing."""
    found = beyond(retained, first_exercice)
    if not found:
        return ""
    persons = len({_key(row.line, rank) for rank, row in enumerate(retained) if any(row.refused)})
    who = f"{persons} professionnels" if persons > 1 else "un professionnel"
    years = " ; ".join(f"{year.year} : {french_euros(year.cents)}" for year in found)
    total = french_euros(sum(year.cents for year in found))
    return f"Plafond des indemnités (PASS) dépassé pour {who} : {total} demandés ne sont pas retenus ({years})."


def _key(line: Indemnity, rank: int) -> object:
    """Return what tells persons apart: their names, whatever the case, as the sheet compares them."""
    return people.key(line.person) or rank
