"""What the order of the inbox gains at a desk, and what it costs: simulated weeks of real shape, several orders.

The same weeks are worked off in the order of arrival, by mentions only, and in Sportello's order: its own triage by
weights that never saw the messages, its own targets and opening hours, mistakes included. Times to the first reply are
in opening hours, as the clocks count; "within a day" is by the wall clock. Intervals are of 95 % over the seeds.

Run: uv run python -m tests.benchmarks.desk_simulation [--json FILE]
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.clocks import default_targets, one_hour_targets
from desktop.guardrails import OpeningHours, default_hours, open_seconds_between
from desktop.model import MessageClass
from tests.benchmarks import desk_traffic
from tests.benchmarks.desk_queue import (
    NEVER,
    Arrived,
    Order,
    answered,
    by_targets,
    first_come,
    mentions_only,
)
from tests.benchmarks.desk_traffic import Message, Shape, Text

START = datetime(2026, 2, 1, 23, tzinfo=UTC)  # a Monday's midnight in Rome; no holiday and no change of time follows
WEEKS = 4
AGENTS = 3
SEEDS = 12
LOADS = (0.7, 0.9)  # of the agents' opening hours, on average
ORDERS: Mapping[str, Order] = {
    "first come": first_come,
    "mentions only": mentions_only,
    "Sportello, one hour for all": by_targets(one_hour_targets()),
    "Sportello, as shipped": by_targets(default_targets()),
}
_HOUR = 3_600.0
_T_95 = 2.2  # Student's t with eleven degrees of freedom


def _urgent(message: Message) -> bool:
    return message.text.urgent


def _buying(message: Message) -> bool:
    return message.text.kind is MessageClass.PURCHASE_INTENT and not message.text.urgent


def _thanking(message: Message) -> bool:
    return message.text.kind is MessageClass.PRAISE_THANKS


def _other(message: Message) -> bool:
    return not (_urgent(message) or _buying(message) or _thanking(message) or message.text.kind is MessageClass.NOISE)


GROUPS: Mapping[str, Callable[[Message], bool]] = {
    "urgent": _urgent,
    "buying": _buying,
    "the rest": _other,
    "thanks": _thanking,
}
SEEN: Mapping[str, Callable[[Message], bool]] = {
    "all": lambda _message: True,
    "with @": lambda message: message.mentions_us,
    "without @": lambda message: not message.mentions_us,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one group fared: shares of 1; minutes of opening time, None where more than half (a tenth) get no answer."""

    messages: float
    within_an_hour: float
    within_a_day: float
    median: float | None
    ninth_tenth: float | None


@dataclass(frozen=True, slots=True)
class Range:
    """A mean over seeds and how far it may be off; None for "never"."""

    mean: float | None
    off: float = 0.0


def simulated(shape: Shape, texts: Sequence[Text], seed: int, load: float, weeks: int = WEEKS) -> list[Arrived]:
    """Return the arrivals of some weeks, whose work fills `load` of the agents' opening hours on average."""
    hours = default_hours()
    a_week = load * AGENTS * open_seconds_between(hours, START, START + timedelta(weeks=1)) / desk_traffic.mean_work()
    came = desk_traffic.traffic(shape, texts, random.Random(seed), START, weeks, a_week)
    return [arrived(hours, message) for message in came]


def arrived(hours: OpeningHours, message: Message) -> Arrived:
    """Put a message on the desk's own time."""
    after = message.at + timedelta(days=1)
    return Arrived(message, open_seconds_between(hours, START, message.at), open_seconds_between(hours, START, after))


def outcome(arrivals: Sequence[Arrived], done: Sequence[float], wanted: Callable[[Message], bool]) -> Outcome:
    """Return how the wanted messages fared."""
    chosen = [(one, at) for one, at in zip(arrivals, done, strict=True) if wanted(one.message)]
    waits = sorted(at - one.came for one, at in chosen)
    count = max(1, len(chosen))
    return Outcome(
        len(chosen),
        sum(wait <= _HOUR for wait in waits) / count,
        sum(at <= one.a_day_later for one, at in chosen) / count,
        _minutes(waits, 0.5),
        _minutes(waits, 0.9),
    )


def _minutes(waits: Sequence[float], share: float) -> float | None:
    if not waits:
        return None
    wait = waits[min(len(waits) - 1, int(len(waits) * share))]
    return None if wait == NEVER else wait / 60


