"""Malformed inputs, one case a kind; ``tests/test_inputs_malformed.py`` runs them all."""
