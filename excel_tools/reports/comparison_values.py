"""Comparison → workbook: the value of every name of its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from excel_tools.comparison import Comparison, Scope
from excel_tools.comparison.comparison import STRUCTURE
from excel_tools.comparison.figures import CHARGES, LOWEST, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.dates import french, to_serial
from excel_tools.errors import InputError
from excel_tools.funding.families import FAMILIES
from excel_tools.reports.cells import Values, padded, source_shown
from excel_tools.reports.comparison_data import (
    Data,
    Sums,
    data_of,
    measure_columns,
    scope_titles,
    total_of,
)
from excel_tools.reports.comparison_gaps import (
    cascade_rows,
    check_values,
    gap_values,
    line_values,
    share,
    structure_values,
)
from excel_tools.reports.comparison_phrases import phrase_lines
from excel_tools.reports.comparison_shape import (
    CAUSE_ROWS,
    CURVE_TITLES,
    DATA_ROWS,
    EFFECTS,
    LINE_ITEMS,
    LOW_HEADS,
    MAIN_WORDS,
    PARAMETER_ROWS,
    PHRASE_LINES,
    PHRASE_ROWS,
    SCENARIO_ROWS,
    SCOPE_ROWS,
    SENTENCE_MEASURES,
    SENTENCE_ROWS,
    SHEETS,
    SHORT,
    SHOWN,
    SOURCE_ROWS,
)
from excel_tools.reports.comparison_unsure import uncertain_share
from excel_tools.reports.comparison_words import (
    Change,
    ParameterRow,
    Told,
    changed_rows,
    meant,
    parameter_rows,
    sentence_rows,
    sentences_told,
)
from excel_tools.reports.shape import slug
from excel_tools.rules import Rules, Source
from excel_tools.rules.words import nearest
from excel_tools.scenarios import Setting
from excel_tools.scenarios.parameters import BASE

UNTITLED = "Comparaison de scénarios"
CHOICE_SHEETS = ("Écarts", "Lignes", "Structures", "Contrôles")
_REMEDY = "comparer moins de structures ou de scénarios à la fois, ou demander le CSV, qui n'a pas de limite"


def comparison_values(
    comparison: Comparison,
    rules: Rules,
    settings: Sequence[Setting],
    *,
    changes: Sequence[Change] = (),
    title: str = "",
    scope: Scope | None = None,
    variant: str = "",
    edition: int = 0,
    version: str = "",
) -> tuple[Values, dict[str, str], dict[str, Any]]:
    """Return the values of the names, the texts of the tokens and the rows to show, for ``Template.render``.

    Raises:
        InputError: what the workbook cannot show: see ``comparison_book.write_comparison``.
    """
    count = len(comparison.scenarios)
    if not 2 <= count <= SCENARIO_ROWS:
        raise InputError(
            f"Un classeur de comparaison montre de 2 à {SCENARIO_ROWS} scénarios, la référence comprise ; {count} "
            f"{'donné' if count == 1 else 'donnés'}. {'Ajouter une variante.' if count == 1 else 'En garder moins.'}"
        )
    chosen = variant or comparison.variants[0]
    if chosen not in comparison.variants:
        raise InputError(
            f"Variante « {chosen} » inconnue.{nearest(chosen, comparison.variants)} Variantes : "
            f"{', '.join(comparison.variants)}."
        )
    scopes = comparison.scopes
    looked = scopes[0] if scope is None else scope
    if looked not in scopes:
        names = [item.label for item in scopes]
        raise InputError(f"Périmètre « {looked.label} » inconnu.{nearest(looked.label, names)}")
    data = data_of(comparison)
    titles = scope_titles(data)
    parameters = [*parameter_rows(comparison, settings, rules), *changed_rows(changes)]
    told = sentences_told(comparison, rules)
    explained = sentence_rows(comparison, told)
    families = [FAMILIES[kind].code for kind in comparison.kinds]
    cited = _sources(rules, families)
    _room(data, titles, parameters, explained, cited)
    every = {item: Sums(data, item) for item, _ in titles}
    sums, number = every[looked], comparison.scenarios.index(chosen) + 1
    title = title or (comparison.cases[0].structure.name if len(comparison.cases) == 1 else UNTITLED)
    named = dict(titles)[looked]
    values = _lists(data, titles, parameters, explained, cited)
    found = [item.scenario for item in meant(settings, comparison) if item.parameter != BASE]
    own = [found.count(name) for name in comparison.scenarios]
    own[-1] += len(changes)
    values["bar_scenario_hypotheses"] = padded(own, SCENARIO_ROWS)
    values.update(_choice(data, titles, looked, chosen))
    values.update(_synthesis(data, sums, looked, number))
    rooms = cascade_rows(every, count)
    values.update(gap_values(data, sums, number, chosen, rooms))
    values.update(_brief(values, comparison.scenarios, number))
    values.update(line_values(data, sums, number))
    values.update(structure_values(every, number))
    values.update(_phrases(data, every, looked, number, _Wording(told, uncertain_share(comparison, rules))))
    values.update(check_values(data, sums, number))
    _state(values)
    shown = f"Périmètre : {named} – référence : {comparison.reference} – variante : {chosen}"
    values["out_choix_synthese"] = f"« {chosen} » face à « {comparison.reference} » – périmètre : {named}"
    for sheet in SHEETS:
        values[f"out_titre_{slug(sheet)}"] = title
        if sheet in CHOICE_SHEETS:
            values[f"out_choix_{slug(sheet)}"] = shown
    values["bar_titre"] = title
    groups = f"{len(comparison.cases)} structure{'s' if len(comparison.cases) > 1 else ''}"
    values["bar_resume"] = f"{groups} ; {', '.join(comparison.scenarios)} (référence : {comparison.reference})"
    day = edition or rules.verified_on(families)
    values["bar_edition"], values["bar_date"] = to_serial(day), f"Barèmes relus le {french(day)}"
    values["bar_version"] = version
    texts = {
        "structure": title[:80],
        "scenario": f"référence : {comparison.reference}"[:80],
        "version": version,
        "titre": f"Comparaison de scénarios – {title}" if title != UNTITLED else title,
    }
    visible = _visible(data, values, len(titles), len(parameters), len(explained), len(cited))
    visible.update({f"out_cas_{name}_noms": rows for name, rows in rooms.items()})
    return values, texts, visible


def _room(data: Data, *lists: Sequence[Any]) -> None:
    """Refuse what the sheets have no room for.

    Raises:
        InputError: each limit passed, in French.
    """
    names = ("périmètres", "paramètres", "phrases d'explication", "textes cités", "lignes de données", "effets")
    limits = (SCOPE_ROWS, PARAMETER_ROWS, SENTENCE_ROWS, SOURCE_ROWS, DATA_ROWS, CAUSE_ROWS)
    counts = [*map(len, lists), len(data.rows), len(data.effects)]
    problems = [
        f"{count} {name} : le classeur de comparaison en tient {limit} au plus ; {_REMEDY}."
        for name, limit, count in zip(names, limits, counts, strict=True)
        if count > limit
    ]
    if problems:
        raise InputError(problems)


def _sources(rules: Rules, families: Sequence[str]) -> list[list[Any]]:
    cited: dict[str, Source] = {}
    for family in families:
        for amount in rules.family(family):
            for found in (amount, amount.national):
                if found is not None:
                    cited.setdefault(found.source.id, found.source)
    return [[source_shown(source), source.title, source.date or None] for source in cited.values()]


def _lists(
    data: Data,
    titles: Sequence[tuple[Scope, str]],
    parameters: Sequence[ParameterRow],
    explained: Sequence[Sequence[Any]],
    cited: Sequence[Sequence[Any]],
) -> Values:
    """Return everything that formulas read."""
    scenarios = data.comparison.scenarios
    criteria = [data.criteria(scope) for scope, _ in titles]
    values: Values = {
        "bar_exercice": data.exercices[0],
        "bar_scenarios": padded(scenarios, SCENARIO_ROWS),
        "bar_scenario_roles": padded(["référence", *["variante"] * (len(scenarios) - 1)], SCENARIO_ROWS),
        "bar_s_n": padded(range(1, len(scenarios) + 1), SCENARIO_ROWS),
        "out_parametres_scenarios": [padded(scenarios, SCENARIO_ROWS, "")],
        "bar_parametres": padded(([name, who, year] for name, who, year, _ in parameters), PARAMETER_ROWS, [None] * 3),
        "bar_parametres_valeurs": padded(
            (padded(shown, SCENARIO_ROWS) for *_, shown in parameters), PARAMETER_ROWS, [None] * SCENARIO_ROWS
        ),
        "bar_perimetres": padded((text for _, text in titles), SCOPE_ROWS),
        "bar_p_n": padded(range(1, len(titles) + 1), SCOPE_ROWS),
        "bar_p_u": padded((int(scope.level == STRUCTURE) for scope, _ in titles), SCOPE_ROWS),
        "bar_explications": padded(explained, SENTENCE_ROWS, [None] * (3 + len(SENTENCE_MEASURES))),
        "bar_sources": padded(cited, SOURCE_ROWS, [None] * 3),
        "out_donnees_exercices": list(data.exercices),
        "out_effets_exercices": list(data.exercices),
    }
    for step, name in enumerate("str"):
        values[f"bar_p_{name}"] = padded((found[step] for found in criteria), SCOPE_ROWS)
    for number, short in enumerate(("dro", "pro", "cha", "enc", "res", "tre", "bas"), 1):
        values[f"bar_m_{short}"] = number
    for prefix, rows, room, last in (("d", data.rows, DATA_ROWS, "l"), ("e", data.effects, CAUSE_ROWS, "n")):
        for name, column in measure_columns(rows, data).items():
            blank = [None] * {"textes": 4, "ex": len(data.exercices)}[name] if name in ("textes", "ex") else None
            values[f"bar_{prefix}_{last if name == 'number' else name}"] = padded(column, room, blank)
    return values


def _choice(data: Data, titles: Sequence[tuple[Scope, str]], looked: Scope, chosen: str) -> Values:
    structure, kind, region = data.criteria(looked)
    return {
        "in_perimetre": dict(titles)[looked],
        "in_variante": chosen,
        "out_p": [scope for scope, _ in titles].index(looked) + 1,
        "out_c_s": structure,
        "out_c_t": kind,
        "out_c_r": region,
        "out_v": data.comparison.scenarios.index(chosen) + 1,
        "out_u": int(looked.level == STRUCTURE),
    }


def _synthesis(data: Data, sums: Sums, looked: Scope, number: int) -> Values:
    names = padded(data.comparison.scenarios, SCENARIO_ROWS, "")
    alone = looked.level == STRUCTURE
    values: Values = {}
    ranks = range(1, SCENARIO_ROWS + 1)
    for code in SHOWN:
        short = SHORT[code]
        totals = [total_of(sums, n, code) for n in ranks]
        rows = [
            _with_gap(total, totals[0], sums.years("measure", n, code)) for n, total in zip(ranks, totals, strict=True)
        ]
        values[f"out_syn_{short}"] = rows
        values[f"out_syn_{short}_noms"] = names
        values[f"out_syn_{short}_exercices"] = list(data.exercices)
    below = [sums.below(n) for n in ranks]
    values["out_syn_zero"] = [[row[-1], row[-1] - below[0][-1]] for row in below]
    values["out_syn_zero_annees"] = [row[:-1] for row in below]
    lowest = [(sums.over("measure", n, LOWEST), sums.years("measure", n, LOWEST)) for n in ranks]
    values["out_syn_bas"] = [
        _with_gap(over, lowest[0][0], years) if alone else ["–"] * (3 + sums.width) for over, years in lowest
    ]
    for key in ("zero", "bas"):
        values[f"out_syn_{key}_noms"] = names
        values[f"out_syn_{key}_exercices"] = list(data.exercices)
    counted = not alone and any(any(row[:-1]) for row in below)
    cash = [years for _, years in lowest] if alone else [sums.years("measure", n, TRESORERIE) for n in ranks]
    values["out_courbe"] = [row[:-1] for row in below] if counted else [[cents / 100 for cents in row] for row in cash]
    values["out_courbe_titre"] = CURVE_TITLES[0 if alone else 1 if counted else 2]
    return values


def _brief(values: Values, scenarios: Sequence[str], number: int) -> Values:
    """Return the key figures: reference, variant, gap, share; they stand in the tables already."""
    found: Values = {"out_bref_reference": scenarios[0], "out_bref_variante": scenarios[number - 1]}
    low = "zero" if values["out_syn_bas"][0][0] == "–" else "bas"
    found["out_bref_bas_nom"] = LOW_HEADS[low == "zero"]
    for short in (*(SHORT[code] for code in (PRODUITS, CHARGES, RESULTAT, TRESORERIE)), low):
        first, here = (values[f"out_syn_{short}"][rank - 1] for rank in (1, number))
        name = "bas" if short == low else short
        found[f"out_bref_{name}"] = [first[0], here[0], here[1]]
        found[f"out_bref_{name}_pct"] = "" if short == "zero" else here[2]
    found["out_cascade_titre"] = f"D'où vient l'écart de {MAIN_WORDS[values['out_mesure'] - 1]}"
    return found


@dataclass(frozen=True, slots=True)
class _Wording:
    """What the sentences of « Synthèse » say beside their amounts.

    Attributes:
        told: the causes of each gap.
        unsure: structures of a scope, by their ranks → the share of their dues that is to be confirmed.
    """

    told: Told
    unsure: Callable[[frozenset[int]], str]

    def inputs(self, cases: frozenset[int], variant: str) -> Mapping[str, Sequence[str]]:
        """Return what was changed under each cause, when a structure is looked at alone."""
        return {told.cause: told.inputs for told in self.told[min(cases), variant] if told.inputs}


def _phrases(data: Data, every: Mapping[Scope, Sums], looked: Scope, number: int, wording: _Wording) -> Values:
    """Return the sentences of every choice, and those of the one shown."""
    rows: list[list[Any]] = []
    heads: list[list[Any]] = []
    for (scope, sums), (_, text) in zip(every.items(), scope_titles(data), strict=True):
        for rank in range(2, SCENARIO_ROWS + 1):
            known = rank <= len(data.comparison.scenarios)
            heads.append([text, data.comparison.scenarios[rank - 1]] if known else [None, None])
            if not known:
                rows.append([None] * PHRASE_LINES)
                continue
            inside = data.inside(scope)
            inputs = wording.inputs(inside, data.comparison.scenarios[rank - 1]) if scope.level == STRUCTURE else {}
            rows.append(phrase_lines(data, scope, sums, rank, inputs, wording.unsure(inside)))
    place = list(every).index(looked) * (SCENARIO_ROWS - 1) + number - 2
    return {
        "out_phrase": place + 1,
        "out_phrases": rows[place],
        "bar_phrases": padded(([line or None for line in row] for row in rows), PHRASE_ROWS, [None] * PHRASE_LINES),
        "bar_phrases_choix": padded(heads, PHRASE_ROWS, [None, None]),
    }


def _with_gap(total: int, first: int, years: Sequence[int]) -> list[Any]:
    """Return a row: total, gap to the reference, the same in per cent, years; in euros."""
    return [total / 100, (total - first) / 100, share(total - first, first), *(cents / 100 for cents in years)]


def _state(values: Values) -> None:
    """Count the checks that pass: all of them, or the whole is to be looked at."""
    states = [row[-1] for name in _GROUPS for row in values[f"out_ctl_{name}"]]
    values["out_controles_comptes"] = [states.count("OK"), len(states)]
    state = "OK" if states.count("OK") == len(states) else "À revoir"
    values["out_etat_global"] = values["out_lisezmoi_etat"] = state
    values["out_bref_etat"] = f"Contrôles : {state}"


_GROUPS = ("causes", "lignes", "resultat", "structures", "donnees", "comptes")


def _visible(data: Data, values: Values, scopes: int, parameters: int, explained: int, cited: int) -> dict[str, Any]:
    """Return the rows to show: those that hold something."""
    count, several = len(data.comparison.scenarios), len(data.comparison.cases) > 1
    causes = {row.number for row in data.effects}
    held = {row.measure for row in data.rows}, {row.number for row in data.rows}
    kept = [number in causes for number in range(1, len(EFFECTS) + 1)]
    found: dict[str, Any] = {
        "bar_scenarios": count,
        "bar_perimetres": scopes,
        "bar_parametres": parameters,
        "bar_explications": explained,
        "bar_sources": cited,
        "bar_d_h": len(data.rows),
        "bar_e_h": len(data.effects),
        "bar_phrases": [choice[0] is not None for choice in values["bar_phrases_choix"]],
        "out_ctl_resultat": count,
        # one structure alone is no count: its lowest cash, below, says it
        "out_syn_zero": count if several else 0,
        "out_syn_zero_exercices": int(several),
        "out_syn_bas": count,
        "out_lignes": 3 * sum(line in held[1] if line else measure in held[0] for measure, line, _ in LINE_ITEMS),
    }
    for code in SHOWN:
        found[f"out_syn_{SHORT[code]}"] = count
        found[f"out_eca_{SHORT[code]}"] = [*kept, True]
    return found
