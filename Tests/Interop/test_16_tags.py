"""The lists that wallboxes of OCPP 1.6 keep, and the places that are kept."""

import json

import pytest
from chargepoint import TAG, ago, moment, now, status, text
from gateway import CommandFailed, eventually
from ocpp.v16 import call
from wallbox import connected

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
    """TC_046, TC_049, TC_053: the connector or the whole station; another tag of the group may use it."""
    await site.cli("tags", "add", "16FA0001", "--group", "FAMILY")
    async with connected(site, name) as box:
        await box.boot()
        await box.status("Available")
        made = await reserve(site, name, *evse, "--group", "FAMILY")
        asked = await box.next("ReserveNow")
        assert (asked["reservationId"], asked["connectorId"]) == (made["id"], 1 if evse else 0)
        assert (asked["idTag"], asked["parentIdTag"]) == (TAG, "FAMILY")
        await box.status("Reserved")
        begin = call.StartTransaction(1, "16FA0001", 0, text(ago(seconds=20)), made["id"])
        answer = await box.ask(begin)
        assert answer.id_tag_info["status"] == "Accepted"
        assert await held(site, name) == []
        await box.end(answer.transaction_id, 1, ago(seconds=1))


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
        if word == "Unavailable":
            await site.send(name, "availability", "--no-operative", "--evse", "1")
            await box.status("Unavailable")
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
