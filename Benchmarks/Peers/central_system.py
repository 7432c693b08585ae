"""A central system as one would write it with the `ocpp` package: schema validation on, one commit a message.

It is a peer for the benchmark: the same promise (answered means committed, WAL, synchronous=FULL), other means.
"""

import asyncio
import json
import sqlite3
import ssl
import sys
from datetime import datetime, timezone

import websockets
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call_result
from ocpp.v16.enums import Action, AuthorizationStatus, RegistrationStatus

SCHEMA = """
CREATE TABLE IF NOT EXISTS journal (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, station TEXT NOT NULL, action TEXT NOT NULL, body TEXT NOT NULL
) STRICT
"""


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Journal:
    def __init__(self, path):
        # Without an isolation level every statement is its own transaction, so execute() returns after the fsync.
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute(SCHEMA)

    def append(self, station, action, fields):
        cursor = self.connection.execute(
            "INSERT INTO journal (at, station, action, body) VALUES (?, ?, ?, ?)",
            (now(), station, action, json.dumps(fields)),
        )
        return cursor.lastrowid


class Station(ChargePoint):
    def __init__(self, identity, connection, journal):
        super().__init__(identity, connection)
        self.journal = journal

    @on(Action.boot_notification)
    def booted(self, **fields):
        self.journal.append(self.id, "BootNotification", fields)
        return call_result.BootNotification(now(), 300, RegistrationStatus.accepted)

    @on(Action.heartbeat)
    def heartbeat(self):
        return call_result.Heartbeat(now())

    @on(Action.status_notification)
    def status(self, **fields):
        self.journal.append(self.id, "StatusNotification", fields)
        return call_result.StatusNotification()

    @on(Action.authorize)
    def authorize(self, id_tag):
        return call_result.Authorize({"status": AuthorizationStatus.accepted})

    @on(Action.start_transaction)
    def started(self, **fields):
        transaction = self.journal.append(self.id, "StartTransaction", fields)
        return call_result.StartTransaction(transaction, {"status": AuthorizationStatus.accepted})

    @on(Action.meter_values)
    def metered(self, **fields):
        self.journal.append(self.id, "MeterValues", fields)
        return call_result.MeterValues()

    @on(Action.stop_transaction)
    def stopped(self, **fields):
        self.journal.append(self.id, "StopTransaction", fields)
        return call_result.StopTransaction()


async def main(path, port, certificate=None, key=None):
    journal = Journal(path)

    async def serve(connection):
        identity = connection.request.path.rsplit("/", 1)[-1]
        try:
            await Station(identity, connection, journal).start()
        except websockets.ConnectionClosed:
            return

    secure = None
    if certificate:
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secure.load_cert_chain(certificate, key)
    async with websockets.serve(
        serve, "127.0.0.1", port, ssl=secure, subprotocols=["ocpp1.6"], compression=None, ping_interval=None,
        backlog=1024,
    ) as server:
        print("listening", server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
