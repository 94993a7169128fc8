# Everything a developer needs. Plain `make` lists the targets.
# Needs Python 3.11 or newer, make and a pip index; what is installed goes into .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV

ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
FIND_PYTHON := for python in python3.11 python3; do \
	    if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
	    python=; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "avtalt needs Python 3.11 or newer with its venv module (on Debian: apt install python3-venv)." >&2; \
	    exit 1; \
	fi

# A virtual environment works only where it was made, so its stamp names the place.
ifneq ($(shell cat .venv/.made-in 2>/dev/null),$(CURDIR))
.PHONY: .venv/.made-in
endif

.PHONY: help setup protos client openapi run gateway test check lint types contract architecture tariffs second instructions format bench peers charts docs screenshots agree lock clean

help: ## List the targets (the default)
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

setup: .venv/.editable protos ## Set up .venv with everything that is needed; instant when nothing changed

protos: .venv/.installed ## Generate the package avtalt/ from protos/, when a proto changed
	@$(BIN)/python protos/generate.py

client: .venv/.installed ## Build the client's wheel, the package avtalt/ alone, into dist/
	@cd protos/client && ../../$(BIN)/hatchling build -t wheel -d ../../dist

openapi: protos ## Say where the OpenAPI document of the calls over HTTP is, which is generated with avtalt/
	@echo "avtalt/openapi.json"

run: setup ## Load the demo register, serve it, and say how to ask (options: ARGS="...")
	@exec $(BIN)/avtalt demo $(ARGS)

gateway: setup ## Serve the page, JSON and gRPC-Web in front of the server that runs (options: ARGS="...")
	@exec $(BIN)/avtalt gateway $(ARGS)

test: setup ## Run all tests (choose some: ARGS="...")
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope $(ARGS)

check: lint types contract architecture tariffs second instructions test ## All that CI runs: lint, types, contract, architecture, tariffs, second, instructions, test (which builds the docs)

lint: setup ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## Check the types
	$(BIN)/mypy

contract: setup ## Check the protos: lint, formatting, nothing that was agreed is broken
	$(BIN)/buf lint protos
	$(BIN)/buf format -d --exit-code protos --exclude-path protos/google
	@test -f protos/agreed.binpb || { echo "protos/agreed.binpb is missing; 'make agree' writes it." >&2; exit 1; }
	$(BIN)/buf breaking protos --against protos/agreed.binpb

architecture: setup ## Check who imports whom, and that each dependency is declared and used
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry service registry

tariffs: setup ## Prove that every fee code has one row or a stated gap on each of its days
	$(BIN)/avtalt tariffs check --language en

second: setup ## Price 100,000 random claims with the second pricer of the tests too, and compare
	$(BIN)/python -m tests.second_pricer --claims 100000

instructions: setup ## Count the core's instructions per claim, and compare with what is recorded (renew: ARGS=--record)
	$(BIN)/python -m benchmarks.instructions $(ARGS)

format: setup ## Put code and protos into the agreed form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/buf format -w protos --exclude-path protos/google

bench: setup ## Measure, and print ratios from one run (choose: ARGS="...")
	$(BIN)/python -m benchmarks $(ARGS)

peers: setup ## Make the environment of the programs that `make bench ARGS=peers` asks beside us
	$(BIN)/python -m benchmarks.peers.environment

charts: setup ## Draw the charts of the documentation from what benchmarks/results holds
	$(BIN)/python -m benchmarks.charts

docs: setup ## Build the documentation, the reference of the contract included, into dist/docs
	$(BIN)/sphinx-build -q -W -b html docs dist/docs

screenshots: setup ## Take the pictures of the page for the documentation, with Chromium
	AVTALT_SCREENSHOTS=1 $(BIN)/python -m pytest -q tests/page/test_page.py -k pictures
	@echo "docs/images/visit.png docs/images/diary.png"

agree: setup ## Make the protos as they are now the agreed contract
	$(BIN)/buf build protos -o protos/agreed.binpb

# uv does not read pip's settings, so they are handed over; with several indexes it then chooses as pip does.
lock: ## Pin the dependencies of pyproject.toml and of the peers (newer versions: ARGS=--upgrade)
	@$(FIND_PYTHON); \
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$$python -m venv "$$folder"; \
	pip() { "$$folder/bin/python" -m pip --disable-pip-version-check "$$@"; }; \
	pip --quiet install uv; \
	setting() { pip config get "global.$$1" 2>/dev/null || true; }; \
	export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$(setting index-url)}}"; \
	export UV_INDEX="$${UV_INDEX:-$${PIP_EXTRA_INDEX_URL:-$$(setting extra-index-url)}}"; \
	export UV_FIND_LINKS="$${UV_FIND_LINKS:-$${PIP_FIND_LINKS:-$$(setting find-links)}}"; \
	[ -z "$$UV_INDEX" ] || export UV_INDEX_STRATEGY="$${UV_INDEX_STRATEGY:-unsafe-best-match}"; \
	for name in UV_DEFAULT_INDEX UV_INDEX UV_FIND_LINKS; do [ -n "$${!name}" ] || unset "$$name"; done; \
	"$$folder/bin/uv" pip compile --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet \
	    --python-version 3.11 --extra batch --extra dev --extra gateway $(ARGS) pyproject.toml -o requirements.txt; \
	"$$folder/bin/uv" pip compile --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet \
	    --python-version 3.11 --constraint requirements.txt $(ARGS) \
	    benchmarks/peers/requirements.in -o benchmarks/peers/requirements.txt

clean: ## Remove what make has made; the next target sets up afresh
	rm -rf docs/reference docs/examples/clients/node/node_modules docs/examples/clients/node/.lock
	rm -rf benchmarks/peers/.venv
	rm -rf .venv avtalt protos/client/avtalt dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps. Each is written only after its step succeeded, so an interrupted set-up is taken up again.

.venv/.made-in:
	@if ! { grep -qs ' $(CURDIR)/.venv$$' .venv/pyvenv.cfg && $(PIP) --version >/dev/null 2>&1; }; then \
	    $(FIND_PYTHON); \
	    echo "Making .venv with $$($$python --version)"; \
	    $$python -m venv --clear .venv; \
	fi
	@printf '%s' '$(CURDIR)' > $@

.venv/.installed: .venv/.made-in requirements.txt
	@echo "Installing what requirements.txt pins"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

.venv/.editable: .venv/.installed pyproject.toml
	@echo "Installing avtalt itself"
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
