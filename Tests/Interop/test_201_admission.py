"""How a station of OCPP 2.0.1 gets in, and what it is told before it is."""

import asyncio
import json

import pytest
import websockets
from chargepoint import ago, exchange, socket
from gateway import CommandFailed, block, eventually
from ocpp.exceptions import SecurityError
from station201 import station21, station201

PASSWORD = "correct horse battery"


async def refusal(attempt):
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with attempt:
            pass
    return refused.value.response.status_code


def with_password(directory, name="CP1"):
    file = directory / "password"
    file.write_text(PASSWORD)
    file.chmod(0o600)
    return block("station", id=name, security_profile=1, password_file=str(file))


async def test_the_right_password_opens_and_no_other_does(start_gateway, tmp_path):
    """TC_A_01, TC_A_02, TC_A_03: another user name, another password, and none."""
    gateway = await start_gateway(blocks=with_password(tmp_path))
    offer = {"subprotocols": ("ocpp2.0.1",)}
    async with station201(gateway, "CP1", user="CP1", password=PASSWORD.encode()) as station:
        assert (await station.boot())["status"] == "Accepted"
    assert await refusal(socket(gateway, "/ocpp/CP1", user="CP2", password=PASSWORD.encode(), **offer)) == 401
    assert await refusal(socket(gateway, "/ocpp/CP1", user="CP1", password=b"wrong", **offer)) == 401
    assert await refusal(socket(gateway, "/ocpp/CP1", **offer)) == 401
    assert await refusal(socket(gateway, "/ocpp/nobody", user="CP1", password=PASSWORD.encode(), **offer)) == 404


async def test_a_station_that_waits_is_pending_until_it_is_claimed(start_gateway):
    """TC_B_02, TC_B_30, TC_B_31: all but a boot is answered SecurityError, and once claimed it is asked to boot."""
    gateway = await start_gateway(stations={"unknown": "wait"})
    async with station201(gateway, "CP9") as station:
        boot = await station.boot()
        assert boot["status"] == "Pending"
        assert boot["interval"] > 0
        with pytest.raises(SecurityError):
            await station.status("Available")
        with pytest.raises(SecurityError):
            await station.authorize()
        with pytest.raises(SecurityError):
            await station.transaction().started(register=0)
        with pytest.raises(CommandFailed):
            await gateway.send("CP9", "clear-cache")
        assert station.told == []
        (waiting,) = (await gateway.status())["unclaimed"]
        assert "CP9" in str(waiting) and "Bench" in str(waiting)
        claimed = json.loads(await gateway.cli("claim", "CP9", "--json"))
        # The connection it has goes on, and nobody waits for the interval.
        asked = await eventually(lambda: station.take("TriggerMessage"), "it is asked to boot", seconds=20)
        assert asked == [{"requestedMessage": "BootNotification"}]
        assert (await station.boot())["status"] == "Accepted"
        assert await station.status("Available") == {}
    assert await refusal(socket(gateway, "/ocpp/CP9", subprotocols=("ocpp2.0.1",))) == 401
    secret = claimed["password"].encode()
    async with station201(gateway, "CP9", user="CP9", password=secret) as station:
        assert (await station.boot())["status"] == "Accepted"
    assert await gateway.sessions() == []
    assert claimed["password"] not in gateway.log.read_text()


async def test_a_station_that_was_never_accepted_has_to_boot_first(start_gateway):
    """B02 and B03; after that, a reconnect needs no boot, not even when the daemon was restarted."""
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with station201(gateway, "CP1") as station:
        with pytest.raises(SecurityError):
            await station.status("Available")
        assert (await station.boot())["status"] == "Accepted"
        assert await station.status("Available") == {}
    async with station201(gateway, "CP1") as station:
        assert await station.status("Available", at=ago(seconds=1)) == {}
        assert (await gateway.send("CP1", "reset"))["status"] == "Accepted"
    await gateway.stop()
    await gateway.start()
    async with station201(gateway, "CP1") as station:
        assert await station.is_alive()
        assert (await gateway.send("CP1", "reset"))["status"] == "Accepted"


