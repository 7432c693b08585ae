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
    row("KiB a station, 1000 quiet stations", lambda r: per_station(r, "quiet"), "memory")
    row("KiB a station, 1000 busy stations", lambda r: per_station(r, "busy"), "memory")
    return "\n" + aligned(rows) + "\n\n" + "\n".join(facts(servers, station_counts, results))


def render_secure(servers, storms, results, loads):
    """The table of what was measured with TLS."""
    rows = [["with TLS", *servers]]

    def row(title, text, *key):
        cells = [(results.get((server, *key), "–")) for server in servers]
        rows.append([title, *("failed" if cell is None else cell if cell == "–" else text(cell) for cell in cells)])

    row("handshakes/s", lambda r: f"{r['stations_per_second']:,.0f}", "handshakes")
    row("server's CPU ms a handshake", lambda r: f"{r['cpu_ms']:.2f}", "handshakes")
    titles = [("storm", "storm of {:,}, new stations"), ("again", "storm of {:,}, again")]
    kinds = [(title.format(stations), (key, stations)) for stations in storms for key, title in titles]
    kinds += [(f"storm of {storms[0]:,}, passwords never seen", ("cold",)), ("  the same, again", ("warm",))]
    for title, key in kinds:
        row(f"{title}: s until all are in", lambda r: f"{r['seconds']:.2f}", *key)
        row("  ms a station, p50 / p99", lambda r: f"{r['p50_ms']:,.0f} / {r['p99_ms']:,.0f}", *key)
        row("  server's CPU ms a station, failed attempts", lambda r: f"{r['cpu_ms']:.2f}, {r['errors']}", *key)
    row("p50 / p99 ms, 1000 stations, 1000 messages/s", lambda r: f"{r['p50_ms']:.2f} / {r['p99_ms']:.2f}", "rate")
    row("RSS MiB idle", lambda r: f"{r['idle'] / 1024:.1f}", "quiet", storms[0])
    for stations in storms:
        key = ("quiet", stations)
        row(f"RSS MiB, {stations:,} quiet stations", lambda r: f"{r['quiet'] / 1024:.1f}", *key)
        for title, field in [("quiet stations", "quiet"), ("that came back", "back")]:
            row(
                f"KiB a station, {stations:,} {title}",
                lambda r, field=field, stations=stations: f"{(r[field] - r['idle']) / stations:.1f}",
                *key,
            )
    return "\n" + aligned(rows) + f"\n\nload average meanwhile: {min(loads):.1f} to {max(loads):.1f}"


def memory(sample):
    return f"{sample['rss'] / 1024:.1f} ({sample['anonymous'] / 1024:.1f})"


def per_station(samples, state):
    return f"{(samples[state]['rss'] - samples['idle']['rss']) / 1000:.1f}"


def facts(servers, station_counts, results):
    """What stands for ohmstead alone, and how it compares."""
    if "ohmstead" not in servers:
        return
    for stations in station_counts:
        own = results["ohmstead", stations]["messages_per_second"]
        others = [(name, results[name, stations]["messages_per_second"]) for name in servers if name != "ohmstead"]
        yield f"ohmstead with {stations} stations: " + ", ".join(f"{own / rate:.2f} × {name}" for name, rate in others)
    start = results["start"]
    yield f"exec to listening, empty journal: {start['empty']:.2f} s"
    yield f"exec to listening, {start['entries']:,} entries: {start['full']:.2f} s"
    yield f"the same after a crash that left no snapshot of them: {start['unprepared']:.2f} s"
    yield f"binary: {results['size'] / 1e6:.1f} MB"


def aligned(rows):
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(padded, row, widths, range(len(row)))) for row in rows)


def padded(cell, width, column):
    return cell.rjust(width) if column else cell.ljust(width)
