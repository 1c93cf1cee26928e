"""Templates are filled without loss: what lies outside the holes stays as it was, byte for byte."""

import datetime
import pickle
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import load_workbook as load_calamine

from excel_tools.errors import TemplateError
from excel_tools.workbook import ErrorValue, Template, read_cells, read_names
from tests.workbook_support import SHEET, TEXTS, VALUES, budget, draw, member, raw_members


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("modele") / "budget.xlsx", budget)


@pytest.fixture(scope="module")
def template(path: Path) -> Template:
    return Template.compile(path, required=["in_nom"])


@pytest.fixture
def render(template: Template, tmp_path: Path) -> Callable[..., Path]:
    def write(changes: dict[str, Any] | None = None, **options: Any) -> Path:
        out = tmp_path / "out.xlsx"
        out.write_bytes(template.render({**VALUES, **(changes or {})}, **{"texts": TEXTS, **options}))
        return out

    return write


def test_names_are_seen_with_their_formulas(template: Template) -> None:
    area = template.names["out_doubles"]
    assert (area.sheet, area.ref, area.height, area.width) == ("L'été", "C3:C5", 3, 1)
    assert area.formulas == {(0, 0): "B3*2", (1, 0): "B4*2", (2, 0): "B5*2"}
    assert template.tokens == {"structure", "version"}
    assert template.uncovered_formulas == ()


def test_untouched_members_keep_their_compressed_bytes(path: Path, render: Callable[..., Path]) -> None:
    before, out = raw_members(path), render()
    after = raw_members(out)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {SHEET, "xl/charts/chart1.xml", "docProps/core.xml"}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out) as new:
        assert new.testzip() is None
        assert [item.date_time for item in old.infolist()] == [item.date_time for item in new.infolist()]


def test_the_sheet_outside_the_holes_is_the_same_text(path: Path, render: Callable[..., Path]) -> None:
    same = {"in_nom": "structure", "in_nombres": [2, 3, 4], "out_doubles": [4, 6, 8], "out_texte": "18"}
    texts = {"structure": "{{structure}}", "version": "{{version}}"}
    before, after = member(path, SHEET), member(render(same, texts=texts), SHEET)
    # The cells that did not exist, the text that became inline, and the hint and extent that follow them.
    after = re.sub(r'<c r="[DE]\d"( s="1")?></c>', "", after)
    after = re.sub(r'<row r="[78]"></row>', "", after)
    before = re.sub(
        r'<c r="A2" s="2" t="s"><v>\d+</v></c>', '<c r="A2" s="2" t="inlineStr"><is><t>structure</t></is></c>', before
    )
    assert re.sub(r' spans="[^"]*"', "", before) == re.sub(r' spans="[^"]*"', "", after)


def test_formulas_stay_and_show_the_values(render: Callable[..., Path]) -> None:
    cells = read_cells(render())
    assert cells["L'été", "C4"] == ("B4*2", 5)
    assert cells["L'été", "C6"] == ('SUM(C3:C5)&""', "13")
    assert cells["L'été", "B4"] == (None, 2.5)
    assert cells["Autre", "A1"] == (None, "intact")


def test_created_cells_stand_in_order_and_take_the_column_style(render: Callable[..., Path]) -> None:
    rows = [[10 * row + column for column in (1, 2)] for row in range(6)]
    out = render({"in_vides": rows})
    assert read_names(out)["in_vides"] == rows
    xml = member(out, SHEET)
    assert [int(number) for number in re.findall(r'<row r="(\d+)"', xml)] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert '<c r="C6"' in xml
    assert re.search(r'<c r="D6" s="1"><v>31</v></c><c r="E6"><v>32</v></c></row>', xml)
    assert [[cell.value for cell in row] for row in openpyxl.load_workbook(out)["L'été"]["D3:E8"]] == rows


@pytest.mark.parametrize(
    "text", ["=1+1", "+33 6", "-3", "@ici", "  deux  ", "a\nb", "<b>&amp;</b>", "_x0041_", "\x01", "é\ud83d"]
)
def test_a_text_stays_a_text(render: Callable[..., Path], text: str) -> None:
    out = render({"in_nom": text, "out_texte": text})
    cells = read_cells(out)
    assert cells["L'été", "A2"] == (None, text)
    assert cells["L'été", "C6"][1] == text
    value = openpyxl.load_workbook(out)["L'été"]["A2"]
    assert value.data_type != "f"
    assert unescape(str(value.value)) == text


