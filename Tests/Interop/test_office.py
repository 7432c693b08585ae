"""A back office of the package `ocpp` has every charge once, whatever the two sides speak and whatever goes down."""

import asyncio

import pytest
from chargepoint import TAG, ago, moment
from gateway import block, eventually
from office import BackOffice
from station201 import station201
from wallbox import connected

STATION = block("station", id="CP1")
VERSIONS = ["1.6", "2.0.1"]
PAIRS = [pytest.param(box, office, id=f"{box} to {office}") for box in VERSIONS for office in VERSIONS]
STARTED, HALFWAY, STOPPED = ago(minutes=40), ago(minutes=25), ago(minutes=10)


class Charge16:
    """One charge of a wallbox of 1.6, word by word."""

    plugged = staticmethod(connected)

    def __init__(self):
        self.transaction = None

    async def start(self, box, register=1_000_000):
        await box.status("Preparing", STARTED)
        self.transaction = await box.begin(register, STARTED)
        await box.status("Charging", STARTED)

    async def meter(self, box, register):
        await box.meter(register, self.transaction, HALFWAY)

    async def stop(self, box, register):
        await box.end(self.transaction, register, STOPPED)
        await box.status("Finishing", STOPPED)
        await box.status("Available", STOPPED)

    remote_start = ("RemoteStartTransaction", lambda told: (told["idTag"], told["connectorId"]))
    remote_stop = ("RemoteStopTransaction", lambda told: told["transactionId"])

    @property
    def name(self):
        return self.transaction


class Charge201:
    """The same of a station of 2.0.1."""

    plugged = staticmethod(station201)

    def __init__(self):
        self.transaction = None

    async def start(self, station, register=1_000_000):
        await station.status("Occupied", at=STARTED)
        self.transaction = station.transaction()
        begin = {"at": STARTED, "register": register, "context": "Transaction.Begin", "tag": TAG}
        await self.transaction.started("Authorized", **begin)

    async def meter(self, station, register):
        self.transaction.station = station
        await self.transaction.updated(at=HALFWAY, register=register, context="Sample.Periodic")

    async def stop(self, station, register):
        self.transaction.station = station
        await self.transaction.ended(at=STOPPED, register=register, context="Transaction.End")
        await station.status("Available", at=STOPPED)

    remote_start = ("RequestStartTransaction", lambda told: (told["idToken"]["idToken"], told["evseId"]))
    remote_stop = ("RequestStopTransaction", lambda told: told["transactionId"])

    @property
    def name(self):
        return self.transaction.name


CHARGES = {"1.6": Charge16, "2.0.1": Charge201}


def check(office, charge, watt_hours):
    """It is the charge that was made, and nothing was wrong with anything that was told."""
    assert (charge.station, charge.connector, charge.tag) == ("CP1", 1, TAG)
    # `Local` is what a stop means that gives no reason, in either version.
    assert (charge.watt_hours, charge.reason or "Local") == (watt_hours, "Local")
    assert (moment(charge.started), moment(charge.stopped)) == (STARTED, STOPPED)
    assert office.complaints == []


async def ask_to_start(peer, version):
    """The office wants TAG to charge at the first connector. Gives the answer in a word."""
    if version == "1.6":
        answer = await peer.ask("RemoteStartTransaction", idTag=TAG, connectorId=1)
    else:
        token = {"idToken": TAG, "type": "ISO14443"}
        answer = await peer.ask("RequestStartTransaction", idToken=token, remoteStartId=5, evseId=1)
    return answer.status


async def rest(gateway):
    """Waits until the daemon has nothing more to tell, and makes sure that nothing is parked."""

    async def nothing_waits():
        lanes = (await gateway.status())["uplinks"]
        return lanes if all(lane["waiting"] == 0 for lane in lanes) else None

    lanes = await eventually(nothing_waits, "everything is told", seconds=90)
    assert [lane["parked"] for lane in lanes] == [0] * len(lanes)


@pytest.mark.parametrize("box_version, office_version", PAIRS)
async def test_a_charge_is_told_while_it_happens(start_gateway, box_version, office_version):
    charge = CHARGES[box_version]()
    async with BackOffice(office_version).serving() as office:
        gateway = await start_gateway(blocks=STATION + office.block())
        async with charge.plugged(gateway, "CP1") as box:
            await box.boot()
            await box.status("Available", at=STARTED)
            await office.visited()
            await charge.start(box)
            running = await office.running()
            assert (running.starts, running.start_register) == (1, 1_000_000)
            await charge.meter(box, 1_004_000)
            await eventually(lambda: 1_004_000 in running.registers, "the register is told", seconds=60)
            await charge.stop(box, 1_012_345)
        (told,) = await office.told()
        await rest(gateway)
    assert len(office.charges) == 1
    assert (told.starts, told.stops) == (1, 1)
    assert told.offline == []
    check(office, told, 12_345)
    assert office.statuses["CP1", 1] == "Available"


@pytest.mark.parametrize("box_version, office_version", PAIRS)
async def test_a_charge_while_the_office_is_away_is_told_afterwards(start_gateway, box_version, office_version):
    charge = CHARGES[box_version]()
    async with BackOffice(office_version).serving() as office:
        gateway = await start_gateway(blocks=STATION + office.block())
        await office.close()
        async with charge.plugged(gateway, "CP1") as box:
            await box.boot()
            await charge.start(box)
            await charge.meter(box, 1_004_000)
            await charge.stop(box, 1_012_345)
        await gateway.final_sessions(1)
        await office.open()
        (told,) = await office.told()
        await rest(gateway)
    assert len(office.charges) == 1
    assert (told.starts, told.stops) == (1, 1)
    check(office, told, 12_345)
    if office_version == "2.0.1":
        assert {"Started", "Ended"} <= set(told.offline)


