"""The CPTS barème as plain tables: lines × dates × sizes, the form in which sheet and engine read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from excel_tools.vector import Int, count_reached, greatest, take, where

if TYPE_CHECKING:
    from excel_tools.rules import Rules

SIZES = 4

MISSIONS = ("acces", "parcours", "prevention", "crise", "qualite", "accompagnement")
"""Codes of the missions, obligatory ones first."""

MISSION_LABELS: Mapping[str, str] = {
    "acces": "accès aux soins",
    "parcours": "parcours pluriprofessionnels",
    "prevention": "prévention",
    "crise": "réponse aux crises sanitaires",
    "qualite": "qualité et pertinence",
    "accompagnement": "accompagnement des professionnels",
}

OBLIGATORY = ("acces", "parcours", "prevention", "crise")

FIXED_LINES: Mapping[str, tuple[str, ...]] = {
    "acces": ("acces_fixe", "acces_snp_compensation", "acces_snp_enveloppe"),
    "parcours": ("parcours_fixe",),
    "prevention": ("prevention_fixe",),
    "crise": ("crise_fixe",),
    "qualite": ("qualite_fixe",),
    "accompagnement": ("accompagnement_fixe",),
}
"""Lines of each mission due from its start and paid by an advance and a balance."""

VARIABLE_LINES: Mapping[str, str] = {
    mission: f"{mission}_variable" for mission in ("acces", "parcours", "prevention", "qualite", "accompagnement")
}
"""Line of each mission that depends on its results."""

LINE_MISSIONS: Mapping[str, str] = {
    **{line: mission for mission, lines in FIXED_LINES.items() for line in lines},
    **{line: mission for mission, line in VARIABLE_LINES.items()},
    "crise_declaree": "crise",
}
"""Line of receipts → the mission it pays; the others pay the running costs."""

LINE_LABELS: Mapping[str, str] = {
    "fonctionnement": "Fonctionnement",
    "acces_fixe": "Accès aux soins – part fixe",
    "acces_snp_compensation": "Accès aux soins – SNP, compensation des professionnels",
    "acces_snp_enveloppe": "Accès aux soins – SNP, enveloppe fléchée",
    "acces_variable": "Accès aux soins – part variable",
    "parcours_fixe": "Parcours – part fixe",
    "parcours_variable": "Parcours – part variable",
    "prevention_fixe": "Prévention – part fixe",
    "prevention_variable": "Prévention – part variable",
    "crise_fixe": "Crise sanitaire – plan",
    "crise_declaree": "Crise sanitaire – crise reconnue",
    "qualite_fixe": "Qualité et pertinence – part fixe",
    "qualite_variable": "Qualité et pertinence – part variable",
    "accompagnement_fixe": "Accompagnement – part fixe",
    "accompagnement_variable": "Accompagnement – part variable",
}
"""Line of receipts → what a treasurer reads, in the order of the schedule."""

CODES: Mapping[str, str] = {
    "fonctionnement": "cpts.fonctionnement",
    "acces_fixe": "cpts.acces.fixe",
    "acces_variable": "cpts.acces.variable",
    "acces_snp_compensation": "cpts.acces.snp_compensation",
    "acces_snp_enveloppe": "cpts.acces.snp_enveloppe",
    "parcours_fixe": "cpts.parcours.fixe",
    "parcours_variable": "cpts.parcours.variable",
    "prevention_fixe": "cpts.prevention.fixe",
    "prevention_variable": "cpts.prevention.variable",
    "crise_premiere": "cpts.crise.plan_premiere_annee",
    "crise_suivantes": "cpts.crise.plan_suivantes",
    "crise_declaree": "cpts.crise.declaree",
    "qualite_fixe": "cpts.qualite.fixe",
    "qualite_variable": "cpts.qualite.variable",
    "accompagnement_fixe": "cpts.accompagnement.fixe",
    "accompagnement_variable": "cpts.accompagnement.variable",
}
"""Row of the table → code of the barème, in the order of the sheets."""


class CptsReading:
    """What is read alike in the table of one contract and in those of many, one value each."""

    __slots__ = ()
    dates: tuple[Int, ...]
    thresholds: tuple[Int, ...]
    advance_rate: Int
    advance_before: Int
    advance_since: Int

    def advance_at(self, opening: Int) -> Int:
        """Return the part paid in advance of the fixed amounts of the contract year that opens on a day."""
        return where(opening >= self.advance_since, self.advance_rate, self.advance_before)

    def size(self, population: Int) -> Int:
        """Return the size class, 1 to 4, of a population covered."""
        return count_reached(self.thresholds, population)

    def period(self, day: Int) -> Int:
        """Return the rank, from 1, of the barème in force on a day; the first one before the first date."""
        return count_reached(self.dates, greatest(day, self.dates[0]))


@dataclass(frozen=True, slots=True)
class CptsTable(CptsReading):
    """Amounts of a CPTS by date and size.

    Attributes:
        dates: first day of each barème, ascending.
        amounts: row → one quadruple of cents per date; 0 where the line does not exist at that date.
        uncertain: same shape, 1 where the amount is to be confirmed.
        thresholds: population from which each size begins.
        advance_rate: part of a fixed amount paid in advance, in millionths, for the contract years that open from
            ``advance_since`` on; ``advance_before`` for those that open before.
        variable_advance: part of a variable amount paid in advance, in millionths.
        variable_delay: months from the anniversary to the payment of the variable part.
        duration: contract years of one contract.
    """

    dates: tuple[int, ...]
    amounts: Mapping[str, tuple[tuple[int, ...], ...]]
    uncertain: Mapping[str, tuple[tuple[int, ...], ...]]
    thresholds: tuple[int, ...]
    advance_rate: int
    advance_before: int
    advance_since: int
    variable_advance: int
    variable_delay: int
    duration: int

    def amount(self, row: str, period: Int, size: Int) -> Int:
        """Return the yearly amount in cents of a row of the table."""
        return self._look_up(self.amounts[row], period, size)

    def flag(self, row: str, period: Int, size: Int) -> Int:
        """Return 1 where the amount is to be confirmed, else 0."""
        return self._look_up(self.uncertain[row], period, size)

    @staticmethod
    def _look_up(table: tuple[tuple[int, ...], ...], period: Int, size: Int) -> Int:
        flat = tuple(value for sizes in table for value in sizes)
        return take(flat, (period - 1) * SIZES + size - 1)


@lru_cache(maxsize=256)
def cpts_table(rules: Rules) -> CptsTable:
    """Return the tables of a barème, contract overrides included."""
    dates = tuple(sorted({amount.since for code in CODES.values() for amount in rules.series(code)}))
    amounts, uncertain = {}, {}
    for row, code in CODES.items():
        found = [_sizes(rules, code, day) for day in dates]
        amounts[row] = tuple(values for values, _ in found)
        uncertain[row] = tuple(flags for _, flags in found)
    advances = rules.series("cpts.avance.taux")
    return CptsTable(
        dates=dates,
        amounts=amounts,
        uncertain=uncertain,
        thresholds=rules.amount("cpts.taille.seuils").values,
        advance_rate=advances[-1].value(),
        advance_before=advances[-2:][0].value(),
        advance_since=advances[-1].since if len(advances) > 1 else 0,
        variable_advance=rules.amount("cpts.avance_variable.taux").value(),
        variable_delay=rules.amount("cpts.variable.delai").value(),
        duration=rules.amount("cpts.contrat.duree").value() // 12,
    )


def _sizes(rules: Rules, code: str, day: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    for amount in rules.series(code):
        if amount.since <= day and (not amount.until or day <= amount.until):
            sizes = range(1, SIZES + 1)
            values = tuple(amount.value(size) for size in sizes)
            return values, tuple(int(amount.confidence(size) == "à confirmer") for size in sizes)
    return (0,) * SIZES, (0,) * SIZES
