"""Sensitivity → workbook: the value of every name of its template."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from textwrap import wrap
from typing import Any

from excel_tools.budget import build_budget
from excel_tools.comparison.figures import LOWEST, TRESORERIE, figures, over_years, total
from excel_tools.comparison.sensitivity import Bar
from excel_tools.dates import to_serial
from excel_tools.errors import InputError
from excel_tools.funding.families import FAMILIES
from excel_tools.money import french_euros
from excel_tools.reports.cells import Values, padded, source_shown
from excel_tools.reports.sensitivity_data import Outlook, Sensitivity, class_label, drawn_in
from excel_tools.reports.sensitivity_limits import limits, settled
from excel_tools.reports.sensitivity_shape import (
    CLASS_ROWS,
    LAST,
    LAW_ROWS,
    LAW_WIDTH,
    LEAST,
    LEVER_ROWS,
    NOTE_ROWS,
    OUTLOOKS,
    RANKS,
    SHORT,
    SOURCE_ROWS,
    SUM,
)
from excel_tools.rules import Rules, Source

_CASH = "Sans effet sur ce résultat, mais la trésorerie bouge"
TITLES = ("lisezmoi", "synthese", "tornado", "probabilites", "hypotheses", "controles", "sources")


def sensitivity_values(
    found: Sensitivity, rules: Rules, *, edition: int = 0, version: str = ""
) -> tuple[Values, dict[str, str], dict[str, Any]]:
    """Return the values of the names, the texts of the tokens and the rows to show, for ``Template.render``.

    Raises:
        InputError: more hypotheses than the sheet has room for.
    """
    bars = found.tornado.bars
    if len(bars) > LEVER_ROWS:
        raise InputError(f"{len(bars)} hypothèses : le classeur en montre {LEVER_ROWS} au plus.")
    family = FAMILIES[found.structure.kind].code
    cited: dict[str, Source] = {}
    for amount in rules.family(family):
        cited |= {item.source.id: item.source for item in (amount, amount.national) if item is not None}
    # the limits are never cut: they say what the probabilities do not
    limited = wrapped([*limits(found), found.note])
    laws = [*lines([found.caution, *found.outlook.laws], LAW_ROWS - len(limited)), *limited]
    notes = notes_of(found)
    values: Values = {f"out_titre_{sheet}": found.title for sheet in TITLES}
    values |= {
        "bar_titre": found.title,
        "bar_scenario": found.scenario_shown,
        "bar_edition": to_serial(edition or rules.verified_on([family])),
        "bar_version": version,
        "bar_resultat": found.tornado.label,
        "bar_graine": found.outlook.seed,
        "bar_tirages": found.outlook.count,
        "bar_exercice": found.structure.first_exercice,
        "bar_rangs": list(RANKS),
        "bar_lois": padded(lines(found.outlook.laws), LAW_ROWS),
        "bar_lois_synthese": padded(laws, LAW_ROWS),
        "bar_lois_probabilites": padded(laws, LAW_ROWS),
        "bar_notes": padded(notes, NOTE_ROWS),
        "bar_sources": padded(
            ([source_shown(source), source.title, source.date or None] for source in cited.values()),
            SOURCE_ROWS,
            [None] * 3,
        ),
    }
    values |= _tornado(found, rules)
    values |= _outlook(found)
    values |= _checks(found)
    states = [row[-1] for name in ("montants", "comptes") for row in values[f"out_ctl_{name}"]]
    values["out_controles_comptes"] = [states.count("OK"), len(states)]
    state = "OK" if states.count("OK") == len(states) else "À revoir"
    values |= dict.fromkeys(("out_etat_global", "out_lisezmoi_etat", "out_bref_etat"), state)
    texts = {
        "structure": found.structure.name[:80],
        "scenario": found.scenario_shown[:80],
        "version": version,
        "titre": f"Sensibilité – {found.title}",
    }
    shown = [drawn_in(bar) for bar in bars]
    visible: dict[str, Any] = {
        "bar_leviers": len(bars),
        "out_plages": len(bars),
        # a chart of nothing keeps its first bar
        "out_barres": padded(shown, LEVER_ROWS, blank=False) if any(shown) else 1,
        "bar_lois": sum(1 for text in values["bar_lois"] if text),
        "bar_lois_synthese": len(laws),
        "bar_lois_probabilites": len(laws),
        "bar_notes": len(notes),
        "bar_classes": len(found.outlook.classes),
        "bar_sources": len(cited),
    }
    return values, texts, visible


def wrapped(sentences: Sequence[str]) -> list[str]:
    """Return sentences over the lines of a page."""
    return [line for sentence in sentences for line in wrap(sentence, LAW_WIDTH)]


def lines(sentences: Sequence[str], room: int = LAW_ROWS) -> list[str]:
    """Return sentences over lines that a page holds; the last one says when some are left out."""
    found = wrapped(sentences)
    if len(found) > room:
        found = [*found[: room - 1], "… la suite dans le JSON."]
    return found


def notes_of(found: Sensitivity) -> list[str]:
    """Return what the tornado does not draw: the hypotheses that are all or nothing, those without effect."""
    bars = [bar for bar in found.tornado.bars if not drawn_in(bar)]
    told = [
        f"Hors graphique, tout ou rien : {bar.lever.label}, « {bar.lever.shown(amount)} » : {signed(effect)}."
        for bar in bars
        for amount, effect in zip((bar.low, bar.high), bar.effects, strict=True)
        if effect
    ]
    still = [bar for bar in bars if not bar.amplitude]
    lowest = found.tornado.result == LOWEST
    cash = "Sans effet sur le point bas, mais l'argent bouge à d'autres mois" if lowest else _CASH
    for head, chosen in (
        (cash, [bar for bar in still if bar.cash_only]),
        ("Sans effet sur ce résultat, mais sur d'autres", [bar for bar in still if bar.others and not bar.cash_only]),
        ("Sans effet", [bar for bar in still if not bar.others]),
    ):
        if chosen:
            told.append(f"{head} : {', '.join(bar.lever.label for bar in chosen)}.")
    told += [settled(found)] if found.tornado.settled else []
    return wrapped(told)[:NOTE_ROWS]


def signed(cents: int) -> str:
    """Return an effect in euros with its sign."""
    return f"{'+' if cents > 0 else '−' if cents < 0 else ''}{french_euros(abs(cents))}"


def _tornado(found: Sensitivity, rules: Rules) -> Values:
    bars, base, kind = found.tornado.bars, found.tornado.base, found.structure.kind
    result = found.tornado.result
    years = total(kind, figures(build_budget(found.structure, rules)), result)
    first, spare = bars[0] if bars else None, LEVER_ROWS - len(bars)
    return {
        "bar_reference": base / 100,
        "bar_mode": LEAST if result == LOWEST else LAST if result == TRESORERIE else SUM,
        "bar_reference_annees": [cents / 100 for cents in years],
        "bar_leviers": padded(
            ([bar.lever.label, bar.lever.shown(bar.low), bar.lever.shown(bar.high)] for bar in bars),
            LEVER_ROWS,
            [None] * 3,
        ),
        "bar_leviers_resultats": padded(
            ([bar.at_low / 100, bar.at_high / 100] for bar in bars), LEVER_ROWS, [None] * 2
        ),
        "bar_traces": padded((int(drawn_in(bar)) for bar in bars), LEVER_ROWS),
        "out_effets": [_effects(bar, base) for bar in bars] + [[0, 0, 0, 0 if base > 0 else "–"]] * spare,
        "out_barres_noms": [_bar_label(bar) for bar in bars] + [""] * spare,
        "out_barres": [[effect / 100 if drawn_in(bar) else 0 for effect in bar.effects] for bar in bars]
        + [[0, 0]] * spare,
        "out_plages": [[bar.lever.label, f"{bar.lever.shown(bar.low)} à {bar.lever.shown(bar.high)}"] for bar in bars]
        + [["", ""]] * spare,
        "bar_avis": f"Les plages sont des hypothèses : aucun texte ne les fixe. {found.note}".rstrip(),
        "out_bref_resultat": found.tornado.label,
        "out_bref_reference": base / 100,
        "out_bref_premiere": first.lever.label if first else "",
        "out_tornado_nom": f"Valeur de référence ({found.scenario_shown})",
        "out_tornado_resultat": f"Résultat étudié : {found.tornado.label}",
    }


def _effects(bar: Bar, base: int) -> list[Any]:
    low, high = bar.effects
    return [low / 100, high / 100, bar.amplitude / 100, bar.amplitude / base if base > 0 else "–"]


def _bar_label(bar: Bar) -> str:
    return f"{bar.lever.label} ({bar.lever.shown(bar.low)} / {bar.lever.shown(bar.high)})"


def _outlook(found: Sensitivity) -> Values:
    seen = found.outlook
    values: Values = {}
    for measure in OUTLOOKS:
        short, base, ranks = SHORT[measure], seen.base[measure], seen.years[measure]
        gap = [middle - cents for middle, cents in zip(ranks[50], base, strict=True)]
        spread = [high - low for low, high in zip(ranks[10], ranks[90], strict=True)]
        over = over_years(measure, base)
        values |= {
            f"out_{short}_nom": f"Référence ({found.scenario_shown})",
            f"out_{short}_exercices": list(found.exercices),
            f"bar_{short}_reference": [cents / 100 for cents in base],
            f"bar_{short}_p": [[cents / 100 for cents in ranks[rank]] for rank in RANKS],
            f"out_{short}_horizon": over / 100,
            f"out_{short}_ecart": [cents / 100 for cents in gap],
            f"out_{short}_etendue": [cents / 100 for cents in spread],
        }
    low = seen.lowest
    values |= {
        "bar_bas_p_horizon": [low[rank] / 100 for rank in RANKS],
        "out_bas_ecart_horizon": (low[50] - seen.base_lowest) / 100,
        "out_bas_etendue_horizon": (low[90] - low[10]) / 100,
        "out_zero_exercices": list(found.exercices),
        "bar_sous_zero": [*seen.below_years, seen.below],
        "out_sous_zero": [count / seen.count for count in (*seen.below_years, seen.below)],
        "out_bref_proba": seen.below / seen.count,
        "out_bref_tirages": seen.below,
        "out_bref_basse": seen.base_lowest / 100,
        "out_bref_p": [low[rank] / 100 for rank in RANKS],
    }
    return values | _histogram(seen)


def _histogram(seen: Outlook) -> Values:
    cumulated = 0
    rows = []
    for _, high, count in seen.classes:
        cumulated += count
        share = count / seen.count
        rows.append([share, cumulated / seen.count, share if high <= 0 else 0, 0 if high <= 0 else share])
    spare = CLASS_ROWS - len(rows)
    return {
        "bar_classes": padded((class_label(low, high) for low, high, _ in seen.classes), CLASS_ROWS),
        "bar_de": padded((low / 100 for low, _, _ in seen.classes), CLASS_ROWS),
        "bar_a": padded((high / 100 for _, high, _ in seen.classes), CLASS_ROWS),
        "bar_effectifs": padded((count for *_, count in seen.classes), CLASS_ROWS),
        "out_classes": rows + [[0, 1, 0, 0]] * spare,
        "out_classes_total": [seen.count, 1],
    }


def _checks(found: Sensitivity) -> Values:
    seen, base = found.outlook, found.tornado.base
    counts = [count for *_, count in seen.classes]
    negative = sum(count for _, high, count in seen.classes if high <= 0)
    wrong = [_unordered(seen, measure) for measure in OUTLOOKS]
    wrong += [_misplaced(seen, rank) for rank in RANKS]
    wrong += [
        sum(left.amplitude < right.amplitude for left, right in pairwise(found.tornado.bars)),
        int(not max(seen.below_years) <= seen.below <= sum(seen.below_years)),
        _above(seen),
    ]
    return {
        "out_ctl_p": [seen.lowest[rank] / 100 for rank in RANKS],
        "out_ctl_montants": [_row(base / 100, base / 100)],
        "out_ctl_comptes": [
            _row(seen.count, sum(counts)),
            _row(seen.below, negative),
            *(_row(0, count) for count in wrong),
        ],
    }


def _unordered(seen: Outlook, measure: str) -> int:
    ranks = [seen.years[measure][rank] for rank in RANKS]
    return sum(low > high for left, right in pairwise(ranks) for low, high in zip(left, right, strict=True))


def _misplaced(seen: Outlook, rank: int) -> int:
    """Tell whether a percentile of the lowest cash lies outside the class that the histogram says."""
    at, wanted = seen.lowest[rank], rank * seen.count
    reached = 100 * sum(count for low, _, count in seen.classes if low <= at)
    passed = 100 * sum(count for _, high, count in seen.classes if high <= at)
    return int(reached < wanted) + int(passed >= wanted)


def _above(seen: Outlook) -> int:
    """Count the years whose lowest cash is above that of the year's last day."""
    rows = [(seen.base[LOWEST], seen.base[TRESORERIE])]
    rows += [(seen.years[LOWEST][rank], seen.years[TRESORERIE][rank]) for rank in RANKS]
    return sum(low > close for left, right in rows for low, close in zip(left, right, strict=True))


def _row(wanted: float, given: float) -> list[Any]:
    gap = round(given - wanted, 2)
    return [wanted, given, gap, "OK" if gap == 0 else "À revoir"]
