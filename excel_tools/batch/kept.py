"""Which scenarios go into the workbooks: three at most, whatever the file of scenarios holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excel_tools.errors import InputError
from excel_tools.inputs.table import nearest, plain
from excel_tools.scenarios import MOST_SCENARIOS, Setting, chains, names
from excel_tools.scenarios.inherit import by_scenario
from excel_tools.scenarios.parameters import concerns, find

OPTION = "--garder"


@dataclass(frozen=True, slots=True)
class Kept:
    """The scenarios of the workbooks, and what is told of the others."""

    names: tuple[str, ...]
    told: tuple[str, ...]


def keep(settings: Sequence[Setting], asked: str | None, kinds: Iterable[str]) -> Kept:
    """Return the scenarios to keep: those asked for, or the first ones of the file.

    Args:
        asked: names separated by « ; », None for the first three.
        kinds: kinds of structures of the portfolio.

    Raises:
        InputError: an unknown name, one given twice, too many; a parameter that no workbook holds.
    """
    known = names(settings)
    kept = known[:MOST_SCENARIOS] if asked is None else asked_among(asked, known, MOST_SCENARIOS)
    _check_live(settings, kept, tuple(kinds))
    left = [name for name in known if name not in kept]
    if not left:
        return Kept(kept, ())
    shown = ", ".join(f"« {name} »" for name in left)
    what = "Scénarios laissés" if len(left) > 1 else "Scénario laissé"
    return Kept(
        kept,
        (
            f"{what} de côté : {shown} ; un classeur en tient {MOST_SCENARIOS} au plus. {OPTION} choisit lesquels, "
            "« excel-tools comparer » les met tous côte à côte.",
        ),
    )


def asked_among(asked: str, known: Sequence[str], most: int = 0) -> tuple[str, ...]:
    """Return the scenarios asked for, in their order.

    Args:
        asked: names separated by « ; ».
        most: how many at most, 0 for no limit.

    Raises:
        InputError: an unknown name, one given twice, none, too many: all at once.
    """
    found: list[str] = []
    problems: list[str] = []
    for word in filter(None, (piece.strip() for piece in asked.split(";"))):
        name = find_scenario(known, word)
        if name is None:
            listed = f" Scénarios : {', '.join(known)}."
            problems.append(f"{OPTION} : « {word} » n'est pas un scénario.{nearest(word, known) or listed}")
        elif name in found:
            problems.append(f"{OPTION} : « {name} » est cité deux fois.")
        else:
            found.append(name)
    if not found and not problems:
        problems.append(f'{OPTION} : aucun nom ; écrire par exemple {OPTION} "{";".join(known[:MOST_SCENARIOS])}".')
    if most and len(found) > most:
        problems.append(
            f"{OPTION} : {len(found)} scénarios ; un classeur en tient {most} au plus, « excel-tools comparer » les "
            "met tous côte à côte."
        )
    if problems:
        raise InputError(problems)
    return tuple(found)


def find_scenario(known: Sequence[str], typed: str) -> str | None:
    """Return the scenario that a person means: the very name, or else the only one that is read alike."""
    same = [name for name in known if spelled(name) == spelled(typed)]
    alike = same or [name for name in known if plain(name) == plain(typed)]
    return alike[0] if len(alike) == 1 else None


def spelled(text: str) -> str:
    """Return a name without what its reader takes for nothing: case, spaces too many."""
    return " ".join(text.split()).casefold()


def _check_live(settings: Sequence[Setting], kept: Sequence[str], kinds: Sequence[str]) -> None:
    """Refuse what the sheets of a workbook share between its scenarios."""
    own, made = by_scenario(settings), chains(settings)
    problems = []
    for name in kept:
        shared = dict.fromkeys(
            f"« {setting.parameter} »" + (f" (de sa base « {link} »)" if link != name else "")
            for link in made[name]
            for setting in own[link]
            if _shared(setting.parameter, kinds)
        )
        if shared:
            verb = "ne peuvent pas" if len(shared) > 1 else "ne peut pas"
            problems.append(
                f"Scénario « {name} » : {_joined(tuple(shared))} {verb} différer d'un scénario à l'autre dans un "
                f"classeur. Garder d'autres scénarios par {OPTION}, ou les comparer par « excel-tools comparer », qui "
                "n'a pas cette limite."
            )
    if problems:
        raise InputError(problems)


def _shared(name: str, kinds: Sequence[str]) -> bool:
    parameter = find(name)
    return parameter is not None and not parameter.live and any(concerns(name, kind) for kind in kinds)


def _joined(words: Sequence[str]) -> str:
    return " et ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
