"""What an account declares of itself: rights that its network gave it and that nothing but the account can know."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.model.accounts import Account

HUMAN_AGENT, PRIVATE, BUDGET = "declares.human_agent", "declares.private", "budget_micros_month"
"""Names of the account settings."""


@dataclass(frozen=True, slots=True)
class Declared:
    """An account's own rights.

    `human_agent`: Meta has approved the app's HUMAN_AGENT permission. `private`: the sign-in reaches private messages
    (Bluesky: an app password with that access); None where nobody tried, and then the network says so on sending.
    `budget_micros`: what may be spent in a calendar month (UTC), in millionths of a US dollar; None: no limit.
    """

    human_agent: bool = False
    private: bool | None = None
    budget_micros: int | None = None


def declared_of(account: Account) -> Declared:
    """Return what an account declares; what is not there or no such value counts as not declared."""
    settings = account.settings
    private, budget = settings.get(PRIVATE), settings.get(BUDGET)
    return Declared(
        human_agent=settings.get(HUMAN_AGENT) is True,
        private=private if isinstance(private, bool) else None,
        budget_micros=budget if isinstance(budget, int) and not isinstance(budget, bool) and budget >= 0 else None,
    )
