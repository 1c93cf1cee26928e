"""Checks of what is typed: each counts the cells that do not hold what is expected, as a formula and in Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from excel_tools.dates import SERIAL_OFFSET, year_of
from excel_tools.reports.cells import Values
from excel_tools.reports.input_check import (
    InputCheck,
    counted,
    each,
    from_first,
    holds,
    is_number,
    needed,
    optional,
    whole,
    word_of,
)
from excel_tools.reports.shape import SCENARIOS, YEARS
from excel_tools.reports.spending_shape import UNKNOWN
from excel_tools.reports.watched import flat

YES_NO_WORD, NUMBER_WORD = "oui/non", "nombre"
"""What « Entrées » says beside an answer, so that a formula knows what to expect of it."""


def _first_year(values: Values) -> int:
    first: int = min(day for day in flat(values["bar_depuis"]) if day)
    return int(year_of(first + SERIAL_OFFSET))


def _year_faults(values: Values) -> int:
    year = values["in_exercice"]
    return int(not (is_number(year) and year == int(year) and year >= _first_year(values) - 1))


def _undated(values: Values) -> int:
    pairs = zip(flat(values["in_aides_montant"]), flat(values["in_aides_date"]), strict=True)
    return sum(1 for amount, day in pairs if amount not in (None, 0) and not day)


def _unmarked(values: Values) -> int:
    marks, amounts = (list(flat(values[f"in_aides_{key}"])) for key in ("fleche", "montant"))
    found = sum(1 for mark, amount in zip(marks, amounts, strict=True) if mark == "oui" and (amount or 0) < 0)
    spent = zip(marks, values["in_aides_depense"], strict=True)
    return found + sum(1 for mark, row in spent for item in row if mark != "oui" and item not in (None, 0))


_IN_KIND = ("86", "87")


def _unknown_funders(values: Values) -> int:
    known = set(flat(values["bar_financeurs"]))
    return sum(1 for item in flat(values["in_aides_financeur"]) if item not in (None, "", *known))


def _cash(number: int) -> InputCheck:
    label = "Retard du financeur et fin anticipée : des mois, une date"
    return optional(label, f"in_s{number}_retard", f"in_s{number}_fin_anticipee", bad=["<0"], scenario=number)


def _ends(start: str) -> Callable[[int], InputCheck]:
    """An early end does not precede the first day of the contract."""

    def make(number: int) -> InputCheck:
        name = f"in_s{number}_fin_anticipee"

        def faults(values: Values) -> int:
            end, first = values[name], values[start]
            return int(is_number(end) and is_number(first) and 0 < end < first)

        label = "Fin anticipée : pas avant le début du contrat"
        return InputCheck(label, f"=(N({name})>0)*(N({name})<N({start}))", faults, number)

    return make


def _errors(number: int) -> InputCheck:
    names = ("totaux", "mois_totaux", "versements")
    formula = "+".join(f"SUMPRODUCT(ISERROR(out_s{number}_{name})*1)" for name in names)
    return InputCheck("Cellules en erreur dans le calcul", f"={formula}", lambda values: 0, number)


COMMON = (
    InputCheck(
        "Premier exercice : une année entière, au plus tôt celle d'avant le premier barème",
        "=1-(N(in_exercice)=INT(N(in_exercice)))*(N(in_exercice)>=YEAR(MIN(bar_depuis))-1)",
        _year_faults,
    ),
    whole("Premier mois de l'exercice : de 1 à 12", "in_mois1", "12", lambda values: 12),
    whole("Scénario affiché : 1, 2 ou 3", "in_scenario", "ROWS(in_scenario_noms)", lambda values: SCENARIOS),
    needed("Trésorerie au premier jour : un montant", "in_tresorerie"),
    optional("Fonds dédiés et dépenses sur eux : des montants", "in_fonds_dedies", "in_fonds_depense", bad=["<0"]),
    optional("Aides ponctuelles : des dates et des montants", "in_aides_montant", "in_aides_date"),
    optional("Dépensé sur les aides : des montants, positifs ou nuls", "in_aides_depense", bad=["<0"]),
    InputCheck(
        "Aides fléchées : des montants positifs, et rien de dépensé sur une aide qui ne l'est pas",
        '=COUNTIFS(in_aides_fleche,"oui",in_aides_montant,"<0")'
        '+SUMPRODUCT((in_aides_fleche<>"oui")*(in_aides_depense<>0))',
        _unmarked,
    ),
    InputCheck(
        "Aides ponctuelles : chaque montant a sa date",
        "=SUMPRODUCT((in_aides_montant<>0)*(in_aides_date=0))",
        _undated,
    ),
    InputCheck(
        "Aides ponctuelles : un financeur de la liste (feuille Comptes), ou rien",
        '=SUMPRODUCT((in_aides_financeur<>"")*(COUNTIF(bar_financeurs,in_aides_financeur)=0))',
        _unknown_funders,
    ),
    InputCheck(
        "Contributions volontaires : un compte de 86 ou 87",
        '=SUMPRODUCT((in_nature_compte<>"")*(LEFT(in_nature_compte,2)<>"86")*(LEFT(in_nature_compte,2)<>"87"))',
        lambda values: sum(1 for item in flat(values["in_nature_compte"]) if item and str(item)[:2] not in _IN_KIND),
    ),
    optional("Contributions volontaires : des montants, positifs ou nuls", "in_nature_montants", bad=["<0"]),
    optional("Exercice précédent et réalisé : des montants", "in_comptes_anterieur", "in_realise"),
    whole("Exercice du CERFA : de 1 à 5", "in_cerfa_exercice", "COLUMNS(in_realise)", lambda values: YEARS),
    whole("Exercice du compte rendu : de 1 à 5", "in_rendu_exercice", "COLUMNS(in_realise)", lambda values: YEARS),
    optional("Écart à dire : un montant et une part, positifs ou nuls", "in_ecart", "in_rendu_taux", bad=["<0"]),
    *each(_cash),
    *each(_errors),
)
"""Checks that every family has."""


def _shift(number: int) -> InputCheck:
    return optional("Décalage : un nombre de mois", f"in_s{number}_decalage", bad=["<0"], scenario=number)


def _growth(number: int) -> InputCheck:
    label = "Croissance : un taux de plus de -100 % à 100 %"
    return optional(label, f"in_s{number}_croissance", bad=["<=-1", ">1"], scenario=number)


def _amendment(number: int) -> InputCheck:
    name = f"in_s{number}_avenant"
    return optional("Montants de l'avenant et sa date : des nombres", name, f"{name}_date", bad=["<0"], scenario=number)


_DATED = "Avenant : montants saisis sans la date de l'avenant, qui ne comptent pas"


def _amended(number: int) -> InputCheck:
    amounts, day = (f"in_s{number}_avenant", f"in_s{number}_avenant_parametres"), f"in_s{number}_avenant_date"

    def faults(values: Values) -> int:
        return 0 if values[day] else sum(1 for name in amounts for item in flat(values[name]) if is_number(item))

    return InputCheck(_DATED, f"=(N({day})=0)*COUNT({','.join(amounts)})", faults, number)


def _parameter(key: str, number: int) -> InputCheck:
    name = f"in_s{number}_{key}_parametres"
    label = f"Paramètres du contrat ({key}) : des nombres"
    return optional(label, name, bad=["<0"], scenario=number)


def _parameter_rates(key: str, number: int) -> InputCheck:
    name = f"in_s{number}_{key}_parametres"

    def faults(values: Values) -> int:
        pairs = zip(flat(values[name]), flat(values["bar_parametres"]), strict=True)
        return sum(1 for own, national in pairs if own is not None and own > 1 and national <= 1)

    label = f"Taux du contrat ({key}) : de 0 % à 100 %"
    return InputCheck(label, f"=SUMPRODUCT(({name}>1)*(bar_parametres<=1))", faults, number)


def _renewed(number: int) -> InputCheck:
    return word_of("Renouvellement : oui ou non", f"in_s{number}_renouvellement", number)


def _inhabitants(number: int) -> InputCheck:
    label = "Population du scénario : des habitants, ou rien"
    return optional(label, f"in_s{number}_population", bad=["<1"], scenario=number)


CPTS = (
    from_first("Signature : une date, à partir du premier barème", "in_signature"),
    optional("Dépenses sur l'enveloppe SNP : des montants", "in_snp_depense", bad=["<0"]),
    optional("Démarrage des missions, crise reconnue : des dates", "in_debut", "in_crise_date", bad=["<1"]),
    needed("Population : un nombre d'habitants au-dessus de 0 à chaque période", "in_population", ">0"),
    counted(
        "Plafond des indemnités (PASS) connu (années civiles indemnisées où il ne l'est pas)",
        "out_indemnites_connu",
        UNKNOWN,
    ),
    optional("Indicateurs : des seuils et des valeurs en nombre", "in_ind_seuils", "in_ind_valeurs"),
    optional("Indicateurs : des montants positifs ou nuls", "in_ind_montants", bad=["<0"]),
    *each(_renewed),
    *each(_inhabitants),
    *each(_growth),
    *each(_shift),
    *each(
        lambda number: needed(
            "Atteinte : de 0 % à 100 %, ou « indicateurs » (une part variable ne dépasse pas l'enveloppe)",
            f"in_s{number}_atteinte",
            ">=0",
            "<=1",
            word="indicateurs",
            scenario=number,
        )
    ),
    *each(
        lambda number: optional(
            "Montants du contrat : positifs ou nuls", f"in_s{number}_contrat", bad=["<0"], scenario=number
        )
    ),
    *each(_amendment),
    *each(_amended),
    *each(partial(_parameter, "contrat")),
    *each(partial(_parameter, "avenant")),
    *each(partial(_parameter_rates, "contrat")),
    *each(partial(_parameter_rates, "avenant")),
)
"""Checks of a CPTS."""

_SIGNED = optional("Montants du contrat : positifs ou nuls", "in_contrat", bad=["<0"])


def _rank(number: int) -> str:
    """Return the number of a scenario as a formula counts it, without a constant."""
    return f"COLUMNS($A:${'ABC'[number - 1]})"


def _amended_column(number: int) -> InputCheck:
    def faults(values: Values) -> int:
        if list(flat(values["in_avenant_dates"]))[number - 1]:
            return 0
        return sum(1 for row in values["in_contrat"] if is_number(row[SCENARIOS + number - 1]))

    column = f"INDEX(in_contrat,0,COLUMNS(in_avenant_dates)+{_rank(number)})"
    return InputCheck(_DATED, f"=(INDEX(in_avenant_dates,{_rank(number)})=0)*COUNT({column})", faults, number)


def _amended_row(number: int) -> InputCheck:
    def faults(values: Values) -> int:
        dated = list(flat(values["in_avenant_dates"]))[number - 1]
        return 0 if dated else int(is_number(values["in_contrat"][1][number - 1]))

    amount = f"INDEX(in_contrat,ROWS(in_contrat),{_rank(number)})"
    return InputCheck(_DATED, f"=(INDEX(in_avenant_dates,{_rank(number)})=0)*COUNT({amount})", faults, number)


_AMENDED = optional("Dates des avenants", "in_avenant_dates", bad=["<1"])


def _texts(number: int) -> InputCheck:
    name = f"in_s{number}_reponses"

    def faults(values: Values) -> int:
        return sum(1 for item in flat(values[name]) if isinstance(item, str) and item not in ("oui", "non"))

    formula = f'=COUNTA({name})-COUNT({name})-COUNTIF({name},"oui")-COUNTIF({name},"non")'
    return InputCheck("Réponses : aucun texte autre que oui ou non", formula, faults, number)


def _kinds(number: int) -> InputCheck:
    name = f"in_s{number}_reponses"

    def faults(values: Values) -> int:
        rows = zip(values["bar_types"], values[name], strict=True)
        return sum(
            1
            for word, row in rows
            for item in row
            if (word == YES_NO_WORD and is_number(item)) or (word == NUMBER_WORD and isinstance(item, str))
        )

    formula = (
        f'=SUMPRODUCT((bar_types="{YES_NO_WORD}")*ISNUMBER({name}))'
        f'+SUMPRODUCT((bar_types="{NUMBER_WORD}")*ISTEXT({name}))'
    )
    return InputCheck("Réponses : oui ou non, ou un nombre, selon la question", formula, faults, number)


def _positive(number: int) -> InputCheck:
    name = f"in_s{number}_reponses"

    def faults(values: Values) -> int:
        return sum(1 for item in flat(values[name]) if holds(item, ["<0"]))

    return InputCheck("Réponses : aucun nombre négatif", f'=COUNTIF({name},"<0")', faults, number)


MSP = (
    needed("Date d'effet du contrat : une date", "in_signature", ">0"),
    optional("Aide FIR : une date et un montant", "in_fir_montant", "in_fir_date", bad=["<0"]),
    _SIGNED,
    _AMENDED,
    *each(_amended_column),
    *each(_renewed),
    *each(_growth),
    *each(lambda number: needed("Atteinte : de 0 % à 100 %", f"in_s{number}_atteinte", ">=0", "<=1", scenario=number)),
    *each(_texts),
    *each(_kinds),
    *each(_positive),
    *each(
        lambda number: counted(
            "Prérequis remplis chaque année du contrat (années où ils ne le sont pas)",
            f"out_entrees_s{number}_effet",
            "non",
            number,
        )
    ),
)
"""Checks of a MSP."""


def _dotation(number: int) -> InputCheck:
    name = f"in_s{number}_dotation"

    def faults(values: Values) -> int:
        ranks = values[f"out_s{number}_cadre"][0]
        wait = values["in_premiere_dotation"] or 0
        pairs = zip(ranks, flat(values[name]), strict=True)
        return sum(1 for rank, amount in pairs if rank >= 1 and rank > wait and amount in (None, 0))

    rank = f"INDEX(out_s{number}_cadre,1,0)"
    formula = f"=SUMPRODUCT(({rank}>=1)*({rank}>in_premiere_dotation)*({name}=0))"
    return InputCheck("Dotation connue chaque année où elle est due", formula, faults, number)


ESS = (
    from_first("Signature : une date, à partir du premier barème", "in_signature"),
    word_of("Crédit d'amorçage : oui ou non", "in_amorcage"),
    word_of("Dotation inscrite au contrat : oui ou non", "in_dotation_contrat"),
    optional("Années avant la dotation et délai : des nombres", "in_premiere_dotation", "in_retard", bad=["<0"]),
    optional("Médecins : des nombres, positifs ou nuls", "in_presents", "in_liberaux", "in_adherents", bad=["<0"]),
    _SIGNED,
    *each(
        lambda number: optional(
            "Dotation : des montants positifs ou nuls", f"in_s{number}_dotation", bad=["<0"], scenario=number
        )
    ),
    *each(_dotation),
)
"""Checks of an ESS."""

ESP = (
    needed("Début : une date", "in_debut", ">0"),
    optional("Fin et montant par équipe : une date, un montant", "in_montant", "in_fin", bad=["<0"]),
    whole("Mois du versement : de 1 à 12", "in_mois_paiement", "12", lambda values: 12),
    optional("Retard de versement : un nombre de mois", "in_retard", bad=["<0"]),
    _SIGNED,
    _AMENDED,
    *each(_amended_row),
    *each(lambda number: needed("Équipes : un nombre chaque année", f"in_s{number}_equipes", ">=0", scenario=number)),
    *each(
        lambda number: counted(
            "Forfait par équipe connu (années où il est à saisir)", f"out_entrees_s{number}_effet", "à saisir", number
        )
    ),
)
"""Checks of ESP."""

_STARTS = {"CPTS": "in_signature", "MSP": "in_signature", "ESS": "in_signature", "ESP": "in_debut"}
INPUT_CHECKS = {
    kind: (*COMMON, *each(_ends(_STARTS[kind])), *own)
    for kind, own in (("CPTS", CPTS), ("MSP", MSP), ("ESS", ESS), ("ESP", ESP))
}
"""Kind of structure → the checks of what is typed in its workbook, in the order of the sheet."""
