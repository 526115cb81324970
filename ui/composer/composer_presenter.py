"""What the composer shows: which verb the send button names, whether it may be pressed and why not, what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.guardrails.crisis import CRISIS
from desktop.model import (
    Decision,
    DraftMode,
    Finding,
    Network,
    NetworkTraits,
    Permission,
    Refusal,
    ThreadKind,
    Verdict,
    traits_of,
)
from ui.inbox.wording import short_count

_NEARLY_FULL = 20
EMPTY_RULE = "text.empty"


class SendKind(StrEnum):
    """What pressing send does."""

    SEND = "send"
    SEND_AND_SOLVE = "send_and_solve"
    SEND_AND_SNOOZE = "send_and_snooze"


@dataclass(frozen=True, slots=True)
class ComposerFacts:
    """What is known about the draft. `remaining` of `limit` is in the network's unit, signature counted."""

    mode: DraftMode
    text: str
    permission: Permission
    network: Network
    thread_kind: ThreadKind
    verdict: Verdict | None = None
    remaining: int | None = None
    limit: int | None = None
    online: bool = True
    is_open: bool = True
    opens_text: str = ""
    customer_name: str = ""
    account_name: str = ""
    signature: str = ""
    undo_seconds: int = 8
    files: int = 0  # how many leave with it
    parts: int = 0  # of a numbered thread, 0 for one message
    followers: int | None = None  # of the customer, who see a public reply too
    has_public: bool = False  # the case has a public thread, on whatever network
    goes_private_by: ThreadKind | None = None  # what kind of thread a private answer would be written in


@dataclass(frozen=True, slots=True)
class SegmentState:
    """One way of writing. `why_not` is the sentence that says why it is not open, "" if it is."""

    mode: DraftMode
    text: str
    icon: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class CounterState:
    """The counter: `share` of the limit that is used (0 to 1), its tint "accent", "amber" or "red"."""

    text: str
    share: float
    tint: str
    spoken: str


@dataclass(frozen=True, slots=True)
class ComposerState:
    """Everything the composer shows beside the text itself."""

    mode: DraftMode
    segments: tuple[SegmentState, ...]
    verb: str
    verb_icon: str
    enabled: bool
    why_not: str
    is_empty: bool
    counter: CounterState | None
    placeholder: str
    editor_name: str
    network: Network
    account_name: str
    signature: str
    key_hint: bool
    send_tip: str
    reach: str = ""  # who else sees it, in few words
    reach_spoken: str = ""

    @property
    def is_note(self) -> bool:
        """True while an internal note is written."""
        return self.mode is DraftMode.NOTE


def present_composer(facts: ComposerFacts) -> ComposerState:
    """Return what the composer shows of a draft."""
    verb, icon = _verb(facts)
    why_not = _why_not(facts)
    return ComposerState(
        mode=facts.mode,
        segments=_segments(facts),
        verb=verb,
        verb_icon=icon,
        enabled=not why_not and not _is_over(facts),
        why_not=why_not,
        is_empty=not facts.text.strip() and not facts.files,
        counter=_counter(facts),
        placeholder=_placeholder(facts),
        editor_name=_editor_name(facts),
        network=facts.network,
        account_name=facts.account_name,
        signature=facts.signature if facts.mode is not DraftMode.NOTE else "",
        key_hint=facts.mode is DraftMode.DIRECT and _decision(facts) is not Decision.HOLD and facts.online,
        send_tip=_send_tip(facts, verb),
        reach=_reach(facts)[0],
        reach_spoken=_reach(facts)[1],
    )


