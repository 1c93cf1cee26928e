"""Everything a template or a workbook can hold that cannot be filled or read: one clear sentence each, all at once."""

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from excel_tools.errors import InputError, TemplateError
from excel_tools.workbook import Template, read_cells, read_names
from tests.workbook_support import SHEET, budget, draw, patched

BOOK = "xl/workbook.xml"


def problems(path: Path, **options: object) -> list[str]:
    with pytest.raises(TemplateError) as caught:
        Template.compile(path, **options)  # type: ignore[arg-type]
    return caught.value.messages


def with_names(folder: Path, names: str) -> Path:
    """The usual template, its names replaced by these."""
    xml = f"<definedNames>{names}</definedNames>".encode()
    return patched(
        draw(folder / "m.xlsx", budget),
        {BOOK: lambda data: re.sub(rb"<definedNames>.*</definedNames>", lambda _: xml, data)},
    )


def defined(name: str, target: str, scope: str = "") -> str:
    return f'<definedName name="{name}"{scope}>{target}</definedName>'


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            defined("in_a", "Autre!$A$1") + defined("IN_A", "Autre!$A$2"),
            "Nom « in_a » défini 2 fois (in_a → Autre!$A$1, IN_A → Autre!$A$2)",
        ),
        (defined("in_a", "Autre!$A$1") + defined("in_a", "Autre!$A$2", ' localSheetId="1"'), "[feuille Autre]"),
        (defined("in_a", "Autre!$A$1", ' localSheetId="1"'), "limité à la feuille « Autre »"),
        (defined("in_a", "Autre!#REF!"), "il désigne des cellules supprimées (Autre!#REF!)"),
        (defined("in_a", "[1]Autre!$A$1"), "il désigne un autre classeur"),
        (defined("in_a", "Autre!$A$1,Autre!$C$1"), "il désigne plusieurs plages"),
        (defined("in_a", "Autre!A1"), "sa référence Autre!A1 est relative"),
        (defined("in_a", "Autre!$A:$A"), "n'est pas une plage de cellules"),
        (defined("in_a", "42"), "« 42 » n'est pas une plage de cellules"),
        (defined("in_a", "Perdue!$A$1"), "la feuille « Perdue » n'existe pas"),
        (defined("in_a", "Autre!$A$1:$XFD$1048576"), "trop grande"),
        (defined("in_a", "'L''été'!$C$3"), "contient une formule (=B3*2)"),
        (defined("bar_a", "'L''été'!$C$3"), "contient une formule"),
        (defined("in_a", "'L''été'!$G$2"), "cellule L'été!G2 est cachée par une fusion (seule F1"),
        (
            defined("in_a", "Autre!$A$1:$B$2") + defined("in_b", "Autre!$B$2"),
            "« in_a » et « in_b » : leurs plages se recouvrent en Autre!B2",
        ),
        (defined("other", "Autre!$A$1"), "Nom « in_requis » absent"),
    ],
)
def test_names_that_cannot_be_filled(tmp_path: Path, names: str, expected: str) -> None:
    required = ["in_requis"] if "other" in names else []
    found = problems(with_names(tmp_path, names), required=required)
    assert len(found) == 1
    assert expected in found[0]
    assert found[0].startswith("Modèle « m.xlsx » — ")


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    names = defined("in_a", "Autre!#REF!") + defined("in_b", "'L''été'!$C$3") + defined("in_c", "Autre!$A$1:$A$2")
    found = problems(with_names(tmp_path, names), required=["in_z"], shapes={"in_c": (3, 1)})
    assert len(found) == 4
    assert any(
        "Autre!A1:A2 a 2 ligne(s) et 1 colonne(s) ; 3 ligne(s) et 1 colonne(s) sont attendues" in m for m in found
    )


def test_a_required_name_in_another_case_is_taken(tmp_path: Path) -> None:
    template = Template.compile(with_names(tmp_path, defined("IN_Nom", "Autre!$A$1")), required=["in_nom"])
    assert list(template.names) == ["in_nom"]


def array(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("S")
    sheet.write_array_formula("A1:A3", "{=B1:B3*2}", None, 0)
    book.define_name("in_a", "=S!$A$2")
    book.define_name("out_a", "=S!$A$1")


def table(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("S")
    sheet.add_table("B2:C4", {"columns": [{"header": "un"}, {"header": "deux"}]})
    book.define_name("in_a", "=S!$C$2:$C$3")


def test_arrays_and_table_headers(tmp_path: Path) -> None:
    found = problems(draw(tmp_path / "a.xlsx", array))
    assert [re.findall(r"Nom « (\w+) » : la cellule (\S+) appartient à une formule matricielle", m) for m in found] == [
        [("in_a", "S!A2")],
        [("out_a", "S!A1")],
    ]
    assert "la cellule S!C2 est un en-tête de tableau" in problems(draw(tmp_path / "t.xlsx", table))[0]


def test_an_input_over_a_shared_formula(tmp_path: Path) -> None:
    names = defined("in_a", "'L''été'!$C$3") + defined("in_b", "'L''été'!$C$4")

    def shared(xml: bytes) -> bytes:
        xml = xml.replace(b"<f>B3*2</f>", b'<f t="shared" ref="C3:C4" si="0">B3*2</f>')
        return xml.replace(b"<f>B4*2</f>", b'<f t="shared" si="0"/>')

    found = problems(patched(with_names(tmp_path, names), {SHEET: shared}))
    assert [("contient une formule" in message) for message in found] == [True, True]


def test_a_shared_formula_that_cannot_be_moved(tmp_path: Path) -> None:
    def shared(xml: bytes) -> bytes:
        xml = xml.replace(b"<f>B4*2</f>", b'<f t="shared" ref="C4:C5" si="0">B4*"2</f>')
        return xml.replace(b"<f>B5*2</f>", b'<f t="shared" si="0"/>')

    path = patched(draw(tmp_path / "m.xlsx", budget), {SHEET: shared})
    assert "formule partagée illisible en C5" in problems(path)[0]
    with pytest.raises(InputError, match="formule partagée illisible en C5"):
        read_cells(path)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "encodage UTF-16 non accepté"),
        (lambda xml: xml.replace(b"UTF-8", b"ISO-8859-1"), "encodage ISO-8859-1 non accepté"),
        (lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1), "DOCTYPE"),
        (lambda xml: xml[:-20], "mal formé"),
        (lambda xml: xml.replace(b' r="B3"', b""), "sans adresse ou en désordre"),
        (lambda xml: xml.replace(b'r="B3"', b'r="Z3"'), "sans adresse ou en désordre"),
        (lambda xml: xml.replace(b'r="B3"', b'r="A99999999"'), "sans adresse ou en désordre"),
        (lambda xml: xml.replace(b'<c r="C3"', b'<c r="B3"'), "figure deux fois"),
        (lambda xml: xml.replace(b'<row r="3"', b'<row r="trois"'), "mal formé"),
    ],
)
def test_sheets_that_cannot_be_spliced(tmp_path: Path, change: Callable[[bytes], bytes], expected: str) -> None:
    assert any(expected in message for message in problems(patched(draw(tmp_path / "m.xlsx", budget), {SHEET: change})))


