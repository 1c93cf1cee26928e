"""Un lot : tout le portefeuille sous les scénarios fournis, dans une table CSV (euros)."""

import sys
from pathlib import Path

import excel_tools as outils

SAMPLES = Path(__file__).parents[1]
SORTIE = Path(sys.argv[1] if len(sys.argv) > 1 else "lot.csv")

portefeuille = outils.lire_portefeuille(SAMPLES / "portefeuille.xlsx")
for refus in portefeuille.refusals:
    print(f"Refusé : {refus.sheet}, ligne {refus.row} : {' '.join(refus.messages)}")
table = outils.tableau(outils.budgets(portefeuille, SAMPLES / "scenarios.csv"))
table.to_csv(SORTIE, sep=";", index=False, encoding="utf-8-sig")
print(f"{len(table)} lignes pour {table['structure'].nunique()} structures dans {SORTIE}")
