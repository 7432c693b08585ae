"""Meters on pymodbus as their makers describe them, as many as there are on a line, and what must be read of them."""

import contextlib
import struct
from decimal import Decimal

from meter import line, serving
from pymodbus import FramerType
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusSerialServer, ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

HOLDING, INPUT = 3, 4


class Device:
    """Registers at a unit. What was never written is answered with exception 2, so a request must not stray.

    `refusal`, an ExcCodes, is the answer to whatever touches one of the registers in `refused`. Those in `excuses` are
    given to the next requests, one each.
    """

    def __init__(self, unit):
        self.unit = unit
        self.registers = {HOLDING: {}, INPUT: {}}
        self.refused, self.refusal = range(0), None
        self.excuses = []

    def put(self, function, address, format, *values):
        raw = struct.pack(f">{format}", *values)
        for place, (word,) in enumerate(struct.iter_unpack(">H", raw)):
            self.registers[function][address + place] = word

    def built(self):
        bits = [SimData(0, values=[False] * 16, datatype=DataType.BITS)]
        return SimDevice(self.unit, (bits, bits, self._block(HOLDING), self._block(INPUT)), action=self._asked)

    def _block(self, function):
        words = self.registers[function] or {0xFFFF: 0}
        return [SimData(place, values=[word], datatype=DataType.REGISTERS) for place, word in sorted(words.items())]

    async def _asked(self, function, start, address, count, registers, _written):
        if self.excuses:
            return self.excuses.pop()
        if self.refusal and any(place in self.refused for place in range(address, address + count)):
            return self.refusal
        for place, word in self.registers.get(function, {}).items():
            registers[place - start] = word


async def unheard(*_):
    return ExcCodes.GATEWAY_NO_RESPONSE


def nobody():
    """What a gateway answers for units behind which there is nothing. 0 is any unit that has no device."""
    all_of_them = [SimData(0, count=0x10000, values=0, datatype=DataType.REGISTERS)]
    return SimDevice(0, all_of_them, action=unheard)


def but_silence(sending, data):
    """On a line of copper nobody answers for a unit that is not there."""
    return b"" if sending and data[1] & 0x80 and data[2] == ExcCodes.GATEWAY_NO_RESPONSE else data


def shortest(value):
    """The shortest decimal that stands for a float32."""
    raw = struct.pack(">f", value)
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if struct.pack(">f", float(text)) == raw:
            return Decimal(text)


def sdm630(unit, kilowatt_hours=16384.127, serial_number=4_123_456_789):
    """An Eastron SDM630, and its values; from the protocol description: float32 with the high word first."""
    device, expected = Device(unit), {}
    described = {
        0x0000: ("1-0:32.7.0", 229.87, 1),
        0x0002: ("1-0:52.7.0", 231.4, 1),
        0x0004: ("1-0:72.7.0", 230.015, 1),
        0x0006: ("1-0:31.7.0", 15.931, 1),
        0x0008: ("1-0:51.7.0", 0.0, 1),
        0x000A: ("1-0:71.7.0", 1e-3, 1),
        0x000C: ("1-0:36.7.0", 3661.5, 1),
        0x000E: ("1-0:56.7.0", -12.25, 1),
        0x0010: ("1-0:76.7.0", 0.0, 1),
        0x0034: ("1-0:16.7.0", 3649.25, 1),
        0x0046: ("1-0:14.7.0", 49.98, 1),
        0x0048: ("1-0:1.8.0", kilowatt_hours, 1000),
        0x004A: ("1-0:2.8.0", 0.1, 1000),
    }
    for address, (obis, value, factor) in described.items():
        device.put(INPUT, address, "f", value)
        (single,) = struct.unpack(">f", struct.pack(">f", value))
        expected[obis] = shortest(single) * factor
    device.put(HOLDING, 0xFC00, "I", serial_number)
    return device, expected, str(serial_number)


