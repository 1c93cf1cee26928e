"""A portfolio under scenarios, compared: the structures chosen, what is refused, never one stopping the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from excel_tools.batch.kept import asked_among, find_scenario, spelled
from excel_tools.budget import build_budget
from excel_tools.comparison import Comparison, Evaluate, compare, one_by_one
from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.inputs import Item, Refusal
from excel_tools.inputs.table import plain
from excel_tools.money import french_rate
from excel_tools.rules import Rules
from excel_tools.rules.words import nearest
from excel_tools.scenarios import AS_ENTERED, Setting, names, variants
from excel_tools.structure import KINDS, Structure
from excel_tools.vector import half_up

_MANY = 60
"""Structures times scenarios from which arrays pay."""

_MOST_SHARED = 100

CENTRAL = "central"
"""The scenario compared with when none is named."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which structures of a portfolio are looked at; an empty field chooses all of them."""

    structures: tuple[str, ...] = ()
    kind: str = ""
    region: str = ""


def chosen(items: Sequence[Item], choice: Choice, unread: Sequence[str] = ()) -> list[Item]:
    """Return the structures chosen, in the order of their kinds, then of their names.

    Args:
        unread: names of the structures refused: asking for one is no mistake.

    Raises:
        InputError: a name, a kind or a region that is not there, or nothing left.
    """
    known = [item.structure.name for item in items]
    regions = sorted({item.structure.region for item in items} - {""})
    problems = [
        f"--structure : aucune structure « {name} ».{nearest(name, known, 3)}"
        for name in choice.structures
        if spelled(name) not in {spelled(found) for found in (*known, *unread)}
    ]
    if choice.kind and choice.kind.upper() not in KINDS:
        problems.append(
            f"--type : « {choice.kind} » inconnu.{nearest(choice.kind.upper(), KINDS)} Types : {', '.join(KINDS)}."
        )
    if choice.region and spelled(choice.region) not in {spelled(region) for region in regions}:
        problems.append(
            f"--region : aucune structure en « {choice.region} ».{nearest(choice.region, regions)} Régions : "
            f"{', '.join(regions)}."
        )
    if problems:
        raise InputError(problems)
    wanted = {spelled(name) for name in choice.structures}
    found = [
        item
        for item in items
        if (not wanted or spelled(item.structure.name) in wanted)
        and choice.kind.upper() in ("", item.structure.kind)
        and spelled(choice.region) in ("", spelled(item.structure.region))
    ]
    if not found and not wanted & {spelled(name) for name in unread}:
        raise InputError("Aucune structure ne répond à la fois à --structure, --type et --region.")
    return sorted(found, key=lambda item: (KINDS.index(item.structure.kind), item.structure.name.casefold()))


def concerned(refusals: Sequence[Refusal], choice: Choice) -> list[Refusal]:
    """Return the refusals of the structures chosen; all of them when none is chosen by name."""
    wanted = {spelled(name) for name in choice.structures}
    return [refusal for refusal in refusals if not wanted or spelled(refusal.name or "") in wanted]


def reference_of(settings: Sequence[Setting]) -> str:
    """Return the name of the scenario to compare with when none is named, whatever the order of the rows.

    That is « central », or else the one that changes nothing, or else « tel que saisi »: none of the file, but the
    portfolio itself (``referenced`` puts it there).
    """
    known = names(settings)
    central = [name for name in known if name.casefold() == CENTRAL]
    idle = [
        name for name in sorted(known) if all(not setting.parameter for setting in settings if setting.scenario == name)
    ]
    return next(iter([*central, *idle, AS_ENTERED]))


def referenced(settings: Sequence[Setting], wanted: str = "") -> tuple[tuple[Setting, ...], str]:
    """Return the settings, « tel que saisi » added when it is the reference, and the name of the reference.

    Args:
        wanted: the scenario to compare with, however it is typed; that of ``reference_of`` when empty.

    Raises:
        InputError: no such scenario.
    """
    known = names(settings)
    name = wanted.strip() or reference_of(settings)
    found = find_scenario(known, name)
    if found is not None:
        return tuple(settings), found
    if plain(name) == plain(AS_ENTERED):
        return (Setting(AS_ENTERED), *settings), AS_ENTERED
    raise InputError(
        f"--reference : scénario « {wanted} » inconnu.{nearest(wanted, (*known, AS_ENTERED))} Scénarios : "
        f"{', '.join(known)}, et « {AS_ENTERED} » pour le portefeuille lui-même."
    )


