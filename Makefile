# `make help` lists what there is. On a machine that has only python3 (3.11 or newer), its venv module, make
# and git, everything else is set up on the way.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help setup demo test cluster-test load check audit faults bench acceptance format pictures messages lock clean lighthouse accessibility gallery

PYTHON ?= python3
VENV := .venv
# Always by way of the interpreter: the programs in .venv/bin name the folder that they were installed in.
RUN := $(VENV)/bin/python
TESTED := DJANGO_SETTINGS_MODULE=tests.settings $(RUN)
# Django's templates, in the apps and beside them.
TEMPLATES := find boxoffice catalog checkout templates -name '*.html'
PYTEST := $(RUN) -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal --ignore=tests/cluster

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/dev.done ## Make .venv with all that running, checking and testing need

demo: $(VENV)/demo.done ## Start the shop, its worker and a practice box office on this machine
	@$(RUN) -m rehearsal.demo

# The same examples each time: what came of chance would stop whoever merges next. `make faults` looks for others.
test: export CI = 1
test: $(VENV)/dev.done ## Run the checks, then every test; first install what the tests need
	@bin/install-test-programs
	@$(MAKE) --no-print-directory check
	$(RUN) -m tests.services $(PYTEST) -m on_postgresql
	$(PYTEST) -m "not on_postgresql or on_sqlite_too"
	@$(MAKE) --no-print-directory cluster-test

cluster-test: $(VENV)/dev.done ## Buy from three webs behind nginx while copies and parts go away; LOAD=long for longer
	@bin/install-test-programs
	$(RUN) -m pytest -p no:xdist -o faulthandler_timeout=600 tests/cluster

load: $(VENV)/dev.done ## Let very many visitors come to a shop on this machine, and say what a copy carries
	@bin/install-test-programs
	$(RUN) -m benches.load

check: $(VENV)/dev.done ## Lint, format, types, templates, translations, migrations, lock
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(TEMPLATES) | xargs $(VENV)/bin/djade --target-version 5.2 --check
	$(RUN) -m mypy
	$(TESTED) manage.py check
	$(TESTED) manage.py makemigrations --check --dry-run
	$(RUN) bin/messages.py --check
	$(RUN) bin/lock.py --check
	for script in bin/install bin/install-test-programs .ci/run; do sh -n $$script || exit 1; done

audit: $(VENV)/dev.done ## Ask the advisory service about every pinned package; AUDIT_SERVICE is another address of it
	$(RUN) bin/audit.py $(if $(AUDIT_SERVICE),--service $(AUDIT_SERVICE))

faults: $(VENV)/dev.done ## Let very many visitors do anything in any order, and programs die: two hours
	@bin/install-test-programs
	VISITS=many $(RUN) -m pytest -o faulthandler_timeout=0 tests/faults tests/checkout/test_any_visit.py tests/checkout/test_any_order_of_events.py tests/checkout/cancelling/test_any_order.py

bench: $(VENV)/dev.done ## Time what is promised in figures, each beside a floor of the same run
	@failed=0; for bench in sandbox catalogue mirror search seats purchases seen lighthouse; do $(RUN) -m benches.$$bench || failed=1; done; exit $$failed

lighthouse: $(VENV)/dev.done ## Ask Lighthouse about every page, write docs/speed.md, hold the budgets; needs node
	@bin/install-test-programs
	$(RUN) -m benches.lighthouse --write

acceptance: $(VENV)/dev.done ## Walk every journey in a shop for each way of paying; write docs/acceptance/report.html
	@bin/install-test-programs
	$(RUN) -m acceptance

format: $(VENV)/dev.done ## Let ruff and djade rewrite what they can
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .
	-$(TEMPLATES) | xargs $(VENV)/bin/djade --target-version 5.2

pictures: $(VENV)/dev.done ## Take the pictures in docs/pictures anew, with Chromium
	@bin/install-test-programs
	$(RUN) -m rehearsal.pictures

accessibility: $(VENV)/dev.done ## Look at every page in every state, and write docs/accessibility.md anew
	@bin/install-test-programs
	$(RUN) -m tests.journeys.everyone

gallery: $(VENV)/dev.done ## Take pictures of every page in every state, in both example brands
	@bin/install-test-programs
	$(RUN) -m tests.gallery

messages: $(VENV)/dev.done ## Take new words into locale/, old ones out, and compile
	$(RUN) bin/messages.py

lock: $(VENV)/dev.done ## Write requirements/ anew from pyproject.toml; UPGRADE=1 takes the newest versions
	$(RUN) bin/lock.py $(if $(UPGRADE),--upgrade)

clean: ## Remove what demo and tests left behind; .venv stays
	rm -rf .demo test-results staticfiles/* .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/demo.done: requirements/demo.txt bin/install
	@bin/install $(PYTHON) $(VENV) demo

$(VENV)/dev.done: requirements/dev.txt bin/install
	@bin/install $(PYTHON) $(VENV) dev
