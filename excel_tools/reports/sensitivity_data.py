"""A sensitivity as plain numbers: the tornado, and what the draws leave, for the screen, the files and the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from excel_tools.comparison.figures import LOWEST, TRESORERIE, over_years
from excel_tools.comparison.levers import YES_NO
from excel_tools.comparison.sensitivity import Bar, Tornado
from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract
from excel_tools.money import french_number
from excel_tools.reports.sensitivity_shape import OUTLOOKS, RANKS
from excel_tools.structure import Structure
from excel_tools.vector import PPM, half_up

if TYPE_CHECKING:
    from excel_tools.comparison.draws import Draws

Years = tuple[int, ...]

CAUTION = "Ces plages et ces lois sont des hypothèses : aucun texte ne les fixe, et rien n'y est une prévision."


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the draws of one structure leave, in cents.

    Attributes:
        count: number of draws.
        seed: that of the generator.
        laws: what is drawn, a French sentence for each law.
        base: measure of ``OUTLOOKS`` → its five fiscal years as entered.
        years: measure → rank in per cent → what so many draws do not exceed, by fiscal year.
        lowest: rank → the same of the lowest cash of the sixty months.
        below: draws whose cash goes below zero in some month.
        below_years: the same by fiscal year.
        classes: histogram of the lowest cash: lower bound, upper bound (excluded), draws.
        later: what is drawn late and never early, in French.
        above: draws that leave more cash on the last day than the reference.
    """

    count: int
    seed: int
    laws: tuple[str, ...]
    base: Mapping[str, Years]
    years: Mapping[str, Mapping[int, Years]]
    lowest: Mapping[int, int]
    below: int
    below_years: Years
    classes: tuple[tuple[int, int, int], ...]
    later: tuple[str, ...] = ()
    above: int = 0

    @property
    def base_lowest(self) -> int:
        """The lowest cash as entered."""
        return over_years(LOWEST, self.base[LOWEST])

    def share(self, draws: int) -> int:
        """Return a number of draws as a share of them all, in millionths."""
        return int(half_up(draws * PPM, self.count))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The sensitivity of one structure under one scenario.

    Attributes:
        structure: under the scenario.
        scenario: its name; empty for the inputs as they are.
        tornado: what each hypothesis does.
        outlook: what the draws leave.
        note: what must be known of the amounts: the share of them to be confirmed; may be empty.
    """

    structure: Structure
    scenario: str
    tornado: Tornado
    outlook: Outlook
    note: str = ""

    @property
    def exercices(self) -> Years:
        """The five fiscal years, each named by the year in which it opens."""
        return tuple(self.structure.first_exercice + year for year in range(5))

    @property
    def spans(self) -> tuple[str, ...]:
        """The five fiscal years as they are said: « 2026 », or « 2026-2027 » when they straddle two years."""
        own = self.structure.first_month == 1
        return tuple(str(year) if own else f"{year}-{year + 1}" for year in self.exercices)

    @property
    def title(self) -> str:
        """The structure and its scenario."""
        return f"{self.structure.name} – {self.scenario_shown}"

    @property
    def scenario_shown(self) -> str:
        """The scenario in words."""
        return f"scénario « {self.scenario} »" if self.scenario else "saisies du portefeuille"

    @property
    def caution(self) -> str:
        """What every probability rests on: the draws, and that they are hypotheses."""
        return f"{french_number(self.outlook.count)} tirages, graine {self.outlook.seed}. {CAUTION}"


def drawn_in(bar: Bar) -> bool:
    """Whether a hypothesis has a bar: one that is all or nothing (the renewal) would flatten all the others."""
    return bar.lever.unit != YES_NO and bar.amplitude > 0


def outlook(draws: Draws) -> Outlook:
    """Return what draws leave."""
    # loaded with the draws only: numpy takes its time
    from excel_tools.comparison.draws import classes

    kind, coming = draws.structure.kind, _coming(draws.structure)
    by_year = (draws.measures[LOWEST] < 0).sum(axis=0).tolist()
    return Outlook(
        draws.count,
        draws.seed,
        draws.uncertainty.told(kind, coming=coming),
        {measure: tuple(draws.base[measure]) for measure in OUTLOOKS},
        {measure: draws.percentiles(measure, RANKS) for measure in OUTLOOKS},
        draws.lowest_percentiles(RANKS),
        int((draws.lowest < 0).sum()),
        tuple(by_year),
        classes(draws.lowest),
        draws.uncertainty.later(kind, coming=coming),
        int((draws.measures[TRESORERIE][:, -1] > draws.base[TRESORERIE][-1]).sum()),
    )


def _coming(structure: Structure) -> bool:
    """Return whether a mission starts on the first day of the budget or later."""
    first_day = day(structure.first_exercice, structure.first_month, 1)
    contract = structure.contract
    return isinstance(contract, CptsContract) and any(int(start) >= first_day for start in contract.starts.values())


def class_label(low: int, high: int) -> str:
    """Return a class of amounts: « −20 à −10 k€ », « 1 500 à 2 000 € »."""
    unit, name = (100_000, "k€") if low % 100_000 == high % 100_000 == 0 else (100, "€")
    left, right = (french_number(cents // unit).replace("-", "−") for cents in (low, high))
    return f"{left} à {right}\u00a0{name}"