def test_every_kind_of_value_in_inputs_and_results(render: Callable[..., Path]) -> None:
    kinds = [True, ErrorValue("#N/A"), datetime.date(2026, 11, 21)]
    out = render({"in_nombres": kinds, "out_doubles": kinds, "out_texte": 4, "in_nom": None})
    # 21 November 2026 is day 46 347 of the spreadsheet: 46 023 (1 January 2026) + 324.
    back = read_names(out)
    assert back["in_nombres"] == [[True], [ErrorValue("#N/A")], [46347]]
    assert back["out_doubles"] == back["in_nombres"]
    assert back["out_texte"] == [[4]]
    assert back["in_nom"] == [[None]]
    assert '<c r="A2" s="2"></c>' in member(out, SHEET)
    moments = render({"in_nombres": [datetime.datetime(2026, 11, 21, 12), 2**70, -0.5]})
    assert read_names(moments)["in_nombres"] == [[46347.5], [2.0**70], [-0.5]]


def test_an_empty_result_keeps_its_formula(render: Callable[..., Path]) -> None:
    cells = read_cells(render({"out_doubles": [None, "", 3]}))
    assert [cells["L'été", f"C{row}"] for row in (3, 4, 5)] == [("B3*2", None), ("B4*2", ""), ("B5*2", 3)]


def test_arrays_of_numpy_are_taken(render: Callable[..., Path]) -> None:
    numpy = pytest.importorskip("numpy")
    back = read_names(render({"in_nombres": numpy.array([1.5, 2, 3]), "out_doubles": list(numpy.arange(3))}))
    assert back["in_nombres"] == [[1.5], [2.0], [3.0]]
    assert back["out_doubles"] == [[0], [1], [2]]


def test_headers_footers_and_title(render: Callable[..., Path]) -> None:
    out = render()
    assert "<oddHeader>&amp;L&amp;8Soins &amp;&amp; Co&amp;R&amp;D</oddHeader>" in member(out, SHEET)
    assert "<oddFooter>&amp;CPage &amp;P — 1.0</oddFooter>" in member(out, SHEET)
    assert "<dc:title>Budget Soins &amp; Co</dc:title>" in member(out, "docProps/core.xml")
    # After the size code &8, the digit of a name would ask for size 82.
    assert "&amp;8 2A santé&amp;R" in member(render(texts={"structure": "2A santé", "version": "1"}), SHEET)


def test_chart_caches_follow_the_cells(render: Callable[..., Path]) -> None:
    xml = member(render({"out_doubles": [7.25, None, 9]}), "xl/charts/chart1.xml")
    caches = re.findall(r"<c:(?:num|str)Cache>.*?</c:(?:num|str)Cache>", xml)
    assert [re.findall(r"<c:v>([^<]*)</c:v>", cache) for cache in caches] == [
        ["CPTS"],
        ["1", "2.5", "3"],
        ["7.25", "9"],
    ]
    assert '<c:pt idx="2"><c:v>9</c:v></c:pt>' in caches[2]
    assert all(f'<c:ptCount val="{count}"/>' in cache for count, cache in zip((1, 3, 3), caches, strict=True))


def test_rows_are_hidden_and_shown(render: Callable[..., Path]) -> None:
    def hidden(wishes: dict[str, Any]) -> set[int]:
        sheet = openpyxl.load_workbook(render(visible_rows=wishes))["L'été"]
        return {row for row in range(1, 11) if sheet.row_dimensions[row].hidden}

    assert hidden({}) == {9}
    assert hidden({"in_vides": 4}) == {7, 8, 9}
    assert hidden({"in_vides": [True, False, True, False, True, False]}) == {4, 6, 8, 9}
    # A row stays as long as one of the names that share it needs it.
    assert hidden({"in_vides": 0, "in_nombres": 2}) == {5, 6, 7, 8, 9}


def test_hidden_rows_and_texts_in_the_same_place(render: Callable[..., Path]) -> None:
    out = render({"in_nombres": ["a", None, True], "in_vides": [["x", None]] * 6}, visible_rows={"in_vides": 1})
    assert read_names(out)["in_nombres"] == [["a"], [None], [True]]
    assert read_names(out)["in_vides"] == [["x", None]] * 6


