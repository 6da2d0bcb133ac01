# make setup | train | test | torture | reliability | docs | check | bench | bench-quick | clean
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup train test torture reliability docs check bench bench-quick clean

setup: $(READY)

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

train: setup
	$(BIN)/dl4j-bridge train

# As many processes as there are cores, each with one JVM.
test: check
	$(BIN)/python -m pytest -n logical --dist loadfile

# Proofs that take minutes.
torture: setup
	$(BIN)/python -m pytest -s tests/torture

# All that docs/reliability.md shows, measured anew.
reliability: setup
	$(BIN)/python -m pytest -m fault -n logical --dist loadfile --figures docs/reliability.json
	$(BIN)/python -m pytest -s -m fault tests/torture --figures docs/reliability.json
	$(BIN)/python -m tools.make_reliability

# The documentation as pages, in build/site.
docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# BENCH=--cuda-wheels also takes a PyTorch that brings CUDA's libraries.
bench: setup
	$(BIN)/python -m bench $(BENCH)

bench-quick: setup
	$(BIN)/python -m bench --quick $(BENCH)

clean:
	rm -rf .venv bench/.venv build dist target java/target .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
