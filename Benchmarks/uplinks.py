"""Measures how the gateway brings sessions to OCPP back offices, and prints a table.

Three questions. How fast is a backlog drained, against what one question at a time allows (a bare client that makes
the same round trips with the same back office)? How much later does a message reach the back office than without the
gateway? Does a backlog cost memory? Nothing here is asserted; machines are shared, so quote ratios and medians.
"""

import argparse
import asyncio
import contextlib
import json
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

import filled_journal
import websockets
from bare_station import BareStation
from processes import ROOT, running
from table import aligned

PAST = "2026-01-{day:02}T{hour:02}:{minute:02}:00Z"
SITE = """\
[site]
name = "Benchmark"
time_zone = "UTC"
[storage]
path = "{directory}/ohmstead.db"
[console]
socket = "{directory}/ohmstead.sock"
[stations]
listen = "127.0.0.1:0"
messages_per_second = 1000000
[meters]
profiles = "{root}/etc/profiles/meters"
"""
STATION = '[[station]]\nid = "CP{number}"\n'
OFFICE = '[[csms]]\nname = "office"\nurl = "ws://127.0.0.1:{port}/ocpp"\nversion = "{version}"\nhistory = true\n'


class Gateway:
    """The daemon on a directory of its own."""

    def __init__(self, program, directory):
        self.program, self.directory = program, pathlib.Path(directory)

    @contextlib.contextmanager
    def running(self, more=""):
        configuration, ports = self.directory / "ohmstead.toml", self.directory / "ports.json"
        configuration.write_text(SITE.format(directory=self.directory, root=ROOT) + STATION.format(number=1) + more)
        ports.unlink(missing_ok=True)
        command = [self.program, "run", "--config", configuration, "--ports-file", ports, "--log-level", "error"]
        with running(command, self.directory, ports) as server:
            yield server

    def waiting(self):
        """How many entries the slowest uplink has yet to tell."""
        command = [self.program, "status", "--json", "--socket", self.directory / "ohmstead.sock"]
        answer = subprocess.run(command, capture_output=True, text=True)
        if answer.returncode != 0:
            raise RuntimeError(f"the daemon does not answer: {answer.stderr}")
        return max(uplink["waiting"] for uplink in json.loads(answer.stdout)["uplinks"])


@contextlib.contextmanager
def office(program, version, latency):
    """The simulated back office as a process, which makes every answer wait. Gives its port."""
    with tempfile.NamedTemporaryFile("w+") as words:
        command = [program, "simulate", "csms", "--port", "0", "--version", version, "--latency-ms", str(latency)]
        process = subprocess.Popen(command, stdout=words)
        try:
            port = None
            while port is None:
                time.sleep(0.01)
                port = re.search(r"ws://127.0.0.1:(\d+)/", pathlib.Path(words.name).read_text())
            yield int(port.group(1))
        finally:
            process.terminate()
            process.wait(15)


def charge(port, sessions):
    """A station that tells so many sessions of the past."""
    box = BareStation(port, "CP1")
    box.call("BootNotification", {"chargePointVendor": "Bench", "chargePointModel": "Bare"})
    for number in range(sessions):
        times = [
            PAST.format(day=1 + number // 1440 % 28, hour=number // 60 % 24, minute=number % 60),
            PAST.format(day=1 + number // 1440 % 28, hour=number // 60 % 24, minute=number % 60).replace(":00Z", ":30Z"),
        ]
        start = box.call(
            "StartTransaction",
            {"connectorId": 1, "idTag": "TAG", "meterStart": number * 1000, "timestamp": times[0]})
        sample = {"timestamp": times[1], "sampledValue": [{"value": str(number * 1000 + 500)}]}
        box.call("MeterValues", {"connectorId": 1, "transactionId": start["transactionId"], "meterValue": [sample]})
        box.call(
            "StopTransaction",
            {"transactionId": start["transactionId"], "meterStop": number * 1000 + 900, "timestamp": times[1]})
    box.close()


def round_trip(program, version, latency, seconds=2.0):
    """Seconds a bare client needs for one question and its answer."""
    with office(program, version, latency) as port:
        box = BareStation(port, "BARE", "ocpp1.6" if version == "1.6" else "ocpp2.0.1")
        if version == "1.6":
            box.call("BootNotification", {"chargePointVendor": "Bench", "chargePointModel": "Bare"})
            status = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
        else:
            station = {"vendorName": "Bench", "model": "Bare"}
            box.call("BootNotification", {"reason": "PowerUp", "chargingStation": station})
            status = {"timestamp": "2026-01-01T00:00:00Z", "connectorStatus": "Available", "evseId": 1, "connectorId": 1}
        count, began = 0, time.monotonic()
        while time.monotonic() - began < seconds:
            box.call("StatusNotification", status)
            count += 1
        box.close()
        return (time.monotonic() - began) / count


def drain(program, version, latency, sessions):
    """Returns (messages, messages a second, the share of what round trips allow)."""
    with tempfile.TemporaryDirectory() as directory:
        gateway = Gateway(program, directory)
        with gateway.running() as server:
            charge(server.port, sessions)
        trip = round_trip(program, version, latency)
        with office(program, version, latency) as port, gateway.running(OFFICE.format(port=port, version=version)):
            # A backlog is counted up to 10,000 entries, and the link dials after a random part of a few seconds.
            first = gateway.waiting()
            began, left = wait(gateway, lambda waiting: waiting < first)
            ended, _ = wait(gateway, lambda waiting: waiting == 0)
        # A start, a value and a stop a session; the fourth entry says that it is final, and tells nothing.
        messages = left * 3 // 4
        return messages, messages / (ended - began), messages * trip / (ended - began)


def wait(gateway, is_right):
    """Returns when it was seen, and what was seen."""
    while True:
        now = time.monotonic()
        waiting = gateway.waiting()
        if is_right(waiting):
            return now, waiting
        time.sleep(0.05)


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
            charge(server.port, 50)
        filled_journal.fill(pathlib.Path(directory) / "ohmstead.db", entries)
        # Nobody listens on port 9.
        with gateway.running(OFFICE.format(port=9, version="1.6")) as server:
            for _ in range(20):
                gateway.waiting()
                time.sleep(0.25)
            return server.memory()["rss"] / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binaries", default=str(ROOT / ".build-release/release"))
    parser.add_argument("--sessions", type=int, default=10_000, help="how many wait at an office that answers at once")
    parser.add_argument("--slow-sessions", type=int, default=200, help="how many wait at one that takes 100 ms")
    parser.add_argument("--messages", type=int, default=1000, help="how many are timed one by one")
    parser.add_argument("--entries", type=int, default=1_000_000)
    options = parser.parse_args()
    program = pathlib.Path(options.binaries).resolve() / "ohmstead"
    rows = [["backlog of one station", "messages", "messages/s", "of what round trips allow"]]
    for version in ["1.6", "2.0.1"]:
        for delay, sessions in [(0, options.sessions), (100, options.slow_sessions)]:
            count, rate, share = drain(program, version, delay, sessions)
            rows.append([f"OCPP {version}, {delay} ms", f"{count:,}", f"{rate:,.1f}", f"{share:.0%}"])
    print("\n" + aligned(rows))
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