async def test_a_new_password_is_told_and_counts_once_it_was_used(start_gateway, tmp_path):
    """TC_A_09, TC_A_10: told by SetVariables; a station that rejects it keeps the old one and its connection."""
    gateway = await start_gateway(blocks=with_password(tmp_path))
    old = {"user": "CP1", "password": PASSWORD.encode()}
    rejected = {
        "attributeStatus": "Rejected",
        "component": {"name": "SecurityCtrlr"},
        "variable": {"name": "BasicAuthPassword"},
    }
    async with station201(gateway, "CP1", **old) as station:
        await station.boot()
        station.answers["SetVariables"] = {"setVariableResult": [rejected]}
        with pytest.raises(CommandFailed, match="Rejected"):
            await gateway.cli("password", "CP1")
        assert await station.is_alive()
    async with station201(gateway, "CP1", **old) as station:
        await station.boot()
        await gateway.cli("password", "CP1", "--json")
        (told,) = (await station.next("SetVariables"))["setVariableData"]
        assert (told["component"]["name"], told["variable"]["name"]) == ("SecurityCtrlr", "BasicAuthPassword")
        new = {"user": "CP1", "password": told["attributeValue"].encode()}
    async with station201(gateway, "CP1", **new) as station:
        assert await station.is_alive()
    assert await refusal(socket(gateway, "/ocpp/CP1", subprotocols=("ocpp2.0.1",), **old)) == 401
    async with station201(gateway, "CP1", **new) as station:
        assert await station.is_alive()
    assert new["password"].decode() not in gateway.log.read_text()


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (("ocpp2.0.1",), "ocpp2.0.1"),
        (("ocpp2.0.1", "ocpp1.6"), "ocpp2.0.1"),
        (("ocpp1.6", "ocpp2.0.1"), "ocpp1.6"),
        (("ocpp2.1", "ocpp2.0.1"), "ocpp2.1"),
        (("ocpp9", "ocpp2.0", "ocpp2.0.1"), "ocpp2.0.1"),
        (("ocpp2.0",), None),
    ],
)
async def test_the_order_of_the_station_counts(shared, offered, chosen):
    """TC_088, TC_B_58: the first one that is spoken here; with none, there is no upgrade."""
    if chosen is None:
        assert await refusal(socket(shared, "/ocpp/CP1", subprotocols=offered)) == 400
        return
    async with socket(shared, "/ocpp/CP1", subprotocols=offered) as connection:
        assert connection.subprotocol == chosen


@pytest.fixture
async def shared(start_gateway):
    return await start_gateway(blocks=block("station", id="CP1") + block("station", id="CP2", dialect="ocpp2.0.1"))


async def test_a_station_is_held_to_its_version(shared):
    async with socket(shared, "/ocpp/CP2", subprotocols=("ocpp1.6", "ocpp2.0.1")) as connection:
        assert connection.subprotocol == "ocpp2.0.1"
    assert await refusal(socket(shared, "/ocpp/CP2", subprotocols=("ocpp1.6",))) == 400


@pytest.mark.parametrize("kind", [station201, station21], ids=["2.0.1", "2.1"])
async def test_large_messages_are_compressed_both_ways(shared, kind):
    """OCPP 2.0.1 Part 4 asks a CSMS for permessage-deflate (RFC 7692)."""
    async with kind(shared, "CP1", max_size=None) as station:
        assert "PerMessageDeflate" in repr(station.connection.protocol.extensions)
        await station.boot()
        much = "".join(chr(97 + number * 7 % 26) for number in range(20_000))
        answer = await station.say("DataTransfer", vendorId="org.example", data=much)
        assert answer["status"] == "UnknownVendorId"
        assert (await shared.send("CP1", "data-transfer", "--vendor", "x", "--data", much))["data"] == "pong"
        assert (await station.next("DataTransfer"))["data"] == much
        assert shared.entries("station.datatransfer", "CP1")[0]["data"] == much


async def test_without_compression_it_works_as_well(shared):
    async with station201(shared, "CP1", compression=None) as station:
        assert station.connection.protocol.extensions == []
        assert (await station.boot())["status"] == "Accepted"


