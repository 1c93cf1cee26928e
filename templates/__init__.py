"""Scripts that draw the workbook templates; run them all with ``python -m templates``."""
