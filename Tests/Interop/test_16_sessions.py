"""What wallboxes of OCPP 1.6 say during charges, by the compliance cases of the alliance."""

import pytest
from chargepoint import TAG, ago, moment, text
from ocpp.v16 import call
from ocpp.v16.datatypes import IdTagInfo
from wallbox import connected

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def only(site, name):
    (session,) = await site.final_sessions(1, station=name)
    return session


async def test_cable_first_and_tag_first(site, name):
    """TC_001, TC_003, TC_004_1, TC_061: the tag is accepted twice, the transaction gets an id."""
    async with connected(site, name) as box:
        assert (await box.boot()).status == "Accepted"
        for register, first in ((1000, "cable"), (1500, "tag")):
            await box.status("Available")
            if first == "tag":
                assert await box.authorize() == "Accepted"
            await box.status("Preparing")
            if first == "cable":
                assert await box.authorize() == "Accepted"
            answer = await box.ask(call.StartTransaction(1, TAG, register, text(ago(minutes=5))))
            assert IdTagInfo(**answer.id_tag_info).status == "Accepted"
            await box.status("Charging")
            await box.end(answer.transaction_id, register + 500, ago(minutes=1))
            await box.status("Finishing")
            await box.status("Available")
    sessions = await site.final_sessions(2, station=name)
    assert [session["wattHours"] for session in sessions] == [500, 500]
    assert len({session["transaction"] for session in sessions}) == 2


async def test_nobody_plugs_in(site, name):
    """TC_004_2, TC_011_2: after a tag or a remote start, Preparing and back to Available make no session."""
    async with connected(site, name) as box:
        await box.boot()
        await box.authorize()
        await box.status("Preparing")
        await box.status("Available")
        assert (await site.send(name, "remote-start", "--tag", TAG, "--evse", "1"))["status"] == "Accepted"
        await box.status("Preparing")
        await box.status("Available")
    assert await site.sessions(name) == []


@pytest.mark.parametrize(
    "reason",
    ["EVDisconnected", "Remote", "UnlockCommand", "PowerLoss", "DeAuthorized", "HardReset", "SoftReset", "EmergencyStop"],
)
async def test_a_transaction_may_end_for_any_reason(site, name, reason):
    """TC_005_1, TC_007, TC_012, TC_013, TC_014, TC_018_1, TC_032_1: without an Authorize before it, and with no tag."""
    async with connected(site, name) as box:
        await box.boot()
        transaction = await box.begin(10, ago(minutes=9))
        if "Reset" in reason or reason == "PowerLoss":
            assert (await box.boot()).status == "Accepted"
        await box.end(transaction, 17, ago(minutes=1), tag=None, reason=reason)
        await box.status("Finishing")
        await box.status("Available")
    session = await only(site, name)
    assert (session["stopReason"], session["wattHours"]) == (reason, 7)


async def test_each_tag_gets_its_answer(site, name):
    """TC_023_1, TC_023_2, TC_023_3."""
    words = {"Invalid": ["invalid"], "Expired": ["expired"], "Blocked": ["blocked"]}
    async with connected(site, name) as box:
        await box.boot()
        for number, (word, given) in enumerate(words.items()):
            await site.cli("tags", "add", f"1600000{number}", "--status", *given)
            assert await box.authorize(f"1600000{number}") == word


async def test_a_fault_of_the_lock_is_answered(site, name):
    """TC_024."""
    async with connected(site, name) as box:
        await box.boot()
        assert await box.status("Faulted", error="ConnectorLockFailure") is not None
        (shown,) = [one for one in (await site.status())["stations"] if one["id"] == name]
        assert shown["connectors"][0]["errorCode"] == "ConnectorLockFailure"


async def test_what_happened_offline_keeps_its_times(site, name):
    """TC_037_1, TC_037_3, TC_039: told late, also with a tag that is refused now."""
    await site.cli("tags", "add", "16AA0000", "--status", "invalid")
    times = [ago(hours=5), ago(hours=4), ago(hours=3), ago(hours=2)]
    async with connected(site, name) as box:
        await box.boot()
        first = await box.begin(0, times[0])
        await box.end(first, 100, times[1])
        answer = await box.ask(call.StartTransaction(1, "16AA0000", 100, text(times[2])))
        assert answer.id_tag_info["status"] == "Invalid"
        await box.end(answer.transaction_id, 101, times[3], tag="16AA0000", reason="DeAuthorized")
        await box.status("Available")
    good, bad = await site.final_sessions(2, station=name)
    assert [moment(session[key]) for session in (good, bad) for key in ("started", "stopped")] == times
    assert (good["wattHours"], bad["wattHours"], bad["stopReason"]) == (100, 1, "DeAuthorized")


async def test_signed_values_are_kept_to_the_letter(site, name):
    signed = '{"FV":"1.0","äöü":"\\u00e4"}|{"SD":"3045=="}'
    async with connected(site, name) as box:
        await box.boot()
        transaction = await box.begin(0, ago(minutes=9))
        sample = {"value": signed, "format": "SignedData", "context": "Transaction.End"}
        values = [{"timestamp": text(ago(minutes=1)), "sampledValue": [sample, {"value": "42", "unit": "Wh"}]}]
        await box.ask(call.MeterValues(1, values, transaction))
        stop = call.StopTransaction(43, text(ago(minutes=1)), transaction, "Local", TAG, values)
        await box.ask(stop)
        await box.status("Available")
    assert (await only(site, name))["wattHours"] == 43
    for kind in ("transaction.metered", "transaction.ended"):
        assert repr(signed)[1:-1] in str(site.entries(kind, name))


async def test_data_of_a_vendor_nobody_knows_is_answered_by_a_status(site, name):
    """TC_064."""
    async with connected(site, name) as box:
        await box.boot()
        answer = await box.ask(call.DataTransfer("org.example", "x", "y" * 5000))
        assert answer.status in ("UnknownVendorId", "UnknownMessageId", "Rejected")


async def test_what_a_trigger_asks_for_is_answered(site, name):
    """TC_054: and the states of firmware and diagnostics that nobody asked for."""
    async with connected(site, name) as box:
        await box.boot()
        for status in ("Idle", "Downloading", "DownloadFailed", "Downloaded", "Installing", "InstallationFailed", "Installed"):
            await box.ask(call.FirmwareStatusNotification(status))
        for status in ("Idle", "Uploading", "Uploaded", "UploadFailed"):
            await box.ask(call.DiagnosticsStatusNotification(status))
        await box.meter(5)
        assert await box.is_alive()


async def test_large_messages_are_compressed_both_ways(site, name):
    async with connected(site, name) as box:
        assert "PerMessageDeflate" in repr(box.connection.protocol.extensions)
        await box.boot()
        much = "ohm" * 3000
        await box.ask(call.DataTransfer("org.example", "x", much))
        assert (await site.send(name, "data-transfer", "--vendor", "x", "--data", much))["data"] == "pong"
        assert box.take("DataTransfer")[0]["data"] == much
