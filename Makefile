# Few verbs: demo serve test lint bench score. PYTHON is the interpreter that .venv is made with (3.11 or newer).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/supplyline
CASE := demo/case

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint bench bench-names score score-names score-origins score-goods score-tagger train reference clean

help:
	@echo "make demo   build the example case and write demo/brief.html"
	@echo "make serve  open the example case in a browser: make serve PORT=8640"
	@echo "make test   lint, types and every test"
	@echo "make lint   ruff and mypy --strict"
	@echo "make bench  speed of building and of names, beside peers"
	@echo "make bench-names  speed of screening, what its index misses, false hits (QUICK=1 for small sizes)"
	@echo "make score-names  quality of names, beside peers where SUPPLYLINE_PEER_PYTHON has nomenklatura"
	@echo "make score-goods  quality of HS headings for goods phrases, beside BM25"
	@echo "make score  quality of extraction on ../shared/cases"
	@echo "make score-tagger  attribution in general news, by rules and by the tagger, on ../shared/data/text/polnear"
	@echo "make train  from training/corpus to the weights of the taggers (torch; two cores, under three hours)"
	@echo "make score-origins  B-cubed F1 of origins and events on marked documents"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# What is installed depends on pyproject.toml alone, so that a second run installs nothing.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "installing into $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[uk]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "installing with the tools for tests into $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# Exit code 3 says that some input could not be used: the problems are printed, and the demo goes on.
demo: $(VENV)/.installed
	@rm -rf $(CASE) && mkdir -p demo
	@$(RUN) new $(CASE)
	@cp examples/case.toml $(CASE)/case.toml
	@$(RUN) add $(CASE) examples/reports --sources examples/sources.csv || [ $$? -eq 3 ]
	@$(RUN) lists add $(CASE) examples/lists/ofac_sdn_2023-03.csv examples/lists/ofac_alt_2023-03.csv examples/lists/un_2026-02.xml || [ $$? -eq 3 ]
	@$(RUN) lists add $(CASE) examples/lists/bis_entity_list_2022-06-28.csv --map name=Entity --map country=Country \
		--map "date=Effective date" --map "programme=Federal Register" --map list=us_bis_el --map "title=BIS Entity List" \
		--map jurisdiction=US --map "authority=Bureau of Industry and Security" --map topic=export.control || [ $$? -eq 3 ]
	@$(RUN) trade add $(CASE) examples/trade/comtrade_391220.csv || [ $$? -eq 3 ]
	@$(RUN) build $(CASE) || [ $$? -eq 3 ]
	@$(RUN) brief $(CASE) --out demo/brief.html
	@echo "open demo/brief.html; then try: $(RUN) events $(CASE)"

$(CASE)/snapshot.duckdb: | $(VENV)/.installed
	@$(MAKE) --no-print-directory demo

# Reads the example case as it is; `make demo` makes it anew.
serve: $(CASE)/snapshot.duckdb
	@$(RUN) serve $(CASE) $(if $(PORT),--port $(PORT))

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict

# PYTEST=-x stops at the first failure, PYTEST='-k names' runs a part.
test: lint
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST)

bench: $(VENV)/.installed-dev
	@for each in benchmarks/bench_*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

# SUPPLYLINE_PEERS=/path/to/python of an environment with nomenklatura adds its figures.
bench-names: $(VENV)/.installed-dev
	@$(BIN)/python benchmarks/bench_screen.py $(if $(QUICK),--quick)

score: $(VENV)/.installed
	@$(BIN)/python scripts/score.py $(if $(ONLY),--language $(ONLY)) $(if $(ERRORS),--errors)

# SUPPLYLINE_PEER_PYTHON=PYTHON names an interpreter with nomenklatura (it needs PyICU: g++, pkg-config, libicu-dev).
score-names: $(VENV)/.installed
	@$(BIN)/python scripts/score_names.py $(if $(ERRORS),--differ)

score-origins: $(VENV)/.installed
	@$(BIN)/python scripts/score_origins.py $(if $(ERRORS),--errors)

score-goods: $(VENV)/.installed
	@$(BIN)/python scripts/score_goods.py $(if $(ERRORS),--errors)

score-tagger: $(VENV)/.installed
	@$(BIN)/python scripts/score_tagger.py

# From training/corpus to the weights that ship and their model cards; its packages go into a venv of their own.
train:
	@test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	@.venv-train/bin/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt --editable '.[uk]'
	@.venv-train/bin/python training/train.py
	@.venv-train/bin/python training/adapt.py

reference: $(VENV)/.installed
	@$(BIN)/python scripts/make_reference.py

clean:
	@rm -rf demo .mypy_cache .pytest_cache .ruff_cache .hypothesis
