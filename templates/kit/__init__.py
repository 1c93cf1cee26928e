"""The drawing kit of the workbook templates.

A family's template is a script (``templates/cpts.py`` is the model) that

1. makes a ``Book`` and draws the sheets in order: ``front.reading_guide``, ``synthesis.draw``, its own « Entrées »
   (with ``entries.identity``, ``entries.aids``, ``entries.scenario_heads``…), ``charges.draw``, its own « Barème »;
2. draws « Scénario 1 » to « Scénario 3 » with ``scenario.ScenarioSheet``: its own frame rows and blocks up to what is
   due, then ``sheet.payments``, ``sheet.accruals`` and ``sheet.years``, which are the same for all;
3. ends with ``months.draw`` for each scenario, ``pages.budget``, ``pages.cash``, ``pages.comparison``,
   ``checks.draw`` and ``front.sources``.

What the template and ``excel_tools.reports`` must agree on (lines, groups, number of rows) is a ``Shape``
(``excel_tools/reports/shape.py``); names are the contract, never addresses. ``Book.close`` refuses what breaks
a convention: a formula outside the ``out_`` names, an input outside the ``in_`` names, a formula nobody can read.
"""
