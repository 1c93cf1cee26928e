"""Tests that drive real spreadsheets, and what they share."""
