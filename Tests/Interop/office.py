"""An independent CSMS: the package `ocpp` on the other side of the gateway, in 1.6 or 2.0.1, with books of its own.

The package holds every frame against the schemas of the Open Charge Alliance; what does not fit, and what contradicts
what was said before, is a complaint.
"""

import base64
import contextlib
import http
import itertools
from dataclasses import dataclass, field

import websockets
from chargepoint import now, text
from gateway import block, eventually
from ocpp import v16, v201
from ocpp.charge_point import camel_to_snake_case
from ocpp.exceptions import OCPPError
from ocpp.routing import on

VERSIONS = {"1.6": "ocpp1.6", "2.0.1": "ocpp2.0.1"}
REGISTER = "Energy.Active.Import.Register"


@dataclass
class Charge:
    """A transaction in the books. Registers are in Wh."""

    station: str
    id: object
    connector: int = None
    tag: str = None
    started: str = None
    start_register: int = None
    stopped: str = None
    stop_register: int = None
    reason: str = None
    starts: int = 0
    stops: int = 0
    registers: list = field(default_factory=list)
    numbers: list = field(default_factory=list)
    offline: list = field(default_factory=list)

    @property
    def watt_hours(self):
        return self.stop_register - self.start_register


class BackOffice:
    """Keeps its books when it goes away and comes back, always at the same port.

    `password` (bytes) is asked of every station. An action in `loses` breaks the connection once, after the message was
    taken into the books and instead of its answer.
    """

    def __init__(self, version, password=None):
        self.version = version
        self.password = password
        self.port = 0
        self.server = None
        self.visits = {}
        self.charges = {}
        self.statuses = {}
        self.boots = []
        self.actions = []
        self.complaints = []
        self.loses = set()
        # Other numbers than those the gateway gives.
        self.ids = itertools.count(88_001)

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}/office"

    async def open(self):
        self.server = await websockets.serve(
            self._visit,
            "127.0.0.1",
            self.port,
            subprotocols=[VERSIONS[self.version]],
            process_request=self._admit,
        )
        self.port = self.server.sockets[0].getsockname()[1]

    async def close(self):
        if self.server is not None:
            self.server.close()
            await self.server.wait_closed()
            self.server = None

    @contextlib.asynccontextmanager
    async def serving(self):
        await self.open()
        try:
            yield self
        finally:
            await self.close()

    def block(self, name="office", **settings):
        return block("csms", name=name, url=self.url, version=self.version, **settings)

    def _admit(self, connection, request):
        if self.password is None:
            return None
        station = request.path.rsplit("/", 1)[-1]
        credentials = base64.b64encode(station.encode() + b":" + self.password).decode()
        if request.headers.get("Authorization") != f"Basic {credentials}":
            return connection.respond(http.HTTPStatus.UNAUTHORIZED, "wrong password\n")
        return None

    async def _visit(self, connection):
        station = connection.request.path.rsplit("/", 1)[-1]
        peer = {"1.6": Peer16, "2.0.1": Peer201}[self.version](station, connection, self)
        self.visits[station] = peer
        with contextlib.suppress(websockets.ConnectionClosed):
            await peer.start()

    async def visited(self, station="CP1", seconds=60):
        """Waits until the station is there and has told how its connector stands."""
        return await eventually(
            lambda: self.visits.get(station) if (station, 1) in self.statuses else None, f"{station} comes", seconds
        )

    async def told(self, count=1, seconds=90):
        """Waits until so many charges are over, and returns them in the order they were heard of."""

        def over():
            return [charge for charge in self.charges.values() if charge.stops]

        return await eventually(lambda: over() if len(over()) >= count else None, f"{count} charges are told", seconds)

    async def running(self, seconds=60):
        """Waits for a charge that runs."""
        return await eventually(
            lambda: next((charge for charge in self.charges.values() if not charge.stops), None),
            "a charge is told",
            seconds,
        )

    def complain(self, station, what):
        self.complaints.append(f"{station}: {what}")


class PeerBasics:
    """One connection of a station."""

    def __init__(self, station, connection, office):
        super().__init__(station, connection, response_timeout=20)
        self.connection = connection
        self.office = office

    async def ask(self, action, **payload):
        """Sends a command, written as it is on the wire, and returns the answer as the package reads it."""
        return await self.call(getattr(self.calls, action)(**camel_to_snake_case(payload)), suppress=False)

    async def _handle_call(self, message):
        self.office.actions.append(message.action)
        try:
            return await super()._handle_call(message)
        except OCPPError as error:
            self.office.complain(self.id, f"{message.action}: {error.description} {error.details}")
            raise

    async def _send(self, message):
        if self.lost:
            self.lost = False
            self.connection.transport.abort()
            return
        await super()._send(message)

    lost = False


def hearing(results, answers):
    """Makes a class decorator: an action in `answers` is answered with that, or with what a method of its name says."""

    def decorate(cls):
        for action, otherwise in answers.items():
            setattr(cls, f"on_{action}", hear(action, results, otherwise, getattr(cls, action, None)))
        return cls

    return decorate


def hear(action, results, otherwise, method):
    def handle(self, **fields):
        answer = method(self, **fields) if method else otherwise
        if action in self.office.loses:
            self.office.loses.remove(action)
            self.lost = True
        return getattr(results, action)(**answer)

    handle.__name__ = f"on_{action}"
    return on(action)(handle)


def welcome():
    return {"current_time": text(now()), "interval": 300, "status": "Accepted"}


