"""Limits: a text that is longer than the network takes is blocked, never cut."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.composer import byte_limit_of, count, counting_of
from desktop.composer.addressing import as_sent
from desktop.guardrails.facts import DraftFacts
from desktop.guardrails.files import rules_of
from desktop.model import Counting, Decision, Finding, Fix, PermissionNote, Visibility, traits_of

TOO_LONG = "limits.too_long"


def limit_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield a finding if the text is too long: `kind` is the unit, `text` by how much (in figures)."""
    unit = counting_of(facts.network, facts.visibility)
    over = _over(facts, unit, text_limit(facts))
    if over <= 0:
        unit, over = Counting.BYTES, _over(facts, Counting.BYTES, byte_limit_of(facts.network, facts.visibility))
    if over > 0:
        yield Finding(TOO_LONG, unit.value, Decision.BLOCK, text=str(over), fixes=_fixes(facts))


def _fixes(facts: DraftFacts) -> tuple[Fix, ...]:
    """A thread of several messages is no way out where the network takes one alone."""
    allowed = facts.permission
    if allowed is None:
        return (Fix.SHORTEN,)
    once = facts.visibility is Visibility.DIRECT and PermissionNote.ONE_PRIVATE_REPLY in allowed.notes
    return (Fix.SHORTEN,) if once else (Fix.CUT, Fix.SHORTEN)


def text_limit(facts: DraftFacts) -> int | None:
    """Return the limit that applies, in the network's unit, None for no limit."""
    public = facts.visibility is Visibility.PUBLIC
    beside = rules_of(facts).text_limit if facts.files else None
    if beside is not None:
        return beside
    if facts.text_limit is not None:
        return facts.text_limit
    if facts.permission is not None:
        return facts.permission.public_limit if public else facts.permission.direct_limit
    traits = traits_of(facts.network)
    return traits.public_limit if public else traits.direct_limit


def _over(facts: DraftFacts, unit: Counting, limit: int | None) -> int:
    if limit is None:
        return 0
    return (
        count(as_sent(facts.text, facts.network, facts.customer_handle, facts.own_handle), unit, facts.url_weight)
        - limit
    )
