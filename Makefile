# Every target prepares what it needs; README gives the plain commands for Windows and macOS.
# The newest Python from 3.11 on; `make PYTHON=... test` takes another one.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
PY := .venv/bin/python
unexport PYTHONPATH PYTHONDONTWRITEBYTECODE

.PHONY: help run venv dev test lint types bench screenshots schema marker-report synonyms-check bundle deb test-bundle test-deb faults fuzz soak bars-report clean
help:            ## this list
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: venv        ## start the program
	@$(PY) main.py $(ARGS)
venv:            ## prepare .venv and the system libraries, start nothing
	@test -n "$(PYTHON)" || { echo "TutorApp needs Python 3.11 or newer (with venv)."; exit 1; }
	@$(PYTHON) packaging/prepare.py
dev:             ## the same with the tools of `make test`
	@test -n "$(PYTHON)" || { echo "TutorApp needs Python 3.11 or newer (with venv)."; exit 1; }
	@$(PYTHON) packaging/prepare.py --dev
test: lint types ## everything: lint, types, import rules, unit, database and window tests, headless
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadgroup
lint: dev        ## style
	@$(PY) -m ruff check . && $(PY) -m ruff format --check -q .
types: dev       ## strict types
	@$(PY) -m mypy
bench: dev       ## speed as ratios; writes build/bench.json
	@$(PY) packaging/bench.py
screenshots: dev ## pictures of every pane into docs/pictures, drawn without a screen
	@QT_QPA_PLATFORM=offscreen $(PY) packaging/screenshots.py
schema: dev      ## write docs/pack.schema.json anew
	@$(PY) packaging/schema.py
marker-report: dev ## how well the marker marks, on the tuning part and on the part kept aside
	@$(PY) packaging/marker_report.py
synonyms-check: venv ## name every line of the synonym lists that the marker cannot read (ARGS=FOLDER)
	@$(PY) packaging/synonyms_check.py $(ARGS)
faults: dev      ## the fault matrix in full: 200 kills of the real window, 500 power cuts (half an hour)
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest tests/faults
	@$(PY) -m tests.faults.copies 500
	@$(PY) -m tests.faults.kills 200
fuzz: dev        ## 1,000 spoilt files of every format read shut in (a minute or two)
	@$(PY) -m tests.formats.fuzz $(ARGS)
soak: dev        ## an hour of simulated use, memory watched (ARGS="--minutes 10")
	@$(PY) packaging/soak.py $(ARGS)
bars-report: dev ## the 28 bars for school computers with figures from here (ARGS=--long takes an hour)
	@$(PY) packaging/bars_report.py $(ARGS)
clean:           ## remove what can be made again
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
bundle: venv     ## one-folder bundle, archive and portable zip into dist/ (needs npm and a C compiler once)
	@$(PYTHON) packaging/bundle/build.py
deb:             ## Debian package from the finished bundle
	@$(PYTHON) packaging/deb/build.py
test-bundle: dev ## self-test and start ratio of the bundle (Xvfb)
	@dist/TutorApp/tutorapp --selftest && $(PY) packaging/bundle/start_ratio.py dist/TutorApp/tutorapp
test-deb:        ## install, run and remove the package in a clean Debian (root, debootstrap)
	@$(PYTHON) packaging/deb/test.py
