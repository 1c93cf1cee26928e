"""A gap told cause by cause: what was changed, what it gives alone, and the text that rules it, in French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from excel_tools.comparison import fields
from excel_tools.comparison.causes import BAREME, CAUSE_LABELS, COMBINED, TAILLE, blend
from excel_tools.comparison.changes import Change, changes
from excel_tools.comparison.effects import effect
from excel_tools.comparison.fields import NOTHING
from excel_tools.comparison.figures import LOWEST, MEASURES, PRODUITS, RESULTAT, TRESORERIE, total
from excel_tools.comparison.gap import Gap
from excel_tools.comparison.signed import applied, opening_years, plan, sizes
from excel_tools.comparison.spans import runs, span
from excel_tools.errors import InputError
from excel_tools.funding.cpts_table import VARIABLE_LINES
from excel_tools.money import french_number
from excel_tools.rules import Amount, Rules
from excel_tools.rules.words import nearest
from excel_tools.structure import Structure

OWN = "hypothèse de la structure"
"""In place of a source, for what no text fixes."""
MOST_DETAILS = 4
"""Inputs named in a sentence; the others are counted."""

OTHERS = (PRODUITS, RESULTAT, TRESORERIE, LOWEST)
"""Measures told beside the one asked, where they move."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a cause gives.

    Attributes:
        cause: one of ``causes.CAUSES``, or ``causes.COMBINED``.
        text: French sentence.
        cents: its effect alone over the five fiscal years; those of all the sentences add up to the gap.
        source: title and place of the texts, « à confirmer » where the amount is, or ``OWN``.
    """

    cause: str
    text: str
    cents: int
    source: str


def sentences(gap: Gap, rules: Rules, measure: str = PRODUITS, others: Sequence[str] = OTHERS) -> tuple[Sentence, ...]:
    """Return one sentence a cause, in the order of the causes, then the combined effect where there is one.

    Args:
        rules: the national barèmes.
        measure: one of ``figures.MEASURES``: the effect told first, and that of ``Sentence.cents``.
        others: measures whose effect is told too, where they move.

    Raises:
        InputError: no such measure.
    """
    for name in (measure, *others):
        if name not in MEASURES:
            raise InputError(f"Mesure « {name} » inconnue.{nearest(name, MEASURES)} Mesures : {', '.join(MEASURES)}.")
    told = changes(gap.structure, gap.variant, rules)
    effects = {name: over_causes(gap, name) for name in (measure, *others)}
    found = []
    for cause in effects[measure]:
        own = [change for change in told if change.cause == cause]
        amounts = {name: over[cause] for name, over in effects.items()}
        if cause == COMBINED:
            if any(amounts.values()):
                found.append(Sentence(cause, _combined(amounts, measure), amounts[measure], "calcul"))
        elif own or any(amounts.values()):
            crossing = _crossing(gap.structure, gap.variant, rules) if cause == TAILLE else ""
            text = _sentence(cause, own, crossing, amounts, measure)
            found.append(Sentence(cause, text, amounts[measure], _source(own, gap.variant, rules)))
    return tuple(found)


def over_causes(gap: Gap, measure: str) -> dict[str, int]:
    """Return what each cause gives alone over the horizon, then what they give together; they add up to the gap.

    The lowest cash of the horizon is no sum of years: the effect on it is that of the whole cash of the cause.
    """
    kind = gap.structure.kind
    before, after = total(kind, gap.before, measure), total(kind, gap.after, measure)

    def over(years: Sequence[int]) -> int:
        if measure == LOWEST:
            return min(start + more for start, more in zip(before, years, strict=True)) - min(before)
        return years[-1] if measure == TRESORERIE else sum(years)

    found = {cause: over(gap.effect(cause, measure)) for cause in gap.alone if cause != COMBINED}
    found[COMBINED] = over([end - start for start, end in zip(before, after, strict=True)]) - sum(found.values())
    return found


def _sentence(cause: str, told: Sequence[Change], crossing: str, amounts: Mapping[str, int], measure: str) -> str:
    details = _details(told)
    shown = f" ({' ; '.join(details)})" if details else ""
    return f"{CAUSE_LABELS[cause]}{shown} : {effect(amounts, measure)}{f' ; {crossing}' if crossing else ''}."


def _combined(amounts: Mapping[str, int], measure: str) -> str:
    return (
        f"{CAUSE_LABELS[COMBINED]} (ce que ces changements donnent ensemble, au-delà de la somme de chacun seul) : "
        f"{effect(amounts, measure)}."
    )


def _details(told: Sequence[Change]) -> list[str]:
    """Return what was changed, the same change of several missions told once."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for rank, change in enumerate(told):
        head, *rest = change.label.split(", ") if "«" not in change.label else [change.label]
        apart = str(rank) if len(rest) < 1 or not change.code else ""
        groups.setdefault((head, change.before, change.after, *rest[1:], apart), []).append("".join(rest[:1]))
    found = []
    for (head, before, after, *rest, _), which in groups.items():
        # the cause has said it already
        of = [] if head == fields.CONTRACT["CPTS"]["attainment"].label else [head[:1].lower() + head[1:]]
        of += ["toutes les missions"] if len(which) >= len(VARIABLE_LINES) else [word for word in which if word]
        found.append(_detail(", ".join([*of, *rest]), before, after))
    more = len(found) - MOST_DETAILS
    if more > 1:
        return [*found[:MOST_DETAILS], f"et {more} autres saisies"]
    return found


