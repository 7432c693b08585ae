"""A webhook has each session once in a signed document, and the same bytes again where its answer was lost."""

import json
from decimal import Decimal

import pytest
from chargepoint import TAG, ago, moment
from gateway import block, eventually
from meter import Meter, over_tcp
from receiver import Receiver, is_genuine
from wallbox import connected

SECRET = b"a secret of the interop tests"
STATION = block("station", id="CP1")


def webhook(receiver, tmp_path, **settings):
    secret = tmp_path / "webhook.secret"
    secret.write_bytes(SECRET + b"\n")
    secret.chmod(0o600)
    settings = {"name": "erp", "url": receiver.url, "secret_file": str(secret), "send_after_seconds": 1} | settings
    return block("webhook", **settings)


async def charge(gateway, watt_hours=12_345, hours=0):
    times = [ago(hours=hours, minutes=minutes) for minutes in (40, 39, 10, 9)]
    async with connected(gateway, "CP1") as box:
        await box.boot()
        await box.status("Preparing", times[0])
        transaction = await box.begin(1_000_000, times[1])
        await box.end(transaction, 1_000_000 + watt_hours, times[2])
        await box.status("Finishing", times[2])
        await box.status("Available", times[3])
    return transaction, times


async def requests(receiver, count=1, seconds=30):
    return await eventually(
        lambda: receiver.requests if len(receiver.requests) >= count else None, f"{count} documents came", seconds
    )


async def delivered(gateway):
    """Waits until the daemon knows that everything is over there."""

    async def nothing_waits():
        (uplink,) = (await gateway.status())["uplinks"]
        return uplink if uplink["waiting"] == 0 else None

    return await eventually(nothing_waits, "the webhook has everything", seconds=30)


async def test_a_session_comes_signed_and_once(start_gateway, tmp_path):
    with Receiver().serving() as receiver:
        gateway = await start_gateway(blocks=STATION + webhook(receiver, tmp_path))
        transaction, times = await charge(gateway)
        await requests(receiver)
        await delivered(gateway)
        await gateway.stop()
        await gateway.start()
        await delivered(gateway)
    ((path, headers, body),) = receiver.requests
    assert (path, headers["Content-Type"]) == ("/charging?site=1", "application/json")
    assert is_genuine(headers["Ohmstead-Signature"], body, SECRET)
    assert not is_genuine(headers["Ohmstead-Signature"], body + b" ", SECRET)
    document = json.loads(body)
    (session,) = document["sessions"]
    assert document["readings"] == []
    assert document["first"] <= session["seq"] <= document["last"]
    assert (session["station"], session["evse"], session["transaction"]) == ("CP1", 1, transaction)
    assert (session["wattHours"], session["energySource"]) == (12_345, "station")
    assert (session["tag"], session["stopReason"]) == (TAG, "Local")
    assert [moment(session[key]) for key in ("pluggedIn", "started", "stopped", "pluggedOut")] == times


@pytest.mark.parametrize("fault", ["hang up", 503, 429])
async def test_a_retry_has_the_same_bytes(start_gateway, tmp_path, fault):
    with Receiver([fault]).serving() as receiver:
        gateway = await start_gateway(blocks=STATION + webhook(receiver, tmp_path))
        await charge(gateway)
        await requests(receiver, 2, seconds=60)
        await delivered(gateway)
    (_, first, body), (_, second, again) = receiver.requests
    assert again == body
    assert all(is_genuine(headers["Ohmstead-Signature"], body, SECRET) for headers in (first, second))


async def test_a_retry_after_a_crash_has_the_same_bytes(start_gateway, tmp_path):
    with Receiver([500] * 1_000).serving() as receiver:
        gateway = await start_gateway(blocks=STATION + webhook(receiver, tmp_path))
        await charge(gateway, hours=1)
        await requests(receiver)
        await gateway.crash()
        receiver.faults.clear()
        seen = len(receiver.requests)
        await gateway.start()
        # Another session is no reason to change what was begun.
        await charge(gateway, watt_hours=77)
        await requests(receiver, seen + 1)
        await eventually(lambda: b'"wattHours":77' in receiver.requests[-1][2], "the second session came", seconds=30)
        await delivered(gateway)
    bodies = [body for _, _, body in receiver.requests]
    assert len(set(bodies[: seen + 1])) == 1
    sessions = [session for body in bodies[seen:] for session in json.loads(body)["sessions"]]
    assert [session["wattHours"] for session in sessions] == [12_345, 77]


async def test_what_the_receiver_dislikes_is_parked_and_the_rest_comes(start_gateway, tmp_path):
    with Receiver([422, 204, 422]).serving() as receiver:
        gateway = await start_gateway(blocks=STATION + webhook(receiver, tmp_path, send_after_seconds=4))
        await charge(gateway, watt_hours=1_000, hours=1)
        await charge(gateway, watt_hours=2_000)
        uplink = await eventually(lambda: parked(gateway), "a session is parked", seconds=60)
    assert uplink["parked"] == 1
    energies = [[session["wattHours"] for session in json.loads(body)["sessions"]] for _, _, body in receiver.requests]
    assert energies == [[1_000, 2_000], [1_000], [2_000]]


async def parked(gateway):
    (uplink,) = (await gateway.status())["uplinks"]
    return uplink if uplink["parked"] else None


async def test_readings_come_exactly_where_they_are_asked_for(start_gateway, tmp_path):
    meter = Meter(register=1_233.5)
    meter.show(1_234.567, 7_400)
    with Receiver().serving() as receiver:
        async with over_tcp(meter) as bus:
            blocks = block("bus", name="bus", **bus) + block(
                "meter", id="garage", bus="bus", unit=1, profile="eastron-sdm630", interval_seconds=1
            )
            gateway = await start_gateway(blocks=blocks + webhook(receiver, tmp_path, readings=True))
            await requests(receiver, 2)
            stored = json.loads(await gateway.cli("readings", "garage", "--json"))
    documents = [json.loads(body) for _, headers, body in receiver.requests]
    came = [reading for document in documents for reading in document["readings"]]
    assert [reading["seq"] for reading in came] == sorted({reading["seq"] for reading in came})
    known = {reading["seq"]: reading for reading in stored}
    for reading in came:
        assert (reading["meter"], reading["serialNumber"], reading["judgement"]) == ("garage", "20260414", "normal")
        values = {register["obis"]: (Decimal(register["value"]), register["unit"]) for register in reading["registers"]}
        assert values["1-0:1.8.0"] == (Decimal("1234567"), "Wh")
        assert values["1-0:16.7.0"] == (7_400, "W")
        if reading["seq"] in known:
            assert moment(reading["at"]) == moment(known[reading["seq"]]["at"])
