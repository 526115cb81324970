"""The sentences of the outbox: why a delivery is held, waits, is not sent, or can't be told to have arrived."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import Delivery, DeliveryState, HoldReason
from ui.cases.sending_words import needs_sign_in, refusal_words, waits_words
from ui.text import clock_time, short_moment

translate = QCoreApplication.translate

GONE_CODES = frozenset({"reply_target_gone", "deleted"})
"""The codes that say that what a delivery answers is there no more: trying again can't help."""

_CHECKED = {
    "privacy": QT_TRANSLATE_NOOP("Outbox", "Held. It asks for personal data or shows some."),
    "limits": QT_TRANSLATE_NOOP("Outbox", "Held. It is too long for {network} now."),
    "placeholder": QT_TRANSLATE_NOOP("Outbox", "Held. A placeholder is not filled in."),
    "hours": QT_TRANSLATE_NOOP("Outbox", "Held. The desk is closed and no opening is planned."),
    "account": QT_TRANSLATE_NOOP("Outbox", "Held. This account may not answer here any more."),
    "part": QT_TRANSLATE_NOOP("Outbox", "Held. The part before it was taken back."),
    "recipients": QT_TRANSLATE_NOOP("Outbox", "Held. It mentions people who are not in the conversation."),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the sentences need beside the delivery: the moment, the zone, whether any channel can be reached.

    `crisis`: crisis mode is on.
    """

    now: datetime
    tz: tzinfo
    online: bool = True
    crisis: bool = False


def held_words(delivery: Delivery, name: str, network: str, around: Surroundings) -> str:
    """Return why a delivery is held and until when."""
    reason = delivery.hold_reason
    if reason is HoldReason.NEW_MESSAGE:
        return _said(QT_TRANSLATE_NOOP("Outbox", "Held. {name} wrote again, read that first."), name=name)
    if reason is HoldReason.CRISIS:
        return _crisis_words(delivery, around)
    if reason is HoldReason.GUARDRAIL or delivery.not_before is None:
        return _checked_words(delivery.error, network)
    moment = short_moment(delivery.not_before, around.now, around.tz)
    if reason is HoldReason.SCHEDULED and around.crisis and not delivery.past_crisis:
        source = QT_TRANSLATE_NOOP("Outbox", "Planned for {moment}. While crisis mode is on it will be held then.")
        return _said(source, moment=moment)
    if reason is HoldReason.SCHEDULED:
        return _said(QT_TRANSLATE_NOOP("Outbox", "Goes out {moment}, as you asked."), moment=moment)
    return _said(QT_TRANSLATE_NOOP("Outbox", "Held until {moment}, when the desk opens."), moment=moment)


def _crisis_words(delivery: Delivery, around: Surroundings) -> str:
    """Return what crisis mode holds, and what is to be done with what it held once it is off."""
    if not around.crisis:
        return translate("Outbox", "Held since the crisis. Look at it, then send it or take it back.")
    if delivery.planned is not None:
        return translate("Outbox", "Held while crisis mode is on: it was written for a later moment.")
    return translate("Outbox", "Held while crisis mode is on: a canned reply that is not approved for a crisis.")


def waiting_words(delivery: Delivery, network: str, around: Surroundings) -> str:
    """Return what a queued delivery waits for."""
    if not around.online:
        return translate("Outbox", "Queued, goes out when you are back.")
    if needs_sign_in(delivery.error):
        lacks = waits_words(delivery.error, network)  # the permission by its name
        source = QT_TRANSLATE_NOOP("Outbox", "Queued. Sign in to {network} first.")
        return (
            _said(QT_TRANSLATE_NOOP("Outbox", "Queued. {cause}"), cause=lacks)
            if lacks
            else _said(source, network=network)
        )
    if not delivery.error or delivery.next_try_at is None:
        return translate("Outbox", "Queued")
    return _again_words(delivery.error, delivery.next_try_at, network, around)


def part_words(delivery: Delivery, former: Delivery) -> str:
    """Return what a part of a numbered thread waits for: the part before it, and what is the matter with that."""
    sources = {
        DeliveryState.REFUSED: QT_TRANSLATE_NOOP("Outbox", "Waits for part {former} of {total}, which was not sent."),
        DeliveryState.UNSURE: QT_TRANSLATE_NOOP(
            "Outbox", "Waits until it is known whether part {former} of {total} arrived."
        ),
        DeliveryState.HELD: QT_TRANSLATE_NOOP("Outbox", "Waits for part {former} of {total}, which is held."),
    }
    source = sources.get(former.state, QT_TRANSLATE_NOOP("Outbox", "Goes out after part {former} of {total}."))
    part = delivery.part
    number, total = (part.number - 1, part.total) if part is not None else (0, 0)
    return _said(source, former=str(number), total=str(total))


def _again_words(error: str, again: datetime, network: str, around: Surroundings) -> str:
    """Return what a delivery waits for that is tried again by itself, and when."""
    if error == "rate_limited":
        minutes = max(1, math.ceil((again - around.now).total_seconds() / 60))
        source = QT_TRANSLATE_NOOP("Outbox", "Queued. {network} allows more replies in {minutes}\u00a0min.")
        return _said(source, network=network, minutes=str(minutes))
    time = clock_time(again, around.tz)
    cause = waits_words(error, network)
    if cause is not None:
        return _said(QT_TRANSLATE_NOOP("Outbox", "Queued. {cause} Next try {time}."), cause=cause, time=time)
    return _said(
        QT_TRANSLATE_NOOP("Outbox", "Queued. {network} did not answer, next try {time}."), network=network, time=time
    )


def unsure_words(delivery: Delivery, network: str, *, is_mail: bool) -> str:
    """Return what is known of a delivery whose outcome is open."""
    if delivery.next_try_at is not None:
        return translate("Outbox", "Not sure it arrived. Looking it up…")
    if is_mail:
        return translate("Outbox", "Not sure it arrived. The mailbox has no copy. Look there, then say so here.")
    source = QT_TRANSLATE_NOOP(
        "Outbox", "Not sure it arrived. {network} does not show it. Look there, then say so here."
    )
    return _said(source, network=network)


def refused_words(delivery: Delivery, network: str) -> str:
    """Return why a delivery was not sent, and that nothing is lost."""
    cause = refusal_words(delivery.error, network)
    return _said(QT_TRANSLATE_NOOP("Outbox", "Not sent. {cause} Your text is safe."), cause=cause)


def _checked_words(rule: str, network: str) -> str:
    family, _, code = rule.partition(".")
    if family == "permission":
        return _said(QT_TRANSLATE_NOOP("Outbox", "Held. {cause}"), cause=refusal_words(code, network))
    source = _CHECKED.get(family, QT_TRANSLATE_NOOP("Outbox", "Held. A check before sending found something new."))
    return _said(source, network=network)


def _said(source: object, **values: str) -> str:
    sentence = translate("Outbox", str(source))
    for name, value in values.items():
        sentence = sentence.replace(f"{{{name}}}", value)
    return sentence
