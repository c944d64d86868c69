# Six verbs; nothing else to remember.
PYTHON ?= python3
BIN := .venv/bin
CASE := demo/case

.PHONY: demo test lint bench bench-names score clean

demo: .venv/installed  ## a case from examples/, built, with its brief
	@rm -rf demo && mkdir -p demo
	@$(BIN)/supplyline new $(CASE)
	@cp examples/case.toml $(CASE)/case.toml
	@$(BIN)/supplyline add $(CASE) examples/reports --sources examples/sources.csv
	@$(BIN)/supplyline lists add $(CASE) examples/lists
	@$(BIN)/supplyline trade add $(CASE) examples/trade
	@$(BIN)/supplyline build $(CASE) || test $$? -eq 3
	@$(BIN)/supplyline brief $(CASE) --out demo/brief.html
	@echo "open demo/brief.html in a browser"

test: .venv/developing lint  ## every test
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: .venv/developing
	$(BIN)/ruff check src tests benchmarks scripts
	$(BIN)/mypy

bench: .venv/developing  ## speed beside peers
	$(BIN)/python benchmarks/bench_build.py
	$(BIN)/python benchmarks/bench_names.py

bench-names: .venv/developing
	$(BIN)/python benchmarks/bench_names.py

score: .venv/developing  ## quality on ../shared/cases
	$(BIN)/python scripts/score.py

.venv/installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing into .venv (a minute or so the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/developing: pyproject.toml .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

clean:
	rm -rf demo .venv
