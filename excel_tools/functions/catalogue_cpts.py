"""Declarations of the CPTS functions."""

from __future__ import annotations

from dataclasses import replace

from excel_tools.functions import cpts_amounts, cpts_contract, kinds
from excel_tools.functions.model import Argument, Example, Function, Result
from excel_tools.functions.values import Column

ACI = "ACI CPTS du 20 juin 2019 et son avenant 2 (2021)"
LATEST = "date du barème ; omise, le dernier barème connu"

POPULATION = Argument("population", kinds.POPULATION, "population couverte, en habitants")
# the amounts of a year depend on the size class alone
SIZED = replace(POPULATION, group=cpts_amounts.size_class)
DATE = Argument("date", kinds.DATE, LATEST, optional=True)
SIGNATURE = Argument("signature", kinds.DATE, "date de signature du contrat")
YEAR = Argument("exercice", kinds.YEAR, "exercice, nommé par l'année où il s'ouvre")
FIRST_MONTH = Argument("premier_mois", kinds.MONTH, "premier mois de l'exercice, 1 à 12 (1 par défaut)", optional=True)
ENGAGED = Argument(
    "missions",
    kinds.ENGAGED,
    "missions, une par ligne : mission, début, atteinte (ou 100 %) ; ou texte mission|date|80%;…",
)

BUDGET_COLUMNS = (
    Column("ligne", "texte"),
    Column("droits", "euros"),
    Column("produits", "euros"),
    Column("encaissements", "euros"),
)
PAYMENT_COLUMNS = (
    Column("date", "date"),
    Column("ligne", "texte"),
    Column("nature", "texte"),
    Column("montant", "euros"),
)

_MISSIONS = "parcours|2024-09-01|80%;prevention|2025-01-15|1"
_CALENDAR = (
    "Anniversaires : + 12 mois depuis la signature, au dernier jour du mois si le jour n'existe pas.",
    "Prorata par jours, jour de début compris, sur la durée réelle de l'année de contrat (365 ou 366 jours).",
    "Taille et barème : ceux du jour où s'ouvre l'année de contrat.",
    "Part variable versée deux mois après l'anniversaire, sans avance.",
)

FUNCTIONS = (
    Function(
        name="CPTS.TAILLE",
        description="Taille d'une CPTS (1 à 4) selon la population couverte.",
        arguments=(SIZED,),
        result=Result("nombre", "taille, de 1 à 4"),
        compute=cpts_amounts.compute_size,
        explain=cpts_amounts.explain_size,
        source=ACI,
        examples=(Example(("90000",), "3"), Example(("174 999",), "3"), Example(("175000",), "4")),
    ),
    Function(
        name="CPTS.FONCTIONNEMENT",
        description="Financement annuel du fonctionnement d'une CPTS.",
        arguments=(SIZED, DATE),
        result=Result("euros", "euros par an"),
        compute=cpts_amounts.compute_running,
        explain=cpts_amounts.explain_running,
        source=ACI,
        examples=(Example(("90000",), "75 000 €"), Example(("39999", "2020-01-01"), "50 000 €")),
    ),
    Function(
        name="CPTS.MISSION",
        description="Financement annuel d'une mission de CPTS, en tout ou par volet.",
        arguments=(
            SIZED,
            Argument("mission", kinds.MISSION, "acces, parcours, prevention, crise, qualite ou accompagnement"),
            Argument(
                "volet",
                kinds.SHARE,
                "total (par défaut), fixe, variable, snp_compensation ou snp_enveloppe",
                optional=True,
            ),
            DATE,
        ),
        result=Result("euros", "euros par an"),
        compute=cpts_amounts.compute_mission,
        explain=cpts_amounts.explain_mission,
        source=ACI,
        examples=(
            Example(("90000", "parcours"), "90 000 €"),
            Example(("90000", "acces", "fixe", "2024-01-01"), "90 000 €"),
            Example(("90000", "acces", "snp_enveloppe", "2020-01-01"), "55 000 €"),
        ),
        hypotheses=(
            "Le plan de crise, s'il est compté, l'est au montant de sa première année ; les suivantes valent moins.",
        ),
    ),
    Function(
        name="CPTS.TOTAL",
        description="Maximum annuel d'une CPTS : fonctionnement et missions, parts fixes et variables.",
        arguments=(
            SIZED,
            Argument(
                "missions",
                kinds.MISSION_LIST,
                "« toutes » (par défaut), « socles », ou des missions séparées par des virgules",
                optional=True,
            ),
            DATE,
            Argument("crise_declaree", kinds.YES_NO, "crise sanitaire reconnue par l'ARS, oui/non", optional=True),
        ),
        result=Result("euros", "euros par an"),
        compute=cpts_amounts.compute_total,
        explain=cpts_amounts.explain_total,
        source=ACI,
        examples=(
            Example(("200000", "toutes", "2024-01-01"), "505 000 €"),
            Example(("200000", "toutes", "2024-01-01", "oui"), "580 000 €"),
            Example(("90000", "", "2020-01-01"), "370 000 €"),
        ),
        hypotheses=(
            "Le plan de crise, s'il est compté, l'est au montant de sa première année ; les suivantes valent moins.",
        ),
    ),
    Function(
        name="CPTS.AMORCAGE",
        description="Aide au démarrage avant le contrat : indemnités des professionnels et coordination.",
        arguments=(
            Argument(
                "indemnites",
                kinds.EUROS,
                "indemnités notifiées par l'ARS, en euros",
                missing=cpts_amounts.missing_start_up,
            ),
            Argument("region", kinds.TEXT, "région", optional=True),
        ),
        result=Result("euros", "euros, en une fois"),
        compute=cpts_amounts.compute_start_up,
        explain=cpts_amounts.explain_start_up,
        source="Aide régionale (FIR), Hauts-de-France 2022",
        examples=(Example(("15000", "Hauts-de-France"), "39 000 €"),),
    ),
    Function(
        name="CPTS.BUDGET",
        description="Droits, produits rattachés et encaissements d'une CPTS pour un exercice, ligne par ligne.",
        arguments=(POPULATION, SIGNATURE, YEAR, ENGAGED, FIRST_MONTH),
        result=Result("euros", "une ligne par part engagée", BUDGET_COLUMNS),
        compute=cpts_contract.compute_budget,
        explain=cpts_contract.explain_budget,
        source=ACI,
        examples=(Example(("90000", "2024-03-01", "2025", _MISSIONS), "5 lignes"),),
        hypotheses=(
            *_CALENDAR,
            "Droits : ceux de l'année de contrat qui s'ouvre dans l'exercice.",
            "Après cinq ans, le contrat est supposé renouvelé.",
        ),
    ),
    Function(
        name="CPTS.ECHEANCIER",
        description="Tous les versements d'un contrat de CPTS de cinq ans, par date.",
        arguments=(POPULATION, SIGNATURE, ENGAGED),
        result=Result("euros", "un versement par ligne, du plus ancien au plus récent", PAYMENT_COLUMNS),
        compute=cpts_contract.compute_schedule,
        explain=cpts_contract.explain_schedule,
        source=ACI,
        examples=(Example(("90000", "2024-02-29", _MISSIONS), "39 versements"),),
        hypotheses=(*_CALENDAR, "Cinq années de contrat, versements postérieurs à la fin compris."),
    ),
)
