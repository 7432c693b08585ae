"""Commands reach a station of OCPP 2.0.1 in its own words, and what it answers comes back."""

import json

import pytest
from chargepoint import TAG, ago, moment, now, text
from gateway import CommandFailed
from ocpp.exceptions import InternalError, NotImplementedError, NotSupportedError
from station201 import each, reading, station201, token

pytestmark = pytest.mark.asyncio(loop_scope="module")


def status(word, **more):
    return {"status": word} | more


REASON = {"statusInfo": {"reasonCode": "Busy", "additionalInfo": "not now"}}
EVSE = {"id": 1}
PERIOD = [{"startPeriod": 0, "limit": 8.0}]

# What is typed, the action, what the request is, and what the station answers.
CASES = {
    "TC_F_03 remote start": (
        ["remote-start", "--tag", TAG, "--evse", "1"],
        "RequestStartTransaction",
        {"idToken": token(TAG), "evseId": 1},
        status("Accepted"),
    ),
    "remote start, refused": (
        ["remote-start", "--tag", TAG, "--evse", "2"],
        "RequestStartTransaction",
        {"evseId": 2},
        status("Rejected", **REASON),
    ),
    "TC_B_20 reset": (["reset"], "Reset", {"type": "OnIdle"}, status("Accepted")),
    "TC_B_21 reset with a transaction": (["reset"], "Reset", {"type": "OnIdle"}, status("Scheduled")),
    "TC_B_22 reset at once": (["reset", "--hard"], "Reset", {"type": "Immediate"}, status("Accepted")),
    "TC_F_06 unlock": (
        ["unlock", "--evse", "1"],
        "UnlockConnector",
        {"evseId": 1, "connectorId": 1},
        status("Unlocked"),
    ),
    "unlock during a transaction": (
        ["unlock", "--evse", "1"],
        "UnlockConnector",
        {"evseId": 1},
        status("OngoingAuthorizedTransaction"),
    ),
    "TC_G_03": (
        ["availability", "--no-operative", "--evse", "1"],
        "ChangeAvailability",
        {"operationalStatus": "Inoperative", "evse": EVSE},
        status("Accepted"),
    ),
    "TC_G_04": (
        ["availability", "--operative", "--evse", "1"],
        "ChangeAvailability",
        {"operationalStatus": "Operative", "evse": EVSE},
        status("Accepted"),
    ),
    "TC_G_05": (
        ["availability", "--no-operative", "--evse", "0"],
        "ChangeAvailability",
        {"operationalStatus": "Inoperative"},
        status("Accepted"),
    ),
    "TC_G_06": (
        ["availability", "--operative", "--evse", "0"],
        "ChangeAvailability",
        {"operationalStatus": "Operative"},
        status("Accepted"),
    ),
    "TC_G_11": (
        ["availability", "--no-operative", "--evse", "1"],
        "ChangeAvailability",
        {"operationalStatus": "Inoperative", "evse": EVSE},
        status("Scheduled"),
    ),
    "TC_G_14": (
        ["availability", "--no-operative"],
        "ChangeAvailability",
        {"operationalStatus": "Inoperative"},
        status("Scheduled"),
    ),
    "TC_C_37": (["clear-cache"], "ClearCache", {}, status("Accepted")),
    "TC_C_38": (["clear-cache"], "ClearCache", {}, status("Rejected")),
    "TC_F_11": (
        ["trigger", "--message", "MeterValues", "--evse", "1"],
        "TriggerMessage",
        {"requestedMessage": "MeterValues", "evse": EVSE},
        status("Accepted"),
    ),
    "TC_F_12": (
        ["trigger", "--message", "MeterValues"],
        "TriggerMessage",
        {"requestedMessage": "MeterValues"},
        status("Accepted"),
    ),
    "TC_F_13": (
        ["trigger", "--message", "TransactionEvent", "--evse", "1"],
        "TriggerMessage",
        {"requestedMessage": "TransactionEvent", "evse": EVSE},
        status("Accepted"),
    ),
    "TC_F_14": (
        ["trigger", "--message", "TransactionEvent"],
        "TriggerMessage",
        {"requestedMessage": "TransactionEvent"},
        status("Accepted"),
    ),
    "TC_F_15": (
        ["trigger", "--message", "LogStatusNotification"],
        "TriggerMessage",
        {"requestedMessage": "LogStatusNotification"},
        status("Accepted"),
    ),
    "TC_F_18": (
        ["trigger", "--message", "FirmwareStatusNotification"],
        "TriggerMessage",
        {"requestedMessage": "FirmwareStatusNotification"},
        status("Accepted"),
    ),
    "TC_F_20": (
        ["trigger", "--message", "Heartbeat"],
        "TriggerMessage",
        {"requestedMessage": "Heartbeat"},
        status("Accepted"),
    ),
    "TC_F_23": (
        ["trigger", "--message", "StatusNotification", "--evse", "1"],
        "TriggerMessage",
        {"requestedMessage": "StatusNotification", "evse": {"id": 1, "connectorId": 1}},
        status("Accepted"),
    ),
    "TC_F_24": (
        ["trigger", "--message", "StatusNotification", "--evse", "2"],
        "TriggerMessage",
        {"requestedMessage": "StatusNotification", "evse": {"id": 2, "connectorId": 1}},
        status("Accepted"),
    ),
    "TC_F_27": (
        ["trigger", "--message", "SignCombinedCertificate"],
        "TriggerMessage",
        {"requestedMessage": "SignCombinedCertificate"},
        status("NotImplemented"),
    ),
    "data": (
        ["data-transfer", "--vendor", "org.example", "--message", "ping", "--data", '{"a":1}'],
        "DataTransfer",
        {"vendorId": "org.example", "messageId": "ping", "data": '{"a":1}'},
        status("Accepted", data="pong"),
    ),
    "TC_D_08": (["local-list-version"], "GetLocalListVersion", {}, {"versionNumber": 7}),
    "TC_K_01": (
        ["set-charging-profile", "--amperes", "8", "--evse", "1", "--profile-id", "5"],
        "SetChargingProfile",
        {"evseId": 1},
        status("Accepted"),
    ),
    "TC_K_10": (
        ["set-charging-profile", "--amperes", "8", "--evse", "0"],
        "SetChargingProfile",
        {"evseId": 0},
        status("Accepted"),
    ),
    "TC_K_03": (
        ["set-charging-profile", "--amperes", "20.5", "--purpose", "station"],
        "SetChargingProfile",
        {"evseId": 0},
        status("Rejected", **REASON),
    ),
    "TC_K_05": (
        ["clear-charging-profiles", "--profile-id", "5"],
        "ClearChargingProfile",
        {"chargingProfileId": 5},
        status("Accepted"),
    ),
    "TC_K_06": (
        ["clear-charging-profiles", "--purpose", "default", "--level", "2"],
        "ClearChargingProfile",
        {"chargingProfileCriteria": {"chargingProfilePurpose": "TxDefaultProfile", "stackLevel": 2}},
        status("Accepted"),
    ),
    "TC_K_08": (["clear-charging-profiles"], "ClearChargingProfile", {}, status("Unknown")),
    "TC_K_29": (
        ["get-charging-profiles", "--evse", "0"],
        "GetChargingProfiles",
        {"evseId": 0, "chargingProfile": {}},
        status("NoProfiles"),
    ),
    "TC_K_30": (
        ["get-charging-profiles", "--evse", "1"],
        "GetChargingProfiles",
        {"evseId": 1, "chargingProfile": {}},
        status("Accepted"),
    ),
    "TC_K_31": (["get-charging-profiles"], "GetChargingProfiles", {"chargingProfile": {}}, status("Accepted")),
    "TC_K_33": (
        ["get-charging-profiles", "--evse", "1", "--level", "2"],
        "GetChargingProfiles",
        {"evseId": 1, "chargingProfile": {"stackLevel": 2}},
        status("Accepted"),
    ),
    "TC_K_35": (
        ["get-charging-profiles", "--evse", "1", "--purpose", "station"],
        "GetChargingProfiles",
        {"evseId": 1, "chargingProfile": {"chargingProfilePurpose": "ChargingStationMaxProfile"}},
        status("Accepted"),
    ),
    "TC_K_32": (
        ["get-charging-profiles", "--profile-id", "5"],
        "GetChargingProfiles",
        {"chargingProfile": {"chargingProfileId": [5]}},
        status("Accepted"),
    ),
    "TC_K_36": (
        ["get-charging-profiles", "--evse", "1", "--purpose", "default", "--level", "2"],
        "GetChargingProfiles",
        {"evseId": 1, "chargingProfile": {"chargingProfilePurpose": "TxDefaultProfile", "stackLevel": 2}},
        status("Accepted"),
    ),
    "TC_B_13": (["get-report"], "GetBaseReport", {"reportBase": "FullInventory"}, status("Accepted")),
    "TC_B_12": (
        ["get-report", "--report", "configuration"],
        "GetBaseReport",
        {"reportBase": "ConfigurationInventory"},
        status("NotSupported"),
    ),
    "TC_B_14": (
        ["get-report", "--report", "summary"],
        "GetBaseReport",
        {"reportBase": "SummaryInventory"},
        status("EmptyResultSet"),
    ),
    "TC_L_01, unsigned": (
        ["update-firmware", "--location", "https://fw.example/2.bin", "--retries", "2", "--retry-after", "30s"],
        "UpdateFirmware",
        {"retries": 2, "retryInterval": 30},
        status("Accepted"),
    ),
    "TC_L_10": (
        ["update-firmware", "--location", "https://fw.example/3.bin"],
        "UpdateFirmware",
        {},
        status("AcceptedCanceled"),
    ),
    "TC_L_11": (["update-firmware", "--location", "https://fw.example/3.bin"], "UpdateFirmware", {}, status("Rejected")),
    "TC_N_25": (
        ["get-log", "--location", "ftp://logs.example/"],
        "GetLog",
        {"logType": "DiagnosticsLog"},
        status("Accepted", filename="d.zip"),
    ),
    "TC_N_35": (
        ["get-log", "--location", "ftp://logs.example/", "--log", "security"],
        "GetLog",
        {"logType": "SecurityLog"},
        status("Accepted", filename="s.zip"),
    ),
    "TC_N_34": (["get-log", "--location", "ftp://logs.example/"], "GetLog", {}, status("Rejected")),
    "TC_N_36": (
        ["get-log", "--location", "ftp://logs.example/"],
        "GetLog",
        {},
        status("AcceptedCanceled", filename="e.zip"),
    ),
    "TC_M_19": (["list-certificates"], "GetInstalledCertificateIds", {}, status("NotFound")),
}


