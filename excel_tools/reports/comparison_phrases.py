"""What a scope and a variant say in three sentences: how much, why, and how low the cash goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from types import MappingProxyType

from excel_tools.comparison import CAUSE_LABELS, COMBINED, Scope
from excel_tools.comparison.comparison import STRUCTURE
from excel_tools.comparison.figures import LOWEST, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.comparison.sentences import over_causes
from excel_tools.money import french_euros, french_rate
from excel_tools.reports.comparison_data import Data, Sums, total_of
from excel_tools.reports.comparison_shape import ALONE, EFFECTS, MAIN, PHRASE_LINES
from excel_tools.schedule import YEARS
from excel_tools.vector import half_up

WIDTH = 185
"""Characters of a line of « Synthèse »."""
_MOST = 3
"""Causes and names told in a sentence."""
_EACH = 2
"""Lines of a sentence."""

_OF: Mapping[str, str] = MappingProxyType(
    {PRODUITS: "de produits", RESULTAT: "de résultat", TRESORERIE: "de trésorerie en fin d'horizon"}
)
_ONLY: Mapping[str, str] = MappingProxyType(
    {RESULTAT: "Sur le résultat et la trésorerie", TRESORERIE: "Sur la trésorerie seule"}
)
"""What a cause moves that leaves the measures before it as they are."""


def main_measure(sums: Sums, number: int) -> str:
    """Return the measure whose gap is explained first: the receipts, or what moves when they do not."""
    return next((code for code in MAIN if total_of(sums, number, code) != total_of(sums, 1, code)), MAIN[-1])


def phrase_lines(data: Data, scope: Scope, sums: Sums, number: int) -> list[str]:
    """Return the lines of the three sentences of a scope and a variant, then blanks, then what its years hold.

    Args:
        sums: those of the scope.
        number: that of the variant.
    """
    told = [_amounts(data, scope, sums, number), _causes(sums, number), _cash(data, scope, sums, number)]
    lines = [line for text in told if text for line in _bullet(text)]
    return [*lines, *[""] * (PHRASE_LINES - 1 - len(lines)), years_note(data, scope)]


def years_note(data: Data, scope: Scope) -> str:
    """Return what the fiscal years at both ends hold, where the structures do not open the same year; else nothing."""
    cases = [case for case in data.comparison.cases if scope.holds(case.structure)]
    firsts = [case.structure.first_exercice for case in cases]
    own = [year for year in data.exercices if not all(first <= year < first + YEARS for first in firsts)]
    if not own:
        return ""
    if scope.level == STRUCTURE:
        return f"Exercices de cette structure : {firsts[0]} à {firsts[0] + YEARS - 1} ; « – » pour les autres."
    counts = [f"Ex. {year} : {_opened(firsts, year)} sur {len(cases)}" for year in own]
    closing = "« fin d'horizon » additionne la clôture du cinquième exercice de chacune"
    return f"Toutes n'ouvrent pas la même année. {' ; '.join(counts)} ; {closing}."


def _opened(firsts: Sequence[int], year: int) -> str:
    count = sum(first <= year < first + YEARS for first in firsts)
    return f"{count or 'aucune'} structure{'s' if count > 1 else ''}"


def _bullet(text: str) -> list[str]:
    found = wrap(text, WIDTH, break_long_words=True, break_on_hyphens=False)[:_EACH]
    return [f"•\u00a0{found[0]}", *(f"\u00a0\u00a0\u00a0{line}" for line in found[1:])]


def _euros(cents: int) -> str:
    """Write an amount to the euro, with the minus sign of French print."""
    whole = half_up(abs(cents), 100)
    sign = "−\u00a0" if cents < 0 and whole else ""
    return sign + french_euros(100 * whole).replace("\u202f", "\u00a0")


def _signed(cents: int) -> str:
    return f"+\u00a0{_euros(cents)}" if cents > 0 else _euros(cents)


def _share(gap: int, before: int) -> str:
    if not before:
        return ""
    shown = french_rate(1000 * half_up(abs(gap) * 1000, abs(before))).replace("\u202f", "\u00a0")
    return f" ({'+' if gap > 0 else '−'}\u00a0{shown})"


def _amounts(data: Data, scope: Scope, sums: Sums, number: int) -> str:
    variant, reference = data.comparison.scenarios[number - 1], data.comparison.reference
    before, after = total_of(sums, 1, PRODUITS), total_of(sums, number, PRODUITS)
    gap, years = after - before, "cinq exercices"
    if half_up(abs(gap), 100):
        sense = "de plus" if gap > 0 else "de moins"
        text = f"« {variant} » donne {_euros(abs(gap))} de produits {sense} que « {reference} » sur {years}"
        text += _share(gap, before)
    else:
        text = f"« {variant} » donne les mêmes produits que « {reference} » sur {years} ({_euros(before)})"
    old, new = total_of(sums, 1, RESULTAT), total_of(sums, number, RESULTAT)
    if half_up(abs(new - old), 100):
        return f"{text} ; le résultat passe de {_euros(old)} à {_euros(new)} ({_signed(new - old)})."
    return f"{text} ; le résultat ne change pas ({_euros(old)})."


def _causes(sums: Sums, number: int) -> str:
    """Return where the gap comes from, cause by cause, alone; then what weighs on the cash only."""
    code = main_measure(sums, number)
    found = _effects(sums, number, code)
    if not found:
        return ""
    text = f"L'écart {_OF[code]} vient de : {_listed(found[:_MOST])}"
    if len(found) > _MOST:
        rest = sum(cents for _, cents in found[_MOST:])
        text += f" ; le reste : {_signed(rest)}"
    known = {cause for cause, _ in found}
    for later in MAIN[MAIN.index(code) + 1 :]:
        more = [item for item in _effects(sums, number, later) if item[0] not in known and item[0] != COMBINED]
        known |= {cause for cause, _ in more}
        if more:
            text += f". {_ONLY[later]} : {_listed(more[:_MOST])}"
    return f"{text}."


def _effects(sums: Sums, number: int, code: str) -> list[tuple[str, int]]:
    """Return the causes and what each gives alone, the greatest first; those of less than a euro are left out."""
    found = [(cause, sums.over("effect", number, code, ALONE[cause])) for cause in EFFECTS]
    return sorted((item for item in found if half_up(abs(item[1]), 100)), key=lambda item: -abs(item[1]))


def _listed(found: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{CAUSE_LABELS[cause].lower()} ({_signed(cents)})" for cause, cents in found)


def _cash(data: Data, scope: Scope, sums: Sums, number: int) -> str:
    reference = data.comparison.reference
    if scope.level != STRUCTURE:
        return _below(data, scope, sums, number)
    case = data.comparison.cases[min(data.inside(scope))]
    lows = [_low(sums, rank, case.structure.first_exercice, data.exercices[0]) for rank in (number, 1)]
    (low, year), (other, when) = lows
    verb = "descend à" if low < 0 else "reste à"
    if half_up(abs(low - other), 100) == 0 and year == when:
        return f"Au plus bas, la trésorerie {verb} {_euros(low)} en {year}, comme sous « {reference} »."
    text = f"Au plus bas, la trésorerie {verb} {_euros(low)} en {year}, contre {_euros(other)} en {when} sous "
    gap = case.gaps[data.comparison.scenarios[number - 1]]
    whys = sorted(over_causes(gap, LOWEST).items(), key=lambda item: -abs(item[1]))
    why = [(cause, cents) for cause, cents in whys if cause != COMBINED and half_up(abs(cents), 100)]
    return f"{text}« {reference} »{f' ; y pèsent : {_listed(why[:_MOST])}' if why else ''}."


def _low(sums: Sums, rank: int, first: int, start: int) -> tuple[int, int]:
    """Return the lowest cash of a structure alone, and its fiscal year."""
    years = sums.years("measure", rank, LOWEST)[first - start : first - start + 5]
    low = min(years)
    return low, first + years.index(low)


def _below(data: Data, scope: Scope, sums: Sums, number: int) -> str:
    comparison = data.comparison
    variant, reference, total = comparison.scenarios[number - 1], comparison.reference, len(data.inside(scope))
    below = [comparison.below_zero(scope, name) for name in (variant, reference)]
    count, other = (len(names) for names in below)
    if not count and not other:
        return f"Aucune des {total} structures ne passe sous zéro en fin de mois, sous aucun des deux scénarios."
    told = f"{count} structure{'s' if count > 1 else ''} sur {total}" if count else f"Aucune des {total} structures"
    verb = "passent" if count > 1 else "passe"
    text = f"{told} {'' if count else 'ne '}{verb} sous zéro un mois au moins, contre {other} sous « {reference} »"
    more = [name for name in below[0] if name not in below[1]]
    if 0 < len(more) <= _MOST:
        named = f"{text} ; de plus : {', '.join(more)}."
        if len(named) < _EACH * WIDTH:
            return named
    return f"{text}."
