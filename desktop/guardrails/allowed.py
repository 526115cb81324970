"""Allowed: what the thread's permission makes of a draft."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.model import Decision, Finding, Permission, Refusal, Visibility


def permission_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield a block if the thread does not allow this way of answering; `kind` is the refusal's code.

    A sign-in that has expired only advises: the reply waits in the outbox, as it would offline.
    """
    refusal = None if facts.permission is None else _refusal(facts.permission, facts.visibility)
    if refusal is None or facts.permission is None:
        return
    decision = Decision.ADVISE if refusal is Refusal.SIGN_IN else Decision.BLOCK
    fixes = (facts.permission.instead,) if facts.permission.instead is not None else ()
    yield Finding(f"permission.{refusal.value}", refusal.value, decision, fixes=fixes)


def _refusal(permission: Permission, visibility: Visibility) -> Refusal | None:
    return permission.why_not_public if visibility is Visibility.PUBLIC else permission.why_not_direct
