"""A meter of another make is read, and its register counts."""

import asyncio

from chargepoint import now
from gateway import block
from meter import TRANSPORTS, Meter, over_tcp
from wallbox import connected


def meter_blocks(bus):
    return block("bus", name="bus", timeout_milliseconds=500, **bus) + block(
        "meter", id="garage", bus="bus", unit=1, profile="eastron-sdm630", interval_seconds=1
    )


async def on_each_transport(scenario, start_gateway):
    """At the same time, because most of it is waiting for the next reading."""
    async with asyncio.TaskGroup() as group:
        for transport in TRANSPORTS:
            group.create_task(scenario(start_gateway, transport), name=transport)


async def test_a_mute_wallbox_has_its_session_from_the_meter(start_gateway):
    await on_each_transport(mute_wallbox, start_gateway)


async def mute_wallbox(start_gateway, transport):
    meter = Meter(register=1233.5)
    async with TRANSPORTS[transport](meter) as bus:
        mute = block(
            "mute_station",
            id="carport",
            meter="garage",
            start_above_watts=500,
            start_after_seconds=2,
            stop_below_watts=100,
            stop_after_seconds=2,
        )
        gateway = await start_gateway(blocks=meter_blocks(bus) + mute)
        await meter.is_read()
        # The wallbox's own consumption before and after the charge is not the session's.
        meter.show(1234.0, 20)
        await meter.is_read(3)
        assert await gateway.sessions() == []
        meter.show(1234.0, 7400)
        await meter.is_read(5)
        meter.show(1234.9, 7400)
        await meter.is_read(2)
        meter.show(1235.789, 7400)
        await meter.is_read(2)
        meter.show(1235.789, 20)
        await meter.is_read(5)
        meter.show(1235.9, 20)
        (session,) = await gateway.final_sessions(1, seconds=40)
    assert (session["station"], session["wattHours"], session["energySource"]) == ("carport", 1_789, "meter")
    assert "derived" in session["flags"]


async def test_the_assigned_meter_is_the_authority(start_gateway):
    await on_each_transport(assigned_meter, start_gateway)


async def assigned_meter(start_gateway, transport):
    meter = Meter(register=8.125)
    async with TRANSPORTS[transport](meter) as bus:
        gateway = await start_gateway(blocks=meter_blocks(bus) + block("station", id="CP1", meter="garage"))
        async with connected(gateway, "CP1") as box:
            await box.boot()
            await meter.is_read()
            await box.status("Preparing", now())
            transaction = await box.begin(500_000, now())
            meter.show(9.0, 11_000)
            await meter.is_read()
            await box.meter(505_000, transaction)
            meter.show(10.001, 0)
            await meter.is_read()
            await box.end(transaction, 510_000, now())
            await meter.is_read()
            await box.status("Available", now())
            (session,) = await gateway.final_sessions(1, seconds=40)
    assert (session["wattHours"], session["energySource"]) == (1876, "meter")
    assert (float(session["stationRegister"]["start"]), float(session["stationRegister"]["stop"])) == (500_000, 510_000)
    (segment,) = session["meterSegments"]
    assert segment["start"]["serialNumber"] == "20260414"


async def test_a_meter_that_is_gone_leaves_the_wallbox_its_own_register(start_gateway):
    meter = Meter(register=8.125)
    async with over_tcp(meter) as bus:
        blocks = meter_blocks(bus) + block("station", id="CP1", meter="garage")
    gateway = await start_gateway(blocks=blocks)
    async with connected(gateway, "CP1") as box:
        await box.boot()
        transaction = await box.begin(500_000, now())
        await box.end(transaction, 510_000, now())
        await box.status("Available", now())
        (session,) = await gateway.final_sessions(1, seconds=60)
    assert (session["wattHours"], session["energySource"]) == (10_000, "station")
    assert "meterUnavailable" in session["flags"]
