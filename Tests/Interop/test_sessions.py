"""A wallbox charges; the session is there once, and exact to the watt-hour."""

import pytest
from chargepoint import TAG, ago, moment
from gateway import block
from ocpp.v16 import call
from wallbox import connected

STATION = block("station", id="CP1")
NO_IDS = [0, -1, 2**63 - 1]


async def test_a_charge_becomes_one_exact_session(start_gateway):
    gateway = await start_gateway(blocks=STATION)
    plugged_in, started, stopped, plugged_out = (ago(minutes=minutes) for minutes in (40, 39, 10, 9))
    async with connected(gateway, "CP1") as box:
        boot = await box.boot()
        assert boot.status == "Accepted"
        assert boot.interval > 0
        await box.status("Available", ago(minutes=41))
        await box.status("Preparing", plugged_in)
        assert (await box.ask(call.Authorize(TAG))).id_tag_info["status"] == "Accepted"
        transaction = await box.begin(1_000_000, started)
        assert 1 <= transaction <= 2**31 - 1
        await box.status("Charging", started)
        for minute in range(38, 10, -4):
            await box.meter(1_000_000 + (39 - minute) * 400, transaction, ago(minutes=minute))
        await box.end(transaction, 1_012_345, stopped)
        await box.status("Finishing", stopped)
        await box.status("Available", plugged_out)
    (session,) = await gateway.final_sessions(1)
    assert (session["station"], session["evse"], session["transaction"]) == ("CP1", 1, transaction)
    assert (session["wattHours"], session["energySource"]) == (12_345, "station")
    assert (session["tag"], session["stopReason"]) == (TAG, "Local")
    times = [session[key] for key in ("pluggedIn", "started", "stopped", "pluggedOut")]
    assert [moment(time) for time in times] == [plugged_in, started, stopped, plugged_out]
    # Whether the clock of the machine that runs the tests is synchronised is not what is tested.
    assert set(session["flags"]) <= {"clockUntrusted"}


@pytest.mark.parametrize("retry_id", ["first", "second"], ids=["same message id", "new message id"])
async def test_a_repeated_start_and_stop_make_one_session(start_gateway, retry_id):
    gateway = await start_gateway(blocks=STATION)
    started, stopped = ago(minutes=30), ago(minutes=5)
    async with connected(gateway, "CP1") as box:
        await box.boot()
        transaction = await box.begin(5000, started, message_id="first")
        assert await box.begin(5000, started, message_id=retry_id) == transaction
        await box.end(transaction, 9321, stopped, message_id="stop-first")
        await box.end(transaction, 9321, stopped, message_id=f"stop-{retry_id}")
        await box.status("Available")
    (session,) = await gateway.final_sessions(1)
    assert session["wattHours"] == 4321


async def test_a_start_repeated_after_a_crash_keeps_its_transaction(start_gateway):
    gateway = await start_gateway(blocks=STATION)
    started, stopped = ago(minutes=30), ago(minutes=5)
    async with connected(gateway, "CP1") as box:
        await box.boot()
        transaction = await box.begin(5000, started)
        await box.meter(6000, transaction, ago(minutes=20))
        await gateway.crash()
    await gateway.start()
    async with connected(gateway, "CP1") as box:
        assert await box.begin(5000, started) == transaction
        await box.end(transaction, 9321, stopped)
        await gateway.crash()
    await gateway.start()
    async with connected(gateway, "CP1") as box:
        await box.end(transaction, 9321, stopped)
        other = await box.begin(9321, ago(minutes=2))
        assert other != transaction
        await box.end(other, 9400, ago(minutes=1))
        await box.status("Available")
    first, second = await gateway.final_sessions(2)
    assert (first["transaction"], first["wattHours"]) == (transaction, 4321)
    assert (second["transaction"], second["wattHours"]) == (other, 79)


async def test_a_number_that_is_no_id_is_answered_and_changes_no_session(start_gateway):
    gateway = await start_gateway(stations={"unknown": "accept"})
    for place, number in enumerate(NO_IDS):
        async with connected(gateway, f"CP{place}") as box:
            await box.boot()
            transaction = await box.begin(1000, ago(minutes=10))
            assert transaction not in NO_IDS
            await box.meter(1500, number, ago(minutes=5))
            await box.end(transaction, 2000, ago(minutes=1))
            await box.status("Available")
    sessions = await gateway.final_sessions(len(NO_IDS))
    assert [session["wattHours"] for session in sessions] == [1000] * len(NO_IDS)


async def test_a_stop_without_a_start_is_kept_as_start_unknown(start_gateway):
    gateway = await start_gateway(stations={"unknown": "accept"})
    for place, number in enumerate(NO_IDS):
        async with connected(gateway, f"CP{place}") as box:
            await box.boot()
            # One moment, so that the second is the same stop told again even when a second passes in between.
            moment = ago(minutes=1)
            await box.end(number, 7777, moment)
            await box.end(number, 7777, moment)
            await box.status("Available")
    for session in await gateway.final_sessions(len(NO_IDS)):
        assert "startUnknown" in session["flags"]
        assert session.get("wattHours") is None


async def test_two_connectors_keep_their_sessions_apart(start_gateway):
    gateway = await start_gateway(blocks=STATION)
    async with connected(gateway, "CP1") as box:
        await box.boot()
        first = await box.begin(100, ago(minutes=20), connector=1)
        second = await box.begin(50_000, ago(minutes=19), connector=2, tag="OTHER")
        assert first != second
        await box.end(second, 50_600, ago(minutes=5), tag="OTHER")
        await box.end(first, 1100, ago(minutes=4))
        await box.status("Available", connector=1)
        await box.status("Available", connector=2)
    sessions = {session["evse"]: session for session in await gateway.final_sessions(2)}
    assert (sessions[1]["wattHours"], sessions[1]["tag"]) == (1000, TAG)
    assert (sessions[2]["wattHours"], sessions[2]["tag"]) == (600, "OTHER")


async def test_a_tag_that_is_not_listed_is_refused_but_its_charge_is_kept(start_gateway):
    gateway = await start_gateway(blocks=STATION, authorization={"accept": "listed", "tags": [TAG.lower()]})
    async with connected(gateway, "CP1") as box:
        await box.boot()
        assert (await box.ask(call.Authorize(TAG))).id_tag_info["status"] == "Accepted"
        assert (await box.ask(call.Authorize("STRANGER"))).id_tag_info["status"] == "Invalid"
        transaction = await box.begin(0, ago(minutes=9), tag="STRANGER")
        await box.end(transaction, 500, ago(minutes=1), tag="STRANGER")
        await box.status("Available")
    (session,) = await gateway.final_sessions(1)
    assert session["wattHours"] == 500
    assert "unauthorized" in session["flags"]
