"""An independent ChargeReport: its push API on Python's http.server, with the faults a test asks for."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ChargeReport(ThreadingHTTPServer):
    """Keeps each request as it came, and each session once.

    `faults` are for the first requests, one each; afterwards all is well:
      "500"      the request is refused and nothing is taken
      "hang up"  the sessions are taken, and the connection ends without an answer
      "stall"    the sessions are taken, and no answer comes
    """

    daemon_threads = True

    def __init__(self, key, faults=()):
        super().__init__(("127.0.0.1", 0), Handler)
        self.key = key
        self.faults = list(faults)
        self.requests = []
        self.sessions = []
        self.lock = threading.Lock()
        self.ended = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        """A client that went away before the answer is what some tests are about."""

    def take(self, items):
        """Takes what is new, and counts it and the rest."""
        new = [item for item in items if item not in self.sessions]
        self.sessions += new
        return {"accepted": len(new), "duplicates": len(items) - len(new)}

    @contextlib.contextmanager
    def serving(self):
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self.ended.set()
            self.shutdown()
            thread.join()
            self.server_close()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service = self.server
        with service.lock:
            service.requests.append((self.path, dict(self.headers), body))
            status, answer = self.judge(body)
            fault = service.faults.pop(0) if service.faults and status == 200 else None
            if fault == "500":
                status, answer = 500, {"error": "Something went wrong"}
            elif status == 200:
                answer = service.take(answer)
        if fault == "hang up":
            self.close_connection = True
        elif fault == "stall":
            service.ended.wait()
        else:
            self.answer(status, answer)

    def judge(self, body):
        if self.path != "/api/gateway/sessions":
            return 404, {"error": "Not found"}
        if self.headers["Authorization"] != f"Bearer {self.server.key}":
            return 401, {"code": "INVALID_API_KEY"}
        items = json.loads(body).get("sessions")
        if not isinstance(items, list):
            return 400, {"code": "SESSIONS_ARRAY_REQUIRED"}
        if len(items) > 100:
            return 400, {"code": "MAX_SESSIONS_EXCEEDED"}
        return 200, items

    def answer(self, status, content):
        text = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass
