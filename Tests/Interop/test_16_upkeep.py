"""Firmware, logs, certificates and passwords of wallboxes of OCPP 1.6."""

import json

import pytest
from certificates import Authority, Key
from chargepoint import ago, moment, now, status, text
from gateway import CommandFailed, block
from ocpp.exceptions import NotImplementedError, NotSupportedError
from ocpp.v16 import call
from wallbox import connected

pytestmark = pytest.mark.asyncio(loop_scope="module")


# The site signs for stations that belong to it, not for everyone who is let in.
SETTINGS = {"blocks": "".join(block("station", id=f"OURS-{number}") for number in range(2))}


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
    hashes = {
        "hashAlgorithm": "SHA256",
        "issuerNameHash": "ab" * 32,
        "issuerKeyHash": "cd" * 32,
        "serialNumber": "00ff",
    }
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
        assert (await site.send(name, "delete-certificate", "--name", ":".join(hashes.values())))[
            "status"
        ] == "Accepted"
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
