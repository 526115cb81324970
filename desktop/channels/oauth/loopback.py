"""The small door on this machine through which the browser brings back the answer of a sign-in (RFC 8252, 7.3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from desktop.model import TemporaryFailure

_LONGEST_REQUEST = 16 * 1024
_REQUEST_SECONDS = 10.0
DONE_PAGE = (
    "<!doctype html><html><head><meta charset='utf-8'><title>Sportello</title></head>"
    "<body><p>Sportello has the answer. You can close this page.</p></body></html>"
)


class Doorway:
    """Waits for one redirect to a free port of 127.0.0.1. Use `open_doorway`."""

    def __init__(self, page: str) -> None:
        """`page` is the HTML that the browser shows afterwards."""
        self._page = page.encode()
        self._answers: asyncio.Queue[str] = asyncio.Queue()
        self.redirect_uri = ""

    async def answer(self) -> str:
        """Return the next address that was brought here with a query, whole. Wait for it as long as it takes."""
        return await self._answers.get()

    def paste(self, text: str) -> None:
        """Take what a person copied from the browser, where the redirect did not get through."""
        self._answers.put_nowait(text)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request of the browser; whatever is no GET of the root with a query is not found."""
        try:
            async with asyncio.timeout(_REQUEST_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                target = _target_of(head)
                writer.write(_page(self._page) if target else b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
            if target:
                self._answers.put_nowait(self.redirect_uri.rstrip("/") + target)
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            return  # not a browser, or one that went away: the person may try again
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


@asynccontextmanager
async def open_doorway(page: str = DONE_PAGE, *, port: int = 0) -> AsyncIterator[Doorway]:
    """Listen on 127.0.0.1 while the context is open. `redirect_uri` is then known.

    `port` 0 takes any free one; some providers compare the whole address and need a fixed one. Raises
    TemporaryFailure("redirect_port_taken") if that one is in use.
    """
    doorway = Doorway(page)
    try:
        server = await asyncio.start_server(doorway.serve, "127.0.0.1", port, limit=_LONGEST_REQUEST)
    except OSError as error:
        raise TemporaryFailure("redirect_port_taken") from error
    doorway.redirect_uri = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    try:
        yield doorway
    finally:
        server.close()
        await server.wait_closed()


def _target_of(head: bytes) -> str:
    words = head.split(b"\r\n", 1)[0].decode("ascii", "replace").split(" ")
    if len(words) == 3 and words[0] == "GET" and words[1].startswith("/?"):  # noqa: PLR2004 - method, target, version
        return words[1]
    return ""


def _page(body: bytes) -> bytes:
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
        b"Referrer-Policy: no-referrer\r\nConnection: close\r\nContent-Length: "
        + str(len(body)).encode()
        + b"\r\n\r\n"
        + body
    )
