"""The parameter a treasurer typed → the name of a setting: aliases, codes of the barème, indicators of a structure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from excel_tools.errors import InputError
from excel_tools.funding.cpts_table import VARIABLE_LINES
from excel_tools.inputs.columns import MISSION_WORDS
from excel_tools.inputs.linked import parameter_of
from excel_tools.inputs.table import nearest, plain
from excel_tools.rules import Rules
from excel_tools.rules.amount import SIZES
from excel_tools.rules.contract_file import NATIONAL
from excel_tools.scenarios.parameters import BASE, CATALOGUE, MISSION, concerns, known, plain_names
from excel_tools.structure import KINDS

_SIZED = re.compile(r"(?P<code>.+?)(?: taille ?(?P<size>\d+))?")


def _aliases() -> dict[str, str]:
    """Return every alias → the parameter it means; the names and the titles of columns are known elsewhere."""
    found: dict[str, str] = {}
    for parameter in CATALOGUE:
        if parameter.follow == MISSION:
            for mission in parameter.missions:
                found[plain(f"{parameter.name} {MISSION_WORDS[mission]}")] = f"{parameter.name}.{mission}"
        else:
            found.update((plain(alias), parameter.name) for alias in parameter.aliases)
    return found


_ALIASES: Mapping[str, str] = _aliases()
_MISSIONS: Mapping[str, str] = {plain(word): code for code, word in MISSION_WORDS.items()}


def resolve(typed: str, kind: str, rules: Rules, labels: Iterable[str] | None) -> str:
    """Return the parameter meant by a text.

    Args:
        kind: kind of the structure named, empty for everyone.
        rules: the barèmes, whose codes may follow « bareme. ».
        labels: indicators of the structure named, or of all of them; None when they are not known.

    Raises:
        InputError: unknown, with the nearest valid name; without effect on that kind; a code that is not one.
    """
    words = plain(typed)
    name = parameter_of(typed, plain_names()) or _ALIASES.get(words)
    if name is None:
        head, _, rest = words.partition(" ")
        if head == "bareme" and rest:
            name = f"bareme.{_code(rest, typed, kind, rules)}"
        elif head == "indicateur" and rest:
            name = f"indicateur.{_indicator(rest, typed, kind, labels)}"
        elif (mission := _MISSIONS.get(rest)) and head == "atteinte":
            # the only missions that « atteinte » does not know
            paid = ", ".join(MISSION_WORDS[code] for code in VARIABLE_LINES)
            raise InputError(
                f"« {typed} » : la mission « {MISSION_WORDS[mission]} » n'a pas de part variable, donc pas "
                f"d'atteinte ; missions qui en ont une : {paid}."
            )
        else:
            candidates = (*plain_names(), *_ALIASES, *(f"bareme.{code}" for code in _codes(KINDS, rules)))
            listed = f" Paramètres : {', '.join(known(kind))}."
            raise InputError(f"« {typed} » inconnu.{nearest(typed, candidates) or listed}")
    if kind and name != BASE and not concerns(name, kind):
        raise InputError(f"« {typed} » est sans effet sur une {kind} ; paramètres admis : {', '.join(known(kind))}.")
    return name


def _codes(kinds: Iterable[str], rules: Rules) -> tuple[str, ...]:
    return tuple(code for kind in kinds for code in rules.codes(kind.lower()) if code not in NATIONAL)


def _code(words: str, typed: str, kind: str, rules: Rules) -> str:
    """Return the code of the barème, with its size if any; the family may be left out when one alone has it."""
    if words in {plain(short) for code in NATIONAL for short in (code, code.partition(".")[2])}:
        raise InputError(
            f"« {typed} » : les seuils de taille sont nationaux et ne se remplacent pas ; pour changer de taille, "
            "« population » ou « croissance »."
        )
    matched = _SIZED.fullmatch(words)
    stem, size = (matched["code"], matched["size"]) if matched else (words, None)
    whole = {plain(code): code for code in _codes(KINDS, rules)}
    code = whole.get(stem)
    if code is None:
        short = [each for each in _codes((kind,) if kind else KINDS, rules) if plain(each.partition(".")[2]) == stem]
        if len(short) > 1:
            named = " ou ".join(f"« bareme.{each} »" for each in short)
            raise InputError(f"« {typed} » existe dans plusieurs barèmes ; écrire {named}.")
        if not short:
            # without its family first: it is what a treasurer leaves out
            near = nearest(stem, [each.partition(".")[2] for each in whole.values()] + list(whole.values()))
            found = re.sub("« (.*) »", lambda close: f"« bareme.{close[1]} »", near)
            raise InputError(f"« {typed} » : le barème ne connaît pas ce montant.{found or _LISTED}")
        code = short[0]
    if size is None:
        return code
    if not rules.amount(code).sized:
        raise InputError(f"« {typed} » : « {code} » ne dépend pas de la taille ; écrire « bareme.{code} ».")
    if int(size) not in range(1, SIZES + 1):
        raise InputError(f"« {typed} » : la taille {size} n'existe pas, elle va de 1 à {SIZES}.")
    return f"{code}.taille{int(size)}"


_LISTED = " « excel-tools bareme » liste les codes."


def _indicator(words: str, typed: str, kind: str, labels: Iterable[str] | None) -> str:
    """Return the rank of an indicator, from 1, or its label as names are compared."""
    given: Sequence[str] = () if labels is None else tuple(labels)
    if words.isdigit():
        if not kind:
            raise InputError(
                f"« {typed} » : le rang d'un indicateur n'a de sens que pour une structure ; la nommer, ou écrire "
                "« indicateur. » suivi de son libellé."
            )
        if kind == "CPTS" and labels is not None and not 1 <= int(words) <= len(given):
            count = (
                f"a {len(given)} indicateurs"
                if len(given) > 1
                else "a un indicateur"
                if given
                else "n'a aucun indicateur"
            )
            raise InputError(f"« {typed} » : cette CPTS {count} dans le portefeuille.")
        return str(int(words))
    if (not kind or kind == "CPTS") and labels is not None and words not in map(plain, given):
        near = nearest(words, given) or " Reprendre le libellé de la feuille « Indicateurs »."
        raise InputError(f"« {typed} » : aucun indicateur de ce nom.{near}")
    return words


def size_of(name: str) -> tuple[str, int]:
    """Return the code of a setting « bareme.code », and its size (0 for all of them)."""
    code, _, size = name.removeprefix("bareme.").partition(".taille")
    # « cpts.taille.seuils » is national: no code of a setting holds « .taille » of its own
    return code, int(size or 0)
