"""Sums of the inputs that tell whether a workbook is still as it was generated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

INTACT = "oui"
MODIFIED = "Entrées modifiées depuis la génération"


_WHOLE = (
    "date",
    "signature",
    "debut",
    "fin",
    "mois",
    "exercice",
    "population",
    "decalage",
    "retard",
    "premiere",
    "equipes",
    "versements",
    "delai",
    "entree",
    "sortie",
    "rangs",
)
"""In the names of inputs that hold whole numbers."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One sum over an input.

    Attributes:
        label: what it is, for the reader.
        name: defined name of the input.
        word: when given, the cells equal to this word are counted; else the numbers are added.
        text: its cells are words: those that are no more their copy of the day of the generation are counted.
    """

    label: str
    name: str
    word: str = ""
    text: bool = False

    @property
    def copy(self) -> str:
        """Name of the copy of a text."""
        return self.name.replace("in_", "bar_copie_", 1)

    @property
    def number(self) -> str:
        """Number format of the sum: whole where what is added is whole, days included."""
        return "int" if self.word or self.text or any(key in self.name for key in _WHOLE) else "number"

    @property
    def formula(self) -> str:
        """The sum as the sheet computes it."""
        if self.text:
            return f"=SUMPRODUCT(--({self.name}<>{self.copy}))"
        return f'=COUNTIF({self.name},"{self.word}")' if self.word else f"=SUM({self.name})"

    def value(self, values: Mapping[str, Any]) -> float:
        """The same sum over the values given to the names."""
        if self.text:
            return 0
        found = flat(values[self.name])
        if self.word:
            return sum(1 for item in found if item == self.word)
        return sum(item for item in found if isinstance(item, (int, float)))


def flat(value: Any) -> Iterator[Any]:
    """Return the cells of a name in reading order."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from flat(item)
    else:
        yield value


COMMON = (
    Watched("Premier exercice", "in_exercice"),
    Watched("Premier mois de l'exercice", "in_mois1"),
    Watched("Trésorerie au premier jour", "in_tresorerie"),
    Watched("Fonds dédiés au premier jour", "in_fonds_dedies"),
    Watched("Aides ponctuelles", "in_aides_montant"),
    Watched("Dates des aides", "in_aides_date"),
    Watched("Aides fléchées", "in_aides_fleche", "oui"),
    Watched("Dépenses sur les aides fléchées", "in_aides_depense"),
    Watched("Dépenses sur les fonds dédiés d'ouverture", "in_fonds_depense"),
    Watched("Bornes des comptes", "in_comptes_bornes"),
    Watched("Contributions en nature", "in_nature_montants"),
    *(
        Watched(label, name, text=True)
        for label, name in (
            ("Nom de la structure", "in_nom"),
            ("Communes", "in_communes"),
            ("Noms des scénarios", "in_scenario_noms"),
            ("Comptes des charges", "in_charges_compte"),
            ("Missions des charges", "in_charges_mission"),
            ("Comptes des autres produits", "in_produits_compte"),
            ("Missions des autres produits", "in_produits_mission"),
            ("Missions des postes", "in_personnel_mission"),
            ("Missions des indemnités", "in_indemnites_mission"),
            ("Comptes des indemnités", "in_indemnites_compte"),
            ("Libellés des aides", "in_aides_libelle"),
            ("Financeurs des aides", "in_aides_financeur"),
            ("Lignes des recettes", "in_comptes_recettes"),
            ("Ligne des aides", "in_comptes_aides"),
            ("Lignes des comptes", "in_comptes_lignes"),
            ("Comptes des contributions en nature", "in_nature_compte"),
        )
    ),
)
"""Inputs that every family has."""

CASH = (
    ("retard du financeur", "retard"),
    ("fin anticipée", "fin_anticipee"),
    ("hausse des prix", "prix"),
    ("hausse des salaires", "salaires"),
    ("délai ajouté aux charges", "delai_charges"),
)
"""Inputs of a scenario that every family has: label, name without ``in_s1_``."""
