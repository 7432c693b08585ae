"""Stations come over TLS: with a password, or with a certificate that the site's CA made for them."""

import json
import ssl

import pytest
import pytest_asyncio
import websockets
from certificates import Authority, Key
from chargepoint import socket
from gateway import Gateway, block, eventually
from station201 import station201
from wallbox import connected

pytestmark = pytest.mark.asyncio(loop_scope="module")

PASSWORD = "correct horse battery"
NAMES = [f"CP{number}" for number in range(9)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tls(tmp_path_factory):
    """A gateway whose listener uses the site's CA, has a certificate of each kind, and asks for client certificates."""
    directory = tmp_path_factory.mktemp("tls")
    password = directory / "password"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    stations = "".join(block("station", id=name, security_profile=2, password_file=str(password)) for name in NAMES)
    gateway = Gateway(
        directory,
        blocks=stations
        + block("listener", address="127.0.0.1:0", tls=True, key_type="both", client_certificates="optional")
        + '\n[security]\nnames = ["localhost"]\n',
    )
    await gateway.start()
    gateway.root = await gateway.cli("certificates", "show-ca")
    yield gateway
    await gateway.stop()


def trusting(root, chain=None, **versions):
    context = ssl.create_default_context(cadata=root)
    if chain:
        context.load_cert_chain(chain)
    for name, version in versions.items():
        setattr(context, name, version)
    return context


def known(name, gateway, **tls):
    return {"user": name, "password": PASSWORD.encode(), "tls": trusting(gateway.root, **tls)}


async def refusal(attempt):
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with attempt:
            pass
    return refused.value.response.status_code


async def charge(station):
    assert (await station.boot())["status"] == "Accepted"
    transaction = station.transaction()
    await transaction.started(register=0, context="Transaction.Begin")
    await transaction.ended(register=5, context="Transaction.End")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
async def test_a_password_over_tls_opens(tls, version):
    """Profile 2: TC_085, TC_A_01, TC_A_04, with either version that is good enough."""
    only = {"minimum_version": version, "maximum_version": version}
    async with station201(tls, "CP0", **known("CP0", tls, **only)) as station:
        used = station.connection.transport.get_extra_info("ssl_object").version()
        assert used == {"TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3"}[version.name]
        await charge(station)
    async with connected(tls, "CP0", **known("CP0", tls, **only)) as box:
        assert (await box.boot()).status == "Accepted"
    assert await refusal(socket(tls, "/ocpp/CP0", **known("CP0", tls) | {"password": b"wrong"})) == 401
    # The same over the plain socket is too little.
    plain = known("CP0", tls) | {"tls": None}
    assert await refusal(socket(tls, "/ocpp/CP0", **plain)) == 403


@pytest.mark.parametrize(
    "cipher",
    [
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "AES128-GCM-SHA256",
        "AES256-GCM-SHA384",
    ],
)
async def test_the_suites_of_the_standard_are_there(tls, cipher):
    """TC_086, TC_A_04: with elliptic curves and with plain RSA at one and the same listener."""
    context = trusting(tls.root, maximum_version=ssl.TLSVersion.TLSv1_2)
    context.set_ciphers(cipher)
    async with station201(tls, "CP0", **known("CP0", tls) | {"tls": context}) as station:
        assert station.connection.transport.get_extra_info("cipher")[0] == cipher
        assert (await station.boot())["status"] == "Accepted"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1")
async def test_old_tls_is_no_tls(tls):
    """TC_A_06: it is the gateway that ends the handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=tls.root)
    # OpenSSL would not even try without this.
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match="ALERT"):
        async with socket(tls, "/ocpp/CP0", **known("CP0", tls) | {"tls": context}):
            pass


async def test_a_station_that_does_not_trust_the_ca_hangs_up(tls):
    """And the log says what a technician has to do."""
    with pytest.raises(ssl.SSLCertVerificationError):
        async with socket(tls, "/ocpp/CP1", **known("CP1", tls) | {"tls": trusting(Authority("Other").pem)}):
            pass
    await eventually(
        lambda: "trust" in tls.log.read_text(), "the log says that the client does not trust the certificate"
    )


async def with_certificate(tls, name, directory):
    """Lets a station ask for a certificate, and returns the TLS it then brings."""
    key = Key(name)
    async with station201(tls, name, **known(name, tls)) as station:
        await station.boot()
        assert (await station.say("SignCertificate", csr=key.request()))["status"] == "Accepted"
        chain = (await station.next("CertificateSigned"))["certificateChain"]
    key.check(chain, tls.root)
    return trusting(tls.root, key.save(directory / f"{name}.pem", chain))


async def test_a_certificate_of_the_site_opens(tls, tmp_path):
    """Profile 3: TC_A_11, TC_A_07, TC_074, TC_087: for its own station, and in both versions."""
    context = await with_certificate(tls, "CP2", tmp_path)
    async with station201(tls, "CP2", tls=context) as station:
        await charge(station)
        report = json.loads(await tls.cli("security", "show", "--json"))
        (shown,) = [one for one in report["stations"] if one["id"] == "CP2"]
        assert (shown["least"], shown["current"]) == (2, 3)
    # It is another's.
    assert await refusal(socket(tls, "/ocpp/CP3", subprotocols=("ocpp2.0.1",), tls=context)) in (401, 403)
    # A certificate opens for 1.6 just the same.
    async with connected(tls, "CP2", tls=context) as box:
        assert (await box.boot()).status == "Accepted"


async def test_a_certificate_of_somebody_else_does_not_open(tls, tmp_path):
    """TC_A_08: the handshake ends, or the upgrade is refused."""
    other, key = Authority("Other"), Key("CP4")
    context = trusting(tls.root, key.save(tmp_path / "other.pem", other.issue(key)))
    with pytest.raises((ssl.SSLError, OSError, websockets.InvalidStatus, websockets.InvalidMessage)):
        async with station201(tls, "CP4", tls=context) as station:
            await station.boot()


async def test_a_certificate_that_was_revoked_opens_no_more(tls, tmp_path):
    context = await with_certificate(tls, "CP5", tmp_path)
    async with station201(tls, "CP5", tls=context) as station:
        assert (await station.boot())["status"] == "Accepted"
        (issued,) = [
            one for one in json.loads(await tls.cli("certificates", "list", "--json")) if one["station"] == "CP5"
        ]
        await tls.cli("certificates", "revoke", issued["serial"])
        await station.connection.wait_closed()
    with pytest.raises((ssl.SSLError, OSError, websockets.InvalidStatus, websockets.InvalidMessage)):
        async with station201(tls, "CP5", tls=context) as station:
            await station.boot()
    # What it knows opens all the same: it is profile 2 that is asked of it.
    async with station201(tls, "CP5", **known("CP5", tls)) as station:
        assert (await station.boot())["status"] == "Accepted"


async def test_new_certificates_of_the_listeners_drop_nobody(tls):
    async with station201(tls, "CP6", **known("CP6", tls)) as station:
        await station.boot()
        before = station.connection.transport.get_extra_info("ssl_object").getpeercert(True)
        await tls.cli("certificates", "issue-server")
        assert await station.is_alive()
        async with socket(tls, "/ocpp/CP7", **known("CP7", tls)) as other:
            assert other.transport.get_extra_info("ssl_object").getpeercert(True) != before
        assert await station.is_alive()


async def test_raising_a_profile_tells_the_station_where_to_come_back(tls, tmp_path):
    """TC_A_19, TC_B_42: by a network profile and its priority; once it came that way, nothing less is accepted."""
    context = await with_certificate(tls, "CP7", tmp_path)
    async with station201(tls, "CP7", **known("CP7", tls)) as station:
        await station.boot()
        values = {"SecurityProfile": "2", "NetworkConfigurationPriority": "1"}

        def told(request):
            return {
                "getVariableResult": [
                    {
                        "attributeStatus": "Accepted",
                        "attributeValue": values.get(asked["variable"]["name"], ""),
                        "component": asked["component"],
                        "variable": asked["variable"],
                    }
                    for asked in request["getVariableData"]
                ]
            }

        station.answers["GetVariables"] = told
        await tls.cli("security", "raise", "CP7", "--profile", "3")
        profile = await station.next("SetNetworkProfile")
        assert profile["configurationSlot"] == 2
        assert profile["connectionData"]["securityProfile"] == 3
        assert profile["connectionData"]["ocppCsmsUrl"].startswith("wss://localhost")
        (priority,) = [
            data
            for request in station.take("SetVariables")
            for data in request["setVariableData"]
            if data["variable"]["name"] == "NetworkConfigurationPriority"
        ]
        assert priority["attributeValue"] == "2,1"
        # Until it has come back, it may come as before.
    async with station201(tls, "CP7", **known("CP7", tls)) as station:
        assert await station.is_alive()
    async with station201(tls, "CP7", tls=context) as station:
        assert (await station.boot())["status"] == "Accepted"
    assert await refusal(socket(tls, "/ocpp/CP7", subprotocols=("ocpp2.0.1",), **known("CP7", tls))) == 403
    await tls.cli("security", "accept", "CP7", "--profile", "2")
    async with station201(tls, "CP7", **known("CP7", tls)) as station:
        assert await station.is_alive()


async def test_a_wallbox_of_1_6_is_raised_by_its_configuration(tls, tmp_path):
    """TC_083: SecurityProfile is set, and only once it came back that way nothing less is accepted."""
    context = await with_certificate(tls, "CP8", tmp_path)
    async with connected(tls, "CP8", **known("CP8", tls)) as box:
        await box.boot()
        box.answers["ChangeConfiguration"] = {"status": "Accepted"}
        await tls.cli("security", "raise", "CP8", "--profile", "3")
        assert box.take("ChangeConfiguration") == [{"key": "SecurityProfile", "value": "3"}]
    async with connected(tls, "CP8", tls=context) as box:
        assert (await box.boot()).status == "Accepted"
    assert await refusal(socket(tls, "/ocpp/CP8", **known("CP8", tls))) == 403
