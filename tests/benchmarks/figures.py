"""Medians and p99 of measured times, and how a figure is printed beside its target."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: what, how much, and the target it is held against."""

    name: str
    value: str
    target: str

    def row(self) -> str:
        """Return a row of a Markdown table."""
        return f"| {self.name} | {self.value} | {self.target} |"


def p99(values: Sequence[float]) -> float:
    """Return the 99th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def timed(times: int, action: Callable[[], object]) -> list[float]:
    """Return the milliseconds of each of some runs of an action."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        found.append((time.perf_counter() - started) * 1000)
    return found


def spread(values: Sequence[float]) -> str:
    """Return "median x ms, p99 y ms"."""
    return f"median {statistics.median(values):.2f} ms, p99 {p99(values):.2f} ms"


def table(figures: Sequence[Figure]) -> str:
    """Return a Markdown table."""
    return "\n".join(["| what | measured | target |", "|---|---|---|", *(figure.row() for figure in figures)])
