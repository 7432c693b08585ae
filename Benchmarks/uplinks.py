"""Measures how the gateway brings sessions to clouds, and prints tables.

Three questions. How fast is a backlog drained, against a bare client that tells the same to the same place, one
question at a time? How much later does a message reach the back office than without the gateway? Does a backlog cost
memory? Nothing here is asserted; machines are shared, so quote ratios and medians.
"""

import argparse
import asyncio
import contextlib
import json
import pathlib
import statistics
import tempfile
import time

import bare_office
import filled_journal
import websockets
from backlog import OFFICE, PUSHED, Backlog, Gateway
from processes import ROOT
from table import aligned


async def latency(program, messages, through_gateway):
    """Milliseconds from a wallbox's sending to the back office's having a message, p50 and p99."""
    arrived = asyncio.Queue()

    async def serve(connection):
        async for text in connection:
            now = time.perf_counter()
            _, message_id, action, payload = json.loads(text)
            answer = {}
            if action == "BootNotification":
                answer = {"status": "Accepted", "interval": 3600, "currentTime": "2026-01-01T00:00:00Z"}
            if action == "StartTransaction":
                answer = {"transactionId": 7, "idTagInfo": {"status": "Accepted"}}
            if action == "MeterValues":
                arrived.put_nowait((payload["meterValue"][0]["sampledValue"][0]["value"], now))
            await connection.send(json.dumps([3, message_id, answer]))

    async def call(connection, number, action, payload):
        await connection.send(json.dumps([2, str(number), action, payload]))
        return json.loads(await connection.recv())[2]

    async with websockets.serve(serve, "127.0.0.1", 0, subprotocols=["ocpp1.6"], compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        with tempfile.TemporaryDirectory() as directory, contextlib.ExitStack() as stack:
            if through_gateway:
                way = Gateway(program, directory).running(OFFICE.format(port=port, version="1.6"))
                port = (await asyncio.to_thread(stack.enter_context, way)).port
            times = []
            async with websockets.connect(
                f"ws://127.0.0.1:{port}/ocpp/CP1", subprotocols=["ocpp1.6"], compression=None
            ) as box:
                await call(box, 0, "BootNotification", {"chargePointVendor": "Bench", "chargePointModel": "Bare"})
                started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                start = {"connectorId": 1, "idTag": "TAG", "meterStart": 0, "timestamp": started}
                transaction = (await call(box, 1, "StartTransaction", start))["transactionId"]
                await asyncio.sleep(5)  # The lane dials after a random part of a few seconds.
                for number in range(1, messages + 1):
                    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                    sample = {"timestamp": moment, "sampledValue": [{"value": str(number)}]}
                    sent = time.perf_counter()
                    values = {"connectorId": 1, "transactionId": transaction, "meterValue": [sample]}
                    await call(box, number + 1, "MeterValues", values)
                    while True:
                        value, at = await arrived.get()
                        if value == str(number):
                            times.append((at - sent) * 1000)
                            break
                    await asyncio.sleep(0.01)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99)]


def memory(program, entries):
    """RSS in MiB while an office is away and so many entries wait for it."""
    with tempfile.TemporaryDirectory() as directory:
        gateway = Gateway(program, directory)
        with gateway.running() as server:
            bare_office.tell(server.port, "1.6", 50)
        filled_journal.fill(pathlib.Path(directory) / "ohmstead.db", entries)
        # Nobody listens on port 9.
        with gateway.running(OFFICE.format(port=9, version="1.6")) as server:
            for _ in range(20):
                gateway.waiting()
                time.sleep(0.25)
            return server.memory()["rss"] / 1024


def drains(program, options):
    rows = [["backlog of one station", "sessions", "requests/s", "bare client", "of that"]]

    def add(title, sessions, count, seconds, bare):
        rows.append([title, f"{sessions:,}", f"{count / seconds:,.1f}", f"{count / bare:,.1f}", f"{bare / seconds:.0%}"])

    for delay, sessions in [(0, options.sessions), (100, options.slow_sessions)]:
        backlog = Backlog(program, sessions)
        for version in ["1.6", "2.0.1"]:
            add(f"OCPP {version}, {delay} ms", sessions, *backlog.to_office(version, delay))
        backlog.close()
    # Both send a hundred sessions at once, and the last one is not final; ChargeReport takes 100 requests an hour, of
    # which 90 are used.
    backlog = Backlog(program, options.pushed_sessions // 100 * 100 + 1)
    for delay in [0, 100]:
        for kind in PUSHED:
            add(f"{kind}, {delay} ms", backlog.sessions, *backlog.push(kind, delay))
    backlog.close()
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binaries", default=str(ROOT / ".build-release/release"))
    parser.add_argument("--sessions", type=int, default=10_000, help="how many wait at an office that answers at once")
    parser.add_argument("--slow-sessions", type=int, default=200, help="how many wait at one that takes 100 ms")
    parser.add_argument("--pushed-sessions", type=int, default=8000, help="how many wait at a service that is posted to")
    parser.add_argument("--messages", type=int, default=1000, help="how many are timed one by one")
    parser.add_argument("--entries", type=int, default=1_000_000)
    options = parser.parse_args()
    program = pathlib.Path(options.binaries).resolve() / "ohmstead"
    print("\n" + aligned(drains(program, options)))
    rows = [["from wallbox to office, ms", "p50", "p99"]]
    for title, through in [("without the gateway", False), ("through the gateway", True)]:
        p50, p99 = asyncio.run(latency(program, options.messages, through))
        rows.append([title, f"{p50:.2f}", f"{p99:.2f}"])
    print("\n" + aligned(rows))
    rows = [["RSS, MiB, office away", "MiB"]]
    for entries in [200, options.entries]:
        rows.append([f"{entries:,} entries wait", f"{memory(program, entries):.1f}"])
    print("\n" + aligned(rows))


if __name__ == "__main__":
    main()
