# Measures a release build beside its peers and prints a table. BENCH="--seconds 2 --rounds 1" makes it short.
.PHONY: bench
bench: $(VENV)
	.venv/bin/python Benchmarks/bench.py $(BENCH)
