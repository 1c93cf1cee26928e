"""The two books of examples: drawn by their script, complete, right before and after a recalculation, fit to print."""

import datetime
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from excel_tools.dates import SERIAL_OFFSET
from excel_tools.functions.catalogue import CATALOGUE, FUNCTIONS
from excel_tools.functions.hosts.cell import CellError, in_cell
from excel_tools.functions.hosts.xlwings_module import excel_name
from excel_tools.funding.cpts_table import LINE_LABELS, MISSIONS
from excel_tools.workbook.office import convert
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.values import ErrorValue
from samples.livres import books, budget, excel, odf
from samples.livres.excel import excel_formula
from samples.livres.host import EXCEL, LIBREOFFICE
from samples.livres.model import Book, Cell, Sheet, address, lines
from tests.hosts import calc, pdf

SAMPLES = Path(__file__).parents[1] / "samples"
ODS, XLSX = SAMPLES / LIBREOFFICE.file, SAMPLES / EXCEL.file
SHEETS = {" ".join(group) for group in books.families()}
CALC_ERRORS = {"#NOMBRE!": "#NUM!", "#VALEUR!": "#VALUE!"}
_CALL = re.compile(r"([A-Z]+_[A-Z_]+)\((.*)\)")
_AREA = re.compile(r"([A-Z])(\d+)(?::([A-Z])(\d+))?")


@pytest.mark.parametrize("draw", [books.draw_libreoffice, books.draw_excel])
def test_the_committed_books_are_what_their_script_draws(draw: Callable[[Path], Path], tmp_path: Path) -> None:
    drawn = draw(tmp_path)
    assert drawn.read_bytes() == (SAMPLES / drawn.name).read_bytes(), "stale: python -m samples.dessiner"


def test_every_function_has_its_examples_in_both_books() -> None:
    with zipfile.ZipFile(ODS) as archive:
        calc = archive.read("content.xml").decode()
    formulas = [formula or "" for formula, _ in read_cells(XLSX).values()]
    for function in FUNCTIONS:
        wanted = max(1, len(function.examples))
        assert calc.count(f'"of:={function.name}(') >= wanted, function.name
        assert sum(text.startswith(f"{excel_name(function)}(") for text in formulas) >= wanted, function.name


def test_the_values_kept_in_the_excel_book_are_those_of_the_cells_its_formulas_read() -> None:
    cells = {(sheet, place): value for (sheet, place), (_, value) in read_cells(XLSX).items()}
    names = {excel_name(function): function.name for function in FUNCTIONS}
    seen = set()
    for (sheet, place), (text, _) in read_cells(XLSX).items():
        found = _CALL.fullmatch(text or "")
        if not found:
            continue
        name = names[found[1]]
        given = tuple(_argument(part, sheet, cells) for part in found[2].split(",")) if found[2] else ()
        answer = in_cell(name, given)
        rows = answer if isinstance(answer, list) else [[answer]]
        top, left = int(place[1:]), ord(place[0])
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                where = (sheet, f"{chr(left + across)}{top + down}")
                assert _same(cells.get(where), EXCEL.stored(value)), where
        seen.add(name)
    assert seen == set(CATALOGUE)


def _argument(text: str, sheet: str, cells: dict[tuple[str, str], object]) -> object:
    if text.startswith('"'):
        return text.strip('"')
    if not text:
        return None
    found = _AREA.fullmatch(text)
    assert found, text
    left, top = found[1], int(found[2])
    right, bottom = found[3] or left, int(found[4] or top)
    rows = [
        [_plain(cells.get((sheet, f"{chr(column)}{row}"))) for column in range(ord(left), ord(right) + 1)]
        for row in range(top, bottom + 1)
    ]
    return rows if found[3] else rows[0][0]


def _plain(value: object) -> object:
    return value.code if isinstance(value, ErrorValue) else value


def _same(found: object, wanted: object) -> bool:
    """Whether a cell read back holds a value of the engine: dates are serials, an empty text is an empty cell."""
    if isinstance(wanted, datetime.date):
        wanted = wanted.toordinal() - SERIAL_OFFSET
    if isinstance(wanted, CellError):
        return isinstance(found, ErrorValue) and found.code == CALC_ERRORS.get(wanted.code, wanted.code)
    if wanted in (None, ""):
        return found in (None, "")
    return bool(found == wanted)


