"""Medians, p99 and ratios of measured times, and how a figure is printed beside its floor and its target.

A floor is the least that the same thing could cost (the bare query, an empty window), measured in the same run and in
turns with the subject: what else the machine does then disturbs both alike, and the ratio says more than either.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: what, how much, what the floor took, the target, and whether it is reached ("": no target)."""

    name: str
    value: str
    target: str = ""
    floor: str = ""
    reached: str = ""

    def row(self) -> str:
        """Return a row of a Markdown table."""
        return f"| {self.name} | {self.value} | {self.floor} | {self.target} | {self.reached} |"


@dataclass(slots=True)
class Runs:
    """The milliseconds that each run of an action took, and those that its thread had a core.

    Where the two part at the far end, somebody else had the core.
    """

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def measure(self, action: Callable[[], object]) -> None:
        """Run an action once."""
        wall, cpu = time.perf_counter(), time.thread_time()
        action()
        self.cpu.append((time.thread_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)

    @property
    def median(self) -> float:
        """The median in milliseconds."""
        return statistics.median(self.wall)

    def words(self) -> str:
        """Return the median, and the 99th percentile by the clock and in CPU time."""
        return f"median {self.median:.2f} ms, p99 {p99(self.wall):.2f} ms (CPU {p99(self.cpu):.2f})"


def p99(values: Sequence[float]) -> float:
    """Return the 99th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def in_turns(times: int, subject: Callable[[], object], floor: Callable[[], object]) -> tuple[Runs, Runs]:
    """Return some runs of a subject and of its floor, run in turns."""
    ours, least = Runs(), Runs()
    for _ in range(times):
        ours.measure(subject)
        least.measure(floor)
    return ours, least


def times_of(subject: Runs, floor: Runs) -> str:
    """Return how many times the floor's median the subject's is."""
    return f"{subject.median / max(1e-9, floor.median):.2f}x"


def beside(words: str, subject: Runs, floor: Runs) -> str:
    """Return what the floor took; `words` name it."""
    return f"{words}: median {floor.median:.2f} ms, p99 {p99(floor.wall):.2f} ms ({times_of(subject, floor)})"


def within(name: str, subject: Runs, floor: Runs, words: str, *, most: float) -> Figure:
    """Return the figure of runs whose p99 is to be at most `most` milliseconds; `words` name the floor."""
    reached = verdict(p99(subject.wall) <= most, by_cpu=p99(subject.cpu) <= most)
    return Figure(name, subject.words(), f"p99 <= {most:g} ms", beside(words, subject, floor), reached)


def verdict(reached: bool, *, by_cpu: bool = False) -> str:
    """Return whether a target is reached; one that is reached in CPU time alone was missed by others' work."""
    return "yes" if reached else "in CPU time" if by_cpu else "**no**"


def table(figures: Sequence[Figure]) -> str:
    """Return a Markdown table."""
    head = ["| what | measured | floor, same run | target | reached |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(figure.row() for figure in figures)])


def machine() -> str:
    """Return the line that says where and when this was measured."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC{load}"
    )
