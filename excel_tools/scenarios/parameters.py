"""The parameters of scenarios, each declared once: the reader, the help and the tests of the causes read this list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from excel_tools.funding.cpts_table import MISSIONS, VARIABLE_LINES
from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_fields import QUESTIONS, Question
from excel_tools.structure import KINDS

BASE = "base"
"""The parameter that names the scenario to build on: it changes no structure by itself."""
MISSION, CODE, INDICATOR = "mission", "code", "indicateur"
"""What may follow the dot of a parameter."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, or a set of them that differ by what follows the dot.

    Attributes:
        name: what stands in the file, ``atteinte``; before the dot when something follows.
        kinds: kinds of structures it concerns.
        value: how its value is read, a kind of column; empty where the reader knows better.
        label: what it is, in French.
        unit: unit and range of the value, in French.
        cause: what a gap that comes from it is told under.
        without_missions: the same for the structures that have no missions, where it differs.
        yearly: whether it may begin in a given year.
        column: whether the sheet « Années » of a portfolio may change it.
        live: whether the workbook of a structure holds it scenario by scenario.
        follow: ``MISSION``, ``CODE``, ``INDICATOR``, or nothing.
        missions: codes that may follow, for ``MISSION``.
        aliases: other words a treasurer would type; accents, case and signs never matter.
    """

    name: str
    kinds: tuple[str, ...]
    value: str
    label: str
    unit: str
    cause: str
    yearly: bool = False
    column: bool = False
    live: bool = True
    follow: str = ""
    missions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    without_missions: str = ""

    def cause_for(self, kind: str) -> str:
        """Return what a gap that comes from it is told under, for a kind of structure."""
        return self.cause if kind == "CPTS" else self.without_missions or self.cause

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that needs no further look: with each mission, or the bare one."""
        if self.follow == MISSION:
            return tuple(f"{self.name}.{mission}" for mission in self.missions)
        return () if self.follow else (self.name,)

    @property
    def shown(self) -> str:
        """What a help page shows: ``atteinte.<mission>``."""
        what = {MISSION: "<mission>", CODE: "<code>", INDICATOR: "<rang ou libellé>"}
        return f"{self.name}.{what[self.follow]}" if self.follow else self.name


_ANSWERS_ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ps_associes": ("associés", "nombre d'associés", "associés de la MSP", "professionnels associés"),
        "patientele": ("patientèle",),
    }
)
_ANSWERS_CAUSES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("ps_associes", "taux_c2s", "taux_ame"), "autres"),
        **dict.fromkeys(("taux_c2s_national", "taux_ame_national"), "bareme"),
        "patientele": "taille",
    }
)
_FIXED_ANSWERS = ("date_contrat", "annee", "nouvelle_structure")


def _answer(question: Question) -> Parameter:
    """Return what a MSP answers each year, as a parameter."""
    return Parameter(
        question.code,
        ("MSP",),
        f"msp.{question.code}",
        question.label,
        f"{question.kind} ; {question.help[:1].lower()}{question.help[1:]}".rstrip(" ;."),
        _ANSWERS_CAUSES.get(question.code, "atteinte"),
        yearly=True,
        column=True,
        aliases=_ANSWERS_ALIASES.get(question.code, ()),
    )


_ANSWERS = tuple(
    _answer(question)
    for question in QUESTIONS
    if question.code not in _FIXED_ANSWERS and question.code in {field.name for field in fields(MspData)}
)

