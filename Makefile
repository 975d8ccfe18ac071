# make run    install, make the demonstration hospital if there is no database yet, serve
#             EMPTY=1: an empty hospital instead; DEMO=fresh: the demonstration made anew;
#             ONESTOP_PORT=8501; OFFLINE=1: install from wheels/ without a network
# make test   everything: the quick part, the long one, the browser; as root on Debian it also gets Chromium, fonts
#             and LibreOffice
# make check  style, types, and who may import whom
# make bench  every benchmark
# make format, make wheels (for machines without a network), make clean

SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run install test check bench format wheels clean

VENV := .venv
BIN := $(VENV)/bin
ONESTOP_PORT ?= 8501
WORKERS ?= 2
PIP := $(BIN)/python -m pip --disable-pip-version-check

ifdef OFFLINE
export PIP_NO_INDEX := 1
export PIP_FIND_LINKS := $(CURDIR)/wheels
endif

ifeq ($(DEMO),fresh)
PREPARE := demo --fresh
else ifdef EMPTY
PREPARE := init --if-missing
else
PREPARE := demo --if-missing
endif

run: $(VENV)/.runtime
	@$(BIN)/python -m lib.admin $(PREPARE)
	@exec $(BIN)/streamlit run app.py --server.port $(ONESTOP_PORT)

install: $(VENV)/.runtime

$(BIN)/python:
	@.ci/make_venv $(VENV)

# The stamps keep pip out of every start but the first one after a change of versions.
$(VENV)/.runtime: requirements.txt constraints.txt | $(BIN)/python
	@echo "Installing what OneStop needs into $(VENV) (once, a minute or two) …"
	@$(PIP) install --quiet -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing what the tests and checks need …"
	@$(PIP) install --quiet -r requirements-dev.txt
	@touch $@

test: $(VENV)/.dev
	@left_out=; tests/browser/install_browser.sh || left_out="Chromium or Chinese fonts are missing on this machine"; \
	tests/cost_sharing/workbook/install_office.sh || \
	    printf '\n** NOT TESTED: that LibreOffice computes the workbooks of statements to the same cents.\n\n'; \
	$(BIN)/python -m pytest tests --ignore=tests/browser -m "not long" -n $(WORKERS) -q; quick=$$?; \
	$(BIN)/python -m pytest tests --ignore=tests/browser -m long -n $(WORKERS) -q; long=$$?; \
	ONESTOP_SKIP_BROWSER="$$left_out" $(BIN)/python -m pytest tests/browser -q; browser=$$?; \
	if [ -n "$$left_out" ]; then \
	    printf '\n****************************************************************\n'; \
	    printf '** NOT TESTED: everything in tests/browser.\n** %s.\n' "$$left_out"; \
	    printf '****************************************************************\n\n'; \
	fi; \
	exit $$(( quick || long || browser ))

# Goes through all of them before it fails, so that one run shows everything there is to mend.
check: $(VENV)/.dev
	@failed=0; \
	say() { printf '\n== %s\n' "$$1"; }; \
	say "ruff check"; $(BIN)/ruff check . || failed=1; \
	say "ruff format"; $(BIN)/ruff format --check . || failed=1; \
	say "mypy"; $(BIN)/mypy || failed=1; \
	say "layers"; PYTHONPATH=. $(BIN)/lint-imports --no-logo || failed=1; \
	say "house rules"; $(BIN)/python -m pytest tests/house -q || failed=1; \
	exit $$failed

bench: $(VENV)/.dev
	@failed=0; \
	for each in bench/*.py; do \
	    printf '\n== %s\n' "$$each"; PYTHONPATH=. $(BIN)/python "$$each" || failed=1; \
	done; \
	exit $$failed

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

# Run this on a machine with a network, of the same system and Python as the one without.
wheels: $(VENV)/.runtime
	@$(PIP) download --quiet --only-binary=:all: -r requirements.txt -d wheels
	@echo "wheels/ is ready: copy it with the repository and start there with: make run OFFLINE=1"

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find app.py lib pages tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
