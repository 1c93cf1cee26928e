"""A signed contract replaces amounts of the barème, which stay beside."""

from __future__ import annotations

import contextlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.dates import day
from excel_tools.errors import InputError, RuleError
from excel_tools.rules import Contract, ContractLine, Rules, contract_from_rows, load_rules, read_contract

RULES = load_rules()
SIGNED = "contrat signé le 1er septembre 2024"


def _csv(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "contrat.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _errors(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_contract(path)
    return caught.value.messages


def test_an_amount_of_the_contract_shows_the_national_one_beside(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        f"code;taille;depuis;montant;source\ncpts.acces.fixe;2;;70 500,50 €;{SIGNED}\ncpts.avance.taux;;;80 %;\n",
    )
    rules = RULES.with_contract(read_contract(path))
    amount = rules.amount("cpts.acces.fixe", day(2024, 9, 1))
    assert amount.value(2) == 7_050_050
    assert amount.confidence(2) == "contrat"
    assert amount.confidence(3) == "déduit"
    assert amount.value(3) == 9_000_000
    assert amount.national == RULES.amount("cpts.acces.fixe", day(2024, 9, 1))
    assert (amount.source.title, amount.source.kind, amount.place) == (SIGNED, "contrat signé", "contrat.csv")
    # without a date, every barème of the code is replaced, within its own dates
    assert rules.amount("cpts.acces.fixe", day(2020, 1, 1)).value(2) == 7_050_050
    assert rules.amount("cpts.avance.taux").value() == 800_000
    assert rules.amount("cpts.avance.taux").source.title == "contrat de la structure"
    assert rules.periods("cpts") == RULES.periods("cpts")
    untouched = set(RULES.codes()) - {"cpts.acces.fixe", "cpts.avance.taux"}
    assert all(rules.series(code) == RULES.series(code) for code in untouched)


def test_an_amendment_opens_a_period(tmp_path: Path) -> None:
    path = tmp_path / "contrat.toml"
    path.write_text(
        '[[montant]]\ncode = "cpts.parcours.fixe"\nmontant = 40000\n\n'
        '[[montant]]\ncode = "cpts.parcours.fixe"\ntaille = 3\ndepuis = 2026-03-01\nmontant = 46000.5\n'
        f'source = "{SIGNED}"\n',
        encoding="utf-8",
    )
    contract = read_contract(path)
    rules = RULES.with_contract(contract)
    assert contract.since == day(2026, 3, 1)
    before, after = rules.series("cpts.parcours.fixe")
    assert (before.until, after.since, after.until) == (day(2026, 2, 28), day(2026, 3, 1), 0)
    assert before.values == (4_000_000,) * 4
    assert after.values == (4_000_000, 4_000_000, 4_600_050, 4_000_000)
    assert before.national == after.national == RULES.amount("cpts.parcours.fixe")
    assert rules.periods("cpts")[-1] == (day(2026, 3, 1), "avenant au contrat")


def test_an_amendment_before_a_change_of_bareme_holds_through_it() -> None:
    contract = Contract("c", (ContractLine("cpts.acces.fixe", 100, since=day(2021, 7, 1)),))
    series = RULES.with_contract(contract).series("cpts.acces.fixe")
    assert [(amount.since, amount.value(1)) for amount in series] == [
        (day(2019, 6, 20), 1_500_000),
        (day(2021, 7, 1), 100),
        (day(2022, 1, 1), 100),
    ]
    assert series[0].national is None


def test_a_dated_amount_survives_the_end_of_the_bareme() -> None:
    code, since = "esp.forfait.centre_val_de_loire", day(2026, 1, 1)
    rules = RULES.with_contract(Contract("c", (ContractLine(code, 800_000, since=since),)))
    assert rules.amount(code, since).value() == 800_000
    assert rules.amount(code, since).status(day(2028, 1, 1)) == "en vigueur"
    assert rules.amount(code, since - 1).value() == 750_000
    undated = RULES.with_contract(Contract("c", (ContractLine(code, 800_000),)))
    with pytest.raises(RuleError, match="expiré"):
        undated.amount(code, since)


def test_sizes_left_out_after_the_end_of_the_bareme_are_to_be_confirmed() -> None:
    code, since = "cpts.acces.snp_enveloppe", day(2024, 1, 1)
    amount = RULES.with_contract(Contract("c", (ContractLine(code, 5, size=1, since=since),))).amount(code, since)
    assert amount.values == (5, 4_500_000, 5_500_000, 7_000_000)
    assert amount.confidences == ("contrat", "à confirmer", "à confirmer", "à confirmer")


def test_an_amount_of_the_contract_is_never_prolonged() -> None:
    rules = RULES.with_contract(Contract("c", (ContractLine("cpts.fonctionnement", 1),)))
    assert rules.amount("cpts.fonctionnement").status(day(2030, 1, 1)) == "en vigueur"
    assert RULES.amount("cpts.fonctionnement").status(day(2030, 1, 1)) == "prolongé"


@pytest.mark.parametrize("separator", [";", ","])
def test_both_separators_are_read(tmp_path: Path, separator: str) -> None:
    text = "\n".join(separator.join(cells) for cells in (("Code", "Montant"), ("cpts.fonctionnement", "50000")))
    assert read_contract(_csv(tmp_path, text)).lines == (ContractLine("cpts.fonctionnement", 5_000_000),)


def test_a_file_saved_by_an_old_excel_is_read(tmp_path: Path) -> None:
    path = tmp_path / "contrat.csv"
    path.write_bytes("code;montant;source\r\ncpts.fonctionnement;50000;signé à l'été\r\n".encode("cp1252"))
    assert read_contract(path).lines[0].source == "signé à l'été"


@pytest.mark.parametrize(
    ("code", "written", "value"),
    [
        ("cpts.fonctionnement", "51 234,56", 5_123_456),
        ("cpts.avance.taux", "75", 750_000),
        ("cpts.avance.taux", "0 %", 0),
        ("cpts.avance.taux", "0", 0),
        ("cpts.avance.taux", "62,5 %", 625_000),
        ("msp.horaires.base", "900", 900),
        ("cpts.variable.delai", "3", 3),
        ("msp.crise_plan.obligatoire", "non", 0),
        ("esp.forfait.pays_de_la_loire", "12000", 1_200_000),
    ],
)
def test_an_amount_is_read_in_the_unit_of_its_code(tmp_path: Path, code: str, written: str, value: int) -> None:
    (line,) = read_contract(_csv(tmp_path, f"code;montant\n{code};{written}\n")).lines
    assert line.value == value


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("cpts.parcour.fixe;;;45000;", "ne connaît pas « cpts.parcour.fixe ».*« cpts.parcours.fixe »"),
        ("cpts.parcours.fixe;5;;45000;", "taille : « 5 » n'existe pas"),
        ("cpts.parcours.fixe;grande;;45000;", "taille : « grande » n'est pas un nombre"),
        ("cpts.avance.taux;2;;75 %;", "ne dépend pas de la taille"),
        ("cpts.parcours.fixe;;31/02/2025;45000;", "« 31/02/2025 » n'existe pas au calendrier"),
        ("cpts.parcours.fixe;;hier;45000;", "« hier » n'est pas une date"),
        ("cpts.parcours.fixe;;;45.000;", "« 45.000 » est ambigu"),
        ("cpts.parcours.fixe;;;-45000;", "est négatif"),
        ("cpts.parcours.fixe;;;4O000;", "n'est pas un nombre"),
        ("cpts.parcours.fixe;;;;", "« montant » manque"),
        (";;;45000;", "« code » manque"),
        ("cpts.avance.taux;;;0,75;", "« 0,75 » est ambigu ; écrire le pourcentage"),
        ("cpts.avance.taux;;;120 %;", "dépasse 100 %"),
        ("cpts.avance.taux;;;-5;", "jamais négative"),
        ("cpts.variable.delai;;;2,5;", "s'arrête à l'unité"),
        ("msp.horaires.base;;;80 %;", "est un pourcentage, l'unité attendue est « points »"),
        ("msp.crise_plan.obligatoire;;;peut-être;", "oui ou non attendu"),
        ("cpts.taille.seuils;1;;100;", "est national"),
        (
            "cpts.fonctionnement;2;;100000000,01;",
            "« 100000000,01 » est hors limites ; 100\u202f000\u202f000\u202f€ au plus",
        ),
        ("cpts.variable.delai;;;12;", "« 12 » est hors limites ; de 0 à 11 mois"),
        ("cpts.contrat.duree;;;6;", "« 6 » est hors limites ; de 12 à 120 mois"),
        ("cpts.contrat.duree;;;132;", "« 132 » est hors limites"),
        ("cpts.contrat.duree;;;30;", "ne font pas des années entières"),
        ("msp.calendrier.solde_mois;;;13;", "de 1 à 12 mois de l'année"),
        ("cpts.fonctionnement;2;;50000;" + "x" * 251, "source : texte trop long .251 caractères, 250 au plus."),
        ("cpts.fonctionnement;2;;50000;signé\x07", "source : caractères de contrôle"),
        ("cpts.fonctionnement;2;;€;", "« € » n'est pas un nombre"),
        ("cpts.fonctionnement;;;1;;trop", "6 cellules pour 5 colonnes"),
    ],
)
def test_a_wrong_row_is_told_with_file_and_line(tmp_path: Path, row: str, message: str) -> None:
    good = "cpts.fonctionnement;1;;50000;"
    errors = _errors(_csv(tmp_path, f"code;taille;depuis;montant;source\n{good}\n{row}\n"))
    assert len(errors) == 1
    assert errors[0].startswith("contrat.csv, ligne 3 : ")
    with pytest.raises(InputError, match=message):
        raise InputError(errors)


