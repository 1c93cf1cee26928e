"""The remuneration of a MSP for one civil year: prérequis, proration, précarité, floor of a new structure, advance.

The order is that of the rulings told by ``expliquer`` and in the sheet "Sources".
"""

from __future__ import annotations

from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_points import CODES, Number, Rows, Year, points_rows
from excel_tools.funding.msp_table import MspScale
from excel_tools.vector import PPM, Int, at_rate, greatest, half_up


def year_rows(data: MspData, scale: MspScale, year: Year, patientele: int, attainment: int = PPM) -> Rows:
    """Return every row of one civil year: points, euros, and what follows from them.

    Those of ``euro_rows``, and ``points`` (0 without the prérequis).
    """
    rows = euro_rows(data, scale, year, patientele, attainment)
    return rows | {"points": rows["prerequis"] * sum(rows[f"{code}_points"] for code in CODES)}


def euro_rows(data: MspData, scale: MspScale, year: Year, patientele: Int, attainment: Int = PPM) -> Rows:
    """Return the rows of one civil year but the sum of its points.

    ``effet_jours`` (days in which the contract runs), ``avance_jours``, ``prerequis`` (1 when all are met),
    ``montant_points``, ``precarite_taux`` (millionths), ``precarite``, ``plancher``, ``complement`` (what the floor
    adds), ``remuneration``, ``avance_points`` (full year), ``avance_base``, ``avance_calculee``, ``avance``,
    ``a_confirmer``; amounts in cents.

    Args:
        patientele: patients of the year, growth included; a number or an array.
        attainment: millionths, as for ``points_rows``; a number or an array.

    Raises:
        OverflowError: in arrays, whose numbers are limited.
    """
    effect = year.running()
    advance_days = effect if year.advance_days is None else year.advance_days
    rows: Rows = {"bareme": scale.rank, "effet_jours": effect, "avance_jours": advance_days, "patientele": patientele}
    rows |= points_rows(data, scale, year, patientele, attainment)
    met = int(
        rows["horaires_fixes"] > 0
        and bool(data.crise_plan or not scale["crise_plan.obligatoire"])
        and data.coordination > 0
        and rows["si_standard_jours"] > 0
    )
    amount = met * sum(rows[f"{code}_euros"] for code in CODES)
    rate = _precarity(data, scale)
    extra = at_rate(amount, rate)
    new = int(data.nouvelle_structure and 1 <= year.rank <= scale["nouvelle_structure.duree_annees"] and effect > 0)
    # whole in a first year, however short; only an early end cuts it
    planned = greatest(1, effect if year.planned_days is None else year.planned_days)
    floor = half_up(scale["nouvelle_structure.minimum"] * new * met * effect, planned) * (effect > 0)
    due = greatest(amount + extra, floor)
    points = _advance_points(data, scale, rows)
    base = half_up(points.numerator * scale["point.valeur"], points.denominator)
    computed = half_up(base * scale["avance.taux"] * advance_days, PPM * year.days)
    minimum = scale["nouvelle_structure.avance_minimum"] * new
    short = scale.flag("concertation.reunions") * (rows["concertation_reunions"] < 1)
    uncertain = rows["concertation_euros"] * short
    uncertain += rows["surpoids_enfant_euros"] * scale.flag("surpoids_enfant.missions_min")
    uncertain = met * uncertain + extra * scale.flag("precarite.plafond")
    uncertain += (due - amount - extra) * scale.flag("nouvelle_structure.minimum")
    return rows | {
        "prerequis": met,
        "montant_points": amount,
        "precarite_taux": rate,
        "precarite": extra,
        "nouvelle": new,
        "plancher": floor,
        "complement": due - amount - extra,
        "remuneration": due,
        "avance_points": points,
        "avance_base": base,
        "avance_calculee": computed,
        "avance": greatest(computed, minimum) * (advance_days > 0),
        # the proration of the first year is itself to be confirmed
        "a_confirmer": due if effect < year.days else uncertain,
    }


def _precarity(data: MspData, scale: MspScale) -> int:
    c2s, ame = data.taux_c2s_national, data.taux_ame_national
    national_c2s = scale["precarite.taux_c2s_national"] if c2s is None else c2s
    national_ame = scale["precarite.taux_ame_national"] if ame is None else ame
    gap = max(0, data.taux_c2s - national_c2s) + max(0, data.taux_ame - national_ame)
    return min(scale["precarite.plafond"], gap)


def _advance_points(data: MspData, scale: MspScale, rows: Rows) -> Number:
    """Socle and prérequis at 100 %: eight protocols, full concertation, IPA bonuses if any, no declared crisis."""
    protocols = (scale["protocoles.fixe"] + scale["protocoles.ipa"] * data.ipa) * scale["protocoles.maximum"]
    flat = scale["horaires.base"] + scale["crise_plan.fixe"] + scale["coordination.fixe"] + protocols
    software = scale["si_standard.fixe"] + rows["si_plein"]
    return flat + software + rows["coordination_pleine"] + rows["concertation_pleine"]
