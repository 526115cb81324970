"""The words of the guard strip: kinds of personal data, fixes and refusals, in the agent's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.model import Finding, Fix, Refusal

_LONGEST_QUOTE = 32  # characters; a longer find is named by its kind


@dataclass(frozen=True, slots=True)
class Wording:
    """The names that the sentences need."""

    network: str
    customer: str
    opens: str  # "Mon 09:00"
    over: int | None = None  # how far the text is over the limit, in the network's unit
    online: bool = True
    only_listens: bool = False  # the network is web listening
    has_page: bool = True  # the browser has something to open
    promised: str = ""  # the next true opening


def kind_name(kind: str) -> str:
    """Return the name of a kind of personal data; an unknown code with its underscores as spaces."""
    names = {
        "identity_document": QCoreApplication.translate("Guard", "identity document"),
        "tax_code": QCoreApplication.translate("Guard", "tax code"),
        "bank_account": QCoreApplication.translate("Guard", "bank account"),
        "card": QCoreApplication.translate("Guard", "payment card"),
        "address": QCoreApplication.translate("Guard", "home address"),
        "phone": QCoreApplication.translate("Guard", "phone number"),
        "email": QCoreApplication.translate("Guard", "e-mail address"),
        "birth_date": QCoreApplication.translate("Guard", "date of birth"),
        "customer_number": QCoreApplication.translate("Guard", "customer number"),
        "health": QCoreApplication.translate("Guard", "health"),
        "credentials": QCoreApplication.translate("Guard", "password, PIN or security code"),
    }
    return names.get(kind, kind.replace("_", " "))


def found_words(findings: Sequence[Finding]) -> str:
    """Return what was found, each thing once: its own words where they are short, else its kind's name."""
    names: dict[str, str] = {}
    for finding in findings:
        quote = " ".join(finding.text.split())
        name = quote if 0 < len(quote) <= _LONGEST_QUOTE else kind_name(finding.kind)
        names.setdefault(name.casefold(), name)
    return ", ".join(names.values())


def fix_words(fix: Fix, opens: str, *, with_acknowledgement: bool = False, asks: bool = False) -> tuple[str, str]:
    """Return the glyph and the words of a fix's button; short ones where the strip `asks` whether to hold or send."""
    if asks and fix in {Fix.HOLD_UNTIL_OPEN, Fix.SEND_ANYWAY}:
        hold, send = QCoreApplication.translate("Guard", "Hold"), QCoreApplication.translate("Guard", "Send now")
        return ("pause-circle", hold) if fix is Fix.HOLD_UNTIL_OPEN else ("paper-plane-tilt", send)
    hold = (
        QCoreApplication.translate("Guard", "Hold without it")
        if with_acknowledgement
        else QCoreApplication.translate("Guard", "Hold until {moment}").replace("{moment}", opens)
    )
    return {
        Fix.MOVE_TO_DIRECT: ("lock-key", QCoreApplication.translate("Guard", "Move to direct message")),
        Fix.INSERT_PRIVACY_NOTICE: ("shield-check", QCoreApplication.translate("Guard", "Insert privacy notice")),
        Fix.HOLD_UNTIL_OPEN: ("pause-circle", hold),
        Fix.SEND_ACKNOWLEDGEMENT: (
            "paper-plane-tilt",
            QCoreApplication.translate("Guard", "Send acknowledgement"),
        ),
        Fix.SWITCH_ACCOUNT: ("at", QCoreApplication.translate("Guard", "Switch account")),
        Fix.SHORTEN: ("pencil-simple", QCoreApplication.translate("Guard", "Shorten it")),
        Fix.FILL_PLACEHOLDER: ("pencil-simple", QCoreApplication.translate("Guard", "Fill it in")),
        Fix.OPEN_IN_BROWSER: ("arrow-square-out", QCoreApplication.translate("Guard", "Open in browser")),
        Fix.SEND_ANYWAY: ("paper-plane-tilt", QCoreApplication.translate("Guard", "Send anyway")),
        Fix.NAME_OPENING: ("clock", QCoreApplication.translate("Guard", "Write the opening")),
        Fix.CUT: ("list-numbers", QCoreApplication.translate("Guard", "Send as a thread")),
        Fix.SAY_PLAINLY: ("pencil-simple", QCoreApplication.translate("Guard", "Use the plain words")),
        Fix.LOOKED_AGAIN: ("check", QCoreApplication.translate("Guard", "Answer all the same")),
        Fix.GO_ON: ("pencil-simple", QCoreApplication.translate("Guard", "Go on writing")),
    }[fix]


