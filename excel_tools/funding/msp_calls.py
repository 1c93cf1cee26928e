"""The MSP of one civil year by itself: what the spreadsheet functions MSP.* answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from excel_tools.dates import add_months, day, year_of
from excel_tools.errors import InputError
from excel_tools.funding.msp import payment_days
from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_notices import missing_prerequisites, year_notices
from excel_tools.funding.msp_points import CODES, INDICATORS, Number, Year
from excel_tools.funding.msp_table import MspScale, msp_table
from excel_tools.funding.msp_year import year_rows
from excel_tools.funding.notices import Notice
from excel_tools.money import french_number, french_rate
from excel_tools.vector import half_up

if TYPE_CHECKING:
    from excel_tools.rules import Rules

ADJUSTMENT = "ajustement"


@dataclass(frozen=True, slots=True)
class MspLine:
    """One line of the detail: an indicator, or an adjustment of their sum.

    Attributes:
        code: code of the indicator, ``"prerequis_manquant"``, ``"precarite"`` or ``"plancher"``.
        kind: prérequis, socle, option, or ajustement.
        fixed: fixed points, prorated.
        variable: variable points, prorated.
        points: their sum.
        cents: euros of those points, rounded to the cent.
    """

    code: str
    label: str
    kind: str
    fixed: Fraction
    variable: Fraction
    points: Fraction
    cents: int


@dataclass(frozen=True, slots=True)
class MspYear:
    """Everything about one civil year of a MSP.

    Attributes:
        data: the answers, ``annee`` filled.
        rows: every row of ``year_rows``.
        remuneration: cents due for the year.
        advance: cents paid in advance.
        balance: ``remuneration − advance``; negative when something is to be paid back.
        advance_day: day of the advance at the latest.
        balance_day: day of the balance at the latest.
        missing: names of the prérequis that are not met.
        notices: what must be told.
    """

    data: MspData
    scale: MspScale
    rows: Mapping[str, Number]
    remuneration: int
    advance: int
    balance: int
    advance_day: int
    balance_day: int
    missing: tuple[str, ...]
    notices: tuple[Notice, ...]

    def points(self, indicator: str = "") -> Fraction:
        """Return the points of an indicator, prérequis ignored, or the total, 0 when a prérequis is missing.

        Raises:
            InputError: the indicator does not exist.
        """
        if not indicator:
            return Fraction(self.rows["points"])
        if indicator not in CODES:
            raise InputError(f"indicateur MSP « {indicator} » inconnu ; indicateurs : {', '.join(CODES)}.")
        return Fraction(self.rows[f"{indicator}_points"])

    def detail(self) -> tuple[MspLine, ...]:
        """Return a line per indicator, then the adjustments that are not zero; cents add up to the remuneration."""
        rows = self.rows
        lines = []
        for indicator in INDICATORS:
            fixed, variable = (Fraction(rows[f"{indicator.code}_{part}"]) for part in ("fixes", "variables"))
            points = Fraction(rows[f"{indicator.code}_points"])
            prorata = points / (fixed + variable) if fixed + variable else Fraction(1)
            cents = int(rows[f"{indicator.code}_euros"])
            lines.append(
                MspLine(
                    indicator.code, indicator.label, indicator.kind, fixed * prorata, variable * prorata, points, cents
                )
            )
        earned = sum(line.cents for line in lines)
        points = sum((line.points for line in lines), Fraction(0))
        none = Fraction(0)
        if self.missing:
            lines.append(MspLine("prerequis_manquant", "Prérequis manquant", ADJUSTMENT, none, none, -points, -earned))
        for code, label, row in (
            ("precarite", "Majoration précarité", "precarite"),
            ("plancher", "Complément jusqu'au minimum d'une nouvelle structure", "complement"),
        ):
            if rows[row]:
                lines.append(MspLine(code, label, ADJUSTMENT, none, none, none, int(rows[row])))
        return tuple(lines)


def msp_year(data: MspData, rules: Rules) -> MspYear:
    """Return everything about one civil year.

    Without ``annee`` the year is that of the contract, or of the last verification of the barème; without
    ``date_contrat`` the contract covers the whole year, and a new structure is in its first one.

    Raises:
        InputError: a year before that of the contract.
        RuleError: a year before the first barème.
    """
    signature = data.date_contrat
    annee = data.annee or (year_of(signature) if signature else year_of(rules.verified_on(["msp"])))
    if signature and annee < year_of(signature):
        raise InputError(f"annee : « {annee} » précède le contrat, qui prend effet en {year_of(signature)}.")
    opening, closing = day(annee, 1, 1), day(annee + 1, 1, 1)
    rules.amount("msp.point.valeur", opening)  # refuses a year without a barème
    table = msp_table(rules)
    scale = table.at(opening)
    signature = signature or opening
    end = max(closing, add_months(signature, scale["contrat.duree"]))
    rows = year_rows(
        data, scale, Year(opening, closing, signature, end, annee - year_of(signature) + 1), data.patientele
    )
    # a contract whose date is not told began before: its advance is that of every 30 April
    known = data.date_contrat or day(annee - 1, 1, 1)
    advance_day, balance_day = payment_days(table, annee, known)
    remuneration, advance = int(rows["remuneration"]), int(rows["avance"])
    return MspYear(
        data=replace(data, annee=annee),
        scale=scale,
        rows=rows,
        remuneration=remuneration,
        advance=advance,
        balance=remuneration - advance,
        advance_day=advance_day,
        balance_day=balance_day,
        missing=missing_prerequisites(data, scale, rows),
        notices=tuple(year_notices(data, scale, rows)),
    )


def concertation_note(data: MspData, scale: MspScale) -> str:
    """Return how the share of files studied is counted, and what the guide's truncation would change.

    The guide's example cuts the share to two decimals of a percent before counting; the exact share is kept here.
    """
    if not data.dossiers or not data.patients_ald_75:
        return ""
    whole = Fraction(scale["concertation.variable"] + scale["concertation.ipa"] * data.ipa) * Fraction(
        data.patientele, scale["patientele.reference"]
    )
    target = Fraction(scale["concertation.part_cible"], 10**6)
    part = Fraction(data.dossiers, data.patients_ald_75)
    share = half_up(part.numerator * 10**6, part.denominator)
    cut = Fraction(part.numerator * 10**4 // part.denominator, 10**4)
    exact, truncated = (whole * min(Fraction(1), value / target) for value in (part, cut))
    text = (
        f"{french_number(data.dossiers)} dossiers pour {french_number(data.patients_ald_75)} patients, soit "
        f"{french_rate(share)} pour {french_rate(scale['concertation.part_cible'])} demandés : "
        f"{french_number(exact, 2)} points."
    )
    if exact == truncated:
        return text
    return (
        f"{text} L'exemple du guide tronque la part à {french_rate(int(cut * 10**6))}, ce qui donnerait "
        f"{french_number(truncated, 2)} points ; la part exacte est gardée ici."
    )
