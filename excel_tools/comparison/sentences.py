"""A gap told cause by cause: what was changed, what it gives alone, and where it comes from, in French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from excel_tools.comparison.beginnings import moved
from excel_tools.comparison.causes import ATTEINTE, BAREME, CAUSE_LABELS, COMBINED, TAILLE
from excel_tools.comparison.changes import Change, changes
from excel_tools.comparison.credits import OWN, Credits
from excel_tools.comparison.details import details
from excel_tools.comparison.effects import effect, signed_euros
from excel_tools.comparison.figures import LOWEST, MEASURES, PRODUITS, RESULTAT, TRESORERIE, Key, keys, label
from excel_tools.comparison.gap import Gap
from excel_tools.comparison.idle import SAME, Idle
from excel_tools.comparison.signed import contract_years, populations
from excel_tools.comparison.spans import runs, span
from excel_tools.comparison.terms import dated
from excel_tools.errors import InputError
from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.cpts_table import MISSION_LABELS, VARIABLE_LINES
from excel_tools.money import french_number
from excel_tools.rules import Rules
from excel_tools.rules.words import nearest
from excel_tools.structure import Structure

__all__ = ["COMPUTED", "OTHERS", "OWN", "Sentence", "over_causes", "sentences"]

OTHERS = (PRODUITS, RESULTAT, TRESORERIE, LOWEST)
"""Measures told beside the one asked, where they move."""

_MOST_OFFSET = 4
COMPUTED = "calcul"
"""Source of what no text rules: the combined effect, amounts that are the same."""

_NOTHING_AT_ALL = "sans effet sur les cinq exercices"
_ONLY_YEARS = "sans effet sur le total des cinq exercices, mais certains exercices changent"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a cause gives.

    Attributes:
        cause: one of ``causes.CAUSES``, or ``causes.COMBINED``.
        text: French sentence.
        cents: its effect alone over the five fiscal years; those of all the sentences add up to the gap.
        source: the scenario that supposes it, title and place of the texts, « à confirmer » where the amount is, or
            ``OWN``, or ``COMPUTED``.
        inputs: what was changed, « taux d'atteinte : 65 % au lieu de 85 % », a few of them and how many others.
    """

    cause: str
    text: str
    cents: int
    source: str
    inputs: tuple[str, ...] = ()


