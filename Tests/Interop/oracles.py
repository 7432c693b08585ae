"""What dsmr-parser says of recorded P1 telegrams, and smllib of SML. Numbers are exact, in Wh and W."""

import re
from decimal import Decimal

from dsmr_parser import obis_references, telegram_specifications
from dsmr_parser.parsers import TelegramParser
from gateway import ROOT
from smllib import SmlStreamReader
from smllib.errors import CrcError

# Where the recordings are, beside the repository or above it; nowhere on most machines.
RECORDINGS = next(
    (folder / "shared/data/telegrams" for folder in ROOT.parents if (folder / "shared/data/telegrams").is_dir()),
    None,
)

SPECIFICATIONS = {
    "at-sagemcom-t210": telegram_specifications.SAGEMCOM_T210_D_R | {"general_global_cipher": False},
    "fluvius-be-v1.7.1": telegram_specifications.BELGIUM_FLUVIUS,
    "p1-example-4.0": telegram_specifications.V4,
    "p1-example-5.0": telegram_specifications.V5,
    "v2.2-iskra-mt382": telegram_specifications.V2_2,
    "v4-unpadded-crc": telegram_specifications.V4,
    "v4.2-kaifa": telegram_specifications.V4,
    "v5.0-iskra": telegram_specifications.V5,
    "v5.0-two-mbus": telegram_specifications.V5,
}
KILO = {"kWh": ("Wh", 1000), "kW": ("W", 1000), "kvarh": ("varh", 1000), "kvar": ("var", 1000)}


class P1:
    """One telegram as dsmr-parser has it; its InvalidChecksumError when the checksum is wrong.

    `registers` and `channels` map an OBIS code to a value and a unit; `numbers` maps a channel to its equipment
    identifier, which is hexadecimal digits; 0 is the electricity meter itself.
    """

    def __init__(self, recording):
        telegram = TelegramParser(SPECIFICATIONS[recording.stem]).parse(recording.read_bytes().decode("latin1"))
        self.registers, self.channels, self.numbers = {}, {}, {}
        self.time = None
        for name, found in telegram:
            code = re.match(r"\^\\d-[^:]+:(\d+)\\\.(\d+)\\\.(\d+)", getattr(obis_references, name, ""))
            if name == "MBUS_DEVICES":
                for device in found:
                    self._attach(device)
            elif name == "P1_MESSAGE_TIMESTAMP":
                self.time = found.value
            elif name.endswith("EQUIPMENT_IDENTIFIER"):
                self.numbers[0] = found.value
            elif isinstance(getattr(found, "value", None), Decimal | int) and found.unit:
                self.registers["1-0:" + ".".join(code.groups())] = plain(found)

    def _attach(self, device):
        for name, found in device:
            if name.endswith("_READING") and found.unit:
                self.channels[device.channel_id] = plain(found), found.datetime
            elif "EQUIPMENT_IDENTIFIER" in name:
                self.numbers[device.channel_id] = found.value


def plain(found):
    unit, factor = KILO.get(found.unit, (found.unit, 1))
    return Decimal(found.value) * factor, unit


def sml(recording):
    """The answers of the meter in a recording, and how many frames smllib threw away and could not read.

    Each is the number of the meter, in hexadecimal digits, and its registers.
    """
    reader = SmlStreamReader()
    reader.add(recording.read_bytes())
    answers, damaged, unreadable = [], 0, 0
    while True:
        try:
            frame = reader.get_frame()
        except CrcError:
            damaged += 1
            continue
        if frame is None:
            return answers, damaged, unreadable
        try:
            bodies = [message.message_body for message in frame.parse_frame()]
        except ValueError:
            unreadable += 1
            continue
        answers += [(body.server_id, measured(body.val_list)) for body in bodies if getattr(body, "val_list", None)]


def measured(entries):
    units = {30: "Wh", 27: "W", 35: "V", 33: "A", 44: "Hz"}
    return {
        entry.obis.obis_code.partition("*")[0]: (Decimal(entry.value).scaleb(entry.scaler or 0), units[entry.unit])
        for entry in entries
        if entry.unit
    }
