"""Measures how ohmstead reads meters on a serial line, beside libraries from PyPI that read the same registers.

The line is a pseudo terminal whose far end, `ohmstead simulate line`, answers as late as at the given speed, with 11
bits a character. It prints one table and asserts nothing.
"""

import argparse
import contextlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from processes import HERE, ROOT, SITE, Server
from table import aligned

RELEASE = ["--configuration", "release", "--static-swift-stdlib", "--scratch-path", ".build-release", "-Xlinker", "-s"]
PROFILE = "eastron-sdm630"
PEERS = ["pymodbus", "minimalmodbus"]
# Between frames, before the request and before the answer: 3.5 characters each.
SILENCES = 7

CONFIGURATION = SITE + """\
[stations]
listen = "127.0.0.1:0"
[meters]
profiles = "{root}/etc/profiles/meters"
[[bus]]
name = "line"
device = "{device}"
baud = {baud}
"""

METER = """
[[meter]]
id = "meter{unit}"
bus = "line"
unit = {unit}
profile = "{profile}"
interval_seconds = 1
"""


def main():
    arguments = parse()
    build = ROOT / ".build-release"
    if not arguments.binaries:
        subprocess.run(["swift", "build", *RELEASE, "--product", "ohmstead"], cwd=ROOT, check=True)
    program = (arguments.binaries or build / "release").resolve() / "ohmstead"
    build.mkdir(exist_ok=True)
    directory = pathlib.Path(tempfile.mkdtemp(prefix="meters-", dir=build))
    try:
        bench = Bench(program, directory, arguments)
        print("\n".join(bench.lines()))
    finally:
        shutil.rmtree(directory)


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binaries", type=pathlib.Path, help="use the program in this folder, build nothing")
    parser.add_argument("--seconds", type=float, default=30, help="how long a measurement takes")
    parser.add_argument("--warm-up", type=float, default=20, help="seconds before it; the dead are found out in these")
    return parser.parse_args()


class Line:
    """A simulated line; what passed over it is collected second by second."""

    def __init__(self, process):
        self.process = process
        self.device = re.search(rb"/dev/\S+?(?=\.)", process.stdout.readline()).group().decode()
        self.traffic = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            self.traffic.append(json.loads(line))

    def during(self, seconds):
        begin = len(self.traffic)
        time.sleep(seconds)
        return self.traffic[begin:]


