"""Holding: for which reason a delivery is held, where a verdict gives several."""

from __future__ import annotations

from desktop.model import Decision, HoldReason, Verdict

_FOR_A_PERSON = (HoldReason.NEW_MESSAGE, HoldReason.CRISIS)
"""Reasons that no moment ends, the one that is told of first before the others; each is its rule's code too."""


def hold_reason_of(verdict: Verdict) -> HoldReason:
    """Return the reason of a verdict that holds: what a person must look at goes before the opening hours."""
    rules = {finding.rule for finding in verdict.findings if finding.decision is Decision.HOLD}
    return next((one for one in _FOR_A_PERSON if one.value in rules), HoldReason.CLOSED)
