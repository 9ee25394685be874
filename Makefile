# Everything starts here. Nothing is assumed but Python 3.11 to 3.13, make and a package index.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= $(or $(SAYSO_SHARED),../shared)

.PHONY: setup browser demo test check peers bench screenshots reference docs lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "Setting up $(VENV): fetches packages, 1.2 GB once unpacked; some minutes the first time."
	@$(PYTHON) -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))" \
		|| (echo "No Python 3.11 to 3.13 under the name $(PYTHON): say PYTHON=..., e.g. make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12"; exit 1)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

browser: setup  ## what the tests in a real browser need beside Chromium (Debian: apt install chromium)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-browser.lock

demo: setup  ## reads the reports in examples/ and shows what they claim, on whose word
	$(BIN)/sayso read examples/reports --format text

test: setup  ## the whole suite
	SAYSO_SHARED=$(SHARED) $(BIN)/python -m pytest

check: setup  ## lint, format, types, layers
	$(BIN)/ruff check src tests benchmarks training docs_site
	$(BIN)/ruff format --check src tests benchmarks training docs_site
	$(BIN)/mypy
	$(BIN)/lint-imports

peers: .venv-peers/.ready  ## other people's tools, which `make bench` measures beside Sayso; an environment of their own

.venv-peers/.ready: requirements-peers.lock
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.lock
	touch $@

bench: setup  ## measures on the labelled data and writes benchmarks/RESULTS.md
	$(MAKE) peers || echo "The peers cannot be installed here: the benchmark goes on without them."
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks --shared $(SHARED)  # one thread, as sayso itself sets

reference:  ## writes the pages of docs/reference that are made from the code
	$(BIN)/python -m docs_site

docs: setup  ## builds the documents into site/; a dead link or a made page that is out of date is an error
	$(BIN)/python -m docs_site --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict  # with --quiet, --strict sees no warnings

screenshots: browser  ## pictures of the pages for the documents; look at them before they go in
	$(BIN)/python scripts/screenshots.py

lock:  ## makes requirements.lock, requirements-browser.lock and requirements-peers.lock anew (needs uv)
	uv pip compile pyproject.toml --group dev --group docs --universal --generate-hashes -p 3.11 \
		--no-emit-index-url --no-annotate --no-header -q -o requirements.lock
	uv pip compile --group pyproject.toml:browser -c requirements.lock --universal --generate-hashes -p 3.11 \
		--no-emit-index-url --no-annotate --no-header -q -o requirements-browser.lock
	uv pip compile --group pyproject.toml:peers --universal --generate-hashes -p 3.11 \
		--no-emit-index-url --no-annotate --no-header -q -o requirements-peers.lock

clean:
	rm -rf $(VENV) .venv-peers .mypy_cache .pytest_cache .ruff_cache .import_linter_cache site
