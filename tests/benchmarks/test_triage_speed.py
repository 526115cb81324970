"""How long one assessment takes, and what the language model adds to a process. Measures, never judges."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from desktop.system.resources import resource_path
from desktop.triage import MessageFacts, Triage

SAMPLES = Path(__file__).parents[1] / "unit" / "triage"
LENGTH = 150

RESIDENT = """
import psutil
from desktop.system.resources import resource_path
from desktop.triage import MessageFacts, Triage
me = psutil.Process()
before = me.memory_info().rss
triage = Triage.load(resource_path("triage"))
lists = me.memory_info().rss
triage.warm_up()
model = me.memory_info().rss
print(f"lists {(lists - before) / 1e6:.1f} MB, model {(model - lists) / 1e6:.1f} MB")
"""


def messages(count: int) -> list[str]:
    """Return messages of 150 characters, two or three of the samples run together, in four languages."""
    chance = random.Random(7)
    texts: list[str] = []
    for path in sorted(SAMPLES.glob("samples_*.toml")):
        groups = tomllib.loads(path.read_text(encoding="utf-8"))
        pool = [text for kind, group in groups.items() if kind != "language" for text in group["texts"]]
        texts += [" ".join(chance.sample(pool, 3))[:LENGTH] for _ in range(count // 4)]
    chance.shuffle(texts)
    return texts


@pytest.mark.benchmark
def test_the_time_of_one_assessment() -> None:
    triage = Triage.load(resource_path("triage"))
    triage.warm_up()
    seconds = []
    for text in messages(4_000):
        facts = MessageFacts(text, followers=1_200, waiting_seconds=4_000.0)
        start = time.perf_counter()
        triage.assess(facts)
        seconds.append(time.perf_counter() - start)
    seconds.sort()
    median, p99 = (seconds[int(len(seconds) * share)] * 1e6 for share in (0.5, 0.99))
    print(f"assess: median {median:.0f} µs, p99 {p99:.0f} µs, {len(seconds) / sum(seconds):.0f} messages/s")
    assert len(seconds) == 4_000


@pytest.mark.benchmark
def test_what_triage_keeps_resident() -> None:
    done = subprocess.run([sys.executable, "-c", RESIDENT], capture_output=True, text=True, check=True, timeout=60)
    print(done.stdout.strip())
    assert done.stdout.startswith("lists")
