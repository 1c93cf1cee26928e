"""What a scope and a variant say in three sentences: how much, why, and how low the cash goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from types import MappingProxyType
from typing import TypeAlias

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
"""Lines of a sentence; that of the causes has one more."""
_ROOM = (
    *((_MOST, told, each) for told in range(_MOST, 0, -1) for each in (2, 1)),
    *((most, 0, 0) for most in range(_MOST, 0, -1)),
)
"""Causes told, how many of them with what was changed, and how many inputs each: the first that has room is taken."""

_OF: Mapping[str, str] = MappingProxyType(
    {PRODUITS: "de produits", RESULTAT: "de résultat", TRESORERIE: "de trésorerie en fin d'horizon"}
)
Inputs: TypeAlias = "Mapping[str, Sequence[str]]"
"""Cause → what was changed, in a few words."""

_ONLY: Mapping[str, str] = MappingProxyType(
    {RESULTAT: "Sur le résultat et la trésorerie", TRESORERIE: "Sur la trésorerie seule"}
)
"""What a cause moves that leaves the measures before it as they are."""


def main_measure(sums: Sums, number: int) -> str:
    """Return the measure whose gap is explained first: the receipts, or what moves when they do not."""
    return next((code for code in MAIN if total_of(sums, number, code) != total_of(sums, 1, code)), MAIN[-1])


def phrase_lines(
    data: Data, scope: Scope, sums: Sums, number: int, inputs: Inputs = MappingProxyType({}), unsure: str = ""
) -> list[str]:
    """Return the lines of the three sentences of a scope and a variant, then what is unsure and what its years hold.

    Args:
        sums: those of the scope.
        number: that of the variant.
        inputs: cause → what was changed, for a structure alone.
        unsure: what share of the reference is to be confirmed, as a sentence.
    """
    told = [
        *_bullet(_amounts(data, scope, sums, number)),
        *_bullet(_causes(sums, number, inputs), _EACH + 1),
        *_bullet(_cash(data, scope, sums, number)),
    ]
    return [*told, *[""] * (PHRASE_LINES - 2 - len(told)), unsure, years_note(data, scope)]


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


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH, break_long_words=True, break_on_hyphens=False)


def _bullet(text: str, most: int = _EACH) -> list[str]:
    if not text:
        return []
    found = _wrapped(text)[:most]
    return [f"•\u00a0{found[0]}", *(f"\u00a0\u00a0\u00a0{line}" for line in found[1:])]


def _euros(cents: int) -> str:
    """Write an amount to the euro, with the minus sign of French print."""
    whole = half_up(abs(cents), 100)
    sign = "−\u00a0" if cents < 0 and whole else ""
    return sign + french_euros(100 * whole).replace("\u202f", "\u00a0")


def _signed(cents: int) -> str:
    return f"+\u00a0{_euros(cents)}" if cents > 0 else _euros(cents)


def _share(gap: int, before: int) -> str:
    thousandths = half_up(abs(gap) * 1000, before) if before > 0 else 0
    if not thousandths:
        return ""
    shown = french_rate(1000 * thousandths).replace("\u202f", "\u00a0")
    return f" ({'+' if gap > 0 else '−'}\u00a0{shown})"


def _amounts(data: Data, scope: Scope, sums: Sums, number: int) -> str:
    variant, reference = data.comparison.scenarios[number - 1], data.comparison.reference
    before, after = total_of(sums, 1, PRODUITS), total_of(sums, number, PRODUITS)
    gap, years = after - before, "cinq exercices"
    if half_up(abs(gap), 100):
        sense = "de plus" if gap > 0 else "de moins"
        text = f"« {variant} » donne {_euros(abs(gap))} de produits {sense} que « {reference} » sur {years}"
        text += _share(gap, before) + _ways(data, scope, number)
    else:
        text = f"« {variant} » donne les mêmes produits que « {reference} » sur {years} ({_euros(before)})"
    old, new = total_of(sums, 1, RESULTAT), total_of(sums, number, RESULTAT)
    if half_up(abs(new - old), 100):
        return f"{text} ; le résultat passe de {_euros(old)} à {_euros(new)} ({_signed(new - old)})."
    return f"{text} ; le résultat ne change pas ({_euros(old)})."


def _ways(data: Data, scope: Scope, number: int) -> str:
    """Return how many structures of a group rise, and how many fall."""
    if scope.level == STRUCTURE:
        return ""
    gaps = [data.comparison.cases[rank].gaps[data.comparison.scenarios[number - 1]] for rank in data.inside(scope)]
    moved = [sum(gap.years(PRODUITS)) for gap in gaps]
    counts = [sum(cents > 0 for cents in moved), sum(cents < 0 for cents in moved)]
    words = [
        f"{_structures(count)} à la {way}" for count, way in zip(counts, ("hausse", "baisse"), strict=True) if count
    ]
    if len(words) == 2:
        words[1] = f"{counts[1]} à la baisse"
    return f", {', '.join(words)}"


def _structures(count: int) -> str:
    return f"{count} structure{'s' if count > 1 else ''}"


def _causes(sums: Sums, number: int, inputs: Inputs) -> str:
    """Return where the gap comes from, cause by cause, alone; then what weighs on the result or the cash only.

    As many causes as there is room for are told with what was changed, the greatest first.
    """
    text = ""
    for most, told, each in _ROOM:
        cut = {cause: list(shown[:each]) for cause, shown in inputs.items()}
        text = _with_inputs(sums, number, cut, told, most)
        if len(_wrapped(text)) <= _EACH + 1:
            break
    return text


def _with_inputs(sums: Sums, number: int, inputs: Inputs, told: int, most: int) -> str:
    code = main_measure(sums, number)
    found = _effects(sums, number, code)
    if not found:
        return ""
    shown = [
        _worded(cause, _signed(cents), inputs.get(cause, ()) if rank < told else ())
        for rank, (cause, cents) in enumerate(found[:most])
    ]
    text = f"L'écart {_OF[code]} vient de : {', '.join(shown)}"
    if len(found) > most:
        rest = sum(cents for _, cents in found[most:])
        text += f" ; le reste : {_signed(rest)}"
    known = {cause for cause, _ in found}
    for later in MAIN[MAIN.index(code) + 1 :]:
        more = [item for item in _effects(sums, number, later) if item[0] not in known and item[0] != COMBINED]
        known |= {cause for cause, _ in more}
        if more:
            shown = [
                _worded(cause, _on(sums, number, cause, later), inputs.get(cause, ()) if told else ())
                for cause, _ in more[:most]
            ]
            text += f". {_ONLY[later]} : {', '.join(shown)}"
    return f"{text}."


def _on(sums: Sums, number: int, cause: str, code: str) -> str:
    """Return what a cause gives to the result and to the cash, once when it is the same."""
    amounts = [sums.over("effect", number, one, ALONE[cause]) for one in (code, TRESORERIE)]
    if half_up(abs(amounts[0] - amounts[1]), 100) == 0:
        return _signed(amounts[0])
    return f"{_signed(amounts[0])} de résultat, {_signed(amounts[1])} de trésorerie"


def _worded(cause: str, amounts: str, inputs: Sequence[str]) -> str:
    return f"{CAUSE_LABELS[cause].lower()} ({' ; '.join((amounts, *inputs))})".replace("\u202f", "\u00a0")


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
    if half_up(abs(low - other), 100) == 0 and year == when:
        return f"Au plus bas, la trésorerie est à {_euros(low)} en {year}, comme sous « {reference} »."
    gone = half_up(low - other, 100)
    verb = "descend à" if gone < 0 else "remonte à" if gone > 0 else "est à"
    text = f"Au plus bas, la trésorerie {verb} {_euros(low)} en {year}, contre {_euros(other)} en {when} sous "
    gap = case.gaps[data.comparison.scenarios[number - 1]]
    whys = sorted(over_causes(gap, LOWEST).items(), key=lambda item: -abs(item[1]))
    why = [(cause, cents) for cause, cents in whys if cause != COMBINED and half_up(abs(cents), 100)]
    weigh = "y pèse" if len(why) == 1 else "y pèsent"
    return f"{text}« {reference} »{f' ; {weigh} : {_listed(why[:_MOST])}' if why else ''}."


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
    told = f"{_structures(count)} sur {total}" if count else f"Aucune des {total} structures"
    verb = "passent" if count > 1 else "passe"
    if set(below[0]) == set(below[1]):
        against = "comme"
    else:
        against = "autant que" if count == other else f"contre {other or 'aucune'}"
    text = f"{told} {'' if count else 'ne '}{verb} sous zéro un mois au moins, {against} sous « {reference} »"
    more = [name for name in below[0] if name not in below[1]]
    if 0 < len(more) <= _MOST:
        named = f"{text} ; de plus : {', '.join(more)}."
        if len(named) < _EACH * WIDTH:
            return named
    return f"{text}."
