"""What équipes de soins primaires are due: a regional amount per team and per year (FIR).

The amounts are regional and experimental: where the last known one has ended, the tool asks for an amount instead of
going on. The rows computed here are the rows of the sheets "Scénario 1" to "Scénario 3".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from excel_tools.dates import add_months, civil, day, french, year_of
from excel_tools.errors import InputError, RuleError
from excel_tools.funding.notices import Notice, early_end
from excel_tools.schedule import Frame, Row, Schedule, build_line, civil_frame, delayed, ended
from excel_tools.vector import Int, greatest, half_up, least, where

if TYPE_CHECKING:
    from excel_tools.rules import Amount, Rules

LINES = {"enveloppe": "Forfait par équipe"}
_PREFIX = "esp.forfait."


@dataclass(frozen=True, slots=True)
class EspContract:
    """Teams of one region and their hypotheses, over the seven civil years of a frame.

    Attributes:
        region: region whose amount applies.
        teams: number of teams, by period.
        start: first day; a month begun counts whole.
        end: last day, 0 when none; a month begun counts whole.
        amount: cents per team and per year that replace those of the barème, None for the barème.
        payment_month: civil month in which the year's envelope is paid, not before the start.
        delay: months by which the payment comes later.
        funder_delay: further months by which the scenario puts off the payments of the horizon.
        ends_on: last day of a contract that ends before its end was known, 0 when it does not.
    """

    region: str
    teams: Row
    start: Int
    end: Int = 0
    amount: Int | None = None
    payment_month: Int = 1
    delay: Int = 0
    funder_delay: Int = 0
    ends_on: Int = 0


@dataclass(frozen=True, slots=True)
class EspTable:
    """The amounts per team: region → its dated amounts, the oldest first."""

    regions: Mapping[str, tuple[Amount, ...]]

    def of(self, region: str) -> tuple[Amount, ...]:
        """Return the dated amounts of a region, however it is accented or hyphened.

        Raises:
            RuleError: no region, or one without an amount; the known ones are listed.
        """
        for name, entries in self.regions.items():
            if _plain(name) == _plain(region):
                return entries
        known = ", ".join(f"« {name} »" for name in self.regions)
        found = (
            f"Aucun forfait ESP connu pour la région « {region} »" if region.strip() else "Région de l'ESP manquante"
        )
        raise RuleError(f"{found} ; régions connues : {known}. Ailleurs, donner le montant par équipe et par an.")

    def amount(self, region: str, on: int, remedy: str = "") -> Amount:
        """Return the amount in force in a region on a day.

        Args:
            remedy: what can be done besides giving an amount.

        Raises:
            RuleError: none is certain on that day; the reason is given.
        """
        entries = self.of(region)
        for entry in entries:
            if entry.since <= on and (not entry.until or on <= entry.until):
                return entry
        if on < entries[0].since:
            raise RuleError(
                f"ESP {entries[0].region} : aucun forfait connu avant le {french(entries[0].since)} ; donner le "
                "montant par équipe et par an."
            )
        last = max((entry for entry in entries if entry.since <= on), key=lambda entry: entry.since)
        raise RuleError(
            f"ESP {last.region} : le forfait par équipe n'est connu que jusqu'au {french(last.until)}, il n'est plus "
            f"certain en {year_of(on)} ; donner le montant accordé par l'ARS{remedy}. {last.note}".rstrip()
        )

    def per_team(self, contract: EspContract, year: int, months: Int) -> tuple[Int, Int]:
        """Return the cents of a civil year, nothing when no month of it is due, and whether they are to be confirmed.

        Raises:
            RuleError: none is certain that year.
        """
        if contract.amount is not None:
            return contract.amount, 0
        anyone = bool(months.any()) if hasattr(months, "dtype") else months > 0
        if not anyone:
            return 0, 0
        entry = self.amount(contract.region, day(year, 1, 1), ", ou une date de fin")
        return entry.value(), int(entry.confidence() == "à confirmer")


@lru_cache(maxsize=256)
def esp_table(rules: Rules) -> EspTable:
    """Return the amounts of a barème by region, contract overrides included."""
    regions: dict[str, tuple[Amount, ...]] = {}
    for code in rules.codes(_PREFIX.rstrip(".")):
        entries = rules.series(code)
        regions[entries[0].region] = entries
    return EspTable(regions)


def frame(contract: EspContract, first_exercice: int, first_month: int = 1) -> Frame:
    """Return the civil years around a horizon; rank 1 is the year of the start."""
    return civil_frame(first_exercice, first_month, year_of(contract.start))


def months_bounds(year: Int, start: Int, end: Int) -> tuple[Int, Int]:
    """Return the months of a civil year up to the end (0: none), then those before the start; begun ones are whole."""
    start_year, start_month, _ = civil(start)
    end_year, end_month, _ = civil(greatest(end, 1))
    last = where(end > 0, (end >= start) * greatest(0, least(12, (end_year - year) * 12 + end_month)), 12)
    return last, greatest(0, (start_year - year) * 12 + start_month - 1)


def months_of(year: Int, start: Int, end: Int) -> Int:
    """Return the months of a civil year from the start to the end (0: none), a month begun counting whole."""
    last, before = months_bounds(year, start, end)
    return greatest(0, last - before)


def schedule(contract: EspContract, table: EspTable, frame: Frame) -> Schedule:
    """Return the envelope of each civil year and its payment.

    State rows: ``annee``, ``mois_fin``, ``mois_debut``, ``mois`` (0 to 12), ``mois_dus`` (those before an early end),
    ``equipes``, ``versement_prevu`` (day of the payment before the funder's delay).

    Raises:
        RuleError: no certain amount for a year in which teams are paid.
    """
    years = [year_of(opening) for opening in frame.ouverture]
    bounds = [months_bounds(year, contract.start, contract.end) for year in years]
    months = [greatest(0, last - before) for last, before in bounds]
    kept = [
        least(count, greatest(0, months_bounds(year, contract.start, contract.ends_on)[0] - before))
        for year, count, (_, before) in zip(years, months, bounds, strict=True)
    ]
    montant, incertain = [], []
    for year, count in zip(years, kept, strict=True):
        cents, flag = table.per_team(contract, year, count)
        montant.append(cents)
        incertain.append(flag)
    whole, du = (
        [half_up(cents * teams * count, 12) for cents, teams, count in zip(montant, contract.teams, row, strict=True)]
        for row in (months, kept)
    )
    first = [greatest(opening, contract.start) for opening in frame.ouverture]
    last = [least(end, where(contract.end > 0, contract.end + 1, end)) for end in ended(frame, contract.ends_on)]
    terme = [greatest(begin, end) for begin, end in zip(first, last, strict=True)]
    planned = [
        add_months(greatest(begin, day(year, contract.payment_month, 1)), contract.delay)
        for begin, year in zip(first, years, strict=True)
    ]
    # an end that was known from the start cuts what is paid; an early one is settled the day after
    cut = [dues < count for dues, count in zip(kept, months, strict=True)]
    line = build_line(
        frame,
        "enveloppe",
        montant=montant,
        debut=first,
        terme=terme,
        du=du,
        avance=[
            where(paid < end, amount, due) for paid, end, amount, due in zip(planned, terme, whole, du, strict=True)
        ],
        date_avance=planned,
        date_solde=[where(early, end, paid) for early, end, paid in zip(cut, terme, planned, strict=True)],
        incertain=incertain,
        natures=("forfait", "solde"),
    )
    state = {"annee": years, "mois_fin": [last for last, _ in bounds], "mois_debut": [before for _, before in bounds]}
    state |= {"mois": months, "mois_dus": kept, "equipes": list(contract.teams), "versement_prevu": planned}
    return Schedule(frame, state, {}, (delayed(line, frame, contract.funder_delay),))


@dataclass(frozen=True, slots=True)
class Envelope:
    """One year's envelope: cents, the amount per team, and the dated amount it comes from (None when given)."""

    cents: int
    per_team: int
    amount: Amount | None


def envelope(
    teams: int, year: int, rules: Rules, region: str = "", months: int = 12, per_team: int | None = None
) -> Envelope:
    """Return what teams are due for a civil year: amount × teams × months / 12.

    Args:
        per_team: cents per team and per year that replace those of the region.

    Raises:
        InputError: a negative number of teams, or months outside 0 to 12.
        RuleError: no region and no amount, or no certain amount that year.
    """
    problems = []
    if teams < 0:
        problems.append(f"équipes : « {teams} » est négatif ; un nombre d'équipes est attendu.")
    if not 0 <= months <= 12:
        problems.append(f"mois : « {months} » ; un nombre de mois de 0 à 12 est attendu.")
    if per_team is not None and per_team < 0:
        problems.append("montant : un montant par équipe n'est pas négatif.")
    if problems:
        raise InputError(problems)
    amount = None if per_team is not None else esp_table(rules).amount(region, day(year, 1, 1))
    cents = amount.value() if amount is not None else per_team or 0
    return Envelope(half_up(cents * teams * months, 12), cents, amount)


def notices(contract: EspContract, schedule: Schedule, rules: Rules) -> tuple[Notice, ...]:
    """Return what must be told of the teams (scalar)."""
    found = [*early_end(contract.ends_on, schedule.frame, schedule.lines)]
    if contract.end and contract.end < contract.start:
        found.append(
            Notice(
                "esp-dates",
                f"ESP : la fin ({french(contract.end)}) précède le début ({french(contract.start)}) ; rien n'est "
                "compté.",
            )
        )
    if any(schedule.lines[0].rows["a_confirmer"]):
        found.append(
            Notice("esp-a-confirmer", f"ESP {contract.region} : forfait par équipe à confirmer auprès de l'ARS.")
        )
    return tuple(found)


def _plain(name: str) -> str:
    """Return a name without accents, hyphens or case."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
