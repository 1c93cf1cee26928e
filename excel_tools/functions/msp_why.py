"""MSP, « pourquoi ce montant ? »: the formula of each indicator with its numbers, then the rules around the points."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from excel_tools.functions.explanation import Node
from excel_tools.functions.ledger import Ledger
from excel_tools.functions.msp_facts import Facts, count, days
from excel_tools.functions.values import Raw, exact_text
from excel_tools.funding.msp_calls import MspYear, concertation_note
from excel_tools.funding.msp_points import CODES, INDICATORS
from excel_tools.money import french_euros, french_rate
from excel_tools.vector import Int

LABELS = {indicator.code: indicator.label for indicator in INDICATORS}


def _points(value: Int) -> str:
    return exact_text(Fraction(value))


def _formula(counted: MspYear, code: str) -> str:
    """The computation of an indicator for a full year, with its numbers."""
    data, scale, rows = counted.data, counted.scale, counted.rows
    ratio = f"{_points(data.patientele)} / {_points(scale['patientele.reference'])}"
    if code == "horaires":
        if not rows["horaires_admis"]:
            return "conditions d'ouverture non remplies"
        parts = [
            _points(scale["horaires.base"]),
            *(_points(points) for points in [rows["horaires_amplitude"]] if points),
            *([_points(scale["horaires.samedi"])] if not data.samedi else []),
            *([_points(scale["horaires.fermeture_conges"])] if data.fermeture_conges else []),
        ]
        return " − ".join(parts)
    if code == "coordination":
        limit = scale["coordination.seuil"]
        text = (
            f"{_points(scale['coordination.fixe'])} + {_points(scale['coordination.variable_jusqua_8000'])} × "
            f"{_points(min(data.patientele, limit))} / {_points(scale['patientele.reference'])}"
        )
        if data.patientele > limit:
            beyond = _points(scale["coordination.variable_au_dela"])
            text += f" + {beyond} × {_points(data.patientele - limit)} / {_points(scale['patientele.reference'])}"
        return text
    if code == "protocoles":
        each = _with_ipa(counted, "protocoles.fixe", "protocoles.ipa")
        return f"{each} × {min(data.protocoles, scale['protocoles.maximum'])}"
    if code == "concertation":
        return _concertation(counted, ratio)
    if code == "si_standard":
        limit = scale["si_standard.seuil"]
        text = (
            f"{_points(scale['si_standard.fixe'])} + {_points(scale['si_standard.par_ps_jusqua_16'])} × "
            f"{min(data.ps_associes, limit)}"
        )
        if data.ps_associes > limit:
            text += f" + {_points(scale['si_standard.par_ps_au_dela'])} × {data.ps_associes - limit}"
        return text
    fixed, variable = rows[f"{code}_fixes"], rows[f"{code}_variables"]
    full = Fraction(variable) * scale["patientele.reference"] / data.patientele if data.patientele else 0
    pieces = [_points(fixed)] if fixed else []
    pieces += [f"{_points(full)} × {ratio}"] if variable else []
    return " + ".join(pieces)


def _concertation(counted: MspYear, ratio: str) -> str:
    data, scale, rows = counted.data, counted.scale, counted.rows
    base = _with_ipa(counted, "concertation.variable", "concertation.ipa")
    target = french_rate(scale["concertation.part_cible"])
    share = f"{_points(data.dossiers)} / {_points(data.patients_ald_75)}"
    text = f"{base} × {ratio} × min(1 ; ({share}) / {target})"
    if rows["concertation_reunions"] < 1:
        held = data.reunions or 0
        text += f" × {_points(held)} réunion{'s' if held > 1 else ''} sur {_points(scale['concertation.reunions'])}"
    return text


def _indicator_node(ledger: Ledger, counted: MspYear, code: str) -> Node:
    rows = counted.rows
    formula = _formula(counted, code)
    held = rows[f"{code}_jours"] if code in ("si_standard", "si_avance") else rows["effet_jours"]
    if held != days(counted) and formula:
        whole = f"({formula})" if " " in formula.replace("\u202f", "") else formula
        formula = f"{whole} × {held} j / {days(counted)} j"
    leaves = tuple(Node.of_use(use) for use in ledger.uses if use.amount.code.startswith(f"msp.{code}."))
    return Node(
        LABELS[code],
        counted.points(code),
        "points",
        formula=formula,
        note=concertation_note(counted.data, counted.scale) if code == "concertation" else "",
        children=leaves,
    )


def explain_points(ledger: Ledger, value: Raw, donnees: Facts, indicateur: str | None) -> Iterable[Node]:
    """Each indicator that counts, with its formula."""
    counted = count(ledger, donnees)
    if indicateur is not None:
        yield _indicator_node(ledger, counted, indicateur)
        return
    for code in CODES:
        if counted.rows[f"{code}_points"]:
            yield _indicator_node(ledger, counted, code)
    if not counted.rows["prerequis"]:
        yield Node("Prérequis manquant : aucun point n'est payé", 0, "points")


def _euros_node(ledger: Ledger, counted: MspYear, code: str) -> Node:
    rows = counted.rows
    point = french_euros(counted.scale["point.valeur"])
    formula = f"{_points(rows[f'{code}_points'])} points × {point}"
    steps = (_indicator_node(ledger, counted, code),)
    return Node(LABELS[code], int(rows[f"{code}_euros"]), formula=formula, children=steps)


def explain_detail(ledger: Ledger, value: object, donnees: Facts) -> Iterable[Node]:
    """Each indicator that counts, in points then in euros."""
    counted = count(ledger, donnees)
    for code in CODES:
        if counted.rows[f"{code}_points"]:
            yield _euros_node(ledger, counted, code)


def explain_remuneration(ledger: Ledger, value: object, donnees: Facts) -> Iterable[Node]:
    """Indicators, then prérequis, précarité and floor, in the order of the rulings."""
    yield from explain_detail(ledger, value, donnees)
    counted = count(ledger, donnees)
    rows = counted.rows
    uses = {use.amount.code: use for use in ledger.uses}
    if not rows["prerequis"]:
        yield Node("Prérequis manquant : aucune rémunération n'est due", 0)
        return
    yield Node("Euros des indicateurs", int(rows["montant_points"]))
    if rows["precarite_taux"]:
        formula = f"{french_euros(int(rows['montant_points']))} × {french_rate(int(rows['precarite_taux']))}"
        leaves = tuple(Node.of_use(use) for code, use in uses.items() if code.startswith("msp.precarite."))
        yield Node("Majoration de précarité", int(rows["precarite"]), formula=formula, children=leaves)
    if rows["complement"]:
        leaf = Node.of_use(uses["msp.nouvelle_structure.minimum"])
        yield Node("Complément jusqu'au minimum d'une nouvelle structure", int(rows["complement"]), children=(leaf,))
    yield Node("Rémunération de l'année", int(rows["remuneration"]))


def _advance_parts(ledger: Ledger, counted: MspYear) -> Iterable[Node]:
    """The indicators that the advance counts whole; together they are its points."""
    data, scale, rows = counted.data, counted.scale, counted.rows
    ratio = f"{_points(data.patientele)} / {_points(scale['patientele.reference'])}"
    meetings = f"{_with_ipa(counted, 'concertation.variable', 'concertation.ipa')} × {ratio}"
    protocols = _with_ipa(counted, "protocoles.fixe", "protocoles.ipa")
    parts = (
        ("horaires", scale["horaires.base"], ""),
        ("crise_plan", scale["crise_plan.fixe"], ""),
        ("coordination", scale["coordination.fixe"] + rows["coordination_pleine"], _formula(counted, "coordination")),
        (
            "protocoles",
            (scale["protocoles.fixe"] + scale["protocoles.ipa"] * data.ipa) * scale["protocoles.maximum"],
            f"{protocols} × {scale['protocoles.maximum']}",
        ),
        ("concertation", rows["concertation_pleine"], meetings),
        ("si_standard", scale["si_standard.fixe"] + rows["si_plein"], _formula(counted, "si_standard")),
    )
    for code, points, formula in parts:
        leaves = tuple(Node.of_use(use) for use in ledger.uses if use.amount.code.startswith(f"msp.{code}."))
        yield Node(LABELS[code], points, "points", formula=formula, children=leaves)


def _with_ipa(counted: MspYear, code: str, more: str) -> str:
    base = _points(counted.scale[code])
    return f"({base} + {_points(counted.scale[more])})" if counted.data.ipa else base


def explain_advance(ledger: Ledger, value: object, donnees: Facts) -> Iterable[Node]:
    """Socle at 100 %, × rate, × proration, minimum of a new structure."""
    counted = count(ledger, donnees)
    rows, scale = counted.rows, counted.scale
    uses = {use.amount.code: use for use in ledger.uses}
    formula = f"{_points(rows['avance_points'])} points × {french_euros(scale['point.valeur'])}"
    steps = tuple(_advance_parts(ledger, counted))
    yield Node("Socles et prérequis à 100 %, année pleine", int(rows["avance_base"]), formula=formula, children=steps)
    formula = f"{french_euros(int(rows['avance_base']))} × {french_rate(scale['avance.taux'])}"
    if rows["effet_jours"] != days(counted):
        formula += f" × {rows['effet_jours']} j / {days(counted)} j"
    rate = Node.of_use(uses["msp.avance.taux"])
    yield Node("Avance calculée", int(rows["avance_calculee"]), formula=formula, children=(rate,))
    if rows["nouvelle"]:
        yield Node.of_use(uses["msp.nouvelle_structure.avance_minimum"])
    yield Node("Avance de l'année", int(rows["avance"]))


def explain_balance(ledger: Ledger, value: int, donnees: Facts) -> Iterable[Node]:
    """Remuneration less advance."""
    counted = count(ledger, donnees)
    due, paid = counted.remuneration, counted.advance
    yield Node("Rémunération", due, children=tuple(explain_remuneration(ledger, value, donnees)))
    yield Node("Avance", paid, children=tuple(explain_advance(ledger, value, donnees)))
    yield Node("Solde", value, formula=f"{french_euros(due)} − {french_euros(paid)}")