def contains(sent, wanted):
    """What is wanted is there, and objects have nothing else where one is named whole."""
    return all(key in sent and sent[key] == value for key, value in wanted.items())


async def test_commands_reach_the_station_and_its_answers_come_back(site, name):
    """The cases are named in the table."""
    async with station201(site, name) as station:
        await station.boot()
        await station.next("GetBaseReport")
        for case, (words, action, fields, answer) in CASES.items():
            station.answers[action] = answer
            result = await site.send(name, *words)
            ((told, sent),) = station.told
            assert told == action, case
            assert contains(sent, fields), (case, sent)
            assert result["status"] == answer.get("status", "Accepted"), case
            assert ("reason" in result) == ("statusInfo" in answer), case
            assert result.get("fileName") == answer.get("filename"), case
            assert result.get("data") == answer.get("data"), case
            assert result.get("listVersion") == answer.get("versionNumber"), case
            station.told.clear()


async def test_a_remote_start_is_matched_with_its_transaction(site, name):
    """TC_F_01, TC_F_02, TC_E_21: by remoteStartId; and the stop names the transaction as the station does."""
    async with station201(site, name) as station:
        await station.boot()
        await station.status("Occupied")
        assert (await site.send(name, "remote-start", "--tag", TAG))["status"] == "Accepted"
        asked = await station.next("RequestStartTransaction")
        # The standard leaves the choice to the station, but it has only this one.
        assert asked["evseId"] == 1
        assert asked["remoteStartId"] > 0
        transaction = station.transaction("tx/ä-1")
        assert (await station.authorize())["status"] == "Accepted"
        await transaction.started(
            "RemoteStart", at=ago(minutes=9), register=0, context="Transaction.Begin", tag=TAG, remoteStartId=asked["remoteStartId"]
        )
        (running,) = await site.sessions(name)
        number = str(running["transaction"])
        station.answers["RequestStopTransaction"] = status("Rejected")
        assert (await site.send(name, "remote-stop", "--transaction", number))["status"] == "Rejected"
        station.answers["RequestStopTransaction"] = status("Accepted")
        station.told.clear()
        assert (await site.send(name, "remote-stop", "--transaction", number))["status"] == "Accepted"
        assert await station.next("RequestStopTransaction") == {"transactionId": "tx/ä-1"}
        await transaction.ended("RemoteStop", "Remote", at=ago(minutes=1), register=70, context="Transaction.End")
        await station.status("Available")
    (session,) = await site.final_sessions(1, station=name)
    assert (session["stopReason"], session["wattHours"]) == ("Remote", 70)


