"""Every sheet of every sample, printed under a French profile: no ####, no cut text, no empty page."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from excel_tools.batch.generate import Request, generate
from tests.hosts.pdf import faults, render_all

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("impression")
    generate(Request(SAMPLES / "portefeuille.xlsx", folder / "sortie", scenarios=SAMPLES / "scenarios.csv"))
    # the books of the functions print with them installed: tests/test_samples_books.py
    samples = sorted(path for path in SAMPLES.glob("*.xlsx") if not path.name.startswith("fonctions"))
    workbooks = sorted((folder / "sortie").glob("*.xlsx")) + samples
    (folder / "pdf").mkdir()
    with ThreadPoolExecutor(2) as pool:
        # two LibreOffice at a time
        halves = pool.map(lambda half: render_all(half, folder / "pdf"), (workbooks[::2], workbooks[1::2]))
        pdfs = {pdf.stem: pdf for half in halves for pdf in half}
    return {path.stem: (path, pdfs[path.stem]) for path in workbooks}


NAMES = (
    "CPTS Cœur de Plaine", "CPTS Garrigue et Littoral", "CPTS Métropole Lumière", "CPTS Val d'Ambre",
    "CPTS des Deux Caps", "CPTS des Hautes Terres", "CPTS des Trois Rivières", "CPTS du Bocage Fleuri",
    "ESP Rives de Sarthe", "ESP Sologne Sud", "ESS Cardiologie du Ponant", "MSP La Passerelle",
    "MSP des Quatre Chemins", "MSP du Vieux Moulin", "index", "portefeuille", "scenarios",
)  # fmt: skip


@pytest.mark.hote
@pytest.mark.lent
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_prints_without_a_fault(name: str, printed: dict[str, tuple[Path, Path]], tmp_path: Path) -> None:
    assert set(printed) == set(NAMES)
    workbook, pdf = printed[name]
    assert faults(workbook, tmp_path, pdf=pdf) == []
