"""A sensitivity as a person reads it in a terminal: a tornado with its bars, then what the draws leave."""

from __future__ import annotations

from fractions import Fraction

from excel_tools.cli.paint import Paint
from excel_tools.cli.tables import cut, table
from excel_tools.cli.text import wrapped
from excel_tools.comparison.figures import LOWEST, MEASURE_LABELS, TRESORERIE
from excel_tools.comparison.sensitivity import Bar
from excel_tools.money import french_euros, french_number, french_rate
from excel_tools.reports.sensitivity_data import Sensitivity, drawn_in
from excel_tools.reports.sensitivity_shape import OUTLOOKS, RANKS

_NAME = 36
_HALF = 8
"""Signs of a bar on each side of the reference."""
_LOW, _HIGH = "░", "█"
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
    rows += [_row(bar, widest) for bar in bars]
    head = f"{found.tornado.label} : {french_euros(found.tornado.base)}"
    note = (
        f"Effet de chaque hypothèse en euros, les autres comme saisies ; « {_LOW} » : plus bas de la plage, "
        f"« {_HIGH} » : plus haut. Les plages sont des hypothèses, qu'aucun texte ne fixe (--plage les change)."
    )
    notes = [note]
    if any(bar.cash_only for bar in bars):
        notes.append(
            "« trésorerie seule » : rien sur ce résultat, mais l'argent vient ou part à un autre moment ; --resultat "
            "tresorerie_basse le montre."
        )
    if any(bar.others and not bar.amplitude and not bar.cash_only for bar in bars):
        notes.append("« ailleurs » : rien sur ce résultat, mais sur d'autres (--resultat en choisit un).")
    return "\n".join([paint.title(head), *table(rows, paint, 2, 4), *map(wrapped, notes)])


def _row(bar: Bar, widest: int) -> list[str]:
    lever = bar.lever
    # the unit is told once: « −10 / +10 points »
    low = lever.shown(bar.low).rsplit(" ", 1)[0].removesuffix("\u202f%")
    plage = f"{low} / {lever.shown(bar.high)}"
    still = "trésorerie seule" if bar.cash_only else "ailleurs" if bar.others else "sans effet"
    drawn = _drawn(bar, widest) if drawn_in(bar) else "tout ou rien" if bar.amplitude else still
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
    sentences += [wrapped(law, "- ", "  ") for law in (*found.outlook.laws, found.note) if law]
    return "\n".join([paint.title("Sur quoi reposent les probabilités qui suivent"), *sentences])


def _years(found: Sensitivity, paint: Paint) -> str:
    blocks = []
    seen = found.outlook
    for measure in OUTLOOKS:
        rows = [[f"{MEASURE_LABELS[measure]} (€)", *map(str, found.exercices)]]
        rows.append(["Référence (saisies)", *map(_number, seen.base[measure])])
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
    return "\n".join([head, *lines, wrapped(f"{chance} ({count} sur {french_number(seen.count)}).")])


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
