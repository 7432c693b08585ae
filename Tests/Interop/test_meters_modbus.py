"""Meters of three makes on one line are read exactly as they stand, and through what lines do to them."""

import asyncio
import json
from decimal import Decimal

import pytest
from chargepoint import moment
from gateway import PROGRAM, ROOT, block, eventually
from modbus import LINES, b23, modbus_tcp, sdm630, sunspec203
from pymodbus.constants import ExcCodes

PROFILES = {"house": "eastron-sdm630", "roof": "abb-b23", "yard": "sunspec-203"}


def three_meters():
    """They share a line, at its first unit, in between and at its last."""
    return dict(zip(PROFILES, (sdm630(1), b23(5), sunspec203(247))))


def blocks(bus, meters, **settings):
    named = [
        block("meter", id=name, bus="line", unit=device.unit, profile=PROFILES[name], interval_seconds=1)
        for name, (device, _, _) in meters.items()
    ]
    return block("bus", name="line", **({"timeout_milliseconds": 500} | settings | bus)) + "".join(named)


async def readings(gateway, meter):
    return json.loads(await gateway.cli("readings", meter, "--json"))


def values(look):
    return {register["register"]: Decimal(register["value"]) for register in look["registers"]}


async def shown(gateway, name):
    """Waits for the meter's first reading."""
    return await eventually(lambda: readings(gateway, name), f"{name} is read", seconds=30)


@pytest.mark.parametrize("kind", LINES)
async def test_three_makes_on_one_line_are_read_exactly(start_gateway, kind):
    meters = three_meters()
    async with LINES[kind](*(device for device, _, _ in meters.values())) as bus:
        gateway = await start_gateway(blocks=blocks(bus, meters))
        for name, (_, expected, serial_number) in meters.items():
            newest = (await shown(gateway, name))[-1]
            assert values(newest) == expected
            assert (newest["serialNumber"], newest["origin"]) == (serial_number, "modbus")
            look = json.loads(await gateway.cli("meters", "read", name, "--json"))
            assert (values(look), look["serialNumber"], look["notices"]) == (expected, serial_number, [])


async def test_a_meter_is_read_itself_while_no_daemon_runs(tmp_path, start_gateway):
    meters = three_meters()
    async with modbus_tcp(*(device for device, _, _ in meters.values())) as bus:
        gateway = await start_gateway(blocks=blocks(bus, meters))
        await gateway.stop()
        for name, (_, expected, serial_number) in meters.items():
            look = json.loads(await tool("read", name, "--direct", "--config", gateway.configuration, "--json"))
            assert (values(look), look["serialNumber"]) == (expected, serial_number)


async def test_a_meter_that_answers_busy_is_asked_again_in_the_same_visit(start_gateway):
    device, expected, _ = meter = sdm630(1)
    async with modbus_tcp(device) as bus:
        gateway = await start_gateway(blocks=blocks(bus, {"house": meter}))
        before = len(await shown(gateway, "house"))
        device.excuses = [ExcCodes.DEVICE_BUSY]
        await eventually(lambda: not device.excuses, "the meter was busy")

        async def more():
            found = await readings(gateway, "house")
            return found if len(found) >= before + 3 else None

        found = await eventually(more, "it is read again")
        assert all(values(reading) == expected for reading in found)
        assert json.loads(await gateway.cli("readings", "house", "--gaps", "--json")) == []


async def test_a_register_that_is_refused_leaves_the_neighbours_on_the_line_alone(start_gateway):
    meters = three_meters()
    roof = meters["roof"][0]
    roof.refused, roof.refusal = range(0x5000, 0x5008), ExcCodes.DEVICE_FAILURE
    async with modbus_tcp(*(device for device, _, _ in meters.values())) as bus:
        gateway = await start_gateway(blocks=blocks(bus, meters))
        for name in ("house", "yard"):
            assert values((await shown(gateway, name))[-1]) == meters[name][1]
        # Without its energy it is no reading; the rest of it is not taken for one.
        assert await readings(gateway, "roof") == []
        roof.refusal = None
        assert values((await shown(gateway, "roof"))[-1]) == meters["roof"][1]


