"""CPTS, a contract in time: the budget of one fiscal year, the payment schedule of five contract years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from excel_tools.dates import add_months, french
from excel_tools.errors import RuleError
from excel_tools.functions.cpts_amounts import size_node, size_of
from excel_tools.functions.explanation import Node
from excel_tools.functions.ledger import Ledger, Use
from excel_tools.functions.ranges import Engaged
from excel_tools.functions.values import Raw
from excel_tools.funding.cpts import CptsContract, schedule
from excel_tools.funding.cpts_notices import notices
from excel_tools.funding.cpts_table import CODES, FIXED_LINES, LINE_LABELS, VARIABLE_LINES, cpts_table
from excel_tools.money import french_euros, french_rate
from excel_tools.schedule import Frame, Line, Schedule, calendar, contract_frame, payments, whole_contract_frame

Table = list[dict[str, Raw]]


def _contract(frame: Frame, population: int, signature: int, missions: Iterable[Engaged], renewal: int) -> CptsContract:
    periods = len(frame.rang)
    return CptsContract(
        signature=signature,
        population=[population] * periods,
        growth=[0] * periods,
        starts={engaged.mission: engaged.start for engaged in missions},
        attainment={engaged.mission: [engaged.rate] * periods for engaged in missions},
        renewal=renewal,
    )


def _checked(ledger: Ledger, population: int, signature: int) -> None:
    first, label = ledger.rules.periods("cpts")[0]
    if signature < first:
        raise RuleError(
            f"signature : le {french(signature)} précède le premier barème des CPTS ({label}, en vigueur depuis le "
            f"{french(first)}) ; aucun contrat n'a pu être signé avant."
        )
    size_of(ledger, population)


def _lines(found: Schedule, missions: Iterable[Engaged]) -> Iterator[Line]:
    """The line of fonctionnement and those of the missions engaged, in the order of the barème."""
    engaged = {mission.mission for mission in missions}
    codes = {"fonctionnement"}
    for mission in engaged:
        codes.update(FIXED_LINES[mission])
        codes.update([VARIABLE_LINES[mission]] if mission in VARIABLE_LINES else [])
    return (line for line in found.lines if line.code in codes)


def _use(ledger: Ledger, found: Schedule, line: Line, period: int) -> Use:
    """Record the amount a line takes from the barème in a period."""
    table = cpts_table(ledger.rules)
    row = line.code
    if row == "crise_fixe":
        opens = found.facts["debut_crise"] >= found.frame.ouverture[period]
        row = "crise_premiere" if opens else "crise_suivantes"
    day = table.dates[found.state["bareme"][period] - 1]
    return ledger.record(ledger.rules.amount(CODES[row], day), found.state["taille"][period])


def _note_all(ledger: Ledger, contract: CptsContract, found: Schedule, shown: Iterable[int]) -> None:
    """Tell what the contract calls for; the notices read only the contract years that are shown."""
    periods = [period for period in shown if found.state["en_cours"][period]]
    if not periods:
        ledger.note("Aucune année de contrat ne touche cet exercice : vérifier la signature et l'exercice.")
        return
    kept = slice(periods[0], periods[-1] + 1)
    frame = replace(
        found.frame,
        **{
            name: getattr(found.frame, name)[kept]
            for name in ("rang", "ouverture", "cloture", "jours", "exercice", "fin")
        },
    )
    lines = tuple(
        Line(line.code, {name: row[kept] for name, row in line.rows.items()}, line.natures) for line in found.lines
    )
    state = {name: row[kept] for name, row in found.state.items()}
    for notice in notices(contract, Schedule(frame, state, found.facts, lines), ledger.rules):
        ledger.note(notice.text)
    ledger.day = found.frame.ouverture[periods[-1]]


def _budget(
    ledger: Ledger, population: int, signature: int, exercice: int, missions: tuple[Engaged, ...], month: int
) -> tuple[CptsContract, Schedule]:
    frame = contract_frame(signature, exercice, month)
    contract = _contract(frame, population, signature, missions, 1)
    return contract, schedule(contract, cpts_table(ledger.rules), frame)


def _near(found: Schedule) -> list[int]:
    """The periods that can touch the first fiscal year: closed just before, open on its first day, opened in it."""
    first = found.frame.first_exercice
    return [period for period, year in enumerate(found.frame.exercice) if first - 2 <= year <= first]


def compute_budget(
    ledger: Ledger,
    population: int,
    signature: int,
    exercice: int,
    missions: tuple[Engaged, ...],
    premier_mois: int | None,
) -> Table:
    """CPTS.BUDGET."""
    _checked(ledger, population, signature)
    contract, found = _budget(ledger, population, signature, exercice, missions, premier_mois or 1)
    opened = [period for period in _near(found) if found.frame.cloture[period] > found.frame.first_day]
    _note_all(ledger, contract, found, opened)
    last = add_months(signature, 12 * cpts_table(ledger.rules).duration)
    if any(found.frame.ouverture[p] >= last for p in opened):
        ledger.note(
            f"Le contrat de cinq ans se termine le {french(last - 1)} : hypothèse d'un renouvellement, au barème "
            "alors en vigueur."
        )
    rows: Table = []
    for line in _lines(found, missions):
        cut = calendar(line, found.frame)
        droits, produits, received = cut.droits[0], cut.produits[0], cut.encaissements[0]
        used = [p for p in _near(found) if line.rows["du"][p]]
        exists = any(line.rows["montant"][p] and found.state["en_cours"][p] for p in opened)
        if not (droits or produits or received or exists):
            continue
        for period in used:
            if period in opened or found.frame.exercice[period] == exercice or received:
                _use(ledger, found, line, period)
        rows.append({"ligne": line.code, "droits": droits, "produits": produits, "encaissements": received})
    return rows


def explain_budget(
    ledger: Ledger,
    value: Table,
    population: int,
    signature: int,
    exercice: int,
    missions: tuple[Engaged, ...],
    premier_mois: int | None,
) -> Iterable[Node]:
    """The size, then for each line its contract years: due, accrued to the fiscal year, received in it."""
    yield size_node(ledger, population)
    _, found = _budget(ledger, population, signature, exercice, missions, premier_mois or 1)
    frame = found.frame
    start, end = frame.first_day, add_months(frame.first_day, 12)
    yield Node("Exercice", None, formula=f"du {french(start)} au {french(end - 1)}")
    lines = {line.code: line for line in found.lines}
    for row in value:
        line = lines[str(row["ligne"])]
        years: list[Node] = []
        accrued: list[Node] = []
        received: list[Node] = []
        for period in _near(found):
            if not line.rows["du"][period]:
                continue
            due = _due_node(ledger, found, line, period)
            shares = _accrual_nodes(found, line, period, exercice)
            paid = [node for node, day in _payment_nodes(ledger, found, line, period) if start <= day < end]
            if frame.exercice[period] == exercice:
                years.append(due)
            elif shares or paid:
                # what an earlier year was due explains its share here
                first = shares if shares else paid
                first[0] = replace(first[0], children=(due,))
            accrued += shares
            received += paid
        yield Node(
            LINE_LABELS[line.code],
            children=(
                Node("Droits de l'année de contrat ouverte dans l'exercice", row["droits"], children=tuple(years)),
                Node("Produits rattachés à l'exercice", row["produits"], children=tuple(accrued)),
                Node("Encaissements de l'exercice", row["encaissements"], children=tuple(received)),
            ),
        )
    for name in ("droits", "produits", "encaissements"):
        amounts = [int(row[name] or 0) for row in value]
        yield Node(
            f"Total des {name}",
            sum(amounts),
            formula=" + ".join(french_euros(amount) for amount in amounts if amount),
        )


def _due_node(ledger: Ledger, found: Schedule, line: Line, period: int) -> Node:
    """One contract year of a line: yearly amount × days, then × attainment for a variable part."""
    frame, rows = found.frame, line.rows
    days, length = rows["terme"][period] - rows["debut"][period], frame.jours[period]
    use = _use(ledger, found, line, period)
    yearly = french_euros(rows["montant"][period])
    opening, last = french(frame.ouverture[period]), french(frame.cloture[period] - 1)
    label = f"Année de contrat {frame.rang[period]} (du {opening} au {last})"
    prorated = f"{yearly} × {days} j / {length} j" if days != length else yearly
    children = [Node.of_use(use)]
    if "taux" in rows:
        envelope = rows["enveloppe"][period]
        if days != length:
            children.append(Node("Enveloppe variable proratisée", envelope, formula=prorated))
        formula = f"{french_euros(envelope)} × {french_rate(rows['taux'][period])}"
    else:
        formula = prorated if days != length else ""
    return Node(label, rows["du"][period], formula=formula, children=tuple(children))


def _accrual_nodes(found: Schedule, line: Line, period: int, exercice: int) -> list[Node]:
    frame, rows = found.frame, line.rows
    debut, terme, due = rows["debut"][period], rows["terme"][period], rows["du"][period]
    inside = min(terme, max(frame.fin[period], debut)) - debut
    nodes = []
    if frame.exercice[period] == exercice and rows["rattache_1"][period]:
        formula = f"{french_euros(due)} × {inside} j / {terme - debut} j"
        nodes.append(
            Node(
                f"Année de contrat {frame.rang[period]}, jusqu'à la clôture",
                rows["rattache_1"][period],
                formula=formula,
            )
        )
    if frame.exercice[period] + 1 == exercice and rows["rattache_2"][period]:
        before, rest = french_euros(rows["rattache_1"][period]), terme - debut - inside
        formula = f"{french_euros(due)} − {before} ({rest} j sur {terme - debut})"
        nodes.append(
            Node(
                f"Année de contrat {frame.rang[period]}, depuis l'ouverture",
                rows["rattache_2"][period],
                formula=formula,
            )
        )
    return nodes


def _payment_nodes(ledger: Ledger, found: Schedule, line: Line, period: int) -> Iterator[tuple[Node, int]]:
    rows, rank = line.rows, found.frame.rang[period]
    due, paid, rest = rows["du"][period], rows["avance"][period], rows["solde"][period]
    if paid:
        day = rows["date_avance"][period]
        if not rest:
            yield Node(f"Forfait de l'année {rank}, le {french(day)}", paid, formula="versé en entier"), day
        else:
            rate = (
                cpts_table(ledger.rules).advance_rate
                if "taux" not in rows
                else cpts_table(ledger.rules).variable_advance
            )
            yield (
                Node(
                    f"Avance de l'année {rank}, le {french(day)}",
                    paid,
                    formula=f"{french_euros(due)} × {french_rate(rate)}",
                ),
                day,
            )
    if rest:
        day = rows["date_solde"][period]
        name = "Part variable" if line.natures[1] == "variable" else "Solde"
        formula = f"{french_euros(due)} − {french_euros(paid)}" if paid else ""
        yield Node(f"{name} de l'année {rank}, le {french(day)}", rest, formula=formula), day


def _whole(
    ledger: Ledger, population: int, signature: int, missions: tuple[Engaged, ...]
) -> tuple[CptsContract, Schedule]:
    table = cpts_table(ledger.rules)
    frame = whole_contract_frame(signature, table.duration)
    contract = _contract(frame, population, signature, missions, 0)
    return contract, schedule(contract, table, frame)


def compute_schedule(ledger: Ledger, population: int, signature: int, missions: tuple[Engaged, ...]) -> Table:
    """CPTS.ECHEANCIER."""
    _checked(ledger, population, signature)
    contract, found = _whole(ledger, population, signature, missions)
    _note_all(ledger, contract, found, range(len(found.frame.rang)))
    lines = list(_lines(found, missions))
    for line in lines:
        for period, due in enumerate(line.rows["du"]):
            if due:
                _use(ledger, found, line, period)
    for engaged in missions:
        if engaged.start >= found.frame.cloture[-1]:
            ledger.note(
                f"La mission « {engaged.mission} » commence le {french(engaged.start)}, après la fin du contrat : "
                "elle ne donne aucun versement."
            )
    return [
        {"date": payment.day, "ligne": payment.line, "nature": payment.nature, "montant": payment.cents}
        for payment in payments(lines)
    ]


def explain_schedule(
    ledger: Ledger, value: Table, population: int, signature: int, missions: tuple[Engaged, ...]
) -> Iterable[Node]:
    """The size, then for each line and contract year what is due and how it is paid."""
    yield size_node(ledger, population)
    _, found = _whole(ledger, population, signature, missions)
    for line in _lines(found, missions):
        years = []
        for period, due in enumerate(line.rows["du"]):
            if due:
                node = _due_node(ledger, found, line, period)
                paid = tuple(step for step, _ in _payment_nodes(ledger, found, line, period))
                years.append(replace(node, children=(*node.children, *paid)))
        if years:
            total = sum(line.rows["du"])
            yield Node(LINE_LABELS[line.code], total, children=tuple(years))
    yield Node("Total des versements", sum(int(row["montant"] or 0) for row in value))
