# Everything a person does here, by one word each. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PYTHONDONTWRITEBYTECODE = 1
PY := .venv/bin/python
INSTALL := deploy/embedded/install.sh
# Tests and measurements have servers of their own, so that they never disturb what runs here.
TRIAL := RUN_DIR=$(CURDIR)/.run/trial PORT_BASE=21760 TRANSACTION_SECONDS=3
TRIALS := $(TRIAL) $(PY)

.PHONY: help setup up down status logs clean lint test faults lock format docs

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup:  ## Install all that is needed on a fresh Debian/Ubuntu machine (no system service is started)
	@$(INSTALL) packages
	@$(INSTALL) python
	@$(INSTALL) mongod

setup-browser: setup  ## What `setup` installs, and Chromium for the browser tests
	@$(INSTALL) browser

up: setup  ## Start RabbitMQ, MongoDB and the services; print where the portal is
	@$(PY) -m deploy.embedded.servers up
	@$(PY) -m deploy.embedded.services up

down: demo-down  ## Stop all that `make up` and `make demo` started
	@if [ -x $(PY) ]; then $(PY) -m deploy.embedded.services down; $(PY) -m deploy.embedded.servers down; $(TRIALS) -m deploy.embedded.servers down; fi

status:  ## What runs, and where its log is
	@$(PY) -m deploy.embedded.servers status
	@$(PY) -m deploy.embedded.services status

logs:  ## The last lines of every log
	@$(PY) -m deploy.embedded.services logs

clean: down  ## Stop everything and remove data, logs and results (not the installed tools)
	rm -rf .run/trial .run/demo .run/rabbitmq .run/mongod/data .run/mongod/*.log .run/log .run/keys .run/nginx* .run/supervisor* out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

lint: setup  ## Format, style, types, who may import whom, spelling, the generated pages
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/deptry .
	.venv/bin/codespell
	.venv/bin/shellcheck deploy/embedded/install.sh .ci/run
	$(PY) -m cli.main docs check

format:  ## Put the code into the house's format
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

docs:  ## Write the generated pages anew
	$(PY) -m cli.main docs write

test: setup-browser  ## All tests on the real servers, with the time of each folder
	@$(TRIALS) -m tests $(FOLDERS)

faults: setup  ## The fault cases; one line of JSON
	@$(TRIALS) -m deploy.embedded.servers up
	@$(TRIALS) -m tests.faults

bench-pipeline: setup  ## Events per second beside stock nameko, Celery, FastStream and the limit; one line of JSON
	@$(TRIALS) -m deploy.embedded.servers up
	@$(TRIALS) -m bench.pipeline

bench-soak: setup  ## Ten minutes of events; flat memory; one line of JSON (SECONDS=600)
	@$(TRIALS) -m deploy.embedded.servers up
	@$(TRIALS) -m bench.soak $(or $(SECONDS),600)

lock:  ## Resolve the pins anew (hashes, no addresses)
	.tool/bin/uv pip compile -q --python 3.11 --generate-hashes --all-extras --no-emit-index-url --no-header --no-annotate pyproject.toml --group test --group lint --group e2e --group bench --group deploy -o requirements-dev.txt
	.tool/bin/uv pip compile -q --python 3.11 --generate-hashes --all-extras --no-emit-index-url --no-header --no-annotate -c requirements-dev.txt pyproject.toml -o requirements.txt

-include deploy/make/*.mk
