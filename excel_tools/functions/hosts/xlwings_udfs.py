"""The functions of excel-tools for xlwings (Excel for Windows).

Generated from the catalogue by ``python -m excel_tools.functions.hosts.xlwings_module``: do not edit. A dot cannot
stand in a VBA name: ``CPTS.TOTAL`` is ``CPTS_TOTAL`` here.
"""

from __future__ import annotations

from typing import Any

from excel_tools.functions.hosts.xlwings_cell import AS_CELLS, excel_cell
from excel_tools.functions.hosts.xlwings_steps import missing

try:
    import xlwings as xw
except ImportError as error:
    raise ImportError(missing()) from error


@xw.func(category="excel-tools CPTS")
@xw.arg("population", doc="population couverte, en habitants", **AS_CELLS)
def CPTS_TAILLE(population: Any) -> Any:
    """Taille d'une CPTS (1 à 4) selon la population couverte. Résultat : taille, de 1 à 4."""
    return excel_cell("CPTS.TAILLE", population)


@xw.func(category="excel-tools CPTS")
@xw.arg("population", doc="population couverte, en habitants", **AS_CELLS)
@xw.arg("date_", doc="date du barème ; omise, le dernier barème connu (facultatif)", **AS_CELLS)
def CPTS_FONCTIONNEMENT(population: Any, date_: Any = None) -> Any:
    """Financement annuel du fonctionnement d'une CPTS. Résultat : euros par an."""
    return excel_cell("CPTS.FONCTIONNEMENT", population, date_)


@xw.func(category="excel-tools CPTS")
@xw.arg("population", doc="population couverte, en habitants", **AS_CELLS)
@xw.arg("mission", doc="acces, parcours, prevention, crise, qualite ou accompagnement", **AS_CELLS)
@xw.arg("volet", doc="total (par défaut), fixe, variable, snp_compensation ou snp_enveloppe (facultatif)", **AS_CELLS)
@xw.arg("date_", doc="date du barème ; omise, le dernier barème connu (facultatif)", **AS_CELLS)
def CPTS_MISSION(population: Any, mission: Any, volet: Any = None, date_: Any = None) -> Any:
    """Financement annuel d'une mission de CPTS, en tout ou par volet. Résultat : euros par an."""
    return excel_cell("CPTS.MISSION", population, mission, volet, date_)


@xw.func(category="excel-tools CPTS")
@xw.arg("population", doc="population couverte, en habitants", **AS_CELLS)
@xw.arg(
    "missions",
    doc="« toutes » (par défaut), « socles », ou des missions séparées par des virgules (facultatif)",
    **AS_CELLS,
)
@xw.arg("date_", doc="date du barème ; omise, le dernier barème connu (facultatif)", **AS_CELLS)
@xw.arg("crise_declaree", doc="crise sanitaire reconnue par l'ARS, oui/non (facultatif)", **AS_CELLS)
def CPTS_TOTAL(population: Any, missions: Any = None, date_: Any = None, crise_declaree: Any = None) -> Any:
    """Maximum annuel d'une CPTS : fonctionnement et missions, parts fixes et variables. Résultat : euros par an."""
    return excel_cell("CPTS.TOTAL", population, missions, date_, crise_declaree)


@xw.func(category="excel-tools CPTS")
@xw.arg("indemnites", doc="indemnités notifiées par l'ARS, en euros", **AS_CELLS)
@xw.arg("region", doc="région (facultatif)", **AS_CELLS)
def CPTS_AMORCAGE(indemnites: Any, region: Any = None) -> Any:
    """Aide au démarrage avant le contrat : indemnités des professionnels et coordination. Résultat : euros, en une \
fois."""
    return excel_cell("CPTS.AMORCAGE", indemnites, region)


@xw.func(category="excel-tools CPTS")
@xw.arg("population", doc="population couverte, en habitants", **AS_CELLS)
@xw.arg("signature", doc="date de signature du contrat", **AS_CELLS)
@xw.arg("exercice", doc="exercice, nommé par l'année où il s'ouvre", **AS_CELLS)
@xw.arg(
    "missions",
    doc="missions, une par ligne : mission, début, atteinte (ou 100 %) ; ou texte mission|date|80%;…",
    **AS_CELLS,
)
@xw.arg("premier_mois", doc="premier mois de l'exercice, 1 à 12 (1 par défaut) (facultatif)", **AS_CELLS)
def CPTS_BUDGET(population: Any, signature: Any, exercice: Any, missions: Any, premier_mois: Any = None) -> Any:
    """Droits, produits rattachés et encaissements d'une CPTS pour un exercice, ligne par ligne. Résultat : une ligne \
par part engagée (ligne, droits, produits, encaissements)."""
    return excel_cell("CPTS.BUDGET", population, signature, exercice, missions, premier_mois)


