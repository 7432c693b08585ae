"""Firmware, logs, certificates and everything a station of OCPP 2.0.1 tells of itself."""

import json

import pytest
from certificates import Authority, Key
from chargepoint import ago, moment, now, text
from gateway import CommandFailed, block, eventually
from station201 import station201

pytestmark = pytest.mark.asyncio(loop_scope="module")

# The site signs for stations that belong to it, not for everyone who is let in.
SETTINGS = {"blocks": "".join(block("station", id=f"OURS-{number}") for number in range(3))}


def kept(site, name, action):
    """Notices of this action in the journal, with their payloads."""
    found = [one for one in site.entries("station.notice", name) if one["action"] == action]
    return [json.loads(one["payload"]) if isinstance(one["payload"], str) else one["payload"] for one in found]


@pytest.mark.parametrize(
    "states",
    [
        ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting", "Installed"],
        ["DownloadScheduled", "Downloading", "Downloaded", "InstallScheduled", "Installing", "Installed"],
        ["Downloading", "DownloadPaused", "DownloadFailed"],
        ["Downloading", "Downloaded", "InvalidSignature"],
        ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallVerificationFailed"],
        ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallationFailed"],
    ],
    ids=lambda states: states[-1],
)
async def test_firmware_is_updated_step_by_step(site, name, tmp_path, states):
    """TC_L_01, TC_L_02, TC_L_03, TC_L_06, TC_L_07, TC_L_08, TC_L_09, TC_L_13: signed, scheduled, and every outcome."""
    certificate = tmp_path / "maker.pem"
    certificate.write_text(Authority("Maker").pem)
    later = text(ago(hours=-2))
    words = ["--location", "https://fw.example/2.bin", "--signature", "c2ln", "--certificate", str(certificate)]
    async with station201(site, name) as station:
        await station.boot()
        result = await site.send(name, "update-firmware", *words, "--from", text(ago(hours=-1)), "--install", later)
        assert result["status"] == "Accepted"
        asked = await station.next("UpdateFirmware")
        firmware = asked["firmware"]
        assert (firmware["location"], firmware["signature"]) == ("https://fw.example/2.bin", "c2ln")
        assert firmware["signingCertificate"].split() == certificate.read_text().split()
        assert moment(firmware["installDateTime"]) == moment(later)
        for state in states:
            said = await station.say("FirmwareStatusNotification", status=state, requestId=asked["requestId"])
            assert said == {}
            if state == "InvalidSignature":
                await station.say("SecurityEventNotification", type="InvalidFirmwareSignature", timestamp=text(now()))
        assert (await station.boot("FirmwareUpdate"))["status"] == "Accepted"
        assert [one["status"] for one in kept(site, name, "FirmwareStatusNotification")] == states


@pytest.mark.parametrize("word", ["RevokedCertificate", "InvalidCertificate", "AcceptedCanceled", "Rejected"])
async def test_an_update_that_is_refused_is_shown(site, name, word):
    """TC_L_04, TC_L_05, TC_L_10, TC_L_11."""
    async with station201(site, name) as station:
        await station.boot()
        station.answers["UpdateFirmware"] = {"status": word}
        assert (await site.send(name, "update-firmware", "--location", "https://fw.example/2.bin"))["status"] == word


async def test_a_log_is_brought_away(site, name):
    """TC_N_25, TC_N_35, TC_N_36: the states of both requests are taken."""
    async with station201(site, name) as station:
        await station.boot()
        span = ["--from", text(ago(days=2)), "--until", text(ago(days=1))]
        await site.send(name, "get-log", "--location", "ftp://logs.example/", "--log", "security", *span)
        asked = await station.next("GetLog")
        assert moment(asked["log"]["oldestTimestamp"]) == moment(span[1])
        assert asked["log"]["remoteLocation"] == "ftp://logs.example/"
        states = ["Uploading", "AcceptedCanceled", "Uploaded", "UploadFailure", "BadMessage", "PermissionDenied"]
        for state in states:
            assert await station.say("LogStatusNotification", status=state, requestId=asked["requestId"]) == {}
        assert [one["status"] for one in kept(site, name, "LogStatusNotification")] == states


