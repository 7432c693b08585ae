"""A WebSocket client of OCPP-J that does nothing but ask and wait: what a round trip costs at least."""

import base64
import json
import os
import socket
import struct


class BareStation:
    def __init__(self, port, station, subprotocol="ocpp1.6"):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""
        self.number = 0
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            (
                f"GET /ocpp/{station} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                f"Sec-WebSocket-Protocol: {subprotocol}\r\n\r\n"
            ).encode()
        )
        while b"\r\n\r\n" not in self.rest:
            self.rest += self._receive()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise ConnectionError(head.decode(errors="replace").split("\r\n", 1)[0])

    def call(self, action, payload):
        """Returns the payload of the answer."""
        self.number += 1
        self._send(1, json.dumps([2, str(self.number), action, payload]).encode())
        while True:
            frame = json.loads(self._text())
            if frame[0] in (3, 4) and frame[1] == str(self.number):
                if frame[0] == 4:
                    raise RuntimeError(f"{action}: {frame[2]} {frame[3]}")
                return frame[2]
            if frame[0] == 2:
                self._send(1, json.dumps([4, frame[1], "NotSupported", "", {}]).encode())

    def close(self):
        self.socket.close()

    def _send(self, opcode, body):
        size = len(body)
        head = bytes([0x80 | opcode]) + (
            bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size))
        # A mask of zeros is a mask.
        self.socket.sendall(head + b"\0\0\0\0" + body)

    def _text(self):
        while True:
            opcode, body = self._frame()
            if opcode == 1:
                return body
            if opcode == 9:
                self._send(10, body)
            if opcode == 8:
                raise ConnectionError("the other side closed the connection")

    def _frame(self):
        head = self._take(2)
        size = head[1] & 0x7F
        if size == 126:
            (size,) = struct.unpack(">H", self._take(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", self._take(8))
        return head[0] & 0x0F, self._take(size)

    def _take(self, count):
        while len(self.rest) < count:
            self.rest += self._receive()
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def _receive(self):
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the other side hung up")
        return piece
