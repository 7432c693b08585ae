"""Who may charge, the lists that stations keep, and the places that are kept: OCPP 2.0.1."""

import json

import pytest
import pytest_asyncio
from chargepoint import TAG, ago, moment, text
from gateway import CommandFailed
from ocpp.exceptions import NotSupportedError
from station201 import station201, token

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = {
    "authorization": {"accept": "listed", "tags": ["0400000000000F"], "master_group": "STAFF", "one_transaction_per_tag": True}
}
GOOD, GUEST, BLOCKED, EXPIRED, STAFF = (f"0400000000000{digit}" for digit in "12345")


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def tags(site):
    """The same list before each test."""
    file = site.directory / "tags.csv"
    file.write_text(
        "tag,status,expires,group,note\n"
        f"{GOOD},accepted,,FAMILY,\n{GUEST},accepted,,FAMILY,\n{BLOCKED},blocked,,,\n"
        f"{EXPIRED},accepted,{text(ago(days=1))},,\n{STAFF},accepted,,STAFF,\n"
    )
    await site.cli("tags", "import", str(file))
    return json.loads(await site.cli("tags", "list", "--json"))


async def test_each_tag_gets_its_answer(site, name):
    """TC_C_02, TC_C_06, TC_C_07, TC_C_39, TC_C_47, TC_C_48, TC_C_49: unknown, blocked, expired, of a group, of the master group."""
    async with station201(site, name) as station:
        await station.boot()
        good, guest = await station.authorize(GOOD), await station.authorize(GUEST.lower())
        assert (good["status"], guest["status"]) == ("Accepted", "Accepted")
        assert good["groupIdToken"]["idToken"] == guest["groupIdToken"]["idToken"] == "FAMILY"
        assert (await station.authorize("0400000000000F"))["status"] == "Accepted"
        assert (await station.authorize("04FFFFFFFFFFFF"))["status"] in ("Invalid", "Unknown")
        assert (await station.authorize(BLOCKED))["status"] == "Blocked"
        assert (await station.authorize(EXPIRED))["status"] == "Expired"
        assert (await station.authorize(STAFF))["groupIdToken"]["idToken"] == "STAFF"


async def test_an_event_gets_the_same_answer(site, name):
    """TC_C_08, TC_C_20, TC_E_16: also for a tag that the station had in its cache."""
    async with station201(site, name) as station:
        await station.boot()
        for tag, word in ((GUEST, "Accepted"), (BLOCKED, "Blocked"), (EXPIRED, "Expired")):
            transaction = station.transaction()
            answer = await transaction.started("Authorized", register=0, context="Transaction.Begin", tag=tag)
            assert answer["idTokenInfo"]["status"] == word
            await transaction.ended(register=0, context="Transaction.End", tag=tag)
            await station.status("Available")


async def test_a_tag_charges_at_one_place_at_a_time(site, name):
    async with station201(site, name) as station:
        await station.boot()
        left, right = station.transaction(evse=1), station.transaction(evse=2)
        assert (await left.started("Authorized", register=0, tag=GOOD))["idTokenInfo"]["status"] == "Accepted"
        # Told again for its own transaction it is no second one.
        assert (await left.updated("Authorized", tag=GOOD))["idTokenInfo"]["status"] == "Accepted"
        assert (await right.started("Authorized", register=0, tag=GOOD))["idTokenInfo"]["status"] == "ConcurrentTx"
        await left.ended(register=1, tag=GOOD)
        await right.ended(register=1, tag=GOOD)


async def test_a_change_of_the_list_counts_at_once(site, name):
    async with station201(site, name) as station:
        await station.boot()
        await site.cli("tags", "add", TAG)
        assert (await station.authorize())["status"] == "Accepted"
        await site.cli("tags", "remove", TAG)
        assert (await station.authorize())["status"] in ("Invalid", "Unknown")


async def test_the_list_is_brought_to_the_station(site, name, tags):
    """TC_D_01, TC_D_02, TC_D_03, TC_D_09, TC_C_40, TC_C_43: whole at first, then what changed."""
    async with station201(site, name) as station:
        await station.boot()
        (push,) = json.loads(await site.cli("tags", "push", name, "--json"))
        assert (push["outcome"], push["station"]) == ("sent", name)
        assert station.take("GetLocalListVersion") == [{}]
        sent = await station.next("SendLocalList")
        assert (sent["updateType"], sent["versionNumber"]) == ("Full", push["version"])
        entries = {entry["idToken"]["idToken"].upper(): entry["idTokenInfo"] for entry in sent["localAuthorizationList"]}
        assert entries[GOOD]["status"] == "Accepted"
        assert entries[GOOD]["groupIdToken"]["idToken"] == "FAMILY"
        assert entries[BLOCKED]["status"] == "Blocked"
        station.answers["GetLocalListVersion"] = {"versionNumber": sent["versionNumber"]}
        await site.cli("tags", "add", TAG)
        await site.cli("tags", "add", GUEST, "--status", "blocked")
        (push,) = json.loads(await site.cli("tags", "push", name, "--json"))
        sent = await station.next("SendLocalList")
        assert (sent["updateType"], sent["versionNumber"]) == ("Differential", push["version"])
        entries = {entry["idToken"]["idToken"].upper(): entry for entry in sent["localAuthorizationList"]}
        assert entries.keys() == {TAG, GUEST}
        assert entries[GUEST]["idTokenInfo"]["status"] == "Blocked"
        station.answers["GetLocalListVersion"] = {"versionNumber": sent["versionNumber"]}
        await site.cli("tags", "remove", TAG)
        await site.cli("tags", "push", name)
        (entry,) = (await station.next("SendLocalList"))["localAuthorizationList"]
        assert (entry["idToken"]["idToken"].upper(), "idTokenInfo" in entry) == (TAG, False)