def test_both_books_show_the_same_amounts() -> None:
    calc, other = (
        {
            name: [[cell for cell in row if not isinstance(cell, str)] for row in CalamineWorkbook.from_path(path)
                   .get_sheet_by_name(name).to_python()]
            for name in CalamineWorkbook.from_path(path).sheet_names
        }
        for path in (ODS, XLSX)
    )  # fmt: skip
    assert list(calc) == list(other)
    assert next(iter(calc)) == "LISEZMOI"
    assert set(calc) > SHEETS
    for name in SHEETS | {"Portefeuille", "Budget d'une CPTS"}:
        assert [row for row in calc[name] if row] == [row for row in other[name] if row], name


def test_the_excel_book_keeps_the_conventions() -> None:
    with zipfile.ZipFile(XLSX) as archive:
        # Excel then shows the values kept, although it does not know the functions
        assert '<calcPr calcId="191029"/>' in archive.read("xl/workbook.xml").decode()
    book = openpyxl.load_workbook(XLSX)
    assert book.properties.title
    assert book.properties.language == "fr-FR"
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes == "A3"
        # the way back is of no use on paper
        front = sheet.title == "LISEZMOI"
        assert sheet.print_title_rows == ("$1:$2" if front else "$1:$1")
        assert f"$A${1 if front else 3}:" in sheet.print_area
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert "&P" in (sheet.oddFooter.right.text or "")
        for row in sheet.iter_rows():
            for cell in row:
                yellow = cell.fill.fgColor.rgb == "FFFFF9D9"
                assert cell.protection.locked != yellow
                assert (cell.style == "Saisie") == yellow


def test_the_libreoffice_book_keeps_the_conventions() -> None:
    space = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
    with zipfile.ZipFile(ODS) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    roots = {name: ElementTree.fromstring(text) for name, text in parts.items()}
    content = roots["content.xml"]
    assert "number-columns-spanned" not in re.sub("matrix-columns-spanned", "", parts["content.xml"])
    tables = content.findall(".//table:table", space)
    assert len(tables) == len(books.OTHERS) + len(SHEETS) + 1
    assert [len(table.findall("table:table-header-rows/table:table-row", space)) for table in tables] == [
        2, *[1] * (len(tables) - 1)
    ]  # fmt: skip
    styles = re.findall(r"<number:(?:number|percentage|date|boolean)-style [^>]*>", parts["content.xml"])
    styles += re.findall(r"<number:number-style [^>]*>", parts["Object 1/content.xml"])
    # the amounts of an English machine are French too
    assert len(styles) >= 7
    assert all('number:language="fr" number:country="FR"' in style for style in styles)
    assert parts["settings.xml"].count('"VerticalSplitPosition" config:type="int">2<') == len(tables)
    assert "<dc:title>Les fonctions" in parts["meta.xml"]
    assert "<dc:language>fr-FR<" in parts["meta.xml"]
    assert "<svg:title>Produits et encaissements" in parts["content.xml"]
    listed = set(re.findall(r'manifest:full-path="([^"]+\.xml)"', parts["META-INF/manifest.xml"]))
    assert listed == set(parts) - {"META-INF/manifest.xml"}


