"""The mailbox's thread: one job after the other, nobody waits for the dead, and it ends."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

import pytest

from desktop.channels.email.worker import Bell, Worker
from desktop.model import TemporaryFailure


async def test_jobs_run_in_one_other_thread_in_order() -> None:
    worker = Worker("mailbox test")
    order: list[int] = []

    def note(number: int) -> str:
        order.append(number)
        return threading.current_thread().name

    threads = await asyncio.gather(*(worker.run(partial(note, number)) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]
    assert set(threads) == {"mailbox test"}
    assert await worker.close(5)


async def test_what_a_job_raises_is_raised_to_who_asked() -> None:
    worker = Worker("mailbox test")

    def fails() -> None:
        raise KeyError("lost")

    with pytest.raises(KeyError):
        await worker.run(fails)
    assert await worker.run(lambda: "alive") == "alive"
    assert await worker.close(5)


async def test_a_job_whose_caller_left_before_it_began_is_never_done() -> None:
    worker = Worker("mailbox test")
    gate = threading.Event()
    done: list[str] = []
    busy = asyncio.create_task(worker.run(gate.wait))
    waiting = asyncio.create_task(worker.run(lambda: done.append("late")))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    gate.set()
    assert await busy
    assert await worker.run(lambda: "next") == "next"
    assert not done
    assert await worker.close(5)


async def test_a_closed_worker_takes_nothing() -> None:
    worker = Worker("mailbox test")
    assert await worker.close(1)
    with pytest.raises(TemporaryFailure):
        await worker.run(lambda: None)


async def test_a_worker_that_hangs_is_not_waited_for() -> None:
    worker = Worker("mailbox test")
    gate = threading.Event()
    busy = asyncio.create_task(worker.run(gate.wait))
    await asyncio.sleep(0)
    assert not await worker.close(0.05)
    gate.set()
    assert await busy


def test_a_bell_can_ring_without_end_and_after_it_is_gone() -> None:
    bell = Bell()
    for _ in range(100_000):
        bell.ring()
    bell.hush()
    with pytest.raises(BlockingIOError):
        bell.ear.recv(1)
    bell.close()
    bell.ring()
