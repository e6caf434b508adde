# The doors to everything that is done with this repository; `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PINS := requirements/base.txt requirements/bulk.txt requirements/web.txt requirements/dev.txt
# The desk's first words on the screen are in your language; its pages follow each reader's.
SPOKEN := $(or $(filter it en,$(shell echo "$${LC_ALL:-$$LANG}" | cut -c 1-2)),en)
PORT ?= 8000
JOBS ?= 2
# Each job begins with its own part of the tests, so that what neighbours share is made once.
TESTS = $(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal
# What one process has compiled is kept for those that follow.
unexport PYTHONDONTWRITEBYTECODE
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

run: setup ## open the desk in the browser; PORT=8080 opens it at another port
	@$(BIN)/patto --lang $(SPOKEN) serve --port $(PORT)

test: setup ## check style, types, import rules and docs, and run all tests
	@echo "1 of 4: style, types and import rules"
	@$(MAKE) --no-print-directory lint
	@rm -f .coverage .coverage.*
	@echo "2 of 4: the kernel, of which the tests must reach each branch"
	@# Traced, and with the JIT off, which hides what it compiles.
	NUMBA_DISABLE_JIT=1 COVERAGE_PROCESS_START=pyproject.toml $(TESTS) -m traced tests/kernel
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=100
	@echo "3 of 4: all other tests, and those of the loops once more, compiled"
	$(TESTS) -m "not traced or compiled"
	@echo "4 of 4: the desk, which ran on SQLite, once more on PostgreSQL"
	PATTO_TESTS_ON=postgresql $(TESTS) tests/desk

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
	@for part in start timeline measure replay contract serving engine; do \
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
