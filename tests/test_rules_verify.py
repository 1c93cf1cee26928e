"""Malformed barèmes: everything told at once, with file and line."""

from __future__ import annotations

import re
import shutil
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.errors import RuleError
from excel_tools.resources import models_dir
from excel_tools.rules import load_rules, verify
from excel_tools.rules.document import Document
from excel_tools.rules.parse import read_documents

SOURCES = """\
[[source]]
id = "texte"
titre = "Un texte"
date = "2019"
nature = "accord"
"""

GOOD = """\
famille = "cpts"

[[montant]]
code = "cpts.essai"
libelle = "Essai"
unite = "EUR/an"
depuis = 2019-06-20
valeurs = [1, 2, 3, 4]
confiance = "vérifié"
source = "texte"
lieu = "article 1"
verifie_le = 2026-11-20
"""


def _folder(tmp_path: Path, text: str, sources: str = SOURCES) -> Path:
    (tmp_path / "cpts.toml").write_text(text, encoding="utf-8")
    (tmp_path / "sources.toml").write_text(sources, encoding="utf-8")
    return tmp_path


def test_the_shipped_baremes_are_sound() -> None:
    assert verify() == []


def test_the_smallest_bareme_is_sound(tmp_path: Path) -> None:
    assert verify(_folder(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('lieu = "article 1"', 'lieux = "article 1"', 11, "clé « lieux » inconnue. Vouliez-vous dire « lieu » ?"),
        ('lieu = "article 1"\n', "", 3, "montant sans lieu"),
        ('source = "texte"\n', "", 3, "montant sans source"),
        ('source = "texte"', 'source = "textes"', 10, "source « textes » absente.*Vouliez-vous dire « texte »"),
        ('source = "texte"', 'source = ""', 10, "« source » est vide"),
        ('source = "texte"', "source = 3", 10, "attend un texte entre guillemets, trouvé 3"),
        ("[1, 2, 3, 4]", "[1, 2, 3]", 8, "attend 4 valeurs, une par taille de CPTS, 3 trouvée"),
        ("[1, 2, 3, 4]", "5", 8, "attend 4 valeurs.*trouvé 5"),
        ("[1, 2, 3, 4]", '[1, 2, 3, "4"]', 8, "attend un nombre .*trouvé le texte « 4 »"),
        ("[1, 2, 3, 4]", "[1, 2, 3, true]", 8, "attend un nombre .*trouvé true"),
        ("[1, 2, 3, 4]", "[1, 2, 3, -4]", 8, "jamais négative, trouvé -4"),
        ("[1, 2, 3, 4]", "[1, 2, 3, 4.125]", 8, "s'arrête au centime, trouvé 4.125"),
        ("[1, 2, 3, 4]", "[1, 2, 3, nan]", 8, "nombre fini"),
        ("[1, 2, 3, 4]", "[1, 2, 3, inf]", 8, "nombre fini"),
        ("valeurs = [1, 2, 3, 4]\n", "", 3, "l'un ou l'autre"),
        ("valeurs = [1, 2, 3, 4]", "valeurs = [1, 2, 3, 4]\nvaleur = 1", 3, "l'un ou l'autre"),
        ('"EUR/an"', '"EUR/ans"', 6, "unité « EUR/ans » inconnue.*Vouliez-vous dire « EUR/an »"),
        ("2019-06-20", '"20/06/2019"', 7, "attend une date comme 2019-06-20"),
        ("2019-06-20", "2019-06-20T10:00:00", 7, "attend une date"),
        ("2019-06-20", "2019-02-30", 7, "écriture TOML invalide"),
        ("depuis = 2019-06-20\n", "", 3, "clé « depuis » manquante"),
        ("depuis = 2019-06-20", "depuis = 2019-06-20\njusqua = 2019-06-19", 8, "« jusqua » précède « depuis »"),
        ('"vérifié"', '"verifié"', 9, "confiance « verifié » inconnue.*Vouliez-vous dire « vérifié »"),
        ('"vérifié"', '"contrat"', 9, "confiance « contrat » inconnue"),
        ('"vérifié"', '["vérifié", "déduit"]', 9, r"un par taille \(4\), 2 trouvé"),
        ('"cpts.essai"', '"msp.essai"', 4, "ne commence pas par « cpts. »"),
        ('"cpts.essai"', '"cpts.Essai"', 4, "minuscules sans accent"),
        ('"cpts.essai"', '"cpts.essai', 4, "écriture TOML invalide"),
        ("[[montant]]", "[montant]", 3, r"s'écrit \[\[montant\]\]"),
        ("[[montant]]", "[[montants]]", 3, "clé « montants » inconnue. Vouliez-vous dire « montant »"),
        ('famille = "cpts"', 'familles = "cpts"', 1, "clé « familles » inconnue"),
        ('famille = "cpts"', "", 0, "clé « famille » manquante"),
        ("verifie_le", "libelle", 12, "écriture TOML invalide"),
        ("valeurs = [1, 2, 3, 4]", "valeurs = [1, 2,", 8, "écriture TOML invalide"),
    ],
)
def test_one_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in GOOD
    folder = _folder(tmp_path, GOOD.replace(old, new, 1))
    problems = verify(folder)
    found = [problem for problem in problems if re.search(message, problem.message)]
    assert found, problems
    assert found[0].file == f"{tmp_path.name}/cpts.toml"
    # an unclosed list is only noticed by the reader on the next line
    assert abs(found[0].line - line) <= new.endswith("[1, 2,")
    with pytest.raises(RuleError):
        load_rules(folder)