def test_a_document_type_in_a_part_that_is_only_copied(tmp_path: Path) -> None:
    def typed(xml: bytes) -> bytes:
        return xml.replace(b"<Properties", b"<!DOCTYPE x><Properties", 1)

    path = patched(draw(tmp_path / "m.xlsx", budget), {"docProps/app.xml": typed})
    assert problems(path) == [
        "Modèle « m.xlsx » — partie « docProps/app.xml » : déclaration DOCTYPE ou ENTITY refusée."
    ]


def add(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return path


def encrypted(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return path


def truncated(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-30])
    return path


def damaged(path: Path) -> Path:
    data = bytearray(path.read_bytes())
    data[data.index(b"xl/styles.xml") + 40] ^= 0xFF
    path.write_bytes(data)
    return path


def flagged(path: Path) -> Path:
    """The first member says it is encrypted."""
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


PACKAGES: list[tuple[Callable[[Path], Path], str]] = [
    (encrypted, "chiffré par un mot de passe"),
    (truncated, "n'est pas un classeur .xlsx"),
    (damaged, "la partie « xl/styles.xml » est endommagée"),
    (flagged, "est chiffrée"),
    (lambda path: add(path, "_xmlsignatures/sig1.xml", b"<a/>"), "signé numériquement"),
    (lambda path: add(path, "XL/Workbook.xml", b"<a/>"), "figure deux fois"),
    (lambda path: add(path, "../evil.xml", b"<a/>"), "chemin interne refusé"),
    (lambda path: add(path, "/etc/passwd", b"<a/>"), "chemin interne refusé"),
    (lambda path: add(path, "xl/bombe.xml", bytes(20 << 20)), "gonfle démesurément"),
    (lambda path: path.with_name("absent.xlsx"), "lecture impossible"),
]


@pytest.mark.parametrize(("spoil", "expected"), PACKAGES)
def test_packages_that_are_refused(tmp_path: Path, spoil: Callable[[Path], Path], expected: str) -> None:
    path = spoil(draw(tmp_path / "m.xlsx", budget))
    assert expected in problems(path)[0]
    if spoil is not damaged:
        with pytest.raises(InputError, match=re.escape(expected)):
            read_names(path)


def test_a_member_longer_than_it_says(tmp_path: Path) -> None:
    """A size that lies in the directory does not make us inflate more than announced."""
    path = draw(tmp_path / "m.xlsx", budget)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/styles.xml").file_size
    data = path.read_bytes()
    for at in [found.start() for found in re.finditer(re.escape(size.to_bytes(4, "little")), data)]:
        data = data[:at] + (100).to_bytes(4, "little") + data[at + 4 :]
    path.write_bytes(data)
    assert "endommagée" in problems(path)[0]


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "archive.xlsx"
    add(path, "lisez-moi.txt", b"rien")
    assert "n'est pas un classeur" in problems(path)[0]
    path.write_bytes(b"")
    assert "n'est pas un classeur" in problems(path)[0]
    with pytest.raises(InputError, match="n'est pas un classeur"):
        read_cells(path)


def test_reading_names_that_are_not_there(tmp_path: Path) -> None:
    path = draw(tmp_path / "m.xlsx", budget)
    with pytest.raises(InputError) as caught:
        read_names(path, ["in_nom", "in_absent", "in_autre"])
    assert caught.value.messages == [
        "« m.xlsx » — Nom « in_absent » absent : définissez-le dans le Gestionnaire de noms.",
        "« m.xlsx » — Nom « in_autre » absent : définissez-le dans le Gestionnaire de noms.",
    ]
    spoilt = patched(
        path, {SHEET: lambda xml: xml.replace(b"<v>3</v>", b"<v>3,0</v>").replace(b't="s"><v>1<', b't="s"><v>99<')}
    )
    with pytest.raises(InputError) as caught:
        read_names(spoilt)
    assert "cellule L'été!B4 : contenu illisible (« 3,0 »)" in "\n".join(caught.value.messages)


def test_checksums_are_python_s_own() -> None:
    """The writer's fast library and the standard one agree."""
    from isal import isal_zlib

    data = bytes(range(256)) * 50
    assert isal_zlib.crc32(data) == zlib.crc32(data)
    assert zlib.decompress(isal_zlib.compress(data, 1, -15), -15) == data
