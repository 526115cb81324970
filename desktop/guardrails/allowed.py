"""Allowed: what the thread's permission makes of a draft."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.model import Decision, Finding, Permission, Refusal, Visibility


def permission_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield a block if the thread does not allow this way of answering; `kind` is the refusal's code."""
    found = None if facts.permission is None else closed_way(facts.permission, facts.visibility)
    if found is not None:
        yield found


def closed_way(permission: Permission, visibility: Visibility) -> Finding | None:
    """Return what is to be said of a way of answering before anything is written, None if it is open.

    A sign-in that has expired only advises: the reply waits in the outbox, as it would offline.
    """
    refusal = _refusal(permission, visibility)
    if refusal is None:
        return None
    decision = Decision.ADVISE if refusal is Refusal.SIGN_IN else Decision.BLOCK
    fixes = (permission.instead,) if permission.instead is not None else ()
    return Finding(f"permission.{refusal.value}", refusal.value, decision, fixes=fixes)


def _refusal(permission: Permission, visibility: Visibility) -> Refusal | None:
    return permission.why_not_public if visibility is Visibility.PUBLIC else permission.why_not_direct