CATALOGUE: tuple[Parameter, ...] = (
    Parameter(
        BASE,
        KINDS,
        "",
        "Scénario sur lequel celui-ci se bâtit",
        "nom d'un autre scénario du fichier ; ses hypothèses d'abord, puis celles d'ici l'emportent",
        "",
        aliases=("scénario de base", "bâti sur", "à partir du scénario"),
    ),
    Parameter(
        "atteinte",
        ("CPTS", "MSP"),
        "atteinte",
        "Part variable obtenue",
        "de 0 à 100 %, ou « indicateurs » (CPTS)",
        "atteinte",
        yearly=True,
        column=True,
        aliases=("taux d'atteinte", "atteinte des objectifs"),
    ),
    Parameter(
        "atteinte",
        ("CPTS",),
        "atteinte",
        "La même chose pour une mission",
        "de 0 à 100 %, ou « indicateurs »",
        "atteinte",
        yearly=True,
        column=True,
        follow=MISSION,
        missions=tuple(VARIABLE_LINES),
    ),
    Parameter(
        "indicateur",
        ("CPTS",),
        "valeur",
        "Valeur mesurée d'un indicateur",
        "nombre, pourcentage, oui ou non ; le rang demande le nom de la structure",
        "atteinte",
        yearly=True,
        live=False,
        follow=INDICATOR,
    ),
    Parameter(
        "decalage",
        KINDS,
        "retard",
        "Missions à venir commencées plus tard (CPTS) ; versements plus tard (MSP, ESS, ESP)",
        "de 0 à 60 mois",
        "dates",
        aliases=("décalage des missions",),
        without_missions="delais",
    ),
    Parameter(
        "decalage",
        ("CPTS",),
        "retard",
        "La même chose pour une mission",
        "de 0 à 60 mois",
        "dates",
        follow=MISSION,
        missions=MISSIONS,
    ),
    Parameter(
        "croissance",
        ("CPTS", "MSP"),
        "croissance",
        "Croissance annuelle de la population ou de la patientèle",
        "de -50 à 50 % par an",
        "taille",
        yearly=True,
        column=True,
        aliases=("croissance de la population", "croissance de la patientèle"),
    ),
    Parameter(
        "population",
        ("CPTS",),
        "population",
        "Population couverte, avant croissance",
        "de 1 à 15 000 000 habitants",
        "taille",
        yearly=True,
        column=True,
    ),
    Parameter(
        "bareme",
        KINDS,
        "",
        "Barème tenu pour tout le contrat, au lieu de celui de chaque année",
        "une date, une année (au 31 décembre) ou son nom : « barème 2019 », « avenant 2 »",
        "bareme",
        live=False,
        aliases=("période du barème",),
    ),
    Parameter(
        "bareme",
        KINDS,
        "",
        "Un montant du barème, remplacé comme par un contrat signé (.taille1 à .taille4 pour une seule taille)",
        "dans l'unité du code : euros, %, points, mois ; ou une hausse du barème, « +4 % », pour un montant en euros",
        "bareme",
        yearly=True,
        follow=CODE,
    ),
    Parameter(
        "avance",
        ("CPTS", "MSP"),
        "taux",
        "Part versée d'avance",
        "de 0 à 100 % ; sans année, dès la première année de contrat ouverte dans vos exercices",
        "bareme",
        yearly=True,
        aliases=("taux d'avance",),
    ),
    Parameter(
        "contrat",
        KINDS,
        "chemin",
        "Montants du contrat signé, à la place de ceux du portefeuille",
        "nom d'un fichier placé à côté de celui-ci",
        "bareme",
        aliases=("contrat signé",),
    ),
    Parameter(
        "dotation",
        ("ESS",),
        "euros_positifs",
        "Dotation annuelle de l'ESS",
        "en euros par an",
        "bareme",
        yearly=True,
        column=True,
        aliases=("dotation ESS",),
    ),
    Parameter(
        "equipes",
        ("ESP",),
        "compteur",
        "Nombre d'équipes",
        "de 0 à 10 000",
        "autres",
        yearly=True,
        column=True,
        aliases=("nombre d'équipes", "équipes ESP"),
    ),
    Parameter(
        "retard",
        KINDS,
        "retard",
        "Retard du financeur sur les versements à venir",
        "de 0 à 60 mois",
        "delais",
        aliases=("délai du financeur",),
    ),
    Parameter(
        "fin_anticipee",
        KINDS,
        "date",
        "Dernier jour d'un contrat arrêté avant son terme",
        "une date jj/mm/aaaa",
        "dates",
        aliases=("fin anticipée du contrat",),
    ),
    Parameter(
        "renouvellement",
        ("CPTS", "MSP"),
        "oui_non",
        "Le contrat continue après cinq ans",
        "oui ou non",
        "dates",
        aliases=("renouvellement du contrat", "reconduction"),
    ),
    Parameter(
        "delai_charges",
        KINDS,
        "delai",
        "Mois ajoutés au délai de paiement des lignes de charges",
        "de 0 à 3 mois ; ni les salaires, ni les indemnités",
        "delais",
        aliases=("délai des charges", "délai de paiement des charges", "délai des fournisseurs"),
    ),
    Parameter(
        "prix",
        KINDS,
        "croissance",
        "Hausse des prix, en plus de celle de chaque ligne de charges",
        "de -50 à 50 % par an ; le premier exercice ne change pas",
        "indexation",
        yearly=True,
        aliases=("hausse des prix", "inflation", "indexation des prix"),
    ),
    Parameter(
        "salaires",
        KINDS,
        "croissance",
        "Hausse des salaires, en plus de celle de chaque poste",
        "de -50 à 50 % par an ; le premier exercice ne change pas",
        "indexation",
        yearly=True,
        aliases=("hausse des salaires", "indexation des salaires"),
    ),
    *_ANSWERS,
)
"""Every parameter, in the order of the help."""

_BY_NAME: Mapping[str, Parameter] = MappingProxyType(
    {name: parameter for parameter in CATALOGUE for name in parameter.names}
)
_FOLLOWED: Mapping[str, Parameter] = MappingProxyType(
    {parameter.name: parameter for parameter in CATALOGUE if parameter.follow in (CODE, INDICATOR)}
)
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(name for name, found in _BY_NAME.items() if found.column and kind in found.kinds) for kind in KINDS}
)
"""Kind of structure → what its rows of « Années » may change."""


def find(name: str) -> Parameter | None:
    """Return the parameter of a setting, None for one that does not exist."""
    found = _BY_NAME.get(name)
    if found is None:
        head, dot, rest = name.partition(".")
        found = _FOLLOWED.get(head) if dot and rest else None
    return found


def concerns(name: str, kind: str) -> bool:
    """Return whether a setting changes a kind of structure; a code of the barème says whose it is."""
    found = find(name)
    if found is None or name == BASE or kind not in found.kinds:
        return False
    return found.follow != CODE or name.startswith(f"{found.name}.{kind.lower()}.")


def known(kind: str = "") -> tuple[str, ...]:
    """Return what may be typed for a kind of structure (any of them by default), as a help page shows it."""
    chosen = [found for found in CATALOGUE if not kind or kind in found.kinds]
    return tuple(dict.fromkeys(found.shown for found in chosen))


def plain_names(kind: str = "") -> tuple[str, ...]:
    """Return the names that need no further look, for a kind of structure (any of them by default)."""
    return tuple(name for name, found in _BY_NAME.items() if not kind or kind in found.kinds)
