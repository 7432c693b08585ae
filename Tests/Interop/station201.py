"""Independent stations of OCPP 2.0.1 and 2.1."""

import uuid

from chargepoint import TAG, ChargePointBasics, answering, now, plugged, text
from ocpp import v21, v201

ACCEPTED = {"status": "Accepted"}


def each(results, requests, **outcome):
    """Answers a list of things with a list of outcomes, in the same order."""

    def answer(request):
        return {
            results: [
                {"component": asked["component"], "variable": asked["variable"]} | outcome for asked in request[requests]
            ]
        }

    return answer


ANSWERS = {
    "CancelReservation": ACCEPTED,
    "CertificateSigned": ACCEPTED,
    "ChangeAvailability": ACCEPTED,
    "ClearCache": ACCEPTED,
    "ClearChargingProfile": ACCEPTED,
    "ClearDisplayMessage": ACCEPTED,
    "ClearVariableMonitoring": lambda request: {
        "clearMonitoringResult": [{"status": "Accepted", "id": number} for number in request["id"]]
    },
    "CostUpdated": {},
    "CustomerInformation": ACCEPTED,
    "DataTransfer": {"status": "Accepted", "data": "pong"},
    "DeleteCertificate": ACCEPTED,
    # A station is asked what it is made of after its boot; a test that wants to answer more says so.
    "GetBaseReport": ACCEPTED,
    "GetChargingProfiles": {"status": "NoProfiles"},
    "GetCompositeSchedule": {"status": "Rejected"},
    "GetDisplayMessages": {"status": "Unknown"},
    "GetInstalledCertificateIds": {"status": "NotFound"},
    "GetLocalListVersion": {"versionNumber": 0},
    "GetLog": {"status": "Accepted", "filename": "station.log"},
    "GetMonitoringReport": ACCEPTED,
    "GetReport": ACCEPTED,
    "GetTransactionStatus": {"messagesInQueue": False},
    "GetVariables": each("getVariableResult", "getVariableData", attributeStatus="Accepted", attributeValue="300"),
    "InstallCertificate": ACCEPTED,
    "RequestStartTransaction": ACCEPTED,
    "RequestStopTransaction": ACCEPTED,
    "ReserveNow": ACCEPTED,
    "Reset": ACCEPTED,
    "SendLocalList": ACCEPTED,
    "SetChargingProfile": ACCEPTED,
    "SetDisplayMessage": ACCEPTED,
    "SetMonitoringBase": ACCEPTED,
    "SetMonitoringLevel": ACCEPTED,
    "SetNetworkProfile": ACCEPTED,
    "SetVariableMonitoring": lambda request: {
        "setMonitoringResult": [
            {"id": 7, "status": "Accepted"} | {key: asked[key] for key in ("type", "severity", "component", "variable")}
            for asked in request["setMonitoringData"]
        ]
    },
    "SetVariables": each("setVariableResult", "setVariableData", attributeStatus="Accepted"),
    "TriggerMessage": ACCEPTED,
    "UnlockConnector": {"status": "Unlocked"},
    "UpdateFirmware": ACCEPTED,
}


class StationBasics(ChargePointBasics):
    """With one word for each thing a station says."""

    async def boot(self, reason="PowerUp"):
        about = {"model": "Interop", "vendorName": "Bench", "serialNumber": "S-1", "firmwareVersion": "2.0"}
        return await self.say("BootNotification", reason=reason, chargingStation=about)

    async def status(self, status, evse=1, connector=1, at=None):
        return await self.say(
            "StatusNotification",
            timestamp=text(at or now()),
            connectorStatus=status,
            evseId=evse,
            connectorId=connector,
        )

    async def authorize(self, tag=TAG):
        return (await self.say("Authorize", idToken=token(tag)))["idTokenInfo"]

    async def is_alive(self):
        return "currentTime" in await self.say("Heartbeat")

    def transaction(self, name=None, evse=1):
        return Transaction(self, name or str(uuid.uuid4()), evse)


@answering(v201.call_result, ANSWERS)
class Station201(StationBasics, v201.ChargePoint):
    calls = v201.call


@answering(v21.call_result, ANSWERS)
class Station21(StationBasics, v21.ChargePoint):
    calls = v21.call


class Transaction:
    """One transaction of a station, which numbers its messages.

    A test that wants a gap raises `number`; one that wants a message to be lost does not send it; one that wants it twice
    sends it with the same `number`.
    """

    def __init__(self, station, name, evse):
        self.station = station
        self.name = name
        self.evse = evse
        self.number = 0

    async def started(self, trigger="CablePluggedIn", **details):
        return await self.event("Started", trigger, **details)

    async def updated(self, trigger="MeterValuePeriodic", **details):
        return await self.event("Updated", trigger, **details)

    async def ended(self, trigger="StopAuthorized", reason="Local", **details):
        return await self.event("Ended", trigger, stoppedReason=reason, **details)

    async def event(self, kind, trigger, at=None, register=None, context=None, tag=None, number=None, info=(), **more):
        """`register` is in Wh; `info` goes into transactionInfo, everything else into the event."""
        number = self.number if number is None else number
        self.number = max(self.number, number + 1)
        at = text(at or now())
        about = {"transactionId": self.name} | dict(info)
        for key in ("chargingState", "stoppedReason", "remoteStartId"):
            if key in more:
                about[key] = more.pop(key)
        message = {"eventType": kind, "triggerReason": trigger, "timestamp": at, "seqNo": number, "transactionInfo": about}
        if self.evse is not None:
            message["evse"] = {"id": self.evse, "connectorId": 1}
        if register is not None:
            message["meterValue"] = [reading(at, register, context)]
        if tag is not None:
            message["idToken"] = token(tag)
        return await self.station.say("TransactionEvent", **message | more)


def reading(at, register, context=None, **more):
    sample = {"value": register, "measurand": "Energy.Active.Import.Register", "unitOfMeasure": {"unit": "Wh"}}
    if context is not None:
        sample["context"] = context
    return {"timestamp": at, "sampledValue": [sample | more]}


def token(tag, kind="ISO14443"):
    return {"idToken": tag, "type": kind}


def station201(gateway, identity, **handshake):
    """A station of OCPP 2.0.1 whose socket is open until the block ends."""
    return plugged(Station201, gateway, identity, **{"subprotocols": ("ocpp2.0.1",)} | handshake)


def station21(gateway, identity, **handshake):
    """The same for OCPP 2.1."""
    return plugged(Station21, gateway, identity, **{"subprotocols": ("ocpp2.1",)} | handshake)
