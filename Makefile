# For developers. A user needs only lancer.py (see README).
PYTHON ?= .venv/bin/python

.PHONY: check lint format types tests bench templates

check: lint format types

lint: $(PYTHON)
	$(PYTHON) -m ruff check .

format: $(PYTHON)
	$(PYTHON) -m ruff format --check .

types: $(PYTHON)
	$(PYTHON) -m mypy

tests:
	python3 lancer.py tests

bench: $(PYTHON)
	for file in tests/benchmarks/bench_*.py; do $(PYTHON) $$file || exit 1; done

# Draws every template again; the suite holds each committed one against its script.
templates: $(PYTHON)
	$(PYTHON) -m templates

$(PYTHON):
	python3 lancer.py preparer
