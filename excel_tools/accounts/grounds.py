"""What each kind of alert rests on: its level, its rule, and where the rule was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from excel_tools.rules import Rules, Source
from excel_tools.rules.units import french_value

Level: TypeAlias = Literal["alerte", "attention", "information"]

LEVELS: tuple[Level, ...] = ("alerte", "attention", "information")
"""The most pressing first: what breaks a rule, what to check before a vote, what is good to know."""

AUDIT = "gestion.commissaire_aux_comptes.seuil"


@dataclass(frozen=True, slots=True)
class Kind:
    """How an alert is told: its level, its rule, the amounts whose text it rests on (the first known), or a text.

    Attributes:
        rule: ``{}`` stands for the amount.
        text: id of a source and a place in it, where no amount is known; without either, the choice is ours.
    """

    level: Level
    rule: str
    amounts: tuple[str, ...] = ()
    text: tuple[str, str] = ("", "")


_OWN = "Règle de prudence, choix d'excel-tools"
_FORM = ("cerfa-12156", "page du budget")
_ACI = "cpts.calendrier.acces.demarrage"
KINDS: Mapping[str, Kind] = {
    "mission-tardive": Kind("alerte", "Chaque mission socle démarre dans le délai du calendrier.", (_ACI,)),
    "mission-absente": Kind("alerte", "Les missions socles sont obligatoires.", (_ACI,)),
    "mission-avant-signature": Kind("attention", "Rien n'est dû avant la signature du contrat.", (_ACI,)),
    "mission-hors-bareme": Kind(
        "attention",
        "Une année de contrat suit le barème en force le jour où elle s'ouvre.",
        ("cpts.crise.plan_premiere_annee",),
    ),
    "fonctionnement-sans-mission": Kind(
        "attention",
        "Le fonctionnement n'est versé, après la première année, qu'une fois les missions démarrées.",
        ("cpts.fonctionnement",),
    ),
    "changement-de-taille": Kind(
        "attention", "La taille est revue au dialogue de gestion annuel.", ("cpts.fonctionnement",)
    ),
    "crise-sans-mission": Kind(
        "attention", "Une crise reconnue n'est payée que si la mission de crise est engagée.", ("cpts.crise.declaree",)
    ),
    "crise-hors-contrat": Kind(
        "attention", "Une crise reconnue est due pour l'année de contrat où elle l'est.", ("cpts.crise.declaree",)
    ),
    "paliers-enveloppe": Kind(
        "attention", "Les paliers des indicateurs se partagent l'enveloppe variable.", ("cpts.acces.variable",)
    ),
    "msp-prerequis": Kind(
        "alerte", "Sans tous les prérequis, aucune rémunération n'est due.", ("msp.coordination.fixe",)
    ),
    "msp-plafond": Kind("attention", "Un nombre compte jusqu'à son maximum.", ("msp.protocoles.maximum",)),
    "msp-crise": Kind(
        "attention", "Les actions de crise s'ajoutent à un plan de crise.", ("msp.crise_actions.variable",)
    ),
    "msp-protocoles": Kind("attention", "Chaque protocole donné a ses points.", ("msp.protocoles.fixe",)),
    "msp-concertation": Kind(
        "attention",
        "La concertation suit la part étudiée des dossiers de patients en ALD ou de plus de 75 ans.",
        ("msp.concertation.variable",),
    ),
    "msp-reunions": Kind(
        "attention", "La concertation demande des réunions régulières.", ("msp.concertation.reunions",)
    ),
    "msp-surpoids": Kind(
        "attention",
        "Le parcours surpoids de l'enfant suppose des missions de santé publique.",
        ("msp.surpoids_enfant.missions_min",),
    ),
    "msp-plancher": Kind(
        "attention",
        "Une nouvelle structure reçoit au moins un minimum les deux premières années.",
        ("msp.nouvelle_structure.minimum",),
    ),
    "msp-trop-percu": Kind(
        "alerte", "L'avance qui dépasse la rémunération de l'année est à rendre.", ("msp.avance.taux",)
    ),
    "dotation-hors-bornes": Kind(
        "attention", "La dotation d'une ESS est dans les bornes de la convention.", ("ess.dotation.maximum",)
    ),
    "dotation-a-confirmer": Kind(
        "attention", "La dotation d'une ESS est celle de son contrat signé.", ("ess.dotation.minimum",)
    ),
    "ess-non-eligible": Kind(
        "attention",
        "Une ESS réunit assez de médecins et d'adhérents de la spécialité.",
        ("ess.eligibilite.adhesion_min",),
    ),
    "esp-a-confirmer": Kind("attention", "Le forfait par équipe est celui de la convention avec l'ARS."),
    "esp-dates": Kind("alerte", "La fin d'une convention ne précède pas son début."),
    "pass-depasse": Kind(
        "alerte",
        "Les indemnités d'un professionnel ne dépassent pas le plafond (PASS) dans une année civile.",
        ("pass.plafond",),
    ),
    "noms-presque-identiques": Kind(
        "attention", "Un professionnel porte le même nom sur toutes ses lignes : elles partagent un seul plafond."
    ),
    "pass-a-confirmer": Kind("attention", "Le plafond des indemnités est celui de l'année civile.", ("pass.plafond",)),
    "pass-hors-champ": Kind("information", "Le plafond des indemnités vise les CPTS.", ("pass.plafond",)),
    "a-confirmer": Kind(
        "attention", "Un montant « à confirmer » n'a pas été vu dans un texte : le contrat signé fait foi."
    ),
    "bareme-prolonge": Kind("attention", "Un montant employé au-delà du jour de sa dernière lecture est à revérifier."),
    "tresorerie-negative": Kind("alerte", "La trésorerie ne descend pas sous zéro."),
    "fonds-dedies": Kind(
        "alerte",
        "Ce qui est dépensé sur une enveloppe fléchée est couvert par elle et par les fonds dédiés.",
        text=("anc-2018-06", "fonds dédiés"),
    ),
    "fonds-dedies-societe": Kind(
        "attention",
        "Les comptes 194, 689 et 789 sont ceux des associations ; une société porte le non-dépensé en 487.",
        text=("anc-2018-06", "titre : personnes morales à but non lucratif"),
    ),
    "fonds-dormants": Kind(
        "attention",
        "Un reste sans dépense pendant deux exercices se justifie dans l'annexe ; au terme du contrat, il se rend.",
        text=("anc-2018-06", "annexe, fonds dédiés (article à confirmer)"),
    ),
    "fin-anticipee": Kind(
        "attention", "À la fin anticipée d'un contrat, ce qui fut avancé est rendu au prorata des jours."
    ),
    "contrat-sans-produit": Kind(
        "attention", "Chaque exercice est couvert par un contrat en cours ; un renouvellement est une hypothèse à dire."
    ),
    "renouvellement": Kind(
        "attention",
        "Un contrat finit à son terme : ce qui suit suppose qu'il soit renouvelé, ce que nul texte ne promet.",
    ),
    "excedent-important": Kind(
        "attention",
        "Au-delà de 10 % des produits, dire à quoi servira l'excédent : seuil d'excel-tools, aucun texte ne le fixe.",
    ),
    "tresorerie-scenario": Kind("alerte", "La trésorerie ne descend sous zéro dans aucun des scénarios présentés."),
    "commissaire-aux-comptes": Kind(
        "attention",
        "Au-delà du seuil annuel de {}, une association nomme un commissaire aux comptes et publie ses comptes ; la "
        "qualification des versements est à vérifier avec l'expert-comptable.",
        (AUDIT,),
    ),
    "budget-deficitaire": Kind(
        "attention",
        "Un budget se présente équilibré : dire par quelle réserve une insuffisance est couverte.",
        text=_FORM,
    ),
    "formulaire": Kind(
        "alerte",
        "Chaque compte a une ligne du formulaire, et les contributions volontaires 86 et 87 sont égales.",
        text=(_FORM[0], "page du budget ; lignes des comptes : « cerfa.toml »"),
    ),
    "commune-partagee": Kind("alerte", "Une commune n'appartient qu'à une CPTS.", text=("seed-000", "")),
}
_OTHER = Kind("attention", "Point d'attention relevé par le calcul.")


@dataclass(frozen=True, slots=True)
class Basis:
    """What an alert rests on.

    Attributes:
        source: the text, None where the choice is ours.
        place: where in the text, or whose choice it is.
    """

    level: Level
    rule: str
    source: Source | None
    place: str

    @property
    def cited(self) -> str:
        """The text and the place as one line."""
        return ", ".join(part for part in (self.source.title if self.source else "", self.place) if part)


def basis(code: str, rules: Rules, day: int = 0, amount: str = "") -> Basis:
    """Return the level, the rule and the source of a kind of alert.

    Args:
        day: the amount is the one in force on that day, where it is known; the latest by default.
        amount: amount whose text it rests on, in the place of the kind's own.
    """
    kind = KINDS.get(code, _OTHER)
    for known in (amount, *kind.amounts):
        if known and rules.has(known):
            found = rules.amount(known, day) if day and rules.has(known, day) else rules.amount(known)
            rule = kind.rule.replace("{}", french_value(found.values[0], found.unit))
            return Basis(kind.level, rule, found.source, found.place)
    text, place = kind.text
    if text in rules.sources:
        return Basis(kind.level, kind.rule, rules.sources[text], place)
    # barèmes that do not know the text still say which one it is
    return Basis(kind.level, kind.rule, None, ", ".join(part for part in (text, place) if part) or _OWN)
