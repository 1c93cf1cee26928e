"""The columns of a portfolio: title, kind of value, meaning. The sample workbook is drawn from the same list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from excel_tools.accounts.funders import FUNDERS
from excel_tools.funding.cpts_table import MISSIONS
from excel_tools.funding.msp_fields import QUESTIONS, YES_NO

REGIONS = (
    "Auvergne-Rhône-Alpes",
    "Bourgogne-Franche-Comté",
    "Bretagne",
    "Centre-Val de Loire",
    "Corse",
    "Grand Est",
    "Guadeloupe",
    "Guyane",
    "Hauts-de-France",
    "Île-de-France",
    "La Réunion",
    "Martinique",
    "Mayotte",
    "Normandie",
    "Nouvelle-Aquitaine",
    "Occitanie",
    "Pays de la Loire",
    "Provence-Alpes-Côte d'Azur",
)

FREE = ("note", "notes", "remarque", "remarques", "commentaire", "commentaires")
"""Titles of a user's own columns, which are left unread."""

MISSION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "acces": "accès",
        "parcours": "parcours",
        "prevention": "prévention",
        "crise": "crise",
        "qualite": "qualité",
        "accompagnement": "accompagnement",
    }
)
"""Code of a mission → the word a user types."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: name in the code, and of the parameter.
        title: header shown; another case, accents or spacing are accepted.
        kind: name of its parser in ``fields.PARSERS``.
        required: whether the column and a value in each row are needed.
        help: what to write there.
        aliases: other headers accepted.
        choices: values offered by the sample workbook's list.
        instead: keys of other columns that, together, may be filled in its place when it is required.
    """

    key: str
    title: str
    kind: str
    help: str
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """Every header accepted, the one we show first."""
        return (self.title, *self.aliases, self.key.replace(".", " "))


_NAME = Column("nom", "Nom", "nom", "Nom de la structure, unique dans le portefeuille.", True, ("structure",))
_REGION = Column("region", "Région", "region", "Région administrative.", choices=REGIONS)
_COMMUNES = Column("communes", "Communes", "communes", "Communes couvertes, séparées par une virgule.")
_SIGNATURE = Column(
    "signature", "Date de signature", "signature", "Date de signature du contrat (jj/mm/aaaa).", True, ("signature",)
)
_EXERCICE = Column(
    "premier_exercice",
    "Premier exercice",
    "annee",
    "Année où s'ouvre le premier des cinq exercices.",
    True,
    ("exercice",),
)
_MONTH = Column("premier_mois", "Premier mois", "mois", "Premier mois de l'exercice, de 1 à 12 (1 si vide).")
_CASH = Column(
    "tresorerie", "Trésorerie d'ouverture", "euros", "Solde de banque le premier jour, en euros (0 si vide)."
)
_OPENING = (
    _CASH,
    Column(
        "dettes",
        "Dettes d'ouverture",
        "euros_positifs",
        "Charges d'avant restant à payer le premier jour, en euros ; payées le premier mois (0 si vide).",
    ),
    Column(
        "creances",
        "Créances d'ouverture",
        "euros_positifs",
        "Autres produits d'avant restant à recevoir le premier jour, en euros ; reçus le premier mois (0 si vide).",
    ),
    Column(
        "delai_cotisations",
        "Délai cotisations",
        "delai",
        "Mois entre un salaire et le paiement de ses cotisations patronales, de 0 à 3 (1 si vide).",
    ),
)
_OVERRIDE = Column(
    "contrat", "Fichier du contrat", "chemin", "Fichier des montants du contrat signé, à côté du portefeuille."
)
_YES_NO = ("oui", "non")
_PAYMENTS = (
    Column(
        "retard_financeur",
        "Retard du financeur",
        "retard",
        "Mois dont tardent les versements du contrat, non les aides ni les autres produits (0 si vide).",
    ),
    Column(
        "fin_anticipee", "Fin anticipée", "date", "Dernier jour d'un contrat arrêté avant son terme ; vide : aucun."
    ),
)
_FUNDS = Column(
    "fonds_dedies",
    "Fonds dédiés d'ouverture",
    "euros_positifs",
    "Compte 194 le premier jour, en euros, reliquat SNP compris.",
)
_OLDER_FUNDS = (
    _FUNDS,
    *(
        Column(
            f"fonds_depense_{year}",
            f"Fonds dédiés dépensés {year}",
            "euros_positifs",
            f"Dépensé sur les fonds dédiés d'ouverture, exercice {year}.",
        )
        for year in range(1, 6)
    ),
)

