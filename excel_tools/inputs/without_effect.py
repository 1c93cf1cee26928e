"""Rows of a table of scenarios that are read but cannot do what they seem to say: a sentence for each, no mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from excel_tools.dates import add_months, day, french, year_of
from excel_tools.errors import RuleError
from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.cpts_table import VARIABLE_LINES
from excel_tools.funding.esp import EspContract
from excel_tools.inputs.columns import MISSION_WORDS
from excel_tools.inputs.grown_counts import grown_count
from excel_tools.inputs.past_terms import past_terms
from excel_tools.money import french_euros
from excel_tools.rules import ContractLine, Rules
from excel_tools.rules.units import CENTS, SCALES
from excel_tools.rules.words import plain
from excel_tools.scenarios import EVERYONE, Setting
from excel_tools.scenarios.parameters import CODE, concerns, find
from excel_tools.schedule import YEARS
from excel_tools.structure import Structure

_FORFAIT = "bareme.esp.forfait."
_INDEXED = ("prix", "salaires")
_SHOWN = 3
"""Structures a sentence names; the others are counted."""


def without_effect(settings: Iterable[Setting], structures: Sequence[Structure], rules: Rules) -> tuple[str, ...]:
    """Return what a treasurer should know of the settings of a file, in their order, each sentence once.

    Args:
        structures: those that are looked at; a setting that concerns none of them is left to the reader of the file.
    """
    found: list[str] = []
    settings = tuple(settings)
    for setting in settings:
        meant = [
            one
            for one in structures
            if setting.structure in (EVERYONE, one.name) and concerns(setting.parameter, one.kind)
        ]
        if not meant:
            continue
        told = (
            _too_late(setting, meant),
            _first_year(setting, meant),
            _no_indicator(setting, meant),
            _granted(setting, meant, rules),
            _mixed(setting, rules),
            _over(setting, meant, rules),
            grown_count(setting, settings, meant),
        )
        found += [f"{_head(setting)} : {text}" for text in told if text]
    return tuple(dict.fromkeys(found))


def _head(setting: Setting) -> str:
    who = "" if setting.structure == EVERYONE else f", « {setting.structure} »"
    since = f" à partir de {setting.from_year}" if setting.from_year else ""
    return f"Scénario « {setting.scenario} »{who}, « {setting.parameter} »{since}"


def _too_late(setting: Setting, meant: Sequence[Structure]) -> str:
    """Tell a year, or an end, that comes after the last fiscal year of everyone."""
    last = max(add_months(day(one.first_exercice, one.first_month, 1), 12 * YEARS) - 1 for one in meant)
    ends = setting.parameter == "fin_anticipee" and setting.value is not None and setting.value >= last
    if not ends and (setting.from_year is None or setting.from_year <= year_of(last)):
        return ""
    when = f"le {french(setting.value)} ne précède pas" if ends else "commence après"
    return f"{when} la fin du dernier exercice ({french(last)}) ; sans effet."


def _first_year(setting: Setting, meant: Sequence[Structure]) -> str:
    """Tell a rise of prices or wages asked for the first fiscal year, whose amounts are those entered."""
    if setting.parameter not in _INDEXED or setting.from_year is None or not setting.value:
        return ""
    first = {one.first_exercice for one in meant if setting.from_year <= one.first_exercice}
    if not first:
        return ""
    which, then = "", "au suivant"
    if len(first) == 1:
        year = min(first)
        which, then = f" ({year})", f"en {year + 1}"
    return f"le premier exercice{which} ne bouge pas, ses montants sont ceux saisis ; l'effet commence {then}."


def _over(setting: Setting, meant: Sequence[Structure], rules: Rules) -> str:
    """Tell the contracts that ended before the first fiscal year: without renewal, all their income goes."""
    ended = past_terms(setting, meant, rules)
    if not ended:
        return ""
    return (
        f"pour {_named(ended)}, le contrat a pris fin avant le premier exercice : tous ses produits disparaissent. "
        "S'il a été renouvelé, écrire « oui », et « fin_anticipee » pour dire le jour où il s'arrête."
    )


def _no_indicator(setting: Setting, meant: Sequence[Structure]) -> str:
    """Tell the CPTS whose missions are to follow indicators they do not have: nothing of them is earned."""
    name, _, mission = setting.parameter.partition(".")
    if name != "atteinte" or setting.value != BY_INDICATORS:
        return ""
    bare = []
    for one in meant:
        if not isinstance(one.contract, CptsContract):
            continue
        measured = {indicator.mission for indicator in one.contract.indicators}
        engaged = [code for code in VARIABLE_LINES if one.contract.starts.get(code) and mission in ("", code)]
        missing = [MISSION_WORDS[code] for code in engaged if code not in measured]
        if missing:
            bare.append(f"« {one.name} » ({', '.join(missing)})")
    if not bare:
        return ""
    return (
        f"aucun indicateur saisi, part variable comptée 0 € pour {_named(bare)}. Écrire un taux, ou saisir les "
        "indicateurs dans le portefeuille."
    )


def _named(texts: Sequence[str]) -> str:
    if len(texts) <= _SHOWN:
        return ", ".join(texts)
    more = len(texts) - _SHOWN
    return f"{', '.join(texts[:_SHOWN])} et {more} autre{'s' if more > 1 else ''}"


def _granted(setting: Setting, meant: Sequence[Structure], rules: Rules) -> str:
    """Tell the ESP for which an amount per team was typed: it prevails on that of the region."""
    if not setting.parameter.startswith(_FORFAIT):
        return ""
    region = plain(rules.series(setting.parameter.removeprefix("bareme."))[0].region)
    typed = [
        f"« {one.name} »"
        for one in meant
        if isinstance(one.contract, EspContract)
        and one.contract.amount is not None
        and plain(one.contract.region) == region
    ]
    if not typed:
        return ""
    return (
        f"sans effet pour {_named(typed)}, dont le « Montant par équipe » saisi dans le portefeuille l'emporte sur le "
        "barème. Vider cette cellule et donner le montant accordé par un fichier de contrat, que le scénario remplace."
    )


def _mixed(setting: Setting, rules: Rules) -> str:
    """Tell one amount for the four sizes that is a rise for some and a fall for the others."""
    found = find(setting.parameter)
    if found is None or found.follow != CODE or not isinstance(setting.value, tuple):
        return ""
    lines = [line for line in setting.value if isinstance(line, ContractLine)]
    if len(lines) != 1 or lines[0].size:
        return ""
    line = lines[0]
    try:
        amount = rules.amount(line.code, line.since or None)
    except RuleError:
        # nothing is known that day, nothing to compare with
        return ""
    values = amount.values
    if not amount.sized or SCALES[amount.unit] != CENTS or not min(values) < line.value < max(values):
        return ""
    lower = [f"{rank} ({french_euros(cents)})" for rank, cents in enumerate(values, 1) if cents > line.value]
    shown = f"la taille {lower[0]}" if len(lower) == 1 else f"les tailles {', '.join(lower[:-1])} et {lower[-1]}"
    return (
        f"{french_euros(line.value)} vaut pour les quatre tailles, et c'est une baisse pour {shown} ; pour une seule "
        "taille, ajouter « .taille1 » à « .taille4 »."
    )
