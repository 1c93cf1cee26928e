"""Amounts and months as sentences hold them, « janvier 2027, -55 378,61 € »: what the formulas of « Alertes » read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from excel_tools.reports.alert_letters import AMOUNTS, CONTRACT_FUNDS, MONTH_NAMES, OLDER_FUNDS, THIN
from excel_tools.reports.shape import AID_ROWS, DEDICATED, MONTHS, SCENARIOS, YEARS, Shape
from templates.kit import cells
from templates.kit.book import Sheet
from templates.kit.months import columns
from templates.kit.pages import closing_months, displayed
from templates.kit.plan import MONTHS_TOP, A, B, C, D, E, F, G, H, I, J
from templates.kit.scenario import ScenarioSheet

RENEWED, REPAID = 1 + SCENARIOS, 2 + SCENARIOS
"""Rows after those of the lowest cash: of the displayed scenario, then of each."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Where they stand: ``amount`` and ``month`` are addresses by row.

    Attributes:
        top: first row.
        envelopes: how many earmarked envelopes there may be.
    """

    top: int
    envelopes: int

    def number(self, row: int) -> str:
        """Return the address of an amount."""
        return cells.cell(self.top + row, D, "both")

    def amount(self, row: int) -> str:
        """Return the address of an amount in letters."""
        return cells.cell(self.top + row, F, "both")

    def envelope(self, col: int) -> str:
        """Return the largest gap (D) of an earmarked envelope, or its name (E)."""
        return cells.cell(self.top + len(AMOUNTS) + 1 + len(MONTH_NAMES) + self.envelopes, col, "both")

    def month(self, row: int) -> str:
        """Return the address of a month, or a day, in letters."""
        return cells.cell(self.top + row, H, "both")


def closing(shape: Shape) -> str:
    """Return the closing balances of « Trésorerie »."""
    return f"'Trésorerie'!{cells.area(MONTHS_TOP, len(columns(shape)) - 1, MONTHS, 1)}"


def draw(sheet: Sheet, shape: Shape, first: ScenarioSheet, top: int, renewed: str) -> Letters:
    """Write the block under its head, then the names of the months; a sheet has no other way to write them.

    Args:
        top: row of the head.
        renewed: cells of the income that supposes a renewal, ``""`` where the family has none.
    """
    heads = ["Montants et mois en lettres", "", "", "Montant", "Euros", "Écrit", "Jour ou mois", "Écrit", "", ""]
    sheet.head(top, heads, 1)
    funds = _FUNDS if shape.earmarked else _FUNDS[1:]
    found = Letters(top + 1, len(funds) + AID_ROWS)
    closings = [closing(shape), *(closing_months(shape, number) for number in range(1, SCENARIOS + 1))]
    formulas = [
        *(f"=MIN({balances})" for balances in closings),
        f"=SUM({renewed})" if renewed else "=0*in_exercice",
        displayed(cells.cell(first.rows["reversement"], D, "both")),
    ]
    for step, (label, formula) in enumerate(zip(AMOUNTS, formulas, strict=True)):
        row = found.top + step
        sheet.write(row, A, label, "label", "", text_wrap=False)
        for col in (B, C, I, J):
            sheet.write(row, col, None, "label")
        sheet.formula(row, D, formula, shrink=True)
        _amount(sheet, row)
    sheet.name("out_alertes_lettres", found.top, D, len(AMOUNTS), 3)
    names = found.top + len(AMOUNTS) + 1
    listed = cells.area(names, D, 12, 1)
    days = f"'Trésorerie'!{cells.area(MONTHS_TOP, 0, MONTHS, 1)}"
    for step, balances in enumerate(closings):
        row = found.top + step
        lowest, day = cells.cell(row, D), cells.cell(row, G)
        sheet.formula(row, G, f"=INDEX({days},MATCH({lowest},{balances},0))", number="month", shrink=True)
        sheet.formula(row, H, f'=INDEX({listed},MONTH({day}))&" "&YEAR({day})', "value", "")
    sheet.name("out_alertes_mois", found.top, G, len(closings), 2)
    if renewed:
        row = found.top + RENEWED
        length = displayed(cells.cell(first.rows["duree"], D, "both")).removeprefix("=")
        sheet.formula(row, G, f"=EDATE(in_signature,{length})-1", number="date", shrink=True)
        day = cells.cell(row, G)
        sheet.formula(row, H, f'=DAY({day})&" "&INDEX({listed},MONTH({day}))&" "&YEAR({day})', "value", "")
        sheet.name("out_alertes_terme", row, G, 1, 2)
    _envelopes(sheet, names + len(MONTH_NAMES), funds, shape)
    for step, month in enumerate(MONTH_NAMES):
        sheet.write(names + step, A, "Nom d'un mois", "label", "")
        sheet.write(names + step, D, month, "label", "", text_wrap=False)
    return found


_FUNDS = (CONTRACT_FUNDS, OLDER_FUNDS)
"""Envelopes before those of the aids; only a contract with an earmarked one has the first."""


def _envelopes(sheet: Sheet, top: int, funds: Sequence[str], shape: Shape) -> None:
    """Write what is spent beyond each earmarked envelope over the horizon, and its name."""
    entries = sheet.book.names["in_aides_libelle"][1]
    blocks = ["out_fonds_contrat", *(["out_fonds_anterieurs"] if shape.earmarked else [])]
    blocks += [f"out_fonds_{rank}" for rank in range(1, AID_ROWS + 1)]
    for step, block in enumerate(blocks):
        title, row, left, *_ = sheet.book.names[block]
        spent, covered = (
            f"SUM('{title}'!{cells.area(row + rank, left, 1, YEARS, 'both')})"
            for rank, (key, _) in enumerate(DEDICATED)
            if key in ("depense", "utilise")
        )
        sheet.write(top + step, A, "Enveloppe fléchée", "label", "")
        sheet.formula(top + step, D, f"=ROUND({spent}-{covered},2)", shrink=True)
        if step < len(funds):
            sheet.formula(top + step, E, f'="{funds[step]}"', "value", "")
            continue
        at = entries + step - len(funds)
        marked, label = (f"Entrées!{cells.cell(at, col, 'both')}" for col in (I, A))
        sheet.formula(top + step, E, f'=IF({marked}="oui",{label}&"","")', "value", "")
    count = len(blocks)
    sheet.name("out_alertes_enveloppes", top, D, count, 2)
    gaps, names = (cells.area(top, col, count, 1) for col in (D, E))
    row = top + count
    sheet.write(row, A, "La plus dépassée", "label", "")
    sheet.formula(row, D, f"=MAX({gaps})", shrink=True)
    sheet.formula(row, E, f"=INDEX({names},MATCH({cells.cell(row, D)},{gaps},0))", "value", "")
    sheet.name("out_alertes_enveloppe", row, D, 1, 2)


def _amount(sheet: Sheet, row: int) -> None:
    """Write an amount in letters: its euros in groups of three digits, then its sign, its cents and its unit."""
    number, euros = cells.cell(row, D), cells.cell(row, E)
    nine, six, three = (f'LEN("{"0" * count}")' for count in (9, 6, 3))
    padded = f'RIGHT(REPT(" ",12)&INT(ABS({number})),{nine})'
    sheet.formula(row, E, f'=TRIM(REPLACE(REPLACE({padded},1+{six},0," "),1+{three},0," "))', "value", "")
    cents = f'IF(MOD({number},1)=0,"",","&RIGHT("0"&ROUND(MOD(ABS({number}),1)*100,0),1+1))'
    whole = f'SUBSTITUTE({euros}," ","{THIN}")'
    sheet.formula(row, F, f'=IF({number}<0,"-","")&{whole}&{cents}&"{THIN}€"', "value", "")
