"""Fixtures: each test gets a gateway of its own, a real process on a fresh directory."""

import pytest
from gateway import Gateway


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
