"""How one of our messages stands on its way out: the words of its meta line, its countdown, or the strip under it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.model import DeliveryState, Direction, HoldReason, TimelineItem
from ui.cases.sending_words import needs_sign_in, refusal_words, waits_words
from ui.cases.timeline_rows import Countdown, Hit, HitKind, MessageRow, Remark, Strip
from ui.text import short_moment


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """What a message row shows of its delivery; `spoken` says the same in one or two words."""

    remark: Remark | None = None
    countdown: Countdown | None = None
    strip: Strip | None = None
    ways: tuple[Hit, ...] = ()
    spoken: str = ""


def present_delivery(item: TimelineItem, now: datetime, tz: tzinfo, network: str, online: bool) -> DeliveryView:
    """Return how one of our messages stands; nothing for a customer's message."""
    if item.direction is not Direction.OUTGOING:
        return DeliveryView()
    states: dict[DeliveryState, Callable[[], DeliveryView]] = {
        DeliveryState.HELD: lambda: _held(item, now, tz),
        DeliveryState.WAITING: lambda: _waiting(item, network, online),
        DeliveryState.SENDING: lambda: _line(_sending()),
        DeliveryState.UNSURE: lambda: _unsure(item, network),
        DeliveryState.REFUSED: lambda: _refused(item, network),
        DeliveryState.CANCELLED: _cancelled,
    }
    return states.get(item.delivery_state or DeliveryState.SENT, _sent)()


def count_down(row: MessageRow, now: datetime) -> MessageRow:
    """Return the row as it reads at `now`: one second less, or on its way once the time to undo is over."""
    if row.countdown is None:
        return row
    seconds = _seconds_until(row.countdown.until, now)
    if seconds == row.countdown.seconds:
        return row
    if seconds <= 0:
        return replace(row, countdown=None, delivery=_sending())
    return replace(row, countdown=replace(row.countdown, seconds=seconds), delivery=_sends_in(seconds))


def _sent() -> DeliveryView:
    return _line(Remark("check", QCoreApplication.translate("Timeline", "Sent")))


def _cancelled() -> DeliveryView:
    return _line(Remark("prohibit", QCoreApplication.translate("Timeline", "Taken back, not sent")))


def _held(item: TimelineItem, now: datetime, tz: tzinfo) -> DeliveryView:
    reason = item.delivery_reason
    if reason == HoldReason.UNDO or (not reason and item.undo_until is not None):
        return _undoable(item, now)
    if reason == HoldReason.NEW_MESSAGE:
        return _paused(item, QCoreApplication.translate("Timeline", "The customer wrote again. Read it first."))
    if reason == HoldReason.CRISIS:
        return _paused(
            item,
            QCoreApplication.translate(
                "Timeline", "In a crisis only a person’s words of now and approved replies leave."
            ),
        )
    if item.not_before is None:
        return _paused(item, QCoreApplication.translate("Timeline", "A check before sending found something new."))
    moment = short_moment(item.not_before, now, tz)
    if reason == HoldReason.SCHEDULED:
        return _scheduled(item, moment)
    pattern = QCoreApplication.translate("Timeline", "Held until {moment}")
    return _line(Remark("clock", pattern.replace("{moment}", moment), "amber.text", True))


def _scheduled(item: TimelineItem, moment: str) -> DeliveryView:
    text = QCoreApplication.translate("Timeline", "Sends {moment}").replace("{moment}", moment)
    number = item.delivery_id or 0
    change = Hit(HitKind.CHANGE_TIME, number, QCoreApplication.translate("Timeline", "Change time…"))
    edit = Hit(HitKind.EDIT, number, QCoreApplication.translate("Timeline", "Edit"))
    return DeliveryView(Remark("clock", text, "amber.text", True), ways=(change, edit), spoken=text)


def _undoable(item: TimelineItem, now: datetime) -> DeliveryView:
    seconds = _seconds_until(item.undo_until, now) if item.undo_until is not None else 0
    if seconds <= 0 or item.undo_until is None:
        return _line(_sending())
    hit = Hit(HitKind.UNDO, item.delivery_id or 0, QCoreApplication.translate("Timeline", "Undo"))
    remark = _sends_in(seconds)
    return DeliveryView(remark, Countdown(item.undo_until, seconds, hit), spoken=remark.text)