async def restarted(start_gateway, after):
    """Reads a meter until its server ends and another serves `after` in its place.

    Gives the newest reading, the segments of the import register, and the gaps.
    """
    before = sdm630(1)
    async with modbus_tcp(before[0]) as bus:
        gateway = await start_gateway(blocks=blocks(bus, {"house": before}))
        await shown(gateway, "house")
    await eventually(lambda: silent(gateway), "the meter is seen to be away", seconds=60)
    device, expected, _ = after
    async with modbus_tcp(device, port=int(bus["address"].rpartition(":")[2])):

        async def newest():
            newest = (await readings(gateway, "house"))[-1]
            return newest if values(newest) == expected else None

        newest = await eventually(newest, "the meter is read again", seconds=60)
    segments = json.loads(await gateway.cli("readings", "house", "--segments", "--json"))
    gaps = json.loads(await gateway.cli("readings", "house", "--gaps", "--json"))
    return newest, [segment for segment in segments if segment["register"] == "1-0:1.8.0"], gaps


async def silent(gateway):
    (meter,) = (await gateway.status())["meters"]
    return meter["silent"]


async def test_a_server_that_restarts_is_found_again(start_gateway):
    newest, segments, (gap,) = await restarted(start_gateway, sdm630(1, kilowatt_hours=16386.5))
    assert newest["serialNumber"] == "4123456789"
    assert [segment["began"] for segment in segments] == ["first"]
    assert gap["reason"] == "unreachable"
    assert moment(gap["to"]) <= moment(newest["at"])


async def test_another_meter_at_the_same_place_begins_a_segment(start_gateway):
    newest, segments, _ = await restarted(start_gateway, sdm630(1, kilowatt_hours=1.5, serial_number=17))
    assert newest["serialNumber"] == "17"
    numbers = [(segment["number"], segment["serialNumber"], Decimal(segment["start"])) for segment in segments]
    assert numbers == [(1, "4123456789", Decimal("16384127")), (2, "17", 1500)]


@pytest.mark.parametrize("kind", LINES)
async def test_a_scan_finds_what_hangs_on_the_line(kind):
    devices = [sdm630(1)[0], b23(2)[0], sunspec203(3)[0]]
    async with LINES[kind](*devices) as bus:
        if kind == "serial line":
            place = [bus["device"], "--baud", "19200"]
        else:
            address, port = bus["address"].split(":")
            place = [address, "--port", port] + (["--rtu"] if kind == "rtu over tcp" else [])
        found = json.loads(
            await tool("scan", *place, "--units", "1-4", "--profiles", ROOT / "etc/profiles/meters", "--json")
        )
    assert [meter["unit"] for meter in found] == [1, 2, 3]
    guess, abb, sunspec = found
    # It does not say what it is, but it has three phases.
    assert not guess["isCertain"]
    assert guess["profiles"].index("eastron-sdm630") < guess["profiles"].index("eastron-sdm120")
    assert (abb["profiles"], abb["isCertain"], abb["serialNumber"]) == (["abb-b23"], True, "4021")
    assert (sunspec["profiles"], sunspec["isCertain"], sunspec["serialNumber"]) == (["sunspec-203"], True, "SN-0042/7")


async def test_a_scan_of_an_empty_line_says_so():
    async with modbus_tcp(sdm630(9)[0]) as bus:
        address, port = bus["address"].split(":")
        process = await asyncio.create_subprocess_exec(
            PROGRAM, "meters", "scan", address, "--port", port, "--units", "1-2", "--timeout", "50",
            "--profiles", ROOT / "etc/profiles/meters", stdout=-1, stderr=-1,
        )  # fmt: skip
        output, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    assert output.startswith(b"Nobody answered.")


async def tool(*arguments):
    """Runs `ohmstead meters`, which needs no daemon."""
    process = await asyncio.create_subprocess_exec(PROGRAM, "meters", *arguments, stdout=-1, stderr=-1)
    output, errors = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode == 0, errors.decode()
    return output
