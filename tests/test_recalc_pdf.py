"""The eyes of the suite must see: each fault of a print, planted once, is found, and a clean print passes."""

from pathlib import Path

import pytest
import xlsxwriter

from tests.hosts import boxes, pdf

pytestmark = pytest.mark.hote


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("poor") / "défauts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first = book.add_worksheet("Été")
        first.write("A1", "Rémunération forfaitaire coupée par son voisin")
        first.write("B1", "voisin")
        first.write("A3", "Débordement libre vers la droite")
        first.set_row(4, 15)
        first.write("A5", "Texte renvoyé à la ligne dans une rangée basse", book.add_format({"text_wrap": True}))
        first.set_column("D:D", 2)
        first.write("D9", 123456.78)
        first.set_row(10, None, None, {"hidden": True})
        first.write("A11", "une rangée cachée ne s'imprime pas")
        second = book.add_worksheet("Erreurs")
        second.write_formula("A1", "=1/0", None, 0)
        second.set_footer("&CPage &P")
        second.write("A120", " ")
        second.write("A180", "fin")
        third = book.add_worksheet("Cachés")
        third.print_area("A1:B9")
        third.write("A2", "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT0000456789")
        third.write("B2", "à côté")
        third.write("B4", "déborde de la zone imprimée")
        third.set_row(5, 8)
        third.write("A6", "sous")
        third.set_row(6, 8)
        third.write("A7", "dessus", book.add_format({"font_size": 20}))
    return path


def test_every_planted_fault_is_found_and_nothing_else(poor: Path, tmp_path: Path) -> None:
    printed = pdf.render(poor, tmp_path)
    assert [fault.split(": ")[-1] for fault in pdf.visible_faults(printed)] == ["###", "#DIV/0!"]
    assert [(cell.sheet, cell.ref) for cell in pdf.cut_texts(poor, printed)] == [("Été", "A1"), ("Été", "A5")]
    pages = pdf.sheet_pages(printed)
    assert list(pages) == ["Été", "Erreurs", "Cachés"]
    last = pages["Cachés"][0] + 1
    assert f"page {last}: 'dessus' over 'sous'" in boxes.collisions(printed)
    assert any(fault.endswith("over 'côté'") for fault in boxes.collisions(printed))
    assert f"page {last}: 'imprimée' is not shown whole" in boxes.hidden_words(printed)
    assert pdf.empty_pages(printed) == [pages["Erreurs"][1] + 1]  # a blank in A120, and the footer
    assert len(pdf.page_images(printed, tmp_path / "png")) == len(pdf.page_texts(printed))


def test_clean_print_passes_in_french(tmp_path: Path) -> None:
    path = tmp_path / "propre.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Budget")
        sheet.set_column("A:A", 40)
        sheet.set_column("B:B", 14)
        sheet.set_row(1, 30)  # LibreOffice does not grow the row of a wrapped text by itself
        sheet.write("A1", "Rémunération « fixe » — 12\u202f345,67\u00a0€")
        sheet.write(
            "A2",
            "Un texte assez long, renvoyé à la ligne entre ses mots comme il convient",
            book.add_format({"text_wrap": True}),
        )
        sheet.write("B1", 1234.5, book.add_format({"num_format": '#,##0.00 "€"'}))
        sheet.write("B2", 0.5, book.add_format({"num_format": "0.0%"}))
    assert pdf.faults(path, tmp_path, pages=1) == []
    text = " ".join(pdf.page_texts(tmp_path / "propre.pdf")[0].split())
    assert "1 234,50 €" in text
    assert "50,0%" in text
