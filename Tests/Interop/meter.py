"""An independent Eastron SDM630 on pymodbus, over TCP or a serial line."""

import contextlib
import os
import struct
import threading
import tty

from gateway import eventually
from pymodbus.server import ModbusSerialServer, ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

# Input registers, float32, most significant word first; from Eastron's SDM630 protocol description.
VOLTAGE = (0x0000, 0x0002, 0x0004)
CURRENT = (0x0006, 0x0008, 0x000A)
POWER_OF_PHASE = (0x000C, 0x000E, 0x0010)
POWER = 0x0034
IMPORT = 0x0048
EXPORT = 0x004A
# Holding register, uint32.
SERIAL_NUMBER = 0xFC00


class Meter:
    """What the meter shows. `reads` counts how often its import register was asked for."""

    def __init__(self, register, serial_number=20_260_414):
        self.reads = 0
        self.values = {address: 230.0 for address in VOLTAGE} | {EXPORT: 0.25}
        self.show(register, 0)
        holding = [SimData(SERIAL_NUMBER, values=[*words(">I", serial_number), 0, 0], datatype=DataType.REGISTERS)]
        bits = [SimData(0, values=[False] * 16, datatype=DataType.BITS)]
        measured = [SimData(0, count=0x180, values=0, datatype=DataType.REGISTERS)]
        self.device = SimDevice(1, (bits, bits, holding, measured), action=self._asked)

    def show(self, kilowatt_hours, watts):
        self.values[IMPORT] = kilowatt_hours
        self.values[POWER] = watts
        for address in POWER_OF_PHASE:
            self.values[address] = watts / 3
        for address in CURRENT:
            self.values[address] = watts / 690

    async def _asked(self, function, start, address, count, registers, _written):
        if function != 4:
            return
        for place, value in self.values.items():
            registers[place - start : place - start + 2] = words(">f", value)
        if address <= IMPORT < address + count:
            self.reads += 1

    async def is_read(self, times=2):
        """Waits until the gateway has seen what the meter shows now."""
        enough = self.reads + times
        await eventually(lambda: self.reads >= enough, "the meter is read", seconds=30)


def words(format, value):
    return struct.unpack(">HH", struct.pack(format, value))


@contextlib.asynccontextmanager
async def over_tcp(meter):
    """Serves the meter; gives the keys of a [[bus]] block."""
    async with serving(ModbusTcpServer(meter.device, address=("127.0.0.1", 0))) as server:
        yield {"address": f"127.0.0.1:{server.transport.sockets[0].getsockname()[1]}"}


@contextlib.asynccontextmanager
async def over_serial_line(meter):
    """Serves the meter on one end of a line; gives the keys of a [[bus]] block for the other end."""
    with line() as (ours, theirs):
        async with serving(ModbusSerialServer(meter.device, port=ours, baudrate=9600)):
            yield {"device": theirs, "baud": 9600, "parity": "none"}


@contextlib.asynccontextmanager
async def serving(server):
    await server.serve_forever(background=True)
    try:
        yield server
    finally:
        await server.shutdown()


@contextlib.contextmanager
def line():
    """Two serial devices that hear each other: two ptys, their masters joined by a thread each way."""
    pairs = [os.openpty(), os.openpty()]
    for _, device in pairs:
        tty.setraw(device)
    (near, _), (far, _) = pairs
    threads = [threading.Thread(target=carry, args=ends, daemon=True) for ends in ((near, far), (far, near))]
    for thread in threads:
        thread.start()
    try:
        yield tuple(os.ttyname(device) for _, device in pairs)
    finally:
        for _, device in pairs:
            os.close(device)
        for thread in threads:
            thread.join(5)
        os.close(near)
        os.close(far)


def carry(source, target):
    # Reading a master fails once nobody has its device open any more: that ends the thread.
    with contextlib.suppress(OSError):
        while piece := os.read(source, 512):
            os.write(target, piece)


TRANSPORTS = {"tcp": over_tcp, "serial line": over_serial_line}