async def test_a_station_that_will_not_choose_is_given_an_evse(site, name):
    async with station201(site, name) as station:
        await station.boot()
        await station.status("Available", evse=1)
        await station.status("Available", evse=2)
        station.answers["RequestStartTransaction"] = lambda request: status("Accepted" if "evseId" in request else "Rejected")
        assert (await site.send(name, "remote-start", "--tag", TAG))["status"] == "Accepted"
        assert [request.get("evseId") for request in station.take("RequestStartTransaction")] == [None, 1]


async def test_variables_are_read_and_set(site, name):
    """TC_B_06, TC_B_07, TC_B_09, TC_B_10, in the names of both versions."""
    async with station201(site, name) as station:
        await station.boot()
        result = await site.send(name, "get-configuration", "--keys", "OCPPCommCtrlr.HeartbeatInterval")
        (asked,) = (await station.next("GetVariables"))["getVariableData"]
        assert (asked["component"]["name"], asked["variable"]["name"]) == ("OCPPCommCtrlr", "HeartbeatInterval")
        (setting,) = result["configuration"]
        assert (setting["key"], setting["value"]) == ("OCPPCommCtrlr.HeartbeatInterval", "300")
        keys = ["HeartbeatInterval", "SampledDataCtrlr.TxUpdatedInterval", "Connector@1:1.AvailabilityState"]
        result = await site.send(name, "get-configuration", "--keys", *keys)
        assert [setting["key"] for setting in result["configuration"]] == keys
        asked = (await station.next("GetVariables"))["getVariableData"]
        assert asked[2]["component"] == {"name": "Connector", "evse": {"id": 1, "connectorId": 1}}
        station.answers["GetVariables"] = each("getVariableResult", "getVariableData", attributeStatus="UnknownVariable")
        result = await site.send(name, "get-configuration", "--keys", "A.B")
        assert (result["configuration"], result["unknownKeys"]) == ([], ["A.B"])
        words = ["set-configuration", "--key", "SampledDataCtrlr.TxUpdatedInterval", "--value", "30"]
        assert (await site.send(name, *words))["status"] == "Accepted"
        (asked,) = (await station.next("SetVariables"))["setVariableData"]
        assert asked == {
            "attributeValue": "30",
            "component": {"name": "SampledDataCtrlr"},
            "variable": {"name": "TxUpdatedInterval"},
        }
        for word in ("RebootRequired", "Rejected", "UnknownComponent", "UnknownVariable", "NotSupportedAttributeType"):
            station.answers["SetVariables"] = each("setVariableResult", "setVariableData", attributeStatus=word)
            assert (await site.send(name, *words))["status"] == word


