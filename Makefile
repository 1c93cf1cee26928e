# For developers. A user needs only lancer.py (see README).
PYTHON ?= .venv/bin/python

.PHONY: check tests bench templates

$(PYTHON):
	python3 lancer.py preparer

check: $(PYTHON)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

tests:
	python3 lancer.py tests

bench: $(PYTHON)
	for file in tests/benchmarks/bench_*.py; do $(PYTHON) $$file || exit 1; done

templates: $(PYTHON)
	$(PYTHON) -m templates
