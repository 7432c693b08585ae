# Measures a release build beside its peers and prints a table for plain WebSocket and one for TLS.
# BENCH="--seconds 2 --rounds 1" makes it short, --tls-only or --no-tls does one half, --storms 1000 the smaller storm.
.PHONY: bench
bench: $(VENV)
	.venv/bin/python Benchmarks/bench.py $(BENCH)
