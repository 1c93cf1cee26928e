"""The two books of examples of the spreadsheet functions: one description, two writers."""
