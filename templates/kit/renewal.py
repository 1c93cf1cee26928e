"""What a scenario's sheet says beyond the contract: its renewal, what an early end makes repay, fonds dédiés."""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.kit import cells
from templates.kit.plan import D

if TYPE_CHECKING:
    from templates.kit.scenario import ScenarioSheet


def renewal(scenario: ScenarioSheet) -> None:
    """Write what supposes the renewal of the contract, and what an early end makes the structure repay.

    A family whose contract may be renewed says where its length stands, in months: ``rows["duree"]``.
    """
    sheet = scenario.sheet
    if "duree" in scenario.rows:
        labels = ["Fin des droits de la période", "Part au-delà du contrat", "Part au-delà, exercice suivant"]
        top = scenario.block("suites", "Au-delà du contrat signé", labels)
        scenario.fill(top, scenario.ended(), "date")
        opening, fin, end = scenario.at("ouverture"), scenario.at("fin"), cells.cell(top, D, "row")
        closing = f"EDATE(in_signature,{scenario.at('duree', fixed='both')})"
        cut = f"MIN({fin},{end})"
        scenario.fill(top + 1, f"=MAX(0,{cut}-MAX({opening},{closing}))/MAX(1,{cut}-{opening})", "rate")
        scenario.fill(top + 2, f"=MAX(0,{end}-MAX({fin},{closing}))/MAX(1,{end}-{fin})", "rate")
        labels = ["Rattachés à l'exercice d'ouverture", "Rattachés à l'exercice suivant", "Ensemble"]
        row = scenario.year_block("renouveles", "Produits qui supposent le renouvellement", labels)
        years, year = scenario.span("exercice"), scenario.at("exercice_annee")
        renewed = scenario.at("renouvellement", fixed="both")
        for step, (key, cut) in enumerate((("rattache_1", ""), ("rattache_2", "-1"))):
            part, amounts = scenario.span("suites", step + 1), scenario.span(key, 0, len(scenario.shape.lines))
            chosen = f"SUMPRODUCT(({years}={year}{cut})*{part}*{amounts})"
            scenario.fill_years(row + step, f"={renewed}*{chosen}")
        first, second = cells.cell(row, D), cells.cell(row + 1, D)
        scenario.fill_years(row + 2, f"=ROUND({first}+{second},2)", look="sum")
    sheet.head(sheet.row, ["Fin anticipée", "", "", ""], 4)
    top = scenario.body("reversement", ["Versé d'avance, à reverser"], (), D, 1)
    last, paid = (
        scenario.at("fin_anticipee", fixed="both"),
        scenario.span("versements", 0, 2 * len(scenario.shape.lines)),
    )
    inside = f"({scenario.span('ouverture')}<={last})*({scenario.span('cloture')}-1>{last})"
    sheet.formula(top, D, f"=-SUMPRODUCT({inside}*({paid}<0)*{paid})")


def rolled(at: dict[str, str]) -> tuple[str, ...]:
    """Return the rows that follow from the opening, what came in and what was spent, given their addresses."""
    return (
        f"=MIN({at['depense']},{at['ouverture']}+{at['entree']})",
        f"=MAX(0,{at['entree']}-{at['utilise']})",
        f"=MAX(0,{at['utilise']}-{at['entree']})",
        f"={at['ouverture']}+{at['entree']}-{at['utilise']}",
    )