@xw.func(category="excel-tools CPTS")
@xw.arg("population", doc="population couverte, en habitants", **AS_CELLS)
@xw.arg("signature", doc="date de signature du contrat", **AS_CELLS)
@xw.arg(
    "missions",
    doc="missions, une par ligne : mission, début, atteinte (ou 100 %) ; ou texte mission|date|80%;…",
    **AS_CELLS,
)
def CPTS_ECHEANCIER(population: Any, signature: Any, missions: Any) -> Any:
    """Tous les versements d'un contrat de CPTS de cinq ans, par date. Résultat : un versement par ligne, du plus \
ancien au plus récent (date, ligne, nature, montant)."""
    return excel_cell("CPTS.ECHEANCIER", population, signature, missions)


@xw.func(category="excel-tools MSP")
@xw.arg(
    "donnees",
    doc="une donnée par ligne : clé, valeur ; en une cellule : clé=valeur séparées par « ; »",
    **AS_CELLS,
)
@xw.arg("indicateur", doc="code d'un indicateur ; omis, le total (facultatif)", **AS_CELLS)
def MSP_POINTS(donnees: Any, indicateur: Any = None) -> Any:
    """Points d'une MSP pour une année, en tout (0 si un prérequis manque) ou pour un indicateur. Résultat : points."""
    return excel_cell("MSP.POINTS", donnees, indicateur)


@xw.func(category="excel-tools MSP")
@xw.arg(
    "donnees",
    doc="une donnée par ligne : clé, valeur ; en une cellule : clé=valeur séparées par « ; »",
    **AS_CELLS,
)
def MSP_DETAIL(donnees: Any) -> Any:
    """Points et euros d'une MSP, indicateur par indicateur. Résultat : une ligne par indicateur (indicateur, type, \
points, euros)."""
    return excel_cell("MSP.DETAIL", donnees)


@xw.func(category="excel-tools MSP")
@xw.arg(
    "donnees",
    doc="une donnée par ligne : clé, valeur ; en une cellule : clé=valeur séparées par « ; »",
    **AS_CELLS,
)
def MSP_REMUNERATION(donnees: Any) -> Any:
    """Rémunération d'une MSP pour une année. Résultat : euros de l'année."""
    return excel_cell("MSP.REMUNERATION", donnees)


@xw.func(category="excel-tools MSP")
@xw.arg(
    "donnees",
    doc="une donnée par ligne : clé, valeur ; en une cellule : clé=valeur séparées par « ; »",
    **AS_CELLS,
)
def MSP_AVANCE(donnees: Any) -> Any:
    """Avance versée à une MSP au titre d'une année (30 avril, ou trois mois après le contrat). Résultat : euros."""
    return excel_cell("MSP.AVANCE", donnees)


@xw.func(category="excel-tools MSP")
@xw.arg(
    "donnees",
    doc="une donnée par ligne : clé, valeur ; en une cellule : clé=valeur séparées par « ; »",
    **AS_CELLS,
)
def MSP_SOLDE(donnees: Any) -> Any:
    """Solde d'une MSP au titre d'une année ; négatif, il est à rendre. Résultat : euros."""
    return excel_cell("MSP.SOLDE", donnees)


@xw.func(category="excel-tools ESS")
@xw.arg("presents", doc="médecins de la spécialité présents sur le territoire", **AS_CELLS)
@xw.arg("liberaux", doc="médecins libéraux de la spécialité sur le territoire", **AS_CELLS)
@xw.arg("adherents", doc="dont membres de l'équipe", **AS_CELLS)
def ESS_ELIGIBLE(presents: Any, liberaux: Any, adherents: Any) -> Any:
    """Une équipe de soins spécialisés remplit-elle les conditions de nombre ? Résultat : VRAI ou FAUX ; \
FONCTION.MESSAGE dit pourquoi."""
    return excel_cell("ESS.ELIGIBLE", presents, liberaux, adherents)


@xw.func(category="excel-tools ESS")
@xw.arg("date_", doc="date du barème ; omise, le dernier barème connu (facultatif)", **AS_CELLS)
def ESS_AMORCAGE(date_: Any = None) -> Any:
    """Crédit d'amorçage d'une équipe de soins spécialisés. Résultat : euros, en une fois."""
    return excel_cell("ESS.AMORCAGE", date_)


