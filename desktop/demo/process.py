"""The demo town as a process of its own: serves until its input ends, and says once where it listens."""

from __future__ import annotations

import argparse
import asyncio
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, TextIO

from desktop.demo.places import fresh_networks
from desktop.demo.server import serve
from desktop.demo.setup import report_of
from desktop.demo.surge import plan_surge
from desktop.demo.town import Town
from desktop.system.clock import utc_now


def main(argv: Sequence[str] | None = None) -> int:
    """Serve a town as `python -m desktop.demo.process`. Options: `--seed` (7), `--pace` (1; 0 freezes the town)."""
    parser = argparse.ArgumentParser(prog="demo-town", description="A small invented town on this machine")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pace", type=float, default=1.0)
    parser.add_argument("--surge", action="store_true")
    options = parser.parse_args(argv)
    return serve_town(options.seed, options.pace, surge=options.surge)


def serve_town(seed: int, pace: float, *, surge: bool = False) -> int:
    """Serve a town until standard input ends; return the process's exit status.

    When it can be asked, one line of JSON goes to standard output: {"accounts": [{"network", "name", "handle", "role",
    "settings", "secrets"}], "office": the address of its ticket system}. `pace` is in seconds of the town's script per
    second. `surge`: a crowd writes at once soon after the beginning.
    """
    try:
        asyncio.run(_run(seed, pace, surge=surge))
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        _say(sys.stderr, f"The demo town can't listen on this machine: {error.strerror}")
        return 1
    return 0


async def _run(seed: int, pace: float, *, surge: bool) -> None:
    town = Town(seed, utc_now(), fresh_networks(seed, utc_now))
    if surge:
        plan_surge(town)
    server = await serve(town, pace=pace)
    try:
        _say(sys.stdout, report_of(server.accounts(), server.office.url))
        await _end_of(sys.stdin.buffer if sys.stdin else None)
    finally:
        await server.close()


def _say(stream: TextIO | None, line: str) -> None:
    if stream is None:
        return  # a windowed program has none
    stream.write(line + "\n")
    stream.flush()


async def _end_of(stream: BinaryIO | None) -> None:
    """Wait until a stream ends, read in a thread: no event loop reads a console or pipe on every system."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def read() -> None:
        with suppress(OSError, ValueError):
            while stream is not None and stream.read(4096):
                pass
        with suppress(RuntimeError):  # the loop may have ended first
            loop.call_soon_threadsafe(ended.set)

    if stream is not None:
        threading.Thread(target=read, name="stdin", daemon=True).start()
    await ended.wait()


if __name__ == "__main__":
    raise SystemExit(main())
