"""What TLS costs: how fast stations come in, what each of them keeps, and how soon they are answered.

The load generator verifies the server's certificate, and resumes no session: every handshake is a whole one.
"""

import base64
import contextlib
import hashlib
import json
import os
import subprocess
import time

import certificates

SERVERS = ["ohmstead", "python"]
RATE = 1000
RATE_STATIONS = 1000
HANDSHAKES = 2000
# A server that has not let everybody in by then does not survive the storm.
PATIENCE_SECONDS = 180


class Passwords:
    """One password for all stations, as a hash that the daemon would have made itself."""

    text = "benchmark-benchmark-benchmark"
    prefix = "LOAD"

    def __init__(self, stations):
        self.stations = stations
        salt = os.urandom(16)
        digest = hashlib.scrypt(self.text.encode(), salt=salt, n=1 << 13, r=8, p=1, dklen=32)
        salt64, digest64 = (base64.b64encode(part).decode().rstrip("=") for part in (salt, digest))
        self.hashed = f"$scrypt$ln=13,r=8,p=1${salt64}${digest64}"


class Secure:
    def __init__(self, bench, storms):
        self.bench = bench
        self.storms = storms
        self.certificates = certificates.make(bench.directory)
        self.loads = []

    def measure(self, servers):
        """A list of results for each thing that was measured; `None` where a server did not survive."""
        results = {}

        def add(key, measured):
            results.setdefault(key, []).append(measured)
            self.loads.append(os.getloadavg()[0])

        for number in range(self.bench.rounds):
            for server in servers:
                self._say(number, server, f"{HANDSHAKES} handshakes")
                add((server, "handshakes"), self.handshakes(server))
            for stations in self.storms:
                for server in servers:
                    self._say(number, server, f"storm of {stations}")
                    first, again = self.storm(server, stations)
                    add((server, "storm", stations), first)
                    add((server, "again", stations), again)
            if "ohmstead" in servers:
                self._say(number, "ohmstead", f"storm of {self.storms[0]} with passwords")
                first, again = self.storm("ohmstead", self.storms[0], Passwords(self.storms[0]))
                add(("ohmstead", "cold"), first)
                add(("ohmstead", "warm"), again)
            for stations in self.storms:
                for server in servers:
                    self._say(number, server, f"{stations} quiet stations")
                    add((server, "quiet", stations), self.quiet(server, stations))
            for server in servers:
                self._say(number, server, f"{RATE_STATIONS} stations, {RATE} messages/s")
                add((server, "rate"), self.rate(server))
        return results

    def _say(self, number, server, text):
        load = os.getloadavg()[0]
        self.bench.say(f"round {number + 1} of {self.bench.rounds}: {server} with TLS, {text} (load {load:.1f})")

    @contextlib.contextmanager
    def _server(self, name, passwords=None):
        with self.bench.empty() as directory:
            with self.bench.programs.start(name, directory, self.certificates, passwords) as server:
                yield server

    def _command(self, server, purpose, stations, *more):
        command = [str(self.bench.programs.load), "--do", purpose, "--port", str(server.port)]
        return command + ["--stations", str(stations), "--tls", "yes", "--ca", str(self.certificates.root), *more]

    def _run(self, server, name, purpose, stations, *more):
        """The load's result, with what the server computed for each station."""
        before = server.cpu_seconds()
        command = self._command(server, purpose, stations, *more)
        try:
            result = self.bench.programs.run_load(name, stations, command, timeout=PATIENCE_SECONDS)
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            self.bench.say(f"{name} did not survive: {error}")
            return None
        return result | {"cpu_ms": (server.cpu_seconds() - before) * 1000 / stations}

    def handshakes(self, name):
        """TCP, TLS and the upgrade, 64 stations at a time."""
        with self._server(name) as server:
            return self._run(server, name, "handshakes", HANDSHAKES, "--at-once", "64")

    def storm(self, name, stations, passwords=None):
        """Everybody at once: for the first time, and again."""
        more = ["--password", passwords.text] if passwords else []
        with self._server(name, passwords) as server:
            first = self._run(server, name, "storm", stations, *more)
            # The first storm's connections are gone by then.
            time.sleep(3)
            return first, first and self._run(server, name, "storm", stations, *more)

    def quiet(self, name, stations):
        """Resident memory before anybody came, with stations that have booted and fallen silent, and once they were
        gone and have come back: a server that runs for long lives on memory that was used before."""
        with self._server(name) as server:
            time.sleep(1)
            idle = server.memory()
            quiet = self._held(server, stations)
            time.sleep(3)
            back = quiet and self._held(server, stations)
            return back and {"idle": idle["rss"], "quiet": quiet["rss"], "back": back["rss"], "errors": {}}

    def _held(self, server, stations):
        """The server's memory while stations are connected; `None` when not all of them could."""
        command = self._command(server, "hold", stations, "--seconds", "60")
        with subprocess.Popen(command, stdout=subprocess.PIPE) as load:
            arrived = json.loads(load.stdout.readline() or "{}")
            time.sleep(3)
            memory = server.memory()
            load.terminate()
        return memory if arrived.get("stations") == stations else None

    def rate(self, name):
        with self._server(name) as server:
            more = ["--seconds", str(self.bench.seconds), "--rate", str(RATE)]
            return self._run(server, name, "send", RATE_STATIONS, *more)