def test_every_wrong_row_is_told_at_once(tmp_path: Path) -> None:
    text = (
        "code;taille;depuis;montant\n\ncpts.parcours.fixe;1;01/03/2025;1\ncpts.parcours.fixe;1;01/03/2025;2\n"
        "cpts.qualite.fixe;9;jamais;x\ncpts.qualite.fixe;;01/04/2025;3\n"
    )
    errors = _errors(_csv(tmp_path, text))
    assert [error.split(" : ")[0] for error in errors] == [
        "contrat.csv, ligne 4",
        "contrat.csv, ligne 5",
        "contrat.csv, ligne 5",
        "contrat.csv, ligne 5",
        "contrat.csv",
    ]
    assert "déjà donné à contrat.csv, ligne 3" in errors[0]
    assert "2 dates « depuis » différentes (01/03/2025, 01/04/2025)" in errors[-1]
    assert "avenant au contrat" in errors[-1]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("contrat.csv", "code;valeur\nx;1\n", "ligne 1 : colonne « montant » absente"),
        ("contrat.csv", "", "« code » et « montant » absente"),
        ("contrat.csv", "code;montant\n", "aucun montant"),
        ("contrat.csv", "code;montant;tailel\ncpts.fonctionnement;1;2\n", "« tailel » inconnue.*« taille »"),
        ("contrat.csv", "code,montant\ncpts.fonctionnement,1234,56\n", "ligne 2 : 3 cellules pour 2 colonnes"),
        ("contrat.toml", "[[montant]\n", "contrat.toml, ligne 1 : écriture TOML invalide"),
        ("contrat.toml", "\n[[montants]]\ncode = 'x'\n", r"contrat.toml, ligne 2 : « montants » trouvé"),
        ("contrat.toml", "[montant]\ncode = 'x'\n", "seules des tables"),
        ("contrat.toml", "[[montant]]\ncode = 'x'\nmontants = 3\n", "ligne 1 : colonne « montants » inconnue"),
        ("contrat.toml", "[[montant]]\ncode = 'cpts.fonctionnement'\nmontant = true\n", "n'est pas un nombre"),
        ("contrat.toml", "[[montant]]\ncode = 'cpts.fonctionnement'\nmontant = [1]\n", "n'est pas un nombre"),
        ("contrat.pdf", "", "se donne en .toml ou en .csv"),
    ],
)
def test_a_malformed_file_is_told(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_contract(tmp_path / name)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="introuvable"):
        read_contract(tmp_path / "absent.csv")


