"""A station of OCPP 2.1: the flow of 2.0.1, and what 2.1 does otherwise on the wire."""

import asyncio
import json

import pytest
import pytest_asyncio
from chargepoint import TAG, ago, exchange, moment, now, socket, text
from gateway import CommandFailed, eventually
from station201 import reading, station21, token

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOOT = '[2,"boot","BootNotification",{"reason":"PowerUp","chargingStation":{"vendorName":"V","model":"M"}}]'
HEARTBEAT = '[2,"alive","Heartbeat",{}]'


async def test_a_charge_becomes_one_exact_session(site, name):
    plugged_in, plugged_out = ago(minutes=40), ago(minutes=9)
    async with station21(site, name) as station:
        assert station.connection.subprotocol == "ocpp2.1"
        assert (await station.boot())["status"] == "Accepted"
        assert (await station.next("GetBaseReport"))["reportBase"] == "FullInventory"
        await station.status("Occupied", at=plugged_in)
        transaction = station.transaction()
        await transaction.started(at=plugged_in, register=1000, context="Transaction.Begin")
        assert (await station.authorize())["status"] == "Accepted"
        await transaction.updated("Authorized", at=ago(minutes=39), tag=TAG)
        # Words that only 2.1 has.
        await transaction.updated("OperationModeChanged", at=ago(minutes=30), info={"operationMode": "ChargingOnly"})
        await transaction.updated("CostLimitReached", at=ago(minutes=20), register=1500)
        answer = await transaction.ended(
            "StopAuthorized", "ReqEnergyTransferRejected", at=plugged_out, register=2500, context="Transaction.End"
        )
        assert "updatedPersonalMessage" not in answer
        await station.status("Available", at=plugged_out)
    (session,) = await site.final_sessions(1, station=name)
    assert (session["wattHours"], session["tag"]) == (1500, TAG)
    assert session["stopReason"] == "ReqEnergyTransferRejected"
    assert (moment(session["pluggedIn"]), moment(session["pluggedOut"])) == (plugged_in, plugged_out)