CPTS: Sequence[Column] = (
    _NAME,
    _REGION,
    _COMMUNES,
    _SIGNATURE,
    Column("population", "Population", "population", "Habitants couverts.", True),
    Column("croissance", "Croissance annuelle", "croissance", "Croissance de la population par an (0,5 %)."),
    _EXERCICE,
    _MONTH,
    *_OPENING,
    *_OLDER_FUNDS,
    Column(
        "fonds_mission",
        "Mission des fonds dédiés",
        "mission",
        "Mission que servent les fonds dédiés d'ouverture ; vide : le fonctionnement.",
        choices=tuple(MISSION_WORDS.values()),
    ),
    *(
        Column(f"debut_{code}", f"Début {MISSION_WORDS[code]}", "date", "Démarrage de la mission ; vide : non engagée.")
        for code in MISSIONS
    ),
    Column("atteinte", "Atteinte", "atteinte", "Part variable obtenue, 0 à 100 %, ou « indicateurs » (100 % si vide)."),
    *(
        Column(f"atteinte.{code}", f"Atteinte {MISSION_WORDS[code]}", "atteinte", "La même chose pour cette mission.")
        for code in MISSIONS
        if code != "crise"
    ),
    Column("crise_declaree", "Crise déclarée le", "date", "Jour où l'ARS reconnaît une crise ; vide : aucune."),
    Column(
        "renouvellement",
        "Renouvellement",
        "oui_non",
        "Le contrat continue après cinq ans (oui si vide).",
        choices=_YES_NO,
    ),
    *(
        Column(f"snp_{year}", f"SNP dépensé {year}", "euros_positifs", f"Dépensé sur l'enveloppe SNP, exercice {year}.")
        for year in range(1, 6)
    ),
    *_PAYMENTS,
    _OVERRIDE,
)

MSP: Sequence[Column] = (
    _NAME,
    _REGION,
    _COMMUNES,
    Column("signature", "Date du contrat", "signature_msp", "Date d'effet du contrat.", True, ("date de signature",)),
    _EXERCICE,
    _MONTH,
    *_OPENING,
    Column("croissance", "Croissance annuelle", "croissance", "Croissance de la patientèle par an."),
    *(
        Column(
            question.code,
            question.label,
            f"msp.{question.code}",
            question.help or question.label,
            question.code in ("patientele", "ps_associes"),
            choices=_YES_NO if question.kind == YES_NO else (),
        )
        for question in QUESTIONS
        if question.code not in ("date_contrat", "annee")
    ),
    Column("fir_date", "FIR date", "date", "Jour de l'aide régionale au démarrage (FIR)."),
    Column("fir_montant", "FIR montant", "euros_positifs", "Son montant, en euros."),
    Column(
        "renouvellement",
        "Renouvellement",
        "oui_non",
        "Le contrat continue après cinq ans (oui si vide).",
        choices=_YES_NO,
    ),
    *_OLDER_FUNDS,
    *_PAYMENTS,
    _OVERRIDE,
)

ESS: Sequence[Column] = (
    _NAME,
    _REGION,
    _COMMUNES,
    Column("signature", "Date de signature", "signature_ess", "Date de signature du contrat.", True, ("signature",)),
    _EXERCICE,
    _MONTH,
    *_OPENING,
    Column("dotation", "Dotation annuelle", "euros_positifs", "En euros par an, selon le contrat.", True),
    Column(
        "dotation_contrat",
        "Dotation au contrat",
        "oui_non",
        "Le montant figure au contrat signé (non si vide).",
        choices=_YES_NO,
    ),
    Column("amorcage", "Crédit d'amorçage", "oui_non", "Dû la première année (oui si vide).", choices=_YES_NO),
    Column("premiere_dotation", "Première dotation après", "rang", "Années de contrat avant la première (1 si vide)."),
    Column("retard", "Retard de paiement", "retard", "Mois entre l'ouverture de l'année et le paiement."),
    Column("presents", "Médecins présents", "compteur", "Médecins de la spécialité sur le territoire."),
    Column("liberaux", "Médecins libéraux", "compteur", "Dont libéraux."),
    Column("adherents", "Adhérents", "compteur", "Médecins libéraux adhérents."),
    *_OLDER_FUNDS,
    *_PAYMENTS,
    _OVERRIDE,
)

ESP: Sequence[Column] = (
    _NAME,
    Column("region", "Région", "region", "Région qui finance ; son forfait s'applique.", choices=REGIONS),
    _COMMUNES,
    Column("debut", "Date de début", "signature_esp", "Premier jour des équipes.", True, ("début",)),
    Column("fin", "Date de fin", "date", "Dernier jour du financement ; vide : aucun."),
    _EXERCICE,
    _MONTH,
    *_OPENING,
    Column("equipes", "Équipes", "compteur", "Nombre d'équipes.", True),
    Column("montant", "Montant par équipe", "euros_positifs", "Par an, en euros ; vide : le forfait de la région."),
    Column("mois_paiement", "Mois de paiement", "mois", "Mois civil du versement (1 si vide)."),
    Column("retard", "Retard de paiement", "retard", "Mois de retard supposés."),
    *_OLDER_FUNDS,
    *_PAYMENTS,
    _OVERRIDE,
)

