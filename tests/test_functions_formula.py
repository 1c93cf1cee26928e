"""Examples of the catalogue as a treasurer types them, and the page written from them."""

import datetime
import re
from pathlib import Path

import pytest

from excel_tools.functions.catalogue import CATALOGUE, FUNCTIONS
from excel_tools.functions.formula import EMPTY, Entry, arguments, entry, formula, values
from excel_tools.functions.guide import MISTAKES, Mistake
from excel_tools.functions.hosts.cell import CellError, in_cell
from excel_tools.functions.model import Example, Function
from excel_tools.functions.page import anchor, grouped, page
from excel_tools.funding.msp_fields import QUESTIONS
from samples.livres.books import write_page

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.mark.parametrize(
    ("text", "value", "look", "literal", "shown"),
    [
        ("90000", 90000, "nombre", "90000", "90000"),
        ("174 999", 174999, "nombre", "174999", "174999"),
        ("7,5", 7.5, "nombre", "7,5", "7,5"),
        ("-3", -3, "nombre", "-3", "-3"),
        ("80%", 0.8, "taux", "80%", "80 %"),
        ("85 %", 0.85, "taux", "85%", "85 %"),
        ("12,5 %", 0.125, "taux", "12,5%", "12,5 %"),
        ("2024-01-15", datetime.date(2024, 1, 15), "date", "DATE(2024;1;15)", "15/01/2024"),
        ("15/01/2024", datetime.date(2024, 1, 15), "date", "DATE(2024;1;15)", "15/01/2024"),
        ("toutes", "toutes", "texte", '"toutes"', "toutes"),
        ('dit "oui"', 'dit "oui"', "texte", '"dit ""oui"""', 'dit "oui"'),
        ("cpts.parcours.fixe", "cpts.parcours.fixe", "texte", '"cpts.parcours.fixe"', "cpts.parcours.fixe"),
        ("", None, "vide", "", ""),
    ],
)
def test_a_text_of_the_command_line_becomes_a_cell(
    text: str, value: object, look: str, literal: str, shown: str
) -> None:
    found = entry(text)
    assert (found.value, found.look, found.literal, found.shown) == (value, look, literal, shown)


def test_a_range_typed_inline_becomes_rows_of_cells() -> None:
    budget = CATALOGUE["CPTS.BUDGET"]
    typed = Example(
        ("90000", "2024-03-01", "2025", "parcours|2024-09-01|80%;prevention|2025-01-15;crise|2025-01-15|1"), ""
    )
    *_, missions, first_month = arguments(budget, typed)
    assert missions == (
        (entry("parcours"), entry("2024-09-01"), entry("80%")),
        (entry("prevention"), entry("2025-01-15"), EMPTY),
        (entry("crise"), entry("2025-01-15"), Entry(1, "taux")),
    )
    assert first_month == EMPTY
    facts = arguments(CATALOGUE["MSP.AVANCE"], Example(("patientele=4000;ipa=oui",), ""))
    assert values(facts) == ([["patientele", 4000], ["ipa", "oui"]],)


def test_arguments_left_out_at_the_end_are_not_written() -> None:
    assert formula("CPTS.TOTAL", ["A1", "", "B1", ""]) == "=CPTS.TOTAL(A1;;B1)"
    assert formula("ESS.AMORCAGE", [""]) == "=ESS.AMORCAGE()"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_an_example_gives_the_same_in_cells_as_on_the_command_line(function: Function) -> None:
    for example in function.examples:
        in_cells = in_cell(function.name, values(arguments(function, example)))
        assert in_cells == in_cell(function.name, example.arguments)
        assert not isinstance(in_cells, CellError)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.meaning)
def test_a_mistake_gives_its_code(mistake: Mistake) -> None:
    function = CATALOGUE[mistake.name]
    found = in_cell(function.name, values(arguments(function, mistake.example)))
    assert isinstance(found, CellError)
    assert found.code == mistake.code == mistake.example.result


def test_the_page_is_what_the_catalogue_gives(tmp_path: Path) -> None:
    assert write_page(tmp_path).read_bytes() == (SAMPLES / "fonctions.md").read_bytes(), (
        "samples/fonctions.md is stale: python -m samples.dessiner"
    )


def test_the_page_says_all_there_is_to_know() -> None:
    text = page()
    parts = dict(zip(re.findall(r"^### (\S+)$", text, re.M), re.split(r"^### \S+$", text, flags=re.M)[1:], strict=True))
    assert list(parts) == [function.name for function in FUNCTIONS]
    for function in FUNCTIONS:
        part = parts[function.name]
        excel = function.name.replace(".", "_")
        assert f"[`{function.name}`](#{anchor(function)})" in text
        assert function.description in part
        assert function.source in part
        assert all(ruling in part for ruling in function.hypotheses)
        for argument, *others in grouped(function.arguments):
            assert f"| `{argument.name}`{f' à `{others[-1].name}`' if others else ''} | " in part
            assert others or argument.help.replace("|", "\\|") in part
        assert all(f"`{column.name}`" in part for column in function.result.columns)
        assert part.count(f"`={function.name}(") == part.count(f"`={excel}(") == len(function.examples) > 0
    assert all(f"| `{question.code}` | {question.label} |" in text for question in QUESTIONS)
    for mistake in MISTAKES:
        assert f"| `{mistake.code}` | `{mistake.calc_code}` | {mistake.meaning} |" in text
    assert {mistake.calc_code for mistake in MISTAKES} == {"#NUM\u00a0!", "#N/D", "#VALEUR\u00a0!", "Err:504"}
    assert "=CPTS.MISSION(90000)`" in text


def test_numbered_arguments_are_told_once() -> None:
    about, total = CATALOGUE["FONCTION.MESSAGE"], CATALOGUE["CPTS.TOTAL"]
    name, numbered = grouped(about.arguments)
    assert [len(name), len(numbered)] == [1, 8]
    assert all(len(items) == 1 for items in grouped(total.arguments))
    text = page()
    assert text.count("| `argument1` à `argument8` | valeur ou plage, facultatif | son argument n° 1 à 8,") == 3
    assert "FONCTION.MESSAGE(fonction; [argument1]; …; [argument8])" in text


def test_the_page_reads_well_as_markdown() -> None:
    text = page()
    links = re.findall(r"\]\(([^)]+)\)", text)
    headings = {
        re.sub(r"[^\w -]", "", found.lower()).replace(" ", "-") for found in re.findall(r"^#+ (.+)$", text, re.M)
    }
    for link in links:
        assert link.removeprefix("#") in headings if link.startswith("#") else (SAMPLES / link).is_file(), link
    tables = re.findall(r"(?:^\|.*\n)+", text, re.M)
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, table
    assert "None" not in text


def test_a_rate_is_shown_without_the_noise_of_floats() -> None:
    assert Entry(0.07, "taux").shown == "7 %"
    assert Entry(0.145, "taux").literal == "14,5%"
