"""The table of the structures whose cash goes below zero."""

from dataclasses import replace

import pytest

from excel_tools.cli.comparison_below_zero import below_zero
from excel_tools.cli.paint import Paint
from excel_tools.comparison import compare
from excel_tools.structure import Structure
from tests.comparison_support import EVALUATE, cpts, under

# no mission: 50 000 € come in January 2026 (75 % of the year and 25 % of the one before), or in March when the funder
# is two months late
BARE = under(cpts(), starts={})


@pytest.fixture(autouse=True)
def as_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences are wrapped at the width of a pipe, whatever terminal runs the tests."""
    monkeypatch.setenv("COLUMNS", "100")


def told(*cash: int, late: int = 1) -> list[str]:
    """The lines of the table for structures that open with so many euros, under « central » and late scenarios."""
    pairs = []
    for rank, euros in enumerate(cash):
        own: Structure = replace(BARE, name=f"CPTS {rank}", opening_cash=euros * 100)
        names = [f"tard {step}" for step in range(late)]
        pairs.append((own, {"central": own, **dict.fromkeys(names, under(own, funder_delay=2))}))
    return (
        below_zero(compare(pairs, EVALUATE, "central"), Paint())
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
        .splitlines()
    )


def test_a_row_a_structure_and_a_column_a_scenario_those_of_a_scenario_first() -> None:
    head, _, first, second, *rest = told(-900_000, 900_000, -20_000)
    assert head.split("  ")[0] == "Trésorerie sous zéro"
    assert head.split()[-3:] == ["central", "tard", "0"]
    assert first.split() == ["CPTS", "2", "–", "-20", "000,00", "(2026)"]
    assert second.split() == ["CPTS", "0", "-850", "000,00", "(2026)", "-900", "000,00", "(2026)"]
    assert rest == [
        "Au plus bas, en €, son exercice entre parenthèses ; « – » : jamais sous zéro.",
        "La première y passe à cause d'un scénario : elle est au-dessus dans « central ».",
    ]


def test_what_a_scenario_does_is_counted() -> None:
    passing = "Les 2 premières y passent à cause d'un scénario : elles sont au-dessus dans « central »."
    assert " ".join(told(-20_000, -20_000)).endswith(passing)
    assert "Aucune n'y passe à cause d'un scénario : toutes y sont déjà dans" in " ".join(told(-900_000, -900_000))
    # of one structure, its row says it
    assert told(-20_000)[-1].startswith("Au plus bas")
    assert told(900_000) == ["Trésorerie : aucune structure ne passe sous zéro, dans aucun scénario."]


def test_many_structures_and_scenarios_still_fit() -> None:
    lines = told(*[-900_000] * 12, late=8)
    assert max(map(len, lines)) <= 100
    assert sum(line.startswith("Trésorerie sous zéro") for line in lines) == 2
    assert sum(line.startswith("CPTS 3 ") for line in lines) == 2
    assert any(line.startswith("… et 2 autres") for line in lines)
