"""The files of a comparison: no column counts a gap twice, and pieces make the whole file."""

from __future__ import annotations

import csv
import io
import json
import random
from collections import defaultdict
from fractions import Fraction

import pytest

from excel_tools.batch import comparison_object
from excel_tools.batch.comparison_object import json_pieces
from excel_tools.batch.comparison_rows import CAUSE, COLUMNS, NATURES, csv_pieces, rows
from excel_tools.comparison import Comparison, compare
from excel_tools.comparison.arrays import evaluate_arrays
from excel_tools.comparison.gap import Evaluate
from excel_tools.scenarios import Setting, variants
from tests.comparison_support import EVALUATE, MAKERS, RULES, cpts

SETTINGS = [
    Setting("central"),
    Setting("bas", "tous", "atteinte", 500_000),
    Setting("bas", "tous", "retard", 2),
    Setting("haut; fort", "tous", "croissance", 20_000),
]


def comparison(evaluate: Evaluate = EVALUATE) -> Comparison:
    """One structure of each family under three scenarios."""
    rng = random.Random(7)
    structures = [cpts(opening_cash=-1)]
    for kind in ("MSP", "ESS", "ESP"):
        drawn = (MAKERS[kind](rng)[0] for _ in range(50))
        # years near enough to be compared together
        structures.append(next(one for one in drawn if 2025 <= one.first_exercice <= 2027))
    return compare([(one, variants(one, SETTINGS)) for one in structures], evaluate)


def table(found: Comparison) -> list[dict[str, str]]:
    """The rows of the file, as a spreadsheet reads them."""
    text = b"".join(csv_pieces(found)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def cents(text: str) -> int:
    found = Fraction(text.replace(",", ".") or 0) * 100
    assert found.denominator == 1
    return int(found)


def test_adding_a_column_up_never_counts_a_gap_twice() -> None:
    found = comparison()
    pivot: dict[tuple[str, str, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in table(found):
        key = (row["structure"], row["scenario"], row["mesure"], row["exercice"])
        assert row["nature"] in NATURES
        assert (row["nature"] == CAUSE) == bool(row["cause"])
        for column in ("montant", "ecart", "seule", "dans_l_ordre"):
            # a pivot table adds a whole column up, whatever the nature of its rows
            pivot[key][column] += cents(row[column])
    for case in found.cases:
        for variant in found.variants:
            for measure, base in (("produits", "central"), ("tresorerie", "central"), ("charges", "central")):
                for exercice in range(case.structure.first_exercice, case.structure.first_exercice + 5):
                    sums = pivot[case.structure.name, variant, measure, str(exercice)]
                    before = pivot[case.structure.name, base, measure, str(exercice)]
                    gap = sums["montant"] - before["montant"]
                    assert sums["ecart"] == sums["seule"] == sums["dans_l_ordre"] == gap
    assert any(row["seule"] for row in table(found))


def test_the_file_holds_the_rows_of_the_table() -> None:
    found = comparison()
    read = table(found)
    expected = [dict(zip(COLUMNS, row, strict=True)) for row in rows(found)]
    assert len(read) == len(expected)
    for row, known in zip(read, expected, strict=True):
        for name in COLUMNS[:11]:
            assert row[name] == str(known[name])
        for name in ("montant", "ecart", "seule", "dans_l_ordre"):
            assert (cents(row[name]) if row[name] else None) == known[name]
        # millionths told as a percentage
        rate = Fraction(row["ecart_pct"].replace(",", ".")) * 10_000 if row["ecart_pct"] else None
        assert rate == known["ecart_pct"]


def test_files_are_the_same_whoever_computes() -> None:
    one, many = comparison(), comparison(evaluate_arrays(RULES))
    assert list(csv_pieces(one)) == list(csv_pieces(many))
    assert list(json_pieces(one, RULES)) == list(json_pieces(many, RULES))


def test_each_structure_is_a_piece_and_is_told_when_it_is_written() -> None:
    found = comparison()
    told: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        told.append((done, total))

    for written in (list(csv_pieces(found, note)), list(json_pieces(found, RULES, progress=note))):
        for case in found.cases:
            assert sum(case.structure.name.encode() in piece for piece in written[1:]) == 1
    assert told == 2 * [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_large_comparison_is_the_same_object_a_line_a_structure(monkeypatch: pytest.MonkeyPatch) -> None:
    found = comparison()
    small = json.loads(b"".join(json_pieces(found, RULES, about={"titre": "Essai"})))
    monkeypatch.setattr(comparison_object, "MOST_TOLD", 3)
    text = b"".join(json_pieces(found, RULES, about={"titre": "Essai"})).decode()
    large = json.loads(text)
    variants_of = [one["scenarios"][name] for one in small["structures"] for name in ("bas", "haut; fort")]
    phrases = [variant.pop("phrases") for variant in variants_of]
    assert any(phrases)
    assert large == small
    assert large["titre"] == "Essai"
    assert sum(line.startswith('    {"structure": ') for line in text.splitlines()) == 4
