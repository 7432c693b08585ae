# Independent peers from PyPI drive the built binary. Most of a test is waiting, so three files run at once.
OHMSTEAD ?= .build/debug/ohmstead
VENV := .venv/.installed

$(VENV): Tests/Interop/requirements.txt
	python3 -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

.PHONY: interop
interop: $(VENV)
	OHMSTEAD=$(abspath $(OHMSTEAD)) .venv/bin/python -m pytest -n 3 --dist loadfile Tests/Interop
