# Everything a newcomer needs: `make help` lists it. Nothing but Python 3.11 to 3.13 and make is
# asked of the machine; all else goes into .venv, at the versions and hashes of requirements.lock.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# Paths are relative throughout: a checkout may lie in a folder whose name has blanks.
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The newest Python that runs here and can make environments; `make install PYTHON=…` overrides.
# Each is tried, not only looked up: version managers put names on the PATH that do not run.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	2>/dev/null && echo $$python && break; done)

UV_VERSION := 0.13.9
# Archives and dumps do not belong into the repository; its largest file is the lock.
LARGEST_KIB := 300

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

.PHONY: install
install: .venv/.installed ## make .venv, at the locked versions, with the project in it

.venv/.locked: requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 with venv is needed; give one with PYTHON=…" >&2; exit 1; }
	@echo "Installing into .venv with $(PYTHON) …"
	@"$(PYTHON)" -m venv --clear .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

# Without build isolation the build backend comes from the lock too.
.venv/.installed: .venv/.locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@touch $@

.PHONY: demo
demo: install ## crawl the embedded site, with no network, and show what comes out
	@$(BIN)/osce-scraper crawl --from demo -o build/demo --replace
	@$(BIN)/python scripts/show_dump.py build/demo

.PHONY: test
test: install ## run the tests
	@$(BIN)/python -m pytest -n auto --dist loadfile

.PHONY: coverage
coverage: install ## run the tests and say which lines they leave out
	@$(BIN)/python -m pytest -n auto --dist loadfile --cov

# UPDATE=1 raises the floors; ALLOW_REGRESSION=1 besides lets one be lowered. FAILURES=N prints
# so many of the values that are not exact. PEERS=1 measures general extractors besides, each in
# an environment of its own; without it the figures of their last run stay.
.PHONY: accuracy
accuracy: install ## measure what is read against what pages say
	@$(BIN)/python -m tests.accuracy $(if $(FAILURES),--failures $(FAILURES)) \
		$(if $(UPDATE),--update) $(if $(ALLOW_REGRESSION),--allow-regression) \
		$(if $(PEERS),--peers)

# A server and a crawl of its pages; PAGES=N makes it shorter than the whole site.
.PHONY: simulation
simulation: install ## crawl as many pages as the site has, and say what it takes
	@$(BIN)/python -m benchmarks.simulation $(if $(PAGES),--pages $(PAGES))

.PHONY: upkeep
upkeep: install ## say what it costs to keep a dataset of 50,000 records; RECORDS=N for fewer
	@$(BIN)/python -m benchmarks.dataset $(if $(RECORDS),--records $(RECORDS))

# What reading, crawling and starting cost, in ratios. PEERS=0 leaves general extractors out.
.PHONY: bench
bench: install ## measure speed and memory, and write docs/benchmarks.md
	@$(BIN)/python -m benchmarks $(if $(filter 0,$(PEERS)),--no-peers) \
		$(if $(ROUNDS),--rounds $(ROUNDS))

.PHONY: check
check: install ## lint, formatting, types, which room imports which, and no large files
	@large=$$(git ls-files -z 2>/dev/null | \
		xargs -0 -r sh -c 'find "$$@" -size +$(LARGEST_KIB)k' find 2>/dev/null); \
		test -z "$$large" || { echo "Too large for the repository:" $$large >&2; exit 1; }
	@$(BIN)/python -m ruff check
	@$(BIN)/python -m ruff format --check
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports --no-cache --no-logo

.PHONY: format
format: install ## write the code in the project's form
	@$(BIN)/python -m ruff check --fix
	@$(BIN)/python -m ruff format

.PHONY: schema
schema: install ## write the JSON Schemas from items.py
	@$(BIN)/python -m osce_scraper.schema

# Keeps versions that still fit; `make lock UPGRADE=1` takes the newest.
.PHONY: lock
lock: ## write requirements.lock from pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 with venv is needed; give one with PYTHON=…" >&2; exit 1; }
	@test -x build/uv/bin/uv || { "$(PYTHON)" -m venv --clear build/uv && build/uv/bin/python -m pip --disable-pip-version-check --quiet install uv==$(UV_VERSION); }
	@env -u UV_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS build/uv/bin/uv pip compile --quiet \
		--no-config --system-certs --no-python-downloads --universal --python-version 3.11 \
		--generate-hashes --custom-compile-command 'make lock' \
		$(if $(UPGRADE),--upgrade) --extra dev pyproject.toml --output-file requirements.lock

.PHONY: clean
clean: ## remove what make has made
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*
	find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
