# Needs Python 3.11 or newer, pip and make; all else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
FUZZ_SECONDS ?= 900

.DEFAULT_GOAL := help
.PHONY: help venv report lint test test-deep coverage bench fuzz wheel-test golden clean

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

venv: $(STAMP) ## the environment in .venv, made again when pyproject.toml changes

$(STAMP): pyproject.toml
	@rm -f $@
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

report: $(STAMP) ## the sample host's report on the terminal, then the examples in reports/
	$(BIN)/patchcheck report samples/atmarkit -x samples/patchdiag.xref --as-of 2003-06-18
	$(BIN)/python reports/make_examples.py

lint: $(STAMP) ## ruff, mypy and the import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint ## lint, then every test but the long ones
	$(BIN)/python -m pytest -n auto -m 'not deep'

test-deep: $(STAMP) ## the long tests only
	$(BIN)/python -m pytest -n auto --deep -m deep -rA -q --tb=short

coverage: $(STAMP) ## the tests once more, with the lines and branches they miss
	$(BIN)/python -m pytest -n auto -m 'not deep' --cov --cov-report=term-missing

bench: $(STAMP) ## how fast a full-size run is
	$(BIN)/python -m tests.bench.run

fuzz: $(STAMP) ## hostile bytes for every reader and whole runs, FUZZ_SECONDS (900) in all
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz.run --seconds $(FUZZ_SECONDS)

wheel-test: $(STAMP) ## builds sdist and wheel, tries the wheel in an environment of its own
	bash tests/wheel/build_and_check.sh $(BIN)/python

golden: $(STAMP) ## writes the golden files anew; look at the difference before you keep it
	$(BIN)/python -m pytest -m 'not deep' --update-golden

clean: ## removes all that was made, .venv too
	rm -rf $(VENV) build dist patchcheck.egg-info .coverage .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
