"""All that a wallbox of OCPP 1.6 can be told beyond the core profile, by the compliance cases of the alliance."""

import json

import pytest
from certificates import Authority, Key
from chargepoint import TAG, ago, moment, now, text
from gateway import CommandFailed, block, eventually
from ocpp.exceptions import NotImplementedError, NotSupportedError
from ocpp.v16 import call
from wallbox import connected

pytestmark = pytest.mark.asyncio(loop_scope="module")

# The site signs for stations that belong to it, not for everyone who is let in.
SETTINGS = {"blocks": "".join(block("station", id=f"OURS-{number}") for number in range(2))}


def status(word, **more):
    return {"status": word} | more


# What is typed, the action, what the request is, and what the wallbox answers.
CASES = {
    "TC_026": (["remote-start", "--tag", TAG, "--evse", "1"], "RemoteStartTransaction", {"idTag": TAG}, status("Rejected")),
    "TC_013": (["reset", "--hard"], "Reset", {"type": "Hard"}, status("Accepted")),
    "TC_014": (["reset"], "Reset", {"type": "Soft"}, status("Accepted")),
    "TC_017_1": (["unlock", "--evse", "1"], "UnlockConnector", {"connectorId": 1}, status("Unlocked")),
    "TC_017_2": (["unlock", "--evse", "1"], "UnlockConnector", {"connectorId": 1}, status("NotSupported")),
    "TC_030": (["unlock", "--evse", "1"], "UnlockConnector", {"connectorId": 1}, status("UnlockFailed")),
    "TC_031": (["unlock", "--evse", "9"], "UnlockConnector", {"connectorId": 9}, status("NotSupported")),
    "TC_021": (
        ["set-configuration", "--key", "MeterValueSampleInterval", "--value", "60"],
        "ChangeConfiguration",
        {"key": "MeterValueSampleInterval", "value": "60"},
        status("Accepted"),
    ),
    "TC_040_1": (["set-configuration", "--key", "X", "--value", "1"], "ChangeConfiguration", {"key": "X"}, status("NotSupported")),
    "TC_040_2": (["set-configuration", "--key", "X", "--value", "1"], "ChangeConfiguration", {"value": "1"}, status("Rejected")),
    "TC_061": (["clear-cache"], "ClearCache", {}, status("Accepted")),
    "TC_042_2": (["local-list-version"], "GetLocalListVersion", {}, {"listVersion": 0}),
    "TC_044_1": (
        ["update-firmware", "--location", "https://fw.example/2.bin", "--retries", "3", "--retry-after", "60s"],
        "UpdateFirmware",
        {"location": "https://fw.example/2.bin", "retries": 3, "retryInterval": 60},
        {},
    ),
    "TC_054 boot": (
        ["trigger", "--message", "BootNotification"],
        "TriggerMessage",
        {"requestedMessage": "BootNotification"},
        status("Accepted"),
    ),
    "TC_054 meter values": (
        ["trigger", "--message", "MeterValues", "--evse", "1"],
        "TriggerMessage",
        {"requestedMessage": "MeterValues", "connectorId": 1},
        status("Accepted"),
    ),
    "TC_055": (["trigger", "--message", "Heartbeat"], "TriggerMessage", {"requestedMessage": "Heartbeat"}, status("Rejected")),
    "extended": (
        ["trigger", "--message", "LogStatusNotification"],
        "ExtendedTriggerMessage",
        {"requestedMessage": "LogStatusNotification"},
        status("Accepted"),
    ),
    "TC_067 by id": (["clear-charging-profiles", "--profile-id", "5"], "ClearChargingProfile", {"id": 5}, status("Accepted")),
    "TC_067 by criteria": (
        ["clear-charging-profiles", "--evse", "1", "--purpose", "default", "--level", "1"],
        "ClearChargingProfile",
        {"connectorId": 1, "chargingProfilePurpose": "TxDefaultProfile", "stackLevel": 1},
        status("Accepted"),
    ),
    "TC_067 all": (["clear-charging-profiles"], "ClearChargingProfile", {}, status("Unknown")),
    "TC_079": (
        ["get-log", "--location", "ftp://logs.example/", "--log", "security"],
        "GetLog",
        {"logType": "SecurityLog"},
        status("Accepted", filename="security.log"),
    ),
    "diagnostics by GetLog": (
        ["get-log", "--location", "ftp://logs.example/"],
        "GetLog",
        {"logType": "DiagnosticsLog"},
        status("AcceptedCanceled", filename="d.zip"),
    ),
    "a message": (
        ["call", "--action", "CancelReservation", "--payload", '{"reservationId":5}'],
        "CancelReservation",
        {"reservationId": 5},
        status("Rejected"),
    ),
}


