"""What the guard strip says of a verdict: one page for each rule that found something, blocks first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop.model import Decision, Finding, Fix, Verdict, Visibility
from ui.guardrails.file_words import file_sentence
from ui.guardrails.tone_words import plain_words, tone_words
from ui.guardrails.verdict_words import Wording, fix_words, found_words, put, refusal_sentence


class Family(StrEnum):
    """The kinds of rule that the strip has words for, by the first part of a rule's code."""

    PRIVACY = "privacy"
    OWN = "own"
    HOURS = "hours"
    PROMISE = "promise"
    LIMITS = "limits"
    ACCOUNT = "account"
    PLACEHOLDER = "placeholder"
    PERMISSION = "permission"
    RECIPIENTS = "recipients"
    NEW_MESSAGE = "new_message"
    COST = "cost"
    REPEATED = "repeated"
    FILES = "files"
    TONE = "tone"
    SECOND_LOOK = "second_look"
    CRISIS = "crisis"
    OTHER = "other"


class Ask(StrEnum):
    """What a button of the strip asks for before anything is done."""

    REASON = "override"  # why it is right to send all the same
    ANSWER = "record"  # what was answered on the network's own website


UNCUT = "limits.uncut"
"""The rule of a text that is too long and can't be cut into parts."""

_NOT_SAID = "text.empty"
"""An empty draft can't be sent, but nothing has to be said about it while nothing has been written."""


@dataclass(frozen=True, slots=True)
class StripAction:
    """A button of the strip. `fix` is None for the ones that `ask` for something in writing first."""

    fix: Fix | None
    text: str
    icon: str = ""
    ask: Ask = Ask.REASON


@dataclass(frozen=True, slots=True)
class StripPage:
    """One thing that the guardrails say. `tint` is "red" for a block, "amber" else; spans are in code points."""

    tint: str
    icon: str
    title: str
    text: str
    actions: tuple[StripAction, ...] = ()
    preview: str = ""
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class StripState:
    """All pages, the first is shown; `problems` is how many findings block."""

    pages: tuple[StripPage, ...]
    problems: int = 0

    @property
    def blocks(self) -> bool:
        """True if sending is blocked."""
        return self.problems > 0


def present_verdict(
    verdict: Verdict | None,
    *,
    visibility: Visibility,
    network_name: str,
    customer_name: str,
    opens_text: str,
    acknowledgement_preview: str = "",
    over: int | None = None,
    online: bool = True,
    only_listens: bool = False,
    has_page: bool = True,
    promised_text: str = "",
) -> StripState | None:
    """Return what the strip shows of a verdict, None if nothing has to be said.

    `opens_text` is when the desk opens ("Mon 09:00"), `over` how far the text is over the limit. `only_listens`: the
    network is web listening; `has_page`: the browser has something to open. `promised_text` is the next true opening.
    """
    if verdict is None or verdict.decision is Decision.ALLOW or not verdict.findings:
        return None
    wording = Wording(network_name, customer_name, opens_text, over, online, only_listens, has_page, promised_text)
    pages: list[StripPage] = []
    for family, findings in _groups(verdict).items():
        page = _PAGES[family](findings, visibility, wording)
        page = _with_actions(page, findings, wording, overridable=verdict.overridable)
        if any(action.fix is Fix.SEND_ACKNOWLEDGEMENT for action in page.actions):
            page = StripPage(
                page.tint, page.icon, page.title, page.text, page.actions, acknowledgement_preview, page.spans
            )
        if family is Family.SECOND_LOOK and not (pages and pages[0].tint == "red"):
            pages.insert(0, page)  # what stops the sending is read first
        else:
            pages.append(page)
    problems = sum(1 for f in verdict.findings if f.decision is Decision.BLOCK and f.rule != _NOT_SAID)
    return StripState(tuple(pages), problems) if pages else None


def family_of(rule: str) -> Family:
    """Return a rule's family by its code ("privacy.request" is privacy)."""
    first = rule.partition(".")[0]
    return next((family for family in Family if family.value == first), Family.OTHER)


def _groups(verdict: Verdict) -> dict[Family, list[Finding]]:
    """The findings by family, worst family first: a verdict's findings come worst first."""
    groups: dict[Family, list[Finding]] = {}
    for finding in verdict.findings:
        if finding.decision is not Decision.ALLOW and finding.rule != _NOT_SAID:
            groups.setdefault(family_of(finding.rule), []).append(finding)
    return groups