def number_text(number: int) -> str:
    """Return a number with its thousands separated: "9,823"."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return locale.toString(number)


def _decision(facts: ComposerFacts) -> Decision:
    if facts.verdict is None or facts.mode is DraftMode.NOTE:
        return Decision.ALLOW
    return facts.verdict.decision


def _is_held_for_the_crisis(facts: ComposerFacts) -> bool:
    return facts.verdict is not None and any(one.rule == CRISIS for one in facts.verdict.findings)


def _is_over(facts: ComposerFacts) -> bool:
    is_over = facts.mode is not DraftMode.NOTE and facts.remaining is not None and facts.remaining < 0
    return is_over and not facts.parts


def _verb(facts: ComposerFacts) -> tuple[str, str]:
    if facts.mode is DraftMode.NOTE:
        return QCoreApplication.translate("Composer", "Add note"), "note"
    if facts.verdict is not None and any(one.kind == "ask" for one in facts.verdict.findings):
        return QCoreApplication.translate("Composer", "Hold or send…"), "clock"
    if _decision(facts) is Decision.HOLD and _is_held_for_the_crisis(facts):
        return QCoreApplication.translate("Composer", "Hold for the crisis"), "pause-circle"
    if _decision(facts) is Decision.HOLD:
        words = QCoreApplication.translate("Composer", "Hold until {moment}").replace("{moment}", facts.opens_text)
        return words if facts.opens_text else QCoreApplication.translate("Composer", "Hold reply"), "clock"
    if not facts.online or _refusal(facts.permission, facts.mode) is Refusal.SIGN_IN:
        return QCoreApplication.translate("Composer", "Queue reply"), "clock"
    return _plain_verb(facts)


def _plain_verb(facts: ComposerFacts) -> tuple[str, str]:
    if facts.mode is DraftMode.PUBLIC:
        return QCoreApplication.translate("Composer", "Reply publicly"), "globe-simple"
    if facts.thread_kind is ThreadKind.EMAIL:
        return QCoreApplication.translate("Composer", "Send e-mail"), "paper-plane-tilt-fill"
    return QCoreApplication.translate("Composer", "Send message"), "paper-plane-tilt-fill"


def _why_not(facts: ComposerFacts) -> str:
    """The words beside a send button that can't be pressed, "" if it can or the counter says it already."""
    if facts.mode is DraftMode.NOTE:
        return ""
    refused = _mode_refusal(facts, facts.mode)
    if refused:
        return refused
    if facts.verdict is None or facts.verdict.decision is not Decision.BLOCK:
        return ""
    count = len({finding.rule for finding in facts.verdict.findings if _is_problem(finding)})
    if count == 0:
        return ""
    if count == 1:
        return QCoreApplication.translate("Composer", "1 problem to fix")
    return QCoreApplication.translate("Composer", "{count} problems to fix").replace("{count}", str(count))


def _is_problem(finding: Finding) -> bool:
    """True for what the agent has to mend: an empty text is no problem until it is sent."""
    return finding.decision is Decision.BLOCK and finding.rule != EMPTY_RULE


def _refusal(permission: Permission, mode: DraftMode) -> Refusal | None:
    if mode is DraftMode.PUBLIC and not permission.may_public:
        return permission.why_not_public or Refusal.NO_PUBLIC
    if mode is DraftMode.DIRECT and not permission.may_direct:
        return permission.why_not_direct or Refusal.NO_DIRECT
    return None


def _mode_refusal(facts: ComposerFacts, mode: DraftMode) -> str:
    refusal = _refusal(facts.permission, mode)
    if refusal is None or refusal is Refusal.SIGN_IN:  # without a sign-in the reply waits in the outbox
        return ""
    return _refusal_words(refusal, facts)


def _refusal_words(refusal: Refusal, facts: ComposerFacts) -> str:
    if facts.network is Network.LISTENING:
        return QCoreApplication.translate("Composer", "Answer it on its own page")
    words = {
        Refusal.NO_PUBLIC: QCoreApplication.translate("Composer", "No public replies on {network}"),
        Refusal.NO_DIRECT: QCoreApplication.translate("Composer", "No direct messages to {customer}"),
        Refusal.MONITORED: QCoreApplication.translate("Composer", "This account only listens"),
        Refusal.SIGN_IN: QCoreApplication.translate("Composer", "Sign in to {network} first"),
        Refusal.NOT_MENTIONED: QCoreApplication.translate("Composer", "{network}: only where you are mentioned"),
        Refusal.WINDOW_ENDED: QCoreApplication.translate("Composer", "The time to answer has ended"),
        Refusal.NO_RECIPIENT: QCoreApplication.translate("Composer", "Nobody to send this to"),
        Refusal.MECHANICAL: QCoreApplication.translate("Composer", "Nobody reads answers to this"),
        Refusal.HIDDEN: QCoreApplication.translate("Composer", "The comment is hidden"),
        Refusal.LIVE: QCoreApplication.translate("Composer", "No answers during a live broadcast"),
        Refusal.REPLIES_OFF: QCoreApplication.translate("Composer", "Replies are switched off there"),
        Refusal.PRIVATE_REPLY_USED: QCoreApplication.translate("Composer", "Only once, until {customer} answers"),
        Refusal.NOT_ENABLED: QCoreApplication.translate("Composer", "The sign-in does not reach private messages"),
        Refusal.NEEDS_CONSENT: QCoreApplication.translate("Composer", "Nothing automatic without consent"),
    }[refusal]
    return _named(words, facts)


