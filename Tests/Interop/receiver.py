"""An independent receiver of webhooks on Python's http.server, with the faults a test asks for."""

import contextlib
import hashlib
import hmac
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver(ThreadingHTTPServer):
    """Keeps each request as it came: its headers and its body.

    `faults` are for the first requests, one each; afterwards all is well. A number is the status of the answer, and
    "hang up" ends the connection without one, after the document was read.
    """

    daemon_threads = True

    def __init__(self, faults=()):
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults = list(faults)
        self.requests = []
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/charging?site=1"

    def handle_error(self, request, client_address):
        """A connection that ends is what some tests are about."""

    @contextlib.contextmanager
    def serving(self):
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            thread.join()
            self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            self.server.requests.append((self.path, dict(self.headers), body))
            fault = self.server.faults.pop(0) if self.server.faults else 204
        if fault == "hang up":
            self.close_connection = True
            return
        self.send_response(fault)
        if fault != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def is_genuine(header, body, secret):
    """What docs/webhook.md asks of a receiver."""
    parts = dict(part.split("=", 1) for part in header.split(","))
    mark = hmac.new(secret, parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return abs(time.time() - int(parts["t"])) < 300 and hmac.compare_digest(mark, parts["v1"])