@xw.func(category="excel-tools ESS")
@xw.arg("montant", doc="dotation du contrat, en euros par an", **AS_CELLS)
@xw.arg("date_", doc="date du barème ; omise, le dernier barème connu (facultatif)", **AS_CELLS)
def ESS_DOTATION(montant: Any, date_: Any = None) -> Any:
    """Dotation annuelle d'une équipe de soins spécialisés, tenue contre la fourchette de la convention. Résultat : \
euros par an."""
    return excel_cell("ESS.DOTATION", montant, date_)


@xw.func(category="excel-tools ESS")
@xw.arg("signature", doc="date de signature du contrat", **AS_CELLS)
@xw.arg("exercice", doc="exercice, nommé par l'année où il s'ouvre", **AS_CELLS)
@xw.arg("dotation", doc="dotation annuelle du contrat, en euros", **AS_CELLS)
@xw.arg("premier_mois", doc="premier mois de l'exercice, 1 à 12 (1 par défaut) (facultatif)", **AS_CELLS)
@xw.arg("delai", doc="retard de paiement supposé, en mois (facultatif)", **AS_CELLS)
@xw.arg("sans_amorcage", doc="oui si l'équipe n'a pas eu le crédit d'amorçage (facultatif)", **AS_CELLS)
def ESS_BUDGET(
    signature: Any,
    exercice: Any,
    dotation: Any,
    premier_mois: Any = None,
    delai: Any = None,
    sans_amorcage: Any = None,
) -> Any:
    """Droits, produits rattachés et encaissements d'une ESS pour un exercice. Résultat : une ligne par aide (ligne, \
droits, produits, encaissements)."""
    return excel_cell("ESS.BUDGET", signature, exercice, dotation, premier_mois, delai, sans_amorcage)


@xw.func(category="excel-tools CHARGE")
@xw.arg("brut_mensuel", doc="salaire brut d'un mois à temps plein, en euros", **AS_CELLS)
@xw.arg("taux_patronal", doc="taux des charges de l'employeur, 0 à 100 %", **AS_CELLS)
@xw.arg("quotite", doc="part d'un temps plein (100 % par défaut) (facultatif)", **AS_CELLS)
@xw.arg("mois", doc="nombre de mois, 1 à 12 (12 par défaut) (facultatif)", **AS_CELLS)
def CHARGE_SALAIRE(brut_mensuel: Any, taux_patronal: Any, quotite: Any = None, mois: Any = None) -> Any:
    """Coût d'un salaire pour l'employeur : brut et charges sociales, sur une année ou quelques mois. Résultat : \
euros."""
    return excel_cell("CHARGE.SALAIRE", brut_mensuel, taux_patronal, quotite, mois)


@xw.func(category="excel-tools CHARGE")
@xw.arg("annee", doc="année civile", **AS_CELLS)
def CHARGE_PASS(annee: Any) -> Any:
    """Plafond annuel de la sécurité sociale, que les indemnités d'un professionnel ne dépassent pas. Résultat : euros \
de l'année civile."""
    return excel_cell("CHARGE.PASS", annee)


@xw.func(category="excel-tools CHARGE")
@xw.arg("deja_verse", doc="indemnités déjà versées à la personne dans l'année civile, en euros", **AS_CELLS)
@xw.arg("annee", doc="année civile", **AS_CELLS)
def CHARGE_PASS_RESTE(deja_verse: Any, annee: Any) -> Any:
    """Ce qu'une CPTS peut encore verser à un professionnel dans l'année civile, jamais négatif. Résultat : euros."""
    return excel_cell("CHARGE.PASS_RESTE", deja_verse, annee)


@xw.func(category="excel-tools BUDGET")
@xw.arg("compte", doc="compte de 60 à 79, 86 ou 87, par exemple 6226", **AS_CELLS)
def BUDGET_LIGNE(compte: Any) -> Any:
    """Ligne du budget CERFA 12156*06 où va un compte de charge, de produit ou de contribution. Résultat : classe et \
nom de la ligne."""
    return excel_cell("BUDGET.LIGNE", compte)


