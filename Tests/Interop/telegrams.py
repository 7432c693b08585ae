"""A serial server that pushes telegrams, and P1 telegrams with their checksum."""

import asyncio


class Stream:
    """Listens where a [[bus]] with an `address` connects to, and sends what a test says."""

    async def __aenter__(self):
        self.line = None
        self.arrived = asyncio.Event()
        self.server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.address = f"127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_):
        self.server.close()
        if self.line:
            self.line.close()

    async def _accept(self, _reader, line):
        self.line = line
        self.arrived.set()

    async def connected(self):
        await asyncio.wait_for(self.arrived.wait(), 60)

    async def hang_up(self):
        self.arrived.clear()
        self.line.close()
        await self.line.wait_closed()

    async def send(self, telegram, pieces=1):
        """Sends it in pieces that come as reads of their own, mostly."""
        length = -(-len(telegram) // pieces)
        for start in range(0, len(telegram), length):
            self.line.write(telegram[start : start + length])
            await self.line.drain()
            await asyncio.sleep(0)


def crc16(octets):
    """CRC-16/ARC, as the P1 companion standard has it."""
    register = 0
    for octet in octets:
        register ^= octet
        for _ in range(8):
            register = register >> 1 ^ 0xA001 if register & 1 else register >> 1
    return register


def p1_telegram(used=("000123.456", "000100.001"), power="01.234"):
    """A DSMR 5 telegram of a meter with a gas meter behind it."""
    lines = [
        "/XYZ5\\2INTEROP-1",
        "",
        "1-3:0.2.8(50)",
        "0-0:1.0.0(261127010203W)",
        f"0-0:96.1.1({b'E0099001234567890'.hex().upper()})",
        f"1-0:1.8.1({used[0]}*kWh)",
        f"1-0:1.8.2({used[1]}*kWh)",
        "1-0:2.8.1(000000.000*kWh)",
        "1-0:2.8.2(000000.000*kWh)",
        "0-0:96.14.0(0002)",
        f"1-0:1.7.0({power}*kW)",
        "1-0:2.7.0(00.000*kW)",
        "0-0:96.13.0()",
        "1-0:32.7.0(231.0*V)",
        "0-1:24.1.0(003)",
        f"0-1:96.1.0({b'G0012345678901234'.hex().upper()})",
        "0-1:24.2.1(261127010000W)(01234.567*m3)",
    ]
    content = ("\r\n".join(lines) + "\r\n!").encode()
    return content + f"{crc16(content):04X}\r\n".encode()
