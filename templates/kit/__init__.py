"""The drawing kit of the workbook templates.

A family's template is a script (``templates/cpts.py`` is the model) that

1. makes a ``Book`` with the invented structure it opens on (``templates/examples.py``) and ``create_sheets``: every
   sheet is there before any is drawn, so that each may point to any other;
2. draws what is its own: « Entrées » (with ``entries.identity``, ``entries.aids``…), « Barème », and « Scénario 1 » to
   « Scénario 3 » by ``scenario.ScenarioSheet``: frame, then blocks up to what is due (``montant``, ``debut``, ``du``);
3. leaves the rest to the kit: ``sheet.payments``, ``sheet.accruals``, ``sheet.years``, then ``charges``, ``months``,
   ``pages``, ``synthesis``, ``checks`` and ``front``.

What the template and ``excel_tools.reports`` must agree on (lines, groups, number of rows) is a ``Shape``
(``excel_tools/reports/shape.py``); names are the contract, never addresses. The values of a new family are filled by an
entry in ``reports.values.FILLERS`` and read back by one in ``reports.reading.READERS``. ``Book.close`` refuses what
breaks a convention: a formula outside the ``out_`` names, an input outside the ``in_`` names, a formula too long.
"""