@pytest.mark.parametrize("path", [ODS, XLSX], ids=["ods", "xlsx"])
def test_links_lead_to_the_function_they_name(path: Path) -> None:
    host = LIBREOFFICE if path is ODS else EXCEL
    front, *others = books.book(host).sheets
    sheets = {sheet.name: sheet for sheet in others}
    links = [cell for cell in front.cells.values() if cell.link]
    for cell in links:
        name, place = cell.link or ("", "")
        top = sheets[name].cells[int(place[1:]) - 1, 0].value
        assert str(top).startswith(f"{cell.value}(") or place == "A1"
    assert {cell.value for cell in links} == {host.function(function) for function in FUNCTIONS} | set(books.OTHERS)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("CPTS.TOTAL([.A5];;[.B5])", "=CPTS_TOTAL(A5,,B5)"),
        ('IFERROR(IF([.A5]&""=[.B5]&"";"a;b";"[.C1]");"x")', '=IFERROR(IF(A5&""=B5&"","a;b","[.C1]"),"x")'),
        ("MSP.POINTS([.A6:.B14];[.A2])", "=MSP_POINTS(A6:B14,A2)"),
        ("IF(ERROR.TYPE([.D9])=6;1;0)", "=IF(ERROR.TYPE(D9)=6,1,0)"),
    ],
)
def test_formulas_are_translated_for_excel(formula: str, expected: str) -> None:
    assert excel_formula(formula) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("court", 20, 1), ("deux mots qui passent", 12, 2), ("a" * 40, 12, 4), ("", 12, 1)],
)
def test_lines_of_a_wrapped_text(text: str, width: float, expected: int) -> None:
    assert lines(text, width) == expected


def formula_cells(book: Book) -> Iterator[tuple[Sheet, tuple[int, int], Cell]]:
    for sheet in book.sheets:
        for place, cell in sheet.cells.items():
            if cell.formula:
                yield sheet, place, cell


@pytest.mark.hote
def test_calc_finds_what_the_engine_found(calc_profile: Path, tmp_path: Path) -> None:
    wanted = books.book(LIBREOFFICE)
    drawn = books.book(LIBREOFFICE)
    # no value is kept beside a formula: an echo could not pass for a calculation
    for sheet, place, cell in list(formula_cells(drawn)):
        sheet.cells[place] = replace(cell, value="jamais calculé")
        rows, columns = cell.block or (1, 1)
        for down in range(rows):
            for across in range(columns):
                under = (place[0] + down, place[1] + across)
                if under != place:
                    sheet.cells[under] = replace(sheet.cells[under], value=None)
    # one expected value is made wrong: its check must say so
    cpts = next(sheet for sheet in drawn.sheets if sheet.name == "CPTS")
    spoilt = next(place for place, cell in cpts.cells.items() if cell.look == "expected" and cell.number == "euro")
    cpts.cells[spoilt] = replace(cpts.cells[spoilt], value=1)
    odf.write(drawn, tmp_path / "livre.ods")
    (done,) = convert([tmp_path / "livre.ods"], "xlsx", tmp_path / "x", profile=calc_profile)
    found = {key: value for key, (_, value) in read_cells(done).items()}

    checks, wrong = 0, []
    for sheet, place, cell in formula_cells(wanted):
        rows, columns = cell.block or (1, 1)
        for row in range(place[0], place[0] + rows):
            for column in range(place[1], place[1] + columns):
                value = found.get((sheet.name, address(row, column)))
                if not _same(value, sheet.cells[row, column].value):
                    wrong.append((sheet.name, address(row, column), value))
        checks += cell.value == "identique"
    assert wrong == [("CPTS", address(spoilt[0], spoilt[1] + 1), "différent")]
    assert checks > len(FUNCTIONS)
    errors = {sheet for (sheet, _), value in found.items() if isinstance(value, ErrorValue)}
    assert errors == {"Budget d'une CPTS", "Erreurs"}


def test_the_budget_has_room_for_the_longest_table() -> None:
    missions = [[mission, datetime.date(2019, 10, 1)] for mission in MISSIONS]
    lengths = []
    for signature in (datetime.date(2019, 9, 1), datetime.date(2021, 10, 1), datetime.date(2024, 1, 1)):
        for year in range(2019, 2031):
            found = in_cell("CPTS.BUDGET", (250000, signature, year, missions))
            assert isinstance(found, list)
            lengths.append(len(found) - 1)
    # running costs; access: 3 parts and the variable one; 4 missions of 2 parts; crisis: 1 part
    assert max(lengths) == budget.MOST_LINES == 1 + 4 + 4 * 2 + 1


