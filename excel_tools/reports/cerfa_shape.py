"""The sheets of the budget form and of its report: what their drawing and the values that fill them must agree on."""

from __future__ import annotations

from excel_tools.rules.form import Form, FormLine, Part, Side
from excel_tools.spending.flow import GROSS_LABEL, SOCIAL_LABEL
from excel_tools.spending.staff import GROSS_ACCOUNT, SOCIAL_ACCOUNT
from excel_tools.structure import MOST_BOUNDS, MOST_IN_KIND

BOUND_ROWS = MOST_BOUNDS
IN_KIND_ROWS = MOST_IN_KIND
FREE_BOUND = 99_999_999
"""Written in the rows of accounts that nobody uses: the look-up needs them in ascending order to the end."""

STAFF_ACCOUNTS = (("annees", GROSS_ACCOUNT, GROSS_LABEL), ("cotisations", SOCIAL_ACCOUNT, SOCIAL_LABEL))
"""Rows of all posts together: piece of the name of their sums on « Personnel », account, label."""

AIDS_LABEL = "Aides ponctuelles sans financeur indiqué"
UNPLACED = "sans ligne"
"""Said beside an amount that has no line of the form."""

COUNTED = ("ecritures", "bornes")
"""Checks that count cells; the others are gaps in euros."""

CHECKS = (
    ("charges", "Charges du formulaire = charges du budget"),
    ("produits", "Produits du formulaire = produits du budget"),
    ("nature", "Emplois (86) = contributions volontaires (87)"),
    ("ecritures", "Sans ligne (feuille Écritures, colonne État)"),
    ("bornes", "Comptes en désordre (feuille Comptes)"),
)
"""Rows of the block « Équilibre » of the form: code and label."""


def leaves(form: Form, side: Side, part: Part) -> tuple[FormLine, ...]:
    """Return the lines of a part that amounts are written on, in the order of the form."""
    return tuple(line for line in form.leaves if (line.side, line.part) == (side, part))


def printed(form: Form, side: Side, part: Part) -> tuple[FormLine, ...]:
    """Return the printed lines of a part, headings included."""
    return tuple(line for line in form.lines if (line.side, line.part) == (side, part))