async def test_security_events_are_kept(site, name):
    """TC_A_14, TC_L_05, TC_L_06: known types, and such that only the vendor knows."""
    async with station201(site, name) as station:
        await station.boot()
        at = text(ago(minutes=5))
        for kind in ("TamperDetectionActivated", "InvalidChargingStationCertificate", "org.example.Hatch"):
            said = await station.say("SecurityEventNotification", type=kind, timestamp=at, techInfo="hatch 3")
            assert said == {}
        assert [one["type"] for one in site.entries("station.security", name)] == [
            "TamperDetectionActivated",
            "InvalidChargingStationCertificate",
            "org.example.Hatch",
        ]


async def test_everything_a_station_tells_is_answered(site, name):
    """TC_G_20, TC_N_21, TC_N_27, TC_N_28, TC_N_31, TC_N_49, TC_N_50, TC_N_01, TC_O_02: and kept to the letter."""
    event = {
        "eventId": 1,
        "timestamp": text(now()),
        "trigger": "Alerting",
        "actualValue": "true",
        "eventNotificationType": "HardWiredNotification",
        "component": {"name": "ConnectorPlugRetentionLock", "evse": {"id": 1, "connectorId": 1}},
        "variable": {"name": "Problem"},
    }
    monitor = {"id": 1, "transaction": False, "value": 1.5, "type": "Delta", "severity": 4}
    at = text(now())
    component = {"component": {"name": "EVSE"}, "variable": {"name": "Power"}}
    shown = {"id": 1, "priority": "InFront", "message": {"format": "UTF8", "content": "Grüß Gott 🙂"}}
    tells = {
        "NotifyEvent": {"generatedAt": at, "seqNo": 0, "eventData": [event]},
        "NotifyCustomerInformation": {"data": "", "seqNo": 0, "generatedAt": at, "requestId": 1},
        "NotifyMonitoringReport": {
            "requestId": 1,
            "seqNo": 0,
            "generatedAt": at,
            "monitor": [component | {"variableMonitoring": [monitor]}],
        },
        "NotifyDisplayMessages": {"requestId": 1, "messageInfo": [shown], "tbc": False},
        "PublishFirmwareStatusNotification": {"status": "Idle"},
    }
    async with station201(site, name) as station:
        await station.boot()
        for action, payload in tells.items():
            assert await station.say(action, **payload) == {}, action
            assert kept(site, name, action) == [payload], action


async def test_cars_that_want_a_plan_are_told_that_there_is_none(site, name):
    """ISO 15118 needs a contract and a planner; the answers say that there is neither."""
    async with station201(site, name) as station:
        await station.boot()
        needs = {"requestedEnergyTransfer": "DC", "dcChargingParameters": {"evMaxCurrent": 200, "evMaxVoltage": 500}}
        assert (await station.say("NotifyEVChargingNeeds", evseId=1, chargingNeeds=needs))["status"] == "Rejected"
        hashes = {"hashAlgorithm": "SHA256", "issuerNameHash": "a", "issuerKeyHash": "b", "serialNumber": "1"}
        data = hashes | {"responderURL": "http://ocsp.example"}
        assert (await station.say("GetCertificateStatus", ocspRequestData=data))["status"] == "Failed"
        answer = await station.say(
            "Get15118EVCertificate", iso15118SchemaVersion="urn:x", action="Install", exiRequest="AA=="
        )
        assert answer["status"] == "Failed"


async def test_a_station_gets_a_certificate_of_the_site(site):
    """TC_A_11: asked for, signed for its own name, delivered with its chain, and listed."""
    name = "OURS-0"
    key = Key(name)
    root = await site.cli("certificates", "show-ca")
    async with station201(site, name) as station:
        await station.boot()
        await site.cli("certificates", "renew", name)
        assert await station.next("TriggerMessage") == {"requestedMessage": "SignChargingStationCertificate"}
        answer = await station.say(
            "SignCertificate", csr=key.request(), certificateType="ChargingStationCertificate"
        )
        assert answer["status"] == "Accepted"
        delivered = await station.next("CertificateSigned")
        assert delivered.get("certificateType") in (None, "ChargingStationCertificate")
        key.check(delivered["certificateChain"], root)
        listed = [one for one in json.loads(await site.cli("certificates", "list", "--json")) if one["station"] == name]
        assert len(listed) == 1 and name in listed[0]["subject"]