@pytest.mark.parametrize("box_version, office_version", PAIRS)
async def test_a_charge_survives_crashes_and_outages(start_gateway, box_version, office_version):
    """The office goes away in the middle, and the power of the box fails twice."""
    charge = CHARGES[box_version]()
    async with BackOffice(office_version).serving() as office:
        gateway = await start_gateway(blocks=STATION + office.block())
        async with charge.plugged(gateway, "CP1") as box:
            await box.boot()
            await box.status("Available", at=STARTED)
            await office.visited()
            await charge.start(box)
            running = await office.running()
            await office.close()
            await charge.meter(box, 1_004_000)
            await gateway.crash()
        await gateway.start()
        async with charge.plugged(gateway, "CP1") as box:
            await box.boot()
            await charge.stop(box, 1_012_345)
            await gateway.crash()
        await office.open()
        await gateway.start()
        (told,) = await office.told()
        await rest(gateway)
    assert told is running
    assert list(office.charges) == [told.id]
    check(office, told, 12_345)


@pytest.mark.parametrize("office_version", VERSIONS)
async def test_a_start_whose_answer_was_lost_is_the_same_start(start_gateway, office_version):
    charge = Charge16()
    async with BackOffice(office_version).serving() as office:
        office.loses = {"1.6": {"StartTransaction"}, "2.0.1": {"TransactionEvent"}}[office_version]
        gateway = await start_gateway(blocks=STATION + office.block())
        async with charge.plugged(gateway, "CP1") as box:
            await box.boot()
            await box.status("Available", at=STARTED)
            await office.visited()
            await charge.start(box)
            await charge.stop(box, 1_000_777)
        (told,) = await office.told()
        await rest(gateway)
    assert list(office.charges) == [told.id]
    assert (told.starts, told.stops) == (2, 1)
    check(office, told, 777)


@pytest.mark.parametrize("box_version, office_version", PAIRS)
async def test_a_charge_is_started_and_stopped_from_afar(start_gateway, box_version, office_version):
    charge = CHARGES[box_version]()
    async with BackOffice(office_version).serving() as office:
        gateway = await start_gateway(blocks=STATION + office.block(controls=True))
        async with charge.plugged(gateway, "CP1") as box:
            await box.boot()
            await box.status("Available", at=STARTED)
            peer = await office.visited()
            assert await ask_to_start(peer, office_version) == "Accepted"
            action, content = type(charge).remote_start
            assert content(await box.next(action)) == (TAG, 1)
            await charge.start(box)
            running = await office.running()
            # Each side has its own name for it.
            assert running.id != charge.name
            action = "RemoteStopTransaction" if office_version == "1.6" else "RequestStopTransaction"
            assert (await peer.ask(action, transactionId=running.id)).status == "Accepted"
            action, content = type(charge).remote_stop
            assert content(await box.next(action)) == charge.name
            await charge.stop(box, 1_000_500)
        (told,) = await office.told()
        await rest(gateway)
    check(office, told, 500)


@pytest.mark.parametrize("office_version", VERSIONS)
async def test_an_office_that_does_not_control_commands_nothing(start_gateway, office_version):
    async with BackOffice(office_version).serving() as office:
        gateway = await start_gateway(blocks=STATION + office.block())
        async with connected(gateway, "CP1") as box:
            await box.boot()
            await box.status("Available")
            peer = await office.visited()
            assert await ask_to_start(peer, office_version) == "Rejected"
            await asyncio.sleep(0.3)
            assert box.take("RemoteStartTransaction") == []


async def test_two_offices_have_everything_and_wait_for_each_other_in_nothing(start_gateway):
    charge = Charge16()
    async with BackOffice("1.6").serving() as near, BackOffice("2.0.1").serving() as far:
        gateway = await start_gateway(blocks=STATION + near.block("near") + far.block("far"))
        await far.close()
        async with charge.plugged(gateway, "CP1") as box:
            await box.boot()
            await box.status("Available", at=STARTED)
            await near.visited()
            await charge.start(box)
            await charge.stop(box, 1_000_321)
        (told,) = await near.told()
        check(near, told, 321)
        await far.open()
        (told,) = await far.told()
        check(far, told, 321)
        await rest(gateway)


@pytest.mark.parametrize("form", ["text", "hex"])
async def test_a_password_is_shown_and_told_to_nobody_else(start_gateway, tmp_path, form):
    password = b"an interop password" if form == "text" else bytes(range(1, 17))
    file = tmp_path / "office.password"
    file.write_text(password.decode() if form == "text" else password.hex())
    file.chmod(0o600)
    async with BackOffice("1.6", password=password).serving() as office:
        blocks = STATION + office.block(password_file=str(file), password_form=form)
        gateway = await start_gateway(blocks=blocks)
        async with connected(gateway, "CP1") as box:
            await box.boot()
            await box.status("Available")
            await office.visited()
    await gateway.stop()
    assert file.read_text() not in gateway.log.read_text()
