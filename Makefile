# Huancui. `make help` lists what there is.
PYTHON ?= python3
# A run of the tests starts several hundred processes; without it each compiles our sources anew.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
EMBEDDED := $(BIN)/python -m config.embedded run --
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --custom-compile-command "make lock"
DURABLE := $(BIN)/python -m config.embedded run --durable --

.PHONY: help run test truth fuzz doors lint types style worlds bench bench-full coverage docs pictures lock licences rules clean
.DEFAULT_GOAL := help

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 20

run: .venv/run.stamp ## Everything at once with sample data: http://127.0.0.1:8000 (HOST=, PORT=)
	@$(BIN)/python -m config.run --end-with-parent

test: .venv/dev.stamp ## All tests, with servers of their own (or yours: DATABASE_URL, REDIS_URL)
	$(BIN)/python -m config.catalogue
	$(EMBEDDED) $(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not faults"
	$(EMBEDDED) $(BIN)/python -m tests.side_by_side

coverage: .venv/dev.stamp ## The fast tests again, with the lines and branches they reach
	$(BIN)/python -m config.catalogue
	$(BIN)/python -m coverage erase
	$(EMBEDDED) $(BIN)/python -m coverage run -m pytest -n 2 --dist worksteal -m "not browser and not faults"
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

truth: .venv/dev.stamp ## 200,000 texts over random portfolios, read by a reader of their own
	$(BIN)/python -m tests.one_truth 200000

fuzz: .venv/dev.stamp ## 50,000 random requests at every address by everybody
	$(EMBEDDED) $(BIN)/python -m tests.fuzz 50000

doors: .venv/dev.stamp ## 100,000 bodies at the webhooks of gateways
	HUANCUI_FUZZ=12500 $(EMBEDDED) $(BIN)/python -m pytest -q tests/messaging/inbound/web/test_fuzz.py

lint: types style ## Style, templates, types, and the arrows between the rooms (-j2: side by side)

types: .venv/dev.stamp
	$(BIN)/mypy .

style: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --check templates
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports

worlds: .venv/dev.stamp ## How often the arithmetic of effect is right, in 500 worlds with a known truth
	nice -n 15 $(BIN)/python -m tests.worlds

bench: .venv/dev.stamp ## The numbers of the design at a tenth of the size (under 10 minutes)
	$(DURABLE) $(BIN)/python -m tests.benchmarks --json var/bench.json

bench-full: .venv/dev.stamp ## The same at full size
	$(DURABLE) $(BIN)/python -m tests.benchmarks --full --json var/bench-full.json

docs: .venv/dev.stamp ## The documents as a site, every link checked: var/site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

pictures: .venv/dev.stamp ## The documents' pictures, taken anew from the running product
	$(BIN)/python -m tests.browser.screenshots

lock: .venv/dev.stamp ## Pin every package with its hashes: requirements*.in → requirements*.txt
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

licences: .venv/dev.stamp ## What others' licences are: docs/licences.md
	$(BIN)/python -m scripts.licences

rules: .venv/dev.stamp ## Law, figure, code and test of every rule: docs/rules.md
	$(BIN)/python -m scripts.rules

clean: ## Remove the environment; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not that. Name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "This Python has no 'venv' module. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing what runs (once) …"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt | .venv/bin/python
	@echo "Installing the tools (once) …"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run.stamp
