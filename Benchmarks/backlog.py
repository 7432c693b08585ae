"""A gateway with a backlog, and how fast it gets rid of it."""

import contextlib
import http.client
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

import bare_office
from processes import ROOT, SITE, running
from receiver import Receiver

CONFIGURATION = SITE + """\
listen = "127.0.0.1:0"
[stations]
listen = "127.0.0.1:0"
messages_per_second = 1000000
[meters]
profiles = "{root}/etc/profiles/meters"
[[station]]
id = "CP1"
"""
OFFICE = '[[csms]]\nname = "office"\nurl = "ws://127.0.0.1:{port}/ocpp"\nversion = "{version}"\nhistory = true\n'
PUSHED = {
    "ChargeReport": '[[chargereport]]\nname = "cloud"\nurl = "http://127.0.0.1:{port}"\nkey_file = "{secret}"\n',
    "webhook": '[[webhook]]\nname = "cloud"\nurl = "http://127.0.0.1:{port}/hook"\nsecret_file = "{secret}"\n',
}
SECRET = "cr_live_0123456789abcdef"


class Gateway:
    """The daemon on a directory of its own."""

    def __init__(self, program, directory):
        self.program, self.directory = program, pathlib.Path(directory)

    @contextlib.contextmanager
    def running(self, more=""):
        configuration, ports = self.directory / "ohmstead.toml", self.directory / "ports.json"
        configuration.write_text(CONFIGURATION.format(directory=self.directory, root=ROOT) + more)
        ports.unlink(missing_ok=True)
        command = [self.program, "run", "--config", configuration, "--ports-file", ports, "--log-level", "error"]
        with running(command, self.directory, ports) as server:
            page = None
            while page is None:
                page = json.loads(ports.read_text()).get("console")
            self.page = http.client.HTTPConnection("127.0.0.1", page)
            yield server
            self.page.close()

    def waiting(self):
        """How many entries the slowest uplink has yet to tell."""
        self.page.request("GET", "/api/v1/status")
        return max(uplink["waiting"] for uplink in json.loads(self.page.getresponse().read())["uplinks"])

    def wait(self, is_right):
        """Returns when it was seen, and what was seen."""
        while True:
            now = time.monotonic()
            waiting = self.waiting()
            if is_right(waiting):
                return now, waiting
            time.sleep(0.1)


class Backlog:
    """The record of a station's sessions, to be brought to one place after the other."""

    def __init__(self, program, sessions):
        self.program, self.sessions = program, sessions
        self.folder = tempfile.TemporaryDirectory()
        with Gateway(program, self.folder.name).running() as server:
            bare_office.tell(server.port, "1.6", sessions)

    def close(self):
        self.folder.cleanup()

    @contextlib.contextmanager
    def gateway(self):
        """With a copy of the record, which knows of no place that has it."""
        with tempfile.TemporaryDirectory() as directory:
            for path in pathlib.Path(self.folder.name).iterdir():
                if path.is_file():
                    shutil.copy(path, directory)
            yield Gateway(self.program, directory)

    def to_office(self, version, latency_ms):
        """Messages, seconds, and the seconds of a bare client that tells the same to the same back office."""
        with office(self.program, version, latency_ms) as port:
            began = time.monotonic()
            bare_office.tell(port, version, self.sessions)
            bare = time.monotonic() - began
        more = OFFICE.format(version=version, port="{port}")
        with self.gateway() as gateway, office(self.program, version, latency_ms) as port:
            with gateway.running(more.format(port=port)):
                # A backlog is counted up to 10,000 entries, and the link dials after a random part of a few seconds.
                first = gateway.waiting()
                began, left = gateway.wait(lambda waiting: waiting < first)
                ended, _ = gateway.wait(lambda waiting: waiting == 0)
        # A start, a value and a stop a session; the fourth entry says that it is final, and tells nothing.
        messages = left * bare_office.MESSAGES // 4
        share = messages / (self.sessions * bare_office.MESSAGES)
        return messages, ended - began, bare * share

    def push(self, kind, latency_ms):
        """Requests, seconds, and the seconds of a bare client that posts the same to the same receiver."""
        with self.gateway() as gateway, Receiver(latency_ms).running() as receiver:
            secret = gateway.directory / "secret"
            secret.write_text(SECRET)
            secret.chmod(0o600)
            with gateway.running(PUSHED[kind].format(port=receiver.port, secret=secret)):
                gateway.wait(lambda waiting: waiting == 0)
            seconds, requests = receiver.last - receiver.first, len(receiver.bodies)
            return requests, seconds, receiver.replay()


@contextlib.contextmanager
def office(program, version, latency_ms):
    """The simulated back office as a process, which makes every answer wait. Gives its port."""
    with tempfile.NamedTemporaryFile("w+") as words:
        command = [program, "simulate", "csms", "--port", "0", "--version", version, "--latency-ms", str(latency_ms)]
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