@xw.func(category="excel-tools SCENARIO")
@xw.arg("donnees", doc="une donnée par ligne : donnée, valeur, première année (facultative)", **AS_CELLS)
@xw.arg(
    "mesure",
    doc="droits, produits, charges, encaissements, resultat, tresorerie… ; omise, toutes (facultatif)",
    **AS_CELLS,
)
def SCENARIO_BUDGET(donnees: Any, mesure: Any = None) -> Any:
    """Budget de cinq exercices d'une structure décrite en deux colonnes : toutes les mesures ou une. Résultat : une \
ligne par mesure, ou chaque ligne de la mesure demandée (ligne, exercice_1, exercice_2, exercice_3, exercice_4, \
exercice_5, cinq_exercices)."""
    return excel_cell("SCENARIO.BUDGET", donnees, mesure)


@xw.func(category="excel-tools SCENARIO")
@xw.arg(
    "reference",
    doc="la structure, une donnée par ligne : donnée, valeur, première année (facultative)",
    **AS_CELLS,
)
@xw.arg("variante", doc="ce qui change par rapport à la référence, dans les mêmes colonnes", **AS_CELLS)
@xw.arg(
    "mesure",
    doc="droits, produits, charges, encaissements, resultat, tresorerie… ; omise, toutes (facultatif)",
    **AS_CELLS,
)
def SCENARIO_COMPARER(reference: Any, variante: Any, mesure: Any = None) -> Any:
    """Écart entre une structure et sa variante, sur cinq exercices et chaque année. Résultat : une ligne par mesure, \
ou chaque ligne de la mesure demandée (ligne, reference, variante, ecart, ecart_relatif, ecart_1, ecart_2, ecart_3, \
ecart_4, ecart_5)."""
    return excel_cell("SCENARIO.COMPARER", reference, variante, mesure)


@xw.func(category="excel-tools SCENARIO")
@xw.arg(
    "reference",
    doc="la structure, une donnée par ligne : donnée, valeur, première année (facultative)",
    **AS_CELLS,
)
@xw.arg("variante", doc="ce qui change par rapport à la référence, dans les mêmes colonnes", **AS_CELLS)
@xw.arg(
    "mesure",
    doc="droits, produits, charges, encaissements, resultat, tresorerie… (produits par défaut) (facultatif)",
    **AS_CELLS,
)
def SCENARIO_CAUSES(reference: Any, variante: Any, mesure: Any = None) -> Any:
    """D'où vient l'écart entre une structure et sa variante : une ligne par cause, au centime près. Résultat : une \
ligne par cause, puis l'écart (cause, exercice_1, exercice_2, exercice_3, exercice_4, exercice_5, cinq_exercices, \
explication, source)."""
    return excel_cell("SCENARIO.CAUSES", reference, variante, mesure)


@xw.func(category="excel-tools ESP")
@xw.arg("equipes", doc="nombre d'équipes", **AS_CELLS)
@xw.arg("annee", doc="année civile", **AS_CELLS)
@xw.arg("region", doc="région dont le forfait s'applique (facultatif)", **AS_CELLS)
@xw.arg("mois", doc="mois de l'année, 1 à 12 (12 par défaut) (facultatif)", **AS_CELLS)
@xw.arg("montant", doc="montant par équipe et par an, à la place de celui de la région (facultatif)", **AS_CELLS)
def ESP_ENVELOPPE(equipes: Any, annee: Any, region: Any = None, mois: Any = None, montant: Any = None) -> Any:
    """Enveloppe annuelle d'équipes de soins primaires : montant × équipes × mois / 12. Résultat : euros de l'année."""
    return excel_cell("ESP.ENVELOPPE", equipes, annee, region, mois, montant)


@xw.func(category="excel-tools MEDECIN")
@xw.arg("volet1", doc="volet 1 complet, « oui » ou « non »", **AS_CELLS)
@xw.arg("volet2", doc="volet 2, « oui » ou « non »", **AS_CELLS)
@xw.arg("annee", doc="année civile", **AS_CELLS)
def MEDECIN_FORFAIT_STRUCTURE(volet1: Any, volet2: Any, annee: Any) -> Any:
    """Forfait structure d'un médecin (jusqu'en 2025), que l'exercice coordonné lui ouvrait. Résultat : euros de \
l'année."""
    return excel_cell("MEDECIN.FORFAIT_STRUCTURE", volet1, volet2, annee)


@xw.func(category="excel-tools BAREME")
@xw.arg("code", doc="code du barème, par exemple cpts.parcours.fixe", **AS_CELLS)
@xw.arg("taille", doc="taille de la CPTS, 1 à 4 (facultatif)", **AS_CELLS)
@xw.arg("date_", doc="date ; omise, le dernier montant connu (facultatif)", **AS_CELLS)
def BAREME_MONTANT(code: Any, taille: Any = None, date_: Any = None) -> Any:
    """Un montant du barème, dans son unité (euros, points, mois, part de 1). Résultat : dans l'unité du code."""
    return excel_cell("BAREME.MONTANT", code, taille, date_)


