"""An independent OCPP 1.6 charge point, made of the packages `ocpp` and `websockets`.

The package validates every answer of the gateway against the schemas of the Open Charge Alliance.
"""

import asyncio
import base64
import contextlib
from datetime import datetime, timedelta, timezone

import websockets
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.enums import Action

TAG = "04B0267AE05C80"


class Wallbox(ChargePoint):
    """Answers every command, and keeps what it was asked."""

    def __init__(self, identity, connection):
        super().__init__(identity, connection, response_timeout=10)
        self.connection = connection
        self.asked = []
        self.answers = {}

    async def ask(self, payload, message_id=None):
        """Sends a call and returns the answer; an error of the gateway is an error here."""
        return await self.call(payload, suppress=False, unique_id=message_id)

    async def boot(self):
        return await self.ask(call.BootNotification("Bench", "Interop", firmware_version="1.0"))

    async def status(self, status, at=None, connector=1):
        return await self.ask(call.StatusNotification(connector, "NoError", status, timestamp=text(at)))

    async def begin(self, register, at=None, connector=1, tag=TAG, message_id=None):
        payload = call.StartTransaction(connector, tag, register, text(at or now()))
        answer = await self.ask(payload, message_id)
        return answer.transaction_id

    async def meter(self, register, transaction=None, at=None, connector=1):
        sample = {"value": str(register), "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
        values = [{"timestamp": text(at or now()), "sampledValue": [sample]}]
        return await self.ask(call.MeterValues(connector, values, transaction))

    async def end(self, transaction, register, at=None, tag=TAG, message_id=None):
        payload = call.StopTransaction(register, text(at or now()), transaction, "Local", tag)
        return await self.ask(payload, message_id)

    async def is_alive(self):
        return (await self.ask(call.Heartbeat())).current_time is not None

    def _answer(self, action, fields, otherwise):
        self.asked.append((str(getattr(action, "value", action)), fields))
        answer = self.answers.get(action, otherwise)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @on(Action.remote_start_transaction)
    def on_remote_start(self, **fields):
        return self._answer(Action.remote_start_transaction, fields, call_result.RemoteStartTransaction("Accepted"))

    @on(Action.remote_stop_transaction)
    def on_remote_stop(self, **fields):
        return self._answer(Action.remote_stop_transaction, fields, call_result.RemoteStopTransaction("Accepted"))

    @on(Action.reset)
    def on_reset(self, **fields):
        return self._answer(Action.reset, fields, call_result.Reset("Accepted"))

    @on(Action.unlock_connector)
    def on_unlock(self, **fields):
        return self._answer(Action.unlock_connector, fields, call_result.UnlockConnector("Unlocked"))

    @on(Action.change_availability)
    def on_change_availability(self, **fields):
        return self._answer(Action.change_availability, fields, call_result.ChangeAvailability("Scheduled"))

    @on(Action.get_configuration)
    def on_get_configuration(self, **fields):
        known = [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}]
        return self._answer(Action.get_configuration, fields, call_result.GetConfiguration(known, ["Nonsense"]))

    @on(Action.change_configuration)
    def on_change_configuration(self, **fields):
        return self._answer(Action.change_configuration, fields, call_result.ChangeConfiguration("RebootRequired"))

    @on(Action.clear_cache)
    def on_clear_cache(self, **fields):
        return self._answer(Action.clear_cache, fields, call_result.ClearCache("Rejected"))

    @on(Action.trigger_message)
    def on_trigger(self, **fields):
        return self._answer(Action.trigger_message, fields, call_result.TriggerMessage("Accepted"))

    @on(Action.data_transfer)
    def on_data_transfer(self, **fields):
        return self._answer(Action.data_transfer, fields, call_result.DataTransfer("Accepted", data="pong"))


@contextlib.asynccontextmanager
async def connected(gateway, identity, **handshake):
    """A wallbox whose socket is open until the block ends."""
    async with socket(gateway, f"/ocpp/{identity}", **handshake) as connection:
        box = Wallbox(identity, connection)
        listening = asyncio.create_task(box.start())
        try:
            yield box
        finally:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError, websockets.ConnectionClosed):
                await listening


def socket(gateway, path, subprotocols=("ocpp1.6",), user=None, password=None):
    """Opens a WebSocket; `password` is bytes, because AuthorizationKeys are."""
    headers = {}
    if password is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(user.encode() + b":" + password).decode()
    return websockets.connect(
        gateway.url(path),
        subprotocols=list(subprotocols) or None,
        additional_headers=headers,
        open_timeout=10,
        proxy=None,
    )


def now():
    return datetime.now(timezone.utc)


def ago(**span):
    """A moment in the past, on a whole second."""
    return now().replace(microsecond=0) - timedelta(**span)


def text(moment):
    if moment is None:
        return None
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(iso):
    """Reads a time of the gateway."""
    return datetime.fromisoformat(iso)
