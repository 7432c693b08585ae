"""Measures ohmstead beside its peers, all in one run on one machine, and prints one table. It asserts nothing.

Each number is the median of some rounds; the servers take turns within a round, so that what else the machine does
meets them all. Every measurement starts a server on an empty directory.
"""

import argparse
import contextlib
import pathlib
import resource
import shutil
import statistics
import subprocess
import tempfile
import time

import filled_journal
import secure
from processes import ROOT, Programs
from table import render, render_secure

STATION_COUNTS = [1, 100, 1000]
LATENCY_RATE = 1000
RELEASE = ["--configuration", "release", "--static-swift-stdlib", "--scratch-path", ".build-release", "-Xlinker", "-s"]


def main():
    arguments = parse()
    # Of this process and those it starts: a connection is a file.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    build = ROOT / ".build-release"
    if not arguments.binaries:
        for product in ["ohmstead", "ohmstead-load"]:
            subprocess.run(["swift", "build", *RELEASE, "--product", product], cwd=ROOT, check=True)
    binaries = (arguments.binaries or build / "release").resolve()
    build.mkdir(exist_ok=True)
    # Beside the build and not in /tmp, which may be a RAM disk where an fsync costs nothing.
    directory = pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir=build))
    try:
        programs = Programs(binaries / "ohmstead", binaries / "ohmstead-load", build)
        servers = arguments.only.split(",") if arguments.only else programs.servers
        bench = Bench(programs, directory, arguments)
        if not arguments.tls_only:
            print(render(servers, STATION_COUNTS, LATENCY_RATE, measure(bench, servers)))
        if not arguments.no_tls:
            with_tls = [server for server in servers if server in secure.SERVERS]
            measured = secure.Secure(bench, arguments.storms)
            results = {key: secure_median(rounds) for key, rounds in measured.measure(with_tls).items()}
            print(render_secure(with_tls, arguments.storms, results, measured.loads))
    finally:
        shutil.rmtree(directory)


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binaries", type=pathlib.Path, help="use the programs in this folder, build nothing")
    parser.add_argument("--seconds", type=int, default=5, help="how long a measurement takes")
    parser.add_argument("--rounds", type=int, default=3, help="of how many rounds the median is taken")
    parser.add_argument("--entries", type=int, default=1_000_000, help="in the journal whose opening is timed")
    parser.add_argument("--only", help="servers to measure, with commas between")
    parser.add_argument("--tls-only", action="store_true", help="measure nothing without TLS")
    parser.add_argument("--no-tls", action="store_true", help="measure nothing with TLS")
    parser.add_argument(
        "--storms", type=numbers, default=[1000, 5000], help="how many stations come at once, with commas between"
    )
    return parser.parse_args()


def numbers(text):
    return [int(number) for number in text.split(",")]


def measure(bench, servers):
    alone = {}
    if "ohmstead" in servers:
        alone = {"start": bench.starts(), "size": bench.programs.ohmstead.stat().st_size}
    results = {}
    for number in range(bench.rounds):
        for stations in STATION_COUNTS:
            for server in servers:
                bench.say(f"round {number + 1} of {bench.rounds}: {server}, {stations} stations")
                results.setdefault((server, stations), []).append(bench.throughput(server, stations))
        for server in servers:
            bench.say(f"round {number + 1} of {bench.rounds}: {server}, {LATENCY_RATE} messages/s")
            results.setdefault((server, "rate"), []).append(bench.latency(server))
    medians = alone | {key: median(rounds) for key, rounds in results.items()}
    for server in servers:
        if server != "echo":
            bench.say(f"memory of {server}")
            medians[server, "memory"] = bench.memory(server)
    return medians


def median(rounds):
    """The median of each number, and all errors."""
    errors = sum(sum(result["errors"].values()) for result in rounds)
    numbers = [key for key, value in rounds[0].items() if isinstance(value, (int, float))]
    return {key: statistics.median(result[key] for result in rounds) for key in numbers} | {"errors": errors}


def secure_median(rounds):
    """The same; what a server did not survive in one round, it did not survive."""
    return None if None in rounds else median(rounds)


class Bench:
    def __init__(self, programs, directory, arguments):
        self.programs = programs
        self.directory = directory
        self.seconds = arguments.seconds
        self.rounds = arguments.rounds
        self.entries = arguments.entries
        self.began = time.monotonic()

    def say(self, text):
        print(f"{time.monotonic() - self.began:6.0f} s  {text}", flush=True)

    @contextlib.contextmanager
    def empty(self):
        directory = pathlib.Path(tempfile.mkdtemp(dir=self.directory))
        try:
            yield directory
        finally:
            shutil.rmtree(directory)

    def throughput(self, name, stations):
        """As fast as one outstanding call per station allows."""
        with self.empty() as directory, self.programs.start(name, directory) as server:
            before = server.bytes_written()
            result = self.programs.drive(server, name, stations, self.seconds)
            written = server.bytes_written() - before
            return result | {"bytes_per_message": written / max(result["answers_with_warm_up"], 1)}

    def latency(self, name):
        """How soon an answer comes while the server has room to breathe."""
        with self.empty() as directory, self.programs.start(name, directory) as server:
            return self.programs.drive(server, name, 100, self.seconds, rate=LATENCY_RATE)

    def memory(self, name):
        """Idle, with 1,000 connected stations that say little, and after these have been busy."""
        with self.empty() as directory, self.programs.start(name, directory) as server:
            time.sleep(1)
            idle = server.memory()
            quiet = self._highest(server, name, rate=100)
            busy = self._highest(server, name, rate=0)
            return {"idle": idle, "quiet": quiet, "busy": busy}

    def _highest(self, server, name, rate):
        """The highest resident memory while 1,000 stations are connected."""
        command = [str(self.programs.load), "--port", str(server.port), "--stations", "1000"]
        command += ["--seconds", str(self.seconds), "--rate", str(rate), "--prefix", f"R{rate}N"]
        samples = []
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as load:
            while load.poll() is None:
                samples.append(server.memory())
                time.sleep(0.1)
        return max(samples, key=lambda sample: sample["rss"])

    def starts(self):
        """Seconds from exec to listening, with an empty journal and with a full one."""
        with self.empty() as directory:
            self.say("time to listening, empty journal")
            empty = self._start_seconds(directory)
        with self.empty() as directory:
            self.say(f"filling a journal with {self.entries} entries")
            with self.programs.start("ohmstead", directory) as server:
                self.programs.drive(server, "ohmstead", 100, 1)
            count = filled_journal.fill(directory / "ohmstead.db", self.entries)
            self.say("time to listening, full journal")
            # The first time nothing but the entries is there, as after a crash; later starts find a clean stop.
            unprepared = self._start_seconds(directory, times=1)
            return {"empty": empty, "full": self._start_seconds(directory), "unprepared": unprepared, "entries": count}

    def _start_seconds(self, directory, times=None):
        seconds = []
        for _ in range(times or self.rounds):
            with self.programs.start("ohmstead", directory) as server:
                seconds.append(server.seconds_to_listen)
        return statistics.median(seconds)


if __name__ == "__main__":
    main()
