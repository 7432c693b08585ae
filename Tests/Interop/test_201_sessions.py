"""A station of OCPP 2.0.1 charges, in every order that the standard allows, and some that it does not."""

import pytest
from chargepoint import TAG, ago, moment, text
from gateway import eventually
from station201 import reading, station201, token

pytestmark = pytest.mark.asyncio(loop_scope="module")

HARMLESS = {"clockUntrusted"}


async def only(site, name):
    (session,) = await site.final_sessions(1, station=name)
    return session


async def charge(transaction, begin, end, **details):
    """A whole transaction that began with the cable."""
    await transaction.started(at=ago(minutes=30), register=begin, context="Transaction.Begin", **details)
    await transaction.updated("Authorized", at=ago(minutes=29), tag=TAG)
    await transaction.updated("ChargingStateChanged", at=ago(minutes=28), chargingState="Charging")
    await transaction.ended(at=ago(minutes=5), register=end, context="Transaction.End", tag=TAG)


async def test_cable_first(site, name):
    """TC_B_01, TC_E_03, TC_E_09, TC_E_15, TC_J_07, TC_J_09, TC_J_10: every event is answered, the books are exact."""
    plugged_in, started, stopped, plugged_out = (ago(minutes=minutes) for minutes in (40, 39, 10, 9))
    async with station201(site, name) as station:
        boot = await station.boot()
        assert boot["status"] == "Accepted"
        assert boot["interval"] > 0
        assert abs((moment(boot["currentTime"]) - ago()).total_seconds()) < 60
        await station.status("Available", at=ago(minutes=41))
        await station.status("Occupied", at=plugged_in)
        transaction = station.transaction()
        answer = await transaction.started(
            at=plugged_in, register=1_000_000, context="Transaction.Begin", chargingState="EVConnected"
        )
        assert "idTokenInfo" not in answer
        assert (await station.authorize())["status"] == "Accepted"
        answer = await transaction.updated("Authorized", at=started, tag=TAG)
        assert answer["idTokenInfo"]["status"] == "Accepted"
        await transaction.updated("ChargingStateChanged", at=started, chargingState="Charging")
        for minute in range(38, 10, -4):
            await transaction.updated(at=ago(minutes=minute), register=1_000_000 + (39 - minute) * 400, context="Sample.Periodic")
        await transaction.updated("StopAuthorized", at=stopped, tag=TAG, chargingState="EVConnected")
        await transaction.ended(
            "EVCommunicationLost", at=plugged_out, register=1_012_345, context="Transaction.End", chargingState="Idle"
        )
        await station.status("Available", at=plugged_out)
    session = await only(site, name)
    assert (session["evse"], session["tag"], session["stopReason"]) == (1, TAG, "Local")
    assert (session["wattHours"], session["energySource"]) == (12_345, "station")
    assert (moment(session["pluggedIn"]), moment(session["pluggedOut"])) == (plugged_in, plugged_out)
    assert set(session["flags"]) <= HARMLESS


async def test_token_first(site, name):
    """TC_E_04, TC_E_10, TC_J_08: the transaction begins before the EVSE is known, and its register comes later."""
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction(evse=None)
        answer = await transaction.started("Authorized", at=ago(minutes=30), tag=TAG)
        assert answer["idTokenInfo"]["status"] == "Accepted"
        transaction.evse = 2
        await transaction.updated(
            "CablePluggedIn", at=ago(minutes=29), register=500.5, context="Transaction.Begin", chargingState="EVConnected"
        )
        await transaction.updated("ChargingStateChanged", at=ago(minutes=28), chargingState="Charging")
        await transaction.ended(at=ago(minutes=2), register=2500.5, context="Transaction.End", tag=TAG)
        await station.status("Available", evse=2)
    session = await only(site, name)
    assert (session["evse"], session["tag"], session["wattHours"]) == (2, TAG, 2000)
    assert set(session["flags"]) <= HARMLESS | {"plugTimesUnknown"}


@pytest.mark.parametrize("trigger", ["ChargingStateChanged", "SignedDataReceived", "EVDetected", "Authorized"])
async def test_a_transaction_may_start_with_anything(site, name, trigger):
    """TC_E_01, TC_E_02, TC_E_11, TC_E_12, TC_E_53: whatever the start is taken to be, and from 0 each time."""
    async with station201(site, name) as station:
        await station.boot()
        for round in range(2):
            transaction = station.transaction()
            await transaction.started(trigger, at=ago(minutes=9), register=100 * round, context="Transaction.Begin")
            await transaction.ended(at=ago(minutes=1), register=100 * round + 77, context="Transaction.End")
            await station.status("Available")
    sessions = await site.final_sessions(2, station=name)
    assert [session["wattHours"] for session in sessions] == [77, 77]


