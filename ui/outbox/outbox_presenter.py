"""How the outbox's list reads: which group a delivery stands in, its sentence, and what may be done with it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop.model import Delivery, DeliveryState, HoldReason, Network, Visibility, initials_of
from desktop.outbox import OutboxEntry, OutboxListing
from ui.cases.sending_words import needs_sign_in
from ui.inbox import network_name
from ui.inbox.wording import day_or_time
from ui.outbox.outbox_words import (
    GONE_CODES,
    Surroundings,
    held_words,
    part_words,
    refused_words,
    unsure_words,
    waiting_words,
)
from ui.outbox.queue_rows import Deed, QueueAction, QueueItem, QueueRow, QueueSection, Standing

translate = QCoreApplication.translate


class Group(StrEnum):
    """The sections of the outbox, in their order: first what needs a person."""

    NOT_SENT = "not_sent"
    UNSURE = "unsure"
    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"


_INKS = {Group.NOT_SENT: "red.text", Group.UNSURE: "amber.text", Group.QUEUED: "amber.text"}
_STATES = {
    DeliveryState.REFUSED: Group.NOT_SENT,
    DeliveryState.UNSURE: Group.UNSURE,
    DeliveryState.HELD: Group.HELD,
    DeliveryState.WAITING: Group.QUEUED,
}


def present_outbox(listing: OutboxListing, around: Surroundings) -> tuple[QueueItem, ...]:
    """Return titles and rows: not sent, not sure, held (soonest first), queued in their order, sending."""
    groups: dict[Group, list[OutboxEntry]] = {group: [] for group in Group}
    for entry in listing.entries:
        groups[group_of(entry.delivery, entry.former)].append(entry)
    groups[Group.HELD].sort(key=_until)
    groups[Group.QUEUED].sort(key=lambda entry: entry.delivery.id)
    items: list[QueueItem] = []
    for group, entries in groups.items():
        if entries:
            together = _together(entries)
            items.append(_title(group, len(together), online=around.online))
            items.extend(_present(group, parts, around) for parts in together)
    left = listing.total - listing.texts
    if left > 0:
        words = translate("Outbox", "{count} more follow as these go out").replace("{count}", str(left))
        items.append(QueueSection("more", words, None))
    return tuple(items)


def group_of(delivery: Delivery, former: Delivery | None = None) -> Group:
    """Return the section of a delivery. What can still be undone for some seconds is on its way.

    A part of a thread whose `former` part waits for something else waits for that part.
    """
    if former is not None and _standing_of(former) != _standing_of(delivery) and group_of(former) is not Group.SENDING:
        return Group.QUEUED
    if delivery.state is DeliveryState.HELD and delivery.hold_reason is HoldReason.UNDO:
        return Group.SENDING
    return _STATES.get(delivery.state, Group.SENDING)


def _standing_of(delivery: Delivery) -> tuple[DeliveryState, HoldReason | None, datetime | None]:
    return delivery.state, delivery.hold_reason, delivery.not_before


def _together(entries: Sequence[OutboxEntry]) -> list[tuple[OutboxEntry, ...]]:
    """Return the entries of a section, those that are parts of one text as one, in the place of the first."""
    rows: dict[str, list[OutboxEntry]] = {}
    for entry in entries:
        part = entry.delivery.part
        rows.setdefault(part.series if part is not None else entry.delivery.uid, []).append(entry)
    return [tuple(sorted(parts, key=lambda entry: entry.delivery.id)) for parts in rows.values()]


def _title(group: Group, count: int, *, online: bool) -> QueueSection:
    names = {
        Group.NOT_SENT: translate("Outbox", "Not sent"),
        Group.UNSURE: translate("Outbox", "Not sure it arrived"),
        Group.HELD: translate("Outbox", "Held"),
        Group.QUEUED: translate("Outbox", "Queued") if online else translate("Outbox", "Queued, in this order"),
        Group.SENDING: translate("Outbox", "Sending"),
    }
    return QueueSection(group.value, names[group], count, _INKS.get(group, "text.secondary"))


def _present(group: Group, parts: tuple[OutboxEntry, ...], around: Surroundings) -> QueueRow:
    """Return the row of a delivery, or of the parts of one text that wait together: what is done to it is for all."""
    entry = parts[0]
    delivery = entry.delivery
    whole = _whole(parts)
    name = delivery.customer_name.strip() or entry.customer_handle or delivery.recipient
    name = name or translate("Outbox", "Unknown recipient")
    icon, way = _way(parts)
    standing = _standing(group, entry, name, around)
    first, more = _deeds(group, entry, around)
    time = day_or_time(delivery.created_at, around.now, around.tz)
    return QueueRow(
        key=int(delivery.id),
        case_id=int(delivery.case_id),
        account_id=int(delivery.account_id),
        avatar_key=entry.customer_uid,
        initials=initials_of(name),
        name=name,
        network=entry.network,
        way_icon=icon,
        way_text=way,
        text=" ".join(whole.split()),
        time_text=time,
        standing=standing,
        deeds=first,
        more=more,
        spoken=_spoken((name, network_name(entry.network)), standing.text, way, time, whole),
        whole=whole,
        undo_until=delivery.not_before if group is Group.SENDING else None,
        address=entry.address or "",
    )


def _whole(parts: Sequence[OutboxEntry]) -> str:
    """Return the text of a delivery, of several parts their words without their numbers."""
    if len(parts) == 1:
        return parts[0].delivery.text
    own = (entry.delivery for entry in parts)
    return "".join(f"{one.words}{one.part.gap if one.part is not None else ''}" for one in own).rstrip()


def _way(parts: tuple[OutboxEntry, ...]) -> tuple[str, str]:
    entry = parts[0]
    delivery = entry.delivery
    if entry.network is Network.EMAIL:
        icon, words = "envelope-simple", translate("Outbox", "E-mail from {account}")
    elif delivery.visibility is Visibility.PUBLIC:
        icon, words = "globe-simple", translate("Outbox", "Public reply as {account}")
    else:
        icon, words = "lock-key", translate("Outbox", "Direct message as {account}")
    first, last = delivery.part, parts[-1].delivery.part
    words = words.replace("{account}", entry.account_name)
    if len(parts) > 1 and first is not None and last is not None:
        numbers = translate("Outbox", "Parts {first} to {last} of {total}").replace("{first}", str(first.number))
        numbers = numbers.replace("{last}", str(last.number)).replace("{total}", str(last.total))
        words = f"{numbers} · {words}"  # a narrow list leaves out the end
    return icon, words


def _standing(group: Group, entry: OutboxEntry, name: str, around: Surroundings) -> Standing:
    delivery, network = entry.delivery, network_name(entry.network)
    is_mail = entry.network is Network.EMAIL
    standings: dict[Group, Callable[[], Standing]] = {
        Group.NOT_SENT: lambda: Standing("warning-circle-fill", refused_words(delivery, network), "red.text"),
        Group.UNSURE: lambda: Standing(
            "hourglass-medium", unsure_words(delivery, network, is_mail=is_mail), "amber.text"
        ),
        Group.HELD: lambda: _held(delivery, name, network, around),
        Group.QUEUED: lambda: Standing("clock", _queued_words(entry, network, around), "amber.text"),
        Group.SENDING: lambda: _sending(delivery, around.now),
    }
    return standings[group]()


def _queued_words(entry: OutboxEntry, network: str, around: Surroundings) -> str:
    if entry.former is not None:
        return part_words(entry.delivery, entry.former)
    return waiting_words(entry.delivery, network, around)


def _held(delivery: Delivery, name: str, network: str, around: Surroundings) -> Standing:
    waits_for_time = delivery.hold_reason in {HoldReason.CLOSED, HoldReason.SCHEDULED} and delivery.not_before
    words = held_words(delivery, name, network, around)
    return Standing("clock" if waits_for_time else "pause-circle", words, "amber.text")


def _sending(delivery: Delivery, now: datetime) -> Standing:
    seconds = seconds_left(delivery.not_before, now)
    if not seconds or delivery.state is not DeliveryState.HELD:
        return Standing("spinner-gap", translate("Outbox", "Sending"))
    return Standing("clock", translate("Outbox", "Sends in {seconds}\u00a0s").replace("{seconds}", str(seconds)))


def seconds_left(moment: datetime | None, now: datetime) -> int:
    """Return the started seconds until a moment, 0 once it is over."""
    return max(0, math.ceil((moment - now).total_seconds())) if moment is not None else 0


def _deeds(group: Group, entry: OutboxEntry, around: Surroundings) -> tuple[tuple[Deed, ...], tuple[Deed, ...]]:
    """Return what stands on the row, the default first, and what its menu adds."""
    delivery, look = entry.delivery, _looking(entry)
    edit = Deed(QueueAction.EDIT, translate("Outbox", "Edit"), translate("Outbox", "Back to a draft"))
    copy = Deed(QueueAction.COPY, translate("Outbox", "Copy text"))
    discard = Deed(QueueAction.DISCARD, translate("Outbox", "Discard"))
    if group is Group.NOT_SENT:
        again = Deed(QueueAction.TRY_AGAIN, translate("Outbox", "Try again"))
        is_gone = delivery.error in GONE_CODES
        return ((copy, discard), (*look, edit, again)) if is_gone else ((again, edit), (*look, copy, discard))
    if group is Group.UNSURE:
        return _settling(delivery), (*look, edit, copy, discard)
    if group is Group.SENDING:
        return (_undoing(edit.hint), (copy, discard)) if delivery.state is DeliveryState.HELD else ((), (copy,))
    first = (_release(delivery),) if group is Group.HELD else _hurry(delivery, around)
    return (*first, *_moving(group, delivery), edit), (copy, discard)


def _looking(entry: OutboxEntry) -> tuple[Deed, ...]:
    if not entry.address:
        return ()
    words = translate("Outbox", "Open on {network}").replace("{network}", network_name(entry.network))
    return (Deed(QueueAction.ON_NETWORK, words, translate("Outbox", "Shows the conversation in the browser")),)


def _undoing(hint: str) -> tuple[Deed, ...]:
    undo = Deed(QueueAction.UNDO, translate("Outbox", "Undo"), hint)
    return undo, Deed(QueueAction.SEND_NOW, translate("Outbox", "Send now"))


def _settling(delivery: Delivery) -> tuple[Deed, ...]:
    if delivery.next_try_at is not None:
        return ()
    sent = Deed(
        QueueAction.WAS_SENT,
        translate("Outbox", "It was sent"),
        translate("Outbox", "Shows it as sent in the conversation"),
    )
    not_sent = Deed(
        QueueAction.WAS_NOT_SENT, translate("Outbox", "It was not sent"), translate("Outbox", "Sends it again")
    )
    return sent, not_sent


def _release(delivery: Delivery) -> Deed:
    if delivery.hold_reason in {HoldReason.NEW_MESSAGE, HoldReason.CRISIS}:
        return Deed(QueueAction.SEND_ANYWAY, translate("Outbox", "Send anyway"))
    if delivery.hold_reason is HoldReason.GUARDRAIL:
        return Deed(QueueAction.CHECK_AGAIN, translate("Outbox", "Check again"))
    return Deed(QueueAction.SEND_NOW, translate("Outbox", "Send now"))


def _moving(group: Group, delivery: Delivery) -> tuple[Deed, ...]:
    if group is not Group.HELD or delivery.hold_reason is not HoldReason.SCHEDULED:
        return ()
    return (Deed(QueueAction.CHANGE_TIME, translate("Outbox", "Change time…")),)


def _hurry(delivery: Delivery, around: Surroundings) -> tuple[Deed, ...]:
    if not around.online:
        return ()
    if needs_sign_in(delivery.error):
        return (Deed(QueueAction.SIGN_IN, translate("Outbox", "Sign in")),)
    if delivery.next_try_at is None or delivery.error == "rate_limited":
        return ()
    return (Deed(QueueAction.TRY_AGAIN, translate("Outbox", "Try now")),)


def _until(entry: OutboxEntry) -> tuple[bool, float, int]:
    """Order what is held: first what waits for a person, then by the moment it goes out."""
    moment = entry.delivery.not_before
    return moment is not None, moment.timestamp() if moment is not None else 0.0, int(entry.delivery.id)


def _spoken(who: Sequence[str], standing: str, way: str, time: str, text: str) -> str:
    sentences = (", ".join(who), standing, way, time, " ".join(text.split()))
    return ". ".join(sentence.rstrip(".") for sentence in sentences if sentence) + "."
