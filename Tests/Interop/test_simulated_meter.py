"""The simulated meters are meters to other people's masters: minimalmodbus on the serial line, pymodbus over TCP.

And what those that send telegrams say, dsmr-parser and smllib understand.
"""

import asyncio
import contextlib
import re
from decimal import Decimal

import minimalmodbus
from dsmr_parser import telegram_specifications
from dsmr_parser.parsers import TelegramParser
from gateway import PROGRAM, ROOT
from oracles import sml
from pymodbus.client import AsyncModbusTcpClient


@contextlib.asynccontextmanager
async def simulated(*options, what="meter"):
    """Gives where it answers or talks."""
    process = await asyncio.create_subprocess_exec(PROGRAM, "simulate", what, *options, stdout=-1, stderr=-1)
    try:
        said = await asyncio.wait_for(process.stdout.readline(), 30)
        yield re.search(rb" at ([^\s,]+?)[,.] ", said)[1].decode()
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


async def heard(kind, enough):
    """What a meter of telegrams says until it is enough."""
    options = (kind, "--tcp", "--watts", "4140", "--watt-hours", "5000000", "--every", "0.2")
    async with simulated(*options, what="telegrams") as address:
        reader, writer = await asyncio.open_connection(*address.split(":"))
        content = b""
        async with asyncio.timeout(30):
            while not enough(content):
                content += await reader.read(4096)
        writer.close()
    return content


async def test_p1_telegrams():
    content = await heard("p1", lambda content: re.search(rb"![0-9A-F]{4}\r\n", content))
    # Its checksum is right, or this raises.
    telegram = TelegramParser(telegram_specifications.V5).parse(content[content.index(b"/") :].decode())
    used = telegram.ELECTRICITY_USED_TARIFF_1.value + telegram.ELECTRICITY_USED_TARIFF_2.value
    assert 5_000 <= used < 5_001
    powers = telegram.CURRENT_ELECTRICITY_USAGE.value, telegram.CURRENT_ELECTRICITY_DELIVERY.value
    assert powers == (Decimal("4.140"), 0)
    assert bytes.fromhex(telegram.EQUIPMENT_IDENTIFIER.value).isalnum()


async def test_sml_telegrams(tmp_path):
    content = await heard("sml", lambda content: content.count(b"\x1b\x1b\x1b\x1b\x1a") >= 3)
    recording = tmp_path / "simulated.bin"
    recording.write_bytes(content)
    answers, damaged, unreadable = sml(recording)
    assert len(answers) >= 2
    assert (damaged, unreadable) == (0, 0)
    for _, registers in answers:
        assert 5_000_000 <= registers["1-0:1.8.0"][0] < 5_001_000
        assert registers["1-0:1.8.0"][1] == "Wh"
        assert registers["1-0:16.7.0"] == (4_140, "W")
