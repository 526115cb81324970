"""The words of moderating: what is offered for a message, how it stands, and why a network did not do it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import Moderating
from ui.cases import sending_words
from ui.cases.sending_words import needs_sign_in, refusal_words

_OFFERED = {
    Moderating.HIDE: QT_TRANSLATE_NOOP("Moderation", "Hide on {network}"),
    Moderating.SHOW: QT_TRANSLATE_NOOP("Moderation", "Show on {network} again"),
    Moderating.DELETE: QT_TRANSLATE_NOOP("Moderation", "Delete on {network}"),
}
_UNDER_WAY = {
    Moderating.HIDE: QT_TRANSLATE_NOOP("Moderation", "Hiding on {network}…"),
    Moderating.SHOW: QT_TRANSLATE_NOOP("Moderation", "Showing on {network} again…"),
    Moderating.DELETE: QT_TRANSLATE_NOOP("Moderation", "Deleting on {network}…"),
}
_OFFLINE = {
    Moderating.HIDE: QT_TRANSLATE_NOOP("Moderation", "Is hidden on {network} when you are back"),
    Moderating.SHOW: QT_TRANSLATE_NOOP("Moderation", "Is shown on {network} when you are back"),
    Moderating.DELETE: QT_TRANSLATE_NOOP("Moderation", "Is deleted on {network} when you are back"),
}
_NOT_YET = {
    Moderating.HIDE: QT_TRANSLATE_NOOP("Moderation", "Not hidden yet."),
    Moderating.SHOW: QT_TRANSLATE_NOOP("Moderation", "Not shown again yet."),
    Moderating.DELETE: QT_TRANSLATE_NOOP("Moderation", "Not deleted yet."),
}
_NOT_DONE = {
    Moderating.HIDE: QT_TRANSLATE_NOOP("Moderation", "Not hidden."),
    Moderating.SHOW: QT_TRANSLATE_NOOP("Moderation", "Not shown again."),
    Moderating.DELETE: QT_TRANSLATE_NOOP("Moderation", "Not deleted."),
}
_CAUSES = {
    "not_found": QT_TRANSLATE_NOOP("Moderation", "It is gone from {network}."),
    "reply_target_gone": QT_TRANSLATE_NOOP("Moderation", "It is gone from {network}."),
    "not_accepted": QT_TRANSLATE_NOOP("Moderation", "{network} did not accept it."),
    "cannot_hide": QT_TRANSLATE_NOOP("Moderation", "{network} lets nobody hide messages."),
    "forbidden": QT_TRANSLATE_NOOP("Moderation", "{network} does not let this account do that here."),
}


def offer_words(deed: Moderating, network: str) -> str:
    """Return what the message's menu calls a deed."""
    return _said(_OFFERED[deed], network=network)


def under_way_words(deed: Moderating, network: str) -> str:
    """Return how a deed stands that is being done, or will be in a moment."""
    return _said(_UNDER_WAY[deed], network=network)


def offline_words(deed: Moderating, network: str) -> str:
    """Return how a deed stands while no network can be reached."""
    return _said(_OFFLINE[deed], network=network)


def hidden_words(network: str) -> str:
    """Return how a message stands that is hidden."""
    return _said(QT_TRANSLATE_NOOP("Moderation", "Hidden on {network}"), network=network)


def not_yet_words(deed: Moderating) -> str:
    """Return the title of a deed that waits to be tried again."""
    return _said(_NOT_YET[deed])


def waits_words(code: str, network: str) -> str:
    """Return why a deed waits to be tried again, as one or two sentences."""
    if needs_sign_in(code) and not code.startswith("missing_scope:"):
        return _said(QT_TRANSLATE_NOOP("Moderation", "Sign in to {network} first."), network=network)
    known = sending_words.waits_words(code, network)
    if known is not None:
        return known
    return _said(QT_TRANSLATE_NOOP("Moderation", "{network} did not answer. It is tried again soon."), network=network)


def not_done_words(deed: Moderating) -> str:
    """Return the title of a deed that the network refused."""
    return _said(_NOT_DONE[deed])


def cause_words(code: str, network: str) -> str:
    """Return why the network refused, as one sentence."""
    known = _CAUSES.get(code)
    return _said(known, network=network) if known else refusal_words(code, network)


def _said(source: object, **values: str) -> str:
    sentence = QCoreApplication.translate("Moderation", str(source))
    for name, value in values.items():
        sentence = sentence.replace(f"{{{name}}}", value)
    return sentence
