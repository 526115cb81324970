"""One thread per mailbox: blocking IMAP calls run here, one after the other, never in the event loop."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from typing import TypeVar

from desktop.model import TemporaryFailure

T = TypeVar("T")


class Bell:
    """Wakes a thread that waits for its socket. `ring` may be called from any thread, at any time."""

    def __init__(self) -> None:
        """Open a pair of sockets that are connected to each other only."""
        self._ringing, self._heard = socket.socketpair()
        self._ringing.setblocking(False)
        self._heard.setblocking(False)

    @property
    def ear(self) -> socket.socket:
        """The socket that becomes readable when the bell rings."""
        return self._heard

    def ring(self) -> None:
        """Wake whoever waits, now or when they next wait."""
        with suppress(OSError):  # full: it has been ringing for long; closed: nobody waits any more
            self._ringing.send(b"!")

    def hush(self) -> None:
        """Forget the rings so far."""
        try:
            while self._heard.recv(64):
                continue
        except BlockingIOError:
            return

    def close(self) -> None:
        """Give the sockets back."""
        self._ringing.close()
        self._heard.close()


class Worker:
    """Runs jobs in one thread, in order. The thread is a daemon: a hung server never keeps the program alive."""

    def __init__(self, name: str) -> None:
        """`name` becomes the thread's name; no address in it."""
        self._name = name
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False

    async def run(self, job: Callable[[], T]) -> T:
        """Run a job in the thread and return what it returns, or raise what it raises.

        A cancelled caller leaves at once; a job that has begun goes on to its end unheard. Raises
        TemporaryFailure("closed") once the worker is closed.
        """
        if self._closed:
            raise TemporaryFailure("closed")
        future: Future[T] = Future()
        self._jobs.put(lambda: _settle(future, job))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        return await asyncio.wrap_future(future)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    async def close(self, patience: float) -> bool:
        """End the thread after the jobs it has. Waits at most `patience` seconds; False if it is still busy."""
        self._closed = True
        self._jobs.put(None)
        thread = self._thread
        if thread is None:
            return True
        await asyncio.to_thread(thread.join, patience)
        return not thread.is_alive()


def _settle(future: Future[T], job: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = job()
    except BaseException as error:  # noqa: BLE001 - it is handed to the caller, who waits in another thread
        future.set_exception(error)
    else:
        future.set_result(result)