@xw.func(category="excel-tools BAREME")
@xw.arg("code", doc="code du barème, par exemple cpts.parcours.fixe", **AS_CELLS)
@xw.arg("date_", doc="date ; omise, le dernier montant connu (facultatif)", **AS_CELLS)
def BAREME_SOURCE(code: Any, date_: Any = None) -> Any:
    """D'où vient un montant du barème : texte, lieu, confiance, dates. Résultat : une phrase."""
    return excel_cell("BAREME.SOURCE", code, date_)


@xw.func(category="excel-tools FONCTION")
@xw.arg("fonction", doc="nom de la fonction, entre guillemets : « CPTS.TOTAL »", **AS_CELLS)
@xw.arg("argument1", doc="son argument n° 1, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument2", doc="son argument n° 2, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument3", doc="son argument n° 3, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument4", doc="son argument n° 4, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument5", doc="son argument n° 5, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument6", doc="son argument n° 6, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument7", doc="son argument n° 7, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument8", doc="son argument n° 8, comme dans la fonction (facultatif)", **AS_CELLS)
def FONCTION_EXPLIQUER(
    fonction: Any,
    argument1: Any = None,
    argument2: Any = None,
    argument3: Any = None,
    argument4: Any = None,
    argument5: Any = None,
    argument6: Any = None,
    argument7: Any = None,
    argument8: Any = None,
) -> Any:
    """Pourquoi ce montant ? Les étapes du calcul, chacune avec sa source. Résultat : une ligne par étape (étape, \
calcul, valeur, source)."""
    return excel_cell(
        "FONCTION.EXPLIQUER",
        fonction,
        argument1,
        argument2,
        argument3,
        argument4,
        argument5,
        argument6,
        argument7,
        argument8,
    )


@xw.func(category="excel-tools FONCTION")
@xw.arg("fonction", doc="nom de la fonction, entre guillemets : « CPTS.TOTAL »", **AS_CELLS)
@xw.arg("argument1", doc="son argument n° 1, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument2", doc="son argument n° 2, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument3", doc="son argument n° 3, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument4", doc="son argument n° 4, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument5", doc="son argument n° 5, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument6", doc="son argument n° 6, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument7", doc="son argument n° 7, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument8", doc="son argument n° 8, comme dans la fonction (facultatif)", **AS_CELLS)
def FONCTION_SOURCE(
    fonction: Any,
    argument1: Any = None,
    argument2: Any = None,
    argument3: Any = None,
    argument4: Any = None,
    argument5: Any = None,
    argument6: Any = None,
    argument7: Any = None,
    argument8: Any = None,
) -> Any:
    """Les textes d'où vient un résultat, et leur confiance. Résultat : une phrase."""
    return excel_cell(
        "FONCTION.SOURCE",
        fonction,
        argument1,
        argument2,
        argument3,
        argument4,
        argument5,
        argument6,
        argument7,
        argument8,
    )


@xw.func(category="excel-tools FONCTION")
@xw.arg("fonction", doc="nom de la fonction, entre guillemets : « CPTS.TOTAL »", **AS_CELLS)
@xw.arg("argument1", doc="son argument n° 1, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument2", doc="son argument n° 2, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument3", doc="son argument n° 3, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument4", doc="son argument n° 4, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument5", doc="son argument n° 5, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument6", doc="son argument n° 6, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument7", doc="son argument n° 7, comme dans la fonction (facultatif)", **AS_CELLS)
@xw.arg("argument8", doc="son argument n° 8, comme dans la fonction (facultatif)", **AS_CELLS)
def FONCTION_MESSAGE(
    fonction: Any,
    argument1: Any = None,
    argument2: Any = None,
    argument3: Any = None,
    argument4: Any = None,
    argument5: Any = None,
    argument6: Any = None,
    argument7: Any = None,
    argument8: Any = None,
) -> Any:
    """Ce qui empêche un calcul, ou ce qu'il faut en savoir ; vide quand il n'y a rien à dire. Résultat : une ou \
plusieurs phrases, ou rien."""
    return excel_cell(
        "FONCTION.MESSAGE",
        fonction,
        argument1,
        argument2,
        argument3,
        argument4,
        argument5,
        argument6,
        argument7,
        argument8,
    )