@pytest.mark.parametrize(
    ("trigger", "reason"),
    [
        ("ChargingStateChanged", "Local"),
        ("EVCommunicationLost", "EVDisconnected"),
        ("EVDeparted", "Local"),
        ("Deauthorized", "DeAuthorized"),
        ("ChargingStateChanged", "StoppedByEV"),
        ("StopAuthorized", "MasterPass"),
        ("EVConnectTimeout", "Timeout"),
        ("AbnormalCondition", "PowerLoss"),
        ("ResetCommand", "ImmediateReset"),
    ],
)
async def test_a_transaction_may_end_for_any_reason(site, name, trigger, reason):
    """TC_E_07, TC_E_08, TC_E_14, TC_E_17, TC_E_19, TC_E_20, TC_E_22, TC_E_38, TC_E_39: the reason is kept."""
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.started(at=ago(minutes=9), register=1000, context="Transaction.Begin", tag=TAG)
        await transaction.updated("ChargingStateChanged", at=ago(minutes=8), chargingState="SuspendedEV")
        await transaction.ended(
            trigger, reason, at=ago(minutes=1), register=1001, context="Transaction.End", chargingState="EVConnected"
        )
        await station.status("Available")
    session = await only(site, name)
    assert (session["stopReason"], session["wattHours"]) == (reason, 1)


async def test_a_suspended_transaction_resumes(site, name):
    """TC_E_26: unplugged at the car, the transaction stays open through EVCommunicationLost."""
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.started(at=ago(minutes=9), register=0, context="Transaction.Begin", tag=TAG)
        await transaction.updated("EVCommunicationLost", at=ago(minutes=7), chargingState="Idle")
        (running,) = await site.sessions(name)
        assert "stopped" not in running
        await transaction.updated("CablePluggedIn", at=ago(minutes=6), chargingState="EVConnected")
        await transaction.updated("ChargingStateChanged", at=ago(minutes=6), chargingState="Charging")
        await transaction.ended(at=ago(minutes=1), register=4321, context="Transaction.End")
        await station.status("Available")
    assert (await only(site, name))["wattHours"] == 4321


async def test_what_happened_offline_keeps_its_times(site, name):
    """A whole transaction told hours later, with the offline flag and the times of then."""
    plugged_in, stopped, plugged_out = ago(hours=5), ago(hours=3), ago(hours=2)
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        begin = {"register": 700, "context": "Transaction.Begin", "tag": TAG, "offline": True}
        await transaction.started(at=plugged_in, **begin)
        await transaction.updated(at=ago(hours=4), register=900, offline=True)
        await transaction.ended(at=stopped, register=1800, context="Transaction.End", offline=True)
        await station.status("Available", at=plugged_out)
    session = await only(site, name)
    assert session["wattHours"] == 1100
    assert [moment(session[key]) for key in ("pluggedIn", "started", "stopped", "pluggedOut")] == [
        plugged_in,
        plugged_in,
        stopped,
        plugged_out,
    ]


async def test_every_message_twice_changes_nothing(site, name):
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        for number, (kind, trigger, register, context) in enumerate(
            [
                ("Started", "CablePluggedIn", 10, "Transaction.Begin"),
                ("Updated", "MeterValuePeriodic", 50, "Sample.Periodic"),
                ("Ended", "StopAuthorized", 110, "Transaction.End"),
            ]
        ):
            for _ in range(2):
                await transaction.event(kind, trigger, ago(minutes=9 - number), register, context, number=number)
        await station.status("Available")
    session = await only(site, name)
    assert session["wattHours"] == 100
    assert not {"messagesMissing", "startUnknown"} & set(session["flags"])


async def test_a_gap_in_the_numbers_is_told(site, name):
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.started(at=ago(minutes=9), register=0, context="Transaction.Begin")
        transaction.number += 2
        await transaction.ended(at=ago(minutes=1), register=640, context="Transaction.End")
        await station.status("Available")
    session = await only(site, name)
    assert session["wattHours"] == 640
    assert "messagesMissing" in session["flags"]


async def test_a_late_start_is_the_start_all_the_same(site, name):
    started = ago(minutes=30)
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.updated(at=ago(minutes=20), register=1200, number=1)
        await transaction.started(at=started, register=1000, context="Transaction.Begin", tag=TAG, number=0)
        await transaction.ended(at=ago(minutes=2), register=3000, context="Transaction.End", number=2)
        await station.status("Available")
    session = await only(site, name)
    assert (session["wattHours"], session["tag"], moment(session["started"])) == (2000, TAG, started)
    assert not {"messagesMissing", "startUnknown"} & set(session["flags"])


