"""Second look: an answer to what is in the Abuse view is read once more before it leaves. Advice: a person decides."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.model import Decision, Finding, Fix

SECOND_LOOK = "second_look.abuse"


def second_look_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield advice to look again at an answer to abuse that nobody has looked at twice yet."""
    if facts.answers_abuse and not facts.looked_again:
        yield Finding(SECOND_LOOK, "abuse", Decision.ADVISE, fixes=(Fix.LOOKED_AGAIN,))
