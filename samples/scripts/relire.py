"""Relire : les résultats écrits par « excel-tools generer », par région et par exercice."""

import sys

import excel_tools as outils

DOSSIER = sys.argv[1] if len(sys.argv) > 1 else "sortie"

lignes = outils.lire_resultats(DOSSIER)
produits = lignes.query("nature == 'produit'")
premier = produits["scenario"].iloc[0]
print(f"Produits par région et exercice, scénario « {premier} », en euros")
print(
    produits.query("scenario == @premier")
    .pivot_table(index="region", columns="exercice", values="montant", aggfunc="sum", margins=True)
    .round(2)
    .to_string()
)
