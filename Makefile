# The contributor's day. `make setup` is what the other targets use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup

.PHONY: setup demo browser test lint fix learn docs bench clean

setup: $(STAMP)

$(STAMP): pyproject.toml uv.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dateline needs Python 3.11 or later; set PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --frozen --inexact --compile-bytecode
	touch $(STAMP)

demo: setup
	$(BIN)/dateline code examples/sahel-mission.txt --published 2025-03-12
	$(BIN)/dateline code examples/gulf-mediation.html examples/baltic.jsonl

# Debian's Chromium for the browser tests; where it cannot be had they are skipped.
browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
		|| echo "no chromium: the browser tests will be skipped"

test: setup browser
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

fix: setup
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# The learned answers are made from the examples of the frames: after a change of frames.
learn: setup
	$(BIN)/python -m dateline.events.learned

# The site, in site/: strict, so that a dead link fails. site/index.html opens from the disk.
docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

bench: setup
	$(BIN)/python benchmarks/speed.py

clean:
	rm -rf $(VENV) dist build site .mypy_cache .ruff_cache .pytest_cache .hypothesis