async def test_a_lost_start_is_told_and_invents_no_energy(site, name):
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.updated(at=ago(minutes=20), register=5_000_000, number=1)
        await transaction.ended(at=ago(minutes=2), register=5_002_000, context="Transaction.End", number=2)
        await station.status("Available")
    session = await only(site, name)
    assert "startUnknown" in session["flags"]
    assert session.get("wattHours") is None


async def test_two_evses_keep_their_transactions_apart(site, name):
    async with station201(site, name) as station:
        await station.boot()
        left, right = station.transaction(evse=1), station.transaction(evse=2)
        await left.started(at=ago(minutes=20), register=100, context="Transaction.Begin", tag=TAG)
        await right.started(at=ago(minutes=19), register=50_000, context="Transaction.Begin", tag="04AA")
        await right.ended(at=ago(minutes=5), register=50_600, context="Transaction.End")
        await left.ended(at=ago(minutes=4), register=1100, context="Transaction.End")
        await station.status("Available", evse=1)
        await station.status("Available", evse=2)
    sessions = {session["evse"]: session for session in await site.final_sessions(2, station=name)}
    assert (sessions[1]["wattHours"], sessions[1]["tag"]) == (1000, TAG)
    assert (sessions[2]["wattHours"], sessions[2]["tag"]) == (600, "04AA")


async def test_a_transaction_goes_on_over_a_new_connection(site, name):
    """An early reconnect, without a boot: the station was accepted before (B02 and B03 ask for no second boot)."""
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.started(at=ago(minutes=9), register=0, context="Transaction.Begin")
        async with station201(site, name) as again:
            transaction.station = again
            await transaction.updated(at=ago(minutes=5), register=100)
            await transaction.ended(at=ago(minutes=1), register=222, context="Transaction.End")
            await again.status("Available")
    session = await only(site, name)
    assert session["wattHours"] == 222
    assert "messagesMissing" not in session["flags"]


async def test_a_transaction_outlives_a_crash(site, name):
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.started(at=ago(minutes=9), register=0, context="Transaction.Begin", tag=TAG)
        await transaction.updated(at=ago(minutes=5), register=100)
        await site.crash()
    await site.start()
    async with station201(site, name) as station:
        await station.boot()
        transaction.station = station
        # It has no answer to this one, and sends it again.
        await transaction.updated(at=ago(minutes=5), register=100, number=1)
        await transaction.ended(at=ago(minutes=1), register=333, context="Transaction.End")
        await station.status("Available")
    session = await only(site, name)
    assert (session["wattHours"], session["tag"]) == (333, TAG)
    assert not {"messagesMissing", "startUnknown"} & set(session["flags"])


async def test_clock_aligned_values(site, name):
    """TC_J_01, TC_J_02, TC_J_03: outside a transaction, during one, and with its end."""
    async with station201(site, name) as station:
        await station.boot()
        values = [reading(text(ago(minutes=20)), 900, "Sample.Clock")]
        assert await station.say("MeterValues", evseId=1, meterValue=values) == {}
        assert await station.say("MeterValues", evseId=0, meterValue=values) == {}
        transaction = station.transaction()
        await transaction.started(at=ago(minutes=9), register=1000, context="Transaction.Begin")
        await transaction.updated("MeterValueClock", at=ago(minutes=5), register=1500, context="Sample.Clock")
        await transaction.ended(
            at=ago(minutes=1),
            meterValue=[
                reading(text(ago(minutes=5)), 1500, "Sample.Clock"),
                reading(text(ago(minutes=1)), 1900, "Transaction.End"),
            ],
        )
        await station.status("Available")
    assert (await only(site, name))["wattHours"] == 900


SIGNED = {
    # With what JSON and SQL may stumble over.
    "signedMeterData": 'T0NNRnx7IkZWIjoiMS4wIn18eyJTRCI6IjMwNDQifQ==|"quoted"\\\u00e4/',
    "signingMethod": "ECDSA-secp256r1-SHA256",
    "encodingMethod": "OCMF",
    "publicKey": "3059301306072A8648CE3D020106082A8648CE3D030107",
}