ANSWERS_16 = {
    "Authorize": {"id_tag_info": {"status": "Accepted"}},
    "BootNotification": None,
    "DataTransfer": {"status": "Accepted"},
    "DiagnosticsStatusNotification": {},
    "FirmwareStatusNotification": {},
    "Heartbeat": None,
    "LogStatusNotification": {},
    "MeterValues": {},
    "SecurityEventNotification": {},
    "SignCertificate": {"status": "Accepted"},
    "SignedFirmwareStatusNotification": {},
    "StartTransaction": None,
    "StatusNotification": {},
    "StopTransaction": None,
}


class Books16:
    def BootNotification(self, **about):
        self.office.boots.append((self.id, about))
        return welcome()

    def Heartbeat(self):
        return {"current_time": text(now())}

    def StatusNotification(self, connector_id, error_code, status, **_):
        self.office.statuses[self.id, connector_id] = status
        return {}

    def StartTransaction(self, connector_id, id_tag, meter_start, timestamp, **_):
        told = (connector_id, id_tag, timestamp, meter_start)
        for charge in self.office.charges.values():
            if charge.station == self.id and told == (
                charge.connector,
                charge.tag,
                charge.started,
                charge.start_register,
            ):
                charge.starts += 1
                return self.taken(charge.id)
        number = next(self.office.ids)
        self.office.charges[number] = Charge(self.id, number, *told, starts=1)
        return self.taken(number)

    def taken(self, number):
        return {"transaction_id": number, "id_tag_info": {"status": "Accepted"}}

    def StopTransaction(self, meter_stop, timestamp, transaction_id, reason=None, **_):
        charge = self.office.charges.get(transaction_id)
        if charge is None:
            self.office.complain(self.id, f"nobody knows the transaction {transaction_id} that stops")
            return {}
        if charge.stops and (charge.stopped, charge.stop_register) != (timestamp, meter_stop):
            self.office.complain(self.id, f"the stop of {transaction_id} was told before, and otherwise")
        charge.stops += 1
        charge.stopped, charge.stop_register, charge.reason = timestamp, meter_stop, reason
        return {}

    def MeterValues(self, connector_id, meter_value, transaction_id=None):
        if transaction_id is None:
            return {}
        charge = self.office.charges.get(transaction_id)
        if charge is None or charge.stops:
            self.office.complain(self.id, f"values of transaction {transaction_id}, which does not run")
        else:
            charge.registers += registers(meter_value)
        return {}


@hearing(v16.call_result, ANSWERS_16)
class Peer16(PeerBasics, Books16, v16.ChargePoint):
    calls = v16.call


ANSWERS_201 = {
    "Authorize": {"id_token_info": {"status": "Accepted"}},
    "BootNotification": None,
    "DataTransfer": {"status": "Accepted"},
    "FirmwareStatusNotification": {},
    "Heartbeat": None,
    "LogStatusNotification": {},
    "MeterValues": {},
    "NotifyEvent": {},
    "NotifyReport": {},
    "ReservationStatusUpdate": {},
    "SecurityEventNotification": {},
    "SignCertificate": {"status": "Accepted"},
    "StatusNotification": {},
    "TransactionEvent": None,
}


class Books201:
    BootNotification = Books16.BootNotification
    Heartbeat = Books16.Heartbeat

    def StatusNotification(self, timestamp, connector_status, evse_id, connector_id, **_):
        self.office.statuses[self.id, evse_id] = connector_status
        return {}

    def TransactionEvent(self, event_type, timestamp, seq_no, transaction_info, meter_value=(), **more):
        name = transaction_info["transaction_id"]
        charge = self.office.charges.get(name)
        if charge is None:
            if event_type != "Started":
                self.office.complain(self.id, f"{name} is heard of by {event_type}")
            charge = self.office.charges[name] = Charge(self.id, name, started=timestamp)
        again = seq_no in charge.numbers
        if not again:
            self.count(charge, seq_no)
        charge.starts += event_type == "Started"
        charge.stops += event_type == "Ended"
        if not again:
            self.write(charge, event_type, timestamp, registers(meter_value), transaction_info, more)
        return {"id_token_info": {"status": "Accepted"}} if "id_token" in more else {}

    def count(self, charge, number):
        if charge.numbers and number != charge.numbers[-1] + 1:
            self.office.complain(self.id, f"event {number} of {charge.id} comes after {charge.numbers[-1]}")
        if charge.stops:
            self.office.complain(self.id, f"event {number} of {charge.id} comes after its end")
        charge.numbers.append(number)

    def write(self, charge, event_type, timestamp, shown, about, more):
        if more.get("offline"):
            charge.offline.append(event_type)
        if charge.connector is None and "evse" in more:
            charge.connector = more["evse"]["id"]
        if event_type == "Ended":
            charge.stopped, charge.reason = timestamp, about.get("stopped_reason", "Local")
            charge.stop_register = shown[-1] if shown else None
            return
        if charge.tag is None and "id_token" in more:
            charge.tag = more["id_token"]["id_token"]
        if event_type == "Started":
            charge.start_register = shown[-1] if shown else None
        else:
            charge.registers += shown


@hearing(v201.call_result, ANSWERS_201)
class Peer201(PeerBasics, Books201, v201.ChargePoint):
    calls = v201.call


def registers(meter_values):
    """The registers of imported energy, in Wh."""
    return [
        watt_hours(sample)
        for values in meter_values
        for sample in values["sampled_value"]
        if sample.get("measurand", REGISTER) == REGISTER and "phase" not in sample
    ]


def watt_hours(sample):
    unit = sample.get("unit") or sample.get("unit_of_measure", {}).get("unit", "Wh")
    return round(float(sample["value"]) * {"Wh": 1, "kWh": 1000}[unit])

