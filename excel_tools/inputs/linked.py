"""Rows that belong to a structure named in their first column: what it spends, aids, indicators, values of years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from excel_tools.errors import InputError
from excel_tools.funding.cpts_table import VARIABLE_LINES
from excel_tools.funding.indicators import DOWN, MOST_INDICATORS, UP, Indicator, Tier
from excel_tools.inputs import columns
from excel_tools.inputs.columns import MISSION_WORDS
from excel_tools.inputs.fields import PARSERS, Entry
from excel_tools.inputs.form import read_in_kind, read_line
from excel_tools.inputs.spending import read_entry, read_indemnity, read_mission, read_post
from excel_tools.inputs.table import nearest, plain
from excel_tools.scenarios import EVERYONE, Setting
from excel_tools.scenarios.parameters import COLUMNS, find, plain_names
from excel_tools.schedule import PERIODS, YEARS
from excel_tools.structure import (
    MOST_CHARGES,
    MOST_IN_KIND,
    MOST_INCOMES,
    MOST_INDEMNITIES,
    MOST_ONE_OFFS,
    MOST_POSTS,
    OneOff,
)


@dataclass
class Linked:
    """What the linked sheets say of one structure.

    Attributes:
        messages: what is wrong with those rows.
        civil: what is also wrong with them if the fiscal year is the civil one.
    """

    rows: dict[str, list[Any]] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    civil: list[str] = field(default_factory=list)

    def of(self, key: str) -> tuple[Any, ...]:
        """Return the values read from one sheet."""
        return tuple(self.rows.get(key, ()))


def read_aid(entry: Entry, kind: str = "") -> OneOff:
    """Return one receipt outside the yearly rules.

    Args:
        kind: kind of the structure, when the mission must be one of its own.
    """
    cents, earmarked = entry.get("montant", 0), bool(entry.get("fleche", 0))
    spent = tuple(entry.get(f"depense_{year}", 0) for year in range(1, YEARS + 1))
    if earmarked and cents < 0:
        entry.refuse("fleche", "un remboursement n'est pas une aide fléchée ; écrire « non » ou vider la cellule.")
    if any(spent) and not earmarked:
        entry.refuse("fleche", "des dépenses sont dites sur cette aide : écrire « oui » si elle est fléchée.")
    return OneOff(
        entry.get("libelle", ""),
        entry.get("date", 0),
        cents,
        earmarked,
        spent,
        mission=read_mission(entry, kind),
        funder=entry.get("financeur", ""),
    )


def read_indicator(entry: Entry) -> Indicator:
    """Return one indicator with its tiers and its value in each period."""
    mission = entry.get("mission", "")
    if mission and mission not in VARIABLE_LINES:
        entry.refuse(
            "mission", f"la mission « {MISSION_WORDS[mission]} » n'a pas de part variable, donc pas d'indicateur."
        )
    sense = entry.get("sens", "hausse")
    tiers = []
    for rank in range(1, 5):
        threshold, cents = entry.get(f"seuil_{rank}"), entry.get(f"palier_{rank}")
        if sense == "fait" and rank == 1 and threshold is None and cents is not None:
            threshold = PARSERS["valeur"](1, "seuil")
        if (threshold is None) != (cents is None):
            missing = f"seuil_{rank}" if threshold is None else f"palier_{rank}"
            if not entry.messages:
                entry.refuse(missing, "un palier demande un seuil et un montant.")
        elif threshold is not None:
            tiers.append(Tier(threshold, cents))
    if not tiers and not entry.messages:
        entry.refuse("seuil_1", "un indicateur demande au moins un palier (seuil et montant).")
    first = entry.get("valeur")
    yearly = [entry.get(f"valeur_{year}", first) for year in range(1, YEARS + 1)]
    return Indicator(
        mission=mission,
        label=entry.get("libelle", ""),
        direction=DOWN if sense == "baisse" else UP,
        tiers=tuple(tiers),
        # the two periods that open before the horizon
        values=(first,) * (PERIODS - YEARS) + tuple(yearly),
    )


_HYPOTHESES = {"retard_financeur": "retard", "retard": ""}
"""Column → the parameter that changes it, where the names differ: the delay written in a contract is no hypothesis."""


def parameter_of(text: str, known: tuple[str, ...]) -> str | None:
    """Return the parameter meant by a text: accents, case, spaces and dots do not matter."""
    by_plain = {plain(name): name for name in known}
    for column in (*columns.CPTS, *columns.MSP, *columns.ESS, *columns.ESP):
        key = _HYPOTHESES.get(column.key, column.key)
        if key in known:
            by_plain.setdefault(plain(column.title), key)
    return by_plain.get(plain(text))


def parameter_kind(parameter: str) -> str:
    """Return the kind of value a parameter takes, as columns name them."""
    found = find(parameter)
    return found.value if found is not None else "brut"


def read_yearly(entry: Entry, kind: str) -> Setting:
    """Return a value that holds from some year on; the parameter is a column of the structure's sheet."""
    typed = entry.get("parametre", "")
    known = COLUMNS[kind]
    parameter = parameter_of(typed, known)
    value: Any = None
    if parameter is None:
        titles = {plain(title) for column in columns.KIND_COLUMNS[kind] for title in column.titles}
        fixed = plain(typed) in titles or parameter_of(typed.partition(".")[0], plain_names(kind)) is not None
        reason = "ne peut pas changer d'une année à l'autre" if fixed else "inconnu"
        rest = nearest(typed, known) or f" Paramètres d'une {kind} : {', '.join(known)}."
        if typed:
            entry.refuse("parametre", f"« {typed} » {reason}.{rest}")
    elif entry.raw("valeur") is not None:
        try:
            value = entry.parse("valeur", parameter_kind(parameter))
        except InputError as error:
            entry.messages += error.messages
    else:
        entry.get("valeur")
    return Setting("", EVERYONE, parameter or "", value, entry.get("a_partir_de"))


def check_doubled(entry: Entry, setting: Setting, given: dict[tuple[object, ...], int]) -> None:
    """Refuse a second value for the same scenario, structure, parameter and year: nothing says which one is meant.

    Args:
        given: what was given so far → row of the file; completed here.
    """
    if not setting.parameter:
        return
    key = (plain(setting.scenario), plain(setting.structure), setting.parameter, setting.from_year)
    first = given.setdefault(key, entry.number)
    if first != entry.number:
        since = f" à partir de {setting.from_year}" if setting.from_year else ""
        entry.refuse(
            "parametre",
            f"« {setting.parameter} »{since} a déjà une valeur ligne {first} ; ne garder que l'une des deux lignes.",
        )


READERS: Mapping[str, Callable[[Entry, str], object]] = MappingProxyType(
    {
        "charges": read_entry,
        "produits": read_entry,
        "personnel": read_post,
        "indemnites": read_indemnity,
        "contributions": lambda entry, kind: read_in_kind(entry),
        "cerfa": lambda entry, kind: read_line(entry),
        "aides": read_aid,
        "indicateurs": lambda entry, kind: read_indicator(entry),
        "annees": read_yearly,
    }
)
"""Sheet → reader of one of its rows, given the kind of the structure."""

MOST: Mapping[str, int] = MappingProxyType(
    {
        "charges": MOST_CHARGES,
        "produits": MOST_INCOMES,
        "personnel": MOST_POSTS,
        "indemnites": MOST_INDEMNITIES,
        "contributions": MOST_IN_KIND,
        "cerfa": 200,
        "aides": MOST_ONE_OFFS,
        "indicateurs": MOST_INDICATORS,
        "annees": 60,
    }
)
"""Sheet → rows a structure may have there: the room of its workbook."""
