"""Recorded telegrams say the same to Ohmstead as to parsers of other people; and a stream of them is recorded.

Where Ohmstead knows better, or says less, the difference is written here.
"""

import asyncio
import json
from datetime import datetime
from decimal import Decimal

import pytest
from dsmr_parser.exceptions import InvalidChecksumError
from gateway import PROGRAM, block, eventually
from oracles import P1, RECORDINGS, sml
from telegrams import Stream, p1_telegram

WRONG_CHECKSUM = {"p1-example-4.0", "p1-example-5.0"}
pytestmark = pytest.mark.filterwarnings("ignore")


def recordings(kind, pattern):
    """One case for each; one that is skipped where there are none."""
    if RECORDINGS is None:
        return [pytest.param(None, id="none", marks=pytest.mark.skip("there are no recorded telegrams here"))]
    return [pytest.param(path, id=path.stem) for path in sorted((RECORDINGS / kind).glob(pattern))]


async def decode(recording, protocol):
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "meters", "decode", recording, "--protocol", protocol, "--json", stdout=-1, stderr=-1
    )
    output, errors = await asyncio.wait_for(process.communicate(), 60)
    assert output, errors.decode()
    answer = json.loads(output)
    assert process.returncode == (0 if answer["telegrams"] else 1)
    return answer


def values(look):
    return {register["register"]: (Decimal(register["value"]), register["unit"]) for register in look["registers"]}


def plate(number):
    """An equipment identifier is text in hexadecimal digits, or digits of its own; none where it is empty or zeros."""
    if not number or not number.strip("0"):
        return None
    try:
        text = bytes.fromhex(number).decode("ascii")
    except ValueError:
        return number
    return text if text.isalnum() else number


def with_totals(registers):
    """Meters that do not send totals have them from Ohmstead, exactly; and powers that know their direction."""
    complete = dict(registers)

    def derive(total, plus, minus=()):
        if total not in registers and all(code in registers for code in (*plus, *minus)):
            number = sum(registers[code][0] for code in plus) - sum(registers[code][0] for code in minus)
            complete[total] = number, registers[plus[0]][1]

    for direction in (1, 2):
        derive(f"1-0:{direction}.8.0", [f"1-0:{direction}.8.1", f"1-0:{direction}.8.2"])
    derive("1-0:16.7.0", ["1-0:1.7.0"], ["1-0:2.7.0"])
    for phase in (20, 40, 60):
        derive(f"1-0:{phase + 16}.7.0", [f"1-0:{phase + 1}.7.0"], [f"1-0:{phase + 2}.7.0"])
    return complete


@pytest.mark.parametrize("recording", recordings("dsmr", "*.txt"))
async def test_a_p1_telegram_says_what_dsmr_parser_says(recording):
    found = await decode(recording, "p1")
    if recording.stem in WRONG_CHECKSUM:
        # The examples of the standard carry checksums that are not theirs.
        with pytest.raises(InvalidChecksumError):
            P1(recording)
        assert (found["telegrams"], len(found["damaged"])) == ([], 1)
        return
    oracle = P1(recording)
    main, *attached = found["telegrams"]
    assert found["damaged"] == []
    registers = with_totals(oracle.registers)
    # dsmr-parser gives the peak of the month and the limit of the breaker, too; those are no readings.
    for code in ("1-0:1.6.0", "1-0:17.0.0"):
        registers.pop(code, None)
    assert values(main) == registers
    assert main.get("serialNumber") == plate(oracle.numbers.get(0))
    if oracle.time:
        assert datetime.fromisoformat(main["measuredAt"]) == oracle.time
    # A channel that is not in use has neither a number nor a reading, and is left out.
    assert [look["meter"] for look in attached] == [f"channel {channel}" for channel in sorted(oracle.channels)]
    for look in attached:
        channel = int(look["meter"].removeprefix("channel "))
        reading, time = oracle.channels[channel]
        assert list(values(look).values()) == [reading]
        assert look.get("serialNumber") == plate(oracle.numbers.get(channel))
        # DSMR 2.2 does not say whether it is summer, so that its time may be an hour off and is not taken.
        if "v2.2" in recording.stem:
            assert "measuredAt" not in look
        else:
            assert datetime.fromisoformat(look["measuredAt"]) == time


def server_number(digits):
    """The number on the plate by DIN 43863-5, where the server id is made of one."""
    raw = bytes.fromhex(digits)
    if len(raw) == 10 and raw[0] in (9, 10) and raw[1] == 1:
        return f"1{raw[2:5].decode()}{raw[5]:02X}{int.from_bytes(raw[6:]):08d}"
    return digits.upper()


