"""How a message's moderation reads: what its menu offers, how what was asked stands, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.model import Direction, Moderating, Moderation, ModerationState, TimelineItem
from ui.cases.moderation_words import (
    cause_words,
    hidden_words,
    not_done_words,
    not_yet_words,
    offer_words,
    offline_words,
    under_way_words,
    waits_words,
)
from ui.cases.timeline_rows import Hit, HitKind, Remark, Strip

_KINDS = {Moderating.HIDE: HitKind.HIDE, Moderating.SHOW: HitKind.SHOW, Moderating.DELETE: HitKind.DELETE}


@dataclass(frozen=True, slots=True)
class ModerationView:
    """What a message row shows of its moderation, and what its menu offers."""

    remarks: tuple[Remark, ...] = ()
    strip: Strip | None = None
    deeds: tuple[Hit, ...] = ()
    spoken: str = ""


def present_moderation(
    item: TimelineItem, network: str, *, online: bool, may_hide: bool, may_delete: bool
) -> ModerationView:
    """Return how a message's moderation stands. `network` is the network's name as people say it."""
    moderation = item.moderation
    if item.message_id is None or item.deleted:
        return ModerationView()
    if moderation is not None and moderation.state is ModerationState.REFUSED:
        return _refused(moderation, network)
    if moderation is not None:
        return _under_way(moderation, network, online=online)
    remarks = (Remark("eye-slash", hidden_words(network), "text.secondary", True),) if item.hidden else ()
    deeds = tuple(
        Hit(_KINDS[deed], item.message_id, offer_words(deed, network))
        for deed in _offered(item, may_hide=may_hide, may_delete=may_delete)
    )
    return ModerationView(remarks, deeds=deeds, spoken=remarks[0].text if remarks else "")


def _offered(item: TimelineItem, *, may_hide: bool, may_delete: bool) -> tuple[Moderating, ...]:
    if item.direction is Direction.OUTGOING:
        return (Moderating.DELETE,) if may_delete else ()
    if not may_hide:
        return ()
    return (Moderating.SHOW,) if item.hidden else (Moderating.HIDE,)


def _under_way(moderation: Moderation, network: str, *, online: bool) -> ModerationView:
    deed = moderation.deed
    label = QCoreApplication.translate("Moderation", "Undo")
    undo = Hit(HitKind.TAKE_BACK, moderation.id, label)
    if moderation.error and online:
        title, cause = not_yet_words(deed), waits_words(moderation.error, network)
        return _with_strip(Strip("amber", "clock", title, cause, (undo,)))
    if online or moderation.state is ModerationState.DOING:
        remark = Remark("spinner-gap", under_way_words(deed, network), "text.secondary", True, spins=True)
    else:
        remark = Remark("clock", offline_words(deed, network), "amber.text", True)
    if moderation.state is ModerationState.DOING:
        return ModerationView((remark,), spoken=remark.text)
    return ModerationView((remark, Remark("", label, "accent.text", True, hit=undo)), spoken=remark.text)


def _refused(moderation: Moderation, network: str) -> ModerationView:
    title = not_done_words(moderation.deed)
    cause = cause_words(moderation.error, network)
    again = Hit(HitKind.DO_AGAIN, moderation.id, QCoreApplication.translate("Moderation", "Try again"))
    leave = Hit(HitKind.TAKE_BACK, moderation.id, QCoreApplication.translate("Moderation", "Leave it"))
    return _with_strip(Strip("red", "warning-circle-fill", title, cause, (again, leave)))


def _with_strip(strip: Strip) -> ModerationView:
    return ModerationView(strip=strip, spoken=f"{strip.title.rstrip('.')}, {strip.text}")
