"""The sheet « Alertes »: what its drawing and the values that fill it must agree on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from excel_tools.accounts.alerts import NO_ASSOCIATION
from excel_tools.accounts.grounds import Level
from excel_tools.accounts.renewal import RENEWABLE
from excel_tools.budget import CAPPED
from excel_tools.funding.cpts_table import OBLIGATORY
from excel_tools.reports.mission_values import SHOWN
from excel_tools.reports.msp_shape import ANSWERS
from excel_tools.reports.shape import SCENARIOS, Shape

OK, REVIEW, ALERT = "OK", "À revoir", "Alerte"
STATES: Mapping[Level, str] = {"alerte": ALERT, "attention": REVIEW, "information": OK}
"""Level of an alert of the program → its state, in words."""

SAME = "Déjà dit"
"""State of a scenario whose lowest cash is that of the displayed one: it is told, and counted, there."""
OVERRIDE_ROWS = 24
NOTICE_TEXT = 190
"""Signs of a sentence of the program that a row shows whole; a longer one goes on in the row below."""
NO_OVERRIDE = "Aucun montant du contrat : ceux du barème s'appliquent."
NO_OTHER = "Aucun autre point relevé."


@dataclass(frozen=True, slots=True)
class Row:
    """One alert that formulas tell.

    Attributes:
        code: that of the program (``accounts.alerts``): its rule and its source stand beside.
        key: short name of the row.
        number: format of its figures.
        amount: amount of the barème whose text it rests on, where it is not that of the code.
    """

    code: str
    key: str
    label: str
    number: str = "euro"
    amount: str = ""


_PASS = Row("pass-depasse", "pass", "Indemnités demandées au-delà du PASS, non retenues")
_AUDIT = Row("commissaire-aux-comptes", "audit", "Subventions publiques, rattachées ou encaissées")


def year_rows(shape: Shape) -> tuple[Row, ...]:
    """Return the alerts that have a figure by fiscal year."""
    found = [
        Row("tresorerie-negative", "tresorerie", "Trésorerie au plus bas de l'exercice"),
        Row("budget-deficitaire", "resultat", "Résultat de l'exercice"),
        Row("excedent-important", "excedent", "Excédent, en part des produits", "rate"),
        Row("fonds-dedies", "fonds", "Dépenses fléchées non couvertes"),
        Row("fonds-dormants", "dormants", "Fonds dédiés sans dépense depuis deux exercices"),
        Row("a-confirmer", "a_confirmer", "Part des droits à confirmer", "rate"),
        Row("contrat-sans-produit", "contrat", "Produits du contrat"),
    ]
    if shape.kind not in NO_ASSOCIATION:
        found.insert(5, _AUDIT)
    if shape.kind in RENEWABLE:
        found.append(Row("renouvellement", "renouvellement", "Produits qui supposent un renouvellement"))
    if shape.kind in CAPPED and "indemnites" in SHOWN:
        found.append(_PASS)
    return tuple(found)


def dated_rows(shape: Shape) -> tuple[Row, ...]:
    """Return the alerts about days and counts, before those of the missions."""
    return (
        *(
            Row("tresorerie-scenario", f"scenario{number}", f"Trésorerie au plus bas, scénario {number}")
            for number in range(1, SCENARIOS + 1)
        ),
        Row("fin-anticipee", "fin", "Fin anticipée du contrat", "date_or_none"),
        Row("bareme-prolonge", "bareme", "Barème au-delà de sa relecture", "int"),
        Row("formulaire", "formulaire", "Formulaire CERFA, exercice affiché", "int"),
    )


def mission_rows(shape: Shape) -> tuple[Row, ...]:
    """Return the obligatory missions, each with its delay of the barème."""
    return tuple(
        Row("mission-tardive", code, f"Démarrage : {label}", "date_or_none", f"cpts.calendrier.{code}.demarrage")
        for code, label in shape.missions
        if code in OBLIGATORY
    )


LIVE = frozenset(
    {
        *("tresorerie-negative", "budget-deficitaire", "fonds-dedies", "a-confirmer", "contrat-sans-produit"),
        *("excedent-important", "renouvellement", "tresorerie-scenario"),
        *("fin-anticipee", "bareme-prolonge", "mission-tardive", "mission-absente"),
    }
)
"""Codes that formulas tell: they are not written again among those of the day of the generation."""


def live_codes(shape: Shape) -> frozenset[str]:
    """Return the codes of the alerts that formulas tell for a family."""
    return LIVE | {row.code for row in year_rows(shape)}


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One hypothesis that the scenarios make.

    Attributes:
        formula: what it is worth in a scenario, whose number is ``{n}``.
        name: input that it reads, without ``in_s1_``.
        row: row of the input whose mean it is, from 1; 0 for all its cells.
    """

    label: str
    formula: str
    number: str
    name: str = ""
    row: int = 0


