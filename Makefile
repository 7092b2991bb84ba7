# Every target sets up what it needs; nothing but Python 3.11+, git and make is expected on the machine.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    := govscan-report

.PHONY: demo test lint bench browser catalog fuzz clean

demo: $(VENV)/run.stamp
	@mkdir -p $(OUT)
	@$(BIN)/govscan scan examples/assistant --offline --output html:$(OUT)/report.html --output json:$(OUT)/report.json; \
	  code=$$?; \
	  echo; echo "Report: $(CURDIR)/$(OUT)/report.html (exit code $$code: 1 means that the policy is violated, as the example intends)"; \
	  test $$code -eq 1

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp
	$(BIN)/python -m compileall -q govscan
	$(BIN)/python benchmarks/startup.py

# Chromium for the browser tests, where the machine has apt and we are root; without it those tests skip and say so.
browser:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	  || echo "no Chromium here: the browser tests will be skipped"

# Ten minutes of random changes for every reader, then ten by coverage, where Atheris can be installed.
fuzz: $(VENV)/dev.stamp
	$(BIN)/python tests/fuzz/mutate.py --seconds 600
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]' \
	  || echo "no Atheris here: nothing is run by coverage"
	@! $(BIN)/python -c "import atheris" 2>/dev/null || $(BIN)/python tests/fuzz/mutate.py --seconds 600 --coverage

catalog: $(VENV)/dev.stamp
	$(BIN)/python -m govscan.catalog.build

$(VENV)/run.stamp: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q govscan
	@touch $@

$(VENV)/dev.stamp: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q govscan
	@touch $(VENV)/run.stamp $@

clean:
	rm -rf $(VENV) $(OUT) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
