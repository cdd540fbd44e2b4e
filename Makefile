# `make demo` and `make test` work as the first command after a clone: both do the set-up themselves.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo test check format bench

BIN := .venv/bin
# Half of what the tests take is waiting, for browsers and for processes: three keep two cores busy.
WORKERS ?= 3
ARGS ?=

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: ## Install what the product needs: system packages, Python packages, assets
	@scripts/setup

setup-tests: setup ## Install what only the tests need: Chromium, Redis, poppler, LibreOffice
	@scripts/system-packages tests

demo: setup ## Serve a demo municipality on http://127.0.0.1:$PORT (8000)
	@exec $(BIN)/python -m vp.embedded.demo --with-parent

test: setup-tests ## Run all tests, with branch coverage (ARGS="-k word" for some)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term $(ARGS)

check: setup ## Formatting, lint, types, layers, templates, migrations, deployment
	@scripts/check

format: setup ## Format Python and templates
	@git ls-files -z '*.py' | xargs -0 $(BIN)/django-upgrade --target-version 5.2 || true
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint --reformat --quiet . || true

bench: setup ## Measure: server time of the plan page, pages of PDF per second, saves by thirty people and values by sixty at once, 6 units against 600
	@$(BIN)/python -m bench