def sentences(gap: Gap, rules: Rules, measure: str = PRODUITS, others: Sequence[str] = OTHERS) -> tuple[Sentence, ...]:
    """Return one sentence a cause, in the order of the causes, then the combined effect where there is one.

    A cause without any effect says why where that is known; amounts of a contract that are those of the barème are told
    as the same, and only when they are all that changes.

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
    idle = Idle(gap.structure, gap.variant, rules)
    sources = Credits(gap.structure, gap.variant, rules)
    effects = {name: over_causes(gap, name) for name in dict.fromkeys((measure, *others))}
    found = []
    for cause in effects[measure]:
        amounts = {name: over[cause] for name, over in effects.items()}
        if cause == COMBINED:
            if any(amounts.values()):
                found.append(Sentence(cause, _combined(amounts, measure), amounts[measure], COMPUTED))
            continue
        own = [change for change in told if change.cause == cause and idle.why(change) != SAME]
        if not own and not any(amounts.values()):
            if cause == BAREME:
                found.append(Sentence(cause, f"{CAUSE_LABELS[cause]} : {SAME}, sans effet.", 0, COMPUTED))
            continue
        asides = [*_offset(gap, cause, measure), *_asides(gap, cause, rules, idle)]
        # what gives nothing needs no word beside what gives something
        own = idle.worth_telling(own)
        if any(amounts.values()):
            what = effect(amounts, measure)
        else:
            what = _still(gap, cause, measure, others) or _why(own, idle)
        if what == _NOTHING_AT_ALL and asides:
            what, asides = f"sans effet ({asides[0]})", asides[1:]
        shown = details(list(dated(moved(own, gap.structure, gap.variant), gap.variant, rules)))
        head = f"{CAUSE_LABELS[cause]} ({' ; '.join(shown)})" if shown else CAUSE_LABELS[cause]
        text = f"{head} : {' ; '.join([what, *asides])}."
        found.append(Sentence(cause, text, amounts[measure], sources.of(own), tuple(shown)))
    return tuple(found)


def over_causes(gap: Gap, measure: str) -> dict[str, int]:
    """Return what each cause gives alone over the horizon, then what they give together; see ``Gap.over_alone``."""
    return gap.over_alone(measure)


def _combined(amounts: Mapping[str, int], measure: str) -> str:
    return (
        f"{CAUSE_LABELS[COMBINED]} (ce que ces changements donnent ensemble, au-delà de la somme de chacun seul) : "
        f"{effect(amounts, measure)}."
    )


def _still(gap: Gap, cause: str, measure: str, others: Sequence[str]) -> str:
    """Return what moves beside the measures asked, nothing when a cause moves nothing at all."""
    if not others:
        return effect({measure: 0}, measure)
    if not any(map(any, gap.alone[cause])):
        return ""
    amounts = {measure: 0} | {name: over_causes(gap, name)[cause] for name in MEASURES}
    return effect(amounts, measure) if any(amounts.values()) else _ONLY_YEARS


def _why(told: Sequence[Change], idle: Idle) -> str:
    reasons = idle.reasons(told)
    return f"sans effet ({reasons})" if reasons else _NOTHING_AT_ALL


def _offset(gap: Gap, cause: str, measure: str) -> Iterator[str]:
    """Yield what each line loses or gains where they make up for each other to the cent.

    A measure without lines (a result, the cash) is that of the income.
    """
    kind = gap.structure.kind
    if Key(measure) in keys(kind):
        measure = PRODUITS
    found = [
        (label(kind, key.line), int(sum(row)))
        for key, row in zip(keys(kind), gap.alone[cause], strict=True)
        if key.measure == measure and key.line
    ]
    moved_lines = [f"{name[:1].lower()}{name[1:]} {signed_euros(cents)}" for name, cents in found if cents]
    if moved_lines and not sum(cents for _, cents in found):
        more = [f"et {len(moved_lines) - _MOST_OFFSET} autres"] if len(moved_lines) > _MOST_OFFSET else []
        which = "les lignes de produits" if measure == PRODUITS else "les lignes"
        yield f"{which} se compensent ({', '.join([*moved_lines[:_MOST_OFFSET], *more])})"


def _asides(gap: Gap, cause: str, rules: Rules, idle: Idle) -> Iterator[str]:
    """Yield what a cause brings about beside its amounts: a size that is crossed, a part that nothing measures."""
    if gap.structure.kind == "CPTS" and cause == TAILLE:
        yield _crossing(gap.structure, gap.variant, rules)
    if cause == ATTEINTE:
        unmeasured = [mission for mission in _unmeasured(gap.structure, gap.variant) if idle.engaged(mission)]
        if unmeasured:
            which = ", ".join(MISSION_LABELS[mission] for mission in unmeasured)
            yield f"aucun indicateur saisi ({which}) : part variable comptée 0\u202f€"


def _unmeasured(reference: Structure, variant: Structure) -> Iterator[str]:
    """Yield the missions that the variant leaves to indicators which nobody has entered."""
    before, after = reference.contract, variant.contract
    if isinstance(before, CptsContract) and isinstance(after, CptsContract):
        for mission in VARIABLE_LINES:
            rows = [contract.attainment.get(mission, ()) for contract in (before, after)]
            measured = any(one.mission == mission for one in after.indicators)
            if rows[0] != rows[1] and BY_INDICATORS in rows[1] and not measured:
                yield mission


def _crossing(reference: Structure, variant: Structure, rules: Rules) -> str:
    """Return which years change size because the population does (CPTS)."""
    before, after = populations(reference, rules), populations(variant, rules, under=reference)
    years = contract_years(reference)
    found = []
    for first, last, old, new in runs(before.sizes, after.sizes):
        # the first period is over when the horizon opens
        shown = max(first, min(last, 1))
        people = [french_number(one.persons[shown]) for one in (after, before)]
        when = span(years, first, last, since=1)
        size = f"taille {new} au lieu de {old}{f' {when}' if when else ''}"
        found.append(f"{size} ({people[0]} habitants au lieu de {people[1]})")
    return " ; ".join(found) or "la taille ne change pas"