ENTRY = GOOD.split("\n", 2)[2]


def _dated(since: str, until: str = "", **changes: str) -> str:
    entry = ENTRY.replace("2019-06-20", since + (f"\njusqua = {until}" if until else ""))
    for old, new in changes.items():
        entry = re.sub(rf"(?m)^{old} = .*$", new, entry)
    return entry


@pytest.mark.parametrize(
    ("first", "second", "line", "message"),
    [
        (_dated("2019-06-20"), _dated("2022-01-01"), 7, "chevauche l'entrée du 01/01/2022.*31/12/2021"),
        (_dated("2019-06-20", "2022-01-01"), _dated("2022-01-01"), 8, "chevauche"),
        (_dated("2019-06-20", "2021-12-30"), _dated("2022-01-01"), 19, "aucun montant du 31/12/2021 au 31/12/2021"),
        (_dated("2019-06-20"), _dated("2019-06-20"), 18, "deux entrées pour le même jour"),
        (
            _dated("2019-06-20", "2021-12-31"),
            _dated("2022-01-01", valeurs="valeur = 3"),
            18,
            "unité ou tailles différentes",
        ),
        (_dated("2019-06-20", "2021-12-31"), _dated("2022-01-01", unite='unite = "points"'), 18, "unité ou tailles"),
    ],
)
def test_the_dated_entries_of_a_code_follow_one_another(
    tmp_path: Path, first: str, second: str, line: int, message: str
) -> None:
    (problem,) = verify(_folder(tmp_path, f'famille = "cpts"\n\n{first}\n{second}'))
    assert re.search(message, problem.message)
    assert problem.line == line


def test_entries_that_follow_one_another_are_sound(tmp_path: Path) -> None:
    text = f'famille = "cpts"\n\n{_dated("2022-01-01")}\n{_dated("2019-06-20", "2021-12-31")}'
    assert verify(_folder(tmp_path, text)) == []


def test_a_date_outside_the_declared_periods_is_told(tmp_path: Path) -> None:
    period = '[[periode]]\ndepuis = 2022-01-01\nlibelle = "avenant"\n'
    (problem,) = verify(_folder(tmp_path, f'famille = "cpts"\n{period}{ENTRY}'))
    assert "n'ouvre aucune [[periode]] du fichier (01/01/2022)" in problem.message


