"""Who may connect, and how."""

import asyncio
import json

import pytest
import websockets
from chargepoint import exchange, socket
from gateway import CommandFailed, block, eventually
from ocpp.v16 import call
from wallbox import connected

KEY = "0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF"


async def status_of_refusal(attempt):
    with pytest.raises(websockets.InvalidStatus) as refusal:
        async with attempt:
            pass
    return refusal.value.response


def station_with_password(directory, password):
    file = directory / "password"
    file.write_text(password + "\n")
    file.chmod(0o600)
    return block("station", id="CP1", security_profile=1, password_file=str(file))


@pytest.mark.parametrize(
    "sent",
    [bytes.fromhex(KEY), KEY.encode(), KEY.lower().encode()],
    ids=["bytes behind the hex", "hex", "hex in lower case"],
)
async def test_an_authorization_key_opens_in_each_form(start_gateway, tmp_path, sent):
    gateway = await start_gateway(blocks=station_with_password(tmp_path, KEY))
    async with connected(gateway, "CP1", user="CP1", password=sent) as box:
        assert (await box.boot()).status == "Accepted"


async def test_a_plain_password_opens(start_gateway, tmp_path):
    gateway = await start_gateway(blocks=station_with_password(tmp_path, "correct horse battery"))
    async with connected(gateway, "CP1", user="CP1", password=b"correct horse battery") as box:
        assert (await box.boot()).status == "Accepted"


@pytest.mark.parametrize("sent", [b"not-the-password", b"", KEY.encode()[:-1], None], ids=["wrong", "empty", "cut", "none"])
async def test_a_wrong_password_is_answered_401(start_gateway, tmp_path, sent):
    gateway = await start_gateway(blocks=station_with_password(tmp_path, KEY))
    response = await status_of_refusal(socket(gateway, "/ocpp/CP1", user="CP1", password=sent))
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic")
    if sent:
        assert sent.decode() not in gateway.log.read_text()


async def test_an_unknown_station_is_answered_404(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    assert (await status_of_refusal(socket(gateway, "/ocpp/CP2"))).status_code == 404
    assert (await status_of_refusal(socket(gateway, "/"))).status_code == 404


async def test_no_subprotocol_counts_as_1_6(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with connected(gateway, "CP1", subprotocols=()) as box:
        assert box.connection.subprotocol is None
        assert (await box.boot()).status == "Accepted"


async def test_no_subprotocol_is_refused_where_it_is_configured_so(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"), stations={"missing_subprotocol": "refuse"})
    assert (await status_of_refusal(socket(gateway, "/ocpp/CP1", subprotocols=()))).status_code == 400
    async with connected(gateway, "CP1") as box:
        assert box.connection.subprotocol == "ocpp1.6"


async def test_subprotocols_nobody_speaks_are_refused(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    response = await status_of_refusal(socket(gateway, "/ocpp/CP1", subprotocols=("ocpp1.2", "soap")))
    assert response.status_code == 400
    assert b"ocpp1.2" in response.body


async def test_a_station_that_leaves_its_identity_out_is_known_by_its_address(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1", address="127.0.0.1"))
    async with socket(gateway, "/", subprotocols=()) as connection:
        boot = {"chargePointVendor": "UnitedChargers", "chargePointModel": "Grizzl-E Smart"}
        assert (await exchange(connection, json.dumps([2, "1", "BootNotification", boot])))[2]["status"] == "Accepted"


async def test_1_6_is_chosen_among_others(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with socket(gateway, "/ocpp/CP1", subprotocols=("ocpp1.5", "ocpp1.6")) as connection:
        assert connection.subprotocol == "ocpp1.6"


@pytest.mark.parametrize("path", ["/ocpp/CP%201", "/ocpp/CP%201/", "//ocpp//CP%201", "/site/7/ocpp/CP%201"])
async def test_an_address_may_be_written_in_many_ways(start_gateway, path):
    gateway = await start_gateway(blocks=block("station", id="CP 1"))
    async with socket(gateway, path) as connection:
        assert connection.subprotocol == "ocpp1.6"


async def test_a_waiting_station_charges_once_it_is_claimed(start_gateway):
    gateway = await start_gateway(stations={"unknown": "wait"})
    async with connected(gateway, "CP9") as box:
        assert (await box.boot()).status == "Pending"
    await gateway.cli("claim", "CP9", "--no-password")
    async with connected(gateway, "CP9") as box:
        assert (await box.boot()).status == "Accepted"
    await gateway.stop()
    await gateway.start()
    async with connected(gateway, "CP9") as box:
        assert (await box.boot()).status == "Accepted"


async def test_the_newest_connection_wins(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with connected(gateway, "CP1") as old:
        await old.boot()
        async with connected(gateway, "CP1") as new:
            await new.boot()
            await asyncio.wait_for(old.connection.wait_closed(), 5)
            # The old socket's end must not take the new one's place in the registry.
            answer = await gateway.send("CP1", "reset")
            assert answer["status"] == "Accepted"
            assert [action for action, _ in new.told] == ["Reset"]
            assert await new.is_alive()
        assert old.told == []


async def test_an_unauthenticated_connection_does_not_win(start_gateway, tmp_path):
    gateway = await start_gateway(blocks=station_with_password(tmp_path, KEY))
    async with connected(gateway, "CP1", user="CP1", password=bytes.fromhex(KEY)) as box:
        await box.boot()
        await status_of_refusal(socket(gateway, "/ocpp/CP1", user="CP1", password=b"wrong"))
        assert await box.is_alive()


async def test_a_station_that_left_gets_no_command(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with connected(gateway, "CP1") as box:
        await box.boot()

    async def is_gone():
        try:
            await gateway.send("CP1", "clear-cache")
        except CommandFailed as failure:
            return str(failure)

    assert "CP1" in await eventually(is_gone, "the command fails")


async def test_a_reconnected_station_need_not_boot_again(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with connected(gateway, "CP1") as box:
        await box.boot()
    async with connected(gateway, "CP1") as box:
        assert await box.is_alive()
        answer = await box.ask(call.StatusNotification(1, "NoError", "Available"))
        assert answer is not None
