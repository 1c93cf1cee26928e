"""The texts of the CPTS workbook: how to use it, what was ruled, what was never verified."""

from __future__ import annotations

from templates import shared_texts

STEPS = (
    "Feuille Entrées : vérifier l'identité, la date de signature, les dates de démarrage des missions et "
    "la population.",
    "Feuille Charges : une ligne par dépense, un montant imposé par exercice ou une quantité × un prix ; Personnel et "
    "Indemnités s'y ajoutent. Feuille Autres produits : les recettes hors contrat.",
    "Feuille Barème : si le contrat signé porte d'autres montants, les saisir dans le tableau B du scénario.",
    "Feuille Entrées, scénarios : régler l'atteinte des parts variables, les décalages et la croissance ; choisir le "
    "scénario affiché (1, 2 ou 3).",
    "Lire Synthèse, Budget, Trésorerie et Comparaison : tout se recalcule sans programme, dans Excel "
    "comme dans LibreOffice.",
    "Feuille Contrôles : l'état global doit être « OK » avant de présenter le budget.",
    "Les lignes vides des listes sont masquées : pour en ajouter, sélectionner les lignes voisines, clic droit, "
    "Afficher. Dans LibreOffice, ôter d'abord la protection : Outils, Protéger la feuille (pas de mot de passe).",
    shared_texts.PRINTED,
)

SHEETS = (
    ("Synthèse", "Les chiffres de l'assemblée générale, deux graphiques, le bloc du vote et des signatures."),
    ("Budget", "Le budget du scénario affiché, par ligne, sur cinq exercices."),
    ("CERFA", "Le budget d'un exercice au format du formulaire 12156*06, le précédent à côté."),
    ("Compte rendu", "Prévu et réalisé d'un exercice, ligne par ligne (CERFA 15059) ; les écarts à dire."),
    ("Trésorerie", "Le plan de trésorerie du scénario affiché, mois par mois."),
    ("Comparaison", "Les trois scénarios côte à côte et leurs écarts."),
    ("Missions", "Ce que chaque mission reçoit, coûte et laisse, et ce qui n'en sert aucune."),
    ("Alertes", "Ce qu'il faut regarder : son état, sa règle, sa source ; montants du contrat et hypothèses."),
    ("Entrées", "La structure, son contrat, ses missions, les hypothèses des trois scénarios."),
    ("Charges", "Soixante lignes de dépenses, ce qu'ajoutent personnel et indemnités, les classes, les dettes."),
    ("Autres produits", "Vingt lignes de recettes hors contrat, et ce qui en reste à recevoir."),
    ("Personnel", "Vingt postes : brut, charges sociales, entrées et sorties, mois par mois."),
    ("Indemnités", "Heures × taux par professionnel, retenues sous le plafond annuel. Seule feuille nominative."),
    ("Échéances", "Le mois où chaque ligne est due, et les soixante mois par délai de paiement."),
    ("Charges par mois", "Ce qui est dû et ce qui est payé, mois par mois, dans le scénario affiché."),
    ("Fonds dédiés", "Chaque enveloppe fléchée d'un exercice à l'autre : entrée, dépensé, 689, 789, solde 194."),
    ("Indicateurs", "Les indicateurs du contrat et leurs paliers en euros."),
    ("Comptes", "La ligne du formulaire de chaque compte, recette et financeur, à adapter."),
    ("Écritures", "Ce que le budget porte sur le formulaire ; à saisir : bénévolat, exercice précédent, réalisé."),
    ("Barème", "Les montants nationaux avec leurs sources, et ceux du contrat signé."),
    ("Scénario 1", "Tout le calcul d'un scénario : droits, versements, rattachement, exercices."),
    ("Scénario 2", "Le même calcul pour le deuxième scénario."),
    ("Scénario 3", "Le même calcul pour le troisième scénario."),
    ("Mois 1", "Les soixante mois du scénario 1."),
    ("Mois 2", "Les soixante mois du scénario 2."),
    ("Mois 3", "Les soixante mois du scénario 3."),
    ("Contrôles", "Les vérifications et leur état."),
    ("Sources", "Les textes cités, les hypothèses, ce qui reste à confirmer."),
)