def refusal_sentence(code: str, wording: Wording) -> tuple[str, str]:
    """Return the title and the advice for something that the network or the account does not allow."""
    if wording.only_listens:
        title = QCoreApplication.translate("Guard", "{customer} wrote this outside your accounts.")
        text = QCoreApplication.translate(
            "Guard", "Answer on its own page, then record your answer here: the clock stops."
        )
        return put(title, wording), put(text, wording)
    sentences = {
        Refusal.NO_PUBLIC: (
            QCoreApplication.translate("Guard", "{network} has no public replies."),
            QCoreApplication.translate("Guard", "Write a direct message instead."),
        ),
        Refusal.NO_DIRECT: (
            QCoreApplication.translate("Guard", "{customer} does not accept direct messages on {network}."),
            QCoreApplication.translate("Guard", "Ask them to write first, or answer by e-mail."),
        ),
        Refusal.MONITORED: (
            QCoreApplication.translate("Guard", "This account only listens."),
            QCoreApplication.translate("Guard", "Choose a care account to answer."),
        ),
        Refusal.SIGN_IN: (
            QCoreApplication.translate("Guard", "{network} asks you to sign in again."),
            QCoreApplication.translate("Guard", "Your text is safe. Sign in, then send it."),
        ),
        Refusal.NOT_MENTIONED: (
            QCoreApplication.translate("Guard", "{network} allows a reply only where the account was mentioned."),
            QCoreApplication.translate(
                "Guard", "Answer in the browser and record it here, or wait until {customer} mentions you."
            ),
        ),
        Refusal.WINDOW_ENDED: (
            QCoreApplication.translate("Guard", "The time to answer on {network} has ended."),
            QCoreApplication.translate("Guard", "{customer} must write again first."),
        ),
        Refusal.NO_RECIPIENT: (
            QCoreApplication.translate("Guard", "There is nobody to send this to."),
            QCoreApplication.translate("Guard", "The address or the account is gone."),
        ),
        Refusal.MECHANICAL: (
            QCoreApplication.translate("Guard", "Nobody reads answers to an automatic message."),
            "",
        ),
        Refusal.HIDDEN: (
            QCoreApplication.translate("Guard", "{network} takes no answer to a hidden comment."),
            QCoreApplication.translate("Guard", "Show the comment again, or answer in private."),
        ),
        Refusal.LIVE: (
            QCoreApplication.translate("Guard", "{network} takes no answers during a live broadcast."),
            QCoreApplication.translate("Guard", "Answer in private, or in the browser."),
        ),
        Refusal.REPLIES_OFF: (
            QCoreApplication.translate("Guard", "Replies are switched off there."),
            QCoreApplication.translate("Guard", "Answer in private, if {network} lets you."),
        ),
        Refusal.PRIVATE_REPLY_USED: (
            QCoreApplication.translate("Guard", "{network} allows one private message for a comment, and it was sent."),
            QCoreApplication.translate("Guard", "{customer} must answer it first."),
        ),
        Refusal.NOT_ENABLED: (
            QCoreApplication.translate("Guard", "This account’s sign-in does not reach private messages."),
            QCoreApplication.translate("Guard", "Sign in again and allow them, or answer in the browser."),
        ),
        Refusal.NEEDS_CONSENT: (
            QCoreApplication.translate("Guard", "{network} allows no automatic message without consent."),
            QCoreApplication.translate("Guard", "Write to {customer} yourself."),
        ),
    }
    for refusal, (title, text) in sentences.items():
        if refusal.value == code:
            return put(title, wording), put(text, wording)
    return put(QCoreApplication.translate("Guard", "{network} does not allow this reply."), wording), ""


def put(sentence: str, wording: Wording) -> str:
    """Return a sentence with the network's and the customer's name in their places."""
    customer = wording.customer or QCoreApplication.translate("Guard", "The customer")
    return sentence.replace("{network}", wording.network).replace("{customer}", customer)
