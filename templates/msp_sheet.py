"""The calculations of a MSP on a scenario's sheet: points and euros of each civil year, then the remuneration.

Every formula is that of ``excel_tools.funding.msp_points`` and ``msp_year``, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from excel_tools.funding.msp_fields import DECIMAL, PART, RATE, SOFTWARE, YES_NO
from excel_tools.funding.msp_points import CODES, KINDS, PREREQUISITE
from excel_tools.reports.msp_shape import (
    ANSWERS,
    EFFECT,
    FIXED,
    FLAGS,
    GROUNDWORK,
    LABELS,
    RESULTS,
    SLOTS,
    VALUES,
    VARIABLE,
)
from excel_tools.reports.shape import PERIODS, SCENARIOS
from excel_tools.reports.small_bareme import number_format
from excel_tools.rules import Amount, load_rules
from templates.kit import cells
from templates.kit.plan import D
from templates.kit.scenario import NUMBER_CELL, ScenarioSheet
from templates.small_book import own_cell

FIXED_FORMULAS = {
    "horaires": "={horaires_admis}*MAX(0,{v:horaires.base}-{horaires_amplitude}"
    "-{v:horaires.samedi}*(1-{r:samedi})-{v:horaires.fermeture_conges}*({r:fermeture_conges}>0))",
    "crise_plan": "={v:crise_plan.fixe}*{r:crise_plan}",
    "diversite": "=({r:diversite}>=1)*{v:diversite.niveau1}"
    "+({r:diversite}>1)*({v:diversite.niveau2}-{v:diversite.niveau1})",
    "vacataires": "=({r:vacataires}>=1)*{v:vacataires.niveau1}"
    "+({r:vacataires}>1)*({v:vacataires.niveau2}-{v:vacataires.niveau1})",
    "cstm": "={v:cstm.fixe}*{r:cstm}",
    "sante_publique": "={v:sante_publique.ipa}*{r:ipa}*({r:missions_sante_publique}>={v:sante_publique.maximum})",
    "usagers": "={v:usagers.niveau1}*({r:usagers}>=1)",
    "sas": "=({r:sas}>={v:sas.seuil})*{v:sas.moitie}+({r:sas}>=1)*({v:sas.totalite}-{v:sas.moitie})",
    "coordination": "={v:coordination.fixe}*{r:coordination}",
    "protocoles": "=({v:protocoles.fixe}+{v:protocoles.ipa}*{r:ipa})*MIN({r:protocoles},{v:protocoles.maximum})",
    "formation": "=({r:stages}>={v:formation.stages_min})*MIN({v:formation.maximum},"
    "{v:formation.base}+{v:formation.supplement}*({r:stages}-{v:formation.stages_min}))",
    "qualite": "={v:qualite.niveau1}*({r:qualite}>=1)",
    "pnc": "={v:pnc.fixe}*MIN({r:pnc},{v:pnc.maximum})",
    "surpoids_enfant": "={v:surpoids_enfant.fixe}*{r:surpoids_enfant}*((MIN({r:missions_sante_publique},"
    "{v:sante_publique.maximum})>={v:surpoids_enfant.missions_min})+({r:missions_sante_publique}>=1)*{r:theme_obesite}>0)",
    "si_standard": "={v:si_standard.fixe}*({si_standard_jours}>0)",
    "si_avance": "={v:si_avance.fixe}*({si_avance_jours}>0)",
}
"""Fixed points of a full year. ``{r:…}`` is an answer, ``{v:…}`` a value of the barème, the rest a row above."""

_RATIO = "*{patientele}/{v:patientele.reference}"
VARIABLE_FORMULAS = {
    "crise_actions": "={v:crise_actions.variable}*{r:crise_actions}*{r:crise_plan}" + _RATIO,
    "sante_publique": "={v:sante_publique.variable}*MIN({r:missions_sante_publique},{v:sante_publique.maximum})"
    + _RATIO,
    "usagers": "={v:usagers.niveau2}*({r:usagers}>1)" + _RATIO,
    "coordination": "={coordination_pleine}*{r:coordination}",
    "concertation": "={concertation_pleine}*{concertation_part}*{concertation_reunions}",
    "coordination_externe": "={v:coordination_externe.variable}*{r:coordination_externe}" + _RATIO,
    "qualite": "=({v:qualite.niveau2}*({r:qualite}>1)+{v:qualite.niveau3}*({r:qualite}>1+1))" + _RATIO,
    "insuffisance_cardiaque": "={v:insuffisance_cardiaque.variable}*{r:insuffisance_cardiaque}" + _RATIO,
    "si_standard": "={si_plein}*({si_standard_jours}>0)",
}
"""Variable points of a full year; those of indicators that are no prérequis are then multiplied by the attainment."""

GROUNDWORK_FORMULAS = {
    "horaires_admis": "={r:soins_non_programmes}*({r:derogation_pdsa}+({r:amplitude}>={v:horaires.seuil_bas})>0)"
    "*({r:fermeture_conges}<={v:horaires.semaines_conges_max})"
    "*({r:fermeture_hors_conges}<={v:horaires.semaines_hors_conges_max})",
    "horaires_amplitude": "=IF({r:derogation_pdsa}+({r:amplitude}>={v:horaires.seuil_plein})>0,0,"
    "IF({r:amplitude}>={v:horaires.seuil_moyen},{v:horaires.deduction_10_12},{v:horaires.deduction_8_10}))",
    "coordination_pleine": "=({v:coordination.variable_jusqua_8000}*MIN({patientele},{v:coordination.seuil})"
    "+{v:coordination.variable_au_dela}*MAX(0,{patientele}-{v:coordination.seuil}))/{v:patientele.reference}",
    "concertation_pleine": "=({v:concertation.variable}+{v:concertation.ipa}*{r:ipa})" + _RATIO,
    "concertation_part": "=IF({r:patients_ald_75}>0,"
    "MIN(1,{r:dossiers}/({r:patients_ald_75}*{v:concertation.part_cible})),0)",
    "concertation_reunions": "=IF({r:reunions}<0,1,"
    "MIN(1,{r:reunions}*{jours}/MAX(1,{v:concertation.reunions}*{effet_jours})))",
    "si_plein": "={v:si_standard.par_ps_jusqua_16}*MIN({r:ps_associes},{v:si_standard.seuil})"
    "+{v:si_standard.par_ps_au_dela}*MAX(0,{r:ps_associes}-{v:si_standard.seuil})",
    "si_standard_jours": "=({r:si_standard}>0)"
    "*MAX(0,MIN({cloture},{fin_effet})-MAX({ouverture},in_signature,{r:si_standard}))",
    "si_avance_jours": "=({r:si_avance}>0)"
    "*MAX(0,MIN({cloture},{fin_effet})-MAX({ouverture},in_signature,{r:si_avance}))",
}

RESULT_FORMULAS = {
    "prerequis": "=({f:horaires}>0)*(({r:crise_plan}>0)+({v:crise_plan.obligatoire}=0)>0)"
    "*({r:coordination}>0)*({si_standard_jours}>0)",
    "points": "={prerequis}*SUM({p:horaires}:{p:si_avance})",
    "montant_points": "={prerequis}*SUM({e:horaires}:{e:si_avance})",
    "precarite_taux": "=MIN({v:precarite.plafond},MAX(0,{r:taux_c2s}-{r:taux_c2s_national})"
    "+MAX(0,{r:taux_ame}-{r:taux_ame_national}))",
    "precarite": "=ROUND({montant_points}*{precarite_taux},2)",
    "nouvelle": "={r:nouvelle_structure}*({rang}>=1)*({rang}<={v:nouvelle_structure.duree_annees})*({effet_jours}>0)",
    # whole in a first year, however short; only an early end cuts it
    "plancher": "=ROUND({v:nouvelle_structure.minimum}*{nouvelle}*{prerequis}*{effet_jours}"
    "/MAX(1,MIN({cloture},{fin_contrat})-MAX({ouverture},in_signature)),2)",
    "complement": "=MAX(0,{plancher}-{montant_points}-{precarite})",
    "remuneration": "={montant_points}+{precarite}+{complement}",
    "avance_points": "={v:horaires.base}+{v:crise_plan.fixe}+{v:coordination.fixe}+{v:si_standard.fixe}+{si_plein}"
    "+{coordination_pleine}+{concertation_pleine}+({v:protocoles.fixe}+{v:protocoles.ipa}*{r:ipa})*{v:protocoles.maximum}",
    "avance_base": "=ROUND({avance_points}*{v:point.valeur},2)",
    "avance_calculee": "=ROUND({avance_base}*{v:avance.taux}*{avance_jours}/{jours},2)",
    "avance": "=MAX({avance_calculee},{v:nouvelle_structure.avance_minimum}*{nouvelle})*({avance_jours}>0)",
    "a_confirmer": "=IF({effet_jours}<{jours},{remuneration},{prerequis}*({e:concertation}*{d:concertation.reunions}"
    "*({concertation_reunions}<1)+{e:surpoids_enfant}*{d:surpoids_enfant.missions_min})"
    "+{precarite}*{d:precarite.plafond}+{complement}*{d:nouvelle_structure.minimum})",
}

_WHOLE = ("horaires_admis", "horaires_amplitude", "si_plein", "si_standard_jours", "si_avance_jours")

NUMBERS = {YES_NO: "int", SOFTWARE: "general", RATE: "rate", PART: "rate", DECIMAL: "number"}
"""Kind of answer → number format; other kinds are whole numbers."""


def _rows(mark: str, codes: Iterable[str], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"{mark}:{code}", labels[code]) for code in codes]


class MspSheet:
    """The rows of a MSP on a scenario's sheet."""

    def __init__(self, scenario: ScenarioSheet) -> None:
        self.scenario = scenario
        self.places: dict[str, int] = {}

    def draw(self) -> None:
        """Write the blocks, the result first and what it is made from after it, then their formulas."""
        for key in ("rang", "ouverture", "cloture", "jours"):
            self.places[key] = self.scenario.rows[key]
        amounts = {code: load_rules().series(f"msp.{code}")[-1] for code in VALUES}
        self._blocks(amounts)
        self.scenario.rows["duree"] = self.places["v:contrat.duree"]
        self._effect()
        self._values(amounts)
        self._flags()
        self._answers()
        self._points()
        self._results()

    def _blocks(self, amounts: Mapping[str, Amount]) -> None:
        kinds = [KINDS[code] for code in CODES]
        self._block("effet", "Contrat et patientèle", EFFECT)
        self._block("resultats", "Rémunération de l'année civile", RESULTS)
        self._block("points", "Points de l'année", _rows("p", CODES, LABELS), kinds)
        self._block("euros", "Euros de l'année", _rows("e", CODES, LABELS), kinds)
        self._block("points_fixes", "Points fixes d'une année pleine", _rows("f", FIXED, LABELS))
        self._block("points_variables", "Points variables d'une année pleine", _rows("w", VARIABLE, LABELS))
        self._block("appuis", "Calculs préparatoires", GROUNDWORK)
        labels = {question.code: question.label for question in ANSWERS}
        self._block("reponses", "Réponses retenues", _rows("r", labels, labels))
        labels = {code: amount.label for code, amount in amounts.items()}
        self._block("valeurs", "Barème retenu", _rows("v", VALUES, labels))
        self._block("doutes", "Valeurs à confirmer (1 = oui)", _rows("d", FLAGS, labels))

    def formula(self, text: str) -> str:
        """Return a formula with the addresses of its rows put in."""
        return re.sub(r"\{([^}]+)\}", lambda found: cells.cell(self.places[found.group(1)], D), text)

    def _block(self, key: str, title: str, rows: Sequence[tuple[str, str]], notes: Sequence[str] = ()) -> None:
        top = self.scenario.block(key, title, [label for _, label in rows], notes=notes)
        self.places.update({name: top + step for step, (name, _) in enumerate(rows)})

    def _answer(self, code: str) -> str:
        """Return the answer of the scenario's own block of « Entrées »."""
        row = [question.code for question in ANSWERS].index(code)
        return own_cell(self.scenario.book, "reponses", row=row)

    def _effect(self) -> None:
        places = self.places
        book, previous = self.scenario.book, cells.cell(places["facteur"], D - 1)
        stop, renewed = (self.scenario.at(key, fixed="both") for key in ("fin_anticipee", "renouvellement"))
        values = {
            "fin_contrat": f"=IF({renewed},{{cloture}},EDATE(in_signature,{{v:contrat.duree}}))",
            "fin_effet": f"=IF({stop}>0,MIN({{fin_contrat}},{stop}+1),{{fin_contrat}})",
            "effet_jours": "=MAX(0,MIN({cloture},{fin_effet})-MAX({ouverture},in_signature))",
            "bareme": "=MATCH(MAX({ouverture},INDEX(bar_dates,1)),bar_dates,1)",
            "contrat_colonne": f"={NUMBER_CELL}+COLUMNS(in_avenant_dates)*(INDEX(in_avenant_dates,{NUMBER_CELL})>0)"
            f"*({{ouverture}}>=INDEX(in_avenant_dates,{NUMBER_CELL}))",
            # rounded twice, so that an exact half that a sheet holds as 0,499… stays a half
            "croissance": f"={own_cell(book, 'croissance')}",
            "facteur": f"=IF(ISNUMBER({{croissance}}),ROUND(ROUND({previous}*(1+ROUND({{croissance}},6)),12),6),1)",
            "patientele": f"=ROUND(ROUND({self._answer('patientele')}*{{facteur}},6),0)",
            "atteinte": f"=ROUND({own_cell(book, 'atteinte')},6)",
        }
        numbers = {"fin_contrat": "date", "fin_effet": "date"}
        numbers |= {"facteur": "factor", "atteinte": "rate", "croissance": "rate"}
        for key, text in values.items():
            self.scenario.fill(places[key], self.formula(text), numbers.get(key, "int"))

    def _values(self, amounts: Mapping[str, Amount]) -> None:
        book = self.scenario.book
        values, signed = book.names["bar_valeurs"], book.names["in_contrat"]
        for step, code in enumerate(VALUES):
            own = f"Barème!{cells.area(signed[1] + step, signed[2], 1, 2 * SCENARIOS, 'col')}"
            national = f"Barème!{cells.area(values[1] + step, values[2], 1, SLOTS, 'col')}"
            chosen = f"INDEX({own},{{contrat_colonne}})"
            text = f"=IF(COUNT({chosen}),{chosen},INDEX({national},{{bareme}}))"
            self.scenario.fill(self.places[f"v:{code}"], self.formula(text), number_format(amounts[code].unit))

    def _flags(self) -> None:
        book = self.scenario.book
        signed, doubts = book.names["in_contrat"], book.names["bar_a_confirmer"]
        for code in FLAGS:
            row = VALUES.index(code)
            own = f"Barème!{cells.area(signed[1] + row, signed[2], 1, 2 * SCENARIOS, 'col')}"
            doubt = f"Barème!{cells.area(doubts[1] + row, doubts[2], 1, SLOTS, 'col')}"
            text = f"=INDEX({doubt},{{bareme}})*(COUNT(INDEX({own},{{contrat_colonne}}))=0)"
            self.scenario.fill(self.places[f"d:{code}"], self.formula(text), "int")

    def _answers(self) -> None:
        for question in ANSWERS:
            chosen = self._answer(question.code)
            text = f"={chosen}"
            if question.kind == YES_NO:
                text = f'=({chosen}="oui")*1'
            elif question.kind == SOFTWARE:
                text = f'=N({chosen})+({chosen}="oui")'
            elif question.code == "reunions":
                text = f"=IF(COUNT({chosen}),{chosen},-1)"
            elif question.code.endswith("_national"):
                text = f"=IF(COUNT({chosen}),{chosen},{{v:precarite.{question.code}}})"
            number = NUMBERS.get(question.kind, "int").replace("general", "int")
            self.scenario.fill(self.places[f"r:{question.code}"], self.formula(text), number)

    def _points(self) -> None:
        for key, text in GROUNDWORK_FORMULAS.items():
            number = "factor" if key in ("concertation_part", "concertation_reunions") else "points"
            self.scenario.fill(self.places[key], self.formula(text), "int" if key in _WHOLE else number)
        for code, text in FIXED_FORMULAS.items():
            self.scenario.fill(self.places[f"f:{code}"], self.formula(text), "points")
        for code, text in VARIABLE_FORMULAS.items():
            reached = "" if KINDS[code] == PREREQUISITE else "*{atteinte}"
            self.scenario.fill(self.places[f"w:{code}"], self.formula(text + reached), "points")
        for code in CODES:
            parts = [f"{{{mark}:{code}}}" for mark, held in (("f", FIXED), ("w", VARIABLE)) if code in held]
            days = f"{code}_jours" if code in ("si_standard", "si_avance") else "effet_jours"
            text = f"=({'+'.join(parts)})*{{{days}}}/{{jours}}"
            self.scenario.fill(self.places[f"p:{code}"], self.formula(text), "points")
            self.scenario.fill(self.places[f"e:{code}"], self.formula(f"=ROUND({{p:{code}}}*{{v:point.valeur}},2)"))

        for mark in ("p", "e", "f", "w"):
            codes = [name for name in self.places if name.startswith(f"{mark}:")]
            self.scenario.sheet.grey_zeros(self.places[codes[0]], D, len(codes), PERIODS)

    def _results(self) -> None:
        numbers = {"prerequis": "int", "points": "points", "precarite_taux": "rate", "nouvelle": "int"}
        numbers["avance_points"] = "points"
        for key, text in RESULT_FORMULAS.items():
            look = "total" if key in ("remuneration", "avance") else "value"
            self.scenario.fill(self.places[key], self.formula(text), numbers.get(key, "euro"), look)
