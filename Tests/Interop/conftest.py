"""Fixtures: each test gets a gateway of its own, a real process on a fresh directory, unless it says that it can share."""

import itertools

import pytest
import pytest_asyncio
from gateway import Gateway

NUMBERS = itertools.count(1)


@pytest.fixture
async def start_gateway(tmp_path):
    """A function that writes a configuration and starts the daemon with it; all are stopped after the test."""
    started = []

    async def start(**settings):
        directory = tmp_path / f"gateway-{len(started)}"
        directory.mkdir()
        gateway = Gateway(directory, **settings)
        started.append(gateway)
        await gateway.start()
        return gateway

    yield start
    for gateway in started:
        await gateway.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(tmp_path_factory, request):
    """One gateway for all tests of a module, which lets every station in. Each test brings a station of its own.

    A module may say SETTINGS; its tests must be marked to run in the loop of the module.
    """
    settings = {"stations": {"unknown": "accept"}} | getattr(request.module, "SETTINGS", {})
    gateway = Gateway(tmp_path_factory.mktemp("site"), **settings)
    await gateway.start()
    yield gateway
    await gateway.stop()


@pytest.fixture
def name():
    """The name of a station that no other test has."""
    return f"S{next(NUMBERS)}"
