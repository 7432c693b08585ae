"""An independent OCPP 1.6 charge point."""

from chargepoint import TAG, ChargePointBasics, answering, now, plugged, text
from ocpp.v16 import ChargePoint, call, call_result

ACCEPTED = {"status": "Accepted"}
ANSWERS = {
    "CancelReservation": ACCEPTED,
    "CertificateSigned": ACCEPTED,
    "ChangeAvailability": {"status": "Scheduled"},
    "ChangeConfiguration": {"status": "RebootRequired"},
    "ClearCache": {"status": "Rejected"},
    "ClearChargingProfile": ACCEPTED,
    "DataTransfer": {"status": "Accepted", "data": "pong"},
    "DeleteCertificate": ACCEPTED,
    "ExtendedTriggerMessage": ACCEPTED,
    "GetCompositeSchedule": {"status": "Rejected"},
    "GetConfiguration": {
        "configurationKey": [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}],
        "unknownKey": ["Nonsense"],
    },
    "GetDiagnostics": {"fileName": "diagnostics.zip"},
    "GetInstalledCertificateIds": {"status": "NotFound"},
    "GetLocalListVersion": {"listVersion": 0},
    "GetLog": {"status": "Accepted", "filename": "security.log"},
    "InstallCertificate": ACCEPTED,
    "RemoteStartTransaction": ACCEPTED,
    "RemoteStopTransaction": ACCEPTED,
    "ReserveNow": ACCEPTED,
    "Reset": ACCEPTED,
    "SendLocalList": ACCEPTED,
    "SetChargingProfile": ACCEPTED,
    "SignedUpdateFirmware": ACCEPTED,
    "TriggerMessage": ACCEPTED,
    "UnlockConnector": {"status": "Unlocked"},
    "UpdateFirmware": {},
}


@answering(call_result, ANSWERS)
class Wallbox(ChargePointBasics, ChargePoint):
    """With one word for each thing a wallbox says during a charge."""

    calls = call

    async def boot(self):
        return await self.ask(call.BootNotification("Bench", "Interop", firmware_version="1.0"))

    async def status(self, status, at=None, connector=1, error="NoError"):
        return await self.ask(call.StatusNotification(connector, error, status, timestamp=text(at)))

    async def begin(self, register, at=None, connector=1, tag=TAG, message_id=None, reservation=None):
        payload = call.StartTransaction(connector, tag, register, text(at or now()), reservation)
        answer = await self.ask(payload, message_id)
        return answer.transaction_id

    async def meter(self, register, transaction=None, at=None, connector=1):
        sample = {"value": str(register), "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
        values = [{"timestamp": text(at or now()), "sampledValue": [sample]}]
        return await self.ask(call.MeterValues(connector, values, transaction))

    async def end(self, transaction, register, at=None, tag=TAG, message_id=None, reason="Local"):
        payload = call.StopTransaction(register, text(at or now()), transaction, reason, tag)
        return await self.ask(payload, message_id)

    async def authorize(self, tag=TAG):
        return (await self.ask(call.Authorize(tag))).id_tag_info["status"]

    async def is_alive(self):
        return (await self.ask(call.Heartbeat())).current_time is not None


def connected(gateway, identity, **handshake):
    """A wallbox whose socket is open until the block ends."""
    return plugged(Wallbox, gateway, identity, **handshake)