KIND_COLUMNS: Mapping[str, Sequence[Column]] = MappingProxyType({"CPTS": CPTS, "MSP": MSP, "ESS": ESS, "ESP": ESP})
"""Kind of structure → columns of its sheet."""

AIDS: Sequence[Column] = (
    Column("nom", "Structure", "nom", "Nom de la structure, comme dans sa feuille.", True, ("nom",)),
    Column("libelle", "Libellé", "texte", "Aide au démarrage, avance, remboursement…", True),
    Column("date", "Date", "date", "Jour de l'encaissement.", True),
    Column("montant", "Montant", "euros", "En euros ; négatif pour un remboursement.", True),
    Column(
        "fleche",
        "Fléchée",
        "oui_non",
        "Ne sert qu'à son objet : le non dépensé va aux fonds dédiés (non si vide).",
        choices=_YES_NO,
    ),
    Column(
        "mission",
        "Mission",
        "mission",
        "Mission servie, si l'aide n'en sert qu'une.",
        choices=tuple(MISSION_WORDS.values()),
    ),
    *(
        Column(
            f"depense_{year}", f"Dépensé {year}", "euros_positifs", f"Dépensé sur cette aide fléchée, exercice {year}."
        )
        for year in range(1, 6)
    ),
    Column(
        "financeur",
        "Financeur",
        "financeur",
        "Qui verse l'aide : sa ligne du CERFA ; vide : celle des aides, à confirmer.",
        choices=tuple(FUNDERS),
    ),
)

INDICATORS: Sequence[Column] = (
    Column("nom", "Structure", "nom", "Nom de la CPTS, comme dans sa feuille.", True, ("nom",)),
    Column(
        "mission",
        "Mission",
        "mission",
        "Mission dont dépend l'indicateur.",
        True,
        choices=tuple(MISSION_WORDS.values()),
    ),
    Column("libelle", "Indicateur", "texte", "Ce qui est compté.", True, ("libellé",)),
    Column(
        "sens",
        "Sens",
        "sens",
        "hausse (atteindre au moins), baisse (rester au plus), fait (fait ou non).",
        True,
        choices=("hausse", "baisse", "fait"),
    ),
    *(
        column
        for tier in range(1, 5)
        for column in (
            Column(f"seuil_{tier}", f"Seuil {tier}", "valeur", "Seuil du palier : un nombre ou un pourcentage."),
            Column(
                f"palier_{tier}", f"Montant {tier}", "euros_positifs", "Ce que rapporte le palier, par an, en euros."
            ),
        )
    ),
    Column("valeur", "Valeur", "valeur", "Valeur attendue chaque année ; vide : inconnue, rien n'est acquis."),
    *(
        Column(
            f"valeur_{year}",
            f"Valeur {year}",
            "valeur",
            f"Valeur de l'année de contrat ouverte dans l'exercice {year}.",
        )
        for year in range(1, 6)
    ),
)

YEARLY: Sequence[Column] = (
    Column("nom", "Structure", "nom", "Nom de la structure, comme dans sa feuille.", True, ("nom",)),
    Column(
        "parametre", "Paramètre", "texte", "Une colonne de sa feuille qui peut changer d'une année à l'autre.", True
    ),
    Column("a_partir_de", "À partir de", "annee", "Première année civile concernée.", True, ("année",)),
    Column("valeur", "Valeur", "brut", "Nouvelle valeur.", True),
)

SCENARIOS: Sequence[Column] = (
    Column("scenario", "Scénario", "texte", "Nom du scénario ; trois tiennent dans un classeur.", True),
    Column("structure", "Structure", "texte", "Nom de la structure, ou « tous » (tous si vide).", aliases=("nom",)),
    Column(
        "parametre",
        "Paramètre",
        "texte",
        "Ce qui change : atteinte, decalage, retard, croissance, bareme.<code>, prix, base… Vide : rien ne change.",
    ),
    Column("valeur", "Valeur", "brut", "Taux, montant, nombre, date, oui ou non, ou nom du scénario de base."),
    Column(
        "a_partir_de",
        "À partir de",
        "annee",
        "Première année concernée (contrat, civile ou exercice) ; vide : toutes.",
        aliases=("année", "première année", "à partir de l'année"),
    ),
)