def _waiting(item: TimelineItem, network: str, online: bool) -> DeliveryView:
    if not online:
        text = QCoreApplication.translate("Timeline", "Queued, goes out when you are back")
    elif item.delivery_reason == "rate_limited":
        text = QCoreApplication.translate("Timeline", "Queued, {network} allows more replies soon")
    elif item.delivery_reason.startswith("missing_scope:"):
        text = QCoreApplication.translate("Timeline", "Queued, the sign-in lacks “{scope}”")
        text = text.replace("{scope}", item.delivery_reason.partition(":")[2])
    elif needs_sign_in(item.delivery_reason):
        text = QCoreApplication.translate("Timeline", "Queued, sign in to {network} first")
    elif (cause := waits_words(item.delivery_reason, network)) is not None:
        text = QCoreApplication.translate("Timeline", "Queued. {cause}").replace("{cause}", cause.rstrip("."))
    elif item.delivery_reason:
        text = QCoreApplication.translate("Timeline", "Queued, tries again soon")
    else:
        text = QCoreApplication.translate("Timeline", "Queued")
    return _line(Remark("clock", text.replace("{network}", network), "amber.text", True))


def _unsure(item: TimelineItem, network: str) -> DeliveryView:
    if item.delivery_reason != "not_found":
        text = QCoreApplication.translate("Timeline", "Not sure it arrived. Looking it up…")
        return _line(Remark("hourglass-medium", text, "amber.text", True))
    title = QCoreApplication.translate("Timeline", "Not sure it arrived.")
    text = QCoreApplication.translate("Timeline", "{network} does not show it. Your text is safe.")
    again = QCoreApplication.translate("Timeline", "Send again")
    arrived = Hit(HitKind.WAS_SENT, item.delivery_id or 0, QCoreApplication.translate("Timeline", "It was sent"))
    text = text.replace("{network}", network)
    strip = Strip("amber", "hourglass-medium", title, text, (arrived, *_strip_actions(item, again)))
    return DeliveryView(strip=strip, spoken=f"{title.rstrip('.')}, {text}")


def _refused(item: TimelineItem, network: str) -> DeliveryView:
    title = QCoreApplication.translate("Timeline", "Not sent.")
    safe = QCoreApplication.translate("Timeline", "Your text is safe.")
    text = f"{refusal_words(item.delivery_reason, network)} {safe}"
    again = QCoreApplication.translate("Timeline", "Try again")
    strip = Strip("red", "warning-circle-fill", title, text, _strip_actions(item, again))
    return DeliveryView(strip=strip, spoken=f"{title.rstrip('.')}, {text}")


def _paused(item: TimelineItem, why: str) -> DeliveryView:
    title = QCoreApplication.translate("Timeline", "Held.")
    go = QCoreApplication.translate("Timeline", "Send anyway")
    strip = Strip("amber", "pause-circle", title, why, _strip_actions(item, go))
    return DeliveryView(strip=strip, spoken=f"{title.rstrip('.')}, {why}")


def _strip_actions(item: TimelineItem, first: str) -> tuple[Hit, ...]:
    number = item.delivery_id or 0
    edit = QCoreApplication.translate("Timeline", "Edit")
    return (Hit(HitKind.RETRY, number, first), Hit(HitKind.EDIT, number, edit))


def _line(remark: Remark) -> DeliveryView:
    return DeliveryView(remark, spoken=remark.text)


def _sending() -> Remark:
    return Remark("spinner-gap", QCoreApplication.translate("Timeline", "Sending"), spins=True)


def _sends_in(seconds: int) -> Remark:
    text = QCoreApplication.translate("Timeline", "Sends in {seconds} s").replace("{seconds}", str(seconds))
    return Remark("clock", text, "text.secondary", True)


def _seconds_until(moment: datetime, now: datetime) -> int:
    return max(0, math.ceil((moment - now) / timedelta(seconds=1)))
