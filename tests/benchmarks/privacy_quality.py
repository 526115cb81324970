"""How well the privacy guardrail tells requests from harmless replies, on sentences written apart from its rules.

Run: uv run python -m tests.benchmarks.privacy_quality
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.commands.rules import load_guardrails
from desktop.guardrails import DraftFacts, Guardrails
from desktop.model import Decision, Network, Visibility
from tests.benchmarks.figures import Figure, table

FOLDER = Path(__file__).parents[1] / "corpora" / "privacy"
LANGUAGES = ("it", "ca", "es", "en")
PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with what must become of it in public."""

    language: str
    group: str  # "must_block", "must_pass" or "advise"
    text: str
    kind: str


def sentences() -> Iterator[Sentence]:
    """Yield every sentence that was written apart from the rules."""
    for path in sorted(FOLDER.glob("hand*_*.toml")):
        language = path.stem.rpartition("_")[2]
        groups = tomllib.loads(path.read_text(encoding="utf-8"))
        for group, entries in groups.items():
            for entry in entries:
                yield Sentence(language, group, entry["text"], entry.get("kind", ""))


def decided(guardrails: Guardrails, sentence: Sentence) -> Decision:
    """Return what the privacy rules alone say of a public reply."""
    facts = DraftFacts(
        text=sentence.text, visibility=Visibility.PUBLIC, network=Network.MASTODON, language=sentence.language
    )
    found = [one.decision for one in guardrails.judge(facts).findings if one.rule.startswith(PRIVACY)]
    return max(found, key=lambda decision: decision.severity, default=Decision.ALLOW)


def main() -> int:
    """Print recall and false alarms per language, and recall per kind."""
    guardrails = load_guardrails()
    total: Counter[tuple[str, str]] = Counter()
    blocked: Counter[tuple[str, str]] = Counter()
    kinds: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for sentence in sentences():
        is_blocked = decided(guardrails, sentence) is Decision.BLOCK
        total[sentence.language, sentence.group] += 1
        blocked[sentence.language, sentence.group] += is_blocked
        if sentence.group == "must_block":
            kinds[sentence.kind] += 1
            caught[sentence.kind] += is_blocked
    figures = []
    for language in LANGUAGES:
        for group, words, target in (
            ("must_block", "public requests blocked", ">= 95 %"),
            ("must_pass", "harmless replies blocked", "<= 2 %"),
            ("advise", "requests that lead to private, blocked", "low"),
        ):
            count, stopped = total[language, group], blocked[language, group]
            if count:
                figures.append(Figure(f"{language}: {words}", f"{stopped / count:.1%} of {count}", target))
        right = blocked[language, "must_block"]
        wrong = blocked[language, "must_pass"] + blocked[language, "advise"]
        if right + wrong:
            figures.append(Figure(f"{language}: precision", f"{right / (right + wrong):.1%}", "high"))
    figures += [
        Figure(f"requests for {kind}, all languages", f"{caught[kind] / kinds[kind]:.1%} of {kinds[kind]}", ">= 95 %")
        for kind in sorted(kinds)
    ]
    print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