def _segments(facts: ComposerFacts) -> tuple[SegmentState, ...]:
    traits = traits_of(facts.network)
    segments = []
    if _has_public(facts, traits):
        text = QCoreApplication.translate("Composer", "Public reply")
        segments.append(SegmentState(DraftMode.PUBLIC, text, "globe-simple", _mode_refusal(facts, DraftMode.PUBLIC)))
    if traits.has_direct or facts.goes_private_by is not None:
        is_mail = (facts.goes_private_by or facts.thread_kind) is ThreadKind.EMAIL
        text = (
            QCoreApplication.translate("Composer", "E-mail")
            if is_mail
            else QCoreApplication.translate("Composer", "Direct message")
        )
        icon = "envelope-simple" if is_mail else "lock-key"
        segments.append(SegmentState(DraftMode.DIRECT, text, icon, _mode_refusal(facts, DraftMode.DIRECT)))
    segments.append(SegmentState(DraftMode.NOTE, QCoreApplication.translate("Composer", "Note"), "note"))
    return tuple(segments)


def _has_public(facts: ComposerFacts, traits: NetworkTraits) -> bool:
    if facts.has_public:
        return True
    if facts.network is Network.TELEGRAM:
        return facts.thread_kind is ThreadKind.PUBLIC  # a group; the chat with a bot has no public side at all
    return traits.has_public and facts.thread_kind is not ThreadKind.EMAIL


def _counter(facts: ComposerFacts) -> CounterState | None:
    if facts.remaining is None or facts.mode is DraftMode.NOTE:
        return None
    permission = facts.permission
    allowed = permission.public_limit if facts.mode is DraftMode.PUBLIC else permission.direct_limit
    if facts.parts:
        text = QCoreApplication.translate("Composer", "{count} parts").replace("{count}", str(facts.parts))
        return CounterState(text, 1.0, "accent", text)
    whole = max(1, facts.limit or allowed or facts.remaining)
    if facts.remaining < 0:
        text = QCoreApplication.translate("Composer", "{count} over").replace("{count}", number_text(-facts.remaining))
        spoken = QCoreApplication.translate("Composer", "{count} characters over the limit for {network}")
        return CounterState(text, 1.0, "red", _named(spoken.replace("{count}", number_text(-facts.remaining)), facts))
    share = min(1.0, max(0.0, 1 - facts.remaining / whole))
    spoken = QCoreApplication.translate("Composer", "{count} characters left")
    text = number_text(facts.remaining)
    tint = "amber" if facts.remaining <= _NEARLY_FULL else "accent"
    return CounterState(text, share, tint, spoken.replace("{count}", text))


def _placeholder(facts: ComposerFacts) -> str:
    if facts.mode is DraftMode.NOTE:
        return QCoreApplication.translate("Composer", "Write a note that only your team sees")
    if facts.mode is DraftMode.PUBLIC:
        return QCoreApplication.translate("Composer", "Write a public reply, or type / for canned replies")
    if facts.thread_kind is ThreadKind.EMAIL:
        return QCoreApplication.translate("Composer", "Write an e-mail, or type / for canned replies")
    return QCoreApplication.translate("Composer", "Write a direct message, or type / for canned replies")


def _editor_name(facts: ComposerFacts) -> str:
    if facts.mode is DraftMode.NOTE:
        return QCoreApplication.translate("Composer", "Internal note")
    if facts.mode is DraftMode.PUBLIC:
        words = QCoreApplication.translate("Composer", "Public reply to {customer} as {account}")
    elif facts.thread_kind is ThreadKind.EMAIL:
        words = QCoreApplication.translate("Composer", "E-mail to {customer} as {account}")
    else:
        words = QCoreApplication.translate("Composer", "Direct message to {customer} as {account}")
    return _named(words, facts).replace("{account}", facts.account_name)


def _reach(facts: ComposerFacts) -> tuple[str, str]:
    """Return who sees a public reply beside the customer, in few words and in a sentence; "" where nobody is known."""
    if facts.mode is not DraftMode.PUBLIC or not facts.followers:
        return "", ""
    short = QCoreApplication.translate("Composer", "Seen by about {count}")
    spoken = QCoreApplication.translate("Composer", "Public: {customer}’s {count} followers can see it and pass it on")
    spoken = _named(spoken.replace("{count}", number_text(facts.followers)), facts)
    return short.replace("{count}", short_count(str(facts.followers))), spoken


def _send_tip(facts: ComposerFacts, verb: str) -> str:
    if facts.mode is DraftMode.NOTE or not facts.undo_seconds or _decision(facts) is Decision.HOLD:
        return verb
    words = QCoreApplication.translate("Composer", "{verb}, can be undone for {count} s")
    return words.replace("{verb}", verb).replace("{count}", str(facts.undo_seconds))


def _named(words: str, facts: ComposerFacts) -> str:
    customer = facts.customer_name or QCoreApplication.translate("Composer", "the customer")
    network = traits_of(facts.network).display_name
    return words.replace("{network}", network).replace("{customer}", customer)
