"""The functions inside LibreOffice Calc: one extension file made from the catalogue."""