def _with_actions(page: StripPage, findings: list[Finding], wording: Wording, *, overridable: bool) -> StripPage:
    fixes = tuple(dict.fromkeys(fix for finding in findings for fix in finding.fixes))
    offered = Fix.SEND_ACKNOWLEDGEMENT in fixes
    actions = []
    blocks = findings[0].decision is Decision.BLOCK
    for fix in sorted(fixes, key=lambda fix: fix is not Fix.SEND_ACKNOWLEDGEMENT):
        if blocks and fix is Fix.SEND_ANYWAY:  # a block is only ever overridden with a reason
            continue
        asks = any(finding.kind == "ask" for finding in findings)
        icon, text = fix_words(fix, wording.opens, with_acknowledgement=offered, asks=asks)
        if fix is Fix.SAY_PLAINLY:
            text = plain_words(findings)
        if fix is not Fix.OPEN_IN_BROWSER or wording.has_page:
            actions.append(StripAction(fix, text, icon))
        if fix is Fix.OPEN_IN_BROWSER:
            record = QCoreApplication.translate("Guard", "Record the answer given there")
            actions.append(StripAction(None, record, "check", Ask.ANSWER))
    if blocks and overridable:
        actions.append(StripAction(None, QCoreApplication.translate("Guard", "Send with a reason…")))
    spans = tuple((finding.start, finding.end) for finding in findings if finding.end > finding.start)
    return StripPage(page.tint, page.icon, page.title, page.text, tuple(actions), page.preview, spans)


def _page(findings: list[Finding], icon: str, title: str, text: str) -> StripPage:
    tint = "red" if findings[0].decision is Decision.BLOCK else "amber"
    return StripPage(tint, icon, title, text)


def _privacy(findings: list[Finding], visibility: Visibility, wording: Wording) -> StripPage:
    if any(finding.kind == "credentials" for finding in findings):
        title = QCoreApplication.translate("Guard", "Passwords and codes are never asked for or written ({words}).")
        text = QCoreApplication.translate("Guard", "Not even in private. Take the marked words out.")
    elif visibility is Visibility.PUBLIC:
        title, text = _public_privacy(findings)
    elif all(finding.rule == "privacy.value" for finding in findings):
        title = QCoreApplication.translate("Guard", "This holds personal data ({words}).")
        text = QCoreApplication.translate("Guard", "Check that it belongs to {customer} and is needed.")
    else:
        title = QCoreApplication.translate("Guard", "This message asks for personal data ({words}).")
        text = QCoreApplication.translate("Guard", "Say why it is needed, and ask only for what is needed.")
    words = found_words(findings)
    return _page(findings, "shield-warning-fill", title.replace("{words}", words), put(text, wording))


def _own(findings: list[Finding], _visibility: Visibility, _wording: Wording) -> StripPage:
    """Return what a rule of the desk itself says, by the name that the desk gave it."""
    said = next((one for one in findings if one.rule in ("own.slow", "own.unreadable")), None)
    if findings[0] is said and said.rule == "own.slow":
        title = QCoreApplication.translate("Guard", "A rule of this desk took too long and was not applied ({name}).")
        text = QCoreApplication.translate("Guard", "Read the reply once more, and mend the rule in the settings.")
    elif findings[0] is said and said.kind:
        title = QCoreApplication.translate("Guard", "A rule of this desk is broken and was not applied ({name}).")
        text = QCoreApplication.translate("Guard", "Read the reply once more, and mend the rule in the settings.")
    elif findings[0] is said:
        title = QCoreApplication.translate("Guard", "The rules of this desk can't be read.")
        text = QCoreApplication.translate("Guard", "The program's own rules hold. Save these again in the settings.")
    elif findings[0].decision is Decision.BLOCK:
        title = QCoreApplication.translate("Guard", "A rule of this desk stops this: {name} ({words}).")
        text = QCoreApplication.translate("Guard", "Take the marked words out, or move to a direct message.")
    else:
        title = QCoreApplication.translate("Guard", "A rule of this desk advises against this: {name} ({words}).")
        text = QCoreApplication.translate("Guard", "Send it only if it has to be said.")
    names = ", ".join(dict.fromkeys(one.kind for one in findings if one.rule == findings[0].rule))
    words = found_words([one for one in findings if one.text])
    title = title.replace("{words}", words).replace("{name}", names)
    return _page(findings, "shield-warning-fill", title, text)


