"""ESS: eligibility, crédit d'amorçage, dotation, budget of one fiscal year."""

from __future__ import annotations

from collections.abc import Iterable

from excel_tools.dates import add_months, french
from excel_tools.functions.explanation import Node
from excel_tools.functions.ledger import Ledger
from excel_tools.functions.values import Raw
from excel_tools.funding import ess
from excel_tools.money import french_euros, french_rate
from excel_tools.schedule import PERIODS, Schedule, calendar, contract_frame
from excel_tools.vector import PPM

_CONDITIONS = ("medecins_min", "adhesion_min", "adhesion_cible", "delai_cible")


def compute_eligible(ledger: Ledger, presents: int, liberaux: int, adherents: int) -> bool:
    """ESS.ELIGIBLE; the reasons are told as notices."""
    found = ess.eligibility(presents, liberaux, adherents, ledger.rules)
    for name in _CONDITIONS:
        ledger.record(ledger.rules.amount(f"ess.eligibilite.{name}"))
    for reason in found.reasons:
        ledger.note(reason)
    return found.ok


def explain_eligible(ledger: Ledger, value: bool, presents: int, liberaux: int, adherents: int) -> Iterable[Node]:
    """One node per condition."""
    uses = {use.amount.code.rsplit(".", 1)[1]: use for use in ledger.uses}
    present, asked = uses["medecins_min"], uses["adhesion_min"]
    yield Node(
        "Médecins de la spécialité présents",
        presents >= present.value,
        "booleen",
        formula=f"{presents} ≥ {present.value}",
        children=(Node.of_use(present),),
    )
    rate = adherents * PPM // liberaux // 1000 * 1000 if liberaux else 0
    yield Node(
        "Part des libéraux adhérents",
        liberaux > 0 and adherents * PPM >= asked.value * liberaux,
        "booleen",
        formula=f"{adherents} / {liberaux} ({french_rate(rate)}) ≥ {french_rate(asked.value)}",
        children=(Node.of_use(asked),),
    )
    yield Node.of_use(uses["adhesion_cible"])
    yield Node.of_use(uses["delai_cible"])


def compute_start_up(ledger: Ledger, date: int | None) -> int:
    """ESS.AMORCAGE."""
    return ledger.amount("ess.amorcage", None, ledger.bareme_day("ess", date))


def compute_dotation(ledger: Ledger, montant: int, date: int | None) -> int:
    """ESS.DOTATION: the amount given, held against the range of the convention."""
    day = ledger.bareme_day("ess", date)
    _check_dotation(ledger, montant, day)
    return montant


def _check_dotation(ledger: Ledger, cents: int, day: int | None) -> None:
    low, high = (ledger.amount(f"ess.dotation.{bound}", None, day) for bound in ("minimum", "maximum"))
    if not low <= cents <= high:
        ledger.note(
            f"Dotation de {french_euros(cents)} hors de la fourchette annoncée, de {french_euros(low)} à "
            f"{french_euros(high)} par an ; vérifier le contrat."
        )
    ledger.note(
        "Dotation à confirmer : le barème selon le nombre de médecins n'est pas connu de l'outil, reprendre le "
        "montant du contrat signé."
    )


def explain_dotation(ledger: Ledger, value: int, montant: int, date: int | None) -> Iterable[Node]:
    """The amount given and the range."""
    yield Node("Dotation annuelle, montant saisi", montant, children=tuple(Node.of_use(use) for use in ledger.uses))


def _schedule(
    ledger: Ledger,
    signature: int,
    exercice: int,
    dotation: int,
    premier_mois: int | None,
    delai: int | None,
    sans_amorcage: int | None,
) -> Schedule:
    contract = ess.EssContract(
        signature=signature,
        dotation=[dotation] * PERIODS,
        amorcage=0 if sans_amorcage else 1,
        first_dotation=ledger.rules.amount("ess.dotation.decalage").value(),
        delay=ledger.rules.amount("ess.paiement.retard").value() if delai is None else delai,
    )
    frame = contract_frame(signature, exercice, premier_mois or 1)
    return ess.schedule(contract, ess.ess_table(ledger.rules), frame)


def compute_budget(
    ledger: Ledger,
    signature: int,
    exercice: int,
    dotation: int,
    premier_mois: int | None,
    delai: int | None,
    sans_amorcage: int | None,
) -> list[dict[str, Raw]]:
    """ESS.BUDGET."""
    found = _schedule(ledger, signature, exercice, dotation, premier_mois, delai, sans_amorcage)
    ledger.day = add_months(found.frame.first_day, 12) - 1
    if ledger.day < signature:
        ledger.note("Aucune année de contrat ne touche cet exercice : vérifier la signature et l'exercice.")
    rows: list[dict[str, Raw]] = []
    for line in found.lines:
        cut = calendar(line, found.frame)
        if line.code == "amorcage":
            if not (cut.droits[0] or cut.produits[0] or cut.encaissements[0]):
                continue
            ledger.amount("ess.amorcage", None, signature)
        else:
            _check_dotation(ledger, dotation, None)
            ledger.amount("ess.dotation.decalage")
        rows.append(
            {
                "ligne": line.code,
                "droits": cut.droits[0],
                "produits": cut.produits[0],
                "encaissements": cut.encaissements[0],
            }
        )
    return rows


def explain_budget(
    ledger: Ledger,
    value: list[dict[str, Raw]],
    signature: int,
    exercice: int,
    dotation: int,
    premier_mois: int | None,
    delai: int | None,
    sans_amorcage: int | None,
) -> Iterable[Node]:
    """For each line, its contract years: due, accrued, received."""
    found = _schedule(ledger, signature, exercice, dotation, premier_mois, delai, sans_amorcage)
    frame = found.frame
    start, end = frame.first_day, add_months(frame.first_day, 12)
    yield Node("Exercice", formula=f"du {french(start)} au {french(end - 1)}")
    lines = {line.code: line for line in found.lines}
    for row in value:
        rows = lines[str(row["ligne"])].rows
        steps: dict[str, list[Node]] = {"droits": [], "produits": [], "encaissements": []}
        for period, due in enumerate(rows["du"]):
            if not due:
                continue
            name = f"Année de contrat {frame.rang[period]} (du {french(frame.ouverture[period])})"
            inside = frame.fin[period] - rows["debut"][period]
            if frame.exercice[period] == exercice:
                steps["droits"].append(Node(name, due))
                formula = f"{french_euros(due)} × {min(inside, frame.jours[period])} j / {frame.jours[period]} j"
                steps["produits"].append(Node(name, rows["rattache_1"][period], formula=formula))
            if frame.exercice[period] + 1 == exercice:
                formula = f"{french_euros(due)} − {french_euros(rows['rattache_1'][period])}"
                steps["produits"].append(Node(name, rows["rattache_2"][period], formula=formula))
            if start <= rows["date_avance"][period] < end:
                steps["encaissements"].append(Node(f"Versement le {french(rows['date_avance'][period])}", due))
        yield Node(
            ess.LINES[str(row["ligne"])],
            children=tuple(
                Node(f"{key[0].upper()}{key[1:]} de l'exercice", row[key], children=tuple(nodes))
                for key, nodes in steps.items()
            ),
        )
    yield Node("Montants du barème", children=tuple(Node.of_use(use) for use in ledger.uses))