async def test_a_certificate_that_the_station_rejects_does_no_harm(site):
    """TC_A_14."""
    name = "OURS-1"
    async with station201(site, name) as station:
        await station.boot()
        station.answers["CertificateSigned"] = {"status": "Rejected"}
        assert (await station.say("SignCertificate", csr=Key(name).request()))["status"] == "Accepted"
        await station.next("CertificateSigned")
        said = {"type": "InvalidChargingStationCertificate", "timestamp": text(now())}
        assert await station.say("SecurityEventNotification", **said) == {}


async def test_nobody_gets_the_certificate_of_another(site):
    name = "OURS-2"
    async with station201(site, name) as station:
        await station.boot()
        assert (await station.say("SignCertificate", csr=Key("SOMEBODY-ELSE").request()))["status"] == "Rejected"
        assert (await station.say("SignCertificate", csr="no request"))["status"] == "Rejected"
        answer = await station.say("SignCertificate", csr=Key(name).request(), certificateType="V2GCertificate")
        assert answer["status"] == "Rejected"
        assert station.take("CertificateSigned") == []


USES = {
    "csms-root": "CSMSRootCertificate",
    "manufacturer-root": "ManufacturerRootCertificate",
    "v2g-root": "V2GRootCertificate",
    "mo-root": "MORootCertificate",
}


async def test_roots_are_installed_listed_and_deleted(site, name, tmp_path):
    """TC_M_01, TC_M_02, TC_M_03, TC_M_04, TC_M_05, TC_M_13, TC_M_14, TC_M_16, TC_M_18, TC_M_20, TC_M_21."""
    root = tmp_path / "root.pem"
    root.write_text(Authority("Root").pem)
    hashes = {"issuerNameHash": "aB" * 64, "issuerKeyHash": "cd" * 64, "serialNumber": "00ff"}
    async with station201(site, name) as station:
        await station.boot()
        for word, use in USES.items():
            assert (await site.send(name, "install-certificate", "--use", word, "--certificate", str(root)))["status"] == "Accepted"
            asked = await station.next("InstallCertificate")
            assert asked["certificateType"] == use
            assert asked["certificate"].split() == root.read_text().split()
            station.answers["GetInstalledCertificateIds"] = {
                "status": "Accepted",
                "certificateHashDataChain": [{"certificateType": use, "certificateHashData": {"hashAlgorithm": "SHA256"} | hashes}],
            }
            result = await site.send(name, "list-certificates", "--use", word)
            assert (await station.next("GetInstalledCertificateIds"))["certificateType"] == [use]
            (shown,) = result["certificates"]
            assert shown["use"] == use
        assert len((await site.send(name, "list-certificates"))["certificates"]) == 1
        assert "certificateType" not in await station.next("GetInstalledCertificateIds")
        for word, algorithm in {"Accepted": "SHA256", "Failed": "SHA384", "NotFound": "SHA512"}.items():
            named = {"hashAlgorithm": algorithm} | hashes
            station.answers["DeleteCertificate"] = {"status": word}
            assert (await site.send(name, "delete-certificate", "--name", ":".join(named.values())))["status"] == word
            assert (await station.next("DeleteCertificate"))["certificateHashData"] == named
        station.answers["InstallCertificate"] = {"status": "Failed"}
        words = ["install-certificate", "--use", "csms-root", "--certificate", str(root)]
        assert (await site.send(name, *words))["status"] == "Failed"


async def test_a_file_that_is_no_certificate_is_not_sent(site, name, tmp_path):
    file = tmp_path / "no.pem"
    file.write_text("no certificate")
    async with station201(site, name) as station:
        await station.boot()
        with pytest.raises(CommandFailed, match="PEM"):
            await site.send(name, "install-certificate", "--use", "csms-root", "--certificate", str(file))
        await eventually(lambda: station.take("GetBaseReport"), "it is asked what it is made of")
        assert station.told == []