def test_every_fault_of_every_file_is_told_at_once_in_order(tmp_path: Path) -> None:
    text = GOOD.replace("[1, 2, 3, 4]", "[1, 2]").replace('"EUR/an"', '"francs"').replace("lieu", "place")
    folder = _folder(tmp_path, text, SOURCES.replace("nature", "genre"))
    (folder / "msp.toml").write_text("famille = ", encoding="utf-8")
    (folder / "ess.toml").write_bytes('famille = "équipe"'.encode("cp1252"))
    problems = verify(folder)
    assert [(problem.file.split("/")[1], problem.line) for problem in problems] == [
        ("cpts.toml", 3),
        ("cpts.toml", 6),
        ("cpts.toml", 8),
        ("cpts.toml", 11),
        ("ess.toml", 0),
        ("msp.toml", 1),
        ("sources.toml", 1),
        ("sources.toml", 5),
    ]
    assert all(str(problem).startswith(problem.file) for problem in problems)
    with pytest.raises(RuleError) as caught:
        load_rules(folder)
    assert caught.value.messages == [str(problem) for problem in problems]


def test_a_source_named_twice_is_told(tmp_path: Path) -> None:
    problems = verify(_folder(tmp_path, GOOD, SOURCES + SOURCES))
    assert [(problem.line, problem.message) for problem in problems] == [
        (7, "« texte » : identifiant de source déjà employé.")
    ]


def test_a_family_in_two_files_is_told(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD)
    (folder / "cpts_bis.toml").write_text(GOOD, encoding="utf-8")
    (problem,) = verify(folder)
    assert (problem.file.split("/")[1], problem.line) == ("cpts_bis.toml", 1)
    assert "une famille, un fichier" in problem.message


def test_lines_are_right_after_comments_long_lists_and_long_texts(tmp_path: Path) -> None:
    text = GOOD.replace("[1, 2, 3, 4]", "[\n  1, # un\n  2,\n  3,\n  4,\n]").replace(
        'lieu = "article 1"', 'note = """\nlieu = 1\n"""\nlieu = 1'
    )
    (problem,) = verify(_folder(tmp_path, text))
    assert (problem.line, "« lieu » attend un texte" in problem.message) == (19, True)


@pytest.mark.parametrize("name", sorted(path.name for path in models_dir().glob("*.toml")))
def test_no_shipped_file_survives_the_loss_of_a_line(tmp_path: Path, name: str) -> None:
    shutil.copytree(models_dir(), tmp_path / "models")
    path = tmp_path / "models" / name
    lines = path.read_text(encoding="utf-8").splitlines()
    required = [number for number, line in enumerate(lines) if re.match(r"(lieu|source|titre|population) = ", line)]
    path.write_text("\n".join(lines[: required[-1]] + lines[required[-1] + 1 :]), encoding="utf-8")
    assert verify(tmp_path / "models")


SHIPPED = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    for path in sorted(models_dir().glob("*.toml"))
}
KEYS = (
    "code libelle unite depuis jusqua valeur valeurs confiance source lieu verifie_le note region id titre date nature "
    "url nom cpts population couverture autre"
)
_LEAF = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.decimals(), st.floats()),
    *(st.dates(), st.datetimes(), st.text(max_size=8)),
)
_ANYTHING = st.one_of(
    _LEAF, st.lists(_LEAF, max_size=4), st.dictionaries(st.text(max_size=8), _LEAF, max_size=3), st.just([[{}]])
)


@given(
    name=st.sampled_from(["ess", "regions", "sources"]),
    table=st.sampled_from(["", "montant", "source", "region", "ensemble", "periode", "famille", "titre", "depuis"]),
    key=st.sampled_from(KEYS.split()),
    value=_ANYTHING,
)
def test_no_value_of_any_type_ends_in_a_traceback(name: str, table: str, key: str, value: object) -> None:
    tables = dict(SHIPPED[name])
    if isinstance(tables.get(table), list):
        tables[table] = [{**tables[table][0], key: value}, *tables[table][1:]]
    else:
        tables[table or key] = value
    documents = [Document(f"{name}.toml", tables), Document("textes.toml", SHIPPED["sources"])]
    for problem in read_documents(documents).problems:
        assert problem.message