async def test_an_empty_list_is_brought_as_well(site, name, tags):
    """TC_D_04: to a station that has a list from somewhere else."""
    for record in tags["records"]:
        await site.cli("tags", "remove", record["tag"])
    async with station201(site, name) as station:
        await station.boot()
        station.answers["GetLocalListVersion"] = {"versionNumber": 10_000}
        await site.cli("tags", "push", name)
        sent = await station.next("SendLocalList")
        assert sent["updateType"] == "Full"
        assert "localAuthorizationList" not in sent


async def test_a_station_that_takes_no_list_is_told_of(site, name):
    async with station201(site, name) as station:
        await station.boot()
        station.answers["SendLocalList"] = {"status": "Failed"}
        (push,) = json.loads(await site.cli("tags", "push", name, "--json"))
        assert push["outcome"] == "failed"
        station.answers |= {action: NotSupportedError("no list") for action in ("GetLocalListVersion", "SendLocalList")}
        (push,) = json.loads(await site.cli("tags", "push", name, "--json"))
        assert push["outcome"] == "unsupported"


async def reserve(site, name, *words):
    return json.loads(await site.cli("reservations", "add", name, "--tag", GOOD, "--for", "30m", *words, "--json"))


async def held(site, name):
    return [one for one in json.loads(await site.cli("reservations", "list", "--json")) if one["station"] == name]


async def test_a_place_is_kept_and_used(site, name):
    """TC_H_01, TC_H_19: its number comes back with the transaction; another tag of the group may use it, too."""
    async with station201(site, name) as station:
        await station.boot()
        await station.status("Available")
        made = await reserve(site, name, "--evse", "1", "--group", "FAMILY")
        asked = await station.next("ReserveNow")
        assert (asked["id"], asked["evseId"], asked["idToken"]) == (made["id"], 1, token(GOOD))
        assert asked["groupIdToken"]["idToken"] == "FAMILY"
        assert abs((moment(asked["expiryDateTime"]) - ago(minutes=-30)).total_seconds()) < 30
        await station.status("Reserved")
        transaction = station.transaction()
        answer = await transaction.started(
            "Authorized", register=0, context="Transaction.Begin", tag=GUEST, reservationId=made["id"]
        )
        assert answer["idTokenInfo"]["status"] == "Accepted"
        assert await held(site, name) == []
        await transaction.ended(register=1, context="Transaction.End", tag=GUEST)


async def test_any_place_is_kept_and_given_up(site, name):
    """TC_H_08, TC_H_17: without an EVSE; and cancelled by its number."""
    async with station201(site, name) as station:
        await station.boot()
        made = await reserve(site, name)
        assert "evseId" not in await station.next("ReserveNow")
        assert [one["id"] for one in await held(site, name)] == [made["id"]]
        await site.cli("reservations", "cancel", str(made["id"]), "--station", name)
        assert await station.next("CancelReservation") == {"reservationId": made["id"]}
        assert await held(site, name) == []


@pytest.mark.parametrize("why", ["Expired", "Removed"])
async def test_a_station_gives_a_place_up(site, name, why):
    """TC_H_07, TC_H_20."""
    async with station201(site, name) as station:
        await station.boot()
        made = await reserve(site, name, "--evse", "1")
        assert await station.say("ReservationStatusUpdate", reservationId=made["id"], reservationUpdateStatus=why) == {}
        assert await held(site, name) == []


@pytest.mark.parametrize("word", ["Faulted", "Occupied", "Unavailable"])
async def test_a_place_that_is_taken_is_not_kept(site, name, word):
    """TC_H_14, when every EVSE is taken."""
    async with station201(site, name) as station:
        await station.boot()
        station.answers["ReserveNow"] = {"status": word}
        with pytest.raises(CommandFailed, match=word):
            await reserve(site, name, "--evse", "1")
        assert await held(site, name) == []


@pytest.mark.parametrize("answer", [{"status": "Rejected"}, NotSupportedError("no")], ids=["Rejected", "NotSupported"])
async def test_where_a_station_cannot_the_gateway_keeps_the_place(site, name, answer):
    """TC_H_22: others are refused by the gateway instead."""
    async with station201(site, name) as station:
        await station.boot()
        station.answers["ReserveNow"] = answer
        made = await reserve(site, name, "--evse", "1")
        assert made["heldBy"] == "gateway"
        transaction = station.transaction()
        answer = await transaction.started("Authorized", register=0, tag=STAFF)
        assert answer["idTokenInfo"]["status"] != "Accepted"
        await transaction.ended(register=0)
        transaction = station.transaction()
        answer = await transaction.started("Authorized", register=0, tag=GOOD)
        assert answer["idTokenInfo"]["status"] == "Accepted"
        await transaction.ended(register=1)