def _public_privacy(findings: list[Finding]) -> tuple[str, str]:
    only_values = all(finding.rule == "privacy.value" for finding in findings)
    if only_values:
        title = QCoreApplication.translate("Guard", "This public reply contains personal data ({words}).")
        danger = QCoreApplication.translate(
            "Guard", "Anyone on {network} could read it, so sending is blocked until the marked words are gone."
        )
    else:
        title = QCoreApplication.translate("Guard", "This public reply asks for personal data ({words}).")
        danger = QCoreApplication.translate(
            "Guard", "Anyone on {network} could read the answer, so sending is blocked until the marked words are gone."
        )
    blocks = [finding for finding in findings if finding.decision is Decision.BLOCK]
    if not blocks:
        danger = QCoreApplication.translate("Guard", "Anyone on {network} could read it.")
    elif all(finding.overridable for finding in blocks):
        danger = QCoreApplication.translate(
            "Guard", "Anyone on {network} could read it. Take the marked words out, or say why they must be there."
        )
    if any(Fix.MOVE_TO_DIRECT in finding.fixes for finding in findings):
        move = QCoreApplication.translate("Guard", "Move to a direct message.")
        return title, f"{move} {danger}"
    return title, danger


def _hours(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    title = QCoreApplication.translate("Guard", "Closed now — opens {moment}.").replace("{moment}", wording.opens)
    if not wording.opens:
        title = QCoreApplication.translate("Guard", "Closed now.")
    offered = any(Fix.SEND_ACKNOWLEDGEMENT in finding.fixes for finding in findings)
    if findings[0].decision is not Decision.HOLD:
        text = QCoreApplication.translate("Guard", "Your reply goes out all the same.")
    elif findings[0].kind == "ask":
        text = QCoreApplication.translate("Guard", "Hold your reply until then, or send it now?")
    elif offered:
        text = QCoreApplication.translate("Guard", "Your reply will be held; send acknowledgement now?")
    else:
        text = QCoreApplication.translate("Guard", "Your reply will be held until then.")
    if offered and not wording.online:
        text = f"{text} {QCoreApplication.translate('Guard', 'It queues while offline.')}"
    return _page(findings, "moon-fill", title, text)


def _promise(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    title = QCoreApplication.translate("Guard", "You promise “{words}”, but the desk is closed then.")
    if wording.promised:
        text = QCoreApplication.translate("Guard", "It opens {moment}. Name that, or what you can keep.")
        text = text.replace("{moment}", wording.promised)
    else:
        text = QCoreApplication.translate("Guard", "No opening is in sight. Promise nothing for a day.")
    return _page(findings, "clock", title.replace("{words}", found_words(findings)), text)


def _length(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    over = next((int(finding.text) for finding in findings if finding.text.isdecimal()), wording.over or 0)
    if over <= 0:
        title = QCoreApplication.translate("Guard", "Too long for {network}.")
    elif over == 1:
        title = QCoreApplication.translate("Guard", "1 character over the limit for {network}.")
    else:
        title = QCoreApplication.translate("Guard", "{count} characters over the limit for {network}.")
        title = title.replace("{count}", str(over))
    if findings[0].rule == UNCUT:
        text = QCoreApplication.translate(
            "Guard", "It can’t be cut: a link or a name is too long for one message, or there would be too many."
        )
    elif Fix.CUT in findings[0].fixes:
        text = QCoreApplication.translate("Guard", "Send it in numbered parts, or shorten it.")
    else:
        text = QCoreApplication.translate("Guard", "Shorten it before you send it.")
    return _page(findings, "prohibit", put(title, wording), text)


def _account(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    text = QCoreApplication.translate("Guard", "Choose another account to answer from.")
    match findings[0].rule:
        case "account.removed":
            title = QCoreApplication.translate("Guard", "This account is no longer connected.")
        case "account.monitored":
            title = QCoreApplication.translate("Guard", "This account only listens.")
        case "account.other":
            title = QCoreApplication.translate("Guard", "{customer} wrote to another account.")
            text = QCoreApplication.translate("Guard", "Answer from the account that the conversation is with.")
        case _:
            title = QCoreApplication.translate("Guard", "This account is not the one for customer care.")
            text = QCoreApplication.translate("Guard", "There is a care account on {network}; customers know it.")
    return _page(findings, "at", put(title, wording), put(text, wording))


def _recipients(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    title = QCoreApplication.translate("Guard", "This reply also reaches {words}.")
    text = QCoreApplication.translate("Guard", "Only {customer} is part of this conversation. Take the mention out.")
    return _page(findings, "users-three", title.replace("{words}", found_words(findings)), put(text, wording))


def _placeholder(findings: list[Finding], _visibility: Visibility, _wording: Wording) -> StripPage:
    names = ", ".join(dict.fromkeys(finding.kind for finding in findings))
    if len(findings) == 1:
        title = QCoreApplication.translate("Guard", "1 placeholder to fill: {names}.")
    else:
        title = QCoreApplication.translate("Guard", "{count} placeholders to fill: {names}.")
    title = title.replace("{count}", str(len(findings))).replace("{names}", names)
    text = QCoreApplication.translate("Guard", "No reply leaves half filled. Fill it in, or delete it.")
    return _page(findings, "pencil-simple", title, text)


def _permission(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    title, text = refusal_sentence(findings[0].kind, wording)
    icon = "arrow-square-out" if findings[0].decision is Decision.ADVISE and wording.only_listens else "prohibit"
    return _page(findings, icon, title, text)


def _new_message(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    title = QCoreApplication.translate("Guard", "{customer} wrote again since you began.")
    text = QCoreApplication.translate("Guard", "Read the new message before you send yours.")
    return _page(findings, "chat-circle", put(title, wording), text)


def _cost(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    price = next((finding.text for finding in findings if finding.text), "")
    if not price:
        title = QCoreApplication.translate("Guard", "This month’s budget for {network} is spent.")
        text = QCoreApplication.translate("Guard", "New messages wait until next month. Replies still go out.")
        return _page(findings, "shield-warning-fill", put(title, wording), text)
    title = QCoreApplication.translate("Guard", "A post with a link costs {price} on {network}.")
    title = title.replace("{price}", price)
    text = QCoreApplication.translate("Guard", "Leave the link out, or send it in private.")
    return _page(findings, "shield-warning-fill", put(title, wording), text)


def _files(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    title, text = file_sentence(findings[0])
    return _page(findings, "paperclip", put(title, wording), put(text, wording))


def _repeated(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    title = QCoreApplication.translate("Guard", "You wrote exactly this on {network} a short while ago.")
    text = QCoreApplication.translate("Guard", "{network} may take it for spam. Say it in other words.")
    return _page(findings, "copy-simple", put(title, wording), put(text, wording))


def _tone(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    icon, title, text = tone_words(findings)
    return _page(findings, icon, put(title, wording), put(text, wording))


def _second_look(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    title = QCoreApplication.translate("Guard", "You answer a provocation. Look at it once more.")
    text = QCoreApplication.translate("Guard", "Does {customer} need an answer, and would you say it to anybody?")
    return _page(findings, "eye", title, put(text, wording))


def _crisis(findings: list[Finding], _visibility: Visibility, _wording: Wording) -> StripPage:
    title = QCoreApplication.translate("Guard", "Crisis mode is on. This canned reply will be held.")
    text = QCoreApplication.translate(
        "Guard", "Say it in your own words, or type /! for a reply that is approved for a crisis."
    )
    return _page(findings, "pause-circle", title, text)


def _other(findings: list[Finding], _visibility: Visibility, wording: Wording) -> StripPage:
    words = found_words(findings)
    if findings[0].decision is Decision.BLOCK:
        title = QCoreApplication.translate("Guard", "This reply can’t be sent as it is ({words}).")
    else:
        title = QCoreApplication.translate("Guard", "Look again before you send this ({words}).")
    return _page(findings, "shield-warning-fill", put(title.replace("{words}", words), wording), "")


_PAGES: dict[Family, Callable[[list[Finding], Visibility, Wording], StripPage]] = {
    Family.PRIVACY: _privacy,
    Family.OWN: _own,
    Family.HOURS: _hours,
    Family.PROMISE: _promise,
    Family.LIMITS: _length,
    Family.ACCOUNT: _account,
    Family.PLACEHOLDER: _placeholder,
    Family.PERMISSION: _permission,
    Family.RECIPIENTS: _recipients,
    Family.NEW_MESSAGE: _new_message,
    Family.COST: _cost,
    Family.REPEATED: _repeated,
    Family.FILES: _files,
    Family.TONE: _tone,
    Family.SECOND_LOOK: _second_look,
    Family.CRISIS: _crisis,
    Family.OTHER: _other,
}
