"""Account: whether the account that is about to speak is the one that should."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.model import AccountRole, Decision, Finding, Fix, ThreadKind


def account_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield a block for an account that may not answer here, advice where a care account should.

    A care account may answer a public thread that came in on another account of its network: that is what it is for.
    A private thread goes on with the account that the customer wrote to.
    """
    if facts.account_role is AccountRole.MONITORED and facts.permission is None:
        yield Finding("account.monitored", "monitored", Decision.BLOCK, fixes=(Fix.SWITCH_ACCOUNT,))
    if _is_other_account(facts):
        yield Finding("account.other", "account", Decision.BLOCK, fixes=(Fix.SWITCH_ACCOUNT,))
    elif facts.account_role is AccountRole.BRAND and facts.has_care_account:
        can_switch = facts.thread_kind in {None, ThreadKind.PUBLIC}
        fixes = (Fix.SWITCH_ACCOUNT,) if can_switch else ()
        yield Finding("account.not_care", "brand", Decision.ADVISE, fixes=fixes)


def _is_other_account(facts: DraftFacts) -> bool:
    if facts.account_id is None or facts.thread_account_id in {None, facts.account_id}:
        return False
    care_takes_over = facts.account_role is AccountRole.CARE and facts.thread_kind is ThreadKind.PUBLIC
    return not care_takes_over
