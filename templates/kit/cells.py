"""Cell addresses and formulas copied across, as a spreadsheet copies them."""

from __future__ import annotations

import re

from xlsxwriter.utility import xl_col_to_name

LONGEST = 120
"""The most characters of a formula: beyond it nobody reads it."""

# A word before or after the address (a name, a function) or a sheet in quotes is no address.
_ADDRESS = re.compile(r"(?<![\w.'])(\$?)([A-Z]{1,2})(\$?)([0-9]+)(?![\w(.'])")
_COLUMN_PAIR = re.compile(r"(?<![\w.'])(\$?)([A-Z]{1,2}):(\$?)([A-Z]{1,2})(?![\w(.'])")
_CONSTANT = re.compile(r"(?<![\w.$])([0-9]+(?:\.[0-9]+)?)(?![\w.:!'])")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ROUND_DIGITS = re.compile(r",(?:[0-9])\)")


def column(index: int) -> str:
    """Return the letters of a column counted from 0."""
    return str(xl_col_to_name(index))


def cell(row: int, col: int, fixed: str = "") -> str:
    """Return an address; row and column count from 0.

    Args:
        fixed: ``""``, ``"row"``, ``"col"`` or ``"both"``: what a copy leaves unchanged.
    """
    left = "$" if fixed in ("col", "both") else ""
    top = "$" if fixed in ("row", "both") else ""
    return f"{left}{column(col)}{top}{row + 1}"


def area(row: int, col: int, height: int, width: int, fixed: str = "both") -> str:
    """Return the address of a rectangle."""
    return f"{cell(row, col, fixed)}:{cell(row + height - 1, col + width - 1, fixed)}"


def year_head(closing: str) -> str:
    """Return the formula of a fiscal year's head: its year, or « 2026-2027 » when it is not the civil one.

    Args:
        closing: the year after the one in which the fiscal year opens.
    """
    return f'=IF(in_mois1=1,{closing}-1,{closing}-1&"-"&{closing})'


YEAR_HEAD = year_head("in_exercice+COLUMNS($D:D)")
"""That of the first of five columns of fiscal years, which begin at D."""


def shifted(formula: str, rows: int, cols: int) -> str:
    """Return a formula as a spreadsheet copies it some rows down and columns right."""
    if not rows and not cols:
        return formula
    parts = re.split(r"(\"[^\"]*\")", formula)
    return "".join(part if part.startswith('"') else _moved(part, rows, cols) for part in parts)


def _moved(text: str, rows: int, cols: int) -> str:
    def one(found: re.Match[str]) -> str:
        left, letters, top, number = found.groups()
        row = int(number) + (0 if top else rows)
        return f"{left}{letters if left else _right(letters, cols)}{top}{row}"

    def pair(found: re.Match[str]) -> str:
        first, a, second, b = found.groups()
        return f"{first}{a if first else _right(a, cols)}:{second}{b if second else _right(b, cols)}"

    # the sheet's name in quotes may end in something that looks like an address
    pieces = re.split(r"('[^']*'!)", text)
    return "".join(
        piece if piece.startswith("'") else _COLUMN_PAIR.sub(pair, _ADDRESS.sub(one, piece)) for piece in pieces
    )


def _right(letters: str, cols: int) -> str:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return column(index - 1 + cols)


def faults(formula: str) -> list[str]:
    """Return what the workbook conventions forbid in a formula."""
    found = []
    bare = _QUOTED.sub("", formula)
    if len(formula) > LONGEST:
        found.append(f"{len(formula)} characters")
    if _nested_ifs(bare) > 2:
        found.append("more than two nested IF")
    upper = bare.upper()
    for word in ("OFFSET(", "INDIRECT(", "NOW(", "TODAY(", "RAND", "TEXT(", "IFS(", "XLOOKUP(", "LET(", "SWITCH("):
        # SUMIFS and COUNTIFS are old; only a bare IFS is new
        if re.search(rf"(?<![A-Z]){re.escape(word)}", upper):
            found.append(word)
    without_digits = _ROUND_DIGITS.sub(")", bare)
    for constant in _CONSTANT.findall(without_digits):
        if constant not in ("0", "1", "12", "100"):
            found.append(f"constant {constant}")
    return found


def _nested_ifs(formula: str) -> int:
    stack: list[int] = []
    depth = most = 0
    for token in re.finditer(r"([A-Z.]*)\(|\)", formula):
        if token.group(0) == ")":
            depth -= stack.pop()
        else:
            stack.append(int(token.group(1) == "IF"))
            depth += stack[-1]
            most = max(most, depth)
    return most
