"""Measures frames of the program's own list over the real store: anywhere in 250,000 cases, idle and during intake.

A frame is: the bar is moved, rows are read from the store, presented, laid out and painted, and whatever else the
window had to do is done. The floor is a bare QListView of as many rows. During intake the engine's own process takes
mails in as fast as it can, into the same file, and the window hears of it.

Run: uv run python -m tests.benchmarks.bench_frames [FOLDER] [MESSAGES] [FRAMES]
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from desktop.store import open_store
from desktop.system.profile import Profile
from tests.benchmarks.bench_intake import connected
from tests.benchmarks.figures import Figure, Runs, beside, machine, p99, table, verdict, within
from tests.benchmarks.processes import WINDOW_ENVIRONMENT, program
from tests.benchmarks.volume import KEY, build, copied

_TAKEN = 60_000


def measure(folder: Path, messages: int, frames: int = 500) -> list[Figure]:
    """Return the figures: wheel and drag while idle, and drag during intake beside drag while idle."""
    build(folder, messages)[0].close()
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside_it:
        profile = copied(folder, Path(beside_it) / "window")
        with open_store(Profile(profile), KEY) as store:
            connected(store)
        environment = {"QT_QPA_PLATFORM": "offscreen", "FRAMES": str(frames), "TAKEN": str(min(_TAKEN, messages))}
        arguments = ("tests.benchmarks.framed_window", "--profile", str(profile))
        with program(*arguments, **WINDOW_ENVIRONMENT, **environment) as process:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
    return _figures(told)


def _figures(told: dict[str, list[list[float]]]) -> list[Figure]:
    runs = {name: (Runs(*told[name][:2]), Runs(*told[name][2:])) for name in ("wheel", "drag", "busy")}
    rows = f"{told['rows']:,}"
    figures = [
        within(f"frame of the wheel in {rows} cases", *runs["wheel"], "bare list", most=16),
        within(f"frame of the bar dragged anywhere in {rows}", *runs["drag"], "bare list", most=16),
    ]
    (busy, floor), (drag, calm) = runs["busy"], runs["drag"]
    ratio, by_cpu = p99(busy.wall) / p99(drag.wall), p99(busy.cpu) / p99(drag.cpu)
    bare = p99(floor.wall) / p99(calm.wall)
    value = f"{busy.words()}; p99 {ratio:.2f}x of idle (CPU {by_cpu:.2f}x, bare list {bare:.2f}x), {told['came']:,.0f} messages/s coming in"
    reached = verdict(ratio <= 1.5, by_cpu=by_cpu <= 1.5)
    name = "frame of the bar dragged anywhere during intake"
    return [*figures, Figure(name, value, "p99 <= 1.5x idle", beside("bare list", busy, floor), reached)]


def main() -> int:
    """Print the figures as a table."""
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    frames = int(sys.argv[3]) if len(sys.argv) > 3 else 500
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    print(f"{table(measure(folder, messages, frames))}\n\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
