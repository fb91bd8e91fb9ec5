# Two commands for a fresh machine: `make demo` and `make test`. Everything they need is installed
# into .venv from the lock files first; nothing else on the machine changes.

PYTHON ?= python3
VENV := .venv
PEERS := .venv-peers
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test check unit format bench bench-linking studies peers lock-peers docs lock served clean help long

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

demo: $(VENV)/.runtime  ## the whole pipeline on a made-up venue, offline
	@$(BIN)/precited demo

test: check unit  ## everything that CI runs

check: $(VENV)/.dev  ## style, types and the rules of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

unit: $(VENV)/.dev  ## the tests, a file at a time on each core
	@$(BIN)/pytest --numprocesses auto --dist loadfile

long: $(VENV)/.dev  ## the tests that take half a minute each and more
	@$(BIN)/pytest -m long

format: $(VENV)/.dev  ## put the code into its style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev  ## every benchmark into docs/benchmarks.md (make peers first, for all of it)
	@$(BIN)/python -m tests.benchmarks

studies: bench-linking  ## what has no single figure: links, faults, kills, plans, search, the board
	@$(BIN)/python -m tests.benchmarks.search_bench
	@$(BIN)/python -m tests.benchmarks.map_bench
	@$(BIN)/python -m tests.benchmarks.faults_bench
	@$(BIN)/python -m tests.benchmarks.plan_bench made-up
	@$(BIN)/python -m tests.benchmarks.board_bench
	@$(BIN)/python -m tests.benchmarks.kills --kills 40

bench-linking: $(VENV)/.dev  ## how right and how fast the links are
	@$(BIN)/python -m tests.benchmarks.linking_bench

notebooks: $(VENV)/.dev  ## run the four notebooks on the made-up venue, and on a recorded one where it lies
	@$(BIN)/pytest tests/notebooks

docs: $(VENV)/.dev  ## write docs/tables.md from the declarations
	@$(BIN)/precited tables --markdown > docs/tables.md

lock: $(VENV)/.dev  ## choose new versions within the bounds of pyproject.toml
	@$(PIP) install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --upgrade \
		--no-annotate --custom-compile-command "make lock" \
		--python-version 3.11 pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" --extra dev --extra map --extra dask --extra s3 --extra notebooks --constraint requirements.lock \
		--python-version 3.11 pyproject.toml -o requirements-dev.lock

lock-peers: $(VENV)/.dev  ## the same for the packages that the benchmarks compare with
	@$(PIP) install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --upgrade \
		--no-annotate --custom-compile-command "make lock-peers" \
		--python-version 3.11 tests/benchmarks/peers.in -o tests/benchmarks/peers.lock

peers: $(PEERS)/.installed  ## install what the benchmarks compare with, in an environment of its own

served: $(VENV)/.dev  ## a Prefect server, a work pool, a worker and a schedule, end to end on this machine
	@$(BIN)/python -m tests.flows.served --out $${TMPDIR:-/tmp}/precited-served

clean:  ## remove what was made and installed
	rm -rf $(VENV) $(PEERS) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "precited needs Python 3.11 or newer; set PYTHON=/path/to/it"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing precited into $(VENV) (about a minute, once) ..."
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing precited and its development tools into $(VENV) (about a minute, once) ..."
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@$(PIP) install --quiet --no-deps --editable .
	@touch $@ $(VENV)/.runtime

$(PEERS)/.installed: tests/benchmarks/peers.lock
	@$(PYTHON) -m venv $(PEERS)
	@echo '*' > $(PEERS)/.gitignore
	@echo "Installing other people's packages into $(PEERS) (about a minute, once) ..."
	@$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes \
		-r tests/benchmarks/peers.lock
	@touch $@
