"""Un budget : les cinq exercices d'une CPTS du portefeuille, et pourquoi un montant."""

from pathlib import Path

import excel_tools as outils

PORTEFEUILLE = Path(__file__).parents[1] / "portefeuille.xlsx"

structure = outils.trouver(outils.lire_portefeuille(PORTEFEUILLE), "CPTS du Bocage Fleuri")
central = outils.budgets(structure)[0]
for exercice, produits, charges, resultat in zip(
    central.exercices, *map(central.montants, ("produits", "charges", "resultat")), strict=True
):
    print(f"{exercice} : produits {produits:.2f} €, charges {charges:.2f} €, résultat {resultat:.2f} €")
for alerte in central.budget.notices:
    print(f"- {alerte.text}")
print("\n".join(outils.expliquer("CPTS.MISSION", 62000, "parcours", date="2026-01-01").lines()))
