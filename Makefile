# Everything a person does with this project. `make` alone says what there is.
.DEFAULT_GOAL := help
SWIFT ?= swift
PROGRAM := .build/debug/ohmstead
# libmodbus waits with select(2), which knows 1024 descriptors: these run by themselves, one after the other, and so do
# those that hold real sockets to real time.
APART := MeteringTests SimulatorTests StationsTests\.Modbus WebSocketTests
space := $(subst ,, )

.PHONY: help setup build run test unit lint fmt crash-test release clean
help: ## Say what there is.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## Install what is missing of the system's libraries.
	@./scripts/setup

build: setup ## Build the program for development.
	$(SWIFT) build --product ohmstead

run: build ## Watch the gateway work with a simulated site beside it. Ctrl-C ends it.
	@$(PROGRAM) demo

test: lint unit interop ## Run every test.

unit: setup ## Build and run the Swift tests, with a short crash loop among them.
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --skip 'AcceptanceTests|$(subst $(space),|,$(APART))'
	for suite in $(foreach suite,$(APART),'$(suite)'); do $(SWIFT) test --skip-build --filter "$$suite" || exit 1; done
	$(SWIFT) test --skip-build --filter AcceptanceTests --no-parallel

crash-test: setup ## Kill the gateway 200 times at random instants and compare the books.
	$(SWIFT) build --build-tests
	OHMSTEAD_CRASHES=200 $(SWIFT) test --skip-build --filter CrashTests

lint: ## Check the style of the code.
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks Fuzz

fmt: ## Put the code into that style.
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks Fuzz

release: setup ## Build the program as it is shipped: optimised, one file.
	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build-release --product ohmstead \
	    -Xlinker -s

clean: ## Remove everything that was built.
	rm -rf .build .build-* .venv

include mk/interop.mk mk/bench.mk mk/fuzz.mk