def report(number, variable, value, mutability="ReadWrite", **more):
    return {
        "requestId": number,
        "generatedAt": text(now()),
        "seqNo": 0,
        "reportData": [
            {
                "component": {"name": "LocalAuthListCtrlr"},
                "variable": {"name": variable},
                "variableAttribute": [{"type": "Actual", "value": value, "mutability": mutability}],
                "variableCharacteristics": {"dataType": "integer", "unit": "s", "supportsMonitoring": False},
            }
        ],
    } | more


async def test_the_device_model_is_asked_for_after_a_boot_and_kept(site, name):
    """TC_B_12, TC_B_13, TC_B_14: every NotifyReport is answered, and what it says can be looked up."""
    async with station201(site, name) as station:
        await station.boot()
        asked = await station.next("GetBaseReport")
        assert asked["reportBase"] == "FullInventory"
        number = asked["requestId"]
        first = report(number, "Entries", "3", "ReadOnly", tbc=True)
        assert await station.say("NotifyReport", **first) == {}
        assert await station.say("NotifyReport", **report(number, "BytesPerMessage", "4096", seqNo=1)) == {}
        # An empty one ends a report, too.
        assert await station.say("NotifyReport", requestId=number, generatedAt=text(now()), seqNo=2) == {}
        found = json.loads(await site.cli("variables", name, "--json"))
        assert {one["name"]: (one["value"], one["mutability"]) for one in found} == {
            "LocalAuthListCtrlr.Entries": ("3", "ReadOnly"),
            "LocalAuthListCtrlr.BytesPerMessage": ("4096", "ReadWrite"),
        }
        assert "BytesPerMessage" in await site.cli("variables", name, "LocalAuthListCtrlr.B")


