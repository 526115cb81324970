"""Runs every benchmark and prints one table, with the machine it was measured on.

Run: uv run python -m tests.benchmarks.all [FOLDER] [MESSAGES]

FOLDER keeps the made-up store, so that the next run needs not build it again (about four minutes, 1.1 GB).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import (
    bench_frames,
    bench_intake,
    bench_many_accounts,
    bench_moves,
    bench_profile,
    bench_reports,
    bench_resident,
    bench_rules,
    bench_start,
    bench_store,
)
from tests.benchmarks.figures import Figure, machine, table

MEASURES: tuple[Callable[[Path, int], list[Figure]], ...] = (
    bench_start.measure,
    bench_frames.measure,
    bench_moves.measure,
    bench_store.measure,
    bench_reports.measure,
    lambda _folder, _messages: bench_profile.measure_apart(),
    bench_intake.measure,
    bench_many_accounts.measure,
    bench_resident.measure,
    bench_rules.measure,
)


def measure(folder: Path, messages: int) -> list[Figure]:
    """Return every figure."""
    return [figure for one in MEASURES for figure in one(folder, messages)]


def main() -> int:
    """Print all figures as one table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "store"
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    figures = measure(folder, messages)
    print(f"{table(figures)}\n\n{messages:,} messages in the store; {machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
