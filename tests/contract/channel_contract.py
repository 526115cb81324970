"""The contract: what every channel promises, tried the same way on a fake of its network.

A network's own test file inherits `ChannelContract` and gives it a `kit`. What a channel can do is read from its
manifest; what it can't is asserted to be refused or absent.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import AsyncIterator

import pytest

from tests.contract.channel_place import Desk, Kit, leaks, open_desk
from tests.contract.contract_hostile import Hostile
from tests.contract.contract_reading import Reading
from tests.contract.contract_sending import Sending

__all__ = ["ChannelContract"]


class ChannelContract(Reading, Sending, Hostile):
    """Inherited by a test class that names its `kit`."""

    kit: Kit

    @pytest.fixture(autouse=True)
    def no_authorities_are_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Trust nobody: reading every authority takes longer than most tests, and the networks speak plain HTTP."""
        monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    @pytest.fixture
    async def desk(self, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Desk]:
        """Open a desk; whatever it logs of tokens, people or texts fails the test."""
        caplog.set_level(logging.INFO, logger="desktop")
        async with open_desk(self.kit) as desk:
            yield desk
        told = list(leaks(desk, caplog.get_records("call")))
        assert told == []