RULINGS = (
    (
        "Confiance",
        "« vérifié » : lu dans le texte cité ; « déduit » : calculé à partir de textes ; « à confirmer » : valeur "
        "employée faute de mieux ; « contrat » : montant du contrat signé, qui l'emporte.",
    ),
    (
        "Anniversaires",
        "Chaque année de contrat va d'un anniversaire de la signature au suivant. Un contrat signé un 29 février a ses "
        "anniversaires le 28 quand l'année n'a pas de 29.",
    ),
    (
        "Prorata",
        "Les montants sont proratisés en jours, sur la longueur réelle de l'année de contrat (365 ou 366 jours).",
    ),
    (
        "Arrondis",
        "Le montant dû est arrondi au centime, puis l'avance ; le solde prend le reste, si bien que la somme "
        "est exacte.",
    ),
    (
        "Barème applicable",
        "Une année de contrat suit le barème et la taille du jour où elle s'ouvre ; une avance versée n'est "
        "pas recalculée.",
    ),
    (
        "Fonctionnement",
        "La première année est versée en entier à la signature ; ensuite, une avance à l'anniversaire et le "
        "solde au suivant.",
    ),
    (
        "Parts fixes",
        "Dues dès le démarrage de la mission ; avance au démarrage et à chaque anniversaire, solde au suivant.",
    ),
    (
        "Parts variables",
        "Enveloppe proratisée et arrondie, multipliée par l'atteinte, ou somme des paliers proratisée et plafonnée à "
        "l'enveloppe ; versées après l'anniversaire, au terme du délai du barème.",
    ),
    (
        "Crise sanitaire",
        "Le montant de première année du plan vaut pour l'année de contrat où la mission démarre. Une crise "
        "reconnue par "
        "l'ARS est due en entier pour l'année de sa reconnaissance.",
    ),
    (
        "Rattachement",
        "Chaque droit est étalé par jours sur sa période et coupé à la fin de l'exercice ; la part variable "
        "aussi, au taux supposé.",
    ),
    (
        "Renouvellement",
        "Par hypothèse, le contrat continue après cinq ans aux conditions du barème alors en vigueur ; "
        "l'option se retire "
        "dans Entrées.",
    ),
    (
        "Enveloppe SNP",
        "Ce qui n'est pas dépensé sur l'enveloppe fléchée n'est pas un excédent : il va aux fonds dédiés "
        "(689, repris en 789).",
    ),
    ("Aides ponctuelles", "Produits et encaissées le jour de leur réception."),
    (
        "Versements d'une ligne",
        "L'année est coupée en 1, 2, 4 ou 12 versements par cumuls arrondis ; chacun est payé après son délai. Ce qui "
        "reste à payer est une dette, ce qui reste à recevoir une créance.",
    ),
    (
        "Plafond des indemnités",
        "Par personne et par année civile, dans l'ordre du temps puis des lignes : un exercice décalé est coupé fin "
        "décembre. Ce qui dépasse n'est pas retenu. Après le dernier plafond connu, son montant.",
    ),
    *shared_texts.rulings(
        "ses jours",
        " Une part variable attend encore le délai du barème ; une crise reconnue avant la fin reste due en entier.",
    ),
)

UNVERIFIED = (
    "Les montants marqués « à confirmer » ou « déduit » dans Barème n'ont pas été lus dans un texte "
    "officiel ; le contrat "
    "signé fait foi et se saisit dans le tableau B.",
    "L'entrée en vigueur de l'avenant 2 au 1er janvier 2022 pour les contrats en cours est une lecture, "
    "pas une citation.",
    "Ce classeur a été recalculé par LibreOffice ; il n'a pas été ouvert dans Excel avant sa diffusion.",
)
