"""Limits and charging profiles of stations of OCPP 2.0.1."""

import json

import pytest
from chargepoint import TAG, ago, moment, status, text
from station201 import station201

pytestmark = pytest.mark.asyncio(loop_scope="module")


PERIOD = [{"startPeriod": 0, "limit": 8.0}]


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
        # The same number replaces it.
        await site.send(name, *words[:2], "7", *words[3:])
        profile = (await station.next("SetChargingProfile"))["chargingProfile"]
        assert (profile["id"], profile["chargingSchedule"][0]["chargingSchedulePeriod"][0]["limit"]) == (5, 7.0)
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
        reported = {
            "requestId": asked["requestId"],
            "chargingLimitSource": "CSO",
            "chargingProfile": [profile],
            "evseId": 1,
        }
        assert await station.say("ReportChargingProfiles", **reported) == {}
        limit = {"chargingLimitSource": "EMS", "isGridCritical": True}
        assert await station.say("NotifyChargingLimit", chargingLimit=limit) == {}
        assert await station.say("ClearedChargingLimit", chargingLimitSource="EMS") == {}
        kept = [one["action"] for one in site.entries("station.notice", name)]
        assert kept == ["ReportChargingProfiles", "NotifyChargingLimit", "ClearedChargingLimit"]
