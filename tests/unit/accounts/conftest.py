"""What the tests of connecting accounts share: a certificate, a mailbox server, a sending server and a town."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from desktop.demo.networks.mastodon import MastodonNetwork
from tests.factories import NOON
from tests.servers.certificate import Certificate, make_certificate
from tests.unit.channels_email_client.fake_imap import FakeImap, running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest_asyncio.fixture
async def imap(certificate: Certificate) -> AsyncIterator[FakeImap]:
    async with running(FakeImap(), certificate.server_context()) as server:
        yield server


@pytest_asyncio.fixture
async def town() -> AsyncIterator[MastodonNetwork]:
    server = MastodonNetwork(lambda: NOON)
    await server.start()
    yield server
    await server.close()
