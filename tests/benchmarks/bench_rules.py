"""Measures what is asked while an agent types and while messages come in: verdicts, counters, triage.

The floor is one pass of a pattern over the same text: what reading it at all costs in Python.

Run: uv run python -m tests.benchmarks.bench_rules
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from desktop.commands.rules import load_guardrails, load_triage
from desktop.composer import count
from desktop.guardrails import DraftFacts, Guardrails
from desktop.model import Counting, Network, Visibility
from desktop.triage import MessageFacts
from tests.benchmarks.figures import Figure, beside, in_turns, machine, table, times_of, verdict, within
from tests.benchmarks.writings import texts

_VERDICT, _COUNTED, _TRIAGED = 1_000, 3_000, 150
_DRAFTS, _KEYS, _MESSAGES = 600, 300, 4_000
_WORDS = re.compile(r"\w+")
_PERSONAL = (
    "Ci mandi per favore il suo codice fiscale e una foto della carta d'identità, anche a marta.rossi@posta.example. ",
    "Por favor envíenos su número de cuenta ES91 2100 0418 4502 0005 1332 y su teléfono. ",
    "Could you send us your date of birth and home address here? ",
    "",
)
_LINKS = "Vedi https://aurora.example/guide e scrivi a @marta@town.example o @pau, 👍🏽 perché l'energia è di tutti. "


def measure(_folder: Path | None = None, _messages: int = 0) -> list[Figure]:
    """Return the figures; no store is needed."""
    return [*_verdicts(load_guardrails()), *_counters(), _triage()]


def _bare(text: Callable[[], str]) -> Callable[[], object]:
    return lambda: _WORDS.findall(text())


def _verdicts(guardrails: Guardrails) -> list[Figure]:
    drafts = [
        (_PERSONAL[number % len(_PERSONAL)] + text)[:_VERDICT] for number, text in enumerate(texts(_DRAFTS, _VERDICT))
    ]
    at = -1

    def judge() -> None:
        nonlocal at
        at = (at + 1) % _DRAFTS
        guardrails.judge(DraftFacts(drafts[at], Visibility.PUBLIC, Network.MASTODON, language=None))

    in_turns(_DRAFTS // 4, judge, _bare(lambda: drafts[at]))
    subject, floor = in_turns(_DRAFTS, judge, _bare(lambda: drafts[at]))
    slowest = within(f"verdict on {_VERDICT:,} characters", subject, floor, "one pattern over it", most=10)
    middle, by_cpu = subject.median, statistics.median(subject.cpu)
    typical = Figure(
        f"verdict on {_VERDICT:,} characters, median",
        f"{middle:.2f} ms (CPU {by_cpu:.2f})",
        "<= 2 ms",
        f"one pattern over it: {floor.median:.2f} ms ({times_of(subject, floor)})",
        verdict(middle <= 2, by_cpu=by_cpu <= 2),
    )
    return [typical, slowest]


def _counters() -> list[Figure]:
    figures = []
    for unit in Counting:
        drafts = [(_LINKS * 3 + text)[:_COUNTED] for text in texts(_KEYS, _COUNTED, seed=3)]
        figures.append(_counter(unit, drafts))
    return figures


def _counter(unit: Counting, drafts: list[str]) -> Figure:
    at = -1

    def key() -> None:
        nonlocal at
        at = (at + 1) % len(drafts)
        count(drafts[at], unit)

    in_turns(30, key, _bare(lambda: drafts[at]))
    subject, floor = in_turns(len(drafts), key, _bare(lambda: drafts[at]))
    return within(f"counter per key at {_COUNTED:,}, {unit.value}", subject, floor, "one pattern over it", most=1)


def _triage() -> Figure:
    triage = load_triage()
    triage.warm_up()
    facts = [MessageFacts(text, followers=1_200, waiting_seconds=4_000.0) for text in texts(_MESSAGES, _TRIAGED)]
    at = -1

    def assess() -> None:
        nonlocal at
        at = (at + 1) % _MESSAGES
        triage.assess(facts[at])

    subject, floor = in_turns(_MESSAGES, assess, _bare(lambda: facts[at].text))
    value = f"{_MESSAGES / sum(subject.cpu) * 1000:,.0f}/s per core, {subject.words()}"
    return Figure(f"triage of {_TRIAGED} characters", value, "", beside("one pattern over it", subject, floor))


def main() -> int:
    """Print the figures as a table."""
    print(f"{table(measure())}\n\n{machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
