"""Starts and stops what the benchmark measures, and reads what the kernel knows about it."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent

# What every configuration of the gateway begins with; it goes on in the block [console].
SITE = """\
[site]
name = "Benchmark"
time_zone = "UTC"
[storage]
path = "{directory}/ohmstead.db"
[console]
socket = "{directory}/ohmstead.sock"
"""

CONFIGURATION = SITE + """\
[stations]
{stations}
unknown = "accept"
most_accepted = 10000
messages_per_second = 1000000
[meters]
profiles = "{root}/etc/profiles/meters"
"""

PLAIN = 'listen = "127.0.0.1:0"'

SECURE = """
[[listener]]
address = "127.0.0.1:0"
tls = true
certificate = "{certificate}"
key = "{key}"
max_connections = 6000
"""

STATION = """
[[station]]
id = "{prefix}{number:05}"
security_profile = 2
password_file = "{file}"
"""


class Server:
    """A central system (or the echo) that runs and listens."""

    def __init__(self, process, port, seconds_to_listen):
        self.process = process
        self.port = port
        self.seconds_to_listen = seconds_to_listen

    def bytes_written(self):
        """What the process had written to the block layer, page by page: journal, WAL and checkpoints."""
        return self._fields("io")["write_bytes"]

    def memory(self):
        """Resident memory and its anonymous part, in KiB."""
        status = self._fields("status")
        return {"rss": status["VmRSS"], "anonymous": status["RssAnon"]}

    def cpu_seconds(self):
        """What the process has computed so far, on all cores together."""
        after_name = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")

    def _fields(self, name):
        lines = pathlib.Path(f"/proc/{self.process.pid}/{name}").read_text().splitlines()
        pairs = (line.split(":", 1) for line in lines)
        return {key: int(value.split()[0]) for key, value in pairs if value.split() and value.split()[0].isdigit()}


@contextlib.contextmanager
def running(command, directory, ports_file=None):
    """Runs a server until the block ends. Only this process, by its own id, is ever signalled."""
    with open(directory / "log", "ab") as log:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, cwd=directory)
        try:
            port = _port_from_file(process, ports_file) if ports_file else _port_from_line(process)
            with socket.create_connection(("127.0.0.1", port), timeout=10):
                elapsed = time.perf_counter() - begin
            yield Server(process, port, elapsed)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()


def _port_from_line(process):
    words = process.stdout.readline().split()
    if len(words) != 2 or words[0] != b"listening":
        raise RuntimeError(f"{process.args[0]} did not start")
    return int(words[1])


def _port_from_file(process, path):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(FileNotFoundError, ValueError):
            port = json.loads(path.read_text()).get("stations")
            if port:
                return port
        time.sleep(0.001)
    raise RuntimeError(f"{process.args[0]} did not listen; its log is {path.parent}/log")


class Programs:
    """How each program is started. `start(name, directory)` is a context that gives a Server."""

    def __init__(self, ohmstead, load, build):
        self.ohmstead = ohmstead
        self.load = load
        self.go = build_go(build)

    @property
    def servers(self):
        return ["ohmstead", "go", "python", "echo"] if self.go else ["ohmstead", "python", "echo"]

    def start(self, name, directory, certificates=None, passwords=None):
        """With certificates, TLS is spoken; with passwords, which only ohmstead knows, stations need them."""
        if name == "ohmstead":
            return self._start_ohmstead(directory, certificates, passwords)
        database = str(directory / "peer.db")
        secure = [str(certificates.certificate), str(certificates.key)] if certificates else []
        command = {
            "python": [sys.executable, str(HERE / "Peers/central_system.py"), database, "0", *secure],
            "go": [str(self.go), database, "0"],
            "echo": [str(self.load), "echo-server"],
        }[name]
        return running(command, directory)

    def _start_ohmstead(self, directory, certificates, passwords):
        configuration = directory / "ohmstead.toml"
        text = CONFIGURATION.format(directory=directory, root=ROOT, stations="" if certificates else PLAIN)
        if certificates:
            text += SECURE.format(certificate=certificates.certificate, key=certificates.key)
        if passwords:
            file = directory / "password"
            file.write_text(passwords.hashed)
            file.chmod(0o600)
            numbers = range(1, passwords.stations + 1)
            text += "".join(STATION.format(prefix=passwords.prefix, number=number, file=file) for number in numbers)
        configuration.write_text(text)
        ports = directory / "ports.json"
        ports.unlink(missing_ok=True)
        command = [str(self.ohmstead), "run", "--config", str(configuration), "--ports-file", str(ports)]
        return running(command, directory, ports)

    def drive(self, server, name, stations, seconds, rate=0, warm_up=1):
        """Runs the load against a server and returns what it measured."""
        command = [str(self.load), "--port", str(server.port), "--stations", str(stations), "--seconds", str(seconds)]
        command += ["--rate", str(rate), "--warm-up", str(warm_up)] + (["--echo", "yes"] if name == "echo" else [])
        return self.run_load(name, stations, command)

    def run_load(self, name, stations, command, timeout=None):
        result = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=timeout).stdout)
        if "failed" in result:
            raise RuntimeError(f"{name} with {stations} stations: {result['failed']}")
        return result


def build_go(build):
    """Builds the Go peer from Debian's packages; None where they are not installed."""
    target = build / "go-central-system"
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(build / "go-cache")}
    command = ["go", "build", "-o", str(target), str(HERE / "Peers/central_system.go")]
    try:
        subprocess.run(command, env=environment, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        packages = "golang-go golang-github-gorilla-websocket-dev golang-github-mattn-go-sqlite3-dev"
        print(f"No Go peer: apt install {packages}")
        return None
    return target