def among(settings: Sequence[Setting], asked: str, reference: str) -> tuple[str, ...]:
    """Return the scenarios to compare: the reference, then those asked for, in their order.

    Args:
        asked: names separated by « ; ».

    Raises:
        InputError: an unknown name, one given twice, none.
    """
    found = asked_among(asked, names(settings))
    return (reference, *(name for name in found if name != reference))


def evaluator(rules: Rules, count: int, progress: Callable[[int, int], None] = lambda done, total: None) -> Evaluate:
    """Return what computes figures: one by one for some structures, all at once for many; the same to the cent.

    Args:
        count: structures times scenarios.
        progress: told how many figures are computed, and of how many, when there are many.
    """
    if count < _MANY:
        return one_by_one(rules)
    # loaded only when it pays: numpy takes longer to load than a few structures to compute
    from excel_tools.comparison.arrays import evaluate_arrays

    return evaluate_arrays(rules, progress)


def compare_items(
    items: Sequence[Item],
    settings: Sequence[Setting],
    evaluate: Evaluate,
    reference: str = "",
    only: Sequence[str] | None = None,
) -> tuple[Comparison, list[Refusal]]:
    """Return the comparison of the structures that the rules accept, and the refusals of the others.

    Args:
        reference: a scenario of ``settings``; that of ``reference_of`` when empty, added where need be.
        only: the scenarios compared; all of them by default.

    Raises:
        InputError: no structure left, no such scenario, fiscal years too far apart.
    """
    if not reference:
        settings, reference = referenced(settings)
    try:
        return compare(_pairs(items, settings, only), evaluate, reference), []
    except ExcelToolsError:
        # one of them is refused, or all of them together: find which, below
        kept, refusals = [], []
    for item in items:
        try:
            compare(_pairs([item], settings, only), evaluate, reference)
            kept.append(item)
        except InputError as error:
            if reference not in names(settings):
                raise
            refusals.append(_refusal(item, error))
        except ExcelToolsError as error:
            refusals.append(_refusal(item, error))
    if not kept:
        raise InputError([message for refusal in refusals for message in refusal.messages])
    return compare(_pairs(kept, settings, only), evaluate, reference), refusals


def to_confirm(structures: Sequence[Structure], rules: Rules) -> str:
    """Return the share of what is due that rests on amounts to be confirmed, as a sentence; nothing when none does.

    Beyond ``_MOST_SHARED`` structures, which take too long one by one, it is only said that it was not counted.
    """
    if len(structures) > _MOST_SHARED:
        return (
            f"Part des droits à confirmer : non comptée au-delà de {_MOST_SHARED} structures ; le classeur de chacune "
            "la donne."
        )
    budgets = [build_budget(structure, rules) for structure in structures]
    uncertain = sum(sum(budget.a_confirmer_years) for budget in budgets)
    due = sum(sum(budget.droits_years) for budget in budgets)
    if not uncertain or due <= 0:
        return ""
    share = french_rate(10_000 * half_up(100 * uncertain, due))
    return f"{share} des droits de la référence reposent sur des montants à confirmer."


def _pairs(
    items: Sequence[Item], settings: Sequence[Setting], only: Sequence[str] | None
) -> list[tuple[Structure, dict[str, Structure]]]:
    return [(item.structure, variants(item.structure, settings, only)) for item in items]


def _refusal(item: Item, error: ExcelToolsError) -> Refusal:
    named = f"« {item.structure.name} »"
    # some messages name the structure already, and the scenario with it
    messages = tuple(told if told.startswith(named) else f"{named} : {told}" for told in error.messages)
    return Refusal(item.sheet, item.row, item.structure.name, messages)
