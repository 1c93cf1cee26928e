"""The treasurer's own lines of the budget form: a CSV of two columns, « Compte » and « Ligne »."""

from __future__ import annotations

from pathlib import Path

from excel_tools.accounts.chart import Chart, Own, with_own
from excel_tools.errors import InputError
from excel_tools.inputs.csvfile import read_csv
from excel_tools.inputs.table import find_header
from excel_tools.structure import MOST_BOUNDS

TITLES = {"compte": ("Compte", "Numéro de compte"), "ligne": ("Ligne", "Ligne du CERFA", "Ligne du formulaire")}


def read_chart(path: Path, chart: Chart) -> Chart:
    """Return the look-up where the rows of a CSV win; every account that begins with the digits goes to the line.

    Raises:
        InputError: the file cannot be read, a column is missing, or anything is wrong in a row; all told at once.
    """
    headed, problems = find_header(read_csv(path), TITLES, ["compte", "ligne"], free=("notes",))
    if headed is None or problems:
        raise InputError(problems)
    rows: list[Own] = []
    for line in headed.rows:
        place = f"« {path.name} », ligne {line.number}"
        if line.trouble:
            problems.append(f"{place} : {line.trouble}.")
            continue
        account, name = (
            line.cells[headed.positions[key]].value if headed.positions[key] < len(line.cells) else None
            for key in ("compte", "ligne")
        )
        if account is None or name is None:
            missing = "le compte" if account is None else "la ligne"
            problems.append(f"{place} : il manque {missing}.")
            continue
        rows.append(Own(account, str(name), place))
    try:
        found = with_own(chart, rows)
    except InputError as error:
        problems += error.messages
    if problems:
        raise InputError(problems)
    if len(found.bounds) > MOST_BOUNDS:
        raise InputError(
            f"« {path.name} » : avec ceux du barème, {len(found.bounds)} comptes ouvrent une ligne ; le classeur en "
            f"tient {MOST_BOUNDS}. Citer des comptes plus courts (62 plutôt que 6226), ou moins de comptes."
        )
    return found