async def test_commands_reach_the_wallbox_and_its_answers_come_back(site, name):
    """The cases are named in the table."""
    async with connected(site, name) as box:
        await box.boot()
        for case, (words, action, fields, answer) in CASES.items():
            box.answers[action] = answer
            box.told.clear()
            result = await site.send(name, *words)
            ((told, sent),) = box.told
            assert told == action, case
            assert fields.items() <= sent.items(), (case, sent)
            assert result["status"] == answer.get("status", "Accepted"), case
            assert result.get("fileName") == answer.get("filename"), case
            assert result.get("listVersion") == answer.get("listVersion"), case


async def test_configuration_is_read(site, name):
    """TC_019_1, TC_019_2: whole and one key; the whole one is kept."""
    async with connected(site, name) as box:
        await box.boot()
        await site.send(name, "get-configuration")
        assert box.take("GetConfiguration") == [{}]
        assert [one["value"] for one in json.loads(await site.cli("variables", name, "--json"))] == ["300"]
        await site.send(name, "get-configuration", "--keys", "SupportedFeatureProfiles")
        assert box.take("GetConfiguration") == [{"key": ["SupportedFeatureProfiles"]}]


async def test_a_remote_start_and_stop(site, name):
    """TC_010, TC_011_1, TC_012, TC_028."""
    async with connected(site, name) as box:
        await box.boot()
        await box.status("Preparing")
        assert (await site.send(name, "remote-start", "--tag", TAG, "--evse", "1"))["status"] == "Accepted"
        assert await box.authorize() == "Accepted"
        transaction = await box.begin(0, ago(minutes=2))
        await box.status("Charging")
        for word in ("Rejected", "Accepted"):
            box.answers["RemoteStopTransaction"] = status(word)
            result = await site.send(name, "remote-stop", "--transaction", str(transaction))
            assert result["status"] == word
        assert box.take("RemoteStopTransaction") == [{"transactionId": transaction}] * 2
        await box.end(transaction, 50, ago(minutes=1), reason="Remote")
        await box.status("Available")
    (session,) = await site.final_sessions(1, station=name)
    assert (session["wattHours"], session["stopReason"]) == (50, "Remote")


async def test_the_list_is_brought_to_the_wallbox(site, name):
    """TC_043_4, TC_043_5: whole at first, then what changed."""
    await site.cli("tags", "add", "16C0FFEE", "--group", "FAMILY")
    await site.cli("tags", "add", "16C0FFEF", "--status", "blocked")
    async with connected(site, name) as box:
        await box.boot()
        (push,) = json.loads(await site.cli("tags", "push", name, "--json"))
        assert push["outcome"] == "sent"
        sent = await box.next("SendLocalList")
        assert (sent["updateType"], sent["listVersion"]) == ("Full", push["version"])
        entries = {entry["idTag"].upper(): entry["idTagInfo"] for entry in sent["localAuthorizationList"]}
        assert (entries["16C0FFEE"]["status"], entries["16C0FFEE"]["parentIdTag"]) == ("Accepted", "FAMILY")
        assert entries["16C0FFEF"]["status"] == "Blocked"
        box.answers["GetLocalListVersion"] = {"listVersion": sent["listVersion"]}
        await site.cli("tags", "remove", "16C0FFEF")
        await site.cli("tags", "push", name)
        sent = await box.next("SendLocalList")
        assert sent["updateType"] == "Differential"
        assert [(entry["idTag"].upper(), "idTagInfo" in entry) for entry in sent["localAuthorizationList"]] == [
            ("16C0FFEF", False)
        ]


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"GetLocalListVersion": {"listVersion": -1}, "SendLocalList": status("NotSupported")}, "unsupported"),
        ({"SendLocalList": status("NotSupported")}, "unsupported"),
        ({"SendLocalList": status("Failed")}, "failed"),
    ],
    ids=["TC_042_1", "TC_043_1", "TC_043_3"],
)
async def test_a_wallbox_that_takes_no_list_is_told_of(site, name, answers, outcome):
    """TC_042_1, TC_043_1, TC_043_3."""
    await site.cli("tags", "add", "16C0FFEE")
    async with connected(site, name) as box:
        await box.boot()
        box.answers |= answers
        (push,) = json.loads(await site.cli("tags", "push", name, "--json"))
        assert push["outcome"] == outcome


async def reserve(site, name, *words):
    return json.loads(await site.cli("reservations", "add", name, "--tag", TAG, "--for", "30m", *words, "--json"))