def b23(unit):
    """An ABB B23, and its values; whole numbers of hundredths, and all ones where there is no value."""
    device = Device(unit)
    device.put(HOLDING, 0x5000, "QQ", 123_456_789_012, 7)
    device.put(HOLDING, 0x5B00, "III", 2301, 2299, 2310)
    device.put(HOLDING, 0x5B0C, "III", 1593, 0, 0xFFFF_FFFF)
    device.put(HOLDING, 0x5B14, "iiii", -411_099, -411_100, 1, 0x7FFF_FFFF)
    device.put(HOLDING, 0x5B2C, "H", 5002)
    device.put(HOLDING, 0x5B3A, "h", -998)
    device.put(HOLDING, 0x8900, "I", 4021)
    device.put(HOLDING, 0x8960, "4s", b"B23 ")
    expected = {
        "1-0:1.8.0": Decimal("1234567890120"),
        "1-0:2.8.0": Decimal("70"),
        "1-0:16.7.0": Decimal("-4110.99"),
        "1-0:32.7.0": Decimal("230.1"),
        "1-0:52.7.0": Decimal("229.9"),
        "1-0:72.7.0": Decimal("231.0"),
        "1-0:31.7.0": Decimal("15.93"),
        "1-0:51.7.0": Decimal("0"),
        "1-0:36.7.0": Decimal("-4111.00"),
        "1-0:56.7.0": Decimal("0.01"),
        "1-0:13.7.0": Decimal("-0.998"),
        "1-0:14.7.0": Decimal("50.02"),
    }
    return device, expected, "4021"


def sunspec203(unit, base=40_000):
    """A meter with SunSpec model 203 behind another model, and its values; powers of ten stand beside them."""
    device = Device(unit)
    common = b"".join(
        text.ljust(length, b"\0")
        for text, length in ((b"Acme", 32), (b"Watcher", 32), (b"", 16), (b"1.4", 16), (b"SN-0042/7", 32))
    )
    device.put(HOLDING, base, "4sHH128sHH", b"SunS", 1, 66, common, unit, 0x8000)
    other = base + 2 + 68
    device.put(HOLDING, other, "HH4H", 17, 4, 0, 0, 0, 0)
    model = other + 6
    points = [0x8000] * 105
    # Currents in hundredths, voltages in tenths, hertz in hundredths, tens of watts, and energies in hundreds of Wh.
    for offset, words in {
        2: (1593, 1593, 0, 0x8000, 0x10000 - 2),
        7: (2304, 2298, 2311, 2303, 0, 0, 0, 0, 0x10000 - 1),
        16: (4998, 0x10000 - 2),
        18: (0x10000 - 366, 0x10000 - 366, 0, 0x8000, 1),
        38: struct.unpack(">HH", struct.pack(">I", 12)),
        46: struct.unpack(">HH", struct.pack(">I", 70_000)),
        54: (2,),
    }.items():
        points[offset - 2 : offset - 2 + len(words)] = words
    device.put(HOLDING, model, "HH105HHH", 203, 105, *points, 0xFFFF, 0)
    expected = {
        "1-0:1.8.0": Decimal("7000000"),
        "1-0:2.8.0": Decimal("1200"),
        "1-0:16.7.0": Decimal("-3660"),
        "1-0:36.7.0": Decimal("-3660"),
        "1-0:56.7.0": Decimal("0"),
        "1-0:32.7.0": Decimal("229.8"),
        "1-0:52.7.0": Decimal("231.1"),
        "1-0:72.7.0": Decimal("230.3"),
        "1-0:31.7.0": Decimal("15.93"),
        "1-0:51.7.0": Decimal("0"),
        "1-0:14.7.0": Decimal("49.98"),
    }
    return device, expected, "SN-0042/7"


@contextlib.asynccontextmanager
async def modbus_tcp(*devices, port=0, framer=FramerType.SOCKET):
    """Serves the devices; gives the keys of a [[bus]] block, and the port."""
    built = [device.built() for device in devices]
    server = ModbusTcpServer([*built, nobody()], framer=framer, address=("127.0.0.1", port))
    async with serving(server):
        port = server.transport.sockets[0].getsockname()[1]
        framing = {"framing": "rtu"} if framer is FramerType.RTU else {}
        yield {"address": f"127.0.0.1:{port}"} | framing


def rtu_over_tcp(*devices):
    return modbus_tcp(*devices, framer=FramerType.RTU)


@contextlib.asynccontextmanager
async def serial_line(*devices):
    with line() as (ours, theirs):
        built = [device.built() for device in devices]
        server = ModbusSerialServer([*built, nobody()], port=ours, baudrate=19200, trace_packet=but_silence)
        async with serving(server):
            yield {"device": theirs, "baud": 19200, "parity": "none"}


LINES = {"tcp": modbus_tcp, "rtu over tcp": rtu_over_tcp, "serial line": serial_line}