async def test_offline_late_and_repeated_messages(site, name):
    async with station21(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.updated(at=ago(hours=2), register=1200, number=1, offline=True)
        for _ in range(2):
            await transaction.started(
                at=ago(hours=3), register=1000, context="Transaction.Begin", number=0, offline=True
            )
        transaction.number = 4
        await transaction.ended(at=ago(hours=1), register=3000, context="Transaction.End", offline=True)
        await station.status("Available")
    (session,) = await site.final_sessions(1, station=name)
    assert session["wattHours"] == 2000
    assert "messagesMissing" in session["flags"] and "startUnknown" not in session["flags"]


COMMANDS = {
    "start": (
        ["remote-start", "--tag", TAG, "--evse", "1"],
        "RequestStartTransaction",
        {"evseId": 1, "idToken": token(TAG)},
    ),
    "reset": (["reset"], "Reset", {"type": "OnIdle"}),
    "unlock": (["unlock", "--evse", "1"], "UnlockConnector", {"evseId": 1, "connectorId": 1}),
    "availability": (["availability", "--no-operative"], "ChangeAvailability", {"operationalStatus": "Inoperative"}),
    "cache": (["clear-cache"], "ClearCache", {}),
    "trigger": (["trigger", "--message", "Heartbeat"], "TriggerMessage", {"requestedMessage": "Heartbeat"}),
    "data": (["data-transfer", "--vendor", "x", "--data", "y"], "DataTransfer", {"vendorId": "x", "data": "y"}),
    "limit": (["limit", "--amperes", "10", "--safe", "6"], "SetChargingProfile", {"evseId": 0}),
    "profiles": (["clear-charging-profiles"], "ClearChargingProfile", {}),
    "composite": (["composite-schedule", "--evse", "1"], "GetCompositeSchedule", {"evseId": 1, "duration": 86400}),
    "firmware": (["update-firmware", "--location", "https://fw.example/2"], "UpdateFirmware", {}),
    "log": (["get-log", "--location", "ftp://logs.example/"], "GetLog", {"logType": "DiagnosticsLog"}),
    "certificates": (["list-certificates"], "GetInstalledCertificateIds", {}),
    "list": (["local-list-version"], "GetLocalListVersion", {}),
    "a message": (
        ["call", "--action", "ClearDisplayMessage", "--payload", '{"id":1}'],
        "ClearDisplayMessage",
        {"id": 1},
    ),
}


async def test_commands_reach_the_station(site, name):
    async with station21(site, name) as station:
        await station.boot()
        await station.next("GetBaseReport")
        for case, (words, action, fields) in COMMANDS.items():
            await site.send(name, *words)
            ((told, sent),) = station.told
            assert told == action, case
            assert fields.items() <= sent.items(), (case, sent)
            station.told.clear()


@pytest_asyncio.fixture(loop_scope="module")
async def quiet(site, name):
    """A bare socket of a station that has booted and refused to tell what it is made of."""
    async with socket(site, f"/ocpp/{name}", subprotocols=("ocpp2.1",)) as connection:
        assert (await exchange(connection, BOOT))[2]["status"] == "Accepted"
        _, number, action, _ = json.loads(await asyncio.wait_for(connection.recv(), 10))
        assert action == "GetBaseReport"
        await connection.send(json.dumps([4, number, "NotImplemented", "", {}]))
        yield connection


def stream(number):
    return {"id": number, "pending": 0, "basetime": text(now()), "data": [{"t": 0, "v": "1"}, {"t": 2.5, "v": "2"}]}


async def test_what_is_sent_without_wanting_an_answer_gets_none(site, name, quiet):
    """SEND, message type 6: kept, never answered, whatever is wrong with it."""
    await quiet.send(json.dumps([6, "s1", "NotifyPeriodicEventStream", stream(1)]))
    for frame in ('[6,"s2","NoSuchAction",{}]', "[6]", '[6,"s4",{}]'):
        await quiet.send(frame)
    # Whatever came back would come before this.
    assert (await exchange(quiet, HEARTBEAT))[:2] == [3, "alive"]
    actions = [one["action"] for one in site.entries("station.notice", name)]
    assert actions.count("NotifyPeriodicEventStream") == 1
    assert "NoSuchAction" not in actions


async def test_an_answer_that_the_station_cannot_use_is_noted(site, name, quiet):
    """CALLRESULTERROR, message type 5: it has its answer, and nothing is said again."""
    assert (await exchange(quiet, HEARTBEAT))[:2] == [3, "alive"]
    await quiet.send('[5,"alive","FormationViolation","no time in it",{}]')
    assert (await exchange(quiet, HEARTBEAT))[:2] == [3, "alive"]
    assert "no time in it" in site.log.read_text()


@pytest.mark.parametrize("payload", ["{", '{"status":["Unlocked"]}'], ids=["no JSON", "no answer"])
async def test_an_answer_that_cannot_be_read_is_answered_by_an_error(site, name, quiet, payload):
    """The gateway says CALLRESULTERROR where it cannot even read the frame, and tells whoever asked in any case."""
    asking = asyncio.create_task(site.send(name, "unlock", "--evse", "1"))
    _, number, action, _ = json.loads(await asyncio.wait_for(quiet.recv(), 10))
    assert action == "UnlockConnector"
    await quiet.send(f'[3,"{number}",{payload}]')
    with pytest.raises(CommandFailed):
        await asking
    answer = await exchange(quiet, HEARTBEAT)
    if answer[0] == 5:
        assert answer[1] == number and len(answer) == 5
        answer = json.loads(await asyncio.wait_for(quiet.recv(), 10))
    else:
        assert payload != "{"
    assert answer[:2] == [3, "alive"]


# What comes back, or None where 2.1 has no answer.
FRAMES = {
    "an action nobody knows": ('[2,"x","NoSuchAction",{}]', [4, "x", "NotImplemented"]),
    "a member is missing": ('[2,"x","StatusNotification",{}]', [4, "x", "OccurrenceConstraintViolation"]),
    "no JSON": ("nonsense", [4, "-1", "RpcFrameworkError"]),
    # 2.0.1 answers MessageTypeNotSupported.
    "an unknown type of message": ('[9,"x","Heartbeat",{}]', None),
    "an answer nobody asked for": ('[3,"never",{}]', None),
}


async def test_malformed_frames_are_answered_as_the_version_says(quiet):
    for case, (frame, wanted) in FRAMES.items():
        if wanted is None:
            await quiet.send(frame)
        else:
            assert (await exchange(quiet, frame))[:3] == wanted, case
        assert (await exchange(quiet, HEARTBEAT))[:2] == [3, "alive"], case


async def test_signed_values_are_kept_to_the_letter(site, name):
    """In 2.1 a signed value names neither method nor key where the data does."""
    async with station21(site, name) as station:
        await station.boot()
        signed = {"signedMeterData": "T0NNRg==|x", "encodingMethod": "OCMF"}
        values = [reading(text(ago(minutes=1)), 1, "Transaction.Begin", signedMeterValue=signed)]
        transaction = station.transaction()
        await transaction.started(at=ago(minutes=1), meterValue=values)
        await transaction.ended(register=2, context="Transaction.End")
    await eventually(lambda: "T0NNRg==|x" in str(site.entries("transaction.started", name)), "the value is kept")
