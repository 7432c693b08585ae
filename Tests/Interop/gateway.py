"""The daemon under test: its configuration, its process, and its command line tool."""

import asyncio
import contextlib
import json
import os
import pathlib
import signal
import sqlite3
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("OHMSTEAD", ROOT / ".build/debug/ohmstead"))


class CommandFailed(Exception):
    """The command line tool said no."""


class Gateway:
    """An `ohmstead run` on ports of its own, and the subcommands that talk to it.

    `blocks` is TOML for stations, buses, meters and uplinks; other settings go into the tables they are named after.
    """

    def __init__(self, directory, blocks="", stations=None, sessions=None, authorization=None):
        self.directory = directory
        self.configuration = directory / "ohmstead.toml"
        self.ports_file = directory / "ports.json"
        self.log = directory / "log"
        self.process = None
        tables = {
            "site": {"name": "Interop", "time_zone": "Europe/Vienna"},
            "storage": {"path": f"{directory}/ohmstead.db"},
            "console": {"socket": f"{directory}/ohmstead.sock"},
            "stations": {"listen": "127.0.0.1:0", "unknown": "refuse"} | (stations or {}),
            "meters": {"profiles": f"{ROOT}/etc/profiles/meters"},
            "authorization": authorization or {},
            "sessions": {"final_after_seconds": 2} | (sessions or {}),
        }
        self.configuration.write_text("\n".join(map(table, tables, tables.values())) + "\n" + blocks)

    async def start(self):
        self.ports_file.unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                PROGRAM, "run", "--config", self.configuration, "--ports-file", self.ports_file, stdout=log, stderr=log
            )
        ports = await eventually(self._ports, "the daemon listens", seconds=30)
        self.port = ports.get("stations")
        self.further_ports = ports.get("furtherStations", [])

    def _ports(self):
        assert self.process.returncode is None, f"the daemon ended:\n{self.log.read_text()}"
        with contextlib.suppress(FileNotFoundError, ValueError):
            return json.loads(self.ports_file.read_text())

    async def stop(self, how=signal.SIGTERM):
        """Ends the daemon, and waits for it."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.send_signal(how)
        try:
            await asyncio.wait_for(self.process.wait(), 20)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
            raise

    async def crash(self):
        """The power goes: no signal handler runs."""
        await self.stop(signal.SIGKILL)

    def url(self, path, tls=False):
        """TLS is on the first of the listeners in blocks."""
        return f"wss://localhost:{self.further_ports[0]}{path}" if tls else f"ws://127.0.0.1:{self.port}{path}"

    async def cli(self, subcommand, *arguments):
        """Runs a subcommand against this daemon and returns what it prints."""
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            subcommand,
            *arguments,
            "--socket",
            self.directory / "ohmstead.sock",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await asyncio.wait_for(process.communicate(), 60)
        # A station's refusal ends with 1 as well, but it is an answer.
        if process.returncode and not output:
            raise CommandFailed(errors.decode())
        return output.decode()

    async def sessions(self, station=None):
        """All sessions, or those of a station, oldest first."""
        of = ["--station", station] if station else []
        return json.loads(await self.cli("sessions", "--json", "--limit", "500", *of))[::-1]

    def entries(self, kind, station):
        """The bodies of what the journal has of a kind about a station, oldest first."""
        with contextlib.closing(sqlite3.connect(f"file:{self.directory}/ohmstead.db?mode=ro", uri=True)) as journal:
            query = "SELECT body FROM entry WHERE kind = ? AND subject = ? ORDER BY seq"
            return [json.loads(body) for (body,) in journal.execute(query, (kind, f"station/{station}"))]

    async def status(self):
        return json.loads(await self.cli("status", "--json"))

    async def send(self, station, *words):
        """Sends a station a command and returns its answer."""
        return json.loads(await self.cli("send", station, *words, "--json"))

    async def final_sessions(self, count, seconds=20, station=None):
        """Waits until `count` sessions are there, makes sure that no more come, and returns them oldest first."""

        async def enough():
            found = [session for session in await self.sessions(station) if "pluggedOut" in session]
            return found if len(found) >= count else None

        await eventually(enough, f"{count} sessions are final", seconds)
        await asyncio.sleep(0.3)
        found = await self.sessions(station)
        assert len(found) == count, found
        return found


def table(name, settings):
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    return "\n".join([f"[{name}]", *lines])


def block(kind, /, **settings):
    """A TOML block such as [[station]]."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    return "\n".join([f"[[{kind}]]", *lines, ""])


async def eventually(look, what, seconds=10):
    """Looks again and again until there is something, and returns it."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        assert time.monotonic() < deadline, f"after {seconds} s it was still not so that {what}"
        await asyncio.sleep(0.05)
