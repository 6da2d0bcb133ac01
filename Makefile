# make setup | train | test | gpu-test | torture | reliability | docs | check | release-check |
# bench | bench-quick | clean
PYTHON ?= python3
EXTRAS ?= [dev]
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup train test gpu-test torture reliability docs check release-check bench bench-quick clean

setup: $(READY)

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.$(EXTRAS)'
	touch $@

train: setup
	$(BIN)/dl4j-bridge train

# As many processes as there are cores (one more than two), each with one JVM.
test: check
	$(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder

# Training on a graphics card; without one that fits it says why it is skipped.
gpu-test: setup
	$(BIN)/python -m pytest -m gpu tests/process/test_gpu.py

# Proofs that take minutes: side by side, then those that measure times. 5 says that there is none.
PROOFS := -v -rP --durations=0 tests/torture
SIDE_BY_SIDE := -n logical --dist load --maxschedchunk 1
torture: setup
	DL4J_BRIDGE_THREADS=1 $(BIN)/python -m pytest -m "not alone" $(SIDE_BY_SIDE) $(PROOFS)
	$(BIN)/python -m pytest -m alone $(PROOFS) || test $$? -eq 5

# All that docs/reliability.md shows, measured anew.
reliability: setup
	$(BIN)/python -m pytest -m fault -n logical --dist loadfile --figures docs/reliability.json
	DL4J_BRIDGE_THREADS=1 $(BIN)/python -m pytest -m "fault and not alone" $(SIDE_BY_SIDE) \
		$(PROOFS) --figures docs/reliability.json
	$(BIN)/python -m pytest -m "fault and alone" $(PROOFS) --figures docs/reliability.json || \
		test $$? -eq 5
	$(BIN)/python -m tools.make_reliability

# The documentation as pages, in build/site.
docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Whether a release could be made; leaves wheel and sdist in dist/. make test comes before.
release-check: check
	$(BIN)/python -m tools.release_check

# BENCH=--cuda-wheels also takes a PyTorch that brings CUDA's libraries.
bench: setup
	$(BIN)/python -m bench $(BENCH)

bench-quick: setup
	$(BIN)/python -m bench --quick $(BENCH)

clean:
	rm -rf .venv bench/.venv build dist target java/target .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