def test_same_inputs_same_bytes(path: Path, template: Template) -> None:
    first = template.render(VALUES, texts=TEXTS, visible_rows={"in_vides": 2})
    again = Template.compile(path).render(dict(reversed(VALUES.items())), texts=TEXTS, visible_rows={"in_vides": 2})
    travelled = pickle.loads(pickle.dumps(template)).render(VALUES, texts=TEXTS, visible_rows={"in_vides": 2})
    assert first == again == travelled


FINITE = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
# A carriage return, NUL and the like travel as _xHHHH_; openpyxl leaves them so, hence unescape() below.
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@given(st.lists(FINITE, min_size=6, max_size=6), TEXT, TEXT)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, numbers: list[float], name: str, result: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    template = Template.compile(folder / "tour.xlsx") if (folder / "tour.xlsx").exists() else None
    template = template or Template.compile(draw(folder / "tour.xlsx", budget))
    out = folder / "tour-out.xlsx"
    values = {**VALUES, "in_nom": name, "in_nombres": numbers[:3], "out_doubles": numbers[3:], "out_texte": result}
    out.write_bytes(template.render(values, texts=TEXTS))
    back = read_names(out)
    assert [row[0] for row in back["in_nombres"] + back["out_doubles"]] == numbers
    assert back["in_nom"] == [[name]]
    assert back["out_texte"] == [[result]]
    book = openpyxl.load_workbook(out, data_only=True)["L'été"]
    assert [book[f"B{row}"].value for row in (3, 4, 5)] == numbers[:3]
    assert [book[f"C{row}"].value for row in (3, 4, 5)] == numbers[3:]
    assert unescape(book["A2"].value) == name
    table = load_calamine(str(out)).get_sheet_by_name("L'été").to_python()
    assert [table[row][1] for row in (2, 3, 4)] == numbers[:3]
    assert table[1][0] == name


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"in_nombres": [1, 2]}, "2 valeur(s) données, 3 ligne(s) × 1 colonne(s) attendues"),
        ({"in_nombres": 1}, "une seule valeur donnée"),
        ({"in_vides": [[1, 2, 3]] * 4}, "4 ligne(s) données, 6 ligne(s) × 2 colonne(s) attendues"),
        ({"in_nombres": [1, float("nan"), 3]}, "NaN"),
        ({"in_nombres": [1, float("inf"), 3]}, "infinie"),
        ({"in_nombres": [1, 10**400, 3]}, "infinie"),
        ({"in_nombres": [1, pandas.NaT, 3]}, "date absente"),
        ({"in_nom": "a" * 32_768}, "cellule L'été!A2 : texte de plus de 32767 caractères"),
        ({"in_nom": object()}, "valeur de type object non acceptée"),
        ({"in_nombres": [1, datetime.date(1900, 1, 1), 2]}, "cellule L'été!B4 : date 1900-01-01 antérieure"),
        ({"in_autre": 1}, "il ne contient pas le nom « in_autre »"),
    ],
)
def test_values_that_cannot_be_written(template: Template, changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(TemplateError) as caught:
        template.render({**VALUES, **changes}, texts=TEXTS)
    assert expected in caught.value.messages[0]


def test_the_longest_text_passes(render: Callable[..., Path]) -> None:
    assert read_names(render({"in_nom": "a" * 32_767}))["in_nom"] == [["a" * 32_767]]


def test_a_missing_name_text_or_row_wish(template: Template) -> None:
    with pytest.raises(TemplateError, match="aucune valeur donnée pour le nom « out_texte »"):
        template.render({name: value for name, value in VALUES.items() if name != "out_texte"}, texts=TEXTS)
    with pytest.raises(TemplateError, match=r"aucun texte donné pour \{\{version\}\}"):
        template.render(VALUES, texts={"structure": "x"})
    with pytest.raises(TemplateError, match=r"en-tête ou pied de page trop long \(309 caractères"):
        template.render(VALUES, texts={**TEXTS, "structure": "x" * 301})
    for wish in (7, -1, [True]):
        with pytest.raises(TemplateError, match="le nom « in_vides » a 6 lignes"):
            template.render(VALUES, texts=TEXTS, visible_rows={"in_vides": wish})
    with pytest.raises(TemplateError, match="nom « in_x » inconnu"):
        template.render(VALUES, texts=TEXTS, visible_rows={"in_x": 1})
