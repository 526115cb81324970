"""Made drafts: findings, verdicts, permissions and composer facts with defaults."""

from __future__ import annotations

from typing import Any

from desktop.model import (
    Decision,
    DraftMode,
    Finding,
    Fix,
    Network,
    Permission,
    ThreadKind,
    Verdict,
    Visibility,
    verdict_of,
)
from ui.composer import ComposerFacts
from ui.guardrails import StripState, present_verdict

OPEN = Permission(may_public=True, may_direct=True, public_limit=500, direct_limit=500)
ASKING = "Good morning Irene. To refund you at once, write us your tax code and your IBAN here."
PRIVACY_FIXES = (Fix.MOVE_TO_DIRECT, Fix.INSERT_PRIVACY_NOTICE)
ACKNOWLEDGEMENT = "Hello Irene, your message is here. We open on Monday at 09:00. ^LB"


def finding(rule: str = "privacy.request", words: str = "", text: str = ASKING, **changed: Any) -> Finding:
    """Return a blocking finding on `words` of `text`."""
    start = text.index(words) if words else 0
    values: dict[str, Any] = {
        "kind": "tax_code",
        "decision": Decision.BLOCK,
        "start": start,
        "end": start + len(words),
        "text": words,
        "fixes": PRIVACY_FIXES if rule.startswith("privacy") else (),
    }
    return Finding(rule, **values | changed)


def asking_verdict() -> Verdict:
    """Return the verdict on a public reply that asks for a tax code and an IBAN."""
    return verdict_of((finding(words="tax code"), finding(words="IBAN", kind="bank_account")))


def closed_verdict(**changed: Any) -> Verdict:
    """Return the verdict on a reply outside opening hours."""
    values: dict[str, Any] = {
        "kind": "closed",
        "decision": Decision.HOLD,
        "fixes": (Fix.SEND_ACKNOWLEDGEMENT, Fix.HOLD_UNTIL_OPEN),
    }
    return verdict_of((Finding("hours.closed", **values | changed),))


def facts(**changed: Any) -> ComposerFacts:
    """Return what is known of a short public reply that may go."""
    values: dict[str, Any] = {
        "mode": DraftMode.PUBLIC,
        "text": "Thank you, we are on it.",
        "permission": OPEN,
        "network": Network.MASTODON,
        "thread_kind": ThreadKind.PUBLIC,
        "remaining": 126,
        "customer_name": "Irene Valsecchi",
        "account_name": "@lumeservizi",
        "signature": "^LB",
    }
    return ComposerFacts(**values | changed)


def strip_of(verdict: Verdict | None, **changed: Any) -> StripState | None:
    """Return what the strip says of a verdict on a public reply."""
    values: dict[str, Any] = {
        "visibility": Visibility.PUBLIC,
        "network_name": "Mastodon",
        "customer_name": "Irene",
        "opens_text": "Mon 09:00",
        "acknowledgement_preview": ACKNOWLEDGEMENT,
    }
    return present_verdict(verdict, **values | changed)
