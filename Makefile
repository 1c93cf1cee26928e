# For developers. A user needs only lancer.py (see README).
PYTHON ?= .venv/bin/python

.PHONY: check lint format types tests bench templates ready

check: lint format types

lint: ready
	$(PYTHON) -m ruff check .

format: ready
	$(PYTHON) -m ruff format --check .

types: ready
	$(PYTHON) -m mypy

tests:
	python3 lancer.py tests

bench: ready
	for name in $(basename $(notdir $(wildcard tests/benchmarks/bench_*.py))); do \
		$(PYTHON) -m tests.benchmarks.$$name || exit 1; done

# Draws every template again; the suite holds each committed one against its script.
templates: ready
	$(PYTHON) -m templates
	$(PYTHON) -m samples.dessiner

ready:
	@python3 lancer.py preparer
