# Measures a release build beside its peers and prints a table for plain WebSocket, one for TLS and one for meters.
# BENCH="--seconds 2 --rounds 1" makes it short, --tls-only or --no-tls does one half, --storms 1000 the smaller storm.
# METER_BENCH="--seconds 10 --warm-up 10" does the same for the meters; with --binaries .build/debug it needs no release.
# UPLINK_BENCH="--sessions 500 --slow-sessions 20 --messages 100 --entries 20000" does it for the back offices.
.PHONY: bench bench-meters bench-uplinks
bench: $(VENV)
	.venv/bin/python Benchmarks/bench.py $(BENCH)
	.venv/bin/python Benchmarks/meters.py $(METER_BENCH)
	.venv/bin/python Benchmarks/uplinks.py $(UPLINK_BENCH)

bench-meters: $(VENV)
	.venv/bin/python Benchmarks/meters.py $(METER_BENCH)

bench-uplinks: $(VENV)
	.venv/bin/python Benchmarks/uplinks.py $(UPLINK_BENCH)
