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
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: what, how much, what the floor took, the target, and whether it is reached (None: none)."""

    name: str
    value: str
    target: str = ""
    floor: str = ""
    reached: bool | None = None

    def row(self) -> str:
        """Return a row of a Markdown table."""
        verdict = {None: "", True: "yes", False: "**no**"}[self.reached]
        return f"| {self.name} | {self.value} | {self.floor} | {self.target} | {verdict} |"


def p99(values: Sequence[float]) -> float:
    """Return the 99th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def timed(times: int, action: Callable[[], object]) -> list[float]:
    """Return the milliseconds of each of some runs of an action."""
    return [_milliseconds(action) for _ in range(times)]


def in_turns(times: int, subject: Callable[[], object], floor: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of some runs of a subject and of its floor, run in turns."""
    subjects, floors = [], []
    for _ in range(times):
        subjects.append(_milliseconds(subject))
        floors.append(_milliseconds(floor))
    return subjects, floors


def spread(values: Sequence[float]) -> str:
    """Return "median x ms, p99 y ms"."""
    return f"median {statistics.median(values):.2f} ms, p99 {p99(values):.2f} ms"


def times_of(subject: Sequence[float], floor: Sequence[float]) -> str:
    """Return how many times the floor's median the subject's is."""
    return f"{statistics.median(subject) / max(1e-9, statistics.median(floor)):.2f}x"


def within(name: str, subject: Sequence[float], floor: Sequence[float], words: str, *, most: float) -> Figure:
    """Return the figure of milliseconds whose p99 is to be at most `most`; `words` name the floor."""
    beside = f"{words}: {spread(floor)} ({times_of(subject, floor)})"
    return Figure(name, spread(subject), f"p99 <= {most:g} ms", beside, p99(subject) <= most)


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


def _milliseconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000