def test_rows_of_a_workbook_are_read_alike() -> None:
    contract = contract_from_rows(
        [("Contrat!A2", {"code": "cpts.fonctionnement", "montant": 50_000.5})], RULES, "p.xlsx"
    )
    assert contract == Contract("p.xlsx", (ContractLine("cpts.fonctionnement", 5_000_050),))
    with pytest.raises(InputError, match="Contrat!B2"):
        contract_from_rows([("Contrat!B2", {"code": "cpts.fonctionnement", "montant": "?"})], RULES, "p.xlsx")


def _well_formed(rules: Rules, code: str) -> bool:
    series = rules.series(code)
    follow = all(before.until + 1 == after.since for before, after in pairwise(series))
    return follow and all(amount.until == 0 or amount.since <= amount.until for amount in series)


@given(
    code=st.sampled_from(
        [code for code in RULES.codes("cpts") if len(RULES.series(code)) == 2] + ["cpts.fonctionnement"]
    ),
    value=st.integers(0, 10**9),
    size=st.integers(0, 4),
    since=st.one_of(st.just(0), st.integers(day(2015, 1, 1), day(2035, 1, 1))),
    asked=st.integers(day(2019, 6, 20), day(2040, 1, 1)),
)
def test_the_contract_holds_from_its_day_and_only_where_it_speaks(
    code: str, value: int, size: int, since: int, asked: int
) -> None:
    rules = RULES.with_contract(Contract("c", (ContractLine(code, value, size, since),)))
    assert _well_formed(rules, code)
    amount, national = rules.amount(code, asked), RULES.amount(code, asked)
    for index in (1, 2, 3, 4):
        replaced = size in (0, index) and asked >= since
        assert amount.value(index) == (value if replaced else national.value(index))
        assert (amount.confidence(index) == "contrat") == replaced


_CELL = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.decimals(), st.floats(), st.dates(), st.datetimes(), st.times()),
    *(st.text(max_size=12), st.lists(st.integers(), max_size=2)),
    st.sampled_from(["75 %", "1e99", "0.5", "31/12/2025"]),
)


@given(
    code=st.one_of(st.sampled_from(RULES.codes()), _CELL),
    cells=st.dictionaries(st.sampled_from(["taille", "depuis", "montant", "source", "autre"]), _CELL),
)
def test_no_row_of_any_type_ends_in_a_traceback(code: object, cells: dict[str, object]) -> None:
    with contextlib.suppress(InputError):
        contract = contract_from_rows([("ligne 2", {"code": code, **cells})], RULES, "c")
        rules = RULES.with_contract(contract)
        assert "contrat" in rules.series(contract.lines[0].code)[-1].confidences