def over_seeds(outcomes: Sequence[Outcome]) -> dict[str, Range]:
    """Return the mean of each figure and the half of its 95 % interval."""
    figures = [asdict(one) for one in outcomes]
    return {name: _range([one[name] for one in figures]) for name in figures[0]}


def _range(values: Sequence[float | None]) -> Range:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return Range(None)
    off = _T_95 * statistics.stdev(known) / len(known) ** 0.5 if len(known) > 1 else 0.0
    return Range(statistics.fmean(known), off)


Found = dict[tuple[float, str, str, str], dict[str, Range]]
"""By load, order, group and whether we are mentioned."""


def measure(
    shape: Shape, texts: Sequence[Text], seeds: int = SEEDS, loads: Sequence[float] = LOADS, weeks: int = WEEKS
) -> Found:
    """Return all figures: every order works off the same weeks."""
    outcomes: dict[tuple[float, str, str, str], list[Outcome]] = {}
    for load in loads:
        for seed in range(seeds):
            arrivals = simulated(shape, texts, seed, load, weeks)
            for order, key in ORDERS.items():
                done = answered(arrivals, key, AGENTS)
                for group, is_of in GROUPS.items():
                    for seen, is_seen in SEEN.items():
                        one = outcome(arrivals, done, lambda m, a=is_of, b=is_seen: a(m) and b(m))  # type: ignore[misc]
                        outcomes.setdefault((load, order, group, seen), []).append(one)
    return {key: over_seeds(several) for key, several in outcomes.items()}


def report(found: Found) -> str:
    """Return a Markdown table per load and group, and what it says in words."""
    lines = []
    for load in dict.fromkeys(key[0] for key in found):
        lines += [f"Load {load:.0%} of {AGENTS} agents", ""]
        lines += [
            "| messages | order | in 1 h | in 24 h | median, min | nine in ten, min |",
            "|---|---|---|---|---|---|",
        ]
        for (of_load, order, group, seen), figures in sorted(found.items(), key=_as_listed):
            if of_load == load:
                lines.append(f"| {group}, {seen} | {order} | {_row(figures)} |")
        lines += ["", *_in_words(found, load), ""]
    return "\n".join(lines)


def _as_listed(item: tuple[tuple[float, str, str, str], object]) -> tuple[float, int, int, int]:
    load, order, group, seen = item[0]
    return load, list(GROUPS).index(group), list(SEEN).index(seen), list(ORDERS).index(order)


def _row(figures: Mapping[str, Range]) -> str:
    shares = [_share(figures[name]) for name in ("within_an_hour", "within_a_day")]
    return " | ".join([*shares, *(_time(figures[name]) for name in ("median", "ninth_tenth"))])


def _share(one: Range) -> str:
    return "–" if one.mean is None else f"{one.mean:.1%} ± {one.off:.1%}"


def _time(one: Range) -> str:
    return "never" if one.mean is None else f"{one.mean:.0f} ± {one.off:.0f}"


def _in_words(found: Found, load: float) -> list[str]:
    """Say plainly what each order gains against the order of arrival, and what the others pay for it."""
    lines = []
    for order in list(ORDERS)[1:]:
        parts = []
        for group in GROUPS:
            before, after = (found[load, name, group, "all"]["within_an_hour"].mean for name in ("first come", order))
            points = ((after or 0.0) - (before or 0.0)) * 100
            parts.append(f"{group} {points:+.1f}")
        lines.append(f"{order}: answered within an hour, in points against first come: {', '.join(parts)}.")
    return lines


def as_json(found: Found) -> list[dict[str, object]]:
    """Return the figures as plain JSON values."""
    return [
        {"load": load, "order": order, "group": group, "mention": seen}
        | {name: asdict(figure) for name, figure in figures.items()}
        for (load, order, group, seen), figures in found.items()
    ]


def main(arguments: Sequence[str]) -> int:
    """Print the report; write the figures to a file if asked for."""
    if not desk_traffic.DATA.is_dir():
        print("The real data (../shared/data) whose shape the traffic has is not on this machine.")
        return 1
    found = measure(desk_traffic.real_shape(), desk_traffic.practised_texts())
    print(report(found))
    if "--json" in arguments:
        text = json.dumps(as_json(found), indent=1) + "\n"
        Path(arguments[arguments.index("--json") + 1]).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