class Bench:
    def __init__(self, program, directory, arguments):
        self.program = program
        self.directory = directory
        self.seconds = arguments.seconds
        self.warm_up = arguments.warm_up
        self.began = time.monotonic()

    def say(self, text):
        print(f"{time.monotonic() - self.began:6.0f} s  {text}", flush=True)

    def lines(self):
        """The table, line by line."""
        rows = [["full reads/s of an SDM630", "ohmstead", *PEERS, "limit of the line"]]
        for baud, thinking in [(9600, 0), (19_200, 0), (19_200, 5)]:
            rows.append(self.speed(baud, thinking))
        yield ""
        yield aligned(rows)
        many = self.ohmstead(32, [], 19_200, 5)
        few = self.ohmstead(1, [], 19_200, 5)
        living = self.ohmstead(28, [], 19_200, 5)
        with_dead = self.ohmstead(28, [29, 30, 31, 32], 19_200, 5)
        yield ""
        yield f"32 meters at 19,200 baud, 5 ms to think: each every {many['cycle_ms']:,.0f} ms, the slowest once after "
        yield f"  {many['slowest_ms']:,.0f} ms; the line is busy {many['busy']:.0%} of the time"
        yield f"CPU: {many['cpu_ms']:.2f} ms a reading, the commit of its entry included"
        yield f"memory: {(many['rss'] - few['rss']) / 31:.0f} KiB RSS a meter ({many['rss'] / 1024:.1f} MiB with 32)"
        slower = with_dead["cycle_ms"] / living["cycle_ms"] - 1
        yield f"28 meters alone: each every {living['cycle_ms']:,.0f} ms; with 4 dead: {with_dead['cycle_ms']:,.0f} ms, "
        yield f"  {slower:.1%} slower; the slowest once after {with_dead['slowest_ms']:,.0f} ms"

    def speed(self, baud, thinking):
        """How many full reads a second, and how many the line has room for."""
        own = self.ohmstead(8, [], baud, thinking)
        blocks = own["blocks"]
        characters = sum(13 + 2 * int(block.split(":")[1]) + SILENCES for block in blocks)
        limit = 1 / (characters * 11 / baud + len(blocks) * thinking / 1000)
        cells = [f"{own['reads_per_second']:.2f} ({own['reads_per_second'] / limit:.0%})"]
        for peer in PEERS:
            rate = self.peer(peer, 8, baud, thinking, blocks)
            cells.append("–" if rate is None else f"{rate:.2f} ({rate / limit:.0%})")
        title = f"  {baud} baud, a meter thinks {thinking} ms"
        return [title, *cells, f"{limit:.2f}"]

    @contextlib.contextmanager
    def line(self, meters, baud, thinking):
        command = [self.program, "simulate", "line", "--meters", str(meters), "--baud", str(baud)]
        command += ["--think-milliseconds", str(thinking), "--report-seconds", "1"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        try:
            yield Line(process)
        finally:
            process.terminate()
            process.wait(15)

    def ohmstead(self, meters, dead, baud, thinking):
        """The daemon reads so many meters, each as soon as it can but no more than once a second."""
        self.say(f"ohmstead, {meters} meters and {len(dead)} dead at {baud} baud")
        with self.line(meters, baud, thinking) as line, self.empty() as directory:
            units = [*range(1, meters + 1), *dead]
            text = CONFIGURATION.format(directory=directory, root=ROOT, device=line.device, baud=baud)
            text += "".join(METER.format(unit=unit, profile=PROFILE) for unit in units)
            (directory / "ohmstead.toml").write_text(text)
            with open(directory / "log", "wb") as log:
                command = [self.program, "run", "--config", directory / "ohmstead.toml"]
                process = subprocess.Popen(command, stdout=log, stderr=log)
                try:
                    time.sleep(self.warm_up)
                    server = Server(process, None, None)
                    before = server.cpu_seconds()
                    traffic = line.during(self.seconds)
                    return summary(traffic, meters, baud, server.cpu_seconds() - before, server.memory()["rss"])
                finally:
                    process.terminate()
                    process.wait(30)

    def peer(self, library, meters, baud, thinking, blocks):
        """Full reads a second; None where the library is not installed."""
        self.say(f"{library}, {meters} meters at {baud} baud")
        with self.line(meters, baud, thinking) as line:
            command = [sys.executable, HERE / "Peers/meter_reader.py", library, line.device, str(baud)]
            command += [str(self.seconds), str(meters), *blocks]
            result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        return json.loads(result.stdout)["reads"] / self.seconds if result.returncode == 0 else None

    @contextlib.contextmanager
    def empty(self):
        directory = pathlib.Path(tempfile.mkdtemp(dir=self.directory))
        try:
            yield directory
        finally:
            shutil.rmtree(directory)


def summary(traffic, meters, baud, cpu_seconds, rss):
    seconds = sum(second["seconds"] for second in traffic)
    reads, slowest = {}, 0
    for second in traffic:
        for unit, seen in second["units"].items():
            reads[unit] = reads.get(unit, 0) + seen["reads"]
            slowest = max(slowest, seen["longestMilliseconds"])
    total = sum(reads.values())
    characters = sum(second["characters"] + SILENCES * second["requests"] for second in traffic)
    return {
        "reads_per_second": total / seconds,
        "cycle_ms": 1000 * seconds * meters / total,
        "slowest_ms": slowest,
        "blocks": sorted({block for second in traffic for block in second["blocks"]}),
        "busy": characters * 11 / baud / seconds,
        "cpu_ms": 1000 * cpu_seconds / total,
        "rss": rss,
    }


if __name__ == "__main__":
    main()
