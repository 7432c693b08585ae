"""`ohmstead send` reaches the wallbox, and its answer comes back."""

import pytest
from chargepoint import TAG, ago
from gateway import CommandFailed, block
from ocpp.exceptions import NotSupportedError
from wallbox import connected

CASES = {
    "start": (
        ["remote-start", "--tag", TAG, "--evse", "1"],
        "RemoteStartTransaction",
        {"idTag": TAG, "connectorId": 1},
        "Accepted",
    ),
    "soft reset": (["reset"], "Reset", {"type": "Soft"}, "Accepted"),
    "hard reset": (["reset", "--hard"], "Reset", {"type": "Hard"}, "Accepted"),
    "unlock": (["unlock", "--evse", "1"], "UnlockConnector", {"connectorId": 1}, "Unlocked"),
    "out of service": (
        ["availability", "--no-operative", "--evse", "2"],
        "ChangeAvailability",
        {"connectorId": 2, "type": "Inoperative"},
        "Scheduled",
    ),
    "in service": (
        ["availability", "--operative", "--evse", "0"],
        "ChangeAvailability",
        {"connectorId": 0, "type": "Operative"},
        "Scheduled",
    ),
    "a setting": (
        ["set-configuration", "--key", "HeartbeatInterval", "--value", "60"],
        "ChangeConfiguration",
        {"key": "HeartbeatInterval", "value": "60"},
        "RebootRequired",
    ),
    "the cache": (["clear-cache"], "ClearCache", {}, "Rejected"),
    "a message": (
        ["trigger", "--message", "StatusNotification", "--evse", "1"],
        "TriggerMessage",
        {"requestedMessage": "StatusNotification", "connectorId": 1},
        "Accepted",
    ),
    "data": (
        ["data-transfer", "--vendor", "org.example", "--message", "ping", "--data", '{"a":1}'],
        "DataTransfer",
        {"vendorId": "org.example", "messageId": "ping", "data": '{"a":1}'},
        "Accepted",
    ),
}


async def test_commands_reach_the_wallbox_and_its_answers_come_back(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with connected(gateway, "CP1") as box:
        await box.boot()
        for name, (words, action, fields, status) in CASES.items():
            answer = await gateway.send("CP1", *words)
            assert box.told.pop() == (action, fields), name
            assert answer["status"] == status, name
            assert box.told == [], name


async def test_configuration_is_read(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with connected(gateway, "CP1") as box:
        await box.boot()
        answer = await gateway.send("CP1", "get-configuration", "--keys", "HeartbeatInterval", "--keys", "Nonsense")
        assert box.told == [("GetConfiguration", {"key": ["HeartbeatInterval", "Nonsense"]})]
        (setting,) = answer["configuration"]
        assert (setting["key"], setting["value"], setting["readonly"]) == ("HeartbeatInterval", "300", False)
        assert answer["unknownKeys"] == ["Nonsense"]


async def test_a_remote_stop_names_the_transaction(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with connected(gateway, "CP1") as box:
        await box.boot()
        transaction = await box.begin(0, ago(minutes=1))
        answer = await gateway.send("CP1", "remote-stop", "--transaction", str(transaction))
        assert box.told == [("RemoteStopTransaction", {"transactionId": transaction})]
        assert answer["status"] == "Accepted"


async def test_an_error_of_the_wallbox_is_shown(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with connected(gateway, "CP1") as box:
        await box.boot()
        box.answers["UnlockConnector"] = NotSupportedError("no lock here")
        with pytest.raises(CommandFailed, match="NotSupported"):
            await gateway.send("CP1", "unlock", "--evse", "1")
        assert await box.is_alive()


async def test_nothing_is_sent_before_the_boot_is_answered(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with connected(gateway, "CP1") as box:
        with pytest.raises(CommandFailed):
            await gateway.send("CP1", "clear-cache")
        assert box.told == []


@pytest.mark.parametrize("station", ["CP2", "nobody"])
async def test_a_station_that_is_not_there_is_told(start_gateway, station):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    with pytest.raises(CommandFailed, match=station):
        await gateway.send(station, "clear-cache")
