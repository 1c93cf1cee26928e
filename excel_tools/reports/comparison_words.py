"""« Paramètres » and « Explications » of a comparison: what scenarios change, in a treasurer's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from textwrap import wrap
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

from excel_tools.comparison import CAUSE_LABELS, Comparison
from excel_tools.comparison.fields import shown
from excel_tools.comparison.gap import Gap
from excel_tools.comparison.sentences import Sentence, over_causes, sentences
from excel_tools.dates import french
from excel_tools.funding.cpts_table import MISSION_LABELS
from excel_tools.funding.msp_fields import QUESTIONS, SOFTWARE, YES_NO
from excel_tools.money import french_euros, french_number, french_rate
from excel_tools.reports.comparison_entered import AS_ENTERED, entered
from excel_tools.reports.comparison_shape import (
    EFFECTS,
    INHERITED,
    PARAMETER_ROWS,
    SENTENCE_MEASURES,
    SENTENCE_PAGE,
    SENTENCE_SOURCE,
    SENTENCE_TEXT,
)
from excel_tools.rules import ContractLine, Rules
from excel_tools.rules.units import french_value
from excel_tools.scenarios import EVERYONE, Setting
from excel_tools.scenarios.inherit import by_scenario, chains
from excel_tools.scenarios.parameters import BASE, CATALOGUE, concerns, find

_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "base": "Bâti sur le scénario",
        "atteinte": "Part variable obtenue",
        "indicateur": "Valeur mesurée de l'indicateur",
        "decalage": "Missions plus tard (versements, hors CPTS)",
        "croissance": "Croissance annuelle de la population ou de la patientèle",
        "population": "Population couverte",
        "bareme": "Barème tenu pour tout le contrat",
        "avance": "Part versée d'avance",
        "contrat": "Montants du contrat signé",
        "dotation": "Dotation annuelle de l'ESS",
        "equipes": "Nombre d'équipes",
        "retard": "Retard du financeur",
        "fin_anticipee": "Dernier jour d'un contrat arrêté avant son terme",
        "renouvellement": "Le contrat continue après cinq ans",
        "delai_charges": "Délai ajouté au paiement des charges",
        "prix": "Hausse des prix, par an",
        "salaires": "Hausse des salaires, par an",
        **{question.code: question.label for question in QUESTIONS},
    }
)
_RATES = (
    "atteinte",
    "croissance",
    "prix",
    "salaires",
    "taux_c2s",
    "taux_ame",
    "taux_c2s_national",
    "taux_ame_national",
)
_YES_NO = ("oui_non", *(f"msp.{question.code}" for question in QUESTIONS if question.kind in (YES_NO, SOFTWARE)))
_RISE = re.compile(r"\(([+−][^()]*%) sur le barème")
"""In the source of an amount, the percentage that made it."""
_MONTHS = ("decalage", "retard", "delai_charges")


class Change(Protocol):
    """An input that changed between two states of a workbook: where it is, what it is, before and after."""

    @property
    def sheet(self) -> str: ...
    @property
    def ref(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def scenario(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


ParameterRow = tuple[str, str, int | None, tuple[str | None, ...]]


def parameter_rows(comparison: Comparison, settings: Sequence[Setting], rules: Rules) -> list[ParameterRow]:
    """Return what the scenarios change: label, structures concerned, first year, value under each scenario.

    The rows of a parameter stand together, so that the scenarios are read side by side. What a scenario takes from the
    one it builds on is marked so: « 60 % (repris) ». The reference shows what a structure compared alone has entered.
    """
    own = by_scenario(meant(settings, comparison))
    made = chains(settings)
    rows: dict[tuple[str, str, int | None], dict[str, str]] = {}
    held = {name: _held(made.get(name, (name,)), own) for name in comparison.scenarios}
    wanted = [(setting, setting.scenario) for setting in settings if setting in own.get(setting.scenario, ())]
    for setting, scenario in wanted:
        if scenario in held or any(setting in found.values() for found in held.values()):
            rows.setdefault((setting.parameter, setting.structure, setting.from_year), {})
    for name, found in held.items():
        for place, setting in found.items():
            came = "" if setting.scenario == name else INHERITED
            rows[place][name] = f"{_shown(setting, rules)}{came}"
    for (parameter, *_), cells in rows.items():
        if parameter != BASE:
            cells.setdefault(comparison.reference, _entered(parameter, comparison))
    return [
        (
            parameter_label(parameter, rules),
            "toutes" if structure == EVERYONE else structure,
            year,
            tuple(rows[parameter, structure, year].get(name) for name in comparison.scenarios),
        )
        for parameter, structure, year in sorted(rows, key=_rank)
    ]


def meant(settings: Sequence[Setting], comparison: Comparison) -> list[Setting]:
    """Return the settings of structures compared, of a kind that has the parameter; and what a scenario builds on."""
    kinds = {case.structure.name: {case.structure.kind} for case in comparison.cases}
    kinds[EVERYONE] = set().union(*kinds.values())
    return [
        item
        for item in settings
        if item.parameter and item.structure in kinds
        if item.parameter == BASE or any(concerns(item.parameter, kind) for kind in kinds[item.structure])
    ]


def _rank(row: tuple[str, str, int | None]) -> tuple[Any, ...]:
    """Return where a row stands: as the help lists the parameters, everyone first, the earliest year first."""
    parameter, structure, year = row
    known = find(parameter)
    name = parameter.partition(".")[0]
    place = next((rank for rank, one in enumerate(CATALOGUE) if one.name == name), len(CATALOGUE))
    return place, known is None, parameter, structure != EVERYONE, structure, year or 0


def _entered(parameter: str, comparison: Comparison) -> str:
    """Return what the only structure compared has entered; of several, no single value can be shown."""
    if len(comparison.cases) > 1:
        return AS_ENTERED
    return entered(parameter, comparison.cases[0].gaps[comparison.variants[0]].structure)


def changed_rows(changes: Sequence[Change]) -> list[ParameterRow]:
    """Return what changed between two states of a workbook, as ``parameter_rows`` returns what scenarios change.

    Beyond the room of the sheet, the last row counts those that are not shown.
    """
    shown = changes if len(changes) <= PARAMETER_ROWS else changes[: PARAMETER_ROWS - 1]
    rows: list[ParameterRow] = [
        (
            f"{change.label}, scénario « {change.scenario} »" if change.scenario else change.label,
            f"{change.sheet} {change.ref}",
            None,
            (change.before, change.after),
        )
        for change in shown
    ]
    if len(shown) < len(changes):
        rows.append((f"Et {len(changes) - len(shown)} autres saisies, que donne --json", "", None, (None, None)))
    return rows


def _held(chain: Sequence[str], own: Mapping[str, Sequence[Setting]]) -> dict[tuple[str, str, int | None], Setting]:
    """Return the settings that hold under a scenario: its own, and those of its bases that nothing after replaces."""
    found: dict[tuple[str, str, int | None], Setting] = {}
    for rank, name in enumerate(chain):
        after = [item for later in chain[rank + 1 :] for item in own.get(later, ())]
        for setting in own.get(name, ()):
            # what a base builds on is its own business
            if rank == len(chain) - 1 or (setting.parameter != BASE and not any(_covers(x, setting) for x in after)):
                found[setting.parameter, setting.structure, setting.from_year] = setting
    return found


def _covers(setting: Setting, other: Setting) -> bool:
    """Whether a setting of a later scenario leaves nothing of another one."""
    name, of = setting.parameter, other.parameter
    # the barème as a whole leaves the amounts that were overridden
    same = name == of or (name != "bareme" and of.startswith(f"{name}."))
    earlier = setting.from_year is None or (other.from_year is not None and setting.from_year <= other.from_year)
    return same and earlier and setting.structure in (EVERYONE, other.structure)


def parameter_label(parameter: str, rules: Rules) -> str:
    """Return what a parameter is: « Part variable obtenue, Parcours »."""
    name, _, detail = parameter.partition(".")
    if name == "bareme" and detail:
        code, _, size = detail.partition(".taille")
        what = rules.series(code)[-1].label if code in rules.codes(code.partition(".")[0]) else code
        return f"{what}, taille {size}" if size else what
    known = find(parameter)
    label = _LABELS.get(name) or (known.label if known else parameter)
    return f"{label}, {MISSION_LABELS.get(detail, detail)}" if detail else label


def _shown(setting: Setting, rules: Rules) -> str:
    name, value = setting.parameter.partition(".")[0], setting.value
    if name == "contrat":
        return "contrat signé"
    if isinstance(value, tuple):
        return _lines(value, rules)
    known = find(setting.parameter)
    if isinstance(value, bool) or (known and known.value in _YES_NO and value in (0, 1)):
        return "oui" if value else "non"
    if value is None:
        return "indicateurs" if name == "atteinte" else "vide"
    if isinstance(value, str):
        return value
    if name in _RATES:
        return shown(french_rate, value)
    if name in _MONTHS:
        return f"{value} mois"
    if name == "fin_anticipee":
        return french(value) if value else "sans"
    if name == "dotation":
        return french_euros(value)
    if isinstance(value, int):
        return french_number(value)
    return french_number(value, 2) if isinstance(value, Fraction) else str(value)


def _lines(lines: Sequence[Any], rules: Rules) -> str:
    """Return amounts put in the place of those of the barème; only counted when they are many."""
    found = [line for line in lines if isinstance(line, ContractLine)]
    typed = {change[1] if (change := _RISE.search(line.source)) else "" for line in found}
    # a percentage is told as it was typed, whatever it makes of each size
    if len(typed) == 1 and "" not in typed:
        return typed.pop()
    shown = dict.fromkeys(french_value(line.value, rules.series(line.code)[-1].unit) for line in found)
    return " ; ".join(shown) if len(shown) <= 2 else f"{len(found)} montants"


Told: TypeAlias = "Mapping[tuple[int, str], Sequence[Sentence]]"
"""Rank of a structure and variant → the sentences of its gap."""


def sentences_told(comparison: Comparison, rules: Rules) -> Told:
    """Return the sentences of every gap, a cause each."""
    return {
        (rank, variant): _told(case.gaps[variant], rules)
        for rank, case in enumerate(comparison.cases)
        for variant in comparison.variants
    }


def sentence_rows(comparison: Comparison, told_of: Told) -> list[list[Any]]:
    """Return the causes of each gap: cause, sentence, euros of each measure, source.

    A sentence takes as many rows as it is long. A row without a sentence heads those of a structure and a variant, with
    its gaps; it is written again on each page they go over, and no sentence is cut by the end of a page.
    """
    found: list[list[Any]] = []
    for place, case in enumerate(comparison.cases):
        for variant in comparison.variants:
            gap = case.gaps[variant]
            effects = {measure: over_causes(gap, measure) for measure in SENTENCE_MEASURES}
            told = told_of[place, variant]
            whole = [sum(amounts.values()) / 100 for amounts in effects.values()]
            head = [f"{case.structure.name} – {variant}", None, *whole, None]
            for rank, sentence in enumerate(told):
                block = _block(sentence, effects)
                room = SENTENCE_PAGE - len(found) % SENTENCE_PAGE
                need = len(block) + (rank == 0)
                # a sentence longer than a page flows on
                if room < need <= SENTENCE_PAGE - 1:
                    found += [[None] * len(head)] * room
                if not len(found) % SENTENCE_PAGE and rank:
                    found.append([f"{head[0]} (suite)", *head[1:]])
                found += [head, *block] if rank == 0 else block
    return found


def _block(sentence: Sentence, effects: Mapping[str, Mapping[str, int]]) -> list[list[Any]]:
    """Return the rows of a sentence."""
    texts = wrap(_unbroken(sentence.text), SENTENCE_TEXT)
    sources = wrap(_unbroken(sentence.source), SENTENCE_SOURCE)
    euros = [amounts.get(sentence.cause, 0) / 100 for amounts in effects.values()]
    first = [CAUSE_LABELS[sentence.cause], texts[0], *euros, sources[0]]
    more = zip_longest(texts[1:], sources[1:])
    return [first, *([None, text, *[None] * len(euros), source] for text, source in more)]


def _unbroken(text: str) -> str:
    """Return a text that no line break leaves with a lone punctuation mark."""
    return re.sub("« ", "«\u00a0", re.sub(r" ([;:!?»%€])", "\u00a0\\1", text))


def _told(gap: Gap, rules: Rules) -> list[Sentence]:
    """Return the sentence of each cause, told on the receipts, or on the first measure that it moves."""
    effects = {measure: over_causes(gap, measure) for measure in SENTENCE_MEASURES}
    chosen: dict[str, Sentence] = {}
    moved = {cause for amounts in effects.values() for cause, cents in amounts.items() if cents}
    for measure in SENTENCE_MEASURES:
        for sentence in sentences(gap, rules, measure):
            known = chosen.get(sentence.cause)
            if known is None or (sentence.cents and not known.cents):
                chosen[sentence.cause] = sentence
        if all(cause in chosen and chosen[cause].cents for cause in moved):
            break
    return [chosen[cause] for cause in EFFECTS if cause in chosen]