BOOT = '[2,"boot","BootNotification",{"reason":"PowerUp","chargingStation":{"vendorName":"V","model":"M"}}]'
HEARTBEAT = '[2,"alive","Heartbeat",{}]'
# What comes back, or None where the version has no answer.
FRAMES = {
    "an action nobody knows": ('[2,"x","NoSuchAction",{}]', [4, "x", "NotImplemented"]),
    "an action for stations": ('[2,"x","Reset",{"type":"Immediate"}]', [4, "x", "NotSupported"]),
    "a member is missing": ('[2,"x","StatusNotification",{}]', [4, "x", "OccurrenceConstraintViolation"]),
    "a member of the wrong type": ('[2,"x","Authorize",{"idToken":7}]', [4, "x", "TypeConstraintViolation"]),
    "a payload that is a list": ('[2,"x","StatusNotification",[]]', [4, "x", None]),
    "a call without a payload": ('[2,"x","StatusNotification"]', [4, "x", None]),
    "no JSON": ("nonsense", [4, "-1", "RpcFrameworkError"]),
    "no array": ("{}", [4, "-1", "RpcFrameworkError"]),
    "an unknown type of message": ('[9,"x","Heartbeat",{}]', [4, None, "MessageTypeNotSupported"]),
    "an answer nobody asked for": ('[3,"never",{}]', None),
    "an error nobody asked for": ('[4,"never","GenericError","",{}]', None),
}


async def test_malformed_frames_are_answered_as_the_version_says(shared):
    """OCPP-J 2.0.1, section 4: what cannot be read is answered with CALLERROR, with the id -1 where it has none."""
    async with socket(shared, "/ocpp/CP1", subprotocols=("ocpp2.0.1",), compression=None) as connection:
        assert (await exchange(connection, BOOT))[2]["status"] == "Accepted"
        # It is asked what it is made of, and refuses.
        kind, number, action, _ = json.loads(await asyncio.wait_for(connection.recv(), 10))
        assert (kind, action) == (2, "GetBaseReport")
        await connection.send(json.dumps([4, number, "NotImplemented", "", {}]))
        for case, (frame, wanted) in FRAMES.items():
            if wanted is None:
                await connection.send(frame)
            else:
                answer = await exchange(connection, frame)
                assert len(answer) == 5, case
                assert all(one in (None, given) for one, given in zip(wanted, answer)), (case, answer)
                assert isinstance(answer[3], str) and isinstance(answer[4], dict), case
            assert (await exchange(connection, HEARTBEAT))[:2] == [3, "alive"], case


async def test_the_newest_connection_wins(shared):
    async with station201(shared, "CP1") as old:
        await old.boot()
        async with station201(shared, "CP1") as new:
            await new.boot()
            await asyncio.wait_for(old.connection.wait_closed(), 5)
            assert (await shared.send("CP1", "reset"))["status"] == "Accepted"
            assert await new.next("Reset") == {"type": "OnIdle"}


async def test_a_station_that_refuses_everything_stays(shared):
    """NotImplemented is an answer, also to what it is asked without anybody's command."""

    async with socket(shared, "/ocpp/CP1", subprotocols=("ocpp2.0.1",)) as connection:
        await connection.send(BOOT)
        refused = []

        async def refuse():
            async for frame in connection:
                message = json.loads(frame)
                if message[0] == 2:
                    refused.append(message[2])
                    await connection.send(json.dumps([4, message[1], "NotImplemented", "", {}]))

        refusing = asyncio.create_task(refuse())
        await eventually(lambda: refused == ["GetBaseReport"], "it is asked for a report")
        with pytest.raises(CommandFailed, match="NotImplemented"):
            await shared.send("CP1", "clear-cache")
        assert refused == ["GetBaseReport", "ClearCache"]
        refusing.cancel()


async def test_an_answer_that_cannot_be_read_is_told(shared):
    async with station201(shared, "CP1") as station:
        await station.boot()
        await station.next("GetBaseReport")

        async def answer(message):
            await station.connection.send(json.dumps([3, message.unique_id, {"status": ["Unlocked"]}]))

        station._handle_call = answer
        with pytest.raises(CommandFailed):
            await shared.send("CP1", "unlock", "--evse", "1")
        assert await station.is_alive()
