"""Une comparaison : les scénarios côte à côte, et ce que la part variable pèse par type de structure."""

from pathlib import Path

import excel_tools as outils

SAMPLES = Path(__file__).parents[1]

cas = outils.budgets(outils.lire_portefeuille(SAMPLES / "portefeuille.xlsx"), SAMPLES / "scenarios.csv")
print("Produits des cinq exercices, en euros")
print(outils.comparer(cas, "produits").to_string(float_format="{:.0f}".format))
print("\nTrésorerie à la fin du cinquième exercice, en euros")
print(outils.comparer(cas, "tresorerie").to_string(float_format="{:.0f}".format))
droits = outils.tableau(cas).query("nature == 'droits'")
print("\nDroits par type et scénario, en euros")
print(droits.pivot_table(index="type", columns="scenario", values="montant", aggfunc="sum").round(2).to_string())
