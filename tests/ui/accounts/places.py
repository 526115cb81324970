"""Services on loopback for tests of windows: an event loop in a thread of its own, with a mailbox, a town, a provider."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any, TypeVar

import httpx

from desktop.demo.networks import FakeNetwork
from desktop.demo.networks.mastodon import MastodonNetwork
from tests.factories import NOON
from tests.servers.certificate import Certificate
from tests.unit.channels_email_client.fake_imap import FakeImap, running
from tests.unit.channels_email_client.fake_provider import FakeProvider, running_provider
from tests.unit.channels_email_client.test_smtp_dialogue import Script, scripted

T = TypeVar("T")
N = TypeVar("N", bound=FakeNetwork)


class Loopback:
    """Runs services beside the window. Close it; everything that was opened is closed with it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="loopback", daemon=True)
        self._thread.start()
        self._open = AsyncExitStack()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine over there and wait for its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def begin(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        """Start a coroutine over there without waiting."""
        asyncio.run_coroutine_threadsafe(work(), self._loop)

    def mailbox(self, certificate: Certificate) -> tuple[FakeImap, Script]:
        """Serve a mailbox for reading and a server for sending."""

        async def opened() -> tuple[FakeImap, Script]:
            context = certificate.server_context()
            imap = await self._open.enter_async_context(running(FakeImap(), context))
            script = await self._open.enter_async_context(scripted(Script(), certificate.server_context()))
            return imap, script

        return self.do(opened())

    def network(self, make: Callable[[Callable[[], datetime]], N]) -> N:
        """Serve a fake network in which no time passes."""

        async def opened() -> N:
            network = make(lambda: NOON)
            await network.start()
            self._open.push_async_callback(network.close)
            return network

        return self.do(opened())

    def visit(self, address: str) -> None:
        """Do what a browser does with an address, without waiting: open it and go where it sends us."""
        self.begin(lambda: _visited(address))

    def page(self, address: str) -> str:
        """Return the text of a page as a browser shows it."""
        return self.do(_shown(address)).text

    def location(self, address: str) -> str:
        """Return where a page sends the browser."""
        where: str = self.do(_shown(address)).headers["location"]
        return where

    def town(self) -> MastodonNetwork:
        """Serve a town in which no time passes."""
        return self.network(MastodonNetwork)

    def provider(self) -> FakeProvider:
        """Serve a provider of sign-ins."""

        async def opened() -> FakeProvider:
            return await self._open.enter_async_context(running_provider())

        return self.do(opened())

    def silence(self) -> int:
        """Listen on a port and never say a word; return the port."""

        async def opened() -> int:
            writers: list[asyncio.StreamWriter] = []

            async def listen(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                writers.append(writer)

            server = await asyncio.start_server(listen, "127.0.0.1", 0)

            def close() -> None:
                server.close()
                for writer in writers:
                    writer.close()

            self._open.callback(close)
            port: int = server.sockets[0].getsockname()[1]
            return port

        return self.do(opened())

    def close(self) -> None:
        """Close every service and end the thread."""
        self.do(self._open.aclose())
        self.do(_quiet())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()


async def _shown(address: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)) as browser:
        return await browser.get(address)


async def _visited(address: str) -> None:
    """Follow at most one redirect, as far as this machine goes."""
    answer = await _shown(address)
    if "location" in answer.headers and answer.headers["location"].startswith(("http://127.", "http://localhost")):
        await _shown(answer.headers["location"])


async def _quiet() -> None:
    """Let every connection end: one that a loop leaves behind is told as a fault of some later test."""
    this = asyncio.current_task()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(2):
            while others := [task for task in asyncio.all_tasks() if task is not this]:
                await asyncio.wait(others)
    for _ in range(3):
        await asyncio.sleep(0)
