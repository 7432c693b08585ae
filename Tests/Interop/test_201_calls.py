"""What has no word of its own goes to a station of OCPP 2.0.1 in the words of the standard."""

import json

import pytest
from chargepoint import TAG, status
from gateway import CommandFailed
from station201 import station201, token

pytestmark = pytest.mark.asyncio(loop_scope="module")


CONNECTOR = {"id": 1, "connectorId": 1}


NETWORK = {
    "configurationSlot": 1,
    "connectionData": {
        "ocppVersion": "OCPP20",
        "ocppTransport": "JSON",
        "ocppCsmsUrl": "wss://box.example/ocpp",
        "messageTimeout": 30,
        "securityProfile": 2,
        "ocppInterface": "Wired0",
    },
}


HASHES = {"hashAlgorithm": "SHA256", "issuerNameHash": "ab", "issuerKeyHash": "cd", "serialNumber": "1"}


LATER = "2030-01-01T00:00:00.000Z"


def operative(word):
    return {"operationalStatus": word, "evse": CONNECTOR}


def shown(text="Grüß Gott", form="UTF8", **more):
    return {"message": {"id": 1, "priority": "NormalCycle", "message": {"format": form, "content": text}} | more}


def customer(report=True, clear=False, **who):
    return {"requestId": 1, "report": report, "clear": clear} | (who or {"idToken": token(TAG)})


def monitoring(**which):
    return {"requestId": 1} | which


ONE = {"componentVariable": [{"component": {"name": "EVSE"}, "variable": {"name": "Power"}}]}


TWO = {"componentVariable": [{"component": {"name": "EVSE", "evse": {"id": number}}} for number in (1, 2)]}


DELTA = {"monitoringCriteria": ["DeltaMonitoring"]}


# What has no word of its own goes as `call`, in the words of the standard. The same message for each group of cases.
BY_CALL = {
    "ChangeAvailability": {
        "TC_G_07": (operative("Inoperative"), status("Accepted")),
        "TC_G_08": (operative("Operative"), status("Accepted")),
        "TC_G_17": (operative("Inoperative"), status("Scheduled")),
    },
    "Reset": {
        "TC_B_25": ({"type": "OnIdle", "evseId": 1}, status("Accepted")),
        "TC_B_26": ({"type": "OnIdle", "evseId": 1}, status("Scheduled")),
        "TC_B_27": ({"type": "Immediate", "evseId": 1}, status("Accepted")),
    },
    "GetTransactionStatus": {
        "TC_E_29": ({"transactionId": "t"}, {"ongoingIndicator": True, "messagesInQueue": True}),
        "TC_E_30": ({"transactionId": "t"}, {"ongoingIndicator": True, "messagesInQueue": False}),
        "TC_E_31": ({"transactionId": "t"}, {"ongoingIndicator": False, "messagesInQueue": True}),
        "ended, queue empty": ({"transactionId": "t"}, {"ongoingIndicator": False, "messagesInQueue": False}),
        "TC_E_33": ({}, {"messagesInQueue": True}),
        "TC_E_34": ({}, {"messagesInQueue": False}),
    },
    "GetReport": {"TC_B_18": ({"requestId": 5, "componentCriteria": ["Problem"]} | ONE, status("Accepted"))},
    "SetNetworkProfile": {"TC_B_42": (NETWORK, status("Accepted")), "TC_B_44": (NETWORK, status("Failed"))},
    "ReserveNow": {
        "TC_H_15": (
            {"id": 1, "expiryDateTime": LATER, "connectorType": "cType2", "idToken": token(TAG)},
            status("Accepted"),
        )
    },
    "GetInstalledCertificateIds": {
        "TC_M_15": (
            {"certificateType": ["V2GCertificateChain"]},
            status(
                "Accepted",
                certificateHashDataChain=[
                    {
                        "certificateType": "V2GCertificateChain",
                        "certificateHashData": HASHES,
                        "childCertificateHashData": [HASHES],
                    }
                ],
            ),
        )
    },
    "SetDisplayMessage": {
        "TC_O_01": (shown(), status("Accepted")),
        "TC_O_12": (shown("another text"), status("Accepted")),
        "TC_O_26": (shown(), status("Rejected")),
        "TC_O_13": (shown(startDateTime=LATER), status("Accepted")),
        "TC_O_14": (shown(endDateTime=LATER), status("Accepted")),
        "TC_O_17": (shown(priority="AlwaysFront"), status("NotSupportedPriority")),
        "TC_O_18": (shown(state="Charging"), status("NotSupportedState")),
        "TC_O_19": (shown("https://show.example", "URI"), status("NotSupportedMessageFormat")),
        "TC_O_06": (shown(transactionId="t"), status("Accepted")),
        "TC_O_10": (shown(transactionId="t"), status("UnknownTransaction")),
        "TC_O_27": (shown(transactionId="t", startDateTime=LATER), status("Accepted")),
        "TC_O_28": (shown(transactionId="t", endDateTime=LATER), status("Accepted")),
    },
    "GetDisplayMessages": {
        "TC_O_02": ({"requestId": 1}, status("Accepted")),
        "TC_O_03": ({"requestId": 1}, status("Unknown")),
        "TC_O_07": ({"requestId": 1, "id": [1]}, status("Accepted")),
        "TC_O_08": ({"requestId": 1, "priority": "InFront"}, status("Accepted")),
        "TC_O_09": ({"requestId": 1, "state": "Charging"}, status("Accepted")),
    },
    "ClearDisplayMessage": {"TC_O_04": ({"id": 1}, status("Accepted")), "TC_O_05": ({"id": 1}, status("Unknown"))},
    "CustomerInformation": {
        "TC_N_27": (customer(), status("Accepted")),
        "TC_N_29": (customer(), status("Rejected")),
        "TC_N_30": (customer(clear=True), status("Accepted")),
        "TC_N_32": (customer(report=False, clear=True), status("Accepted")),
        "TC_N_62": (customer(clear=True, customerIdentifier="C-1"), status("Accepted")),
        "TC_N_63": (customer(clear=True, customerCertificate=HASHES), status("Accepted")),
    },
    "GetMonitoringReport": {
        "TC_N_01": (monitoring(**DELTA), status("Accepted")),
        "TC_N_02": (monitoring(**ONE), status("Accepted")),
        "TC_N_03": (monitoring(**DELTA, **ONE), status("Accepted")),
        "TC_N_60": (monitoring(**DELTA, **TWO), status("Accepted")),
        "TC_N_47": (monitoring(), status("EmptyResultSet")),
    },
    "SetMonitoringBase": {"TC_N_05": ({"monitoringBase": "All"}, status("Accepted"))},
    "SetMonitoringLevel": {
        "TC_N_16": ({"severity": 4}, status("Accepted")),
        "TC_N_17": ({"severity": 9}, status("Rejected")),
    },
    "GetChargingProfiles": {
        "TC_K_34": (
            {"requestId": 1, "evseId": 1, "chargingProfile": {"chargingLimitSource": ["EMS"]}},
            status("Accepted"),
        )
    },
    "CostUpdated": {"a cost": ({"totalCost": 1.25, "transactionId": "t"}, {})},
}


