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
    kept = known[:MOST_SCENARIOS] if asked is None else _asked(asked, known)
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


def _asked(asked: str, known: Sequence[str]) -> tuple[str, ...]:
    by_plain = {plain(name): name for name in known}
    found: list[str] = []
    problems: list[str] = []
    for word in (piece.strip() for piece in asked.split(";")):
        name = by_plain.get(plain(word))
        if not word:
            continue
        if name is None:
            listed = f" Scénarios : {', '.join(known)}."
            problems.append(f"{OPTION} : « {word} » n'est pas un scénario.{nearest(word, known) or listed}")
        elif name in found:
            problems.append(f"{OPTION} : « {name} » est cité deux fois.")
        else:
            found.append(name)
    if not found and not problems:
        problems.append(f'{OPTION} : aucun nom ; écrire par exemple {OPTION} "{";".join(known[:MOST_SCENARIOS])}".')
    if len(found) > MOST_SCENARIOS:
        problems.append(
            f"{OPTION} : {len(found)} scénarios ; un classeur en tient {MOST_SCENARIOS} au plus, « excel-tools "
            "comparer » les met tous côte à côte."
        )
    if problems:
        raise InputError(problems)
    return tuple(found)


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
