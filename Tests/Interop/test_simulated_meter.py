"""The simulated meter is a meter to other people's masters: minimalmodbus on the serial line, pymodbus over TCP."""

import asyncio
import contextlib
import re

import minimalmodbus
from gateway import PROGRAM, ROOT
from pymodbus.client import AsyncModbusTcpClient


@contextlib.asynccontextmanager
async def simulated(*options):
    """Gives where it answers."""
    process = await asyncio.create_subprocess_exec(PROGRAM, "simulate", "meter", *options, stdout=-1, stderr=-1)
    try:
        said = await asyncio.wait_for(process.stdout.readline(), 30)
        yield re.search(rb"at (\S+),", said)[1].decode()
    finally:
        process.terminate()
        await asyncio.wait_for(process.communicate(), 20)


async def test_an_sdm630_on_a_serial_line():
    async with simulated("--serial", "--unit", "247", "--watt-hours", "1234500", "--serial-number", "4711") as device:
        read = asyncio.to_thread(read_sdm630, device)
        import_register, voltage, serial_number, refused = await asyncio.wait_for(read, 60)
    assert import_register == 1234.5
    assert 207 < voltage < 253
    assert serial_number == 4711
    assert refused


def read_sdm630(device):
    meter = minimalmodbus.Instrument(device, 247)
    meter.serial.baudrate = 9600
    meter.serial.timeout = 2
    try:
        import_register = meter.read_float(0x48, functioncode=4)
        voltage = meter.read_float(0x00, functioncode=4)
        serial_number = meter.read_long(0xFC00, functioncode=3)
        try:
            meter.read_register(0x7000, functioncode=4)
            refused = False
        except minimalmodbus.IllegalRequestError:
            refused = True
    finally:
        meter.serial.close()
    return import_register, voltage, serial_number, refused


async def test_an_abb_b23_over_tcp():
    profile = ROOT / "etc/profiles/meters/abb-b23.toml"
    async with simulated("--profile", profile, "--watts", "0", "--watt-hours", "987650") as address:
        host, port = address.split(":")
        async with AsyncModbusTcpClient(host, port=int(port)) as master:
            energy = await master.read_holding_registers(0x5000, count=4, device_id=1)
            model = await master.read_holding_registers(0x8960, count=2, device_id=1)
            nothing = await master.read_holding_registers(0x0001, count=1, device_id=1)
    assert energy.registers == [0, 0, 1, 98_765 - 65_536]
    assert b"".join(word.to_bytes(2) for word in model.registers).startswith(b"B23")
    assert nothing.isError() and nothing.exception_code == 2