# 75 000, 45 000 and 36 000 € are due to 90 000 inhabitants for the running costs and the mission at 80 %
RECIPES: dict[str, tuple[str, object]] = {
    "J1": ('=E2="fonctionnement"', False),
    "J2": ('=E2&""="fonctionnement"', True),
    "J3": ('=SUMIF(E1:E4,"fonctionnement",F1:F4)', 0),
    "J4": ('=COUNTIF(E1:E4,"fonctionnement")', 0),
    "J5": ('=MATCH("fonctionnement",E1:E4,0)', ErrorValue("#N/A")),
    "J6": ('=VLOOKUP("fonctionnement",E1:F4,2,0)', ErrorValue("#N/A")),
    "J7": ('=SUMPRODUCT((E2:E4&""="parcours_fixe")*1)', 1),
    "J8": ('=SUMPRODUCT((E2:E4&""="parcours_fixe")*F2:F4)', 45000),
    "J9": ('=INDEX(F2:F4,MATCH("parcours_fixe",INDEX(E2:E4&"",0),0))', 45000),
    # an empty text
    "K1": ('=FONCTION.MESSAGE("CPTS.TAILLE",A1)', None),
    "K2": ('=K1=""', False),
    "K3": ("=LEN(K1)=0", True),
    # one cell of a table, without a matrix
    "K4": ("=INDEX(CPTS.BUDGET(A1,A2,A3,A5:C6),2,2)", 75000),
    # plain Enter: the first row, in every cell
    "L1": ("=CPTS.TAILLE($M$1:$M$3)", 3),
    "L2": ("=CPTS.TAILLE($M$1:$M$3)", 3),
    "L3": ("{=CPTS.TAILLE(M1:M3)}", 3),
    # a total tells an error; AGREGAT passes over it
    "N1": ("=SUM(P1:P3)", ErrorValue("#NUM!")),
    "N2": ("=_xlfn.AGGREGATE(9,6,P1:P3)", 4),
    # an empty cell is a 0 for Calc
    "N3": ("=ESS.ELIGIBLE(12,40,B9)", 0),
    "N4": ('=ESP.ENVELOPPE(4,2025,"Centre-Val de Loire",B9)', ErrorValue("#NUM!")),
    "N5": ("=ESS.DOTATION(B9)", ErrorValue("#VALUE!")),
    "N6": ('=ESP.ENVELOPPE(4,2025,"Centre-Val de Loire",12,B9)', 30000),
    # not written at all, or one too many
    "O1": ("=ERRORTYPE(CPTS.MISSION(A1))", 504),
    "O2": ("=ERRORTYPE(CPTS.TAILLE(A1,3))", 504),
}


@pytest.mark.hote
def test_what_is_said_of_calc_holds_there(calc_profile: Path, tmp_path: Path) -> None:
    cells: dict[str, calc.Given] = {"A1": 90000, "A2": 45352, "A3": 2025, "A5": "parcours", "B5": 45536, "C5": 0.8}
    cells |= {"E1:F4": "{=CPTS.BUDGET(A1,A2,A3,A5:C6)}", "M1": 90000, "M2": -3, "M3": 34000}
    cells |= {"P1:P3": "{=CPTS.TAILLE(M1:M3)}"}
    found = calc.evaluate({**cells, **{place: text for place, (text, _) in RECIPES.items()}}, calc_profile, tmp_path)
    wrong = {place: found.get(place) for place, (_, wanted) in RECIPES.items() if not _same(found.get(place), wanted)}
    assert wrong == {}
    assert found["P2"] == ErrorValue("#NUM!")


@pytest.mark.hote
def test_the_excel_book_says_when_nothing_was_calculated(calc_profile: Path, tmp_path: Path) -> None:
    # LibreOffice does not know CPTS_TOTAL: every check says so, before it calculates as after
    (done,) = convert([XLSX], "xlsx", tmp_path, profile=calc_profile)
    after = read_cells(done)
    checks = [key for key, (_, value) in read_cells(XLSX).items() if value == "non calculé"]
    assert len(checks) > len(FUNCTIONS)
    assert {key: after[key][1] for key in checks if after[key][1] != "non calculé"} == {}
    assert not {"identique", "différent"} & {value for _, value in after.values() if isinstance(value, str)}


