"""Money in whole cents: reading French amounts, printing them, cutting them into pieces that add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from excel_tools.errors import InputError
from excel_tools.vector import PPM, Int, half_up

_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,2})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_SEVERAL = re.compile(
    r"[+-]?\d{1,3}(?:[.,]\d{3}){2,}(?:[.,]\d+)?|[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?\d{1,3}(?:,\d{3})+\.\d+"
)
_LARGEST = Fraction(10**13)


def parse_number(value: object, what: str = "nombre", wanted: str = "par exemple 45000 ou 1 234,56") -> Fraction:
    """Return the exact number meant by a cell or a French text.

    ``"1 234,56"`` (any French space), ``"1234.56"``, ``12``, ``12.5`` are read; ``"45.000"`` and ``"45,000"`` are
    refused, since one reader means forty-five and the other forty-five thousand.

    Args:
        value: a number or a text.
        what: what the value is, for the message.
        wanted: what to write instead of a text that is no number, for the message.

    Raises:
        InputError: not a number, ambiguous, infinite, or beyond ten thousand billion.
    """
    number: Fraction | None = None
    if isinstance(value, bool) or value is None:
        pass
    elif isinstance(value, (int, Fraction)):
        number = Fraction(value)
    elif isinstance(value, (float, Decimal)):
        try:
            number = Fraction(Decimal(repr(value) if isinstance(value, float) else value))
        except (ValueError, OverflowError, InvalidOperation):
            number = None
    elif isinstance(value, str):
        number = _parse_text(value, what)
    if number is None:
        raise InputError(f"{what} : « {value} » n'est pas un nombre ; écrire {wanted}.")
    if abs(number) > _LARGEST:
        raise InputError(f"{what} : « {value} » est trop grand pour être vrai.")
    return number


def _parse_text(value: str, what: str) -> Fraction | None:
    text = value.strip().translate(_MINUS)
    if _AMBIGUOUS.fullmatch(text):
        whole = re.sub("[.,]", "", text)
        decimal = told_decimal(text)
        shown = decimal if "," in decimal else f"{decimal} virgule zéro"
        raise InputError(
            f"{what} : « {value} » est ambigu ({shown} ou {whole} ?) ; "
            f"écrire {whole} sans séparateur, ou {decimal} pour le nombre à virgule."
        )
    if _SEVERAL.fullmatch(text):
        raise InputError(f"{what} : « {value} » mêle points et virgules ; écrire par exemple 1 234 567,89.")
    if _GROUPED.fullmatch(text):
        text = text.translate(_SPACES)
    elif re.search(r"\d[ \u00a0\u202f\u2009]+\d", text):
        return None
    if not _NUMBER.fullmatch(text):
        return None
    return Fraction(text.replace(",", "."))


def told_decimal(text: str) -> str:
    """Return « 42,125 » as nobody can take it for thousands, its value kept: « 42,1250 », « 1,250 » as « 1,25 »."""
    whole, part = re.split("[.,]", text)
    part = part.rstrip("0")
    part += "0" * (len(part) == 3)
    return f"{whole},{part}" if part else whole


def parse_euros(value: object, what: str = "montant") -> int:
    """Return an amount in cents from a number or a French text in euros (``"1 234,56 €"``).

    Raises:
        InputError: not an amount, or more than two decimals.
    """
    # what a cell holds nearly always
    if type(value) is float and value.is_integer() and abs(value) < 1e12:
        return int(value) * 100
    text = re.sub(r"\s*(?:€|EUR|euros?)\s*$", "", value, flags=re.IGNORECASE) if isinstance(value, str) else value
    try:
        number = parse_number(text, what) * 100
    except InputError as error:
        raise InputError(str(error).replace(f"« {text} »", f"« {value} »")) from error
    cents = half_up(number.numerator, number.denominator)
    # a float sum such as 0.1 + 0.2 is a cent amount written by a sheet, not a third decimal typed by someone
    slack = Fraction(1, 10**4) if isinstance(value, float) else Fraction(0)
    if abs(number - cents) > slack:
        raise InputError(f"{what} : « {value} » a plus de deux décimales ; un montant va jusqu'au centime.")
    return int(cents)


def parse_rate(value: object, what: str = "taux") -> int:
    """Return a rate in millionths from ``0.8``, ``"80%"`` or ``"80 %"``; the bounds are the caller's.

    Raises:
        InputError: not a number.
    """
    if isinstance(value, str) and value.strip().endswith("%"):
        bare = value.strip()[:-1].strip()
        # three decimals of a percentage are no thousands
        number = parse_number(f"{bare}0" if _AMBIGUOUS.fullmatch(bare.translate(_MINUS)) else bare, what) / 100
    else:
        number = parse_number(value, what)
    return int(half_up(number.numerator * PPM, number.denominator))


def euros(cents: int) -> int | float:
    """Return cents as a number of euros for the spreadsheet's edge: an ``int`` when whole."""
    whole, rest = divmod(cents, 100)
    return whole if rest == 0 else cents / 100


def french_number(value: int | Fraction, decimals: int = 0) -> str:
    """Return a number as French readers write it: ``1 234,56`` with narrow no-break spaces."""
    scaled = half_up(Fraction(value).numerator * 10**decimals, Fraction(value).denominator)
    digits = f"{abs(scaled):0{decimals + 1}d}"
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    grouped = f"{int(whole):,}".replace(",", "\u202f")
    return f"{'-' if scaled < 0 else ''}{grouped}{',' + part if decimals else ''}"


def french_euros(cents: int) -> str:
    """Return cents as ``1 234,56 €``, without decimals when whole."""
    return french_number(Fraction(cents, 100), 2 if cents % 100 else 0) + "\u202f€"


def french_rate(ppm: int) -> str:
    """Return a rate in millionths as ``97,62 %``, with as few decimals as it needs (four at most)."""
    decimals = next((n for n in range(4) if (ppm * 10**n) % 10_000 == 0), 4)
    return french_number(Fraction(ppm, 10_000), decimals) + "\u202f%"


def split_cumulative(total: Int, weights: Sequence[int]) -> list[Int]:
    """Cut an amount in time: rounded cumulative amounts, so that the last piece takes the rest.

    Args:
        total: cents, a number or an array.
        weights: lengths of the periods, in days or months; they need not be equal.

    Returns:
        One piece per weight; they add up to ``total`` (all zeros when every weight is zero).
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    pieces: list[Int] = []
    before, reached = 0, 0
    for weight in weights:
        reached += weight
        after: Int = half_up(total * reached, whole)
        pieces.append(after - before)
        before = after
    return pieces


def split_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Cut an amount among persons by largest remainder, ties in input order; the parts add up to ``total``."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    sign = 1 if total >= 0 else -1
    parts = [abs(total) * weight // whole for weight in weights]
    rests = [abs(total) * weight % whole for weight in weights]
    missing = abs(total) - sum(parts)
    for index in sorted(range(len(weights)), key=lambda i: -rests[i])[:missing]:
        parts[index] += 1
    return [sign * part for part in parts]