async def test_profiles_say_what_was_wanted(site, name, tmp_path):
    """TC_K_01, TC_K_03, TC_K_04, TC_K_19, TC_K_37, TC_K_60, TC_K_70."""
    async with station201(site, name) as station:
        await station.boot()
        words = ["set-charging-profile", "--amperes", "8", "--evse", "1", "--profile-id", "5", "--level", "3"]
        until = text(ago(hours=-3))
        await site.send(name, *words, "--from", text(ago(hours=-1)), "--until", until)
        profile = (await station.next("SetChargingProfile"))["chargingProfile"]
        (schedule,) = profile.pop("chargingSchedule")
        assert {"id": 5, "stackLevel": 3, "chargingProfilePurpose": "TxDefaultProfile"}.items() <= profile.items()
        assert (schedule["chargingRateUnit"], schedule["chargingSchedulePeriod"]) == ("A", PERIOD)
        assert (schedule["duration"], moment(profile["validTo"])) == (7200, moment(until))
        file = tmp_path / "profile.json"
        whole = {
            "id": 9,
            "stackLevel": 1,
            "purpose": "TxDefaultProfile",
            "kind": "Recurring",
            "recurrency": "Daily",
            "schedule": {
                "id": 0,
                "unit": "A",
                "start": text(ago(hours=1)),
                "durationSeconds": 86400,
                "periods": [{"startSeconds": 0, "limit": "16"}, {"startSeconds": 3600, "limit": "6.5", "phases": 1}],
            },
        }
        file.write_text(json.dumps(whole))
        await site.send(name, "set-charging-profile", "--profile", str(file), "--evse", "1")
        profile = (await station.next("SetChargingProfile"))["chargingProfile"]
        assert (profile["chargingProfileKind"], profile["recurrencyKind"]) == ("Recurring", "Daily")
        assert profile["chargingSchedule"][0]["chargingSchedulePeriod"] == [
            {"startPeriod": 0, "limit": 16.0},
            {"startPeriod": 3600, "limit": 6.5, "numberPhases": 1},
        ]
        await site.send(name, "remote-start", "--tag", TAG, "--evse", "1", "--amperes", "10")
        profile = (await station.next("RequestStartTransaction"))["chargingProfile"]
        assert profile["chargingProfilePurpose"] == "TxProfile"
        assert "transactionId" not in profile
        transaction = station.transaction()
        await transaction.started(register=0, context="Transaction.Begin", tag=TAG)
        (running,) = await site.sessions(name)
        await site.send(name, "set-charging-profile", "--amperes", "9", "--transaction", str(running["transaction"]))
        asked = await station.next("SetChargingProfile")
        assert (asked["evseId"], asked["chargingProfile"]["transactionId"]) == (1, transaction.name)
        await transaction.ended(register=1, context="Transaction.End")


async def test_a_limit_falls_back_by_itself(site, name):
    """The safe current is the last period of the same schedule, for the running transaction and for those to come."""
    async with station201(site, name) as station:
        await station.boot()
        transaction = station.transaction()
        await transaction.started(register=0, context="Transaction.Begin", tag=TAG)
        await site.send(name, "limit", "--amperes", "10", "--safe", "6", "--after", "180")
        one, other = station.take("SetChargingProfile")
        assert (one["evseId"], one["chargingProfile"]["transactionId"]) == (1, transaction.name)
        assert other["evseId"] == 0
        assert other["chargingProfile"]["chargingProfilePurpose"] == "TxDefaultProfile"
        for asked in (one, other):
            (schedule,) = asked["chargingProfile"]["chargingSchedule"]
            assert schedule["chargingSchedulePeriod"][-1]["limit"] == 6.0
            assert schedule["chargingSchedulePeriod"][0]["limit"] == 10.0
            assert "duration" not in schedule
        await transaction.ended(register=1, context="Transaction.End")


async def test_a_composite_schedule_is_shown(site, name):
    """TC_K_43, TC_K_44."""
    async with station201(site, name) as station:
        await station.boot()
        start = text(ago(minutes=0))
        station.answers["GetCompositeSchedule"] = lambda request: status(
            "Accepted",
            schedule={
                "evseId": request["evseId"],
                "duration": request["duration"],
                "scheduleStart": start,
                "chargingRateUnit": request["chargingRateUnit"],
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8.1}, {"startPeriod": 60, "limit": 0.0}],
            },
        )
        for evse in ("1", "0"):
            result = await site.send(name, "composite-schedule", "--evse", evse, "--for", "2h", "--unit", "A")
            asked = await station.next("GetCompositeSchedule")
            assert asked == {"evseId": int(evse), "duration": 7200, "chargingRateUnit": "A"}
            periods = result["schedule"]["periods"]
            assert [(period["startSeconds"], float(period["limit"])) for period in periods] == [(0, 8.1), (60, 0.0)]