async def held(site, name):
    return [one for one in json.loads(await site.cli("reservations", "list", "--json")) if one["station"] == name]


@pytest.mark.parametrize("evse", [["--evse", "1"], []], ids=["connector", "station"])
async def test_a_place_is_kept_and_used(site, name, evse):
    """TC_046, TC_049, TC_053: the connector or the whole station; its number comes with StartTransaction."""
    async with connected(site, name) as box:
        await box.boot()
        await box.status("Available")
        made = await reserve(site, name, *evse, "--group", "FAMILY")
        asked = await box.next("ReserveNow")
        assert (asked["reservationId"], asked["connectorId"]) == (made["id"], 1 if evse else 0)
        assert (asked["idTag"], asked["parentIdTag"]) == (TAG, "FAMILY")
        await box.status("Reserved")
        transaction = await box.begin(0, ago(seconds=20), reservation=made["id"])
        assert await held(site, name) == []
        await box.end(transaction, 1, ago(seconds=1))


async def test_a_place_is_given_up(site, name):
    """TC_051, TC_052: also where the wallbox does not know it any more."""
    async with connected(site, name) as box:
        await box.boot()
        for word in ("Accepted", "Rejected"):
            box.answers["CancelReservation"] = status(word)
            made = await reserve(site, name, "--evse", "1")
            await box.status("Reserved")
            await site.cli("reservations", "cancel", str(made["id"]), "--station", name)
            assert await box.next("CancelReservation") == {"reservationId": made["id"]}
            await box.status("Available")
            assert await held(site, name) == []


async def test_a_place_is_free_again_when_its_time_is_over(site, name):
    """TC_047."""
    async with connected(site, name) as box:
        await box.boot()
        words = ["reservations", "add", name, "--tag", TAG, "--evse", "1", "--for", "1s", "--json"]
        made = json.loads(await site.cli(*words))
        assert moment((await box.next("ReserveNow"))["expiryDate"]) <= moment(made["expires"])
        await box.status("Reserved")

        async def is_free():
            return not await held(site, name)

        await eventually(is_free, "the reservation is over")
        await box.status("Available")


@pytest.mark.parametrize("word", ["Faulted", "Occupied", "Unavailable"])
async def test_a_place_that_is_taken_is_not_kept(site, name, word):
    """TC_048_1, TC_048_2, TC_048_3."""
    async with connected(site, name) as box:
        await box.boot()
        box.answers["ReserveNow"] = status(word)
        with pytest.raises(CommandFailed, match=word):
            await reserve(site, name, "--evse", "1")
        assert await held(site, name) == []


async def test_where_a_wallbox_cannot_the_gateway_keeps_the_place(site, name):
    """TC_048_4."""
    async with connected(site, name) as box:
        await box.boot()
        box.answers["ReserveNow"] = status("Rejected")
        assert (await reserve(site, name, "--evse", "1"))["heldBy"] == "gateway"
        answer = await box.ask(call.StartTransaction(1, "16DDDDDD", 0, text(now())))
        assert answer.id_tag_info["status"] != "Accepted"
        await box.end(answer.transaction_id, 0)
        await box.status("Available")
        assert (await box.ask(call.StartTransaction(1, TAG, 0, text(now())))).id_tag_info["status"] == "Accepted"


async def test_profiles_say_what_was_wanted(site, name):
    """TC_056, TC_057, TC_059."""
    async with connected(site, name) as box:
        await box.boot()
        await box.status("Available")
        await site.send(name, "set-charging-profile", "--amperes", "8.55", "--evse", "1", "--from", text(ago(hours=-1)))
        asked = await box.next("SetChargingProfile")
        profile = asked["csChargingProfiles"]
        assert (asked["connectorId"], profile["chargingProfilePurpose"]) == (1, "TxDefaultProfile")
        assert "transactionId" not in profile
        # The standard has one decimal, and what is cut off makes the limit lower.
        assert profile["chargingSchedule"]["chargingSchedulePeriod"] == [{"startPeriod": 0, "limit": 8.5}]
        await site.send(name, "remote-start", "--tag", TAG, "--evse", "1", "--amperes", "10")
        profile = (await box.next("RemoteStartTransaction"))["chargingProfile"]
        assert profile["chargingProfilePurpose"] == "TxProfile"
        assert "transactionId" not in profile
        transaction = await box.begin(0, ago(seconds=20))
        await site.send(name, "set-charging-profile", "--amperes", "9", "--transaction", str(transaction))
        profile = (await box.next("SetChargingProfile"))["csChargingProfiles"]
        assert (profile["chargingProfilePurpose"], profile["transactionId"]) == ("TxProfile", transaction)
        await box.end(transaction, 1)


