"""Declarations of the MSP, ESS, ESP, MEDECIN and BAREME functions."""

from __future__ import annotations

from excel_tools.functions import ess, kinds, msp, msp_why, others
from excel_tools.functions.catalogue_cpts import BUDGET_COLUMNS, DATE, FIRST_MONTH, SIGNATURE, YEAR
from excel_tools.functions.model import Argument, Example, Function, Result
from excel_tools.functions.values import Column

ACI = "ACI des structures pluriprofessionnelles (2017), avenant 1 (2022) ; guide des indicateurs de la Cnam"
CONVENTION = "Convention médicale du 4 juin 2024"

DATA = Argument(
    "donnees",
    kinds.FACTS,
    "une donnée par ligne : clé, valeur ; en une cellule : clé=valeur séparées par « ; »",
)
DETAIL_COLUMNS = (
    Column("indicateur", "texte"),
    Column("type", "texte"),
    Column("points", "points"),
    Column("euros", "euros"),
)
_DATA = (
    "patientele=4000;ps_associes=16;ipa=oui;protocoles=8;dossiers=50;patients_ald_75=1000;reunions=6;"
    "crise_actions=oui;annee=2024"
)
_RULINGS = (
    "Points variables × patientèle / 4 000, sans plafond ; points non arrondis, euros arrondis par indicateur.",
    "Ordre : prérequis, prorata de la première année, précarité, minimum d'une nouvelle structure.",
    "Prorata de la première année : jours du contrat au 31 décembre compris, sur 365 ou 366 (à confirmer).",
)
_ADVANCE = "Avance : 60 % des socles et prérequis à 100 %, au prorata de la date du contrat (à confirmer)."

MSP = (
    Function(
        name="MSP.POINTS",
        description="Points d'une MSP pour une année, en tout (0 si un prérequis manque) ou pour un indicateur.",
        arguments=(
            DATA,
            Argument("indicateur", kinds.INDICATOR, "code d'un indicateur ; omis, le total", optional=True),
        ),
        result=Result("points", "points"),
        compute=msp.compute_points,
        explain=msp_why.explain_points,
        source=ACI,
        examples=(Example((_DATA,), "9 970 points"), Example((_DATA, "coordination"), "2 700 points")),
        hypotheses=(*_RULINGS[:1], _RULINGS[2], "Un indicateur demandé seul ignore les prérequis."),
    ),
    Function(
        name="MSP.DETAIL",
        description="Points et euros d'une MSP, indicateur par indicateur.",
        arguments=(DATA,),
        result=Result("euros", "une ligne par indicateur", DETAIL_COLUMNS),
        compute=msp.compute_detail,
        explain=msp_why.explain_detail,
        source=ACI,
        examples=(Example((_DATA,), "20 lignes"),),
        hypotheses=(*_RULINGS[:1], _RULINGS[2]),
    ),
    Function(
        name="MSP.REMUNERATION",
        description="Rémunération d'une MSP pour une année.",
        arguments=(DATA,),
        result=Result("euros", "euros de l'année"),
        compute=msp.compute_remuneration,
        explain=msp_why.explain_remuneration,
        source=ACI,
        examples=(Example((_DATA,), "69 790 €"),),
        hypotheses=_RULINGS,
    ),
    Function(
        name="MSP.AVANCE",
        description="Avance versée à une MSP au titre d'une année (30 avril, ou trois mois après le contrat).",
        arguments=(DATA,),
        result=Result("euros", "euros"),
        compute=msp.compute_advance,
        explain=msp_why.explain_advance,
        source=ACI,
        examples=(Example(("patientele=4000;ps_associes=13;annee=2024",), "35 700 €"),),
        hypotheses=(_ADVANCE,),
    ),
    Function(
        name="MSP.SOLDE",
        description="Solde d'une MSP au titre d'une année ; négatif, il est à rendre.",
        arguments=(DATA,),
        result=Result("euros", "euros"),
        compute=msp.compute_balance,
        explain=msp_why.explain_balance,
        source=ACI,
        examples=(Example((_DATA,), "29 386 €"),),
        hypotheses=(*_RULINGS, _ADVANCE),
    ),
)