async def test_profiles_that_a_station_reports_are_answered(site, name):
    """TC_K_29, TC_K_30, TC_K_32: and what it says of limits that others set."""
    async with station201(site, name) as station:
        await station.boot()
        station.answers["GetChargingProfiles"] = status("Accepted")
        await site.send(name, "get-charging-profiles", "--evse", "1")
        asked = await station.next("GetChargingProfiles")
        profile = {
            "id": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Absolute",
            "chargingSchedule": [{"id": 1, "chargingRateUnit": "A", "chargingSchedulePeriod": PERIOD}],
        }
        reported = {"requestId": asked["requestId"], "chargingLimitSource": "CSO", "chargingProfile": [profile], "evseId": 1}
        assert await station.say("ReportChargingProfiles", **reported) == {}
        limit = {"chargingLimitSource": "EMS", "isGridCritical": True}
        assert await station.say("NotifyChargingLimit", chargingLimit=limit) == {}
        assert await station.say("ClearedChargingLimit", chargingLimitSource="EMS") == {}
        kept = [one["action"] for one in site.entries("station.notice", name)]
        assert kept == ["ReportChargingProfiles", "NotifyChargingLimit", "ClearedChargingLimit"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotSupportedError("no lock here"), "NotSupported"),
        (NotImplementedError("what?"), "NotImplemented"),
        (InternalError("broken"), "InternalError"),
    ],
    ids=["NotSupported", "NotImplemented", "InternalError"],
)
async def test_an_error_of_the_station_is_shown(site, name, error, code):
    """TC_K_15, and the same for any other command."""
    async with station201(site, name) as station:
        await station.boot()
        station.answers |= {"UnlockConnector": error, "SetChargingProfile": error}
        with pytest.raises(CommandFailed, match=code):
            await site.send(name, "unlock", "--evse", "1")
        with pytest.raises(CommandFailed, match=code):
            await site.send(name, "set-charging-profile", "--amperes", "8")
        assert await station.is_alive()


async def test_data_of_a_vendor_nobody_knows_is_answered_by_a_status(site, name):
    """TC_P_02."""
    async with station201(site, name) as station:
        await station.boot()
        answer = await station.say("DataTransfer", vendorId="org.example", messageId="x", data={"any": ["thing", 1]})
        assert answer["status"] == "UnknownVendorId"
        (kept,) = site.entries("station.datatransfer", name)
        assert "thing" in str(kept)


async def test_the_station_does_what_a_trigger_asks_for(site, name):
    """TC_F_11, TC_F_13, TC_F_15, TC_F_18, TC_F_20: what it sends is answered."""
    async with station201(site, name) as station:
        await station.boot()
        values = [reading(text(now()), 5, "Trigger")]
        assert await station.say("MeterValues", evseId=1, meterValue=values) == {}
        assert await station.say("LogStatusNotification", status="Idle") == {}
        assert await station.say("FirmwareStatusNotification", status="Idle") == {}
        transaction = station.transaction()
        await transaction.started(register=0, context="Transaction.Begin", tag=TAG)
        await transaction.updated("Trigger", register=1, context="Trigger", chargingState="Charging")
        await transaction.ended(register=2, context="Transaction.End")
        assert await station.is_alive()


async def test_a_connector_that_is_out_of_service_is_shown(site, name):
    """TC_G_03, TC_G_05, TC_G_07, TC_G_17 and back: the statuses that follow."""
    async with station201(site, name) as station:
        await station.boot()
        for word in ("Unavailable", "Available", "Faulted", "Reserved"):
            assert await station.status(word) == {}
            (shown,) = [one for one in (await site.status())["stations"] if one["id"] == name]
            (connector,) = shown["connectors"]
            assert (connector["evse"], connector["state"].lower()) == (1, word.lower())


CONNECTOR = {"id": 1, "connectorId": 1}
NETWORK = {
    "configurationSlot": 1,
    "connectionData": {
        "ocppVersion": "OCPP20",
        "ocppTransport": "JSON",
        "ocppCsmsUrl": "wss://box.example/ocpp",
        "messageTimeout": 30,
        "securityProfile": 2,
        "ocppInterface": "Wired0",
    },
}
HASHES = {"hashAlgorithm": "SHA256", "issuerNameHash": "ab", "issuerKeyHash": "cd", "serialNumber": "1"}
LATER = "2030-01-01T00:00:00.000Z"


def operative(word):
    return {"operationalStatus": word, "evse": CONNECTOR}


