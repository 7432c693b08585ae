"""A service that takes what is posted to it, after as long as a round trip would take, and keeps what came when."""

import contextlib
import http.client
import http.server
import json
import threading
import time


class Receiver:
    """Answers like ChargeReport's push API or, without a key, like any receiver of webhooks."""

    def __init__(self, latency_ms):
        self.bodies, self.first, self.last = [], None, None
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Answers go out at once, not when the last packet was acknowledged.
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_POST(self):
                receiver.first = receiver.first or time.monotonic()
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.bodies.append((self.path, body))
                time.sleep(latency_ms / 1000)
                answer = json.dumps({"accepted": body.count(b"carConnected"), "duplicates": 0}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
                receiver.last = time.monotonic()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]

    @contextlib.contextmanager
    def running(self):
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join()

    def replay(self):
        """Seconds that a bare client needs to post the same once more, one after the other."""
        bodies = list(self.bodies)
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        began = time.monotonic()
        for path, body in bodies:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            connection.getresponse().read()
        connection.close()
        return time.monotonic() - began
