"""Verdict and permission: what the guardrails say of a draft, and what a thread allows right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model.files import NO_FILES, FileRules
from desktop.model.networks import Counting


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
    NAME_OPENING = "name_opening"  # say when the desk really opens
    CUT = "cut"  # into a numbered thread
    GO_ON = "go_on"  # writing, what is new having been read
    LOOKED_AGAIN = "looked_again"  # at an answer to abuse
    SAY_PLAINLY = "say_plainly"  # put the proposed words in the place of those found


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
    instead: str = ""  # what to write in the place of the words, "" where nothing is proposed


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


@dataclass(frozen=True, slots=True)
class Overridden:
    """A finding that a written reason covers: which rule, of what kind, and where in the text; never the words."""

    rule: str
    kind: str
    start: int
    end: int


def overridden_in(verdict: Verdict) -> tuple[Overridden, ...]:
    """Return the blocking findings of a verdict that a written reason is to cover."""
    blocks = (finding for finding in verdict.findings if finding.decision is Decision.BLOCK)
    return tuple(Overridden(one.rule, one.kind, one.start, one.end) for one in blocks)


def still_said(verdict: Verdict, overridden: tuple[Overridden, ...]) -> Verdict:
    """Return what a verdict says beside the findings that a reason covers, as long as they may be overridden."""
    return verdict_of(
        tuple(
            one
            for one in verdict.findings
            if not (one.overridable and Overridden(one.rule, one.kind, one.start, one.end) in overridden)
        )
    )


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
    HIDDEN = "hidden"  # a comment that was hidden takes no answer
    LIVE = "live"  # said during a live broadcast, which takes no answers
    REPLIES_OFF = "replies_off"  # the author, or the place, lets nobody answer there
    PRIVATE_REPLY_USED = "private_reply_used"  # one private message a comment, then they must write
    NOT_ENABLED = "not_enabled"  # the account's sign-in does not reach private messages
    NEEDS_CONSENT = "needs_consent"  # nothing automatic without the person's own word


class Purpose(StrEnum):
    """Why something is written: some networks allow a person's answer what they forbid a machine."""

    ANSWER = "answer"
    SURVEY = "survey"  # how satisfied were you
    ACKNOWLEDGEMENT = "acknowledgement"  # an agent says when the desk opens; not the answer that is owed
    AUTOMATIC = "automatic"  # the program says so by itself


class PermissionNote(StrEnum):
    """What an agent should know of a way that is open."""

    ONE_PRIVATE_REPLY = "one_private_reply"  # the only one until they answer; the network adds a link to the comment
    AS_HUMAN_AGENT = "as_human_agent"  # after the usual hours, as a person's answer: never a survey or an offer
    JOINS_TOP_COMMENT = "joins_top_comment"  # the answer is shown below the first comment, not below this one
    NAMES_ARE_RECIPIENTS = "names_are_recipients"  # everybody named in it can read it, and so can the servers
    KEPT_A_DAY = "kept_a_day"  # messages are lost if this console is away for more than 24 hours
    LINK_COSTS = "link_costs"  # a post with a link costs more
    ENCRYPTED_APART = "encrypted_apart"  # end-to-end encrypted chats are not seen here


@dataclass(frozen=True, slots=True)
class Permission:
    """What may be done in a thread right now. Limits are in the unit of their counting, None: no limit.

    `why_not_public` and `why_not_direct` are None when that way is open. `until` is when the private way closes.
    Prices are in millionths of a US dollar; `cost` says the usual one in words of the network's currency.
    """

    may_public: bool
    may_direct: bool
    public_limit: int | None = None
    direct_limit: int | None = None
    may_hide: bool = False
    until: datetime | None = None
    cost: str = ""  # "0.010 USD", "" if free
    why_not_public: Refusal | None = None
    why_not_direct: Refusal | None = None
    instead: Fix | None = None  # the next best way
    public_counting: Counting = Counting.CHARACTERS
    direct_counting: Counting = Counting.CHARACTERS
    public_micros: int = 0
    link_micros: int = 0  # of a public answer with a link, where that differs
    direct_micros: int = 0
    notes: tuple[PermissionNote, ...] = ()
    public_files: FileRules = NO_FILES
    direct_files: FileRules = NO_FILES
