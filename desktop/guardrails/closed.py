"""Closed: outside opening hours a reply is held, sent or asked about, by the account's rule; an answer is offered."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.guardrails.opening import is_open, next_opening
from desktop.model import Decision, Finding, Fix

if TYPE_CHECKING:
    from desktop.guardrails.facts import DraftFacts


class WhenClosed(StrEnum):
    """What an account does with replies that are written outside its hours."""

    HOLD = "hold"  # until the desk opens
    SEND = "send"  # at once; the agent is told
    ASK = "ask"  # the agent decides for each reply; until then it is held


def closed_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield a hold until the next opening; only advice where the rule says so, or where no opening is in sight.

    An acknowledgement, and what an agent decided to send all the same, is not held; an acknowledgement is not offered
    twice.
    """
    if facts.hours is None or facts.now is None or facts.acknowledgement or is_open(facts.hours, facts.now):
        return
    opens = next_opening(facts.hours, facts.now)
    holds = facts.when_closed is not WhenClosed.SEND and opens is not None and not facts.past_hours
    asks = facts.when_closed is WhenClosed.ASK and holds
    fixes = () if facts.acknowledged else (Fix.SEND_ACKNOWLEDGEMENT,)
    if holds:
        fixes = (*fixes, Fix.HOLD_UNTIL_OPEN)
    if asks:
        fixes = (*fixes, Fix.SEND_ANYWAY)
    decision = Decision.HOLD if holds else Decision.ADVISE
    kind = "no_opening" if opens is None else "ask" if asks else "closed"
    yield Finding("hours.closed", kind, decision, fixes=fixes, until=opens if holds else None)
