"""What is not known of a budget, and how likely each value is: attainment, dates and delays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from excel_tools.errors import InputError
from excel_tools.funding.cpts_table import MISSION_LABELS, MISSIONS, VARIABLE_LINES
from excel_tools.rules.words import nearest

LONGEST = 60
"""Months that may be drawn at most."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A triangular law on whole numbers: points of attainment, or months.

    The likeliest value weighs most, and each one less by equal steps down to either end: 0 to 3 months, 0 the
    likeliest, are drawn four, three, two and one times out of ten.

    Attributes:
        low: lowest value.
        mode: likeliest one.
        high: highest one; equal to ``low``, nothing is drawn.
    """

    low: int
    mode: int
    high: int

    @property
    def certain(self) -> bool:
        """Whether there is but one value."""
        return self.low == self.high

    def told(self, unit: str) -> str:
        """Return the law in French: « de −20 à +10 points, le plus probable 0 »."""
        if self.certain:
            return f"toujours {_signed(self.mode)} {unit}"
        likeliest = f"le plus probable {_signed(self.mode)}"
        return f"de {_signed(self.low)} à {_signed(self.high)} {unit}, {likeliest} (loi triangulaire, nombres entiers)"


def _signed(value: int) -> str:
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


NOTHING = Spread(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far from what was entered things may turn out; every draw is independent of the others.

    Attributes:
        attainment: points added to what each mission of a CPTS attains, drawn for each mission and held over the years;
            to what a MSP attains.
        dates: months by which each mission of a CPTS still to come starts later, drawn for each of them.
        delay: months by which the funder pays later, drawn once.
        missions: code of a mission → its own points, instead of ``attainment``.
        starts: code of a mission → its own months, instead of ``dates``.
    """

    attainment: Spread = Spread(-20, 0, 10)
    dates: Spread = Spread(0, 0, 6)
    delay: Spread = Spread(0, 0, 3)
    missions: Mapping[str, Spread] = field(default_factory=lambda: MappingProxyType({}))
    starts: Mapping[str, Spread] = field(default_factory=lambda: MappingProxyType({}))

    def points(self, mission: str = "") -> Spread:
        """Return the law of the attainment of a mission."""
        return self.missions.get(mission, self.attainment)

    def months(self, mission: str) -> Spread:
        """Return the law of the start of a mission."""
        return self.starts.get(mission, self.dates)

    def later(self, kind: str, *, coming: bool = True) -> tuple[str, ...]:
        """Return what can be drawn late and never early, in French: delays of the funder, shifts of missions.

        Args:
            coming: as in ``told``.
        """
        dates = (self.dates, *self.starts.values()) if kind == "CPTS" and coming else ()
        return tuple(
            word
            for word, laws in (("les retards", (self.delay,)), ("les décalages", dates))
            if any(law.high > 0 for law in laws) and all(law.low >= 0 for law in laws)
        )

    def told(self, kind: str, *, coming: bool = True) -> tuple[str, ...]:
        """Return what is drawn for a kind of structure, one French sentence for each law.

        Args:
            coming: whether a mission of the CPTS is still to come: no other is put off.
        """
        found = []
        if kind == "CPTS":
            own = [f"{MISSION_LABELS[code]} {spread.told('points')}" for code, spread in self.missions.items()]
            found.append(f"Atteinte de chaque mission : {' ; '.join([self.attainment.told('points'), *own])}.")
            own = [f"{MISSION_LABELS[code]} {spread.told('mois')}" for code, spread in self.starts.items()]
            late = " ; ".join([self.dates.told("mois"), *own]) if coming else "aucune ne l'est, rien n'est tiré"
            found.append(f"Début de chaque mission à venir : {late}.")
        elif kind == "MSP":
            found.append(f"Atteinte des objectifs : {self.attainment.told('points')}.")
        found.append(f"Retard du financeur : {self.delay.told('mois')}.")
        if kind in ("CPTS", "MSP"):
            found.append(
                "Les points tirés s'ajoutent à l'atteinte de chaque année, qui reste entre 0 et 100 % ; tirages "
                "indépendants les uns des autres."
            )
        return tuple(found)


def check(uncertainty: Uncertainty) -> None:
    """Refuse laws that cannot be drawn.

    Raises:
        InputError: every one of them, in French.
    """
    problems = []
    laws = [("atteinte", uncertainty.attainment, -100, 100)]
    laws += [("décalage", uncertainty.dates, -LONGEST, LONGEST), ("retard", uncertainty.delay, -LONGEST, LONGEST)]
    for what, own, known, bound in (
        ("atteinte", uncertainty.missions, tuple(VARIABLE_LINES), 100),
        ("décalage", uncertainty.starts, MISSIONS, LONGEST),
    ):
        for mission, spread in own.items():
            laws.append((f"{what} {mission}", spread, -bound, bound))
            if mission not in known:
                near = nearest(mission, known)
                problems.append(f"{what} : mission « {mission} » inconnue.{near} Missions : {', '.join(known)}.")
    for what, spread, least, most in laws:
        if not spread.low <= spread.mode <= spread.high:
            problems.append(
                f"{what} : de {spread.low} à {spread.high}, le plus probable {spread.mode}, qui se place entre eux."
            )
        elif not (least <= spread.low and spread.high <= most):
            problems.append(f"{what} : de {spread.low} à {spread.high} ; de {least} à {most} au plus.")
    if problems:
        raise InputError(problems)
