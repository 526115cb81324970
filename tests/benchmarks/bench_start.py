"""Measures a cold start: from the start of the process to the first paint of the filled inbox, a million messages behind.

The floor is a bare PySide6 window, measured in turns with the program; once with Qt's offscreen platform and, where
Xvfb is installed, once on a real X server. Bytecode is cached, as in an installation, and the files are in memory.

Run: uv run python -m tests.benchmarks.bench_start [FOLDER] [MESSAGES] [STARTS]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.figures import Figure, machine, p99, table, verdict
from tests.benchmarks.processes import WINDOW_ENVIRONMENT, program
from tests.benchmarks.volume import build

_MOST = 2.5


def measure(folder: Path, messages: int, starts: int = 15) -> list[Figure]:
    """Return the figures of both platforms."""
    build(folder, messages)[0].close()
    figures = [_figure("offscreen", folder, starts, {"QT_QPA_PLATFORM": "offscreen"})]
    if shutil.which("Xvfb"):
        with x_server() as display:
            figures.append(_figure("Xvfb", folder, starts, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}))
    return figures


@contextmanager
def x_server() -> Iterator[str]:
    """Run a virtual X server and return the name of its display."""
    reading, writing = os.pipe()
    arguments = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(arguments, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as stream:
            yield f":{stream.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _figure(platform: str, folder: Path, starts: int, environment: dict[str, str]) -> Figure:
    subject, floor = [], []
    ours_first = ("tests.benchmarks.started_window", "--profile", str(folder))
    with program(*ours_first, LEAVE="yes", **WINDOW_ENVIRONMENT, **environment) as process:
        process.wait()  # compiles what an installation has compiled
    for number in range(starts + 1):
        ours = _started(["tests.benchmarks.started_window", "--profile", str(folder)], environment)
        bare = _started(["tests.benchmarks.bare_window"], environment)
        if number:  # the first ones fill the caches
            subject.append(ours)
            floor.append(bare)
    ratio = statistics.median(subject) / statistics.median(floor)
    return Figure(
        f"cold start to the painted inbox, {platform}",
        f"median {statistics.median(subject):.0f} ms, p99 {p99(subject):.0f} ms, {ratio:.2f}x the bare window",
        f"<= {_MOST}x",
        f"bare window: median {statistics.median(floor):.0f} ms, p99 {p99(floor):.0f} ms",
        verdict(ratio <= _MOST),
    )


def _started(arguments: list[str], environment: dict[str, str]) -> float:
    """Return the milliseconds from the start of a process to the moment that it prints."""
    began = time.monotonic()
    with program(*arguments, **WINDOW_ENVIRONMENT, **environment) as process:
        assert process.stdout is not None
        return (float(process.stdout.readline()) - began) * 1000


def main() -> int:
    """Print the figures as a table."""
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    starts = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    print(f"{table(measure(folder, messages, starts))}\n\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
