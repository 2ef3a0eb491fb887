# `make` alone tells what there is. Needs make and Python 3.11 or newer, nothing else.

PYTHON ?= python3
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
RUN_DEPS := $(VENV)/.installed-requirements
DEV_DEPS := $(VENV)/.installed-requirements-dev
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

.DELETE_ON_ERROR:
.PHONY: help demo run check-settings test check texts bench extract lock

help: ## Tell what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

demo: $(RUN_DEPS) ## Try the shop with a simulated Telegram and panel: no account needed
	@$(PY) -m bot demo $(ARGS)

run: $(RUN_DEPS) ## Run the real bot with the settings in .env
	@$(PY) -m bot run $(ARGS)

check-settings: $(RUN_DEPS) ## Prove the settings in .env: Telegram, panels, database
	@$(PY) -m bot check

test: $(DEV_DEPS) ## Run all tests (ARGS goes to pytest)
	$(PY) -m pytest -n auto $(ARGS)

check: $(DEV_DEPS) ## Check style, types, the architecture and the texts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	@$(MAKE) --no-print-directory texts

texts: $(DEV_DEPS) ## Check that the texts of all languages agree
	$(PY) -m pytest -q tests/locales

bench: $(DEV_DEPS) ## Measure what the bot costs (ONLY=name: one part; WRITE=1: keep the figures in docs/performance.md)
	@$(PY) -m tests.bench $(ONLY) $(if $(WRITE),--write docs/performance.md)

extract: $(RUN_DEPS) ## Bring the texts of the code into the catalogues of all languages, to be translated there
	@$(PY) -m bot.locales

lock: $(DEV_DEPS) ## Renew both locks after a change of pyproject.toml (ARGS=--upgrade: the newest of all)
	$(COMPILE) $(ARGS) pyproject.toml -o requirements.lock
	$(COMPILE) $(ARGS) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or newer is needed, and $(PYTHON) is not: install one, or name one that is there, as in make PYTHON=python3.12.' >&2; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '$(PYTHON) lacks its venv module: install it (on Debian and Ubuntu: apt install python3-venv).' >&2; \
		exit 1; }
	@echo 'Setting up $(VENV) (once; a minute or two)'
	@$(PYTHON) -m venv $(VENV)

$(RUN_DEPS): requirements.lock | $(PY)
	@$(INSTALL) -r requirements.lock
	@touch $@

# The locked tools include what the bot runs on.
$(DEV_DEPS): requirements-dev.lock $(RUN_DEPS)
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
