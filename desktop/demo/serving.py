"""How any fake network is served on loopback: one listener, its connections, and the faults that requests meet."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from desktop.demo.faults import Faults
from desktop.demo.wire import Connection, EventStream, Request, Response

Answer = Response | EventStream
Answers = Callable[[Request], Answer | Awaitable[Answer]]


class Serving:
    """A listener on this machine. Runs in the event loop that started it."""

    def __init__(self, answers: Answers, faults: Faults) -> None:
        """`answers` gives the answer to a request, at once or after a while (long polling)."""
        self.url = ""
        self._answers = answers
        self._faults = faults
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen, on any free port for 0. Raises OSError if the port is taken."""
        self._server = await asyncio.start_server(self._connected, host, port)
        self.url = f"http://{host}:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        if self._server is not None:
            self._server.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def keep(self, task: asyncio.Task[None]) -> None:
        """Let a task end with the listener at the latest."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.keep(asyncio.create_task(Connection(reader, writer, self._answer).serve()))

    async def _answer(self, request: Request) -> Answer:
        fault = self._faults.taken_by(request)
        if fault is None:
            return await self._usual(request)
        await asyncio.sleep(fault.delay)
        goes_wrong = fault.drops or fault.response is not None
        usual = await self._usual(request) if fault.after or not goes_wrong else None
        if fault.drops:
            return Response(HTTPStatus.INTERNAL_SERVER_ERROR, drops=True)
        return fault.response or usual or Response(HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _usual(self, request: Request) -> Answer:
        answer = self._answers(request)
        return await answer if inspect.isawaitable(answer) else answer