async def test_a_message_without_a_word_of_its_own_is_sent_as_it_is(site, name):
    """The cases are named in the table."""
    async with station201(site, name) as station:
        await station.boot()
        await station.next("GetBaseReport")
        for action, cases in BY_CALL.items():
            for case, (payload, answer) in cases.items():
                station.answers[action] = answer
                result = await site.send(name, "call", "--action", action, "--payload", json.dumps(payload))
                assert station.take(action) == [payload], case
                assert result["status"] == answer.get("status", "Accepted"), case
                assert json.loads(result["data"]) == answer, case


async def test_monitors_are_set_and_cleared(site, name):
    """TC_N_08, TC_N_24, TC_N_44."""
    async with station201(site, name) as station:
        await station.boot()
        monitor = {
            "value": 60.0,
            "type": "Periodic",
            "severity": 8,
            "component": {"name": "EVSE"},
            "variable": {"name": "Power"},
        }
        payload = json.dumps({"setMonitoringData": [monitor]})
        result = await site.send(name, "call", "--action", "SetVariableMonitoring", "--payload", payload)
        assert json.loads(result["data"])["setMonitoringResult"][0]["id"] == 7
        for outcome in ("Accepted", "Rejected"):
            station.answers["ClearVariableMonitoring"] = {"clearMonitoringResult": [{"status": outcome, "id": 7}]}
            result = await site.send(name, "call", "--action", "ClearVariableMonitoring", "--payload", '{"id": [7]}')
            assert json.loads(result["data"])["clearMonitoringResult"][0]["status"] == outcome


@pytest.mark.parametrize(
    ("action", "payload"),
    [("NoSuchAction", "{}"), ("Heartbeat", "{}"), ("Reset", '{"type": 5}'), ("Reset", "[]"), ("Reset", "{}")],
)
async def test_what_is_no_message_for_a_station_is_not_sent(site, name, action, payload):
    async with station201(site, name) as station:
        await station.boot()
        await station.next("GetBaseReport")
        with pytest.raises(CommandFailed):
            await site.send(name, "call", "--action", action, "--payload", payload)
        assert station.told == []
