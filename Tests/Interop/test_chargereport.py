"""ChargeReport has every session once and to the byte, whatever happens on the way.

One gateway pushes the same hundred sessions to five receivers at once, each with a fault of its own. A hundred is a
full batch, so it is sent without waiting for more.
"""

import asyncio
import contextlib
import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from chargereport import ChargeReport
from chargepoint import ago
from gateway import block, eventually
from wallbox import connected

FAULTS = {
    "well": [],
    "refuses-once": ["500"],
    "hangs-up": ["hang up"],
    "stalls": ["stall"],
    "knows-them": [],
}
KEY = "cr_live_interop_{}_5c4f1e8a9b"
# Around each edge of rounding to tenths of a kWh; below 50 Wh nothing is sent.
SAMPLES = [
    (50, "0.1"),
    (149, "0.1"),
    (150, "0.2"),
    (12_349, "12.3"),
    (12_350, "12.4"),
    (32_000, "32.0"),
    (99_950, "100.0"),
]


def plan():
    """The sessions, an hour and some seconds apart and reaching back over months: plug-in, plug-out, Wh, kWh."""
    first = ago(days=200)
    for number in range(99):
        begin = first + timedelta(hours=47 * number, seconds=number)
        yield begin, begin + timedelta(minutes=number + 5), *SAMPLES[number % len(SAMPLES)]
    yield ago(hours=2), ago(hours=1), 49, None


PLAN = list(plan())


def item(begin, end, kilowatt_hours):
    """What the receiver's documentation asks for: the site's offset at that moment, whole seconds, one decimal."""
    times = [time.astimezone(ZoneInfo("Europe/Vienna")).isoformat(timespec="seconds") for time in (begin, end)]
    return f'{{"carConnected":"{times[0]}","carDisconnected":"{times[1]}","kiloWattHours":{kilowatt_hours}}}'


def expected_body():
    items = [item(begin, end, text) for begin, end, _, text in PLAN if text]
    return f'{{"sessions":[{",".join(items)}]}}'.encode()


async def charge(gateway):
    """A wallbox that was offline for long tells all its sessions."""
    register = 0
    async with connected(gateway, "CP1") as box:
        await box.boot()
        for begin, end, watt_hours, _ in PLAN:
            await box.status("Preparing", begin)
            transaction = await box.begin(register, begin + timedelta(seconds=30))
            register += watt_hours
            await box.end(transaction, register, end - timedelta(seconds=30))
            await box.status("Available", end)


@pytest.fixture
async def receivers(start_gateway, tmp_path):
    """The receivers after everything has come to rest, and the gateway."""
    with contextlib.ExitStack() as stack:
        services = {name: ChargeReport(KEY.format(name), faults) for name, faults in FAULTS.items()}
        blocks = block("station", id="CP1")
        for name, service in services.items():
            stack.enter_context(service.serving())
            key_file = tmp_path / f"{name}.key"
            key_file.write_text(service.key + "\n")
            key_file.chmod(0o600)
            blocks += block("chargereport", name=name, url=service.url, key_file=str(key_file))
        services["knows-them"].take(json.loads(expected_body())["sessions"])
        gateway = await start_gateway(blocks=blocks)
        await charge(gateway)

        def arrived():
            return all(len(service.requests) > len(FAULTS[name]) for name, service in services.items())

        await eventually(arrived, "every receiver was asked, again where it failed", seconds=120)
        # An answer misread would be followed by another request soon.
        await asyncio.sleep(8)
        yield services, gateway


async def test_every_receiver_has_every_session_once_and_to_the_byte(receivers):
    services, gateway = receivers
    body = expected_body()
    for name, service in services.items():
        assert len(service.requests) == len(FAULTS[name]) + 1, name
        for path, headers, sent in service.requests:
            assert path == "/api/gateway/sessions", name
            assert headers["Authorization"] == f"Bearer {service.key}", name
            assert headers["Content-Type"].split(";")[0] == "application/json", name
            assert sent == body, name
        assert service.sessions == json.loads(body)["sessions"], name
    found = await gateway.final_sessions(100)
    assert [session["wattHours"] for session in found] == [watt_hours for _, _, watt_hours, _ in PLAN]
    status = json.dumps(await gateway.status()) + await gateway.cli("status") + await gateway.cli("sessions")
    await gateway.stop()
    for service in services.values():
        assert service.key not in gateway.log.read_text()
        assert service.key not in status
    assert "cr_live_" not in gateway.log.read_text()