ESS = (
    Function(
        name="ESS.ELIGIBLE",
        description="Une équipe de soins spécialisés remplit-elle les conditions de nombre ?",
        arguments=(
            Argument("presents", kinds.COUNT, "médecins de la spécialité présents sur le territoire"),
            Argument("liberaux", kinds.COUNT, "médecins libéraux de la spécialité sur le territoire"),
            Argument("adherents", kinds.COUNT, "dont membres de l'équipe"),
        ),
        result=Result("booleen", "VRAI ou FAUX ; FONCTION.MESSAGE dit pourquoi"),
        compute=ess.compute_eligible,
        explain=ess.explain_eligible,
        source=CONVENTION,
        examples=(Example(("12", "40", "4"), "VRAI"), Example(("9", "40", "4"), "FAUX")),
    ),
    Function(
        name="ESS.AMORCAGE",
        description="Crédit d'amorçage d'une équipe de soins spécialisés.",
        arguments=(DATE,),
        result=Result("euros", "euros, en une fois"),
        compute=ess.compute_start_up,
        source=CONVENTION,
        examples=(Example((), "80 000 €"),),
    ),
    Function(
        name="ESS.DOTATION",
        description="Dotation annuelle d'une équipe de soins spécialisés, tenue contre la fourchette de la convention.",
        arguments=(Argument("montant", kinds.EUROS, "dotation du contrat, en euros par an"), DATE),
        result=Result("euros", "euros par an"),
        compute=ess.compute_dotation,
        explain=ess.explain_dotation,
        source=CONVENTION,
        examples=(Example(("75000",), "75 000 €"),),
    ),
    Function(
        name="ESS.BUDGET",
        description="Droits, produits rattachés et encaissements d'une ESS pour un exercice.",
        arguments=(
            SIGNATURE,
            YEAR,
            Argument("dotation", kinds.EUROS, "dotation annuelle du contrat, en euros"),
            FIRST_MONTH,
            Argument("delai", kinds.DELAY, "retard de paiement supposé, en mois", optional=True),
            Argument("sans_amorcage", kinds.YES_NO, "oui si l'équipe n'a pas eu le crédit d'amorçage", optional=True),
        ),
        result=Result("euros", "une ligne par aide", BUDGET_COLUMNS),
        compute=ess.compute_budget,
        explain=ess.explain_budget,
        source=CONVENTION,
        examples=(Example(("2025-03-01", "2026", "75000"), "2 lignes"),),
        hypotheses=("La première dotation tombe l'année de contrat qui suit l'amorçage.",),
    ),
)

OTHERS = (
    Function(
        name="ESP.ENVELOPPE",
        description="Enveloppe annuelle d'équipes de soins primaires : montant × équipes × mois / 12.",
        arguments=(
            Argument("equipes", kinds.SOME, "nombre d'équipes"),
            Argument("annee", kinds.YEAR, "année civile"),
            Argument("region", kinds.TEXT, "région dont le forfait s'applique", optional=True),
            Argument("mois", kinds.MONTHS, "mois de l'année, 1 à 12 (12 par défaut)", optional=True),
            Argument(
                "montant", kinds.EUROS, "montant par équipe et par an, à la place de celui de la région", optional=True
            ),
        ),
        result=Result("euros", "euros de l'année"),
        compute=others.compute_envelope,
        explain=others.explain_envelope,
        source="Aides régionales (FIR)",
        examples=(
            Example(("4", "2025", "Centre-Val de Loire"), "30 000 €"),
            Example(("3", "2026", "", "6", "8000"), "12 000 €"),
        ),
    ),
    Function(
        name="MEDECIN.FORFAIT_STRUCTURE",
        description="Forfait structure d'un médecin (jusqu'en 2025), que l'exercice coordonné lui ouvrait.",
        arguments=(
            Argument("volet1", kinds.SAID_YES_NO, "volet 1 complet, « oui » ou « non »", missing=others.missing_answer),
            Argument("volet2", kinds.SAID_YES_NO, "volet 2, « oui » ou « non »", missing=others.missing_answer),
            Argument("annee", kinds.YEAR, "année civile"),
        ),
        result=Result("euros", "euros de l'année"),
        compute=others.compute_structure,
        explain=others.explain_structure,
        source="Avenant 9 à la convention médicale de 2016",
        examples=(Example(("oui", "oui", "2022"), "9 695 €"), Example(("oui", "non", "2022"), "2 800 €")),
    ),
    Function(
        name="BAREME.MONTANT",
        description="Un montant du barème, dans son unité (euros, points, mois, part de 1).",
        arguments=(
            Argument("code", kinds.TEXT, "code du barème, par exemple cpts.parcours.fixe"),
            Argument("taille", kinds.SIZE, "taille de la CPTS, 1 à 4", optional=True),
            Argument("date", kinds.DATE, "date ; omise, le dernier montant connu", optional=True),
        ),
        result=Result("nombre", "dans l'unité du code"),
        compute=others.compute_amount,
        source="Barèmes d'excel-tools (models/)",
        examples=(Example(("cpts.parcours.fixe", "3"), "45 000 €"), Example(("msp.point.valeur",), "7 €")),
    ),
    Function(
        name="BAREME.SOURCE",
        description="D'où vient un montant du barème : texte, lieu, confiance, dates.",
        arguments=(
            Argument("code", kinds.TEXT, "code du barème, par exemple cpts.parcours.fixe"),
            Argument("date", kinds.DATE, "date ; omise, le dernier montant connu", optional=True),
        ),
        result=Result("texte", "une phrase"),
        compute=others.compute_source,
        source="Barèmes d'excel-tools (models/)",
        examples=(Example(("cpts.parcours.fixe",), "une phrase"),),
    ),
)
