# Two commands matter: `make run` reads the Hub in a browser, `make test` checks all of it.
# Everything they make goes into .venv/ and var/; delete those two folders to start afresh.

.DEFAULT_GOAL := help
.PHONY: help run test setup lock format checks bench chaos

PORT ?= 8000
BIN := .venv/bin
PYTHON := $(BIN)/python
TEMPLATES := $(shell find templates -name '*.html' 2>/dev/null)

# The first Python that is new enough and complete. It is run, not only found: a pyenv
# name may exist and still fail, and Debian's python3 may lack venv.
SYSTEM_PYTHON = $(shell for python in python3 python3.14 python3.13 python3.12; do \
	$$python -c 'import ensurepip, sqlite3, sys, venv; sys.exit(sys.version_info < (3, 12))' \
	2>/dev/null && echo $$python && break; done)

# What an operator sets; `make test` runs Django's deployment checks with it.
OPERATOR = HUB_DEMO=0 DEBUG=0 SITE_URL=https://hub.example.org \
	SECRET_KEY=$(shell $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	DATABASE_URL=postgres://hub:secret@db.example.org/hub MAIL_URL=smtp://mail.example.org:25

help:
	@echo 'make run     read the Hub at http://127.0.0.1:8000 (make run PORT=8001 for another port)'
	@echo 'make test    run every check and every test, on SQLite and on PostgreSQL'
	@echo 'make setup   make .venv with everything that running and testing need'
	@echo 'make format  put Python and templates into their standard form'
	@echo 'make chaos   break a real Hub on purpose, and measure how it takes it (PARTS="deploy mail" for some)'
	@echo 'make bench   measure what every page costs, against a bare Django view'
	@echo 'make lock    choose newer versions within pyproject.toml; write requirements/ and the list of parts'

run:
	@$(call need_python)
	@$(SYSTEM_PYTHON) scripts/prepare.py runtime
	@$(PYTHON) -m scripts.serve $(PORT)

setup:
	@$(call need_python)
	@$(SYSTEM_PYTHON) scripts/prepare.py dev

test: setup checks
	$(PYTHON) -m scripts.install_test_tools
# Neighbours stay with one worker, so they share what they make.
	$(PYTHON) -m pytest -n 2 --dist worksteal

checks:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	@echo "djade --check and djlint --lint, for templates/"
	@$(BIN)/djade --check --target-version 6.1 $(TEMPLATES)
	@$(PYTHON) -m djlint --lint --quiet templates
	HUB_DEMO=1 $(PYTHON) manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy --fail-level WARNING, with an operator's settings"
	@$(OPERATOR) $(PYTHON) manage.py check --deploy --fail-level WARNING

format: setup
	$(PYTHON) -m ruff check --fix --quiet --exit-zero .
	$(PYTHON) -m ruff format .
	@$(BIN)/djade --target-version 6.1 $(TEMPLATES) || true  # it exits 1 when it changed something

UV_LOCK = $(PYTHON) -m uv pip compile --quiet --upgrade --universal --python-version 3.12 \
	--generate-hashes --no-build --no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock: setup
	$(UV_LOCK) pyproject.toml -o requirements/runtime.txt >/dev/null
	$(UV_LOCK) pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt >/dev/null
	@$(SYSTEM_PYTHON) scripts/prepare.py dev
	$(PYTHON) -m scripts.bill_of_materials

define need_python
	test -n "$(SYSTEM_PYTHON)" || { echo 'The Hub needs Python 3.12 or newer with its venv and sqlite3 modules; \
	none of python3, python3.14, python3.13 and python3.12 is one.' >&2; exit 1; }
endef

PARTS ?= $(patsubst tests/chaos/test_%.py,%,$(wildcard tests/chaos/test_*.py))
chaos: setup
	HUB_CHAOS=1 $(PYTHON) -m pytest $(PARTS:%=tests/chaos/test_%.py) -p no:cacheprovider

bench: setup
	$(PYTHON) -m benchmarks
