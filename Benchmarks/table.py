"""Puts the benchmark's numbers into one table for people."""


def render(servers, station_counts, rate, results):
    rows = [["", *servers]]

    def row(title, text, key):
        rows.append([title, *(text(results[server, key]) if (server, key) in results else "–" for server in servers)])

    for stations in station_counts:
        row(f"messages/s, {stations} stations", lambda r: f"{r['messages_per_second']:,.0f}", stations)
    for stations in station_counts:
        row(f"p50 / p99 ms, {stations} stations", lambda r: f"{r['p50_ms']:.2f} / {r['p99_ms']:.2f}", stations)
    row(f"p50 / p99 ms, {rate} messages/s", lambda r: f"{r['p50_ms']:.2f} / {r['p99_ms']:.2f}", "rate")
    for stations in station_counts:
        row(f"bytes written/message, {stations} stations", lambda r: f"{r['bytes_per_message']:,.0f}", stations)
    row("connect and boot s, 1000 stations", lambda r: f"{r['connect_and_boot_seconds']:.2f}", 1000)
    row("errors, 1000 stations", lambda r: str(r["errors"]), 1000)
    row("RSS (anonymous) MiB idle", lambda r: memory(r["idle"]), "memory")
    row("RSS (anonymous) MiB, 1000 quiet stations", lambda r: memory(r["quiet"]), "memory")
    row("RSS (anonymous) MiB, 1000 busy stations", lambda r: memory(r["busy"]), "memory")
    row("KiB a station, quiet / busy", lambda r: f"{per_station(r, 'quiet'):.1f} / {per_station(r, 'busy'):.1f}", "memory")
    return "\n" + aligned(rows) + "\n\n" + "\n".join(facts(servers, station_counts, results))


def memory(sample):
    return f"{sample['rss'] / 1024:.1f} ({sample['anonymous'] / 1024:.1f})"


def per_station(samples, state):
    return (samples[state]["rss"] - samples["idle"]["rss"]) / 1000


def facts(servers, station_counts, results):
    """What stands for ohmstead alone, and how it compares."""
    if "ohmstead" not in servers:
        return
    for stations in station_counts:
        own = results["ohmstead", stations]["messages_per_second"]
        others = [(name, results[name, stations]["messages_per_second"]) for name in servers if name != "ohmstead"]
        yield f"ohmstead with {stations} stations: " + ", ".join(f"{own / rate:.2f} × {name}" for name, rate in others)
    start = results["start"]
    yield f"exec to listening: {start['empty']:.2f} s empty, {start['full']:.2f} s with {start['entries']:,} entries"
    yield f"binary: {results['size'] / 1e6:.1f} MB"


def aligned(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(zip(row, widths)))
        for row in rows
    )
