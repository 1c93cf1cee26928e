"""What must be told of the answers of a MSP: counts capped, prérequis missing, hypotheses made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_points import MAXIMA
from excel_tools.funding.msp_table import MspScale
from excel_tools.funding.notices import Notice
from excel_tools.money import french_euros, french_number
from excel_tools.vector import Int

_COUNTED = {"protocoles": "protocoles", "missions_sante_publique": "sante_publique", "pnc": "pnc"}
"""Count that is capped → the indicator it earns."""


def missing_prerequisites(data: MspData, scale: MspScale, rows: Mapping[str, Int]) -> tuple[str, ...]:
    """Return the names of the prérequis that are not met in a civil year."""
    conditions = (
        ("horaires et soins non programmés", rows["horaires_fixes"] > 0),
        ("plan de crise sanitaire", bool(data.crise_plan or not scale["crise_plan.obligatoire"])),
        ("fonction de coordination", data.coordination > 0),
        ("système d'information standard", rows["si_standard_jours"] > 0),
    )
    return tuple(name for name, met in conditions if not met)


def year_notices(data: MspData, scale: MspScale, rows: Mapping[str, Int], *, cut: bool = False) -> Iterator[Notice]:
    """Yield what must be told of one civil year.

    Args:
        rows: those of ``year_rows``.
        cut: whether the contract ends early in this year.
    """
    if missing := missing_prerequisites(data, scale, rows):
        yield Notice("msp-prerequis", f"prérequis manquant ({', '.join(missing)}), aucune rémunération n'est due.")
    for code, maximum in MAXIMA.items():
        count, most = getattr(data, code), scale[maximum]
        if count > most:
            yield Notice(
                "msp-plafond", f"{code} : {french_number(count)} déclarés, {most} retenus au plus.", _COUNTED[code]
            )
    if data.stages > (most := _most_stages(scale)):
        yield Notice(
            "msp-plafond", f"stages : {french_number(data.stages)} déclarés, {most} retenus au plus.", "formation"
        )
    if data.crise_actions and not data.crise_plan:
        yield Notice("msp-crise", "actions de crise sans plan de crise, aucun point.", "crise_actions")
    if data.crise_actions and not scale["crise_actions.variable"]:
        yield Notice("msp-crise", "les actions de crise ne sont pas payables au titre de cette année.", "crise_actions")
    if not data.protocoles:
        yield Notice("msp-protocoles", "aucun protocole pluriprofessionnel donné : aucun point.", "protocoles")
    if not data.dossiers or not data.patients_ald_75:
        lacking = "dossier étudié" if not data.dossiers else "patient en ALD ou de plus de 75 ans"
        yield Notice("msp-concertation", f"concertation : aucun {lacking} donné, aucun point.", "concertation")
    if data.dossiers > data.patients_ald_75:
        yield Notice(
            "msp-concertation",
            f"{french_number(data.dossiers)} dossiers étudiés pour {french_number(data.patients_ald_75)} patients en "
            "ALD ou de plus de 75 ans : vérifier ces deux nombres.",
            "concertation",
        )
    if data.dossiers and data.reunions is None:
        yield Notice(
            "msp-reunions",
            f"nombre de réunions de concertation non donné, les {scale['concertation.reunions']} demandées par an sont "
            "supposées tenues.",
            "concertation",
        )
    if rows["concertation_reunions"] < 1:
        yield Notice(
            "msp-reunions",
            f"{data.reunions} réunion{'s' if (data.reunions or 0) > 1 else ''} de concertation, moins que demandé : "
            "points au prorata (à confirmer).",
            "concertation",
        )
    if data.surpoids_enfant and not rows["surpoids_enfant_fixes"]:
        yield Notice(
            "msp-surpoids",
            "parcours surpoids de l'enfant sans mission de santé publique voulue, aucun point.",
            "surpoids_enfant",
        )
    if rows["complement"] > 0:
        prorated = "plancher au prorata en cas de fin anticipée" if cut else "non proratisé"
        yield Notice(
            "msp-plancher",
            f"nouvelle structure, rémunération portée au minimum de {french_euros(rows['plancher'])} ({prorated}, à "
            "confirmer).",
        )
    if rows["prerequis"] and rows["remuneration"] < rows["avance"]:
        yield Notice(
            "msp-trop-percu",
            f"avance de {french_euros(rows['avance'])} supérieure à la rémunération de "
            f"{french_euros(rows['remuneration'])} : {french_euros(rows['avance'] - rows['remuneration'])} à rendre.",
        )


def _most_stages(scale: MspScale) -> int:
    beyond = scale["formation.maximum"] - scale["formation.base"]
    return scale["formation.stages_min"] + beyond // max(1, scale["formation.supplement"])