@pytest.mark.parametrize("recording", recordings("sml", "*.bin"))
async def test_sml_says_what_smllib_says(recording):
    found = await decode(recording, "sml")
    answers, damaged, unreadable = sml(recording)
    looks = found["telegrams"]
    assert len(found["damaged"]) == damaged
    if unreadable:
        return assert_as_libsml(recording, looks, unreadable)
    assert len(looks) == len(answers)
    for look, (number, registers) in zip(looks, answers):
        if recording.stem.startswith("DZG_DVS-7412"):
            # It puts 16 bits without a sign into a signed field: smllib sees -299.12 W, the meter shows 356.24 W.
            assert registers["1-0:16.7.0"] == (Decimal("-299.12"), "W")
            registers["1-0:16.7.0"] = Decimal("356.24"), "W"
        assert values(look) == registers
        assert look["serialNumber"] == server_number(number)
        # Until the PIN is entered it shows whole kWh.
        assert len(look["notices"]) == ("without_PIN" in recording.stem)


def assert_as_libsml(recording, looks, frames):
    """smllib reads nothing of a meter that gets its structure wrong; libsml and Ohmstead do."""
    last = json.loads((RECORDINGS / "sml/expected.json").read_text())[recording.name]["libsml_last"]
    wanted = {}
    for code, text in last.items():
        number, _, unit = text.partition(" ")
        if unit in ("Wh", "W"):
            wanted[code.partition("*")[0]] = Decimal(number), unit
    assert wanted
    assert len(looks) == frames
    assert values(looks[-1]) == wanted
    assert looks[-1]["serialNumber"] == last["1-0:0.0.9*255"].replace(" ", "").upper()


def blocks(stream, protocol, **settings):
    return block("bus", name="grid", protocol=protocol, address=stream.address) + block(
        "meter", id="house", bus="grid", interval_seconds=1, **settings
    )


async def readings(gateway, meter="house"):
    return json.loads(await gateway.cli("readings", meter, "--json"))


async def shows(gateway, code, value, meter="house", sending=None):
    """Waits for a reading whose register has the value; `sending` is a stream and what it sends again and again."""

    async def look():
        if sending:
            stream, telegram = sending
            await stream.send(telegram)
        found = [reading for reading in await readings(gateway, meter) if values(reading).get(code, [None])[0] == value]
        return found[-1] if found else None

    return await eventually(look, f"{meter} shows {value} in {code}", seconds=30)


async def test_a_stream_of_p1_telegrams_is_recorded(start_gateway):
    async with Stream() as stream:
        gas = block("meter", id="gas", bus="grid", channel=1, interval_seconds=1)
        gateway = await start_gateway(blocks=blocks(stream, "p1") + gas)
        await stream.connected()
        first = p1_telegram(used=("000123.456", "000100.001"), power="01.234")
        # The daemon comes in the middle of one, and a line gives bytes as it likes.
        await stream.send(first[37:])
        await stream.send(first, pieces=11)
        reading = await shows(gateway, "1-0:1.8.0", 223_457)
        assert values(reading)["1-0:1.8.1"] == (123_456, "Wh")
        assert values(reading)["1-0:16.7.0"] == (1_234, "W")
        assert (reading["serialNumber"], reading["origin"]) == ("E0099001234567890", "p1")
        attached = await shows(gateway, "0-1:24.2.1", Decimal("1234.567"), meter="gas")
        assert attached["serialNumber"] == "G0012345678901234"
        # What a disturbance changed is never taken for a reading.
        disturbed = p1_telegram(used=("000123.999", "000100.001")).replace(b"123.999", b"123.888")
        sound = p1_telegram(used=("000123.500", "000100.001"))
        await shows(gateway, "1-0:1.8.1", 123_500, sending=(stream, disturbed + sound))
    numbers = {values(reading)["1-0:1.8.1"][0] for reading in await readings(gateway)}
    assert numbers == {123_456, 123_500}


async def test_a_p1_stream_that_breaks_off_is_opened_again(start_gateway):
    async with Stream() as stream:
        gateway = await start_gateway(blocks=blocks(stream, "p1"))
        await stream.connected()
        await stream.send(p1_telegram(used=("000001.000", "000000.000")))
        await shows(gateway, "1-0:1.8.0", 1_000)
        half = p1_telegram(used=("000005.000", "000000.000"))
        await stream.send(half[:200])
        await stream.hang_up()
        await stream.connected()
        # What began on the old connection does not go on.
        await stream.send(half[200:])
        again = p1_telegram(used=("000002.000", "000000.000"))
        await shows(gateway, "1-0:1.8.0", 2_000, sending=(stream, again))
    assert {values(reading)["1-0:1.8.0"][0] for reading in await readings(gateway)} == {1_000, 2_000}


@pytest.mark.parametrize("recording", recordings("sml", "ISKRA_MT175*.bin"))
async def test_a_recorded_sml_stream_is_recorded(start_gateway, recording):
    answers, _, _ = sml(recording)
    async with Stream() as stream:
        gateway = await start_gateway(blocks=blocks(stream, "sml"))
        await stream.connected()
        await stream.send(recording.read_bytes(), pieces=97)
        number, registers = answers[-1]
        reading = await eventually(lambda: readings(gateway), "the meter is read", seconds=30)
    # One telegram each second is recorded, of however many come.
    assert values(reading[0]) in [registers for _, registers in answers]
    assert (reading[0]["serialNumber"], reading[0]["origin"]) == (server_number(number), "sml")
