"""Crisis: while crisis mode is on, what was made ready before does not leave by itself. A person lets it go, or not."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.model import Decision, Finding, HoldReason

CRISIS = HoldReason.CRISIS.value
"""The rule's code, which is also the reason of the hold."""


def crisis_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield a hold without an end for a text that is `held_as` something ready-made in crisis mode."""
    if facts.held_as is not None:
        yield Finding(CRISIS, facts.held_as.value, Decision.HOLD)
