"""What stands beside the probabilities of a sensitivity: what they leave out, and what is so before any draw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from excel_tools.batch.sensitivity_rows import as_object
from excel_tools.cli.paint import Paint
from excel_tools.cli.sensitivity_text import text
from excel_tools.comparison.draws import draw
from excel_tools.comparison.figures import LOWEST, PRODUITS, RESULTAT
from excel_tools.comparison.sensitivity import tornado
from excel_tools.comparison.uncertainty import NOTHING, Spread, Uncertainty
from excel_tools.dates import day
from excel_tools.funding.esp import EspContract
from excel_tools.money import french_rate
from excel_tools.reports.sensitivity_book import write_sensitivity
from excel_tools.reports.sensitivity_data import Sensitivity, outlook
from excel_tools.reports.sensitivity_limits import limits, undrawn
from excel_tools.reports.sensitivity_values import notes_of
from excel_tools.spending.entry import Entry
from excel_tools.structure import Structure
from excel_tools.vector import PPM
from excel_tools.workbook import read_names
from tests.comparison_support import RULES, cpts, under

RENT = (Entry("6132", "Loyer", "", 0, (1_200_00,) * 5),)
LATE = Uncertainty(NOTHING, NOTHING, Spread(0, 0, 3))
DECEMBER = Structure(
    "ESP",
    "ESP",
    "Pays de la Loire",
    EspContract("Pays de la Loire", [3] * 7, day(2024, 1, 1), amount=8_000_00, payment_month=12),
    2026,
)
"""What is paid in December comes after the horizon when the funder is late: no draw ends with more cash."""


def studied(
    structure: Structure,
    laws: Uncertainty | None = None,
    *,
    result: str = RESULTAT,
    ranges: dict[str, tuple[int, int]] | None = None,
    scenario: str = "",
) -> Sensitivity:
    drawn = outlook(draw(structure, RULES, laws, 200))
    return Sensitivity(structure, scenario, tornado(structure, RULES, ranges, result), drawn)


def plain(words: str) -> str:
    return " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split())


def told(found: Sensitivity) -> str:
    return plain(" ".join(limits(found)))


def test_what_weighs_and_is_not_drawn_is_named_the_heaviest_first() -> None:
    # the rent alone is spent: prices weigh; no post, so salaries do not; attainment, dates and delays are drawn
    structure = replace(cpts(), charges=RENT)
    ranges = {"prix": (0, PPM // 100), "salaires": (0, PPM // 100), "atteinte": (-PPM // 10, 0), "retard": (0, 1)}
    found = studied(structure, ranges={**ranges, "renouvellement": (0, 1)})
    assert [bar.lever.code for bar in undrawn(found)] == ["renouvellement", "prix"]
    assert "Ne sont pas tirés, bien qu'ils pèsent : renouvellement, prix (le tornado dit combien)." in told(found)
    one = studied(structure, ranges=ranges)
    assert "N'est pas tiré, bien qu'il pèse : prix (le tornado dit combien)." in told(one)
    assert "bien qu'il" not in told(studied(cpts(), ranges=ranges))


def test_a_reference_below_zero_is_told_before_any_draw() -> None:
    # 100 € are missing from the first day on; nothing is paid before December
    found = studied(replace(DECEMBER, opening_cash=-100_00))
    sentence = "La trésorerie est déjà sous zéro dans les saisies, sans aucun aléa : en 2026, −100 € au plus bas."
    assert sentence in told(found)
    assert told(replace(found, scenario="prudent")).count("déjà sous zéro dans le scénario « prudent », sans") == 1
    # it is told again under the probability itself
    assert plain(text(found, Paint())).count("déjà sous zéro dans les saisies") == 2
    assert as_object(found)["probabilites"]["deja_sous_zero"] is True
    above = studied(replace(DECEMBER, opening_cash=100_00))
    assert "sous zéro" not in told(above)
    assert as_object(above)["probabilites"]["deja_sous_zero"] is False
    straddling = studied(replace(DECEMBER, opening_cash=-100_00, first_month=9))
    assert "en 2026-2027, −100 € au plus bas." in told(straddling)


@pytest.mark.parametrize(
    ("laws", "sentence"),
    [
        (LATE, "Les retards ne vont que dans un sens : la référence est au P90 ou au-dessus (aucun tirage ne finit"),
        # a funder who may pay earlier as well
        (Uncertainty(NOTHING, NOTHING, Spread(-1, 0, 3)), ""),
        (Uncertainty(NOTHING, NOTHING, NOTHING), ""),
    ],
)
def test_delays_that_only_go_one_way_leave_the_reference_at_the_top(laws: Uncertainty, sentence: str) -> None:
    shown = told(studied(DECEMBER, laws))
    assert sentence in shown
    assert ("que dans un sens" in shown) is bool(sentence)


def test_draws_above_the_reference_are_counted() -> None:
    # five points more from 80 %, always: every draw ends with more cash than the reference
    low = under(cpts(), attainment={"parcours": [800_000] * 7})
    found = studied(low, Uncertainty(Spread(5, 5, 5), NOTHING, NOTHING))
    assert found.outlook.above == 200
    # a funder late by a month or, twice as often, on time: those on time still end with more
    both = studied(low, Uncertainty(Spread(5, 5, 5), NOTHING, Spread(0, 0, 1)))
    share = plain(french_rate(both.outlook.above * 100 // 200 * PPM // 100))
    assert both.outlook.above > 100
    assert told(both).endswith(
        f"ne vont que dans un sens, mais {share} des tirages finissent avec plus de trésorerie que la référence."
    )


def test_missions_to_come_are_put_off_one_way_only() -> None:
    later = Uncertainty(NOTHING, Spread(0, 0, 6), NOTHING)
    assert later.later("CPTS") == ("les décalages",)
    assert later.later("CPTS", coming=False) == later.later("MSP") == ()
    assert Uncertainty().later("CPTS") == ("les retards", "les décalages")
    assert replace(later, starts={"crise": Spread(-1, 0, 0)}).later("CPTS") == ()


def test_the_renewal_of_a_contract_that_ended_before_the_budget_is_left_out() -> None:
    # signed on 1 April 2020: five years end on 31 March 2025, the first fiscal year is 2026
    ended = studied(under(cpts(), signature=day(2020, 4, 1)))
    assert "renouvellement" not in {bar.lever.code for bar in ended.tornado.bars}
    sentence = "Le renouvellement est laissé de côté : le contrat est arrivé à terme le 31/03/2025, avant le premier"
    for shown in (text(ended, Paint()), " ".join(notes_of(ended)), as_object(ended)["tornado"]["a_savoir"]):
        assert sentence in plain(shown)
    # signed on 1 January 2021, it ends on the eve of the budget: to be decided still
    eve = studied(under(cpts(), signature=day(2021, 1, 1)))
    assert "renouvellement" in {bar.lever.code for bar in eve.tornado.bars}
    # not asked for, nothing is said of it
    for other in (eve, studied(ended.structure, ranges={"prix": (0, 1)})):
        assert as_object(other)["tornado"]["a_savoir"] == ""
        assert "laissé de côté" not in plain(text(other, Paint()) + " ".join(notes_of(other)))


def test_the_lowest_cash_does_not_send_back_to_itself() -> None:
    # without an opening cash the lowest is that of the first months, whatever December brings
    ranges = {"retard": (0, 1)}
    asked = plain(text(studied(DECEMBER, ranges=ranges, result=LOWEST), Paint()))
    assert "--resultat tresorerie_basse" not in asked
    assert "Sans effet sur le point bas : Retard du financeur ; l'argent vient ou part à d'autres moments" in asked
    # the lowest does not move: the hint is a result that shows something
    due = plain(text(studied(DECEMBER, ranges=ranges, result=PRODUITS), Paint()))
    assert "l'argent vient ou part à un autre moment ; --resultat tresorerie le montre." in due
    # a funder late while a rent is paid lowers the lowest
    paid = replace(cpts(), charges=RENT)
    low = plain(text(studied(paid, ranges=ranges, result=PRODUITS), Paint()))
    assert "--resultat tresorerie_basse le montre." in low


def test_the_reference_bears_the_name_of_the_scenario_everywhere(tmp_path: Path) -> None:
    for scenario, name in (("prudent", "scénario « prudent »"), ("", "saisies du portefeuille")):
        found = studied(DECEMBER, scenario=scenario)
        shown = plain(text(found, Paint()))
        assert shown.count(f"Référence ({name})") == 4
        names = read_names(write_sensitivity(found, tmp_path / f"{scenario}.xlsx", rules=RULES))
        assert {names[f"out_{short}_nom"][0][0] for short in ("pro", "res", "tre", "bas")} == {f"Référence ({name})"}
        assert names["out_tornado_nom"] == [[f"Valeur de référence ({name})"]]


def test_the_limits_stand_on_the_synthesis_in_the_tables_and_in_the_json(tmp_path: Path) -> None:
    # laws too long for the sheet are cut, never the limits
    found = studied(replace(DECEMBER, opening_cash=-100_00, charges=RENT), LATE)
    found = replace(found, outlook=replace(found.outlook, laws=("Une loi bien longue " * 200,)), note="À savoir.")
    names = read_names(write_sensitivity(found, tmp_path / "a.xlsx", rules=RULES))
    for name in ("bar_lois_synthese", "bar_lois_probabilites"):
        shown = plain(" ".join(str(row[0]) for row in names[name] if row[0]))
        assert "… la suite dans le JSON. Ne sont pas tirés, bien qu'ils pèsent" in shown
        assert told(found) in shown
        assert shown.endswith("À savoir.")
    written = as_object(found)["probabilites"]
    assert written["limites"] == list(limits(found))
    assert {"equipes", "prix"} <= set(written["non_tires"])
