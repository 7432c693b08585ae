"""Makes what a listener with TLS needs: a root, and a certificate for this machine that it signed."""

import dataclasses
import pathlib
import subprocess

NAMES = "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n"
P256 = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


@dataclasses.dataclass
class Certificates:
    root: pathlib.Path
    certificate: pathlib.Path
    key: pathlib.Path


def make(directory):
    """Calls openssl three times; nothing of it outlives the directory."""
    made = Certificates(directory / "root.pem", directory / "server.pem", directory / "server.key")
    root_key, request, names = directory / "root.key", directory / "server.csr", directory / "names"
    names.write_text(NAMES)
    _openssl("req", "-x509", *P256, "-keyout", root_key, "-out", made.root, "-days", "2", "-subj", "/CN=Benchmark root")
    _openssl("req", *P256, "-keyout", made.key, "-out", request, "-subj", "/CN=127.0.0.1")
    signing = ["-CA", made.root, "-CAkey", root_key, "-CAcreateserial", "-days", "2", "-extfile", names]
    _openssl("x509", "-req", "-in", request, *signing, "-out", made.certificate)
    return made


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