async def test_signed_values_are_kept_to_the_letter(site, name):
    """TC_J_04, TC_J_11: in MeterValues and in every kind of TransactionEvent."""
    async with station201(site, name) as station:
        await station.boot()
        signed = {number: SIGNED | {"signedMeterData": SIGNED["signedMeterData"] + str(number)} for number in range(4)}

        def values(register, context, number):
            return [reading(text(ago(minutes=9 - number)), register, context, signedMeterValue=signed[number])]

        transaction = station.transaction()
        await transaction.started(at=ago(minutes=9), meterValue=values(1, "Transaction.Begin", 0))
        await transaction.updated(at=ago(minutes=8), meterValue=values(2, "Sample.Periodic", 1))
        await station.say("MeterValues", evseId=1, meterValue=values(3, "Sample.Clock", 2))
        await transaction.ended(at=ago(minutes=6), meterValue=values(4, "Transaction.End", 3))
        await station.status("Available")
    assert (await only(site, name))["wattHours"] == 3
    kinds = ["transaction.started", "transaction.metered", "transaction.ended"]
    kept = str([site.entries(kind, name) for kind in kinds])
    for value in signed.values():
        assert repr(value["signedMeterData"])[1:-1] in kept
    assert SIGNED["publicKey"] in kept and SIGNED["signingMethod"] in kept


async def test_a_tag_that_is_refused_leaves_its_charge_in_the_books(site, name):
    """TC_C_20, TC_E_16: Invalid in the answer to the event, and the end is taken."""
    await site.cli("tags", "add", "04C0FFEE", "--status", "invalid")
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        answer = await transaction.started("Authorized", at=ago(minutes=9), register=0, tag="04C0FFEE")
        assert answer["idTokenInfo"]["status"] == "Invalid"
        await transaction.ended("Deauthorized", "DeAuthorized", at=ago(minutes=8), register=9, context="Transaction.End")
        await station.status("Available")
    session = await only(site, name)
    assert (session["wattHours"], session["stopReason"]) == (9, "DeAuthorized")
    assert "unauthorized" in session["flags"]


async def test_a_power_failure_ends_nothing_by_itself(site, name):
    """A boot during a transaction: the station tells its end afterwards, with the time of then."""
    stopped = ago(minutes=5)
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.started(at=ago(minutes=9), register=0, context="Transaction.Begin", tag=TAG)
    async with station201(site, name) as station:
        await station.boot("PowerUp")
        transaction.station = station
        await transaction.ended(
            "AbnormalCondition", "PowerLoss", at=stopped, register=60, context="Transaction.End", offline=True
        )
        await station.status("Available")
    session = await only(site, name)
    assert (session["wattHours"], session["stopReason"], moment(session["stopped"])) == (60, "PowerLoss", stopped)


async def test_custom_data_is_accepted_at_every_level(site, name):
    """TC_P_03."""
    custom = {"vendorId": "org.example", "deep": {"x": [1, None, "y"]}}
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.started(
            at=ago(minutes=9),
            customData=custom,
            idToken=token(TAG) | {"customData": custom},
            meterValue=[reading(text(ago(minutes=9)), 5, "Transaction.Begin", customData=custom) | {"customData": custom}],
            info={"customData": custom},
        )
        await transaction.ended(at=ago(minutes=1), register=25, context="Transaction.End", customData=custom)
        await station.status("Available")
    session = await only(site, name)
    assert (session["wattHours"], session["tag"]) == (20, TAG)


async def test_a_plug_that_is_only_told_by_events(site, name):
    """NotifyEvent of a connector's AvailabilityState is a status, too (G01)."""
    plugged_out = ago(seconds=30)
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.started(at=ago(minutes=9), register=0, context="Transaction.Begin")
        await transaction.ended(at=ago(minutes=1), register=5, context="Transaction.End", chargingState="EVConnected")
        event = {
            "eventId": 1,
            "timestamp": text(plugged_out),
            "trigger": "Delta",
            "actualValue": "Available",
            "eventNotificationType": "HardWiredNotification",
            "component": {"name": "Connector", "evse": {"id": 1, "connectorId": 1}},
            "variable": {"name": "AvailabilityState"},
        }
        answer = await station.say("NotifyEvent", generatedAt=text(plugged_out), seqNo=0, eventData=[event])
        assert answer == {}
    session = await only(site, name)
    assert (session["wattHours"], moment(session["pluggedOut"])) == (5, plugged_out)


async def test_status_shows_what_the_station_does(site, name):
    """A running transaction is seen as it is told."""
    async with station201(site, name) as station:
        await station.boot()
        await station.status("Occupied")
        transaction = station.transaction()
        await transaction.started(register=0, context="Transaction.Begin", tag=TAG)
        await transaction.updated("ChargingStateChanged", chargingState="Charging")

        async def charges():
            (shown,) = [one for one in (await site.status())["stations"] if one["id"] == name]
            return "charging" in str(shown).lower()

        await eventually(charges, "the station is shown charging")
        await transaction.ended(register=1, context="Transaction.End")
