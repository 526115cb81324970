"""Cost: a reply that costs more than usual, and a month's budget that is spent. Advice only: a person decides."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.model import Decision, Finding, Visibility


def cost_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield advice: `text` is the price of a post with a link ("0.20 USD"), or empty for a budget that is spent."""
    if facts.budget_left_micros is not None and facts.budget_left_micros <= 0:
        yield Finding("cost.budget", "budget", Decision.ADVISE)
    price = _link_price(facts)
    if price:
        yield Finding("cost.link", "link", Decision.ADVISE, text=f"{price / 1_000_000:.2f} USD")


def _link_price(facts: DraftFacts) -> int:
    """Return what the link in a public text costs, 0 if there is none or it costs nothing."""
    allowed = facts.permission
    if facts.visibility is not Visibility.PUBLIC or allowed is None or allowed.link_micros <= allowed.public_micros:
        return 0
    from desktop.composer.links import find_links  # loads patterns and the list of domains

    return allowed.link_micros if find_links(facts.text, bare=True) else 0
