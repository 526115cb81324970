"""Measures what the two processes keep in memory with a million messages behind them, and what an idle engine costs.

The window is the program's own, after a first screen, some hundred jumps through 250,000 cases, opened cases and
searches. The engine runs with a Mastodon account connected that a silent demo town serves.
The floors: a bare PySide6 window, and a Python that has loaded asyncio and httpx.

Run: uv run python -m tests.benchmarks.bench_resident [FOLDER] [MESSAGES] [SECONDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import psutil

from desktop.channels import secret_name
from desktop.demo import reported
from desktop.events import EngineReady
from desktop.model import AccountRole, Network
from desktop.store import Store, open_store
from desktop.system.profile import Profile
from desktop.system.vault import SessionVault
from tests.benchmarks.bench_intake import connected, taken_in
from tests.benchmarks.figures import Figure, machine, table, verdict
from tests.benchmarks.processes import (
    WINDOW_ENVIRONMENT,
    events,
    program,
    unlocked,
    weights,
)
from tests.benchmarks.volume import KEY, START, build, copied

_WINDOW_MB, _ENGINE_MB = 220, 120
_TAKEN = 5_000
_SETTLED = 60.0


def measure(folder: Path, messages: int, seconds: float = 60.0) -> list[Figure]:
    """Return the figures; `seconds` is how long the idle engine is watched."""
    build(folder, messages)[0].close()
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        profile = copied(folder, Path(beside) / "profile")
        return [_window(profile), *_engine(profile, seconds), _engine_at_work(profile)]


def _window(profile: Path) -> Figure:
    with (
        program("tests.benchmarks.bare_window", "--stay", QT_QPA_PLATFORM="offscreen") as bare,
        program(
            "tests.benchmarks.started_window",
            "--profile",
            str(profile),
            **WINDOW_ENVIRONMENT,
            QT_QPA_PLATFORM="offscreen",
            STAY="yes",
        ) as window,
    ):
        assert bare.stdout is not None
        assert window.stdout is not None
        bare.stdout.readline()
        fresh = ""
        for line in window.stdout:
            if line.strip() == "settled":
                break
            fresh = weights(psutil.Process(window.pid))
        ours, floor = psutil.Process(window.pid), psutil.Process(bare.pid)
        resident = ours.memory_info().rss / 1e6
        return Figure(
            "window in memory after a morning's work",
            f"{weights(ours)}; at its first paint {fresh}",
            f"RSS <= {_WINDOW_MB} MB",
            f"bare window: {weights(floor)} ({resident / (floor.memory_info().rss / 1e6):.2f}x)",
            verdict(resident <= _WINDOW_MB),
        )


def _engine(profile: Path, seconds: float) -> list[Figure]:
    with program("desktop.demo.process", "--pace", "0") as town:
        assert town.stdout is not None
        vault = SessionVault()
        with open_store(Profile(profile), KEY) as store:
            _connect(store, vault, town.stdout.readline())
        arguments = ("desktop", "engine", "--profile", str(profile), "--unlock-from-stdin")
        with program(*arguments) as engine, program("tests.benchmarks.bare_engine") as bare:
            unlocked(engine, vault.all())
            next(moment for moment, event in events(engine) if isinstance(event, EngineReady))
            time.sleep(min(_SETTLED, seconds))  # the first pull, and the index written anew for what it took back
            ours, floor = psutil.Process(engine.pid), psutil.Process(bare.pid)
            before = sum(ours.cpu_times()[:2])
            time.sleep(seconds)
            used = sum(ours.cpu_times()[:2]) - before
            return [
                _engine_memory("engine in memory, one account connected", ours, floor),
                _idle(used, seconds),
            ]


def _engine_at_work(profile: Path) -> Figure:
    with open_store(Profile(profile), KEY) as store:
        connected(store)
    arguments = ("tests.benchmarks.spring", str(profile), "mail-lazily", str(_TAKEN))
    with program(*arguments) as engine, program("tests.benchmarks.bare_engine") as bare:
        taken_in(engine, _TAKEN)
        ours, floor = psutil.Process(engine.pid), psutil.Process(bare.pid)
        return _engine_memory(f"engine in memory after {_TAKEN:,} mails", ours, floor)


def _engine_memory(name: str, ours: psutil.Process, floor: psutil.Process) -> Figure:
    resident = ours.memory_info().rss / 1e6
    return Figure(
        name,
        weights(ours),
        f"RSS <= {_ENGINE_MB} MB",
        f"asyncio and httpx alone: {weights(floor)} ({resident / (floor.memory_info().rss / 1e6):.2f}x)",
        verdict(resident <= _ENGINE_MB),
    )


def _idle(used: float, seconds: float) -> Figure:
    share = used / seconds * 100
    value = f"{share:.2f} % of a core ({used:.2f} CPU seconds in {seconds:.0f} s)"
    return Figure("idle engine, one account connected", value, "< 1 %", "", verdict(share < 1))


def _connect(store: Store, vault: SessionVault, report: str) -> None:
    """Connect the made-up company's account to the silent town."""
    demo = next(one for one in reported(report) if one.network is Network.MASTODON)
    account = store.accounts.all()[0]
    store.accounts.change(account, name=demo.name, role=AccountRole.CARE, settings=demo.settings, actor="b", at=START)
    for kind, value in demo.secrets.items():
        vault.set(secret_name(account.uid, kind), value)


def main() -> int:
    """Print the figures as a table."""
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 60.0
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    print(f"{table(measure(folder, messages, seconds))}\n\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
