"""A sensitivity as a person reads it in a terminal: a tornado with its bars, then what the draws leave."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from excel_tools.cli.paint import Paint
from excel_tools.cli.tables import cut, table
from excel_tools.cli.text import wrapped
from excel_tools.comparison.figures import LOWEST, MEASURE_LABELS, TRESORERIE
from excel_tools.comparison.sensitivity import Bar
from excel_tools.money import french_euros, french_number, french_rate
from excel_tools.reports.sensitivity_data import Sensitivity, drawn_in
from excel_tools.reports.sensitivity_limits import below_zero, limits, settled
from excel_tools.reports.sensitivity_shape import OUTLOOKS, RANKS

_NAME = 36
_REFERENCE = 42
_HALF = 8
"""Signs of a bar on each side of the reference."""
_LOW, _HIGH = "░", "█"
_CASH, _OTHERS = "trésorerie seule", "ailleurs"
_REACHED = {10: "neuf tirages sur dix", 50: "un tirage sur deux", 90: "un tirage sur dix"}


def text(found: Sensitivity, paint: Paint) -> str:
    """Return both views and what they rest on."""
    blocks = [
        wrapped(f"« {found.structure.name} », {found.scenario_shown}"),
        _tornado(found, paint),
        _laws(found, paint),
        _years(found, paint),
        _lowest(found, paint),
    ]
    return "\n\n".join(blocks)


def _tornado(found: Sensitivity, paint: Paint) -> str:
    bars = found.tornado.bars
    widest = max((abs(effect) for bar in bars if drawn_in(bar) for effect in bar.effects), default=0)
    rows = [["Hypothèse, bougée seule", "plage", "au plus bas", "au plus haut", f"{_LOW} bas  {_HIGH} haut"]]
    rows += [_row(bar, widest, found) for bar in bars]
    head = f"{found.tornado.label} : {french_euros(found.tornado.base)}"
    note = (
        f"Effet de chaque hypothèse en euros, les autres comme dans la référence ; « {_LOW} » : plus bas de la plage, "
        f"« {_HIGH} » : plus haut. Les plages sont des hypothèses, qu'aucun texte ne fixe (--plage les change)."
    )
    notes = [note]
    if any(_elsewhere(bar, found) == _CASH for bar in bars):
        notes.append(
            f"« {_CASH} » : rien sur ce résultat, mais l'argent vient ou part à un autre moment{_shown(bars)}."
        )
    low = [bar.lever.label for bar in bars if bar.cash_only] if found.tornado.result == LOWEST else []
    if low:
        notes.append(
            f"Sans effet sur le point bas : {', '.join(low)} ; l'argent vient ou part à d'autres moments, et le point "
            "bas reste le même."
        )
    notes += [settled(found)] if found.tornado.settled else []
    if any(_elsewhere(bar, found) == _OTHERS for bar in bars):
        notes.append(f"« {_OTHERS} » : rien sur ce résultat, mais sur d'autres (--resultat en choisit un).")
    return "\n".join([paint.title(head), *table(rows, paint, 2, 4), *map(wrapped, notes)])


def _elsewhere(bar: Bar, found: Sensitivity) -> str:
    """Return what is said of a hypothesis that leaves the result as it is; empty for the others."""
    if bar.amplitude:
        return ""
    if bar.cash_only:
        return "sans effet" if found.tornado.result == LOWEST else _CASH
    return _OTHERS if bar.others else "sans effet"


def _shown(bars: Sequence[Bar]) -> str:
    """Return which result shows what those that move the cash alone do: the first one that does for any of them."""
    moved = {measure for bar in bars if bar.cash_only for measure in bar.shown_by}
    named = next((measure for measure in (LOWEST, TRESORERIE) if measure in moved), "")
    return f" ; --resultat {named} le montre" if named else ""


def _row(bar: Bar, widest: int, found: Sensitivity) -> list[str]:
    lever = bar.lever
    # the unit is told once: « −10 / +10 points »
    low = lever.shown(bar.low).rsplit(" ", 1)[0].removesuffix("\u202f%")
    plage = f"{low} / {lever.shown(bar.high)}"
    drawn = _drawn(bar, widest) if drawn_in(bar) else _elsewhere(bar, found) or "tout ou rien"
    return [cut(lever.label, _NAME), plage, *(_signed(effect) for effect in bar.effects), drawn]


def _drawn(bar: Bar, widest: int) -> str:
    """Return the bar: the reference in the middle, both effects on their side, the shorter over the longer."""
    cells = {-1: [" "] * _HALF, 1: [" "] * _HALF}
    ends = sorted(zip((_LOW, _HIGH), bar.effects, strict=True), key=lambda end: -abs(end[1]))
    for sign, effect in ends:
        size = -(-abs(effect) * _HALF // widest)
        side = cells[1 if effect > 0 else -1]
        side[:size] = [sign] * size
    return f"{''.join(reversed(cells[-1]))}│{''.join(cells[1])}"


def _laws(found: Sensitivity, paint: Paint) -> str:
    sentences = [wrapped(found.caution)]
    sentences += [wrapped(law, "- ", "  ") for law in (*found.outlook.laws, *limits(found), found.note) if law]
    return "\n".join([paint.title("Sur quoi reposent les probabilités qui suivent"), *sentences])


def _years(found: Sensitivity, paint: Paint) -> str:
    blocks = []
    seen = found.outlook
    for measure in OUTLOOKS:
        rows = [[f"{MEASURE_LABELS[measure]} (€)", *map(str, found.exercices)]]
        rows.append([cut(f"Référence ({found.scenario_shown})", _REFERENCE), *map(_number, seen.base[measure])])
        rows += [[f"P{rank}", *map(_number, seen.years[measure][rank])] for rank in RANKS]
        if measure == LOWEST:
            rows.append(["Probabilité d'un mois sous zéro", *(_share(found, count) for count in seen.below_years)])
        blocks.append("\n".join(table(rows, paint)))
        if measure == TRESORERIE:
            blocks[-1] += "\n" + wrapped(
                "P10 est atteint par neuf tirages sur dix au moins, P50 par un sur deux, P90 par un sur dix."
            )
    return "\n\n".join(blocks)


def _lowest(found: Sensitivity, paint: Paint) -> str:
    seen = found.outlook
    head = paint.title("Trésorerie la plus basse des soixante mois")
    lines = [f"  référence : {french_euros(seen.base_lowest)}"]
    lines += [
        f"  atteinte par {_REACHED[rank]} au moins (P{rank}) : {french_euros(seen.lowest[rank])}" for rank in RANKS
    ]
    count = f"{french_number(seen.below)} tirages" if seen.below > 1 else "un tirage" if seen.below else "aucun tirage"
    chance = f"Probabilité que la trésorerie passe sous zéro un mois au moins : {_share(found, seen.below)}"
    sentences = [f"{chance} ({count} sur {french_number(seen.count)}).", below_zero(found)]
    return "\n".join([head, *lines, *(wrapped(sentence) for sentence in sentences if sentence)])


def _share(found: Sensitivity, count: int) -> str:
    """Return a share with one decimal; what is rare but happens is not told as never."""
    ppm = found.outlook.share(count)
    if count and ppm < 1_000:
        return "< 0,1\u202f%"
    return french_rate(1_000 * ((ppm + 500) // 1_000))


def _number(cents: int) -> str:
    return french_number(Fraction(cents, 100))


def _signed(cents: int) -> str:
    return f"{'+' if cents > 0 else ''}{_number(cents)}" if cents else "0"
