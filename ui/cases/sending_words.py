"""The words of what a network says to something that is to leave: why it was refused, and what it waits for.

Every code that a channel can give has a sentence here or in the wizard's words.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import Refusal

SIGN_IN_CODES = frozenset(
    {
        Refusal.SIGN_IN.value,
        f"permission.{Refusal.SIGN_IN.value}",
        "token_refused",
        "app_secret_refused",
        "sign_in_refused",
        "sign_in_expired",
        "expired",
        "no_token",
        "no_password",
        "no_sign_in",
        "no_sign_in_method",
        "refused_password",
        "app_password_needed",
        "browser_sign_in_needed",
    }
)
"""The codes with which something waits for its account to sign in again."""

_NUMBERED = re.compile(r"(?P<what>[a-z]+)_(?P<how>refused|deferred) (?P<number>[0-9. ]+)")
_HTTP = re.compile(r"(?:http|graph)_(?P<number>\d+)")
_GENERAL = QT_TRANSLATE_NOOP("Timeline", "{network} refused it.")
_GENERAL_NUMBER = QT_TRANSLATE_NOOP("Timeline", "{network} refused it (error {number}).")
_REFUSED = {
    "": _GENERAL,
    Refusal.NO_PUBLIC.value: QT_TRANSLATE_NOOP("Timeline", "{network} has no public replies."),
    Refusal.NO_DIRECT.value: QT_TRANSLATE_NOOP("Timeline", "This person does not accept direct messages on {network}."),
    Refusal.MONITORED.value: QT_TRANSLATE_NOOP("Timeline", "This account only listens."),
    Refusal.SIGN_IN.value: QT_TRANSLATE_NOOP("Timeline", "{network} asks you to sign in again."),
    Refusal.NOT_MENTIONED.value: QT_TRANSLATE_NOOP(
        "Timeline", "{network} allows a reply only where the account was mentioned."
    ),
    Refusal.WINDOW_ENDED.value: QT_TRANSLATE_NOOP("Timeline", "The time to answer on {network} has ended."),
    Refusal.NO_RECIPIENT.value: QT_TRANSLATE_NOOP("Timeline", "The recipient does not exist any more."),
    Refusal.MECHANICAL.value: QT_TRANSLATE_NOOP("Timeline", "Nobody reads answers to an automatic message."),
    Refusal.HIDDEN.value: QT_TRANSLATE_NOOP("Timeline", "{network} takes no answer to a hidden comment."),
    Refusal.LIVE.value: QT_TRANSLATE_NOOP("Timeline", "{network} takes no answers during a live broadcast."),
    Refusal.REPLIES_OFF.value: QT_TRANSLATE_NOOP("Timeline", "Replies are switched off there."),
    Refusal.PRIVATE_REPLY_USED.value: QT_TRANSLATE_NOOP(
        "Timeline", "{network} allows one private message for a comment, and it was sent."
    ),
    Refusal.NOT_ENABLED.value: QT_TRANSLATE_NOOP("Timeline", "The account’s sign-in does not reach private messages."),
    Refusal.NEEDS_CONSENT.value: QT_TRANSLATE_NOOP(
        "Timeline", "{network} allows no automatic message without consent."
    ),
    "message_too_large": QT_TRANSLATE_NOOP("Timeline", "It is too large for {network}."),
    "reply_target_gone": QT_TRANSLATE_NOOP("Timeline", "The message it answers was deleted."),
    "attachment_refused": QT_TRANSLATE_NOOP("Timeline", "{network} does not take this attachment."),
    "bad_attachment": QT_TRANSLATE_NOOP("Timeline", "The attachment could not be read."),
    "bad_recipient": QT_TRANSLATE_NOOP("Timeline", "The recipient’s address does not exist."),
    "bad_subject": QT_TRANSLATE_NOOP("Timeline", "The subject can’t be sent as it is. Write it on one line."),
    "bad_key": QT_TRANSLATE_NOOP("Timeline", "The mail could not be made. Copy the text into a new one."),
    "empty": QT_TRANSLATE_NOOP("Timeline", "The text is empty."),
    "too_long": QT_TRANSLATE_NOOP("Timeline", "It is too long for {network}."),
    "deleted": QT_TRANSLATE_NOOP("Timeline", "The message it answers was deleted."),
    "not_found": QT_TRANSLATE_NOOP("Timeline", "The message it answers is gone from {network}."),
    "unreachable": QT_TRANSLATE_NOOP("Timeline", "{network} did not answer."),
    "timeout": QT_TRANSLATE_NOOP("Timeline", "{network} did not answer."),
    "attempts": QT_TRANSLATE_NOOP("Timeline", "{network} did not answer after several tries."),
    "forbidden": QT_TRANSLATE_NOOP("Timeline", "{network} does not let this account answer here."),
    "duplicate": QT_TRANSLATE_NOOP("Timeline", "{network} takes the same text only once. Change some words."),
    "too_many_cashtags": QT_TRANSLATE_NOOP("Timeline", "{network} takes one cashtag a post. Take the others out."),
    "link_refused": QT_TRANSLATE_NOOP("Timeline", "{network} does not take a link that is in it."),
    "not_accepted": QT_TRANSLATE_NOOP("Timeline", "{network} did not accept it and said no more."),
    "blocked": QT_TRANSLATE_NOOP("Timeline", "This person has blocked the account on {network}."),
    "outside_window": QT_TRANSLATE_NOOP("Timeline", "The time to answer on {network} has ended."),
    "internal_note": QT_TRANSLATE_NOOP("Timeline", "A note for the team is never sent."),
    "listening_only": QT_TRANSLATE_NOOP("Timeline", "What was heard on the web is answered on its own page."),
    "chat_not_allowed": QT_TRANSLATE_NOOP(
        "Timeline", "The app password was made without direct messages. Sign in again with one that has them."
    ),
    "app_password_needed": QT_TRANSLATE_NOOP("Timeline", "{network} asks for an app password. Sign in again with one."),
    "not_deletable": QT_TRANSLATE_NOOP("Timeline", "{network} lets nobody delete it any more."),
    "not_possible": QT_TRANSLATE_NOOP("Timeline", "{network} lets nobody delete it."),
    "already_there": QT_TRANSLATE_NOOP("Timeline", "{network} has it already."),
    "unknown_fields": QT_TRANSLATE_NOOP(
        "Timeline", "{network} does not understand this Sportello any more. Look for a newer version."
    ),
    "account_removed": QT_TRANSLATE_NOOP("Timeline", "The account is not connected any more."),
}
_BY_MAIL = {
    "sender": QT_TRANSLATE_NOOP("Timeline", "The mail server does not let this account send ({number})."),
    "recipient": QT_TRANSLATE_NOOP("Timeline", "The mail server does not take this recipient ({number})."),
    "message": QT_TRANSLATE_NOOP("Timeline", "The mail server did not take the mail ({number})."),
}
_WAITS = {
    "rate_limited": QT_TRANSLATE_NOOP("Timeline", "{network} asks for a pause."),
    "credits_used_up": QT_TRANSLATE_NOOP("Timeline", "The company’s credits on {network} are used up."),
    "page_restricted": QT_TRANSLATE_NOOP("Timeline", "{network} has restricted the Page for now."),
    "blocked_for_now": QT_TRANSLATE_NOOP("Timeline", "{network} blocks this for now, as it was done too often."),
    "forbidden": QT_TRANSLATE_NOOP("Timeline", "{network} does not let the account do this. Sign in again."),
    "chat_not_allowed": QT_TRANSLATE_NOOP(
        "Timeline", "The app password was made without direct messages. Sign in again with one that has them."
    ),
    "vault_unavailable": QT_TRANSLATE_NOOP("Timeline", "The system’s credential store is locked. Unlock it."),
    "blocked_on_the_way": QT_TRANSLATE_NOOP("Timeline", "Something between this computer and {network} blocks it."),
    "attachment_not_ready": QT_TRANSLATE_NOOP("Timeline", "{network} still works on the attachment."),
    "not_sent_for_now": QT_TRANSLATE_NOOP("Timeline", "{network} could not send it just now."),
    "server_busy": QT_TRANSLATE_NOOP("Timeline", "The server is busy."),
    "sign_in_server_busy": QT_TRANSLATE_NOOP("Timeline", "The sign-in of {network} is busy."),
    "other_consumer": QT_TRANSLATE_NOOP("Timeline", "Another program uses this account too."),
    "webhook_set": QT_TRANSLATE_NOOP("Timeline", "Another service gets this account’s messages."),
    "ca_file_unreadable": QT_TRANSLATE_NOOP("Timeline", "The account’s certificate file can’t be read."),
    "channel_fault": QT_TRANSLATE_NOOP("Timeline", "A fault of this program stopped it."),
}
_MISSING_SCOPE = QT_TRANSLATE_NOOP("Timeline", "The sign-in lacks “{scope}”. Sign in again and allow it.")
_DEFERRED = QT_TRANSLATE_NOOP("Timeline", "The mail server asks to wait ({number}).")


def refusal_words(reason: str, network: str) -> str:
    """Return why a delivery was refused as one sentence. Unknown codes give a general one, server words are kept."""
    known = _REFUSED.get(reason)
    if known is not None:
        return _said(known, network=network)
    numbered = _NUMBERED.fullmatch(reason.strip())
    if numbered is not None:
        source = _BY_MAIL.get(numbered["what"], _GENERAL_NUMBER)
        return _said(source, network=network, number=numbered["number"].strip())
    if (http := _HTTP.fullmatch(reason)) is not None:
        return _said(_GENERAL_NUMBER, network=network, number=http["number"])
    if " " in reason.strip():
        return reason.strip().rstrip(".") + "."
    return _said(_GENERAL, network=network)


def needs_sign_in(reason: str) -> bool:
    """Tell whether something waits for a person to sign in again, or to allow what the sign-in lacks."""
    return reason in SIGN_IN_CODES or reason.startswith("missing_scope:")


def waits_words(reason: str, network: str) -> str | None:
    """Return what something waits for as a sentence, None where the network just did not answer."""
    kind, _, scope = reason.partition(":")
    if kind == "missing_scope":
        return _said(_MISSING_SCOPE, scope=scope)
    numbered = _NUMBERED.fullmatch(reason.strip())
    if numbered is not None and numbered["how"] == "deferred":
        return _said(_DEFERRED, number=numbered["number"].strip())
    known = _WAITS.get(reason)
    return _said(known, network=network) if known is not None else None


def _said(source: object, **values: str) -> str:
    sentence = QCoreApplication.translate("Timeline", str(source))
    for name, value in values.items():
        sentence = sentence.replace(f"{{{name}}}", value)
    return sentence
