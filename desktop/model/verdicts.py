"""Verdict and permission: what the guardrails say of a draft, and what a thread allows right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Decision(StrEnum):
    """What happens to a draft, mildest first."""

    ALLOW = "allow"
    ADVISE = "advise"
    HOLD = "hold"
    BLOCK = "block"

    @property
    def severity(self) -> int:
        """0 for allow up to 3 for block, so that the worst of several findings can be taken."""
        return list(Decision).index(self)


class Fix(StrEnum):
    """A way out that the window offers, first one default."""

    MOVE_TO_DIRECT = "move_to_direct"
    INSERT_PRIVACY_NOTICE = "insert_privacy_notice"
    HOLD_UNTIL_OPEN = "hold_until_open"
    SEND_ACKNOWLEDGEMENT = "send_acknowledgement"
    SWITCH_ACCOUNT = "switch_account"
    SHORTEN = "shorten"
    FILL_PLACEHOLDER = "fill_placeholder"
    OPEN_IN_BROWSER = "open_in_browser"
    SEND_ANYWAY = "send_anyway"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found. `start` and `end` are code point offsets into the draft; both 0 for the whole.

    `rule` is a stable code ("privacy.request"), `kind` what it is about ("tax_code"), `text` the words.
    """

    rule: str
    kind: str
    decision: Decision
    start: int = 0
    end: int = 0
    text: str = ""
    fixes: tuple[Fix, ...] = ()
    overridable: bool = False
    until: datetime | None = None  # for a hold: when it ends


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guardrails say of a draft: the worst decision of its findings."""

    decision: Decision
    findings: tuple[Finding, ...] = ()

    @property
    def until(self) -> datetime | None:
        """When a held draft may go: the latest end of its holds."""
        ends = [finding.until for finding in self.findings if finding.until is not None]
        return max(ends) if ends else None

    @property
    def overridable(self) -> bool:
        """True if every blocking finding may be overridden with a written reason."""
        blocks = [finding for finding in self.findings if finding.decision is Decision.BLOCK]
        return bool(blocks) and all(finding.overridable for finding in blocks)


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Return the verdict of some findings, worst first; no findings allow."""
    ordered = tuple(sorted(findings, key=lambda finding: (-finding.decision.severity, finding.start)))
    decision = ordered[0].decision if ordered else Decision.ALLOW
    return Verdict(decision, ordered)


class Refusal(StrEnum):
    """Why a thread can't be answered in some way."""

    NO_PUBLIC = "no_public"  # the network has no public side
    NO_DIRECT = "no_direct"  # the network or the person takes no direct messages
    MONITORED = "monitored"  # the account only listens
    SIGN_IN = "sign_in"  # sign in again first
    NOT_MENTIONED = "not_mentioned"
    WINDOW_ENDED = "window_ended"
    NO_RECIPIENT = "no_recipient"
    MECHANICAL = "mechanical"  # nobody reads the answer to a bounce


@dataclass(frozen=True, slots=True)
class Permission:
    """What may be done in a thread right now. Limits are in the network's counting unit, None: no limit.

    `why_not_public` and `why_not_direct` are None when that way is open. `until` is when the open way closes.
    """

    may_public: bool
    may_direct: bool
    public_limit: int | None = None
    direct_limit: int | None = None
    may_hide: bool = False
    until: datetime | None = None
    cost: str = ""  # in the network's own currency, "" if free
    why_not_public: Refusal | None = None
    why_not_direct: Refusal | None = None
    instead: Fix | None = None  # the next best way