def shown(text="Grüß Gott", form="UTF8", **more):
    return {"message": {"id": 1, "priority": "NormalCycle", "message": {"format": form, "content": text}} | more}


def customer(report=True, clear=False, **who):
    return {"requestId": 1, "report": report, "clear": clear} | (who or {"idToken": token(TAG)})


def monitoring(**which):
    return {"requestId": 1} | which


ONE = {"componentVariable": [{"component": {"name": "EVSE"}, "variable": {"name": "Power"}}]}
TWO = {"componentVariable": [{"component": {"name": "EVSE", "evse": {"id": number}}} for number in (1, 2)]}
DELTA = {"monitoringCriteria": ["DeltaMonitoring"]}

# What has no word of its own goes as `call`, in the words of the standard. The same message for each group of cases.
BY_CALL = {
    "ChangeAvailability": {
        "TC_G_07": (operative("Inoperative"), status("Accepted")),
        "TC_G_08": (operative("Operative"), status("Accepted")),
        "TC_G_17": (operative("Inoperative"), status("Scheduled")),
    },
    "Reset": {
        "TC_B_25": ({"type": "OnIdle", "evseId": 1}, status("Accepted")),
        "TC_B_26": ({"type": "OnIdle", "evseId": 1}, status("Scheduled")),
        "TC_B_27": ({"type": "Immediate", "evseId": 1}, status("Accepted")),
    },
    "GetTransactionStatus": {
        "TC_E_29": ({"transactionId": "t"}, {"ongoingIndicator": True, "messagesInQueue": True}),
        "TC_E_30": ({"transactionId": "t"}, {"ongoingIndicator": True, "messagesInQueue": False}),
        "TC_E_31": ({"transactionId": "t"}, {"ongoingIndicator": False, "messagesInQueue": True}),
        "TC_E_32": ({"transactionId": "t"}, {"ongoingIndicator": False, "messagesInQueue": False}),
        "TC_E_33": ({}, {"messagesInQueue": True}),
        "TC_E_34": ({}, {"messagesInQueue": False}),
    },
    "GetReport": {"TC_B_18": ({"requestId": 5, "componentCriteria": ["Problem"]} | ONE, status("Accepted"))},
    "SetNetworkProfile": {"TC_B_42": (NETWORK, status("Accepted")), "TC_B_44": (NETWORK, status("Failed"))},
    "ReserveNow": {
        "TC_H_15": (
            {"id": 1, "expiryDateTime": LATER, "connectorType": "cType2", "idToken": token(TAG)},
            status("Accepted"),
        )
    },
    "GetInstalledCertificateIds": {
        "TC_M_15": (
            {"certificateType": ["V2GCertificateChain"]},
            status(
                "Accepted",
                certificateHashDataChain=[
                    {
                        "certificateType": "V2GCertificateChain",
                        "certificateHashData": HASHES,
                        "childCertificateHashData": [HASHES],
                    }
                ],
            ),
        )
    },
    "SetDisplayMessage": {
        "TC_O_01": (shown(), status("Accepted")),
        "TC_O_12": (shown("another text"), status("Accepted")),
        "TC_O_26": (shown(), status("Rejected")),
        "TC_O_13": (shown(startDateTime=LATER), status("Accepted")),
        "TC_O_14": (shown(endDateTime=LATER), status("Accepted")),
        "TC_O_17": (shown(priority="AlwaysFront"), status("NotSupportedPriority")),
        "TC_O_18": (shown(state="Charging"), status("NotSupportedState")),
        "TC_O_19": (shown("https://show.example", "URI"), status("NotSupportedMessageFormat")),
        "TC_O_06": (shown(transactionId="t"), status("Accepted")),
        "TC_O_10": (shown(transactionId="t"), status("UnknownTransaction")),
        "TC_O_27": (shown(transactionId="t", startDateTime=LATER), status("Accepted")),
        "TC_O_28": (shown(transactionId="t", endDateTime=LATER), status("Accepted")),
    },
    "GetDisplayMessages": {
        "TC_O_02": ({"requestId": 1}, status("Accepted")),
        "TC_O_03": ({"requestId": 1}, status("Unknown")),
        "TC_O_07": ({"requestId": 1, "id": [1]}, status("Accepted")),
        "TC_O_08": ({"requestId": 1, "priority": "InFront"}, status("Accepted")),
        "TC_O_09": ({"requestId": 1, "state": "Charging"}, status("Accepted")),
    },
    "ClearDisplayMessage": {"TC_O_04": ({"id": 1}, status("Accepted")), "TC_O_05": ({"id": 1}, status("Unknown"))},
    "CustomerInformation": {
        "TC_N_27": (customer(), status("Accepted")),
        "TC_N_29": (customer(), status("Rejected")),
        "TC_N_30": (customer(clear=True), status("Accepted")),
        "TC_N_32": (customer(report=False, clear=True), status("Accepted")),
        "TC_N_62": (customer(clear=True, customerIdentifier="C-1"), status("Accepted")),
        "TC_N_63": (customer(clear=True, customerCertificate=HASHES), status("Accepted")),
    },
    "GetMonitoringReport": {
        "TC_N_01": (monitoring(**DELTA), status("Accepted")),
        "TC_N_02": (monitoring(**ONE), status("Accepted")),
        "TC_N_03": (monitoring(**DELTA, **ONE), status("Accepted")),
        "TC_N_60": (monitoring(**DELTA, **TWO), status("Accepted")),
        "TC_N_47": (monitoring(), status("EmptyResultSet")),
    },
    "SetMonitoringBase": {"TC_N_05": ({"monitoringBase": "All"}, status("Accepted"))},
    "SetMonitoringLevel": {
        "TC_N_16": ({"severity": 4}, status("Accepted")),
        "TC_N_17": ({"severity": 9}, status("Rejected")),
    },
    "GetChargingProfiles": {
        "TC_K_34": (
            {"requestId": 1, "evseId": 1, "chargingProfile": {"chargingLimitSource": ["EMS"]}},
            status("Accepted"),
        )
    },
    "CostUpdated": {"a cost": ({"totalCost": 1.25, "transactionId": "t"}, {})},
}


