"""Closed: outside opening hours a reply is held until the desk opens, and an acknowledgement is offered."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.guardrails.opening import is_open, next_opening
from desktop.model import Decision, Finding, Fix


def closed_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield a hold until the next opening; only advice where the setting says so, or where no opening is in sight.

    An acknowledgement is not held, and is not offered twice.
    """
    if facts.hours is None or facts.now is None or facts.acknowledgement or is_open(facts.hours, facts.now):
        return
    opens = next_opening(facts.hours, facts.now)
    holds = facts.hold_when_closed and opens is not None
    fixes = () if facts.acknowledged else (Fix.SEND_ACKNOWLEDGEMENT,)
    if holds:
        fixes = (*fixes, Fix.HOLD_UNTIL_OPEN)
    decision = Decision.HOLD if holds else Decision.ADVISE
    kind = "closed" if opens is not None else "no_opening"
    yield Finding("hours.closed", kind, decision, fixes=fixes, until=opens if holds else None)
