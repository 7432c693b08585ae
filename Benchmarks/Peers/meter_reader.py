"""Reads the same registers of the same meters as ohmstead does, as fast as it can, with a library from PyPI.

usage: meter_reader.py LIBRARY DEVICE BAUD SECONDS UNITS [FIRST:COUNT …]

It prints one line of JSON: how many full reads it made and the CPU seconds that took.
"""

import json
import sys
import time


def pymodbus(device, baud):
    from pymodbus.client import ModbusSerialClient

    client = ModbusSerialClient(device, baudrate=baud, timeout=0.5, retries=0)
    client.connect()

    def read(unit, first, count):
        answer = client.read_input_registers(first, count=count, device_id=unit)
        return not answer.isError()

    return read


def minimalmodbus(device, baud):
    import minimalmodbus as library

    instruments = {}

    def read(unit, first, count):
        if unit not in instruments:
            instruments[unit] = library.Instrument(device, unit)
            instruments[unit].serial.baudrate = baud
            instruments[unit].serial.timeout = 0.5
        try:
            instruments[unit].read_registers(first, count, functioncode=4)
        except library.ModbusException:
            return False
        return True

    return read


def main():
    library, device, baud, seconds, units, *blocks = sys.argv[1:]
    read = {"pymodbus": pymodbus, "minimalmodbus": minimalmodbus}[library](device, int(baud))
    blocks = [tuple(map(int, block.split(":"))) for block in blocks]
    reads, begin = 0, time.monotonic()
    cpu = time.process_time()
    while time.monotonic() - begin < float(seconds):
        for unit in range(1, int(units) + 1):
            reads += all([read(unit, first, count) for first, count in blocks])
    print(json.dumps({"reads": reads, "cpu_seconds": time.process_time() - cpu}))


if __name__ == "__main__":
    main()
