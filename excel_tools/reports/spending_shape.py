"""Names and sizes of the sheets of spending: « Charges », « Autres produits », « Personnel », « Indemnités »."""

from __future__ import annotations

INCOME_ROWS = 20
POST_ROWS = 20
INDEMNITY_ROWS = 40
INCOME_CLASS_LABELS = {
    "70": "Ventes et prestations de services",
    "71": "Production stockée",
    "72": "Production immobilisée",
    "73": "Dotations et produits de tarification",
    "74": "Subventions hors contrat",
    "75": "Cotisations, dons, autres produits de gestion",
    "76": "Produits financiers",
    "77": "Produits exceptionnels",
    "78": "Reprises sur amortissements et provisions",
    "79": "Transferts de charges",
}
INCOME_CLASSES = tuple(INCOME_CLASS_LABELS)
DELAYS = 4
"""Delays of payment of a line that the months tell apart: none, one, two, three months."""
NEVER = "sans"
"""In the place of a delay: an account that moves no money (``spending.entry.CASHLESS``)."""
PASS_ROWS = 12
"""Civil years whose ceiling « Barème » can hold."""
PASS_SPARE = 2_958_465
"""Day of an unused row of the ceilings, 31 December 9999: no budget reaches it."""

KNOWN, UNKNOWN, IDLE = "connu", "inconnu", "sans objet"
"""What is known of the ceiling of a civil year: nothing is retained under an unknown one."""

ALONE = "Sans nom,\u00a0ligne "
"""What a line without a name shows before its rank; its no-break space is in no name that the sheet compares."""

CHARGE_TABLE, INCOME_TABLE = "charges", "produits"
"""The two tables of lines, of which the inputs are ``in_charges_libelle``, ``in_produits_libelle``…

``quantite`` (number), ``prix`` (euros, up to five decimals) and ``hausse`` (rate a year) are blank when unsaid;
``imposes`` (euros) is blank where the amount is computed: year 1 ``quantite × prix``, then the year before raised by
``hausse``. ``versements`` is 1, 2, 4, 12 or blank (once with a month, else twelve times); ``mois`` 1 to 12 or blank;
``delai`` 0 to 3 or blank. The amounts of the five years are ``out_charges_montants``, ``out_produits_montants``.
"""

POST_INPUTS = ("poste", "mission", "brut", "taux", "quotite", "entree", "sortie", "hausse")
"""Inputs of « Personnel », ``in_personnel_poste``…: label, label of a mission, euros a month for a full time, rate of
the employer's contributions, part of a full time (blank: 100 %), first and last day (blank: none), rate a year."""
SOCIAL_DELAY_INPUT = "in_cotisations_delai"
"""Months from a salary to the payment of the contributions on it, on « Personnel »; never blank."""

OPENING_DEBTS_INPUT = "in_dettes"
"""Charges of earlier years still to be paid on the first day, on « Entrées »."""

RISES = (
    ("prix", "Hausse des prix", "chaque ligne de charges"),
    ("salaires", "Hausse des salaires", "chaque poste"),
)
"""Inputs of each scenario on « Entrées », ``in_s1_prix``…, rates of the second to the fifth fiscal year (blank: none):
end of the name, label, what each comes on top of."""
INDEXES = {"prix": "out_indices_prix", "salaires": "out_indices_salaires"}
"""The index that the rises make: four rows, the three scenarios and the displayed one, by fiscal year."""
DELAY_LABEL = "Délai ajouté aux lignes de charges"
"""Months from 0 to 3 that a scenario adds, ``in_s1_delai_charges`` (blank: none)."""

OPENING_CLAIMS_INPUT = "in_creances"
"""Other income of earlier years still to be received on the first day, on « Entrées »."""

# What other sheets may read:
# out_charges_montants (60 × 5), out_produits_montants (20 × 5): amounts of the lines, by fiscal year, before the prices
# of a scenario; out_comptes_charges, on « Écritures », holds them under those of the displayed one
# out_charges_total (5): all charges, staff and indemnities included; out_produits_saisies (5, total): other income
# out_personnel_annees, out_personnel_cotisations (20 × 5): salaries (641) and contributions (645) of each post
# out_indemnites_retenus (40 × 5), out_indemnites_comptes (40): what is retained of each line, its account
# out_indemnites_demandes (40 × 5): what is asked; out_indemnites_reste (40 × 6): room left by civil year
# out_charges_classes, out_produits_classes (10 × 5): by class 60 to 69, 70 to 79
# out_charges_dettes, out_produits_creances (5 × 5): opening, added, without money, settled, closing
# out_charges_mois, out_produits_mois (60 × …): by month; the last column is what is paid, or received
