"""All that a wallbox of OCPP 1.6 can be told beyond the core profile, by the compliance cases of the alliance."""

import json


import pytest


from chargepoint import TAG, ago, now, status, text


from wallbox import connected


pytestmark = pytest.mark.asyncio(loop_scope="module")


# What is typed, the action, what the request is, and what the wallbox answers.
CASES = {
    "TC_026": (
        ["remote-start", "--tag", TAG, "--evse", "1"],
        "RemoteStartTransaction",
        {"idTag": TAG},
        status("Rejected"),
    ),
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
    "TC_040_1": (
        ["set-configuration", "--key", "X", "--value", "1"],
        "ChangeConfiguration",
        {"key": "X"},
        status("NotSupported"),
    ),
    "TC_040_2": (
        ["set-configuration", "--key", "X", "--value", "1"],
        "ChangeConfiguration",
        {"value": "1"},
        status("Rejected"),
    ),
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
    "TC_055": (
        ["trigger", "--message", "Heartbeat"],
        "TriggerMessage",
        {"requestedMessage": "Heartbeat"},
        status("Rejected"),
    ),
    "extended": (
        ["trigger", "--message", "LogStatusNotification"],
        "ExtendedTriggerMessage",
        {"requestedMessage": "LogStatusNotification"},
        status("Accepted"),
    ),
    "TC_067 by id": (
        ["clear-charging-profiles", "--profile-id", "5"],
        "ClearChargingProfile",
        {"id": 5},
        status("Accepted"),
    ),
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