def _mean(label: str, name: str, number: str, row: int = 0) -> Hypothesis:
    cells = f"INDEX(in_s{{n}}_{name},ROWS($1:${row}),0)" if row else f"in_s{{n}}_{name}"
    return Hypothesis(label, f"=IF(COUNT({cells})=0,0,AVERAGE({cells}))", number, name, row)


def _growth(whose: str) -> Hypothesis:
    """The mean of the years that have a growth: the one whose count is known has none, nor those before a change."""
    cells = "in_s{n}_croissance"
    years = f'COUNTIF({cells},">0")+COUNTIF({cells},"<0")'
    return Hypothesis(
        f"Croissance de la {whose} par an, moyenne hors années à 0",
        f"=SUM({cells})/MAX(1,{years})",
        "rate",
        "croissance",
    )


def _answered(label: str, code: str) -> Hypothesis:
    """The mean over the civil years of an answer of a MSP."""
    rank = [question.code for question in ANSWERS].index(code) + 1
    return _mean(f"{label}, moyenne par an", "reponses", "number", rank)


_RENEWAL = Hypothesis("Renouvellement après cinq ans", "=in_s{n}_renouvellement", "word", "renouvellement")
_COLUMN, _AMENDED = (f"INDEX(in_contrat,0,COLUMN({first}1))" for first in "AD")
"""Amounts of a scenario, whose number is that of column A in the first one, and those of its amendment."""
_SIGNED = "Montants du contrat à la place du barème"
_CPTS_SIGNED = "=" + "+".join(
    f"{dated}COUNT(in_s{{n}}_{key},in_s{{n}}_{key}_parametres)"
    for key, dated in (("contrat", ""), ("avenant", "(in_s{n}_avenant_date>0)*"))
)
_UNDATED = "Date de l'avenant manquante : montants qui ne comptent pas"
_AMENDED_ON = "INDEX(in_avenant_dates,COLUMN(A1))"
_CASH = (
    Hypothesis("Retard du financeur sur le contrat, en mois", "=N(in_s{n}_retard)", "int", "retard"),
    Hypothesis("Fin anticipée du contrat", "=N(in_s{n}_fin_anticipee)", "date_or_none", "fin_anticipee"),
    _mean("Hausse des prix, moyenne par an", "prix", "rate"),
    _mean("Hausse des salaires, moyenne par an", "salaires", "rate"),
    Hypothesis("Délai ajouté aux lignes de charges, en mois", "=N(in_s{n}_delai_charges)", "int", "delai_charges"),
)
HYPOTHESES: Mapping[str, tuple[Hypothesis, ...]] = {
    "CPTS": (
        _RENEWAL,
        _mean("Habitants propres au scénario, moyenne (0 : ceux du contrat)", "population", "int"),
        _growth("population"),
        _mean("Atteinte, moyenne de toutes les cases, missions non engagées aussi", "atteinte", "rate"),
        Hypothesis("Décalage le plus long d'une mission, en mois", "=MAX(in_s{n}_decalage)", "int", "decalage"),
        *_CASH,
        Hypothesis(_SIGNED, _CPTS_SIGNED, "int", "contrat"),
        Hypothesis(
            _UNDATED,
            "=(N(in_s{n}_avenant_date)=0)*COUNT(in_s{n}_avenant,in_s{n}_avenant_parametres)",
            "int",
            "avenant_date",
        ),
    ),
    "MSP": (
        _RENEWAL,
        _answered("Professionnels associés", "ps_associes"),
        _answered("Protocoles pluriprofessionnels", "protocoles"),
        _growth("patientèle"),
        _mean("Atteinte des points variables, moyenne de toutes les années", "atteinte", "rate"),
        *_CASH,
        Hypothesis(_SIGNED, f"=COUNT({_COLUMN})+({_AMENDED_ON}>0)*COUNT({_AMENDED})", "int", "contrat"),
        Hypothesis(_UNDATED, f"=({_AMENDED_ON}=0)*COUNT({_AMENDED})", "int", "avenant_date"),
    ),
    "ESS": (
        _mean("Dotation annuelle, moyenne", "dotation", "euro"),
        *_CASH,
        Hypothesis(_SIGNED, f"=COUNT({_COLUMN})", "int", "contrat"),
    ),
    "ESP": (
        _mean("Équipes, moyenne", "equipes", "number"),
        *_CASH,
        # the row of the amendment is read only once it has a date: 0 takes the whole column
        Hypothesis(_SIGNED, f"=COUNT(INDEX(in_contrat,({_AMENDED_ON}=0)*1,COLUMN(A1)))", "int", "contrat"),
        Hypothesis(
            _UNDATED, f"=({_AMENDED_ON}=0)*COUNT(INDEX(in_contrat,ROWS(in_contrat),COLUMN(A1)))", "int", "avenant_date"
        ),
    ),
}
"""Kind of structure → the hypotheses of its scenarios, side by side under the alerts."""