async def test_a_limit_falls_back_by_itself(site, name):
    """The safe current is the last period of the same schedule."""
    async with connected(site, name) as box:
        await box.boot()
        await box.status("Available")
        await site.send(name, "limit", "--amperes", "10", "--safe", "6", "--after", "180")
        profile = (await box.next("SetChargingProfile"))["csChargingProfiles"]
        periods = profile["chargingSchedule"]["chargingSchedulePeriod"]
        assert (periods[0]["limit"], periods[-1]["limit"]) == (10, 6)
        assert "duration" not in profile["chargingSchedule"]


async def test_a_composite_schedule_is_shown(site, name):
    """TC_066."""
    async with connected(site, name) as box:
        await box.boot()
        box.answers["GetCompositeSchedule"] = status(
            "Accepted",
            connectorId=1,
            scheduleStart=text(now()),
            chargingSchedule={"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8.1}]},
        )
        result = await site.send(name, "composite-schedule", "--evse", "1", "--for", "2h", "--unit", "A")
        assert await box.next("GetCompositeSchedule") == {"connectorId": 1, "duration": 7200, "chargingRateUnit": "A"}
        (period,) = result["schedule"]["periods"]
        assert float(period["limit"]) == 8.1


@pytest.mark.parametrize(
    ("case", "states"),
    [
        ("TC_044_1", ["Downloading", "Downloaded", "Installing", "Installed"]),
        ("TC_044_2", ["Downloading", "DownloadFailed"]),
        ("TC_044_3", ["Downloading", "Downloaded", "Installing", "InstallationFailed"]),
    ],
)
async def test_firmware_is_updated_step_by_step(site, name, case, states):
    """TC_044_1, TC_044_2, TC_044_3: with the boot that comes in between."""
    async with connected(site, name) as box:
        await box.boot()
        later = text(ago(hours=-1))
        await site.send(name, "update-firmware", "--location", "https://fw.example/2.bin", "--from", later)
        assert moment((await box.next("UpdateFirmware"))["retrieveDate"]) == moment(later)
        for state in states:
            await box.ask(call.FirmwareStatusNotification(state))
            if state == "Installing":
                assert (await box.boot()).status == "Accepted"
        assert [json.loads(one["payload"])["status"] for one in site.entries("station.notice", name)] == states


@pytest.mark.parametrize("last", ["Uploaded", "UploadFailed"])
async def test_diagnostics_are_brought_away(site, name, last):
    """TC_045_1, TC_045_2: from a wallbox that does not know GetLog."""
    async with connected(site, name) as box:
        await box.boot()
        box.answers["GetLog"] = NotImplementedError("what?")
        span = ["--from", text(ago(days=2)), "--until", text(ago(days=1))]
        result = await site.send(name, "get-log", "--location", "ftp://logs.example/", *span)
        asked = await box.next("GetDiagnostics")
        assert (asked["location"], moment(asked["startTime"])) == ("ftp://logs.example/", moment(span[1]))
        assert result["fileName"] == "diagnostics.zip"
        for state in ("Uploading", last):
            await box.ask(call.DiagnosticsStatusNotification(state))


@pytest.mark.parametrize(
    "states",
    [
        ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting", "Installed"],
        ["Downloading", "Downloaded", "InvalidSignature"],
    ],
    ids=["TC_080", "TC_081"],
)
async def test_signed_firmware_is_updated_step_by_step(site, name, tmp_path, states):
    """TC_080, TC_081."""
    certificate = tmp_path / "maker.pem"
    certificate.write_text(Authority("Maker").pem)
    words = ["--location", "https://fw.example/2.bin", "--signature", "c2ln", "--certificate", str(certificate)]
    async with connected(site, name) as box:
        await box.boot()
        assert (await site.send(name, "update-firmware", *words))["status"] == "Accepted"
        asked = await box.next("SignedUpdateFirmware")
        assert asked["firmware"]["signature"] == "c2ln"
        assert asked["firmware"]["signingCertificate"].split() == certificate.read_text().split()
        for state in states:
            await box.ask(call.SignedFirmwareStatusNotification(state, asked["requestId"]))
        await box.ask(call.SecurityEventNotification("InvalidFirmwareSignature", text(now()), "x"))
        assert (await box.boot()).status == "Accepted"


async def test_signed_firmware_is_never_sent_as_unsigned(site, name, tmp_path):
    certificate = tmp_path / "maker.pem"
    certificate.write_text(Authority("Maker").pem)
    words = ["--location", "https://fw.example/2.bin", "--signature", "c2ln", "--certificate", str(certificate)]
    async with connected(site, name) as box:
        await box.boot()
        box.answers["SignedUpdateFirmware"] = NotSupportedError("no signatures here")
        with pytest.raises(CommandFailed, match="NotSupported"):
            await site.send(name, "update-firmware", *words)
        assert box.take("UpdateFirmware") == []


async def test_a_security_log_is_brought_away(site, name):
    """TC_079."""
    async with connected(site, name) as box:
        await box.boot()
        await site.send(name, "get-log", "--location", "ftp://logs.example/", "--log", "security")
        asked = await box.next("GetLog")
        for state in ("Uploading", "Uploaded"):
            await box.ask(call.LogStatusNotification(state, asked["requestId"]))


async def test_a_wallbox_gets_a_certificate_of_the_site(site):
    """TC_074: asked for by ExtendedTriggerMessage, signed, delivered with its chain."""
    key = Key("OURS-0")
    async with connected(site, "OURS-0") as box:
        await box.boot()
        await site.cli("certificates", "renew", "OURS-0")
        assert await box.next("ExtendedTriggerMessage") == {"requestedMessage": "SignChargePointCertificate"}
        assert (await box.ask(call.SignCertificate(key.request()))).status == "Accepted"
        delivered = await box.next("CertificateSigned")
        key.check(delivered["certificateChain"], await site.cli("certificates", "show-ca"))


async def test_a_certificate_that_the_wallbox_rejects_does_no_harm(site):
    """TC_077."""
    async with connected(site, "OURS-1") as box:
        await box.boot()
        box.answers["CertificateSigned"] = status("Rejected")
        assert (await box.ask(call.SignCertificate(Key("OURS-1").request()))).status == "Accepted"
        await box.next("CertificateSigned")
        await box.ask(call.SecurityEventNotification("InvalidChargePointCertificate", text(now()), "x"))
        assert [one["type"] for one in site.entries("station.security", "OURS-1")] == ["InvalidChargePointCertificate"]


async def test_roots_are_installed_listed_and_deleted(site, name, tmp_path):
    """TC_075_1, TC_075_2, TC_076, TC_078."""
    root = tmp_path / "root.pem"
    root.write_text(Authority("Root").pem)
    hashes = {"hashAlgorithm": "SHA256", "issuerNameHash": "ab" * 32, "issuerKeyHash": "cd" * 32, "serialNumber": "00ff"}
    uses = {"csms-root": "CentralSystemRootCertificate", "manufacturer-root": "ManufacturerRootCertificate"}
    async with connected(site, name) as box:
        await box.boot()
        for word, use in uses.items():
            words = ["install-certificate", "--use", word, "--certificate", str(root)]
            box.answers["InstallCertificate"] = status("Accepted")
            assert (await site.send(name, *words))["status"] == "Accepted"
            asked = await box.next("InstallCertificate")
            assert (asked["certificateType"], asked["certificate"].split()) == (use, root.read_text().split())
            box.answers["GetInstalledCertificateIds"] = status("Accepted", certificateHashData=[hashes])
            (shown,) = (await site.send(name, "list-certificates", "--use", word))["certificates"]
            assert await box.next("GetInstalledCertificateIds") == {"certificateType": use}
            assert shown["name"]["serialNumber"] == "00ff"
            box.answers["InstallCertificate"] = status("Rejected")
            assert (await site.send(name, *words))["status"] == "Rejected"
            await box.next("InstallCertificate")
        await box.ask(call.SecurityEventNotification("InvalidCentralSystemCertificate", text(now()), "x"))
        assert (await site.send(name, "delete-certificate", "--name", ":".join(hashes.values())))["status"] == "Accepted"
        assert (await box.next("DeleteCertificate"))["certificateHashData"] == hashes


async def test_a_new_password_is_told_in_hex(site):
    """TC_073: and the one it has counts until the new one was used."""
    async with connected(site, "OURS-1") as box:
        await box.boot()
        box.answers["ChangeConfiguration"] = status("Accepted")
        await site.cli("password", "OURS-1", "--json")
        told = await box.next("ChangeConfiguration")
        assert told["key"] == "AuthorizationKey"
        assert 16 <= len(bytes.fromhex(told["value"])) <= 20
    async with connected(site, "OURS-1", user="OURS-1", password=bytes.fromhex(told["value"])) as box:
        assert (await box.boot()).status == "Accepted"
    assert told["value"] not in site.log.read_text()
