.DEFAULT_GOAL := help
.PHONY: help run test setup setup-dev lint types golden sample lock clean

VENV := .venv
BIN := $(VENV)/bin

help: ## Show what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.ready ## Make .venv with the locked dependencies

$(VENV)/.ready: requirements.lock pyproject.toml .ci/setup
	@.ci/setup $(VENV) requirements.lock $@

setup-dev: $(VENV)/.ready-dev ## The same with what the tests need

$(VENV)/.ready-dev: requirements-dev.lock pyproject.toml .ci/setup
	@.ci/setup $(VENV) requirements-dev.lock $@ poppler-utils qpdf

run: setup ## Redact the sample bundle from beginning to end
	@rm -rf build/pegasus-gelakt
	$(BIN)/redact run samples/pegasus --grounds 10.2e,10.2g --approve all --out build/pegasus-gelakt

test: setup-dev lint types ## Everything that must be right: lint, types, tests
	$(BIN)/python -m pytest -n auto

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev
	$(BIN)/mypy

golden: setup-dev ## Remake the expected hit list of the sample
	$(BIN)/python -m pytest tests/test_golden.py --remake-golden

sample: setup-dev ## Build the sample bundle anew (needs LibreOffice)
	$(BIN)/python -m samples.build_pegasus

lock: setup-dev ## Bring the lock files up to date with pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-header --no-emit-index-url -q -o requirements-dev.lock

clean: ## Remove the environment and everything made
	rm -rf $(VENV) build dist
