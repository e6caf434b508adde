# The doors to everything that is done with this repository; `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PINS := requirements/base.txt requirements/bulk.txt requirements/web.txt requirements/dev.txt
COMPILED = $(wildcard tests/kernel/timeline tests/kernel/test_timeline*.py)
# The report is written in your language here; to a customer it would go in the agreement's.
SPOKEN := $(or $(filter it en,$(shell echo "$${LC_ALL:-$$LANG}" | cut -c 1-2)),en)
MONTH = $(BIN)/patto --lang $(SPOKEN) measure examples/month/agreement.yaml \
  examples/month/events.csv --at 2026-04-01 --period 2026-03
JOBS ?= 2
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format docs bench requirements clean

help: ## list what can be made
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(INSTALLED) ## set everything up in .venv; at no cost when nothing has changed

$(INSTALLED): $(PINS) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Patto needs Python 3.11 or newer, and '$(PYTHON)' is not. On Debian or Ubuntu:"; \
	  echo "  sudo apt install python3 python3-venv"; \
	  echo "Or name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is not installed. On Debian or Ubuntu:"; \
	  echo "  sudo apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  echo "Making $(VENV) ..."; $(PYTHON) -m venv --clear $(VENV); }
	@echo "Installing what is pinned in requirements/ ..."
	@$(PIP) install --require-hashes $(addprefix -r ,$(PINS))
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## measure the example month and write its report to var/
	@mkdir -p var
	@$(MONTH) --format html --output var/report.html
	@$(MONTH)
	@echo
	@echo "The same with every miss explained: $(CURDIR)/var/report.html"

test: setup ## check style, types, import rules and docs, and run all tests
	@$(MAKE) --no-print-directory lint
	@rm -f .coverage .coverage.*
	NUMBA_DISABLE_JIT=1 COVERAGE_PROCESS_START=pyproject.toml $(BIN)/python -m pytest -q -n $(JOBS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=100
	@# Coverage is taken with the JIT off; what it compiles is tested once more with it on.
	$(BIN)/python -m pytest -q -n $(JOBS) $(COMPILED)
	@# The desk, which ran on SQLite above, once more on PostgreSQL.
	PATTO_TESTS_ON=postgresql $(BIN)/python -m pytest -q -n $(JOBS) tests/desk

lint: setup ## style, types and import rules alone
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## put the code into its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: setup ## write the pages that are made from the code
	$(BIN)/python -m patto.cli.reference docs/reference
	PYTHONPATH=tests $(BIN)/python -m docs.guides

bench: setup ## run the benchmarks, which print ratios
	@for part in start timeline measure replay contract serving; do \
	  test ! -f bench/$$part.py || $(BIN)/python bench/$$part.py || exit 1; done

requirements: setup ## compile the pins anew
	@test -x var/pins/bin/pip-compile || { $(PYTHON) -m venv var/pins && \
	  var/pins/bin/python -m pip --disable-pip-version-check --quiet install pip-tools; }
	cd requirements && for set in base bulk web dev; do ../var/pins/bin/pip-compile --quiet \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe \
	  --no-header --output-file $$set.txt $$set.in; done

clean: ## take away what was made, .venv among it
	rm -rf $(VENV) var build dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache
