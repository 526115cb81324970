"""Measures what is asked while an agent types and while messages come in: verdicts, counters, triage.

A verdict is measured as an agent types, key by key at one place after another, and on texts never seen before.

The floor is one pass of a pattern over the same text: what reading it at all costs in Python.

Run: uv run python -m tests.benchmarks.bench_rules
"""

from __future__ import annotations

import random
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from desktop.commands.rules import load_guardrails, load_triage
from desktop.composer import count
from desktop.guardrails import DraftFacts, Guardrails
from desktop.model import Counting, Network, Visibility
from desktop.triage import MessageFacts
from tests.benchmarks.figures import Figure, Runs, beside, in_turns, machine, table, times_of, verdict, within
from tests.benchmarks.writings import texts

_VERDICT, _LONG_VERDICT, _COUNTED, _TRIAGED = 1_000, 3_000, 3_000, 150
_DRAFTS, _TYPED, _KEYS, _MESSAGES = 600, 12, 300, 4_000
_KEYS_A_DRAFT, _KEYS_A_PLACE = 80, 12
_LETTERS = "aaeeiioonrtls    ,.?7"
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
    guardrails = load_guardrails()
    typed = [figure for characters in (_VERDICT, _LONG_VERDICT) for figure in _typing(guardrails, characters)]
    return [*typed, *_first_seen(guardrails), *_counters(), _triage()]


def _bare(text: Callable[[], str]) -> Callable[[], object]:
    return lambda: _WORDS.findall(text())


def _drafts(many: int, characters: int) -> list[str]:
    """Return replies of so many characters, three in four of which ask for personal data or hold some."""
    return [
        (_PERSONAL[number % len(_PERSONAL)] + text)[:characters] for number, text in enumerate(texts(many, characters))
    ]


def _typed(characters: int) -> Iterator[str]:
    """Yield what an agent's draft is after each key, while words are written and taken back here and there."""
    chance = random.Random(11)
    for draft in _drafts(_TYPED, characters):
        text, at = draft, 0
        for key in range(_KEYS_A_DRAFT):
            at = chance.randrange(1, len(text)) if key % _KEYS_A_PLACE == 0 else at
            taken = chance.random() < 0.15 and at > 0
            text = text[: at - 1] + text[at:] if taken else text[:at] + chance.choice(_LETTERS) + text[at:]
            at += -1 if taken else 1
            yield text


def _typing(guardrails: Guardrails, characters: int) -> Iterator[Figure]:
    """Yield what a verdict takes at each key; the first ones of a draft, which begin it, are not counted."""
    drafts = list(_typed(characters))
    subject, floor = Runs(), Runs()
    for number, draft in enumerate(drafts):
        facts = DraftFacts(draft, Visibility.PUBLIC, Network.MASTODON, language=None)
        ours, least = in_turns(1, partial(guardrails.judge, facts), partial(_WORDS.findall, draft))
        if number % _KEYS_A_DRAFT:
            subject.wall += ours.wall
            subject.cpu += ours.cpu
            floor.wall += least.wall
            floor.cpu += least.cpu
    yield from _times(f"verdict at each key, {characters:,} characters", subject, floor, middle=2)


def _first_seen(guardrails: Guardrails) -> Iterator[Figure]:
    """Yield what a verdict takes on texts that come as a whole."""
    drafts = _drafts(_DRAFTS + _DRAFTS // 4, _VERDICT)
    at = -1

    def judge() -> None:
        nonlocal at
        at += 1
        guardrails.judge(DraftFacts(drafts[at], Visibility.PUBLIC, Network.MASTODON, language=None))

    in_turns(_DRAFTS // 4, judge, _bare(lambda: drafts[at]))
    subject, floor = in_turns(_DRAFTS, judge, _bare(lambda: drafts[at]))
    yield from _times(f"verdict on a new text of {_VERDICT:,} characters", subject, floor)


def _times(name: str, subject: Runs, floor: Runs, *, middle: float | None = None) -> Iterator[Figure]:
    """Yield the median, with its target in milliseconds if it has one, and the far end."""
    by_cpu = statistics.median(subject.cpu)
    yield Figure(
        f"{name}, median",
        f"{subject.median:.2f} ms (CPU {by_cpu:.2f})",
        "" if middle is None else f"<= {middle:g} ms",
        f"one pattern over it: {floor.median:.2f} ms ({times_of(subject, floor)})",
        "" if middle is None else verdict(subject.median <= middle, by_cpu=by_cpu <= middle),
    )
    yield within(name, subject, floor, "one pattern over it", most=10)


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