async def test_a_message_without_a_word_of_its_own_is_sent_as_it_is(site, name):
    """The cases are named in the table."""
    async with station201(site, name) as station:
        await station.boot()
        await station.next("GetBaseReport")
        for action, cases in BY_CALL.items():
            for case, (payload, answer) in cases.items():
                station.answers[action] = answer
                result = await site.send(name, "call", "--action", action, "--payload", json.dumps(payload))
                assert station.take(action) == [payload], case
                assert result["status"] == answer.get("status", "Accepted"), case
                assert json.loads(result["data"]) == answer, case


async def test_nobody_plugs_in_after_a_remote_start(site, name):
    """TC_F_04."""
    async with station201(site, name) as station:
        await station.boot()
        await site.send(name, "remote-start", "--tag", TAG, "--evse", "1")
        number = (await station.next("RequestStartTransaction"))["remoteStartId"]
        transaction = station.transaction()
        await transaction.started("RemoteStart", register=7, context="Transaction.Begin", tag=TAG, remoteStartId=number)
        answer = await transaction.ended("EVConnectTimeout", "Timeout", register=7, context="Transaction.End")
        assert "idTokenInfo" not in answer
        await station.status("Available")
    (session,) = await site.final_sessions(1, station=name)
    assert (session["wattHours"], session["stopReason"]) == (0, "Timeout")


async def test_monitors_are_set_and_cleared(site, name):
    """TC_N_08, TC_N_24, TC_N_18, TC_N_44."""
    async with station201(site, name) as station:
        await station.boot()
        monitor = {
            "value": 60.0,
            "type": "Periodic",
            "severity": 8,
            "component": {"name": "EVSE"},
            "variable": {"name": "Power"},
        }
        payload = json.dumps({"setMonitoringData": [monitor]})
        result = await site.send(name, "call", "--action", "SetVariableMonitoring", "--payload", payload)
        assert json.loads(result["data"])["setMonitoringResult"][0]["id"] == 7
        for outcome in ("Accepted", "Rejected"):
            station.answers["ClearVariableMonitoring"] = {"clearMonitoringResult": [{"status": outcome, "id": 7}]}
            result = await site.send(name, "call", "--action", "ClearVariableMonitoring", "--payload", '{"id": [7]}')
            assert json.loads(result["data"])["clearMonitoringResult"][0]["status"] == outcome


@pytest.mark.parametrize(
    ("action", "payload"),
    [("NoSuchAction", "{}"), ("Heartbeat", "{}"), ("Reset", '{"type": 5}'), ("Reset", "[]"), ("Reset", "{}")],
)
async def test_what_is_no_message_for_a_station_is_not_sent(site, name, action, payload):
    async with station201(site, name) as station:
        await station.boot()
        await station.next("GetBaseReport")
        with pytest.raises(CommandFailed):
            await site.send(name, "call", "--action", action, "--payload", payload)
        assert station.told == []
