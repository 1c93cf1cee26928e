"""MSP: points, detail by indicator, remuneration, advance and balance of one civil year."""

from __future__ import annotations

from excel_tools.functions.ledger import Ledger
from excel_tools.functions.msp_facts import Facts, count, note_year, opening
from excel_tools.functions.values import Raw
from excel_tools.funding.msp_calls import MspYear
from excel_tools.funding.msp_points import CODES


def _record(ledger: Ledger, counted: MspYear, code: str) -> None:
    """Record the points of an indicator that counts."""
    if not counted.rows[f"{code}_points"]:
        return
    on = opening(counted)
    unused = _unused(counted)
    if counted.rows[f"{code}_variables"]:
        ledger.amount("msp.patientele.reference", None, on)
    for name in ledger.rules.codes(f"msp.{code}"):
        amount = ledger.rules.amount(name, on) if ledger.rules.has(name, on) else None
        if amount is None:
            continue
        shortened = name == "msp.concertation.reunions" and counted.rows["concertation_reunions"] < 1
        counts = amount.unit == "points" and name.removeprefix("msp.") not in unused
        if counts or name == "msp.concertation.part_cible" or shortened:
            ledger.record(amount)


def _unused(counted: MspYear) -> set[str]:
    """Return the amounts of points that the answers of this year leave aside."""
    data, scale, rows = counted.data, counted.scale, counted.rows
    conditions = {
        "horaires.deduction_10_12": rows["horaires_amplitude"] == scale["horaires.deduction_10_12"],
        "horaires.deduction_8_10": rows["horaires_amplitude"] == scale["horaires.deduction_8_10"],
        "horaires.samedi": not data.samedi,
        "horaires.fermeture_conges": data.fermeture_conges > 0,
        "diversite.niveau1": data.diversite == 1,
        "diversite.niveau2": data.diversite >= 2,
        "vacataires.niveau1": data.vacataires == 1,
        "vacataires.niveau2": data.vacataires >= 2,
        "sante_publique.ipa": rows["sante_publique_fixes"] > 0,
        "usagers.niveau2": data.usagers >= 2,
        "sas.moitie": data.sas < 100,
        "sas.totalite": data.sas >= 100,
        "coordination.variable_au_dela": data.patientele > scale["coordination.seuil"],
        "protocoles.ipa": data.ipa,
        "concertation.ipa": data.ipa,
        "formation.supplement": data.stages > scale["formation.stages_min"],
        "formation.maximum": rows["formation_fixes"] == scale["formation.maximum"],
        "qualite.niveau2": data.qualite >= 2,
        "qualite.niveau3": data.qualite >= 3,
        "si_standard.par_ps_au_dela": data.ps_associes > scale["si_standard.seuil"],
    }
    return {code for code, counts in conditions.items() if not counts}


def _record_all(ledger: Ledger, counted: MspYear) -> None:
    for code in CODES:
        _record(ledger, counted, code)


def compute_points(ledger: Ledger, donnees: Facts, indicateur: str | None) -> Raw:
    """MSP.POINTS."""
    counted = count(ledger, donnees)
    if indicateur is not None:
        _record(ledger, counted, indicateur)
        note_year(ledger, counted, indicateur)
        return counted.points(indicateur)
    _record_all(ledger, counted)
    note_year(ledger, counted)
    return counted.points()


def compute_detail(ledger: Ledger, donnees: Facts) -> list[dict[str, Raw]]:
    """MSP.DETAIL."""
    counted = count(ledger, donnees)
    _record_all(ledger, counted)
    note_year(ledger, counted)
    return [
        {"indicateur": line.code, "type": line.kind, "points": line.points, "euros": line.cents}
        for line in counted.detail()
    ]


def _remuneration(ledger: Ledger, donnees: Facts) -> MspYear:
    counted = count(ledger, donnees)
    _record_all(ledger, counted)
    on = opening(counted)
    if counted.rows["precarite_taux"]:
        ledger.amount("msp.precarite.plafond", None, on)
        data = counted.data
        for name, given in (("c2s", data.taux_c2s_national), ("ame", data.taux_ame_national)):
            if given is None:
                ledger.amount(f"msp.precarite.taux_{name}_national", None, on)
    if counted.rows["complement"]:
        ledger.amount("msp.nouvelle_structure.minimum", None, on)
    note_year(ledger, counted)
    return counted


def compute_remuneration(ledger: Ledger, donnees: Facts) -> int:
    """MSP.REMUNERATION."""
    return _remuneration(ledger, donnees).remuneration


def _advance_amounts(counted: MspYear) -> list[str]:
    """Return the amounts that the points of the advance rest on."""
    data, scale = counted.data, counted.scale
    conditions = {
        "patientele.reference": data.patientele > 0,
        "horaires.base": True,
        "crise_plan.fixe": True,
        "coordination.fixe": True,
        "coordination.variable_jusqua_8000": data.patientele > 0,
        "coordination.variable_au_dela": data.patientele > scale["coordination.seuil"],
        "protocoles.fixe": True,
        "protocoles.ipa": data.ipa,
        "concertation.variable": data.patientele > 0,
        "concertation.ipa": data.ipa and data.patientele > 0,
        "si_standard.fixe": True,
        "si_standard.par_ps_jusqua_16": data.ps_associes > 0,
        "si_standard.par_ps_au_dela": data.ps_associes > scale["si_standard.seuil"],
    }
    return [code for code, counts in conditions.items() if counts]


def _note_advance(ledger: Ledger, counted: MspYear) -> None:
    on = opening(counted)
    for code in _advance_amounts(counted):
        ledger.amount(f"msp.{code}", None, on)
    ledger.amount("msp.avance.taux", None, on)
    if counted.rows["nouvelle"]:
        ledger.amount("msp.nouvelle_structure.avance_minimum", None, on)


def compute_advance(ledger: Ledger, donnees: Facts) -> int:
    """MSP.AVANCE."""
    counted = count(ledger, donnees)
    _note_advance(ledger, counted)
    ledger.note(
        "Avance : indicateurs socles et prérequis comptés à 100 % (huit protocoles, concertation complète, sans crise "
        "reconnue), à confirmer."
    )
    return counted.advance


def compute_balance(ledger: Ledger, donnees: Facts) -> int:
    """MSP.SOLDE; negative when the advance must be paid back."""
    counted = _remuneration(ledger, donnees)
    _note_advance(ledger, counted)
    return counted.balance
