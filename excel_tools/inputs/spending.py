"""Rows of charges, of other income, of staff and of indemnities, each → one typed line."""

from __future__ import annotations

from fractions import Fraction

from excel_tools.inputs.fields import Entry as Row
from excel_tools.inputs.parse import MOST_EUROS
from excel_tools.money import french_euros
from excel_tools.schedule import YEARS
from excel_tools.spending.entry import Basis, Entry, based
from excel_tools.spending.indemnities import ACCOUNT, Indemnity
from excel_tools.spending.persons import spelled
from excel_tools.spending.staff import Post
from excel_tools.vector import PPM

WITH_MISSIONS = "CPTS"
"""The kind of structure whose missions a line may serve."""


def read_entry(row: Row, kind: str = "") -> Entry:
    """Return one line of charges or of other income; amounts left blank follow the yearly rise.

    Args:
        kind: kind of the structure, when a mission must be one of its own.
    """
    return based(
        account=row.get("compte", ""),
        label=row.get("libelle", ""),
        mission=read_mission(row, kind),
        month=row.get("mois", 0),
        basis=basis_of(row),
        payments=row.get("versements", 0),
        delay=row.get("delai", 0),
    )


def basis_of(row: Row) -> Basis:
    """Return what the five amounts of a line are computed from."""
    given = tuple(row.get(f"montant_{year}") for year in range(1, YEARS + 1))
    quantity, price = row.get("quantite"), row.get("prix")
    for one, other in (("quantite", "prix"), ("prix", "quantite")):
        if row.written(one) and not row.written(other):
            row.refuse(other, "une quantité et un prix unitaire vont ensemble ; donner les deux ou aucun")
    if quantity is not None and price is not None and given[0] is None and quantity * price > MOST_EUROS:
        found = french_euros(round(quantity * price))
        row.refuse(
            "prix", f"quantité × prix font {found} ; un montant de {french_euros(MOST_EUROS)} au plus est attendu"
        )
        quantity = Fraction(0)
    return Basis(quantity, price, row.get("hausse", 0), given)


def read_post(row: Row, kind: str) -> Post:
    """Return one salaried post."""
    start, end = row.get("entree", 0), row.get("sortie", 0)
    if end and end < start:
        row.refuse("sortie", "la sortie précède l'entrée")
    return Post(
        label=row.get("poste", ""),
        mission=read_mission(row, kind),
        gross=row.get("brut", 0),
        employer=row.get("taux", 0),
        share=row.get("quotite", PPM),
        start=start,
        end=end,
        growth=row.get("hausse", 0),
    )


def read_indemnity(row: Row, kind: str) -> Indemnity:
    """Return one line of indemnities; hours left blank are those of the year before."""
    hours = [row.get("heures_1", 0)]
    for year in range(2, YEARS + 1):
        hours.append(row.get(f"heures_{year}", hours[-1]))
    return Indemnity(
        person=spelled(row.get("personne", "")),
        mission=read_mission(row, kind),
        rate=row.get("taux", 0),
        hours=tuple(hours),
        account=row.get("compte", ACCOUNT),
        before=row.get("anterieur", 0),
    )


def nothing_before(row: Row) -> str:
    """Return what is wrong with an amount paid before the horizon when the fiscal year is the civil one."""
    return (
        f"{row.what('anterieur')} : l'exercice s'ouvre le 1er janvier, rien ne le précède dans l'année civile ; "
        "vider la cellule."
    )


def read_mission(row: Row, kind: str) -> str:
    """Return the mission that a row serves, ``""`` for none; only some structures have missions."""
    mission: str = row.get("mission", "")
    if mission and kind not in ("", WITH_MISSIONS):
        row.refuse("mission", f"une {kind} n'a pas de missions ; vider la cellule")
    return mission
