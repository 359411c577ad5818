# Shuke: ten targets at most. Every target installs what it needs; nothing must be running.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
STATIC := $(shell find src/shuke/interfaces -path '*/static/*' -not -path '*/vendor/*' -type f)

.PHONY: demo test check bench soak docs assets install dev

demo: install ## fill a demo with real retail data and serve it
	$(BIN)/shuke demo

install: $(VENV)/.demo assets ## everything a user needs; leaves .venv/bin/shuke

dev: $(VENV)/.dev assets ## everything a developer needs

$(BIN)/python:
	$(RUN_VENV) || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv && $(RUN_VENV); }

RUN_VENV = $(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements.lock pyproject.toml | $(BIN)/python
	$(RUN) -m pip install -q --disable-pip-version-check -r requirements.lock
	$(RUN) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.demo
	$(RUN) -m pip install -q --disable-pip-version-check -r requirements-dev.lock
	$(RUN) tools/browser.py
	@touch $@

assets: $(VENV)/.assets ## third-party files of the pages by lock file, texts, compressed static files

$(VENV)/.assets: $(VENV)/.demo package-lock.json tools/assets.py tools/messages.py $(STATIC) $(shell find src -name '*.po')
	$(RUN) tools/assets.py
	$(RUN) tools/messages.py
	$(RUN) tools/assets.py --build
	@touch $@

check: dev ## format, lint, types, imports, migrations, texts, spelling
	$(RUN) tools/check.py

test: dev ## the short form of every check, on SQLite and on PostgreSQL
	$(RUN) tools/lanes.py test

soak: dev ## the long form: kills, storms, seeds, planted defects
	$(RUN) tools/lanes.py soak

bench: dev ## speed as ratios in one run; SCALE=full for 100 M lines
	$(RUN) -m bench

docs: dev ## the documentation site in build/site
	$(RUN) tools/reference.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/site
