"""The sheet of one scenario of a CPTS: the engine's rows (``excel_tools/funding/cpts.py``) as native formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from excel_tools.funding.cpts_table import VARIABLE_LINES
from excel_tools.reports.cpts_shape import (
    ABSENT,
    CPTS_SHAPE,
    LOOK_UP_LABELS,
    LOOKED_UP,
    MISSION_NAMES,
    MISSION_ROWS,
    PARAMETERS,
    RATED,
    SLOTS,
)
from excel_tools.reports.shape import INDICATOR_ROWS
from templates.cpts_bareme import Bareme
from templates.kit import cells
from templates.kit.book import Book
from templates.kit.entries import chosen
from templates.kit.plan import B, C, D, E, F, H
from templates.kit.scenario import ScenarioSheet

_VARIABLE = {line: mission for mission, line in VARIABLE_LINES.items()}
_STATE = (
    *("croissance", "facteur", "habitants", "population", "taille", "bareme", "amende"),
    *("fin_droits", "en_cours", "date_variable", "part_avance"),
)
_RATED_LABELS = [MISSION_NAMES[mission] for mission in RATED]


def draw(book: Book, number: int, bareme: Bareme, rows: Mapping[str, Sequence[int]], gains: int) -> ScenarioSheet:
    """Write the sheet.

    Args:
        rows: rows of « Entrées » returned by ``cpts_inputs.draw_entries``.
        gains: first row of what the indicators earn, on « Indicateurs ».
    """
    sheet = ScenarioSheet(book, CPTS_SHAPE, number)
    sheet.section("Années de contrat")
    sheet.contract_frame()
    _parameters(book, sheet, bareme)
    _state(book, sheet, rows)
    _missions(book, sheet, rows)
    _amounts(sheet, bareme)
    _due(book, sheet, rows, gains)
    _payments(sheet)
    sheet.years()
    return sheet


def _mission(code: str) -> str:
    return code.split("_", 1)[0]


def _parameters(book: Book, sheet: ScenarioSheet, bareme: Bareme) -> None:
    """Read the contract of this scenario, and retain its parameters or the national ones."""
    grid, labels = sheet.sheet, [LOOK_UP_LABELS[code] for code in LOOKED_UP] + [label for _, label, _ in PARAMETERS]
    sizes = [f"Contrat taille {size}" for size in range(1, 5)] + [f"Avenant taille {size}" for size in range(1, 5)]
    grid.head(grid.row, ["Montants du contrat signé", "", "", *sizes], 3)
    top = grid.row + 1
    for step, label in enumerate(labels):
        grid.write(top + step, 0, label)
        kind = "euro" if step < len(LOOKED_UP) else PARAMETERS[step - len(LOOKED_UP)][2]
        places = ",".join(f"Barème!{cells.cell(block + step, D)}" for block in bareme.contracts)
        read = f"CHOOSE($C$3,{places})"
        grid.across(top + step, D, 8, f'=IF(COUNT({read}),{read},"")', number=kind)
    grid.name(f"{sheet.prefix}contrat_lu", top, D, len(labels), 8)
    sheet.rows["contrat_lu"] = top
    grid.row = top + len(labels) + 1
    grid.head(grid.row, ["Paramètres retenus", "", "", ""], 4)
    row = grid.row + 1
    dated = cells.cell(row + len(PARAMETERS) + 1, D, "both")
    for step, (_, label, kind) in enumerate(PARAMETERS):
        grid.write(row + step, 0, label)
        source = top + len(LOOKED_UP) + step
        amended, signed = cells.cell(source, H), cells.cell(source, D)
        national = f"Barème!{cells.cell(bareme.parameters + step, D)}"
        # what is typed of an amendment without its date counts for nothing
        given = f"AND({dated}>0,ISNUMBER({amended}))"
        formula = f"=IF({given},{amended},IF(ISNUMBER({signed}),{signed},{national}))"
        grid.formula(row + step, D, formula, number=kind)
    last = row + len(PARAMETERS)
    grid.write(last, 0, "Dernier rang du contrat")
    duration, renewed = cells.cell(last - 1, D), sheet.at("renouvellement", fixed="both")
    grid.formula(last, D, f"=INT({duration}/12)*IF({renewed},bar_renouvellements,1)", number="int")
    grid.write(last + 1, 0, "Date de l'avenant au contrat")
    dates = ",".join(f"in_s{number}_avenant_date" for number in (1, 2, 3))
    grid.formula(last + 1, D, f"=CHOOSE($C$3,{dates})", number="date_or_none")
    grid.name(f"{sheet.prefix}parametres", row, D, len(PARAMETERS) + 2)
    for step, key in enumerate(("avance", "avance_variable", "delai", "duree", "dernier", "avenant_date")):
        sheet.rows[f"p_{key}"] = row + step
    sheet.rows["duree"] = sheet.rows["p_duree"]
    grid.row = last + 3


def _state(book: Book, sheet: ScenarioSheet, rows: Mapping[str, Sequence[int]]) -> None:
    entries = book.sheets["Entrées"]
    labels = [
        "Croissance",
        "Facteur de croissance",
        "Habitants propres au scénario (0 : ceux du contrat)",
        "Population",
        "Taille",
        "Barème",
        "Avenant au contrat en vigueur",
        "Fin des droits (jour suivant)",
        "Contrat en cours",
        "Versement prévu des parts variables",
        "Part versée d'avance des parts fixes",
    ]
    top = sheet.block("etat", "État à l'ouverture", labels)
    for step, key in enumerate(_STATE):
        sheet.rows[key] = top + step
    opening, closing, rank = sheet.at("ouverture"), sheet.at("cloture"), sheet.at("rang")
    growth, before = sheet.at("croissance", fixed=""), cells.cell(top + 1, C)
    people = entries.ref(cells.cell(rows["population"][0], D))
    amended = cells.cell(sheet.rows["p_avenant_date"], D, "both")
    sheet.fill(top, f"={chosen(entries, list(rows['croissance']), D)}", "rate")
    # rounded twice: 77 300 × 1,015 is 78 459,499… in a sheet, and the exact 78 459,5 is a half
    sheet.fill(top + 1, f"=IF(ISNUMBER({growth}),ROUND(ROUND({before}*(1+ROUND({growth},6)),12),6),1)", "factor")
    own = sheet.at("habitants", fixed="")
    sheet.fill(top + 2, f"={chosen(entries, list(rows['habitants']), D)}", "int")
    inhabitants = f"IF({own}>0,{own},{people})"
    sheet.fill(top + 3, f"=ROUND(ROUND({inhabitants}*{sheet.at('facteur', fixed='')},6),0)", "int")
    sheet.fill(top + 4, f"=MATCH({sheet.at('population', fixed='')},bar_seuils,1)", "int")
    sheet.fill(top + 5, f"=MATCH(MAX({opening},INDEX(bar_dates,1)),bar_dates,1)", "int")
    sheet.fill(top + 6, f"=({amended}>0)*({opening}>={amended})", "int")
    sheet.fill(top + 7, sheet.ended(), "date")
    end, last = sheet.at("fin_droits"), cells.cell(sheet.rows["p_dernier"], D, "both")
    sheet.fill(top + 8, f"=({rank}>=1)*({rank}<={last})*({end}>{opening})", "int")
    delay = cells.cell(sheet.rows["p_delai"], D, "both")
    after = f"EDATE(in_signature,12*{rank}+{delay})"
    sheet.fill(top + 9, f"=IF({end}<{closing},EDATE({end},{delay}),{after})", "date")
    latest = cells.cell(sheet.rows["p_avance"], D, "both")
    signed = cells.cell(sheet.rows["contrat_lu"] + len(LOOKED_UP), D, "both")
    before = f"IF(ISNUMBER({signed}),{signed},INDEX(bar_parametres,1))"
    # an amendment changes the advances of the years that open from its day on, not those already paid
    sheet.fill(top + 10, f"=IF({sheet.at('amende')},{latest},{before})", "rate")


def _missions(book: Book, sheet: ScenarioSheet, rows: Mapping[str, Sequence[int]]) -> None:
    grid, entries = sheet.sheet, book.sheets["Entrées"]
    grid.head(grid.row, ["Missions", "", "", "Démarrage prévu", "Décalage (mois)", "Démarrage retenu"], 3)
    top = grid.row + 1
    planned = book.names["in_debut"][1]
    for step, mission in enumerate(MISSION_ROWS):
        row = top + step
        grid.write(row, 0, MISSION_NAMES[mission])
        grid.formula(row, D, f"={entries.ref(cells.cell(planned + step, C))}", number="date_or_none")
        grid.formula(row, E, f"={chosen(entries, [place + step for place in rows['missions']], C)}", number="int")
        day, shift = cells.cell(row, D), cells.cell(row, E)
        late = f"{shift}*({day}>={sheet.first_day})"
        grid.formula(row, F, f"=IF({day}>0,MAX(in_signature,EDATE({day},{late})),0)", number="date_or_none")
        sheet.rows[f"debut_{mission}"] = row
    grid.name(f"{sheet.prefix}missions", top, D, len(MISSION_ROWS), 3)
    grid.row = top + len(MISSION_ROWS) + 1


def _start(sheet: ScenarioSheet, mission: str) -> str:
    return cells.cell(sheet.rows[f"debut_{mission}"], F, "both")


def _amounts(sheet: ScenarioSheet, bareme: Bareme) -> None:
    """Barème, contract, and the amount retained; the crisis plan has two amounts, by the year in which it starts."""
    looked = [LOOK_UP_LABELS[code] for code in LOOKED_UP]
    national = sheet.block("national", "Barème national", looked)
    words = sheet.block("mention", "Confiance du barème national", looked)
    signed = sheet.block("contrat", "Montant du contrat signé", looked)
    rank, size, amended = sheet.at("bareme"), sheet.at("taille"), sheet.at("amende")
    for step in range(len(LOOKED_UP)):
        first = bareme.amounts + SLOTS * step
        sheet.fill(national + step, f"=INDEX(Barème!{cells.area(first, D, SLOTS, 4)},{rank},{size})")
        sheet.fill(words + step, f"=INDEX(Barème!{cells.area(first, H, SLOTS, 4)},{rank},{size})", "", "value")
        row = sheet.rows["contrat_lu"] + step
        origin = f"INDEX({cells.area(row, D, 1, 4, 'col')},{size})"
        later = f"INDEX({cells.area(row, H, 1, 4, 'col')},{size})"
        word = cells.cell(words + step, D)
        sheet.fill(signed + step, f'=IF({word}="{ABSENT}","",IF(AND({amended},ISNUMBER({later})),{later},{origin}))')
    plan = sheet.block("plan", "Plan de crise", ["Année du démarrage (1 : oui)"])
    sheet.fill(plan, f"=({_start(sheet, 'crise')}>={sheet.at('ouverture')})*1", "int")
    amount = sheet.block("montant", "Montant annuel retenu", CPTS_SHAPE.labels)
    trust = sheet.block("confiance", "Confiance du montant retenu", CPTS_SHAPE.labels)
    for line, code in enumerate(CPTS_SHAPE.codes):
        if code == "crise_fixe":
            steps = [LOOKED_UP.index("crise_premiere"), LOOKED_UP.index("crise_suivantes")]
        else:
            steps = [LOOKED_UP.index(code)]
        values, confidences = [], []
        for step in steps:
            given, usual, word = (cells.cell(top + step, D) for top in (signed, national, words))
            values.append(f"IF(ISNUMBER({given}),{given},{usual})")
            confidences.append(f'IF(ISNUMBER({given}),"contrat",{word})')
        flag = sheet.at("plan")
        sheet.fill(amount + line, _either(flag, values))
        sheet.fill(trust + line, _either(flag, confidences), "")


def _either(flag: str, choices: Sequence[str]) -> str:
    return f"={choices[0]}" if len(choices) == 1 else f"=IF({flag},{choices[0]},{choices[1]})"


def _due(book: Book, sheet: ScenarioSheet, rows: Mapping[str, Sequence[int]], gains: int) -> None:
    opening, closing = sheet.at("ouverture"), sheet.at("fin_droits")
    running, days = sheet.at("en_cours"), sheet.at("jours")
    starts = sheet.block("debut", "Début du décompte", CPTS_SHAPE.labels)
    for line, code in enumerate(CPTS_SHAPE.codes):
        begin = {"crise_declaree": "in_crise_date"}.get(
            code, "" if code == "fonctionnement" else _start(sheet, _mission(code))
        )
        sheet.fill(starts + line, f"=MAX({opening},{begin})" if begin else f"={opening}", "date")
    envelope = sheet.block("enveloppe", "Enveloppe variable de l'année", _RATED_LABELS)
    earned = sheet.block("paliers", "Paliers des indicateurs", _RATED_LABELS, notes=_RATED_LABELS)
    rate = sheet.block("taux", "Atteinte", _RATED_LABELS)
    entries = book.sheets["Entrées"]
    for step, mission in enumerate(RATED):
        line = CPTS_SHAPE.codes.index(VARIABLE_LINES[mission])
        start, amount = cells.cell(starts + line, D), sheet.at("montant", line, fixed="")
        share = f"MAX(0,{closing}-{start})*{running}*({_start(sheet, mission)}>0)/{days}"
        sheet.fill(envelope + step, f"=ROUND({amount}*{share},2)")
        column = f"Indicateurs!{cells.area(gains, D, INDICATOR_ROWS, 1, 'row')}"
        names = f"in_ind_mission,{cells.cell(earned + step, B, 'col')}"
        sheet.fill(earned + step, f"=ROUND(SUMIFS({column},{names})*{share},2)")
        sheet.fill(rate + step, f"={chosen(entries, [place + step for place in rows['missions']], D)}", "rate")
    due = sheet.block("du", "Droits", CPTS_SHAPE.labels)
    for line, code in enumerate(CPTS_SHAPE.codes):
        amount = sheet.at("montant", line, fixed="")
        start = cells.cell(starts + line, D)
        if code in _VARIABLE:
            step = RATED.index(_VARIABLE[code])
            most, tiers, reached = (cells.cell(top + step, D) for top in (envelope, earned, rate))
            formula = f"=IF(ISNUMBER({reached}),ROUND({most}*ROUND({reached},6),2),MIN({most},{tiers}))"
        elif code == "crise_declaree":
            inside = f"(in_crise_date>={opening})*(in_crise_date<{closing})"
            formula = f"={amount}*{running}*{inside}*({_start(sheet, 'crise')}>0)"
        elif code == "fonctionnement":
            formula = f"=ROUND({amount}*MAX(0,{closing}-{start})*{running}/{days},2)"
        else:
            engaged = f"({_start(sheet, _mission(code))}>0)"
            formula = f"=ROUND({amount}*MAX(0,{closing}-{start})*{running}*{engaged}/{days},2)"
        sheet.fill(due + line, formula)


def _payments(sheet: ScenarioSheet) -> None:
    """The advance is that of a year without an early end; the balance takes the rest, and may be a repayment."""
    fixed, variable = sheet.at("part_avance"), cells.cell(sheet.rows["p_avance_variable"], D, "both")
    closing, end = sheet.at("cloture"), sheet.at("fin_droits")
    running, length = sheet.at("en_cours"), sheet.at("jours")
    first, days, last, flags = [], [], [], []
    for line, code in enumerate(CPTS_SHAPE.codes):
        due = sheet.at("du", line, fixed="")
        later = code in _VARIABLE or code == "crise_declaree"
        amount, start = sheet.at("montant", line, fixed=""), sheet.at("debut", line, fixed="")
        if code == "crise_declaree":
            first.append(f"={due}*0")
        else:
            rate, engaged = variable if code in _VARIABLE else fixed, ""
            if code == "fonctionnement":
                rate = f"IF({sheet.at('rang')}=1,1,{fixed})"
            else:
                engaged = f"*({_start(sheet, _mission(code))}>0)"
            whole = f"ROUND({amount}*MAX(0,{closing}-{start})*{running}{engaged}/{length},2)"
            first.append(f"=ROUND({whole}*{rate},2)*({start}<{end})")
        days.append(sheet.put_off(start))
        last.append(sheet.put_off(sheet.at("date_variable") if later else end))
        flags.append(f'({sheet.at("confiance", line, fixed="")}="à confirmer")')
    sheet.payments(first, days, last)
    sheet.accruals([end] * len(CPTS_SHAPE.codes), flags)
