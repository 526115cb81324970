"""How well triage names class and urgency of messages written apart from its rules: totals, never a sentence.

A message counts as right if its leading class is the expected one or another that the labels allow. Every message is
taken as a public mention of ours by somebody of whom nothing else is known.

Run: uv run python -m tests.benchmarks.triage_quality
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from desktop.commands.rules import load_triage
from desktop.model import MessageClass, Network, Visibility
from desktop.triage import MessageFacts, Triage

FOLDER = Path(__file__).parents[1] / "corpora" / "triage"
LANGUAGES = ("it", "ca", "es", "en")
_TOP = 5  # the top fifth by priority


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message with the class expected of it, the others that would also do, and whether it is urgent."""

    text: str
    expected: str
    allowed: frozenset[str]
    urgent: bool


@dataclass(slots=True)
class Score:
    """The counts of one language. Shares are of 1; an empty denominator makes a share 0."""

    expected: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    urgent: Counter[tuple[bool, bool]] = field(default_factory=Counter)  # (is, was said)
    priorities: list[tuple[int, bool]] = field(default_factory=list)  # with whether it is praise or thanks

    def add(self, message: Labelled, named: str, *, urgent: bool, priority: int) -> None:
        """Count one message and what triage said of it."""
        settled = message.expected if named in message.allowed else named
        self.expected[message.expected] += 1
        self.named[settled] += 1
        self.right[settled] += settled == message.expected
        self.urgent[message.urgent, urgent] += 1
        self.priorities.append((priority, message.expected == MessageClass.PRAISE_THANKS))

    def of_class(self, kind: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 of a class."""
        return _rates(self.right[kind], self.named[kind], self.expected[kind])

    @property
    def macro(self) -> float:
        """The mean F1 of the classes that are expected anywhere."""
        return fmean(self.of_class(kind)[2] for kind in self.expected) if self.expected else 0.0

    @property
    def urgency(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of the urgent flag."""
        right = self.urgent[True, True]
        return _rates(right, right + self.urgent[False, True], right + self.urgent[True, False])

    @property
    def praise_on_top(self) -> float:
        """The share of praise and thanks that stands in the top fifth by priority, or level with its last message."""
        ordered = sorted((priority for priority, _ in self.priorities), reverse=True)
        praise = [priority for priority, is_praise in self.priorities if is_praise]
        if not praise:
            return 0.0
        last = ordered[max(0, len(ordered) // _TOP - 1)]
        return sum(priority >= last for priority in praise) / len(praise)


def _rates(right: int, named: int, expected: int) -> tuple[float, float, float]:
    precision = right / named if named else 0.0
    recall = right / expected if expected else 0.0
    return precision, recall, 2 * right / (named + expected) if named + expected else 0.0


def messages(language: str, hand: str = "hand*") -> Iterator[Labelled]:
    """Yield the messages of a language that were written apart from the rules, by one hand or by all."""
    for path in sorted(FOLDER.glob(f"{hand}_{language}.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["message"]:
            expected = entry["class"]
            allowed = frozenset({expected, *entry.get("also", ())})
            yield Labelled(entry["text"], expected, allowed, bool(entry.get("urgent", False)))


def score(triage: Triage, labelled: Iterable[Labelled], so_far: Score | None = None) -> Score:
    """Return the counts of what triage says of labelled messages, added to those `so_far`."""
    total = so_far or Score()
    for message in labelled:
        said = triage.assess(MessageFacts(message.text, network=Network.X, visibility=Visibility.PUBLIC))
        total.add(message, said.message_class.value, urgent=said.urgent, priority=said.priority)
    return total


def report(scores: dict[str, Score]) -> str:
    """Return the figures as two Markdown tables: of each language, and of each class in each language."""
    lines = ["| language | messages | macro-F1 | urgent recall | urgent precision | praise in the top fifth |"]
    lines.append("|---|---|---|---|---|---|")
    for language, one in scores.items():
        precision, recall, _ = one.urgency
        lines.append(
            f"| {language} | {one.expected.total()} | {one.macro:.3f} | {recall:.1%} | {precision:.1%} "
            f"| {one.praise_on_top:.1%} |"
        )
    lines += ["", f"| class: P / R / F1 | {' | '.join(scores)} |", "|---|" + "---|" * len(scores)]
    for kind in MessageClass:
        cells = [" / ".join(f"{rate:.2f}" for rate in one.of_class(kind)) for one in scores.values()]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> int:
    """Print the figures of each hand."""
    triage = load_triage()
    for hand in sorted({path.stem.split("_")[0] for path in FOLDER.glob("hand*.toml")}):
        print(f"{hand}\n\n{report({one: score(triage, messages(one, hand)) for one in LANGUAGES})}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