def _detail(label: str, before: str, after: str) -> str:
    if before.startswith("absent"):
        return f"{label} : ajout" + ("" if after == "présent" else f", {after}")
    if after.startswith("absent"):
        return f"{label} : retrait" + ("" if before == "présent" else f", {before}")
    return f"{label} : {after}" + (", vide dans la référence" if before == NOTHING else f" au lieu de {before}")


def _crossing(reference: Structure, variant: Structure, rules: Rules) -> str:
    """Return which years change size because the population does (CPTS)."""
    if reference.kind != "CPTS":
        return ""
    before, after = plan(reference, rules), plan(blend(reference, variant, {TAILLE}), rules)
    years = opening_years(reference)
    found = []
    for first, last, old, new in runs(before.state["taille"], after.state["taille"]):
        # the first period is over when the horizon opens
        shown = max(first, min(last, 1))
        people = [french_number(one.state["population"][shown]) for one in (before, after)]
        when = f" {span(years, first, last, since=1)}" if first < last else ""
        found.append(
            f"la population passe de {people[0]} à {people[1]} habitants en {years[shown]} : "
            f"taille {new} au lieu de {old}{when.rstrip()}"
        )
    return " ; ".join(found) or "la taille ne change pas"


def _source(told: Sequence[Change], variant: Structure, rules: Rules) -> str:
    """Return the texts that rule some inputs, each once, with their places."""
    held = applied(variant, rules)
    met = sorted(set(sizes(variant, rules)))
    found: dict[str, dict[str, None]] = {}
    for change in told:
        for code in held.codes(change.code)[:1] if change.code else ():
            for amount in _texts(held.series(code)[-1], change.cause):
                found.setdefault(amount.source.title, {})[_place(amount, met)] = None
    cited = [", ".join([title, " ; ".join(place for place in places if place)]) for title, places in found.items()]
    return ". ".join(cited) or OWN


def _texts(amount: Amount, cause: str) -> Iterator[Amount]:
    """Yield an amount, and that of the barème which a contract replaces where the amount itself is the matter."""
    if amount.national is None or cause == BAREME:
        yield amount
    if amount.national is not None:
        yield amount.national


def _place(amount: Amount, met: Sequence[int]) -> str:
    words = {amount.confidence(size) for size in met} if amount.sized and met else {amount.confidence()}
    return amount.place + (" (à confirmer)" if "à confirmer" in words else "")