@pytest.mark.hote
def test_the_budget_follows_its_inputs_in_calc(calc_profile: Path, tmp_path: Path) -> None:
    longest = [(mission, datetime.date(2020, 1, 1), 0.5) for mission in MISSIONS]
    cases = {
        "longest": (250000, datetime.date(2019, 9, 1), 2022, longest),
        "shortest": (34000, datetime.date(2024, 3, 1), 2025, [("crise", datetime.date(2024, 3, 1), None)]),
        "refused": (-3, datetime.date(2024, 3, 1), 2025, longest),
    }
    for name, (*single, missions) in cases.items():
        sheet = budget.budget_sheet(LIBREOFFICE)
        yellow = sorted(place for place, cell in sheet.cells.items() if cell.look == "input")
        rows = [*missions, *[(None,) * 3] * (len(MISSIONS) - len(missions))]
        for place, value in zip(yellow, [*single, *(cell for row in rows for cell in row)], strict=True):
            sheet.cells[place] = replace(sheet.cells[place], value=value)
        odf.write(Book("Essai", "Essai", (sheet,)), tmp_path / f"{name}.ods")
    sources = [tmp_path / f"{name}.ods" for name in cases]
    done = convert(sources, "xlsx", tmp_path / "x", profile=calc_profile)
    said = {}
    for name, path in zip(cases, done, strict=True):
        found = {place: value for (_, place), (_, value) in read_cells(path).items()}
        top, total = (
            next(int(p[1:]) for p, v in found.items() if p[0] == "A" and v == word) for word in ("Ligne", "Total")
        )
        said[name] = found[f"B{total + 1}"]
        table = [[found.get(f"{column}{row}") for column in "ABCD"] for row in range(top + 1, total)]
        *single, missions = cases[name]
        answer = in_cell("CPTS.BUDGET", (*single, [list(row) for row in missions]))
        if not isinstance(answer, list):
            # a refused table is no total of 0
            assert [found[f"{column}{total}"] for column in "BCDE"] == [ErrorValue("#NUM!")] * 4
            assert "est négatif" in str(found[f"B{total + 2}"])
            continue
        lines = [[LINE_LABELS[str(code)], *amounts] for code, *amounts in answer[1:]]
        assert [row for row in table if row[0]] == lines
        assert len(table) == budget.MOST_LINES
        sums = [round(sum(row[column] for row in lines), 2) for column in (1, 2, 3)]
        assert [found[f"{column}{total}"] for column in "BCD"] == pytest.approx(sums)
    assert said == {
        "longest": "toutes les lignes sont affichées",
        "shortest": "toutes les lignes sont affichées",
        "refused": "saisie à corriger : voir la phrase ci-dessous",
    }


@pytest.mark.hote
def test_the_books_print_as_booklets(calc_profile: Path, tmp_path: Path) -> None:
    # LibreOffice does not know the names of Excel: its book is printed with its values
    plain = books.book(EXCEL)
    for sheet, place, cell in list(formula_cells(plain)):
        sheet.cells[place] = replace(cell, formula="", block=None)
    excel.write(plain, tmp_path / "excel.xlsx")
    (calc,) = convert([ODS], "xlsx", tmp_path, profile=calc_profile)
    prints = convert([tmp_path / "excel.xlsx", ODS], "pdf", tmp_path / "pdf", profile=calc_profile)
    for workbook, printed in zip((tmp_path / "excel.xlsx", calc), prints, strict=True):
        spans = pdf.sheet_pages(printed)
        assert len(pdf.page_texts(printed)) <= 18
        speaks_of_errors = {number + 1 for name in ("LISEZMOI", "Erreurs") for number in spans[name]}
        faults = [
            fault
            for fault in pdf.faults(workbook, tmp_path, pdf=printed)
            if not any(fault.split(": ")[1] == f"page {n}" for n in speaks_of_errors) or "###" in fault
            # what Calc prints as Err:504 has no other name in an .xlsx
            if "Erreurs D" not in fault or "#VALUE!" not in fault
        ]
        assert faults == []
        sizes = {tuple(sorted(size)) for size in pdf.page_sizes(printed)}
        assert sizes == {(595, 842)}
        last = len(pdf.page_texts(printed))
        assert f"page {last} / {last}" in pdf.page_texts(printed)[-1]
